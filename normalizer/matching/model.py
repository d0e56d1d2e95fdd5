"""The scorecard: numbers of two names, turned into points and summed to log-odds that they are one name.

Each feature has a curve, straight between its knots, so that anyone can read off what a value is worth
(data/scorecard.tsv). Curves only rise or only fall: more likeness never counts against two names, whatever the
data it was fitted on happened to hold. There is a card for each kind of name and each form of the pair (two
words of one script, longer names of one script, two scripts and of which sort), since the same likeness says
more of one than of another. What is no matter of degree is weighed by rules, at the head of the table: another
number and another gender take points away and leave no more than a doubt, as does another father's name; where
rules of spelling turn every word of one name into the other, however little alike they look (Khrushchev,
Chruschtschow), that is worth a least number of points.
How the cards were fitted, and how well calibrated they are, stands in docs/matching.md.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from normalizer.matching.features import Measured, Words
from normalizer.matching.sketch import Likeness
from normalizer.matching.tables import read_rows
from normalizer.policy import DOUBT_AT_MOST, HIGHEST_SCORE

TABLE = "scorecard.tsv"
ANY = "any"  # the card of names whose kind is not known, and of kinds that have none for a form
RULES, BIAS = "rules", "bias"
NUMBER, GENDER, FATHER, EXPLAINED = "number", "gender", "father", "explained"


class Curve(NamedTuple):
    """Points by value of one feature: its place among the numbers, knots, points at them, slopes between them."""

    place: int
    knots: tuple[float, ...]
    points: tuple[float, ...]
    slopes: tuple[float, ...]


class Card(NamedTuple):
    """The points before anything is seen, and the curves."""

    bias: float
    curves: tuple[Curve, ...]


class Weights(NamedTuple):
    """All cards by (kind, form); what another number and another gender take away; what rules make least likely to be
    wrong: log-odds by those of the least sure word."""

    cards: dict[tuple[str, str], Card]
    number: float
    gender: float
    father: float
    explained: Curve


def feature_names() -> tuple[str, ...]:
    """Names of the numbers in the order of `values`."""
    return (*(f"words.{name}" for name in Words._fields), *(f"letters.{name}" for name in Likeness._fields))


def coarse(form: str) -> str:
    """The form of the cards of a known kind, which has fewer pairs to learn from: letters, or signs.

    >>> coarse("abjad-many"), coarse("words-single"), coarse("many")
    ('letters-many', 'signs-single', 'many')
    """
    script, dash, words = form.partition("-")
    return f"{'signs' if script in ('words', 'syllables') else 'letters'}-{words}" if dash else form


def values(measured: Measured) -> tuple[float, ...]:
    """The numbers of two names as one row."""
    return (*measured.words, *measured.likeness)


@cache
def weights() -> Weights:
    """data/scorecard.tsv."""
    places = {name: place for place, name in enumerate(feature_names())}
    bias: dict[tuple[str, str], float] = {}
    curves: dict[tuple[str, str], list[Curve]] = {}
    rules: dict[str, list[tuple[float, ...]]] = {}
    for kind, form, feature, cells in read_rows(TABLE):
        pairs = [tuple(map(float, cell.split(":"))) for cell in cells.split(" ")]
        if kind == RULES:
            rules[feature] = pairs
        elif feature == BIAS:
            bias[kind, form] = pairs[0][1]
        else:
            curves.setdefault((kind, form), []).append(_curve(places[feature], pairs))
    cards = {key: Card(bias[key], tuple(curves.get(key, ()))) for key in bias}
    return Weights(cards, rules[NUMBER][0][1], rules[GENDER][0][1], rules[FATHER][0][1], _curve(0, rules[EXPLAINED]))


def _curve(place: int, pairs: list[tuple[float, ...]]) -> Curve:
    knots, points = tuple(x for x, _ in pairs), tuple(y for _, y in pairs)
    slopes = tuple((points[i + 1] - points[i]) / (knots[i + 1] - knots[i]) for i in range(len(knots) - 1))
    return Curve(place, knots, points, slopes)


def _points(curve: Curve, value: float) -> float:
    _, knots, points, slopes = curve
    if value <= knots[0]:
        return points[0]
    if value >= knots[-1]:
        return points[-1]
    at = bisect_right(knots, value) - 1
    return points[at] + slopes[at] * (value - knots[at])


def weigh(measured: Measured, kind: str | None) -> float:
    """Log-odds that two names are one."""
    table = weights()
    card = table.cards.get((kind or ANY, coarse(measured.form))) or table.cards[ANY, measured.form]
    row = values(measured)
    total = card.bias + sum([_points(curve, row[curve.place]) for curve in card.curves])
    if measured.explained:
        total = max(total, _points(table.explained, measured.words.worst))
    if measured.father:
        total += table.father
    if measured.number or measured.gender:
        total += measured.number * table.number + measured.gender * table.gender
        if measured.number == 1 or measured.gender:
            total = min(total, DOUBT_AT_MOST)
    return total


def probability(log_odds: float) -> float:
    """Log-odds as a score 0..1, never quite 1: that is for identical names.

    >>> probability(0.0), probability(50.0) < 1
    (0.5, True)
    """
    return min(1 / (1 + math.exp(-log_odds)), HIGHEST_SCORE) if log_odds > -500 else 0.0
