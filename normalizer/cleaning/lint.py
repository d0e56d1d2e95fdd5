"""Findings of the spelling linter: what `clean` would change, with line and column, and what it was unsure of.

A finding is a mention of a text, told as linters tell it. Two rules say that a spelling should change
(`spelling`: a variant of the canonical form of an entity; `consistency`: a name that the same text spells in several
ways); the others are remarks, told on request: `former`, `script`, `ambiguous`.

A comment in the text switches the linter off, whatever the signs of a comment are in the format:
`normalizer: ignore` for its line, `normalizer: ignore-next` for the line after it, `normalizer: off` until
`normalizer: on` (or the end).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from normalizer.result import Cleaned, Mention
from normalizer.text.protect import Span

RULES = {
    "spelling": "A spelling of a known name that is not its canonical form under the policy.",
    "consistency": "One name is spelt in several ways in one text.",
    "former": "A former name of an entity; it may be meant.",
    "script": "A name in another script than its canonical form.",
    "ambiguous": "A name of several entities; which one is meant is not decided.",
}
"""Every rule with its description."""
ERRORS = ("spelling", "consistency")
"""Rules whose findings `--fix` repairs and that make the exit code 1."""
_MARK = re.compile(r"normalizer:[ \t]*(ignore-next|ignore|off|on)\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """One message of the linter.

    line, column, end_line, end_column: from 1, columns in code points, the end exclusive; as editors count them.
    start, end: code points of the text. surface: what stands there; replacement: what should (itself for a remark).
    entity: the id, "" when no gazetteer knows the name.
    """

    rule: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    surface: str
    replacement: str
    entity: str
    message: str

    @property
    def is_error(self) -> bool:
        """Whether the spelling should change."""
        return self.rule in ERRORS

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {name: getattr(self, name) for name in self.__slots__}


def findings(cleaned: Cleaned, remarks: bool = False) -> Iterator[Finding]:
    """The findings of a text, in its order.

    Args:
        cleaned: what `clean` returned. remarks: tell those that ask for no change, too.

    >>> from normalizer.cleaning.rewrite import rewrite
    >>> found = findings(rewrite("To\\nKiev", [Mention(3, 7, "Kiev", "Kyiv", "place", None, "variant spelling")]))
    >>> [(f.rule, f.line, f.column, f.message) for f in found]
    [('consistency', 2, 1, '“Kiev” should be “Kyiv”: variant spelling')]
    """
    starts = _line_starts(cleaned.original)
    for mention in cleaned.mentions:
        rule = _rule(mention)
        if rule and (rule in ERRORS or remarks):
            yield _finding(mention, rule, starts)


def ignored_spans(text: str) -> list[Span]:
    """The stretches that comments exempt, in order.

    >>> ignored_spans("Kiev # normalizer: ignore\\nKiev")
    [(0, 25, 'ignored')]
    """
    out: list[Span] = []
    off: int | None = None
    for mark in _MARK.finditer(text):
        word, first = mark[1], text.rfind("\n", 0, mark.start()) + 1
        end = _line_end(text, mark.end())
        if off is not None:
            if word == "on":
                out.append((off, end, "ignored"))
                off = None
        elif word == "off":
            off = first
        elif word == "ignore":
            out.append((first, end, "ignored"))
        elif word == "ignore-next":
            out.append((end, _line_end(text, end + 1), "ignored"))
    if off is not None:
        out.append((off, len(text), "ignored"))
    return out


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _rule(mention: Mention) -> str | None:
    """The rule that a mention breaks; None when there is nothing to say."""
    if mention.changed:
        return "spelling" if mention.resolution else "consistency"
    if mention.resolution is None:
        return None
    if mention.resolution.status == "ambiguous":
        return "ambiguous"
    best = mention.resolution.candidates[0] if mention.resolution.candidates else None
    if best is None or best.canonical == mention.surface:
        return None
    if mention.reason.startswith("former name"):
        return "former"
    return "script" if mention.reason.startswith("written in another script") else None


def _finding(mention: Mention, rule: str, starts: Sequence[int]) -> Finding:
    line, last = bisect_right(starts, mention.start), bisect_right(starts, max(mention.start, mention.end - 1))
    entity = mention.resolution.entity.id if mention.resolution and mention.resolution.entity else ""
    if mention.changed:
        message = f"“{mention.surface}” should be “{mention.replacement}”: {mention.reason}"
    else:
        message = f"“{mention.surface}”: {mention.reason}"
    return Finding(
        rule,
        line,
        mention.start - starts[line - 1] + 1,
        last,
        mention.end - starts[last - 1] + 1,
        mention.start,
        mention.end,
        mention.surface,
        mention.replacement,
        entity,
        message,
    )
