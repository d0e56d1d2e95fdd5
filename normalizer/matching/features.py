"""What two names show, as numbers for the scorecard.

Every word of both names is accounted for once: it is paired with a word of the other name, or left out, or
both names as wholes are paired because their words are cut differently (Tse-tung, 毛泽东). The numbers come from
these pairs (how surely the words agree, how rare the agreeing words are, what is left out) and from the plain
letters of the whole names (sketch.py). The pairing is kept for the explanation (findings.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from normalizer.matching.align import pair_words, word_log_odds
from normalizer.matching.assign import Pairs
from normalizer.matching.core import assign
from normalizer.matching.counterpart import reading
from normalizer.matching.evidence import Found, NameParts, judge
from normalizer.matching.legal import acronym_of
from normalizer.matching.merge_words import join_parts, merge_words
from normalizer.matching.person import other_gender, patronymics
from normalizer.matching.place import adjective_bases, is_derived
from normalizer.matching.rarity import rarity
from normalizer.matching.sketch import Likeness, Sketch, likeness, sketch
from normalizer.matching.words import INITIAL, NAME, NUMBER, Parsed, Part, is_usual, parse_name
from normalizer.policy import (
    ACRONYM_LOG_ODDS,
    CONTRADICTION_LOG_ODDS,
    DERIVED_LOG_ODDS,
    LEAST_LOG_ODDS,
    LETTERS_LOG_ODDS,
    PATRONYMIC_WEIGHT,
    SCHEME_LOG_ODDS,
    SLIP_RATIO,
    USUAL_RARITY,
    USUAL_WEIGHT,
)

LESSER = ("title", "particle", "suffix", "legal", "generic")
SON_OF = frozenset({"ibn", "bint"})  # meanings of particles before a father's name (words.tsv)
EXCLUSIVE = (NUMBER, "direction")  # classes of which another member is another name
RULES = ("counterpart:", "scheme:", "name-part", "equal", "fold:", "same:")  # findings that explain a whole word
LEFT_OUT_NUMBER = 0.65  # a number that only one name has, beside 1 for another number
VAGUE_FORMS = frozenset({"company", "corporation", "group"})  # forms of organisations that go with every other
# Scripts whose agreement with another script says more or less than an alphabet's does.
SCRIPTS = {
    **dict.fromkeys(("Arab", "Hebr", "Syrc"), "abjad"),
    **dict.fromkeys(("Hani", "Jpan"), "words"),
    **dict.fromkeys(("Hang", "Kore", "Kana", "Hira", "Hrkt"), "syllables"),
}
_UNSPACED = frozenset({"Hani", "Hang", "Kana", "Hira", "Hrkt", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"})


class Facts(NamedTuple):
    """For each word of a name: its letters, the letters as far as they tell names apart, its rarity."""

    letters: tuple[int, ...]
    weights: tuple[float, ...]
    rarities: tuple[float, ...]


class Profile(NamedTuple):
    """One name, ready to be compared: its words, those that are the name itself, what each counts, their sketch.

    fathers: ids of the words that are a father's name.
    """

    parsed: Parsed
    core: tuple[Part, ...]
    lesser: bool
    facts: Facts
    fathers: frozenset[int]
    sketch: Sketch


class Pairing(NamedTuple):
    """Words of two names side by side: which go together and what was found of each pair."""

    a: tuple[Part, ...]
    b: tuple[Part, ...]
    pairs: Pairs
    found: tuple[Found, ...]
    facts_a: Facts
    facts_b: Facts
    whole: bool = False  # both names without their spaces are the one pair
    crossed: bool = False

    def left_out(self) -> Iterator[tuple[Part, str]]:
        """Words without a partner, with the side they are of."""
        if not self.whole:
            paired_a, paired_b = {i for i, _ in self.pairs}, {j for _, j in self.pairs}
            yield from ((part, "a") for i, part in enumerate(self.a) if i not in paired_a)
            yield from ((part, "b") for j, part in enumerate(self.b) if j not in paired_b)


class Words(NamedTuple):
    """What the pairs of words show; names as in data/scorecard.tsv."""

    worst: float
    mean: float
    matched: float
    size: float
    omitted: float
    one_of_many: bool
    crossed: bool
    lesser: int
    agreeing: float
    differing: float
    missing: float
    agreeing_share: float
    rarest_agreeing: float
    rarest_differing: float
    words_apart: int
    words: int


class Measured(NamedTuple):
    """Numbers of two names, what rules alone weigh (number, gender: 0..1; explained: rules turn every word of one into
    the other; father: their fathers' names contradict; bare: one is a single word of the other, a person's full name;
    extra: words that only the fuller name of a person has, a father's name apart), and what they rest on."""

    form: str
    words: Words
    likeness: Likeness
    number: float
    gender: float
    explained: bool
    father: bool
    bare: bool
    extra: int
    pairing: Pairing
    a: tuple[Part, ...]
    b: tuple[Part, ...]


@lru_cache(maxsize=65536)
def profile(name: str, kind: str | None) -> Profile:
    """What a comparison needs to know of one name, made once.

    >>> [part.text for part in profile("Dr. O. Skrypniuk", "person").core]
    ['O', 'Skrypniuk']
    """
    parsed = parse_name(name, kind)
    core = _core(parsed.parts)
    return Profile(
        parsed,
        core,
        len(core) < len(parsed.parts),
        _facts(core, kind),
        fathers(parsed.parts) if kind in ("person", None) else frozenset(),
        sketch([p.meaning for p in core or parsed.parts]),
    )


def _facts(core: tuple[Part, ...], kind: str | None) -> Facts:
    return Facts(
        tuple([len(part.text) for part in core]),
        tuple([_weight(part, kind) for part in core]),
        tuple([_rarity(part, kind) for part in core]),
    )


def _rarity(part: Part, kind: str | None) -> float:
    found = rarity(part.meaning)
    return min(found, USUAL_RARITY) if kind == "org" and is_usual(part, kind) else found


def measure(a: Profile, b: Profile, kind: str | None, parts: NameParts | None = None) -> Measured:
    """The numbers of two names.

    Args:
        a, b: profiles made for the same `kind`.
        parts: what a gazetteer knows about single names; None for rules alone.
    """
    parts_a, parts_b = a.parsed.parts, b.parsed.parts
    core_a, core_b, facts_a, facts_b, older_a, older_b = a.core, b.core, a.facts, b.facts, a.fathers, b.fathers
    regional = False
    number, lesser = 0.0, 0
    if len(core_a) != len(core_b) or a.lesser or b.lesser:
        merged = merge_words(parts_a, parts_b)
        if merged[0] is not parts_a or merged[1] is not parts_b:
            parts_a, parts_b = merged
            core_a, core_b = _core(parts_a), _core(parts_b)
            facts_a, facts_b = _facts(core_a, kind), _facts(core_b, kind)
            older_a, older_b = fathers(parts_a), fathers(parts_b)
        number, lesser, regional = _others(parts_a, parts_b)
    pairing = _pairing(core_a, core_b, facts_a, facts_b, kind, parts, regional)
    if not _initialled(core_a, core_b, kind) and _cut_differently(core_a, core_b, a.parsed, b.parsed):
        pairing = _by_words_or_whole(pairing, parts_a, parts_b, kind, parts)
    words = _words(pairing, older_a | older_b, lesser)
    form = _form(a.parsed.script, b.parsed.script, words.words == 1)
    gender = kind not in ("place", "org") and _other_gender(pairing)
    father = bool(older_a and older_b) and kind in ("person", None) and _other_father(pairing, older_a, older_b)
    bare, extra = _left_bare(a, b, pairing, older_a | older_b) if kind == "person" and words.omitted else (False, 0)
    explained = words.worst > 0 and not words.omitted and all(f.rule.startswith(RULES) for f in pairing.found)
    return Measured(
        form,
        words,
        likeness(a.sketch, b.sketch),
        number,
        float(gender),
        explained,
        father,
        bare,
        extra,
        pairing,
        parts_a,
        parts_b,
    )


def _core(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple([part for part in parts if part.role in (NAME, INITIAL)])


def _texts(pairing: Pairing) -> Iterator[tuple[int, tuple[Part, Part]]]:
    if pairing.whole:
        if len(pairing.a) == len(pairing.b) == 1:
            yield 0, (pairing.a[0], pairing.b[0])
        return
    for n, (i, j) in enumerate(pairing.pairs):
        yield n, (pairing.a[i], pairing.b[j])


def _other_gender(pairing: Pairing) -> bool:
    return any(
        x.meaning != y.meaning and pairing.found[n].log_odds > LEAST_LOG_ODDS and other_gender(x.text, y.text)
        for n, (x, y) in _texts(pairing)
    )


def _left_bare(a: Profile, b: Profile, pairing: Pairing, older: frozenset[int]) -> tuple[bool, int]:
    """Whether one word stands against a person's full name, and how many words only the fuller name has."""
    if pairing.whole or a.parsed.script in _UNSPACED or b.parsed.script in _UNSPACED:
        return False, 0  # a word of a script without spaces may be a whole name
    extra = sum(1 for part, _ in pairing.left_out() if part.role == NAME and id(part) not in older)
    return min(len(pairing.a), len(pairing.b)) == 1, extra


def _form(script_a: str, script_b: str, single: bool) -> str:
    """Which scorecard fits: names of one script, or of two and what the other one writes; one word each or more."""
    if script_a == script_b or "Zyyy" in (script_a, script_b):
        return "single" if single else "many"
    across = next((SCRIPTS[script] for script in (script_a, script_b) if script in SCRIPTS), "alphabet")
    return f"{across}-{'single' if single else 'many'}"


# --- pairs of words ------------------------------------------------------------------------------------------


def _pairing(
    a: tuple[Part, ...],
    b: tuple[Part, ...],
    facts_a: Facts,
    facts_b: Facts,
    kind: str | None,
    parts: NameParts | None,
    regional: bool,
) -> Pairing:
    if not a or not b:
        return Pairing(a, b, (), (), facts_a, facts_b)
    pairs = _pairs(a, b)
    found = [judge(a[i], b[j], kind, parts) for i, j in pairs]
    if kind in ("place", None):
        found = [
            _of_place(a[i], b[j], f, regional) if f.log_odds < SCHEME_LOG_ODDS else f
            for (i, j), f in zip(pairs, found, strict=True)
        ]
    crossed = len(pairs) > 1 and any(j > k for (_, j), (_, k) in pairwise(pairs))
    return Pairing(a, b, pairs, tuple(found), facts_a, facts_b, crossed=crossed)


def _pairs(a: tuple[Part, ...], b: tuple[Part, ...]) -> Pairs:
    if len(a) == len(b) == 1:
        return ((0, 0),)
    if all(part.role == NAME for part in a) and all(part.role == NAME for part in b):
        return pair_words([part.text for part in a], [part.text for part in b], 0.01)[1]
    return assign([[_gain(x, y) + (0.01 if i == j else 0.0) for j, y in enumerate(b)] for i, x in enumerate(a)])


def _gain(x: Part, y: Part) -> float:
    return word_log_odds(x.text, y.text) if x.role == y.role == NAME else judge(x, y).log_odds


def _of_place(a: Part, b: Part, found: Found, regional: bool) -> Found:
    """Луганская область is named after Луганск; Nigeria is named after the Niger, and is another place."""
    if regional:
        forms = [(x, y) for x in (a.text, *adjective_bases(a.text)) for y in (b.text, *adjective_bases(b.text))][1:]
        best = max((word_log_odds(x, y) for x, y in forms), default=LEAST_LOG_ODDS)
        if best > max(found.log_odds, 0.0):
            return Found(min(best, SCHEME_LOG_ODDS), "adjective", "one is the adjective of the other")
    if found.rule == "letters" and found.log_odds > DERIVED_LOG_ODDS and is_derived(reading(a.text), reading(b.text)):
        return Found(DERIVED_LOG_ODDS, "contradiction:derived", "one is derived from the other and names another place")
    return found


def fathers(parts: tuple[Part, ...]) -> frozenset[int]:
    """Ids of the words of a name that are a father's name: patronymics, and what follows bin, ibn or bint."""
    core = _core(parts)
    found = {id(core[index]) for index in patronymics([part.text for part in core])} if len(core) > 2 else set()
    found |= {id(y) for x, y in pairwise(parts) if x.role == "particle" and x.meaning in SON_OF and y.role == NAME}
    return frozenset(found)


def _other_father(pairing: Pairing, fathers_a: frozenset[int], fathers_b: frozenset[int]) -> bool:
    """Whether both names have a father's name and the two differ, or one's father bears the other's own name."""
    if not fathers_a or not fathers_b:
        return False
    for n, (x, y) in _texts(pairing):
        in_a, in_b = id(x) in fathers_a, id(y) in fathers_b
        agree = pairing.found[n].log_odds > 0 or fuzz.ratio(x.meaning, y.meaning) >= SLIP_RATIO
        if (in_a and in_b and not agree) or (in_a != in_b and pairing.found[n].log_odds > 0):
            return True
    return False


# --- names as wholes -----------------------------------------------------------------------------------------


def _cut_differently(core_a: tuple[Part, ...], core_b: tuple[Part, ...], a: Parsed, b: Parsed) -> bool:
    if not core_a or not core_b:
        return False
    unspaced = (a.script in _UNSPACED) != (b.script in _UNSPACED)
    return len(core_a) != len(core_b) or (unspaced and len(core_a) > 1)


def _initialled(a: tuple[Part, ...], b: tuple[Part, ...], kind: str | None) -> bool:
    """Whether a person's name has an initial, which is no part of a word that was cut."""
    return kind == "person" and any(part.role == INITIAL for part in (*a, *b))


def _by_words_or_whole(
    pairing: Pairing, all_a: tuple[Part, ...], all_b: tuple[Part, ...], kind: str | None, parts: NameParts | None
) -> Pairing:
    """The pairing by words, or that of the names without their spaces if it is surer."""
    by_words = max(_expected(pairing), 0.0)
    if by_words >= LETTERS_LOG_ODDS - 1:
        return pairing
    whole = _as_wholes(pairing, all_a, all_b, kind, parts)
    return whole if whole.found[0].log_odds > by_words else pairing


def _as_wholes(
    by_words: Pairing,
    all_a: tuple[Part, ...],
    all_b: tuple[Part, ...],
    kind: str | None,
    parts: NameParts | None,
) -> Pairing:
    """The names without their spaces; the one with more words may also begin with its last word."""
    a, b = by_words.a, by_words.b
    acronym = _acronym(a, all_b) if len(a) == 1 else _acronym(b, all_a) if len(b) == 1 else None
    if acronym and kind in ("org", None):
        return by_words._replace(pairs=((0, 0),), found=(acronym,), whole=True, crossed=False)
    orders_a = [a, (a[-1], *a[:-1])] if len(a) > len(b) else [a]
    orders_b = [b, (b[-1], *b[:-1])] if len(b) > len(a) else [b]
    tries = [
        (judge(join_parts(x), join_parts(y), kind, parts), (x is not a) or (y is not b))
        for x in orders_a
        for y in orders_b
    ]
    found, turned = max(tries, key=lambda t: t[0].log_odds)
    return by_words._replace(pairs=((0, 0),), found=(found,), whole=True, crossed=turned)


def _acronym(short: tuple[Part, ...], long: tuple[Part, ...]) -> Found | None:
    """IBM for International Business Machines."""
    size = min(len(short[0].text), max(ACRONYM_LOG_ODDS))
    if size not in ACRONYM_LOG_ODDS or not acronym_of(short[0].text.lower(), [part.text.lower() for part in long]):
        return None
    return Found(ACRONYM_LOG_ODDS[size], "acronym", "the first letters of the other's words")


def _expected(pairing: Pairing) -> float:
    """What pairs of words say of the whole when words left out count as contradicting."""
    weights_a, weights_b = pairing.facts_a.weights, pairing.facts_b.weights
    whole = sum(weights_a) + sum(weights_b)
    total = LEAST_LOG_ODDS * whole
    for (i, j), found in zip(pairing.pairs, pairing.found, strict=True):
        total += (max(found.log_odds, LEAST_LOG_ODDS) - LEAST_LOG_ODDS) * (weights_a[i] + weights_b[j])
    return total / whole if whole else LEAST_LOG_ODDS


# --- sums ----------------------------------------------------------------------------------------------------


def _weight(part: Part, kind: str | None) -> float:
    """Letters of a word as far as they tell one name from another."""
    letters = max(len(part.meaning), 1)
    return letters * USUAL_WEIGHT if kind in ("org", "place") and is_usual(part, kind) else letters


def _words(pairing: Pairing, older: frozenset[int], lesser: int) -> Words:
    a, b = pairing.a, pairing.b
    if not pairing.pairs:
        odds = CONTRADICTION_LOG_ODDS if a or b else 0.0
        apart = abs(len(a) - len(b))
        return Words(odds, odds, 0.0, 0.0, 0.0, False, False, lesser, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, apart, 1)
    worst, total, matched, weight, letters = math.inf, 0.0, 0.0, 0.0, 0
    agreeing = differing = most_agreeing = most_differing = 0.0
    for odds, size, own, rare in _pair_facts(pairing):
        if odds < worst:
            worst = odds
        total += odds * own
        weight += own
        letters += size
        if odds > 0:
            matched += own
            agreeing += rare
            most_agreeing = max(most_agreeing, rare)
        else:
            differing += rare
            most_differing = max(most_differing, rare)
    omitted, missing, one_of_many = 0.0, 0.0, False
    if not pairing.whole and not len(pairing.pairs) == len(a) == len(b):
        omitted, missing, one_of_many = _left_out(pairing, older)
    return Words(
        worst,
        total / weight,
        matched / weight,
        math.log(letters),
        omitted,
        one_of_many,
        pairing.crossed,
        lesser,
        agreeing,
        differing,
        missing,
        agreeing / (agreeing + differing + missing + 0.1),
        most_agreeing,
        most_differing,
        abs(len(a) - len(b)),
        1 if len(a) == len(b) == 1 else min(len(a), len(b)) + (len(a) != len(b)),
    )


def _pair_facts(pairing: Pairing) -> Iterator[tuple[float, int, float, float]]:
    """Of each pair its bounded log-odds, letters, letters that count (all, where it disagrees), and mean rarity."""
    letters_a, weights_a, rare_a = pairing.facts_a
    letters_b, weights_b, rare_b = pairing.facts_b
    if pairing.whole:
        odds = max(pairing.found[0].log_odds, LEAST_LOG_ODDS)
        size = sum(letters_a) + sum(letters_b)
        yield odds, size, sum(weights_a) + sum(weights_b) if odds > 0 else size, (sum(rare_a) + sum(rare_b)) / 2
        return
    for (i, j), found in zip(pairing.pairs, pairing.found, strict=True):
        odds = max(found.log_odds, LEAST_LOG_ODDS)
        size = letters_a[i] + letters_b[j]
        yield odds, size, weights_a[i] + weights_b[j] if odds > 0 else size, (rare_a[i] + rare_b[j]) / 2


def _left_out(pairing: Pairing, older: frozenset[int]) -> tuple[float, float, bool]:
    """Share of the fuller name's letters left out, the rarity of the words, whether one word stands for many."""
    missing = left_out = 0.0
    wholes = []
    for side, (name, facts) in enumerate(((pairing.a, pairing.facts_a), (pairing.b, pairing.facts_b))):
        paired = {pair[side] for pair in pairing.pairs}
        shares = [w * PATRONYMIC_WEIGHT if id(p) in older else w for p, w in zip(name, facts.weights, strict=True)]
        wholes.append(sum(shares))
        for index, share in enumerate(shares):
            if index not in paired:
                left_out += share
                missing += facts.rarities[index]
    return left_out / max(wholes), missing, len(pairing.pairs) == 1


# --- words beside the name -----------------------------------------------------------------------------------


def _others(a: tuple[Part, ...], b: tuple[Part, ...]) -> tuple[float, int, bool]:
    """Numbers and directions (0, LEFT_OUT_NUMBER or 1), classes of lesser words that disagree, generic words there."""
    roles_a: dict[str, set[str]] = {}
    roles_b: dict[str, set[str]] = {}
    for name, roles in ((a, roles_a), (b, roles_b)):
        for part in name:
            if part.role not in (NAME, INITIAL):
                roles.setdefault(part.role, set()).add(part.meaning)
    number = 0.0
    for role in EXCLUSIVE:
        left, right = roles_a.get(role, set()), roles_b.get(role, set())
        if left != right:
            number = max(number, 1.0 if left - right and right - left else LEFT_OUT_NUMBER)
    lesser = sum(
        1 for role in LESSER if role in roles_a and role in roles_b and _disagree(roles_a[role], roles_b[role])
    )
    return number, lesser, "generic" in roles_a or "generic" in roles_b


def _disagree(a: set[str], b: set[str]) -> bool:
    return not a & b and not a & VAGUE_FORMS and not b & VAGUE_FORMS
