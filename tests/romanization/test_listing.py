"""The public functions `romanize` and `schemes`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from normalizer import romanize, schemes
from normalizer.errors import UnknownSchemeError
from normalizer.romanization.scheme import scheme_ids

SCHEME_DOCS = Path(__file__).parents[2] / "benchmarks" / "scheme_docs.py"


def test_the_scheme_is_obeyed() -> None:
    assert romanize("Луганськ", scheme="ukr-kmu-2010") == "Luhansk"
    assert romanize("ЩУКА Щука", scheme="ukr-kmu-2010") == "SHCHUKA Shchuka"


def test_the_language_chooses_its_default() -> None:
    assert romanize("Запоріжжя", lang="uk") == "Zaporizhzhia"


def test_letters_choose_where_nothing_is_said() -> None:
    assert romanize("Київ") == "Kyiv"
    assert romanize("თბილისი").lower() == "tbilisi"


def test_a_whole_text_keeps_what_the_scheme_does_not_cover() -> None:
    text = "У Києві (Kyiv), 24.02: «Слава!» – 100 % \n東京"
    assert romanize(text, lang="uk") == "U Kyievi (Kyiv), 24.02: «Slava!» – 100 % \n東京"


def test_an_unknown_scheme_or_language_is_an_error_with_a_hint() -> None:
    with pytest.raises(UnknownSchemeError, match="ukr-kmu-2010"):
        romanize("Київ", scheme="ukr-kmu-2011")
    with pytest.raises(UnknownSchemeError):
        romanize("Київ", lang="xx")
    with pytest.raises(UnknownSchemeError):
        romanize("Київ", scheme="../ukr-kmu-2010")


@pytest.mark.parametrize("text", ["", "\ud800", "\0", "🙂", "a" * 100_000, "Лugansk ж", "ж" * 100_000])
def test_no_string_raises(text: str) -> None:
    romanize(text)
    romanize(text, lang="uk")


def test_schemes_lists_every_file_with_its_facts() -> None:
    listed = {s.id: s for s in schemes(providers=False)}
    assert set(listed) == set(scheme_ids())
    kmu = listed["ukr-kmu-2010"]
    assert (kmu.year, kmu.status, kmu.verified, kmu.languages) == (2010, "official", True, ("uk",))
    assert "uklatn:KMU_55" in kmu.equivalents


def test_the_generated_table_of_schemes_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(SCHEME_DOCS), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
