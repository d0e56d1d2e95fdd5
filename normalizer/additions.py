"""Names given while a program runs: rows in memory, and a house file of pins and blocks.

Both become a small gazetteer file, written by the same code as any other and opened above those that are there, so
that look-ups, texts and comparisons know of no second way. What earlier gazetteers know of an entity stays there:
the file holds what is new, and lists what is no longer to be seen (`gazetteer.layers`). Only what is new needs keys,
so that a row about an entity with hundreds of names costs no more than any other. Entities that no gazetteer knows are
completed by rule as those of a build are.

What cannot be used is never dropped in silence: a warning says how many rows there were, and quotes the first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gazetteer import errors as gazetteer_errors
from gazetteer.layers import HIDES, known_record
from gazetteer.lookup import Gazetteer
from gazetteer.merge import folded, join
from gazetteer.model import Name, Record
from gazetteer.overrides import ON_IDS, Override, corrected, read_overrides
from gazetteer.sources import SourceInfo
from gazetteer.sources.iterables import Item, read_iterable
from gazetteer.sources.tally import Tally
from normalizer.build import build_records
from normalizer.enrich import enrich
from normalizer.errors import SourceError, UsageError

ADDED = SourceInfo("added", "Names given in memory")
_Pair = tuple[Record | None, Record]
"""What is known of an entity, if anything, and how it is to be."""
_CHOSEN = frozenset(("canonical", "official"))
"""Roles that one name has in a language: giving one takes it from the others."""


def scratch_folder(owner: object) -> tuple[Path, Callable[[], object]]:
    """A folder for such files, and what removes it: called at the latest when its owner is gone."""
    folder = tempfile.mkdtemp(prefix="normalizer-")
    return Path(folder), weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)


def write_rows(path: Path, items: Iterable[Item], below: Sequence[Gazetteer]) -> Path | None:
    """Write rows in memory as a gazetteer above others.

    Args:
        path: the file to write.
        items: rows as `normalizer.build.build_iterable` takes them. A row whose id an earlier gazetteer holds adds a
            name to that entity; one with the role canonical or official takes that role from the others of its
            language.
        below: the gazetteers opened so far.

    Returns:
        The file, or None where there were no rows at all.

    Raises:
        UsageError: this is a single row, not a collection of rows.
        SourceError: of the rows given, none could be used; the message quotes the first.
    """
    if isinstance(items, Mapping | Record) or (isinstance(items, tuple) and all(isinstance(i, str) for i in items)):
        raise UsageError(
            f"The gazetteer {str(items)[:60]!r} is one row: put rows into a list of their own, as in "
            'gazetteer=["default", [("gn:703448", "Kyiv")]].'
        )
    tally = Tally("rows in memory")
    try:
        records = list(read_iterable(items, tally, source=ADDED.id))
    except TypeError:
        raise UsageError(f"The gazetteer {str(items)[:60]!r} is neither a file nor a collection of rows.") from None
    if tally.problems and not records:
        raise SourceError(f"No row could be used. {tally.problems[0]}")
    _warn(tally.problems, tally.refused_rows)
    pairs = [_joined(record, below) for record in records]
    return _write(path, pairs, [ADDED], below) if pairs else None


def _joined(record: Record, below: Sequence[Gazetteer]) -> _Pair:
    known = known_record(below, (record.entity.id, *record.entity.same_as))
    return known, join([_giving_way(known, record.names), record]) if known else record


def _giving_way(record: Record, names: Iterable[Name]) -> Record:
    """A record whose names give up the roles that new ones have."""
    taken = {(name.role, name.lang) for name in names if name.role in _CHOSEN}
    given = (replace(n, role="alternate") if (n.role, n.lang) in taken else n for n in record.names)
    return Record(record.entity, tuple(given))


def write_house(path: Path, house: str | os.PathLike[str], below: Sequence[Gazetteer]) -> Path | None:
    """Write what a house file makes of the entities that it is about, as a gazetteer above others.

    Args:
        path: the file to write.
        house: a table of corrections, in the format of `gazetteer.overrides`.
        below: the gazetteers opened so far.

    Returns:
        The file, or None where no row is about an entity that is there.

    Raises:
        SourceError: the file cannot be read, or a row is none; the message names the line.
    """
    try:
        rows = read_overrides(house)
    except gazetteer_errors.SourceError as error:
        raise SourceError(str(error)) from None
    name = Path(house).name
    for row in rows:
        if row.action in ON_IDS:
            raise SourceError(
                f'{name}, line {row.line}: "{row.action}" makes other entities, which takes a build '
                "(normalizer build … --overrides FILE); a house file says how those that are there are written."
            )
    pairs: dict[str, _Pair] = {}
    reasons: dict[str, SourceInfo] = {}
    unmet = []
    for row in rows:
        known = known_record(below, (row.id,))
        if known is None:
            unmet.append(f"{name}, line {row.line}: no entity has the id {row.id}.")
            continue
        reason = f"{name}: {row.source}"
        reasons[reason] = SourceInfo(reason)
        _, so_far = pairs.get(known.entity.id, (known, known))
        pairs[known.entity.id] = known, _housed(so_far, row, reason)
    _warn(unmet, len(unmet))
    return _write(path, list(pairs.values()), list(reasons.values()), below) if pairs else None


def _housed(record: Record, row: Override, reason: str) -> Record:
    """A record with one row applied; the names that the row is about have it as their source."""
    if row.action == "block":
        return corrected(record, [row])
    after = corrected(_giving_way(record, [Name("", row.lang, role=row.role)]), [row])
    names = (replace(n, source=reason) if _is_about(row, n) else n for n in after.names)
    return Record(after.entity, tuple(names))


def _is_about(row: Override, name: Name) -> bool:
    same_tags = name.role == row.role and name.lang == (row.lang or name.lang)
    return same_tags and folded(name.text) == folded(row.name)


def _write(path: Path, pairs: Sequence[_Pair], infos: list[SourceInfo], below: Sequence[Gazetteer]) -> Path:
    """Write what is new of each entity, with the sources of its names, and list what is no longer to be seen."""
    records: list[Record] = []
    hides: list[list[object]] = []
    for known, after in pairs:
        before, now = set(known.names if known else ()), set(after.names)
        ids = (after.entity.id, *after.entity.same_as)
        hides += [[ids, n.text, n.lang, n.role] for n in (known.names if known else ()) if n not in now]
        new = Record(after.entity, tuple(n for n in after.names if n not in before))
        records += [new] if known else enrich([new])
    sources = {info.id: info for file in below for info in (SourceInfo(**s) for s in file.info["sources"])}
    sources |= {info.id: info for info in infos}
    given = (record for record in records if record.names)
    build_records(path, given, list(sources.values()), facts={HIDES: hides}, complete=True)
    return path


def _warn(problems: Sequence[str], count: int) -> None:
    if problems:
        more = f" ({count} rows in all)" if count > 1 else ""
        warnings.warn(f"{problems[0]}{more}", UserWarning, stacklevel=6)  # where the Normalizer is made
