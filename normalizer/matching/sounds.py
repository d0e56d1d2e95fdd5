"""What a Latin word sounds like to somebody who has to write it in another script: six classes of consonants.

Katakana has no v, Hangul no f, Arabic no p, and Chinese writes l for r; Greek needs two letters for b, and whether h
is written is a matter of taste everywhere. A code of such classes is what survives: P (b f p v w), K (c g h k q),
T (d t), S (all that hisses), L (l r), N (m n), and A for a vowel at the start. Letters that are read in two ways
give a word several codes. `near_codes` adds what one slip makes of a code: a class lost, put in (a final s of
Latvian), or taken for another.

Codes are blocking keys: they find candidates for a comparison and say nothing about likeness. A code of one word is
shared by many names, one of two words by few; which to read is the business of `shortlist`.

Making the codes of whole names was a quarter of a build, so it is done in C (`_sounds.c`) where that was compiled;
`plain_sounds` does the same in Python.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gazetteer.cores import built
from gazetteer.hints import Any
from gazetteer.late import pattern
from normalizer.matching.tables import read_rows
from normalizer.policy import SELDOM_REMEMBERED

INTERFACE = 1  # as in _sounds.c; goes up whenever what it does changes
MOST_CODES = 4  # readings of one word, as in _sounds.c and its twin
_LONGEST_NEAR = 9  # classes; longer codes are whole names of several words, which are found by their words
_SHORTEST_END = 3  # classes of a word at an end of an unspaced name; shorter ones are in too many names

# Spelling: its readings, the likelier first; "-" is silence. At the start of a word, silence counts as a vowel.
_READINGS = """
schtsch S|shtsh S|szcz S|shch S|tsch S|stch S|tch S|dzh S|dsch S|tsj S|dsh S|sch S SK|sh S|sz S|cz S|cs S|zh S|zs S
dz S|dj S|tz S|ts S|tj S|s S|z S|ch S K -|kh K -|gh K -|ck K|qu K|q K S|k K|ge K S|gi K S|g K|h - K
ce S K|ci S K|cy S K|c K|th T S|dt T|dh T|d T|t T|ph P|b P|p P|v P|f P|w P -|x KS S|j S -|rh L|l L|r L|ng N NK|m N|n N
"""
_TABLE = {
    spelling: tuple("" if reading == "-" else reading for reading in readings)
    for spelling, *readings in (entry.split() for line in _READINGS.split("\n") for entry in line.split("|") if entry)
}
_REPEATED = pattern(r"(.)(?=\1)")  # an empty text is put in its place: a template costs ten times as much
_TAKEN_FOR = {"S": "TK", "T": "SL", "K": "SP", "P": "K", "L": "NT", "N": "L", "A": ""}
_PUT_IN = "LTSNKP"

# Accented letters whose sound is lost with the accent (š is not s): written out before accents are folded.
SPELT_OUT = str.maketrans(
    {"š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "ç": "s", "ş": "sh", "ș": "sh", "ś": "sh", "ź": "zh", "ż": "zh"}
    | {"ţ": "ts", "ț": "ts", "ř": "rz", "ğ": "", "ĉ": "ch", "ŝ": "sh", "ĵ": "zh", "ĝ": "j"}
)


@cache
def arithmetic() -> Any:
    """What cuts words into spellings: the compiled core where it was built of these sources, else its plain twin."""
    if found := built("normalizer.matching._sounds", INTERFACE):
        return found
    from normalizer.matching import plain_sounds

    return plain_sounds


@cache
def _sounds() -> Any:
    return arithmetic().Sounds(_TABLE)


def codes_of(word: str) -> tuple[str, ...]:
    """As `codes`, of what will not come again: nothing is remembered."""
    found: tuple[str, ...] = _sounds().codes(word)
    return found


@lru_cache(maxsize=SELDOM_REMEMBERED)
def codes(word: str) -> tuple[str, ...]:
    """The codes of one folded Latin word, at most MOST_CODES, the likeliest first; () for a word of other letters.

    >>> codes("barack")[0] == codes("barakku")[0], set(codes("hollande")) & set(codes("olland"))
    (True, {'ALNT'})
    """
    found: tuple[str, ...] = _sounds().codes(word)
    return found


def heard(reading: str, script: str) -> str:
    """A romanised foreign name as it is heard, where its script writes some sounds in a way of its own.

    >>> heard("obampan", "Grek"), heard("jiajialin", "Hani"), heard("obama", "Cyrl"), heard("kembu", "Kana")
    ('obaban', 'giagialin', 'obama', 'kemb')
    """
    for written, sound, within in _heard(script):
        reading = within.sub(sound, reading) if within else reading.replace(written, sound)
    return reading


@cache
def _heard(script: str) -> list[tuple[str, str, re.Pattern[str] | None]]:
    """What a script writes in a way of its own, the sound, and the pattern with what must stand around it, if any."""
    return [
        (written, sound, re.compile(f"(?<={after}){written}(?!{before})") if after else None)
        for own, after, written, before, sound in read_rows("heard.tsv")
        if own == script
    ]


def end_codes(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of words that a name written without spaces may begin with, and of those that it may end with.

    >>> end_codes("SNTPTL")
    (('SNT', 'SNTP', 'SNTPT'), ('PTL', 'TPTL', 'NTPTL'))
    """
    sizes = range(_SHORTEST_END, len(code))
    return tuple(code[:size] for size in sizes), tuple(code[-size:] for size in sizes)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def near_codes(code: str) -> tuple[str, ...]:
    """The codes of at least two classes that one slip makes of a code; none for very long codes.

    >>> "PLTN" in near_codes("PTN"), "PK" in near_codes("PLK")
    (True, True)
    """
    if len(code) > _LONGEST_NEAR:
        return ()
    made: dict[str, None] = {}
    for at, letter in enumerate(code):
        before, after = code[:at], code[at + 1 :]
        left, right = before[-1:], after[:1]
        made[_REPEATED.sub("", before + after) if left and left == right else before + after] = None
        for other in _TAKEN_FOR[letter]:  # beside its like there is one of them
            slip = before + other + after
            made[_REPEATED.sub("", slip) if other in (left, right) else slip] = None
    for at in range(len(code) + 1):
        before, after = code[:at], code[at:]
        left, right = before[-1:], after[:1]
        for letter in _PUT_IN:
            if letter != left and letter != right:  # which would be the code again
                made[before + letter + after] = None
    return tuple([other for other in made if len(other) > 1 and other != code])
