"""Names made ready for the scales: a pair of names weighed in one call of the compiled core.

What a comparison needs of a name is worked out once: by the core itself where the name is letters and spaces
(`reader`), else here, and handed over as `Name` and its words as `Term`; what only some
pairs need (how a word is spelt in plain letters, what its ending shows, how joined words look) the core asks here when
a pair first needs it, and keeps. For most pairs it asks nothing. `Scales` weigh what `features.measure` and
`model.weigh` weigh, to the same number, or give None for the few pairs that need more than arithmetic (words joined or
settled beside the other name, Han readings). These, and all pairs where the core is not compiled, go
through `features` and `model`, which are the definition.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial

from gazetteer.hints import Any, Protocol
from normalizer.matching import core
from normalizer.matching.align import Encoded, route
from normalizer.matching.counterpart import all_rules, read_word, rule_groups
from normalizer.matching.diminutive import has_forms
from normalizer.matching.evidence import Found, NameParts, first_letters, judge, may_be_pinyin, respelled
from normalizer.matching.families import is_korean_family
from normalizer.matching.features import LEFT_OUT_NUMBER
from normalizer.matching.model import FORMS, card_of, edits_of, weights
from normalizer.matching.pairing import SAME_PLACE, found_of
from normalizer.matching.person import ending_families, gender_marks, is_patronymic, other_gender
from normalizer.matching.place import adjective_bases, derivations
from normalizer.matching.plainly import spelt_plainly
from normalizer.matching.profile import Profile, fathers, profile
from normalizer.matching.reader import ADDED, ADJECTIVE, FEMININE_FAMILIES, MASCULINE_FAMILIES, reader
from normalizer.matching.settle import ALIKE_LOG_ODDS
from normalizer.matching.sketch import Sketch, likeness, sketch
from normalizer.matching.tail import TAIL_SIGNS
from normalizer.matching.terms import GROUPS, ROLES, Term, joined_term, of_script, term
from normalizer.matching.words import NAME, Part, parse_name
from normalizer.policy import (
    ACRONYM_LOG_ODDS,
    CERTAIN_LOG_ODDS,
    CLUSTER_LOG_ODDS,
    CONTRADICTION_LOG_ODDS,
    COUNTERPART_LOG_ODDS,
    COUNTERPART_PER_COST,
    DERIVED_LOG_ODDS,
    DIMINUTIVE_LOG_ODDS,
    DOUBT_ABOVE,
    DOUBT_AT_MOST,
    DOUBT_BELOW,
    FAMILY_LOG_ODDS,
    HIGHEST_SCORE,
    INITIAL_LOG_ODDS,
    JOINED_LOG_ODDS,
    JOINED_RATIO,
    LEAST_LOG_ODDS,
    LETTERS_LOG_ODDS,
    MAX_ALIGNED_LETTERS,
    NAMES_REMEMBERED,
    OTHER_GIVEN_NAME,
    PATRONYMIC_WEIGHT,
    SAME_THRESHOLD,
    SCHEME_ABOVE,
    SCHEME_LOG_ODDS,
    SELDOM_REMEMBERED,
    SHORT_NAME_LOG_ODDS,
    SHORT_NAME_REST,
    SLIP_RATIO,
    WORDS_REMEMBERED,
)
from normalizer.result import Comparison
from normalizer.romanization.han import is_read
from normalizer.text.unicode import fold_accents

MOST_WORDS = 32  # as in _align_names.h: names of more words are not made ready
KINDS = (None, "person", "place", "org")

# Bits that the core knows, as in _align_names.h; those of endings are in `reader`.
PATRONYMIC, SHORT_FORM, KOREAN = 1, 2, 4
GIVEN = {"": 0, "m": 1, "f": 2, "fm": 3}


class Name(Protocol):
    """A name, made by the core of terms. roles: what part each of its words plays, by number in `terms.ROLES`."""

    roles: tuple[int, ...]


class Scales(Protocol):
    """What weighs two names, made by the core."""

    def weigh(self, a: Name, b: Name, known: NameParts | None = None, /) -> float | None:
        """Log-odds that two names are one; None for names that need more than arithmetic."""
        ...

    def ready(self, name: str, /) -> Name | None:
        """A name as the core takes it, remembered."""
        ...

    def compare(self, a: str, b: str, known: NameParts | None, /) -> float | None:
        """As `weigh`, of two strings."""
        ...

    def compare_many(
        self,
        pairs: list[tuple[str, str]],
        known: NameParts | None,
        made: type[Comparison],
        names: tuple[str, ...],
        reasons: object,
        highest: float,
        threshold: float,
        /,
    ) -> list[Comparison | None]:
        """Answers of a class with these fields; None where it takes more than arithmetic, or the pair may be equal."""
        ...


def weigh_quickly(a: str, b: str, kind: str | None, parts: NameParts | None) -> float | None:
    """Log-odds that two names are one, by the compiled core; None where it cannot tell.

    Args:
        kind: "person", "place", "org" or None. parts: what a gazetteer knows about single names.

    >>> found = weigh_quickly("Lisyansky", "Lisjanski", "person", None)
    >>> found is None or found > 2
    True
    """
    return scales(kind).compare(a, b, parts) if core.COMPILED else None


def compare_quickly(
    pairs: list[tuple[str, str]], kind: str | None, parts: NameParts | None, reasons: object
) -> list[Comparison | None]:
    """The comparisons of many pairs by the compiled core; None for those that it cannot tell.

    Args:
        reasons: what works out the steps of each when they are read (see `Comparison.steps`).
    """
    fields = (*Comparison._fields, "_steps")
    return scales(kind).compare_many(pairs, parts, Comparison, fields, reasons, HIGHEST_SCORE, SAME_THRESHOLD)


def ready(name: str, kind: str | None) -> Name | None:
    """A name as the core takes it; None for a name without words of its own, or of too many."""
    return scales(kind).ready(name)


def roles_of(name: str, kind: str | None) -> tuple[str, ...]:
    """What part each word of a name plays, as `words.parse_name` has it.

    >>> roles_of("Luhansk Oblast", "place")
    ('name', 'generic')
    """
    made = ready(name, kind) if core.COMPILED else None
    if made is not None:
        return tuple([ROLES[role] for role in made.roles])
    return tuple([part.role for part in parse_name(name, kind).parts])


def read_in_full(name: str, kind: str | None) -> Name | None:
    """As `ready`, by Python: the core reads by itself what it can, and asks for the rest."""
    made = profile(name, kind)
    parsed, core_parts, _lesser, of_father, sketch = made
    if not core_parts or len(parsed.parts) > MOST_WORDS:
        return None
    of_any = of_father if kind in ("person", None) else fathers(parsed.parts, core_parts)
    found: Name = core.Name(
        made,
        sketch,
        core_parts,
        tuple([term(part, kind) for part in parsed.parts]),
        _places(core_parts, of_father),
        _places(core_parts, of_any),
        *of_script(parsed.script),
    )
    return found


def _places(words: tuple[Part, ...], ids: frozenset[int]) -> tuple[int, ...]:
    """The places of words with these ids."""
    return tuple([at for at, part in enumerate(words) if id(part) in ids]) if ids else ()


def _route(a: int, b: int) -> tuple[Any, Encoded, Encoded, bool, Any, Any, int, int]:
    """How words of two groups are compared; the sides that encode them, and how each is written for that."""
    way = route(GROUPS[a], GROUPS[b])
    x, y = way.words_a, way.words_b
    return way.costs.table, x, y, way.turned, x.side, y.side, x.written, y.written


def shorts_of(word: str) -> int:
    """Whether a word is a patronymic, in the list of short forms, a Korean family name."""
    found = PATRONYMIC if is_patronymic(word) else 0
    return found | (SHORT_FORM if has_forms(word) else 0) | (KOREAN if is_korean_family(word) else 0)


def genders_of(word: str) -> int:
    """The marks of a word's gender as bits."""
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
        "shorts": shorts_of,
        "genders": genders_of,
        "pinyin": may_be_pinyin,
        "respelled": respelled,
        "in_full": partial(_in_full, kind),
        "settled": partial(_settled, kind),
        "firsts": first_letters,
        "joined": joined_term,
        "likeness": likeness,
        "other_gender": other_gender,
        "part": _part,
        "bare": fold_accents,
        "profile": partial(_profile, kind),
        "is_read": is_read,
        "sketched": _sketched,
        **_kind_asks(kind),
    }
    cards = (*(card_of(form, kind) for form in FORMS), weights().explained)
    edits = tuple([edits_of(form, kind) for form in FORMS])
    made: Scales = core.Scales(
        KINDS.index(kind),
        _numbers(),
        asks,
        cards,
        all_rules(),
        rule_groups(),
        reader(kind),
        edits,
        derivations(),
        NAMES_REMEMBERED,
        TAIL_SIGNS if kind == "place" else "",
    )
    return made


