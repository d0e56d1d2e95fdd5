"""Name parts from the gazetteers, for the comparison: which clusters a given or family name belongs to.

The comparison knows only the protocol (`compare.NameParts`); this is its one implementation over
gazetteer files. With `resolve`, the only module that reads a gazetteer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gazetteer.lookup import Gazetteer
from normalizer.matching.keys import fold_native
from normalizer.policy import POSTINGS_PER_KEY, WORDS_REMEMBERED


class GazetteerParts:
    """Clusters of given and family names that the gazetteers hold."""

    def __init__(self, gazetteers: Sequence[Gazetteer]) -> None:
        self._gazetteers = tuple(gazetteers)
        self.clusters = lru_cache(maxsize=WORDS_REMEMBERED)(self._clusters)
        self.places = lru_cache(maxsize=WORDS_REMEMBERED)(self._places)

    def _clusters(self, token: str) -> frozenset[str]:
        """Ids (wd:Q…) of the clusters in which this spelling is recorded, in any script; empty when none."""
        key = fold_native(token)
        found = set()
        for gazetteer in self._gazetteers:
            for posting in gazetteer.exact(key, "exact", POSTINGS_PER_KEY).postings if key else ():
                if not posting.schemes and gazetteer.class_of(posting.entity_no)[1] == "name-part":
                    found.add(gazetteer.entity(posting.entity_no).id)
        return frozenset(found)

    def _places(self, name: str) -> frozenset[str]:
        """Ids of the places for which this whole name is recorded, or is what a scheme makes of a recorded name."""
        key = fold_native(name)
        found = set()
        for gazetteer in self._gazetteers:
            for posting in gazetteer.exact(key, "exact", POSTINGS_PER_KEY).postings if key else ():
                entity = gazetteer.entity(posting.entity_no)
                if entity.kind == "place":
                    found.add(entity.id)
        return frozenset(found)
