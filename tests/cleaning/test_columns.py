"""Columns of a table: what is added, and that nothing else changes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning.columns import ADDED, Answer, Tally, add_answers, of_cleaned, of_resolution, remembering
from normalizer.errors import SourceError, UsageError


def upper(cells: Sequence[str]) -> list[Answer]:
    return [Answer(cell.upper(), "x:1", 0.5, "match", 'a "reason", with signs') for cell in cells]


def run(text: str, form: str, *columns: str, delimiter: str | None = None) -> tuple[str, Tally]:
    lines, tally = add_answers(io.StringIO(text, newline="\n"), form, columns, upper, name="file", delimiter=delimiter)
    return "".join(lines), tally


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_and_the_line_ends_are_kept(delimiter: str, end: str) -> None:
    text = f'name{delimiter}"n"{end}"a{delimiter}b"{delimiter}1{end}c{delimiter} 2{end}'
    out, tally = run(text, "csv", "name")
    assert tally == Tally(2, 2, 0, 0)
    assert [line[: len(old)] for line, old in zip(out.split(end), text.split(end), strict=True)] == text.split(end)
    rows = list(csv.DictReader(io.StringIO(out, newline=""), delimiter=delimiter))
    assert [row["name_canonical"] for row in rows] == [f"A{delimiter}B", "C"]
    assert rows[0]["name_reason"] == 'a "reason", with signs'


def test_a_cell_of_several_lines_stays_one_cell() -> None:
    out, _ = run('name,n\n"a\nb",1\n', "csv", "name")
    assert out.startswith('name,n,name_canonical,name_id,name_score,name_status,name_reason\n"a\nb",1,"A\nB",x:1,0.5,')


def test_rows_that_are_not_what_the_header_promises_are_counted_and_passed_on() -> None:
    out, tally = run("name,n\na\n\nb,1,2\nc,1\n", "csv", "name")
    lines = out.split("\n")
    assert lines[1:4] == ["a", "", "b,1,2"]
    assert lines[4].startswith("c,1,C,")
    assert (tally.rows, tally.ragged, tally.first_ragged) == (4, 2, 2)


def test_a_byte_order_mark_is_kept_and_is_no_part_of_the_name() -> None:
    out, _ = run("\ufeffname\na\n", "csv", "name")
    assert out.startswith("\ufeffname,name_canonical")


def test_a_column_can_be_given_by_its_number() -> None:
    out, _ = run("n,name\n1,a\n", "csv", "2")
    assert "2_canonical" in out.split("\n")[0]
    assert ",A," in out


def test_a_missing_column_is_told_with_those_that_are_there() -> None:
    with pytest.raises(UsageError, match=r"file: there is no column 'town'; the columns are 'name', 'n'"):
        run("name,n\n", "csv", "town")
    with pytest.raises(UsageError, match="empty"):
        run("", "csv", "town")
    with pytest.raises(UsageError, match=r"no object has a key 'town'; the keys are 'name'"):
        run('{"name": "a"}\n', "jsonl", "town")


def test_a_column_is_not_added_twice() -> None:
    with pytest.raises(UsageError, match="already"):
        run("name,name_id\n", "csv", "name")
    with pytest.raises(UsageError, match="already"):
        run('{"name": "a", "name_id": 1}\n', "jsonl", "name")


def test_a_quotation_mark_that_is_never_closed_swallows_no_more_than_a_cell() -> None:
    text = 'name\n"' + "a\n" * 600_000
    with pytest.raises(SourceError, match="line 2"):
        run(text, "csv", "name")


def test_objects_keep_their_form_and_get_keys() -> None:
    text = '{"name":"Київ", "n": 1.50}\r\n{}\nno json\n{"name": 3}\n{"name": null}'
    out, tally = run(text, "jsonl", "name")
    lines = out.split("\n")
    assert lines[0].startswith('{"name":"Київ", "n": 1.50, "name_canonical": "КИЇВ", "name_id": "x:1"')
    assert lines[0].endswith("}\r")
    assert json.loads(lines[1])["name_canonical"] == ""
    assert lines[2:4] == ["no json", '{"name": 3}']
    assert (tally.rows, tally.ragged, tally.first_ragged) == (5, 2, 3)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_table_comes_back_with_its_cells_and_the_answers(rows: list[tuple[str, str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "n"), *rows])
    out, tally = run(written.getvalue(), "csv", "name", delimiter=delimiter)
    read = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter))
    assert tally.ragged == 0
    assert read[0] == ["name", "n", *(f"name_{part}" for part in ADDED)]
    assert [tuple(row[:3]) for row in read[1:]] == [(a, b, a.upper()) for a, b in rows]


def test_each_distinct_cell_is_asked_for_once() -> None:
    asked: list[str] = []

    def answers(cells: Sequence[str]) -> list[Answer]:
        asked.extend(cells)
        return upper(cells)

    ask = remembering(answers)
    assert [a.canonical for a in ask(["a", "b", "a"])] == ["A", "B", "A"]
    ask(["b", "c"])
    assert asked == ["a", "b", "c"]


def test_only_a_match_has_a_canonical_form(small: Normalizer) -> None:
    assert of_resolution(small.lookup("Lugansk"))[:2] == ("Luhansk", "gn:702658")
    unknown = of_resolution(small.lookup("Qqqqqq"))
    assert (unknown.canonical, unknown.id, unknown.status) == ("", "", "unknown")


def test_a_text_in_a_cell_is_cleaned(small: Normalizer) -> None:
    answer = of_cleaned(small.clean("From Lugansk to Kyiv"))
    assert (answer.canonical, answer.status, answer.reason) == ("From Luhansk to Kyiv", "changed", "Lugansk → Luhansk")
    assert answer.id.split() == ["gn:702658", "gn:703448"]
