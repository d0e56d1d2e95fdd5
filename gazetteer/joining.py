"""Which records are one entity: links between ids, followed from the strongest to the weakest.

Records that own one id are one entity. A record that mentions an id is joined with the owner of that id, and two
that mention an id which nobody owns with each other. But a source that tells two entities apart is believed: no
chain of links joins two ids of one namespace. GeoNames gives a city and its municipality an id each, and the
same id of Wikidata to both; joining them through it would make the municipality's names the city's.

Of rival links the mutual ones come first (each record names the other), then those between entities of one kind
and feature, then those of the weightier entity (the city, not the municipality), then those of the earlier record.
A record that loses an owned id so no longer mentions it. Only where a record names an id of its own namespace
(`referents`, a duplicate), the two are one.

Ids and links are sorted by SQLite, on disk. In memory there are 15 bytes a record.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

_MOST_SPACES = 64  # the bits of a machine word; ids of further namespaces are joined without the rule
_CLAIM, _OWNED, _UNOWNED = 0, 1, 2  # ranks: within a namespace, to an owner, between two mentions
_SPACE = re.compile(rb"https?://[^/]+|osm:[nwr]|[^:]*(?=:)|")
"""The namespace of an id. OpenStreetMap draws one place as a node, a way and a relation, which may be joined."""
_EDGES = """
CREATE TEMP TABLE edge (
    low INTEGER, high INTEGER, rank INTEGER, differ INTEGER, small INTEGER, mention INTEGER, number INTEGER, id BLOB
)
"""
_STRONGEST_FIRST = """
SELECT low, high, MIN(rank) FROM edge GROUP BY low, high
ORDER BY MIN(rank), MIN(mention) = MAX(mention), MIN(differ), MIN(small), low, high
"""
_Edge = tuple[int, int, int, bool, int, int, int, bytes]


class Joiner:
    """Groups of the records of a database that has `record (number, class, size)` and `link (id, number, own)`.

    A group's number is that of its first record; numbers start at 0 and have no gaps.

    Args:
        database: an open one.
        count: of records.
        apart: ids by id that are never the same entity.
    """

    def __init__(self, database: sqlite3.Connection, count: int, apart: Mapping[bytes, Iterable[bytes]]) -> None:
        self._database = database
        self._parent = array("I", range(count))
        self._spaces = array("Q", bytes(8 * count))  # at a root: namespaces of the group's own ids, a bit each
        self._classes = array("H", bytes(2 * count))
        self._sizes = array("B", bytes(count))
        self._bits: dict[bytes, int] = {}
        self._apart = {one: frozenset(others) for one, others in apart.items()}
        self._marked: dict[int, set[bytes]] = {}  # at a root: the group's own ids that `apart` is about
        self.lost: dict[int, set[bytes]] = {}

    def join(self) -> None:
        """Find the groups; afterwards `lost` has, by record, the ids that it mentions and are another's."""
        for number, known, size in self._database.execute("SELECT number, class, size FROM record"):
            self._classes[number], self._sizes[number] = known, size
        self._join_owners()
        self._collect()
        for low, high, rank in self._database.execute(_STRONGEST_FIRST):
            self._follow(low, high, rank)

    def root(self, number: int) -> int:
        """The first record of the group that a record is in."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def others(self) -> dict[int, array[int]]:
        """The records of each group but the first, by the first."""
        found: dict[int, array[int]] = {}
        for number in range(len(self._parent)):
            root = self.root(number)
            if root != number:
                found.setdefault(root, array("I")).append(number)
        return found

    def _join_owners(self) -> None:
        owners = self._database.execute("SELECT id, number FROM link WHERE own ORDER BY id, number")
        for raw, rows in groupby(owners, key=lambda row: bytes(row[0])):
            numbers = [number for _, number in rows]
            self._spaces[numbers[0]] = self._space(raw)
            if raw in self._apart:
                self._marked[numbers[0]] = {raw}
            for one, other in pairwise(numbers):
                self._unite(self.root(one), self.root(other))

    def _space(self, identifier: bytes) -> int:
        found = _SPACE.match(identifier)
        space = found[0] if found else b""
        if space not in self._bits and len(self._bits) < _MOST_SPACES:
            self._bits[space] = 1 << len(self._bits)
        return self._bits.get(space, 0)

    def _unite(self, one: int, other: int) -> None:
        low, high = sorted((one, other))
        if low == high:
            return
        self._parent[high] = low
        self._spaces[low] |= self._spaces[high]
        if high in self._marked:
            self._marked.setdefault(low, set()).update(self._marked.pop(high))

    def _collect(self) -> None:
        """Links between groups of owners, as a table of edges."""
        self._database.execute(_EDGES)
        links = self._database.execute("SELECT id, own, number FROM link ORDER BY id, own DESC, number")
        groups = groupby(links, key=lambda row: bytes(row[0]))
        edges = (edge for raw, rows in groups for edge in self._edges(raw, [(own, n) for _, own, n in rows]))
        self._database.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?, ?)", edges)
        self._database.execute("CREATE INDEX temp.edge_ends ON edge (low, high)")

    def _edges(self, identifier: bytes, rows: list[tuple[int, int]]) -> Iterator[_Edge]:
        owned, first = rows[0]
        base = self.root(first)
        for own, number in rows[1:]:
            root = self.root(number)
            if own or root == base:
                continue
            claim = owned and self._space(identifier) & self._spaces[root]
            rank = _CLAIM if claim else _OWNED if owned else _UNOWNED
            differ = self._classes[first] != self._classes[number]
            yield min(base, root), max(base, root), rank, differ, -self._sizes[number], root, number, identifier

    def _follow(self, low: int, high: int, rank: int) -> None:
        one, other = self.root(low), self.root(high)
        if one == other:
            return
        if self._kept_apart(one, other) or (rank != _CLAIM and self._spaces[one] & self._spaces[other]):
            if rank != _UNOWNED:
                self._lose(low, high)
            return
        self._unite(one, other)

    def _kept_apart(self, one: int, other: int) -> bool:
        ours, theirs = self._marked.get(one), self._marked.get(other)
        return bool(ours and theirs and any(self._apart[identifier] & theirs for identifier in ours))

    def _lose(self, low: int, high: int) -> None:
        rows = self._database.execute("SELECT number, id FROM edge WHERE low = ? AND high = ?", (low, high))
        for number, identifier in rows:
            self.lost.setdefault(number, set()).add(bytes(identifier))
