"""The gazetteer file: what its sections mean, and the builder that writes them.

Entities are numbered by falling weight, names follow their entity, and the postings of a key are ordered
by the number of the name. So the most important entity of a key always comes first, and a reader that
stops after a limit has lost the least important.

* **entities**: a fixed-size record (weight, class, country), the range of its names, its id. Ids and the
  ids it has elsewhere (`same_as`) share one table, sorted by text, so either finds the entity.
* **names**: text in one blob; all that repeats (language, script, role, source, years) is interned as a tag. Whose a
  name is follows from where the names of each entity begin.
* **keys** (exact, sorted; skeleton, part): no key text is stored. A key is a 64-bit hash; its top bits choose a
  bucket, 32 more are stored and searched (`gazetteer.keytable`). A false hit (about one in four thousand million
  probes) is caught by the caller, who replays the steps from the recorded name. The schemes that turn the name into
  the key are an interned set, so that an exact hit explains itself. A key leads to an entity once for each
  set of schemes, through the first of its names: the same name in eighty languages is one answer.
* **typo layer**: only for keys that ask for it: the distinct key texts sorted by length, a letter signature
  each, and for every piece of a key (see `gazetteer.pieces`) the keys that have it. The names behind a key
  are not stored again: they are the postings of the same text in the exact layers.

Same records in the same order, same bytes: nothing here depends on the time, on hash seeds, on the size of a batch.

Memory is bounded by about a hundred bytes a name: what is known of an entity or a name stands in arrays. Keys are ten
times as much, so they wait on disk in parts (see `gazetteer.spill`), and one part at a time is sorted (docs/scale.md).
"""

from __future__ import annotations

import heapq
import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path

from gazetteer.container import narrow, packed
from gazetteer.ends import add_ends
from gazetteer.errors import GazetteerError
from gazetteer.hashing import SCHEMA, key_hash
from gazetteer.model import KeyFunction, Record
from gazetteer.pack_core import renumbered
from gazetteer.packing import Batch, Interned, pack
from gazetteer.postings import Postings
from gazetteer.sources import SourceInfo
from gazetteer.spill import Spill
from gazetteer.typo import TypoLayer
from gazetteer.writing import ContainerWriter

__all__ = ["Batch", "BuildReport", "key_hash", "pack", "write_batches", "write_gazetteer"]

_RUN = 1 << 18
"""Ids sorted at a time; the runs are then merged, so that never all ids are objects at once."""
_BATCH = 500
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
    return write_batches(
        path,
        _packed(records, keys),
        fingerprint=fingerprint,
        sources=sources,
        facts=facts,
        progress=progress,
    )


