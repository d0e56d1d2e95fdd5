"""Names made ready for the scales: a pair of names weighed in one call of the compiled core.

What a comparison needs of a name is worked out once and handed over as `Name` and its words as `Term`; what only some
pairs need (how a word is spelt in plain letters, what its ending shows, how joined words look) the core asks here when
a pair first needs it, and keeps. For most pairs it asks nothing. `Scales` weigh what `features.measure` and
`model.weigh` weigh, to the same number, or give None for the few pairs that need more than arithmetic (words joined or
settled beside the other name, Han readings, acronyms). These, and all pairs where the core is not compiled, go
through `features` and `model`, which are the definition.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Protocol

from normalizer.matching import core
from normalizer.matching.align import Encoded, route
from normalizer.matching.counterpart import all_rules, read_word
from normalizer.matching.diminutive import has_forms
from normalizer.matching.evidence import SIGNS, Found, NameParts, first_letters, judge, may_be_pinyin
from normalizer.matching.families import is_korean_family
from normalizer.matching.features import LEFT_OUT_NUMBER, SCRIPTS, VAGUE_FORMS
from normalizer.matching.legal import first_letters as acronyms
from normalizer.matching.letters import OTHER, TABLED, group_of_script
from normalizer.matching.merge_words import join_parts
from normalizer.matching.model import FORMS, card_of, edits_of, weights
from normalizer.matching.pairing import SAME_PLACE, UNSPACED, found_of
from normalizer.matching.person import ending_families, gender_marks, is_patronymic, other_gender
from normalizer.matching.place import adjective_bases
from normalizer.matching.profile import Profile, fathers, profile, word_facts
from normalizer.matching.settle import ALIKE_LOG_ODDS, DIRECTION, directions, directions_in, number_words
from normalizer.matching.sketch import likeness
from normalizer.matching.words import INITIAL, NAME, NUMBER, Part
from normalizer.policy import (
    CERTAIN_LOG_ODDS,
    CLUSTER_LOG_ODDS,
    CONTRADICTION_LOG_ODDS,
    DERIVED_LOG_ODDS,
    DIMINUTIVE_LOG_ODDS,
    DOUBT_ABOVE,
    DOUBT_AT_MOST,
    DOUBT_BELOW,
    FAMILY_LOG_ODDS,
    INITIAL_LOG_ODDS,
    JOINED_LOG_ODDS,
    JOINED_RATIO,
    LEAST_LOG_ODDS,
    LETTERS_LOG_ODDS,
    NAMES_REMEMBERED,
    PATRONYMIC_WEIGHT,
    SCHEME_ABOVE,
    SCHEME_LOG_ODDS,
    SHORT_NAME_LOG_ODDS,
    SHORT_NAME_REST,
    SLIP_RATIO,
    WORDS_REMEMBERED,
)
from normalizer.text.unicode import script_of

MOST_WORDS = 32  # as in _align_names.h: names of more words are not made ready
GROUPS = (*sorted(TABLED), OTHER)  # script groups by number
ROLES = (NAME, INITIAL, NUMBER, "direction", "title", "particle", "suffix", "legal", "generic")  # in the core's order
CLASSES = ("abjad", "words", "syllables")  # of scripts, by number from 1; 0 is an alphabet
KINDS = (None, "person", "place", "org")

# Bits that the core knows, as in _align_names.h.
HAN_TERM, SIGNS_TERM, LATIN_TERM, VAGUE_TERM, ASCII_TEXT, ASCII_MEANING = (1 << bit for bit in range(6))
LESSER_NAME, VALUES_NAME, INITIALS_NAME, UNSPACED_NAME, NEUTRAL_NAME = (1 << bit for bit in range(5))
DIRECTIONS, MAY_MEAN = 5, 12  # first bits of the directions of a name: that it has, that a word of it may mean
PATRONYMIC, SHORT_FORM, KOREAN = 1, 2, 4
GIVEN, ADDED, ADJECTIVE = {"": 0, "m": 1, "f": 2, "fm": 3}, 4, 8
MASCULINE_FAMILIES, FEMININE_FAMILIES = 8, 32  # first bits of the families of endings


class Term(Protocol):
    """A word of a name, made by the core."""


class Name(Protocol):
    """A name, made by the core of terms."""


class Scales(Protocol):
    """What weighs two names, made by the core."""

    def weigh(self, a: Name, b: Name, known: NameParts | None = None, /) -> float | None:
        """Log-odds that two names are one; None for names that need more than arithmetic."""
        ...


_ROLE = {role: number for number, role in enumerate(ROLES)}


def weigh_quickly(a: str, b: str, kind: str | None, parts: NameParts | None) -> float | None:
    """Log-odds that two names are one, by the compiled core; None where it cannot tell.

    Args:
        kind: "person", "place", "org" or None. parts: what a gazetteer knows about single names.

    >>> found = weigh_quickly("Lisyansky", "Lisjanski", "person", None)
    >>> found is None or found > 2
    True
    """
    if not core.COMPILED:
        return None
    left, right = ready(a, kind), ready(b, kind)
    return None if left is None or right is None else scales(kind).weigh(left, right, parts)


@lru_cache(maxsize=NAMES_REMEMBERED)
def ready(name: str, kind: str | None) -> Name | None:
    """A name as the core takes it; None for a name without words of its own, or of too many."""
    made = profile(name, kind)
    parsed, core_parts, _lesser, of_father, sketch = made
    if not core_parts or len(parsed.parts) > MOST_WORDS:
        return None
    terms = tuple([_term(part, kind) for part in parsed.parts])
    lows = [part.text.lower() for part in parsed.parts] if kind in ("org", None) else []
    every, no_small = acronyms(lows) if lows else ("", "")
    number, script_class, flags = _of_script(parsed.script)
    of_any = of_father if kind in ("person", None) else fathers(parsed.parts, core_parts)
    found: Name = core.Name(
        made,
        sketch,
        core_parts,
        terms,
        _places(core_parts, of_father),
        _places(core_parts, of_any),
        every,
        no_small,
        number,
        script_class,
        flags | _name_flags(made),
    )
    return found


def _places(words: tuple[Part, ...], ids: frozenset[int]) -> tuple[int, ...]:
    """The places of words with these ids."""
    return tuple([at for at, part in enumerate(words) if id(part) in ids]) if ids else ()


def _name_flags(made: Profile) -> int:
    """What the core knows of a name at once."""
    flags = LESSER_NAME if made.lesser else 0
    numbers = number_words()
    for _text, role, meaning, _tied in made.parsed.parts:
        if role == NAME:
            if meaning in numbers:
                flags |= VALUES_NAME
            for direction in directions_in(meaning):
                flags |= 1 << MAY_MEAN + _direction(direction)
        elif role == DIRECTION:
            flags |= 1 << DIRECTIONS + _direction(meaning)
        elif role == INITIAL:
            flags |= INITIALS_NAME
        elif role == NUMBER and meaning:
            flags |= VALUES_NAME
    return flags


@cache
def _direction(meaning: str) -> int:
    """The number of a direction, up to seven of which the core's bits have room for."""
    return sorted(directions().starts).index(meaning)


