"""What is no prose in Markdown and in HTML, beyond what every text protects: it must come out as it went in.

`protect` knows the stretches that mean the same everywhere. Here are those that only the format makes so: in
Markdown blocks of code (fenced and indented), code between several back-quotes and the targets of links; in HTML
tags, comments, and what stands inside elements for code or marked `translate="no"`. Quoted titles, which a
house may want to keep as they are, are here too, since they are asked for in the same way.

No document is parsed: each rule looks for one kind of beginning and its end, once from left to right. A block that is
never closed reaches to the end of the text, as the formats themselves have it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from normalizer.errors import UsageError
from normalizer.text.protect import Span

MARKUPS = ("plain", "markdown", "html")
SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "html",
    ".svg": "html",
}
"""File endings (lower case) that say which markup is inside; every other text is plain."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r" {0,3}(?:>\s?)*(?:[-*+]\s+|\d{1,9}[.)]\s+)?\s*(`{3,}|~{3,})")
_LIST = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_TICKS = re.compile(r"(`{2,})")
_TARGETS = re.compile(
    r"\]\((?:<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)"  # [text](target "title")
    r"|^ {0,3}\[[^\]\n]{1,500}\]:[ \t]*\S{1,2000}"  # [label]: target
    r"|\]\[[^\]\n]{1,500}\]",  # [text][label]
    re.MULTILINE,
)
_OPAQUE = ("script", "style", "code", "pre", "kbd", "samp", "var", "tt", "textarea", "math", "svg")
"""Elements whose text is code, or no language at all."""
_TAG = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9:-]{0,60})((?:[^<>"']|"[^"]{0,5000}"|'[^']{0,5000}'){0,500}+)>"""
    r"|<[!?/A-Za-z][^<>]{0,5000}>"
)
_UNTRANSLATED = re.compile(r"""\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*["'][^"']*\bnotranslate\b""", re.IGNORECASE)
_QUOTES = re.compile(
    r"“[^“”\n]{1,300}”|„[^„“”\n]{1,300}[“”]|«[^«»\n]{1,300}»|»[^«»\n]{1,300}«|「[^「」\n]{1,300}」"
    r"|『[^『』\n]{1,300}』|《[^《》\n]{1,300}》|(?<!\w)\"[^\"\n]{1,300}\"(?!\w)"
)


def markup_spans(text: str, markup: str) -> list[Span]:
    """What a format keeps out of the prose, in order of its beginning; spans may overlap.

    Args:
        text: any string. markup: "plain", "markdown" or "html".

    Raises:
        UsageError: there is no such markup.

    >>> markup_spans("See [Kiev](Kiev.html).", "markdown")
    [(11, 20, 'link')]
    >>> [kind for _, _, kind in markup_spans("<code>Kiev</code>", "html")]
    ['code']
    """
    if markup not in MARKUPS:
        raise UsageError(f"Unknown markup {markup!r}; use one of {', '.join(MARKUPS)}.")
    if markup == "plain":
        return []
    found = _markdown(text) if markup == "markdown" else _html(text)
    return sorted(found)


def quoted_spans(text: str) -> list[Span]:
    """What stands between quotation marks, within one line and up to 300 characters long.

    >>> quoted_spans("He read “The Road to Kiev” in Kiev")
    [(8, 26, 'quoted')]
    """
    return [(m.start(), m.end(), "quoted") for m in _QUOTES.finditer(text)]


def open_at_end(text: str, markup: str) -> bool:
    """Whether a text ends inside a block of code or a comment, so that it should not be cut there.

    >>> open_at_end("One.\\n```\\ncode\\n", "markdown"), open_at_end("One.\\n```\\ncode\\n```\\n", "markdown")
    (True, False)
    """
    if markup == "html":
        return any(kind == "open" for _, _, kind in _html(text))
    return any(kind == "open" for _, _, kind in _fenced(text))


def _markdown(text: str) -> Iterator[Span]:
    yield from ((start, end, "code") for start, end, _ in _fenced(text))
    yield from _indented(text)
    yield from _ticked(text)
    for match in _TARGETS.finditer(text):
        start = match.start() + (2 if match[0].startswith("](") else 0)
        if match.end() > start:
            yield start, match.end(), "link"


def _fenced(text: str) -> Iterator[Span]:
    """Blocks between fences; the kind of one that is not closed is "open"."""
    fence, start = "", 0
    for line in _LINE.finditer(text):
        opened = _FENCE.match(line[0])
        if not opened:
            continue
        mark = opened[1]
        if not fence:
            if mark[0] == "~" or "`" not in line[0][opened.end() :]:  # else it is code within a line
                fence, start = mark, line.start()
        elif mark[0] == fence[0] and len(mark) >= len(fence) and not line[0][opened.end() :].strip():
            yield start, line.end(), "code"
            fence = ""
    if fence:
        yield start, len(text), "open"


def _indented(text: str) -> Iterator[Span]:
    """Lines that begin with four spaces or a tab after an empty line, except below the item of a list."""
    after_empty, in_list, in_code = True, False, False
    for line in _LINE.finditer(text):
        if not line[0].strip():
            after_empty = True
            continue
        indented = line[0].startswith(("    ", "\t"))
        if indented and not in_list and (after_empty or in_code):
            in_code = True
            yield line.start(), line.end(), "code"
        else:
            in_code = False
            if not line[0].startswith((" ", "\t")):
                in_list = bool(_LIST.match(line[0]))
            elif _LIST.match(line[0]):
                in_list = True
        after_empty = False


def _ticked(text: str) -> Iterator[Span]:
    """Code between two runs of as many back-quotes; each number of them is looked for once when it has no end."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    ends: dict[int, deque[int]] = {}
    for number, (start, end) in enumerate(runs):
        ends.setdefault(end - start, deque()).append(number)
    at = 0
    for number, (start, end) in enumerate(runs):
        same = ends[end - start]
        same.popleft()
        if number >= at and same:
            at = same[0] + 1
            yield start, runs[same[0]][1], "code"


def _html(text: str) -> Iterator[Span]:
    """Tags and comments, and the whole of opaque elements; the kind of a comment or element without end is "open"."""
    at, missing = 0, set[str]()
    while (begin := text.find("<", at)) >= 0:
        if text.startswith("<!--", begin):
            end = text.find("-->", begin)
            yield begin, (end + 3 if end >= 0 else len(text)), ("html" if end >= 0 else "open")
            at = end + 3 if end >= 0 else len(text)
            continue
        tag = _TAG.match(text, begin)
        if not tag:
            at = begin + 1
            continue
        at, kind = tag.end(), "html"
        if _is_opaque(tag) and tag[2].lower() not in missing:
            closing = re.compile(rf"</{re.escape(tag[2])}\s*>", re.IGNORECASE).search(text, at)
            if closing:
                at, kind = closing.end(), "code"
            else:
                missing.add(tag[2].lower())
                kind = "open" if tag[2].lower() in ("script", "style") else "html"
        yield begin, (len(text) if kind == "open" else at), kind


def _is_opaque(tag: re.Match[str]) -> bool:
    if tag[1] or not tag[2] or tag[3].endswith("/"):
        return False
    return tag[2].lower() in _OPAQUE or bool(_UNTRANSLATED.search(tag[3]))
