"""Whose a given name is, as far as lists of usual ones tell: it settles what the endings of a full name leave open.

Olge Novak may be a woman Olga or a man Olge, Karla Čapka a woman or Karel Čapek; the lists know Olga and Karel. Two are
asked: the usual given names of the country where the language is spoken (data/inflection/given.tsv), then those on
which the lists of eighty countries agree (`gender.known_gender`), since the news are about people of all countries.
What neither has, or both sexes bear, stays open.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from gazetteer.beside import rows_of
from normalizer.matching.tables import table as table_path
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import fold_letters

OTHER_GENDER = math.log(0.02)  # a man by a name that only women usually bear, or the reverse: a slip, a rare name
USUAL = math.log(10)  # a name on one of the lists; 4 to 50 give the same lemmas but for a few


def given_file() -> str:
    """The file of the usual given names of countries."""
    return table_path("inflection/given.tsv")


@cache
def _usual(language: str) -> dict[str, str]:
    """The usual given names of one country -> "m" or "f"."""
    return {
        n: gender for code, gender, names in rows_of(given_file())[1:] if code == language for n in names.split(" ")
    }


@lru_cache(maxsize=SELDOM_REMEMBERED)
def log_as(gender: str, given: str, language: str) -> float:
    """What the lists say, in log-odds, for a word to be a given name of this gender ("m" or "f").

    >>> log_as("m", "Karel", "cs") > log_as("m", "Foo", "cs") > log_as("m", "Olga", "cs")
    True
    """
    from normalizer.matching.gender import (
        known_gender,
    )  # late: it brings rapidfuzz, and most look-ups ask for no person

    known = _usual(language).get(fold_letters(given)) or known_gender(given)
    return 0.0 if not known else USUAL if known == gender else OTHER_GENDER
