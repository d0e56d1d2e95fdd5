"""Fit normalizer/matching/data/edits.tsv: what each edit between two lone words is worth. Part of learn_weights.py.

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
# Cards that have points, and which share them: those that tell names apart better by them. Without and with, held out
# (three folds, no name of which is in another): surnames .864 and .890, borderline ones .834 and .902, given names .946
# and .946, places in one script .959 and .961, in two .936 and .941, words of unknown kind beside an alphabet .968 and
# .970, beside an abjad .953 and .956; but syllables .910 and .909, organisations of several words .941 and .939.
GROUPS = {
    "any": ("single", "alphabet-single", "abjad-single"),
    "person": ("single",),
    "place": ("single", "letters-single"),
}
RIDGE = 10.0
ROUNDS = 250
TIMES = 2  # cards and edits are fitted by turns so often
LEAST = 0.05  # points below this are not written


class Lone(NamedTuple):
    """Pairs of lone words of one card: letters, labels, weights (0: not learnt from), log-odds that the card gives."""

    words: list[tuple[str, str]]
    label: Array
    weight: Array
    given: Array


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


def fit_points(cards: list[Lone], points: dict[str, float]) -> dict[str, float]:
    """Points of all edits, given the ways that those of before (`points`) make the best."""
    columns: dict[str, int] = {}
    seen = []
    for card in cards:
        found = [
            (row, columns.setdefault(sign, len(columns)))
            for row, (a, b) in enumerate(card.words)
            if a != b and card.weight[row]
            for edit in edits_between(a, b, points)
            for sign in _signs(edit)
        ]
        seen.append(np.array(found, dtype=int).reshape(-1, 2).T)
    theta = _fit(cards, seen, len(columns))
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


def _fit(cards: list[Lone], seen: list[NDArray[np.int64]], size: int) -> Array:
    probe = np.ones(size) / max(size, 1) ** 0.5
    for _ in range(15):
        turned = np.zeros(size)
        for card, (rows, columns) in zip(cards, seen, strict=True):
            sums = np.bincount(rows, probe[columns], len(card.label)) * card.weight
            turned += np.bincount(columns, sums[rows], size)
        probe = turned / max(float(np.linalg.norm(turned)), 1e-9)
    steep = 0.25 * float(np.linalg.norm(turned)) + RIDGE
    theta, ahead, pace = np.zeros(size), np.zeros(size), 1.0
    bias, bias_ahead = np.zeros(len(cards)), np.zeros(len(cards))
    for _ in range(ROUNDS):
        slope, bias_next = RIDGE * ahead, bias_ahead.copy()
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
