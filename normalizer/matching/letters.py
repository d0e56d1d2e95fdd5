"""A token as symbols of a cost table: which table, and which letters of it.

Alphabets of one sound a letter (Cyrillic, Greek, Arabic, Hebrew, Armenian, Georgian) are compared with Latin
as they stand, so that a table knows what щ or ق is; Hangul as its jamo, since a syllable block is three
letters. Kana, Han and every other script have no letters that correspond one by one, and go through the
plain character table first. Latin keeps its accents: š and ł say more than s and l; a letter that the
table does not know counts as its bare form.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from normalizer.policy import WORDS_REMEMBERED
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

DIRECT = frozenset({"Latn", "Cyrl", "Grek", "Arab", "Hebr", "Armn", "Geor"})
GROUPS = {"Hira": "Kana", "Hrkt": "Kana", "Jpan": "Hani", "Bopo": "Hani", "Kore": "Hang", "Zyyy": "Latn"}
TABLED = DIRECT | {"Hang", "Kana", "Hani"}
OTHER = "Zzzz"  # the table of all other scripts


def group_of(text: str) -> str:
    """The table group of a word: an ISO 15924 code that has a cost table of its own, or OTHER.

    >>> group_of("Луганськ"), group_of("うえだ"), group_of("ಬೆಂಗಳೂರು")
    ('Cyrl', 'Kana', 'Zzzz')
    """
    return group_of_script(script_of(text))


def group_of_script(script: str) -> str:
    """The table group of words in a script.

    >>> group_of_script("Hrkt"), group_of_script("Knda")
    ('Kana', 'Zzzz')
    """
    group = GROUPS.get(script, script)
    return group if group in TABLED else OTHER


@lru_cache(maxsize=WORDS_REMEMBERED)
def letters_of(text: str, group: str) -> str:
    """The letters of one word as the tables of `group` write them.

    >>> letters_of("Лисянський", "Cyrl"), letters_of("Łódź", "Latn"), len(letters_of("박", "Hang"))
    ('лисянський', 'łódź', 3)
    """
    low = fold_letters(text)
    if group == "Hang":
        return unicodedata.normalize("NFD", low)
    if group in DIRECT:
        return low
    return fold_accents(fold_letters(anyascii_latin(low))).replace(" ", "")
