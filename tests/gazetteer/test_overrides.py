from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name, Record
from gazetteer.overrides import Override, apply_overrides, corrected, read_overrides, splits


def rows(tmp_path: Path, *lines: str) -> tuple[Override, ...]:
    path = tmp_path / "o.tsv"
    path.write_text("# a comment\naction\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n" + "\n".join(lines))
    return read_overrides(path)


def place(*names: Name, identifier: str = "gn:1") -> Record:
    return Record(Entity(identifier, "place", "city"), names)


def test_a_role_row_marks_every_spelling_that_folds_the_same(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "role\tgn:1\tOldtown\ten\tformer\t1900\t1950\ta law")
    record = corrected(
        place(Name("Newtown"), Name("Oldtown"), Name("OLD-TÓWN"), Name("oldtown", role="generated")), [row]
    )
    assert [(n.text, n.role, n.valid_from, n.valid_to) for n in record.names] == [
        ("Newtown", "alternate", None, None), ("Oldtown", "former", 1900, 1950),
        ("OLD-TÓWN", "former", 1900, 1950),
        ("oldtown", "generated", None, None),
    ]  # fmt: skip


def test_a_role_row_adds_the_name_where_it_is_missing_and_leaves_other_languages(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "role\tgn:1\tОлд\tuk\tformer\t1900\t\ta law")
    record = corrected(place(Name("Олд", "ru", "Cyrl", "former")), [row])
    assert [(n.text, n.lang, n.role, n.source) for n in record.names] == [
        ("Олд", "ru", "former", ""), ("Олд", "uk", "former", "overrides")
    ]  # fmt: skip


def test_only_the_spelling_of_the_row_becomes_canonical(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "canonical\tgn:1\tZurich\ten\t\t\t\tan atlas")
    record = corrected(place(Name("Zürich")), [row])
    assert [(n.text, n.role) for n in record.names] == [("Zürich", "alternate"), ("Zurich", "canonical")]


def test_a_blocked_name_goes_in_all_its_spellings(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "block\tgn:1\tWrong\t\t\t\t\tnot this one")
    assert [n.text for n in corrected(place(Name("Right"), Name("wrong"), Name("Wröng")), [row]).names] == ["Right"]


def test_merged_entities_are_one_under_the_id_of_the_row(tmp_path: Path) -> None:
    corrections = rows(
        tmp_path,
        "merge\tiso:UA-43\twd:Q1\t\t\t\t\tISO 3166-2",
        "add\tiso:UA-43\tMore\ten\tshort\t\t\tan atlas",
    )
    records = [place(Name("A"), identifier="wd:Q1"), place(Name("B"), identifier="gn:2")]
    other, merged = apply_overrides(records, corrections)
    assert other.entity.id == "gn:2"
    assert (merged.entity.id, merged.entity.same_as) == ("iso:UA-43", ("wd:Q1",))
    assert [n.text for n in merged.names] == ["A", "More"]


def test_rows_that_meet_no_entity_are_reported(tmp_path: Path) -> None:
    corrections = rows(tmp_path, "add\tgn:9\tX\t\t\t\t\ts", "merge\tgn:1\tgn:8\t\t\t\t\ts", "add\tgn:1\tY\t\t\t\t\ts")
    unused: list[Override] = []
    list(apply_overrides([place(Name("A"))], corrections, unused))
    assert [row.line for row in unused] == [3, 4]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("add\tgn:1\tX", "line 3: there are 3 columns"),
        ("move\tgn:1\tX\t\t\t\t\ts", '"move" is no action'),
        ("add\tgn:1\tX\t\tking\t\t\ts", '"king" is no role'),
        ("add\tgn:1\tX\t\t\tlong ago\t\ts", "are years"),
        ("add\tgn:1\tX\t\t\t\t\t", "source are needed"),
    ],
)
def test_a_row_that_is_wrong_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        rows(tmp_path, line)
    assert message in str(caught.value)


def test_the_table_of_the_package_is_well_formed_and_has_no_contradiction() -> None:
    overrides = read_overrides()
    assert len(overrides) > 100
    keys = [(row.id, row.name, row.lang, row.action) for row in overrides]
    assert len(keys) == len(set(keys))
    for row in overrides:
        assert row.role != "former" or row.valid_to is not None
        if row.valid_from and row.valid_to:
            assert row.valid_from < row.valid_to


def test_a_pinned_form_is_the_only_canonical_one_in_its_language(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "pin\tgn:1\tKyiv\t\t\t\t\tmy house")
    record = corrected(
        place(Name("Kiev", "en", "Latn", "canonical"), Name("Kiew", "de", "Latn", "canonical"), Name("Kyiv")), [row]
    )
    assert [(n.text, n.lang, n.role) for n in record.names] == [
        ("Kiev", "en", "alternate"), ("Kiew", "de", "canonical"), ("Kyiv", "en", "canonical")
    ]  # fmt: skip


def test_splits_are_for_the_merge_and_entities_are_found_by_any_id(tmp_path: Path) -> None:
    corrections = rows(tmp_path, "split\tgn:1\twd:Q9\t\t\t\t\tanother", "add\twd:Q1\tMore\t\t\t\t\tan atlas")
    assert splits(corrections) == (("gn:1", "wd:Q9"),)
    record = Record(Entity("gn:1", "place", same_as=("wd:Q1",)), (Name("A"),))
    unused: list[Override] = []
    (changed,) = apply_overrides([record], corrections, unused)
    assert ([n.text for n in changed.names], unused) == (["A", "More"], [])
