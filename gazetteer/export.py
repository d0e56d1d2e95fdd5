"""Gazetteers written out again: as a table, as FollowTheMoney, as Linked Places.

What is written can be read by other programs and edited by hand, and a build from it makes the same gazetteer:
same entities, names, provenance and keys. A table has all columns of a user's table. The two foreign formats hold
what they have a place for, in the way that other programs expect, and carry the rest along in one member of their
own (`gazetteer.sources.carried`). The first line says which sources the names come from, with their licences: they
bind what is exported as they bind the gazetteer.

What a format cannot hold is left out and counted: FollowTheMoney has no places and Linked Places nothing else; a
TSV cannot have tabs or line ends in a name, no table an entity without names, and no list of ids, since spaces
separate them, an id with a space.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gazetteer.model import Entity, Name, Record
from gazetteer.sources.carried import HEADER_KEY, HEADER_MARK, FileFacts, carried, name_as_dict
from gazetteer.sources.values import COLUMNS

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
SCHEMATA = {"person": "Person", "org": "Organization"}
_PROPERTIES = {"former": "previousName", "short": "weakAlias"}
_CLASSES = {"city": "P", "region": "A", "country": "A", "": "P"}
_ADDRESSES = (("gn:", "https://www.geonames.org/"), ("wd:", "http://www.wikidata.org/entity/"))


@dataclass(slots=True)
class ExportReport:
    """What was written, and what was left out by reason; complete when the lines are exhausted."""

    entities: int = 0
    names: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def export_lines(
    records: Iterable[Record], form: str, file: FileFacts, report: ExportReport | None = None
) -> Iterator[str]:
    """The lines of an export, without their ends, as a stream.

    Args:
        records: what to write.
        form: one of FORMS.
        file: what is to be said about the whole.
        report: counts.

    Raises:
        KeyError: there is no such form.

    Example:
        >>> record = Record(Entity("x:1", "place", country="UA"), (Name("Київ", "uk", "Cyrl"),))
        >>> print(*export_lines([record], "tsv", FileFacts(complete=True)), sep="\\n")
        #gazetteer	{"complete": true, "facts": {}, "sources": []}
        id	name	kind	feature	lang	script	role	country	weight	valid_from	valid_to	source	same_as
        x:1	Київ	place		uk	Cyrl	alternate	UA	0
    """
    return FORMS[form](records, file, report if report is not None else ExportReport())


def _jsonl(records: Iterable[Record], file: FileFacts, report: ExportReport) -> Iterator[str]:
    yield _json({HEADER_KEY: file.as_dict()})
    for record in _named(records, report):
        facts = _facts(record.entity, report)
        same_as = {"same_as": facts.pop("same_as")} if "same_as" in facts else {}
        for name in record.names:
            report.names += 1
            yield _json({"id": record.entity.id, **name_as_dict(name), **facts, **same_as})


def _tsv(records: Iterable[Record], file: FileFacts, report: ExportReport) -> Iterator[str]:
    yield HEADER_MARK + _json(file.as_dict())
    yield "\t".join(COLUMNS)
    for record in _named(records, report):
        facts = {"weight": 0, **_facts(record.entity, report)}
        facts["same_as"] = " ".join(facts.get("same_as", ()))
        for name in record.names:
            row = {"id": record.entity.id, **facts, **name_as_dict(name), "role": name.role}
            cells = [str(row.get(column, "")) for column in COLUMNS]
            if any(_is_unwritable(cell) for cell in cells):
                report.left_out["a tab, a line end or half a character in a name"] += 1
            else:
                report.names += 1
                yield "\t".join(cells)


def _is_unwritable(cell: str) -> bool:
    return (not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell)) or any(c in cell for c in "\t\n\r")


def _named(records: Iterable[Record], report: ExportReport) -> Iterator[Record]:
    for record in records:
        if record.names:
            report.entities += 1
            yield record
        else:
            report.left_out["an entity without names"] += 1


def _facts(entity: Entity, report: ExportReport) -> dict[str, Any]:
    same_as = [identifier for identifier in entity.same_as if identifier and not any(map(str.isspace, identifier))]
    if len(same_as) < len(entity.same_as):
        report.left_out["an id elsewhere that has a space in it"] += len(entity.same_as) - len(same_as)
    facts = {
        "kind": entity.kind, "feature": entity.feature, "country": entity.country, "weight": entity.weight,
        "same_as": same_as,
    }  # fmt: skip
    return {column: value for column, value in facts.items() if value}


def _ftm(records: Iterable[Record], file: FileFacts, report: ExportReport) -> Iterator[str]:
    for record in records:
        schema = SCHEMATA.get(record.entity.kind)
        if schema is None:
            report.left_out["FollowTheMoney has no places"] += 1
            continue
        first = file if not report.entities else None
        report.entities += 1
        report.names += len(record.names)
        yield _json(_ftm_entity(record, schema, first))


def _ftm_entity(record: Record, schema: str, file: FileFacts | None) -> dict[str, Any]:
    entity = record.entity
    properties: dict[str, list[str]] = {}
    for name in record.names:
        column = _PROPERTIES.get(name.role, "name")
        if name.role not in ("generated", "code"):
            properties.setdefault(column, [])
            properties[column] += [name.text] if name.text not in properties[column] else []
    if entity.country:
        properties["country"] = [entity.country.lower()]
    if qids := [i.removeprefix("wd:") for i in (entity.id, *entity.same_as) if i.startswith("wd:")]:
        properties["wikidataId"] = qids
    caption = next(iter(properties.get("name", ())), entity.id)
    identifier = entity.id.removeprefix("wd:").removeprefix("os:").removeprefix("ftm:")
    return {
        "id": identifier, "caption": caption, "schema": schema, "properties": properties,
        HEADER_KEY: carried(record, file),
    }  # fmt: skip


def _lpf(records: Iterable[Record], file: FileFacts, report: ExportReport) -> Iterator[str]:
    yield f'{{"type": "FeatureCollection", "@context": "{CONTEXT}", "features": ['
    for record in records:
        if record.entity.kind != "place":
            report.left_out["Linked Places has nothing but places"] += 1
            continue
        comma, first = ("", file) if not report.entities else (",", None)
        report.entities += 1
        report.names += len(record.names)
        yield comma + _json(_feature(record, first))
    yield "]}"


def _feature(record: Record, file: FileFacts | None) -> dict[str, Any]:
    entity = record.entity
    properties = {
        "title": record.names[0].text if record.names else entity.id,
        "ccodes": [entity.country] if entity.country else [],
        "fclasses": [_CLASSES.get(entity.feature, "P")],
    }  # fmt: skip
    shown = (name for name in record.names if name.role not in ("generated", "code"))
    return {
        "@id": _address(entity.id), "type": "Feature", "properties": properties, "geometry": None,
        "names": [_toponym(name) for name in shown],
        "links": [{"type": "closeMatch", "identifier": _address(other)} for other in entity.same_as],
        HEADER_KEY: carried(record, file),
    }  # fmt: skip


def _toponym(name: Name) -> dict[str, Any]:
    points = (("start", name.valid_from), ("end", name.valid_to))
    span = {end: {"in": _iso_year(year)} for end, year in points if year is not None}
    return {
        "toponym": name.text,
        **({"lang": name.lang} if name.lang else {}),
        **({"citations": [{"label": name.source}]} if name.source else {}),
        **({"when": {"timespans": [span]}} if span else {}),
    }


def _iso_year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def _address(identifier: str) -> str:
    return next((to + identifier[len(of) :] for of, to in _ADDRESSES if identifier.startswith(of)), identifier)


def _json(value: object) -> str:
    """JSON with letters as letters; text that no UTF-8 can hold is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text) else json.dumps(value)


FORMS: dict[str, Callable[[Iterable[Record], FileFacts, ExportReport], Iterator[str]]] = {
    "jsonl": _jsonl, "tsv": _tsv, "ftm": _ftm, "lpf": _lpf,
}  # fmt: skip
"""The forms of an export, by name."""
