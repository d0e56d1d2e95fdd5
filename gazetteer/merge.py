"""Many records of one entity become one, with the provenance of every name kept.

Records belong together when they share an id (their own, or one in `same_as`), unless a source tells the two
apart; `gazetteer.joining` has the rules. The first one gives the entity its id; what it leaves open is filled in
by the next. Names are joined, not replaced: an untagged name takes over the language, role and years that
another source knows for the same spelling, and names that say different things about one spelling stay side by
side.

Sources without ids in common are joined by what they do share: CLDR and the territories by ISO code, a
time-zone city of CLDR and a place of GeoNames by country, zone and English name.

Weights of territories are made here, since only the cities inside tell how important one is
(`weigh_territories`). Records stream: what is held is a short fact for each city; records that wait to be
merged do so on disk (`gazetteer.spool`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gazetteer.model import Entity, Name, Record
from gazetteer.sources.cldr import CldrNames, ZoneCity
from gazetteer.sources.geonames_cities import CityRecord
from gazetteer.sources.packages import TERRITORIES_WEAK
from gazetteer.sources.territories import TerritoryRecord
from gazetteer.spool import Spool

REGION_WEIGHT = 500_000
"""A region whose cities are not known: between a large city and any village of the same name."""
REGION_CEILING = 1_000_000
"""Regions compete with cities, never with countries: the state of Georgia comes after the country."""
HISTORIC_WEIGHT = 100_000
"""A state that is no more: above villages, below what exists."""
CITY_POPULATION = 100_000
"""From this size on, a city's names are kept apart from those of its country."""
NAMESAKE_POPULATION = 10_000
"""A smaller place of the same name is not what people mean by it when a region has the name too."""


def folded(text: str) -> str:
    """Letters and digits alone, without case and marks: the measure by which spellings are the same here.

    Example:
        >>> folded("Saint-Étienne") == folded("saint etienne")
        True
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def add_names(record: Record, names: Iterable[Name]) -> Record:
    """A record with more names; an untagged name of the same text takes over what a new one knows."""
    joined = list(record.names)
    places = {name.text: at for at, name in reversed(list(enumerate(joined)))}
    known = set(joined)
    for name in names:
        at = places.get(name.text)
        if at is not None and _is_bare(joined[at]) and joined[at].script == name.script:
            known.discard(joined[at])
            joined[at] = name
        elif name not in known:
            places.setdefault(name.text, len(joined))
            joined.append(name)
        known.add(name)
    return Record(record.entity, tuple(joined))


def _is_bare(name: Name) -> bool:
    return not name.lang and name.role == "alternate" and name.valid_from is None and name.valid_to is None


def merge_records(records: Iterable[Record], apart: Iterable[tuple[str, str]] = ()) -> Iterator[Record]:
    """Join the records that share an id, in the order of their first occurrence, in bounded memory.

    Args:
        records: by falling priority of their sources: the first of a group gives the id and decides what
            sources contradict each other in.
        apart: pairs of ids that are never one entity.
    """
    with Spool(apart=apart) as spool:
        spool.add(0, records)
        for group in spool.groups():
            yield join(group)


def join(group: Sequence[Record]) -> Record:
    """One record of several; the first one gives the id."""
    first, *others = group
    entity, joined = first.entity, first
    for other in others:
        ids = dict.fromkeys((*entity.same_as, other.entity.id, *other.entity.same_as))
        ids.pop(entity.id, None)
        entity = replace(
            entity,
            feature=entity.feature or other.entity.feature,
            country=entity.country or other.entity.country,
            weight=max(entity.weight, other.entity.weight),
            same_as=tuple(ids),
        )
        joined = add_names(joined, other.names)
    return Record(entity, joined.names)


@dataclass(slots=True)
class CityFacts:
    """What the cities tell about territories and time zones, gathered in one pass over them.

    population: by country. districts: population by (country, first-level district). namesakes: the most
    populous place by (country, folded main name), as (population, district). cities: folded names of the
    large cities of a country. zone_cities: the place of each time-zone city, as (population, id, zone city).
    """

    population: dict[str, int] = field(default_factory=dict)
    districts: dict[tuple[str, str], int] = field(default_factory=dict)
    namesakes: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)
    cities: dict[str, set[str]] = field(default_factory=dict)
    zone_cities: dict[tuple[str, str], tuple[int, str, ZoneCity]] = field(default_factory=dict)


def gather(cities: Iterable[CityRecord], cldr: CldrNames | None = None) -> CityFacts:
    """Read all cities once and keep what `weigh_territories` and `zone_names` need."""
    facts = CityFacts()
    wanted: dict[tuple[str, str], list[ZoneCity]] = {}
    for city in cldr.cities if cldr else ():
        wanted.setdefault((city.country, city.zone), []).append(city)
    for place in cities:
        entity = place.record.entity
        country, people = entity.country, entity.weight
        facts.population[country] = facts.population.get(country, 0) + people
        district = (country, place.admin1)
        facts.districts[district] = facts.districts.get(district, 0) + people
        name = folded(place.record.names[0].text)
        facts.namesakes.setdefault((country, name), []).append((people, place.admin1))
        if people >= CITY_POPULATION:
            names = facts.cities.setdefault(country, set())
            names.update(folded(known.text) for known in place.record.names)
        zone = cldr.zones.get(place.timezone, place.timezone) if cldr else ""
        for city in wanted.get((country, zone), ()):
            best = facts.zone_cities.get((country, city.english))
            if (best is None or people > best[0]) and _is_called(place.record, city.english):
                facts.zone_cities[country, city.english] = (people, entity.id, city)
    return facts


def _is_called(record: Record, english: str) -> bool:
    """Whether a label of a time zone is the main name of a place, accents aside.

    Some labels name the island or the country in place of the city: Bahia for Salvador, Puerto Rico for San Juan.
    """
    return folded(record.names[0].text) == folded(english)


def zone_names(facts: CityFacts, cldr: CldrNames) -> dict[str, tuple[Name, ...]]:
    """Names of time-zone cities by the id of the place that each was found to be."""
    found: dict[str, tuple[Name, ...]] = {}
    for _, identifier, city in sorted(facts.zone_cities.values(), key=lambda entry: entry[1]):
        own = cldr.languages.get(city.country, ())
        found[identifier] = found.get(identifier, ()) + informative(city.names, own)
    return found


def informative(names: Sequence[Name], own_languages: Sequence[str]) -> tuple[Name, ...]:
    """Names by language, without those that merely repeat the English one.

    A policy that finds no name in a language falls back to the English one anyway; the repetitions would
    be two thirds of all.
    """
    english = {name.text for name in names if name.lang == "en"}
    return tuple(name for name in names if name.lang in ("en", *own_languages) or name.text not in english)


def weigh_territories(
    territories: Iterable[TerritoryRecord], facts: CityFacts, cldr: CldrNames | None = None
) -> Iterator[Record]:
    """Territories with a weight, and with their CLDR names.

    A country weighs what the cities in it weigh together, so it comes before each of them. A region weighs
    what its cities weigh together, up to `REGION_CEILING`, where its code is that of a GeoNames district (the
    United States, Switzerland), else `REGION_WEIGHT`. But a town of the same name, in the region where
    districts can be told, comes just before it: who says "Luhansk" means the city.
    """
    rows = list(territories)
    coded = _coded_alike(rows, facts)
    for row in rows:
        record = row.record
        record = replace(record, entity=replace(record.entity, weight=_weight(row, facts, coded)))
        code = row.record.entity.id.removeprefix("iso:")
        if cldr and code in cldr.territories:
            names = informative(cldr.territories[code], cldr.languages.get(code, ()))
            record = add_names(record, names)
        yield _without_cities(record, facts) if record.entity.feature == "country" else record


def _without_cities(record: Record, facts: CityFacts) -> Record:
    """A country without those of its weak names that are a large city's and not also its own ("Berlin")."""
    cities = facts.cities.get(record.entity.country, set())
    own = {folded(name.text) for name in record.names if name.source != TERRITORIES_WEAK.id}
    kept = (
        name
        for name in record.names
        if name.source != TERRITORIES_WEAK.id or folded(name.text) in own or folded(name.text) not in cities
    )
    return replace(record, names=tuple(kept))


