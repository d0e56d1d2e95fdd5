"""A file of named sections: immutable, checked, memory-mapped.

This module owns bytes and knows nothing of names. A file is

    preamble (80 bytes)  magic, format version, where the rest is, a checksum of itself
    body                 the sections, each aligned to 8 bytes
    meta                 JSON: the section table and the writer's own facts
    checks               one CRC-32 for each block of the body

Little-endian throughout, so that a section can be mapped as an array without a copy; no pickle, so that a
foreign file can at worst be refused. Opening reads preamble, meta and checks (some 150 kB at 150 MB of
body) and nothing else. A block is verified when it is first touched: a look-up touches about ten of them,
so that checking costs microseconds and a damaged block can never answer. Every read is bounds-checked
against its section.

The other half, how such a file comes to be, is in `gazetteer.writing`, which a look-up never imports.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from array import array
from contextlib import suppress

from gazetteer.errors import FormatError
from gazetteer.hints import Any

MAGIC = b"\x89GAZET\r\n"
"""A high first byte and a line end, so that a transfer in text mode is seen at once (as PNG does)."""
FORMAT_VERSION = 2
BLOCK = 4 * 1024
"""Bytes behind one checksum: small, since a look-up that has to look widely touches some six hundred blocks; smaller
ones would not be read from the disk by themselves."""
ALIGNMENT = 8
MAX_META = 1 << 26
"""A bound on what is parsed as JSON on opening; a real header is a few kilobytes."""

PREAMBLE = struct.Struct("<8sIIQQIIQQIIQ4xI")

WIDTHS = {"B": 1, "H": 2, "T": 3, "I": 4, "Q": 8}
"""Bytes of an element, by type: those of `array`, and T for the numbers below 16 million that files are full of."""


def narrow(highest: int) -> str:
    """The narrowest type that holds all numbers up to the highest.

    >>> [narrow(highest) for highest in (255, 256, 70_000, 1 << 24, 1 << 32)]
    ['B', 'H', 'T', 'I', 'Q']
    """
    return next(code for code, width in WIDTHS.items() if highest < 1 << 8 * width or width == 8)


def packed(code: str, numbers: array[int]) -> bytes:
    """The bytes of numbers as elements of a type; in this machine's order, and T in that of the file.

    Args:
        code: the type. numbers: of type I or Q, none too high.
    """
    if code != "T":
        return (numbers if numbers.typecode == code else array(code, numbers)).tobytes()
    wide = array("I", numbers)
    if sys.byteorder == "big":
        wide.byteswap()
    data = bytearray(wide.tobytes())
    del data[3::4]
    return bytes(data)


class Section:
    """One section as a read-only array; every access verifies the blocks it touches.

    `view` is the raw array, for readers that have called `check` on the range they read; `whole` says that all of it
    has been verified.
    """

    __slots__ = ("_container", "_count", "_start", "_verified", "_width", "name", "view", "whole")

    def __init__(self, container: Container, name: str, offset: int, view: memoryview, width: int) -> None:
        self.name = name
        self.view = view
        self._container = container
        self._start = offset - PREAMBLE.size
        self._width = width
        self._count = view.nbytes // width
        self._verified = container.verified
        self.whole = False

    def __len__(self) -> int:
        return self._count

    def raw(self) -> tuple[memoryview, bytearray, int, int, int]:
        """For the compiled reader: the bytes, the flags of all blocks, the first byte in the body, width and block."""
        return self.view.cast("B"), self._verified, self._start, self._width, BLOCK

    def check(self, start: int, stop: int) -> None:
        """Verify the elements `start..stop`.

        Raises:
            FormatError: the range is outside the section, or a block does not match its checksum.
        """
        if not 0 <= start <= stop <= self._count:
            raise self._container.damaged(f'section "{self.name}" is asked for {start}..{stop} of {self._count}')
        at, width = self._start, self._width
        first, last = (at + start * width) // BLOCK, (at + stop * width - 1) // BLOCK
        if self._verified.find(0, first, last + 1) >= 0:  # a look-up asks this thousands of times, mostly in vain
            self._container.verify(first, last)

    def check_all(self) -> None:
        """Verify the whole section, for readers that jump about in it; once, since a verified block stays so."""
        if not self.whole:
            self.check(0, self._count)
            self.whole = True

    def __getitem__(self, at: int) -> int:
        self.check(at, at + 1)
        return int(self.view[at])

    def pair(self, at: int) -> tuple[int, int]:
        """Elements `at` and `at + 1`: the two ends of a range in an array of offsets."""
        self.check(at, at + 2)
        start, stop = self.view[at], self.view[at + 1]
        if start > stop:
            raise self._container.damaged(f'section "{self.name}" runs backwards at {at}')
        return start, stop

    def slice(self, start: int, stop: int) -> memoryview:
        """Elements `start..stop`, verified, without a copy."""
        self.check(start, stop)
        return self.view[start:stop]

    def text(self, start: int, stop: int) -> str:
        """Bytes `start..stop` as text; surrogates in it are as they were handed in."""
        self.check(start, stop)
        try:
            return str(self.view[start:stop], "utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise self._container.damaged(f'section "{self.name}" holds no text at {start}') from error


class Triples(Section):
    """A section of three-byte numbers; `view` has its bytes."""

    __slots__ = ()

    def __getitem__(self, at: int) -> int:
        self.check(at, at + 1)
        return int.from_bytes(self.view[3 * at : 3 * at + 3], "little")

    def pair(self, at: int) -> tuple[int, int]:
        """As `Section.pair`."""
        start, stop = self.slice(at, at + 2)
        if start > stop:
            raise self._container.damaged(f'section "{self.name}" runs backwards at {at}')
        return start, stop

    def slice(self, start: int, stop: int) -> memoryview:
        """Elements `start..stop`, verified, as a copy of four bytes each."""
        self.check(start, stop)
        data = bytes(self.view[3 * start : 3 * stop])
        wide = bytearray(4 * (stop - start))
        wide[0::4], wide[1::4], wide[2::4] = data[0::3], data[1::3], data[2::3]
        return memoryview(wide).cast("I")


def _is_entry(entry: object) -> bool:
    """Whether this is [offset, bytes, type code]; JSON may hold anything."""
    match entry:
        case [int(offset), int(length), ("B" | "H" | "T" | "I" | "Q")]:
            return offset >= 0 and length >= 0
    return False


class Container:
    """A mapped file of sections, opened for reading."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123 (pathlib costs 4 ms of a look-up)
                self.size = os.fstat(file.fileno()).st_size
                head = file.read(PREAMBLE.size)
                self._read_preamble(head)
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise FormatError(
                f"{self.path}: there is no gazetteer to read here ({error.strerror or error}); "
                'check the path, or build one with "normalizer build".'
            ) from error
        self._view = memoryview(self._map)
        self.meta = self._read_meta()
        self._checks = self._read_checks()
        self.verified = bytearray(len(self._checks))
        self._sections: dict[str, Section] = {}

    def _read_preamble(self, head: bytes) -> None:
        if head[:8] != MAGIC:
            raise FormatError(f'{self.path}: this is not a gazetteer file; build one with "normalizer build".')
        if len(head) < PREAMBLE.size:
            raise self.damaged("it ends inside its header")
        fields = PREAMBLE.unpack(head)
        version, block, self._body_end, meta_size, meta_crc = fields[1:6]
        checks_at, checks_size, checks_crc, _, size, crc = fields[7:]
        if version > FORMAT_VERSION:
            raise FormatError(
                f"{self.path}: this gazetteer has format {version} and this version reads {FORMAT_VERSION}; "
                "upgrade name-normalizer, or build the file again."
            )
        if crc != zlib.crc32(head[:-4]):
            raise self.damaged("its header does not match its checksum")
        if version < FORMAT_VERSION:
            raise FormatError(
                f"{self.path}: this gazetteer has format {version} and this version reads {FORMAT_VERSION}; build it "
                'again ("normalizer build default" for the embedded one).'
            )
        if size != self.size:
            raise self.damaged(f"it has {self.size} bytes and should have {size}")
        self._meta = (self._body_end, self._body_end + meta_size, meta_crc)
        self._checks_range = (checks_at, checks_at + checks_size, checks_crc)
        blocks = -(-(self._body_end - PREAMBLE.size) // BLOCK)
        if block != BLOCK or self._meta[1] != checks_at or checks_size != 4 * blocks or meta_size > MAX_META:
            raise self.damaged("its header contradicts itself")

    def _checked(self, start: int, stop: int, crc: int, what: str) -> memoryview:
        part = self._view[start:stop]
        if len(part) != stop - start or zlib.crc32(part) != crc:
            raise self.damaged(f"its {what} does not match its checksum")
        return part

    def _read_meta(self) -> dict[str, Any]:
        part = self._checked(*self._meta, "table of sections")
        meta = self.json(part, "table of sections")
        if not isinstance(meta, dict) or not isinstance(meta.get("sections"), dict):
            raise self.damaged("it has no table of sections")
        return meta

    def json(self, part: memoryview, what: str) -> Any:
        """Bytes as JSON; what cannot be parsed is damage."""
        try:
            return json.loads(bytes(part))
        except ValueError as error:
            raise self.damaged(f"its {what} cannot be parsed") from error

    def _read_checks(self) -> array[int]:
        checks = array("I")
        checks.frombytes(self._checked(*self._checks_range, "table of checksums"))
        if sys.byteorder == "big":
            checks.byteswap()
        return checks

    def damaged(self, what: str) -> FormatError:
        """The error for a file that is not whole."""
        return FormatError(
            f"{self.path}: the gazetteer is damaged: {what}; build it again "
            '("normalizer build default" for the embedded one) or copy it again.'
        )

    def verify(self, first: int, last: int) -> None:
        """Verify the blocks `first..last`, each once; `verified` says which have been.

        Raises:
            FormatError: one does not match its checksum.
        """
        verified, checks, view, end = self.verified, self._checks, self._view, self._body_end
        for block in range(first, last + 1):
            if not verified[block]:  # a wide look-up comes here a thousand times
                at = PREAMBLE.size + block * BLOCK
                if zlib.crc32(view[at : min(at + BLOCK, end)]) != checks[block]:
                    raise self.damaged(f"block {block} does not match its checksum")
                verified[block] = 1

    def block_is_whole(self, block: int) -> bool:
        """Whether a block matches its checksum now."""
        at = PREAMBLE.size + block * BLOCK
        return zlib.crc32(self._view[at : min(at + BLOCK, self._body_end)]) == self._checks[block]

    @property
    def blocks(self) -> int:
        """How many blocks the body has."""
        return len(self._checks)

    def section(self, name: str) -> Section:
        """The section of this name, as an array of its recorded type."""
        known = self._sections.get(name)
        if known is None:
            known = self._sections[name] = self._open_section(name)
        return known

    def has(self, name: str) -> bool:
        """Whether there is a section of this name: some are left out where they would say nothing."""
        return name in self.meta["sections"]

    def _open_section(self, name: str) -> Section:
        entry = self.meta["sections"].get(name)
        if entry is None:
            raise self.damaged(f'it has no section "{name}"')
        if not _is_entry(entry):
            raise self.damaged(f'its table of sections cannot say where "{name}" is')
        offset, length, code = entry
        width = WIDTHS[code]
        if offset < PREAMBLE.size or offset % ALIGNMENT or offset + length > self._body_end or length % width:
            raise self.damaged(f'section "{name}" lies outside the file')
        if sys.byteorder == "big" and width > 1:
            raise FormatError(f"{self.path}: gazetteers can be read on little-endian machines only.")
        view = self._view[offset : offset + length]
        return (Triples if code == "T" else Section)(
            self, name, offset, view if code == "T" else view.cast(code), width
        )

    def close(self) -> None:
        """Give the mapping back; using a section afterwards is an error."""
        for section in self._sections.values():
            section.view.release()
        self._sections.clear()
        self._view.release()
        with suppress(BufferError):  # an array of a caller still looks at it; it is unmapped when that goes
            self._map.close()
