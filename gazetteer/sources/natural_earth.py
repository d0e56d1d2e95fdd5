"""Natural Earth: countries, their first-level divisions and populated places, in 26 languages.

The same tables come as shapefiles (of which the `.dbf` is read, also inside its zip archive), GeoJSON, SQLite and
GeoPackage; columns are upper-case in some and lower-case in others, and mean the same. What is read:

* `name` (the main name, in no language), `name_en` and the other 25, of which `zh` is Chinese in simplified
  characters and `zht` in traditional ones. They were taken from Wikidata;
* `name_long`, `formal_en`, `formal_fr`, `namealt`/`name_alt` and `namepar` (several between bars), and `name_local`
  as alternates, `abbrev` as a short form;
* `ne_id` as the id; `wikidataid`, `geonamesid`/`gn_id`, `wof_id` and ISO 3166 codes as ids of the same entity. Where
  ISO has no code, the files have "-99" or a made-up one with a tilde; those are not taken. `iso_a2_eh` knows France
  and Norway, which `iso_a2` does not;
* `pop_max` or `pop_est` as the weight.

Rivers, lakes and the other layers have the same columns and are read too, if asked for. A row is a feature.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from fnmatch import fnmatch
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.databases import columns, is_database, open_database, quoted, tables
from gazetteer.sources.dbf import is_dbf, read_dbf
from gazetteer.sources.json_stream import JsonStream
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.opening import LIMITS, Limits, display_name, open_bytes
from gazetteer.sources.rows import distinct, name_of, refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally, refuse_empty
from gazetteer.sources.unpacking import zip_members
from gazetteer.sources.wanted import Wanted

NATURAL_EARTH = SourceInfo(
    "natural-earth", "Natural Earth", "", "LicenseRef-public-domain", "Made with Natural Earth.",
    "https://www.naturalearthdata.com/",
)  # fmt: skip
LAYERS = ("ne_10m_populated_places", "ne_10m_admin_0_countries", "ne_10m_admin_1_states_provinces")
"""Tables of a database that are read by default: the fullest scale of the three."""

_WHAT = "a table of Natural Earth"
_ALTERNATES = {
    "name_long": "en", "formal_en": "en", "formal_fr": "fr", "namealt": "", "name_alt": "", "namepar": "",
    "name_local": "",
}  # fmt: skip
"""Columns of alternates, with the language of each where it is certain."""
_ELSEWHERE = (("geonamesid", "gn"), ("geonameid", "gn"), ("gn_id", "gn"), ("wof_id", "wof"))
"""Columns of ids in other sources, with their namespaces; the one of GeoNames has changed its name."""
_LANGUAGE = re.compile(r"name_([a-z]{2}|zht)")
_CHINESE = {"zh": "zh-Hans", "zht": "zh-Hant"}
_ISO = re.compile(r"[A-Z]{2}")
_ISO_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
_ID = re.compile(r"[1-9][0-9]{0,11}")

Feature = tuple[str, dict[str, str] | None]
"""Where a feature stands, and its columns in lower case; None where they cannot be read."""


def read_natural_earth(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    layers: Collection[str] = LAYERS,
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    min_population: int = 0,
    encoding: str = "utf-8",
    source: str = NATURAL_EARTH.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from a table of Natural Earth.

    Args:
        path: a `.dbf`, a shapefile's zip archive, GeoJSON, SQLite or GeoPackage.
        tally: counts of features read, kept, refused, left out.
        layers: of a database, the tables to read, as patterns.
        countries: ISO 3166-1 codes; all when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        min_population: fewer inhabitants, or none given, are left out.
        encoding: of a `.dbf`; UTF-8 since version 4.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record a feature, ids "ne:…", the main name first.

    Raises:
        SourceError: the file cannot be read, or is no such table.
    """
    tally = tally if tally is not None else Tally()
    wanted = Wanted.of(countries, languages, (), min_population)
    name = display_name(path)
    for where, row in _features(path, layers, encoding, limits):
        tally.read += 1
        found = _record(row, source, wanted)
        if not isinstance(found, Record):
            tally.refuse(where, *found)
            refuse_foreign(tally, name, _WHAT, TRIED_ROWS)
        elif reason := wanted.misses("place", found.entity.country, found.entity.weight):
            tally.leave(reason)
        else:
            tally.kept += 1
            yield found
    refuse_foreign(tally, name, _WHAT)
    refuse_empty(tally, name, _WHAT)


