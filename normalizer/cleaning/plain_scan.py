"""The scanner of texts in plain Python: what `_scan.c` computes, for machines without it.

One pass cuts a text into words, gives equal names equal numbers, and asks for every word that can begin a name which of
the runs of words from there are keys of a gazetteer. A run goes on over one space, hyphen or non-breaking space and
over the point of an abbreviation. What a name is, and which of the runs is meant, others decide.

Both scanners give the same answers (tests/cleaning/test_find_scan.py); `scan` chooses.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from normalizer.cleaning.letters import (
    APOSTROPHE,
    CAPITAL,
    FIRST,
    INSIDE,
    JOINS,
    LETTER,
    LOWER,
    PAGE,
    SILENT,
    UNSPACED_SCRIPT,
    Page,
)

MOST_WORDS = 6  # of the main names of cities above 15,000 inhabitants, eight have more words
MOST_SMALL = 3  # of them in small letters that are no particles (Obedinenoto kralstvo Velika Britania)
ABBREVIATION = 3  # letters before a point that may stand inside a name
LOOK_BACK = 8  # characters before a word among which the end of a sentence is looked for
OPENING = " \t\u00a0\"'«“„‘([—–-"  # what may stand between the end of a sentence and the next word
STOPS = ".!?:…\n\r"
SPACES = frozenset(" \u00a0")
POINTS = frozenset((".", ". ", ".\u00a0"))
# What holds of a word that can begin a name, as bits.
AFTER_STOP = 1  # it stands at the start of a sentence or line, where every word has a capital
SPACE_AFTER = 2  # one space, and then the next word
ALL_CAPITALS = 4  # two letters or more, none of them small
UNSPACED_WORD = 8  # of a script that writes no spaces: a stretch of words rather than one
NO_CASE = 16  # of a script without capitals: that it can begin a name says nothing
SPACE_BEFORE = 32  # the word before it, and then one space
POINT_AFTER = 64  # a point, a space or none, and then the next word: it may be abbreviated
ARTICLE = "ال"  # the Arabic article, which a key may lack

Span = tuple[int, int]


class Columns(NamedTuple):
    """What a scan finds in a text; a column holds one thing of every word, or of every word that can begin a name.

    starts, ends: of all words, in code points. small: by position among them, where each spelling that begins no name
    stands first. Of those that can begin a name: at: the position. masks: bit n is set when it and the n words after it
    are a key. flags: what holds of it (AFTER_STOP and the like). numbers: of its spelling, from 0 in the order of first
    appearance. order: which of them, equal ones together in the order of the text, those of spelling n from bounds[n]
    to bounds[n + 1].
    """

    starts: Sequence[int]
    ends: Sequence[int]
    small: Sequence[int]
    at: Sequence[int]
    masks: Sequence[int]
    flags: Sequence[int]
    numbers: Sequence[int]
    order: Sequence[int]
    bounds: Sequence[int]


class Scanner:
    """Scans texts for the keys of some gazetteers.

    Args:
        page: the characters of a page of 256.
        fold: the key of a word that cannot be folded letter by letter.
        holds: whether a key is one of the gazetteers'.
        particles: keys of small words that may stand inside a name and not at its end.
    """

    def __init__(
        self,
        page: Callable[[int], Page],
        fold: Callable[[str], str],
        holds: Callable[[str], bool],
        particles: Sequence[str],
    ) -> None:
        self._page, self._fold, self._holds = page, fold, holds
        self._particles = frozenset(particles)

    def scan(self, text: str, skip: Sequence[Span] = ()) -> Columns:
        """The words of a text and the runs of them that are keys.

        Args:
            text: any string. skip: stretches without words, in order.
        """
        starts, ends = self._words(text, skip)
        small, at, masks, flags, numbers = (array("i") for _ in range(5))
        known: dict[str, list[int]] = {}  # by spelling, which of the words that can begin a name
        number: dict[str, int] = {}
        seen: set[str] = set()
        for position, start in enumerate(starts):
            word = text[start : ends[position]]
            if self._class(text[start]) & CAPITAL:
                numbers.append(number.setdefault(word, len(number)))
                known.setdefault(word, []).append(len(at))
                at.append(position)
                masks.append(self._runs(text, starts, ends, position))
                flags.append(self._manner(text, starts, ends, position))
            elif word not in seen:
                seen.add(word)
                small.append(position)
        order = array("i", [which for places in known.values() for which in places])
        bounds = array("i", accumulate((len(places) for places in known.values()), initial=0))
        return Columns(starts, ends, small, at, masks, flags, numbers, order, bounds)

    def holds_any(self, words: Sequence[Sequence[str]]) -> bool:
        """Whether a key is held, as it is or without the Arabic article, that has one word of each row.

        Args:
            words: folded; for each word of a name what it may be.
        """
        return bool(words) and any(self._is_key(" ".join(chosen)) for chosen in product(*words))

    def _manner(self, text: str, starts: Sequence[int], ends: Sequence[int], at: int) -> int:
        start, end = starts[at], ends[at]
        flags = AFTER_STOP if self._after_stop(text, start) else 0
        if at and start == ends[at - 1] + 1 and text[start - 1] in SPACES:
            flags |= SPACE_BEFORE
        if at + 1 < len(starts):
            gap = text[end : starts[at + 1]]
            flags |= SPACE_AFTER if gap in SPACES else POINT_AFTER if gap in POINTS else 0
        if end - start > 1 and not any(self._class(char) & LOWER for char in text[start:end]):
            flags |= ALL_CAPITALS
        if self._class(text[start]) & UNSPACED_SCRIPT:
            flags |= UNSPACED_WORD
        if self._class(text[start]) & LOWER:
            flags |= NO_CASE
        return flags

    def _after_stop(self, text: str, start: int) -> bool:
        for at in range(start - 1, max(start - 1 - LOOK_BACK, -1), -1):
            if text[at] not in OPENING:
                return text[at] in STOPS
        return True

    def _class(self, char: str) -> int:
        code = ord(char)
        return self._page(code // PAGE).classes[code % PAGE]

    def _words(self, text: str, skip: Sequence[Span]) -> tuple[array[int], array[int]]:
        starts, ends = array("i"), array("i")
        classes = [self._class(char) for char in text]
        at, size, skipped = 0, len(text), 0
        while at < size:
            if not classes[at] & FIRST:
                at += 1
                continue
            end = at + 1
            while end < size and (
                classes[end] & INSIDE or (classes[end] & APOSTROPHE and end + 1 < size and classes[end + 1] & LETTER)
            ):
                end += 1
            while skipped < len(skip) and skip[skipped][1] <= at:
                skipped += 1
            if skipped == len(skip) or skip[skipped][0] >= end:
                starts.append(at)
                ends.append(end - 2 if end - at > 2 and text[end - 1] in "sS" and text[end - 2] in "'’" else end)
            at = end
        return starts, ends

    def _runs(self, text: str, starts: Sequence[int], ends: Sequence[int], first: int) -> int:
        if self._class(text[starts[first]]) & UNSPACED_SCRIPT:
            return 0
        mask, small, key = 0, 0, ""
        for at in range(first, min(first + MOST_WORDS, len(starts))):
            if at > first and not self._joined(text, ends[at - 1], starts[at], ends[at - 1] - starts[at - 1]):
                break
            word = self._folded(text[starts[at] : ends[at]])
            class_, particle = self._class(text[starts[at]]), word in self._particles
            if at > first and not class_ & CAPITAL and not particle:
                small += 1
                if not class_ & LOWER or small > MOST_SMALL:
                    break
            key = f"{key} {word}" if at > first else word
            if (at == first or not particle or class_ & CAPITAL) and self._is_key(key):
                mask |= 1 << at - first
        return mask

    def _is_key(self, key: str) -> bool:
        bare = key.removeprefix(ARTICLE)
        return self._holds(key) or (bare != key and self._holds(bare))

    def _joined(self, text: str, end: int, start: int, length: int) -> bool:
        gap = start - end
        if gap == 1 and self._class(text[end]) & JOINS:
            return True
        point = gap in (1, 2) and text[end] == "." and length <= ABBREVIATION
        return point and (gap == 1 or text[end + 1] in " \u00a0")

    def _folded(self, word: str) -> str:
        out = []
        for char in word:
            code = ord(char)
            folded = self._page(code // PAGE).folded[code % PAGE]
            if not folded:
                return self._fold(word)
            if folded != SILENT:
                out.append(chr(folded))
        return "".join(out)
