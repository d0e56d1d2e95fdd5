"""Is a gazetteer file whole? Every checksum, and every number that points somewhere.

A look-up verifies the blocks that it touches; this verifies all of them, and then that offsets rise and
that references stay inside what they refer to, which a checksum cannot tell of a file that was written
wrong.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from gazetteer.container import Container, Section
from gazetteer.ends import EVERY
from gazetteer.errors import FormatError
from gazetteer.keytable import MANY

_RISING = (
    ("set.end", "set.member"), ("typo.length", "typo.layers"),
    ("piece.bucket", "piece.key"),
    *((f"{table}.{array}", f"{table}.{target}")
      for table in ("key", "part") for array, target in (("bucket", "fragment"), ("start", "name"))),
)  # fmt: skip
"""Arrays of offsets, each with the section that it divides up."""
_SIZED = {"id": "id.text", "name": "name.text", "typo": "typo.text", "entity": "name.tag"}
"""What sizes are kept of, and the section that they divide up: texts, and the names of entities."""
_POINTING = (
    ("key.name", "name.tag"), ("part.name", "name.tag"), ("id.owner", "entity.weight"), ("id.sorted", "id.size"),
    ("piece.key", "typo.layers"),
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
    checks += [partial(_sized, container, *pair) for pair in _SIZED.items()]
    checks += [partial(_counted, container, table) for table in ("key", "part")]
    checks.append(partial(_tables, container))
    problems: list[str] = []
    for check in checks:
        try:
            problems += check()
        except FormatError as error:
            problems.append(str(error))
    return problems


def _rising(container: Container, name: str, target: str) -> list[str]:
    section, end = container.section(name), len(container.section(target))
    count = len(section)
    if not count or section[0] != 0 or section[count - 1] != end:
        return [f'section "{name}" does not span section "{target}"']
    for at in range(0, count, _CHUNK):
        values = section.slice(at, min(at + _CHUNK + 1, count)).tolist()
        if any(later < earlier for earlier, later in pairwise(values)):
            return [f'section "{name}" runs backwards']
    return []


def _sized(container: Container, name: str, target: str) -> list[str]:
    """Whether the places of texts follow from their sizes, and the last ends where the blob does."""
    sizes, places = container.section(f"{name}.size").view, container.section(f"{name}.start").view
    place, right = 0, len(places) == len(sizes) // EVERY + 1
    for at in range(0, len(sizes) + 1, EVERY):
        right = right and places[at // EVERY] == place
        place += sum(sizes[at : at + EVERY])
    right = right and place == len(container.section(target))
    return [] if right else [f'the sizes in section "{name}.size" do not give the places of the texts']


def _counted(container: Container, table: str) -> list[str]:
    """Whether the postings of a bucket are as many as those of its keys."""
    counts, buckets = container.section(f"{table}.count"), container.section(f"{table}.bucket").view
    starts = container.section(f"{table}.start").view
    many = dict(zip(container.section(f"{table}.many").view, container.section(f"{table}.size").view, strict=True))
    found, place = len(counts) == len(container.section(f"{table}.fragment")), 0
    for bucket, (first, last) in enumerate(pairwise(buckets)):
        found = found and starts[bucket] == place
        place += sum(many.get(at, 0) if n == MANY else n for at, n in enumerate(counts.view[first:last], first))
    return [] if found else [f'the counts of table "{table}" do not give the places of its postings']


def _pointing(container: Container, name: str, target: str) -> list[str]:
    section, count = container.section(name), len(container.section(target))
    for at in range(0, len(section), _CHUNK):
        if max(section.slice(at, min(at + _CHUNK, len(section)))) >= count:
            return [f'section "{name}" points outside section "{target}"']
    return []


def _tables(container: Container) -> list[str]:
    interned, tags = (_table(container, name) for name in ("interned", "tags"))
    sizes = {
        "name.tag": len(tags), "entity.class": len(interned["classes"]), "entity.country": len(interned["countries"]),
        "set.member": len(interned["schemes"]), "key.schemes": len(container.section("set.end")) - 1,
    }  # fmt: skip
    if not container.has("key.schemes"):
        del sizes["key.schemes"]
    return [
        f'section "{name}" holds a number that no table explains'
        for name, size in sizes.items()
        if _highest(container.section(name)) >= size
    ]


def _highest(section: Section) -> int:
    chunks = (section.slice(at, min(at + _CHUNK, len(section))) for at in range(0, len(section), _CHUNK))
    return max(map(max, chunks), default=-1)


def _table(container: Container, name: str) -> Any:
    what = f'table "{name}"'
    table = container.json(container.section(name).view, what)
    columns = () if name == "tags" else ("classes", "countries", "schemes")
    whole = isinstance(table, dict) and all(isinstance(table.get(column), list) for column in columns)
    if not (isinstance(table, list) if name == "tags" else whole):
        raise container.damaged(f"its {what} is not what it should be")
    return table
