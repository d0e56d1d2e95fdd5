"""Names that another script writes by ear: the Latin words that they may be."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.cores import built
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer.build import build_records
from normalizer.matching import ear, plain_ear
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


def twins(script: str) -> tuple[Any, plain_ear.Ear]:
    """The compiled search and the plain one."""
    compiled = built("normalizer.matching._ear", ear.INTERFACE)
    if compiled is None:
        pytest.skip("normalizer/matching/_ear.c was not compiled")
    tables = dict(ear._cells(script)), ear._following()
    return compiled.Ear(*tables), plain_ear.Ear(*tables)


WRITTEN = {
    script: st.text([*sorted({letter for run in runs for letter in run}), "Å"], min_size=1, max_size=ear.LONGEST_NAME)
    for script, runs in TABLES.items()
}
SPELT = st.text("abcdefghijklmnopqrstuvwxyz^éж", min_size=1, max_size=ear.LONGEST_NAME)


@pytest.mark.parametrize("script", TABLES)
@given(data=st.data(), latin=SPELT, most=st.integers(0, 30))
def test_both_twins_say_the_same(script: str, data: st.DataObject, latin: str, most: int) -> None:
    compiled, plain = twins(script)
    word = data.draw(WRITTEN[script])
    found = compiled.spellings(word, most)
    assert found == plain.spellings(word, most)
    for spelt in (latin, *found[:1]):
        if len(spelt) <= ear.LONGEST_NAME:
            assert compiled.together(word, spelt) == plain.together(word, spelt)
            assert compiled.usual(spelt) == plain.usual(spelt)


def test_the_compiled_twin_refuses_what_it_has_no_room_for() -> None:
    compiled, _ = twins("Grek")
    for wrong in (
        lambda: compiled.spellings("α" * 25, 1),
        lambda: compiled.spellings("", 1),
        lambda: compiled.usual(""),
    ):
        with pytest.raises(ValueError, match="LONGEST_NAME"):
            wrong()
    with pytest.raises(TypeError):
        compiled.usual(3)
    for cell in ("a", "a:", "é:3", "a:3;b:4", "seventh:7", 7):
        with pytest.raises(ValueError, match="decibans"):
            type(compiled)({"α": cell}, {}).spellings("α", 1)
    with pytest.raises(ValueError, match="one by one"):
        type(compiled)({}, {"": (1, "ab:3")})


@pytest.mark.parametrize("script", TABLES)
def test_each_table_says_how_likely_runs_and_pieces_are(script: str) -> None:
    cells = (one for cell in TABLES[script].values() for one in cell.split(" "))
    shares = [10 ** (-int(one.rpartition(":")[2]) / 10) for one in cells]
    assert 0.8 < math.fsum(shares) <= 1.05  # rounded; what is rare is left out


def test_what_follows_two_letters_is_likely_altogether() -> None:
    for before, (_, cell) in ear._following().items():
        assert math.fsum(10 ** (-cost / 10) for _, cost in plain_ear._costs(cell)) < 1.2, before
        assert len(before) <= plain_ear.BEFORE


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
