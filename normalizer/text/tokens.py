"""Words of a text with their offsets in the original, by Unicode letters and marks.

A word is a run of letters and digits with the marks that sit on them and the apostrophes inside it
(Кам'янець, O'Brien, Mariupol' at its end only in Latin transliteration of a soft sign, so not there).
Hyphens separate words here; a mention may join them again. Offsets are code points of the original: the
text is never normalised before it is cut, so nothing has to be mapped back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from gazetteer.late import pattern
from normalizer.derived import derived
from normalizer.result import Token

APOSTROPHES = "'’ʼ‘`´ʹ′"  # those that may stand inside a word
_JOINERS = "\u200c\u200d\u00ad"  # zero width, and the soft hyphen
_MARKS_END = 0x1FFFF  # of Unicode 16, no mark stands beyond but the variation selectors of plane 14


@cache
def _word() -> re.Pattern[str]:
    marks = mark_ranges()
    return re.compile(rf"[^\W_](?:[\w{marks}]|[{APOSTROPHES}](?=[^\W\d_]))*")


def is_mark(char: str) -> bool:
    """Whether a character sits on a letter or joins two and so goes on with a word: combining marks and joiners.

    >>> is_mark("\u0301"), is_mark("\u200d"), is_mark("e")
    (True, True, False)
    """
    return char in _JOINERS or (0x300 <= ord(char) < _MARKS_END and unicodedata.category(char) in ("Mn", "Mc"))


# Where marks stand: letters of the Han, Yi, Hangul, Tangut and Egyptian kind fill the rest (Unicode, Blocks.txt), and
# to ask for each of their hundred thousand would be the dearest part of a first look-up.
_MARKED = ((0x300, 0x3400), (0xA000, 0xAC00), (0xFB00, 0x12000), (0x13430, 0x13460), (0x16A00, 0x17000),
           (0x1AFF0, 0x1B170), (0x1BC00, 0x20000))  # fmt: skip
_MARKS = pattern("(?:Mn|Mc)+")


@cache
def mark_ranges() -> str:
    """All combining marks (Mn, Mc) and joiners as ranges for a character class."""
    return derived("marks", unicodedata.unidata_version, (), _mark_ranges)


def _mark_ranges() -> str:
    found = []
    for start, stop in _MARKED:
        categories = "".join(map(unicodedata.category, map(chr, range(start, stop))))  # two letters each
        for run in _MARKS.finditer(categories):
            first, last = chr(start + run.start() // 2), chr(start + run.end() // 2 - 1)
            found.append(f"{first}-{last}" if first != last else first)
    return "".join(found) + _JOINERS


def words(text: str) -> list[Token]:
    """The words of a text, in order.

    >>> [(t.text, t.start) for t in words("Кам’янець-Подільський, O'Brien!")]
    [('Кам’янець', 0), ('Подільський', 10), ("O'Brien", 23)]
    """
    return [Token(m.group(), m.start(), m.end()) for m in _word().finditer(text)]