def write_batches(
    path: str | os.PathLike[str],
    batches: Iterable[Batch],
    *,
    fingerprint: str,
    sources: Sequence[SourceInfo] = (),
    facts: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Write a gazetteer file from records that `pack` packed, perhaps in other processes.

    Args: as for `write_gazetteer`; how the records are cut into batches makes no difference.

    Raises:
        GazetteerError: an id occurs twice, or the file cannot be written.
    """
    report = progress or _silent
    with ContainerWriter(path) as writer, Spill(Path(path).parent) as spill:
        builder = _Builder(writer, spill, report)
        for batch in batches:
            builder.add(batch)
        report("names", builder.entities, builder.entities)
        return builder.write(Path(path), fingerprint, sources, facts or {})


def _packed(records: Iterable[Record], keys: KeyFunction) -> Iterator[Batch]:
    stream = iter(records)
    while (batch := pack(islice(stream, _BATCH), keys)).ids:
        yield batch


def _silent(stage: str, done: int, total: int | None) -> None:
    pass


def _sorted_texts(blob: bytearray, ends: array[int]) -> array[int]:
    """Numbers of the texts in a blob by rising text, then number; ends begins with 0."""

    def text(at: int) -> bytes:
        return bytes(blob[ends[at] : ends[at + 1]])

    count = len(ends) - 1
    runs = [array("I", sorted(range(at, min(at + _RUN, count)), key=text)) for at in range(0, count, _RUN)]
    return runs[0] if len(runs) == 1 else array("I", heapq.merge(*runs, key=text))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class _Builder:
    """Collects batches, what is small in arrays and what is large in parts, then writes section by section."""

    def __init__(self, writer: ContainerWriter, spill: Spill, report: Progress) -> None:
        self._writer, self._spill, self._report = writer, spill, report
        self._refused: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self._ids, self._id_ends = bytearray(), array("Q", [0])
        self._weights = array("Q")
        self._classes, self._class_of = Interned(), array("I")
        self._countries, self._country_of = Interned(), array("I")
        self._same_as: dict[int, tuple[str, ...]] = {}
        self._first_name = array("I", [0])
        self._texts, self._text_ends = bytearray(), array("Q", [0])
        self._tags, self._tag_of = Interned(), array("I")
        self._sets, self._schemes = Interned(), Interned()
        self._typo = TypoLayer(spill)
        self._postings = {table: Postings(spill, table) for table in ("key", "part")}
        self._new_name, self._owner = array("I"), array("I")

    @property
    def entities(self) -> int:
        return len(self._weights)

    # --- collecting --------------------------------------------------------------------------------------

    def add(self, batch: Batch) -> None:
        first, before = len(self._tag_of), self.entities
        for number, same_as in batch.same_as.items():
            self._same_as[before + number] = same_as
        ids = [identifier.encode("utf-8", "surrogatepass") for identifier in batch.ids]
        self._ids += b"".join(ids)
        self._id_ends.extend(islice(accumulate(map(len, ids), initial=self._id_ends[-1]), 1, None))
        self._weights.extend(batch.weights)
        for table, names, column, numbers in (
            (self._classes, batch.class_table, self._class_of, batch.classes),
            (self._countries, batch.country_table, self._country_of, batch.countries),
            (self._tags, batch.tag_table, self._tag_of, batch.tags),
        ):
            column.extend(map(table.take_over(names).__getitem__, numbers))
        self._first_name.extend(islice(accumulate(batch.names, initial=first), 1, None))
        self._texts += batch.texts
        self._text_ends.extend(islice(accumulate(batch.sizes, initial=self._text_ends[-1]), 1, None))
        self._add_keys(batch, first)
        self._typo.add(batch.typo)
        for reason, count in batch.refused.items():
            self._refused[reason] = self._refused.get(reason, 0) + count
        if before // _REPORT_EVERY != self.entities // _REPORT_EVERY:
            self._report("names", self.entities, None)

    def _add_keys(self, batch: Batch, first: int) -> None:
        sets = array("I", self._sets.take_over(batch.set_table))
        for table, (digests, values) in batch.rows.items():
            self._postings[table].add(digests, array("Q", renumbered(values, first, sets)))

    # --- writing -----------------------------------------------------------------------------------------

    def write(
        self, path: Path, fingerprint: str, sources: Sequence[SourceInfo], facts: Mapping[str, object]
    ) -> BuildReport:
        order = self._renumber()
        self._write_entities(order)
        self._write_names(order)
        del order
        tables = self._postings.items()
        sets = {"key": len(self._sets)}
        postings = sum(
            table.write(self._new_name, self._owner, sets.get(name, 1), self._add_pieces, self._report)
            for name, table in tables
        )
        self._write_sets()
        typo_keys = self._typo.write(self._add_pieces, self._report)
        counts = {
            "entities": self.entities, "names": len(self._tag_of), "postings": postings, "typo_keys": typo_keys,
        }  # fmt: skip
        meta = {
            "schema": SCHEMA, "fingerprint": fingerprint, "facts": dict(facts), "counts": counts,
            "sources": [source.as_dict() for source in sources],
        }  # fmt: skip
        self._write_interned()
        size = self._writer.finish(meta)
        self._report("done", size, size)
        return BuildReport(path, **counts, size=size, sections=self._written, refused=self._refused)

    def _add(self, name: str, data: bytes | bytearray | array[int]) -> None:
        self._add_pieces(name, data.typecode if isinstance(data, array) else "B", (data,))

    def _add_numbers(self, name: str, highest: int, numbers: Iterable[int]) -> None:
        self._add_pieces(name, narrow(highest), (packed(narrow(highest), array("Q", numbers)),))

    def _add_pieces(self, name: str, code: str, parts: Iterable[bytes | bytearray | array[int]]) -> None:
        self._written[name] = self._writer.add_pieces(name, code, parts)

    def _renumber(self) -> array[int]:
        """Old numbers of the entities in their final order: falling weight, then id."""
        ids, ends = self._ids, self._id_ends
        by_id = _sorted_texts(ids, ends) if self.entities else array("I")
        last = b""
        for at, number in enumerate(by_id):
            text = bytes(ids[ends[number] : ends[number + 1]])
            if at and text == last:
                raise GazetteerError(
                    f'entity "{text.decode("utf-8", "replace")}" comes twice; join its records with gazetteer.merge '
                    "before writing."
                )
            last = text
        order = array("I", sorted(by_id, key=self._weights.__getitem__, reverse=True))
        first = self._first_name
        self._new_name = array("I", bytes(4 * len(self._tag_of)))
        new = 0
        for old in order:
            for name in range(first[old], first[old + 1]):
                self._new_name[name] = new
                new += 1
        return order

    def _write_entities(self, order: array[int]) -> None:
        self._add_numbers("entity.weight", max(self._weights, default=0), map(self._weights.__getitem__, order))
        for name, column, table in (
            ("entity.class", self._class_of, self._classes),
            ("entity.country", self._country_of, self._countries),
        ):
            self._add_numbers(name, len(table), map(column.__getitem__, order))
        counts = (self._first_name[e + 1] - self._first_name[e] for e in order)
        add_ends(self._add_pieces, "entity", array("I", counts))
        owners = array("I")
        blob, sizes = bytearray(), array("I")
        for old in order:
            own = self._ids[self._id_ends[old] : self._id_ends[old + 1]]
            blob += own
            sizes.append(len(own))
        for number, old in enumerate(order):
            for alias in self._same_as.get(old, ()):
                text = alias.encode("utf-8", "surrogatepass")
                blob += text
                sizes.append(len(text))
                owners.append(number)
        self._add("id.text", blob)
        add_ends(self._add_pieces, "id", sizes)
        self._add("id.owner", owners)
        ends = array("Q", accumulate(sizes, initial=0))
        self._add_numbers("id.sorted", len(sizes), _sorted_texts(blob, ends) if sizes else ())

    def _write_names(self, order: array[int]) -> None:
        first, ends = self._first_name, self._text_ends
        texts = bytearray()
        sizes, tags, owner = array("I"), array("I"), self._owner
        for number, old in enumerate(order):
            start, stop = first[old], first[old + 1]
            texts += self._texts[ends[start] : ends[stop]]
            sizes.extend([ends[at + 1] - ends[at] for at in range(start, stop)])
            tags.extend(self._tag_of[start:stop].tolist())
            owner.extend([number] * (stop - start))
        self._texts, self._ids = bytearray(), bytearray()
        self._add("name.text", texts)
        add_ends(self._add_pieces, "name", sizes)
        self._add_numbers("name.tag", len(self._tags), tags)

    def _write_sets(self) -> None:
        members, ends = array("I"), array("I", [0])
        for schemes in self._sets:
            members.extend(self._schemes.take_over(schemes))
            ends.append(len(members))
        self._add_numbers("set.member", len(self._schemes), members)
        self._add("set.end", ends)

    def _write_interned(self) -> None:
        """The tables behind the small numbers, in their order, as JSON; read when first needed."""
        tables = {
            "classes": list(self._classes), "countries": list(self._countries),
            "schemes": list(self._schemes),
        }  # fmt: skip
        self._add("interned", _json(tables))
        self._add("tags", _json(list(self._tags)))
