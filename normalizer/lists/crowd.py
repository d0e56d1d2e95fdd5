"""A list of names as sorted integers: who shares which part, and what everybody looks like.

Of a part nothing is kept but its number and who has it; parts that more names have than are ever read are left out, and
so are those that one name has alone, where nobody but the crowd itself asks. All of it lies in columns (`spill`), on
disk for long lists, so that memory holds what is in use, and several processes read the same pages.

A name finds its likeliest partners in two bounded steps. Rare parts say most, so they are read first, and reading stops
at READ names. Of those that share the rarest parts the most alike in plain letters are kept: of the name's own script,
and a few of each other script, since a crowd of Latin spellings must not keep a name from its one Arabic form. The
work for a name does not grow with the list.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from normalizer.lists.shapes import RECORDED, Look, likeness, part_numbers, shape_of
from normalizer.lists.spill import Buckets, Column, Texts, mapped
from normalizer.matching.evidence import NameParts

# Chosen on development data: docs/clustering.md.
READ = 800  # names read from the parts of one name, rarest parts first
POOL = 60  # names that share the rarest parts whose likeness is looked at: so many of the own script, and of others
OWN_SCRIPT, OTHER_SCRIPT, MOST = 12, 4, 24  # names compared: of the own script, of each other script, of all
LEAST_LIKE = 55.0  # likeness (0..100) below which names are not compared
RECORDED_LIKE = 100.0  # likeness of names that a gazetteer has for one place

PARTS_EXPECTED = 40  # parts of a name on average: how many buckets are opened
LOOKS = 1 << 16  # looks that are remembered
_LOW = (1 << 32) - 1
_GAP = "\x1f"  # between the fields of a look that is written down


class Crowd:
    """Names by number, under their parts.

    >>> crowd = Crowd.of([("Lisyansky", None), ("Kirov", None)], fewest=1)
    >>> crowd.partners(*asked("Лисянский"))
    [0]
    """

    def __init__(
        self, looks: Texts, scripts: memoryview, own: tuple[memoryview, memoryview], index: tuple[memoryview, ...]
    ) -> None:
        self._looks, self._scripts, self._own = looks, scripts, own
        self._parts, self._starts, self._holders = index
        self.look = lru_cache(maxsize=LOOKS)(self._look)

    @classmethod
    def of(
        cls,
        names: Iterable[tuple[str, str | None]],
        known: NameParts | None = None,
        folder: Path | None = None,
        expected: int = 0,
        fewest: int = 2,
    ) -> Crowd:
        """The crowd of names with their kinds.

        Args:
            fewest: names that share a part of use: 2 when the crowd asks itself, 1 when others ask.
            known: what a gazetteer knows; None for rules alone. folder: for the columns; None for memory.
            expected: about how many names come.
        """
        looks, scripts = Texts(folder, "looks"), Column("I", _at(folder, "scripts"))
        parts, ends = Column("I", _at(folder, "parts.own")), Column("Q", _at(folder, "parts.ends"))
        buckets = Buckets((1 << 64) - 1, expected * PARTS_EXPECTED, folder, "holders")
        for number, (name, kind) in enumerate(names):
            shape = shape_of(name, kind)
            looks.append(_written(shape.look))
            scripts.extend((_script_number(shape.script),))
            numbers = part_numbers(shape, name, kind, known)
            parts.extend(numbers)
            ends.extend((len(parts),))
            buckets.extend(part << 32 | number for part in numbers)
        looks.seal()
        index = _indexed(buckets, folder, fewest)
        return cls(looks, scripts.view(), (parts.view(), ends.view()), index)

    @classmethod
    def stored(cls, folder: Path) -> Crowd:
        """The crowd that another process has made."""
        own = mapped(folder / "parts.own", "I"), mapped(folder / "parts.ends", "Q")
        index = tuple(mapped(folder / name, "I") for name in ("index.parts", "index.starts", "index.holders"))
        return cls(Texts.stored(folder, "looks"), mapped(folder / "scripts", "I"), own, index)

    def __len__(self) -> int:
        return len(self._own[1])

    def partners_of(self, number: int) -> list[int]:
        """The names of the crowd that are most like one of its names, at most MOST."""
        parts, ends = self._own
        own = parts[ends[number - 1] if number else 0 : ends[number]].tolist()
        return self.partners(self.look(number), own, number)

    def partners(self, look: Look, parts: Iterable[int], itself: int | None = None) -> list[int]:
        """The names of the crowd that are most like a name, at most MOST.

        Args:
            look, parts: of the name (`asked`). itself: its number, when it is one of the crowd.
        """
        weights, recorded = self._sharing(parts)
        if itself is not None:
            weights.pop(itself, None)
        pool = self._pool(weights, look.script)
        alike = sorted(
            ((RECORDED_LIKE if j in recorded else likeness(look, self.look(j)), -j) for j in pool), reverse=True
        )
        left: dict[str, int] = defaultdict(lambda: OTHER_SCRIPT, {look.script: OWN_SCRIPT})
        found: list[int] = []
        for like, negative in alike:
            if like < LEAST_LIKE or len(found) == MOST:
                break
            script = self.look(-negative).script
            if left[script]:
                left[script] -= 1
                found.append(-negative)
        return found

    def _sharing(self, parts: Iterable[int]) -> tuple[dict[int, float], set[int]]:
        """How rare the parts are that names share with one, and those that a gazetteer has for the same place."""
        weights: dict[int, float] = {}
        recorded: set[int] = set()
        left, total, holders = READ, len(self), self._holders
        for size, part, start in sorted(self._runs(parts)):
            left -= size
            if left < 0:
                break
            rarity = math.log(total / size) + 1
            sharing = holders[start : start + size].tolist()
            for j in sharing:
                weights[j] = weights.get(j, 0.0) + rarity
            if part & RECORDED:
                recorded.update(sharing)
        return weights, recorded

    def _runs(self, parts: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """For each part that others have: how many, its number, and where they begin."""
        numbers, starts = self._parts, self._starts
        for part in parts:
            at = bisect_left(numbers, part)
            if at < len(numbers) and numbers[at] == part:
                yield starts[at + 1] - starts[at], part, starts[at]

    def _pool(self, weights: dict[int, float], script: str) -> Iterator[int]:
        """Of the names that share parts those that share the rarest: so many in the script, and in others."""
        order = sorted(weights)
        order.sort(key=weights.__getitem__, reverse=True)  # the order of the list stays where these are equal
        scripts, mine = self._scripts, _script_number(script)
        yield from islice((j for j in order if scripts[j] == mine), POOL)
        yield from islice((j for j in order if scripts[j] != mine), POOL)

    def _look(self, number: int) -> Look:
        script, code, *readings = self._looks[number].split(_GAP)
        return Look(script, tuple(readings), code)


def asked(name: str, kind: str | None = None, known: NameParts | None = None) -> tuple[Look, set[int]]:
    """A name that is no part of a crowd, ready to ask it for partners."""
    shape = shape_of(name, kind)
    return shape.look, part_numbers(shape, name, kind, known)


def _script_number(script: str) -> int:
    """An ISO 15924 code as an integer."""
    return int.from_bytes(script.encode()[:4], "big")


def _at(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder else None


def _written(look: Look) -> str:
    return _GAP.join((look.script, look.code, *(reading.replace(_GAP, " ") for reading in look.readings)))


def _indexed(buckets: Buckets, folder: Path | None, fewest: int) -> tuple[memoryview, ...]:
    """From (part, name) as one integer each: the parts in order, where their names begin, and these names."""
    parts, starts, holders = (Column("I", _at(folder, f"index.{name}")) for name in ("parts", "starts", "holders"))
    for values in buckets.sorted():
        values.append(1 << 64)  # a part above all: the last one ends there
        previous, first = values[0] >> 32, 0
        for at, value in enumerate(values):
            if value >> 32 != previous:
                if fewest <= at - first <= READ:
                    parts.extend((previous,))
                    starts.extend((len(holders),))
                    holders.extend([v & _LOW for v in values[first:at]])
                previous, first = value >> 32, at
    starts.extend((len(holders),))
    return parts.view(), starts.view(), holders.view()
