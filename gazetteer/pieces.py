"""The arithmetic of the typo-tolerant layer, shared by the builder and by both readers.

Pass-Join (Li, Deng, Wang, Feng 2011): cut a key into tau + 1 pieces; if a query is within tau edits, at
least one piece stands in it unchanged, near the place where it was. So the file maps pieces to keys, and a
query looks up those of its own substrings that can be such a piece (the paper's multi-match-aware
selection, some 40 for a name). What the pieces bring up is then rejected by a letter signature, and only
what is left is compared letter by letter; there, two neighbours exchanged are one edit.

A piece is found by a 32-bit checksum of its text and place, and no piece text is stored: a collision
brings up a key that the signature or the comparison rejects. Lengths are in code points.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

SHORTEST_KEY = 4
"""Keys below four letters have no typo layer: one edit of three letters is another name."""
MOST_EDITS = 3
"""More edits than this bring up keys that no scorer accepts, at twice the probes."""
LONGEST_KEY = 200
"""Longer keys are titles or text; they stay in the exact layers only."""


def edits_for(length: int) -> int:
    """How many edits a key of this length is recorded for: 0 below 4 letters, 1 to 6, 2 to 12, then 3.

    Example:
        >>> [edits_for(n) for n in (3, 4, 6, 7, 12, 13)]
        [0, 1, 1, 2, 2, 3]
    """
    if length < SHORTEST_KEY or length > LONGEST_KEY:
        return 0
    return 1 if length <= 6 else 2 if length <= 12 else MOST_EDITS


@lru_cache(maxsize=512)
def cuts(length: int) -> tuple[tuple[int, int], ...]:
    """Start and end of the pieces of a key: tau + 1 nearly equal ones, the longer ones last.

    Example:
        >>> cuts(7)
        ((0, 2), (2, 4), (4, 7))
    """
    parts = edits_for(length) + 1
    short, longer = divmod(length, parts)
    bounds = [0]
    for part in range(parts):
        bounds.append(bounds[-1] + short + (part >= parts - longer))
    return tuple(pairwise(bounds))


def piece_hash(text: str, length: int, position: int) -> int:
    """32 bits for a piece: its text, the length of its key and its position among the pieces."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"), (length << 8 | position) * 0x9E3779B1 & 0xFFFFFFFF)


def pieces(key: str) -> Iterator[int]:
    """The hashes of the pieces of a key, in order."""
    length = len(key)
    for position, (start, end) in enumerate(cuts(length)):
        yield piece_hash(key[start:end], length, position)


@lru_cache(maxsize=2048)
def _windows(asked: int, length: int, edits: int) -> tuple[tuple[int, int, int, int], ...]:
    """(position, piece length, first start, last start) of the substrings of a query to look up.

    The piece at `position` has at most `position` edits to its left in some match and at most
    tau - `position` to its right, and no more than `edits` on either side, which bounds how far it can have moved
    from either end.
    """
    tau, shift = edits_for(length), asked - length
    found = []
    for position, (start, end) in enumerate(cuts(length)):
        width, left, right = end - start, min(position, edits), min(tau - position, edits)
        first = max(0, start - left, start + shift - right)
        last = min(asked - width, start + left, start + shift + right)
        if first <= last:
            found.append((position, width, first, last))
    return tuple(found)


def probes(query: str, max_edits: int) -> Iterator[tuple[int, list[int]]]:
    """(key length, piece hashes to look up) for every key length within reach of the query.

    Letters exchanged within a piece leave all others. On both sides of a cut they spoil two, which is all there are
    of a key of one edit: so its first piece is asked for as it was before, too.
    """
    asked = len(query)
    for length in range(max(SHORTEST_KEY, asked - max_edits), min(asked + max_edits, LONGEST_KEY) + 1):
        if abs(length - asked) <= edits_for(length):
            seen = {
                piece_hash(query[at : at + width], length, position)
                for position, width, first, last in _windows(asked, length, max_edits)
                for at in range(first, last + 1)
            }
            if length == asked and edits_for(length) == 1:
                middle = cuts(length)[0][1]
                seen.add(piece_hash(query[: middle - 1] + query[middle], length, 0))
            yield length, sorted(seen)


def signature(text: str) -> int:
    """64 bits: which of 32 classes of letters occur, and which occur twice.

    One inserted or deleted letter changes one bit, so two texts within d edits differ in at most d bits
    each way. The class is the low five bits of the code point: a to z and the Cyrillic alphabet spread
    over it without collision.

    Example:
        >>> (signature("kyiv") ^ signature("kyiw")).bit_count()
        2
    """
    once = twice = 0
    for letter in text:
        bit = 1 << (ord(letter) & 31)
        twice |= once & bit
        once |= bit
    return twice << 32 | once
