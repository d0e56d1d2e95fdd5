"""How a key becomes a number: shared by the builder and the reader of the gazetteer file."""

from __future__ import annotations

from gazetteer.model import Layer

try:  # `hashlib` brings OpenSSL along, 3 ms and 3 MB that a look-up has no use for
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["LAYERS", "SCHEMA", "blake2b", "bucket_bits", "key_hash"]

LAYERS: tuple[Layer, ...] = ("exact", "sorted", "skeleton", "part")
SCHEMA = 3
"""Meaning of the sections; a reader refuses another one as it refuses another container format."""

_PREFIX = {layer: bytes([at]) for at, layer in enumerate(LAYERS)}


def key_hash(layer: Layer, text: str) -> int:
    """The 64 bits under which a key is recorded (BLAKE2b of layer and text)."""
    data = _PREFIX[layer] + text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def bucket_bits(count: int, each: int = 2) -> int:
    """Bits of a directory over `count` postings with at least `each` of them, and at most twice as many, in a bucket.

    Example:
        >>> bucket_bits(1024), bucket_bits(1024, 8)
        (9, 7)
    """
    return max(1, (count // each).bit_length() - 1)
