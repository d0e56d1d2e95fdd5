"""The small readable model: features of two names, weighed and summed to log-odds that they are one name.

The weights are a table (data/weights.tsv), one line a feature with what it stands for. They were fitted as a
logistic regression on pairs of every kind at once, so that a score means the same for people, places and
organisations, and across scripts; how, and how well calibrated it is, stands in docs/matching.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from normalizer.matching.words import DATA
from normalizer.policy import HIGHEST_SCORE


@cache
def weights() -> Mapping[str, float]:
    """data/weights.tsv: feature -> weight."""
    lines = (DATA / "weights.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: float(row[1]) for row in rows[1:]}


def weigh(features: Mapping[str, float]) -> float:
    """Log-odds that two names are one, from their features.

    >>> weigh({"worst": 4.0, "mean": 4.0}) > weigh({"worst": -4.0, "mean": 0.0})
    True
    """
    table = weights()
    return table["bias"] + sum(table[name] * value for name, value in features.items() if value)


def probability(log_odds: float) -> float:
    """Log-odds as a score 0..1, never quite 1: that is for identical names.

    >>> probability(0.0), probability(50.0) < 1
    (0.5, True)
    """
    return min(1 / (1 + math.exp(-log_odds)), HIGHEST_SCORE)
