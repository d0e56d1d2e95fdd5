"""A name as words with a part to play: the name itself, titles, particles, legal forms, generic words, numbers.

Which word plays which part is data (data/words.tsv), as is what it means the same as (St = Sankt, Ltd =
Limited). A word plays a lesser part only while a word of the name itself is left: Lady may be a surname, and
a place may be called City.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from normalizer.policy import MAX_TOKENS
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import fold_accents, fold_letters, script_of

DATA = Path(__file__).parent / "data"
NAME, INITIAL, NUMBER = "name", "initial", "number"
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})\Z")
_ARTICLE = "ال"
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_PARTS_OF_KIND = {
    "person": frozenset({"title", "particle", "suffix"}),
    "place": frozenset({"particle", "generic", "direction"}),
    "org": frozenset({"particle", "legal", "suffix"}),
    None: frozenset({"title", "particle", "suffix", "legal", "generic"}),
}


class Part(NamedTuple):
    """A word of a name. role: "name", "initial", "number", or a class of words.tsv. meaning: its canonical
    form there, the value of a number, else the folded word."""

    text: str
    role: str
    meaning: str


class Parsed(NamedTuple):
    """The words of a name in order, and the script of the whole."""

    parts: tuple[Part, ...]
    script: str

    def having(self, role: str) -> tuple[Part, ...]:
        """The words that play this part."""
        return tuple(part for part in self.parts if part.role == role)


@cache
def word_classes() -> dict[str, tuple[str, str]]:
    """data/words.tsv: folded word -> (class, canonical)."""
    lines = (DATA / "words.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {word: (role, canonical) for word, role, canonical in rows[1:]}


@lru_cache(maxsize=65536)
def parse_name(name: str, kind: str | None = None) -> Parsed:
    """The words of a name with their parts.

    Args:
        name: any string; repaired first.
        kind: "person", "place", "org" or None: which lesser parts are looked for.

    >>> [(p.text, p.role) for p in parse_name("Dr. O. Skrypniuk, jr.", "person").parts]
    [('Dr', 'title'), ('O', 'initial'), ('Skrypniuk', 'name'), ('jr', 'suffix')]
    """
    safe = guard_name(name).text
    if _DOTTED.search(safe):
        safe = _DOTTED.sub(lambda match: _undotted(match.group(), kind), safe)
    found = words(safe)[:MAX_TOKENS]
    parts: list[Part] = []
    for index, token in enumerate(found):
        dotted = safe[token.end : token.end + 1] == "."
        parts += _cut_article(_part(token.text, index, token is found[-1], dotted, kind))
    if not any(part.role in (NAME, NUMBER) for part in parts):
        parts = [part if part.role == INITIAL else Part(part.text, NAME, _low(part.text)) for part in parts]
    return Parsed(tuple(parts), script_of(safe))


def _undotted(dotted: str, kind: str | None) -> str:
    """O.O.O. is one word where it is a legal form; J.R. are two initials."""
    joined = dotted.replace(".", "")
    known = word_classes().get(_low(joined))
    return joined if known and known[0] in _PARTS_OF_KIND[kind] else " ".join(f"{c}." for c in joined) + " "


def _cut_article(part: Part) -> tuple[Part, ...]:
    """The Arabic article is written together with its word, and as a word of its own in Latin."""
    if part.role == NAME and part.text.startswith(_ARTICLE) and len(part.text) > len(_ARTICLE) + 2:
        article, rest = part.text[: len(_ARTICLE)], part.text[len(_ARTICLE) :]
        return Part(article, "particle", "al"), Part(rest, NAME, _low(rest))
    return (part,)


def _low(text: str) -> str:
    return fold_accents(fold_letters(text))


def _part(text: str, index: int, last: bool, dotted: bool, kind: str | None) -> Part:
    low = _low(text)
    if low.isdecimal() or (low[:1].isdecimal()):
        return Part(text, NUMBER, _digits(low))
    known = word_classes().get(low)
    if index and last and not dotted and kind != "org" and text in ("I", "V", "X"):
        return Part(text, NUMBER, str(_roman(low)))
    single = len(low) == 1 and script_of(low) not in ("Hani", "Hang", "Kana", "Hira", "Jpan")
    if single and (dotted or index == 0 or known is None):
        return Part(text, INITIAL, low)
    if known and known[0] in _PARTS_OF_KIND[kind] and not (dotted and known[0] == "particle"):
        return Part(text, known[0], known[1])
    if index and kind != "org" and _ROMAN.match(low) and text.isupper():
        return Part(text, NUMBER, str(_roman(low)))
    return Part(text, NAME, low)


def _digits(low: str) -> str:
    """Digits of any script as ASCII, without leading zeros; letters that follow stay (2a)."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in low)
    return plain.lstrip("0") or "0"


def _roman(low: str) -> int:
    values = [_ROMAN_VALUES[c] for c in low]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
