"""How likely a word is the lemma of a name, by its last letters.

Луганську may come from Луганськ, Луганська, Луганську, Луганськь: the grammar allows them all, but names in
-нськ are many and in -нську there are none. The tables data/inflection/lemmas-*.tsv hold how many names of a
gazetteer end in which letters (learned by benchmarks/learn_endings.py), as a tree of endings; a probability is read
off letter by letter from the end of the word, each shrunk towards how usual the letter is anywhere.

Names that a gazetteer holds are known by its keys; these tables speak for the names that nobody has recorded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from gazetteer.beside import is_file, rows_of
from gazetteer.values import NamedTuple
from normalizer.matching.inflection.paradigms import CYRILLIC, PEOPLE, PLACES, Table, table
from normalizer.matching.tables import table as table_path
from normalizer.policy import SELDOM_REMEMBERED

DEPTH = 5  # last letters that are counted
EDGE = "^"  # stands before the first letter of a word
SHRINK = 4.0  # names that speak for the letters in general at each step: what is seen four times counts half
USUAL_SHARE = 0.3  # of the mentions of places, those with a name of names-*.tsv (countries, continents, capitals)
LEAST_REST = 0.05  # share of the letters that are not listed, at least
UNSEEN_LETTER = 1e-4  # probability of a letter that no name of the table has


class Endings(NamedTuple):
    """A table of endings.

    names: how many names have these last letters. letters: the share of each letter among the last ones.
    rest: names that have these last letters before a letter that is not listed, for each unit of the share of that
    letter: what was left out of the table for being rare.
    """

    names: Mapping[str, int]
    letters: Mapping[str, float]
    rest: Mapping[str, float]


@cache
def usual_words(language: str) -> Mapping[str, float]:
    """Words of the commonest place names, and generic ones, lower case, each with its share of them."""
    file, rules = names_file(language), table(language)
    listed = rows_of(file)[1:] if is_file(file) else []
    rows = [[cell.lower() for cell in row] for row in listed]
    words = {row[0] for row in rows}
    if rules:
        words |= rules.generic
        first = {word for word, place in rows if place == "first"} - rules.generic
        words |= {form for word in first for form in _genders(word, rules)}
    return dict.fromkeys(words, 1 / len(words)) if words else {}


def _genders(adjective: str, rules: Table) -> Iterator[str]:
    """The masculine, feminine, neuter and plural of a word if it is an adjective (New Zealand, New York)."""
    adjectives = [p for p in rules.paradigms if p.name.startswith("adj") and p.kind == PLACES]
    for own in adjectives:
        stem = adjective[: len(adjective) - len(own.lemma)]
        if own.lemma and adjective.endswith(own.lemma) and own.fits(stem):
            yield from (stem + other.lemma for other in adjectives if other.fits(stem))


@cache
def country_beginnings(language: str, letters: int = 4) -> frozenset[str]:
    """The first letters of the usual place names, by which a nation is told from a family."""
    return frozenset(word[:letters] for word in usual_words(language))


def names_file(language: str) -> str:
    """The file of the usual words of place names in a language."""
    return table_path(f"inflection/names-{language}.tsv")


def file_of(kind: str, which: str) -> str:
    """The file of a kind of names and a language or script."""
    return table_path(f"inflection/lemmas-{kind}-{which}.tsv")


@cache
def endings(kind: str, language: str) -> Endings:
    """The table for a kind of names in a language; names of people in Latin letters share one."""
    which = "Latn" if kind == PEOPLE and language not in CYRILLIC else language
    file = file_of(kind, which)
    if not is_file(file):
        return Endings({"": 1}, {}, {})
    names = {letters: int(count) for letters, count in rows_of(file)[1:]}
    counted: Counter[str] = Counter()
    for letters, count in names.items():
        if letters:
            counted[letters[0]] += count
    total = sum(counted.values())
    shares = {letter: count / total for letter, count in counted.items()}
    return Endings(names, shares, _rest(names, shares))


def _rest(names: Mapping[str, int], shares: Mapping[str, float]) -> dict[str, float]:
    listed: dict[str, int] = {}
    known: dict[str, float] = {}
    for letters, count in names.items():
        if letters:
            listed[letters[1:]] = listed.get(letters[1:], 0) + count
            known[letters[1:]] = known.get(letters[1:], 0.0) + shares[letters[0]]
    return {
        letters: max(0, count - listed.get(letters, 0)) / max(LEAST_REST, 1.0 - known.get(letters, 0.0))
        for letters, count in names.items()
        if len(letters) < DEPTH
    }


@lru_cache(maxsize=SELDOM_REMEMBERED)
def log_likelihood(word: str, language: str, kind: str) -> float:
    """Natural logarithm of how likely a name of this kind is `word` (lower case), by its last letters.

    Words are comparable when they share their first letters, as the candidates for one form do.

    >>> log_likelihood("луганськ", "uk", "place") > log_likelihood("луганську", "uk", "place")
    True
    """
    log = _by_letters(word, language, kind)
    if kind == PLACES and word in usual_words(language):
        log = math.log(math.exp(log) + USUAL_SHARE * usual_words(language)[word])
    return log


def log_of_letters(stem: str, language: str, kind: str) -> float:
    """Natural logarithm of how likely these letters are at the beginning of a word, whatever its ending.

    Comparable with `log_likelihood` of words with the same first letters: for words of a class whose own ending is
    certain once the class is (nations: Brytyjczycy), so that only the stem is chosen.
    """
    letters = endings(kind, language).letters
    return sum(math.log(letters.get(letter, UNSEEN_LETTER)) for letter in EDGE + stem)


def _by_letters(word: str, language: str, kind: str) -> float:
    names, letters, rest = endings(kind, language)
    edged = EDGE + word
    total, before = 0.0, float(names[""])
    for length in range(1, len(edged) + 1):
        usual = letters.get(edged[-length], UNSEEN_LETTER)
        if length > DEPTH:
            total += math.log(usual)
            continue
        tail = edged[-length:]
        here = names.get(tail) or rest.get(tail[1:], 0.0) * usual
        total += math.log((here + SHRINK * usual) / (before + SHRINK))
        before = here
    return total