def _features(
    path: str | os.PathLike[str], layers: Collection[str], encoding: str, limits: Limits
) -> Iterator[Feature]:
    name = display_name(path)
    member = "*.dbf" if any(inside.lower().endswith(".dbf") for inside in zip_members(path)) else ""
    with ExitStack() as stack:
        stream = stack.enter_context(open_bytes(path, limits, member=member))
        start = stream.peek(64)
        if is_dbf(start):
            for row in read_dbf(stream, name, encoding):
                yield f"{name}, record {row.number}", None if row.deleted else row.cells
        elif start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            for number, (_, feature) in enumerate(JsonStream(stream, name).elements("features"), 1):
                yield f"{name}, feature {number}", properties(feature)
        elif is_database(start):
            stack.close()
            yield from _database_rows(path, layers)
        else:
            raise SourceError(f"{name}: this is not {_WHAT}; a .dbf, its zip archive, GeoJSON or SQLite is read.")


def _database_rows(path: str | os.PathLike[str], layers: Collection[str]) -> Iterator[Feature]:
    with open_database(path) as database:
        found = [table for table in tables(database) if any(fnmatch(table, layer) for layer in layers)]
        if not found:
            wanted = ", ".join(layers)
            raise SourceError(f"{display_name(path)}: no table is called {wanted}; say which (layers).")
        for table in found:
            held = [column for column in columns(database, table) if column.lower() not in ("geometry", "geom")]
            rows = database.execute(f"select {', '.join(map(quoted, held))} from {quoted(table)}")
            for number, row in enumerate(rows, 1):
                yield f"{display_name(path)}, {table}, row {number}", texts_of(dict(row))


def properties(feature: Any) -> dict[str, str] | None:
    """The columns of a GeoJSON feature, as text by name in lower case; None where it has none."""
    found = feature.get("properties") if isinstance(feature, dict) else None
    return texts_of(found) if isinstance(found, dict) else None


def texts_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a row as text, whole numbers without a point.

    Example:
        >>> texts_of({"NAME": "Kyiv ", "POP_MAX": 2709000.0, "NOTE": None})
        {'name': 'Kyiv', 'pop_max': '2709000', 'note': ''}
    """
    return {str(column).lower(): _text(value) for column, value in row.items()}


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _record(row: dict[str, str] | None, source: str, wanted: Wanted) -> Record | tuple[str, str]:
    if row is None:
        return "the row is deleted, or not in the encoding", "say the encoding, if it is not UTF-8."
    names = distinct(name for name in _names(row, source) if name is None or wanted.name(name))
    if not names:
        return "there is no name", "a column called name is expected."
    wikidata = [f"wd:{row['wikidataid']}"] if _QID.fullmatch(row.get("wikidataid", "")) else []
    own = [f"ne:{row['ne_id']}"] if _ID.fullmatch(row.get("ne_id", "")) else []
    others = [f"{space}:{row[key]}" for key, space in _ELSEWHERE if _ID.fullmatch(row.get(key, ""))]
    feature, country = _feature(row), _country(row)
    iso = [f"iso:{country}"] if feature == "country" and country else []
    region = [f"iso:{row['iso_3166_2']}"] if _ISO_REGION.fullmatch(row.get("iso_3166_2", "")) else []
    ids = list(dict.fromkeys([*own, *wikidata, *others, *iso, *region]))
    if not ids:
        return "there is no id", "ne_id or wikidataid is expected; take a newer version of the file."
    people = row.get("pop_max") or row.get("pop_est", "")
    weight = int(people) if people.isascii() and people.isdigit() and len(people) < 12 else 0
    return Record(Entity(ids[0], "place", feature, country, weight, tuple(ids[1:])), names)


def _feature(row: Mapping[str, str]) -> str:
    if "pop_max" in row:
        return "city"
    if "iso_3166_2" in row:
        return "region"
    if "pop_est" in row:
        return "country"
    return "water" if row.get("featurecla", "").lower() in ("river", "lake", "lake centerline", "ocean", "sea") else ""


def _country(row: Mapping[str, str]) -> str:
    codes = (row.get(column, "") for column in ("iso_a2_eh", "iso_a2"))
    return next((code for code in codes if _ISO.fullmatch(code)), "")


def _names(row: Mapping[str, str], source: str) -> Iterator[Name | None]:
    yield name_of(row.get("name", ""), source)
    yield name_of(row.get("name_en", ""), source, "en", "canonical")
    for column, text in row.items():
        code = _LANGUAGE.fullmatch(column)
        if code and code[1] != "en":
            yield name_of(text, source, _CHINESE.get(code[1]) or bcp47(code[1]))
    for column, lang in _ALTERNATES.items():
        for text in row.get(column, "").split("|"):
            yield name_of(text, source, lang)
    yield name_of(row.get("abbrev", ""), source, "en", "short")
