"""Which reader reads which file, and in which order: the one list of formats.

A source is given as a file, whose format is told by how it begins, or as FORMAT:FILE. Sources are read by the
priority of their formats, and within one by name, whatever the order in which they were given: the same files
make the same gazetteer. The source that comes first gives an entity its id, and decides what sources contradict
each other in (kind, feature, country, the main name):

1. the user's own tables, and exported gazetteers;
2. GeoNames, then Natural Earth, Who's On First and OpenStreetMap, whose ids are of places alone;
3. Wikidata, then ParaNames, which is made of it;
4. FollowTheMoney and OpenSanctions, Linked Places;
5. the name-suggestion-index and JRC-Names, which know spellings and little else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import FileFacts
from gazetteer.sources.followthemoney import FTM, OPENSANCTIONS, read_ftm
from gazetteer.sources.geonames_dump import GEONAMES_DUMP, read_geonames
from gazetteer.sources.geonames_tables import read_admin_codes, read_country_info
from gazetteer.sources.jrc_names import JRC_NAMES, read_jrc_names
from gazetteer.sources.linked_places import LINKED_PLACES, read_lp_tsv, read_lpf
from gazetteer.sources.name_suggestion_index import NSI, read_nsi
from gazetteer.sources.natural_earth import NATURAL_EARTH, read_natural_earth
from gazetteer.sources.opening import STANDARD_INPUT, display_name
from gazetteer.sources.opensanctions_simple import read_simple
from gazetteer.sources.osm import read_osm
from gazetteer.sources.osm_tags import OSM
from gazetteer.sources.osmnames import read_osmnames
from gazetteer.sources.paranames import PARANAMES, read_paranames
from gazetteer.sources.sniffing import sniff
from gazetteer.sources.table import read_table
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.whos_on_first import WHOS_ON_FIRST, read_whos_on_first
from gazetteer.sources.wikidata import read_wikidata
from gazetteer.sources.wikidata_item import WIKIDATA
from gazetteer.sources.wikidata_triples import read_wikidata_triples

ALTERNATES = "geonames-alternates"
"""A file of GeoNames' alternate names: no source of its own, but the names of one."""
_EITHER, _DELIMITED = "linked-places", "lp-tsv"  # one name for both, and the one of them that is a table
TABLE = SourceInfo("table", "Table of names")


@dataclass(frozen=True, slots=True)
class Format:
    """A format with its reader.

    name: as it is given in FORMAT:FILE. what: for people. priority: lower ones are read first. info: the source,
    with licence and attribution. read: called with path, tally and options. takes: options beyond `source` that
    the reader knows: "file" for exported files, "kind" for entities that name none, and those by which it filters
    before it stores anything. "countries" is for readers that know the country of every entity; elsewhere one
    without a country waits, since another source may know it.
    """

    name: str
    what: str
    priority: int
    info: SourceInfo
    read: Callable[..., Iterator[Record]]
    takes: frozenset[str] = frozenset()


