"""Two names: one or two? A score that is a probability, and the findings it rests on.

The steps: each name is cut into words that play parts (`words`), the words are paired (`assign`) and each
pair judged by learned letter costs and by rules that know why spellings differ (`evidence`), the whole is
summed up in a few features (`features`) which a small readable model (data/weights.tsv) weighs. Missing
words count mildly, contradicting words heavily. Nothing but identical names scores 1.
"""

from __future__ import annotations

from collections.abc import Iterable

from normalizer.matching.evidence import NameParts
from normalizer.matching.features import Finding, show
from normalizer.matching.model import probability, weigh
from normalizer.matching.words import parse_name
from normalizer.policy import HIGHEST_SCORE, SAME_THRESHOLD, check_kind
from normalizer.result import Comparison, Step
from normalizer.text.unicode import fold_letters

__all__ = ["NameParts", "compare_names", "compare_pairs"]


def compare_names(a: str, b: str, kind: str | None = None, parts: NameParts | None = None) -> Comparison:
    """Whether two spellings are one name, and why.

    Args:
        a, b: any strings, in any script.
        kind: "person", "place", "org", or None when unknown.
        parts: what a gazetteer knows about single names; None for rules alone.
    Returns:
        score 0..1, the probability that both are spellings of one name; `same` at SAME_THRESHOLD.
    Raises:
        UsageError: `kind` is not one of them.

    >>> compare_names("Lisyansky", "Лисянский").same, compare_names("Lviv", "Livny").same
    (True, False)
    """
    check_kind(kind)
    if a == b or fold_letters(a) == fold_letters(b):
        return Comparison(a, b, 1.0 if a == b else HIGHEST_SCORE, True, (Step("equal", a, b),))
    shown = show(parse_name(a, kind), parse_name(b, kind), kind, parts)
    score = probability(weigh(shown.features))
    return Comparison(a, b, score, score >= SAME_THRESHOLD, tuple(_step(f) for f in shown.findings))


def compare_pairs(
    pairs: Iterable[tuple[str, str]], kind: str | None = None, parts: NameParts | None = None
) -> list[Comparison]:
    """`compare_names` for many pairs: the same answers, in order."""
    return [compare_names(a, b, kind, parts) for a, b in pairs]


def _step(finding: Finding) -> Step:
    return Step(finding.rule, finding.a, finding.b, "evidence", finding.detail)
