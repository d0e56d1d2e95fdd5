"""Plain letters folded further, in plain Python: to consonants, to classes of sounds, to vowels.

The twin of `_align_levels.h`, as `plain` is of the rest of the compiled core. Which letters are one consonant or one
sound is for `sketch` to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gazetteer.late import pattern

SILENT, VOWEL = "", "0"  # what a letter is as a sound, where it is none: left out at once, or after equal ones met
_REPEATED = pattern(r"(.)(?=\1)")  # all but the last of equal neighbours


class Levels:
    """Tables of folding, ready to use.

    Args:
        graphemes: of one or more letters -> the consonants that they stand for, longest first; others are left out.
        sounds: letter -> the digit of its class, VOWEL or SILENT; what is not listed stays.
        no_vowels: letters that are left out where vowels are asked for.
    Raises:
        ValueError: a grapheme without letters.
    """

    __slots__ = ("_find", "_graphemes", "_sounds", "_vowels")

    def __init__(self, graphemes: Mapping[str, str], sounds: Mapping[str, str], no_vowels: str) -> None:
        if "" in graphemes:
            raise ValueError("a grapheme without letters")
        self._graphemes = dict(graphemes)
        self._find = pattern("|".join(map(re.escape, graphemes)) or r"\Z.")  # the latter finds nothing
        self._sounds = str.maketrans(dict(sounds))
        self._vowels = str.maketrans("", "", no_vowels)

    def fold(self, letters: str) -> tuple[str, str, str]:
        """The consonants, the sounds and the vowels; of equal neighbours among the first two one is left.

        >>> Levels({"sch": "S", "t": "T"}, {"s": "2", "a": "0", "h": ""}, "sht").fold("schatt")
        ('ST', '2ct', 'ca')
        """
        consonants = "".join([self._graphemes[found] for found in self._find.findall(letters)])
        sounds = _REPEATED.sub("", letters.translate(self._sounds)).replace(VOWEL, "")
        return _REPEATED.sub("", consonants), sounds, letters.translate(self._vowels)
