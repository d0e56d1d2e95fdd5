from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name
from gazetteer.sources.table import read_table
from gazetteer.sources.tally import Tally

HEADER = "id\tname\tkind\tlang\trole\tcountry\tweight\tvalid_from\tvalid_to\tsource\n"


def table(tmp_path: Path, text: str, name: str = "names.tsv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_rows_of_one_id_make_one_entity(tmp_path: Path) -> None:
    rows = (
        "x:1\tKyiv\tplace\ten\tcanonical\tua\t3000000\t\t\tlist\nx:2\tOther\nx:1\tКиїв\t\tuk\tofficial\t\t\t1918\t\t\n"
    )
    first, second = read_table(table(tmp_path, HEADER + rows))
    assert first.entity == Entity("x:1", "place", "", "UA", 3_000_000)
    assert first.names == (
        Name("Kyiv", "en", "Latn", "canonical", "list"),
        Name("Київ", "uk", "Cyrl", "official", "", 1918),
    )
    assert second.entity.kind == "place"


def test_refused_rows_are_counted_and_named(tmp_path: Path) -> None:
    rows = (
        "x:1\tGood\n\tNo id\nx:2\t\nx:3\tBad kind\tplanet\n"
        "x:4\tBad role\tplace\t\tking\n"
        ""
        "x:5\tBad weight\tplace\t\t\t\tmany\n"
        "x:6\tBad year\tplace\t\t\t\t\t12.5\nx:7\tNegative\tplace\t\t\t\t-4\n"
    )
    report = Tally()
    assert [record.entity.id for record in read_table(table(tmp_path, HEADER + rows), report)] == ["x:1"]
    assert (report.read, report.kept, report.refused_rows) == (8, 1, 7)
    assert report.problems[0].startswith('names.tsv, line 3: column "id" is empty; give every row an id')
    assert 'names.tsv, line 5: column "kind" has an unknown value; "planet" is none of place, person, org.' in (
        report.problems
    )


def test_csv_with_quotes_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, '\ufeffName,ID\r\n"Smith, John",p:1\r\n', "names.csv")
    (record,) = read_table(path, kind="person")
    assert record.names[0].text == "Smith, John"
    assert record.entity.kind == "person"


def test_json_lines_are_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        '{"id": "o:1", "name": "Acme", "kind": "org", "same_as": ["wd:Q5"], "lang": null}\n\n',
        "n.jsonl",
    )
    (record,) = read_table(path)
    assert record.entity == Entity("o:1", "org", same_as=("wd:Q5",))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tsv", b"id\tlabel\nx\ty\n", 'a.tsv, line 1: there is no column "name"'),
        ("a.tsv", b"", 'there is no column "id"'),
        ("a.tsv", b"id\tname\nx\tcaf\xe9\n", "a.tsv, line 2: this is not UTF-8"),
        ("a.jsonl", b"{nope\n[7]\n", "a.jsonl: this is not a table of names: 2 rows were read and none fits"),
        ("a.jsonl", b"[1]\n", "the line is no JSON object"),
        ("a.tsv", b"#gazetteer\t[]\nid\tname\n", 'begins with "#gazetteer" is damaged; export the file again'),
        ("a.tsv", b"<!DOCTYPE html><html>\n", "a.tsv"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        list(read_table(path))
    assert message in str(caught.value)


def test_a_line_that_is_no_json_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    tally = Tally()
    records = list(read_table(table(tmp_path, '{"id": "x:1", "name": "Good"}\n{"id": \n', "n.jsonl"), tally))
    assert [record.entity.id for record in records] == ["x:1"]
    assert (tally.read, tally.kept) == (2, 1)
    assert tally.problems == ["n.jsonl, line 2: the line is no JSON object; one object a line is what is read."]


def test_a_table_may_be_compressed_and_have_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "names.csv.gz"
    path.write_bytes(gzip.compress('id;name;lang\nx:1;"Київ; місто";uk\n'.encode()))
    (record,) = read_table(path)
    assert (record.names[0].text, record.names[0].lang) == ("Київ; місто", "uk")


def test_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    tally = Tally()
    assert list(read_table(table(tmp_path, "id\tname\nx:1\tA\tB\n"), tally)) == []
    assert tally.refused == {"there are more cells than columns": 1}


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    (record,) = read_table(table(tmp_path, "id\tname\nx:1\t" + "a" * 300_000 + "\n"))
    assert len(record.names[0].text) == 300_000


def test_names_without_a_source_get_the_one_of_the_table(tmp_path: Path) -> None:
    rows = "id\tname\tsource\nx:1\tA\t\nx:1\tB\tlist\n"
    (record,) = read_table(table(tmp_path, rows), source="names")
    assert [name.source for name in record.names] == ["names", "list"]


def test_the_first_row_that_fills_a_cell_decides_it(tmp_path: Path) -> None:
    rows = "id\tname\tkind\tweight\nx:1\tA\t\t\nx:2\tB\t\t\nx:1\tC\torg\t7\nx:1\tD\tperson\t9\n"
    first, _ = read_table(table(tmp_path, rows))
    assert (first.entity.kind, first.entity.weight) == ("org", 7)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.tsv: cannot be read"):
        list(read_table(tmp_path / "none.tsv"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=12))
def test_any_cells_are_kept_or_refused_with_a_count(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    report = Tally()
    try:
        records = list(read_table(table(folder, HEADER + "\t".join(cells) + "\n" + "x:1\tlast\n"), report))
    except SourceError:
        return
    assert report.read == report.kept + report.refused_rows
    assert records[-1].names[-1].text == "last"


def test_a_large_table_takes_time_in_proportion(tmp_path: Path) -> None:
    rows = "".join(f"x:{number % 4000}\tname {number}\n" for number in range(20_000))
    started = time.process_time()
    assert len(list(read_table(table(tmp_path, "id\tname\n" + rows)))) == 4000
    assert time.process_time() - started < 10  # a second here; a minute if every id searched all rows
