"""Answers as tables or JSON, written as they come: a million answers are never held in memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal

Format = Literal["json", "jsonl", "csv", "tsv"]
_BREAKS = str.maketrans("\t\n\r", "   ")


def as_json(value: object, indent: int | None = None) -> str:
    """JSON with letters as letters; lone surrogates are escaped, since no UTF-8 has them.

    >>> as_json({"name": "Київ", "byte": chr(0xDCE9)})
    '{"name": "Київ", "byte": "\\\\udce9"}'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace").decode()


def print_document(value: object) -> None:
    """One JSON document, for people to read as well."""
    print(as_json(value, indent=2))


class Table:
    """Answers in one machine format; use it as a context manager.

    Args:
        form: "json" (one array), "jsonl" (the same objects, one a line), "csv", "tsv".
        columns: the header of the two tables.
    """

    def __init__(self, form: Format, columns: Sequence[str]) -> None:
        self._form = form
        self._columns = columns
        self._row: Callable[[Sequence[object]], object] = self._tab_separated
        self._count = 0
        if form == "csv":
            from csv import writer

            self._row = writer(sys.stdout, lineterminator="\n").writerow

    def __enter__(self) -> Table:
        if self._form in ("csv", "tsv"):
            self._row(self._columns)
        return self

    def add(self, document: Mapping[str, Any], rows: Iterable[Sequence[object]]) -> None:
        """One answer: the object that JSON has, and the rows that a table has."""
        if self._form == "json":
            print(("," if self._count else "[") + "\n" + as_json(document, indent=2), end="")
        elif self._form == "jsonl":
            print(as_json(document))
        else:
            for row in rows:
                self._row(row)
        self._count += 1

    def _tab_separated(self, row: Sequence[object]) -> None:
        print("\t".join("" if cell is None else str(cell).translate(_BREAKS) for cell in row))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._form == "json" and error is None:
            print("\n]" if self._count else "[]")
