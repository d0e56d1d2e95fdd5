"""The stretches of a text that must not change, whatever name stands in them.

URLs, e-mail addresses, paths, code between back-quotes, identifiers with a slash or an underscore
(Europe/Kiev), @handles and #tags. Each kind is one expression; they are tried on the text in one pass.
Those that begin with a run of characters may only begin where the run does, so that time grows with the
length of the text, whatever stands in it. Fixed phrases (chicken Kiev) are data, not code: `fixed_phrases.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_KINDS = {
    "url": r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"]+",
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "code": r"```.*?```|`[^`\n]+`",
    "handle": r"(?<![\w@])@\w+",
    "tag": r"(?<![\w#&])#\w+",
    "path": r"(?<![\w/])(?:~|\.{1,2})?/(?:[\w.@+-]+/)*[\w.@+-]+|\b[A-Za-z]:\\[^\s<>\"|]+",
    "identifier": r"(?<![\w-])[A-Za-z_][\w-]*(?:/[A-Z_a-z][\w+-]*)+\b|\b\w*_\w+\b",
    "domain": r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|[a-z]{2})\b(?!\.\s?[A-Z])",
    "html": r"<[A-Za-z/!][^<>]{0,2000}>",
}


@cache
def _pattern() -> re.Pattern[str]:
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in fixed_phrases())
    parts = [f"(?P<{kind}>{body})" for kind, body in _KINDS.items()]
    if phrases:
        parts.append(rf"(?P<phrase>\b(?i:{phrases})\b)")
    return re.compile("|".join(parts), re.DOTALL)


@cache
def fixed_phrases() -> tuple[str, ...]:
    """Phrases in which an old spelling is the name of something else (one a line, # comments)."""
    lines = (Path(__file__).parent / "fixed_phrases.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("#")[0].strip() for line in lines if line.split("#")[0].strip())


def protected_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of every stretch that must stay, in order, never overlapping.

    >>> [kind for _, _, kind in protected_spans("see Europe/Kiev or @kiev at https://x.org/Kiev")]
    ['identifier', 'handle', 'url']
    """
    return [(m.start(), m.end(), str(m.lastgroup)) for m in _pattern().finditer(text)]
