"""The scorecard: numbers of two names, turned into points and summed to log-odds that they are one name.

Each feature has a curve, straight between its knots, so that anyone can read off what a value is worth
(data/scorecard.tsv). Curves only rise or only fall: more likeness never counts against two names, whatever the
data it was fitted on happened to hold. There is a card for each kind of name and each form of the pair (two
words of one script, longer names of one script, two scripts and of which sort), since the same likeness says
more of one than of another. What is no matter of degree is weighed by rules, at the head of the table: another
number and another gender take points away and leave no more than a doubt, as do another father's name and another
initial in its place; where
rules of spelling turn every word of one name into the other, however little alike they look (Khrushchev,
Chruschtschow), that is worth a least number of points.
How the cards were fitted, and how well calibrated they are, stands in docs/matching.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.core import Card, Edits
from normalizer.matching.edits import read_edits
from normalizer.matching.features import Measured, Words
from normalizer.matching.pairing import ACRONYM
from normalizer.matching.sketch import Likeness
from normalizer.matching.tables import read_rows, table
from normalizer.policy import DOUBT_AT_MOST, HIGHEST_SCORE, SHORT_NAME_LOG_ODDS, SHORT_NAME_REST

TABLE = "scorecard.tsv"
ANY = "any"  # the card of names whose kind is not known, and of kinds that have none for a form
Curve = tuple[int, tuple[float, ...], tuple[float, ...]]  # place of the number it is about, knots, points at them
KNOWN = ("scheme:", "name-part", "diminutive")  # findings that know a short name, however it looks
RULES, BIAS = "rules", "bias"
NUMBER, GENDER, FATHER, INITIAL = "number", "gender", "father", "initial"
BARE, EXTRA, EXPLAINED = "bare", "extra", "explained"


FORMS = (
    *("single", "many", "alphabet-single", "alphabet-many", "abjad-single", "abjad-many"),
    *("words-single", "words-many", "syllables-single", "syllables-many"),
)  # of a pair of names (features.py), in the order of the compiled core


class Weights(NamedTuple):
    """All cards by (kind, form), the points of edits that go with some, points by rule, and the least that rules of
    spelling are worth."""

    cards: dict[tuple[str, str], Card]
    edits: dict[tuple[str, str], Edits]
    rules: dict[str, float]
    explained: Card


_Read = tuple[dict[tuple[str, str], float], dict[tuple[str, str], list[Curve]], dict[str, list[tuple[float, ...]]]]
"""The biases and the curves of the cards, and what is set by rule."""


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
    bias, curves, rules = derived("scorecard", " ".join(feature_names()), [table(TABLE)], _read)
    cards = {key: Card(bias[key], curves.get(key, ())) for key in bias}
    knots, points = zip(*rules[EXPLAINED], strict=True)
    explained = Card(0.0, [(0, knots, points)])
    points_of = {name: pairs[0][1] for name, pairs in rules.items() if name != EXPLAINED}
    return Weights(cards, read_edits(), points_of, explained)


def _read() -> _Read:
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
            knots, points = zip(*pairs, strict=True)
            curves.setdefault((kind, form), []).append((places[feature], knots, points))
    return bias, curves, rules


def card_of(form: str, kind: str | None) -> Card:
    """The card for names of a kind in a form (features.py): that of the kind where it has one."""
    return weights().cards[_key(form, kind)]


def edits_of(form: str, kind: str | None) -> Edits | None:
    """The points of the letters in which words differ that go with that card, if any (edits.py)."""
    return weights().edits.get(_key(form, kind))


def _key(form: str, kind: str | None) -> tuple[str, str]:
    own = (kind or ANY, coarse(form))
    return own if own in weights().cards else (ANY, form)


def weigh(measured: Measured, kind: str | None) -> float:
    """Log-odds that two names are one."""
    table = weights()
    total = card_of(measured.form, kind).total(values(measured))
    if measured.spelt and (edits := edits_of(measured.form, kind)):
        total += edit_points(measured, edits)
    if measured.explained:
        total = max(total, table.explained.total((measured.words.worst,)))
    pairing = measured.pairing
    if pairing.whole and pairing.found[0].rule == ACRONYM:
        total = pairing.found[0].log_odds  # how often such letters are right is known; how alike they look says nothing
    total = bounded(total, measured) + by_rule(measured, table.rules)
    if measured.number == 1 or measured.gender or measured.father or measured.initial:
        total = min(total, DOUBT_AT_MOST)
    return total


def edit_points(measured: Measured, edits: Edits) -> float:
    """Points of the letters in which the words differ, pair by pair (edits.py)."""
    total = 0.0
    for a, b in measured.spelt:  # one by one, as the compiled core adds them: `sum` rounds otherwise since 3.12
        total += edits.points(a, b)
    return total


def bounded(total: float, measured: Measured) -> float:
    """Points of short lone names, bounded softly: one letter of two or three may be all that tells them apart."""
    most = SHORT_NAME_LOG_ODDS.get(measured.likeness.shorter)
    if most is None or total <= most or measured.words.words > 1 or not measured.likeness.edits:
        return total
    if any(found.rule.startswith(KNOWN) for found in measured.pairing.found):
        return total
    return most + SHORT_NAME_REST * (total - most)


def by_rule(measured: Measured, rules: Mapping[str, float]) -> float:
    """Points that are set by rule."""
    if not any((measured.number, measured.gender, measured.father, measured.bare, measured.extra, measured.initial)):
        return 0.0
    return (
        measured.number * rules[NUMBER]
        + measured.gender * rules[GENDER]
        + measured.father * rules[FATHER]
        + measured.initial * rules[INITIAL]
        + measured.bare * rules[BARE]
        + measured.extra * rules[EXTRA]
    )


def probability(log_odds: float) -> float:
    """Log-odds as a score 0..1, never quite 1: that is for identical names.

    >>> probability(0.0), probability(50.0) < 1
    (0.5, True)
    """
    return min(1 / (1 + math.exp(-log_odds)), HIGHEST_SCORE) if log_odds > -500 else 0.0
