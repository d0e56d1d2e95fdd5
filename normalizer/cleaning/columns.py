"""Columns of a table: answers are added to each row, and what was there stays as it was, to the byte.

A row is read to learn its cells, and then written as it was read, with the new cells before its line end. So the
dialect of the file (delimiter, quotation marks, line ends, odd spacing) is kept where nothing changes and followed
where something is added. Rows are answered some hundred at a time, so a file of any length takes bounded memory.

A row that is not what the header promises (fewer or more cells, a line that is no JSON object) has no place for the
answers: it is counted and passed on unchanged.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, Protocol

from normalizer.errors import SourceError, UsageError
from normalizer.explain import step_sentence
from normalizer.result import Cleaned, Resolution

ADDED = ("canonical", "id", "score", "status", "reason")
"""What is added for a column, as COLUMN_canonical and so on."""
FORMATS = ("csv", "tsv", "jsonl")
ROWS_AT_ONCE = 512
"""Rows that are answered together: enough for a batch to pay, few enough to see a pipe move."""
REMEMBERED = 100_000
"""Distinct cells whose answers are kept for the next rows; about 60 MB when it is full."""
DELIMITERS = ",;\t|"
MAX_CELL = 1 << 20
"""Characters of one cell. A quotation mark that is never closed would otherwise swallow the rest of the file."""
_BOM = "\ufeff"


class Answer(NamedTuple):
    """What is added for one cell; `score` is None when there is none."""

    canonical: str = ""
    id: str = ""
    score: float | None = None
    status: str = ""
    reason: str = ""


Answers = Callable[[Sequence[str]], Sequence[Answer]]
"""Distinct cells -> their answers, in their order."""


@dataclass(slots=True)
class Tally:
    """What became of the rows."""

    rows: int = 0
    matched: int = 0
    ragged: int = 0
    first_ragged: int = 0

    def irregular(self, number: int) -> None:
        """Count a row that is passed on as it is; `number` is its line."""
        self.ragged += 1
        self.first_ragged = self.first_ragged or number


def of_resolution(resolution: Resolution) -> Answer:
    """The cells for a name that was looked up; only a match has a canonical form and an id.

    >>> of_resolution(Resolution("Xyz", "unknown"))
    Answer(canonical='', id='', score=0.0, status='unknown', reason='no name is near')
    """
    found = resolution.candidates
    score = round(resolution.score, 4)
    if resolution.status == "match":
        reasons = "; ".join(step_sentence(step) for step in found[0].steps)
        return Answer(found[0].canonical, found[0].entity.id, score, "match", reasons)
    names = ", ".join(f"{c.canonical} ({c.entity.id})" for c in found[:3])
    near = f"not sure enough; near: {names}" if found else "no name is near"
    return Answer("", "", score, resolution.status, names if resolution.status == "ambiguous" else near)


def of_cleaned(cleaned: Cleaned) -> Answer:
    """The cells for a text that was cleaned: the text, the ids in it, the least score of a change, the changes."""
    ids = dict.fromkeys(m.resolution.entity.id for m in cleaned.mentions if m.resolution and m.resolution.entity)
    scores = [m.resolution.score for m in cleaned.changes if m.resolution]
    changes = dict.fromkeys(f"{m.surface} → {m.replacement}" for m in cleaned.changes)
    score = round(min(scores), 4) if scores else None
    return Answer(cleaned.text, " ".join(ids), score, "changed" if changes else "same", "; ".join(changes))


def remembering(answers: Answers) -> Answers:
    """The same answers, each distinct cell asked for once as long as it is remembered."""
    known: dict[str, Answer] = {}

    def ask(cells: Sequence[str]) -> list[Answer]:
        new = [cell for cell in dict.fromkeys(cells) if cell not in known]
        if len(known) + len(new) > REMEMBERED:
            known.clear()
            new = list(dict.fromkeys(cells))
        known.update(zip(new, answers(new), strict=True))
        return [known[cell] for cell in cells]

    return ask


class _Row(NamedTuple):
    """One row as it was read; `cells` are those of the wanted columns, None when the row has no place for answers."""

    raw: str
    cells: list[str] | None
    number: int


class _Table(Protocol):
    def header(self) -> str: ...

    def rows(self) -> Iterator[_Row]: ...

    def extended(self, row: _Row, answers: Sequence[Answer]) -> str: ...


def add_answers(
    lines: Iterable[str],
    form: str,
    columns: Sequence[str],
    answers: Answers,
    *,
    name: str,
    delimiter: str | None = None,
) -> tuple[Iterator[str], Tally]:
    """The lines of a table with the answers for some columns added.

    Args:
        lines: with their line ends, the header first (csv and tsv). form: "csv", "tsv" or "jsonl".
        columns: names from the header, or keys of the objects. answers: from distinct cells to their answers.
        name: of the file, for messages. delimiter: of the cells; None to see it from the header.

    Returns:
        The lines, to be drawn one by one, and the tally, complete when they are drawn.

    Raises:
        UsageError: a column is not there, or would be added twice. SourceError: a cell never ends.

    >>> table = ["name,n\\r\\n", "Lugansk,1\\r\\n"]
    >>> lines, tally = add_answers(table, "csv", ["name"], lambda cells: [Answer("Luhansk")] * len(cells), name="-")
    >>> list(lines)
    ['name,n,name_canonical,name_id,name_score,name_status,name_reason\\r\\n', 'Lugansk,1,Luhansk,,,,\\r\\n']
    """
    tally = Tally()
    table: _Table
    if form == "jsonl":
        table = _Objects(lines, columns, name)
    else:
        table = _Cells(lines, columns, name, "\t" if form == "tsv" and delimiter is None else delimiter)
    return _answered(table, remembering(answers), tally), tally


def _answered(table: _Table, ask: Answers, tally: Tally) -> Iterator[str]:
    header = table.header()
    if header:
        yield header
    rows = table.rows()
    while some := list(islice(rows, ROWS_AT_ONCE)):
        given = iter(ask([cell for row in some for cell in row.cells or ()]))
        for row in some:
            tally.rows += 1
            if row.cells is None:
                if row.raw.strip():
                    tally.irregular(row.number)
                yield row.raw
                continue
            found = [next(given) for _ in row.cells]
            tally.matched += any(answer.status in ("match", "changed") for answer in found)
            yield table.extended(row, found)


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


class _Cells:
    """CSV and TSV."""

    def __init__(self, lines: Iterable[str], columns: Sequence[str], name: str, delimiter: str | None) -> None:
        self._taken: list[str] = []
        self._name, self._columns = name, columns
        lines = iter(lines)
        first = next(lines, "")
        self._delimiter = delimiter or _delimiter_of(first, columns)
        csv.field_size_limit(MAX_CELL)
        self._reader = csv.reader(self._watched(first, lines), delimiter=self._delimiter)
        self._where: list[int] = []
        self._width = 0
        self._end = "\n"

    def _watched(self, first: str, lines: Iterator[str]) -> Iterator[str]:
        """The lines for the reader, which takes as many as a row has; they are kept to be written again."""
        if first:
            self._taken.append(first)
            yield first.removeprefix(_BOM)
        for line in lines:
            self._taken.append(line)
            yield line

    def _next(self) -> tuple[str, list[str], int] | None:
        self._taken.clear()
        before = self._reader.line_num
        try:
            cells = next(self._reader, None)
        except csv.Error as error:
            raise SourceError(
                f"{self._name}, line {before + 1}: the row cannot be read ({error}); is a quotation mark never "
                "closed there? Repair it, or double it where it is a part of the text."
            ) from None
        return None if cells is None else ("".join(self._taken), cells, before + 1)

    def header(self) -> str:
        read = self._next()
        if read is None:
            raise UsageError(f"{self._name}: the file is empty, so it has no column {self._columns[0]!r}.")
        raw, names, _ = read
        self._width, self._end = len(names), _line_end(raw) or "\n"
        self._where = [_position(column, names, self._name) for column in self._columns]
        added = [f"{column}_{part}" for column in self._columns for part in ADDED]
        _check_new(added, names, self._name)
        return self._put(raw, added)

    def rows(self) -> Iterator[_Row]:
        while (read := self._next()) is not None:
            raw, cells, number = read
            cut_short = not _line_end(raw) and raw.count('"') % 2  # the file ends inside quotation marks
            fits = len(cells) == self._width and not cut_short
            yield _Row(raw, [cells[at] for at in self._where] if fits else None, number)

    def extended(self, row: _Row, answers: Sequence[Answer]) -> str:
        return self._put(row.raw, ["" if v is None else str(v) for answer in answers for v in answer])

    def _put(self, raw: str, cells: Iterable[str]) -> str:
        end = _line_end(raw)
        body = raw[: len(raw) - len(end)]
        return self._delimiter.join([body, *(self._quoted(cell) for cell in cells)]) + end

    def _quoted(self, cell: str) -> str:
        if self._delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
            return '"' + cell.replace('"', '""') + '"'
        return cell


def _delimiter_of(header: str, columns: Sequence[str]) -> str:
    """The delimiter with which the header has most of the wanted columns, then most cells."""
    line = header.removeprefix(_BOM).rstrip("\r\n")

    def rank(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(column in cells for column in columns), len(cells)

    return max(DELIMITERS, key=rank)


def _position(column: str, names: Sequence[str], where: str) -> int:
    if column in names:
        return names.index(column)
    if column.isdigit() and 1 <= int(column) <= len(names):
        return int(column) - 1
    raise UsageError(
        f"{where}: there is no column {column!r}; the columns are {', '.join(map(repr, names))} "
        f"(or give a number from 1 to {len(names)})."
    )


def _check_new(added: Sequence[str], names: Iterable[str], where: str) -> None:
    twice = sorted(set(added) & set(names)) or sorted({name for name in added if added.count(name) > 1})
    if twice:
        raise UsageError(f"{where}: there is a column {twice[0]!r} already; rename or remove it first.")


class _Objects:
    """JSON lines."""

    def __init__(self, lines: Iterable[str], columns: Sequence[str], name: str) -> None:
        self._lines, self._columns, self._name = lines, columns, name
        self._keys = [f"{column}_{part}" for column in columns for part in ADDED]
        _check_new(self._keys, (), name)

    def header(self) -> str:
        return ""

    def rows(self) -> Iterator[_Row]:
        seen: dict[str, None] = {}
        fits = False
        number = 0
        for number, line in enumerate(self._lines, 1):
            value = _object(line.removeprefix(_BOM) if number == 1 else line)
            cells = None if value is None else [value.get(column) for column in self._columns]
            if value is not None and not fits:
                fits = any(column in value for column in self._columns)
                seen.update(dict.fromkeys(list(value)[:20]))
                _check_new(self._keys, value, f"{self._name}, line {number}")
            good = cells is not None and all(cell is None or isinstance(cell, str) for cell in cells)
            yield _Row(line, ["" if cell is None else str(cell) for cell in cells or ()] if good else None, number)
        if number and not fits:
            listed = ", ".join(map(repr, seen)) or "none: no line is a JSON object"
            raise UsageError(f"{self._name}: no object has a key {self._columns[0]!r}; the keys are {listed}.")

    def extended(self, row: _Row, answers: Sequence[Answer]) -> str:
        end = row.raw[len(row.raw.rstrip()) :]
        body = row.raw.rstrip()[:-1].rstrip()
        values = [v for answer in answers for v in answer]
        added = json.dumps(dict(zip(self._keys, values, strict=True)), ensure_ascii=False)[1:]
        comma = "" if body.endswith("{") else ", "
        return body + comma + added.encode("utf-8", "backslashreplace").decode() + end


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
