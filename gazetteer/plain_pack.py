"""What a build does for every key, in Python: hashing, packing, sorting, grouping; `_pack.c` is its compiled twin.

Both make the same bytes. Arrays come as buffers and go as bytes in this machine's order, since most of them wait on
disk next (`gazetteer.spill`). What the arrays mean is said where they are used: `packing`, `postings`, `typo`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal

from gazetteer.hashing import key_hash
from gazetteer.keytable import MANY
from gazetteer.model import KeyForm, Layer
from gazetteer.pieces import LONGEST_KEY, SHORTEST_KEY, pieces, signature

Buffer = Any  # bytes, bytearray, array or memoryview: Python 3.11 has no name for them


class Rows:
    """The postings of a batch, hashed as they come.

    Args:
        layers: the layers, in the order of `hashing.LAYERS`. tables: for each the number of its table, 0 or 1.
        sets: numbers sets of schemes. typo: takes the texts of typo-tolerant keys, with bits of their layers.

    >>> from gazetteer.hashing import LAYERS
    >>> from gazetteer.packing import Interned
    >>> rows = Rows(LAYERS, bytes(4), Interned(), {})
    >>> rows.add([(0, KeyForm("exact", "riverton")), (0, KeyForm("exact", ""))], 7, 1, "x:1")
    1
    >>> array("Q", rows.ordered(0)[0])[0] == key_hash("exact", "riverton")
    True
    """

    def __init__(
        self,
        layers: tuple[Layer, ...],
        tables: bytes,
        sets: dict[Any, int],
        typo: MutableMapping[str, int],
    ) -> None:
        self._rows: tuple[list[int], list[int]] = ([], [])
        self._of = {layer: self._rows[table] for layer, table in zip(layers, tables, strict=True)}
        self._bit = {layer: 1 << at for at, layer in enumerate(layers)}
        self._sets, self._typo = sets, typo

    def add(self, keys: Iterable[tuple[int, KeyForm]], first: int, count: int, owner: str) -> int:
        """Take the keys of an entity.

        Args:
            keys: as a `KeyFunction` gives them. first: the number of its first name. count: how many names it has.
            owner: what it is called where a key is wrong.

        Returns:
            How many keys are empty and were left out.

        Raises:
            ValueError: a key is said to be of a name that the entity does not have.
        """
        empty = 0
        for position, form in keys:
            if not 0 <= position < count:
                raise ValueError(f"key for name {position} of {owner}, which has {count}")
            layer, key, schemes, typo = form
            rows = self._of[layer]
            if not key:
                empty += 1
                continue
            rows.append(key_hash(layer, key) << 64 | first + position << 32 | self._sets[schemes])
            if typo and SHORTEST_KEY <= len(key) <= LONGEST_KEY:
                self._typo[key] = self._typo.get(key, 0) | self._bit[layer]
        return empty

    def ordered(self, table: int) -> tuple[bytes, bytes]:
        """The postings of a table: digests, rising, and values (number of the name, 32 bits; of the set of schemes)."""
        rows = self._rows[table]
        rows.sort()
        digests, values = (row >> 64 for row in rows), (row & 0xFFFFFFFFFFFFFFFF for row in rows)
        return array("Q", digests).tobytes(), array("Q", values).tobytes()


def renumbered(values: Buffer, first: int, sets: Buffer) -> bytes:
    """Values of postings with the numbers of the writer.

    Args:
        values: those of a batch. first: the number of its first name. sets: the writer's number of each of its sets.
    """
    numbers = _numbers("I", sets)
    return array(
        "Q", [((value >> 32) + first) << 32 | numbers[value & 0xFFFFFFFF] for value in _numbers("Q", values)]
    ).tobytes()


def grouped(digests: Buffer, values: Buffer, new_name: Buffer, owner: Buffer) -> tuple[bytes, bytes, bytes, bytes]:
    """Postings in their order: keys, the number of postings of each, and names and schemes of the postings.

    A key leads to an entity once for each set of schemes, through the first of its names.

    Args:
        digests, values: of postings, in any order. new_name: the final number of each name.
        owner: by final number, the entity.
    """
    moved, owners = _numbers("I", new_name), _numbers("I", owner)
    rows = sorted(
        digest << 64 | moved[value >> 32] << 32 | value & 0xFFFFFFFF
        for digest, value in zip(_numbers("Q", digests), _numbers("Q", values), strict=True)
    )
    keys, counts, names, schemes = array("Q"), array("I"), array("I"), array("I")
    current = entity = -1
    met = set[int]()
    for row in rows:
        name, made_by = row >> 32 & 0xFFFFFFFF, row & 0xFFFFFFFF
        if row >> 64 != current:
            current = row >> 64
            keys.append(current)
            counts.append(0)
            entity = -1
        if owners[name] != entity:
            entity = owners[name]
            met.clear()
        elif made_by in met:
            continue
        met.add(made_by)
        counts[-1] += 1
        names.append(name)
        schemes.append(made_by)
    return keys.tobytes(), counts.tobytes(), names.tobytes(), schemes.tobytes()


def fragments(
    keys: Buffer, counts: Buffer, bits: int, keys_in: array[int], postings_in: array[int]
) -> tuple[bytes, bytes]:
    """The fragments of keys and their counts in one byte, while keys and postings are counted by bucket.

    Args:
        keys, counts: as `grouped` gave them. bits: those of a hash that choose a bucket.
        keys_in, postings_in: one more than there are buckets; what is in a bucket is counted after its place.
    """
    to_bucket, to_fragment = 64 - bits, 32 - bits
    numbers, every = _numbers("Q", keys), _numbers("I", counts)
    for key, count in zip(numbers, every, strict=True):
        bucket = (key >> to_bucket) + 1
        keys_in[bucket] += 1
        postings_in[bucket] += count
    made = array("I", [key >> to_fragment & 0xFFFFFFFF for key in numbers])
    return made.tobytes(), bytes([min(count, MANY) for count in every])


def typo_rows(keys: list[str], first: int) -> tuple[bytes, bytes]:
    """For keys of the typo layer their pieces, each over the number of its key, rising; and their signatures.

    Args:
        keys: in their order. first: the number of the first.
    """
    rows = sorted(digest << 32 | number for number, key in enumerate(keys, first) for digest in pieces(key))
    return array("Q", rows).tobytes(), array("Q", map(signature, keys)).tobytes()


def _numbers(code: Literal["I", "Q"], data: Buffer) -> memoryview:
    return memoryview(data).cast("B").cast(code)
