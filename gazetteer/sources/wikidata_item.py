"""An item of Wikidata as its names and facts, however it came, and the record that it makes.

Both dumps, JSON and N-Triples, are read into an `Item`; what follows is the same for both.

**Names.** A label is the name to show in its language, so it stands before the aliases; the English one is
canonical. The label `mul` holds for every language that has none of its own: it becomes a name without a
language, and the English one too where English has none. Official names (P1448), native labels (P1705, P1559),
short names (P1813), birth names (P1477) and nicknames (P1449) bring their language, and from JSON their years; what
has ended is a former name. Role "official" means an official romanisation in this package, which Wikidata does not
record, so official names are alternates.

**Kind.** An item says what it is by classes (P31), and there are about 100,000 of them, in a tree that no single
item holds. `wikidata_classes.tsv` knows those with most instances. Without one of these, a legal form, a
headquarters, an industry or employees show an organisation, and coordinates or a GeoNames id a place. Else the
item is left out: books, genes and paintings have names too. Coordinates serve for this alone; an `Entity` has none.

**Country** is the first value of P17 (country) or P27 (citizenship) that has an ISO 3166-1 code.

**Weight** is the number of inhabitants where there is one, else the number of wikis that have a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from gazetteer.model import Entity, Kind, Name, Record, Role
from gazetteer.sources import SourceInfo
from gazetteer.sources.language_codes import wikimedia
from gazetteer.sources.rows import distinct, name_of
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted

WIKIDATA = SourceInfo(
    "wikidata", "Wikidata", "", "CC0-1.0", "", "https://www.wikidata.org/",
)  # fmt: skip
INSTANCE, GEONAMES, COORDINATES, ISO_COUNTRY, ISO_REGION = "P31", "P1566", "P625", "P297", "P300"
COUNTRY, CITIZENSHIP, POPULATION = "P17", "P27", "P1082"
NAME_ROLES: Mapping[str, Role] = {
    "P1448": "alternate", "P1705": "alternate", "P1559": "alternate", "P2561": "alternate", "P1813": "short",
    "P1477": "alternate", "P1449": "alternate",
}  # fmt: skip
"""Properties whose values are names with a language, in the order in which the names stand."""
_SHOW_ORG = ("P1454", "P159", "P452", "P1128")  # legal form, headquarters, industry, employees
FACTS = frozenset({
    INSTANCE, GEONAMES, COORDINATES, ISO_COUNTRY, ISO_REGION, COUNTRY, CITIZENSHIP, POPULATION, *_SHOW_ORG,
})  # fmt: skip
"""Properties that are read, beside those of names."""
QID = re.compile(r"Q[1-9][0-9]{0,11}")
_MULTILINGUAL = "mul"
_NOT_AN_ENTITY = "-"
_GEONAMES_ID = re.compile(r"[1-9][0-9]{0,8}")
_ISO_COUNTRY = re.compile(r"[A-Z]{2}")
_ISO_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_AMOUNT = re.compile(r"\+?([0-9]{1,12})(?:\.[0-9]*)?")


class Monolingual(NamedTuple):
    """A name with its language from a statement, and the years from which and until which it held."""

    role: Role
    lang: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Item:
    """What is read of an item. labels, aliases: by Wikimedia's language codes. facts: values by property."""

    id: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    statements: list[Monolingual] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)
    wikis: int = 0


class Reading(NamedTuple):
    """What is asked of the items: a filter, the id of their source, and classes that the caller adds."""

    wanted: Wanted
    source: str
    classes: Mapping[str, Kind]


