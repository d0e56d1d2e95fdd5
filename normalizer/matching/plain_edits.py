"""What the letters in which two words differ are worth, in plain Python.

The twin of `_align_edits.h`, as `plain` is of the rest of the compiled core. Which edit is worth what is for `edits`
to say.
"""

from __future__ import annotations

from collections.abc import Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 64  # letters of a word that are looked at, as in the compiled core
PLACES = DOUBLED, FIRST, LAST, INSIDE = range(4)  # of a letter that only one word has; the first of them that fits
HIGHEST = 4096  # hundredths that one edit is worth at most, either way
EDIT = 1 << 20  # more than all points of LONGEST edits, either way: fewer edits go before more points


class Edits:
    """Points of edits, ready to use.

    Args:
        more: hundredths of log-odds of a letter that only one word has: those of a to z where it is DOUBLED, then
            where it is the FIRST letter of its word, the LAST one, INSIDE.
        other: of a letter in place of another: for each of a to z those of a to z.
    Raises:
        ValueError: another count of points, or points beyond HIGHEST.
    """

    __slots__ = ("_more", "_other")

    def __init__(self, more: Sequence[int], other: Sequence[int]) -> None:
        self._more, self._other = tuple(more), tuple(other)
        if len(self._more) != len(PLACES) * len(LETTERS) or len(self._other) != len(LETTERS) ** 2:
            raise ValueError("edits are worth 4 times 26 points and 26 times 26")
        if any(abs(points) > HIGHEST for points in (*self._more, *self._other)):
            raise ValueError(f"an edit is worth {HIGHEST} hundredths at most")

    def points(self, a: str, b: str) -> float:
        """Log-odds of the edits between two words: of the ways with the fewest edits that which is worth most.

        >>> more, other = [0] * 104, [0] * 676
        >>> more[LAST * 26 + 4] = 50  # an e at the end
        >>> Edits(more, other).points("clark", "clarke")
        0.5
        """
        if a == b:
            return 0.0
        x, y = a[:LONGEST], b[:LONGEST]
        codes_x, codes_y = ([LETTERS.find(letter) for letter in word] for word in (x, y))
        more_x, more_y = self._more_of(x, codes_x), self._more_of(y, codes_y)
        before = [0]
        for cost in more_y:
            before.append(before[-1] + cost)
        for i, (left, more) in enumerate(zip(codes_x, more_x, strict=True)):
            row = [before[0] + more]
            for j, right in enumerate(codes_y):
                cost = before[j] if x[i] == y[j] else before[j] + EDIT - self._points_of(left, right)
                row.append(min(cost, before[j + 1] + more, row[j] + more_y[j]))
            before = row
        total = before[-1]
        return ((total + EDIT // 2) // EDIT * EDIT - total) / 100

    def _more_of(self, word: str, codes: list[int]) -> list[int]:
        """What each letter costs where only its word has it."""
        costs = []
        for at, code in enumerate(codes):
            place = place_of(word, at)
            costs.append(EDIT - (self._more[place * len(LETTERS) + code] if code >= 0 else 0))
        return costs

    def _points_of(self, a: int, b: int) -> int:
        return self._other[a * len(LETTERS) + b] if a >= 0 and b >= 0 else 0


def place_of(word: str, at: int) -> int:
    """Where in its word a letter stands: DOUBLED, FIRST, LAST or INSIDE.

    >>> place_of("anna", 1) == DOUBLED, place_of("anna", 3) == LAST
    (True, True)
    """
    letter = word[at]
    if (at and word[at - 1] == letter) or word[at + 1 : at + 2] == letter:
        return DOUBLED
    return FIRST if at == 0 else LAST if at == len(word) - 1 else INSIDE
