"""How well two words agree, letter by letter: evidence from learned costs.

A cost table (`costs/<script>-<script>.tsv`) holds log-odds: how much more often than by chance a letter of
one spelling stands where a letter of the other does, and how easily a letter is dropped beside its
neighbours. The evidence for two words is the log of the sum over all their alignments (a stochastic
transducer; Ristad & Yianilos 1998), so no single alignment has to be right. `log_odds` turns it into the
log-odds that the two words are one name rather than a near miss: evidence divided by the letters of both.
The tables are learned by benchmarks/learn_costs.py; a table is read when its scripts first meet. The sums
themselves are done in `core`, compiled where that is possible.

Words of two scripts without a common table go through plain Latin letters, as do all scripts that have no
table at all. Nothing here knows what a name is: order, titles and contradictions are next door. Whoever
compares whole names asks for all their words at once (`words_log_odds`, `pair_words`), which is several times
as fast as word by word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from gazetteer.beside import as_paths, beside, is_file, rows_of
from gazetteer.hints import TYPE_CHECKING, Any
from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.core import Side, Table, Word, assign
from normalizer.matching.letters import DIRECT, group_of, letters_of
from normalizer.policy import MAX_ALIGNED_LETTERS, SELDOM_REMEMBERED
from normalizer.text.unicode import fold_accents

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.matching.assign import Pairs
    from normalizer.matching.plain import Rows

    COST_DIR: Path

_FOLDER = beside(__file__, "costs")
__getattr__ = as_paths(__name__, COST_DIR=_FOLDER)
UNSEEN = -5.5  # log-odds of a letter pair that the table does not list; the learner leaves out what is no better
FLOOR = -9.0  # the learner's bound: below it, rounding decides
EDGE = "^"  # the edge of a word, as context of a dropped letter
LONGEST_REMEMBERED = 64  # letters; longer words are rare and would fill the memory with what is never asked again


class Factors(NamedTuple):
    """A table as numbers: for each side its letters with the factors drop, before and after; pairs; what is single."""

    x: tuple[str, list[float], list[list[float]], list[list[float]]]
    y: tuple[str, list[float], list[list[float]], list[list[float]]]
    pair: list[list[float]]
    single: tuple[float, float, float, float]


class Costs:
    """A table, ready to use: its two sides encode words, and the odds of their letters compare them."""

    __slots__ = ("sides", "table")

    def __init__(self, made: Factors) -> None:
        self.sides = (Side(*made.x, MAX_ALIGNED_LETTERS), Side(*made.y, MAX_ALIGNED_LETTERS))
        self.table = Table(made.pair, *made.single, empty=UNSEEN)

    def word(self, letters: str, side: int) -> Word:
        """`letters` encoded for side 0 (x) or 1 (y); letters it does not know count as their bare form."""
        return self.sides[side].encode(letters, fold_accents)

    def evidence(self, x: Word, y: Word) -> float:
        """Log of the sum over all alignments, against chance. Work grows with the product of the lengths."""
        return self.table.evidence(x, y)

    def log_odds(self, x: Word, y: Word) -> float:
        """Log-odds that two words are one name rather than a near miss; UNSEEN if one has no letters."""
        return self.table.log_odds(x, y)


def _factors(rows: list[list[str]]) -> Factors:
    """The rows of a table as numbers."""
    single = {row[0]: float(row[3]) for row in rows if not row[1]}
    letters_x, letters_y = (_letters(rows, side) for side in "xy")
    number_x, number_y = _numbered(letters_x), _numbered(letters_y)
    pair = [[math.exp(UNSEEN)] * len(letters_y) for _ in letters_x]
    for kind, left, right, value in rows:
        if kind == "pair":
            pair[number_x[left]][number_y[right]] = math.exp(float(value))
    return Factors(
        _side(rows, "x", letters_x),
        _side(rows, "y", letters_y),
        pair,
        (math.exp(single["first"]), single["scale"], single["shift"], single["pad"]),
    )


def _letters(rows: list[list[str]], side: str) -> str:
    return "".join(dict.fromkeys(row[1] for row in rows if row[0] == f"drop-{side}"))


def _numbered(letters: str) -> Mapping[str, int]:
    return {letter: i for i, letter in enumerate(letters)}


def _side(
    rows: list[list[str]], side: str, letters: str
) -> tuple[str, list[float], list[list[float]], list[list[float]]]:
    """The rows drop, before and after of one side as the factors that `Side` multiplies."""
    number = {**_numbered(letters), EDGE: len(letters)}
    drop = [1.0] * len(letters)
    before = [[1.0] * len(letters) for _ in number]
    after = [[1.0] * len(number) for _ in letters]
    for kind, left, right, value in rows:
        if kind == f"drop-{side}":
            drop[number[left]] = math.exp(float(value))
        elif kind == f"before-{side}":
            before[number[left]][number[right]] = math.exp(float(value))
        elif kind == f"after-{side}":
            after[number[left]][number[right]] = math.exp(float(value))
    return letters, drop, before, after


@cache
def costs(name: str) -> Costs | None:
    """The table of two script groups, such as "Cyrl-Latn"; None if there is none.

    >>> costs("Latn-Latn") is not None
    True
    """
    path = f"{_FOLDER}/{name}.tsv"
    if not is_file(path):
        return None
    return Costs(Factors(*derived(f"costs-{name}", f"1 {UNSEEN}", [path], lambda: _read(path))))


def _read(path: str) -> Any:
    """The fields of `Factors`."""
    return tuple(_factors(rows_of(path)[1:]))


class Encoded(dict[str, Word]):
    """Words as they were written, encoded for one side of a table when first asked for, and remembered."""

    __slots__ = ("_costs", "_group", "_side")

    def __init__(self, table: Costs, side: int, group: str) -> None:
        self._costs, self._side, self._group = table, side, group

    @property
    def side(self) -> Side:
        """The side that encodes them."""
        return self._costs.sides[self._side]

    @property
    def written(self) -> int:
        """How their letters are written (`letters_of`): 0 as they stand, 1 in ASCII, letter by letter, 2 in jamo."""
        return 0 if self._group in DIRECT else 2 if self._group == "Hang" else 1

    def __missing__(self, text: str) -> Word:
        word = self._costs.word(letters_of(text, self._group), self._side)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= SELDOM_REMEMBERED:
                self.clear()
            self[text] = word
        return word


class Route(NamedTuple):
    """How two script groups are compared: by which table, turned round or not, and both sides' words."""

    costs: Costs
    words_a: Encoded
    words_b: Encoded
    turned: bool


