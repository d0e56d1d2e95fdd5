"""Every scheme file keeps its own promises: it loads, its samples hold, and it says where it comes from."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from normalizer.errors import SchemeError
from normalizer.romanization.language import languages
from normalizer.romanization.scheme import SCHEME_DIR, STATUSES, all_schemes, get_scheme, read_scheme, scheme_ids

IDS = scheme_ids()
EQUIVALENT = re.compile(r"(?:interscript|iuliia|icu|cldr|uklatn|transliterate|translitua|uroman|iso|unicode):\S+")
BROKEN = """id = "xxx-test"
title = "t"
languages = ["xx"]
source_script = "Cyrl"
target_script = "Latn"
authority = "a"
status = "press"
verified = false
verification = "none"
rules = '''
а   a
{line}
'''
"""


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_samples_hold(scheme_id: str) -> None:
    scheme = get_scheme(scheme_id)
    assert scheme.samples, f"{scheme_id}: give at least one [[sample]]"
    for source, target in scheme.samples:
        assert unicodedata.normalize("NFC", scheme.apply(source)) == unicodedata.normalize("NFC", target), source


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_facts_are_there(scheme_id: str) -> None:
    scheme = get_scheme(scheme_id)
    assert scheme.id == scheme_id
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", scheme_id)
    assert scheme.title and scheme.authority and scheme.verification and scheme.languages
    assert scheme.status in STATUSES
    assert 1 <= scheme.rank <= 9
    assert scheme.year == 0 or 1500 < scheme.year < 2100
    assert scheme.convention if scheme.status == "press" and "press" in scheme_id else True


@pytest.mark.parametrize("scheme_id", IDS)
def test_any_string_passes(scheme_id: str) -> None:
    apply = get_scheme(scheme_id).apply
    for text in ("", "\ud800", "\0", "🙂", "'", "’а’", "\u0301", "A" * 3000, "ЩщÉ한ก'ا"):
        assert isinstance(apply(text), str)


def test_each_language_has_at_most_one_default() -> None:
    claims = defaultdict(list)
    for scheme in all_schemes():
        for language in scheme.default_for:
            claims[language].append(scheme.id)
    assert {lang: ids for lang, ids in claims.items() if len(ids) > 1} == {}


def test_every_usual_language_with_schemes_has_a_default() -> None:
    with_schemes = {lang for s in all_schemes() if s.target_script == "Latn" != s.source_script for lang in s.languages}
    defaults = {lang for s in all_schemes() for lang in s.default_for}
    usual = {row.code for row in languages() if row.rank == 1} & with_schemes
    assert usual - defaults - {"zh"} == set()  # Han needs readings, which no table of letters holds


def test_ids_begin_with_a_known_language_code() -> None:
    known = {row.iso639_3 for row in languages()} | {"und"}
    assert {i for i in IDS if i.split("-")[0] not in known} == set()


def test_equivalents_are_well_formed() -> None:
    odd = {(s.id, e) for s in all_schemes() for e in s.equivalents if not EQUIVALENT.fullmatch(e)}
    assert odd == set()


def test_schemes_that_claim_the_same_equivalent_agree_on_each_others_samples() -> None:
    claims = defaultdict(list)
    for scheme in all_schemes():
        for equivalent in scheme.equivalents:
            claims[equivalent].append(scheme)
    different = {
        (equivalent, one.id, other.id)
        for equivalent, claimed in claims.items()
        for one in claimed
        for other in claimed
        if one.id < other.id and any(other.apply(text) != one.apply(text) for text, _ in one.samples + other.samples)
    }
    assert different == set()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("б", "line 12"),
        ("б b somewhere", "line 12"),
        ("б b after{none}", "line 12"),
        ("б b start what ever", "line 12"),
    ],
)
def test_a_broken_rule_is_an_error_with_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "xxx-test.toml"
    file.write_text(BROKEN.format(line=line), encoding="utf-8")
    with pytest.raises(SchemeError, match=rf"xxx-test\.toml, {message}"):
        read_scheme(file).apply("абв")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('status = "press"', 'status = "nice"'), "status"),
        (('id = "xxx-test"', 'id = "other"'), "file's name"),
        (('title = "t"\n', ""), "missing"),
        (("authority", "autority"), "unknown"),
        (("verified = false", "verified ="), "line 8"),
    ],
)
def test_a_broken_file_is_an_error_with_its_name(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "xxx-test.toml"
    file.write_text(BROKEN.format(line="б b").replace(*change), encoding="utf-8")
    with pytest.raises(SchemeError, match="xxx-test") as caught:
        read_scheme(file)
    assert message in str(caught.value)


def test_files_are_utf8_without_byte_order_mark_and_end_with_a_line_break() -> None:
    for path in SCHEME_DIR.glob("*.toml"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert data.endswith(b"\n"), path.name
