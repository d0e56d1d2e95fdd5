"""The stretches of a text that must not change, whatever name stands in them.

URLs, e-mail addresses, paths, code between back-quotes, identifiers with a slash or an underscore (Europe/Kiev),
@handles, #tags, host names, the variables of shells and templates, HTML tags and scripts; fixed phrases (chicken
Kiev), which are data and not code (`fixed_phrases.txt`); and the words that the user blocks. What only a certain
format has (indented code of Markdown, elements of HTML that hold code) is the business of `markup`.

Each of these holds one of a few signs: @ # / \\ _ < $ ` {{ or a point inside a word. So the text is searched for a
sign, and only the run of characters around it is looked at by the expressions. They may only begin where such a
run does, and what is not closed is looked for once, so that time grows with the length of the text, whatever
stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import merge
from pathlib import Path

Span = tuple[int, int, str]
"""Start and end (code points, end exclusive) of a stretch, and the kind of thing that it is."""

_SIGN = re.compile(r"[@`#/\\_<$]|\.(?=\w)|\{(?=\{)")
_KINDS = {
    "url": r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"]+",
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "handle": r"(?<![\w@])@\w+",
    "tag": r"(?<![\w#&])#\w+",
    "path": r"(?<![\w/])(?:~|\.{1,2})?/(?:[\w.@+-]+/)*[\w.@+-]+|\b[A-Za-z]:\\[^\s<>\"|]+",
    "identifier": r"(?<![\w-])[A-Za-z_][\w-]*(?:/[A-Z_a-z][\w+-]*)+\b|\b\w*_\w+\b",
    "variable": r"\$\{[^{}\s]{1,200}\}|\{\{[^{}\s]{1,200}\}\}|\$[A-Za-z_]\w*",
    "domain": r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|[a-z]{2})\b(?!\.\s?[A-Z])",
}
_TIGHT = re.compile("|".join(f"(?P<{kind}>{body})" for kind, body in _KINDS.items()))
"""The kinds without white space inside."""
_LOOSE = {
    "`": (re.compile(r"`[^`\n]+`"), "code"),
    "<": (
        re.compile(
            r"""<[A-Za-z/!?](?:[^<>"']|"[^"<]{0,2000}"|'[^'<]{0,2000}'){0,2000}+>"""  # a > may stand in a value
            r"|<[A-Za-z/!?][^<>]{0,2000}>"  # and an apostrophe between the values
        ),
        "html",
    ),
}
_LONG = (
    (re.compile("```"), re.compile("```"), "code"),
    (re.compile("<!--"), re.compile("-->"), "html"),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE), "code"),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE), "code"),
)
"""What opens and what closes a stretch that may have many lines."""
_SPACE = re.compile(r"\s")
_BESIDE = 40  # characters around the name of a fixed phrase that hold the whole of it; the longest has 24


def protected_spans(text: str, block: Iterable[str] = ()) -> list[Span]:
    """What must stay, in order, never overlapping.

    Args:
        text: any string.
        block: words and phrases of the user that stay too: whole words, spelt and capitalised like this.

    >>> [kind for _, _, kind in protected_spans("see Europe/Kiev or @kiev at https://x.org/Kiev")]
    ['identifier', 'handle', 'url']
    >>> protected_spans("Kiev Daily wrote of Kiev", ["Kiev Daily"])
    [(0, 10, 'blocked')]
    """
    found = merge(_signed(text), phrase_spans(text), blocked_spans(text, block))
    out: list[Span] = []
    for span in found:
        if not out or span[0] >= out[-1][1]:
            out.append(span)
        elif span[1] > out[-1][1]:
            out[-1] = (out[-1][0], span[1], out[-1][2])
    return out


def _signed(text: str) -> Iterator[Span]:
    """The stretches that a sign gives away."""
    floor, missing = 0, set[re.Pattern[str]]()
    while sign := _SIGN.search(text, floor):
        at = sign.start()
        if text[at] in _LOOSE:
            span = _opened(text, at, missing)
            floor = span[1] if span else at + 1
        else:
            span, floor = _run(text, at, floor, missing)
        if span:
            yield span


