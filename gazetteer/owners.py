"""Whose a name is, and which names an entity has: names follow their entity, so their counts say both.

The counts are kept as the sizes of texts are (`gazetteer.ends`): little more than a byte an entity, with the first name
of every sixteenth written down. Whose a name is takes a bisection of the latter and at most sixteen additions.
"""

from __future__ import annotations

from bisect import bisect_right

from gazetteer.container import Container
from gazetteer.ends import EVERY, Ends

SINGLY = 64
"""Names whose entity is looked for before the places of names are verified as a whole, a quarter of a byte an entity:
a single look-up verifies some ten blocks instead."""


class Owners:
    """The names of the entities of an open file.

    Args:
        container: the file. names: how many it has.
    """

    def __init__(self, container: Container, names: int) -> None:
        self._container, self._names = container, names
        self._ends = Ends(container, "entity")
        self._start, self._count = container.section("entity.start"), container.section("entity.size")
        self._asked = 0

    @property
    def whole(self) -> bool:
        """Whether the places of names have been verified as a whole."""
        return self._start.whole

    def check_all(self) -> None:
        """Verify the places of names as a whole, for questions about very many."""
        self._start.check_all()

    def names_of(self, entity_no: int) -> range:
        """The numbers of the names of an entity."""
        return range(*self._ends.pair(entity_no))

    def owner_of(self, name_no: int) -> int:
        """The number of the entity that a name belongs to.

        Raises:
            FormatError: there is no such name, or it is nobody's.
        """
        if not 0 <= name_no < self._names:
            raise self._container.damaged(f"name {name_no} of {self._names} is asked for")
        start = self._start
        if not start.whole:
            self._asked += 1
            if self._asked > SINGLY:
                self.check_all()
        places = start.view if start.whole else start
        group = bisect_right(places, name_no) - 1
        first, count = EVERY * group, len(self._count)
        if 0 <= first < count:
            place = places[group]
            for entity_no, size in enumerate(self._count.slice(first, min(first + EVERY, count)).tolist(), first):
                place += size
                if name_no < place:
                    return entity_no
        raise self._container.damaged(f"name {name_no} is nobody's")
