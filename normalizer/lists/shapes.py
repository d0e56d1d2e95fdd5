"""What a name looks like to others: its readings in Latin letters, and the parts under which it is found.

Every word, in its romanised readings, gives codes of its sounds (`sounds`). Names share a part when they have a code
in common, a code but for one class, three classes in a row, or a code and the first sound of another word. Where a
gazetteer is open, the places that have this name are parts too, so that Wien meets Vienna. Parts decide nothing: they
say who is worth a look, and `likeness` of the plain letters says who is worth a comparison.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import product, zip_longest
from typing import NamedTuple

from rapidfuzz import fuzz

from normalizer.matching.evidence import NameParts
from normalizer.matching.sounds import codes
from normalizer.matching.words import INITIAL, NAME, parse_name
from normalizer.policy import MAX_NAME_LENGTH
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.han import han_readings
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of

# Chosen on development data: docs/clustering.md.
READINGS, CODES, WORDS = 3, 5, 6  # readings and codes of one word, words of one name: bounds on strange names
WHOLES, WHOLE_WORDS = 8, 4  # codes of a name written as one word, from so many of its words
LONGEST_SLIPPED = 12  # classes of a code whose slips are parts: longer ones meet by their parts
CODES_COUNT = 0.8  # likeness of codes beside that of letters: six classes agree by chance more often
RECORDED = 1  # last bit of the number of a part that is an entity of a gazetteer
ENTITIES = 8  # places of one name that are parts of it; of namesakes in dozens of countries no list has more


class Look(NamedTuple):
    """A name at first sight: its script, its readings, and its code with words in order of the alphabet."""

    script: str
    readings: tuple[str, ...]
    code: str


class Shape(NamedTuple):
    """A name at first sight, and the parts under which it is found."""

    script: str
    readings: tuple[str, ...]
    code: str
    parts: frozenset[str]

    @property
    def look(self) -> Look:
        return Look(self.script, self.readings, self.code)


def shape_of(name: str, kind: str | None = None) -> Shape:
    """The readings of a name, and the parts under which it is found.

    >>> shape_of("Лисянский").readings[0], shape_of("Sergei Lisyansky").code
    ('lisyanskiy', 'LSNSK SLK')
    """
    words = [part.text for part in parse_name(name, kind).parts if part.role in (NAME, INITIAL)][:WORDS]
    readings = [found for word in words if (found := _readings(word))]
    sounds = [_codes(found) for found in readings]
    whole = tuple(" ".join(sorted(r[min(k, len(r) - 1)] for r in readings)) for k in range(READINGS + 1))
    if not readings:  # a number, or signs alone
        whole = (fold_latin(name[:MAX_NAME_LENGTH]) or fold_letters(name[:MAX_NAME_LENGTH]),)
    parts = {f"={whole[0]}"}
    for at, word in enumerate(sounds):
        firsts = {code[0] for other in (*sounds[:at], *sounds[at + 1 :]) for code in other}
        for code in word:
            parts.update(_slips(code), _pieces(code), (f"{code}|{first}" for first in firsts))
    if len(sounds) > 1:
        joined = ("".join(chosen) for chosen in product(*(word[:READINGS] for word in sounds[:WHOLE_WORDS])))
        for code in (code for _, code in zip(range(WHOLES), joined, strict=False)):
            parts.update(_slips(code))
    code = " ".join(sorted(word[0] for word in sounds))
    return Shape(script_of(name), tuple(dict.fromkeys(whole)), code, frozenset(parts))


def _readings(word: str) -> tuple[str, ...]:
    """A word in Latin letters: as the usual schemes write it, and letter by letter.

    Han characters also as they are likeliest read in Japanese, Korean and Cantonese: 立川 is Tachikawa.
    """
    low = fold_letters(word)
    if script_of(low) in ("Latn", "Zyyy"):
        spellings = [fold_latin(low)]
    else:
        spellings = [spelling.text for spelling in expand(low, None, 2)[:READINGS]]
        spellings.append(fold_latin(anyascii_latin(low)))
        elsewhere = reversed(han_readings(low, 1, 1))  # so that of one language the likeliest stays
        spellings += {read.language: read.whole for read in elsewhere}.values()
    return tuple(dict.fromkeys(bare for spelling in spellings if (bare := spelling.replace(" ", ""))))


def _codes(readings: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of all readings, the first one of each before the second."""
    by_reading = [codes(reading) or (reading,) for reading in readings]
    return tuple(dict.fromkeys(code for turn in zip_longest(*by_reading) for code in turn if code))[:CODES]


def _slips(code: str) -> Iterator[str]:
    """A code, and what is left of it when one class is lost."""
    yield f"w{code}"
    if 3 < len(code) <= LONGEST_SLIPPED:
        yield from (f"d{code[:at]}{code[at + 1 :]}" for at in range(len(code)))


def _pieces(code: str) -> Iterator[str]:
    edged = f"^{code[: 2 * LONGEST_SLIPPED]}$"
    return (edged[at : at + 3] for at in range(len(edged) - 2))


def likeness(a: Look | Shape, b: Look | Shape) -> float:
    """How alike two names look in Latin letters, 0..100, words in any order: a first cut, not a judgement.

    >>> likeness(shape_of("Lisyansky"), shape_of("Лисянский")) > 80, likeness(shape_of("Kirov"), shape_of("Linz")) > 50
    (True, False)
    """
    if len(a.readings) == len(b.readings) == 1:
        letters = fuzz.ratio(a.readings[0], b.readings[0])
    else:
        letters = max(fuzz.ratio(x, y) for x in a.readings for y in b.readings)
    return letters if letters >= CODES_COUNT * 100 else max(letters, CODES_COUNT * fuzz.ratio(a.code, b.code))


def part_numbers(shape: Shape, name: str = "", kind: str | None = None, known: NameParts | None = None) -> set[int]:
    """The parts of a name as numbers of 32 bits: an index has no use for their letters.

    Two parts in a hundred million share a number; their names are then compared, and found unlike.

    Args:
        name, kind: for the gazetteer: places of this name are parts, with the last bit set.
        known: what a gazetteer knows; None for rules alone.
    """
    found = {zlib.crc32(part.encode("utf-8", "surrogatepass")) & ~RECORDED for part in shape.parts}
    if known and kind == "place":
        found.update(zlib.crc32(entity.encode()) | RECORDED for entity in sorted(known.places(name))[:ENTITIES])
    return found
