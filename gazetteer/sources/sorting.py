"""Rows put in the order of a number, however many they are: an external merge sort.

Dumps that belong together (places and their alternate names) are not in one order, and too large to hold. Rows
gather in memory up to `HELD` bytes; what is beyond goes, sorted, to a temporary file (where Python's `tempfile`
puts them; `TMPDIR` says where), and all runs are merged while they are read. A small input never touches the
disk, and a large one needs about its own size there. Rows of one number stay in the order in which they came.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from types import TracebackType
from typing import IO

from gazetteer.errors import SourceError

HELD = 1 << 24
"""Bytes of rows held before they go to disk; as Python objects they take about three times as much."""

Row = tuple[int, bytes]
_NUMBER = itemgetter(0)


class Sorter:
    """Collects (number, line) rows and gives them back by rising number.

    Example:
        >>> with Sorter() as rows:
        ...     rows.add(2, "b")
        ...     rows.add(1, "a")
        ...     list(rows)
        [(1, 'a'), (2, 'b')]
    """

    def __init__(self, held: int = HELD) -> None:
        self._most, self._size = held, 0
        self._rows: list[Row] = []
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def __enter__(self) -> Sorter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def add(self, number: int, line: str) -> None:
        """Take in a row.

        Args:
            number: what to sort by.
            line: text without line feeds or lone surrogates.

        Raises:
            SourceError: there is no room for temporary files.
        """
        data = line.encode()
        self._rows.append((number, data))
        self._size += len(data)
        if self._size > self._most:
            self._spill()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        self._rows.sort(key=_NUMBER)
        runs = [*map(_read, self._runs), iter(self._rows)]
        for number, data in heapq.merge(*runs, key=_NUMBER):
            yield number, data.decode()

    def _spill(self) -> None:
        self._rows.sort(key=_NUMBER)
        try:
            run = self._files.enter_context(tempfile.TemporaryFile(prefix="names-"))  # noqa: SIM115 - the stack closes it
            run.writelines(b"%d\t%b\n" % row for row in self._rows)
            run.seek(0)
        except OSError as error:
            raise SourceError(
                f"{tempfile.gettempdir()}: no room for sorting ({error.strerror}); set TMPDIR to a folder with more."
            ) from error
        self._runs.append(run)
        self._rows, self._size = [], 0


def _read(run: IO[bytes]) -> Iterator[Row]:
    for line in run:
        number, _, data = line.partition(b"\t")
        yield int(number), data[:-1]
