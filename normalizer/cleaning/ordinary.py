"""Ordinary words: how usual a word is in a language, and which language a text is in.

Nice, Reading, Mobile and Of are towns, and in most texts they are not. What tells is how often the word is used as a
word, by published counts (data/ordinary.tsv; benchmarks/learn_ordinary.py), in the language of the text: Most is an
ordinary word in English and a town in Czech. The language is read off the smallest words, of which every sentence is
full; a text of a few words may not tell, and then no language is assumed.

There is no list of words that are never names: how usual a word is weighs against how important the place is and what
stands around it (`likely`).
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "ordinary.tsv"
STOP, BORROWED = "stop", "en"
STOP_BAND = 9.0  # natural logarithm of occurrences in a million that every stop word is given: about that of "with"
FEWEST = 60  # stop words that a short list is taken to have, so that one word of it does not decide
STRANGE_LETTERS = {
    "ru": frozenset("іїєґўјљњќѓђћџѕ"),
    "uk": frozenset("ыэёъўјљњќѓђћџѕ"),
    "bg": frozenset("ыэёіїєґўјљњќѓђћџѕ"),
}
"""Letters of Cyrillic that a language has not, which its neighbours have. Facts of the alphabets."""
OWN_LETTERS = {"be": frozenset("ў"), "mk": frozenset("ѓќѕ"), "sr": frozenset("ђћ")}
"""Letters that only one language has, of those that no list of stop words is for."""
FEW_STRANGE = 10  # one word in so many may have a strange letter: a quotation, a name in small letters
LEAST_EVIDENCE = 1.0  # shares of stop words from which a text is taken to be in a language: one that no other has


@cache
def _rows() -> dict[tuple[str, str], str]:
    """The words of a language and band, not yet cut: most texts need one language."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cut = (line.split("\t") for line in lines if not line.startswith(("#", "language\t")))
    return {(language, band): words for language, band, words in cut}


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    """The languages of each stop word; words of the same languages share the set, as most do with many."""
    languages: dict[str, set[str]] = {}
    for (language, band), words in _rows().items():
        for word in words.split(" ") if band == STOP else ():
            languages.setdefault(word, set()).add(language)
    shared: dict[frozenset[str], frozenset[str]] = {}
    sets = {word: frozenset(found) for word, found in languages.items()}
    return {word: shared.setdefault(found, found) for word, found in sets.items()}


@cache
def _sizes() -> dict[str, float]:
    """By language, the square root of how many stop words are known of it, beside those of English."""
    counts = {language: words.count(" ") + 1 for (language, band), words in _rows().items() if band == STOP}
    return {language: math.sqrt(max(count, FEWEST) / counts[BORROWED]) for language, count in counts.items()}


@cache
def _bands(language: str) -> dict[str, float]:
    """How usual the words of a language are; empty where nobody counted."""
    rows = [(float(band), words) for (of, band), words in _rows().items() if of == language and band != STOP]
    return {word: band for band, words in rows for word in words.split(" ")}


@cache
def _shares() -> dict[str, tuple[tuple[str, float], ...]]:
    """What each stop word says for each of its languages."""
    sizes, words = _sizes(), _stop_words()
    shares = {
        languages: tuple((language, 1 / len(languages) / sizes[language]) for language in languages)
        for languages in set(words.values())
    }
    return {word: shares[languages] for word, languages in words.items()}


def is_stop_word(word: str, language: str) -> bool:
    """Whether a folded word is one of the smallest of a language.

    >>> is_stop_word("of", "en"), is_stop_word("od", "cs"), is_stop_word("nice", "en")
    (True, True, False)
    """
    return language in _stop_words().get(word, ())


def is_counted(language: str) -> bool:
    """Whether somebody counted the words of a language, so that a word without a count is a rare one.

    >>> is_counted("en"), is_counted("cs"), is_counted("")
    (True, False, True)
    """
    return not language or bool(_bands(language))


def usual(word: str, language: str) -> float:
    """How usual a folded word is: the natural logarithm of its occurrences in a million, 0 where it is rare.

    In a language without counts a word has half of what it has in English: it may be borrowed.

    >>> usual("nice", "en") > usual("mobile", "en") > usual("london", "en")
    True
    """
    if is_stop_word(word, language):
        return STOP_BAND
    own = _bands(language)
    return own.get(word, 0.0) if own else _bands(BORROWED).get(word, 0.0) / 2


def language_of(small: Collection[str]) -> str:
    """The language of a text, by its words in small letters; "" when they do not tell.

    Of languages in Cyrillic, whose small words are much alike, only those that have the letters of the text come into
    question. A word that several languages have counts for each by its share, and less in a language with a longer
    list, where more words are found.

    >>> language_of(["the", "of", "said"]), language_of(["ve", "je", "který"]), language_of([])
    ('en', 'cs', '')
    """
    found: dict[str, float] = {}
    shares = _shares()
    for word in shares.keys() & small:
        for language, share in shares[word]:
            found[language] = found.get(language, 0.0) + share
    for best in sorted(found, key=lambda x: (found[x], x), reverse=True):
        if found[best] < LEAST_EVIDENCE:
            break
        if _writes(best, small):
            return best
    return next((code for code, letters in OWN_LETTERS.items() if any(letters & set(word) for word in small)), "")


def _writes(language: str, small: Collection[str]) -> bool:
    """Whether a language has the letters of nearly all words; where nobody asks for its letters, it has."""
    strange = STRANGE_LETTERS.get(language)
    return strange is None or FEW_STRANGE * sum([not strange.isdisjoint(word) for word in small]) <= len(small)
