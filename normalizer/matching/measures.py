"""The measures of rapidfuzz, imported when the first of them is asked for: the compiled core has its own, so that most
processes never ask, and importing rapidfuzz takes as long as looking a name up.

    >>> from normalizer.matching import measures
    >>> measures.fuzz.ratio("Kiev", "Kyiv")
    75.0
"""

from __future__ import annotations

from gazetteer.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

__all__ = ["Indel", "JaroWinkler", "Levenshtein", "fuzz"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rapidfuzz import distance, fuzz

    globals().update({"fuzz": fuzz, **{measure: getattr(distance, measure) for measure in __all__[:-1]}})
    return globals()[name]
