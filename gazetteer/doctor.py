"""Is a gazetteer file whole? Every checksum, and every number that points somewhere.

A look-up verifies the blocks that it touches; this verifies all of them, and then that offsets rise and
that references stay inside what they refer to, which a checksum cannot tell of a file that was written
wrong.
"""

from __future__ import annotations

import json
from itertools import pairwise

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


def examine(container: Container) -> list[str]:
    """All problems of an open file as sentences; none if it is whole."""
    broken = [block for block in range(container.blocks) if not container.block_is_whole(block)]
    if broken:
        some = ", ".join(map(str, broken[:8]))
        return [f"{len(broken)} of {container.blocks} blocks do not match their checksum ({some} …)"]
    problems: list[str] = []
    for check, pairs in ((_rising, _RISING), (_pointing, _POINTING)):
        for name, target in pairs:
            try:
                problem = check(container, name, target)
            except FormatError as error:
                problem = str(error)
            if problem:
                problems.append(problem)
    return problems + _tables(container)


def _rising(container: Container, name: str, target: str) -> str:
    view, end = container.section(name).view, len(container.section(target))
    if not len(view) or view[0] != 0 or view[-1] != end:
        return f'section "{name}" does not span section "{target}"'
    values = view.tolist()
    if any(later < earlier for earlier, later in pairwise(values)):
        return f'section "{name}" runs backwards'
    return ""


def _pointing(container: Container, name: str, target: str) -> str:
    view, count = container.section(name).view, len(container.section(target))
    if len(view) and max(view) >= count:
        return f'section "{name}" points outside section "{target}"'
    return ""


def _tables(container: Container) -> list[str]:
    tables = {name: json.loads(bytes(container.section(name).view)) for name in ("interned", "tags")}
    sizes = {
        "name.tag": len(tables["tags"]), "entity.class": len(tables["interned"]["classes"]),
        "entity.country": len(tables["interned"]["countries"]),
        "set.member": len(tables["interned"]["schemes"]),
        "key.schemes": len(container.section("set.end")) - 1,
    }  # fmt: skip
    return [
        f'section "{name}" holds a number that no table explains'
        for name, size in sizes.items()
        if max(container.section(name).view, default=-1) >= size
    ]
