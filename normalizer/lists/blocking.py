"""Which names of a list are worth a comparison: they share sounds, and look alike once they are all in Latin letters.

To compare all with all is out of reach, so each name asks the list (`crowd`) for its likeliest partners. What meets
here is only compared; nothing here decides. A pair that two names ask for is met once: pairs are integers that are
sorted, on disk for long lists, and come in the order of the list.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from normalizer.lists.crew import in_crew
from normalizer.lists.crowd import MOST, Crowd
from normalizer.lists.shapes import likeness, shape_of
from normalizer.lists.spill import Buckets
from normalizer.matching.evidence import NameParts

__all__ = ["MOST", "likeness", "meetings", "packed_meetings", "shape_of"]

RANGE = 500  # names of one task: long enough that handing it over costs nothing, short enough to share evenly
LOW = (1 << 32) - 1  # of a pair in one integer: the higher position; the lower one is above


def meetings(
    names: Sequence[str], kind: str | None = None, known: NameParts | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs of names, by position, that are worth a comparison; the lower position first, each pair once.

    >>> list(meetings(["Lisyansky", "Kirov", "Лисянский", "Poltava"]))
    [(0, 2)]
    """
    crowd = Crowd.of(((name, kind) for name in names), known)
    for pairs in packed_meetings(lambda: crowd, len(names)):
        yield from ((pair >> 32, pair & LOW) for pair in pairs)


def packed_meetings(
    crowd: Callable[[], Crowd], count: int, workers: int = 1, folder: Path | None = None
) -> Iterator[list[int]]:
    """The pairs of a crowd as integers, `lower << 32 | higher`, in order, in lists of bounded length.

    Args:
        crowd: opens the crowd; called in each process. count: its names. folder: for what waits to be sorted.
    """
    buckets = Buckets(max(count, 1) << 32, count * MOST // 2, folder, "pairs")
    tasks = (range(first, min(first + RANGE, count)) for first in range(0, count, RANGE))
    for asked in in_crew(crowd, _asked_for, tasks, workers):
        pairs = array("Q")
        pairs.frombytes(asked)
        buckets.extend(pairs)
    for values in buckets.sorted():
        yield [value for at, value in enumerate(values) if not at or values[at - 1] != value]


def _asked_for(crowd: Crowd, numbers: range) -> bytes:
    pairs = array("Q")
    for i in numbers:
        pairs.extend([i << 32 | j if i < j else j << 32 | i for j in crowd.partners_of(i)])
    return pairs.tobytes()
