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
from gazetteer.pack_core import fragments, grouped
from gazetteer.spill import Spill

PART_BITS = 8
"""The postings are sorted in 256 parts, by hash: at 100 million names and ten keys each a part has four million."""
_BUCKET = 8
"""Keys of a bucket at least: eight to sixteen are searched in two steps more than two to four, which would cost
another two bytes a key."""
_NUMBER = array("I").itemsize

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
            keys, counts, names, schemes = self._grouped(part, new_name, owner)
            self._note_many(counts)
            self._keys += len(counts) // _NUMBER
            self._count += len(names) // _NUMBER
            spill.append((table, "key", part), keys)
            spill.append((table, "count", part), counts)
            spill.append((table, "name"), packed(name_code, array("I", names)))
            if sets > 1:
                spill.append((table, "schemes"), packed(set_code, array("I", schemes)))
        self._write_directory(add)
        add(f"{table}.name", name_code, spill.pieces((table, "name")))
        if sets > 1:
            add(f"{table}.schemes", set_code, spill.pieces((table, "schemes")))
        return self._count

    def _grouped(self, part: int, new_name: array[int], owner: array[int]) -> tuple[bytes, bytes, bytes, bytes]:
        """The keys of a part, their counts, and the names and schemes of its postings, in order."""
        digests, values = (self._spill.take((self._table, what, part)) for what in ("digest", "value"))
        return grouped(digests, values, new_name, owner)

    def _note_many(self, counts: bytes) -> None:
        listed = array("I", counts)
        if max(listed, default=0) < MANY:  # of most parts
            return
        for number, count in enumerate(listed, self._keys):
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

    def _fragments(self, bits: int, keys_in: array[int], postings_in: array[int]) -> Iterator[bytes]:
        """The fragments of all keys, while keys and postings are counted by bucket."""
        for part in range(1 << PART_BITS):
            keys, counts = (self._spill.take((self._table, what, part)) for what in ("key", "count"))
            made, short = fragments(keys, counts, bits, keys_in, postings_in)
            self._spill.append((self._table, "short"), short)
            yield made
