"""Fit normalizer/cleaning/data/mention_card.tsv: what each fact counts for a run of words to be meant as a place.

    python benchmarks/learn_mentions.py [DATA] [--every N] [--write]

Each run of words in annotated news (benchmarks/finding.py says which) that the gazetteer holds as a place, and each
inflected form of one, is an example: right when annotators marked exactly it as a place. What only touches a marked
place is left out, except where the words go on to another place's name (Scott County) or began with a direction (South
America). The facts are those of
`cleaning.spelling` and `cleaning.around`; the weights are a logistic regression with a small penalty, half the texts
for fitting and half for the figures that are printed, then all for the card. Every collection weighs the same, so that
the largest does not decide. Without the evaluation data the script says so and ends; nothing of the data but these
weights is part of the project.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from finding import FILES, Gold, documents

from normalizer import Normalizer
from normalizer.cleaning.around import AROUND, around
from normalizer.cleaning.context import Context
from normalizer.cleaning.likely import CARD, worth_weighing
from normalizer.cleaning.mentions import Found, runs_at
from normalizer.cleaning.search import Search

PENALTY = 1.0
ROUNDS = 30


def runs(search: Search, context: Context) -> Iterator[Found]:
    """The longest runs of places from each word, as they are met before they are weighed."""
    free = 0
    for at, mask, _ in context.words.capitals():
        if at < free:
            continue
        held = runs_at(context.words, at, mask, search.look) if mask else ()
        tried = chain(held, search.inflections.runs_at(context, at))
        found = next((f for f in tried if worth_weighing(f.resolution.candidates[0])), None)
        if found:
            free = found.last + 1
            if found.resolution.candidates[0].entity.kind == "place":
                yield found


def facts_of(search: Search, found: Found, context: Context) -> dict[str, float]:
    """All facts of a run, as numbers."""
    single = found.first == found.last
    facts = search.judge.facts(found.surface, found.lemma, context.language, single)
    company = search.judge.company(found, context)
    part = single and context.is_name_part(found.surface)
    common = search.judge.commonness(found.surface) if part else 0.0
    stray = float(single and search.judge.is_stray(found, context))
    beside = dict.fromkeys(AROUND, 0.0) | around(found, context)
    return {
        "always": 1.0,
        "name_part": float(part),
        "common_name": common,
        "company": company,
        "stray": stray,
        **facts,
        **beside,
    }


def examples(search: Search, text: str, gold: list[Gold]) -> Iterator[tuple[dict[str, float], bool]]:
    """(facts, whether it is right) of every run; those that only touch a gold place are mostly left out."""
    context = search.context(text)
    places = {(g.start, g.end) for g in gold if g.kind == "LOC"}
    for found in runs(search, context):
        if search.judge.is_excluded(found.surface, found.lemma, context.language, found.first == found.last):
            continue
        right = (found.start, found.end) in places
        facts = facts_of(search, found, context)
        is_part = facts["goes_on"] or facts["direction"]
        if right or is_part or not any(a < found.end and found.start < b for a, b in places):
            yield facts, right


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (weight * (y - p)) - PENALTY * w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(x.shape[1])
        w = w + np.linalg.solve(curve, slope)
    return w


def figures(name: str, p: np.ndarray, y: np.ndarray) -> None:
    for least in (0.4, 0.5, 0.6, 0.7):
        kept = p >= least
        print(
            f"{name:<10} p >= {least}: keeps {y[kept].sum() / y.sum():.3f} of the right ones, "
            f"{y[kept].mean():.3f} right"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    default = os.environ.get("NORMALIZER_EVAL_DATA", Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("data", nargs="?", type=Path, default=Path(default) / "dev")
    parser.add_argument("--every", type=int, default=1, help="take every Nth text")
    parser.add_argument("--write", action="store_true", help="write the card")
    arguments = parser.parse_args()
    if not (arguments.data / FILES["english"]).exists():
        sys.exit(f"No evaluation data in {arguments.data}: give its folder as the argument; nothing was fitted.")
    nz = Normalizer()
    search = nz._text_cleaner().search
    rows, right, group, text_no = [], [], [], []
    for number, which in enumerate(FILES):
        for at, (_, text, gold) in enumerate(documents(arguments.data, which)):
            if at % arguments.every == 0:
                for facts, is_right in examples(search, text, gold):
                    rows.append(facts)
                    right.append(is_right)
                    group.append(number)
                    text_no.append(at // arguments.every)
    names = list(rows[0])
    x = np.array([[float(facts[name]) for name in names] for facts in rows])
    y, groups, half = np.array(right, float), np.array(group), np.array(text_no) % 2
    weight = len(y) / 2 / np.bincount(groups)[groups]
    w = fit(x[half == 0], y[half == 0], weight[half == 0])
    for number, which in enumerate(FILES):
        other = (half == 1) & (groups == number)
        figures(which, 1 / (1 + np.exp(-(x[other] @ w))), y[other])
    w = fit(x, y, weight)
    head = [
        "# What each fact counts for a run of words that a gazetteer holds to be meant as the place, in log-odds.",
        f"# Fitted to {len(y)} runs in annotated news. Command: python benchmarks/learn_mentions.py --write",
        "fact\tweight",
    ]
    lines = [f"{name}\t{value:.2f}" for name, value in zip(names, w, strict=True)]
    print("\n".join(lines))
    if arguments.write:
        CARD.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
