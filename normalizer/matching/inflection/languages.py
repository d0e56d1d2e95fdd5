"""Which languages a name without a hint may be in, as far as tables of declension are concerned.

Cyrillic letters say much (`romanization.language`). Latin letters say little: a language is possible when it has
every letter of the name, and those that the name's own accents prove come first.
"""

from __future__ import annotations

from functools import lru_cache

from normalizer.matching.inflection.paradigms import CYRILLIC
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.language import likely_languages
from normalizer.text.unicode import fold_letters, script_of

LEAST = 0.02  # share of the evidence below which a language is not tried
LETTERS = {  # letters beside a to z of the languages in Latin letters that have tables
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "fi": "äö",
    "hu": "áéíóöőúüű",
    "tr": "çğıöşü",
}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def languages_of(name: str) -> tuple[tuple[str, float], ...]:
    """(language, share) of the languages with tables that a name may be in, likeliest first.

    >>> languages_of("Харкова")[0][0] in ("ru", "uk"), languages_of("東京")
    (True, ())
    """
    low = fold_letters(name)
    script = script_of(low)
    if script == "Cyrl":
        return tuple(
            (x.language, x.score) for x in likely_languages(name) if x.language in CYRILLIC and x.score >= LEAST
        )
    if script != "Latn":
        return ()
    return _of_letters(frozenset() if low.isascii() else frozenset(c for c in low if c.isalpha() and not c.isascii()))


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _of_letters(special: frozenset[str]) -> tuple[tuple[str, float], ...]:
    """The languages that have all these letters besides those of ASCII."""
    fitting = [code for code, letters in LETTERS.items() if special <= set(letters)]
    return tuple((code, 1 / len(fitting)) for code in fitting)
