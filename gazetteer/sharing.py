"""The names worth a look among all that share keys with a question: entities weighed by what they share.

Each key stands for some words of the question, as bits, and has a value: how rare it is among all entities that are
asked. What an entity shares is the sum over the words, each with its rarest key. A key of two words counts for both
of them; one of the whole question stands beside the sum, whichever is more. Nothing here knows what keys are.

The index tells how many names a key leads to before any is read, so the rarest keys are read first and reading stops
at a limit. All of this is the plain twin of _near_pool.h: the order of additions is the same, so that the sums are, to
the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from gazetteer.hints import Protocol
from gazetteer.model import Kind, Layer
from gazetteer.values import NamedTuple

Wanted = tuple[str, int, float]
"""A key to look up: its text, the words of the question that it stands for, as bits, and what it counts, 1 in full."""


class Limits(NamedTuple):
    """How much is read: postings of one key, and of all; how much is given: entities, and names of each."""

    per_key: int
    read: int
    entities: int
    names: int


class Pool(NamedTuple):
    """Names that share something with a question.

    owners, numbers, sums, texts: for each name its entity, its number, what the entity shares, and its text; those that
    were found near the question first, then those of the entities that share most. cut: some postings were not read.
    """

    owners: list[int]
    numbers: list[int]
    sums: list[float]
    texts: list[str]
    cut: bool


class Range(NamedTuple):
    """Postings of one key: its value, its words as bits, its first posting and the one after its last."""

    value: float
    words: int
    start: int
    stop: int


class Read(Protocol):
    """What is read of an open gazetteer."""

    def spans(self, keys: Sequence[str], layer: Layer) -> list[tuple[int, int]]: ...
    def leads(self, start: int, stop: int) -> Iterator[tuple[int, int]]: ...
    def entity_no(self, name_no: int) -> int: ...
    def class_of(self, entity_no: int) -> tuple[Kind, str, str]: ...
    def texts(self, names: Iterable[int]) -> list[str]: ...


def pooled(
    read: Read, wanted: Sequence[Wanted], whole: int, crowd: int, limits: Limits, near: Sequence[int], kind: str | None
) -> Pool:
    """As `Gazetteer.pool`, in Python."""
    ranges, cut = _ranges(read, wanted, crowd, limits)
    leads = [list(read.leads(found.start, found.stop)) for found in ranges]
    sums = weighed(ranges, leads, whole)
    chosen = islice((owner for owner in sums if not kind or read.class_of(owner)[0] == kind), limits.entities)
    met: dict[int, list[int]] = {owner: [] for owner in chosen}
    for name, owner in (lead for found in leads for lead in found):
        names = met.get(owner)
        if names is not None and len(names) < limits.names and name not in names:
            names.append(name)
    rows = [(read.entity_no(number), number) for number in near]
    rows += [(owner, number) for owner, names in met.items() for number in names]
    numbers = [number for _, number in rows]
    return Pool([o for o, _ in rows], numbers, [sums.get(o, 0.0) for o, _ in rows], read.texts(numbers), cut)


def _ranges(read: Read, wanted: Sequence[Wanted], crowd: int, limits: Limits) -> tuple[list[Range], bool]:
    """What is read of each key, the rarest first; whether something is left unread."""
    ranges = []
    spans = read.spans([key for key, *_ in wanted], "part")
    for (_, words, factor), (start, stop) in zip(wanted, spans, strict=True):
        if start < stop:
            ranges.append(Range(factor * math.log(1 + crowd / (stop - start)), words, start, stop))
    ranges.sort(key=lambda one: -one.value)
    kept = []
    left, cut = limits.read, False
    for found in ranges:
        end = min(found.stop, found.start + min(limits.per_key, left))
        cut |= end < found.stop
        left -= end - found.start
        if end > found.start:
            kept.append(found._replace(stop=end))
    return kept, cut


def weighed(ranges: Sequence[Range], read: Sequence[Sequence[tuple[int, int]]], whole: int) -> dict[int, float]:
    """Entities with the sum of what they share, most first.

    Args:
        ranges: the keys, the rarest first. read: for each its postings, as (name, entity).
        whole: the bit of the whole question.

    >>> weighed([Range(3.0, 1, 0, 1), Range(2.0, 2, 0, 2)], [[(7, 1)], [(7, 1), (9, 5)]], 4)
    {1: 5.0, 5: 2.0}
    """
    tables: dict[int, dict[int, float]] = {}
    for (value, words, *_), leads in zip(reversed(ranges), reversed(read), strict=True):  # the rarest has the last word
        tables.setdefault(words, {}).update([(owner, value) for _, owner in leads])
    sums = _sums(tables, whole)
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _sums(tables: dict[int, dict[int, float]], whole: int) -> dict[int, float]:
    sums: dict[int, float] = {}
    for words, table in tables.items():
        if words.bit_count() == 1 and words != whole:
            for entity, value in table.items():
                sums[entity] = sums.get(entity, 0.0) + value
    plain = dict(sums)
    for words, table in tables.items():
        if words.bit_count() == 2:
            singles = [tables.get(1 << at, {}) for at in range(words.bit_length()) if words >> at & 1]
            for entity, value in table.items():
                rest = plain.get(entity, 0.0) - sum(single.get(entity, 0.0) for single in singles)
                sums[entity] = max(sums.get(entity, 0.0), rest + value)
    for entity, value in tables.get(whole, {}).items():
        sums[entity] = max(sums.get(entity, 0.0), value)
    return sums
