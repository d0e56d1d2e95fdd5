"""Names that another script writes by ear: the Latin words that they may be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching import ear
from normalizer.matching.ear import by_ear
from normalizer.matching.shortlist import ask
from normalizer.matching.tables import DATA, read_pairs

SCRIPTS = sorted(path.stem[4:] for path in DATA.glob("ear-*.tsv"))
TABLES = {script: read_pairs(f"ear-{script}.tsv") for script in SCRIPTS if script != "Latn"}
LETTERS = sorted({letter for runs in TABLES.values() for letter in "".join(runs)})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ブリッジポート", "bridgeport"),
        ("ダウニー", "downey"),
        ("Γιαζντ", "yazd"),
        ("Μεντάν", "medan"),
        ("ΜΕΝΤΑΝ", "medan"),  # without its accent
        ("Смит", "smith"),
        ("שמידט", "schmidt"),
    ],
)
def test_a_name_by_ear_is_spelt_as_it_is_at_home(written: str, meant: str) -> None:
    assert meant in by_ear(written, 3)


@pytest.mark.parametrize("word", ["", "Smith", "3", "北京", "ワズÅ", "สมิธ", "ワ" * 25, "\ud800"])
def test_what_no_table_knows_has_no_reading_by_ear(word: str) -> None:
    assert by_ear(word, 3) == ()


@given(st.text(LETTERS, max_size=30) | st.text(max_size=12), st.integers(0, 4))
def test_readings_are_few_different_latin_words(word: str, most: int) -> None:
    found = by_ear(word, most)
    assert len(found) <= most
    assert len(set(found)) == len(found)
    assert all(one.isascii() and one.isalpha() and one.islower() for one in found)
    assert found == by_ear.__wrapped__(word, most)


@pytest.mark.parametrize("script", TABLES)
def test_each_table_says_how_likely_runs_and_pieces_are(script: str) -> None:
    cells = (one for cell in TABLES[script].values() for one in cell.split(" "))
    shares = [10 ** (-int(one.rpartition(":")[2]) / 10) for one in cells]
    assert 0.8 < math.fsum(shares) <= 1.05  # rounded; what is rare is left out


def test_what_follows_two_letters_is_likely_altogether() -> None:
    for before, (_, letters) in ear._following().items():
        assert math.fsum(10 ** (-cost / 10) for cost in letters.values()) < 1.2, before
        assert len(before) <= ear.BEFORE


def test_a_query_is_asked_for_as_it_may_be_spelt() -> None:
    assert "bridgeport" in ask("ブリッジポート", "place").readings
    assert "haward" in " / ".join(ask("Χάουαρντ Κάννον", "person").readings)
    assert ask("Bridgeport", "place").readings == ("bridgeport",)
