"""Writing a file of sections: in one piece, or not at all.

The sections go to a temporary file beside the target, which is forced to disk and then renamed over it. A
reader that has the old file mapped keeps it. A killed builder leaves only its temporary file, which a later
one sweeps once nobody holds its lock. Two builders at once each write their own; the last rename wins,
whole. What the bytes mean is in `gazetteer.container`.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
import zlib
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from gazetteer.container import ALIGNMENT, BLOCK, FORMAT_VERSION, MAGIC, PREAMBLE
from gazetteer.errors import GazetteerError

try:
    import fcntl
except ImportError:  # Windows: an open file cannot be unlinked there, which protects it as well as a lock
    fcntl = None  # type: ignore[assignment]

GRACE_SECONDS = 60.0
"""A temporary file younger than this is never swept: its builder may not have locked it yet."""

_TEMPORARY = ".building"


class ContainerWriter:
    """Writes one file of sections; use it as a context manager.

    Nothing is visible under `path` until `finish` has been called; leaving the block without it removes
    the temporary file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        sweep(self.path)
        self._temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.{os.urandom(4).hex()}{_TEMPORARY}")
        try:
            self._file: IO[bytes] = self._temporary.open("xb")
        except OSError as error:
            raise GazetteerError(
                f"{self.path}: cannot be written ({error.strerror}); choose a folder you may write to."
            ) from error
        if fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        self._file.write(bytes(PREAMBLE.size))
        self._position = PREAMBLE.size
        self._sections: dict[str, tuple[int, int, str]] = {}
        self._checks = array("I")
        self._pending = bytearray()

    def add(self, name: str, data: bytes | bytearray | array[int]) -> None:
        """Append a section; an `array` keeps its type code, bytes are type "B"."""
        self.add_pieces(name, data.typecode if isinstance(data, array) else "B", (data,))

    def add_pieces(self, name: str, code: str, pieces: Iterable[bytes | bytearray | array[int]]) -> int:
        """Append a section that comes piece by piece, so that it need not be in memory as a whole.

        Args:
            name: of the section, once in a file.
            code: type of its elements, one of `gazetteer.container.WIDTHS`.
            pieces: arrays of that type, or their bytes as `gazetteer.container.packed` gives them.

        Returns:
            The size of the section in bytes.

        Raises:
            GazetteerError: the disk is full or fails.
        """
        if name in self._sections:
            raise ValueError(f"section {name!r} is written twice")
        start = self._position
        for piece in pieces:
            self._append(memoryview(_little_endian(piece, code)).cast("B"))
        size = self._position - start
        self._sections[name] = (start, size, code)
        self._append(memoryview(bytes(-size % ALIGNMENT)))
        return size

    def _append(self, view: memoryview) -> None:
        try:
            self._file.write(view)
        except OSError as error:
            raise self._unwritten(error) from error
        self._position += len(view)
        start = 0
        if self._pending:
            start = min(BLOCK - len(self._pending), len(view))
            self._pending += view[:start]
            if len(self._pending) < BLOCK:
                return
            self._checks.append(zlib.crc32(self._pending))
            self._pending.clear()
        whole = start + (len(view) - start) // BLOCK * BLOCK
        for at in range(start, whole, BLOCK):
            self._checks.append(zlib.crc32(view[at : at + BLOCK]))
        self._pending += view[whole:]

    def finish(self, meta: Mapping[str, object]) -> int:
        """Write the header, force all to disk, and put the file in its place.

        Returns:
            The size of the file in bytes.
        """
        body_end = self._position
        if self._pending:
            self._checks.append(zlib.crc32(self._pending))
        sections = {name: list(entry) for name, entry in self._sections.items()}
        text = json.dumps({**meta, "sections": sections}, sort_keys=True, separators=(",", ":")).encode()
        if sys.byteorder == "big":
            self._checks.byteswap()
        checks = self._checks.tobytes()
        size = body_end + len(text) + len(checks)
        head = PREAMBLE.pack(
            MAGIC, FORMAT_VERSION, BLOCK, body_end, len(text), zlib.crc32(text), 0,
            body_end + len(text), len(checks), zlib.crc32(checks), 0, size, 0,
        )[:-4]  # fmt: skip
        try:
            self._file.write(text)
            self._file.write(checks)
            self._file.seek(0)
            self._file.write(head + struct.pack("<I", zlib.crc32(head)))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritten(error) from error
        self._publish()
        return size

    def _unwritten(self, error: OSError) -> GazetteerError:
        return GazetteerError(f"{self.path}: cannot be written ({error.strerror}); make room and build again.")

    def _publish(self) -> None:
        if fcntl is None:
            self._file.close()
        try:
            self._temporary.replace(self.path)
        except OSError as error:
            raise GazetteerError(f"{self.path}: cannot be replaced ({error.strerror}).") from error
        self._file.close()
        _sync_folder(self.path.parent)

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what is left in a buffer of a full disk has been reported
            self._file.close()
        self._temporary.unlink(missing_ok=True)


def _little_endian(data: bytes | bytearray | array[int], code: str) -> bytes | bytearray | array[int]:
    if sys.byteorder == "little" or code in "BT":
        return data
    swapped = array(code, bytes(data))
    swapped.byteswap()
    return swapped


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:  # some file systems refuse; the data itself is already on disk
        pass
    finally:
        os.close(handle)


def sweep(path: Path) -> int:
    """Remove temporary files that dead builders of `path` left; returns how many went."""
    swept = 0
    for leftover in path.parent.glob(f".{_literal(path.name)}.*{_TEMPORARY}"):
        try:
            if time.time() - leftover.stat().st_mtime > GRACE_SECONDS and _is_orphan(leftover):
                leftover.unlink()
                swept += 1
        except OSError:  # another builder swept it first, or still holds it open
            continue
    return swept


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _is_orphan(leftover: Path) -> bool:
    if fcntl is None:
        return True
    with leftover.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
