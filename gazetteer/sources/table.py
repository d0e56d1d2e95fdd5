"""The user's own gazetteer: a table with one row per name, as TSV, CSV or JSON lines.

Columns `id` and `name` are required; `kind`, `feature`, `lang`, `script`, `role`, `country`, `weight`,
`valid_from`, `valid_to`, `source`, `same_as` (ids, separated by spaces) are optional; others are ignored.
Rows of one id make one entity, whether or not they stand together. The first row of an id that fills in
`kind`, `feature`, `country` or `weight` decides it.

A row that cannot be used is refused with its line number and the reason, and counted; no row is dropped in
silence. What is wrong with the file as a whole (no such column, not UTF-8) is an error, in one sentence.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from gazetteer.errors import SourceError
from gazetteer.model import KINDS, ROLES, Entity, Kind, Name, Record, Role
from gazetteer.scripts import script_of

REQUIRED = ("id", "name")
COLUMNS = (
    *REQUIRED, "kind", "feature", "lang", "script", "role", "country", "weight", "valid_from", "valid_to",
    "source", "same_as",
)  # fmt: skip
MOST_SHOWN = 20
"""Refused rows kept with their full message; beyond this only the counts go on."""

_BAD_NUMBER = "is not a whole number"
_T = TypeVar("_T", bound=str)


@dataclass(slots=True)
class RowReport:
    """What became of the rows: `refused` counts by reason, `problems` are the first messages in full."""

    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def refuse(self, where: str, reason: str, advice: str) -> None:
        """Count a refused row."""
        self.refused[reason] += 1
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(f"{where}: {reason}; {advice}")


class _RefusedError(Exception):
    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def read_table(
    path: str | os.PathLike[str], report: RowReport | None = None, *, kind: Kind = "place"
) -> Iterator[Record]:
    """Entities from a user's table; the ending of the file name says its format.

    Args:
        path: a .tsv, .csv, .jsonl or .ndjson file, UTF-8, with or without a byte order mark.
        report: counts and messages of refused rows.
        kind: for entities whose rows name none.

    Yields:
        One record an id, in the order in which the ids first occur.

    Raises:
        SourceError: the file cannot be read, is not UTF-8, or lacks a required column.

    Example:
        >>> import tempfile, pathlib
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names.tsv"
        >>> _ = file.write_text("id\\tname\\nx:1\\tRivertown\\n\\tNowhere\\n", encoding="utf-8")
        >>> report = RowReport()
        >>> [record.entity.id for record in read_table(file, report)], report.problems
        (['x:1'], ['names.tsv, line 3: column "id" is empty; give every row an id, ...'])
    """
    report = report if report is not None else RowReport()
    entities: dict[str, dict[str, str]] = {}
    names: dict[str, dict[Name, None]] = {}
    for where, row in _rows(Path(path)):
        report.read += 1
        try:
            identifier, name = _required(row), _name(row)
            merged = {**_entity_facts(row), **entities.get(identifier, {})}
        except _RefusedError as refused:
            report.refuse(where, refused.reason, refused.advice)
            continue
        entities[identifier] = merged
        names.setdefault(identifier, {})[name] = None
        report.kept += 1
    for identifier, facts in entities.items():
        yield Record(_entity(identifier, facts, kind), tuple(names[identifier]))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path}, line {line}: this is not UTF-8; save the table as UTF-8.") from error
    ending = path.suffix.lower()
    if ending in (".jsonl", ".ndjson"):
        return _json_rows(path.name, text)
    if ending in (".tsv", ".csv", ".txt"):
        return _table_rows(path.name, text, "," if ending == ".csv" else "\t")
    raise SourceError(f'{path}: tables end in .tsv, .csv or .jsonl, this one in "{ending}"; rename it.')


def _table_rows(name: str, text: str, delimiter: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines) if delimiter == "," else csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        for column in REQUIRED:
            if column not in header:
                raise SourceError(
                    f'{name}, line 1: there is no column "{column}"; the first line names the columns, '
                    f"{', '.join(REQUIRED)} are required."
                )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"{name}, line {reader.line_num}", dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise SourceError(f"{name}, line {reader.line_num}: {error}; mend the line.") from error


def _json_rows(name: str, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{name}, line {number}: this is not JSON ({error}); one object a line.") from error
        if not isinstance(row, dict):
            raise SourceError(f"{name}, line {number}: this is not a JSON object; one object a line.")
        yield f"{name}, line {number}", {str(key).lower(): _cell(value) for key, value in row.items()}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _required(row: Mapping[str, str]) -> str:
    identifier = row.get("id", "").strip()
    if not identifier:
        raise _RefusedError('column "id" is empty', "give every row an id, the same for all names of one entity.")
    if not row.get("name", "").strip():
        raise _RefusedError('column "name" is empty', "give the name, or remove the row.")
    return identifier


def _name(row: Mapping[str, str]) -> Name:
    text = row["name"].strip()
    return Name(
        text, row.get("lang", "").strip(), row.get("script", "").strip() or script_of(text), _role(row),
        row.get("source", "").strip(), _year(row, "valid_from"), _year(row, "valid_to"),
    )  # fmt: skip


def _role(row: Mapping[str, str]) -> Role:
    return _one_of("role", row.get("role", "").strip().lower() or "alternate", ROLES)


def _one_of(column: str, value: str, allowed: Iterable[_T]) -> _T:
    for known in allowed:
        if known == value:
            return known
    raise _RefusedError(f'column "{column}" has an unknown value', f'"{value}" is none of {", ".join(allowed)}.')


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
        raise _RefusedError(f'column "{column}" {_BAD_NUMBER}', f'"{value[:40]}" should be digits.') from None


def _entity_facts(row: Mapping[str, str]) -> dict[str, str]:
    facts = {column: row.get(column, "").strip() for column in ("kind", "feature", "country", "weight", "same_as")}
    if facts["kind"]:
        _one_of("kind", facts["kind"].lower(), KINDS)
    if facts["weight"] and _whole("weight", facts["weight"]) < 0:
        raise _RefusedError('column "weight" is negative', "weights are populations or importance, from 0.")
    return {column: value for column, value in facts.items() if value}


def _entity(identifier: str, facts: Mapping[str, str], kind: Kind) -> Entity:
    return Entity(
        identifier, _one_of("kind", facts.get("kind", kind).lower(), KINDS), facts.get("feature", ""),
        facts.get("country", "").upper(), _whole("weight", facts.get("weight", "0")),
        tuple(facts.get("same_as", "").split()),
    )  # fmt: skip
