"""Other libraries behind the same door. What is compared holds for the ICU versions that are named."""

from __future__ import annotations

import builtins
import sys
import unicodedata
from typing import Any

import pytest

from normalizer.errors import UnknownSchemeError
from normalizer.romanization import providers, romanize, schemes
from normalizer.romanization.providers import anyascii_latin, provider, provider_ids

ICU_COMPARED = range(70, 79)  # outputs were compared under 77; CLDR changed none of these since 38
ICU_OUTPUTS = [
    ("icu:Ukrainian-Latin/BGN", "Київ, Луганськ", "Kyyiv, Luhansʹk"),
    ("icu:Georgian-Latin/BGN", "თბილისი", "tbilisi"),
    ("icu:Greek-Latin/UNGEGN", "Αθήνα", "Athí̱na"),
    ("icu:Any-Latin", "東京", "dōng jīng"),
]


@pytest.fixture
def icu() -> Any:
    module = pytest.importorskip("icu", reason="the extra [icu] is not installed")
    version = int(module.ICU_VERSION.split(".")[0])
    if version not in ICU_COMPARED:
        pytest.skip(f"outputs were not compared under ICU {version}")
    return module


@pytest.fixture
def translit() -> Any:
    return pytest.importorskip("transliterate", reason="the extra [transliterate] is not installed")


@pytest.mark.parametrize(("scheme", "source", "target"), ICU_OUTPUTS)
def test_icu_answers_behind_its_id(icu: Any, scheme: str, source: str, target: str) -> None:
    assert unicodedata.normalize("NFC", romanize(source, scheme=scheme)) == unicodedata.normalize("NFC", target)


def test_icu_sees_composed_letters(icu: Any) -> None:
    decomposed = unicodedata.normalize("NFD", "Київ")
    raw = icu.Transliterator.createInstance("Ukrainian-Latin/BGN").transliterate(decomposed)
    assert raw != "Kyyiv"  # the trap
    assert romanize(decomposed, scheme="icu:Ukrainian-Latin/BGN") == "Kyyiv"


@pytest.mark.parametrize("scheme", ["icu:Ukrainian-Latin/BGN", "transliterate:uk"])
def test_every_apostrophe_inside_a_word_is_one(icu: Any, translit: Any, scheme: str) -> None:
    assert len({romanize(f"Знам{sign}янка", scheme=scheme) for sign in "'’ʼ`"}) == 1


def test_a_quotation_mark_at_the_edge_of_a_word_is_left_alone(icu: Any) -> None:
    assert romanize("'Київ'", scheme="icu:Ukrainian-Latin/BGN") == "'Kyyiv'"


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [("ka", "თბილისი", "tbilisi"), ("el", "Αθήνα", "Athina"), ("ru", "Москва", "Moskva"), ("uk", "Київ", "Kyyiv")],
)
def test_transliterate_answers_behind_its_id(translit: Any, code: str, source: str, target: str) -> None:
    assert romanize(source, scheme=f"transliterate:{code}") == target


def test_installed_providers_are_listed(icu: Any, translit: Any) -> None:
    listed = {s.id for s in schemes()}
    assert {"icu:Ukrainian-Latin/BGN", "transliterate:ka", "und-anyascii"} <= listed
    assert "transliterate:l1" not in listed
    assert list(provider_ids()) == sorted(provider_ids())
    assert not any(":" in s.id for s in schemes(providers=False))


@pytest.mark.parametrize("scheme", ["icu:Klingon-Latin", "transliterate:xx", "nothing:uk", "icu:"])
def test_an_unknown_id_is_an_error_that_says_what_there_is(scheme: str) -> None:
    with pytest.raises(UnknownSchemeError):
        provider(scheme)


@pytest.mark.parametrize(("scheme", "library"), [("icu:Any-Latin", "icu"), ("transliterate:ka", "transliterate")])
def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, scheme: str, library: str) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return real(name, *rest)

    provider.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UnknownSchemeError, match="pip install"):
        provider(scheme)
    assert not any(i.startswith(library + ":") for i in provider_ids())
    provider.cache_clear()


@pytest.mark.parametrize("text", ["", "\ud800", "\0", "🙂", "ж" * 10_000])
@pytest.mark.parametrize("scheme", ["icu:Ukrainian-Latin/BGN", "transliterate:uk", "und-anyascii"])
def test_no_string_raises(icu: Any, translit: Any, scheme: str, text: str) -> None:
    provider(scheme)(text)


def test_anyascii_is_blind_to_language() -> None:
    assert anyascii_latin("Київ Αθήνα თბილისი") == "kiiv athina tbilisi"


def test_han_is_read_in_context_by_pypinyin_and_respelled_by_other_systems() -> None:
    pytest.importorskip("pypinyin")
    assert romanize("重庆", lang="zh") == "Chongqing"
    assert romanize("北京", "zho-postal") == "Peking"
    assert romanize("西安市", "pypinyin:normal") == "Xi'anshi"
    assert "pypinyin:normal" in {s.id for s in schemes()}


def test_phrases_that_share_their_readings_are_read_as_before() -> None:
    pypinyin = pytest.importorskip("pypinyin")
    phrases = ("重庆", "银行", "一个半个", "一丁点儿")
    before = [pypinyin.pinyin(phrase, heteronym=heteronym) for phrase in phrases for heteronym in (False, True)]
    providers._share_readings(pypinyin.constants.PHRASES_DICT.values())
    first, *_ = pypinyin.constants.PHRASES_DICT["一个半个"]
    other = pypinyin.constants.PHRASES_DICT["一丁点儿"][0]
    assert first == other == ["yī"]
    assert first is other
    for _ in range(2):  # reading changes nothing of what is shared
        after = [pypinyin.pinyin(phrase, heteronym=heteronym) for phrase in phrases for heteronym in (False, True)]
        assert after == before


def test_han_is_read_without_pypinyin_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    provider.cache_clear()
    try:
        assert romanize("北京", lang="zh") == "Beijing"
        assert romanize("在北京 OK", lang="zh-Hans").endswith("OK")
    finally:
        provider.cache_clear()


def test_han_of_unknown_language_is_never_left_as_it_is() -> None:
    assert romanize("重庆").isascii()