def _coded_alike(rows: Sequence[TerritoryRecord], facts: CityFacts) -> frozenset[str]:
    """Countries whose districts have the same codes in both sources, judged by all regions listed."""
    parts: dict[str, set[str]] = {}
    for row in rows:
        if row.record.entity.id.startswith("iso:") and "-" in row.code:
            country, _, district = row.code.upper().partition("-")
            parts.setdefault(country, set()).add(district)
    return frozenset(
        country for country, codes in parts.items() if all((country, code) in facts.districts for code in codes)
    )


def _weight(row: TerritoryRecord, facts: CityFacts, coded: frozenset[str]) -> int:
    entity = row.record.entity
    if entity.feature == "historic":
        return HISTORIC_WEIGHT
    district = row.code.upper().partition("-")[2]
    country = entity.country
    if not district:
        return facts.population[country] + 1 if country in facts.population else REGION_WEIGHT
    known = country in coded
    base = min(facts.districts[country, district], REGION_CEILING) if known else REGION_WEIGHT
    namesake = max(
        (
            people
            for name in {folded(name.text) for name in row.record.names if name.role != "generated"}
            for people, inside in facts.namesakes.get((country, name), ())
            if people >= NAMESAKE_POPULATION and (not known or inside == district)
        ),
        default=0,
    )
    return min(base, namesake - 1) if namesake else base


def join_additions(records: Iterable[Record], names: Mapping[str, Sequence[Name]]) -> Iterator[Record]:
    """Records, with names added to those whose id is a key of `names`."""
    for record in records:
        extra = names.get(record.entity.id)
        yield add_names(record, extra) if extra else record


def renamed(entity: Entity, identifier: str) -> Entity:
    """An entity under another id; the old one stays among `same_as`."""
    others = dict.fromkeys((*entity.same_as, entity.id))
    others.pop(identifier, None)
    return replace(entity, id=identifier, same_as=tuple(others))
