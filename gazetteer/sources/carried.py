"""What an exported file says about itself, and what foreign formats carry along of an entity.

`gazetteer.export` writes files from which the same gazetteer can be built again. A table says in its first line
which sources its names come from, under which licences, and that its names are complete: languages and forms
that rules recover are in it already. FollowTheMoney and Linked Places have no place for the role, source or
years of a name; both allow members of one's own, so an entity carries them there in one member, "gazetteer",
which other programs pass over. Whatever is read back is checked like a row of the user's: the file may have been
edited.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.tally import Tally
from gazetteer.sources.values import RefusedError, entity_of, facts_of, name_of_row

HEADER_KEY = "gazetteer"
"""The member under which exported JSON carries what its format has no place for."""
HEADER_MARK = "#gazetteer\t"
"""How the first line of an exported TSV begins."""
_INFO = ("id", "title", "version", "licence", "attribution", "url")


@dataclass(slots=True)
class FileFacts:
    """What an exported file says about itself; empty for any other.

    is_exported: whether the file was exported. complete: whether rules have nothing to add to its names.
    sources: where its names come from. facts: those of the gazetteer's header.
    """

    is_exported: bool = False
    complete: bool = False
    sources: list[SourceInfo] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def read(self, text: str, where: str) -> None:
        """Take over what the first line of a table says.

        Raises:
            SourceError: it is not what an export writes.
        """
        try:
            self.take(json.loads(text), where)
        except (ValueError, RecursionError):
            raise _broken(where) from None

    def take(self, value: object, where: str) -> None:
        """Take over what a member of JSON says.

        Raises:
            SourceError: it is not what an export writes.
        """
        sources = value.get("sources", []) if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(sources, list):
            raise _broken(where)
        self.is_exported, self.complete = True, value.get("complete") is True
        facts = value.get("facts")
        self.facts = dict(facts) if isinstance(facts, dict) else {}
        self.sources = [
            SourceInfo(**{column: str(source.get(column) or "") for column in _INFO})
            for source in sources
            if isinstance(source, dict)
        ]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `take` reads it."""
        return {
            "complete": self.complete,
            "facts": self.facts,
            "sources": [{key: value for key, value in source.as_dict().items() if value} for source in self.sources],
        }


def _broken(where: str) -> SourceError:
    return SourceError(f'{where}: the line that begins with "{HEADER_MARK.strip()}" is damaged; export the file again.')


def carried(record: Record, file: FileFacts | None = None) -> dict[str, Any]:
    """What an entity carries along in a foreign format; `file` goes with the first one."""
    entity = record.entity
    document = {
        "id": entity.id, "kind": entity.kind, "feature": entity.feature, "country": entity.country,
        "weight": entity.weight, "same_as": list(entity.same_as), "names": [name_as_dict(n) for n in record.names],
    }  # fmt: skip
    return document if file is None else {"file": file.as_dict(), **document}


def name_as_dict(name: Name) -> dict[str, Any]:
    """A name as a row of a table, without what is empty or the usual."""
    row = {
        "name": name.text, "lang": name.lang, "script": name.script, "source": name.source,
        "role": "" if name.role == "alternate" else name.role,
        "valid_from": name.valid_from, "valid_to": name.valid_to,
    }  # fmt: skip
    return {column: value for column, value in row.items() if value not in ("", None)}


def carried_record(value: object, where: str, tally: Tally, file: FileFacts | None = None) -> Iterator[Record]:
    """The record that an entity carries; counted as kept, or refused as a whole.

    Raises:
        SourceError: what it says about the file is damaged.
    """
    if file is not None and isinstance(value, dict) and "file" in value:
        file.take(value["file"], where)
    try:
        record = Record(_entity(value), tuple(_names(value)))
    except RefusedError as refused:
        tally.refuse(where, f"what the entity carries along is damaged: {refused.reason}", refused.advice)
        return
    tally.kept += 1
    yield record


def _entity(value: object) -> Entity:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or not value["id"]:
        raise RefusedError('"gazetteer" has no id', "export the file again, or remove the member.")
    others = value.get("same_as")
    ids = tuple(str(other) for other in others) if isinstance(others, list) else ()
    facts = facts_of(_cells({**value, "same_as": ""}))
    return replace(entity_of(value["id"], facts), same_as=ids)


def _names(value: object) -> Iterator[Name]:
    names = value.get("names") if isinstance(value, dict) else None
    for row in names if isinstance(names, list) else ():
        if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"]:
            raise RefusedError("a name is none", "export the file again, or mend it.")
        yield name_of_row(_cells(row))


def _cells(value: Mapping[str, Any]) -> dict[str, str]:
    """A JSON object as a row of a table."""
    return {
        str(key): " ".join(map(str, cell)) if isinstance(cell, list) else "" if cell is None else str(cell)
        for key, cell in value.items()
    }