def _opened(text: str, at: int, missing: set[re.Pattern[str]]) -> Span | None:
    """What the back-quote or angle bracket at `at` opens; closers that never come are remembered in `missing`."""
    for opener, closer, kind in _LONG:
        opened = opener.match(text, at) if closer not in missing else None
        if opened:
            closed = closer.search(text, opened.end())
            if closed:
                return at, closed.end(), kind
            missing.add(closer)
    pattern, kind = _LOOSE[text[at]]
    match = pattern.match(text, at)
    return (at, match.end(), kind) if match else None


def _run(text: str, at: int, floor: int, missing: set[re.Pattern[str]]) -> tuple[Span | None, int]:
    """The first stretch in the run of characters around a sign, and where the search goes on."""
    start = max(floor, 1 + max(text.rfind(space, floor, at) for space in " \n\t"))
    space = _SPACE.search(text, at)
    end = space.start() if space else len(text)
    for opener in _LOOSE:
        other = text.find(opener, at, end)
        if other >= 0 and _opened(text, other, missing):
            end = other
    match = _TIGHT.search(text, start, end + 2)  # two more: a point, a space and a capital end a sentence
    if match and match.start() < end:
        return (match.start(), match.end(), str(match.lastgroup)), match.end()
    return None, end


@cache
def fixed_phrases() -> tuple[str, ...]:
    """Phrases in which an old spelling is the name of something else (one a line, # comments)."""
    lines = (Path(__file__).parent / "fixed_phrases.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("#")[0].strip() for line in lines if line.split("#")[0].strip())


@cache
def _phrase_patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """The names in the phrases, each with a capital as in a text that means the name; and the phrases of each."""
    phrases: dict[str, list[str]] = {}
    for phrase in fixed_phrases():
        name = next((word for word in re.findall(r"\w+", phrase) if word[0].isupper() and word not in _PLAIN), phrase)
        phrases.setdefault(name.lower(), []).append(phrase)
    names = "|".join(map(_as_name, sorted(phrases)))
    return re.compile(names), {
        name: re.compile("|".join(rf"\b(?i:{_spaced(p)})\b" for p in sorted(listed, key=len, reverse=True)))
        for name, listed in phrases.items()
    }


_PLAIN = frozenset(("New", "Old", "Great", "Little", "South", "North", "East", "West"))  # too many words begin so


def _as_name(name: str) -> str:
    """An expression for a name as a whole word with a capital. It begins with the capital, which the machine can skip
    to, and looks behind it for the beginning of a word: three times as fast as to ask at each character."""
    capital = re.escape(name[0].upper())
    return rf"{capital}(?<=\b{capital})(?i:{re.escape(name[1:])})\b"


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+")


def phrase_spans(text: str) -> Iterator[Span]:
    """The fixed phrases in a text; only those whose name has a capital, since no other word is taken for a name.

    >>> list(phrase_spans("I had chicken Kiev in Kiev"))
    [(6, 18, 'phrase')]
    """
    names, phrases = _phrase_patterns()
    last = 0
    for name in names.finditer(text):
        begin, end = max(last, name.start() - _BESIDE), name.end() + _BESIDE
        for match in phrases[name[0].lower()].finditer(text, begin, end):
            if match.start() <= name.start() < match.end():
                last = match.end()
                yield match.start(), last, "phrase"
                break


@cache
def _block_pattern(block: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(block, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){_spaced(phrase)}(?!\w)" for phrase in longest_first))


def blocked_spans(text: str, block: Iterable[str]) -> Iterator[Span]:
    """Where the user's words and phrases stand, each as a whole word."""
    listed = tuple(dict.fromkeys(word.strip() for word in block if word.strip()))
    if listed:
        for match in _block_pattern(listed).finditer(text):
            yield match.start(), match.end(), "blocked"
