"""The first cut of a wide look-up: how alike a query and hundreds of recorded names look, letter by letter.

Names are compared in plain Latin letters after spellings that differ everywhere (y j i, w v, kh h, ck k) were made
one, in the order of their words and in alphabetical order; a name in the script of the query in its own letters, too.
What is left after it is compared in full; nothing here decides.

This loop was most of what a look-up cost, so _cut.c runs it where it was built: it folds letter by letter what it has
learnt here (`_letter`, `_folded`), and asks for a whole name (`_whole`) where a letter depends on its neighbours.
`plain_best` is its twin, with the same points to the last bit. NORMALIZER_PURE=1 in the environment leaves the
compiled one alone.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from gazetteer.cores import built
from gazetteer.hints import TYPE_CHECKING, Any
from gazetteer.late import pattern
from normalizer import policy
from normalizer.matching import measures
from normalizer.matching.keys import fold_native
from normalizer.matching.wordkeys import spelt_out
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import char_script, fold_letters, script_of

if TYPE_CHECKING:
    from normalizer.matching.shortlist import Asked

INTERFACE = 2
"""As in _cut.c; goes up whenever its functions or numbers change."""
LATIN = ("Latn", "Zyyy")
MOST_ALIKE = 100.0  # points of likeness of equal names

Loose = tuple[str, str]  # a name loosened for the first cut, and its words in alphabetical order
Kept = tuple[int, float, bool]  # the place of a name, its points, and whether it is in the script of the query

# Spellings that differ everywhere, made one for the first cut; longest first.
_LOOSE = {
    "tch": "c", "sch": "s", "sh": "s", "zh": "z", "ch": "h", "kh": "h", "gh": "g", "ph": "f", "th": "t", "ck": "k",
    "qu": "k", "y": "i", "j": "i", "w": "v", "x": "ks", "q": "k", "ou": "u", "oo": "u", "ee": "i",
}  # fmt: skip
_BY_LENGTH = sorted(_LOOSE, key=len, reverse=True)
_SPELLING = pattern("|".join(_BY_LENGTH))
_DOUBLED = pattern(r"([a-z])(?=\1)")
_LETTERED = ("Latn", *sorted(policy.LETTERED - {"Latn"}))


@lru_cache(maxsize=policy.SELDOM_REMEMBERED)
def loosen(folded: str) -> str:
    """A folded Latin name with the spellings that differ everywhere made one.

    >>> loosen("khachaturyan") == loosen("hatchaturian"), loosen("khristov") == loosen("christow")
    (False, True)
    """
    return _DOUBLED.sub("", _SPELLING.sub(lambda m: _LOOSE[m.group()], folded))


_script = lru_cache(maxsize=policy.SELDOM_REMEMBERED)(script_of)


@lru_cache(maxsize=policy.SELDOM_REMEMBERED)
def _loose_name(text: str) -> Loose:
    return both_orders(spelt_out(text) if _script(text) in LATIN else fold_latin(anyascii_latin(text)))


def both_orders(folded: str) -> Loose:
    """A folded name, loosened, as it stands and with its words in alphabetical order.

    >>> both_orders("angela merkel"), both_orders("merkel angela")
    (('angela merkel', 'angela merkel'), ('merkel angela', 'angela merkel'))
    """
    loose = loosen(folded)
    return loose, " ".join(sorted(loose.split())) if " " in loose else loose


def likeness(asked: Asked, name: str, least: float = 0.0) -> float:
    """How alike a query and a recorded name look, 0..100, in any order of the words.

    Args:
        asked: the query. name: a recorded name. least: below this, 0 is as good an answer, and sooner found.

    >>> from normalizer.matching.shortlist import ask
    >>> likeness(ask("Меркель, Ангела", "person"), "Angela Merkel") > 90
    True
    """
    written, ordered = _loose_name(name)
    best = 0.0
    for loose, ordered_loose in asked.loose:
        best = max(best, measures.fuzz.ratio(loose, written, score_cutoff=max(best, least)))
        if ordered is not written or ordered_loose is not loose:
            best = max(best, measures.fuzz.ratio(ordered_loose, ordered, score_cutoff=max(best, least)))
    if asked.script not in LATIN and _script(name) == asked.script:
        best = max(best, measures.fuzz.ratio(asked.key, fold_native(name), score_cutoff=max(best, least)))
    return best


def plain_best(asked: Asked, names: Sequence[str], bases: Sequence[float], behind: float) -> tuple[list[Kept], float]:
    """As `best_names`, in Python."""
    kept: list[Kept] = []
    least = -math.inf
    for at, (name, points) in enumerate(zip(names, bases, strict=True)):
        if points + MOST_ALIKE < least:
            continue
        script = _script(name)
        if asked.script == "Latn" and script not in policy.LETTERED:
            continue
        points += likeness(asked, name, least - points)
        if points >= least:
            least = max(least, points - behind)
            kept.append((at, points, script == asked.script))
    return kept, least


def best_names(asked: Asked, names: list[str], bases: list[float], behind: float) -> tuple[list[Kept], float]:
    """The names that are not far behind the best one before them, and the points below which all others were left.

    Args:
        asked: the query. names: recorded names, the likeliest first, so that most of the others are soon left.
        bases: the points that each has already. behind: how many points behind the best a name is left out.

    >>> from normalizer.matching.shortlist import ask
    >>> best_names(ask("Lugansk", None), ["Luhansk", "Oz"], [0.0, 0.0], 25.0)[0][0][0::2]
    (0, True)
    """
    compiled = _compiled()
    if compiled is None:
        return plain_best(asked, names, bases, behind)
    script = _number(asked.script)
    native = None if asked.script in LATIN else fold_native
    lettered = len(_LETTERED) if asked.script == "Latn" else 0
    kept: list[Kept]
    kept, least = compiled.best(names, bases, behind, asked.loose, asked.key, native, script, lettered)
    return kept, least


@cache
def _compiled() -> Any:
    """The compiled loop with the letters it has learnt; None where it was not built from these sources."""
    module = built("normalizer.matching._cut", INTERFACE)
    if module is None:
        return None
    return module.Cut(_letter, _folded, _whole, [(spelling, _LOOSE[spelling]) for spelling in _BY_LENGTH])


_numbers: dict[str, int] = {"Zyyy": 0, **{script: number for number, script in enumerate(_LETTERED, 1)}}
"""A number for each script: 0 for none, then Latin, then the others that a Latin query is compared with."""


def _number(script: str) -> int:
    return _numbers.setdefault(script, len(_numbers))


def _letter(code: int) -> tuple[int, bool]:
    """The number of a letter's script, and whether its neighbours take part in what it is folded to.

    So do marks, what composition makes of them, and the letters of syllables; and ` is an apostrophe only where a name
    has other letters than ASCII's.
    """
    letter = chr(code)
    script = char_script(letter)
    if letter.isascii():
        tied = not letter.isalnum() and spelt_out(f"a{letter}a")[1:-1] != spelt_out(f"é{letter}é")[1:-1]
    else:
        tied = any(unicodedata.category(part)[0] == "M" or _is_jamo(part) for part in _folds_to(letter))
    return 0 if script == "Zinh" else _number(script), tied


def _folds_to(letter: str) -> str:
    """What composition and folding make of a letter; most stay one letter, and go a short way."""
    composed, lower = unicodedata.normalize("NFKC", letter), letter.casefold()
    return composed + (lower if composed == letter and len(lower) == 1 else fold_letters(letter))


def _is_jamo(letter: str) -> bool:
    """Whether it is a letter of a Korean syllable, which compose."""
    return "\u1100" <= letter <= "\u11ff" or "\ua960" <= letter <= "\ua97f" or "\ud7b0" <= letter <= "\ud7ff"


def _folded(code: int, latin: bool) -> str:
    """What a letter is folded to in a name in Latin letters, or in one in others."""
    word = f"a{chr(code)}a"
    return (spelt_out(word) if latin else fold_latin(anyascii_latin(word)))[1:-1]


def _whole(name: str) -> tuple[int, str, str]:
    """The number of the script of a name, and its two loosened forms."""
    return (_number(_script(name)), *_loose_name(name))