@cache
def _of_script(script: str) -> tuple[int, int, int]:
    """Of the script of a name its number, its class, and what the core knows of such names."""
    script_class = CLASSES.index(SCRIPTS[script]) + 1 if script in SCRIPTS else 0
    flags = (UNSPACED_NAME if script in UNSPACED else 0) | (NEUTRAL_NAME if script == "Zyyy" else 0)
    return _number(script), script_class, flags


@lru_cache(maxsize=WORDS_REMEMBERED)
def _term(part: Part, kind: str | None) -> Term:
    return _made(part, word_facts(part, kind))


def _joined(parts: tuple[Part, ...]) -> Term:
    """Several words as one, of which it is only asked how alike it is to others."""
    return _made(join_parts(parts), (0.0, 0.0))


def _made(part: Part, facts: tuple[float, float]) -> Term:
    text, role, meaning, _tied = part
    script = "Latn" if text.isascii() and text.isalpha() else script_of(text)
    flags = ASCII_TEXT if text.isascii() else 0
    flags |= ASCII_MEANING if meaning.isascii() else 0
    flags |= VAGUE_TERM if meaning in VAGUE_FORMS else 0
    if script == "Latn":
        flags |= LATIN_TERM
    elif script in SIGNS:
        flags |= SIGNS_TERM | HAN_TERM if script == "Hani" else SIGNS_TERM
    weight, rarity = facts
    found: Term = core.Term(
        part, text.lower(), text[-1:].lower(), _ROLE[role], _group(script), _number(script), flags, weight, rarity
    )
    return found


@cache
def _group(script: str) -> int:
    """The number of the script group of a word in one script."""
    return GROUPS.index(group_of_script(script))


@cache
def _number(code: str) -> int:
    """An ISO 15924 code as an integer."""
    return int.from_bytes(code.encode()[:4], "big")


def _span(made: Profile, at: int, size: int) -> Term:
    """Neighbours of a name as one word."""
    return _joined(made.parsed.parts[at : at + size])


