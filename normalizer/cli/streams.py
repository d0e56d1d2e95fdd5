"""Bytes in and bytes out: UTF-8 everywhere, nothing lost, a sentence where names cannot be read.

A text filter must not destroy what it does not understand, so `clean` and `romanize` read bytes that are
not UTF-8 as lone surrogates and write them back as the same bytes. A list of names is different: a name
in an unknown encoding can only be answered wrongly, so such a file is refused, with the place.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from gazetteer.hints import IO
from normalizer.cli.terminal import is_terminal, note
from normalizer.errors import SourceError

STDIN = "-"
_BOM = b"\xef\xbb\xbf"


def prepare_stdout() -> None:
    """UTF-8 whatever the locale, line ends as written, undecodable bytes given back as they came."""
    if sys.stdout is None:  # closed by the caller (>&-); what is printed goes nowhere, as was asked
        sys.stdout = open(os.devnull, "w", encoding="utf-8", errors="surrogateescape")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def close_stdout() -> None:
    """Let what is still buffered go nowhere, so that Python's own last flush cannot fail."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """A file, or stdin, as bytes; the reasons why not are sentences."""
    where = "standard input" if name == STDIN else name
    try:
        if name == STDIN:
            yield _stdin()
        else:
            with open(name, "rb") as file:  # noqa: PTH123 (importing `pathlib` costs 5 ms of a look-up)
                yield file
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path, or a closed stream
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"{where}: cannot be read ({reason}); check the path and your permissions.") from None


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise SourceError("There is no standard input to read; give a file, or names as arguments.")
    if is_terminal(sys.stdin):
        note("reading from the terminal; end with Ctrl-D")
    return sys.stdin.buffer


def text_blocks(
    name: str, is_open: Callable[[str], bool] | None = None, report: Callable[[int], object] | None = None
) -> Iterator[str]:
    """A file, or stdin for "-", as texts of bounded size (`cleaning.stream`).

    Args:
        is_open: whether a text must not end here. report: told the bytes read so far before each block but the first.

    Raises:
        SourceError: it cannot be opened or read.
    """
    from normalizer.cleaning.stream import blocks

    with _opened(name) as file:
        done = 0
        for text in blocks(file, is_open):
            if done and report:
                report(done)
            done += len(text)
            yield text


def size_of(names: Iterable[str]) -> int | None:
    """Bytes of all these files together; None when that is not known (a pipe, stdin)."""
    total = 0
    for name in names:
        try:
            if name == STDIN or not os.path.isfile(name):  # noqa: PTH113
                return None
            total += os.stat(name).st_size  # noqa: PTH116
        except (OSError, ValueError):
            return None
    return total


def read_bytes(name: str) -> bytes:
    """All of a file, or of stdin for "-".

    Raises:
        SourceError: it cannot be read.
    """
    with _opened(name) as file:
        return file.read()


def read_text(name: str) -> str:
    """All of a file as text; bytes that are not UTF-8 become lone surrogates, line ends stay as they are.

    Raises:
        SourceError: it cannot be read.
    """
    return read_bytes(name).decode("utf-8", "surrogateescape")


def text_lines(name: str) -> Iterator[str]:
    """Lines with their ends, as they arrive, for filters; decoded as `read_text` does."""
    with _opened(name) as file:
        for line in file:
            yield line.decode("utf-8", "surrogateescape")


MAX_LINE = 1 << 24
"""Bytes of one line of a table; a longer one is hardly a row."""


def table_lines(name: str) -> Iterator[str]:
    """As `text_lines`, for rows: a line that cannot be a row is refused, so that memory stays bounded.

    Raises:
        SourceError: the file cannot be read, or has a line above MAX_LINE.
    """
    with _opened(name) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith(b"\n"):
                raise SourceError(f"{name}, line {number}: has more than {MAX_LINE >> 20} MB; is this a table?")
            yield line.decode("utf-8", "surrogateescape")


def name_lines(name: str) -> Iterator[str]:
    """Names, one a line, as they arrive; a byte order mark and line ends are dropped, empty lines are kept.

    Raises:
        SourceError: the file cannot be read, or is not UTF-8; the message has the line and the byte.
    """
    with _opened(name) as file:
        offset = 0
        for number, line in enumerate(file, 1):
            yield _decoded(line, name, number, offset).rstrip("\r\n")
            offset += len(line)


def _decoded(line: bytes, name: str, number: int, offset: int) -> str:
    try:
        return line.removeprefix(_BOM).decode() if number == 1 else line.decode()
    except UnicodeDecodeError as error:
        at = offset + error.start + (len(_BOM) if number == 1 and line.startswith(_BOM) else 0)
        where = "standard input" if name == STDIN else name
        raise SourceError(
            f"{where}, line {number}, byte {at}: this is not UTF-8; convert it first, for example with "
            "`iconv -f WINDOWS-1251 -t UTF-8`."
        ) from None


def names_from(arguments: Iterable[str]) -> Iterator[str]:
    """Names given as arguments, with "-" standing for the lines of stdin."""
    for argument in arguments:
        if argument == STDIN:
            yield from name_lines(STDIN)
        else:
            yield argument
