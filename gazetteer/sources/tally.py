"""What became of the rows of a source: read, kept, refused as unusable, left out as asked.

Every row that a reader reads ends in exactly one of three counts, so that

    read == kept + refused + left out

holds whenever a reader pauses, and nothing is dropped in silence. *Refused* rows are wrong in themselves (a
column is missing, a number is none); each carries a reason, and the first few a full sentence with the place
in the file. *Left out* rows are sound, but the caller's filter or the reader's purpose does not want them (a
language, a link among the names). The two are kept apart because one asks for mending and the other does not.
What a kept row lost (a date that tells no year) is *noted*: it is counted too, but not as a row.

What a row is, is the reader's to say in its docstring: a line, a feature, a name. Reasons are a closed set of
short phrases without data of the row in them, since they are what the counts are grouped by.

A few wrong rows are the source's fault, nothing but wrong rows the caller's: a file of another format. The
tally tells the two apart (`nothing_fits`), readers raise the error.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gazetteer.errors import SourceError

MOST_SHOWN = 20
"""Refused rows kept with their full sentence; beyond this only the counts go on."""
TRIED_ROWS = 100
"""After so many rows, none of them sound, a file is taken to be one of another format."""


@dataclass(slots=True)
class Tally:
    """Counts of one reading: filled while the iterator runs, complete when it is exhausted.

    source: what was read, as shown in a report. read, kept: rows. refused: unusable rows by reason.
    left_out: sound rows that were not wanted, by reason. noted: what kept rows lost, by reason. problems: the
    first refusals in full sentences.

    Example:
        >>> tally = Tally("names.tsv", read=3, kept=1)
        >>> tally.refuse("names.tsv, line 2", "the year is no number", "write it in digits.")
        >>> tally.leave("another language")
        >>> tally.refused_rows, tally.problems
        (1, ['names.tsv, line 2: the year is no number; write it in digits.'])
        >>> tally.read == tally.kept + tally.refused_rows + tally.left_out_rows
        True
    """

    source: str = ""
    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def refuse(self, where: str, reason: str, advice: str) -> None:
        """Count an unusable row.

        Args:
            where: file and line ("names.tsv, line 3").
            reason: what the row is counted under; without data of the row.
            advice: what to do about it, or what the row says, ending in a full stop.
        """
        self.refused[reason] += 1
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(f"{where}: {reason}; {advice}")

    def leave(self, reason: str, count: int = 1) -> None:
        """Count sound rows that were not wanted."""
        self.left_out[reason] += count

    def note(self, what: str, count: int = 1) -> None:
        """Count something that a kept row lost."""
        self.noted[what] += count

    @property
    def refused_rows(self) -> int:
        """How many rows were unusable."""
        return self.refused.total()

    @property
    def left_out_rows(self) -> int:
        """How many sound rows were not wanted."""
        return self.left_out.total()

    @property
    def nothing_fits(self) -> bool:
        """Whether rows were read and every one of them was refused: the mark of a file of another format."""
        return self.read > 0 and self.refused_rows == self.read

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "source": self.source, "read": self.read, "kept": self.kept, "refused": dict(self.refused),
            "left_out": dict(self.left_out), "noted": dict(self.noted), "problems": list(self.problems),
        }  # fmt: skip


def refuse_empty(tally: Tally, name: str, what: str) -> None:
    """Stop at a file without a single row.

    Args:
        tally: the counts after the whole file.
        name: the file, as shown in messages.
        what: what it should have been ("a file of GeoNames places").

    Raises:
        SourceError: no row was read.
    """
    if not tally.read:
        raise SourceError(f"{name}: this is not {what}: there is no row in it; fetch it again, or give another file.")
