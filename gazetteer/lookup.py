"""From a key to postings, names and entities, with bounded work: the reading side of the gazetteer.

A `Gazetteer` is one open file. Opening maps it and reads its header; what a question needs is read, and
verified, when it is asked. Answers are values; nothing here decides whether a posting is right. An exact
hit rests on a 64-bit hash and the caller confirms it by replaying the steps from the recorded name; a
near hit carries the recorded key and its distance.

Processes that fork after opening share the mapped pages. Threads may share one object.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType, TracebackType

from gazetteer.container import Container
from gazetteer.entities import Entities
from gazetteer.errors import FingerprintError, FormatError
from gazetteer.hashing import LAYERS, SCHEMA, key_hash
from gazetteer.hints import Any
from gazetteer.keytable import TABLE_OF, KeyTable
from gazetteer.model import Layer, Name
from gazetteer.readers import ReaderChoice, Readers
from gazetteer.sharing import Limits, Pool, Wanted, pooled
from gazetteer.values import NamedTuple

MAX_NEAR_KEYS = 256
"""Keys whose postings one near look-up reads; a query with more neighbours than this is no name."""

FEW_NAMES = 4
"""Names for which one edit is tried before more: a third of the time where it is enough, a third more where not."""


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


NearKey = tuple[int, int, str]
"""A key near another: edits between them, its number, its text."""


class Hits(NamedTuple):
    """Postings, and whether there were more than were read."""

    postings: tuple[Posting, ...]
    cut: bool


class Gazetteer(Entities):
    """An open gazetteer file; see `Gazetteer.open`."""

    def __init__(self, container: Container, reader: ReaderChoice = "auto") -> None:
        super().__init__(container, Readers(container, reader))
        self._keys = {table: KeyTable(container, table) for table in dict.fromkeys(TABLE_OF.values())}

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, fingerprint: str | None = None, reader: ReaderChoice = "auto"
    ) -> Gazetteer:
        """Map a gazetteer file.

        Args:
            path: the file.
            fingerprint: refuse a file whose keys were made by other rules; None accepts any.
            reader: which reader of wide look-ups: "compiled", "standard" (standard library alone), "vector" (numpy
                and rapidfuzz for near keys), or "auto": the first where it was built, else the second for a few
                look-ups and then the third where installed.

        Raises:
            ImportError: later, when the reader asked for is not installed.
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
        found = self._rows(text, layer, limit)
        if found is not None:
            schemes = self._tables.schemes
            return Hits(tuple([Posting(n, e, w, schemes(s), text, 0) for n, e, w, s, _, _ in found[0]]), found[1])
        table = self._keys[TABLE_OF[layer]]
        start, stop = table.span(key_hash(layer, text))
        end = min(stop, start + max(limit, 0))
        names = table.names(start, end)
        postings = (self._posting(table, at, name_no, text, 0) for at, name_no in enumerate(names, start))
        return Hits(tuple(postings), stop > end)

    def named(self, text: str, layer: Layer = "exact", limit: int = 64) -> tuple[list[tuple[Posting, Name]], bool]:
        """As `exact`, each posting with its name, for which most ask next; and whether there were more."""
        found = self._rows(text, layer, limit)
        if found is None:
            hits = self.exact(text, layer, limit)
            return [(posting, self.name(posting.name_no)) for posting in hits.postings], hits.cut
        rows, cut = found
        return [
            (
                Posting(name_no, entity_no, weight, self._tables.schemes(schemes), text, 0),
                Name(written, *self._tables.row("tags", tag)),
            )
            for name_no, entity_no, weight, schemes, written, tag in rows
        ], cut

    def _rows(
        self, text: str, layer: Layer, limit: int
    ) -> tuple[list[tuple[int, int, int, int, str, int]], bool] | None:
        """The postings of a key of whole names in one call, once it is known whose names are which; else None."""
        compiled = self._readers.wide() if self._owners.whole and TABLE_OF[layer] == "key" else None
        return compiled.named(key_hash(layer, text), max(limit, 0)) if compiled else None

    def numbers(self, text: str, layer: Layer = "exact", limit: int = 64) -> list[int]:
        """As `exact`, the numbers of the names alone."""
        table = self._keys[TABLE_OF[layer]]
        start, stop = table.span(key_hash(layer, text))
        return list(table.names(start, min(stop, start + max(limit, 0))))

    def span(self, text: str, layer: Layer) -> tuple[int, int]:
        """Where the postings of a key stand: how many there are is known before any is read.

        Args:
            text: the key, in the form in which keys are recorded.
            layer: as for `exact`.

        Returns:
            First position and the one after the last, for `leads`.
        """
        return self._keys[TABLE_OF[layer]].span(key_hash(layer, text))

    def spans(self, keys: Sequence[str], layer: Layer) -> list[tuple[int, int]]:
        """As `span`, for many keys."""
        digests = [key_hash(layer, key) for key in keys]
        table, compiled = self._keys[TABLE_OF[layer]], self._readers.wide()
        if compiled is None:
            return [table.span(digest) for digest in digests]
        spans = compiled.spans(digests, table is self._keys["key"])
        return [span or table.span(digest) for span, digest in zip(spans, digests, strict=True)]

    def pool(
        self,
        wanted: Sequence[Wanted],
        whole: int,
        limits: Limits,
        *,
        near: Sequence[int] = (),
        kind: str | None = None,
        crowd: int | None = None,
    ) -> Pool:
        """The names worth a look among those under several keys of the layer "part" (`gazetteer.sharing`).

        Args:
            wanted: the keys. whole: the bit of the whole question.
            limits: how much is read and given.
            near: numbers of names that come first, whatever they share.
            kind: only entities of this kind, beside those of `near`.
            crowd: entities among which a key is rare; None for those of this file.
        """
        crowd = crowd or len(self)
        compiled = self._readers.wide()
        if compiled:
            classes = self._of_kind(kind) if kind else None
            found = compiled.pool(list(wanted), whole, crowd, limits, list(near), classes)
            if found:
                self._owners.check_all()  # as the compiled reader has: so that all others know
                return Pool(*found)
        return pooled(self, wanted, whole, crowd, limits, near, kind)

    def _of_kind(self, kind: str) -> bytes:
        """For each class of entities 1 if they are of this kind, else 0."""
        return bytes(row[0] == kind for row in self._tables.all_of("classes"))

    def leads(self, start: int, stop: int, layer: Layer = "part") -> Iterator[tuple[int, int]]:
        """(name number, entity number) of the postings at `start..stop`, most important entities first.

        The first call verifies as a whole where the names of entities begin, so that the many postings of a wide
        question need not be verified one by one.
        """
        self._owners.check_all()
        return ((name_no, self.entity_no(name_no)) for name_no in self._keys[TABLE_OF[layer]].names(start, stop))

    def key_table(self) -> tuple[memoryview, memoryview, int]:
        """The keys of whole names, verified, for a reader that looks up many: where buckets begin, fragments, bits.

        The first `bits` of a key's hash are its bucket, the next 32 the fragment to look for there.
        """
        return self._keys["key"].directory()

    def _posting(self, table: KeyTable, at: int, name_no: int, text: str, distance: int) -> Posting:
        entity_no = self.entity_no(name_no)
        schemes = self._tables.schemes(table.schemes(at))
        return Posting(name_no, entity_no, self._weight[entity_no], schemes, text, distance)

    def near(self, text: str, max_edits: int, limit: int = 64) -> Hits:
        """Names recorded under keys that differ from `text` by 1 to `max_edits` edits.

        An edit is a letter more, less or another, or two neighbours exchanged.
        Keys of 4 to 6 letters are found within one edit, of 7 to 12 within two, longer ones within three.
        A name that several keys lead to is given once, with the nearest of them.

        Args:
            text: a key, in the form in which keys are recorded.
            max_edits: at most this many edits.
            limit: at most this many postings.

        Returns:
            Postings by rising distance, then falling weight; whether anything was left out or unread.
        """
        if limit <= FEW_NAMES and max_edits > 1:  # which are mostly one edit away, and that is soon known
            hits = self._within(text, 1, limit)
            if len(hits.postings) == limit:
                return hits._replace(cut=True)
        return self._within(text, max_edits, limit)

    def _within(self, text: str, max_edits: int, limit: int) -> Hits:
        reader = self._readers.near()
        keys, cut = reader.find(text, max_edits)
        best: dict[int, Posting] = {}
        within = 0
        for distance, key_no, key in keys[:MAX_NEAR_KEYS]:
            if distance > within and len(best) >= limit:  # all others are farther away
                return Hits(_nearest(best, limit), True)
            within = distance
            cut |= self._gather(best, key_no, key, distance, limit)
        return Hits(_nearest(best, limit), cut or len(keys) > MAX_NEAR_KEYS or len(best) > limit)

    def near_keys(self, text: str, max_edits: int) -> list[NearKey]:
        """The keys alone that differ from `text` by 1 to `max_edits` edits, for whoever chooses among them.

        Args:
            text: a key, in the form in which keys are recorded. max_edits: as for `near`.

        Returns:
            (edits, number of the key, its text), in rising order.
        """
        return self._readers.near().find(text, max_edits).keys

    def far_keys(self, text: str) -> list[NearKey]:
        """As `near_keys`, up to six edits away, three of eight letters, as far as a piece of the key stands in `text`.

        Not all of these are found (`gazetteer.far`); a key that another romanisation made mostly is.
        """
        return self._readers.near().far(text).keys

    def of_key(self, key: NearKey, limit: int = 64) -> tuple[Posting, ...]:
        """The names that a near key leads to, those first whose own form it is.

        Args:
            key: one of `near_keys`. limit: at most this many of each layer.
        """
        distance, key_no, text = key
        best: dict[int, Posting] = {}
        self._gather(best, key_no, text, distance, limit)
        return tuple(sorted(best.values(), key=lambda p: (bool(p.schemes), p.name_no)))

    def near_names(self, text: str, max_edits: int, limit: int = 64) -> tuple[list[tuple[int, int]], bool]:
        """As `near`, of each name only how many edits away it is, and its number."""
        hits = self.near(text, max_edits, limit)
        return [(posting.distance, posting.name_no) for posting in hits.postings], hits.cut

    def _gather(self, best: dict[int, Posting], key_no: int, key: str, distance: int, limit: int) -> bool:
        """Add the names of a near key that are not there yet; whether any were left out."""
        layers, cut = self._readers.near().layers(key_no), False
        for at, layer in enumerate(LAYERS):
            if layers >> at & 1:
                cut |= self._gather_layer(best, key, layer, distance, limit)
        return cut

    def _gather_layer(self, best: dict[int, Posting], key: str, layer: Layer, distance: int, limit: int) -> bool:
        found = self._rows(key, layer, limit)
        if found is None:
            table = self._keys[TABLE_OF[layer]]
            start, stop = table.span(key_hash(layer, key))
            for at, name_no in enumerate(table.names(start, min(stop, start + limit)), start):
                if name_no not in best:
                    best[name_no] = self._posting(table, at, name_no, key, distance)
            return stop - start > limit
        for name_no, entity_no, weight, schemes, _, _ in found[0]:
            if name_no not in best:
                best[name_no] = Posting(name_no, entity_no, weight, self._tables.schemes(schemes), key, distance)
        return found[1]

    def posting(self, name_no: int) -> Posting:
        """A name as if its own form had been asked for."""
        entity_no = self.entity_no(name_no)
        return Posting(name_no, entity_no, self._weight[entity_no], (), "", 0)

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

    def close(self) -> None:
        """Give the mapped file back; the object cannot be used afterwards."""
        self._readers.close()
        self._container.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _nearest(found: Mapping[int, Posting], limit: int) -> tuple[Posting, ...]:
    return tuple(sorted(found.values(), key=lambda p: (p.distance, p.name_no))[:limit])
