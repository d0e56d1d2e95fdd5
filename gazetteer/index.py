"""The gazetteer file: what its sections mean, and the builder that writes them.

Entities are numbered by falling weight, names follow their entity, and the postings of a key are ordered
by the number of the name. So the most important entity of a key always comes first, and a reader that
stops after a limit has lost the least important.

* **entities**: a fixed-size record (weight, class, country), the range of its names, its id. Ids and the
  ids it has elsewhere (`same_as`) share one table, sorted by text, so either finds the entity.
* **names**: text in one blob; all that repeats (language, script, role, source, years) is interned as a tag.
* **keys** (exact, sorted, skeleton): no key text is stored. A key is a 64-bit hash; its top bits choose a
  bucket, 32 more are stored and searched. A false hit (about one in four thousand million probes) is
  caught by the caller, who replays the steps from the recorded name. The schemes that turn the name into
  the key are an interned set, so that an exact hit explains itself. A key leads to an entity once for each
  set of schemes, through the first of its names: the same name in eighty languages is one answer.
* **typo layer**: only for keys that ask for it: the distinct key texts sorted by length, a letter signature
  each, and for every piece of a key (see `gazetteer.pieces`) the keys that have it. The names behind a key
  are not stored again: they are the postings of the same text in the exact layers.

Same records in the same order, same bytes: nothing here depends on the time or on hash seeds.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.hashing import LAYERS, SCHEMA, bucket_bits, key_hash
from gazetteer.model import Entity, KeyForm, KeyFunction, Name, Record
from gazetteer.pieces import LONGEST_KEY, SHORTEST_KEY, pieces, signature
from gazetteer.sources import SourceInfo
from gazetteer.writing import ContainerWriter

__all__ = ["BuildReport", "key_hash", "write_gazetteer"]

MAX_WEIGHT = (1 << 63) - 1

_PARTITIONS = 64
"""The postings are sorted in this many parts, by hash, so that no list of all of them is ever made."""
_REPORT_EVERY = 5000

Progress = Callable[[str, int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote: counts, the bytes of the file and of each section, what it left out by reason."""

    path: Path
    entities: int
    names: int
    postings: int
    typo_keys: int
    size: int
    sections: Mapping[str, int]
    refused: Mapping[str, int] = field(default_factory=dict)


