"""A place of Who's On First, as its documents and its database tell it, and the record that it makes.

`whos_on_first` tells what is in the files; this is what the two forms have in common. Ids elsewhere
(`wof:concordances`) become ids of the same entity where their namespace is known here: `gn:id` is GeoNames, `wd:id`
Wikidata, `ne:id` Natural Earth. The codes XX, XY and XZ stand for countries that are none.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from gazetteer.model import Entity, Name, Record, Role
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.rows import distinct, name_of
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.years import year_of

_ROLES: Mapping[str, Role] = {
    "preferred": "alternate", "variant": "alternate", "unknown": "alternate", "colloquial": "alternate",
    "abbreviation": "short", "historical": "former",
}  # fmt: skip
"""Roles of names by what they are, in the order in which they stand."""
_ORDER = {what: position for position, what in enumerate(_ROLES)}
_FEATURES = {
    "country": "country", "dependency": "country", "empire": "historic", "region": "region", "macroregion": "region",
    "county": "district", "macrocounty": "district", "localadmin": "district", "borough": "district",
    "macrohood": "district", "neighbourhood": "district", "microhood": "district", "locality": "city",
    "ocean": "water", "marinearea": "water", "continent": "area", "timezone": "area",
}  # fmt: skip
_VENUES = frozenset({"venue", "address", "building", "intersection", "postalcode"})
_NO_COUNTRY = frozenset({"XX", "XY", "XZ"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_ELSEWHERE = {
    "gn": re.compile(r"[1-9][0-9]{0,8}"), "wd": re.compile(r"Q[1-9][0-9]{0,11}"), "ne": re.compile(r"[1-9][0-9]{0,11}"),
}  # fmt: skip
_PREFIX, _MARK = "name:", "_x_"

WofName = tuple[str, str, str]
"""What the name is ("preferred"), its language tag, its text."""


@dataclass(slots=True)
class WofPlace:
    """What is read of a place. elsewhere: (namespace, id) pairs. gone: it exists no more, or never did."""

    id: int
    name: str = ""
    placetype: str = ""
    country: str = ""
    population: int = 0
    superseded: bool = False
    deprecated: bool = False
    gone: bool = False
    names: list[WofName] = field(default_factory=list)
    elsewhere: list[tuple[str, str]] = field(default_factory=list)


def read_place(
    place: WofPlace, where: str, source: str, wanted: Wanted, placetypes: Collection[str], tally: Tally
) -> Record | None:
    """The record of a place, counted in `tally` as kept, refused or left out."""
    entity = _entity(place)
    every = distinct(_names(place, source))
    names = tuple(name for name in every if wanted.name(name))
    reason = _misses(place, placetypes) or wanted.misses("place", entity.country, entity.weight)
    if reason:
        tally.leave(reason)
    elif not every:
        tally.refuse(where, "the place has no name", "wof:name or a name: property is expected.")
    elif not names:
        tally.leave("another language")
    else:
        tally.kept += 1
        return Record(entity, names)
    return None


def _misses(place: WofPlace, placetypes: Collection[str]) -> str:
    if place.superseded:
        return "superseded by another place"
    if place.deprecated:
        return "deprecated by the source"
    if placetypes:
        return "" if place.placetype in placetypes else "another placetype"
    return "a venue or an address" if place.placetype in _VENUES else ""


def _entity(place: WofPlace) -> Entity:
    feature = "historic" if place.gone else _FEATURES.get(place.placetype, "area")
    country = place.country.upper()
    country = country if _COUNTRY.fullmatch(country) and country not in _NO_COUNTRY else ""
    same = [f"{space}:{key}" for space, key in place.elsewhere if space in _ELSEWHERE]
    same += [f"iso:{country}"] if place.placetype == "country" and country and not place.gone else []
    return Entity(f"wof:{place.id}", "place", feature, country, place.population, tuple(dict.fromkeys(same)))


def _names(place: WofPlace, source: str) -> Iterator[Name | None]:
    yield name_of(place.name, source)
    for what, lang, text in sorted(place.names, key=lambda name: _ORDER[name[0]]):
        canonical = what == "preferred" and lang == "en"
        yield name_of(text, source, lang, "canonical" if canonical else _ROLES[what])


def place_of_feature(feature: Any) -> WofPlace | None:
    """A place from its GeoJSON document; None for what is none."""
    found = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(found, dict):
        return None
    number = _whole(found.get("wof:id"))
    if number is None:
        return None
    place = WofPlace(
        number, _text(found.get("wof:name")), _text(found.get("wof:placetype")), _text(found.get("wof:country")),
        _whole(found.get("wof:population")) or _whole(found.get("gn:population")) or 0,
        bool(found.get("wof:superseded_by")), bool(_date(found, "edtf:deprecated")),
        found.get("mz:is_current") == 0 or _date(found, "edtf:cessation") is not None,
    )  # fmt: skip
    for key, texts in found.items():
        kind = _name_kind(key.removeprefix(_PREFIX)) if key.startswith(_PREFIX) else None
        if kind and isinstance(texts, list):
            place.names += ((*kind, text) for text in texts if isinstance(text, str))
    concordances = found.get("wof:concordances")
    for key, value in concordances.items() if isinstance(concordances, dict) else ():
        _add_elsewhere(place, key, str(value))
    return place


def _name_kind(key: str) -> tuple[str, str] | None:
    """What a name under a key such as "ukr_x_preferred" is, and its language."""
    tag, _, what = key.partition(_MARK)
    return (what, bcp47(tag)) if what in _ROLES else None


def _add_elsewhere(place: WofPlace, key: str, value: str) -> None:
    space = key.partition(":")[0]
    if space in _ELSEWHERE and _ELSEWHERE[space].fullmatch(value):
        place.elsewhere.append((space, value))


def _date(found: Mapping[str, Any], key: str) -> int | None:
    """The year of a date of EDTF; None where it is open or unknown ("uuuu", "..")."""
    return year_of(_text(found.get(key)))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**18 else None


def places_of_names(database: sqlite3.Connection, held: Mapping[str, Collection[str]]) -> Iterator[WofPlace]:
    """Places from the table `names`, with what `spr` and `concordances` add where they are there.

    Args:
        database: an opened one whose table `names` has the columns of the format.
        held: the columns of every table.
    """
    known = held["names"]
    parts = [column for column in ("language", "extlang", "script", "region", "variant") if column in known]
    others = [column for column in ("placetype", "country") if column in known]
    rows = database.execute(f"select id, name, privateuse, {', '.join([*parts, *others])} from names order by id")
    for identifier, group in groupby(rows, key=itemgetter("id")):
        number = _whole(identifier)
        if number is None:
            continue
        place = WofPlace(number)
        for row in group:
            place.placetype = place.placetype or (_text(row["placetype"]) if "placetype" in others else "")
            place.country = place.country or (_text(row["country"]) if "country" in others else "")
            tag = "_".join(_text(row[part]) for part in parts if row[part])
            kind = _name_kind(f"{tag}_x_{_text(row['privateuse']).removeprefix('x_')}")
            if kind and isinstance(row["name"], str):
                place.names.append((*kind, row["name"]))
        _add_facts(place, database, held)
        yield place


def _add_facts(place: WofPlace, database: sqlite3.Connection, held: Mapping[str, Collection[str]]) -> None:
    spr = held.get("spr", ())
    if {"id", "name", "is_current", "is_ceased", "is_superseded", "is_deprecated"} <= {*spr}:
        row = database.execute("select * from spr where id = ?", (place.id,)).fetchone()
        if row:
            place.name = _text(row["name"])
            place.gone = row["is_current"] == 0 or row["is_ceased"] == 1
            place.superseded = row["is_superseded"] == 1
            place.deprecated = row["is_deprecated"] == 1
    if {"id", "other_id", "other_source"} <= {*held.get("concordances", ())}:
        rows = database.execute("select other_source, other_id from concordances where id = ?", (place.id,))
        for row in rows:
            _add_elsewhere(place, str(row[0]), str(row[1]))
