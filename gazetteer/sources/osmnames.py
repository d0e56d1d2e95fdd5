"""OSMNames: places of OpenStreetMap with their rank, as one tab-separated table with a header.

`name` is the main name, `alternative_names` the others, between commas and without languages, so that this source
needs the rules of the build to tell them. `osm_type` and `osm_id` make the same ids as an extract of OpenStreetMap,
`wikidata` is the item of the place, `country_code` is in lower case.

There are no inhabitants but an `importance` from 0 to 1, made from links between pages. It becomes a weight of up to
`IMPORTANT`, which orders places of this source among each other and yields to any number of inhabitants that another
source knows.

A row is a line. Streets (`class` highway) and everything that is neither a place nor a boundary are left out by
default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping

from gazetteer.model import Entity, Record
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.osm_tags import KEYS, OSM, feature_of
from gazetteer.sources.rows import cells, distinct, header_of, name_of, refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally
from gazetteer.sources.wanted import Wanted

COLUMNS = (
    "name", "alternative_names", "osm_type", "osm_id", "class", "type", "place_rank", "importance", "country_code",
    "wikidata",
)  # fmt: skip
"""The columns that are read, of 25."""
IMPORTANT = 1000
"""The weight of the most important place there can be: that of a village."""

_WHAT = "a table of OSMNames"
_TYPES = {"node": "n", "way": "w", "relation": "r"}
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
_ID = re.compile(r"-?[0-9]{1,18}")
_ISO = re.compile(r"[A-Z]{2}")
_DECIMAL = re.compile(r"[0-9]{0,3}\.?[0-9]{1,20}(?:[eE]-[0-9]{1,2})?")
_RANKS = ((4, "country"), (9, "region"), (14, "district"))
"""The last place rank of a boundary of each feature; what is beyond is a settlement."""


def read_osmnames(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    classes: Collection[str] = KEYS,
    countries: Collection[str] = (),
    source: str = OSM.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from OSMNames.

    Args:
        path: `planet-latest_geonames.tsv.gz` or a part of it, compressed or not.
        tally: counts of lines read, kept, refused, left out.
        classes: values of the column `class`; all when empty.
        countries: ISO 3166-1 codes; all when empty.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record a line, ids "osm:n…", "osm:w…", "osm:r…", the column `name` first.

    Raises:
        SourceError: the file cannot be read, or has not the columns.
    """
    tally = tally if tally is not None else Tally()
    wanted = Wanted.of(countries)
    with open_text(path, limits, tally=tally) as lines:
        columns = header_of(lines, "\t", COLUMNS, _WHAT)
        for where, row in cells(lines, columns, "\t", tally):
            found = _record(row, source)
            if not isinstance(found, Record):
                tally.refuse(where, *found)
                refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)
            elif reason := _misses(row, found, classes, wanted):
                tally.leave(reason)
            else:
                tally.kept += 1
                yield found
        refuse_foreign(tally, lines.name, _WHAT)


def _misses(row: Mapping[str, str], record: Record, classes: Collection[str], wanted: Wanted) -> str:
    if classes and row["class"] not in classes:
        return "another class"
    return wanted.misses("place", record.entity.country, record.entity.weight)


def _record(row: Mapping[str, str], source: str) -> Record | tuple[str, str]:
    if row["osm_type"] not in _TYPES or not _ID.fullmatch(row["osm_id"]):
        return "the id is none of OpenStreetMap", "node, way or relation and a number are expected."
    texts = [row["name"], *row["alternative_names"].split(",")]
    names = distinct(name_of(text, source) for text in texts)
    if not names:
        return "the name is empty or far too long", "mend the row."
    country = row["country_code"].upper()
    same = (f"wd:{row['wikidata']}",) if _QID.fullmatch(row["wikidata"]) else ()
    weight = _weight(row["importance"])
    identifier = f"osm:{_TYPES[row['osm_type']]}{int(row['osm_id'])}"
    feature = _feature(row)
    return Record(Entity(identifier, "place", feature, country if _ISO.fullmatch(country) else "", weight, same), names)


def _weight(importance: str) -> int:
    return int(min(float(importance), 1.0) * IMPORTANT) if _DECIMAL.fullmatch(importance) else 0


def _feature(row: Mapping[str, str]) -> str:
    rank = row["place_rank"]
    if row["class"] != "boundary" or not (rank.isascii() and rank.isdigit() and len(rank) < 3):
        return feature_of({row["class"]: row["type"]})
    return next((feature for last, feature in _RANKS if int(rank) <= last), "city")
