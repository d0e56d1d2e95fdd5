"""Packed records that wait beside the file to be, so that an interrupted build need not make their keys again.

Making keys is most of a long build. So what has been packed is kept as it comes, and a build that finds such a file
takes from it, batch by batch, as long as each was made of the very records that are to be packed now (a hash of them
tells) and by the same rules; from the first other one on the file is written anew. A batch that was half written when a
process died, or is damaged, does not match its checksum and counts as missing. Bytes and JSON are all there is in it.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zlib
from array import array
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from gazetteer.errors import GazetteerError
from gazetteer.packing import Batch

try:
    import fcntl
except ImportError:  # Windows: an open file cannot be removed there, and two builds of one file are their user's affair
    fcntl = None  # type: ignore[assignment]

_HEAD = struct.Struct("<16sQI")  # what it was made of, bytes, checksum
_MOST = 1 << 30
"""Bytes of a batch at most: what says more is damage."""


def kept_file(target: Path) -> Path:
    """Where the packed records of a build to `target` wait."""
    return target.with_name(f".{target.name}.keying")


class Kept:
    """Batches of one build in their order; use it as a context manager, take what fits, then put the others.

    Args:
        target: the file that is built.
        rules: names all by which records become batches; what was kept under other rules is of no use.

    Example:
        >>> import tempfile
        >>> target = Path(tempfile.mkdtemp()) / "a.gaz"
        >>> with Kept(target, "rules 1") as kept:
        ...     kept.put(b"digest of records", Batch(ids=["x:1"]))
        >>> with Kept(target, "rules 1") as kept:
        ...     kept.take(b"digest of records").ids, kept.take(b"of others")
        (['x:1'], None)
    """

    def __init__(self, target: Path, rules: str) -> None:
        self.path, self._rules = kept_file(target), f"{rules} {sys.byteorder}\n".encode()
        self._file: IO[bytes] | None = None
        self._waiting = self._stopped = False

    def __enter__(self) -> Kept:
        if self.path.exists():
            self._open("r+b")
        return self

    def _open(self, mode: str) -> None:
        """Open what is kept, or begin it; where that cannot be, or another build is at it, this one does without."""
        try:
            file = self._file = self.path.open(mode)
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._waiting = file.readline(len(self._rules)) == self._rules
            if not self._waiting:
                file.seek(0)
                file.truncate()
                file.write(self._rules)
        except OSError:
            self._forget()
            self._stopped = True

    def take(self, made_of: bytes) -> Batch | None:
        """The next batch, if it was made of these records; None when it was not, and from then on.

        Args:
            made_of: a hash of the records, of which 16 bytes count.
        """
        if self._file is None or not self._waiting:
            return None
        place = self._file.tell()
        head = self._file.read(_HEAD.size)
        if len(head) == _HEAD.size:
            digest, size, checksum = _HEAD.unpack(head)
            if digest == made_of[:16].ljust(16, b"\0") and size <= _MOST:
                data = self._file.read(size)
                if len(data) == size and zlib.crc32(data) == checksum:
                    return unpacked(data)
        self._waiting = False
        self._file.truncate(place)
        self._file.seek(place)
        return None

    def put(self, made_of: bytes, batch: Batch) -> None:
        """Keep a batch; where there is no room for it, nothing more is kept.

        Args:
            made_of: as for `take`. batch: the next one.
        """
        if self._file is None and not self._stopped:
            self._open("x+b")
        if self._file is None:
            return
        data = packed_bytes(batch)
        try:
            self._file.write(_HEAD.pack(made_of[:16].ljust(16, b"\0"), len(data), zlib.crc32(data)) + data)
            self._file.flush()
        except OSError:  # the gazetteer itself needs the room
            self.discard()
            self._stopped = True

    def discard(self) -> None:
        """Give the file up: it has become a gazetteer."""
        if self._file is not None:
            self._forget()
            self.path.unlink(missing_ok=True)

    def _forget(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        self._file = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._forget()


def packed_bytes(batch: Batch) -> bytes:
    """A batch as bytes, for `unpacked`: what is no array as JSON, then the arrays."""
    told: dict[str, Any] = {}
    parts: list[bytes] = []
    arrays: list[tuple[str, str, int]] = []
    for name, value in _named(batch):
        if isinstance(value, array | bytearray):
            code = value.typecode if isinstance(value, array) else ""
            parts.append(bytes(value) if isinstance(value, bytearray) else value.tobytes())
            arrays.append((name, code, len(parts[-1])))
        else:
            told[name] = list(value.items()) if isinstance(value, dict) else value
    head = json.dumps([told, arrays]).encode()
    return b"".join((struct.pack("<I", len(head)), head, *parts))


def _named(batch: Batch) -> list[tuple[str, Any]]:
    """The fields of a batch, the arrays of each table by themselves."""
    found = [(field.name, getattr(batch, field.name)) for field in fields(batch) if field.name != "rows"]
    for table, (digests, values) in batch.rows.items():
        found += [(f"digests {table}", digests), (f"values {table}", values)]
    return found


def unpacked(data: bytes) -> Batch:
    """The batch of bytes that `packed_bytes` made.

    Raises:
        GazetteerError: it made other ones.
    """
    try:
        (size,) = struct.unpack_from("<I", data)
        told, arrays = json.loads(data[4 : 4 + size])
        place, found = 4 + size, Batch()
        rows: dict[str, dict[str, Any]] = {}
        for name, code, length in arrays:
            part = data[place : place + length]
            place += length
            what, _, table = name.partition(" ")
            value = array(code, part) if code else bytearray(part)
            if table:
                rows.setdefault(table, {})[what] = value
            else:
                setattr(found, name, value)
        found.rows = {table: (row["digests"], row["values"]) for table, row in rows.items()}
        found.ids, found.country_table = told["ids"], told["country_table"]
        found.same_as = {number: tuple(ids) for number, ids in told["same_as"]}
        found.typo, found.refused = dict(told["typo"]), dict(told["refused"])
        found.class_table = [(kind, feature) for kind, feature in told["class_table"]]
        found.tag_table = [tuple(row) for row in told["tag_table"]]
        found.set_table = [tuple(row) for row in told["set_table"]]
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise GazetteerError("What an interrupted build kept cannot be read; build again with --force.") from error
    return found


def remove_kept(target: Path) -> None:
    """Begin anew: what an interrupted build to `target` kept goes."""
    with suppress(OSError):
        os.unlink(kept_file(target))  # noqa: PTH108 (beside `suppress` of what another build holds)
