"""Postings as they are written: dealt out to parts by hash, sorted a part at a time, and grouped by key.

What the arrays of a table are is said in `gazetteer.keytable`, which reads them. How many different keys there are is
known only when all have been sorted, and it decides how many bits of a hash choose a bucket; so the sorted keys of a
part wait once more.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from gazetteer.container import narrow, packed
from gazetteer.hashing import bucket_bits
from gazetteer.keytable import MANY
from gazetteer.spill import Spill

PART_BITS = 8
"""The postings are sorted in 256 parts, by hash: at 100 million names and ten keys each a part has four million."""
_BUCKET = 8
"""Keys of a bucket at least: eight to sixteen are searched in two steps more than two to four, which would cost
another two bytes a key."""

AddPieces = Callable[[str, str, "Iterable[bytes | bytearray | array[int]]"], None]
Progress = Callable[[str, int, "int | None"], None]


class Postings:
    """Takes the postings of one table in any order, and writes its sections.

    Args:
        spill: where they wait. table: the name of the table.
    """

    def __init__(self, spill: Spill, table: str) -> None:
        self._spill, self._table = spill, table
        self._many, self._sizes = array("I"), array("I")
        self._keys = self._count = 0

    def add(self, digests: array[int], values: array[int]) -> None:
        """Take postings.

        Args:
            digests: hashes of keys, rising.
            values: for each the number of the name, 32 bits, and of the set of schemes.
        """
        start = 0
        for part in range(1 << PART_BITS):
            stop = bisect_left(digests, part + 1 << 64 - PART_BITS, start)
            if stop > start:
                self._spill.append((self._table, "digest", part), digests[start:stop].tobytes())
                self._spill.append((self._table, "value", part), values[start:stop].tobytes())
            start = stop

    def write(self, new_name: array[int], owner: array[int], sets: int, add: AddPieces, report: Progress) -> int:
        """Write the sections; returns the number of postings.

        Args:
            new_name: the final number of each name. owner: by final number, the entity. sets: how many there are.
            add: takes the name of a section, the type of its elements, and its pieces. report: called with progress.
        """
        spill, table = self._spill, self._table
        name_code, set_code = narrow(len(owner)), narrow(sets)
        for part in range(1 << PART_BITS):
            report(f"{table}s", part, 1 << PART_BITS)
            keys, counts, names, schemes = _grouped(self._rows(part, new_name), owner)
            self._note_many(counts)
            self._keys += len(keys)
            self._count += len(names)
            spill.append((table, "key", part), keys.tobytes())
            spill.append((table, "count", part), counts.tobytes())
            spill.append((table, "name"), packed(name_code, names))
            if sets > 1:
                spill.append((table, "schemes"), packed(set_code, schemes))
        self._write_directory(add)
        add(f"{table}.name", name_code, spill.pieces((table, "name")))
        if sets > 1:
            add(f"{table}.schemes", set_code, spill.pieces((table, "schemes")))
        return self._count

    def _rows(self, part: int, new_name: array[int]) -> list[int]:
        """The postings of a part in order, each as one number: hash, new number of the name, set of schemes."""
        digests, values = array("Q"), array("Q")
        digests.frombytes(self._spill.take((self._table, "digest", part)))
        values.frombytes(self._spill.take((self._table, "value", part)))
        return sorted(
            digest << 64 | new_name[value >> 32] << 32 | value & 0xFFFFFFFF
            for digest, value in zip(digests, values, strict=True)
        )

    def _note_many(self, counts: array[int]) -> None:
        for number, count in enumerate(counts, self._keys):
            if count >= MANY:
                self._many.append(number)
                self._sizes.append(count)

    def _write_directory(self, add: AddPieces) -> None:
        table = self._table
        bits = bucket_bits(self._keys, _BUCKET)
        keys_in, postings_in = (array("I", bytes(4 * ((1 << bits) + 1))) for _ in "ks")
        add(f"{table}.fragment", "I", self._fragments(bits, keys_in, postings_in))
        add(f"{table}.count", "B", self._spill.pieces((table, "short")))
        add(f"{table}.bucket", "I", (array("I", accumulate(keys_in)),))
        add(f"{table}.start", "I", (array("I", accumulate(postings_in)),))
        add(f"{table}.many", "I", (self._many,))
        add(f"{table}.size", "I", (self._sizes,))

    def _fragments(self, bits: int, keys_in: array[int], postings_in: array[int]) -> Iterator[array[int]]:
        """The fragments of all keys, while keys and postings are counted by bucket."""
        to_bucket, to_fragment = 64 - bits, 32 - bits
        for part in range(1 << PART_BITS):
            keys, counts = array("Q"), array("I")
            keys.frombytes(self._spill.take((self._table, "key", part)))
            counts.frombytes(self._spill.take((self._table, "count", part)))
            for key, count in zip(keys, counts, strict=True):
                bucket = (key >> to_bucket) + 1
                keys_in[bucket] += 1
                postings_in[bucket] += count
            self._spill.append((self._table, "short"), bytes([min(count, MANY) for count in counts]))
            yield array("I", [key >> to_fragment & 0xFFFFFFFF for key in keys])


def _grouped(rows: Iterable[int], owner: array[int]) -> tuple[array[int], array[int], array[int], array[int]]:
    """Keys, the number of postings of each, and names and schemes of the postings.

    A key leads to an entity once for each set of schemes, through the first of its names; the rows are sorted.
    """
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
        if owner[name] != entity:
            entity = owner[name]
            met.clear()
        elif made_by in met:
            continue
        met.add(made_by)
        counts[-1] += 1
        names.append(name)
        schemes.append(made_by)
    return keys, counts, names, schemes
