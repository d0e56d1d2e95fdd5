"""Codes of sounds and classes of consonants in Python: what `_sounds.c` does where it was built, with the same answers.

Both cut a Latin word into the spellings of a table, the longest at each place first, and write down what each stands
for; what is in no table (vowels, digits) is passed over. The tables are those of `sounds` and of `keys`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_REPEATED = re.compile(r"(.)(?=\1)")  # an empty text is put in its place: a template costs ten times as much
_SILENT = re.compile(r"(?<=[aeiouy])r(?![aeiouy])")  # in Japanese, Korean, Chinese and much of English
_VOWELS = "aeiouy"

Table = Mapping[str, tuple[str, ...]]


def _units(table: Table) -> re.Pattern[str]:
    return re.compile("|".join(sorted(table, key=len, reverse=True)))


class Sounds:
    """The codes of words by a table of spellings.

    Args:
        table: spelling: its readings, the likelier first; "" is silence.

    >>> Sounds({"b": ("P",), "h": ("", "K")}).codes("bhabh")
    ('P', 'PKP', 'PK', 'PKPK')
    """

    MOST = 4  # readings of one word, as in _sounds.c

    def __init__(self, table: Table) -> None:
        self._table, self._unit = table, _units(table)

    def codes(self, word: str) -> tuple[str, ...]:
        """The codes of a folded word, the likeliest first; () for a word of other letters than a to z."""
        if not word.isascii():
            return ()
        found = [*self._readings(word)]
        if _SILENT.search(word):  # beside the first reading, so that a few codes of a record hold both
            found[1:1] = self._readings(_SILENT.sub("", word))[:1]
        return tuple(dict.fromkeys(code for code in found if code))[: self.MOST]

    def _readings(self, word: str) -> list[str]:
        found = ["A" if word[:1] in _VOWELS else ""]
        for at, unit in enumerate(self._unit.findall(word)):
            readings = self._table[unit]
            if at == 0 and word.startswith(unit) and "" in readings:
                readings = tuple(reading or "A" for reading in readings)
            found = [code + reading for reading in readings for code in found][: self.MOST]
        return [_REPEATED.sub("", code) for code in found]


class Classes:
    """The classes of the consonants of words.

    Args:
        table: spelling: its class, and for some another.
        others: the spellings that have another class, in the order in which it is tried, one at a time.
        most: readings of one word.

    >>> Classes({"k": ("K",), "c": ("S", "K")}, ("c",), 4).skeletons("kako cik")
    ('KSK',)
    """

    def __init__(self, table: Table, others: tuple[str, ...], most: int) -> None:
        self._table, self._unit, self._others, self._most = table, _units(table), others, most

    def skeletons(self, latin: str) -> tuple[str, ...]:
        """The readings of a Latin key, in the order of the alphabet; none of a single class."""
        if not latin.isascii():
            return ()
        word = latin.replace(" ", "")
        if not word:
            return ()
        found = {self._skeleton(word, "")}
        for letters in self._others:
            if letters in word and len(found) < self._most:
                found.add(self._skeleton(word, letters))
        return tuple(sorted(s for s in found if len(s) > 1))

    def _skeleton(self, word: str, other: str) -> str:
        first = "A" if word[0] in _VOWELS or word[0] == other == "j" else ""
        classes = [self._table[unit][unit == other] for unit in self._unit.findall(word)]
        return _REPEATED.sub("", first + "".join(classes))
