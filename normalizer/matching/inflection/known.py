"""What the gazetteers know of a lemma: the strongest reason to prefer one reading of a form to another.

A lemma is known when a name is recorded in its letters; with accents that the lemma lacks it counts less, and an accent
that no recorded name has is not forgiven. A name in the language itself counts fully, one without a language or in
another a little less, since GeoNames records forms of texts too; of a person's name each word counts by itself. With
`resolve`, `shortlist` and `parts` this is the only module of names that reads a gazetteer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from gazetteer.canonical import country_languages
from gazetteer.lookup import Gazetteer
from gazetteer.model import Name
from normalizer.matching.inflection.paradigms import LANGUAGES, PEOPLE
from normalizer.matching.keys import query_steps
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import fold_accents, fold_letters

POSTINGS = 64  # names under one key that are looked at
HOME_COUNTRY = 0.9  # what a name without a language counts when the place lies where the language is spoken
OWN_LANGUAGE, NO_LANGUAGE, OTHER_LANGUAGE = 1.0, 0.6, 0.4  # what a recorded name counts, by the language it is in
WITHOUT_ACCENTS = 0.7  # what a recorded name with accents counts for a lemma without them (Málaga, Malaga)
WORD_OF_PERSON = 0.7  # what each word of a person's name counts that is not known as a whole; the words add up
PART_OF_PLACE = 0.2  # a word of a place name that is itself a place
PEOPLE_FULL = 5.0  # binary logarithm of recorded spellings from which a name of people counts fully
WEIGHT_FULL = 6.0  # decimal logarithm of inhabitants from which a place counts fully; a hamlet counts half


class Known:
    """Asks gazetteers whether they hold a lemma."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self._gazetteers = tuple(gazetteers)
        self._strength = lru_cache(maxsize=SELDOM_REMEMBERED)(self._asked)

    def of(self, language: str, kind: str | None) -> Callable[[str], float]:
        """A function from a lemma in this language to how strongly it is known, 0..1; for `choose`."""
        return lambda lemma: self.strength(lemma, language, kind)

    def strength(self, lemma: str, language: str, kind: str | None) -> float:
        """How strongly a lemma is known as a name of this kind, 0..1; more where several words of a person's are."""
        whole = self._strength(lemma, language, kind)
        words = [*lemma.replace("-", " ").split(), *(word for word in lemma.split() if "-" in word)]
        if whole or len(words) < 2:
            return whole
        parts = [self._strength(word, language, kind) for word in words if len(word) > 1]
        return sum(parts) * (WORD_OF_PERSON if kind == PEOPLE else PART_OF_PLACE / max(1, len(parts)))

    def _asked(self, lemma: str, language: str, kind: str | None) -> float:
        key, _ = query_steps(lemma)
        folded = fold_letters(lemma)
        best, spellings = 0.0, 0
        for gazetteer in self._gazetteers if key else ():
            # All names of an entity are looked at, since a key leads to one of several that are alike.
            for entity_no in dict.fromkeys(p.entity_no for p in gazetteer.exact(key, "exact", POSTINGS).postings):
                entity = gazetteer.entity(entity_no)
                if kind not in (None, entity.kind):
                    continue
                names = gazetteer.names(entity_no)
                counts = max(_counts(name, folded, language, entity.country) for name in names)
                if entity.kind == PEOPLE:
                    spellings += entity.weight if counts else 0
                else:
                    best = max(best, counts * _place_weight(entity.weight))
        return max(best, min(1.0, math.log2(spellings + 1) / PEOPLE_FULL))


def _counts(name: Name, folded: str, language: str, country: str) -> float:
    """What a recorded name counts for a lemma: nothing unless it has the lemma's letters."""
    if name.role in ("generated", "code"):
        return 0.0
    recorded = fold_letters(name.text)
    if recorded == folded:
        return _language(name.lang, language, country)
    same = not recorded.isascii() and fold_accents(recorded) == folded
    return WITHOUT_ACCENTS * _language(name.lang, language, country) if same else 0.0


def _language(recorded: str, language: str, country: str) -> float:
    if LANGUAGES.get(recorded, recorded) == LANGUAGES.get(language, language):
        return OWN_LANGUAGE
    if recorded in ("", "en") and any(code == language for code, _ in country_languages().get(country, ())):
        return HOME_COUNTRY
    return OTHER_LANGUAGE if recorded else NO_LANGUAGE


def _place_weight(weight: int) -> float:
    return min(1.0, 0.4 + 0.6 * math.log10(weight + 1) / WEIGHT_FULL)
