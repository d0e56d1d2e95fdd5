"""Where texts of different sizes stand in a blob, in little more than a byte each.

The sizes are kept, and the place of every sixteenth text; the place of one is that of the sixteenth before it, and the
sizes between. Offsets of four bytes would be a tenth of a gazetteer.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from gazetteer.container import Container, narrow

EVERY = 16
"""Texts of which one has its place written down: twice as many would save .1 byte a text and add eight steps."""

AddPieces = Callable[[str, str, "Iterable[bytes | bytearray | array[int]]"], None]


class Ends:
    """The places of the texts of an open file.

    Args:
        container: the file. name: of the sections: `name`.size and `name`.start.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._size, self._start = container.section(f"{name}.size"), container.section(f"{name}.start")

    def __len__(self) -> int:
        return len(self._size)

    def pair(self, at: int) -> tuple[int, int]:
        """Where a text begins and ends."""
        sizes = self._size.slice(at & -EVERY if at > 0 else at, at + 1).tolist()
        end = self._start[at // EVERY] + sum(sizes)
        return end - sizes[-1], end

    def all_of(self, numbers: range) -> list[int]:
        """Where the texts of these numbers begin, and where the last one ends."""
        first = numbers.start & -EVERY
        sizes = self._size.slice(first, numbers.stop).tolist()
        return list(accumulate(sizes, initial=self._start[first // EVERY]))[numbers.start - first :]


def starts(sizes: Iterable[int]) -> Iterator[int]:
    """The places of every sixteenth of texts of these sizes.

    >>> list(starts([1] * 40))
    [0, 16, 32]
    """
    return (place for at, place in enumerate(accumulate(sizes, initial=0)) if at % EVERY == 0)


def add_ends(add: AddPieces, name: str, sizes: array[int]) -> None:
    """Write where texts of these sizes stand.

    Args:
        add: takes the name of a section, the type of its elements, and its pieces.
        name: of the sections. sizes: in bytes, in the order of the texts.
    """
    code = narrow(max(sizes, default=0))
    code = "I" if code == "T" else code
    add(f"{name}.size", code, (array(code, sizes),))
    total = sum(sizes)
    wide = "I" if total < 1 << 32 else "Q"
    add(f"{name}.start", wide, (array(wide, starts(sizes)),))
