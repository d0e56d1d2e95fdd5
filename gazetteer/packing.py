"""Records with their keys as a few arrays: what the processes that make keys hand to the one that writes.

Hashing a key and numbering what repeats is most of the writer's work for a record, and it can be done anywhere. So a
batch of records is packed where its keys are made, and what travels is some ten arrays and blobs instead of thousands
of small objects. The numbers of tags, classes and sets of schemes are those of the batch; the writer maps them to its
own in the order in which they are first seen, so that the file is the same however its records were batched.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gazetteer.hashing import LAYERS
from gazetteer.keytable import TABLE_OF
from gazetteer.model import KeyFunction, Record
from gazetteer.pack_core import Rows

MAX_WEIGHT = (1 << 63) - 1
EMPTY_KEY = "empty key"

TABLES = ("key", "part")
_TABLE = bytes(TABLES.index(TABLE_OF[layer]) for layer in LAYERS)


class Interned(dict[Any, int]):
    """Numbers things in the order in which they are first seen.

    Example:
        >>> seen = Interned()
        >>> [seen[word] for word in ("b", "a", "b")]
        [0, 1, 0]
    """

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number

    def take_over(self, things: Iterable[Any]) -> list[int]:
        """The numbers here of another table's things, in their order."""
        return [self[thing] for thing in things]


@dataclass(slots=True)
class Batch:
    """Packed records; `pack` makes them, and one without `ids` is empty.

    ids, weights, classes, countries, names (how many): one for each entity. same_as: by entity, where there are any.
    texts, sizes (bytes), tags: one for each name. rows: by table of keys, the digests of the keys, rising, and for each
    a value: the number of the name, 32 bits, and that of its set of schemes. typo: text -> bits of its layers.
    """

    ids: list[str] = field(default_factory=list)
    weights: array[int] = field(default_factory=lambda: array("Q"))
    classes: array[int] = field(default_factory=lambda: array("I"))
    countries: array[int] = field(default_factory=lambda: array("I"))
    names: array[int] = field(default_factory=lambda: array("I"))
    same_as: dict[int, tuple[str, ...]] = field(default_factory=dict)
    texts: bytearray = field(default_factory=bytearray)
    sizes: array[int] = field(default_factory=lambda: array("I"))
    tags: array[int] = field(default_factory=lambda: array("I"))
    rows: dict[str, tuple[array[int], array[int]]] = field(default_factory=dict)
    typo: dict[str, int] = field(default_factory=dict)
    class_table: list[tuple[str, str]] = field(default_factory=list)
    country_table: list[str] = field(default_factory=list)
    tag_table: list[tuple[object, ...]] = field(default_factory=list)
    set_table: list[tuple[str, ...]] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


def pack(records: Iterable[Record], keys: KeyFunction) -> Batch:
    """Pack some records and their keys.

    Args:
        records: a few hundred, so that a batch is some hundred kilobytes; each is taken when the one before is packed.
        keys: gives the strings under which the names of a record can be found.

    Raises:
        ValueError: a key is said to be of a name that the record does not have.

    Example:
        >>> from gazetteer.model import Entity, KeyForm, Name
        >>> city = Record(Entity("x:1", "place"), (Name("Riverton"), Name("Rivertown")))
        >>> batch = pack([city], lambda record: [(0, KeyForm("exact", "riverton"))])
        >>> batch.ids, bytes(batch.texts), len(batch.rows["key"][0])
        (['x:1'], b'RivertonRivertown', 1)
    """
    batch = Batch()
    classes, countries, tags, sets = Interned(), Interned(), Interned(), Interned()
    rows = Rows(LAYERS, _TABLE, sets, batch.typo)
    empty = 0
    for record in records:
        entity, first = record.entity, len(batch.tags)
        if entity.same_as:
            batch.same_as[len(batch.ids)] = entity.same_as
        batch.ids.append(entity.id)
        batch.weights.append(min(max(entity.weight, 0), MAX_WEIGHT))
        batch.classes.append(classes[entity.kind, entity.feature])
        batch.countries.append(countries[entity.country])
        batch.names.append(len(record.names))
        for name in record.names:
            text = name.text.encode("utf-8", "surrogatepass")
            batch.texts += text
            batch.sizes.append(len(text))
            batch.tags.append(tags[name.lang, name.script, name.role, name.source, name.valid_from, name.valid_to])
        empty += rows.add(keys(record), first, len(record.names), entity.id)
    for number, table in enumerate(TABLES):
        digests, values = rows.ordered(number)
        batch.rows[table] = array("Q", digests), array("Q", values)
    if empty:
        batch.refused[EMPTY_KEY] = empty
    batch.class_table, batch.country_table = list(classes), list(countries)
    batch.tag_table, batch.set_table = list(tags), list(sets)
    return batch
