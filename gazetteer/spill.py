"""Bytes that wait on disk, in parts: what keeps a build of any size in bounded memory.

A builder meets its postings in the order of the records and writes them in the order of their hashes. So it deals
them out to parts by hash, and sorts one part at a time. A part is a small buffer; a full buffer goes to one temporary
file, and the part remembers where. The file stands beside the gazetteer to be, where there must be room anyway, and has
no name where the system allows it, so that a killed builder leaves nothing. A small build never touches the disk.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Hashable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from gazetteer.errors import GazetteerError

BUFFER = 16 * 1024
"""Bytes of a part in memory: with some 1,300 parts 20 MB at most, and disk writes that are not too small."""


class Spill:
    """Parts to which bytes are appended, to be read back once each; use it as a context manager.

    Args:
        folder: where the temporary file goes, if one is needed.

    Example:
        >>> with Spill(Path(".")) as spill:
        ...     spill.append("a", b"12")
        ...     spill.append("a", b"3")
        ...     bytes(spill.take("a")), bytes(spill.take("a"))
        (b'123', b'')
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._buffers: dict[Hashable, bytearray] = {}
        self._places: dict[Hashable, list[tuple[int, int]]] = {}
        self._end = 0

    def append(self, part: Hashable, data: bytes | bytearray | memoryview) -> None:
        """Append bytes to a part.

        Raises:
            GazetteerError: there is no room, or the folder cannot be written.
        """
        buffer = self._buffers.setdefault(part, bytearray())
        buffer += data
        if len(buffer) >= BUFFER:
            self._write(part, buffer)
            self._buffers[part] = bytearray()

    def _write(self, part: Hashable, buffer: bytearray) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 (closed by `close`)
            rest = memoryview(buffer)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise GazetteerError(
                f"{self._folder}: what waits to be sorted cannot be kept there ({error.strerror}); make room, "
                "or choose another folder for the gazetteer."
            ) from error
        self._places.setdefault(part, []).append((self._end, len(buffer)))
        self._end += len(buffer)

    def pieces(self, part: Hashable) -> Iterator[bytes | bytearray]:
        """The bytes of a part in the order in which they were appended, a buffer at a time; then it is empty."""
        for start, size in self._places.pop(part, ()):
            assert self._file is not None
            data = os.pread(self._file.fileno(), size, start) if hasattr(os, "pread") else self._read(start, size)
            if len(data) != size:
                raise GazetteerError(f"{self._folder}: what waited to be sorted cannot be read back; build again.")
            yield data
        yield self._buffers.pop(part, bytearray())

    def _read(self, start: int, size: int) -> bytes:
        assert self._file is not None
        self._file.seek(start)
        data = self._file.read(size)
        self._file.seek(self._end)
        return data

    def take(self, part: Hashable) -> bytearray:
        """All bytes of a part, which is then empty."""
        whole = bytearray()
        for piece in self.pieces(part):
            whole += piece
        return whole

    def close(self) -> None:
        """Give the temporary file up."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
