"""Wikidata's JSON dump: one array of entities, one a line.

`latest-all.json.bz2` has `[` on its first line, an entity on each of the next, with a comma at the end, and `]` on the
last; so has every part that was cut out of it, and JSON lines without the brackets are read too. A row is an
entity. Properties and lexemes are left out.

Of statements the truthy ones count: those of rank "preferred" where there are any, else "normal". Names are the
exception, since a former official name has its years as qualifiers (P580, P582) and lower rank: all but the
deprecated ones are read. Values are taken as they are only where they have the expected type; an item with
damaged parts gives what is sound in it.

The dump is read once, entity by entity, so that memory does not grow with it. `wikidata_item` tells what becomes of
an item.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gazetteer.model import Kind, Record
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.rows import json_objects
from gazetteer.sources.tally import Tally, refuse_empty
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.wikidata_item import FACTS, NAME_ROLES, QID, WIKIDATA, Item, Monolingual, Reading, read_item
from gazetteer.sources.years import year_of

_WHAT = "a JSON dump of Wikidata"
_START, _END = "P580", "P582"
_YEAR_PRECISION = 9
"""Wikidata's precision of a year; lower ones are decades, centuries and so on."""


def read_wikidata(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    kinds: Collection[Kind] = (),
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    min_weight: int = 0,
    classes: Mapping[str, Kind] | None = None,
    source: str = WIKIDATA.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places, people and organisations from a JSON dump of Wikidata.

    Args:
        path: the dump or a part of it, compressed or not; "-" for standard input.
        tally: counts of entities read, kept, refused, left out.
        kinds: of the entities wanted; all when empty.
        countries: ISO 3166-1 codes, of P17 or P27; all when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        min_weight: fewer inhabitants, or fewer wikis with a page, are left out.
        classes: the kind of further classes, by item ("Q16917" -> "org" for hospitals).
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record an item, ids "wd:Q…", the English label first.

    Raises:
        SourceError: the file cannot be read, or is no such dump.
    """
    tally = tally if tally is not None else Tally()
    reading = Reading(Wanted.of(countries, languages, kinds, min_weight), source, classes or {})
    with open_text(path, limits, tally=tally) as lines:
        for where, entity in json_objects(lines, tally, _WHAT):
            identifier = entity.get("id")
            if not isinstance(identifier, str) or not ("labels" in entity or "claims" in entity):
                tally.refuse(where, "the object is no entity of Wikidata", "an id, labels and claims are expected.")
            elif entity.get("type", "item") != "item" or not QID.fullmatch(identifier):
                tally.leave("not an item")
            elif record := read_item(_item(identifier, entity, tally), where, reading, tally):
                yield record
        refuse_empty(tally, lines.name, _WHAT)


def _item(identifier: str, entity: Mapping[str, Any], tally: Tally) -> Item:
    item = Item(identifier, wikis=len(_object(entity.get("sitelinks"))))
    for code, label in _object(entity.get("labels")).items():
        text = _object(label).get("value")
        if isinstance(text, str):
            item.labels[code] = text
    for code, aliases in _object(entity.get("aliases")).items():
        texts = (_object(alias).get("value") for alias in _list(aliases))
        item.aliases += ((code, text) for text in texts if isinstance(text, str))
    claims = _object(entity.get("claims"))
    for known in FACTS & claims.keys():
        item.facts[known] = [value for claim in _truthy(claims[known]) if (value := _plain(claim))]
    for known, role in NAME_ROLES.items():
        for claim in _list(claims.get(known)):
            value = _value(_object(claim).get("mainsnak"))
            text, language = _object(value).get("text"), _object(value).get("language")
            if isinstance(text, str) and isinstance(language, str) and claim.get("rank") != "deprecated":
                start, end = (_year(claim, qualifier, tally) for qualifier in (_START, _END))
                item.statements.append(Monolingual(role, language, text, start, end))
    return item


def _truthy(claims: Any) -> list[Any]:
    ranked = [(claim, _object(claim).get("rank")) for claim in _list(claims)]
    best = [claim for claim, rank in ranked if rank == "preferred"]
    return best or [claim for claim, rank in ranked if rank != "deprecated"]


def _plain(claim: Any) -> str:
    """A value as text: the id of an item, an amount, a string; coordinates only as being there."""
    value = _value(_object(claim).get("mainsnak"))
    if isinstance(value, str):
        return value
    parts = _object(value)
    found = parts.get("id") or parts.get("amount") or ("there" if "latitude" in parts else "")
    if not found and isinstance(parts.get("numeric-id"), int):  # older dumps give items by their number alone
        found = f"Q{parts['numeric-id']}"
    return found if isinstance(found, str) else ""


def _value(snak: Any) -> Any:
    return _object(_object(snak).get("datavalue")).get("value")


def _year(claim: Any, qualifier: str, tally: Tally) -> int | None:
    """The year of a qualifier; None where there is none, or nothing so exact."""
    snaks = _list(_object(claim.get("qualifiers")).get(qualifier))
    time = _object(_value(snaks[0])) if snaks else {}
    text, precision = time.get("time"), time.get("precision", _YEAR_PRECISION)
    if not isinstance(text, str):
        return None
    year = year_of(text) if isinstance(precision, int) and precision >= _YEAR_PRECISION else None
    if year is None:
        tally.note("a date that tells no year")
    return year


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
