"""The pairs of a list that may be one name, with their scores: compared by several processes, kept as sorted integers.

A list knows more than a pair: two names that are both like the same third ones are likelier one name than their letters
alone say. So each partner in common supports a pair, by its less sure likeness of the two, and raises its score. Of all
pairs compared only those are kept that this may make one name; a pair takes 16 bytes, on disk for long lists.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from normalizer.lists.blocking import LOW, packed_meetings
from normalizer.lists.crew import in_crew
from normalizer.lists.crowd import Crowd
from normalizer.lists.scoring import log_odds, pair_score
from normalizer.lists.spill import Column, Texts
from normalizer.matching.evidence import NameParts
from normalizer.matching.model import probability

# How each was chosen: docs/clustering.md.
LIKELY = 0.5  # score from which a name is a partner that speaks for others
KEPT = 0.3  # score below which no number of partners in common makes two names one
SUPPORT = 0.6  # log-odds by which a score rises for each factor of e in the support of partners in common

TASK = 2_000  # pairs that a process compares at a time
Report = Callable[[int, int | None], object]
Edge = tuple[float, int, int]


class Bench(NamedTuple):
    """What it takes to compare names by number, in any process."""

    names: Sequence[str] | Texts
    kind: str | None
    known: NameParts | None


class Workshop(NamedTuple):
    """Where and by whom the work is done: a folder for long columns (None: memory), processes, how each of them opens
    what the gazetteers know, and who is told how far the work is (names done, of how many)."""

    folder: Path | None = None
    workers: int = 1
    reopen: Callable[[], NameParts | None] | None = None
    report: Report | None = None


class Likely:
    """Pairs of names by number, in order, with their scores."""

    def __init__(self, pairs: memoryview, scores: memoryview | Sequence[float]) -> None:
        self._pairs, self._scores = pairs, scores

    def score(self, i: int, j: int) -> float | None:
        """The score of two names, i below j, if they are a likely pair."""
        pair = i << 32 | j
        at = bisect_left(self._pairs, pair)
        return self._scores[at] if at < len(self._pairs) and self._pairs[at] == pair else None

    def edges(self, least: float) -> Iterator[Edge]:
        """Pairs from a score up."""
        for pair, score in zip(self._pairs, self._scores, strict=True):
            if score >= least:
                yield score, pair >> 32, pair & LOW


def likely_pairs(
    names: Sequence[str], kind: str | None = None, known: NameParts | None = None, work: Workshop | None = None
) -> Likely:
    """The pairs of a list that may be one name, with scores that partners in common have raised.

    >>> names = ["Lisyansky", "Kirov", "Lisjanski"]
    >>> [(names[i], names[j]) for _, i, j in likely_pairs(names).edges(0.75)]
    [('Lisyansky', 'Lisjanski')]
    """
    work = work or Workshop()
    folder = work.folder
    pairs = Column("Q", folder / "likely.pairs" if folder else None)
    scores = Column("d", folder / "likely.scores" if folder else None)
    for kept, found in _compared(names, kind, known, work):
        pairs.write(kept)
        scores.write(found)
    return Likely(pairs.view(), _all_raised(pairs.view(), scores.view(), len(names)))


def _compared(
    names: Sequence[str], kind: str | None, known: NameParts | None, work: Workshop
) -> Iterator[tuple[bytes, bytes]]:
    """Pairs that met and their scores, those that are high enough, as bytes of integers and of decimal numbers."""
    folder, workers = work.folder, work.workers
    crowd = Crowd.of(((name, kind) for name in names), known, folder, len(names))
    open_crowd: Callable[[], Crowd] = lambda: crowd  # noqa: E731
    bench: Callable[[], Bench] = partial(Bench, names, kind, known)
    if folder and workers > 1:
        stored = Texts(folder, "names")
        for name in names:
            stored.append(name)
        stored.seal()
        open_crowd, bench = partial(Crowd.stored, folder), partial(_open_bench, folder, kind, work.reopen)
    met = packed_meetings(open_crowd, len(names), workers, folder)
    tasks = (array("Q", pairs[at : at + TASK]).tobytes() for pairs in met for at in range(0, len(pairs), TASK))
    for kept, scores, reached in in_crew(bench, _scored, tasks, workers):
        if work.report:
            work.report(reached, len(names))
        yield kept, scores


def _open_bench(folder: Path, kind: str | None, reopen: Callable[[], NameParts | None] | None) -> Bench:
    return Bench(Texts.stored(folder, "names"), kind, reopen() if reopen else None)


def _scored(bench: Bench, task: bytes) -> tuple[bytes, bytes, int]:
    """Of these pairs those that may be one name, their scores, and the name that was reached."""
    pairs, kept, scores = array("Q"), array("Q"), array("d")
    pairs.frombytes(task)
    names = bench.names
    first, name = -1, ""
    for pair in pairs:
        if pair >> 32 != first:
            first = pair >> 32
            name = names[first]
        score = pair_score(name, names[pair & LOW], bench.kind, bench.known)
        if score >= KEPT:
            kept.append(pair)
            scores.append(score)
    return kept.tobytes(), scores.tobytes(), first


class _Partners:
    """For each name the names that are likely the same, and how surely, in three arrays."""

    def __init__(self, pairs: memoryview, scores: memoryview, count: int) -> None:
        sure = [(at, log_odds(score)) for at, score in enumerate(scores) if score > LIKELY]
        self._ends = array("I", bytes(4 * (count + 1)))  # first how many, then where they end
        for at, _ in sure:
            self._ends[(pairs[at] >> 32) + 1] += 1
            self._ends[(pairs[at] & LOW) + 1] += 1
        for i in range(count):
            self._ends[i + 1] += self._ends[i]
        filled = array("I", self._ends)
        self._names, self._sure = array("I", bytes(8 * len(sure))), array("d", bytes(16 * len(sure)))
        for at, odds in sure:
            i, j = pairs[at] >> 32, pairs[at] & LOW
            for one, other in ((i, j), (j, i)):
                self._names[filled[one]], self._sure[filled[one]] = other, odds
                filled[one] += 1

    def of(self, i: int) -> Iterator[tuple[int, float]]:
        first, last = self._ends[i], self._ends[i + 1]
        return zip(self._names[first:last], self._sure[first:last], strict=True)


def _all_raised(pairs: memoryview, scores: memoryview, count: int) -> array[float]:
    """The scores, each raised by the partners that the two names have in common."""
    partners = _Partners(pairs, scores, count)
    found = array("d")
    first, own = -1, dict[int, float]()
    for pair, score in zip(pairs, scores, strict=True):
        if pair >> 32 != first:
            first = pair >> 32
            own = dict(partners.of(first))
        found.append(raised(score, own, partners.of(pair & LOW)) if own else score)
    return found


def raised(score: float, own: dict[int, float], others: Iterator[tuple[int, float]]) -> float:
    """The score of two names with these partners: each in common supports it by its less sure likeness.

    >>> raised(0.6, {7: 3.0}, iter([(7, 2.5)])) > raised(0.6, {7: 3.0}, iter([(8, 2.5)])) == 0.6
    True
    """
    support = sum(min(own[k], sure) for k, sure in others if k in own)
    return probability(log_odds(score) + SUPPORT * math.log1p(support)) if support else score
