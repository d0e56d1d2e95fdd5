"""Where names stand in a text: runs of words that a gazetteer knows, longest first.

A run starts at a word that can be a name: capitalised, or in a script without case. It goes on over single
spaces, hyphens and the point of an abbreviation, through lower-case particles (Rostov na Donu), and never
over a line's end. The possessive ('s) stays outside. Offsets are those of the original text. Words in
protected stretches take no part. In Han and kana, which write no spaces, every stretch of up to
MAX_HAN characters is tried, longest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from normalizer.result import Resolution, Token
from normalizer.text.protect import protected_spans
from normalizer.text.tokens import words
from normalizer.text.unicode import CASELESS, UNSPACED, script_of

MAX_WORDS = 6  # of the main names of cities above 15,000 inhabitants, eight have more words
MAX_HAN = 8
_GAP = re.compile(r"[ \u00a0]|[-‐‑–]|\.[ \u00a0]?\Z")
_POSSESSIVE = re.compile(r"(?:['’][sS])\Z")
Look = Callable[[str], Resolution]


class Found(NamedTuple):
    """A run of the text that a gazetteer knows; `first` and `last` are positions in the word list."""

    start: int
    end: int
    surface: str
    resolution: Resolution
    first: int
    last: int


@cache
def particles() -> frozenset[str]:
    """The words of particles.txt."""
    lines = (Path(__file__).parent / "particles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


def text_words(text: str) -> list[Token]:
    """Words outside protected stretches, with a final possessive cut off."""
    spans = protected_spans(text)
    out, at = [], 0
    for token in words(text):
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at < len(spans) and spans[at][0] < token.end:
            continue
        cut = _POSSESSIVE.search(token.text)
        if cut and len(token.text) > 2:
            token = Token(token.text[: cut.start()], token.start, token.start + cut.start())
        out.append(token)
    return out


def can_start_name(word: str) -> bool:
    """Whether a word can begin a name: upper-case first letter, or a script without case.

    >>> can_start_name("Київ"), can_start_name("київ"), can_start_name("北京"), can_start_name("1984")
    (True, False, True, False)
    """
    first = word[0]
    return (
        first.isupper()
        or first.istitle()
        or (first.isalpha() and not first.islower() and script_of(first) in CASELESS | UNSPACED)
    )


def find_known(text: str, tokens: Sequence[Token], look: Look) -> Iterator[Found]:
    """Runs of words that `look` resolves to something other than "unknown", longest first, left to right."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = None
        if can_start_name(token.text):
            if script_of(token.text) in UNSPACED:
                yield from _find_unspaced(token, at, look)
            else:
                found = _longest(text, tokens, at, look)
        if found:
            yield found
            at = found.last
        at += 1


def _longest(text: str, tokens: Sequence[Token], first: int, look: Look) -> Found | None:
    reach = _reach(text, tokens, first)
    for last in range(reach, first - 1, -1):
        if last > first and not can_start_name(tokens[last].text):
            continue
        start, end = tokens[first].start, tokens[last].end
        surface = text[start:end]
        resolution = look(surface)
        if resolution.status != "unknown":
            return Found(start, end, surface, resolution, first, last)
    return None


def _reach(text: str, tokens: Sequence[Token], first: int) -> int:
    """The last word that may belong to a run that starts at `first`."""
    last = first
    while last + 1 < len(tokens) and last - first + 1 < MAX_WORDS:
        gap = text[tokens[last].end : tokens[last + 1].start]
        word = tokens[last + 1].text
        if not joins(gap, tokens[last].text) or not (can_start_name(word) or word.lower() in particles()):
            break
        last += 1
    return last


def joins(gap: str, before: str) -> bool:
    """Whether two words with this gap between them may belong to one name: a point only after an abbreviation."""
    if not _GAP.fullmatch(gap):
        return False
    return not gap.startswith(".") or len(before) <= 3


def _find_unspaced(token: Token, at: int, look: Look) -> Iterator[Found]:
    word, i = token.text, 0
    while i < len(word):
        size = next(
            (n for n in range(min(MAX_HAN, len(word) - i), 1, -1) if look(word[i : i + n]).status != "unknown"), 0
        )
        if size:
            surface = word[i : i + size]
            yield Found(token.start + i, token.start + i + size, surface, look(surface), at, at)
        i += size or 1
