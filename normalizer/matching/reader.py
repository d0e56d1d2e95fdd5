"""What the compiled core needs to read names by itself: most words of most names are letters, and mean themselves.

`Reader` cuts a name into words and makes it ready in one call; the words that play a part or have another meaning than
themselves are listed for it, and it asks here what they are, once. `Marks` tell of words of known letters what
`person`, `diminutive` and `families` tell of any word. Names that it leaves (those with digits, for one) are read by
`words` and `profile`, which are the definition (tests/matching/test_reader.py).
"""

from __future__ import annotations

from functools import cache, partial

from gazetteer.hints import Any, Protocol
from normalizer.matching import core
from normalizer.matching.attached import attached_pieces
from normalizer.matching.counterpart import ABJADS, read_word
from normalizer.matching.diminutive import PLAIN_LETTERS, SIBILANTS, rough_sounds
from normalizer.matching.evidence import SIGNS, pinyin_syllables
from normalizer.matching.families import LONGEST as LONGEST_FAMILY
from normalizer.matching.families import families
from normalizer.matching.features import VAGUE_FORMS
from normalizer.matching.gender import FEMININE, MASCULINE, given_genders
from normalizer.matching.legal import SMALL, common_words, first_words, legal_spans, longer_forms, one_word_forms
from normalizer.matching.person import (
    ADDED_ENDINGS,
    LONG_STEMS,
    PATRONYMIC,
    SHORTEST_STEM,
    all_endings,
    is_patronymic,
    patronymic_letters,
)
from normalizer.matching.person import ending_families as families_of_endings
from normalizer.matching.rarity import RARE, listed_rarities, rarity
from normalizer.matching.settle import (
    SHORTEST_REST,
    SHORTEST_SIGNS,
    SYLLABIC,
    direction_pieces,
    directions,
    number_words,
)
from normalizer.matching.sketch import LEVELS, plain_word
from normalizer.matching.terms import (
    HAN_TERM,
    LATIN_TERM,
    MAY_MEAN,
    SIGNS_TERM,
    Term,
    direction_number,
    group,
    number,
    of_script,
    term,
)
from normalizer.matching.words import (
    FILLERS,
    LEGAL,
    ROMAN,
    SERVANT,
    Part,
    fold_word,
    part_of,
    raised,
    usual_meanings,
    word_classes,
)
from normalizer.policy import MAX_TOKENS, WORDS_REMEMBERED
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import SCRIPTS_BY_LETTER, fold_accents, folds_alone, script_of

# Bits of what endings tell, as in _align_marks.h and _align_names.h.
ADDED, ADJECTIVE = 4, 8
MASCULINE_FAMILIES, FEMININE_FAMILIES = 8, 32  # first bits of the families of endings
PATRONYMIC_ENDING, ANY_ENDING = 1 << 60, 1 << 61
STEMS = 4  # endings are told apart by the letters that must stand before them: SHORTEST_STEM and more

LATER, LAST, DOTTED, ARTICLE = 1, 2, 4, 8  # where a word stands, as in _align_reader.h

Pieces = dict[str, tuple[int, ...]]


class Marks(Protocol):
    """Tables that tell of words of ASCII letters, made by the core."""

    def of(self, low: str, folded: str, /) -> tuple[int, int] | None:
        """What `ready.shorts_of` and `ready.genders_of` tell of a word; None where it is not for this."""
        ...


class Reader(Protocol):
    """What reads names of one kind, made by the core."""

    def read(self, name: str, /) -> Any:
        """A name made ready; None where Python must read it (see _align_reader.h)."""
        ...


@cache
def marks() -> Marks:
    """The tables of endings, given names and short forms, for the core."""
    replacements = (*((letters, "s") for letters in SIBILANTS), ("ph", "f"))
    letters = {letter: by or "" for letter, by in PLAIN_LETTERS.items()}
    made: Marks = core.Marks(
        _endings(),
        given_genders,
        ADDED_ENDINGS,
        rough_sounds(),
        families(),
        LONGEST_FAMILY,
        replacements,
        letters,
        {syllable: (1, *[0] * (STEMS - 1)) for syllable in pinyin_syllables()},
        patronymic_letters(),
        _letter,
    )
    return made


def _letter(point: int) -> tuple[Any, ...] | None:
    """What a letter is in any word of letters of its script; None where it depends on what stands beside it.

    Number, group and flags of the script, the letters that a direction leaves of a word, whether short vowels are
    unwritten; the letter in lower case, folded, in plain letters for rough sounds; the folded letter in plain letters,
    the letter as it is read (`sketch.plain_word`, `counterpart.read_word`).
    """
    char = chr(point)
    script = script_of(char)
    if not char.isalpha() or not folds_alone(char) or script not in SCRIPTS_BY_LETTER:
        return None
    low = char.lower()
    folded = fold_accents(low)
    rough, plain = anyascii_latin(char), plain_word(folded)
    reading = read_word(char).letters if low else ""
    if not rough.isascii() or not plain.isascii():
        return None
    flags = LATIN_TERM if script == "Latn" else HAN_TERM | SIGNS_TERM if script == "Hani" else 0
    flags |= SIGNS_TERM if script in SIGNS else 0
    least = SHORTEST_SIGNS if script in SYLLABIC else SHORTEST_REST
    return (number(script), group(script), flags, least, script in ABJADS, low, folded, rough, plain, reading)


