"""What the gazetteers know of a lemma: the strongest reason to prefer one reading of a form to another.

A lemma is known when a name is recorded in these very letters (keys forgive accents; declension does not). A name in
the language itself counts fully, one without a language or in another a little less, since GeoNames records forms of
texts too; of a person's name each word counts by itself. With `resolve`, `shortlist` and `parts` this is the only
module that reads a gazetteer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from gazetteer.canonical import country_languages
from gazetteer.lookup import Gazetteer
from normalizer.matching.inflection.paradigms import LANGUAGES, PEOPLE
from normalizer.matching.keys import query_steps
from normalizer.text.unicode import fold_letters

POSTINGS = 64  # names under one key that are looked at
HOME_COUNTRY = 0.9  # what a name without a language counts when the place lies where the language is spoken
OWN_LANGUAGE, NO_LANGUAGE, OTHER_LANGUAGE = 1.0, 0.6, 0.4  # what a recorded name counts, by the language it is in
PART_OF_PLACE = 0.2  # a word of a place name that is itself a place
PEOPLE_FULL = 5.0  # binary logarithm of recorded spellings from which a name of people counts fully
WEIGHT_FULL = 6.0  # decimal logarithm of inhabitants from which a place counts fully; a hamlet counts half


class Known:
    """Asks gazetteers whether they hold a lemma."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self._gazetteers = tuple(gazetteers)
        self._strength = lru_cache(maxsize=65536)(self._asked)

    def of(self, language: str, kind: str | None) -> Callable[[str], float]:
        """A function from a lemma in this language to how strongly it is known, 0..1; for `choose`."""
        return lambda lemma: self.strength(lemma, language, kind)

    def strength(self, lemma: str, language: str, kind: str | None) -> float:
        """How strongly a lemma is known as a name of this kind, 0..1."""
        whole = self._strength(lemma, language, kind)
        words = lemma.replace("-", " ").split()
        if whole or len(words) < 2:
            return whole
        parts = [self._strength(word, language, kind) for word in words if len(word) > 1]
        return sum(parts) / max(1, len(parts)) * (1.0 if kind == PEOPLE else PART_OF_PLACE)

    def _asked(self, lemma: str, language: str, kind: str | None) -> float:
        key, _ = query_steps(lemma)
        folded = fold_letters(lemma)
        best, spellings = 0.0, 0
        for gazetteer in self._gazetteers if key else ():
            for posting in gazetteer.exact(key, "exact", POSTINGS).postings:
                name = gazetteer.name(posting.name_no)
                if posting.schemes or name.role in ("generated", "code") or fold_letters(name.text) != folded:
                    continue
                entity = gazetteer.entity(posting.entity_no)
                if kind in (None, entity.kind):
                    if entity.kind == PEOPLE:
                        spellings += entity.weight
                    else:
                        counts = _language(name.lang, language, entity.country)
                        if counts < OWN_LANGUAGE and _also_in(gazetteer, posting.entity_no, folded, language):
                            counts = OWN_LANGUAGE
                        best = max(best, counts * _place_weight(entity.weight))
        return max(best, min(1.0, math.log2(spellings + 1) / PEOPLE_FULL))


def _also_in(gazetteer: Gazetteer, entity_no: int, folded: str, language: str) -> bool:
    """Whether the entity has the name in this language too: a key leads to one of several like names."""
    wanted = LANGUAGES.get(language, language)
    return any(
        LANGUAGES.get(name.lang, name.lang) == wanted and fold_letters(name.text) == folded
        for name in gazetteer.names(entity_no)
    )


def _language(recorded: str, language: str, country: str) -> float:
    if LANGUAGES.get(recorded, recorded) == LANGUAGES.get(language, language):
        return OWN_LANGUAGE
    if recorded in ("", "en") and any(code == language for code, _ in country_languages().get(country, ())):
        return HOME_COUNTRY
    return OTHER_LANGUAGE if recorded else NO_LANGUAGE


def _place_weight(weight: int) -> float:
    return min(1.0, 0.4 + 0.6 * math.log10(weight + 1) / WEIGHT_FULL)
