"""FollowTheMoney entities, one JSON object a line: what OpenSanctions, Aleph and many others publish.

A row is a line, a line an entity, and most lines are none that has a name of the kinds read here: ownership,
passports, payments. They are left out by schema and counted. `targets.nested.json` has the same lines with
adjacent entities inside the properties; those are not names, and are passed over.

Properties hold lists of strings without language. `caption` is the publisher's choice among the names and comes
first; `alias` is an alternate, `previousName` a former, `weakAlias` and `abbreviation` a short form, which is
never shown as the name. An entity without any `name` gets one from its first and last names.

Ids: "Q7747" is Wikidata's and becomes "wd:Q7747"; others stay the publisher's ("os:NK-…" where the file is
OpenSanctions', told by what only its exports carry, else "ftm:…"). `wikidataId`, `leiCode` and the ids that an
entity had before (`referents`) are ids of the same entity.

A file that `gazetteer.export` wrote carries in every line, under "gazetteer", what the format has no place for
(languages, roles, years, sources); where it is there, it is what is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from gazetteer.model import Entity, Kind, Name, Record, Role
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import FileFacts, carried_record
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.rows import distinct, json_objects, name_of, texts
from gazetteer.sources.tally import Tally

FTM = SourceInfo("ftm", "FollowTheMoney entities", url="https://followthemoney.tech/")
OPENSANCTIONS = SourceInfo(
    "opensanctions", "OpenSanctions", "", "CC-BY-NC-4.0",
    "Contains data from OpenSanctions (opensanctions.org), CC BY-NC 4.0: free for non-commercial use, "
    "with a licence of theirs otherwise.", "https://www.opensanctions.org/",
)  # fmt: skip
KINDS_OF_SCHEMAS: Mapping[str, Kind] = {
    "Person": "person", "Company": "org", "Organization": "org", "PublicBody": "org", "LegalEntity": "org",
}  # fmt: skip
"""Schemata whose entities have names of a kind of this package; vessels, addresses, accounts and links have not."""
ROLES_OF_PROPERTIES: tuple[tuple[str, Role], ...] = (
    ("name", "alternate"), ("alias", "alternate"), ("previousName", "former"), ("abbreviation", "short"),
    ("weakAlias", "short"),
)  # fmt: skip
_COUNTRIES = ("mainCountry", "country", "jurisdiction", "nationality", "citizenship")
_QID = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[a-zA-Z]{2}")
_NO_COUNTRY = frozenset(("EU", "UN", "ZZ", "XX"))  # two letters that are no ISO 3166-1 code of a country


def read_ftm(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    source: str = "",
    file: FileFacts | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """People and organisations from a file of FollowTheMoney entities.

    Args:
        path: `entities.ftm.json`, `targets.nested.json` or any other file of such lines, compressed or not.
        tally: counts of lines read, kept, refused, left out by schema.
        source: the id of the source of the names; "opensanctions" or "ftm" when not given, as the lines say.
        file: gets what an exported file says about itself.
        limits: how much a file may give.

    Yields:
        One record an entity that has a name.

    Raises:
        SourceError: the file cannot be read, or no line is such an entity.
    """
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        for where, row in json_objects(lines, tally, "a file of FollowTheMoney entities"):
            identifier, schema = row.get("id"), row.get("schema")
            if not (isinstance(identifier, str) and identifier.strip() and isinstance(schema, str)):
                tally.refuse(where, "there is no id or no schema", "every entity has both.")
            elif "gazetteer" in row:
                yield from carried_record(row["gazetteer"], where, tally, file)
            elif schema not in KINDS_OF_SCHEMAS:
                tally.leave("a schema without names of a kind that is read")
            else:
                record = _record(identifier.strip(), schema, row, source)
                if record.names:
                    tally.kept += 1
                    yield record
                else:
                    tally.refuse(where, "the entity has no name", "it cannot be found by any.")


def _record(identifier: str, schema: str, row: Mapping[str, Any], source: str) -> Record:
    published = is_opensanctions(row)
    source = source or (OPENSANCTIONS.id if published else FTM.id)
    found = row.get("properties")
    properties = found if isinstance(found, dict) else {}
    prefix = "os" if published else "ftm"
    own = namespaced(identifier, prefix)
    others = chain(
        (f"wd:{qid}" for qid in texts(properties.get("wikidataId")) if _QID.fullmatch(qid)),
        (f"lei:{code.upper()}" for code in texts(properties.get("leiCode"))),
        (namespaced(former, prefix) for former in texts(row.get("referents"))),
    )
    same_as = tuple(dict.fromkeys(other for other in others if other != own))
    entity = Entity(own, KINDS_OF_SCHEMAS[schema], "", _country(properties), 0, same_as)
    return Record(entity, distinct(_names(row, properties, source)))


def is_opensanctions(row: Mapping[str, Any]) -> bool:
    """Whether a line is of an OpenSanctions export: these alone say whether an entity is a target."""
    return "target" in row and "datasets" in row


def namespaced(identifier: str, prefix: str) -> str:
    """The id of an entity with its namespace.

    Example:
        >>> namespaced("Q7747", "os"), namespaced("NK-abc", "os")
        ('wd:Q7747', 'os:NK-abc')
    """
    return f"wd:{identifier}" if _QID.fullmatch(identifier) else f"{prefix}:{identifier}"


def _names(row: Mapping[str, Any], properties: Mapping[str, Any], source: str) -> Iterator[Name | None]:
    named = texts(properties.get("name"))
    caption = next((text for text in texts(row.get("caption")) if text in named), None)
    if caption:
        yield name_of(caption, source)
    elif not named:
        yield name_of(_composed(properties), source)
    for column, role in ROLES_OF_PROPERTIES:
        for text in texts(properties.get(column)):
            yield name_of(text, source, "", role)


def _composed(properties: Mapping[str, Any]) -> str:
    parts = (texts(properties.get(part))[:1] for part in ("firstName", "middleName", "lastName"))
    return " ".join(chain.from_iterable(parts))


def _country(properties: Mapping[str, Any]) -> str:
    codes = (code.upper() for column in _COUNTRIES for code in texts(properties.get(column)))
    return next((code for code in codes if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRY), "")
