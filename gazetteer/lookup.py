"""From a key to postings, names and entities, with bounded work: the reading side of the gazetteer.

A `Gazetteer` is one open file. Opening maps it and reads its header; what a question needs is read, and
verified, when it is asked. Answers are values; nothing here decides whether a posting is right. An exact
hit rests on a 64-bit hash and the caller confirms it by replaying the steps from the recorded name; a
near hit carries the recorded key and its distance.

Processes that fork after opening share the mapped pages. Threads may share one object.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType, TracebackType
from typing import Any, Literal, NamedTuple

from gazetteer.candidates import StandardReader, VectorReader
from gazetteer.container import Container
from gazetteer.errors import FingerprintError, FormatError
from gazetteer.hashing import LAYERS, SCHEMA, key_hash
from gazetteer.model import Entity, Kind, Layer, Name, Record

STANDARD_LOOKUPS = 16
"""Near look-ups before numpy is imported for the rest: importing costs about as much as these together."""
MAX_NEAR_KEYS = 256
"""Keys whose postings one near look-up reads; a query with more neighbours than this is no name."""

_TABLES = {"interned": (("classes", 2), ("countries", 0), ("schemes", 0)), "tags": (("tags", 6),)}
"""Sections of JSON, with the tables in each and the columns of a row; 0 where a row is one text."""

ReaderChoice = Literal["auto", "standard", "vector"]


class Posting(NamedTuple):
    """A name that a key leads to.

    weight: of its entity. schemes: ids of the schemes that turn the name into the key, () for its own form.
    key: the recorded key. distance: edits between the asked key and the recorded one, 0 for exact hits.
    """

    name_no: int
    entity_no: int
    weight: int
    schemes: tuple[str, ...]
    key: str
    distance: int


class Hits(NamedTuple):
    """Postings, and whether there were more than were read."""

    postings: tuple[Posting, ...]
    cut: bool


class Gazetteer:
    """An open gazetteer file; see `Gazetteer.open`."""

    def __init__(self, container: Container, reader: ReaderChoice = "auto") -> None:
        self._container = container
        section = container.section
        self._bucket, self._fragment = section("key.bucket"), section("key.fragment")
        self._key_name, self._key_schemes = section("key.name"), section("key.schemes")
        self._entity_of, self._weight = section("name.entity"), section("entity.weight")
        self._name_text, self._name_end = section("name.text"), section("name.end")
        self._bits = (len(self._bucket) - 1).bit_length() - 1
        self._choice = reader
        self._reader: StandardReader | None = None
        self._near_count = 0
        self._scheme_sets: dict[int, tuple[str, ...]] = {}
        self._tables: dict[str, list[Any]] = {}

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, fingerprint: str | None = None, reader: ReaderChoice = "auto"
    ) -> Gazetteer:
        """Map a gazetteer file.

        Args:
            path: the file.
            fingerprint: refuse a file whose keys were made by other rules; None accepts any.
            reader: which reader of the typo layer: "standard" (standard library alone), "vector" (numpy
                and rapidfuzz), or "auto": the first for a few look-ups, then the second where installed.

        Raises:
            FormatError: there is no gazetteer, or it is damaged or of a newer version.
            FingerprintError: its keys were made by other rules; the message names the command to run.
        """
        container = Container(path)
        if container.meta.get("schema") != SCHEMA:
            raise FormatError(f"{path}: this gazetteer was made by another version of name-normalizer; build it again.")
        made_by = container.meta.get("fingerprint")
        if fingerprint is not None and made_by != fingerprint:
            raise FingerprintError(
                f"{path}: the keys of this gazetteer were made by other rules ({made_by}) than the ones "
                f'in use ({fingerprint}); build it again ("normalizer build default" for the embedded one).'
            )
        return cls(container, reader)

    def exact(self, text: str, layer: Layer = "exact", limit: int = 64) -> Hits:
        """Names recorded under a key.

        Args:
            text: the key, in the form in which keys are recorded.
            layer: "exact", "sorted", "skeleton" or "part".
            limit: at most this many postings; the most important entities come first.

        Returns:
            Postings by falling weight of the entity, and whether there were more.
        """
        start, stop = self._range(key_hash(layer, text))
        end = min(stop, start + max(limit, 0))
        return Hits(tuple(self._posting(at, text, 0) for at in range(start, end)), stop > end)

    def span(self, text: str, layer: Layer) -> tuple[int, int]:
        """Where the postings of a key stand: how many there are is known before any is read.

        Args:
            text: the key, in the form in which keys are recorded.
            layer: as for `exact`.

        Returns:
            First position and the one after the last, for `leads`.
        """
        return self._range(key_hash(layer, text))

    def leads(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """(name number, entity number) of the postings at `start..stop`, most important entities first.

        The first call verifies the table of names and entities as a whole (4 bytes a name), so that the many
        postings of a wide question need not be verified one by one.
        """
        names = self._key_name.slice(start, stop).tolist()
        self._entity_of.check_all()
        if names and max(names) >= len(self._entity_of):
            self._entity_of.check(max(names), max(names) + 1)
        owner = self._entity_of.view
        return ((name_no, owner[name_no]) for name_no in names)

    def key_table(self) -> tuple[memoryview, memoryview, int]:
        """The table of keys, verified, for a reader that looks up many: where each bucket begins, fragments, bits.

        The first `bits` of a key's hash are its bucket, the next 32 the fragment to look for there.
        """
        self._bucket.check_all()
        self._fragment.check_all()
        return self._bucket.view[:], self._fragment.view[:], self._bits

    def _range(self, digest: int) -> tuple[int, int]:
        start, stop = self._bucket.pair(digest >> 64 - self._bits)
        if start == stop:
            return start, start
        fragment = digest >> 32 - self._bits & 0xFFFFFFFF
        self._fragment.check(start, stop)
        view = self._fragment.view
        first = bisect_left(view, fragment, start, stop)
        return first, bisect_right(view, fragment, first, stop)

    def _posting(self, at: int, text: str, distance: int) -> Posting:
        name_no = self._key_name[at]
        entity_no = self._entity_of[name_no]
        return Posting(
            name_no, entity_no, self._weight[entity_no], self._schemes(self._key_schemes[at]), text, distance
        )

    def _schemes(self, set_no: int) -> tuple[str, ...]:
        known = self._scheme_sets.get(set_no)
        if known is None:
            start, stop = self._container.section("set.end").pair(set_no)
            members = self._container.section("set.member").slice(start, stop)
            known = self._scheme_sets[set_no] = tuple(self._row("schemes", member) for member in members)
        return known

    def _row(self, table: str, number: int) -> Any:
        """What a small number stands for."""
        try:
            return self._tables[table][number]
        except KeyError:
            self._read_table("tags" if table == "tags" else "interned")
            return self._row(table, number)
        except IndexError:
            raise self._container.damaged(f'table "{table}" has no row {number}') from None

    def _read_table(self, name: str) -> None:
        """Read a table of what repeats; one of another shape is damage, so that its rows need no check."""
        section = self._container.section(name)
        read = self._container.json(section.slice(0, len(section)), f'table "{name}"')
        tables = {"tags": read} if name == "tags" else read if isinstance(read, dict) else {}
        for table, width in _TABLES[name]:
            rows = tables.get(table)
            if not isinstance(rows, list) or not all(
                len(row) == width if isinstance(row, list) else not width and isinstance(row, str) for row in rows
            ):
                raise self._container.damaged(f'table "{table}" is not what it should be')
            self._tables[table] = rows

    def near(self, text: str, max_edits: int, limit: int = 64) -> Hits:
        """Names recorded under keys that differ from `text` by 1 to `max_edits` edits.

        Keys of 4 to 6 letters are found within one edit, of 7 to 12 within two, longer ones within three.
        A name that several keys lead to is given once, with the nearest of them.

        Args:
            text: a key, in the form in which keys are recorded.
            max_edits: at most this many edits.
            limit: at most this many postings.

        Returns:
            Postings by rising distance, then falling weight; whether anything was left out or unread.
        """
        reader = self._near_reader()
        keys, cut = reader.find(text, max_edits)
        best: dict[int, Posting] = {}
        for distance, key_no in keys[:MAX_NEAR_KEYS]:
            key, layers = reader.text(key_no), reader.layers(key_no)
            for at, layer in enumerate(LAYERS):
                if layers >> at & 1:
                    cut |= self._gather(best, key, layer, distance, limit)
        ordered = sorted(best.values(), key=lambda p: (p.distance, p.name_no))
        return Hits(tuple(ordered[:limit]), cut or len(keys) > MAX_NEAR_KEYS or len(ordered) > limit)

    def _gather(self, best: dict[int, Posting], key: str, layer: Layer, distance: int, limit: int) -> bool:
        start, stop = self._range(key_hash(layer, key))
        for at in range(start, min(stop, start + limit)):
            if self._key_name[at] not in best:
                posting = self._posting(at, key, distance)
                best[posting.name_no] = posting
        return stop - start > limit

    def _near_reader(self) -> StandardReader:
        self._near_count += 1
        wants_vector = self._choice == "vector" or (
            self._choice == "auto" and (self._near_count > STANDARD_LOOKUPS or "numpy" in sys.modules)
        )
        if wants_vector and not isinstance(self._reader, VectorReader):
            try:
                self._reader = VectorReader(self._container)
            except ImportError:
                if self._choice == "vector":
                    raise
                self._choice = "standard"
        if self._reader is None:
            self._reader = StandardReader(self._container)
        return self._reader

    def entity(self, entity_no: int) -> Entity:
        """The entity of this number."""
        kind, feature, country = self.class_of(entity_no)
        return Entity(self._id(entity_no), kind, feature, country, self._weight[entity_no], self._same_as(entity_no))

    def class_of(self, entity_no: int) -> tuple[Kind, str, str]:
        """Kind, feature and country of an entity alone, to choose among many."""
        section = self._container.section
        kind, feature = self._row("classes", section("entity.class")[entity_no])
        return kind, feature, self._row("countries", section("entity.country")[entity_no])

    def _id(self, at: int) -> str:
        return self._container.section("id.text").text(*self._container.section("id.end").pair(at))

    def _same_as(self, entity_no: int) -> tuple[str, ...]:
        owners = self._container.section("id.owner")
        owners.check_all()
        first = bisect_left(owners.view, entity_no)
        last = bisect_right(owners.view, entity_no, first)
        return tuple(self._id(len(self) + at) for at in range(first, last))

    def name(self, name_no: int) -> Name:
        """The name of this number."""
        section = self._container.section
        text = section("name.text").text(*section("name.end").pair(name_no))
        return Name(text, *self._row("tags", section("name.tag")[name_no]))

    def text(self, name_no: int) -> str:
        """The text of a name alone, where nothing else about it is asked."""
        return self._name_text.text(*self._name_end.pair(name_no))

    def posting(self, name_no: int) -> Posting:
        """A name as if its own form had been asked for."""
        entity_no = self._entity_of[name_no]
        return Posting(name_no, entity_no, self._weight[entity_no], (), "", 0)

    def names(self, entity_no: int) -> tuple[Name, ...]:
        """All names of an entity, in the order in which they were recorded."""
        section, numbers = self._container.section, self.name_numbers(entity_no)
        ends = section("name.end").slice(numbers.start, numbers.stop + 1).tolist()
        blob = bytes(section("name.text").slice(ends[0], max(ends)))  # at once: one by one costs four times as much
        tags = section("name.tag").slice(numbers.start, numbers.stop).tolist()
        try:
            texts = [blob[a - ends[0] : b - ends[0]].decode("utf-8", "surrogatepass") for a, b in pairwise(ends)]
        except UnicodeDecodeError:
            return tuple(self.name(name_no) for name_no in numbers)  # which says where the damage is
        return tuple(Name(text, *self._row("tags", tag)) for text, tag in zip(texts, tags, strict=True))

    def name_numbers(self, entity_no: int) -> range:
        """The numbers of the names of an entity."""
        return range(*self._container.section("entity.name").pair(entity_no))

    def entity_no(self, name_no: int) -> int:
        """The number of the entity that a name belongs to."""
        return self._entity_of[name_no]

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
        start, stop = self._container.section("id.end").pair(at)
        return bytes(self._container.section("id.text").slice(start, stop))

    def records(self) -> Iterator[Record]:
        """All entities with their names, by falling weight."""
        for number in range(len(self)):
            yield Record(self.entity(number), self.names(number))

    @property
    def info(self) -> Mapping[str, Any]:
        """What the header says: fingerprint, sources with licences, counts, facts; and path and size."""
        meta = {key: value for key, value in self._container.meta.items() if key != "sections"}
        sizes = {name: entry[1] for name, entry in self._container.meta["sections"].items()}
        return MappingProxyType(
            {**meta, "path": self._container.path, "size": self._container.size, "section_bytes": sizes}
        )

    def doctor(self) -> list[str]:
        """Verify every byte and every reference; returns the problems found, none if the file is whole."""
        from gazetteer.doctor import examine

        return examine(self._container)

    def __len__(self) -> int:
        return len(self._weight)

    def close(self) -> None:
        """Give the mapped file back; the object cannot be used afterwards."""
        self._reader = None
        self._container.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
