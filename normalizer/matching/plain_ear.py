"""The search for Latin words that were written by ear, in Python: what `_ear.c` does where it was built, with the same
answers. `ear` says what the tables are and asks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from itertools import islice

EDGE = "^"  # before a word, and after it
BEFORE = 2  # letters that tell what the next is likely to be
LONGEST_RUN = 3  # letters of a script that stand for a piece together
PIECES = 8  # of one run that are tried, the likeliest
BEAM = 12  # beginnings that are kept: bounds the work
FOLLOWING = 0.5  # what the order of Latin letters counts beside the pieces
# Decibans given back for each letter, so that words are not too short; between 6.5 and 11 it hardly matters (.57 to .58
# of the held-out names in Kana are among three).
LETTER = 7.8
OTHERWISE = 1e-6  # chance of a letter and of up to LONGEST_OTHER Latin ones that no table has together
LONGEST_OTHER = 3
NEPERS = math.log(10) / 10  # natural logarithm of a deciban
UNKNOWN = 14  # decibans of a letter that never follows: one in 28


class Ear:
    """What one script writes by ear.

    Args:
        cells: run of letters -> its pieces with decibans ("bri:41 bry:47"), the likeliest first.
        following: Latin letters before -> decibans of falling back on fewer of them, letters that follow with theirs.
    """

    def __init__(self, cells: Mapping[str, str], following: Mapping[str, tuple[int, str]]) -> None:
        self._cells, self._read = cells, dict[str, tuple[tuple[str, int], ...]]()
        self._following = {before: (back, dict(_costs(cell))) for before, (back, cell) in following.items()}
        self._cost = cache(self._cost_of_letter)

    def spellings(self, word: str, most: int) -> tuple[str, ...]:
        """The likeliest Latin spellings of a word, the likeliest first, at most so many."""
        reached: list[dict[str, float]] = [{EDGE * BEFORE: 0.0}, *({} for _ in word)]
        for at in range(len(word)):
            begun = _best(reached[at], BEAM)
            for size in range(1, min(LONGEST_RUN, len(word) - at) + 1):
                after = reached[at + size]
                end = EDGE if at + size == len(word) else ""
                for piece, cost in self._pieces(word[at : at + size]):
                    for spelling, total in begun:
                        made = total + cost + self._cost_of(spelling[-BEFORE:], piece + end)
                        if made < after.get(spelling + piece, made + 1):
                            after[spelling + piece] = made
        return tuple(spelling[BEFORE:] for spelling, _ in _best(reached[-1], most) if len(spelling) > BEFORE)

    def together(self, word: str, latin: str) -> float:
        """The chance of a word and a Latin one, over all ways to cut them."""
        size = len(latin)
        reached = [[1.0] + [0.0] * size, *([0.0] * (size + 1) for _ in word)]
        for at in range(len(word)):
            begun = [(end, weight) for end, weight in enumerate(reached[at]) if weight]
            for to in range(at + 1, min(len(word), at + LONGEST_RUN) + 1):
                after = reached[to]
                for piece, cost in self._pieces(word[at:to]):
                    share, length = math.exp(-NEPERS * cost), len(piece)
                    for end, weight in begun:
                        if latin.startswith(piece, end):
                            after[end + length] += weight * share
            for end, weight in begun:
                for other in range(end, min(size, end + LONGEST_OTHER) + 1):
                    reached[at + 1][other] += weight * OTHERWISE
        return reached[-1][-1]

    def usual(self, latin: str) -> int:
        """Decibans of a Latin word by how its letters follow each other."""
        edged = f"{EDGE * BEFORE}{latin}{EDGE}"
        return sum(self._cost(edged[at - BEFORE : at], edged[at]) for at in range(BEFORE, len(edged)))

    def _pieces(self, run: str) -> tuple[tuple[str, int], ...]:
        """The pieces of a run with their decibans, the likeliest first."""
        found = self._read.get(run)
        if found is None:
            found = self._read[run] = tuple(islice(_costs(self._cells.get(run, "")), PIECES))
        return found

    def _cost_of_letter(self, before: str, letter: str) -> int:
        """Decibans of a letter after others."""
        back, known = self._following.get(before, (0, {}))
        if letter in known:
            return known[letter]
        return back + self._cost(before[1:], letter) if before else UNKNOWN

    def _cost_of(self, before: str, piece: str) -> float:
        """What a piece adds to the costs of a word after the letters before it."""
        total = 0.0
        for letter in piece:
            total += self._cost(before, letter) - LETTER
            before = (before + letter)[-BEFORE:]
        return FOLLOWING * total


def _costs(cell: str) -> list[tuple[str, int]]:
    """Pieces with their decibans, from the cell of a table."""
    split = (one.rpartition(":") for one in cell.split(" "))
    return [(piece, int(cost)) for piece, colon, cost in split if colon]


def _best(reached: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    """The cheapest, and of two that cost the same the first in the alphabet."""
    return sorted(reached.items(), key=lambda item: (item[1], item[0]))[:most]
