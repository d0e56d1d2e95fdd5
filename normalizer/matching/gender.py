"""Given names that are a man's and a woman's: Alexander and Alexandra, Ivan and Ivana, Карим and Карима.

Letters forgive one vowel at the end, and mostly rightly (Sara, Sarah; Nikola, Nikolai; Abdalla, Abdallah). Which
pairs are two names is therefore no rule but data, learned from clusters of name parts that two scripts confirm
(data/genders.tsv, benchmarks/learn_words.py). A spelling that the list lacks shows no gender.

Names that are no forms of one another may be near, too: John and Jane, Oleg and Olga, Mark and Mary. Which names only
men have and which only women is in data/given_names.tsv (benchmarks/learn_given_names.py). That tells within one
alphabet; across scripts a Michel is written as a Michelle is.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gazetteer.late import pattern
from normalizer.derived import derived
from normalizer.matching import measures
from normalizer.matching.tables import read_rows, table
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

MASCULINE, FEMININE = "m", "f"
ALPHABETS = frozenset(("Latn", "Cyrl", "Grek", "Armn", "Geor"))  # scripts that write a name's vowels
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
def genders() -> dict[str, str]:
    """The given names of the list -> which of two forms each is."""
    found: dict[str, str] = {}
    for masculine, feminine in read_rows("genders.tsv"):
        found[masculine] = MASCULINE
        found[feminine] = FEMININE
    return found


@lru_cache(maxsize=SELDOM_REMEMBERED)
def given_gender(word: str) -> str:
    """ "m" or "f" for the two forms of a given name of the list, else "".

    The first is the shorter one, which need not be a man's name (Karin beside Karina).

    >>> given_gender("Alexander"), given_gender("Александра"), given_gender("Sasha")
    ('m', 'f', '')
    """
    return genders().get(fold_accents(fold_letters(word)), "")


@cache
def _known() -> dict[str, str]:
    return {name: gender for gender, names in read_rows("given_names.tsv") for name in names.split(" ")}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def known_gender(word: str) -> str:
    """ "m" or "f" for a given name that only men or only women have, by a list of those that are common; else "".

    >>> known_gender("Jane"), known_gender("Олег"), known_gender("Andrea")
    ('f', 'm', '')
    """
    return _known().get(fold_accents(fold_letters(word)), "")


@cache
def given_genders(letter: str) -> dict[str, str]:
    """What both lists say of each of their names that begins with a letter: "m", "f", or "fm" where they differ.

    >>> given_genders("j")["jane"], given_genders("k")["karin"]
    ('f', 'fm')
    """
    listed = _by_letter().get(letter, {})
    return {name: said for said, names in listed.items() for name in names.split("\n")}


@cache
def _by_letter() -> dict[str, dict[str, str]]:
    return derived("given-genders", "3", [table("genders.tsv"), table("given_names.tsv")], _read_by_letter)


def _read_by_letter() -> dict[str, dict[str, str]]:
    """By first letter, the names of which the lists say the same, in one text: most of them are never asked for."""
    both = {name: {gender} for name, gender in genders().items()}
    for name, gender in _known().items():
        both.setdefault(name, set()).add(gender)
    found: dict[str, dict[str, list[str]]] = {}
    for name, said in both.items():
        found.setdefault(name[:1], {}).setdefault("".join(sorted(said)), []).append(name)
    return {letter: {said: "\n".join(names) for said, names in some.items()} for letter, some in found.items()}


def other_given_gender(a: str, b: str) -> bool:
    """Whether two words are a man's and a woman's given name: forms of one name in any spelling, or known as such.

    >>> other_given_gender("Alexander", "Олександра"), other_given_gender("Daniel", "Daniela")
    (True, True)
    >>> other_given_gender("John", "Jane"), other_given_gender("Олег", "Ольга")
    (True, True)
    >>> other_given_gender("Nikola", "Nikolai"), other_given_gender("Michel", "מישל")
    (False, False)
    """
    if {known_gender(a), known_gender(b)} == {MASCULINE, FEMININE} and script_of(a) == script_of(b):
        return True
    x, y = given_gender(a), given_gender(b)
    if not x or not y or x == y or skeleton(a) != skeleton(b):
        return False
    left, right = _stem(a), _stem(b)
    size = min(len(left), len(right))
    return measures.Levenshtein.distance(left, right) <= sum(size >= least for least in STEMS)


def _stem(word: str) -> str:
    """A word in rough Latin letters without its last vowels."""
    return _rough(word).rstrip("aeiouyj'")


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _rough(word: str) -> str:
    latin = (word if word.isascii() else anyascii_latin(word)).lower()
    for letters, rough in _SOUNDS:
        latin = latin.replace(letters, rough)
    return latin


@lru_cache(maxsize=SELDOM_REMEMBERED)
def skeleton(word: str) -> str:
    """The consonants of a word of any script as rough Latin letters: equal for spellings of one name, mostly.

    >>> skeleton("Alexander"), skeleton("Олександра")
    ('lksndr', 'lksndr')
    """
    return _DOUBLED.sub("", _WEAK.sub("", _rough(word)))
