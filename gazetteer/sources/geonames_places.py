"""Places of GeoNames: what a row of 19 columns says, and whether it is wanted.

The columns: geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code,
country code, cc2, admin1 to admin4, population, elevation, dem, timezone, modification date. `geonames_dump` tells
how files of them are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gazetteer.model import Entity, Name, Role
from gazetteer.sources.geonames_cities import fold_marks
from gazetteer.sources.geonames_names import number_of
from gazetteer.sources.rows import LONGEST_NAME, distinct
from gazetteer.sources.wanted import Wanted

COLUMNS = 19
NAME, ALTERNATES, CLASS, FEATURE, COUNTRY, POPULATION = 1, 3, 6, 7, 8, 14
"""Positions of the columns that are read, beside the id, which is the first."""

_FEATURES = {
    "H": "water", "L": "area", "R": "road", "S": "spot", "T": "relief", "U": "undersea", "V": "vegetation",
}  # fmt: skip
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH", "PCLH"})
_CODE = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Place(NamedTuple):
    """A place with the names that stand in its own row."""

    number: int
    entity: Entity
    names: tuple[Name, ...]


class Choice(NamedTuple):
    """What is asked of a file of places."""

    wanted: Wanted
    classes: frozenset[str]
    codes: frozenset[str]
    source: str

    def misses(self, cells: list[str]) -> str:
        """Why a sound row is left out; "" where it is not."""
        if self.classes and cells[CLASS] not in self.classes:
            return "another feature class"
        if self.codes and cells[FEATURE] not in self.codes:
            return "another feature code"
        return self.wanted.misses("place", cells[COUNTRY], int(cells[POPULATION] or 0))

    def place(self, cells: list[str], *, untagged: bool) -> Place:
        """The place that a sound row records; `untagged`: with the column of alternate names."""
        country = cells[COUNTRY] if _COUNTRY.fullmatch(cells[COUNTRY]) else ""
        same = (f"iso:{country}",) if cells[FEATURE] == "PCLI" and country else ()
        weight = max(int(cells[POPULATION] or 0), 0)
        entity = Entity(f"gn:{cells[0]}", "place", feature_of(cells[CLASS], cells[FEATURE]), country, weight, same)
        texts = [cells[NAME], *(cells[ALTERNATES].split(",") if untagged else ())]
        return Place(int(cells[0]), entity, distinct(_untagged(texts, self.source)))


def _untagged(texts: list[str], source: str) -> Iterator[Name]:
    for position, raw in enumerate(texts):
        text, script = fold_marks(raw)
        if text:
            role: Role = "alternate"
            if position and _CODE.fullmatch(text):
                role = "code"
            elif position and script == "Latn" and text == text.lower():
                role = "generated"
            yield Name(text, script=script, role=role, source=source)


def feature_of(feature_class: str, code: str) -> str:
    """This package's name for a feature of GeoNames.

    Example:
        >>> feature_of("P", "PPLA"), feature_of("A", "ADM1"), feature_of("A", "PCLI"), feature_of("A", "ADM2H")
        ('city', 'region', 'country', 'historic')
    """
    if code in _GONE or (feature_class == "A" and code.endswith("H")):
        return "historic"
    if feature_class == "P":
        return "city"
    if feature_class == "A":
        return "country" if code.startswith("PCL") else "region" if code == "ADM1" else "district"
    return _FEATURES.get(feature_class, "")


def place_refusal(cells: list[str]) -> tuple[str, str] | None:
    """Why a row cannot be used, and what to do; None where it can."""
    if len(cells) != COLUMNS:
        return f"not {COLUMNS} columns", f"there are {len(cells)}; give the file as GeoNames publishes it."
    if number_of(cells[0]) is None:
        return "the geonameid is no number", "the first column should be digits."
    if not any(map(str.isalnum, cells[NAME])) or len(cells[NAME]) > LONGEST_NAME:
        return "the name has no letter or is far too long", "mend the row."
    population = cells[POPULATION].removeprefix("-")
    if population and not (population.isascii() and population.isdigit() and len(population) < 12):
        return "the population is no number", "the fifteenth column should be digits."
    return None
