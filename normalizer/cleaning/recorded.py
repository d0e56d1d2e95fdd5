"""How a gazetteer records a spelling for an entity: all names that it stands for, not the one that a look-up shows.

A look-up shows one recorded name of an entity, though Londýn is recorded as Czech, and without accents as Polish,
Sorbian and more. Which of them is meant depends on the language of the text, so all are asked for here, once for each
spelling.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name
from normalizer.cleaning.letters import fold_word
from normalizer.matching.keys import fold_native
from normalizer.policy import POSTINGS_PER_KEY, TEXT_CACHE


class Recorded:
    """Recorded names by spelling and entity, of some gazetteers.

    Args:
        gazetteers: in which is looked. entity: an entity of one of them by its number, as somebody remembers it.
    """

    def __init__(
        self, gazetteers: Sequence[Gazetteer], entity: Callable[[Gazetteer, int], Entity] = Gazetteer.entity
    ) -> None:
        self._gazetteers, self._entity = tuple(gazetteers), entity
        self.names = lru_cache(maxsize=TEXT_CACHE)(self._names)
        self.commonness = lru_cache(maxsize=TEXT_CACHE)(self._commonness)
        self.is_place = lru_cache(maxsize=TEXT_CACHE)(self._is_place)

    def _names(self, surface: str, entity_id: str) -> tuple[Name, ...]:
        """The names of an entity whose own form is this spelling, in whatever case and accents; schemes aside."""
        key = fold_native(surface)
        found: dict[Name, None] = {}
        for gazetteer in self._gazetteers:
            for posting, name in gazetteer.named(key, "exact", POSTINGS_PER_KEY)[0]:
                if not posting.schemes and _is(self._entity(gazetteer, posting.entity_no), entity_id):
                    found[name] = None
        return tuple(found)

    def people_alone(self, word: str) -> bool:
        """Whether all that is recorded under a word are names of people: what most capitals in a text stand for."""
        key, found = fold_word(word), False
        for gazetteer in self._gazetteers:
            for name_no in gazetteer.numbers(key, "exact", POSTINGS_PER_KEY):
                found = True
                if gazetteer.class_of(gazetteer.entity_no(name_no))[0] != "person":
                    return False
        return found

    def _is_place(self, key: str) -> bool:
        """Whether a place is among what is recorded under a key, as far as a look-up reads it."""
        return any(
            gazetteer.class_of(posting.entity_no)[0] == "place"
            for gazetteer in self._gazetteers
            for posting in gazetteer.exact(key, "exact", POSTINGS_PER_KEY).postings
        )

    def _commonness(self, word: str) -> float:
        """How common a word is as a name of people: the binary logarithm of how many spellings are recorded of it.

        Of a name that many bear many are recorded; 0 for a word that is none.
        """
        key, most = fold_native(word), 0
        for gazetteer in self._gazetteers:
            for posting in gazetteer.exact(key, "exact", POSTINGS_PER_KEY).postings if key else ():
                if not posting.schemes and gazetteer.class_of(posting.entity_no)[0] == "person":
                    most = max(most, posting.weight)
        return math.log2(1 + most)


def _is(entity: Entity, entity_id: str) -> bool:
    return entity.id == entity_id or entity_id in entity.same_as
