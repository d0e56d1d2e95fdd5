"""Contexts of rules, compiled to looks around a match; the words of a context are listed in `table`.

A context is text in a table («start|after_vowel», «before[еи]&end»). Here it becomes regular expressions with
fixed looks behind and ahead, in both cases, with every kind of apostrophe as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from gazetteer.late import pattern
from gazetteer.values import NamedTuple

APOSTROPHES = "'’ʼ‘`´ʹ′ʾʿ"
LETTER = r"[^\W\d_]"


class Rule(NamedTuple):
    """One line of a table. `line` is the line in its file, for error messages."""

    source: str
    target: str
    context: str
    line: int


class Alphabet(NamedTuple):
    """What the context words mean in one scheme: its vowels, signs, named classes, and combining marks."""

    vowels: str
    signs: str
    classes: Mapping[str, str]
    marks: str = ""


def literal(cell: str) -> str:
    return cell.replace("~", " ").replace("’", "'")


def contextual(rule: Rule, alphabet: Alphabet) -> str:
    body = "".join(_char(c) for c in rule.source)
    if rule.context == "any":
        return body
    ways = []
    for way in rule.context.split("|"):
        looks = [_look(word, alphabet) for word in way.split("&")]
        ways.append("".join(b for b, _ in looks) + body + "".join(a for _, a in looks))
    return "|".join(f"(?:{w})" for w in ways)


def _char(char: str) -> str:
    """One source character in either case; an apostrophe is any apostrophe inside a word."""
    if char == "'":
        return rf"(?<=\w)[{APOSTROPHES}](?=\w)"
    upper = char.upper()
    if upper != char and len(upper) == 1:
        return f"[{char}{upper}]"
    return re.escape(char)


# Marks that belong to a word in the scripts whose tables do not list them all (Latin, Hebrew, Arabic points).
_POINTS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
_BRACKET = pattern(r"(after|before)([\[{(])(.+)[\]})]\Z", re.DOTALL)


def _look(word: str, alphabet: Alphabet) -> tuple[str, str]:
    """A context word as (look-behind, look-ahead)."""
    if word in ("start", "end", "not_start", "not_end", "any"):
        return _edge(word, alphabet.marks + _POINTS)
    if word in ("after_vowel", "before_vowel"):
        return _side(word[:-6], _class(alphabet.vowels))
    if word in ("after_sign", "before_sign"):
        return _side(word[:-5], _class(alphabet.signs))
    if word in ("after_cons", "before_cons"):
        return _side(word[:-5], f"(?:(?!{_class(alphabet.vowels + alphabet.signs)}){LETTER})")
    found = _BRACKET.match(word)
    if not found:
        raise ValueError("no such context")
    side, opening, inside = found.groups()
    if opening == "{":
        return _side(side, _class(alphabet.classes[inside]))
    if opening == "(":
        return _side(side, "".join(_char(c) if c != "'" else f"[{APOSTROPHES}]" for c in literal(inside)))
    if inside.startswith("^"):
        return _side(side, f"(?:(?!{_class(inside[1:])}){LETTER})")
    return _side(side, _class(inside))


def _edge(word: str, marks: str) -> tuple[str, str]:
    """The edges of words: letters, digits and marks are inside, an apostrophe only between two of them."""
    return {
        "start": (rf"(?<![\w{marks}])(?<![\w{marks}][{APOSTROPHES}])", ""),
        "end": ("", rf"(?![\w{marks}]|[{APOSTROPHES}]\w)"),
        "not_start": (rf"(?<=[\w{APOSTROPHES}{marks}])", ""),
        "not_end": ("", rf"(?=[\w{APOSTROPHES}{marks}])"),
        "any": ("", ""),
    }[word]


def _side(side: str, pattern: str) -> tuple[str, str]:
    return (f"(?<={pattern})", "") if side == "after" else ("", f"(?={pattern})")


@cache
def _class(chars: str) -> str:
    """A character class with both cases; an apostrophe stands for all of them."""
    if not chars:
        raise ValueError("an empty class")
    wide = chars.replace("’", "'").replace("'", APOSTROPHES)
    both = sorted(set(wide) | {c.upper() for c in wide if len(c.upper()) == 1})
    return "[" + "".join(re.escape(c) for c in both) + "]"
