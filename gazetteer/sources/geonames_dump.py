"""GeoNames' own files: `allCountries`, `XX`, `citiesN`, joined with `alternateNamesV2`.

A file of places has 19 columns, no header and no quoting: geonameid, name, asciiname, alternatenames, latitude,
longitude, feature class, feature code, country code, cc2, admin1 to admin4, population, elevation, dem, timezone,
modification date. A row is a line. The first name of a record is the main name, in no language (an English form
for famous places, the local one for others).

The column `alternatenames` holds the same names as the other file, without languages and mixed with
machine romanisations. It is read only when that other file is not given; all-lower-case Latin forms in it are
"generated", three capitals are codes. `asciiname` is never read: it is the name without its marks, which keys
fold away themselves.

**The join.** 13 million places and 18 million names are too many to hold, and neither file is in the order of
ids. Places that pass the filters, and names of such places, are each sorted by id outside memory
(`gazetteer.sources.sorting`) and then read side by side, so that memory stays near 130 MB: rows
waiting to be sorted, and one bit for each id. Each file is read once, so either may come from a pipe. Records come by
rising id then; without alternate names nothing is sorted, and they come in the order of the file.

Filters act before anything is stored. By default cities and administrative areas are read, and hotels, springs
and streams are left out.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import replace

from gazetteer.model import Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.geonames_names import WIKIDATA_ROW, alternate_name, name_refusal, unwanted
from gazetteer.sources.geonames_places import Choice, Place, place_refusal
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.rows import distinct, refuse_foreign
from gazetteer.sources.sorting import Sorter
from gazetteer.sources.tally import TRIED_ROWS, Tally, refuse_empty
from gazetteer.sources.wanted import Wanted

GEONAMES_DUMP = SourceInfo(
    "geonames", "GeoNames", "", "CC-BY-4.0",
    "Contains data from GeoNames (geonames.org), licensed under CC BY 4.0; modified.", "https://www.geonames.org/",
)  # fmt: skip
CLASSES = ("A", "P")
"""Feature classes read by default: administrative areas and populated places."""

_WHAT = "a file of GeoNames places"
_WHAT_NAMES = "a file of GeoNames alternate names"


def read_geonames(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    alternate_names: str | os.PathLike[str] | None = None,
    names_tally: Tally | None = None,
    countries: Collection[str] = (),
    feature_classes: Collection[str] = CLASSES,
    feature_codes: Collection[str] = (),
    languages: Collection[str] = (),
    min_population: int = 0,
    source: str = GEONAMES_DUMP.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from a GeoNames dump.

    Args:
        path: `allCountries.zip`, `UA.zip`, `cities500.txt` and the like, compressed or not.
        tally: counts of places read, kept, refused, left out.
        alternate_names: `alternateNamesV2.zip` or `.txt`, or the older `alternateNames`.
        names_tally: counts of the rows of that file.
        countries: ISO 3166-1 codes; all when empty.
        feature_classes: one-letter classes (A, H, L, P, R, S, T, U, V); all when empty.
        feature_codes: such as "PPLC", "ADM1"; all of the classes when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        min_population: fewer inhabitants, or none given, are left out.
        source: the id of the source of the names.
        limits: how much each file may give.

    Yields:
        One record a place, ids "gn:…", the main name first.

    Raises:
        SourceError: a file cannot be read, or is none of these.

    Example:
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "UA.txt"
        >>> row = ["702658", "Luhansk", "Luhansk", "Луганськ", "48.6", "39.3", "P", "PPLA", "UA", *[""] * 5, "397677"]
        >>> _ = file.write_text("\\t".join([*row, *[""] * 4]) + "\\n", encoding="utf-8")
        >>> [(record.entity.id, record.names[1].text) for record in read_geonames(file)]
        [('gn:702658', 'Луганськ')]
    """
    wanted = Wanted.of(countries, languages, (), min_population)
    choice = Choice(wanted, frozenset(feature_classes), frozenset(feature_codes), source)
    tally = tally if tally is not None else Tally()
    names_tally = names_tally if names_tally is not None else Tally()
    if alternate_names is None:
        for line in _lines(path, choice, tally, limits):
            yield _record(choice.place(line.split("\t"), untagged=True), [], source, names_tally)
        return
    with Sorter() as places, Sorter() as names:
        kept = _Bits()
        for line in _lines(path, choice, tally, limits):
            number = int(line.partition("\t")[0])
            kept.add(number)
            places.add(number, line)
        _sort_names(alternate_names, kept, names, wanted, names_tally, limits)
        yield from _joined(places, names, choice, names_tally)


class _Bits:
    """A set of ids as bits in blocks of 8 kB."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        self._blocks.setdefault(number >> 16, bytearray(8192))[(number & 0xFFFF) >> 3] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        block = self._blocks.get(number >> 16)
        return block is not None and bool(block[(number & 0xFFFF) >> 3] >> (number & 7) & 1)


def _lines(path: str | os.PathLike[str], choice: Choice, tally: Tally, limits: Limits) -> Iterator[str]:
    """The lines of the places that are kept."""
    with open_text(path, limits, tally=tally) as lines:
        for line in lines:
            if not line:
                continue
            tally.read += 1
            cells = line.split("\t")
            refusal = place_refusal(cells)
            if refusal:
                tally.refuse(lines.where, *refusal)
                refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)
                continue
            reason = choice.misses(cells)
            if reason:
                tally.leave(reason)
                continue
            tally.kept += 1
            yield line
        refuse_foreign(tally, lines.name, _WHAT)
        refuse_empty(tally, lines.name, _WHAT)


def _sort_names(
    path: str | os.PathLike[str], kept: _Bits, names: Sorter, wanted: Wanted, tally: Tally, limits: Limits
) -> None:
    """Put the rows of the places that are kept into `names`; what is wrong with the others is counted."""
    with open_text(path, limits, tally=tally) as lines:
        for line in lines:
            if not line:
                continue
            tally.read += 1
            cells = line.split("\t")
            refusal = name_refusal(cells)
            if refusal:
                tally.refuse(lines.where, *refusal)
                refuse_foreign(tally, lines.name, _WHAT_NAMES, TRIED_ROWS)
                continue
            number = int(cells[1])
            reason = "of a place that is not read" if number not in kept else unwanted(cells, wanted)
            if reason:
                tally.leave(reason)
                continue
            tally.kept += 1
            names.add(number, line)
        refuse_foreign(tally, lines.name, _WHAT_NAMES)
        refuse_empty(tally, lines.name, _WHAT_NAMES)


def _joined(places: Sorter, names: Sorter, choice: Choice, tally: Tally) -> Iterator[Record]:
    """Places with their names, both read by rising id. A place that comes twice has its names twice."""
    rows = iter(names)
    at = -1
    lines: list[list[str]] = []
    ahead = next(rows, None)
    for number, line in places:
        if number != at:
            at, lines = number, []
            while ahead and ahead[0] <= number:
                lines.append(ahead[1].split("\t"))
                ahead = next(rows, None)
        yield _record(choice.place(line.split("\t"), untagged=False), lines, choice.source, tally)


def _record(place: Place, rows: list[list[str]], source: str, tally: Tally) -> Record:
    ids = [f"wd:{cells[3].strip()}" for cells in rows if cells[2] == WIKIDATA_ROW]
    found = (alternate_name(cells, source, tally) for cells in rows if cells[2] != WIKIDATA_ROW)
    ordered = sorted(found, key=lambda row: row.rank)
    same = tuple(dict.fromkeys((*place.entity.same_as, *ids)))
    return Record(replace(place.entity, same_as=same), distinct((*place.names, *(row.name for row in ordered))))
