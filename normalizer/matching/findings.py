"""The reasons behind a comparison: each word of both names in exactly one finding.

Read off the pairing that the score was computed from, with the costlier reasons added (a romanisation scheme,
a native form behind two spellings). Nothing here changes a score, so it runs only for those who ask why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gazetteer.values import NamedTuple
from normalizer.matching.evidence import Found, reason
from normalizer.matching.features import EXCLUSIVE, LESSER, Measured, opposed
from normalizer.matching.gender import other_given_gender
from normalizer.matching.pairing import ACRONYM, Pairing
from normalizer.matching.person import is_patronymic, other_gender
from normalizer.matching.plausible import told
from normalizer.matching.profile import fathers
from normalizer.matching.words import Part
from normalizer.text.unicode import script_of


class Finding(NamedTuple):
    """One fact about words of both names: `a` or `b` is empty when only one of them has the word."""

    rule: str
    a: str
    b: str
    detail: str = ""


def findings(measured: Measured, kind: str | None) -> tuple[Finding, ...]:
    """All findings of two names, words of the names first.

    >>> from normalizer.matching.features import measure
    >>> from normalizer.matching.profile import profile
    >>> a, b = profile("O. Skrypniuk", "person"), profile("Skrypnyuk Oleh", "person")
    >>> [(f.rule, f.a, f.b) for f in findings(measure(a, b, "person"), "person")][0]
    ('initial', 'O', 'Oleh')
    """
    pairing = measured.pairing
    return (
        *(_whole(pairing) if pairing.whole else _pairs(measured, kind)),
        *_left_out_words(pairing, measured.a, measured.b),
        *_others(measured.a, measured.b),
    )


def _whole(pairing: Pairing) -> Iterator[Finding]:
    found = pairing.found[0]
    rule = found.rule if found.log_odds >= 0 or found.rule == ACRONYM else "contradiction:word"
    yield Finding(rule, _text(pairing.a), _text(pairing.b), found.detail or "compared as one word")


def _text(parts: tuple[Part, ...]) -> str:
    return " ".join(part.text for part in parts)


def _pairs(measured: Measured, kind: str | None) -> Iterator[Finding]:
    pairing = measured.pairing
    older = fathers(measured.a) | fathers(measured.b) if measured.father else frozenset()
    for (i, j), found in zip(pairing.pairs, pairing.found, strict=True):
        a, b = pairing.a[i], pairing.b[j]
        if older and (id(a) in older) != (id(b) in older) and found.log_odds > 0:
            yield Finding(
                "contradiction:patronymic", a.text, b.text, "one's own name is the father's name of the other"
            )
        else:
            found = told(reason(a, b, found), a, b, (*measured.a, *measured.b), kind)
            yield _paired(a, b, found, kind, id(a) in older and id(b) in older)
    if pairing.crossed:
        yield _order(pairing, kind)


def _order(pairing: Pairing, kind: str | None) -> Finding:
    """Crossed words: with one moved to the other end, a person's name has its family name first in one of them."""
    texts = _text(pairing.a), _text(pairing.b)
    order = [j for _, j in pairing.pairs]
    if kind == "person" and (order[1:] == sorted(order[1:]) or order[:-1] == sorted(order[:-1])):
        return Finding("order:family-first", *texts, "one has the family name first")
    return Finding("order", *texts, "another order of the words")


def _paired(a: Part, b: Part, found: Found, kind: str | None, fathers_of: bool) -> Finding:
    if kind not in ("place", "org") and other_gender(a.text, b.text):
        if other_given_gender(a.text, b.text):
            return Finding("gender:given", a.text, b.text, "a man's and a woman's given name")
        return Finding("gender:surname", a.text, b.text, "same family name, other grammatical gender")
    if found.rule == "letters" and found.log_odds < 0 and not found.detail:
        if fathers_of:
            return Finding("contradiction:patronymic", a.text, b.text, "another father's name")
        if is_patronymic(a.text) and is_patronymic(b.text):
            return Finding("letters", a.text, b.text, "fathers' names that differ by a slip")
        return Finding("contradiction:word", a.text, b.text, "different words")
    if found.rule == "letters":
        return Finding("letters", a.text, b.text, found.detail or "the letters agree")
    if found.rule.startswith("scheme:") and script_of(a.text) == "Latn" != script_of(b.text):
        return Finding(found.rule, b.text, a.text, found.detail)
    return Finding(found.rule, a.text, b.text, found.detail)


def _left_out_words(pairing: Pairing, a: tuple[Part, ...], b: tuple[Part, ...]) -> Iterator[Finding]:
    older = fathers(a) | fathers(b)
    for part, side in pairing.left_out():
        if id(part) in older:
            yield _left_out(part, side, "patronymic")
        elif _of_double(part, a if side == "a" else b):
            yield _left_out(part, side, "double")._replace(detail="one part of a double name")
        else:
            yield _left_out(part, side)


def _of_double(part: Part, name: tuple[Part, ...]) -> bool:
    """Whether a hyphen ties the word to a neighbour."""
    return part.tied or any(later.tied for earlier, later in pairwise(name) if earlier is part)


def _left_out(part: Part, side: str, role: str = "") -> Finding:
    texts = (part.text, "") if side == "a" else ("", part.text)
    return Finding(f"omitted:{role or part.role}", *texts, "only one of the names has it")


def _others(a: tuple[Part, ...], b: tuple[Part, ...]) -> Iterator[Finding]:
    """Numbers, directions, and lesser words: what agrees, what contradicts, what only one of the names has."""
    for role in (*EXCLUSIVE, *LESSER):
        left, right = ([part for part in name if part.role == role] for name in (a, b))
        for part in list(left):
            twin = next((p for p in right if p.meaning == part.meaning), None)
            if twin:
                left.remove(part)
                right.remove(twin)
                yield Finding(f"same:{role}", part.text, twin.text, "same meaning")
        meanings = ({role: [part.meaning for part in side]} for side in (left, right))
        excluded = role in EXCLUSIVE or bool(opposed(*meanings))
        while excluded and left and right:
            yield Finding(f"contradiction:{role}", left.pop(0).text, right.pop(0).text, f"another {role}")
        yield from (_left_out(part, "a") for part in left)
        yield from (_left_out(part, "b") for part in right)
