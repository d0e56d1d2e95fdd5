"""Which compression a file has, told by its first bytes, and the stream of what is inside.

gzip, bzip2, xz and zip are the standard library's. Zstandard is too from Python 3.14 on; before, it needs the
`zstandard` package, whose reader takes a file that was cut short for a whole one, so that it is driven here
block by block. Whatever a decompressor or the system raises leaves this room as one sentence (`sentences`).

A zip archive holds several files. The one to read is the one that the caller names, else the one called as the
archive itself (`UA.zip` holds `UA.txt`), else the only one that is not a readme: an archive in which two files
could be meant is refused with the list of them.
"""

from __future__ import annotations

import bz2
import gzip
import importlib
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from gazetteer.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ASIDE = ("readme*", "license*", "licence*", "iso-languagecodes*", ".*")
"""Files of an archive that are never the data: GeoNames puts a readme and a list of languages beside it."""
_MOST_LISTED = 8
_ZSTANDARD_BITE = 1024
"""Bytes given to the Zstandard package at a time: four of them can become 128 kB, and all that comes is held."""


class _DamagedError(Exception):
    pass


@contextmanager
def sentences(name: str) -> Iterator[None]:
    """Whatever can go wrong with a file called `name`, as the error of this package."""
    try:
        yield
    except SourceError:
        raise
    except (_DamagedError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile, EOFError) as error:
        raise _damaged(name, error) from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile: a password, an unusual method
        raise SourceError(f"{name}: cannot be unpacked ({error}); unpack it and give the file inside.") from error
    except OSError as error:
        if error.errno is None:  # bz2 raises it bare for damaged data
            raise _damaged(name, error) from error
        raise SourceError(f"{name}: cannot be read ({error.strerror}); check the path.") from error
    except (ValueError, OverflowError) as error:  # a NUL in a path, a zip archive with impossible offsets
        raise SourceError(f"{name}: cannot be read ({error}); check the path and the file.") from error


def _damaged(name: str, error: Exception) -> SourceError:
    return SourceError(f"{name}: the compressed data is damaged or ends early ({error}); fetch it again.")


@contextmanager
def unpacked(source: IO[bytes], start: bytes, name: str, member: str = "") -> Iterator[IO[bytes]]:
    """The stream of what is inside a file; the file's own stream where it is not compressed.

    Args:
        source: the file; it must be able to seek for zip.
        start: its first bytes, not yet taken from it.
        name: what the file is called, for messages and for finding the member of its name.
        member: pattern of the member of a zip archive to read.

    Raises:
        SourceError: nothing can be read this way; also errors of the decompressors, see `sentences`.
    """
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with _zip_member(source, name, member) as stream:
            yield stream
        return
    opener = next((opener for magic, opener in _OPENERS.items() if start.startswith(magic)), None)
    if opener is None:
        yield source
        return
    with opener(source) as stream:
        yield stream


@contextmanager
def _zip_member(source: IO[bytes], name: str, pattern: str) -> Iterator[IO[bytes]]:
    if not source.seekable():
        raise SourceError(f"{name}: a zip archive cannot be read from a pipe; give the file, or pipe `unzip -p` of it.")
    with zipfile.ZipFile(source) as archive, archive.open(_chosen(archive.namelist(), name, pattern)) as stream:
        yield stream


def _chosen(members: list[str], name: str, pattern: str) -> str:
    files = [member for member in members if not member.endswith("/") and not member.startswith("__MACOSX/")]
    data = [member for member in files if not any(fnmatch(_base(member).lower(), aside) for aside in _ASIDE)]
    stem = PurePosixPath(name.lower()).stem
    for found in (
        [member for member in files if pattern and (fnmatch(member, pattern) or fnmatch(_base(member), pattern))],
        [member for member in data if not pattern and PurePosixPath(member.lower()).stem == stem],
        [] if pattern else data,
    ):
        if len(found) == 1:
            return found[0]
    listed = ", ".join(files[:_MOST_LISTED]) + (", …" if len(files) > _MOST_LISTED else "")
    wanted = f' that "{pattern}" tells' if pattern else ""
    raise SourceError(f"{name}: not one file in this archive{wanted} but: {listed or 'none'}; unpack the one you mean.")


def _base(member: str) -> str:
    return PurePosixPath(member).name


def _gzip(source: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=source))


def _bzip2(source: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", bz2.BZ2File(source))


def _xz(source: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", lzma.LZMAFile(source))


def _zstandard(source: IO[bytes]) -> IO[bytes]:
    for module, reader in (("compression.zstd", _StandardZstandard), ("zstandard", _PackageZstandard)):
        try:
            return cast("IO[bytes]", io.BufferedReader(reader(source, importlib.import_module(module))))
        except ImportError:
            continue
    raise NotImplementedError("Zstandard needs an extra below Python 3.14: pip install 'name-normalizer[zstd]'")


class _StandardZstandard(io.RawIOBase):
    """Zstandard by Python's own module."""

    def __init__(self, source: IO[bytes], module: Any) -> None:
        self._file, self._error = module.ZstdFile(source), module.ZstdError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            return int(self._file.readinto(buffer))
        except self._error as error:
            raise _DamagedError(error) from error


class _PackageZstandard(io.RawIOBase):
    """Zstandard by the `zstandard` package, frame after frame, told apart from a file that was cut short."""

    def __init__(self, source: IO[bytes], module: Any) -> None:
        self._source, self._module = source, module
        self._frame: Any = None
        self._ready, self._taken = memoryview(b""), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        while not self._ready and self._fill():
            pass
        count = min(len(view), len(self._ready))
        view[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _fill(self) -> bool:
        """Decompress the next bite; False at the end."""
        bite = self._taken or self._source.read(_ZSTANDARD_BITE)
        if not bite:
            if self._frame is not None:
                raise _DamagedError("the last frame is not complete")
            return False
        self._frame = self._frame or self._module.ZstdDecompressor().decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(bite))
        except self._module.ZstdError as error:
            raise _DamagedError(error) from error
        self._taken = self._frame.unused_data if self._frame.eof else b""
        self._frame = None if self._frame.eof else self._frame
        return True


_OPENERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": _gzip, b"BZh": _bzip2, b"\xfd7zXZ\x00": _xz, b"\x28\xb5\x2f\xfd": _zstandard,
}  # fmt: skip


def zip_members(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The files in a zip archive; none where the file is no such archive, or standard input.

    Raises:
        SourceError: the file cannot be read, or the archive is damaged.
    """
    name = Path(path).name
    with sentences(name):
        if os.fspath(path) == "-" or not zipfile.is_zipfile(path):
            return ()
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
