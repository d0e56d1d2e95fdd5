"""The two shapes in which most sources come: one JSON object a line, and cells under a header.

Readers of such sources differ in what they make of a row, and agree in everything before that: how a row is
counted, what is wrong with it, and when a file is taken for one of another format. So that is said once, here.
A row that is not of its shape is refused and counted; when nothing has fitted for `TRIED_ROWS` rows, or by the
end of the file, the file is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from gazetteer.errors import SourceError
from gazetteer.model import Name, Role
from gazetteer.scripts import script_of
from gazetteer.sources.tally import TRIED_ROWS, Tally

LONGEST_NAME = 1000
"""Code points of a name. GeoNames allows 400, the longest official names of states have some 200; what is longer
is a text that slipped into the column."""


class PlacedLines(Protocol):
    """Lines that know where they stand; those of `opening` are such."""

    @property
    def name(self) -> str:
        """What the file is called in messages."""

    @property
    def where(self) -> str:
        """File and line, as messages begin."""

    def __iter__(self) -> Iterator[str]: ...

    def __next__(self) -> str: ...


class Again:
    """Lines with one that was already taken given first again."""

    def __init__(self, lines: PlacedLines, first: str) -> None:
        self.name, self._lines, self._all = lines.name, lines, chain([first], lines)

    @property
    def where(self) -> str:
        """File and line, as messages begin."""
        return self._lines.where

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._all)


def json_objects(lines: PlacedLines, tally: Tally, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Objects, one a line; each is counted as read, and it is the caller's to count it as kept or refused.

    Args:
        lines: of an opened file. Empty ones are no rows, and so are the brackets and commas of an array that
            has one object a line.
        tally: the counts of the source.
        what: the name of the format, for the message about a file that is none.

    Yields:
        (where the line stands, the object).

    Raises:
        SourceError: nothing in the file is such an object.
    """
    for line in lines:
        text = line.strip().removesuffix(",")
        if text in ("", "[", "]"):
            continue
        tally.read += 1
        try:
            row = json.loads(text)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield lines.where, row
        else:
            tally.refuse(lines.where, "the line is no JSON object", "one object a line is what is read.")
        refuse_foreign(tally, lines.name, what, TRIED_ROWS)
    refuse_foreign(tally, lines.name, what)


def refuse_foreign(tally: Tally, name: str, what: str, at_least: int = 1) -> None:
    """Stop at a file in which nothing fits.

    Raises:
        SourceError: at least so many rows were read, and each of them was refused.
    """
    if tally.read >= at_least and tally.nothing_fits:
        first = f" ({tally.problems[0].removesuffix('.')})" if tally.problems else ""
        raise SourceError(
            f"{name}: this is not {what}: {tally.read:,} rows were read and none fits{first}; "
            "give another file, or name its format (FORMAT:FILE)."
        )


def header_of(lines: PlacedLines, delimiter: str, required: Sequence[str], what: str) -> list[str]:
    """The column names of the first line, in lower case.

    Raises:
        SourceError: there is no line, or a required column is missing.
    """
    columns = [cell.strip().lower() for cell in split_line(next(lines, ""), delimiter)]
    missing = [column for column in required if column not in columns]
    if missing:
        raise SourceError(
            f'{lines.name}, line 1: there is no column "{missing[0]}"; the first line of {what} names the columns, '
            f"{', '.join(required)} are required."
        )
    return columns


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line: quoted where the delimiter is no tab, as they are where it is one."""
    if delimiter == "\t":
        return line.split("\t")
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def cells(
    lines: PlacedLines, columns: Sequence[str], delimiter: str, tally: Tally
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rows by column; each is counted as read. Missing cells at the end of a row are empty, empty rows are none.

    Yields:
        (where the row stands, its cells by column, stripped).
    """
    rows = _tabbed(lines) if delimiter == "\t" else _quoted(lines, delimiter, tally)
    width = len(columns)
    for where, row in rows:
        if not any(map(str.strip, row)):
            continue
        tally.read += 1
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            tally.refuse(where, "there are more cells than columns", "a delimiter too many, or a quote too few.")
            continue
        padded = [*map(str.strip, row), *[""] * (width - len(row))]
        yield where, dict(zip(columns, padded, strict=False))


def _tabbed(lines: PlacedLines) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        yield lines.where, line.split("\t")


def _quoted(lines: PlacedLines, delimiter: str, tally: Tally) -> Iterator[tuple[str, list[str]]]:
    """Rows that may run over several lines; csv's own limit of a field is far below what is read elsewhere."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            tally.read += 1
            tally.refuse(lines.where, "the quoting is broken", f"{error}.")
            continue
        if row is None:
            return
        yield lines.where, row


def list_cell(cell: str, delimiter: str = ";") -> list[str]:
    """The values of a cell that is itself a line of values, quoted where one holds the delimiter.

    Example:
        >>> list_cell('Acme;"Smith; Sons"')
        ['Acme', 'Smith; Sons']
    """
    if '"' not in cell:
        values = cell.split(delimiter)
    else:
        try:
            values = next(csv.reader(io.StringIO(cell), delimiter=delimiter), [])
        except csv.Error:
            values = cell.split(delimiter)
    return [value.strip() for value in values if value.strip()]


def texts(value: object) -> list[str]:
    """The strings in a JSON value that is a string or a list; anything else in it is no name.

    Example:
        >>> texts(["Kyiv", 3, " ", {"id": "x"}]), texts("Lviv"), texts(None)
        (['Kyiv'], ['Lviv'], [])
    """
    values = value if isinstance(value, list) else [value]
    return [text for item in values if isinstance(item, str) and (text := item.strip())]


def name_of(
    text: str,
    source: str,
    lang: str = "",
    role: Role = "alternate",
    *,
    start: int | None = None,
    end: int | None = None,
) -> Name | None:
    """A name with its script; None for what cannot be one (empty, or far too long).

    Example:
        >>> name_of(" Київ  ", "atlas", "uk").script
        'Cyrl'
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_NAME:
        return None
    return Name(plain, lang, script_of(plain), role, source, start, end)


def distinct(names: Iterable[Name | None]) -> tuple[Name, ...]:
    """Each name once, in order."""
    return tuple(dict.fromkeys(name for name in names if name is not None))
