"""Files of names opened as streams, compressed or not, within limits.

Dumps come as they are: plain, gzip, bzip2, xz, zip or Zstandard. Which one is told by the first bytes, not by
the ending of the name, since downloads lose or keep their endings as they please. Everything is decompressed
as it is read; nothing is unpacked to a temporary file, and nothing is held but a buffer and one line. "-" is
standard input.

A compressed file can be a bomb: a few kilobytes that unpack to terabytes. Reading stops with an error when
more comes out than `Limits.size`, or so much more than went in that no text compresses like that
(`Limits.ratio`). A line longer than `Limits.line` is refused too, since a line is what readers hold.

What looks like a web page is refused at once: it is what a failed download leaves behind. So is UTF-16, with
the advice to save as UTF-8. Archives in archives are not opened.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from gazetteer.errors import SourceError
from gazetteer.sources.tally import TRIED_ROWS, Tally
from gazetteer.sources.unpacking import sentences, unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STANDARD_INPUT = "-"

_BUFFER = 1 << 18
_PEEK = 512
_BOM = b"\xef\xbb\xbf"
_WEB_PAGE = (b"<!doctype html", b"<html")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may give.

    size: bytes after decompression. The largest dump there is, Wikidata's, has about 1.5 TB.
    ratio: bytes out for each byte in. GeoNames compresses 4 times, Wikidata 20 times, a bomb of the simplest
        kind 1,000 times.
    unjudged: bytes out before the ratio counts, so that small files may repeat themselves as they like.
    line: bytes of one line. The longest items of Wikidata have some megabytes.
    """

    size: int = 1 << 42
    ratio: float = 250.0
    unjudged: int = 1 << 26
    line: int = 1 << 26


LIMITS = Limits()


@contextmanager
def open_bytes(
    path: str | os.PathLike[str], limits: Limits = LIMITS, *, member: str = ""
) -> Iterator[io.BufferedReader]:
    """The decompressed bytes of a file, as a buffered stream that can be peeked into but not sought.

    Args:
        path: the file, or "-" for standard input.
        limits: what is refused as too much.
        member: which member of a zip archive to read, as a pattern ("*.dbf"); without it the one called as
            the archive itself, else the only one that can be meant.

    Raises:
        SourceError: the file cannot be read, is damaged, is a web page, or goes beyond the limits; also while
            reading.

    Example:
        >>> import gzip, pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names.gz"
        >>> _ = file.write_bytes(gzip.compress(b"Kyiv"))
        >>> with open_bytes(file) as stream:
        ...     stream.read()
        b'Kyiv'
    """
    name = display_name(path)
    with ExitStack() as stack:
        with sentences(name):
            taken = _Counted(stack.enter_context(_file(path)))
            source = stack.enter_context(_buffered(taken))
            inner = stack.enter_context(unpacked(source, source.peek(_PEEK), name, member))
        packed = taken if inner is not source else None
        stream = stack.enter_context(_buffered(_Limited(inner, packed, name, limits)))
        _refuse_foreign(stream.peek(_PEEK)[:_PEEK], name)
        yield stream


@contextmanager
def open_text(
    path: str | os.PathLike[str], limits: Limits = LIMITS, *, member: str = "", tally: Tally | None = None
) -> Iterator[Lines]:
    """The lines of a file in UTF-8, decompressed, without a byte order mark and without their ends.

    Args:
        path: the file, or "-" for standard input.
        limits: what is refused as too much.
        member: as in `open_bytes`.
        tally: where lines that are not UTF-8 are counted as read and refused; without one, the first such
            line is an error, and with one a file that holds nothing else.

    Raises:
        SourceError: as `open_bytes`; also when the text is not UTF-8.

    Example:
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "names.txt"
        >>> _ = file.write_bytes(b"Kyiv\\r\\nLviv\\n")
        >>> with open_text(file) as lines:
        ...     [(lines.where, line) for line in lines]
        [('names.txt, line 1', 'Kyiv'), ('names.txt, line 2', 'Lviv')]
    """
    with open_bytes(path, limits, member=member) as stream:
        yield Lines(stream, display_name(path), limits, tally)


class Lines(Iterator[str]):
    """Lines of a stream, each with its place.

    name: what the file is called in messages. number: of the line last given, from 1.
    """

    def __init__(
        self, stream: io.BufferedIOBase, name: str, limits: Limits = LIMITS, tally: Tally | None = None
    ) -> None:
        self.name, self.number = name, 0
        self._next = partial(stream.readline, limits.line + 1)
        self._longest, self._tally = limits.line, tally

    @property
    def where(self) -> str:
        """File and line, as messages begin."""
        return f"{self.name}, line {self.number}"

    def __next__(self) -> str:
        while raw := self._next():
            self.number += 1
            if len(raw) > self._longest:
                raise SourceError(
                    f"{self.where}: this line is longer than {self._longest:,} bytes; it is no text in lines."
                )
            if self.number == 1:
                raw = raw.removeprefix(_BOM)
            try:
                return raw.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                self._not_utf8(error)
        raise StopIteration

    def _not_utf8(self, error: UnicodeDecodeError) -> None:
        tally = self._tally
        if tally is not None:
            tally.read += 1
            tally.refuse(self.where, "this is not UTF-8", "save the file as UTF-8.")
        if tally is None or (tally.nothing_fits and tally.read >= TRIED_ROWS):
            raise SourceError(f"{self.where}: this is not UTF-8; save the file as UTF-8.") from error


def display_name(path: str | os.PathLike[str]) -> str:
    """What a file is called in messages: its last part, or that it is standard input.

    Example:
        >>> display_name("/data/UA.zip"), display_name("-")
        ('UA.zip', 'standard input')
    """
    name = os.fspath(path)
    return "standard input" if name == STANDARD_INPUT else Path(name).name or name


@contextmanager
def _file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    if os.fspath(path) == STANDARD_INPUT:
        yield sys.stdin.buffer  # not ours to close
        return
    with Path(path).open("rb", buffering=0) as file:
        yield cast("IO[bytes]", file)


def _refuse_foreign(start: bytes, name: str) -> None:
    if start.removeprefix(_BOM).lstrip().lower().startswith(_WEB_PAGE):
        raise SourceError(f"{name}: this is a web page, not data; the download went wrong, fetch the file again.")
    if start.startswith(_UTF16):
        raise SourceError(f"{name}: this is UTF-16; save the file as UTF-8.")


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return cast("io.BufferedReader", io.BufferedReader(raw, _BUFFER))


class _Counted(io.RawIOBase):
    """A file that knows how many bytes were taken from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file: Any = file
        self.taken = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return int(self._file.seek(offset, whence))

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count = self._file.readinto(buffer) or 0
        self.taken += count
        return int(count)


class _Limited(io.RawIOBase):
    """Decompressed bytes up to the limits; `packed` is None where nothing is decompressed."""

    def __init__(self, inner: IO[bytes], packed: _Counted | None, name: str, limits: Limits) -> None:
        self._inner, self._packed, self._name, self._limits = inner, packed, name, limits
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        with sentences(self._name):
            data = self._inner.read(len(view))
        view[: len(data)] = data
        self._given += len(data)
        self._check()
        return len(data)

    def _check(self) -> None:
        limits, given = self._limits, self._given
        if given > limits.size:
            raise SourceError(f"{self._name}: more than {limits.size:,} bytes; raise the limit if that is meant.")
        if self._packed is not None and given > max(limits.unjudged, limits.ratio * self._packed.taken):
            raise SourceError(
                f"{self._name}: unpacks to over {limits.ratio:,.0f} times its size, as no file of names does; "
                "unpack it yourself if that is meant."
            )
