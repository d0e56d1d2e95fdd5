"""One reader per foreign format; each yields `gazetteer.model.Record` values and counts what it refused.

`SourceInfo` says where names come from and under which licence; the file keeps it, and `info` prints the
attribution that the source asks for. `SourceReport` counts what a reader read, kept and left out, by
reason: nothing is dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source of names.

    id: what `Name.source` refers to. title, version, url: what it is. licence: SPDX id where there is one.
    attribution: the sentence that the licence asks to be shown, or "".
    """

    id: str
    title: str = ""
    version: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""

    def as_dict(self) -> dict[str, str]:
        """JSON-ready."""
        return asdict(self)


@dataclass(slots=True)
class SourceReport:
    """Counts of one reading: filled while the iterator runs, complete when it is exhausted."""

    source: str
    read: int = 0
    kept: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count something that was left out."""
        self.skipped[reason] += count
