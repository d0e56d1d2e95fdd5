"""Names that their source itself calls uncertain: which of them are spellings of the entity's name after all.

Such a list holds what a territory is called in rare languages (Ẹtiópíà), its long forms and its people (Federal
Democratic Republic of Ethiopia, Ethiopian), and places within it (Sicily, Norfolk, Siberia). The former are spellings
of a certain name, or have a word that is one of a word of it; the latter are not, and to answer them with the country
would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer.model import Name
from normalizer import policy
from normalizer.matching.align import word_log_odds
from normalizer.matching.compare import compare_names
from normalizer.matching.words import NAME, parse_name

SHORTEST = 3  # letters of a word that tells a name


def is_loose(name: Name, recorded: Iterable[Name]) -> bool:
    """Whether a name is called uncertain by its source, and no certain name of the entity bears it out.

    Args:
        name: the name in question. recorded: all names of its entity; read only where the source is uncertain.

    >>> weak = "rigour-territories-weak"
    >>> certain = (Name("Italia", "it", "Latn", "alternate", "cldr"),)
    >>> [is_loose(Name(text, source=weak), certain) for text in ("Sicily", "Italiana", "Италия")]
    [True, False, False]
    """
    if name.source not in policy.WEAK_SOURCES:
        return False
    own = _words(name.text)
    certain = [
        n for n in recorded if n.source not in policy.WEAK_SOURCES and n.role not in ("generated", "code", "short")
    ]
    if any(compare_names(name.text, n.text, "place").same for n in certain if n.role == "canonical"):
        return False
    return not any(
        word_log_odds(word, other) >= policy.BORNE_OUT for n in certain for other in _words(n.text) for word in own
    )


def _words(text: str) -> list[str]:
    return [part.text for part in parse_name(text, "place").parts if part.role == NAME and len(part.text) >= SHORTEST]