def read_item(item: Item, where: str, reading: Reading, tally: Tally) -> Record | None:
    """The record of an item, counted in `tally` as kept, refused or left out."""
    kind, feature = kind_of(item, reading.classes)
    if kind is None:
        tally.leave("a page of the wiki, not an entity" if feature == _NOT_AN_ENTITY else "of no kind known here")
        return None
    entity = _entity(item, kind, feature)
    reason = reading.wanted.misses(kind, entity.country, entity.weight)
    if reason:
        tally.leave(reason)
        return None
    names = distinct(name for name in _names(item, reading.source) if name is None or reading.wanted.name(name))
    if names:
        tally.kept += 1
        return Record(entity, names)
    if item.labels or item.aliases or item.statements:
        tally.leave("another language")
    else:
        tally.refuse(where, "the item has no name", "it has neither label nor alias, and cannot be found.")
    return None


def kind_of(item: Item, added: Mapping[str, Kind]) -> tuple[Kind | None, str]:
    """The kind of an item and its feature; (None, …) where nothing shows one.

    Example:
        >>> kind_of(Item("Q1899", facts={"P31": ["Q515"]}), {})
        ('place', 'city')
        >>> kind_of(Item("Q1", facts={"P625": ["Point(39.3 48.6)"]}), {})
        ('place', '')
    """
    known = classes()
    found: tuple[Kind | None, str] = (None, "")
    for value in item.facts.get(INSTANCE, ()):
        if value in added:
            return added[value], ""
        kind, feature = known.get(value, (None, ""))
        if kind == _NOT_AN_ENTITY:
            return None, _NOT_AN_ENTITY
        if kind and found[0] is None:
            found = cast("Kind", kind), feature
    if found[0]:
        return found
    if any(item.facts.get(shown) for shown in _SHOW_ORG):
        return "org", ""
    is_place = item.facts.get(GEONAMES) or item.facts.get(COORDINATES)
    return ("place", "") if is_place else (None, "")


def _entity(item: Item, kind: Kind, feature: str) -> Entity:
    facts = item.facts
    same = [f"gn:{value}" for value in facts.get(GEONAMES, ()) if _GEONAMES_ID.fullmatch(value)]
    iso = [value for value in facts.get(ISO_COUNTRY, ()) if _ISO_COUNTRY.fullmatch(value)]
    regions = [value for value in facts.get(ISO_REGION, ()) if _ISO_REGION.fullmatch(value)]
    same += [f"iso:{value}" for value in (*iso, *regions)]
    countries = (countries_by_item().get(value) for value in (*facts.get(COUNTRY, ()), *facts.get(CITIZENSHIP, ())))
    country = next(iter(iso), "") or next(filter(None, countries), "") or (regions[0][:2] if regions else "")
    people = [int(found[1]) for value in facts.get(POPULATION, ()) if (found := _AMOUNT.fullmatch(value))]
    weight = max(people, default=0) or item.wikis
    return Entity(f"wd:{item.id}", kind, feature, country, weight, tuple(dict.fromkeys(same)))


def _names(item: Item, source: str) -> Iterator[Name | None]:
    labels = item.labels
    default = labels.get(_MULTILINGUAL, "")
    english = labels.get("en") or default
    if english:
        yield name_of(english, source, "en", "canonical")
    if default:
        yield name_of(default, source)
    for code, text in labels.items():
        if code not in ("en", _MULTILINGUAL):
            yield name_of(text, source, wikimedia(code))
    for role, code, text, start, end in item.statements:
        yield name_of(text, source, wikimedia(code), role if end is None else "former", start=start, end=end)
    for code, text in item.aliases:
        yield name_of(text, source, wikimedia(code))


@lru_cache(maxsize=1)
def classes() -> Mapping[str, tuple[str, str]]:
    """Kind ("-" for none) and feature by the item of the class."""
    return {item: (kind, feature) for item, kind, feature, _ in _table("wikidata_classes.tsv")}


@lru_cache(maxsize=1)
def countries_by_item() -> Mapping[str, str]:
    """ISO 3166-1 codes by the item of the country."""
    return {row[0]: row[1] for row in _table("wikidata_countries.tsv")}


def _table(name: str) -> Iterable[list[str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
