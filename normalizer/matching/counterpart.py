"""Names that neighbours spell by rule: Ukrainian and Russian, Belarusian and Russian, Arabic in many hands.

Kharkiv and Kharkov are not two romanisations of one word but two words that a sound law connects. The laws
are data (data/counterparts.tsv): pairs of letters with a source and a cost, never names. Two spellings are
counterparts when rules of one group, and the scheme-neutral rules of spelling, turn one into the other with
nothing left over; the rules that were needed are the explanation. The cheapest way is found in `core`.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.core import Rules
from normalizer.matching.tables import read_rows, table
from normalizer.policy import MAX_ALIGNED_LETTERS, SELDOM_REMEMBERED
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of

NEUTRAL = "spelling"
GREEK = "el"
INCLUDED = {"sound": (NEUTRAL,), "arabic": (NEUTRAL, "sound")}  # whose rules a group may use; others: the neutral ones
HIGHEST_COST = 3.0  # ways that cost more explain nothing
ABJADS = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})  # scripts that leave short vowels unwritten
NEUTRAL_ADVANTAGE = 0.5  # a difference that spelling alone explains is not laid to a law between languages
DOUBLED_COST = 0.2  # a letter written twice on one side only


_TABLE = "counterparts.tsv"
_Listed = tuple[list[tuple[str, str, str, float]], list[str]]


class Way(NamedTuple):
    """How one spelling turns into the other: the cost, the group, and the rules that were used."""

    cost: float
    group: str
    rules: tuple[str, ...]


class _Group(NamedTuple):
    """The rules of a group, both ways, and the id of each by its number."""

    rules: Rules
    ids: tuple[str, ...]


def all_rules() -> Rules:
    """The rules of all groups at once: where they find no way, no group does."""
    return _group("").rules


def rule_groups() -> tuple[tuple[Rules, bool, float], ...]:
    """The groups in the order in which they are asked: the rules, whether they are of Greek places, the advantage."""
    return tuple((_group(name).rules, name == GREEK, NEUTRAL_ADVANTAGE * (name == NEUTRAL)) for name in _names())


@cache
def _names() -> tuple[str, ...]:
    """The groups, the neutral one first."""
    return tuple(name for name in _listed() if name)


@cache
def _group(name: str) -> _Group:
    """The rules of a group and the neutral ones; under "" all rules at once: what they cannot, no group can."""
    entries, ids = _listed()[name]
    return _Group(Rules(entries, highest=HIGHEST_COST, doubled=DOUBLED_COST), tuple(ids))


@cache
def _listed() -> dict[str, _Listed]:
    """Of each group, its rules both ways with their places and costs, and their ids."""
    return derived("counterparts", "1", [table(_TABLE)], _read)


def _read() -> dict[str, _Listed]:
    rows = read_rows(_TABLE)
    names = sorted(dict.fromkeys(row[1] for row in rows), key=lambda name: name != NEUTRAL)
    among = {"": set(names)} | {name: {name, *INCLUDED.get(name, (NEUTRAL,))} for name in names}
    return {name: _both_ways([row for row in rows if row[1] in groups]) for name, groups in among.items()}


def _both_ways(rows: list[list[str]]) -> _Listed:
    sides = [(row, left, right) for row in rows for left, right in ((row[2], row[3]), (row[3], row[2]))]
    entries = [(left, right, row[4], float(row[5])) for row, left, right in sides]
    return entries, [f"{row[1]}:{row[0]}" for row, _, _ in sides]


def counterpart(a: str, b: str, place: bool = True) -> Way | None:
    """The cheapest way by rules from one word to the other, in any script; None if rules do not suffice.

    Args:
        place: whether the dual forms of Greek places count (Heraklion, Iraklio): among people, Anna is not Hanna.

    >>> counterpart("Kharkiv", "Харьков").rules
    ('uk-ru:iv-ov',)
    >>> counterpart("Lugansk", "Lugano") is None
    True
    """
    left, right = read_word(a), read_word(b)
    return _cheapest(left.letters, right.letters, left.unwritten or right.unwritten, place)


class Reading(NamedTuple):
    """A word in plain Latin letters, and whether its script leaves short vowels unwritten."""

    letters: str
    unwritten: bool


@lru_cache(maxsize=SELDOM_REMEMBERED)
def read_word(word: str) -> Reading:
    """One reading a script: the rules know what schemes make of it.

    >>> read_word("Харків"), read_word("نور").unwritten
    (Reading(letters='kharkiv', unwritten=False), True)
    """
    low = fold_letters(word)
    script = script_of(low)
    latin = fold_latin(low if script == "Latn" else anyascii_latin(low))
    return Reading(latin.replace(" ", "")[:MAX_ALIGNED_LETTERS], script in ABJADS)


def reading(word: str) -> str:
    """The letters of `read_word`."""
    return read_word(word).letters


def _cheapest(a: str, b: str, unwritten: bool, place: bool) -> Way | None:
    """Over all groups; the neutral group alone comes first, so that it wins a tie."""
    least = all_rules().cheapest(a, b, unwritten)
    if least is None:
        return None
    best, cost = None, math.inf
    for group in _names():
        rules, ids = _group(group)
        found = rules.cheapest(a, b, unwritten) if place or group != GREEK else None
        if found and found[0] - NEUTRAL_ADVANTAGE * (group == NEUTRAL) < cost:
            cost = found[0] - NEUTRAL_ADVANTAGE * (group == NEUTRAL)
            best = Way(found[0], group, tuple(ids[number] for number in found[1]))
            if cost <= least[0]:
                break  # no later group can be cheaper than all rules at once
    return best
