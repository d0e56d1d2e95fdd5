"""Given names that are a man's and a woman's: Alexander and Alexandra, Ivan and Ivana, Карим and Карима.

Letters forgive one vowel at the end, and mostly rightly (Sara, Sarah; Nikola, Nikolai; Abdalla, Abdallah). Which
pairs are two names is therefore no rule but data, learned from clusters of name parts that two scripts confirm
(data/genders.tsv, benchmarks/learn_words.py). A spelling that the list lacks shows no gender.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gazetteer.late import pattern
from normalizer.matching import measures
from normalizer.matching.tables import read_rows
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_accents, fold_letters

MASCULINE, FEMININE = "m", "f"
STEMS = (5, 8)  # letters before the ending from which one letter, and two, may differ (Oleksandr, Alexander)
_SOUNDS = (
    ("x", "ks"),
    ("ph", "f"),
    ("tsch", "ch"),
    ("sch", "sh"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("z", "s"),
)
_WEAK = pattern("[aeiouyjh'`]+|[^a-z]+")
_DOUBLED = pattern(r"(.)(?=\1)")  # all but the last of equal neighbours


@cache
def _genders() -> dict[str, str]:
    table: dict[str, str] = {}
    for masculine, feminine in read_rows("genders.tsv"):
        table[masculine] = MASCULINE
        table[feminine] = FEMININE
    return table


@lru_cache(maxsize=32768)
def given_gender(word: str) -> str:
    """ "m" or "f" for the two forms of a given name of the list, else "".

    The first is the shorter one, which need not be a man's name (Karin beside Karina).

    >>> given_gender("Alexander"), given_gender("Александра"), given_gender("Sasha")
    ('m', 'f', '')
    """
    return _genders().get(fold_accents(fold_letters(word)), "")


def other_given_gender(a: str, b: str) -> bool:
    """Whether two words are the masculine and the feminine form of one given name, in any spelling.

    >>> other_given_gender("Alexander", "Олександра"), other_given_gender("Daniel", "Daniela")
    (True, True)
    >>> other_given_gender("Nikola", "Nikolai"), other_given_gender("Ivan", "Maria")
    (False, False)
    """
    x, y = given_gender(a), given_gender(b)
    if not x or not y or x == y or skeleton(a) != skeleton(b):
        return False
    left, right = _stem(a), _stem(b)
    size = min(len(left), len(right))
    return measures.Levenshtein.distance(left, right) <= sum(size >= least for least in STEMS)


def _stem(word: str) -> str:
    """A word in rough Latin letters without its last vowels."""
    return _rough(word).rstrip("aeiouyj'")


@lru_cache(maxsize=32768)
def _rough(word: str) -> str:
    latin = (word if word.isascii() else anyascii_latin(word)).lower()
    for letters, rough in _SOUNDS:
        latin = latin.replace(letters, rough)
    return latin


@lru_cache(maxsize=32768)
def skeleton(word: str) -> str:
    """The consonants of a word of any script as rough Latin letters: equal for spellings of one name, mostly.

    >>> skeleton("Alexander"), skeleton("Олександра")
    ('lksndr', 'lksndr')
    """
    return _DOUBLED.sub("", _WEAK.sub("", _rough(word)))
