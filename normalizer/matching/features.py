"""What two names show, as numbers for the model and as findings for the explanation.

Every word of both names is accounted for once: it is paired with a word of the other name, or left out, or
both names as wholes are paired because their words are cut differently (Tse-tung, 毛泽东).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from normalizer.matching.align import word_log_odds
from normalizer.matching.assign import Pairs, assign
from normalizer.matching.counterpart import reading
from normalizer.matching.evidence import Found, NameParts, compare_words, letters_log_odds
from normalizer.matching.merge_words import join_parts, merge_words
from normalizer.matching.model import weigh
from normalizer.matching.person import is_patronymic, other_gender
from normalizer.matching.place import adjective_bases, is_derived
from normalizer.matching.words import INITIAL, NAME, NUMBER, Parsed, Part
from normalizer.policy import (
    CONTRADICTION_LOG_ODDS,
    DERIVED_LOG_ODDS,
    DOUBT_BELOW,
    LEAST_LOG_ODDS,
    PATRONYMIC_WEIGHT,
    SCHEME_LOG_ODDS,
)
from normalizer.text.unicode import script_of

LESSER = ("title", "particle", "suffix", "legal", "generic")
LEFT_OUT_NUMBER = 0.65  # a number that only one name has, beside 1 for another number
_UNSPACED = frozenset({"Hani", "Hang", "Kana", "Hira", "Hrkt", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"})


class Finding(NamedTuple):
    """One fact about words of both names: `a` or `b` is empty when only one of them has the word."""

    rule: str
    a: str
    b: str
    detail: str = ""
    log_odds: float = 0.0


class Shown(NamedTuple):
    """The features (names as in data/weights.tsv) and the findings they were computed from."""

    features: dict[str, float]
    findings: tuple[Finding, ...]


def show(a: Parsed, b: Parsed, kind: str | None, parts: NameParts | None) -> Shown:
    """Compare two parsed names, word by word or as wholes, whichever explains more."""
    parts_a, parts_b = merge_words(a.parts, b.parts)
    a, b = Parsed(parts_a, a.script), Parsed(parts_b, b.script)
    core_a, core_b = _core(a), _core(b)
    lesser, findings_lesser = _lesser(a, b)
    number, findings_numbers = _numbers(a, b)
    regional = bool(a.having("generic") or b.having("generic"))
    shown = _by_words(core_a, core_b, kind, parts, regional)
    if _may_be_cut_differently(core_a, core_b, a, b):
        whole = _as_wholes(core_a, core_b, kind, parts)
        if weigh(whole.features) > weigh(shown.features):
            shown = whole
    features = {**shown.features, "lesser": lesser, "number": number}
    return Shown(features, (*shown.findings, *findings_numbers, *findings_lesser))


def _core(name: Parsed) -> tuple[Part, ...]:
    return tuple(part for part in name.parts if part.role in (NAME, INITIAL))


def _by_words(
    a: tuple[Part, ...], b: tuple[Part, ...], kind: str | None, parts: NameParts | None, regional: bool
) -> Shown:
    if not a or not b:
        findings = tuple(_left_out(part, "a") for part in a) + tuple(_left_out(part, "b") for part in b)
        return Shown(_features([(CONTRADICTION_LOG_ODDS, 1)] if a or b else [(0.0, 1)]), findings)
    pairs = _pairs(a, b)
    found = [compare_words(a[i], b[j], parts, ask_rules=False) for i, j in pairs]
    if kind == "place":
        found = [_of_region(a[i], b[j], f, regional) for (i, j), f in zip(pairs, found, strict=True)]
    if kind in ("place", None):
        found = [_underived(a[i], b[j], f) for (i, j), f in zip(pairs, found, strict=True)]
    if min(f.log_odds for f in found) > DOUBT_BELOW:  # else one pair contradicts, and reasons for the others are idle
        found = [
            f if f.rule == "adjective" else compare_words(a[i], b[j], parts)
            for (i, j), f in zip(pairs, found, strict=True)
        ]
    rest = [(p, "a") for i, p in enumerate(a) if i not in {x for x, _ in pairs}]
    rest += [(p, "b") for j, p in enumerate(b) if j not in {y for _, y in pairs}]
    features = _features(
        [(f.log_odds, len(a[i].text) + len(b[j].text)) for (i, j), f in zip(pairs, found, strict=True)]
    )
    features["gender"] = _gender(((a[i].text, b[j].text) for i, j in pairs), kind)
    features["omitted"] = sum(_importance(p) for p, _ in rest) / max(_letters(a), _letters(b))
    features["one_of_many"] = float(len(pairs) == 1 and bool(rest))
    crossed = any(j > k for (_, j), (_, k) in pairwise(pairs))
    features["crossed"] = float(crossed)
    findings = tuple(_paired(a[i], b[j], f, kind) for (i, j), f in zip(pairs, found, strict=True))
    findings += tuple(_left_out(part, side) for part, side in rest)
    if crossed:
        whole_a, whole_b = (" ".join(p.text for p in name) for name in (a, b))
        findings += (Finding("order", whole_a, whole_b, "another order of the words"),)
    return Shown(features, findings)


def _of_region(a: Part, b: Part, found: Found, regional: bool) -> Found:
    """Луганская область is named after Луганск: the adjective counts as the name it is made from."""
    if not regional or found.log_odds > 0:
        return found
    forms = [(x, y) for x in (a.text, *adjective_bases(a.text)) for y in (b.text, *adjective_bases(b.text))]
    best = max(word_log_odds(x, y) for x, y in forms)
    return Found(min(best, SCHEME_LOG_ODDS), "adjective", "one is the adjective of the other") if best > 0 else found


def _underived(a: Part, b: Part, found: Found) -> Found:
    if found.rule == "letters" and found.log_odds > DERIVED_LOG_ODDS and is_derived(reading(a.text), reading(b.text)):
        return Found(DERIVED_LOG_ODDS, "contradiction:derived", "one is derived from the other and names another place")
    return found


def _features(pairs: list[tuple[float, int]]) -> dict[str, float]:
    """What the pairs of words say: (log-odds, letters) of each, bounded so that no pair says everything."""
    bounded = [(max(log_odds, LEAST_LOG_ODDS), letters) for log_odds, letters in pairs]
    letters = sum(n for _, n in bounded)
    return {
        "worst": min(x for x, _ in bounded),
        "mean": sum(x * n for x, n in bounded) / letters,
        "matched": sum(n for x, n in bounded if x > 0) / letters,
        "size": math.log(letters),
    }


def _gender(pairs: Iterable[tuple[str, str]], kind: str | None) -> float:
    return float(kind not in ("place", "org") and any(other_gender(a, b) for a, b in pairs))


def _letters(name: tuple[Part, ...]) -> float:
    return sum(_importance(part) for part in name)


def _importance(part: Part) -> float:
    """Letters of a word as far as leaving it out matters: patronymics are left out freely."""
    return max(len(part.meaning), 1) * (PATRONYMIC_WEIGHT if is_patronymic(part.text) else 1.0)


def _pairs(a: tuple[Part, ...], b: tuple[Part, ...]) -> Pairs:
    if len(a) == len(b) == 1:
        return ((0, 0),)
    return assign([[_gain(x, y) + (0.01 if i == j else 0) for j, y in enumerate(b)] for i, x in enumerate(a)])


def _gain(x: Part, y: Part) -> float:
    if x.role == y.role == NAME:
        return 5.0 if x.meaning == y.meaning else letters_log_odds(x, y)
    return compare_words(x, y, ask_rules=False).log_odds


def _paired(a: Part, b: Part, found: Found, kind: str | None) -> Finding:
    if kind not in ("place", "org") and other_gender(a.text, b.text):
        return Finding("gender:surname", a.text, b.text, "same family name, other grammatical gender", found.log_odds)
    if found.rule == "letters" and found.log_odds < 0:
        role = "contradiction:patronymic" if is_patronymic(a.text) and is_patronymic(b.text) else "contradiction:word"
        return Finding(role, a.text, b.text, "different words", found.log_odds)
    if found.rule == "letters":
        return Finding("letters", a.text, b.text, "the letters agree", found.log_odds)
    if found.rule.startswith("scheme:") and script_of(a.text) == "Latn" != script_of(b.text):
        return Finding(found.rule, b.text, a.text, found.detail, found.log_odds)
    return Finding(found.rule, a.text, b.text, found.detail, found.log_odds)


def _left_out(part: Part, side: str) -> Finding:
    role = "patronymic" if is_patronymic(part.text) else part.role
    texts = (part.text, "") if side == "a" else ("", part.text)
    return Finding(f"omitted:{role}", *texts, "only one of the names has it")


def _numbers(a: Parsed, b: Parsed) -> tuple[float, tuple[Finding, ...]]:
    """Numbers, and the words that work like them (North, Upper, New): they agree, or the names differ."""
    findings: list[Finding] = []
    worst = 0.0
    for role in (NUMBER, "direction"):
        left, right, agreed = _agreed(a.having(role), b.having(role), role)
        shared = min(len(left), len(right))
        findings += agreed
        findings += [
            Finding(f"contradiction:{role}", x.text, y.text, f"another {role}")
            for x, y in zip(left, right, strict=False)
        ]
        findings += [_left_out(p, "a") for p in left[shared:]] + [_left_out(p, "b") for p in right[shared:]]
        worst = max(worst, 1.0 if shared else LEFT_OUT_NUMBER if left or right else 0.0)
    return worst, tuple(findings)


def _agreed(a: tuple[Part, ...], b: tuple[Part, ...], role: str) -> tuple[list[Part], list[Part], list[Finding]]:
    """What is left of both sides when words of one meaning are paired, and the pairs."""
    left, right, findings = list(a), list(b), []
    for part in a:
        twin = next((p for p in right if p.meaning == part.meaning), None)
        if twin:
            left.remove(part)
            right.remove(twin)
            findings.append(Finding(f"same:{role}", part.text, twin.text, "same meaning"))
    return left, right, findings


def _lesser(a: Parsed, b: Parsed) -> tuple[float, tuple[Finding, ...]]:
    """Lesser words: pairs of one meaning agree; a class that both have and that never agrees counts."""
    findings: list[Finding] = []
    disagreeing = 0
    for role in LESSER:
        in_a, in_b = a.having(role), b.having(role)
        if in_a or in_b:
            left, right, agreed = _agreed(in_a, in_b, role)
            findings += agreed + [_left_out(p, "a") for p in left] + [_left_out(p, "b") for p in right]
            disagreeing += bool(in_a and in_b and not agreed)
    return float(disagreeing), tuple(findings)


def _may_be_cut_differently(core_a: tuple[Part, ...], core_b: tuple[Part, ...], a: Parsed, b: Parsed) -> bool:
    if not core_a or not core_b:
        return False
    unspaced = (a.script in _UNSPACED) != (b.script in _UNSPACED)
    return len(core_a) != len(core_b) or (unspaced and len(core_a) > 1)


def _as_wholes(a: tuple[Part, ...], b: tuple[Part, ...], kind: str | None, parts: NameParts | None) -> Shown:
    """The names without their spaces; the one with more words may also begin with its last word."""
    orders_a = [a, (a[-1], *a[:-1])] if len(a) > len(b) else [a]
    orders_b = [b, (b[-1], *b[:-1])] if len(b) > len(a) else [b]
    tries = [(join_parts(x), join_parts(y), (x is not a) or (y is not b)) for x in orders_a for y in orders_b]
    best = max(((compare_words(x, y, parts), x, y, turned) for x, y, turned in tries), key=lambda t: t[0].log_odds)
    found, x, y, turned = best
    whole = Finding(
        found.rule if found.log_odds >= 0 else "contradiction:word",
        " ".join(p.text for p in a),
        " ".join(p.text for p in b),
        found.detail or "compared as one word",
        found.log_odds,
    )
    features = _features([(found.log_odds, len(x.text) + len(y.text))])
    return Shown({**features, "crossed": float(turned), "gender": _gender([(x.text, y.text)], kind)}, (whole,))
