"""The Latin words that a foreign name may be, written by ear in another script: ダウニー is Downey, Γιαζντ Yazd.

Kana, Hangul and most alphabets write what a foreign name sounds like, so that read letter by letter it has lost its
shape (dauni). But some letters of theirs stand for few pieces of Latin words (ブリッジ for bridge, γι before a vowel
for y), and in names some Latin letters follow each other more than others. Both are data, learned from names by
benchmarks/learn_ear.py: how likely each run of up to three letters is with each piece (`data/ear-*.tsv`, one for each
script), and how likely a Latin letter after the two before it (`data/ear-Latn.tsv`). `by_ear` gives the words for which
both together are likeliest, by a search along the name that keeps few beginnings (a beam).

A reading by ear is a guess. It finds names to compare, as `sounds` does, and says nothing of what they are worth. Which
of several that were found is meant the same tables tell better than a comparison of letters: `evidence` is the log of
the sum over all ways to cut a name and a Latin word into runs and pieces, against how likely such a Latin word is. Han
characters, which stand for syllables, have a table of their own (`signs`).
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import islice

from gazetteer.beside import is_file
from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.matching.tables import read_pairs, read_rows, table
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

POINTS = {ord(c): " " for c in "·・•-–.,"}  # what stands between the words of a foreign name
_WORD = pattern(r"[^\W\d_]+")
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
OTHERWISE = 1e-6  # chance of a letter and of up to LONGEST_OTHER Latin ones that no table has together
LONGEST_OTHER = 3
NEPERS = math.log(10) / 10  # natural logarithm of a deciban
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
    known, low = _pieces_of(script_of(word)), fold_letters(word)
    if known is None or not 0 < len(low) <= LONGEST_NAME:
        return ()
    return _searched(known, low, most) or _searched(known, fold_accents(low), most)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def evidence(word: str, latin: str) -> float | None:
    """How much likelier than by chance a word that was written by ear is this Latin one, as log-odds up to a constant.

    Only the differences between several Latin words count, beside one that was written by ear.

    Args:
        word: in any script. latin: in plain lower-case letters.
    Returns:
        None for a script without a table, and for words that are too long to say.

    >>> evidence("リモージュ", "limoges") > evidence("リモージュ", "limuru")
    True
    """
    known, low = _pieces_of(script_of(word)), fold_letters(word)
    if known is None or not 0 < len(low) <= LONGEST_NAME or not 0 < len(latin) <= LONGEST_NAME:
        return None
    if not all(_pieces(known, letter) for letter in low):
        low = fold_accents(low)
    together = _together(known, low, latin)
    return (math.log(together) if together else math.log(OTHERWISE) * len(low)) + NEPERS * _usual(latin)


def name_evidence(name: str, latin: str) -> float | None:
    """`evidence` of whole names: of each word the Latin word that fits best, or both names without their spaces.

    >>> name_evidence("ブルーアイランド", "Blue Island") > name_evidence("ブルーアイランド", "Buaran")
    True
    """
    words, spelt = name.translate(POINTS).split(), [fold_latin(one) for one in _WORD.findall(fold_letters(latin))]
    single = [[evidence(word, other) for other in spelt] for word in words]
    sums = [max(found for found in row if found is not None) for row in single if None not in row and row]
    whole = evidence("".join(words), "".join(spelt))
    fits = [*([sum(sums)] if len(sums) == len(words) else []), *([whole] if whole is not None else [])]
    return max(fits, default=None)


def _usual(latin: str) -> int:
    """Decibans of a Latin word by how its letters follow each other."""
    edged = f"{EDGE * BEFORE}{latin}{EDGE}"
    return sum(_cost(edged[at - BEFORE : at], edged[at]) for at in range(BEFORE, len(edged)))


def _together(known: _Pieces, word: str, latin: str) -> float:
    """The chance of both words, over all ways to cut them."""
    size = len(latin)
    reached = [[1.0] + [0.0] * size, *([0.0] * (size + 1) for _ in word)]
    for at in range(len(word)):
        begun = [(end, weight) for end, weight in enumerate(reached[at]) if weight]
        for to in range(at + 1, min(len(word), at + LONGEST_RUN) + 1):
            after = reached[to]
            for piece, cost in _pieces(known, word[at:to]):
                if piece in latin:
                    share, length = math.exp(-NEPERS * cost), len(piece)
                    for end, weight in begun:
                        if latin.startswith(piece, end):
                            after[end + length] += weight * share
        for end, weight in begun:
            for other in range(end, min(size, end + LONGEST_OTHER) + 1):
                reached[at + 1][other] += weight * OTHERWISE
    return reached[-1][-1]


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
