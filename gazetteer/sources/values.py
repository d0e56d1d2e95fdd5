"""The cells of a row that describes one name of one entity, checked and made into values.

The user's tables, rows given in Python and exported files all have these columns; what each may hold, and what
is said when it does not, stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from gazetteer.model import KINDS, ROLES, Entity, Kind, Name, Role
from gazetteer.scripts import script_of

REQUIRED = ("id", "name")
COLUMNS = (
    *REQUIRED, "kind", "feature", "lang", "script", "role", "country", "weight", "valid_from", "valid_to",
    "source", "same_as",
)  # fmt: skip

_BAD_NUMBER = "is not a whole number"
_FACTS = ("kind", "feature", "country", "weight", "same_as")
_T = TypeVar("_T", bound=str)


class RefusedError(Exception):
    """A row cannot be used; caught by the readers, who count it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def required(row: Mapping[str, str]) -> str:
    """The id of a row that has an id and a name.

    Raises:
        RefusedError: one of them is empty.
    """
    identifier = row.get("id", "").strip()
    if not identifier:
        raise RefusedError('column "id" is empty', "give every row an id, the same for all names of one entity.")
    if not row.get("name", "").strip():
        raise RefusedError('column "name" is empty', "give the name, or remove the row.")
    return identifier


def name_of_row(row: Mapping[str, str], source: str = "") -> Name:
    """The name that a row gives; `source` where it names none.

    Raises:
        RefusedError: the role is none, or a year is no number.
    """
    text = row["name"].strip()
    return Name(
        text, row.get("lang", "").strip(), row.get("script", "").strip() or script_of(text), _role(row),
        row.get("source", "").strip() or source, _year(row, "valid_from"), _year(row, "valid_to"),
    )  # fmt: skip


def facts_of(row: Mapping[str, str]) -> dict[str, str]:
    """What a row says of the entity, without what it leaves open.

    Raises:
        RefusedError: the kind is none, or the weight is no number from 0.
    """
    facts = {column: row.get(column, "").strip() for column in _FACTS}
    if facts["kind"]:
        _one_of("kind", facts["kind"].lower(), KINDS)
    if facts["weight"] and _whole("weight", facts["weight"]) < 0:
        raise RefusedError('column "weight" is negative', "weights are populations or importance, from 0.")
    return {column: value for column, value in facts.items() if value}


def entity_of(identifier: str, facts: Mapping[str, str], kind: Kind = "place") -> Entity:
    """The entity of facts that `facts_of` gave; `kind` where they name none."""
    return Entity(
        identifier, _one_of("kind", facts.get("kind", kind).lower(), KINDS), facts.get("feature", ""),
        facts.get("country", "").upper(), _whole("weight", facts.get("weight", "0")),
        tuple(dict.fromkeys(facts.get("same_as", "").split())),
    )  # fmt: skip


def _role(row: Mapping[str, str]) -> Role:
    return _one_of("role", row.get("role", "").strip().lower() or "alternate", ROLES)


def _one_of(column: str, value: str, allowed: Iterable[_T]) -> _T:
    for known in allowed:
        if known == value:
            return known
    raise RefusedError(f'column "{column}" has an unknown value', f'"{value[:40]}" is none of {", ".join(allowed)}.')


def _year(row: Mapping[str, str], column: str) -> int | None:
    value = row.get(column, "").strip()
    return _whole(column, value) if value else None


def _whole(column: str, value: str) -> int:
    try:
        number = float(value) if "." in value or "e" in value.lower() else int(value)
        if number != int(number) and column != "weight":
            raise ValueError
        return int(number)
    except (ValueError, OverflowError):
        raise RefusedError(f'column "{column}" {_BAD_NUMBER}', f'"{value[:40]}" should be digits.') from None
