"""Names that another script writes by ear: the Latin words that they may be."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer.build import build_records
from normalizer.matching import ear
from normalizer.matching.ear import by_ear, evidence, name_evidence
from normalizer.matching.find import Hints
from normalizer.matching.resolve import Resolver
from normalizer.matching.shortlist import ask
from normalizer.matching.tables import DATA, read_pairs
from normalizer.policy import Settings

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


@pytest.mark.parametrize(
    ("written", "meant", "other"),
    [
        ("リモージュ", "limoges", "limuru"),
        ("ナッシュビル", "nashville", "nasivali"),
        ("Μπρυζ", "bruges", "brits"),
        ("אוקספורד", "oxford", "oksibil"),
    ],
)
def test_the_word_that_is_meant_has_more_evidence(written: str, meant: str, other: str) -> None:
    told, against = evidence(written, meant), evidence(written, other)
    assert told is not None
    assert against is not None
    assert told > against


@given(st.text(LETTERS, max_size=30) | st.text(max_size=12), st.text("abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_evidence_is_a_number_or_none(word: str, latin: str) -> None:
    found = evidence(word, latin)
    assert found is None or math.isfinite(found)
    assert found is not None or not by_ear(word, 1) or not 0 < len(latin) <= ear.LONGEST_NAME


@given(st.text([*LETTERS, " ", "・"], max_size=30), st.text(max_size=30))
def test_evidence_of_names_is_that_of_their_words_or_of_the_whole(name: str, latin: str) -> None:
    found = name_evidence(name, latin)
    assert found is None or math.isfinite(found)


def test_names_of_two_words_may_be_in_another_order_or_in_one() -> None:
    words = (evidence("スプリング", "spring") or 0.0) + (evidence("バレー", "valley") or 0.0)
    for latin in ("Spring Valley", "Valley Spring"):
        found = name_evidence("スプリング・バレー", latin)
        assert found is not None
        assert found >= words - 1e-9
    apart, joined = name_evidence("ブルーアイランド", "Blue Island"), evidence("ブルーアイランド", "blueisland")
    assert apart == joined
    assert name_evidence("ブルーアイランド", "") is None
    assert name_evidence("Blue Island", "Blue Island") is None


def test_of_near_places_that_one_is_first_that_is_written_so_by_ear(tmp_path: Path) -> None:
    towns = ("Limoges", "Limuru", "Rimini", "Limerick")
    records = [
        Record(Entity(f"x:{name}", "place", "city", "", 50_000), (Name(name, "", "Latn", "canonical"),))
        for name in towns
    ]
    build_records(tmp_path / "towns.gaz", records)
    with Gazetteer.open(tmp_path / "towns.gaz") as gazetteer:
        resolver = Resolver((gazetteer,), Settings())
        assert resolver.resolve("リモージュ", Hints("place")).candidates[0].entity.id == "x:Limoges"
        assert resolver.resolve("Λιμερίκ", Hints("place")).candidates[0].entity.id == "x:Limerick"
