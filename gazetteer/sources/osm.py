"""OpenStreetMap extracts, as XML or PBF.

XML (`.osm`, `.osm.bz2`) is read by the standard library's parser as a stream: what is held is one element. A
document type is refused, since OpenStreetMap has none and entities defined in one can grow without bounds. PBF needs
the `osmium` package, an extra, and a file on disk.

A row is a node, way or relation with tags; the many without are only points of lines. Those with a tag of a place are
kept, and `osm_tags` tells how their names are read. A city is often both a node and a boundary with the same
Wikidata item, and the merge joins the two by it. Few elements say in which country they lie; for the extract of a
country, the caller says it.
"""

from __future__ import annotations

import importlib
import os
import xml.parsers.expat as expat
from collections.abc import Collection, Iterator
from typing import IO, Any, NoReturn, cast

from gazetteer.errors import SourceError
from gazetteer.model import Record
from gazetteer.sources.opening import LIMITS, STANDARD_INPUT, Limits, display_name, open_bytes
from gazetteer.sources.osm_tags import KEYS, OSM, Element, ElementType, Reading, read_element
from gazetteer.sources.tally import Tally, refuse_empty
from gazetteer.sources.wanted import Wanted

_WHAT = "an extract of OpenStreetMap"
_CHUNK = 1 << 16
_ROOTS = ("osm", "osmChange")
_TYPES: dict[str, ElementType] = {"node": "n", "way": "w", "relation": "r"}
_PBF = b"OSMHeader"

_Found = tuple[str, Element]


def read_osm(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    keys: Collection[str] = KEYS,
    country: str = "",
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    min_population: int = 0,
    source: str = OSM.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from an OpenStreetMap extract.

    Args:
        path: XML, compressed or not, or PBF.
        tally: counts of elements with tags read, kept, refused, left out.
        keys: tags that show a place; "natural" or "waterway" may be added.
        country: ISO 3166-1 code of elements that do not say theirs.
        countries: ISO 3166-1 codes; all when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        min_population: fewer inhabitants, or none given, are left out.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record an element, ids "osm:n…", "osm:w…", "osm:r…", the tag `name` first.

    Raises:
        SourceError: the file cannot be read, or is no such extract, or is PBF and `osmium` is not installed.
    """
    tally = tally if tally is not None else Tally()
    reading = Reading(Wanted.of(countries, languages, (), min_population), frozenset(keys), country.upper(), source)
    name = display_name(path)
    for where, element in _elements(path, name, limits, tally):
        if record := read_element(element, where, reading, tally):
            yield record
    refuse_empty(tally, name, _WHAT)


def _elements(path: str | os.PathLike[str], name: str, limits: Limits, tally: Tally) -> Iterator[_Found]:
    with open_bytes(path, limits) as stream:
        if _PBF not in stream.peek(64)[:64]:
            yield from _Xml(name, limits, tally).elements(cast("IO[bytes]", stream))
            return
    yield from _pbf(path, name)


class _Xml:
    """Elements of an XML document, collected by a parser that is fed piece by piece."""

    def __init__(self, name: str, limits: Limits, tally: Tally) -> None:
        self._name, self._longest, self._tally = name, limits.line, tally
        self._ready: list[_Found] = []
        self._open = ""
        self._id = ""
        self._tags: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._root
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype

    def elements(self, stream: IO[bytes]) -> Iterator[_Found]:
        """Elements with tags, and where each of them ends."""
        fed = 0
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            self._feed(chunk, last=False)
            yield from self._ready
            self._ready.clear()
            if fed - self._parser.CurrentByteIndex > self._longest:
                raise SourceError(f"{self._where()}: a tag is longer than {self._longest:,} bytes; fetch it again.")
        self._feed(b"", last=True)
        yield from self._ready

    def _feed(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except (expat.ExpatError, ValueError, LookupError) as error:  # an encoding that is unknown
            raise SourceError(
                f"{self._where()}: this is not {_WHAT} in XML, or it is damaged ({error}); fetch it again."
            ) from error

    def _where(self) -> str:
        return f"{self._name}, line {self._parser.CurrentLineNumber}"

    def _root(self, tag: str, _: dict[str, str]) -> None:
        if tag not in _ROOTS:
            raise SourceError(f"{self._name}: this is not {_WHAT}: its root is <{tag[:40]}>, not <osm>.")
        self._parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tag" and self._open:
            key = attributes.get("k", "")
            if key:
                self._tags[key] = attributes.get("v", "")
        elif tag in _TYPES:
            self._open, self._id, self._tags = tag, attributes.get("id", ""), {}

    def _end(self, tag: str) -> None:
        if tag != self._open:
            return
        self._open = ""
        if not self._tags:
            return
        digits = self._id.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 20:
            self._ready.append((self._where(), Element(_TYPES[tag], int(self._id), self._tags)))
            return
        self._tally.read += 1
        self._tally.refuse(self._where(), "the id is no number", "nodes, ways and relations have a whole number.")

    def _doctype(self, *_: object) -> NoReturn:
        raise SourceError(f"{self._where()}: a document type is not read; remove the DOCTYPE if the file is yours.")


def _pbf(path: str | os.PathLike[str], name: str) -> Iterator[_Found]:
    if os.fspath(path) == STANDARD_INPUT:
        raise SourceError(f"{name}: PBF is read from a file only; give the path.")
    try:
        osmium: Any = importlib.import_module("osmium")
    except ImportError:
        raise SourceError(
            f"{name}: PBF needs an extra; pip install 'name-normalizer[osm]', or convert the file to .osm.bz2."
        ) from None
    try:
        for element in osmium.FileProcessor(os.fspath(path)).with_filter(osmium.filter.EmptyTagFilter()):
            kind = element.type_str()
            if kind in _TYPES.values():
                tags = {tag.k: tag.v for tag in element.tags}
                yield f"{name}, {kind}{element.id}", Element(kind, element.id, tags)
    except (RuntimeError, UnicodeDecodeError) as error:
        raise SourceError(f"{name}: the PBF file is damaged ({error}); fetch it again.") from error
