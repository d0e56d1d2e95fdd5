"""Rows of one id brought together, however many there are and wherever they stand.

A table of the user's may have the names of one entity anywhere. Rows wait in a temporary database of SQLite,
which keeps a few megabytes in memory and the rest in a file that vanishes with the process, and come back id by
id, in the order in which the ids first occurred.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from types import TracebackType
from typing import Any

from gazetteer.errors import SourceError

CACHE_KIB = 1 << 15
"""What SQLite may keep in memory; a table of half a million rows hardly leaves it."""
_BATCH = 1000
_SETUP = f"""
PRAGMA cache_size=-{CACHE_KIB}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
CREATE TABLE item (number INTEGER PRIMARY KEY, key BLOB, value TEXT);
BEGIN;
"""
_FIRST_OF_KEYS = """
CREATE TABLE place AS SELECT number, MIN(number) OVER (PARTITION BY key) AS first FROM item
"""
_BY_KEY = "SELECT key, value FROM place CROSS JOIN item USING (number) ORDER BY first, number"
"""The keys are sorted without their values; these are fetched in an order that is nearly that of the file."""


class Grouping:
    """Values by key; use it as a context manager, add, then iterate once.

    Values are JSON-ready lists. A full disk is a `SourceError`.

    Example:
        >>> with Grouping() as rows:
        ...     rows.add("x", [1]); rows.add("y", [2]); rows.add("x", [3])
        ...     list(rows)
        [('x', [[1], [3]]), ('y', [[2]])]
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SETUP)
        self._waiting: list[tuple[bytes, str]] = []

    def add(self, key: str, value: list[Any]) -> None:
        """Keep a value under a key."""
        self._waiting.append((key.encode("utf-8", "surrogatepass"), json.dumps(value)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        try:
            self._database.executemany("INSERT INTO item (key, value) VALUES (?, ?)", self._waiting)
        except sqlite3.Error as error:
            raise _no_room(error) from error
        self._waiting.clear()

    def __iter__(self) -> Iterator[tuple[str, list[list[Any]]]]:
        self._flush()
        try:
            self._database.execute(_FIRST_OF_KEYS)
            for key, items in groupby(self._database.execute(_BY_KEY), key=lambda row: row[0]):
                yield bytes(key).decode("utf-8", "surrogatepass"), [json.loads(value) for _, value in items]
        except sqlite3.Error as error:
            raise _no_room(error) from error

    def __enter__(self) -> Grouping:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()


def _no_room(error: sqlite3.Error) -> SourceError:
    return SourceError(
        f"The rows of a table cannot be sorted ({error}); make room in the temporary folder, or set "
        "SQLITE_TMPDIR to another one."
    )
