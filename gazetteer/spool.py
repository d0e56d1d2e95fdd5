"""Records that wait on disk until it is known which of them are one entity.

Millions of records from several sources cannot be held, and which ones share an id is only known when all have
been read. They wait in a database of SQLite: each record as a line of JSON under its number, and every id with the
records that own or mention it. `gazetteer.joining` finds the groups; here they are kept and given back.

A spool with a path keeps what whole sources gave. When a build is interrupted, the next one with the same plan
takes those from it and reads only the others. Without a path it is a temporary database, which stays in memory
while it is small.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from gazetteer.errors import GazetteerError
from gazetteer.joining import Joiner
from gazetteer.model import Entity, Name, Record

CACHE_KIB = 1 << 16
"""What SQLite may keep in memory."""
MOST_DISPUTES = 20
"""Ids that two entities lay claim to, kept for the report; beyond this they are only counted."""
_BATCH = 1000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS plan (plan TEXT);
CREATE TABLE IF NOT EXISTS source (number INTEGER PRIMARY KEY, notes TEXT);
CREATE TABLE IF NOT EXISTS record (number INTEGER PRIMARY KEY, class INTEGER, size INTEGER, data TEXT);
CREATE TABLE IF NOT EXISTS link (id BLOB, number INTEGER, own INTEGER);
"""

Pair = tuple[str, str]


