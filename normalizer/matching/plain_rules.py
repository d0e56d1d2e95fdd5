"""Rules of letters at work, in plain Python: the cheapest way to turn one word into another.

The twin of `_align_rules.h`, as `plain` is of the rest of the compiled core. Which rules there are, and what it
means when they suffice, is `counterpart`'s to say. A dynamic programme over the positions of both words: equal
letters cost nothing, a letter doubled on one side little, a rule what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.matching.plain import MAX_LETTERS

LONGEST_LEFT = 7  # letters on the left of a rule; longer rules never apply

Rule = tuple[str, str, str, float]  # left, right, where ("any", "start", "end", "unwritten"), cost


class Rules:
    """Rules ready to use.

    Args:
        rules: each one way only; a rule's place is its number.
        highest: what a way may cost.
        doubled: the cost of a letter that is doubled on one side only.
    Raises:
        ValueError: a rule has letters on neither side.
    """

    __slots__ = ("_doubled", "_highest", "_table")

    def __init__(self, rules: Sequence[Rule], highest: float, doubled: float) -> None:
        self._highest, self._doubled = highest, doubled
        self._table: dict[str, list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(rules):
            if not rule[0] and not rule[1]:
                raise ValueError("a rule without letters")
            self._table.setdefault(rule[0], []).append((number, rule))

    def cheapest(self, a: str, b: str, unwritten: bool) -> tuple[float, tuple[int, ...]] | None:
        """The cost of the cheapest way and the numbers of the rules it takes, in order; None if there is none.

        Of ways that cost the same, the first found counts. `unwritten`: whether short vowels may be missing.

        >>> Rules([("iv", "ov", "end", 0.3)], 3.0, 0.2).cheapest("kharkiv", "kharkov", False)
        (0.3, (0,))
        """
        a, b = a[:MAX_LETTERS], b[:MAX_LETTERS]
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
        for i in range(len(a) + 1):
            for j in range(len(b) + 1):
                here = best.get((i, j))
                if here is None:
                    continue
                for di, dj, cost, number in self._moves(a, b, i, j, unwritten):
                    total, cell = here[0] + cost, (i + di, j + dj)
                    if total <= self._highest and (cell not in best or total < best[cell][0]):
                        best[cell] = (total, here[1] if number < 0 else (*here[1], number))
        return best.get((len(a), len(b)))

    def _moves(self, a: str, b: str, i: int, j: int, unwritten: bool) -> Iterator[tuple[int, int, float, int]]:
        """Steps from a cell: a letter that both have, a letter doubled on one side, a rule and its number."""
        if i < len(a) and j < len(b) and a[i] == b[j]:
            yield 1, 1, 0.0, -1
        if 0 < i < len(a) and j > 0 and a[i] == a[i - 1] == b[j - 1]:
            yield 1, 0, self._doubled, -1
        if 0 < j < len(b) and i > 0 and b[j] == b[j - 1] == a[i - 1]:
            yield 0, 1, self._doubled, -1
        for size in range(min(LONGEST_LEFT, len(a) - i) + 1):
            for number, (_, other, where, cost) in self._table.get(a[i : i + size], ()):
                after = j + len(other)
                at_end = i + size == len(a) and after == len(b)
                if b.startswith(other, j) and _stands(where, i == j == 0, at_end, unwritten):
                    yield size, len(other), cost, number


def _stands(where: str, at_start: bool, at_end: bool, unwritten: bool) -> bool:
    if where == "unwritten":
        return unwritten and not at_start and not at_end
    return where == "any" or (where == "start" and at_start) or (where == "end" and at_end)
