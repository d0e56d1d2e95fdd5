"""The member of a set of spellings that is nearest to all others."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from normalizer.romanization.expand import fold_latin

MEMBERS_COMPARED = 40  # of larger sets, the first so many stand for all


def medoid(spellings: Sequence[str]) -> str:
    """The spelling with the smallest sum of normalised distances to the others; plain letters win ties.

    >>> medoid(["gorbatschow", "gorbachev", "gorbachov", "gorbachyov"])
    'gorbachov'
    """
    if len(spellings) < 3:
        return min(spellings, key=lambda s: (not s.isascii(), len(s), s))
    folded = [fold_latin(s) for s in spellings]
    sample = folded[:MEMBERS_COMPARED]
    cost = [sum(Levenshtein.normalized_distance(a, b) for b in sample) for a in folded]
    best = min(range(len(spellings)), key=lambda i: (round(cost[i], 6), not spellings[i].isascii(), spellings[i]))
    return spellings[best]