@cache
def route(group_a: str, group_b: str) -> Route:
    """The table for two script groups: their own, or that of plain Latin letters."""
    for first, second, turned in ((group_a, group_b, False), (group_b, group_a, True)):
        table = costs(f"{first}-{second}")
        if table:
            return _route(table, group_a, group_b, turned)
    table = costs("Latn-Latn")
    assert table is not None, "the package is not whole: costs/Latn-Latn.tsv is missing"
    plain = {group: group if group == "Latn" else "Zzzz" for group in (group_a, group_b)}
    return _route(table, plain[group_a], plain[group_b], False)


def _route(table: Costs, group_a: str, group_b: str, turned: bool) -> Route:
    return Route(table, Encoded(table, int(turned), group_a), Encoded(table, int(not turned), group_b), turned)


_group = lru_cache(maxsize=SELDOM_REMEMBERED)(group_of)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def word_log_odds(a: str, b: str) -> float:
    """Log-odds that two words, of any script, are spellings of one name rather than a near miss.

    >>> word_log_odds("Gorbachev", "Горбачёв") > 2 > 0 > word_log_odds("Gorbachev", "Горшков")
    True
    """
    way = route(_group(a), _group(b))
    x, y = way.words_a[a], way.words_b[b]
    return way.costs.table.log_odds(y, x) if way.turned else way.costs.table.log_odds(x, y)


def words_log_odds(a: Sequence[str], b: Sequence[str]) -> Rows:
    """`word_log_odds` of each word of `a` (rows) with each word of `b`, at once.

    >>> rows = words_log_odds(["Mikhail", "Gorbachev"], ["Горбачёв", "Михаил"])
    >>> rows[0][1] > 0 > rows[0][0], rows[1][0] == word_log_odds("Gorbachev", "Горбачёв")
    (True, True)
    """
    way = _way(a, b)
    if way is None:
        return tuple(tuple(word_log_odds(x, y) for y in b) for x in a)
    words_a, words_b = way.words_a, way.words_b
    return way.costs.table.matrix([words_a[x] for x in a], [words_b[y] for y in b], way.turned)


def pair_words(a: Sequence[str], b: Sequence[str], bonus: float = 0.0) -> tuple[Rows, Pairs]:
    """`words_log_odds`, and which words go together so that the sum is greatest.

    Args:
        a, b: the words of two names.
        bonus: what it is worth to a pair to stand at the same place in both names.

    >>> pair_words(["Mikhail", "Gorbachev"], ["Горбачёв", "Михаил"])[1]
    ((0, 1), (1, 0))
    """
    way = _way(a, b)
    if way is not None:
        words_a, words_b = way.words_a, way.words_b
        return way.costs.table.pair_up([words_a[x] for x in a], [words_b[y] for y in b], way.turned, bonus)
    rows = words_log_odds(a, b)
    gains = [[value + (bonus if i == j else 0.0) for j, value in enumerate(row)] for i, row in enumerate(rows)]
    return rows, assign(gains)


def _way(a: Sequence[str], b: Sequence[str]) -> Route | None:
    """The one table for all words of both names; None if a name mixes scripts."""
    groups_a, groups_b = {_group(x) for x in a}, {_group(y) for y in b}
    if len(groups_a) != 1 or len(groups_b) != 1:
        return None
    return route(groups_a.pop(), groups_b.pop())
