"""What changed in a text, to be read: a unified diff, and the text with its changes marked.

Both are made from the mentions, which know exactly what was replaced where, and not by comparing the two
texts: that is linear in the length of the text, never shows a change as something else than it was, and
knows the changed words inside a changed line. Without colour the diff is one that `patch` applies. Whether
there is somebody to see colours is for the caller to know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from normalizer.result import Cleaned, Mention

CONTEXT = 3
"""Unchanged lines shown around a change, as diff and git do."""
_NO_END = "\\ No newline at end of file\n"


class Marks(NamedTuple):
    """What is written where a changed line, a changed word in it, or a header begins, and where it ends."""

    old_line: str = ""
    old_word: str = ""
    new_line: str = ""
    new_word: str = ""
    header: str = ""
    reset: str = ""


_PLAIN = Marks()
_COLOURED = Marks(
    old_line="\x1b[31m",
    old_word="\x1b[1;7m",
    new_line="\x1b[32m",
    new_word="\x1b[1;7m",
    header="\x1b[36m",
    reset="\x1b[0m",
)
"""Red, green and cyan as git has them; changed words stand out by weight and inversion as well."""


class _Block(NamedTuple):
    """Neighbouring lines of the original, `first..last`, with the changes in them."""

    first: int
    last: int
    changes: tuple[Mention, ...]


def marked(cleaned: Cleaned, colour: bool = False) -> str:
    """The whole text with both spellings where something changed.

    Args:
        cleaned: what `clean` returned. colour: add the escape codes of a terminal.

    >>> mention = Mention(3, 7, "Kiev", "Kyiv", "place")
    >>> marked(Cleaned("In Kyiv.", (mention,), "In Kiev."))
    'In [-Kiev-]{+Kyiv+}.'
    """
    marks = _COLOURED if colour else _PLAIN
    out, last = [], 0
    for change in cleaned.changes:
        out += [
            cleaned.original[last : change.start],
            marks.old_line,
            f"[-{change.surface}-]",
            marks.reset,
            marks.new_line,
            f"{{+{change.replacement}+}}",
            marks.reset,
        ]
        last = change.end
    return "".join([*out, cleaned.original[last:]])


def unified_diff(cleaned: Cleaned, name: str, colour: bool = False, context: int = CONTEXT) -> Iterator[str]:
    """The changes as a unified diff; nothing when there are none.

    Args:
        cleaned: what `clean` returned. name: of the file, for the header.
        colour: add the escape codes of a terminal. context: unchanged lines around a change.

    Yields:
        Pieces of text; joined they are the diff.

    >>> mention = Mention(3, 7, "Kiev", "Kyiv", "place")
    >>> print("".join(unified_diff(Cleaned("In Kyiv.\\n", (mention,), "In Kiev.\\n"), "a.txt")), end="")
    --- a.txt
    +++ a.txt
    @@ -1 +1 @@
    -In Kiev.
    +In Kyiv.
    """
    if not cleaned.changes:
        return
    marks = _COLOURED if colour else _PLAIN
    lines = _lines(cleaned.original)
    starts = [0, *accumulate(map(len, lines))]
    yield f"{marks.header}--- {name}{marks.reset}\n{marks.header}+++ {name}{marks.reset}\n"
    shift = 0
    for hunk in _hunks(_blocks(cleaned.changes, starts), context):
        first, stop = max(0, hunk[0].first - context), min(len(lines), hunk[-1].last + 1 + context)
        body, grown = _body(hunk, lines, starts, (first, stop), marks)
        header = f"@@ -{_range(first, stop - first)} +{_range(first + shift, stop - first + grown)} @@"
        yield f"{marks.header}{header}{marks.reset}\n"
        yield body
        shift += grown


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for diff and patch."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _blocks(changes: Sequence[Mention], starts: Sequence[int]) -> list[_Block]:
    blocks: list[_Block] = []
    for change in changes:
        first = bisect_right(starts, change.start) - 1
        last = min(bisect_right(starts, change.end), len(starts) - 1) - 1  # a lost line end joins the next line
        if blocks and first <= blocks[-1].last + 1:
            before = blocks.pop()
            blocks.append(_Block(before.first, max(before.last, last), (*before.changes, change)))
        else:
            blocks.append(_Block(first, last, (change,)))
    return blocks


def _hunks(blocks: Iterable[_Block], context: int) -> list[list[_Block]]:
    hunks: list[list[_Block]] = []
    for block in blocks:
        if hunks and block.first - hunks[-1][-1].last - 1 <= 2 * context:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return hunks


def _body(
    hunk: Sequence[_Block], lines: Sequence[str], starts: Sequence[int], window: tuple[int, int], marks: Marks
) -> tuple[str, int]:
    """The lines of a hunk, and by how many lines the text grew in it."""
    out, at, grown = [], window[0], 0
    for block in hunk:
        out += [_line(" ", line) for line in lines[at : block.first]]
        block_text = "".join(lines[block.first : block.last + 1])
        old, new = map(_lines, _sides(block_text, starts[block.first], block.changes, marks))
        out += [_line("-", line, marks.old_line, marks.reset) for line in old]
        out += [_line("+", line, marks.new_line, marks.reset) for line in new]
        grown += len(new) - len(old)
        at = block.last + 1
    out += [_line(" ", line) for line in lines[at : window[1]]]
    return "".join(out), grown


def _sides(text: str, start: int, changes: Iterable[Mention], marks: Marks) -> tuple[str, str]:
    """The lines of a block before and after, with their changed words marked."""
    old, new, last = [], [], 0
    for change in changes:
        kept = text[last : change.start - start]
        old += [kept, _word(change.surface, marks.old_word, marks.old_line, marks.reset)]
        new += [kept, _word(change.replacement, marks.new_word, marks.new_line, marks.reset)]
        last = change.end - start
    return "".join([*old, text[last:]]), "".join([*new, text[last:]])


def _word(text: str, word_mark: str, line_mark: str, reset: str) -> str:
    """A changed word; a name that runs over a line end is marked on each line by itself."""
    parts = text.split("\n")
    return "\n".join(f"{word_mark}{part}{reset}{line_mark}" if part else "" for part in parts)


def _line(sign: str, line: str, mark: str = "", reset: str = "") -> str:
    body = line.removesuffix("\n")
    end = "\n" if line.endswith("\n") else "\n" + _NO_END
    return f"{mark}{sign}{body}{reset if mark else ''}{end}"


def _range(first: int, count: int) -> str:
    return f"{first + 1}" if count == 1 else f"{first + 1},{count}"
