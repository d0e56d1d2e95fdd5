"""Entities and their names by number, read from an open file: the half of a gazetteer that no key is needed for.

Entities stand by falling weight, the names of each one after the other. What a number leads to is read, and verified,
when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from gazetteer.container import Container
from gazetteer.ends import Ends
from gazetteer.model import Entity, Kind, Name, Record
from gazetteer.owners import Owners
from gazetteer.readers import Readers
from gazetteer.tables import Tables


class Entities:
    """The entities of an open file, 0 to `len(self)` - 1, and their names."""

    def __init__(self, container: Container, readers: Readers) -> None:
        self._container, self._readers = container, readers
        self._weight = container.section("entity.weight")
        self._id_end = Ends(container, "id")
        self._name_text, self._name_end = container.section("name.text"), Ends(container, "name")
        self._owners = Owners(container, len(self._name_end))
        self._tables = Tables(container)
        self._weighing: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._weight)

    def entity(self, entity_no: int) -> Entity:
        """The entity of this number."""
        kind, feature, country = self.class_of(entity_no)
        return Entity(self._id(entity_no), kind, feature, country, self._weight[entity_no], self._same_as(entity_no))

    def class_of(self, entity_no: int) -> tuple[Kind, str, str]:
        """Kind, feature and country of an entity alone, to choose among many."""
        section = self._container.section
        kind, feature = self._tables.row("classes", section("entity.class")[entity_no])
        return kind, feature, self._tables.row("countries", section("entity.country")[entity_no])

    def weighing(self, least: int) -> int:
        """How many entities weigh at least so much; they have the lowest numbers."""
        if least not in self._weighing:
            self._weighing[least] = bisect_right(self._weight, -least, key=lambda weight: -weight)
        return self._weighing[least]

    def of_country(self, entities: Iterable[int], country: str) -> set[int]:
        """Those of some entities that are in a country."""
        rows, places = self._tables.all_of("countries"), self._container.section("entity.country")
        wanted = rows.index(country) if country in rows else -1
        return {entity for entity in entities if places[entity] == wanted}

    def _id(self, at: int) -> str:
        return self._container.section("id.text").text(*self._id_end.pair(at))

    def _same_as(self, entity_no: int) -> tuple[str, ...]:
        owners = self._container.section("id.owner")
        owners.check_all()
        first = bisect_left(owners.view, entity_no)
        if first == len(owners) or owners[first] != entity_no:
            return ()
        last = bisect_right(owners.view, entity_no, first)
        return tuple(self._id(len(self) + at) for at in range(first, last))

    def name(self, name_no: int) -> Name:
        """The name of this number."""
        return Name(self.text(name_no), *self._tables.row("tags", self._container.section("name.tag")[name_no]))

    def text(self, name_no: int) -> str:
        """The text of a name alone, where nothing else about it is asked."""
        return self._name_text.text(*self._name_end.pair(name_no))

    def texts(self, names: Iterable[int]) -> list[str]:
        """As `text`, for many names."""
        compiled = self._readers.wide()
        if compiled:
            return compiled.texts(list(names))
        return self._run_of_texts(names) if isinstance(names, range) else [self.text(name_no) for name_no in names]

    def _run_of_texts(self, numbers: range) -> list[str]:
        """Texts that stand one after the other, at once: one by one costs four times as much."""
        ends = self._name_end.all_of(numbers)
        blob = bytes(self._name_text.slice(ends[0], ends[-1]))
        try:
            return [blob[a - ends[0] : b - ends[0]].decode("utf-8", "surrogatepass") for a, b in pairwise(ends)]
        except UnicodeDecodeError:
            return [self.text(name_no) for name_no in numbers]  # which says where the damage is

    def names(self, entity_no: int) -> tuple[Name, ...]:
        """All names of an entity, in the order in which they were recorded."""
        numbers = self.name_numbers(entity_no)
        if not numbers:
            return ()
        tags = self._container.section("name.tag").slice(numbers.start, numbers.stop).tolist()
        rows = self._tables.all_of("tags")
        try:
            return tuple([Name(text, *rows[tag]) for text, tag in zip(self.texts(numbers), tags, strict=True)])
        except IndexError:  # which says where the damage is
            return tuple(self.name(name_no) for name_no in numbers)

    def spellings(self, entity_no: int, scripts: Collection[str]) -> list[tuple[int, str]]:
        """The names of an entity in some scripts, as (number, text), without codes and machine-made ones."""
        numbers, rows = self.name_numbers(entity_no), self._tables.all_of("tags")
        tags = self._container.section("name.tag").slice(numbers.start, numbers.stop).tolist()
        try:
            wanted = [n for n, tag in zip(numbers, tags, strict=True) if rows[tag][1] in scripts]
            wanted = [n for n in wanted if rows[tags[n - numbers.start]][2] not in ("generated", "code")]
        except IndexError:  # which says where the damage is
            wanted = [n for n in numbers if self.name(n).script in scripts]
        return list(zip(wanted, self.texts(wanted), strict=True))

    def name_numbers(self, entity_no: int) -> range:
        """The numbers of the names of an entity."""
        return self._owners.names_of(entity_no)

    def entity_no(self, name_no: int) -> int:
        """The number of the entity that a name belongs to."""
        return self._owners.owner_of(name_no)

    def find(self, entity_id: str) -> int | None:
        """The number of the entity that has this id, its own or one of `same_as`; None if no one has."""
        ordered = self._container.section("id.sorted")
        wanted = entity_id.encode("utf-8", "surrogatepass")
        at = bisect_left(range(len(ordered)), wanted, key=lambda n: self._id_bytes(ordered[n]))
        if at == len(ordered) or self._id_bytes(ordered[at]) != wanted:
            return None
        number = ordered[at]
        return number if number < len(self) else self._container.section("id.owner")[number - len(self)]

    def _id_bytes(self, at: int) -> bytes:
        start, stop = self._id_end.pair(at)
        return bytes(self._container.section("id.text").slice(start, stop))

    def records(self) -> Iterator[Record]:
        """All entities with their names, by falling weight."""
        for number in range(len(self)):
            yield Record(self.entity(number), self.names(number))