FORMATS: tuple[Format, ...] = (
    Format(
        "table", "TSV, CSV or JSON lines with the columns id and name", 1, TABLE, read_table,
        frozenset(("file", "kind")),
    ),
    Format(
        "geonames", "GeoNames: allCountries, XX, citiesN; with alternateNamesV2 beside it", 20, GEONAMES_DUMP,
        read_geonames, frozenset(("countries", "languages")),
    ),
    Format(
        "geonames-countries", "GeoNames: countryInfo.txt", 21, GEONAMES_DUMP, read_country_info,
        frozenset(("countries",)),
    ),
    Format(
        "geonames-areas", "GeoNames: admin1CodesASCII.txt, admin2Codes.txt", 22, GEONAMES_DUMP, read_admin_codes,
        frozenset(("countries",)),
    ),
    Format(
        "natural-earth", "Natural Earth: shapefile (zip or dbf), GeoJSON, SQLite", 23, NATURAL_EARTH,
        read_natural_earth, frozenset(("languages",)),
    ),
    Format(
        "whosonfirst", "Who's On First: GeoJSON, an archive of it, SQLite", 24, WHOS_ON_FIRST, read_whos_on_first,
        frozenset(("languages",)),
    ),
    Format("osm", "OpenStreetMap extract: XML or PBF", 25, OSM, read_osm, frozenset(("languages",))),
    Format("osmnames", "OSMNames, TSV", 26, OSM, read_osmnames, frozenset(("countries",))),
    Format(
        "wikidata", "Wikidata: latest-all.json or a part of it", 30, WIKIDATA, read_wikidata,
        frozenset(("languages", "kinds")),
    ),
    Format(
        "wikidata-triples", "Wikidata: latest-truthy.nt", 31, WIKIDATA, read_wikidata_triples,
        frozenset(("languages", "kinds")),
    ),
    Format("paranames", "ParaNames", 32, PARANAMES, read_paranames),
    Format("ftm", "FollowTheMoney entities, one a line", 40, FTM, read_ftm, frozenset(("file",))),
    Format(
        "opensanctions", "OpenSanctions: entities.ftm.json, targets.nested.json", 41, OPENSANCTIONS, read_ftm,
        frozenset(("file",)),
    ),
    Format("opensanctions-simple", "OpenSanctions targets.simple.csv", 42, OPENSANCTIONS, read_simple),
    Format("linked-places", "Linked Places, JSON-LD", 43, LINKED_PLACES, read_lpf, frozenset(("file",))),
    Format("lp-tsv", "Linked Places, TSV", 44, LINKED_PLACES, read_lp_tsv),
    Format("name-suggestion-index", "name-suggestion-index, nsi.json", 50, NSI, read_nsi),
    Format("jrc", "JRC-Names, entities.gzip", 51, JRC_NAMES, read_jrc_names),
)  # fmt: skip
BY_NAME = {form.name: form for form in FORMATS}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: how, and what its names are said to be from. names: a file of alternate names beside it."""

    form: Format
    path: str
    info: SourceInfo
    names: str = ""

    @property
    def label(self) -> str:
        """What the source is called in a report."""
        return display_name(self.path)


def plan(given: Sequence[str]) -> tuple[Source, ...]:
    """The sources behind arguments, in the order in which they are read.

    Args:
        given: files, or FORMAT:FILE; "-" is standard input.

    Raises:
        SourceError: a file cannot be read, or is in no known format.
    """
    found = sorted({_located(argument) for argument in given}, key=_order)
    alternates = [path for form, path in found if form == ALTERNATES]
    places = [path for form, path in found if form == "geonames"]
    if alternates and (len(alternates) > 1 or len(places) != 1):
        raise SourceError(
            f"{display_name(alternates[0])}: alternate names go with one file of GeoNames places; give both together."
        )
    taken: set[str] = set()
    names = {"geonames": alternates[0]} if alternates else {}
    return tuple(
        Source(BY_NAME[form], path, _info(BY_NAME[form], path, taken), names.get(form, ""))
        for form, path in found
        if form != ALTERNATES
    )


def split_argument(argument: str) -> tuple[str, str]:
    """Format and file of an argument; a colon after what is no format belongs to the name of the file.

    Example:
        >>> split_argument("jrc:entities.gzip"), split_argument("my:names.tsv")
        (('jrc', 'entities.gzip'), ('', 'my:names.tsv'))
    """
    form, colon, path = argument.partition(":")
    return (form, path) if colon and path and (form in BY_NAME or form == ALTERNATES) else ("", argument)


def file_of(argument: str) -> str:
    """The file of an argument, without its format."""
    return split_argument(argument)[1]


def _located(argument: str) -> tuple[str, str]:
    form, path = split_argument(argument)
    found = form or sniff(path)
    if form == _EITHER and path != STANDARD_INPUT and _begins_as(path, _DELIMITED):
        return _DELIMITED, path
    if found == "overrides":
        raise SourceError(f"{display_name(path)}: these are corrections; give them with --overrides FILE.")
    return found, path


def _begins_as(path: str, form: str) -> bool:
    try:
        return sniff(path) == form
    except SourceError:
        return False


def _order(found: tuple[str, str]) -> tuple[int, str, str]:
    form, path = found
    return (BY_NAME[form].priority if form in BY_NAME else 0), display_name(path), path


def _info(form: Format, path: str, taken: set[str]) -> SourceInfo:
    """The source behind a file, with an id that no other file of the plan has."""
    name = display_name(path)
    if form.info is TABLE:
        stem = "stdin" if path == STANDARD_INPUT else Path(path).name.partition(".")[0] or "table"
        info = SourceInfo(stem, name)
    else:
        info = form.info
    identifier, number = info.id, 1
    while identifier in taken:
        number += 1
        identifier = f"{info.id}-{number}"
    taken.add(identifier)
    return info if identifier == info.id else replace(info, id=identifier, title=f"{info.title} ({name})")


def read(
    source: Source,
    tally: Tally,
    wanted: Wanted | None = None,
    file: FileFacts | None = None,
    names_tally: Tally | None = None,
    **options: Any,
) -> Iterator[Record]:
    """The records of a source.

    Args:
        source: of a plan.
        tally: counts of its rows.
        wanted: a filter, for the readers that leave out what is not wanted before they store anything.
        file: gets what an exported file says about itself.
        names_tally: counts of the rows of `source.names`.
        options: more for the reader (`limits`, `kind`).

    Raises:
        SourceError: it cannot be read, or is in another format.
    """
    wanted = wanted or Wanted()
    known: dict[str, Any] = {
        "file": file, "languages": wanted.languages, "kinds": wanted.kinds, "countries": wanted.countries,
    }  # fmt: skip
    if len(wanted.kinds) == 1:
        known["kind"] = next(iter(wanted.kinds))
    options |= {name: value for name, value in known.items() if name in source.form.takes}
    if source.names:
        options["alternate_names"] = source.names
        options["names_tally"] = names_tally
    return source.form.read(source.path, tally, source=source.info.id, **options)
