"""Fit normalizer/matching/data/edits.tsv: what each edit between paired words is worth. Part of learn_weights.py.

A logistic regression on which edits a pair has, with a ridge, beside the log-odds that the card gives it. A letter
that only one word has counts as such and, with points of its own, at its place in the word, so that what is seen too
seldom at one place is worth what it is worth elsewhere. Cards that share points (GROUPS) are fitted as one. Fitted by
accelerated gradient (Nesterov 1983), as the cards are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalizer.matching.edits import SIGNS, replaced
from normalizer.matching.plain_edits import LETTERS, LONGEST, PLACES, place_of

Array = NDArray[np.float64]


class Group(NamedTuple):
    """Cards that share the points of edits: of a kind, its forms; and the ridge on the points."""

    kind: str
    forms: tuple[str, ...]
    ridge: float

    def cards(self) -> list[str]:
        """The cards as `--edited` takes them."""
        return [f"{self.kind}:{form}" for form in self.forms]


# Cards that have points, and which share them: those that tell names apart better by them. Without and with, held out
# (three folds, no name of which is in another): surnames .864 and .890, borderline ones .834 and .902, given names .946
# and .946, words of unknown kind beside an alphabet .968 and .970, beside an abjad .953 and .956; but syllables .910
# and .909. Of several words, the first name of a pair in one fold: people .9787 and .9797, of two scripts .9907 and
# .9914, toponyms .8928 and .8961, places of two scripts .9262 and .9273, in one .9559 and .9562; of unknown kind .8571
# and .8630 for toponyms, .9784 and .9788 for people. Organisations win .0012 and those of OpenSanctions lose .007, so
# they have none.
GROUPS = (
    Group("any", ("single", "alphabet-single", "abjad-single"), 10.0),
    Group("any", ("many",), 5.0),
    Group("person", ("single",), 10.0),
    Group("person", ("many", "letters-many"), 10.0),
    Group("place", ("single", "letters-single", "many", "letters-many"), 10.0),
)
ROUNDS = 250
TIMES = 2  # cards and edits are fitted by turns so often
Worth = dict[Group, dict[str, float]]  # points of edits by the cards that share them
LEAST = 0.05  # points below this are not written


class Spelt(NamedTuple):
    """Pairs of names of one card: the letters of their paired words that differ, labels, weights (0: not learnt from),
    log-odds that the card gives."""

    words: list[tuple[tuple[str, str], ...]]
    label: Array
    weight: Array
    given: Array


def edit_lines(before: str, points: Worth) -> list[str]:
    """The table of edits with these points, in place of those that these cards had before."""
    fitted = {(group.kind, form) for group in points for form in group.forms}
    rows = [line.split("\t") for line in before.splitlines() if line and not line.startswith(("#", "kind\t"))]
    kept = [row for row in rows if not fitted & {(row[0], form) for form in row[1].split(",")}]
    kept += [
        [group.kind, ",".join(group.forms), edit, f"{value:g}"]
        for group, worth in points.items()
        for edit, value in worth.items()
    ]
    return [
        "# What a letter is worth (points, log-odds) in which paired words differ; edits.py has the sense of it.",
        "# kind, forms: of the cards of scorecard.tsv that the points go with. edit: a:e one letter for another;",
        "# e one that only one word has, ^e at its start, e$ at its end, ee beside its like. Fitted with the cards, to",
        "# the same labelled pairs of names (docs/matching.md), by logistic regression: benchmarks/learn_weights.py",
        "kind\tforms\tedit\tpoints",
        *("\t".join(row) for row in sorted(kept, key=lambda row: row[:3])),
    ]


def edits_between(a: str, b: str, points: dict[str, float]) -> list[str]:
    """The edits on the way that plain_edits.Edits counts: the fewest, and of these those that are worth most."""
    a, b = a[:LONGEST], b[:LONGEST]
    ways: list[list[tuple[int, float, list[str]]]] = [[(0, 0.0, [])]]
    for j in range(len(b)):
        ways[0].append(_with(ways[0][j], _left_out(b, j), points))
    for i in range(len(a)):
        row = [_with(ways[i][0], _left_out(a, i), points)]
        for j in range(len(b)):
            kept = ways[i][j] if a[i] == b[j] else _with(ways[i][j], replaced(a[i], b[j]), points)
            more = _with(ways[i][j + 1], _left_out(a, i), points), _with(row[j], _left_out(b, j), points)
            row.append(min(kept, *more, key=lambda way: way[:2]))
        ways.append(row)
    return ways[-1][-1][2]


def _with(way: tuple[int, float, list[str]], edit: str, points: dict[str, float]) -> tuple[int, float, list[str]]:
    return way[0] + 1, way[1] - points.get(edit, 0.0), [*way[2], edit]


def _left_out(word: str, at: int) -> str:
    return SIGNS[place_of(word, at)].format(word[at])


def fit_points(cards: list[Spelt], points: dict[str, float], ridge: float) -> dict[str, float]:
    """Points of all edits, given the ways that those of before (`points`) make the best."""
    columns: dict[str, int] = {}
    seen = []
    for card in cards:
        found = [
            (row, columns.setdefault(sign, len(columns)))
            for row, words in enumerate(card.words)
            if card.weight[row]
            for a, b in words
            for edit in edits_between(a, b, points)
            for sign in _signs(edit)
        ]
        seen.append(np.array(found, dtype=int).reshape(-1, 2).T)
    theta = _fit(cards, seen, len(columns), ridge)
    worth = {sign: float(theta[column]) for sign, column in columns.items()}
    made = {sign: value for sign, value in worth.items() if ":" in sign}
    for letter in LETTERS:
        for place in PLACES:
            edit = SIGNS[place].format(letter)
            made[edit] = worth.get(edit + "@", 0.0) + worth.get(letter, 0.0)
    return {edit: round(value, 2) for edit, value in made.items() if abs(value) >= LEAST and _plain(edit)}


def _signs(edit: str) -> tuple[str, ...]:
    """An edit, or a letter left out wherever that is and at this place."""
    return (edit,) if ":" in edit else (edit.strip("^$")[:1], edit + "@")


def _plain(edit: str) -> bool:
    return all(sign in LETTERS or sign in "^$:" for sign in edit)


def _fit(cards: list[Spelt], seen: list[NDArray[np.int64]], size: int, ridge: float) -> Array:
    probe = np.ones(size) / max(size, 1) ** 0.5
    for _ in range(15):
        turned = np.zeros(size)
        for card, (rows, columns) in zip(cards, seen, strict=True):
            sums = np.bincount(rows, probe[columns], len(card.label)) * card.weight
            turned += np.bincount(columns, sums[rows], size)
        probe = turned / max(float(np.linalg.norm(turned)), 1e-9)
    steep = 0.25 * float(np.linalg.norm(turned)) + ridge
    theta, ahead, pace = np.zeros(size), np.zeros(size), 1.0
    bias, bias_ahead = np.zeros(len(cards)), np.zeros(len(cards))
    for _ in range(ROUNDS):
        slope, bias_next = ridge * ahead, bias_ahead.copy()
        for number, (card, (rows, columns)) in enumerate(zip(cards, seen, strict=True)):
            total = np.bincount(rows, ahead[columns], len(card.label)) + bias_ahead[number] + card.given
            error = card.weight * (1 / (1 + np.exp(-np.clip(total, -30, 30))) - card.label)
            slope = slope + np.bincount(columns, error[rows], size)
            bias_next[number] -= error.sum() / (0.25 * max(float(card.weight.sum()), 1e-9))
        following = ahead - slope / steep
        pace_next = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        push = (pace - 1) / pace_next
        ahead, bias_ahead = following + push * (following - theta), bias_next + push * (bias_next - bias)
        theta, bias, pace = following, bias_next, pace_next
    return theta
