"""Long columns of numbers and of texts that need not stay in memory: files in a folder, or arrays when there is none.

A list of a million names has some forty million parts. As Python's numbers they are gigabytes, as 64-bit integers in
files a third of one, of which only the pages in use are in memory. Two shapes are all that is needed:

    Buckets   integers to be sorted: thrown into buckets by their size as they come, sorted bucket by bucket at the end
    Column    integers, decimal numbers or bytes written from front to back, then read at any place

Short lists pass through the same code with nothing on disk. The files are of use to the program that wrote them alone
(its byte order, its versions), and go with their folder.
"""

from __future__ import annotations

import mmap
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

ON_DISK_FROM = 50_000  # names from which columns are files: below, all of them together are some 30 MB
BUCKET = 1 << 18  # integers that a bucket should have: sorted as Python's numbers they take 20 MB
MOST_BUCKETS = 512  # open at once, as so many buffers
BUFFER = 1 << 13  # integers of a bucket that wait in memory


@contextmanager
def scratch(names: int, workers: int = 1) -> Iterator[Path | None]:
    """A folder for the columns of so many names; None when they are few enough for memory and one process.

    >>> with scratch(10) as folder: print(folder)
    None
    """
    if names < ON_DISK_FROM and workers <= 1:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="normalizer-", ignore_cleanup_errors=True) as name:
        yield Path(name)


class Buckets:
    """Integers from 0 to `top` that are sorted once all are there.

    Args:
        top: no integer is greater. expected: about how many will come.
        folder: where they wait; None for memory. name: of the files.

    >>> buckets = Buckets(99, 5)
    >>> buckets.extend([7, 98, 7, 3]); [list(bucket) for bucket in buckets.sorted()]
    [[3, 7, 7, 98]]
    """

    def __init__(self, top: int, expected: int, folder: Path | None = None, name: str = "bucket") -> None:
        wanted = min(MOST_BUCKETS, expected // BUCKET + 1)
        self._shift = max(0, top.bit_length() - (wanted - 1).bit_length())
        self._waiting = [array("Q") for _ in range((top >> self._shift) + 1)]
        self._files = [folder / f"{name}-{at}" for at in range(len(self._waiting))] if folder else []

    def extend(self, values: Iterable[int]) -> None:
        """Put integers in."""
        waiting, shift, files = self._waiting, self._shift, self._files
        for value in values:
            bucket = waiting[value >> shift]
            bucket.append(value)
            if files and len(bucket) >= BUFFER:
                self._flush(value >> shift)

    def sorted(self) -> Iterator[list[int]]:
        """The integers in order, bucket after bucket; each is gone once it has been read."""
        for at, waiting in enumerate(self._waiting):
            values = waiting.tolist()
            if self._files and self._files[at].exists():
                stored = array("Q")
                stored.frombytes(self._files[at].read_bytes())
                values += stored
                self._files[at].unlink()
            self._waiting[at] = array("Q")
            if values:
                values.sort()
                yield values

    def _flush(self, at: int) -> None:
        with self._files[at].open("ab") as file:
            self._waiting[at].tofile(file)
        self._waiting[at] = array("Q")


class Column:
    """Values of one type, written from front to back and then read at any place.

    Args:
        code: of the type, as in the module `array` ("B" for bytes).
        path: the file; None for memory.

    >>> column = Column("I"); column.extend([5, 6, 7]); column.view()[1]
    6
    """

    def __init__(self, code: str, path: Path | None = None) -> None:
        self._code = code
        self._values: array[Any] = array(code)
        self._path, self._map = path, None
        self._written = 0
        if path:
            path.write_bytes(b"")

    def __len__(self) -> int:
        return self._written + len(self._values)

    def extend(self, values: Iterable[Any]) -> None:
        """Write values at the end."""
        self._values.extend(values)
        self._flush(BUFFER * 8)

    def write(self, values: bytes) -> None:
        """Write values that are bytes already."""
        self._values.frombytes(values)
        self._flush(BUFFER * 8)

    def view(self) -> memoryview:
        """All that was written."""
        if self._path is None:
            return memoryview(self._values)
        self._flush(0)
        return mapped(self._path, self._code)

    def _flush(self, above: int) -> None:
        if self._path and len(self._values) > above:
            with self._path.open("ab") as file:
                self._values.tofile(file)
            self._written += len(self._values)
            self._values = array(self._code)


def mapped(path: Path, code: str) -> memoryview[Any]:
    """A file of numbers that `Column` wrote, as a view: what is not read takes no memory."""
    if not path.stat().st_size:  # nothing cannot be mapped
        return memoryview(array(code))
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast(cast(Any, code))


class Texts:
    """Texts by number; any string whatever, lone surrogates too.

    >>> texts = Texts(); texts.append("Київ"); texts.append("chr"); texts[0]
    'Київ'
    """

    def __init__(self, folder: Path | None = None, name: str = "texts") -> None:
        self._bytes = Column("B", folder / f"{name}.bytes" if folder else None)
        self._ends = Column("Q", folder / f"{name}.ends" if folder else None)
        self._end = 0
        self._views: tuple[memoryview, memoryview] | None = None

    @classmethod
    def stored(cls, folder: Path, name: str = "texts") -> Texts:
        """Texts that another process has written."""
        found = cls()
        found._views = mapped(folder / f"{name}.bytes", "B"), mapped(folder / f"{name}.ends", "Q")
        return found

    def append(self, text: str) -> None:
        """Write a text at the end."""
        encoded = text.encode("utf-8", "surrogatepass")
        self._bytes.write(encoded)
        self._end += len(encoded)
        self._ends.extend((self._end,))

    def seal(self) -> None:
        """Nothing more comes: what waits is written, so that others can read it."""
        self._views = self._bytes.view(), self._ends.view()

    def __len__(self) -> int:
        return len(self._views[1]) if self._views else len(self._ends)

    def __getitem__(self, at: int) -> str:
        if self._views is None:
            self.seal()
        assert self._views is not None
        letters, ends = self._views
        return str(letters[ends[at - 1] if at else 0 : ends[at]], "utf-8", "surrogatepass")
