"""One word of a name -> what it may be a form of: every cell of the language's table whose ending it bears.

A reading names a lemma, the case, and the paradigm that connects them. How likely it is comes in two parts that
`phrases` puts together: how likely the lemma is as a name (`endings`), and how usual the ending is in its case.
How usual the case is, is the business of the whole phrase, whose words share one.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from gazetteer.values import NamedTuple
from normalizer.matching.inflection.endings import country_beginnings, log_likelihood, log_of_letters
from normalizer.matching.inflection.paradigms import PEOPLE, Cell, Paradigm, table
from normalizer.policy import SELDOM_REMEMBERED

MAX_LETTERS = 40  # longer words are no names that anyone declines
WOMEN, WOMEN_LOG = "surname-f", math.log(0.25)  # paradigms of women's surnames, their share in the news
POSSESSIVE = "poss"  # case and paradigms of Slavic possessive adjectives, made of one-word names alone (Mayeva)
NATIONS = "people-pl"  # paradigms of nations and groups of people: plurals, which no list of names has
NATION_LETTERS, COUNTRY_LOG = 4, math.log(30)  # first letters shared with a country (Britové, Británie), their weight
LEAST_LEMMA = 3  # letters of a lemma that differs from its form; Ур and the like are left


class WordReading(NamedTuple):
    """One way to read a word: `lemma` is written as the word is; `log` is the logarithm of its probability, given
    the case."""

    lemma: str
    paradigm: Paradigm
    case: str
    ending: str
    log: float


@lru_cache(maxsize=SELDOM_REMEMBERED)
def word_readings(word: str, language: str, kind: str) -> tuple[WordReading, ...]:
    """The readings of one word as a name of this kind, best first.

    Args:
        word: one word, without spaces or hyphens. language: one that has a table. kind: "place" or "person".

    >>> word_readings("Луганську", "uk", "place")[0].lemma
    'Луганськ'
    """
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS or not low:
        return ()
    found: dict[tuple[str, str, str, str], WordReading] = {}
    for stem, cell, ending in _cells(low, language, kind):
        lemma = stem + cell.paradigm.lemma
        if lemma != low and (len(lemma) < LEAST_LEMMA or not stem):
            continue
        if lemma == low and cell.paradigm.kind == PEOPLE and cell.paradigm.name.startswith(POSSESSIVE):
            continue  # the name that a possessive is made of stands in the rows of nouns
        log = _log_of_lemma(stem, lemma, cell.paradigm) + math.log(cell.share)
        shown = restored(word, len(stem), cell.paradigm.lemma)
        reading = WordReading(shown, cell.paradigm, cell.case, ending, log)
        key = (lemma, cell.case, cell.paradigm.gender, cell.paradigm.number)
        if key not in found or found[key].log < log:
            found[key] = reading
    return tuple(sorted(found.values(), key=lambda r: -r.log))


@lru_cache(maxsize=SELDOM_REMEMBERED)
def word_lemmas(word: str, language: str, kind: str) -> tuple[str, ...]:
    """The lemmas of `word_readings` and more, in no order: whether they are likely is not worked out.

    >>> "Луганськ" in word_lemmas("Луганську", "uk", "place")
    True
    """
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        return ()
    cells = _cells(low, language, kind)
    return tuple(dict.fromkeys([restored(word, len(stem), cell.paradigm.lemma) for stem, cell, _ in cells]))


def word_endings(word: str, language: str, kind: str) -> set[tuple[str, str]]:
    """The paradigms of which a word bears an ending, each with the case: those of `word_readings` and more.

    >>> ("adj-f", "gen") in word_endings("Великої", "uk", "place")
    True
    """
    low = lower(word)
    if len(low) > MAX_LETTERS:
        return set()
    return {(cell.paradigm.name, cell.case) for _, cell, _ in _cells(low, language, kind)}


def _log_of_lemma(stem: str, lemma: str, paradigm: Paradigm) -> float:
    """How likely the lemma is as a name; a woman's surname as the man's that it is made from, a nation by its stem."""
    if paradigm.name.startswith(WOMEN):
        return log_likelihood(stem, paradigm.language, paradigm.kind) + WOMEN_LOG
    if paradigm.name.startswith(NATIONS):
        country = stem[:NATION_LETTERS] in country_beginnings(paradigm.language)
        return log_of_letters(stem, paradigm.language, paradigm.kind) + (COUNTRY_LOG if country else 0.0)
    return log_likelihood(lemma, paradigm.language, paradigm.kind)


def _cells(low: str, language: str, kind: str) -> Iterator[tuple[str, Cell, str]]:
    """(stem, cell, ending) for each ending of the table that the word bears."""
    rules = table(language)
    if rules is None:
        return
    for length in range(min(rules.longest, len(low)) + 1):
        stem, ending = low[: len(low) - length], low[len(low) - length :]
        for cell in rules.cells.get(ending, {}).get(kind, ()):
            if cell.paradigm.fits(stem):
                yield stem, cell, ending


def lower(word: str) -> str:
    """Lower case with as many letters as before, one apostrophe; composed words stay composed."""
    return word.replace("İ", "i").replace("’", "'").lower()


def composed(word: str) -> str:
    """Canonical composition: endings are compared letter by letter."""
    return word if word.isascii() else unicodedata.normalize("NFC", word)


def restored(word: str, kept: int, ending: str) -> str:
    """The first letters of a word with another ending, in the word's own case.

    >>> restored("КИЄВА", 2, "їв"), restored("Києва", 2, "їв")
    ('КИЇВ', 'Київ')
    """
    if len(word) > 1 and word.isupper():
        ending = ending.upper()
    return word[:kept] + ending
