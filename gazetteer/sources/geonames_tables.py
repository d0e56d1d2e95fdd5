"""GeoNames' small tables: countries, and administrative areas of the first two levels.

`countryInfo.txt` has a header that starts `#ISO` after other `#` lines, and 19 columns; it is the one file of
GeoNames that says which country has which ISO code, so its records carry "iso:UA" among the ids of the same entity.
`admin1CodesASCII.txt` and `admin2Codes.txt` have four columns: code ("UA.14", "US.CA.037"), name, ASCII name,
geonameid. The codes are GeoNames' own (mostly FIPS), not ISO 3166-2, and are not kept.

All these places are in `allCountries` too; the tables are for those who want countries and regions without 400 MB.
A row is a line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator

from gazetteer.model import Entity, Name, Record, Role
from gazetteer.sources.geonames_cities import fold_marks
from gazetteer.sources.geonames_dump import GEONAMES_DUMP
from gazetteer.sources.geonames_names import number_of
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.rows import refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally, refuse_empty
from gazetteer.sources.wanted import Wanted

_COUNTRY_COLUMNS = 19
_ADMIN_COLUMNS = 4
_ISO = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"([A-Z]{2})\.[^.\s]+")
_DISTRICT = re.compile(r"([A-Z]{2})\.[^.\s]*\.[^\s]+")

_Reading = Record | tuple[str, str]
"""A record, or why there is none and what to do."""


def read_country_info(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    countries: Collection[str] = (),
    source: str = GEONAMES_DUMP.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Countries from `countryInfo.txt`.

    Args:
        path: the file, compressed or not.
        tally: counts of countries read, kept, refused, left out.
        countries: ISO 3166-1 codes; all when empty.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record a country, ids "gn:…", with the English name, and its ISO codes as codes.

    Raises:
        SourceError: the file cannot be read, or is no such table.
    """
    what = "GeoNames' table of countries"
    yield from _read(path, tally, what, Wanted.of(countries), limits, lambda cells: _country(cells, source))


def read_admin_codes(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    countries: Collection[str] = (),
    source: str = GEONAMES_DUMP.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Regions and districts from `admin1CodesASCII.txt` or `admin2Codes.txt`.

    Args:
        path: the file, compressed or not.
        tally: counts of areas read, kept, refused, left out.
        countries: ISO 3166-1 codes; all when empty.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record an area, ids "gn:…".

    Raises:
        SourceError: the file cannot be read, or is no such table.
    """
    what = "GeoNames' table of administrative areas"
    yield from _read(path, tally, what, Wanted.of(countries), limits, lambda cells: _area(cells, source))


def _read(
    path: str | os.PathLike[str],
    tally: Tally | None,
    what: str,
    wanted: Wanted,
    limits: Limits,
    reading: Callable[[list[str]], _Reading],
) -> Iterator[Record]:
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        for line in lines:
            if not line or line.startswith("#"):
                continue
            tally.read += 1
            found = reading(line.split("\t"))
            if not isinstance(found, Record):
                tally.refuse(lines.where, *found)
                refuse_foreign(tally, lines.name, what, TRIED_ROWS)
            elif reason := wanted.misses("place", found.entity.country, found.entity.weight):
                tally.leave(reason)
            else:
                tally.kept += 1
                yield found
        refuse_foreign(tally, lines.name, what)
        refuse_empty(tally, lines.name, what)


def _country(cells: list[str], source: str) -> _Reading:
    if len(cells) != _COUNTRY_COLUMNS:
        return f"not {_COUNTRY_COLUMNS} columns", f"there are {len(cells)}; give the file as GeoNames publishes it."
    iso, iso3, name, population, number = cells[0], cells[1], cells[4], cells[7], number_of(cells[16])
    if not _ISO.fullmatch(iso):
        return "the ISO code is none", "two capital letters are expected."
    if not number:
        return "there is no geonameid", "the seventeenth column should be its digits; states that are gone have 0."
    if not any(map(str.isalnum, name)):
        return "the name has no letter", "mend the row."
    weight = int(population) if population.isascii() and population.isdigit() and len(population) < 12 else 0
    codes = (_name(code, "", "code", source) for code in (iso, iso3) if code)
    entity = Entity(f"gn:{number}", "place", "country", iso, weight, (f"iso:{iso}",))
    return Record(entity, (_name(name, "en", "canonical", source), *codes))


def _area(cells: list[str], source: str) -> _Reading:
    if len(cells) != _ADMIN_COLUMNS:
        return f"not {_ADMIN_COLUMNS} columns", f"there are {len(cells)}; give the file as GeoNames publishes it."
    region, district, number = _REGION.fullmatch(cells[0]), _DISTRICT.fullmatch(cells[0]), number_of(cells[3])
    code = region or district
    if not code:
        return "the code is none", 'a country and its areas with points between them are expected ("UA.14").'
    if number is None:
        return "the geonameid is no number", "the fourth column should be digits."
    if not any(map(str.isalnum, cells[1])):
        return "the name has no letter", "mend the row."
    entity = Entity(f"gn:{number}", "place", "region" if region else "district", code[1])
    return Record(entity, (_name(cells[1], "", "alternate", source),))


def _name(text: str, lang: str, role: Role, source: str) -> Name:
    plain, script = fold_marks(text)
    return Name(plain, lang, script, role, source)
