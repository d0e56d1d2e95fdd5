"""Tables in dBase files, the part of a shapefile that holds the attributes.

A header of 32 bytes says how many records there are, how long the header is and how long a record; fields of 32
bytes each follow, up to a byte 0x0D. A record is a byte (blank, or `*` where it is deleted) and its cells, of fixed
width and padded with blanks or NULs. Cells are read as text, whatever their type; the geometry is in another file
and is not needed for names. The encoding stands beside the table (`.cpg`) or nowhere, so the caller says it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO, NamedTuple

from gazetteer.errors import SourceError

_HEADER, _FIELD = 32, 32
_END_OF_FIELDS = 0x0D
_VERSIONS = frozenset({0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5})
"""First bytes of the dBase and FoxPro versions whose records look like this."""


class DbfRow(NamedTuple):
    """A record. number: from 1. cells: text by field, None where it is not in the encoding."""

    number: int
    deleted: bool
    cells: dict[str, str] | None


class _Field(NamedTuple):
    name: str
    start: int
    end: int


def is_dbf(start: bytes) -> bool:
    """Whether these can be the first bytes of such a table: at least 32 of them."""
    if len(start) < _HEADER or start[0] not in _VERSIONS:
        return False
    header, record = struct.unpack_from("<HH", start, 8)
    return bool(header >= _HEADER + _FIELD and record > 1 and 1 <= start[2] <= 12)


def read_dbf(stream: IO[bytes], name: str, encoding: str = "utf-8") -> Iterator[DbfRow]:
    """The records of a table.

    Args:
        stream: the file's bytes.
        name: what it is called in messages.
        encoding: of the cells.

    Raises:
        SourceError: this is no such table, or it ends early.
    """
    start = stream.read(_HEADER)
    if not is_dbf(start):
        raise SourceError(f"{name}: this is no dBase table; give the .dbf file.")
    count, header, length = struct.unpack_from("<IHH", start, 4)
    fields = _fields(stream.read(header - _HEADER), length, name)
    for number in range(1, count + 1):
        data = stream.read(length)
        if len(data) < length:
            raise SourceError(f"{name}: the table ends after {number - 1:,} of {count:,} records; fetch it again.")
        yield DbfRow(number, data[:1] == b"*", _cells(data, fields, encoding))


def _fields(header: bytes, length: int, name: str) -> list[_Field]:
    fields: list[_Field] = []
    at, start = 0, 1
    while at + _FIELD <= len(header) and header[at] != _END_OF_FIELDS:
        width = header[at + 16]
        label = header[at : at + 11].split(b"\0")[0].decode("ascii", "replace").lower()
        fields.append(_Field(label, start, start + width))
        at, start = at + _FIELD, start + width
    if not fields or start > length:
        raise SourceError(f"{name}: the fields of this table do not fit into its records; fetch it again.")
    return fields


def _cells(data: bytes, fields: list[_Field], encoding: str) -> dict[str, str] | None:
    try:
        return {field.name: data[field.start : field.end].decode(encoding).strip(" \0") for field in fields}
    except UnicodeDecodeError:
        return None
