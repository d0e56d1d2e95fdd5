"""From the hash of a key to its postings: one table of the file, as it is read.

A table is four arrays by key, in the order of the hashes, and the postings of all keys one after the other:

    bucket     number of the first key whose hash begins with so many bits
    start      its first posting
    fragment   the next 32 bits of the hash, each key once
    count      how many postings the key has; MANY says that it stands in `size`, under the key's number in `many`
    name       postings: numbers of names, those of the most important entities first
    schemes    for each posting the set of schemes that made the key; left out where no key is made by any

There are two such tables: "key" for whole names, "part" for what is never made by a scheme (docs/scale.md). How they
are written is said in `gazetteer.postings`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gazetteer.container import Container

TABLE_OF = {"exact": "key", "sorted": "key", "skeleton": "part", "part": "part"}
"""The table that has the keys of a layer."""
MANY = 255
"""The count of a key with as many postings or more, so that a count is one byte."""


class KeyTable:
    """One table of keys of an open file."""

    def __init__(self, container: Container, name: str) -> None:
        self._container = container
        self._bucket, self._start = container.section(f"{name}.bucket"), container.section(f"{name}.start")
        self._fragment, self._count = container.section(f"{name}.fragment"), container.section(f"{name}.count")
        self._many, self._size = container.section(f"{name}.many"), container.section(f"{name}.size")
        self._name = container.section(f"{name}.name")
        self._schemes = container.section(f"{name}.schemes") if container.has(f"{name}.schemes") else None
        self._shift = 65 - (len(self._bucket) - 1).bit_length()

    def span(self, digest: int) -> tuple[int, int]:
        """The first posting of a key and the one after its last; equal when no key has this hash."""
        bucket = digest >> self._shift
        first, last = self._bucket.pair(bucket)
        if first == last:
            return 0, 0
        fragment = digest >> self._shift - 32 & 0xFFFFFFFF
        self._fragment.check(first, last)
        view = self._fragment.view
        at = bisect_left(view, fragment, first, last)
        if at == last or view[at] != fragment:
            return 0, 0
        counts = self._count.slice(first, at + 1).tolist()
        if MANY in counts:
            counts = [n if n < MANY else self._in_full(number) for number, n in enumerate(counts, first)]
        stop = self._start[bucket] + sum(counts)
        return stop - counts[-1], stop

    def directory(self) -> tuple[memoryview, memoryview, int]:
        """Where each bucket begins, the fragments, and the bits of a bucket; both arrays are verified as a whole."""
        self._bucket.check_all()
        self._fragment.check_all()
        return self._bucket.view[:], self._fragment.view[:], 64 - self._shift

    def _in_full(self, key_no: int) -> int:
        """How many postings a key of very many has."""
        self._many.check_all()
        at = bisect_left(self._many.view, key_no)
        if at == len(self._many) or self._many.view[at] != key_no:
            raise self._container.damaged(f"key {key_no} has many postings, and it is not said how many")
        return self._size[at]

    def names(self, start: int, stop: int) -> Sequence[int]:
        """The numbers of the names at these postings."""
        return self._name.slice(start, stop)

    def schemes(self, at: int) -> int:
        """The number of the set of schemes at a posting."""
        return self._schemes[at] if self._schemes is not None else 0
