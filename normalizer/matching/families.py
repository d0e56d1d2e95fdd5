"""Korean family names, each of which Koreans write in several ways: 이 is Lee, Yi and Rhee.

A personal spelling is the bearer's choice, older than the systems of romanisation and kept for life, so that no
rule of letters leads from Lee to Yi. There are few family names, most of them one syllable;
`data/korean_families.tsv` lists which spellings of the commonest are in use. Two of them may be one name; that the
rest of both names agrees has to be seen elsewhere.
"""

from __future__ import annotations

from functools import cache

from normalizer.matching.tables import read_rows
from normalizer.romanization.expand import fold_latin

LONGEST = 6  # letters: hwang is the longest usual one


@cache
def families() -> dict[str, frozenset[str]]:
    """Latin spelling -> the names in Hangul that it may spell."""
    found: dict[str, set[str]] = {}
    for hangul, spellings in read_rows("korean_families.tsv"):
        for spelling in spellings.split():
            found.setdefault(spelling, set()).add(hangul)
    return {spelling: frozenset(hangul) for spelling, hangul in found.items()}


def is_korean_family(word: str) -> bool:
    """Whether a Latin word may spell a family name of the list.

    >>> is_korean_family("Rhee"), is_korean_family("Smith")
    (True, False)
    """
    return len(word) <= LONGEST and word.isascii() and fold_latin(word) in families()


def korean_family(a: str, b: str) -> str:
    """The family name in Hangul that both Latin words may spell, "" if there is none.

    >>> korean_family("Lee", "Rhee"), korean_family("Park", "Pak"), korean_family("Lee", "Park")
    ('이', '박', '')
    """
    if len(a) > LONGEST or len(b) > LONGEST or not (a.isascii() and b.isascii()):
        return ""
    known = families()
    return min(known.get(fold_latin(a), frozenset()) & known.get(fold_latin(b), frozenset()), default="")
