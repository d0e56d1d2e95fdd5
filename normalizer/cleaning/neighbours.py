"""Closed classes of words that tell something of the name beside them, by language.

After a preposition of place a place is named; a verb of saying stands beside whoever says it; Road and County after a
place's name make it the name of something else. The tables in data/ say where their words are from; a language that a
table lacks has no facts of that kind. What each fact counts stands on the card (`likely`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def _words(name: str) -> dict[str, frozenset[str]]:
    """A table of words by language."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith(("#", "language\t")))
    return {row[0]: frozenset(row[1].split(" ")) for row in rows}


def prepositions(language: str) -> frozenset[str]:
    """Words after which a place is often named; for a text too short to tell its language, those of all.

    >>> "from" in prepositions("en"), "aus" in prepositions("")
    (True, True)
    """
    return _words("prepositions.tsv").get(language) or _any_preposition()


@cache
def _any_preposition() -> frozenset[str]:
    return frozenset().union(*_words("prepositions.tsv").values())


def continuations(language: str) -> frozenset[str]:
    """Words that after a place's name make it the name of something else.

    >>> "county" in continuations("en"), "region" in continuations("en")
    (True, False)
    """
    return _words("continuations.tsv").get(language, frozenset())


@cache
def _classes(name: str) -> dict[tuple[str, str], frozenset[str]]:
    """A table of words by language and class."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith(("#", "language\t")))
    return {(language, which): frozenset(words.split(" ")) for language, which, words in rows}


def relatives(language: str) -> frozenset[str]:
    """Pronouns that stand for people alone.

    >>> "who" in relatives("en"), "which" in relatives("en")
    (True, False)
    """
    return _classes("persons.tsv").get((language, "relative"), frozenset())


def kin(language: str) -> frozenset[str]:
    """What people have and places do not: family, lawyers, trials.

    >>> "wife" in kin("en"), "mayor" in kin("en")
    (True, False)
    """
    return _classes("persons.tsv").get((language, "kin"), frozenset())


def institutions(language: str) -> dict[str, str]:
    """Words that after a name make it that of what bears it: of a school, a firm, a newspaper ("school", "firm",
    "paper").

    >>> institutions("en")["university"], institutions("en").get("county")
    ('school', None)
    """
    return _institutions().get(language, {})


@cache
def _institutions() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for (language, which), words in _classes("institutions.tsv").items():
        found.setdefault(language, {}).update(dict.fromkeys(words, which))
    return found


def rivers(language: str, which: str) -> frozenset[str]:
    """What tells a river from a town: "article", those that rivers have and towns lack; "bare", the same where the name
    is no attribute; "water", words for rivers.

    >>> "am" in rivers("de", "article"), "the" in rivers("en", "bare"), "fleuve" in rivers("fr", "water")
    (True, True, True)
    """
    return _classes("rivers.tsv").get((language, which), frozenset())


def sayings(language: str) -> frozenset[str]:
    """Verbs by which somebody says something, in the forms of news.

    >>> "said" in sayings("en")
    True
    """
    return _words("sayings.tsv").get(language, frozenset())


def spelling_words(language: str, which: str) -> frozenset[str]:
    """Words by which a text speaks of spellings: "and", what joins two names in a list; "telling", what joins a name to
    another way to say it; "spelling", words for spelling. Those of all languages for one that the table lacks.

    >>> "formerly" in spelling_words("en", "telling"), "lub" in spelling_words("", "telling")
    (True, True)
    """
    return _classes("spellings.tsv").get((language, which)) or _of_any_language("spellings.tsv", which)


@cache
def _of_any_language(name: str, which: str) -> frozenset[str]:
    return frozenset().union(*(words for (_, row), words in _classes(name).items() if row == which))
