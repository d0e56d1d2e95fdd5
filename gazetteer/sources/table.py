"""The user's own gazetteer: a table with one row per name, as TSV, CSV or JSON lines, compressed or not.

Columns `id` and `name` are required; `kind`, `feature`, `lang`, `script`, `role`, `country`, `weight`,
`valid_from`, `valid_to`, `source`, `same_as` (ids, separated by spaces) are optional; others are ignored.
Rows of one id make one entity, whether or not they stand together. The first row of an id that fills in
`kind`, `feature`, `country` or `weight` decides it. Tabs in the first line make a TSV, which knows no quoting;
an opening brace makes JSON lines; else it is CSV, with commas or semicolons.

A row that cannot be used is refused with its line number and the reason, and counted; no row is dropped in
silence. What is wrong with the file as a whole (no such column, not UTF-8) is an error, in one sentence.

Memory is bounded: rows are read one by one and wait for the others of their id on disk (`grouping`).

A table that `gazetteer.export` wrote says so in its first line, with the sources of the names and their
licences; see `carried`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from types import TracebackType

from gazetteer.model import Kind, Name, Record
from gazetteer.sources.carried import HEADER_KEY, HEADER_MARK, FileFacts
from gazetteer.sources.grouping import Grouping
from gazetteer.sources.opening import LIMITS, Limits, Lines, open_text
from gazetteer.sources.rows import Again, cells, header_of, json_objects
from gazetteer.sources.tally import Tally
from gazetteer.sources.values import REQUIRED, RefusedError, entity_of, facts_of, name_of_row, required

_WHAT = "a table of names"


def read_table(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    kind: Kind = "place",
    source: str = "",
    file: FileFacts | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Entities from a user's table.

    Args:
        path: the table, UTF-8, with or without a byte order mark, compressed or not.
        tally: counts and messages of refused rows.
        kind: for entities whose rows name none.
        source: the source of names whose rows name none.
        file: gets what an exported table says about itself.
        limits: how much the file may give.

    Yields:
        One record an id, in the order in which the ids first occur.

    Raises:
        SourceError: the file cannot be read, is not UTF-8, or lacks a required column.

    Example:
        >>> import tempfile, pathlib
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names.tsv"
        >>> _ = file.write_text("id\\tname\\nx:1\\tRivertown\\n\\tNowhere\\n", encoding="utf-8")
        >>> tally = Tally()
        >>> [record.entity.id for record in read_table(file, tally)], tally.problems
        (['x:1'], ['names.tsv, line 3: column "id" is empty; give every row an id, ...'])
    """
    tally = tally if tally is not None else Tally()
    file = file if file is not None else FileFacts()
    with open_text(path, limits) as lines, Rows(tally, kind, source) as rows:
        for where, row in _rows(lines, tally, file):
            if file.is_exported:
                rows.source = ""
            rows.add(where, row)
        yield from rows.records()


class Rows:
    """Rows on their way to entities; use it as a context manager, add, then take the records.

    Args:
        tally: counts of rows kept and refused; whoever adds has counted them as read.
        kind: for entities whose rows name none.
        source: the source of names whose rows name none.
    """

    def __init__(self, tally: Tally, kind: Kind = "place", source: str = "") -> None:
        self._tally, self._kind, self.source = tally, kind, source
        self._groups = Grouping()

    def add(self, where: str, row: Mapping[str, str]) -> None:
        """Keep a row, or refuse it."""
        try:
            identifier, name, facts = required(row), name_of_row(row, self.source), facts_of(row)
        except RefusedError as refused:
            self._tally.refuse(where, refused.reason, refused.advice)
            return
        self._tally.kept += 1
        values = [name.text, name.lang, name.script, name.role, name.source, name.valid_from, name.valid_to]
        self._groups.add(identifier, [facts, values])

    def records(self) -> Iterator[Record]:
        """One record an id, in the order in which the ids first came."""
        for identifier, rows in self._groups:
            facts: dict[str, str] = {}
            for more, _ in rows:
                facts = {**more, **facts}
            names = dict.fromkeys(tuple(values) for _, values in rows)
            yield Record(entity_of(identifier, facts, self._kind), tuple(Name(*values) for values in names))

    def __enter__(self) -> Rows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._groups.__exit__(kind, error, trace)


def _rows(lines: Lines, tally: Tally, file: FileFacts) -> Iterator[tuple[str, Mapping[str, str]]]:
    first = next(lines, "")
    if first.startswith(HEADER_MARK):
        file.read(first.removeprefix(HEADER_MARK).strip(), lines.where)
        first = next(lines, "")
    if first.lstrip().startswith(("{", "[")):
        yield from _json_rows(lines, first, tally, file)
        return
    delimiter = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    columns = header_of(Again(lines, first), delimiter, REQUIRED, _WHAT)
    yield from cells(lines, columns, delimiter, tally)


def _json_rows(lines: Lines, first: str, tally: Tally, file: FileFacts) -> Iterator[tuple[str, Mapping[str, str]]]:
    for where, row in json_objects(Again(lines, first), tally, _WHAT):
        if HEADER_KEY in row and "id" not in row:
            tally.read -= 1
            file.take(row[HEADER_KEY], where)
        else:
            yield where, {str(key).lower(): _cell(value) for key, value in row.items()}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value)
    return "" if value is None else str(value)
