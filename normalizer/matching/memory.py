"""What one look-up reads and the next is likely to ask for again: a bounded memory that any thread may use.

A key is never taken out by itself: a full memory is emptied, which costs less than to know what was asked for last.
"""

from __future__ import annotations

from collections.abc import Callable

from gazetteer.hints import TypeVar

K = TypeVar("K")
V = TypeVar("V")
REMEMBERED = 4_096
"""Entities, and their canonical forms, that are kept for the next look-up: a megabyte or two."""


def remembered(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """The value of a key, made when it is first asked for.

    Args:
        known: what is remembered, changed here. key: what is asked for. make: makes the value, which is not None.

    >>> known = {}
    >>> remembered(known, "Kyiv", lambda: 4), known
    (4, {'Kyiv': 4})
    """
    value = known.get(key)
    if value is None:
        if len(known) >= REMEMBERED:
            known.clear()  # by any thread at any time, so that what is returned is never read from it
        value = known[key] = make()
    return value
