"""Names that neighbours spell by rule: Ukrainian and Russian, Belarusian and Russian, Arabic in many hands.

Kharkiv and Kharkov are not two romanisations of one word but two words that a sound law connects. The laws
are data (data/counterparts.tsv): pairs of letters with a source and a cost, never names. Two spellings are
counterparts when rules of one group, and the scheme-neutral rules of spelling, turn one into the other with
nothing left over; the rules that were needed are the explanation. The cheapest way is found by dynamic
programming over the positions of both words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from normalizer.matching.words import DATA
from normalizer.policy import MAX_ALIGNED_LETTERS
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of

NEUTRAL = "spelling"
INCLUDED = {"sound": (NEUTRAL,), "arabic": (NEUTRAL, "sound")}  # whose rules a group may use; others: the neutral ones
HIGHEST_COST = 3.0  # ways that cost more explain nothing
ABJADS = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})  # scripts that leave short vowels unwritten
NEUTRAL_ADVANTAGE = 0.5  # a difference that spelling alone explains is not laid to a law between languages
DOUBLED_COST = 0.2  # a letter written twice on one side only


class Way(NamedTuple):
    """How one spelling turns into the other: the cost, the group, and the rules that were used."""

    cost: float
    group: str
    rules: tuple[str, ...]


class _Rule(NamedTuple):
    id: str
    other: str
    where: str
    cost: float


_Table = dict[str, tuple[_Rule, ...]]


@cache
def _tables() -> dict[str, _Table]:
    """For each group: letters of one side -> rules, the neutral ones included, both ways."""
    lines = (DATA / "counterparts.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    found: dict[str, dict[str, list[_Rule]]] = {row[1]: {} for row in rows}
    for rule, group, a, b, where, cost in rows:
        for target in found:
            if group == target or group in INCLUDED.get(target, (NEUTRAL,)):
                for left, right in ((a, b), (b, a)):
                    found[target].setdefault(left, []).append(_Rule(f"{group}:{rule}", right, where, float(cost)))
    return {group: {letters: tuple(rules) for letters, rules in table.items()} for group, table in found.items()}


@cache
def _union() -> _Table:
    """All rules at once: what they cannot do together, no group can."""
    found: dict[str, set[_Rule]] = {}
    for table in _tables().values():
        for letters, rules in table.items():
            found.setdefault(letters, set()).update(rules)
    return {letters: tuple(sorted(rules)) for letters, rules in found.items()}


def counterpart(a: str, b: str) -> Way | None:
    """The cheapest way by rules from one word to the other, in any script; None if rules do not suffice.

    >>> counterpart("Kharkiv", "Харьков").rules
    ('uk-ru:iv-ov',)
    >>> counterpart("Lugansk", "Lugano") is None
    True
    """
    unwritten = bool({script_of(fold_letters(a)), script_of(fold_letters(b))} & ABJADS)
    return _cheapest(reading(a), reading(b), unwritten)


@lru_cache(maxsize=32768)
def reading(word: str) -> str:
    """Plain Latin letters, one reading a script: the rules know what schemes make of them."""
    low = fold_letters(word)
    return fold_latin(low if script_of(low) == "Latn" else anyascii_latin(low)).replace(" ", "")[:MAX_ALIGNED_LETTERS]


def _cheapest(a: str, b: str, unwritten: bool) -> Way | None:
    """Over all groups; the neutral group alone comes first, so that it wins a tie."""
    if _way(a, b, "", _union(), unwritten) is None:
        return None
    ways = [
        way
        for group, table in sorted(_tables().items(), key=lambda item: item[0] != NEUTRAL)
        if (way := _way(a, b, group, table, unwritten))
    ]
    return min(ways, key=lambda way: way.cost - NEUTRAL_ADVANTAGE * (way.group == NEUTRAL), default=None)


def _way(a: str, b: str, group: str, table: _Table, unwritten: bool) -> Way | None:
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            here = best.get((i, j))
            if here is None:
                continue
            for di, dj, cost, rule in _moves(a, b, i, j, table, unwritten):
                total, cell = here[0] + cost, (i + di, j + dj)
                if total <= HIGHEST_COST and (cell not in best or total < best[cell][0]):
                    best[cell] = (total, (*here[1], rule) if rule else here[1])
    end = best.get((len(a), len(b)))
    return Way(end[0], group, end[1]) if end else None


def _moves(a: str, b: str, i: int, j: int, table: _Table, unwritten: bool) -> Iterator[tuple[int, int, float, str]]:
    """Steps from a cell: a letter that both have, a letter doubled on one side, a rule."""
    if i < len(a) and j < len(b) and a[i] == b[j]:
        yield 1, 1, 0.0, ""
    if 0 < i < len(a) and j > 0 and a[i] == a[i - 1] == b[j - 1]:
        yield 1, 0, DOUBLED_COST, ""
    if 0 < j < len(b) and i > 0 and b[j] == b[j - 1] == a[i - 1]:
        yield 0, 1, DOUBLED_COST, ""
    for size in range(min(7, len(a) - i) + 1):
        for rule in table.get(a[i : i + size], ()):
            after = j + len(rule.other)
            at_end = i + size == len(a) and after == len(b)
            if b.startswith(rule.other, j) and _stands(rule.where, i == j == 0, at_end, unwritten):
                yield size, len(rule.other), rule.cost, rule.id


def _stands(where: str, at_start: bool, at_end: bool, unwritten: bool) -> bool:
    if where == "unwritten":
        return unwritten and not at_start and not at_end
    return where == "any" or (where == "start" and at_start) or (where == "end" and at_end)
