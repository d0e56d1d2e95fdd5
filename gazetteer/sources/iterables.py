"""Names from Python itself: rows of a data frame, a query, a list.

An item is a mapping with the columns of a user's table, an (id, name) pair, an (id, name, language) triple, or a
finished `Record`. Items of one id make one entity, as rows of a table do. What is none of these is refused and
counted; only what cannot be iterated over is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gazetteer.model import Kind, Record
from gazetteer.sources.table import Rows
from gazetteer.sources.tally import Tally

_PAIR, _TRIPLE = 2, 3
Item = Mapping[str, Any] | tuple[str, ...] | Record


def read_iterable(
    items: Iterable[Item], tally: Tally | None = None, *, kind: Kind = "place", source: str = ""
) -> Iterator[Record]:
    """Entities from items in memory or made on the way.

    Args:
        items: mappings, tuples or records, as the module says.
        tally: counts of items read, kept and refused.
        kind: for entities whose items name none.
        source: the source of names whose items name none.

    Yields:
        Finished records first, in their order, then one record an id.

    Example:
        >>> rows = [("x:1", "Київ", "uk"), {"id": "x:1", "name": "Kyiv", "role": "canonical"}, 7]
        >>> tally = Tally("rows")
        >>> [[name.text for name in record.names] for record in read_iterable(rows, tally)], tally.problems
        ([['Київ', 'Kyiv']], ['rows, item 3: the item is no mapping, pair or record; give one of these.'])
    """
    tally = tally if tally is not None else Tally("items")
    with Rows(tally, kind, source) as rows:
        for number, item in enumerate(items, 1):
            tally.read += 1
            where = f"{tally.source}, item {number}"
            if isinstance(item, Record):
                tally.kept += 1
                yield item
            elif row := _row(item):
                rows.add(where, row)
            else:
                tally.refuse(where, "the item is no mapping, pair or record", "give one of these.")
        yield from rows.records()


def _row(item: object) -> dict[str, str]:
    if isinstance(item, Mapping):
        return {"id": "", **{str(key).lower(): _cell(value) for key, value in item.items()}}
    if isinstance(item, tuple) and len(item) in (_PAIR, _TRIPLE):
        return dict(zip(("id", "name", "lang"), map(_cell, item), strict=False))
    return {}


def _cell(value: object) -> str:
    """A value as the cell of a table; NaN is how data frames say that there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(map(str, value))
    return str(value)
