"""Several gazetteers that are asked as one: of those that hold an entity, the later ones win.

An entity is known by its id, its own or one of `same_as`. What several files say about one is joined when it is
read: the facts are those of the last file that holds it, and its names are the names of all, those of the last file
first. So a canonical form in a later file is the one that is shown, whichever file has the spelling that was met.

A file of changes (its header has the fact `HIDES`) is another thing than a source: it holds no entity as it is, but
names to be added to what earlier files know, and lists the names that are no longer to be seen there. Its names
follow theirs, so that an added spelling does not become the main name. A name with another role is both: hidden as it
was, and added as it is.

Nothing is copied: a `Layer` is an open file that knows the others. One file alone needs none of this and is opened
as it is.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence

from gazetteer.container import Container
from gazetteer.errors import GazetteerError
from gazetteer.hints import Any
from gazetteer.lookup import Gazetteer, Hits, Posting
from gazetteer.model import Entity, Name, Record
from gazetteer.model import Layer as KeyLayer
from gazetteer.readers import ReaderChoice
from gazetteer.sharing import Limits, Pool, Wanted, pooled

HIDES = "hides"
"""The fact in the header of a file of changes: rows of [ids of an entity, text, language, role]."""


class Layer(Gazetteer):
    """One of several open gazetteers; made by `open_layers`."""

    def __init__(self, container: Container, reader: ReaderChoice = "auto") -> None:
        super().__init__(container, reader)
        self._files: tuple[Layer, ...] = (self,)
        self._hidden: frozenset[int] = frozenset()

    def stand_among(self, files: Sequence[Layer]) -> None:
        """Tell this file which others there are, itself among them, the last first."""
        self._files = tuple(files)
        above = files[: files.index(self)]
        self._hidden = frozenset(number for file in above for row in file.changes or () for number in self._meant(row))

    @property
    def changes(self) -> list[Any] | None:
        """What a file of changes hides; None for any other."""
        hides: list[Any] | None = self.info["facts"].get(HIDES)
        return hides

    def _meant(self, row: Sequence[Any]) -> Iterator[int]:
        """The names that a row of `HIDES` is about."""
        ids, *tags = row
        entity_no = next((number for number in map(self.find, ids) if number is not None), None)
        for name_no in self.name_numbers(entity_no) if entity_no is not None else ():
            name = self.name(name_no)
            if [name.text, name.lang, name.role] == tags:
                yield name_no

    def exact(self, text: str, layer: KeyLayer = "exact", limit: int = 64) -> Hits:
        """As `Gazetteer.exact`, without names that a later file hides."""
        return self._seen(super().exact(text, layer, limit))

    def named(self, text: str, layer: KeyLayer = "exact", limit: int = 64) -> tuple[list[tuple[Posting, Name]], bool]:
        """As `Gazetteer.named`, without names that a later file hides."""
        found, cut = super().named(text, layer, limit)
        return [(p, name) for p, name in found if p.name_no not in self._hidden] if self._hidden else found, cut

    def numbers(self, text: str, layer: KeyLayer = "exact", limit: int = 64) -> list[int]:
        """As `Gazetteer.numbers`, without names that a later file hides."""
        return [number for number in super().numbers(text, layer, limit) if number not in self._hidden]

    def near(self, text: str, max_edits: int, limit: int = 64) -> Hits:
        """As `Gazetteer.near`, without names that a later file hides."""
        return self._seen(super().near(text, max_edits, limit))

    def near_names(self, text: str, max_edits: int, limit: int = 64) -> tuple[list[tuple[int, int]], bool]:
        """As `Gazetteer.near_names`, without names that a later file hides."""
        found, cut = super().near_names(text, max_edits, limit)
        return [near for near in found if near[1] not in self._hidden] if self._hidden else found, cut

    def spellings(self, entity_no: int, scripts: Collection[str]) -> list[tuple[int, str]]:
        """As `Gazetteer.spellings`, without names that a later file hides."""
        found = super().spellings(entity_no, scripts)
        return [name for name in found if name[0] not in self._hidden] if self._hidden else found

    def _seen(self, hits: Hits) -> Hits:
        if not self._hidden:
            return hits
        return Hits(tuple(p for p in hits.postings if p.name_no not in self._hidden), hits.cut)

    def leads(self, start: int, stop: int, layer: KeyLayer = "part") -> Iterator[tuple[int, int]]:
        """As `Gazetteer.leads`, without names that a later file hides."""
        leads = super().leads(start, stop, layer)
        return (lead for lead in leads if lead[0] not in self._hidden) if self._hidden else leads

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
        """As `Gazetteer.pool`, without names that a later file hides."""
        if self._hidden:
            return pooled(self, wanted, whole, crowd or len(self), limits, near, kind)
        return super().pool(wanted, whole, limits, near=near, kind=kind, crowd=crowd)

    def entity(self, entity_no: int) -> Entity:
        """The entity of this number, as the last file that holds it has it."""
        file, number = next(self._held(entity_no))
        return Gazetteer.entity(file, number)

    def names(self, entity_no: int) -> tuple[Name, ...]:
        """The names that all files have of an entity, each once, in the order that the module says."""
        held = list(self._held(entity_no))
        sources = [(file, number) for file, number in held if file.changes is None]
        changes = [(file, number) for file, number in reversed(held) if file.changes is not None]
        names = (name for file, number in (*sources, *changes) for name in file.own_names(number))
        return tuple(dict.fromkeys(names))

    def own_names(self, entity_no: int) -> Iterator[Name]:
        """The names in this file, without those that a later one hides."""
        return (self.name(number) for number in self.name_numbers(entity_no) if number not in self._hidden)

    def _held(self, entity_no: int) -> Iterator[tuple[Layer, int]]:
        """The files that hold an entity of this one, with its number there, the last first."""
        entity = Gazetteer.entity(self, entity_no)
        for file in self._files:
            ids = (entity.id, *entity.same_as)
            found = entity_no if file is self else next((n for n in map(file.find, ids) if n is not None), None)
            if found is not None:
                yield file, found


def open_layers(paths: Sequence[str | os.PathLike[str]], *, fingerprint: str | None = None) -> tuple[Gazetteer, ...]:
    """Open gazetteer files of which later ones win.

    Args:
        paths: the files.
        fingerprint: as for `Gazetteer.open`.

    Returns:
        The open files, in the order given.

    Raises:
        FormatError: as for `Gazetteer.open`; what has been opened before is closed again.
    """
    if len(paths) == 1:
        return (Gazetteer.open(paths[0], fingerprint=fingerprint),)
    opened: list[Gazetteer] = []
    try:
        opened.extend(Layer.open(path, fingerprint=fingerprint) for path in paths)
    except GazetteerError:
        for file in opened:
            file.close()
        raise
    layers = [file for file in reversed(opened) if isinstance(file, Layer)]
    for layer in layers:
        layer.stand_among(layers)
    return tuple(opened)


def known_record(files: Sequence[Gazetteer], ids: Sequence[str]) -> Record | None:
    """What open gazetteers know of the entity that has one of these ids; None if nothing.

    Args:
        files: as `open_layers` gives them.
        ids: ids of one entity, the surest first.
    """
    for identifier in ids:
        for file in reversed(files):
            number = file.find(identifier)
            if number is not None:
                return Record(file.entity(number), file.names(number))
    return None
