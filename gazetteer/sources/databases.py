"""SQLite files of foreign making, opened to be read and nothing else.

A database is read by jumping about in it, so it has to lie unpacked in a file; one that is compressed, or comes
from standard input, is refused with the advice to unpack it. It is opened read-only, and tables are looked up
by name: views, which can compute whatever they like, are no tables here. Bytes that are not UTF-8 become U+FFFD.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.sources.opening import STANDARD_INPUT, display_name
from gazetteer.sources.unpacking import sentences

MAGIC = b"SQLite format 3\x00"


@contextmanager
def open_database(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """A connection that gives rows by column name.

    Raises:
        SourceError: there is no database, or it is damaged; also while it is read.

    Example:
        >>> import pathlib, sqlite3, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names.db"
        >>> with closing(sqlite3.connect(file)) as made:
        ...     _ = made.execute("create table names (id, name)")
        ...     made.commit()
        >>> with open_database(file) as database:
        ...     tables(database)
        ('names',)
    """
    name = display_name(path)
    _check(path, name)
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            database.text_factory = _text
            database.execute("pragma trusted_schema = off")
            yield database
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:  # the last: what sqlite complains of
        raise SourceError(f"{name}: the database is damaged ({error}); fetch it again.") from error


def tables(database: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the tables, in alphabetical order."""
    rows = database.execute("select name from sqlite_master where type = 'table' order by name")
    return tuple(str(row[0]) for row in rows)


def columns(database: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The names of the columns of a table, as they are spelt."""
    return tuple(str(row["name"]) for row in database.execute(f"pragma table_info({quoted(table)})"))


def quoted(name: str) -> str:
    """The name of a table or column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def is_database(start: bytes) -> bool:
    """Whether these are the first bytes of a database."""
    return start.startswith(MAGIC)


def _check(path: str | os.PathLike[str], name: str) -> None:
    start = b""
    with sentences(name):
        if os.fspath(path) != STANDARD_INPUT:
            with Path(path).open("rb") as file:
                start = file.read(len(MAGIC))
    if not is_database(start):
        raise SourceError(f"{name}: no SQLite file; if it is one, but compressed or piped, unpack it first.")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
