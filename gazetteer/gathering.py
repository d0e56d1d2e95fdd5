"""Sources read, joined, filtered and corrected: the records of a gazetteer that is built from files.

    sources -read→ spool -join→ one record an entity -filter→ -corrections→ records

The steps are in a row here; what each does is said in its own module. Sources are read one after the other, in
the order of the plan. What whole sources gave waits in a spool beside the file that is built: an interrupted
build of the same plan (same files, unchanged, same filter) goes on from there.

A filter acts twice. Before records wait, those that are certainly not wanted go; a record whose country is not
known stays, since another source may know it, and is judged again when it has been joined.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from gazetteer.merge import join
from gazetteer.model import Entity, Record
from gazetteer.overrides import OVERRIDES, Override, apply_overrides, splits
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import FileFacts
from gazetteer.sources.opening import STANDARD_INPUT, display_name
from gazetteer.sources.registry import Source, read
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted
from gazetteer.spool import Spool

REPORT_EVERY = 500
"""Records between two reports of progress; reading takes some microseconds each."""
Progress = Callable[[str, int, "int | None"], None]


class Gathering:
    """The records of one build; use it as a context manager: read, take the records, then `discard`.

    tallies: counts of rows by source. left_out: what the filter left out, and ids that two entities claim.
    problems: sentences about single rows. complete: whether rules have nothing to add to any name.

    Args:
        planned: the sources, from `gazetteer.sources.registry.plan`.
        target: the file that is built; what has been read waits beside it.
        version: of the rules by which sources become records; a change of it reads all sources again.
        wanted: a filter. corrections: the user's overrides. fresh: read all sources again.
        progress: called with (stage, rows, None).

    Raises:
        SourceError: a source cannot be read. GazetteerError: nothing can be written beside `target`.
    """

    def __init__(
        self,
        planned: Sequence[Source],
        target: Path,
        version: str,
        *,
        wanted: Wanted | None = None,
        corrections: Sequence[Override] = (),
        fresh: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._planned, self._wanted, self._corrections = planned, wanted or Wanted(), corrections
        self._progress = progress or _silent
        self._files: list[FileFacts] = []
        self._met: set[str] = set()
        self.tallies: list[Tally] = []
        self.left_out: Counter[str] = Counter()
        self.problems: list[str] = []
        waiting = _waiting(planned, target)
        if fresh and waiting:
            waiting.unlink(missing_ok=True)
        self._spool = Spool(waiting, self._plan(version), splits(corrections))

    def _plan(self, version: str) -> str:
        """All on which it depends what the sources give, as text."""
        files = [path for source in self._planned for path in (source.path, source.names) if path]
        wanted = self._wanted
        return json.dumps([
            version, [(source.form.name, source.info.id) for source in self._planned], list(map(_stamp, files)),
            sorted(wanted.countries), sorted(wanted.languages), sorted(wanted.kinds), wanted.min_weight,
            splits(self._corrections),
        ])  # fmt: skip

    def read(self) -> None:
        """Read the sources that are not yet in the spool."""
        for number, source in enumerate(self._planned):
            noted = self._spool.notes(number) or self._read(number, source)
            self._take(json.loads(noted), source)

    def _read(self, number: int, source: Source) -> str:
        tallies, file, left_out = [Tally(source.label)], FileFacts(), Counter[str]()
        if source.names:
            tallies.append(Tally(display_name(source.names)))
        records = read(source, tallies[0], self._wanted, file, tallies[-1])
        stream = self._reported(source, tallies[0], self._chosen(records, left_out))
        self._spool.add(number, stream, lambda: _notes(tallies, left_out, file))
        return _notes(tallies, left_out, file)

    def _take(self, told: dict[str, Any], source: Source) -> None:
        file = FileFacts()
        if told["file"]:
            file.take(told["file"], source.label)
        self._files.append(file)
        self.left_out.update(told["left_out"])
        for counts in told["tallies"]:
            tally = _tally(counts)
            self.tallies.append(tally)
            self.problems += tally.problems

    def _reported(self, source: Source, tally: Tally, records: Iterable[Record]) -> Iterator[Record]:
        for done, record in enumerate(records):
            if done % REPORT_EVERY == 0:
                self._progress(f"reading {source.label}", tally.read, None)
            yield record

    def _chosen(self, records: Iterable[Record], left_out: Counter[str]) -> Iterator[Record]:
        wanted = self._wanted
        for record in records:
            entity = record.entity
            country = entity.country or next(iter(wanted.countries), "")
            reason = wanted.misses(entity.kind, country, max(entity.weight, wanted.min_weight))
            if reason:
                left_out[f"entities: {reason}"] += 1
                continue
            names = tuple(filter(wanted.name, record.names)) if wanted.languages else record.names
            if len(names) < len(record.names):
                left_out["names: another language"] += len(record.names) - len(names)
            yield Record(entity, names)

    def records(self) -> Iterator[Record]:
        """One record an entity, corrected; `left_out`, `problems` and `infos` are complete after the last one."""
        unused: list[Override] = []
        self._progress("merging", 0, None)
        joined = self._wanted_at_last(join(group) for group in self._spool.groups())
        for record in apply_overrides(joined, self._corrections, unused):
            self._met.update(name.source for name in record.names)
            yield record
        self.problems += [f"corrections, line {row.line}: no entity has the id {row.id}" for row in unused]
        self.problems += [f"{entity}: its id {other} is another entity's" for other, entity in self._spool.disputes]
        if self._spool.disputed:
            self.left_out["ids elsewhere that are another entity's"] += self._spool.disputed

    def _wanted_at_last(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            entity: Entity = record.entity
            reason = self._wanted.misses(entity.kind, entity.country, entity.weight)
            if not reason and self._wanted.languages and not record.names:
                reason = "no name in the languages asked for"
            if reason:
                self.left_out[f"entities: {reason}"] += 1
            else:
                yield record

    @property
    def complete(self) -> bool:
        """Whether all names come from files that were exported complete."""
        return all(file.complete for file in self._files)

    @property
    def facts(self) -> dict[str, Any]:
        """What the header of the one exported file said, if it is one."""
        return dict(self._files[0].facts) if len(self._files) == 1 else {}

    def infos(self) -> list[SourceInfo]:
        """The sources behind the names: as files list them, the files themselves, and whatever else names cite."""
        known = {OVERRIDES.id: OVERRIDES} if self._corrections else {}
        for source, file in zip(self._planned, self._files, strict=True):
            known |= {info.id: info for info in (file.sources if file.is_exported else [source.info])}
        return [*known.values(), *(SourceInfo(cited) for cited in sorted(self._met - known.keys()) if cited)]

    def discard(self) -> None:
        """Give up what waits: it has become a gazetteer."""
        self._spool.discard()

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._spool.is_open and self._spool.notes(0) is None:
            self._spool.discard()  # not even one source is whole
        self._spool.close()


def _silent(stage: str, done: int, total: int | None) -> None:
    pass


def waiting_file(target: Path) -> Path:
    """Where the sources of a build to `target` wait."""
    return target.with_name(f".{target.name}.reading")


def _waiting(planned: Sequence[Source], target: Path) -> Path | None:
    """Where sources wait; nowhere when one of them cannot be read twice."""
    if any(STANDARD_INPUT in (source.path, source.names) for source in planned):
        return None
    return waiting_file(target)


def _stamp(path: str) -> tuple[str, int, int]:
    """A file and its state, so that a changed one is read again."""
    try:
        state = Path(path).stat()
    except OSError:  # reading it will say what is wrong
        return path, -1, -1
    return str(Path(path).absolute()), state.st_size, state.st_mtime_ns


def _tally(counts: dict[str, Any]) -> Tally:
    return Tally(
        counts["source"], counts["read"], counts["kept"], refused=Counter(counts["refused"]),
        left_out=Counter(counts["left_out"]), noted=Counter(counts["noted"]), problems=counts["problems"],
    )  # fmt: skip


def _notes(tallies: Sequence[Tally], left_out: Counter[str], file: FileFacts) -> str:
    told = {
        "tallies": [tally.as_dict() for tally in tallies], "left_out": dict(left_out),
        "file": file.as_dict() if file.is_exported else None,
    }  # fmt: skip
    return json.dumps(told)
