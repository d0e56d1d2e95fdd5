"""The original of a cleaned file, from its list of mentions, both read from left to right.

`rewrite.undo` does it for a text in memory; this does it for files of any size, and trusts nothing: where the text
does not have the replacement that the list has, the two do not belong together, and no guess is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from normalizer.errors import SourceError


class Change(NamedTuple):
    """One replacement: `start` is its place in the original, in code points."""

    start: int
    surface: str
    replacement: str


def read_changes(lines: Iterable[str], file: str | None, *, name: str) -> Iterator[Change]:
    """The changes from a list of mentions in JSON lines, as `normalizer clean --mentions` writes it.

    Args:
        lines: of the list. file: only mentions of this file; None for all. name: of the list, for messages.

    Raises:
        SourceError: a line is no mention.

    >>> line = '{"file": "a", "start": 3, "surface": "Kiev", "replacement": "Kyiv"}'
    >>> list(read_changes([line], "a", name="list"))
    [Change(start=3, surface='Kiev', replacement='Kyiv')]
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = _mention(line)
        if value is None:
            raise SourceError(
                f"{name}, line {number}: this is no mention; the list has to be what `normalizer clean --mentions` "
                'wrote: JSON lines with "start", "surface" and "replacement".'
            )
        if value["surface"] != value["replacement"] and (file is None or value.get("file", file) == file):
            yield Change(value["start"], value["surface"], value["replacement"])


def _mention(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    fits = isinstance(value, dict) and isinstance(value.get("start"), int)
    fits = fits and all(isinstance(value.get(key), str) for key in ("surface", "replacement"))
    return value if fits else None


def restored(blocks: Iterable[str], changes: Iterable[Change], *, name: str) -> Iterator[str]:
    """The original, block by block.

    Args:
        blocks: the cleaned text in pieces. changes: in order of `start`. name: of the text, for messages.

    Raises:
        SourceError: the text is not the one that the changes were made in.

    >>> "".join(restored(["In K", "yiv."], [Change(3, "Kiev", "Kyiv")], name="-"))
    'In Kiev.'
    """
    source = iter(blocks)
    held, at, shift, last = "", 0, 0, 0
    for change in changes:
        start = change.start + shift
        if start < last:
            raise SourceError(f"{name}: the list of mentions is not in the order of the text; sort it by its start.")
        last = start + len(change.replacement)
        while at + len(held) < last:
            here = min(len(held), max(0, start - at))
            yield held[:here]
            held, at = held[here:], at + here
            block = next(source, None)
            if block is None:
                break
            held += block
        found = held[start - at : last - at]
        if found != change.replacement:
            raise SourceError(
                f"{name}, character {start}: here is {found!r} and not {change.replacement!r}; give the text that the "
                "list of mentions was written for, unchanged since."
            )
        yield held[: start - at] + change.surface
        held, at = held[last - at :], last
        shift += len(change.replacement) - len(change.surface)
    yield held
    yield from source
