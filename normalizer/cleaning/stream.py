"""A file of any size as texts of bounded size, cut where no name is cut.

`clean` looks at a whole text: which words it also writes in lower case, how often it spells a name in which
way. A file that does not fit in memory is therefore several texts. A block ends after `BLOCK_LINES` lines, or
when it has `BLOCK_BYTES` bytes, whichever is first; not inside a block of code or a comment, unless that is longer
still. Lines are counted first because cleaning keeps their number: a file whose lines are of usual length is cut
at the same places when it is cleaned a second time.

A cut is made after a line's end, which no name crosses. In a file without line ends it is made at white space between
two words that cannot be one name (the second begins with a small letter or a digit), else at any white space, else
between two characters of UTF-8. Bytes are never changed: what is no UTF-8 becomes lone surrogates, which are
written back as the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO

BLOCK_LINES = 8192
"""Lines of one text; at 80 characters a line about 650 kB, a novel in three or four texts."""
BLOCK_BYTES = 1 << 21
"""Bytes of one text when its lines are long. Words and mentions of 2 MB of prose take about 150 MB."""
LONGEST_BYTES = BLOCK_BYTES * 2
"""A block that is open (see `blocks`) goes on to here at most."""
_SAFE_GAP = re.compile(rb"[ \t\r](?=[a-z0-9])")
_GAP = re.compile(rb"[ \t\r]")
_SEARCHED = 1 << 16
"""Bytes before a forced cut that are searched for a gap; no name is nearly as long."""

IsOpen = Callable[[str], bool]


def blocks(file: IO[bytes], is_open: IsOpen | None = None) -> Iterator[str]:
    """The texts of a file, one after the other; joined they are the file.

    Args:
        file: read line by line, so that a pipe is answered block by block.
        is_open: whether a text must not end here (inside code); asked at line ends alone.

    >>> from io import BytesIO
    >>> [len(text) for text in blocks(BytesIO(b"Kiev\\n" * 10_000))]
    [40960, 9040]
    """
    parts: list[bytes] = []
    size = 0
    for line in _pieces(file):
        parts.append(line)
        size += len(line)
        if len(parts) % BLOCK_LINES and size < BLOCK_BYTES:
            continue
        data, rest = _cut(b"".join(parts))
        text = decoded(data)
        if rest or size >= LONGEST_BYTES or is_open is None or not is_open(text):
            yield text
            parts, size = ([rest] if rest else []), len(rest)
    if parts:
        yield decoded(b"".join(parts))


def decoded(data: bytes) -> str:
    """Bytes as text; what is not UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes that `decoded` made the text of.

    A lone surrogate that came from nowhere else than the user's own `str` has no bytes; it is written as "?".
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Lines, a very long one in several pieces."""
    while line := file.readline(BLOCK_BYTES):
        yield line


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """A block that ends at a line's end as it is; else what may be cleaned now, and what has to wait."""
    if data.endswith(b"\n"):
        return data, b""
    end = data.rfind(b"\n", max(0, len(data) - _SEARCHED)) + 1
    if not end:
        low = max(0, len(data) - _SEARCHED)
        gaps = [m.end() for m in islice(_SAFE_GAP.finditer(data, low), _SEARCHED)] or [
            m.end() for m in islice(_GAP.finditer(data, low), _SEARCHED)
        ]
        end = gaps[-1] if gaps else _character_start(data)
    return data[:end], data[end:]


def _character_start(data: bytes) -> int:
    """Where the last character of UTF-8 begins, which may go on in the next block."""
    for back in range(1, min(4, len(data) - 1) + 1):
        if data[-back] & 0xC0 != 0x80:
            return len(data) - back
    return len(data)