def _in_full(kind: str | None, name: str) -> Name | None:
    """A name that the core does not read as it stands: spelt plainly, or in full."""
    plain = spelt_plainly(name, kind)
    found: Name | None = reader(kind).read(plain) if plain is not None else None
    return found or read_in_full(name, kind)


def _settled(kind: str | None, word: Part, lesser: Part) -> Term:
    """A word in the part that a lesser word of the other name plays."""
    return term(word._replace(role=lesser.role, meaning=lesser.meaning), kind)


def _part(text: str, meaning: str) -> Part:
    """A word of the name."""
    return Part(text, NAME, meaning)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _sketched(reading: str) -> Sketch:
    """The sketch of a name that is read so (`features`)."""
    return sketch([reading.replace(" ", "")])


def _profile(kind: str | None, name: str) -> Profile:
    return profile(name, kind)


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
        "aligned_letters": MAX_ALIGNED_LETTERS,
        "other_given_name": OTHER_GIVEN_NAME,
        "counterpart": COUNTERPART_LOG_ODDS,
        "counterpart_per_cost": COUNTERPART_PER_COST,
        **{f"acronym_{letters}": worth for letters, worth in ACRONYM_LOG_ODDS.items()},
        **{f"rule_{name}": points for name, points in weights().rules.items()},
    }
