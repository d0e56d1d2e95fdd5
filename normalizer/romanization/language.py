"""Which languages a name may be in: first by its letters, then by how they follow one another.

A language is possible when every letter of the name stands in the alphabet of one of its schemes; that
alone tells Ukrainian (і ї є ґ) from Russian (ы э ё ъ) in many names. What is left is weighed by three kinds of
evidence, each in a file: how usual names of the language are (`languages.tsv`), how usual each letter is after
the one before it (`data/letters-*.tsv`, learned), and groups of letters that one orthography has and another
has not (`language_evidence.tsv`, each with its source). The shares are those of naive Bayes, with a scale that
makes them honest: .9 means nine in ten, among names that languages write differently (docs/language-evidence.md).

A language that is merely usual is never preferred to one that the letters prove. Han is told apart by single
characters alone, so Chinese and Japanese names in common characters stay unsure; one look at kana decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from gazetteer.beside import as_paths, beside, is_file, rows_of, text_of
from gazetteer.hints import TYPE_CHECKING
from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.policy import MAX_NAME_LENGTH, SELDOM_REMEMBERED
from normalizer.romanization.scheme import schemes_of
from normalizer.text.unicode import fold_letters, script_of

if TYPE_CHECKING:
    from pathlib import Path

    LETTERS_DIR: Path

_LETTERS = beside(__file__, "data")
__getattr__ = as_paths(__name__, LETTERS_DIR=_LETTERS)
PRIORS = {1: 0.0, 2: -8.0, 3: -20.0}  # decibans by rank: usual, one name in six, one in a hundred
_WORD = pattern(r"[^\s\d\-.,;:()/«»\"·・]+")  # marks belong to words in many scripts, and \w lacks them
_EMPTY: Mapping[str, int] = {}


class Language(NamedTuple):
    """A row of languages.tsv."""

    code: str
    iso639_3: str
    script: str
    name: str
    rank: int


class Evidence(NamedTuple):
    """A letter group and what it says of a language, in decibans (10 dB = odds of ten to one)."""

    pattern: re.Pattern[str]
    language: str
    weight: float


class Likely(NamedTuple):
    """A possible language: `score` is its share of the evidence, 0..1."""

    language: str
    score: float


class Table(NamedTuple):
    """A letters file: decibans of each gram by language; `unseen` for those that it does not list."""

    scale: float
    unseen: int
    grams: Mapping[str, Mapping[str, int]]


@cache
def languages() -> tuple[Language, ...]:
    """The languages that have schemes."""
    return tuple(Language(c[0], c[1], c[2], c[3], int(c[4])) for c in rows_of(beside(__file__, "languages.tsv")))


@cache
def language_name(code: str) -> str:
    """English name of a language code, or the code itself."""
    return {row.code: row.name for row in languages()}.get(code, code)


@cache
def _evidence(language: str) -> tuple[Evidence, ...]:
    rows = rows_of(beside(__file__, "language_evidence.tsv"))
    return tuple(Evidence(re.compile(c[0]), c[1], float(c[2])) for c in rows if c[1] == language)


@cache
def letters_table(script: str) -> Table:
    """The learned letters of a script; an empty table where none were learned."""
    file = f"{_LETTERS}/letters-{script}.tsv"
    if not is_file(file):
        return Table(0.0, 0, {})
    header, scale, unseen, *rows = _lettered(file)
    table = {row[0]: dict(zip(header[1:], map(int, row[1:]), strict=True)) for row in rows}
    return Table(float(scale[1]), int(unseen[1]), table)


def _lettered(file: str) -> list[list[str]]:
    """The rows below the comments; # begins a row, too, in the table of Han."""
    lines = text_of(file).splitlines()
    return [line.split("\t") for line in lines if not line.startswith("# ")]


