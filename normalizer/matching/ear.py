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
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Protocol

from gazetteer.beside import is_file
from gazetteer.cores import built
from gazetteer.late import pattern
from normalizer.matching.plain_ear import NEPERS, OTHERWISE
from normalizer.matching.plain_ear import Ear as PlainEar
from normalizer.matching.tables import read_pairs, read_rows, table
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

POINTS = {ord(c): " " for c in "·・•-–.,"}  # what stands between the words of a foreign name
_WORD = pattern(r"[^\W\d_]+")
LATIN = "Latn"  # the table of how Latin letters follow each other
LONGEST_NAME = 24  # letters; longer ones are not single words
INTERFACE = 1  # of _ear.c


class _Ear(Protocol):
    """What one script writes by ear: `plain_ear.Ear`, or its compiled twin."""

    def spellings(self, word: str, most: int, /) -> tuple[str, ...]: ...

    def together(self, word: str, latin: str, /) -> float: ...

    def usual(self, latin: str, /) -> int: ...


@cache
def _ear_of(script: str) -> _Ear | None:
    name = f"ear-{script}.tsv"
    if script == LATIN or not is_file(table(name)):
        return None
    compiled = built("normalizer.matching._ear", INTERFACE)
    found: _Ear = (compiled.Ear if compiled else PlainEar)(_cells(script), _following())
    return found


@cache
def _cells(script: str) -> Mapping[str, str]:
    return read_pairs(f"ear-{script}.tsv")


@cache
def _following() -> dict[str, tuple[int, str]]:
    """Letters before -> decibans of falling back on fewer of them, and the cell of the letters that follow."""
    return {before.strip("."): (int(back), cell) for before, back, cell in read_rows(f"ear-{LATIN}.tsv")}


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
    ear, low = _ear_of(script_of(word)), fold_letters(word)
    if ear is None or not 0 < len(low) <= LONGEST_NAME:
        return ()
    return ear.spellings(low, most) or ear.spellings(fold_accents(low), most)


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
    script, low = script_of(word), fold_letters(word)
    ear = _ear_of(script)
    if ear is None or not 0 < len(low) <= LONGEST_NAME or not 0 < len(latin) <= LONGEST_NAME:
        return None
    if not all(map(_cells(script).get, low)):
        low = fold_accents(low)
    together = ear.together(low, latin)
    return (math.log(together) if together else math.log(OTHERWISE) * len(low)) + NEPERS * ear.usual(latin)


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
