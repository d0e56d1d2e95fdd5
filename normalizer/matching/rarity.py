"""How rare a word is in names: that both have Muhammad says little, that both have Skrypniuk much.

data/common_words.tsv lists the common words with their rarity, 0 for the commonest; a word that is not listed
is rare. It holds words of language (Party, National, Bank: common in names of organisations) and common names;
how it is made from published lists is told there and in benchmarks/learn_common.py.
"""

from __future__ import annotations

from functools import cache

from normalizer.matching.sketch import plain_word
from normalizer.matching.tables import read_rows

RARE = 7.0  # rarity of a word that is not listed, in natural logarithms of frequency


@cache
def _listed() -> dict[str, float]:
    table: dict[str, float] = {}
    for rarity, words in read_rows("common_words.tsv"):  # tens of thousands of words: a row at a time
        table.update(dict.fromkeys(words.split(" "), float(rarity)))
    return table


def rarity(word: str) -> float:
    """Rarity of a folded word, 0 (the commonest) to RARE.

    >>> rarity("muhammad") < rarity("skrypniuk"), rarity("party") < rarity("national") < rarity("petrochemical")
    (True, True)
    """
    table = _listed()
    found = table.get(word)
    return found if found is not None else table.get(plain_word(word), RARE)
