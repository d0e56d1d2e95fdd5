"""The arithmetic of aligned letters in plain Python: what `_align.c` computes, for machines without it.

Both define the same values and functions and give the same numbers (tests/matching/test_core.py), so whoever
asks does not know which answered; `core` chooses. The compiled one is some fifty times as fast. The sum over all
alignments is that of a stochastic transducer (Ristad & Yianilos 1998). Everything here is numbers: what a letter
costs is in the tables, which letters a word has is in `letters`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from gazetteer.values import NamedTuple
from normalizer.matching.assign import Pairs, assign

LEAST = 1e-300  # the least sum whose logarithm is taken; forty letters that all count their worst come near it
MAX_LETTERS = 64  # letters that `spelling` looks at; the compiled core has room for no more, in words too

Rows = tuple[tuple[float, ...], ...]


class Word(NamedTuple):
    """A word encoded for one side of a table: letter numbers, and the odds that each is dropped."""

    codes: tuple[int, ...]
    gaps: tuple[float, ...]


class Side:
    """One side's letters: their numbers, and how easily each is dropped beside its neighbours.

    Args:
        letters: the letters, each once; a letter's place is its number.
        drop: for each letter, the odds that it is dropped.
        before: a row for each letter, and last one for the edge of the word: what those odds are multiplied by,
            for each letter that comes after it.
        after: a row for each letter: what the odds are multiplied by when a letter, or last the edge, follows.
        limit: letters of one word that count.
    """

    __slots__ = ("_after", "_before", "_drop", "_edge", "_limit", "_number")

    def __init__(
        self,
        letters: str,
        drop: Sequence[float],
        before: Sequence[Sequence[float]],
        after: Sequence[Sequence[float]],
        limit: int,
    ) -> None:
        self._number = {letter: i for i, letter in enumerate(letters)}
        self._drop, self._before, self._after = drop, before, after
        self._edge = len(letters)
        self._limit = limit

    def encode(self, letters: str, bare: Callable[[str], str]) -> Word:
        """The word's numbers; a letter the table does not know counts as its bare form, or not at all."""
        codes = [code for code, _ in zip(self._known(letters, bare), range(self._limit), strict=False)]
        around = [self._edge, *codes, self._edge]
        gaps = [
            self._drop[code] * self._before[around[i]][code] * self._after[code][around[i + 2]]
            for i, code in enumerate(codes)
        ]
        return Word(tuple(codes), tuple(gaps))

    def _known(self, letters: str, bare: Callable[[str], str]) -> Iterator[int]:
        number = self._number
        for letter in letters:
            if letter in number:
                yield number[letter]
            else:
                yield from (number[known] for known in bare(letter) if known in number)


class Table:
    """The odds of letter pairs, and how their sum over a word becomes log-odds.

    Args:
        pair: a row for each letter of side x, the odds for each letter of side y.
        first: what the pair of both first letters is multiplied by.
        scale, shift, pad: log-odds are scale * evidence / (letters of both + pad) + shift.
        empty: log-odds of a word without letters.
    """

    __slots__ = ("_empty", "_first", "_pad", "_pair", "_scale", "_shift")

    def __init__(
        self,
        pair: Sequence[Sequence[float]],
        first: float,
        scale: float,
        shift: float,
        pad: float,
        empty: float,
    ) -> None:
        self._pair, self._first = pair, first
        self._scale, self._shift, self._pad, self._empty = scale, shift, pad, empty

    def evidence(self, x: Word, y: Word) -> float:
        """Log of the sum over all alignments, against chance. Work grows with the product of the lengths."""
        codes_y, gaps_y, first = y.codes, y.gaps, self._first
        row = [1.0]
        for gap in gaps_y:
            row.append(row[-1] * gap)
        for code, gap in zip(x.codes, x.gaps, strict=True):
            weights = self._pair[code]
            left = row[0] * gap
            below = [left]
            corner = row[0] * first
            first = 1.0
            for j, letter in enumerate(codes_y):
                above = row[j + 1]
                left = corner * weights[letter] + above * gap + left * gaps_y[j]
                corner = above
                below.append(left)
            row = below
        return math.log(max(row[-1], LEAST))

    def log_odds(self, x: Word, y: Word) -> float:
        """Log-odds that two words are one name rather than a near miss."""
        if not x.codes or not y.codes:
            return self._empty
        return self._scale * self.evidence(x, y) / (len(x.codes) + len(y.codes) + self._pad) + self._shift

    def matrix(self, a: Sequence[Word], b: Sequence[Word], turned: bool = False) -> Rows:
        """`log_odds` of each word of `a` (rows) with each of `b`; `turned`: the words of `a` are of side y."""
        if turned:
            return tuple(tuple(self.log_odds(y, x) for y in b) for x in a)
        return tuple(tuple(self.log_odds(x, y) for y in b) for x in a)

    def pair_up(
        self, a: Sequence[Word], b: Sequence[Word], turned: bool = False, bonus: float = 0.0
    ) -> tuple[Rows, Pairs]:
        """`matrix`, and which words go together; `bonus` is what standing at the same place is worth."""
        rows = self.matrix(a, b, turned)
        gains = [[value + (bonus if i == j else 0.0) for j, value in enumerate(row)] for i, row in enumerate(rows)]
        return rows, assign(gains)


def spelling(a: str, b: str) -> tuple[float, float, float, float, float, float]:
    """How alike two strings look, six ways from 0 to 1, reading no more than MAX_LETTERS of each.

    Returns:
        The common beginning and the common end as shares of the longer one, the shorter length by the longer,
        Indel and Levenshtein similarity by length, Jaro-Winkler similarity (Winkler 1990).

    >>> tuple(round(x, 2) for x in spelling("ivanov", "ivanova"))
    (0.86, 0.0, 0.86, 0.92, 0.86, 0.97)
    """
    # Late: a look-up that compares no strings must not wait for it.
    from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein, Postfix, Prefix

    a, b = a[:MAX_LETTERS], b[:MAX_LETTERS]
    return (
        Prefix.normalized_similarity(a, b),
        Postfix.normalized_similarity(a, b),
        min(len(a), len(b)) / max(len(a), len(b)) if a or b else 1.0,
        Indel.normalized_similarity(a, b),
        Levenshtein.normalized_similarity(a, b),
        JaroWinkler.similarity(a, b),
    )
