"""Two names: one or two? A score that is a probability, and the findings it rests on.

The steps: each name is cut into words that play parts (`words`), the words are paired and each pair judged by
learned letter costs and by rules that know why spellings differ (`evidence`), the whole is summed up in a few
numbers (`features`, `sketch`) which a small readable scorecard weighs (`model`). Missing words count mildly,
contradicting words heavily. Nothing but identical names scores 1. The reasons (`findings`) are worked out when
they are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from normalizer.matching import core
from normalizer.matching.evidence import NameParts
from normalizer.matching.features import measure
from normalizer.matching.model import probability, weigh
from normalizer.matching.pinyin_names import written_together
from normalizer.matching.profile import profile
from normalizer.matching.ready import compare_quickly, weigh_quickly
from normalizer.matching.tail import without_tail
from normalizer.policy import (
    ELSEWHERE_LOG_ODDS,
    HIGHEST_SCORE,
    RECORDED_LOG_ODDS,
    SAME_THRESHOLD,
    TAIL_LOG_ODDS,
    check_kind,
)
from normalizer.result import Comparison, Step
from normalizer.text.unicode import fold_letters

RECORDED = "recorded:place"

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
    return _compare(a, b, kind, parts)


def compare_pairs(
    pairs: Iterable[tuple[str, str]], kind: str | None = None, parts: NameParts | None = None
) -> list[Comparison]:
    """`compare_names` for many pairs: the same answers, in order."""
    from normalizer.collecting import without_collecting

    check_kind(kind)
    with without_collecting():
        if not core.COMPILED or (parts and kind == "place"):  # a recorded place is asked for pair by pair
            return [_compare(a, b, kind, parts) for a, b in pairs]
        listed = list(pairs)
        quick = compare_quickly(listed, kind, parts, _Reasons(kind, parts))
        return [made or _compare(a, b, kind, parts) for made, (a, b) in zip(quick, listed, strict=True)]


def _compare(a: str, b: str, kind: str | None, parts: NameParts | None) -> Comparison:
    if a == b:
        return Comparison(a, b, 1.0, True, (Step("equal", a, b),))
    if len(a) == len(b) and fold_letters(a) == fold_letters(b):
        return Comparison(a, b, HIGHEST_SCORE, True, (Step("equal", a, b),))
    made = _weighed(a, b, kind, parts)
    if kind != "place":
        return made
    bare = without_tail(a, b)
    if bare:
        return _surer(made, bare, parts)
    together = written_together(a, b)
    return _surer_together(made, together, parts) if together else made


def _surer_together(made: Comparison, together: tuple[str, str], parts: NameParts | None) -> Comparison:
    """What two names of places are, or what they are with the Pinyin of one cut as the other (pinyin_names.py)."""
    found = _weighed(*together, "place", parts)
    if found.score <= made.score:
        return made
    return Comparison(made.a, made.b, found.score, found.same, lambda: found.steps)


def _surer(made: Comparison, bare: tuple[str, str], parts: NameParts | None) -> Comparison:
    """What two names of places are, or what they are without the tail of one, if that is surer (tail.py)."""
    without = _weighed(*bare, "place", parts)
    score = min(without.score, probability(TAIL_LOG_ODDS))
    if score <= made.score:
        return made
    tails = made.a[len(bare[0]) :].strip(" ,"), made.b[len(bare[1]) :].strip(" ,")
    tail = Step("omitted:tail", *tails, "evidence", "what follows the name is in one of the names only")
    return Comparison(made.a, made.b, score, score >= SAME_THRESHOLD, lambda: (*without.steps, tail))


def _weighed(a: str, b: str, kind: str | None, parts: NameParts | None) -> Comparison:
    log_odds = weigh_quickly(a, b, kind, parts)
    if log_odds is None:
        return _compare_in_full(a, b, kind, parts)
    if parts and kind == "place" and (recorded := _recorded(a, b, parts)):
        if recorded.rule == RECORDED:
            return _compare_in_full(a, b, kind, parts)  # another number would outweigh it
        log_odds = _with_recorded(log_odds, recorded, False)
    return _scored(a, b, kind, parts, log_odds)


def _compare_in_full(a: str, b: str, kind: str | None, parts: NameParts | None) -> Comparison:
    left, right = profile(a, kind), profile(b, kind)
    if not left.parsed.parts or not right.parsed.parts:
        return Comparison(
            a, b, 0.0, False, (Step("work:empty", a[:60], b[:60], "evidence", "one has no letter or digit"),)
        )
    measured = measure(left, right, kind, parts)
    log_odds = weigh(measured, kind)
    recorded = _recorded(a, b, parts) if parts and kind == "place" else None
    if recorded:
        log_odds = _with_recorded(log_odds, recorded, bool(measured.number))
    return _scored(a, b, kind, parts, log_odds)


def _scored(a: str, b: str, kind: str | None, parts: NameParts | None, log_odds: float) -> Comparison:
    score = probability(log_odds)
    return Comparison(a, b, score, score >= SAME_THRESHOLD, partial(_steps, a, b, kind, parts))


class _Reasons:
    """The reasons of many comparisons, worked out one by one when they are read."""

    __slots__ = ("_kind", "_parts")

    def __init__(self, kind: str | None, parts: NameParts | None) -> None:
        self._kind, self._parts = kind, parts

    def of(self, a: str, b: str) -> tuple[Step, ...]:
        """The reasons for what was said of two names."""
        return _steps(a, b, self._kind, self._parts)


def _with_recorded(log_odds: float, recorded: Step, contradicted: bool) -> float:
    """Another number or direction outweighs that a gazetteer lists both names for one place (York, New York)."""
    if recorded.rule == RECORDED:
        return log_odds if contradicted else max(log_odds, RECORDED_LOG_ODDS)
    return log_odds + ELSEWHERE_LOG_ODDS


def _recorded(a: str, b: str, parts: NameParts) -> Step | None:
    """What a gazetteer says of two names of places: one place has both, or both are known and no place has both."""
    places_a, places_b = parts.places(a), parts.places(b)
    if not places_a or not places_b:
        return None
    shared = places_a & places_b
    if shared:
        return Step(RECORDED, a, b, "evidence", f"one place has both names, {min(shared)}")
    return Step("contradiction:recorded", a, b, "evidence", "both are known, as names of different places")


def _steps(a: str, b: str, kind: str | None, parts: NameParts | None) -> tuple[Step, ...]:
    from normalizer.matching.findings import findings  # for reasons alone

    measured = measure(profile(a, kind), profile(b, kind), kind, parts)
    recorded = _recorded(a, b, parts) if parts and kind == "place" else None
    steps = tuple(Step(f.rule, f.a, f.b, "evidence", f.detail) for f in findings(measured, kind))
    return (*steps, recorded) if recorded else steps
