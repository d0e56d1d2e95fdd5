"""How well two words agree, letter by letter: evidence from learned costs.

A cost table (`costs/<script>-<script>.tsv`) holds log-odds: how much more often than by chance a letter of
one spelling stands where a letter of the other does, and how easily a letter is dropped beside its
neighbours. The evidence for two words is the log of the sum over all their alignments (a stochastic
transducer; Ristad & Yianilos 1998), so no single alignment has to be right. `log_odds` turns it into the
log-odds that the two words are one name rather than a near miss: evidence divided by the letters of both.
The tables are learned by benchmarks/learn_costs.py; a table is read when its scripts first meet.

Words of two scripts without a common table go through plain Latin letters, as do all scripts that have no
table at all. Nothing here knows what a name is: order, titles and contradictions are next door.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from normalizer.matching.letters import group_of, letters_of
from normalizer.policy import MAX_ALIGNED_LETTERS
from normalizer.text.unicode import fold_accents

COST_DIR = Path(__file__).parent / "costs"
UNSEEN = -5.5  # log-odds of a letter pair that the table does not list; the learner leaves out what is no better
FLOOR = -9.0  # the learner's bound: below it, rounding decides
EDGE = "^"  # the edge of a word, as context of a dropped letter


class Word(NamedTuple):
    """A word encoded for one side of a table: letter numbers, and the odds that each is dropped."""

    codes: tuple[int, ...]
    gaps: tuple[float, ...]


class Side:
    """One side's letters: their numbers, and how easily each is dropped beside its neighbours."""

    __slots__ = ("after", "before", "drop", "number")

    def __init__(self, letters: list[str]) -> None:
        self.number = {letter: i for i, letter in enumerate(letters)}
        self.drop: dict[str, float] = {}
        self.before: dict[tuple[str, str], float] = {}
        self.after: dict[tuple[str, str], float] = {}

    def encode(self, letters: str) -> Word:
        """Letters the table does not know count as their bare form, or not at all."""
        known = list(self._known(letters))[:MAX_ALIGNED_LETTERS]
        around = [EDGE, *known, EDGE]
        gaps = [
            math.exp(self.drop[a] + self.before.get((around[i], a), 0.0) + self.after.get((a, around[i + 2]), 0.0))
            for i, a in enumerate(known)
        ]
        return Word(tuple(self.number[a] for a in known), tuple(gaps))

    def _known(self, letters: str) -> Iterator[str]:
        for letter in letters:
            if letter in self.number:
                yield letter
            else:
                yield from (bare for bare in fold_accents(letter) if bare in self.number)


class Costs:
    """A table, ready to use. `symmetric` tables hold each pair of letters both ways."""

    __slots__ = ("_words", "first", "pad", "pair", "scale", "shift", "x", "y")
    first: float
    pad: float
    scale: float
    shift: float

    def __init__(self, rows: list[list[str]]) -> None:
        letters_x = list(dict.fromkeys(r[1] for r in rows if r[0] == "drop-x"))
        letters_y = list(dict.fromkeys(r[1] for r in rows if r[0] == "drop-y"))
        self.x, self.y = Side(letters_x), Side(letters_y)
        self.pair = [[math.exp(UNSEEN)] * len(letters_y) for _ in letters_x]
        self._words: tuple[dict[str, Word], dict[str, Word]] = ({}, {})
        for kind, left, right, value in rows:
            self._read(kind, left, right, float(value))

    def _read(self, kind: str, left: str, right: str, value: float) -> None:
        if kind == "pair":
            self.pair[self.x.number[left]][self.y.number[right]] = math.exp(value)
        elif kind in ("scale", "shift", "pad", "first"):
            setattr(self, kind, math.exp(value) if kind == "first" else value)
        else:
            table, _, side = kind.partition("-")
            target = self.x if side == "x" else self.y
            if table == "drop":
                target.drop[left] = value
            else:
                getattr(target, table)[(left, right)] = value

    def word(self, letters: str, side: int) -> Word:
        """`letters` encoded for side 0 (x) or 1 (y), remembered."""
        known = self._words[side]
        word = known.get(letters)
        if word is None:
            if len(known) > 65536:
                known.clear()
            word = known[letters] = (self.y if side else self.x).encode(letters)
        return word

    def evidence(self, x: Word, y: Word) -> float:
        """Log of the sum over all alignments, against chance. Work grows with the product of the lengths."""
        codes_y, gaps_y, first = y.codes, y.gaps, self.first
        row = [1.0]
        for gap in gaps_y:
            row.append(row[-1] * gap)
        for code, gap in zip(x.codes, x.gaps, strict=True):
            weights = self.pair[code]
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
        return math.log(max(row[-1], 1e-300))

    def log_odds(self, x: Word, y: Word) -> float:
        """Log-odds that two words are one name rather than a near miss."""
        return float(self.scale * self.evidence(x, y) / (len(x.codes) + len(y.codes) + self.pad) + self.shift)


@cache
def costs(name: str) -> Costs | None:
    """The table of two script groups, such as "Cyrl-Latn"; None if there is none.

    >>> costs("Latn-Latn") is not None
    True
    """
    path = COST_DIR / f"{name}.tsv"
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return Costs(rows[1:])


class Route(NamedTuple):
    """How two script groups are compared: by which table, as which letters, turned round or not."""

    costs: Costs
    group_a: str
    group_b: str
    turned: bool


@cache
def route(group_a: str, group_b: str) -> Route:
    """The table for two script groups: their own, or that of plain Latin letters."""
    for first, second, turned in ((group_a, group_b, False), (group_b, group_a, True)):
        table = costs(f"{first}-{second}")
        if table:
            return Route(table, group_a, group_b, turned)
    table = costs("Latn-Latn")
    assert table is not None, "the package is not whole: costs/Latn-Latn.tsv is missing"
    plain = {group: group if group == "Latn" else "Zzzz" for group in (group_a, group_b)}
    return Route(table, plain[group_a], plain[group_b], False)


@lru_cache(maxsize=131072)
def word_log_odds(a: str, b: str) -> float:
    """Log-odds that two words, of any script, are spellings of one name rather than a near miss.

    >>> word_log_odds("Gorbachev", "Горбачёв") > 2 > 0 > word_log_odds("Gorbachev", "Горшков")
    True
    """
    way = route(group_of(a), group_of(b))
    letters_a, letters_b = letters_of(a, way.group_a), letters_of(b, way.group_b)
    if way.turned:
        letters_a, letters_b = letters_b, letters_a
    x, y = way.costs.word(letters_a, 0), way.costs.word(letters_b, 1)
    if not x.codes or not y.codes:
        return UNSEEN
    return way.costs.log_odds(x, y)
