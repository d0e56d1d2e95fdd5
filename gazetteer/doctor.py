"""Is a gazetteer file whole? Every checksum, and every number that points somewhere.

A look-up verifies the blocks that it touches; this verifies all of them, and then that offsets rise and
that references stay inside what they refer to, which a checksum cannot tell of a file that was written
wrong.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from gazetteer.container import Container
from gazetteer.errors import FormatError

_RISING = (
    ("entity.name", "name.tag"), ("id.end", "id.text"), ("name.end", "name.text"), ("key.bucket", "key.name"),
    ("set.end", "set.member"), ("typo.end", "typo.text"), ("typo.length", "typo.layers"),
    ("piece.bucket", "piece.key"),
)  # fmt: skip
"""Arrays of offsets, each with the section that it divides up."""
_POINTING = (
    ("name.entity", "entity.weight"), ("key.name", "name.tag"), ("id.owner", "entity.weight"),
    ("id.sorted", "id.end"), ("piece.key", "typo.layers"),
)  # fmt: skip
"""Arrays of numbers, each with the section that it numbers."""


_CHUNK = 1 << 16
"""Numbers looked at together, so that a file of any size is examined in the same memory."""


def examine(container: Container) -> list[str]:
    """All problems of an open file as sentences; none if it is whole.

    Example:
        >>> import pathlib, tempfile
        >>> from gazetteer.index import write_gazetteer
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "empty.gaz"
        >>> _ = write_gazetteer(path, [], lambda record: (), fingerprint="none")
        >>> examine(Container(path))
        []
    """
    broken = [block for block in range(container.blocks) if not container.block_is_whole(block)]
    if broken:
        some = ", ".join(map(str, broken[:8]))
        return [f"{len(broken)} of {container.blocks} blocks do not match their checksum ({some} …)"]
    checks = [partial(_rising, container, *pair) for pair in _RISING]
    checks += [partial(_pointing, container, *pair) for pair in _POINTING]
    checks.append(partial(_tables, container))
    problems: list[str] = []
    for check in checks:
        try:
            problems += check()
        except FormatError as error:
            problems.append(str(error))
    return problems


def _rising(container: Container, name: str, target: str) -> list[str]:
    view, end = container.section(name).view, len(container.section(target))
    if not len(view) or view[0] != 0 or view[-1] != end:
        return [f'section "{name}" does not span section "{target}"']
    for at in range(0, len(view), _CHUNK):
        values = view[at : at + _CHUNK + 1].tolist()
        if any(later < earlier for earlier, later in pairwise(values)):
            return [f'section "{name}" runs backwards']
    return []


def _pointing(container: Container, name: str, target: str) -> list[str]:
    view, count = container.section(name).view, len(container.section(target))
    return [f'section "{name}" points outside section "{target}"'] if len(view) and max(view) >= count else []


def _tables(container: Container) -> list[str]:
    interned, tags = (_table(container, name) for name in ("interned", "tags"))
    sizes = {
        "name.tag": len(tags), "entity.class": len(interned["classes"]), "entity.country": len(interned["countries"]),
        "set.member": len(interned["schemes"]), "key.schemes": len(container.section("set.end")) - 1,
    }  # fmt: skip
    return [
        f'section "{name}" holds a number that no table explains'
        for name, size in sizes.items()
        if max(container.section(name).view, default=-1) >= size
    ]


def _table(container: Container, name: str) -> Any:
    what = f'table "{name}"'
    table = container.json(container.section(name).view, what)
    columns = () if name == "tags" else ("classes", "countries", "schemes")
    whole = isinstance(table, dict) and all(isinstance(table.get(column), list) for column in columns)
    if not (isinstance(table, list) if name == "tags" else whole):
        raise container.damaged(f"its {what} is not what it should be")
    return table
