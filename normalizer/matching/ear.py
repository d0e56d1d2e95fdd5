"""The Latin words that a foreign name may be, written by ear in another script: ダウニー is Downey, Γιαζντ Yazd.

Kana, Hangul and most alphabets write what a foreign name sounds like, so that read letter by letter it has lost its
shape (dauni). But some letters of theirs stand for few pieces of Latin words (ブリッジ for bridge, γι before a vowel
for y), and in names some Latin letters follow each other more than others. Both are data, learned from names by
benchmarks/learn_ear.py: how likely each run of up to three letters is with each piece (`data/ear-*.tsv`, one for each
script), and how likely a Latin letter after the two before it (`data/ear-Latn.tsv`). `by_ear` gives the words for which
both together are likeliest, by a search along the name that keeps few beginnings (a beam).

A reading by ear is a guess. It finds names to compare, as `sounds` does; what they are worth is not decided here. Han
characters, which stand for syllables, have a table of their own (`signs`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice

from gazetteer.beside import is_file
from gazetteer.values import NamedTuple
from normalizer.matching.tables import read_pairs, read_rows, table
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import fold_accents, fold_letters, script_of

LATIN = "Latn"  # the table of how Latin letters follow each other
EDGE = "^"  # before a word, and after it
BEFORE = 2  # letters that tell what the next is likely to be
LONGEST_RUN = 3  # letters of a script that stand for a piece together
LONGEST_NAME = 24  # letters; longer ones are not single words
PIECES = 8  # of one run that are tried, the likeliest
BEAM = 12  # beginnings that are kept: bounds the work
FOLLOWING = 0.5  # what the order of Latin letters counts beside the pieces
# Decibans given back for each letter, so that words are not too short; between 6.5 and 11 it hardly matters (.57 to .58
# of the held-out names in Kana are among three).
LETTER = 7.8
UNKNOWN = 14  # decibans of a letter that never follows: one in 28


class _Pieces(NamedTuple):
    """The pieces of each run, as the file has them, and those that were read."""

    cells: dict[str, str]
    read: dict[str, tuple[tuple[str, int], ...]]


@cache
def _pieces_of(script: str) -> _Pieces | None:
    name = f"ear-{script}.tsv"
    if script == LATIN or not is_file(table(name)):
        return None
    return _Pieces(read_pairs(name), {})


def _pieces(known: _Pieces, run: str) -> tuple[tuple[str, int], ...]:
    """The pieces of a run with their decibans, the likeliest first."""
    found = known.read.get(run)
    if found is None:
        split = (one.rpartition(":") for one in islice(known.cells.get(run, "").split(" "), PIECES))
        found = known.read[run] = tuple((piece, int(cost)) for piece, colon, cost in split if colon)
    return found


@cache
def _following() -> dict[str, tuple[int, dict[str, int]]]:
    """Letters before -> decibans of falling back on fewer of them, and those of the letters that follow."""
    found = {}
    for before, back, cell in read_rows(f"ear-{LATIN}.tsv"):
        letters = (one.split(":") for one in cell.split(" "))
        found[before.strip(".")] = int(back), {letter: int(cost) for letter, cost in letters}
    return found


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _cost(before: str, letter: str) -> int:
    """Decibans of a letter after others."""
    back, known = _following().get(before, (0, {}))
    if letter in known:
        return known[letter]
    return back + _cost(before[1:], letter) if before else UNKNOWN


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _cost_of(before: str, piece: str) -> float:
    """What a piece adds to the costs of a word after the letters before it."""
    total = 0.0
    for letter in piece:
        total += _cost(before, letter) - LETTER
        before = (before + letter)[-BEFORE:]
    return FOLLOWING * total


@lru_cache(maxsize=SELDOM_REMEMBERED)
def by_ear(word: str, most: int) -> tuple[str, ...]:
    """The likeliest Latin spellings of one word that was written by ear, the likeliest first.

    Args:
        word: in any script. most: so many at most.
    Returns:
        () for a script without a table, such as Latin, and for a word with a letter that its table lacks.

    >>> by_ear("ダウニー", 3)[0], by_ear("Γιαζντ", 1), by_ear("Yazd", 1)
    ('downey', ('yazd',), ())
    """
    known = _pieces_of(script_of(word))
    low = fold_letters(word)
    if known is None or not 0 < len(low) <= LONGEST_NAME:
        return ()
    return _searched(known, low, most) or _searched(known, fold_accents(low), most)


def _searched(known: _Pieces, word: str, most: int) -> tuple[str, ...]:
    reached: list[dict[str, float]] = [{EDGE * BEFORE: 0.0}, *({} for _ in word)]
    for at in range(len(word)):
        begun = _best(reached[at], BEAM)
        for size in range(1, min(LONGEST_RUN, len(word) - at) + 1):
            after = reached[at + size]
            end = EDGE if at + size == len(word) else ""
            for piece, cost in _pieces(known, word[at : at + size]):
                for spelling, total in begun:
                    made = total + cost + _cost_of(spelling[-BEFORE:], piece + end)
                    if made < after.get(spelling + piece, made + 1):
                        after[spelling + piece] = made
    return tuple(spelling[BEFORE:] for spelling, _ in _best(reached[-1], most) if len(spelling) > BEFORE)


def _best(reached: dict[str, float], most: int) -> list[tuple[str, float]]:
    """The cheapest, and of two that cost the same the first in the alphabet."""
    return sorted(reached.items(), key=lambda item: (item[1], item[0]))[:most]
