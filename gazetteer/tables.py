"""The small tables of an open file: what repeats in a gazetteer and is written once, with a number in its place.

They are JSON, and read when the first number is asked for: kinds and features of entities, countries, schemes, and what
a name has beside its text. One of another shape is damage, found on reading, so that rows need no check.
"""

from __future__ import annotations

from gazetteer.container import Container
from gazetteer.hints import Any

_TABLES = {"interned": (("classes", 2), ("countries", 0), ("schemes", 0)), "tags": (("tags", 6),)}
"""Sections of JSON, with the tables in each and the columns of a row; 0 where a row is one text."""


class Tables:
    """The small tables of an open file."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._tables: dict[str, list[Any]] = {}
        self._scheme_sets: dict[int, tuple[str, ...]] = {}

    def all_of(self, table: str) -> list[Any]:
        """All rows of a table."""
        if table not in self._tables:
            self._read("tags" if table == "tags" else "interned")
        return self._tables[table]

    def row(self, table: str, number: int) -> Any:
        """What a number stands for."""
        try:
            return self._tables[table][number]
        except KeyError:
            self._read("tags" if table == "tags" else "interned")
            return self.row(table, number)
        except IndexError:
            raise self._container.damaged(f'table "{table}" has no row {number}') from None

    def schemes(self, set_no: int) -> tuple[str, ...]:
        """The ids of a set of schemes."""
        known = self._scheme_sets.get(set_no)
        if known is None:
            start, stop = self._container.section("set.end").pair(set_no)
            members = self._container.section("set.member").slice(start, stop)
            known = self._scheme_sets[set_no] = tuple(self.row("schemes", member) for member in members)
        return known

    def _read(self, name: str) -> None:
        section = self._container.section(name)
        read = self._container.json(section.slice(0, len(section)), f'table "{name}"')
        tables = {"tags": read} if name == "tags" else read if isinstance(read, dict) else {}
        for table, width in _TABLES[name]:
            rows = tables.get(table)
            if not isinstance(rows, list) or not all(
                len(row) == width if isinstance(row, list) else not width and isinstance(row, str) for row in rows
            ):
                raise self._container.damaged(f'table "{table}" is not what it should be')
            self._tables[table] = rows
