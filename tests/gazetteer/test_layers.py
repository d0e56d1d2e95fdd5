"""Several gazetteers asked as one: which of them wins, and what a file of changes does to those below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.errors import FormatError
from gazetteer.layers import HIDES, known_record, open_layers
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer.build import build_records

CITY = Entity("gn:1", "place", "city", "UA", 1000, ("wd:Q1",))
LOWER = Record(CITY, (Name("Kiev", "en", "Latn", "canonical", "a"), Name("Київ", "uk", "Cyrl", source="a")))


def built(folder: Path, name: str, *records: Record, **facts: object) -> Path:
    build_records(folder / name, records, facts=facts, complete=True)
    return folder / name


def texts(file: Gazetteer, identifier: str) -> list[str]:
    number = file.find(identifier)
    assert number is not None
    return [name.text for name in file.names(number)]


def test_one_file_is_opened_as_it_is(tmp_path: Path) -> None:
    (file,) = open_layers([built(tmp_path, "a.gaz", LOWER)])
    with file:
        assert type(file) is Gazetteer


def test_later_files_come_first_and_earlier_names_are_not_lost(tmp_path: Path) -> None:
    upper = Record(Entity("wd:Q1", "place", "city", "UA", 7), (Name("Kyiv", "en", "Latn", "canonical", "b"),))
    lower, higher = open_layers([built(tmp_path, "a.gaz", LOWER), built(tmp_path, "b.gaz", upper)])
    with lower, higher:
        assert texts(lower, "gn:1") == texts(higher, "wd:Q1") == ["Kyiv", "Kiev", "Київ"]
        assert lower.entity(0).weight == higher.entity(0).weight == 7
        assert [record.entity.id for file in (lower, higher) for record in file.records()] == ["wd:Q1", "wd:Q1"]


def test_changes_follow_what_is_known_and_hide_what_they_list(tmp_path: Path) -> None:
    changes = Record(CITY, (Name("Kyjiw", "de", "Latn", source="c"),))
    hidden = {HIDES: [[["gn:1"], "Kiev", "en", "canonical"], [["gn:404"], "x", "", "alternate"]]}
    lower, higher = open_layers([built(tmp_path, "a.gaz", LOWER), built(tmp_path, "c.gaz", changes, **hidden)])
    with lower, higher:
        assert texts(lower, "gn:1") == texts(higher, "gn:1") == ["Київ", "Kyjiw"]
        assert not [p for p in lower.exact("kiev").postings if not p.schemes]
        assert not lower.near("kiew", 1).postings or all(
            lower.name(p.name_no).text != "Kiev" for p in lower.near("kiew", 1).postings
        )
        assert all(lower.name(number).text != "Kiev" for _, number in lower.near_names("kiew", 1)[0])
        assert [text for _, text in lower.spellings(0, ("Latn", "Cyrl"))] == ["Київ"]
        start, stop = lower.span("kiev", "part")
        assert all(lower.name(number).text != "Kiev" for number, _ in lower.leads(start, stop))


def test_a_file_that_cannot_be_opened_closes_the_others(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no gazetteer"):
        open_layers([built(tmp_path, "a.gaz", LOWER), tmp_path / "none.gaz"])


def test_what_is_known_is_asked_of_all_files(tmp_path: Path) -> None:
    other = Record(Entity("x:2", "place"), (Name("Elsewhere", "", "Latn"),))
    files = open_layers([built(tmp_path, "a.gaz", LOWER), built(tmp_path, "b.gaz", other)])
    assert known_record(files, ("y:0", "wd:Q1")) == LOWER
    assert known_record(files, ("y:0",)) is None
    for file in files:
        file.close()
