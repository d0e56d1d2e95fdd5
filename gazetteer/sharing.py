"""Entities under several keys of one question, weighed by what they share with it.

Each key stands for some words of the question, as bits, and has a value: how rare it is. What an entity shares is the
sum over the words, each with its rarest key. A key of two words counts for both of them; one of the whole question
stands beside the sum, whichever is more. Nothing here knows what keys are.

This is the plain twin of a part of _near.c: the order of additions is the same, so that the sums are, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """Postings of one key: its value, its words as bits, its first posting and the one after its last."""

    value: float
    words: int
    start: int
    stop: int


class Sharing(NamedTuple):
    """What was found under the keys of a question.

    rarity: entities with the sum of what they share, most first, then by number. leads: what was read, in order: the
    number of a name, that of its entity, and so on in turn.
    """

    rarity: dict[int, float]
    leads: Sequence[int]

    def names(self, entities: Iterable[int], most: int) -> dict[int, list[int]]:
        """The names of these entities that were met, those under the first keys first, at most so many of each."""
        met: dict[int, list[int]] = {entity: [] for entity in entities}
        numbers = iter(self.leads)
        for name, owner in zip(numbers, numbers, strict=True):
            known = met.get(owner)
            if known is not None and len(known) < most and name not in known:
                known.append(name)
        return met


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