def _endings() -> Pieces:
    """Endings with what they tell, by the fewest letters of the stem."""
    found: Pieces = {}
    for ending, roles in all_endings().items():
        bits = [0] * STEMS
        for role, family in roles:
            bits[LONG_STEMS.get(family, SHORTEST_STEM) - SHORTEST_STEM] |= _bits_of_ending(role, family)
        found[ending] = tuple(bits)
    return found


def _bits_of_ending(role: str, family: str) -> int:
    bits = ANY_ENDING | (ADJECTIVE if family == "sky" else 0)
    if role == PATRONYMIC:
        return bits | PATRONYMIC_ENDING
    first = {MASCULINE: MASCULINE_FAMILIES, FEMININE: FEMININE_FAMILIES}[role]
    return bits | 1 << first + families_of_endings().index(family)


@cache
def reader(kind: str | None) -> Reader:
    """What reads names of a kind."""
    made: Reader = core.Reader(
        marks(),
        LEVELS,
        _special(kind),
        partial(_words, kind),
        partial(_has_legal_form, kind),
        dict(longer_forms()),
        partial(_legal_term, kind),
        partial(_raised, kind),
        _script,
        is_patronymic,
        rarity,
        listed_rarities,
        RARE,
        _pieces("starts"),
        _pieces("ends"),
        partial(_attached, kind),
        kind in ("person", None),
        kind == "person",
        group("Latn"),
        of_script("Latn"),
        SHORTEST_REST,
        MAX_TOKENS,
        WORDS_REMEMBERED,
        kind == "org",
    )
    return made


@cache
def _special(kind: str | None) -> frozenset[str]:
    """Folded words that may play another part than that of a name, or have another meaning than themselves."""
    found = {*word_classes(), *number_words(), *directions().words, *VAGUE_FORMS, *SMALL, *usual_meanings(kind)}
    if kind in ("org", None):
        found |= {*first_words()}
    if kind == "org":
        found |= {*one_word_forms(), *common_words()}
    return frozenset(found)


def _pieces(place: str) -> Pieces:
    """Beginnings or ends of words that may mean a direction."""
    return {
        form: (sum(1 << MAY_MEAN + direction_number(meaning) for meaning in meanings), *[0] * (STEMS - 1))
        for form, meanings in direction_pieces(place).items()
    }


def _attached(kind: str | None) -> tuple[Pieces, Pieces]:
    """Beginnings and ends of words that may be lesser words, written together with the name: none of people's."""
    starts, ends = attached_pieces(legal=kind != "place") if kind != "person" else ((), ())
    return dict.fromkeys(starts, (1, *[0] * (STEMS - 1))), dict.fromkeys(ends, (1, *[0] * (STEMS - 1)))


def _words(kind: str | None, text: str, place: int) -> tuple[tuple[Term, ...] | None, bool]:
    """What a word of a name is, and whether it is so wherever it stands; None where the whole name must be read."""
    if not (text.isalpha() and FILLERS.isdisjoint(text)) and not _is_word(text):
        return None, True
    if place == ARTICLE:
        return (term(Part(text, "particle", "al"), kind),), False
    low = fold_word(text)
    parts = part_of(text, bool(place & LATER), bool(place & LAST), bool(place & DOTTED), kind)
    anywhere = len(low) > 1 and low not in _special(kind) and not ROMAN.match(low) and not SERVANT.fullmatch(low)
    return tuple([term(part, kind) for part in parts]), anywhere


def _is_word(text: str) -> bool:
    """Whether a text is one word, of which nothing needs repair."""
    return guard_name(text).text == text and [token.text for token in words(text)] == [text]


def _has_legal_form(kind: str | None, name: str) -> bool:
    """Whether words of a name are a legal form of several."""
    return bool(legal_spans([fold_word(token.text) for token in words(name)[:MAX_TOKENS]], kind == "org"))


def _legal_term(kind: str | None, text: str, meaning: str) -> Term:
    """A legal form of several words."""
    return term(Part(text, LEGAL, meaning), kind)


def _raised(kind: str | None, part: Part) -> Term:
    """A lesser word, or an organisation's letter, as a word of the name, where it has no other (`parse_name`)."""
    return term(raised(part), kind)


def _script(name: str) -> tuple[int, int, int]:
    return of_script(script_of(name.replace(" ", "")))