def grams(text: str, script: str) -> Iterator[str]:
    """Pairs of letters with the edges of words, of a folded name; for Han its characters and their number.

    >>> list(grams("ёж", "Cyrl")), list(grams("東京", "Hani"))
    (['^ё', 'ёж', 'ж$'], ['東', '京', '#2'])
    """
    for word in _WORD.findall(text):
        if script == "Hani":
            yield from word
            yield f"#{min(len(word), 5)}"
        else:
            edged = f"^{word}$"
            yield from map("".join, pairwise(edged))


def plausibility(word: str, language: str, script: str) -> float:
    """How usual the letters of a folded word are in this order, in decibans a letter: -8 is usual, -20 is odd.

    >>> plausibility("лисянский", "ru", "Cyrl") > plausibility("лисыанскй", "ru", "Cyrl")
    True
    """
    table = letters_table(script)
    found = [table.grams.get(gram, _EMPTY).get(language, table.unseen) for gram in grams(word, script)]
    return sum(found) / len(found) if found else float(table.unseen)


@cache
def alphabet(language: str) -> frozenset[str]:
    """The letters of a language, lower case: those that half of its schemes read, so not the letters of 1917."""
    schemes = schemes_of(language)
    read = Counter(c for s in schemes for c in {c for rule in s.rules for c in rule.source})
    return frozenset(c for c, count in read.items() if 2 * count >= len(schemes))


@cache
def _by_script(script: str) -> tuple[Language, ...]:
    wanted = {"Jpan": ("Hrkt",), "Kore": ("Hang",), "Hira": ("Hrkt",), "Kana": ("Hrkt",), "Hani": ("Hani", "Hrkt")}.get(
        script, (script,)
    )
    return tuple(row for row in languages() if row.script in wanted)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def likely_languages(name: str) -> tuple[Likely, ...]:
    """The languages that a name in a non-Latin script may be in, most likely first; empty for Latin.

    >>> [l.language for l in likely_languages("Запоріжжя")][:1], likely_languages("Київ")[0].language
    (['uk'], 'uk')
    """
    low = fold_letters(name[:MAX_NAME_LENGTH])
    script = script_of(low)
    if script == "Latn":  # the letters of Latin names say too little
        return ()
    return weigh(low, script, letters_table(script))


def weigh(low: str, script: str, table: Table) -> tuple[Likely, ...]:
    """The shares of the languages of a script for a folded name, by this table of letters."""
    possible = _possible(low, script)
    if len(possible) < 2:
        return tuple(Likely(row.code, 1.0) for row in possible)
    found = [table.grams.get(gram, _EMPTY) for gram in grams(low, script)] if table.grams else []
    evidence = {
        row.code: PRIORS[row.rank]
        + group_evidence(low, row.code)
        + table.scale * _letters(found, row.code, table.unseen)
        for row in possible
    }
    most = max(evidence.values())
    odds = {code: 10.0 ** ((decibans - most) / 10) for code, decibans in evidence.items()}
    total = sum(odds.values())
    return tuple(sorted((Likely(code, o / total) for code, o in odds.items()), key=lambda x: (-x.score, x.language)))


def _possible(low: str, script: str) -> list[Language]:
    letters = {c for c in low if c.isalpha()}
    rows = _by_script(script)
    if script in ("Hani", "Arab"):  # what the schemes read says little: Han has none, Arabic letters vary in typing
        return list(rows)
    return [row for row in rows if letters <= alphabet(row.code)] or [row for row in rows if row.rank == 1]


def _letters(found: list[Mapping[str, int]], language: str, unseen: int) -> int:
    """Decibans of the rows of grams for a language; 0 for one without a column, whose evidence is its groups alone."""
    return sum([row.get(language, unseen) for row in found])


def group_evidence(low: str, language: str) -> float:
    """Decibans of the letter groups in a folded name for a language.

    >>> group_evidence("зеленський", "uk"), group_evidence("зеленський", "ru")
    (12.0, 0)
    """
    return sum(e.weight for e in _evidence(language) if e.pattern.search(low))