def _whole(made: Profile, turned: int, _size: int) -> Term:
    """The words of a name as one word: in order, or with the last one first."""
    return _joined((made.core[-1], *made.core[:-1]) if turned else made.core)


def _route(a: int, b: int) -> tuple[Any, Encoded, Encoded, bool]:
    way = route(GROUPS[a], GROUPS[b])
    return way.costs.table, way.words_a, way.words_b, way.turned


def _shorts(word: str) -> int:
    """Whether a word is a patronymic, in the list of short forms, a Korean family name."""
    found = PATRONYMIC if is_patronymic(word) else 0
    return found | (SHORT_FORM if has_forms(word) else 0) | (KOREAN if is_korean_family(word) else 0)


def _genders(word: str) -> int:
    given, added, masculine, feminine = gender_marks(word)
    found = GIVEN[given] | (ADDED if added else 0) | (ADJECTIVE if adjective_bases(word) else 0)
    for families, first in ((masculine, MASCULINE_FAMILIES), (feminine, FEMININE_FAMILIES)):
        for family in families:
            found |= 1 << first + ending_families().index(family)
    return found


def _kind_asks(kind: str | None) -> dict[str, Callable[..., Any]]:
    """What is asked of pairs of words for one kind; answers that no gazetteer had a part in are kept."""
    judged_alone = lru_cache(maxsize=WORDS_REMEMBERED)(lambda a, b: judge(a, b, kind))
    regional_alone = lru_cache(maxsize=WORDS_REMEMBERED)(lambda a, b: found_of(a, b, kind, None, True))
    found_alone = lru_cache(maxsize=WORDS_REMEMBERED)(lambda a, b: found_of(a, b, kind, None))

    def judged(a: Part, b: Part, known: NameParts | None) -> Found:
        return judge(a, b, kind, known) if known else judged_alone(a, b)

    def found(a: Part, b: Part, known: NameParts | None) -> Found:
        return found_of(a, b, kind, known) if known else found_alone(a, b)

    def regional(a: Part, b: Part, known: NameParts | None) -> Found:
        return found_of(a, b, kind, known, True) if known else regional_alone(a, b)

    return {"judged": judged, "found": found, "regional": regional}


@cache
def scales(kind: str | None) -> Scales:
    """The scales for names of a kind: its cards, the constants that decide, and whom to ask."""
    asks: dict[str, Callable[..., Any]] = {
        "route": _route,
        "reading": read_word,
        "shorts": _shorts,
        "genders": _genders,
        "pinyin": may_be_pinyin,
        "firsts": first_letters,
        "span": _span,
        "whole": _whole,
        "likeness": likeness,
        "other_gender": other_gender,
        **_kind_asks(kind),
    }
    cards = (*(card_of(form, kind) for form in FORMS), weights().explained)
    edits = tuple([edits_of(form, kind) for form in FORMS])
    made: Scales = core.Scales(KINDS.index(kind), _numbers(), asks, cards, all_rules(), edits)
    return made


def _numbers() -> dict[str, float]:
    """The constants that decide, by the names that _align_asked.h has for them."""
    short = SHORT_NAME_LOG_ODDS
    return {
        "least": LEAST_LOG_ODDS,
        "letters": LETTERS_LOG_ODDS,
        "certain": CERTAIN_LOG_ODDS,
        "contradiction": CONTRADICTION_LOG_ODDS,
        "initial": INITIAL_LOG_ODDS,
        "doubt_below": DOUBT_BELOW,
        "doubt_above": DOUBT_ABOVE,
        "family": FAMILY_LOG_ODDS,
        "diminutive": DIMINUTIVE_LOG_ODDS,
        "cluster": CLUSTER_LOG_ODDS,
        "scheme": SCHEME_LOG_ODDS,
        "scheme_above": SCHEME_ABOVE,
        "derived": DERIVED_LOG_ODDS,
        "joined": JOINED_LOG_ODDS,
        "joined_ratio": JOINED_RATIO,
        "alike": ALIKE_LOG_ODDS,
        "slip_ratio": SLIP_RATIO,
        "patronymic_weight": PATRONYMIC_WEIGHT,
        "doubt_at_most": DOUBT_AT_MOST,
        "left_out_number": LEFT_OUT_NUMBER,
        "same_place": SAME_PLACE,
        "short_1": short[1],
        "short_2": short[2],
        "short_3": short[3],
        "short_rest": SHORT_NAME_REST,
        **{f"rule_{name}": points for name, points in weights().rules.items()},
    }
