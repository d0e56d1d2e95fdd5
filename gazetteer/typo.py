"""The typo-tolerant layer, as it is written: keys by length, their signatures, and which keys have a piece.

The layer is read by `gazetteer.candidates`; what pieces and signatures are is said in `gazetteer.pieces`. Keys wait
by their length, which is the first thing that they are sorted by, so that those of one length are in memory at a time;
their pieces wait in parts by hash.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from gazetteer.container import narrow, packed
from gazetteer.ends import add_ends
from gazetteer.hashing import bucket_bits
from gazetteer.pack_core import typo_rows
from gazetteer.pieces import LONGEST_KEY, SHORTEST_KEY
from gazetteer.spill import Spill

_PART_BITS = 8
"""Pieces are sorted in 256 parts: at 100 million keys a part has 1.5 million."""

AddPieces = Callable[[str, str, "Iterable[bytes | bytearray | array[int]]"], None]
Progress = Callable[[str, int, "int | None"], None]


class TypoLayer:
    """Takes key texts in any order, any number of times, and writes the sections of the layer.

    Args:
        spill: where the keys wait.
    """

    def __init__(self, spill: Spill) -> None:
        self._spill = spill

    def add(self, typo: Mapping[str, int]) -> None:
        """Take keys: text -> bits of the layers in which its postings are."""
        for text, layers in typo.items():
            self._spill.append(("typo", len(text)), f"{chr(layers)}{text}".encode("utf-8", "surrogatepass"))

    def write(self, add: AddPieces, report: Progress) -> int:
        """Write the sections; all keys of a length at a time, which is the order that the reader needs.

        Args:
            add: takes the name of a section, the type of its elements, and its pieces.
            report: called with (stage, done, total).

        Returns:
            The number of different keys.
        """
        spill = self._spill
        sizes, layers, signatures = array("H"), array("B"), array("Q")
        lengths = array("I", [0] * SHORTEST_KEY)
        rows = 0
        for length in range(SHORTEST_KEY, LONGEST_KEY + 1):
            lengths.append(len(layers))
            keys = self._typo_keys(length)
            ordered = sorted(keys)
            data = [key.encode("utf-8", "surrogatepass") for key in ordered]
            piece_rows, signed = typo_rows(ordered, len(layers))
            rows += self._add_piece_rows(array("Q", piece_rows))
            spill.append("text", b"".join(data))
            sizes.extend(map(len, data))
            layers.extend([keys[key] for key in ordered])
            signatures.frombytes(signed)
        lengths.append(len(layers))
        add("typo.text", "B", spill.pieces("text"))
        add_ends(add, "typo", sizes)
        add("typo.layers", "B", (layers,))
        add("typo.signature", "Q", (signatures,))
        add("typo.length", "I", (lengths,))
        self._write_pieces(rows, narrow(len(layers)), add, report)
        return len(layers)

    def _typo_keys(self, length: int) -> dict[str, int]:
        """Keys of a length, and the layers that each is in; they wait one after the other, layers first."""
        waiting = self._spill.take(("typo", length)).decode("utf-8", "surrogatepass")
        keys: dict[str, int] = {}
        for at in range(0, len(waiting), length + 1):
            key = waiting[at + 1 : at + 1 + length]
            keys[key] = keys.get(key, 0) | ord(waiting[at])
        return keys

    def _add_piece_rows(self, rows: array[int]) -> int:
        start = 0
        for part in range(1 << _PART_BITS):
            stop = bisect_left(rows, part + 1 << 64 - _PART_BITS, start)
            if stop > start:
                self._spill.append(("piece", part), rows[start:stop].tobytes())
            start = stop
        return len(rows)

    def _write_pieces(self, count: int, code: str, add: AddPieces, report: Progress) -> None:
        bits = bucket_bits(count)
        sizes = array("I", bytes(4 * ((1 << bits) + 1)))
        for part in range(1 << _PART_BITS):
            report("typo pieces", part, 1 << _PART_BITS)
            rows = array("Q")
            rows.frombytes(self._spill.take(("piece", part)))
            ordered = sorted(rows)
            for row in ordered:
                sizes[(row >> 64 - bits) + 1] += 1
            self._spill.append("piece", packed(code, array("I", [row & 0xFFFFFFFF for row in ordered])))
        places = array("I", accumulate(sizes))
        add("piece.bucket", narrow(count), (packed(narrow(count), places),))
        add("piece.key", code, self._spill.pieces("piece"))
