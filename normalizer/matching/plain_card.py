"""A scorecard at work, in plain Python: curves of straight lines, summed.

The twin of `_align_card.h`, as `plain` is of the rest of the compiled core. What the curves are about is for
`model` to say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Card:
    """A bias and curves (place of the number it is about, knots in rising order, points at them).

    Raises:
        ValueError: a curve without knots, or with another count of points.
    """

    __slots__ = ("_bias", "_curves")

    def __init__(self, bias: float, curves: Sequence[tuple[int, Sequence[float], Sequence[float]]]) -> None:
        self._bias = bias
        self._curves = [(place, tuple(knots), tuple(points)) for place, knots, points in curves]
        for place, knots, points in self._curves:
            if place < 0:
                raise ValueError("a curve is about a number at a place from 0 on")
            if not knots or len(knots) != len(points):
                raise ValueError("a curve has as many points as knots, and at least one")

    def total(self, row: tuple[float, ...]) -> float:
        """The bias and the points of all curves at these numbers; level before the first knot and after the last.

        >>> Card(1.0, [(0, (0.0, 2.0), (0.0, 4.0))]).total((0.5,))
        2.0
        """
        total = self._bias
        for place, knots, points in self._curves:
            value = row[place]
            if not value > knots[0]:
                total += points[0]
            elif value >= knots[-1]:
                total += points[-1]
            else:
                at = bisect_right(knots, value) - 1
                rise = (points[at + 1] - points[at]) / (knots[at + 1] - knots[at])
                total += points[at] + rise * (value - knots[at])
        return total
