"""Lists of names to be joined: tables (CSV, TSV, JSON Lines) with the columns that hold them, or names one a line.

Unlike a text filter, a join cannot pass on what it does not understand: a row in the wrong shape has the wrong name in
it. So whatever is odd is refused with its place: bytes that are not UTF-8, a row longer than the header, a column that
is not there. All other columns are carried along as they stand.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from normalizer.cli.streams import STDIN, name_lines
from normalizer.errors import NormalizerError, SourceError, UsageError
from normalizer.policy import KINDS, check_country

NAME = "name"  # the column that is taken when none is named
_DELIMITERS = ",;\t|"
_OBJECTS = (".jsonl", ".ndjson")

Form = Literal["csv", "tsv", "jsonl", "lines"]


class List(NamedTuple):
    """A table: its columns, its rows as values in this order, and for each row (name, country, kind).

    form: "csv", "tsv", "jsonl", or "lines" for names one a line.
    """

    form: Form
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    names: list[tuple[str, str, str]]


class Columns(NamedTuple):
    """The names of the columns that hold names, countries and kinds; "" for none."""

    name: str
    country: str = ""
    kind: str = ""


def read_list(name: str, columns: str | None = None) -> List:
    """A list of names.

    Args:
        name: a file, or - for standard input. columns: "NAME[:COUNTRY][:KIND]"; None for the column "name", or the
            only one.
    Raises:
        SourceError: the file cannot be read or a row not be understood. UsageError: a column is not there.
    """
    where = "standard input" if name == STDIN else name
    lines = name_lines(name)
    first = next((line for line in lines if line.strip()), "")
    form = _form(name, first, columns)
    if form == "lines":
        names = [line for line in (first, *lines) if line.strip()]
        return List(form, (NAME,), [(one,) for one in names], [(one, "", "") for one in names])
    header, rows = _objects(first, lines, where) if form == "jsonl" else _table(form, first, lines, where)
    return List(form, header, rows, _names(header, rows, _chosen(columns, header, where), where))


def _form(name: str, first: str, columns: str | None) -> Form:
    suffix = PurePath(name).suffix.lower()
    if suffix in _OBJECTS or (suffix not in (".csv", ".tsv") and first.lstrip().startswith("{")):
        return "jsonl"
    if suffix in (".csv", ".tsv"):
        return "csv" if suffix == ".csv" else "tsv"
    if columns is None:
        return "lines"
    return "tsv" if "\t" in first else "csv"


def _table(form: Form, first: str, lines: Iterator[str], where: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Header and rows; short rows are filled up, empty lines left out."""
    if form == "tsv":
        split: Iterator[tuple[int, tuple[str, ...]]] = (
            (number, tuple(line.split("\t"))) for number, line in enumerate((first, *lines), 1) if line
        )
    else:
        split = _comma_separated(first, lines, where)
    _, header = next(split, (1, ()))
    if not any(header):
        raise SourceError(f"{where}: there is no header line; give a table whose first line names its columns.")
    rows = []
    for number, cells in split:
        if len(cells) > len(header):
            raise SourceError(
                f"{where}, line {number}: {len(cells)} cells where the header has {len(header)}; put quotes around a "
                "cell that holds the delimiter, or give the missing column a name."
            )
        rows.append((*cells, *[""] * (len(header) - len(cells))))
    return header, rows


def _comma_separated(first: str, lines: Iterator[str], where: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    csv.field_size_limit(sys.maxsize)  # names are short, what is carried along need not be
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader((line + "\n" for line in (first, *lines)), delimiter=delimiter)
    try:
        yield from ((reader.line_num, tuple(cells)) for cells in reader if cells)
    except csv.Error as error:
        raise SourceError(f"{where}, line {reader.line_num}: cannot be read as a table ({error}).") from None


def _objects(first: str, lines: Iterator[str], where: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    found: list[dict[str, Any]] = []
    columns: dict[str, None] = {}
    for number, line in enumerate((first, *lines), 1):
        if line.strip():
            try:
                one = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise SourceError(f"{where}, line {number}: this is no JSON object ({error}).") from None
            if not isinstance(one, dict):
                raise SourceError(f"{where}, line {number}: this is no JSON object; give one object a line.")
            columns.update(dict.fromkeys(one))
            found.append(one)
    return tuple(columns), [tuple(one.get(column) for column in columns) for one in found]


def _chosen(columns: str | None, header: Sequence[str], where: str) -> Columns:
    """The columns that are meant; a name with a colon in it may be one."""
    if columns is None:
        if NAME in header or len(header) == 1:
            return Columns(NAME if NAME in header else header[0])
        raise UsageError(
            f"{where}: which column holds the names? Give --columns NAME[:COUNTRY][:KIND]; there are {_listed(header)}."
        )
    if columns in header:
        return Columns(columns)
    name, *others = columns.split(":")
    for column in (name, *filter(None, others)):
        if column not in header:
            raise UsageError(f"{where}: there is no column {column!r}; there are {_listed(header)}.")
    if len(others) > 2:
        raise UsageError(f"--columns {columns!r} names more than three columns; give NAME[:COUNTRY][:KIND].")
    return Columns(name, *others)


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(column) for column in header) or "none"


def _names(
    header: Sequence[str], rows: list[tuple[Any, ...]], chosen: Columns, where: str
) -> list[tuple[str, str, str]]:
    at = [header.index(column) if column else None for column in (*chosen, "", "")[:3]]
    found = []
    for number, row in enumerate(rows, 1):
        name, country, kind = ("" if place is None else text_of(row[place]) for place in at)
        try:
            country = check_country(country.strip() or None) or ""
        except NormalizerError as error:
            raise SourceError(f"{where}, row {number}: {error}") from None
        kind = kind.strip().lower()
        if kind and kind not in KINDS:
            raise SourceError(f"{where}, row {number}: kind {kind!r} is none of {', '.join(KINDS)}; leave it empty.")
        found.append((name, country, kind))
    return found


def text_of(value: object) -> str:
    """A cell as text: JSON has other values, too.

    >>> text_of(None), text_of("Kyiv"), text_of(7), text_of(["a"])
    ('', 'Kyiv', '7', '["a"]')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