def write_gazetteer(
    path: str | os.PathLike[str],
    records: Iterable[Record],
    keys: KeyFunction,
    *,
    fingerprint: str,
    sources: Sequence[SourceInfo] = (),
    facts: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Write a gazetteer file, in one piece or not at all.

    Args:
        path: the file; an old one is replaced, and readers that have it open keep the old content.
        records: entities with their names, each id once, in any order; consumed as a stream.
        keys: gives the strings under which the names of a record can be found.
        fingerprint: names the rules behind `keys`; a reader that has others refuses the file.
        sources: where the names come from, with licence and attribution; kept in the file.
        facts: anything else to keep in the header, JSON-ready.
        progress: called with (stage, done, total or None).

    Returns:
        What was written.

    Raises:
        GazetteerError: an id occurs twice, or the file cannot be written.
    """
    report = progress or _silent
    builder = _Builder()
    for done, record in enumerate(records):
        builder.add(record, keys)
        if done % _REPORT_EVERY == 0:
            report("names", done, None)
    report("names", builder.entities, builder.entities)
    with ContainerWriter(path) as writer:
        order = builder.renumber()
        sizes: dict[str, int] = {}

        def add(name: str, data: bytes | bytearray | array[int]) -> None:
            sizes[name] = len(memoryview(data).cast("B"))
            writer.add(name, data)

        builder.write_entities(add, order)
        builder.write_names(add, order)
        postings = builder.write_postings(add, report)
        typo_keys = builder.write_typo(add, report)
        counts = {
            "entities": builder.entities, "names": builder.names,
            "postings": postings, "typo_keys": typo_keys,
        }  # fmt: skip
        meta = {
            "schema": SCHEMA, "fingerprint": fingerprint, "facts": dict(facts or {}), "counts": counts,
            "sources": [source.as_dict() for source in sources],
        }  # fmt: skip
        builder.write_interned(add)
        size = writer.finish(meta)
    report("done", size, size)
    return BuildReport(Path(path), builder.entities, builder.names, postings, typo_keys, size, sizes, builder.refused)


def _silent(stage: str, done: int, total: int | None) -> None:
    pass


def _smallest(values: Sequence[int], highest: int) -> array[int]:
    return array("B" if highest < 1 << 8 else "H" if highest < 1 << 16 else "I", values)


def _once_each(rows: Iterable[int], owner: array[int]) -> Iterator[int]:
    """Sorted postings, without those that lead from a key to an entity a second time by the same schemes."""
    current, met = -1, set[int]()
    for row in rows:
        if row >> 64 != current:
            current = row >> 64
            met.clear()
        leads = owner[row >> 32 & 0xFFFFFFFF] << 32 | row & 0xFFFFFFFF
        if leads not in met:
            met.add(leads)
            yield row


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class _Interned(dict[object, int]):
    """Numbers things in the order in which they are first seen."""

    def __missing__(self, thing: object) -> int:
        number = self[thing] = len(self)
        return number


class _Builder:
    """Collects records in compact arrays, then writes them section by section."""

    def __init__(self) -> None:
        self.refused: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._weights = array("Q")
        self._classes, self._class_of = _Interned(), array("I")
        self._countries, self._country_of = _Interned(), array("I")
        self._same_as: dict[int, tuple[str, ...]] = {}
        self._first_name = array("I", [0])
        self._texts, self._text_ends = bytearray(), array("Q", [0])
        self._tags, self._tag_of = _Interned(), array("I")
        self._sets, self._schemes = _Interned(), _Interned()
        self._hashes = [array("Q") for _ in range(_PARTITIONS)]
        self._values = [array("Q") for _ in range(_PARTITIONS)]
        self._typo: dict[str, int] = {}
        self._new_name, self._owner = array("I"), array("I")

    @property
    def entities(self) -> int:
        return len(self._weights)

    @property
    def names(self) -> int:
        return len(self._tag_of)

    def add(self, record: Record, keys: KeyFunction) -> None:
        first = self.names
        self._add_entity(record.entity)
        for name in record.names:
            self._add_name(name)
        self._first_name.append(self.names)
        for position, form in keys(record):
            if not 0 <= position < len(record.names):
                raise ValueError(f"key for name {position} of {record.entity.id}, which has {len(record.names)}")
            self._add_key(first + position, form)

    def _add_entity(self, entity: Entity) -> None:
        if entity.id in self._ids:
            raise GazetteerError(
                f'entity "{entity.id}" comes twice; join its records with gazetteer.merge before writing.'
            )
        number = self._ids[entity.id] = self.entities
        self._weights.append(min(max(entity.weight, 0), MAX_WEIGHT))
        self._class_of.append(self._classes[entity.kind, entity.feature])
        self._country_of.append(self._countries[entity.country])
        if entity.same_as:
            self._same_as[number] = entity.same_as

    def _add_name(self, name: Name) -> None:
        self._texts += name.text.encode("utf-8", "surrogatepass")
        self._text_ends.append(len(self._texts))
        tag = (name.lang, name.script, name.role, name.source, name.valid_from, name.valid_to)
        self._tag_of.append(self._tags[tag])

    def _add_key(self, name_no: int, form: KeyForm) -> None:
        layer, text, schemes, typo = form
        if not text:
            self.refused["empty key"] = self.refused.get("empty key", 0) + 1
            return
        digest = key_hash(layer, text)
        part = digest >> 58
        self._hashes[part].append(digest)
        self._values[part].append(name_no << 32 | self._sets[schemes])
        if typo and SHORTEST_KEY <= len(text) <= LONGEST_KEY:
            self._typo[text] = self._typo.get(text, 0) | 1 << LAYERS.index(layer)

    def renumber(self) -> list[int]:
        """Old numbers of the entities in their final order: falling weight, then id."""
        ids = list(self._ids)
        order = sorted(range(self.entities), key=lambda e: (-self._weights[e], ids[e]))
        self._new_name = array("I", bytes(4 * self.names))
        new = 0
        for old in order:
            for name in range(self._first_name[old], self._first_name[old + 1]):
                self._new_name[name] = new
                new += 1
        return order

    def write_entities(self, add: Callable[[str, bytes | array[int]], None], order: list[int]) -> None:
        add("entity.weight", array("Q", [self._weights[e] for e in order]))
        add("entity.class", _smallest([self._class_of[e] for e in order], len(self._classes)))
        add("entity.country", _smallest([self._country_of[e] for e in order], len(self._countries)))
        counts = (self._first_name[e + 1] - self._first_name[e] for e in order)
        add("entity.name", array("I", accumulate(counts, initial=0)))
        ids = list(self._ids)
        texts = [ids[e] for e in order]
        owners = [number for number, old in enumerate(order) for _ in self._same_as.get(old, ())]
        texts += [alias for old in order for alias in self._same_as.get(old, ())]
        data = [text.encode("utf-8", "surrogatepass") for text in texts]
        add("id.text", b"".join(data))
        add("id.end", array("I", accumulate(map(len, data), initial=0)))
        add("id.owner", array("I", owners))
        add("id.sorted", array("I", sorted(range(len(data)), key=lambda at: (data[at], at))))

    def write_names(self, add: Callable[[str, bytes | bytearray | array[int]], None], order: list[int]) -> None:
        first, ends = self._first_name, self._text_ends
        texts = bytearray()
        sizes: list[int] = []
        tags = array("I")
        owner = self._owner
        for number, old in enumerate(order):
            start, stop = first[old], first[old + 1]
            texts += self._texts[ends[start] : ends[stop]]
            sizes.extend(ends[at + 1] - ends[at] for at in range(start, stop))
            tags.extend(self._tag_of[start:stop])
            owner.extend([number] * (stop - start))
        add("name.text", texts)
        add("name.end", array("I" if len(texts) < 1 << 32 else "Q", accumulate(sizes, initial=0)))
        add("name.tag", _smallest(tags, len(self._tags)))
        add("name.entity", owner)

    def write_postings(self, add: Callable[[str, array[int]], None], report: Progress) -> int:
        count = sum(map(len, self._hashes))
        bits = bucket_bits(count)
        sizes = array("I", bytes(4 * ((1 << bits) + 1)))
        fragments, names, sets = array("I"), array("I"), array("I")
        new_name, owner = self._new_name, self._owner
        to_bucket, to_fragment = 128 - bits, 96 - bits
        for part, (hashes, values) in enumerate(zip(self._hashes, self._values, strict=True)):
            report("keys", part, _PARTITIONS)
            rows = sorted(
                digest << 64 | new_name[value >> 32] << 32 | value & 0xFFFFFFFF
                for digest, value in zip(hashes, values, strict=True)
            )
            rows = list(_once_each(rows, owner))
            for row in rows:
                sizes[(row >> to_bucket) + 1] += 1
            fragments.extend([row >> to_fragment & 0xFFFFFFFF for row in rows])
            names.extend([row >> 32 & 0xFFFFFFFF for row in rows])
            sets.extend([row & 0xFFFFFFFF for row in rows])
        add("key.bucket", array("I", accumulate(sizes)))
        add("key.fragment", fragments)
        add("key.name", names)
        add("key.schemes", _smallest(sets, len(self._sets)))
        self._write_sets(add)
        return len(names)

    def _write_sets(self, add: Callable[[str, array[int]], None]) -> None:
        members, ends = array("I"), array("I", [0])
        for schemes in self._sets:
            assert isinstance(schemes, tuple)
            members.extend(self._schemes[scheme] for scheme in schemes)
            ends.append(len(members))
        add("set.member", members)
        add("set.end", ends)

    def write_typo(self, add: Callable[[str, bytes | array[int]], None], report: Progress) -> int:
        keys = sorted(self._typo, key=lambda key: (len(key), key))
        data = [key.encode("utf-8", "surrogatepass") for key in keys]
        add("typo.text", b"".join(data))
        add("typo.end", array("I", accumulate(map(len, data), initial=0)))
        add("typo.layers", array("B", [self._typo[key] for key in keys]))
        add("typo.signature", array("Q", map(signature, keys)))
        lengths = array("I", bytes(4 * (LONGEST_KEY + 2)))
        for key in keys:
            lengths[len(key) + 1] += 1
        add("typo.length", array("I", accumulate(lengths)))
        self._write_pieces(add, keys, report)
        return len(keys)

    def _write_pieces(self, add: Callable[[str, array[int]], None], keys: list[str], report: Progress) -> None:
        report("typo pieces", 0, len(keys))
        rows = array("Q", [digest << 32 | number for number, key in enumerate(keys) for digest in pieces(key)])
        bits = bucket_bits(len(rows))
        sizes = array("I", bytes(4 * ((1 << bits) + 1)))
        ordered = sorted(rows)
        for row in ordered:
            sizes[(row >> 64 - bits) + 1] += 1
        add("piece.bucket", array("I", accumulate(sizes)))
        add("piece.key", array("I", [row & 0xFFFFFFFF for row in ordered]))
        report("typo pieces", len(keys), len(keys))

    def write_interned(self, add: Callable[[str, bytes], None]) -> None:
        """The tables behind the small numbers, in their order, as JSON; read when first needed."""
        tables = {
            "classes": list(self._classes), "countries": list(self._countries),
            "schemes": list(self._schemes),
        }  # fmt: skip
        add("interned", _json(tables))
        add("tags", _json(list(self._tags)))
