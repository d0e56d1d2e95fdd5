"""The tags of an OpenStreetMap element as a place with its names.

Names stand in many tags. `name` is what the sign on the spot says, in no certain language; `name:uk` is a language's;
`official_name`, `alt_name`, `int_name`, `loc_name`, `reg_name` and `nat_name` are alternates, `short_name` is a short
form, `old_name` a former one, and each may be followed by a language (`old_name:uk`), years (`old_name:1935-1958`,
`name:1961-2016`) or a number (`alt_name_1`). Values hold several names between semicolons, but for `name` itself. A
name whose years have ended is a former one. What follows a colon and is none of these (`name:etymology`) does not
name the place.

In disputed places `name` follows whoever controls the ground; `name:uk` and `name:ru` stand beside it, and policies
that ask for a language never look at `name`.

`official_name` is an alternate here, since role "official" means an official romanisation in this package.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from gazetteer.model import Entity, Name, Record, Role
from gazetteer.sources import SourceInfo
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.rows import distinct, name_of
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted

OSM = SourceInfo(
    "osm", "OpenStreetMap", "", "ODbL-1.0",
    "Contains data from OpenStreetMap, © OpenStreetMap contributors (openstreetmap.org/copyright), available under the "
    "Open Database License; a gazetteer made of it may be passed on under the same licence only.",
    "https://www.openstreetmap.org/",
)  # fmt: skip
KEYS = ("place", "boundary")
"""Elements with one of these tags are places."""

_ROLES: Mapping[str, Role] = {
    "name": "alternate", "official_name": "alternate", "int_name": "alternate", "nat_name": "alternate",
    "reg_name": "alternate", "loc_name": "alternate", "alt_name": "alternate", "short_name": "short",
    "old_name": "former", "iata": "code",
}  # fmt: skip
"""Roles of tags, in the order in which the names stand."""
_ORDER = {base: position for position, base in enumerate(_ROLES)}
_NUMBERED = re.compile(r"(\w*?[a-z])_[0-9]{1,2}")
_SPAN = re.compile(r"([0-9]{4})?(-{1,2}|\.\.)([0-9]{4})?|([0-9]{4})")
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
_ISO = re.compile(r"[A-Z]{2}")
_ISO_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_PEOPLE = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f,'][0-9]{3})+|[0-9]{1,10}")
_OWN_CODE = ("ISO3166-1", "ISO3166-1:alpha2")
_COUNTRY_TAGS = (*_OWN_CODE, "country_code", "addr:country", "is_in:country_code")
_SETTLEMENTS = frozenset({"city", "town", "village", "hamlet", "isolated_dwelling"})
_FEATURES = {
    "country": "country", "state": "region", "region": "region", "province": "region", "district": "district",
    "county": "district", "municipality": "district", "borough": "district", "suburb": "district",
    "quarter": "district", "neighbourhood": "district", "island": "island", "islet": "island",
    "archipelago": "island", "sea": "water", "ocean": "water", "continent": "area",
}  # fmt: skip
_OTHER_KEYS = {"waterway": "water", "natural": "area", "historic": "historic"}
_LEVEL_COUNTRY, _LEVEL_REGION = 2, 4
"""Administrative levels: countries have 2; 3 and 4 are their first division nearly everywhere."""

ElementType = Literal["n", "w", "r"]


class Element(NamedTuple):
    """A node, way or relation with its tags."""

    type: ElementType
    id: int
    tags: Mapping[str, str]


class Reading(NamedTuple):
    """What is asked of the elements: a filter, keys of places, the country of the extract, the source's id."""

    wanted: Wanted
    keys: Collection[str]
    country: str
    source: str


