"""How surely two names of two lists, or of one, are one name: the comparison, with what a list must add to it.

In a long list two syllables agree by chance with somebody: of pairs of Han and Latin that score between .7 and .9, only
7 to 16 per cent are right (docs/clustering.md). So Han characters join Han or Latin only when the score is sure. And a
person may have decided.
"""

from __future__ import annotations

import math
from functools import lru_cache

from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.policy import HIGHEST_SCORE, SELDOM_REMEMBERED
from normalizer.text.unicode import script_of

# Scores below which Han characters join nothing in Han or Latin: two syllables agree by chance, of people most often.
HAN_THRESHOLD, HAN_PLACE_THRESHOLD = 0.95, 0.85
UNSURE_MOST = 0.45  # what such a pair counts
HAN = frozenset(("Hani", "Jpan"))
_script = lru_cache(maxsize=SELDOM_REMEMBERED)(script_of)


def pair_score(a: str, b: str, kind: str | None = None, known: NameParts | None = None) -> float:
    """The probability that two names that met in a list are one, 0..1.

    >>> pair_score("Lisyansky", "Лисянский") > 0.9, pair_score("Lviv", "Livny") < 0.5
    (True, True)
    """
    score = compare_names(a, b, kind, known).score
    least = HAN_PLACE_THRESHOLD if kind == "place" else HAN_THRESHOLD
    return min(score, UNSURE_MOST) if score < least and _by_chance(_script(a), _script(b)) else score


def _by_chance(a: str, b: str) -> bool:
    """Whether two scripts are such that names agree by chance."""
    return (a in HAN and (b == "Latn" or b in HAN)) or (b in HAN and a == "Latn")


def log_odds(score: float) -> float:
    """The log-odds of a score; those of the highest score for a score of 1.

    >>> log_odds(0.5)
    0.0
    """
    score = min(score, HIGHEST_SCORE)
    return math.log(score / (1 - score)) if score > 0 else -math.inf
