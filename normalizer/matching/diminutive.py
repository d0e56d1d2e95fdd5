"""Short and familiar forms of given names: Sasha is Aleksandr or Aleksandra, Bill is William.

The forms are made by no rule that letters would show, so they are a list (data/diminutives.tsv) in plain Latin
letters. A word of any script is looked up by its rough sound, because the list has one spelling and the world
has many: Саша, Sascha, Sacha and Sasza are one word here, Yevgeny and Jewgeni another. That two words may name
one person is all it says: Nick and Kolya are both short for Nicholas, and mostly not the same man.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.tables import read_rows, table
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.providers import anyascii_latin

SIBILANTS = ("tsch", "shch", "sch", "tch", "sh", "sz", "ch", "cz", "cs", "zs", "zh")  # spelled by one another
PLAIN_LETTERS = {"c": "k", "q": "k", "w": "v", "j": "i", "y": "i", "x": "ks", "h": None, "'": None, "`": None}
_LETTERS = str.maketrans(PLAIN_LETTERS)
_DOUBLED = pattern(r"(.)(?=\1)")  # all but the last of equal neighbours
_TABLE = "diminutives.tsv"
FEWEST = 2  # letters of a short form


class _Row(NamedTuple):
    formal: frozenset[int]
    short: frozenset[int]


@cache
def rough_sounds() -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Rough sound -> numbers of the rows that have it as the formal name, and as a short form."""
    return derived("diminutives", "1", [table(_TABLE)], _read)


def _read() -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    formal: dict[str, set[int]] = {}
    short: dict[str, set[int]] = {}
    for number, (names, forms, _languages) in enumerate(read_rows(_TABLE)):
        for found, words in ((formal, names), (short, forms)):
            for word in words.split(" "):
                found.setdefault(_rough(word), set()).add(number)
    keys = sorted(formal.keys() | short.keys())
    return {key: (tuple(sorted(formal.get(key, ()))), tuple(sorted(short.get(key, ())))) for key in keys}


def _rough(latin: str) -> str:
    if "h" in latin or "z" in latin or "cs" in latin:  # as all of them have
        for letters in SIBILANTS:
            latin = latin.replace(letters, "s")
    return _DOUBLED.sub("", latin.replace("ph", "f").translate(_LETTERS))


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _forms(word: str) -> _Row | None:
    key = _rough((word if word.isascii() else anyascii_latin(word)).lower())
    found = rough_sounds().get(key) if len(key) >= FEWEST else None
    return _Row(*map(frozenset, found)) if found else None


@cache
def _languages() -> tuple[frozenset[str], ...]:
    """The languages of each row."""
    return tuple(frozenset(languages.split(" ")) for _, _, languages in read_rows(_TABLE))


def formal_in(word: str) -> dict[int, frozenset[str]]:
    """The rows that have a word as the formal name, in any of its spellings, with their languages.

    >>> formal_in("Володимир").keys() == formal_in("Vladimir").keys(), formal_in("Tim")
    (True, {})
    """
    found = _forms(word)
    return {number: _languages()[number] for number in found.formal} if found else {}


def has_forms(word: str) -> bool:
    """Whether a word is in the list at all, as a given name or as a short form.

    >>> has_forms("Саша"), has_forms("Zaporizhzhia")
    (True, False)
    """
    return _forms(word) is not None


def diminutive(a: str, b: str) -> bool:
    """Whether one given name is a short form of the other.

    Args:
        a, b: single words in any script; case and accents do not matter.

    >>> diminutive("Sasha", "Олександр"), diminutive("Bill", "William"), diminutive("Катя", "Ekaterina")
    (True, True, True)
    >>> diminutive("Aleksandr", "Alexander"), diminutive("Sasha", "Pavel"), diminutive("Dick", "Rick")
    (False, False, False)
    """
    x, y = _forms(a), _forms(b)
    if x is None or y is None or x is y:
        return False
    return bool(x.short & y.formal or x.formal & y.short)
