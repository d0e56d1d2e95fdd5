"""Whether Chinese characters spell a Latin word by their sound: 洛厄尔 is Lowell, 克劳斯 Klaus.

Chinese writes foreign names with characters chosen for their sound. Read letter by letter from Pinyin (luo'e'er),
such a name has lost its shape; but each character stands for few pieces of Latin words (尔 for l, r, ll, er, not for
n), and which ones is data (`data/han_pieces.tsv`, learned by benchmarks/learn_pieces.py). `evidence` is the log of
the sum over all ways to cut the word among the characters, against chance: a stochastic transducer from characters to
pieces. It knows other things than the letter costs, so evidence.py adds it to them. `spelt` gives the likeliest words,
to look for.

Native Chinese names are in the table too, in all the spellings that are in use (Zhang, Chang, Teo); readings in other
languages are the business of `romanization.han`.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from gazetteer.values import NamedTuple
from normalizer.matching.core import cuts
from normalizer.matching.tables import read_rows
from normalizer.policy import SELDOM_REMEMBERED

LONGEST_NAME, LONGEST_WORD = 12, 24  # characters and letters that are compared; longer ones are no single names
SAME = "="  # in front of the simplified character of which the row is the traditional form
UNLISTED = 0.02  # chance that a character stands for a piece that the table does not have
SILENT = 0.0005  # or for nothing
INSERTED = 0.03  # chance that a letter of the word stands for no character
LONGEST_UNLISTED = 4  # letters of an unlisted piece
PAD = 4.0  # letters added to a word's, so that short words do not weigh much
MOST = 1.2  # evidence that counts: native names have more, but then their Pinyin has told the same
LEAST = -0.7  # evidence of names that no cutting explains: most near misses have more
BEAM = 24  # beginnings that are kept while the likeliest spellings are sought


class _Table(NamedTuple):
    cells: dict[str, str]
    letters: dict[str, float]


@cache
def _table() -> _Table:
    rows = read_rows("han_pieces.tsv")
    letters = {character: float(cell) for kind, character, cell in rows if kind == "letter"}
    return _Table({character: cell for kind, character, cell in rows if kind == "pieces"}, letters)


@lru_cache(maxsize=8192)
def _pieces(character: str) -> tuple[tuple[str, float], ...]:
    """The pieces of a character with their chances, the likeliest first."""
    cells = _table().cells
    cell = cells.get(character, "")
    if cell.startswith(SAME):
        cell = cells.get(cell[1:], "")
    split = (one.rpartition(":") for one in cell.split())
    return tuple((piece, 10 ** (-int(decibans) / 10)) for piece, _, decibans in split)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def evidence(han: str, latin: str) -> float:
    """How much likelier than by chance the characters spell the word, as log-odds a letter.

    >>> evidence("洛厄尔", "lowell") > 0.5 > 0.0 > evidence("洛厄尔", "boston")
    True
    """
    if not han or not latin or len(han) > LONGEST_NAME or len(latin) > LONGEST_WORD:
        return 0.0
    chance, by_chance = _chances(latin)
    listed = tuple(map(_pieces, han))
    sum_of = cuts
    if not latin.isascii():
        from normalizer.matching.plain_signs import cuts as sum_of  # of letters that the core does not take
    total = sum_of(listed, latin, chance, SILENT, UNLISTED, LONGEST_UNLISTED, INSERTED)
    if total <= 0.0:
        return LEAST
    found = (math.log(total) - by_chance) / (len(latin) + PAD)
    return min(max(found, LEAST), MOST)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _chances(latin: str) -> tuple[tuple[float, ...], float]:
    """How usual each letter of a word is, and the log of all together."""
    chance = tuple(_table().letters.get(letter, 0.001) for letter in latin)
    return chance, sum(map(math.log, chance))


@lru_cache(maxsize=8192)
def spelt(han: str, most: int) -> tuple[str, ...]:
    """The likeliest Latin words that the characters may spell; () if one of them is in no table.

    >>> spelt("克劳斯", 3)[0]
    'klaus'
    """
    if len(han) > LONGEST_NAME:
        return ()
    beam = {"": 1.0}
    for character in han:
        found: dict[str, float] = {}
        for begun, weight in beam.items():
            for piece, share in _pieces(character)[:8]:
                found[begun + piece] = found.get(begun + piece, 0.0) + weight * share
        beam = dict(sorted(found.items(), key=lambda item: -item[1])[:BEAM])
    return tuple(list(beam)[:most])
