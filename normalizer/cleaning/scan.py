"""A text as words, and the runs of them that a gazetteer holds: one pass, compiled where it can be.

`_scan.c` is optional, as the core of the comparison is (matching/core.py): without it `plain_scan` gives the same
answers,
slower. NORMALIZER_PURE=1 in the environment leaves it alone. What a scan yields are arrays; nothing is made for a word
that nobody asks about, which is what makes a text of millions of words cheap.

Whether a run is a key is asked of the gazetteers' own tables of hashes. There is no list of names to be loaded, so
that a scanner is ready as soon as the file is open, and takes no memory beside it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from gazetteer.cores import built
from gazetteer.lookup import Gazetteer
from normalizer.cleaning.letters import CAPITAL, PAGE, SPACES_AND_DASHES, fold_whole, page
from normalizer.cleaning.plain_scan import Columns
from normalizer.cleaning.plain_scan import Scanner as PlainScanner
from normalizer.text.protect import protected_spans

__all__ = ["COMPILED", "TextScanner", "Words", "can_start_name", "particles"]

INTERFACE = 4  # as in _scan.c; goes up whenever its functions change
JOINING = frozenset((*SPACES_AND_DASHES, ".", ". ", ".\u00a0"))
"""All that may stand between two words of a run, be it a key or an inflected form."""
_scan = built("normalizer.cleaning._scan", INTERFACE)
COMPILED = _scan is not None  # whether the compiled scanner runs


@cache
def particles() -> frozenset[str]:
    """The words of particles.txt."""
    lines = (Path(__file__).parent / "particles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


def can_start_name(word: str) -> bool:
    """Whether a word can begin a name: upper-case first letter, or a script without case.

    >>> can_start_name("Київ"), can_start_name("київ"), can_start_name("北京"), can_start_name("1984")
    (True, False, True, False)
    """
    code = ord(word[0])
    return bool(page(code // PAGE).classes[code % PAGE] & CAPITAL)


class Words(Sequence[str]):
    """The words of a text, as arrays of their offsets; a word is cut out when it is asked for.

    text: the original. found: what the scanner found in it. starts, ends: code points.
    """

    __slots__ = ("_small", "ends", "found", "starts", "text")

    def __init__(self, text: str, found: Columns) -> None:
        self.text, self.found = text, found
        self.starts, self.ends = found.starts, found.ends
        self._small: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> str:  # type: ignore[override]
        return self.text[self.starts[at] : self.ends[at]]

    def gap(self, at: int) -> str:
        """What stands between the word at this position and the next."""
        return self.text[self.ends[at] : self.starts[at + 1]]

    def small(self) -> frozenset[str]:
        """The words that the text writes with a small letter first, or without letters."""
        if self._small is None:
            text, starts, ends = self.text, self.starts, self.ends
            self._small = frozenset([text[starts[at] : ends[at]].lower() for at in self.found.small])
        return self._small

    def capitals(self) -> Iterator[tuple[int, int, int]]:
        """(position, mask, what holds of it) of the words that can begin a name."""
        return zip(self.found.at, self.found.masks, self.found.flags, strict=True)

    def spellings(self) -> list[str]:
        """The distinct words that can begin a name, by their number."""
        text, starts, ends = self.text, self.starts, self.ends
        at, order = self.found.at, self.found.order
        first = [at[order[bound]] for bound in self.found.bounds[:-1]]
        return [text[starts[at] : ends[at]] for at in first]


class TextScanner:
    """Cuts texts into words and finds the runs that are keys of these gazetteers."""

    def __init__(self, gazetteers: Sequence[Gazetteer], *, plain: bool = False) -> None:
        self._gazetteers = tuple(gazetteers)
        self._scanner: Any
        self._lock = Lock()  # the compiled scanner remembers spellings, and calls back into Python
        small = sorted(particles())
        if COMPILED and not plain:
            tables = [gazetteer.key_table() for gazetteer in self._gazetteers]
            self._scanner = _scan.Scanner(page, fold_whole, tables, small)
        else:
            self._scanner = PlainScanner(page, fold_whole, self.holds, small)

    def holds(self, key: str) -> bool:
        """Whether a gazetteer holds an exact key."""
        return any(start < stop for start, stop in (g.span(key, "exact") for g in self._gazetteers))

    def holds_any(self, words: Sequence[Sequence[str]]) -> bool:
        """Whether a gazetteer holds a key, as it is or without the Arabic article, that has one word of each row.

        Args:
            words: folded; for each word of a name what it may be.

        >>> TextScanner(()).holds_any([["kyiv", "kiev"]])
        False
        """
        return bool(self._scanner.holds_any(words))

    def words(self, text: str, protect: Sequence[str] = ()) -> Words:
        """The words of a text outside protected stretches.

        Args:
            text: any string. protect: words and phrases that are protected, too.
        """
        skip = [(start, end) for start, end, _ in protected_spans(text, protect)]
        with self._lock:
            found = self._scanner.scan(text, skip)
        return Words(text, Columns(*map(_numbers, found)))

    def exact(self, text: str) -> list[tuple[int, int]]:
        """Where keys stand: the longest from the left, none over another, protected stretches left out of account.

        This is the part of finding that depends on the number of names, and what benchmarks/text_speed.py measures.
        """
        with self._lock:
            columns = Columns(*map(_numbers, self._scanner.scan(text, ())))
        starts, ends, found, free = columns.starts, columns.ends, [], 0
        for at, mask in zip(columns.at, columns.masks, strict=True):
            if mask and at >= free:
                free = at + mask.bit_length()
                found.append((starts[at], ends[free - 1]))
        return found


def _numbers(column: array[int] | bytes) -> Sequence[int]:
    return column if isinstance(column, array) else memoryview(column).cast("i")
