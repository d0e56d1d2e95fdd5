"""Words of names as the compiled core takes them: `Term`, a word with what is known of it at once.

What only some pairs need (how the word is spelt in plain letters, what its ending shows) the core asks when a pair
first needs it, and keeps. The bits here are those of `_align_names.h`.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gazetteer.hints import Protocol
from normalizer.matching import core
from normalizer.matching.evidence import SIGNS
from normalizer.matching.features import OPPOSITES, SCRIPTS, VAGUE_FORMS
from normalizer.matching.legal import first_words, is_small
from normalizer.matching.letters import OTHER, TABLED, group_of_script
from normalizer.matching.merge_words import join_parts
from normalizer.matching.pairing import UNSPACED
from normalizer.matching.profile import SERVANT_OF, SON_OF, word_facts
from normalizer.matching.settle import DIRECTION, directions, directions_in, number_words
from normalizer.matching.sketch import plain_word
from normalizer.matching.words import INITIAL, NAME, NUMBER, Part, fold_word
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import script_of

GROUPS = (*sorted(TABLED), OTHER)  # script groups by number
ROLES = (NAME, INITIAL, NUMBER, DIRECTION, "title", "particle", "suffix", "legal", "generic")  # in the core's order
CLASSES = ("abjad", "words", "syllables")  # of scripts, by number from 1; 0 is an alphabet

# Bits that the core knows, as in _align_names.h: of a term, and of a name.
(
    HAN_TERM,
    SIGNS_TERM,
    LATIN_TERM,
    VAGUE_TERM,
    ASCII_TEXT,
    ASCII_MEANING,
    SMALL_TERM,
    SON_TERM,
    PLAIN_TERM,
    FIRST_TERM,
    LETTERED_TERM,
) = (1 << bit for bit in range(11))
LESSER_NAME, VALUES_NAME, INITIALS_NAME, UNSPACED_NAME, NEUTRAL_NAME = (1 << bit for bit in range(5))
OPPOSED = 11  # first bit of the meanings that a title or suffix may be opposed by, two for each pair
DIRECTIONS, MAY_MEAN = 5, 12  # first bits of the directions of a name: that it has, that a word of it may mean


class Term(Protocol):
    """A word of a name, made by the core. known: all of it, for tests."""

    known: tuple[object, ...]


_OPPOSED = {
    (role, meaning): 1 << OPPOSED + at
    for at, meaning in enumerate(meaning for pair in OPPOSITES for meaning in pair)
    for role in ("title", "suffix")
}
_ROLE = {role: number for number, role in enumerate(ROLES)}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def term(part: Part, kind: str | None) -> Term:
    """A word of a name of a kind as the core takes it."""
    begins_form = kind in ("org", None) and fold_word(part.text) in first_words()
    return _made(part, word_facts(part, kind), FIRST_TERM if begins_form else 0)


def joined_term(parts: tuple[Part, ...]) -> Term:
    """Several words as one, of which it is only asked how alike it is to others."""
    return _made(join_parts(parts), (0.0, 0.0))


def _made(part: Part, facts: tuple[float, float], flags: int = 0) -> Term:
    text, role, meaning, _tied = part
    low = text.lower()
    plain = text.isascii() and text.isalpha()
    script = "Latn" if plain else script_of(text)
    flags |= PLAIN_TERM if plain else 0
    flags |= ASCII_TEXT if text.isascii() else 0
    flags |= ASCII_MEANING if meaning.isascii() else 0
    flags |= VAGUE_TERM if meaning in VAGUE_FORMS else 0
    flags |= _OPPOSED.get((role, meaning), 0)
    flags |= SMALL_TERM if is_small(low) else 0
    flags |= SON_TERM if meaning in SON_OF or meaning == SERVANT_OF else 0
    if script == "Latn":
        flags |= LATIN_TERM
    elif script in SIGNS:
        flags |= SIGNS_TERM | HAN_TERM if script == "Hani" else SIGNS_TERM
    weight, rarity = facts
    says = _says(role, meaning)
    spelt = plain_word(meaning)
    found: Term = core.Term(
        part, low, text[-1:].lower(), _ROLE[role], group(script), number(script), flags, weight, rarity, says, spelt
    )
    return found


def _says(role: str, meaning: str) -> int:
    """What a word makes known of its name."""
    if role == NAME:
        said = VALUES_NAME if meaning in number_words() else 0
        for direction in directions_in(meaning):
            said |= 1 << MAY_MEAN + direction_number(direction)
        return said
    if role == DIRECTION:
        return 1 << DIRECTIONS + direction_number(meaning)
    if role == INITIAL:
        return INITIALS_NAME
    return VALUES_NAME if role == NUMBER and meaning else 0


@cache
def direction_number(meaning: str) -> int:
    """The number of a direction, up to seven of which the core's bits have room for."""
    return sorted(directions().starts).index(meaning)


@cache
def of_script(script: str) -> tuple[int, int, int]:
    """Of the script of a name its number, its class, and what the core knows of such names."""
    script_class = CLASSES.index(SCRIPTS[script]) + 1 if script in SCRIPTS else 0
    flags = (UNSPACED_NAME if script in UNSPACED else 0) | (NEUTRAL_NAME if script == "Zyyy" else 0)
    return number(script), script_class, flags


@cache
def group(script: str) -> int:
    """The number of the script group of a word in one script."""
    return GROUPS.index(group_of_script(script))


@cache
def number(code: str) -> int:
    """An ISO 15924 code as an integer."""
    return int.from_bytes(code.encode()[:4], "big")
