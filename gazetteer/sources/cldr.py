"""Names of territories and of time-zone cities by language, from Unicode CLDR as Babel packs it.

Babel keeps each locale as a pickle. A pickle can run code, so two things stand in the way: the wheel is
accepted only with its recorded SHA-256 (`gazetteer.sources.packages`), and it is read by an unpickler that
imports nothing: every class that a file names becomes the same empty one, so that what comes out are
strings, numbers and containers of them.

CLDR names a time zone by an exemplar city ("Europe/Kiev" is "Київ" in Ukrainian, "Kiew" in German), which
gives language-tagged names of some 400 cities in a hundred languages. Where a locale says nothing, the last
part of the zone's id is the English name. Which city of the gazetteer that is, is for the merge to find.
"""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import Name
from gazetteer.scripts import script_of
from gazetteer.sources.packages import CLDR

_LOCALE = re.compile(r"babel/locale-data/([a-z]{2,3}(?:_[A-Z][a-z]{3})?)\.dat")
_ISO = re.compile(r"[A-Z]{2}")
_NO_CITY = ("Etc/", "SystemV/", "US/")
_REGIONAL = frozenset({"QO", "EU", "EZ", "UN", "ZZ", "XA", "XB"})
"""Two-letter codes of CLDR that are no country."""


@dataclass(frozen=True, slots=True)
class ZoneCity:
    """The city of a time zone: the zone's current id, its country, its English name, its names."""

    zone: str
    country: str
    english: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class CldrNames:
    """What CLDR gives: names of countries and their main languages by ISO code, zone cities, zone aliases."""

    territories: Mapping[str, tuple[Name, ...]]
    cities: tuple[ZoneCity, ...]
    languages: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, str]


class _Inert:
    """Stands for any class that a pickle names; takes whatever it is given and does nothing."""

    def __init__(self, *_: object) -> None:
        pass

    def __setstate__(self, _: object) -> None:
        pass


class _PlainUnpickler(pickle.Unpickler):
    """Reads containers of strings and numbers; never imports anything."""

    def find_class(self, module: str, name: str) -> Any:
        return _Inert


def read_cldr(wheel: Path) -> CldrNames:
    """Read all locales of the Babel wheel.

    Args:
        wheel: the fetched and verified file.

    Raises:
        SourceError: the wheel is not what it should be.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            shared = _plain(archive.read("babel/global.dat"))
            locales = dict(_locales(archive))
    except (KeyError, zipfile.BadZipFile, OSError, pickle.UnpicklingError, EOFError) as error:
        raise SourceError(f"{wheel}: it cannot be read as Babel ({error}); remove it to fetch it again.") from error
    zones: dict[str, str] = shared["zone_aliases"]
    return CldrNames(
        _territories(locales), tuple(_cities(locales, zones, shared["zone_territories"])),
        _languages(shared["territory_languages"]), zones,
    )  # fmt: skip


def _plain(data: bytes) -> Any:
    return _PlainUnpickler(io.BytesIO(data)).load()


def _locales(archive: zipfile.ZipFile) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names in each language (or language and script), by BCP 47 tag; the root locale is English here."""
    for member in sorted(archive.namelist()):
        match = _LOCALE.fullmatch(member)
        if match:
            data = _plain(archive.read(member))
            yield (
                match[1].replace("_", "-"),
                {key: data.get(key) or {} for key in ("territories", "time_zones")},
            )
    yield (
        "root",
        {"territories": {}, "time_zones": _plain(archive.read("babel/locale-data/root.dat"))["time_zones"]},
    )


def _name(text: str, lang: str, role: str = "alternate") -> Name:
    shown = "generated" if "(" in text else role
    return Name(text, lang, script_of(text), shown, CLDR.id)  # type: ignore[arg-type]


def _territories(locales: Mapping[str, dict[str, Any]]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, dict[tuple[str, str], Name]] = {}
    for lang, data in locales.items():
        for code, text in data["territories"].items():
            if _ISO.fullmatch(code) and code not in _REGIONAL and isinstance(text, str) and text != code:
                name = _name(text, lang, "canonical" if lang == "en" else "alternate")
                found.setdefault(code, {}).setdefault((text, lang), name)
    return {code: tuple(names.values()) for code, names in found.items()}


def _cities(
    locales: Mapping[str, dict[str, Any]], aliases: Mapping[str, str], countries: Mapping[str, str]
) -> Iterator[ZoneCity]:
    zones = {zone for data in locales.values() for zone in data["time_zones"]}
    english = {**_exemplars(locales["root"]), **_exemplars(locales.get("en", {"time_zones": {}}))}
    for zone in sorted(zones):
        current = aliases.get(zone, zone)
        country = countries.get(current) or countries.get(zone, "")
        if zone.startswith(_NO_CITY) or "/" not in zone or not _ISO.fullmatch(country):
            continue
        own = english.get(zone) or zone.rpartition("/")[2].replace("_", " ")
        names = [_name(own, "en")]
        for lang, data in locales.items():
            text = (data["time_zones"].get(zone) or {}).get("city")
            if isinstance(text, str) and text and lang not in ("en", "root"):
                names.append(_name(text, lang))
        yield ZoneCity(current, country, own, tuple(names))


def _exemplars(data: Mapping[str, Any]) -> dict[str, str]:
    return {zone: entry["city"] for zone, entry in data["time_zones"].items() if "city" in entry}


def _languages(table: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Official languages of a country, the most spoken first; the most spoken one where none is official."""
    found = {}
    for country, languages in table.items():
        ordered = sorted(languages, key=lambda lang: -float(languages[lang]["population_percent"] or 0))
        official = [lang for lang in ordered if languages[lang]["official_status"] in ("official", "de_facto_official")]
        if _ISO.fullmatch(country) and ordered:
            found[country] = tuple(lang.replace("_", "-") for lang in official or ordered[:1])
    return found
