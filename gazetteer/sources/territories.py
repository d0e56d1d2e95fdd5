"""Countries, regions and historic states from rigour's table of territories.

A line is a JSON object with a code ("ua", "us-ca", "ua-cri", "suhh"), a name, strong and weak names, and
Wikidata ids. Things to know:

* a code is ISO 3166-1 where it comes with a three-letter one, and ISO 3166-2 where it has a hyphen, but for a
  handful that the source made up (`NOT_ISO`); those are known by their Wikidata id;
* names have no language tag: `langs` are languages of the territory, not of the names;
* weak names are less certain (adjectives, abbreviations, places inside the territory), so they keep a
  source of their own, by which they can be told apart;
* `other_qids` are what the source treats alike, not the same entity (New York's state lists the city), so
  only the main Wikidata id is kept;
* labels such as "Crimea (Occupied Ukraine)" or "CALIFORNIA, U.S.A." describe; they are keys, role
  "generated", and the name without its bracket comes first.

The source knows no population. Weights are given by `gazetteer.merge`, which knows the cities inside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name, Record, Role
from gazetteer.scripts import script_of
from gazetteer.sources import SourceReport
from gazetteer.sources.geonames_cities import fold_marks
from gazetteer.sources.packages import TERRITORIES, TERRITORIES_WEAK

NOT_ISO = frozenset({
    "az-nk", "ba-brk", "cy-trnc", "md-pmr", "pk-km", "so-som", "ua-cri", "ua-dpr", "ua-lpr", "x-so",
})  # fmt: skip
"""Codes with a hyphen that ISO 3166-2 does not have: unrecognised or occupied territories, the source's own."""
NOT_PLACES = frozenset({"zz"})
"""The source's code for the whole world."""

_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")
_ABBREVIATION = re.compile(r"[^\W\d_]{2,5}|(?:[^\W\d_]\.){2,6}")


@dataclass(frozen=True, slots=True)
class TerritoryRecord:
    """A territory, with the source's code ("us-ca") and that of its parent ("us"), both in lower case."""

    record: Record
    code: str
    parent: str


def read_territories(stream: IO[bytes], report: SourceReport | None = None) -> Iterator[TerritoryRecord]:
    """Territories from rigour's `data.jsonl`, by code.

    Args:
        stream: the file's bytes, UTF-8, a JSON object a line.
        report: counts of names read, kept and left out by reason.

    Yields:
        One record a territory, weight 0, the name to show first.

    Raises:
        SourceError: a line is not such an object.
    """
    report = report or SourceReport(TERRITORIES.id)
    rows = sorted(_rows(stream), key=lambda row: str(row["code"]))
    for row in rows:
        if row["code"] in NOT_PLACES:
            report.skip("not a place")
            continue
        names = tuple(_names(row, report))
        identifier, qid = _identifier(row), f"wd:{row.get('qid')}"
        same_as = (qid,) if row.get("qid") and qid != identifier else ()
        entity = Entity(identifier, "place", _feature(row), _country(row), 0, same_as)
        yield TerritoryRecord(Record(entity, names), row["code"], str(row.get("parent") or ""))


def _rows(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(stream, 1):
        try:
            row = json.loads(line)
            if not (row["code"] and row["name"]):
                raise ValueError("no code or name")
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(
                f"territories, line {number}: not a territory with code and name ({error}); fetch it again."
            ) from error
        yield row


def _identifier(row: dict[str, Any]) -> str:
    code = row["code"]
    historic, subdivision = row.get("is_historical"), "-" in code
    if not historic and (code not in NOT_ISO if subdivision else row.get("alpha3")):
        return f"iso:{code.upper()}"
    return f"wd:{row['qid']}" if row.get("qid") else f"rigour:{code}"


def _feature(row: dict[str, Any]) -> str:
    if row.get("is_historical"):
        return "historic"
    # The flag is not set for some states (Belgium, Portugal, the United Kingdom), which have no parent either.
    sovereign = row.get("is_country") or (row.get("alpha3") and not row.get("parent"))
    return "country" if sovereign else "region"


def _country(row: dict[str, Any]) -> str:
    code, parent = row["code"], str(row.get("parent") or "")
    if row.get("is_historical"):
        return ""
    own = code if len(code) == 2 and row.get("alpha3") else parent
    return own.upper() if len(own) == 2 else ""


def _names(row: dict[str, Any], report: SourceReport) -> Iterator[Name]:
    shown = _BRACKET.sub("", row["name"])
    listed = [(shown, "en", TERRITORIES.id), (row["name"], "en", TERRITORIES.id)]
    if row.get("full_name"):
        listed.append((row["full_name"], "en", TERRITORIES.id))
    listed += [(text, "", TERRITORIES.id) for text in row.get("names_strong") or ()]
    listed += [(text, "", TERRITORIES_WEAK.id) for text in row.get("names_weak") or ()]
    seen: set[str] = set()
    for raw, lang, source in listed:
        report.read += 1
        text = fold_marks(raw)[0]
        if not text or text in seen:
            report.skip("empty name" if not text else "the same name again")
            continue
        report.kept += 1
        yield Name(text, lang, script_of(text), "alternate" if not seen else _role(text), source)
        seen.add(text)


def _role(text: str) -> Role:
    if "(" in text or "," in text:
        return "generated"
    return "short" if text.isupper() and _ABBREVIATION.fullmatch(text) else "alternate"