class Spool:
    """Records by number, and their groups; use it as a context manager.

    Args:
        path: where to keep what whole sources gave; None for a temporary database.
        plan: what is to be read, in any words; a spool of another plan starts empty.
        apart: pairs of ids that are never one entity.

    Raises:
        GazetteerError: the file cannot be written, or the disk is full; also while working.

    Example:
        >>> one = Record(Entity("gn:1", "place", same_as=("wd:Q1",)), ())
        >>> with Spool() as spool:
        ...     spool.add(0, [one, Record(Entity("gn:2", "place"), ()), Record(Entity("wd:Q1", "place"), ())])
        ...     [[record.entity.id for record in group] for group in spool.groups()]
        [['gn:1', 'wd:Q1'], ['gn:2']]
    """

    def __init__(self, path: Path | None = None, plan: str = "", apart: Iterable[Pair] = ()) -> None:
        self.path, self._plan = path, plan
        self._apart: dict[str, set[str]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self.disputed = 0
        self.disputes: list[Pair] = []
        self._database = self._open()
        self.is_open = True

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise self._failed(error) from error
            self.path = None  # another build to the same file is at work; this one resumes nothing
        except sqlite3.DatabaseError as error:  # what an interrupted build left is damaged, or is no database
            if self.path is None:
                raise self._failed(error) from error
            self.path.unlink(missing_ok=True)
        try:
            return self._opened()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path or "", isolation_level=None)
        try:
            for pragma in (f"cache_size=-{CACHE_KIB}", "temp_store=FILE", "locking_mode=EXCLUSIVE"):
                database.execute(f"PRAGMA {pragma}")
            database.executescript(_SCHEMA)
            found = database.execute("SELECT plan FROM plan").fetchone()
            if found is None or found[0] != self._plan:
                database.executescript("DELETE FROM plan; DELETE FROM source; DELETE FROM record; DELETE FROM link;")
                database.execute("INSERT INTO plan VALUES (?)", (self._plan,))
        except BaseException:
            database.close()
            raise
        return database

    def notes(self, source: int) -> str | None:
        """What was noted of a source that is here as a whole; None when it has yet to be read."""
        row = self._database.execute("SELECT notes FROM source WHERE number = ?", (source,)).fetchone()
        return str(row[0]) if row else None

    def add(self, source: int, records: Iterable[Record], notes: Callable[[], str] = str) -> None:
        """Keep all records of a source, or none.

        Args:
            source: its number; sources are added by falling priority.
            records: consumed as a stream.
            notes: gives what is to be noted of the source, when all has been read.
        """
        self._database.execute("BEGIN")
        try:
            self._fill(records)
            self._database.execute("INSERT INTO source VALUES (?, ?)", (source, notes()))
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._failed(error) from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def _fill(self, records: Iterable[Record]) -> None:
        stream, number = iter(records), self._count()
        while batch := list(islice(stream, _BATCH)):
            self._insert(number, batch)
            number += len(batch)

    def _count(self) -> int:
        return int(self._database.execute("SELECT COALESCE(MAX(number), -1) + 1 FROM record").fetchone()[0])

    def _insert(self, first: int, batch: Sequence[Record]) -> None:
        numbered = list(enumerate(batch, first))
        self._database.executemany(
            "INSERT INTO record VALUES (?, ?, ?, ?)",
            ((number, _class(r.entity), _size(r.entity), encode(r)) for number, r in numbered),
        )
        self._database.executemany(
            "INSERT INTO link VALUES (?, ?, ?)",
            (
                (_bytes(identifier), number, identifier == record.entity.id)
                for number, record in numbered
                for identifier in self._ids(record.entity)
            ),
        )

    def _ids(self, entity: Entity) -> Iterable[str]:
        apart: Collection[str] = self._apart.get(entity.id, ())
        return dict.fromkeys((entity.id, *(other for other in entity.same_as if other not in apart)))

    def groups(self) -> Iterator[list[Record]]:
        """Records that are one entity, every record once, in the order of the first of each.

        While they are given, `disputed` counts the ids that a record mentioned and lost to another entity, and
        `disputes` has the first of them, each with the entity that lost it.
        """
        try:
            yield from self._groups()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _groups(self) -> Iterator[list[Record]]:
        apart = {_bytes(one): [_bytes(other) for other in mates] for one, mates in self._apart.items()}
        joiner = Joiner(self._database, self._count(), apart)
        joiner.join()
        followers = joiner.others()
        for number, data in self._database.execute("SELECT number, data FROM record ORDER BY number"):
            if joiner.root(number) != number:
                continue
            numbers = [number, *followers.get(number, ())]
            group = [decode(data), *map(self._record, numbers[1:])]
            for at, member in enumerate(numbers):
                if member in joiner.lost:
                    group[at] = self._without_lost(group[at], joiner.lost[member])
            yield self._separated(group) if apart else group

    def _record(self, number: int) -> Record:
        return decode(self._database.execute("SELECT data FROM record WHERE number = ?", (number,)).fetchone()[0])

    def _without_lost(self, record: Record, lost: set[bytes]) -> Record:
        ids = sorted(identifier.decode("utf-8", "surrogatepass") for identifier in lost)
        self.disputed += len(ids)
        self.disputes += [(identifier, record.entity.id) for identifier in ids][: MOST_DISPUTES - len(self.disputes)]
        return without_ids(record, ids)

    def _separated(self, group: list[Record]) -> list[Record]:
        apart = {other for record in group for other in self._apart.get(record.entity.id, ())}
        return [without_ids(record, apart) for record in group] if apart else group

    def _failed(self, error: sqlite3.Error) -> GazetteerError:
        where = self.path or "the temporary folder"
        return GazetteerError(
            f"{where}: the records that wait to be merged cannot be kept there ({error}); make room, or set "
            "SQLITE_TMPDIR to another folder."
        )

    def close(self) -> None:
        """Leave the file as it is."""
        self.is_open = False
        self._database.close()

    def discard(self) -> None:
        """Give the file up: all that it held has been used."""
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _class(entity: Entity) -> int:
    """A number for kind and feature, the same in every process."""
    return zlib.crc32(f"{entity.kind} {entity.feature}".encode("utf-8", "surrogatepass")) & 0xFFFF


def _size(entity: Entity) -> int:
    """The order of magnitude of a weight, in one byte."""
    return min(max(entity.weight, 0).bit_length(), 255)


def encode(record: Record) -> str:
    """A record as one line of JSON."""
    entity = record.entity
    names = [[n.text, n.lang, n.script, n.role, n.source, n.valid_from, n.valid_to] for n in record.names]
    return json.dumps([entity.id, entity.kind, entity.feature, entity.country, entity.weight, entity.same_as, names])


def decode(line: str) -> Record:
    """The record of a line that `encode` made."""
    values: list[Any] = json.loads(line)
    identifier, kind, feature, country, weight, same_as, names = values
    entity = Entity(identifier, kind, feature, country, weight, tuple(same_as))
    return Record(entity, tuple(Name(*name) for name in names))


def without_ids(record: Record, ids: Iterable[str]) -> Record:
    """A record that no longer mentions some ids."""
    entity, gone = record.entity, set(ids)
    kept = tuple(identifier for identifier in entity.same_as if identifier not in gone)
    return Record(replace(entity, same_as=kept), record.names)


def _bytes(identifier: str) -> bytes:
    return identifier.encode("utf-8", "surrogatepass")
