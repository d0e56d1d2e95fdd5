"""What the scanner of texts has to know of each character, page by page.

A text is scanned by tables: for every code point a byte that says what it does in a word, and the code point that it
folds to. The tables are filled a page of 256 at a time, when a text first uses the page, so that nobody waits for the
whole of Unicode. Both scanners, the compiled one and its plain twin, read these tables and nothing else of a character,
so that they cannot disagree.

Folding by letters is exact only for words all of whose letters fold to one letter each, whatever stands beside them:
nearly all. The others (ß, a letter with its mark beside it) have no folded letter here and are folded as whole words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from normalizer.matching.keys import fold_native
from normalizer.text.guard import guard_name
from normalizer.text.tokens import APOSTROPHES, is_mark
from normalizer.text.unicode import CASELESS, UNSPACED, char_script

PAGE = 256
# What a character does in a text, as bits of its byte.
FIRST = 1  # can begin a word: a letter or digit
INSIDE = 2  # can go on with one: letters, digits, marks, the underscore
APOSTROPHE = 4  # can stand inside one, before a letter
LETTER = 8  # lets an apostrophe stand before it
CAPITAL = 16  # as first letter lets a word begin a name: a capital, or a letter of a script without case
LOWER = 32  # a small letter: a word of a name may begin so, but no name; with CAPITAL, a letter without case
UNSPACED_SCRIPT = 64  # of a script that writes no spaces between words
JOINS = 128  # as the only character between two words, leaves them in one name

SPACES_AND_DASHES = frozenset(" \u00a0-‐‑–")


class Page(NamedTuple):
    """Classes (a byte each) and folded code points (0: fold the word as a whole; SILENT: drop it) of 256 characters."""

    classes: bytes
    folded: tuple[int, ...]


SILENT = 1  # a folded code point that stands for nothing: apostrophes


@lru_cache(maxsize=512)
def page(number: int) -> Page:
    """The characters from PAGE * number on.

    >>> page(0).classes[ord("A")] == FIRST | INSIDE | LETTER | CAPITAL, chr(page(0).folded[ord("É")])
    (True, 'e')
    """
    characters = [chr(number * PAGE + at) for at in range(PAGE)]
    return Page(bytes(map(_class_of, characters)), tuple(map(_folded, characters)))


def _class_of(char: str) -> int:
    bits = 0
    if char.isalnum():
        bits |= FIRST | INSIDE
        if unicodedata.category(char) != "Nd":
            bits |= LETTER
    elif char == "_" or is_mark(char):
        bits |= INSIDE
    if char in APOSTROPHES:
        bits |= APOSTROPHE
    if char in SPACES_AND_DASHES:
        bits |= JOINS
    if char.isalpha():
        script = char_script(char)
        if char.isupper() or char.istitle():
            bits |= CAPITAL
        elif char.islower():
            bits |= LOWER
        elif script in CASELESS | UNSPACED:
            bits |= CAPITAL | LOWER
        if script in UNSPACED:
            bits |= UNSPACED_SCRIPT
    return bits


def _folded(char: str) -> int:
    if char in APOSTROPHES:
        return SILENT if fold_native(f"b{char}b") == "bb" else 0
    if not char.isalnum():
        return 0
    folded = fold_native(char)
    alone = len(folded) == 1 and folded.isalnum() and fold_native(char + char) == folded + folded
    return ord(folded) if alone else 0


def fold_word(word: str) -> str:
    """The exact key of one word, letter by letter where that is exact, else as a whole.

    >>> fold_word("O'Brien"), fold_word("Łódź"), fold_word("Straße")
    ('obrien', 'lodz', 'strasse')
    """
    out = []
    for char in word:
        code = ord(char)
        folded = page(code // PAGE).folded[code % PAGE]
        if not folded:
            return fold_whole(word)
        if folded != SILENT:
            out.append(chr(folded))
    return "".join(out)


def fold_whole(word: str) -> str:
    """The exact key of one word as the look-up makes it."""
    return fold_native(guard_name(word).text)