def read_element(element: Element, where: str, reading: Reading, tally: Tally) -> Record | None:
    """The record of an element, counted in `tally` as read, and as kept, refused or left out."""
    tally.read += 1
    tags = element.tags
    if not any(key in tags for key in reading.keys):
        tally.leave("not a place")
        return None
    if "place" not in tags and tags.get("boundary", "administrative") != "administrative":
        tally.leave("another boundary")
        return None
    entity = _entity(element, reading.country, tally)
    reason = reading.wanted.misses("place", entity.country, entity.weight)
    if reason:
        tally.leave(reason)
        return None
    every = distinct(_names(tags, reading.source))
    names = tuple(name for name in every if reading.wanted.name(name))
    if names:
        tally.kept += 1
        return Record(entity, names)
    if every:
        tally.leave("another language")
    else:
        tally.leave("a place without a name")
    return None


def _entity(element: Element, country: str, tally: Tally) -> Entity:
    tags = element.tags
    feature = feature_of(tags)
    region = next((v for v in [tags.get("ISO3166-2", "")] if _ISO_REGION.fullmatch(v)), "")
    codes = (tags.get(key, "").upper() for key in _COUNTRY_TAGS)
    code = next((code for code in codes if _ISO.fullmatch(code)), region[:2] or country)
    same = [f"wd:{item}" for item in map(str.strip, tags.get("wikidata", "").split(";")) if _QID.fullmatch(item)]
    same += [f"iso:{region}"] if region else []
    same += [f"iso:{code}"] if feature == "country" and any(key in tags for key in _OWN_CODE) else []
    weight = _people(tags.get("population", ""), tally)
    return Entity(f"osm:{element.type}{element.id}", "place", feature, code, weight, tuple(same))


def feature_of(tags: Mapping[str, str]) -> str:
    """This package's name for what the tags say a place is.

    Example:
        >>> feature_of({"place": "town"}), feature_of({"boundary": "administrative", "admin_level": "4"})
        ('city', 'region')
    """
    place = tags.get("place", "")
    if place:
        return "city" if place in _SETTLEMENTS else _FEATURES.get(place, "area")
    if tags.get("boundary") == "administrative":
        level = tags.get("admin_level", "")
        number = int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 99
        return "country" if number <= _LEVEL_COUNTRY else "region" if number <= _LEVEL_REGION else "district"
    return next((feature for key, feature in _OTHER_KEYS.items() if key in tags), "")


def _people(text: str, tally: Tally) -> int:
    plain = text.strip()
    if not _PEOPLE.fullmatch(plain):
        if plain:
            tally.note("a population that is no number")
        return 0
    return int("".join(filter(str.isdigit, plain)))


def _names(tags: Mapping[str, str], source: str) -> Iterator[Name | None]:
    found = [(tag, value) for key, value in tags.items() if (tag := _tag(key))]
    for tag, value in sorted(found, key=lambda pair: (_ORDER[pair[0].base], pair[0] != _Tag(pair[0].base))):
        for text in [value] if tag == _Tag("name") else value.split(";"):
            yield name_of(text, source, tag.lang, _role(tag), start=tag.start, end=tag.end)


class _Tag(NamedTuple):
    """A key that holds names: which, in what language, from and until which year."""

    base: str
    lang: str = ""
    start: int | None = None
    end: int | None = None


def _tag(key: str) -> _Tag | None:
    """What the key of a tag says about the names in it; None where it holds none."""
    base, *suffixes = key.split(":")
    numbered = _NUMBERED.fullmatch(base)
    tag = _Tag(numbered[1] if numbered else base)
    if tag.base not in _ROLES:
        return None
    for suffix in suffixes:
        span = _SPAN.fullmatch(suffix)
        if span:
            start, _, end, only = span.groups()
            tag = tag._replace(start=_number(start or only), end=_number(end or only))
        elif suffix[:1].islower() and (lang := bcp47(suffix)) and not tag.lang:
            tag = tag._replace(lang=lang)
        else:
            return None
    return tag


def _number(year: str | None) -> int | None:
    return int(year) if year else None


def _role(tag: _Tag) -> Role:
    if tag.end is not None:
        return "former"
    return "canonical" if tag.base == "name" and tag.lang == "en" else _ROLES[tag.base]
