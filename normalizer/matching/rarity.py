"""How rare a word is in names: that both have Muhammad says little, that both have Skrypniuk much.

data/common_words.tsv lists the common words with their rarity, 0 for the commonest; a word that is not listed
is rare. It holds words of language (Party, National, Bank: common in names of organisations) and common names;
how it is made from published lists is told there and in benchmarks/learn_common.py.
"""

from __future__ import annotations

from functools import cache

from normalizer.matching.sketch import plain_word
from normalizer.matching.tables import read_rows

_TABLE = "common_words.tsv"
_SOUGHT = 64
"""Words sought in the text of the table before a dictionary is made of it: 70 us each, the dictionary 5 ms and 4 MB."""
RARE = 7.0  # rarity of a word that is not listed, in natural logarithms of frequency


class _Listed:
    """The table. The first few words are sought in its text, since most processes ask for no more."""

    def __init__(self) -> None:
        rows = read_rows(_TABLE)  # tens of thousands of words in a few rows, one for each rarity
        self._rows = [(f" {words} ", float(value)) for value, words in reversed(rows)]
        self._words: dict[str, float] | None = None
        self._sought = 0

    def get(self, word: str) -> float | None:
        """The rarity of a word that is listed."""
        if self._words is not None:
            return self._words.get(word)
        self._sought += 1
        if self._sought > _SOUGHT:
            self._words = {word: value for words, value in reversed(self._rows) for word in words[1:-1].split(" ")}
        return None if " " in word else next((value for words, value in self._rows if f" {word} " in words), None)

    def all(self) -> dict[str, float] | None:
        """All words, where a dictionary was made of them."""
        return self._words


_listed = cache(_Listed)


def listed_rarities() -> dict[str, float] | None:
    """Listed words with their rarity; None while a process has asked for so few that no dictionary was made."""
    return _listed().all()


def rarity(word: str) -> float:
    """Rarity of a folded word, 0 (the commonest) to RARE.

    >>> rarity("muhammad") < rarity("skrypniuk"), rarity("party") < rarity("national") < rarity("petrochemical")
    (True, True)
    """
    table = _listed()
    found = table.get(word)
    if found is None:
        found = table.get(plain_word(word))
    return found if found is not None else RARE
