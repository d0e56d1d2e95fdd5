"""Which format a file is in, told by how it begins.

Formats are recognised by what only they have: the members of a JSON object, the columns of a header, the number
and shape of the cells where there is no header. Endings of names are not looked at. What could be two formats is
called by the more particular one; what is none of them is not guessed at.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.sources.databases import is_database, open_database, tables
from gazetteer.sources.opening import STANDARD_INPUT, display_name, open_bytes
from gazetteer.sources.rows import split_line
from gazetteer.sources.unpacking import zip_members

START = 1 << 16
"""Bytes of the decompressed beginning that are looked at."""
_LINE_END = re.compile(r"\r\n|[\r\n]")
"""What ends a line of a table; NEL and U+2028, where `splitlines` breaks too, may stand in names."""
_GEONAMES_WIDTH, _JRC_WIDTH = 19, 4
_ALTERNATES_WIDTHS = frozenset((8, 10))
_TABLES = (".tsv", ".csv", ".jsonl", ".ndjson")
_SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")
_WIKIDATA_ITEM = re.compile(r'\s*\[?\s*\{"type":\s*"(?:item|property|lexeme)"')
_WIKIDATA_TRIPLE = re.compile(r"\s*<https?://(?:www\.wikidata\.org/|wikiba\.se/ontology#Dump>)")
_JRC_ROW = re.compile(r"[0-9]+\t[A-Z]\t[A-Za-z]+\t\S")
_COUNTRY_HEADER = re.compile(r"#ISO\tISO3\t")
_AREA_ROW = re.compile(r"[A-Z]{2}\.[^\t\s]+\t[^\t]+\t[^\t]*\t[0-9]+\Z")
_NATURAL_EARTH = ("featurecla", "FEATURECLA", "ne_id", "NE_ID")
_NSI = re.compile(r'"nsi"\s*:\s*\{|"(?:brands|operators|transit|flags)/[a-z_]+/')


@dataclass(frozen=True)
class Start:
    """How a file begins: its decompressed first bytes."""

    data: bytes

    @cached_property
    def text(self) -> str:
        """As text; what is no UTF-8 is replaced."""
        return self.data.decode("utf-8", "replace").removeprefix("\ufeff")

    @cached_property
    def lines(self) -> list[str]:
        """The whole lines among the first bytes, without empty ones; the only one, if there is no more."""
        lines = _LINE_END.split(self.text)
        whole = lines[:-1] if len(self.data) >= START and len(lines) > 1 else lines
        return [line for line in whole if line.strip()]

    @cached_property
    def first(self) -> str:
        """The first line."""
        return self.lines[0] if self.lines else ""

    @cached_property
    def columns(self) -> frozenset[str]:
        """The cells of the first line in lower case, as if it were a header."""
        delimiter = "\t" if "\t" in self.first else ";" if self.first.count(";") > self.first.count(",") else ","
        return frozenset(cell.strip().lower() for cell in split_line(self.first, delimiter))

    @cached_property
    def members(self) -> frozenset[str]:
        """The members of the JSON object in the first line; empty when it holds none."""
        try:
            row = json.loads(self.first.strip().removesuffix(","))
        except (ValueError, RecursionError):
            return frozenset()
        return frozenset(row) if isinstance(row, dict) else frozenset()

    @cached_property
    def is_json(self) -> bool:
        """Whether it begins as a JSON object or array does."""
        return self.text.lstrip()[:1] in ("{", "[")


def _has_cells(start: Start, width: int, numbers: int) -> bool:
    row = start.first.split("\t")
    return len(row) == width and all(cell.isdecimal() for cell in row[:numbers])


def _is_feature(start: Start, *marks: str) -> bool:
    head = start.text
    return start.is_json and '"Feature' in head and any(f'"{mark}"' in head for mark in marks)


def _is_dbf(start: Start) -> bool:
    return start.data[:1] == b"\x03" and any(column.encode() in start.data for column in _NATURAL_EARTH)


_Fits = Callable[[Start], bool]
RULES: tuple[tuple[str, _Fits], ...] = (
    ("whosonfirst", lambda s: _is_feature(s, "wof:id", "wof:name") or s.data[257:262] == b"ustar"),
    ("osm", lambda s: b"OSMHeader" in s.data[:64] or "<osm " in s.text[:1000] or "<osm>" in s.text[:1000]),
    ("osmnames", lambda s: {"alternative_names", "osm_type", "osm_id"} <= s.columns),
    ("wikidata", lambda s: bool(_WIKIDATA_ITEM.match(s.text))),
    ("wikidata-triples", lambda s: bool(_WIKIDATA_TRIPLE.match(s.text))),
    ("name-suggestion-index", lambda s: s.is_json and bool(_NSI.search(s.text))),
    ("natural-earth", lambda s: _is_feature(s, *_NATURAL_EARTH) or _is_dbf(s)),
    ("linked-places", lambda s: _is_feature(s, "toponym", "names", "ccodes", "gazetteer")),
    ("opensanctions", lambda s: {"id", "schema", "target", "datasets"} <= s.members),
    ("ftm", lambda s: {"id", "schema"} <= s.members),
    ("opensanctions-simple", lambda s: {"id", "schema", "name", "aliases", "countries"} <= s.columns),
    ("paranames", lambda s: {"wikidata_id", "eng", "label", "language", "type"} <= s.columns),
    ("overrides", lambda s: {"action", "id", "name"} <= _commented_columns(s)),
    ("geonames-countries", lambda s: any(_COUNTRY_HEADER.match(line) for line in s.lines)),
    ("geonames-areas", lambda s: bool(_AREA_ROW.match(s.first))),
    ("geonames", lambda s: _has_cells(s, _GEONAMES_WIDTH, 1)),
    ("geonames-alternates", lambda s: any(_has_cells(s, width, 2) for width in _ALTERNATES_WIDTHS)),
    ("table", lambda s: {"id", "name"} <= (s.members or s.columns) or _is_exported(s)),
    ("lp-tsv", lambda s: {"id", "title"} <= s.columns),
    ("jrc", lambda s: any(_JRC_ROW.match(line) for line in s.lines[:3])),
)
"""Formats with what tells them, the more particular ones first."""


def _commented_columns(start: Start) -> frozenset[str]:
    header = next((line for line in start.lines if not line.startswith("#")), "")
    return frozenset(header.lower().split("\t"))


def _is_exported(start: Start) -> bool:
    return start.first.startswith("#gazetteer\t") or start.members == {"gazetteer"}


def sniff(path: str | os.PathLike[str]) -> str:
    """The name of the format that a file is in.

    Args:
        path: a file, compressed or not, or "-" for standard input, which is peeked into and stays whole.

    Raises:
        SourceError: the file cannot be read, or is in no format that is known.

    Example:
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names"
        >>> _ = file.write_text("id,name\\nx:1,Kyiv\\n")
        >>> sniff(file)
        'table'
    """
    name = display_name(path)
    if name.lower().endswith(_SPREADSHEETS):
        raise SourceError(f"{name}: spreadsheets are not read; save the sheet as CSV or TSV in UTF-8.")
    if Path(path).is_dir():
        return "whosonfirst"  # the one source that comes as a folder of files
    form = _archive(path) or _recognised(_start(path), path)
    if form:
        return form
    if any(name.lower().partition(ending)[1] for ending in _TABLES):
        return "table"  # whose reader says which column is missing
    raise SourceError(
        f"{name}: this is in no format that is recognised; a table needs a first line with the columns id and name, "
        "other formats can be named (FORMAT:FILE)."
    )


def _archive(path: str | os.PathLike[str]) -> str:
    """A shapefile is several files, mostly in one archive; its table is the one that is read."""
    members = () if os.fspath(path) == STANDARD_INPUT else zip_members(path)
    return "natural-earth" if any(member.lower().endswith(".dbf") for member in members) else ""


def _recognised(start: Start, path: str | os.PathLike[str]) -> str:
    if is_database(start.data):
        with open_database(path) as database:
            found = tables(database)
        return "whosonfirst" if "names" in found else "natural-earth" if any("ne_" in name for name in found) else ""
    return next((form for form, fits in RULES if fits(start)), "")


def _start(path: str | os.PathLike[str]) -> Start:
    if os.fspath(path) == STANDARD_INPUT:
        peek = getattr(sys.stdin.buffer, "peek", None)
        return Start(peek(START)[:START] if peek else b"")
    with open_bytes(path) as stream:
        return Start(stream.read(START))
