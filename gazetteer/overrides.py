"""Corrections that come last: a commented table of what the sources do not say, or say wrong.

One row, one correction, each with its reason or source. Columns, separated by tabs: `action`, `id`, `name`,
`lang`, `role`, `valid_from`, `valid_to`, `source`; lines that begin with # are comments. Actions:

* `add`: the entity has this name, too;
* `role`: all recorded spellings of this name (equal but for case, marks and spaces, and not of another
  language) have this role, and the language and years given; the name itself is added where it is not
  recorded;
* `canonical`: as `role`, with role "canonical": the established form in the language given;
* `pin`: this form and no other is canonical in the language given (English when none is);
* `block`: this is no name of the entity; all its spellings are taken out;
* `merge`: the entity in column `name` (an id) is the one in column `id`, and takes that id;
* `split`: the entity in column `name` (an id) is another one, although sources join them; where both are one
  entity of one source, `block` takes the names away that are not its own.

An entity is found by its own id and by those that it has elsewhere (`same_as`). `split` is told to the merge
(`splits`), since what has been joined cannot be taken apart; all others are applied to what it gives. An id that
several rows are about gets them in their order.

A row that finds no entity is reported, never dropped in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from gazetteer.errors import SourceError
from gazetteer.merge import folded, join, renamed
from gazetteer.model import ROLES, Name, Record, Role
from gazetteer.scripts import script_of
from gazetteer.sources import SourceInfo

Action = Literal["add", "role", "canonical", "pin", "block", "merge", "split"]
ACTIONS: tuple[Action, ...] = ("add", "role", "canonical", "pin", "block", "merge", "split")
ON_IDS = frozenset(("merge", "split"))
"""Actions whose column `name` holds an id."""
COLUMNS = ("action", "id", "name", "lang", "role", "valid_from", "valid_to", "source")
DEFAULT_FILE = Path(__file__).parent / "data" / "overrides.tsv"
OVERRIDES = SourceInfo("overrides", "Corrections of this project", "", "MIT", "", "")


@dataclass(frozen=True, slots=True)
class Override:
    """One correction; `line` is where it stands."""

    action: Action
    id: str
    name: str
    lang: str
    role: Role
    valid_from: int | None
    valid_to: int | None
    source: str
    line: int


def read_overrides(path: str | os.PathLike[str] = DEFAULT_FILE) -> tuple[Override, ...]:
    """Read a table of corrections.

    Raises:
        SourceError: the file cannot be read, or a row is not one; the message names the line.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: this is not UTF-8; save it as UTF-8.") from error
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#") and not line.startswith("action\t"):
            rows.append(_override(line, f"{file.name}, line {number}", number))
    return tuple(rows)


def _override(line: str, where: str, number: int) -> Override:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        raise SourceError(f"{where}: there are {len(cells)} columns; {len(COLUMNS)} are needed: {', '.join(COLUMNS)}.")
    action, identifier, name, lang, role, start, end, source = cells
    if not (identifier and name and source):
        raise SourceError(f"{where}: id, name and source are needed in every row; fill in what is missing.")
    known_action = next((known for known in ACTIONS if known == action), None)
    if known_action is None:
        raise SourceError(f'{where}: "{action}" is no action; use one of {", ".join(ACTIONS)}.')
    wanted = "canonical" if action in ("canonical", "pin") else role or "alternate"
    known_role = next((known for known in ROLES if known == wanted), None)
    if known_role is None:
        raise SourceError(f'{where}: "{role}" is no role; use one of {", ".join(ROLES)}.')
    try:
        years = [int(year) if year else None for year in (start, end)]
    except ValueError:
        raise SourceError(f"{where}: valid_from and valid_to are years, or empty.") from None
    lang = lang or ("en" if action == "pin" else "")
    return Override(known_action, identifier, name, lang, known_role, years[0], years[1], source, number)


def splits(overrides: Iterable[Override]) -> tuple[tuple[str, str], ...]:
    """The pairs of ids that are not one entity, for the merge."""
    return tuple((row.id, row.name) for row in overrides if row.action == "split")


def apply_overrides(
    records: Iterable[Record], overrides: Sequence[Override], unused: list[Override] | None = None
) -> Iterator[Record]:
    """Records, corrected. Those that a `merge` row joins come at the end; the rest stream through.

    Args:
        records: each id once.
        overrides: the corrections, applied in their order.
        unused: gets the rows whose entity never came.
    """
    targets = {row.name: row.id for row in overrides if row.action == "merge"}
    by_id: dict[str, list[Override]] = {}
    for row in overrides:
        if row.action not in ON_IDS:
            by_id.setdefault(row.id, []).append(row)
    held: dict[str, list[Record]] = {identifier: [] for identifier in targets.values()}
    asked = {row.name if row.action == "merge" else row.id for row in overrides}
    met: set[str] = set()
    for record in records:
        ids = (record.entity.id, *record.entity.same_as)
        met.update(asked.intersection(ids))
        target = next((targets.get(i, i) for i in ids if i in targets or i in held), None)
        if target is not None:
            held[target].append(Record(renamed(record.entity, target), record.names))
        else:
            yield corrected(record, _rows(by_id, ids))
    for target, group in held.items():
        if group:
            met.add(target)
            record = join(group)
            yield corrected(record, _rows(by_id, (target, *record.entity.same_as)))
    if unused is not None:
        unused += [row for row in overrides if (row.name if row.action == "merge" else row.id) not in met]


def _rows(by_id: dict[str, list[Override]], ids: Iterable[str]) -> list[Override]:
    """The rows about an entity, in the order of the file."""
    found = [row for identifier in ids for row in by_id.get(identifier, ())]
    return sorted(found, key=lambda row: row.line)


def corrected(record: Record, rows: Iterable[Override]) -> Record:
    """A record with its corrections applied, in order."""
    names = list(record.names)
    for row in rows:
        wanted = folded(row.name)
        if row.action == "block":
            names = [name for name in names if folded(name.text) != wanted]
            continue
        if row.action == "pin":
            names = [_unpinned(name, row) for name in names]
        same = [
            at
            for at, name in enumerate(names)
            if folded(name.text) == wanted and row.action != "add" and name.lang in ("", row.lang)
        ]
        for at in same:
            names[at] = _marked(names[at], row)
        if not any(names[at].text == row.name for at in same):
            names.append(_name(row))
    return Record(record.entity, tuple(names))


def _unpinned(name: Name, row: Override) -> Name:
    """A name that was canonical in the language of a pin and no longer is."""
    is_rival = name.role == "canonical" and name.lang == row.lang and name.text != row.name
    return replace(name, role="alternate") if is_rival else name


def _name(row: Override) -> Name:
    return Name(row.name, row.lang, script_of(row.name), row.role, OVERRIDES.id, row.valid_from, row.valid_to)


def _marked(name: Name, row: Override) -> Name:
    """A recorded spelling with the role of the row; only the row's own spelling becomes canonical."""
    if row.action in ("canonical", "pin") and name.text != row.name:
        return name
    if name.role in ("generated", "code"):
        return name
    lang = row.lang or name.lang
    return replace(name, role=row.role, lang=lang, valid_from=row.valid_from, valid_to=row.valid_to)
