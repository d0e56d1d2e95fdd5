"""What the words beside a place's name say: that it is a region, a city, that it lies in another place.

«Luhansk region», «Provinz Utrecht», «龍岩市» and «Aberdeen, South Dakota» hold a name and words about it. A
look-up asks for the name without them as well, and prefers the kind of place that they tell. Which words are
generic is data of `words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from normalizer.matching.words import Part, parse_name, word_classes
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import fold_accents, fold_letters, script_of

UNSPACED = frozenset(("Hani", "Hang", "Kana", "Hira", "Hrkt", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"))
_COMMAS = str.maketrans({"،": ",", "、": ",", "，": ","})
_LONGEST_ENDING = 4  # letters: とう, 자치시, 特别市

# What a generic word means (the canonical forms of words.tsv) -> the features of entities that it fits.
_FEATURES = {
    **dict.fromkeys(("region", "district", "county", "territory", "province"), frozenset(("region",))),
    **dict.fromkeys(("state", "republic", "kingdom"), frozenset(("region", "country", "historic"))),
    **dict.fromkeys(("city", "municipality", "village", "town"), frozenset(("city",))),
}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def bare_name(text: str, kind: str | None) -> str:
    """The name of a place without what only says what or where it is; "" when nothing is to be left out.

    >>> bare_name("Luhansk region", "place"), bare_name("city of Kharkiv", None), bare_name("龍岩市", None)
    ('Luhansk', 'Kharkiv', '龍岩')
    """
    if kind in ("person", "org"):
        return ""
    bare = text.translate(_COMMAS).partition(",")[0].strip() or text
    parts = parse_name(bare, "place").parts
    if any(part.role == "generic" for part in parts):
        bare = " ".join(part.text for at, part in enumerate(parts) if not _about(parts, at)) or bare
    if script_of(bare) in UNSPACED:
        bare = bare[: -len(_ending(bare)) or None]
    return bare if bare != text else ""


def _about(parts: Sequence[Part], at: int) -> bool:
    """Whether a word is a generic one, or the particle that ties the name to the generic word before it."""
    return parts[at].role == "generic" or (at > 0 and parts[at].role == "particle" and parts[at - 1].role == "generic")


def _ending(text: str) -> str:
    """The generic word at the end of a name that is written without spaces, "" when there is none."""
    classes = word_classes()
    for size in range(_LONGEST_ENDING, 0, -1):
        ending = fold_accents(fold_letters(text[-size:]))
        if len(text) > size + 1 and classes.get(ending, ("",))[0] == "generic":
            return text[-size:]
    return ""


@lru_cache(maxsize=SELDOM_REMEMBERED)
def features_said(text: str) -> frozenset[str]:
    """The features (`gazetteer.model.Entity.feature`) that a name's generic words allow; empty: they say nothing.

    >>> "region" in features_said("Luhansk region"), features_said("Luhansk")
    (True, frozenset())
    """
    meanings = [part.meaning for part in parse_name(text, "place").parts if part.role == "generic"]
    if script_of(text) in UNSPACED and (ending := _ending(text)):
        meanings.append(word_classes()[fold_accents(fold_letters(ending))][1])
    return frozenset().union(*(_FEATURES.get(meaning, frozenset()) for meaning in meanings))
