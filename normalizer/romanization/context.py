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


# What a context asks of the text around a match; the compiled core knows them by number (_table.c).
START, END, NOT_START, NOT_END, ONE_OF, LETTER_BUT, STRING = range(7)
_EDGES = {"start": START, "end": END, "not_start": NOT_START, "not_end": NOT_END}


class Look(NamedTuple):
    """A word of a context. before: whether it looks behind; sets: the letters that fit, of a string at each place."""

    kind: int
    before: bool
    sets: tuple[str, ...] = ()


def ways(rule: Rule, alphabet: Alphabet) -> tuple[tuple[Look, ...], ...]:
    """The contexts of a rule: any of the ways, all looks of it; () where any context will do.

    Raises:
        KeyError, ValueError: there is no such context, or no such class of letters.
    """
    if rule.context == "any":
        return ()
    return tuple(
        tuple(look for word in way.split("&") if (look := _look(word, alphabet))) for way in rule.context.split("|")
    )


def contextual(rule: Rule, alphabet: Alphabet) -> str:
    """A rule as a regular expression."""
    body = "".join(_char(c) for c in rule.source)
    found = ways(rule, alphabet)
    if not found:
        return body
    marks = alphabet.marks + POINTS
    made = [[_expression(look, marks) for look in way] for way in found]
    return "|".join(f"(?:{''.join(b for b, _ in way)}{body}{''.join(a for _, a in way)})" for way in made)


def either_case(char: str) -> str:
    """A source character in either case; an apostrophe is any apostrophe."""
    if char == "'":
        return APOSTROPHES
    upper = char.upper()
    return char + upper if upper != char and len(upper) == 1 else char


def _char(char: str) -> str:
    """One source character; an apostrophe only inside a word."""
    return rf"(?<=\w)[{APOSTROPHES}](?=\w)" if char == "'" else _set(either_case(char))


# Marks that belong to a word in the scripts whose tables do not list them all (Latin, Hebrew, Arabic points).
POINTS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
_BRACKET = pattern(r"(after|before)([\[{(])(.+)[\]})]\Z", re.DOTALL)


def _look(word: str, alphabet: Alphabet) -> Look | None:
    """A word of a context; None for one that always holds."""
    if word == "any":
        return None
    if word in _EDGES:
        return Look(_EDGES[word], "start" in word)
    if word in ("after_vowel", "before_vowel"):
        return Look(ONE_OF, word[:5] == "after", (_class(alphabet.vowels),))
    if word in ("after_sign", "before_sign"):
        return Look(ONE_OF, word[:5] == "after", (_class(alphabet.signs),))
    if word in ("after_cons", "before_cons"):
        return Look(LETTER_BUT, word[:5] == "after", (_class(alphabet.vowels + alphabet.signs),))
    found = _BRACKET.match(word)
    if not found:
        raise ValueError("no such context")
    side, opening, inside = found.groups()
    if opening == "{":
        return Look(ONE_OF, side == "after", (_class(alphabet.classes[inside]),))
    if opening == "(":
        return Look(STRING, side == "after", tuple(either_case(c) for c in literal(inside)))
    if inside.startswith("^"):
        return Look(LETTER_BUT, side == "after", (_class(inside[1:]),))
    return Look(ONE_OF, side == "after", (_class(inside),))


def _expression(look: Look, marks: str) -> tuple[str, str]:
    """A look as (look-behind, look-ahead)."""
    if look.kind in _EDGES.values():
        return _edge(look.kind, marks)
    if look.kind == LETTER_BUT:
        pattern = f"(?:(?!{_set(look.sets[0])}){LETTER})"
    else:
        pattern = "".join(_set(chars) for chars in look.sets)
    return (f"(?<={pattern})", "") if look.before else ("", f"(?={pattern})")


def _edge(kind: int, marks: str) -> tuple[str, str]:
    """The edges of words: letters, digits and marks are inside, an apostrophe only between two of them."""
    return {
        START: (rf"(?<![\w{marks}])(?<![\w{marks}][{APOSTROPHES}])", ""),
        END: ("", rf"(?![\w{marks}]|[{APOSTROPHES}]\w)"),
        NOT_START: (rf"(?<=[\w{APOSTROPHES}{marks}])", ""),
        NOT_END: ("", rf"(?=[\w{APOSTROPHES}{marks}])"),
    }[kind]


def _set(chars: str) -> str:
    return re.escape(chars) if len(chars) == 1 else "[" + "".join(re.escape(c) for c in chars) + "]"


@cache
def _class(chars: str) -> str:
    """The letters of a class in both cases; an apostrophe stands for all of them."""
    if not chars:
        raise ValueError("an empty class")
    wide = chars.replace("’", "'").replace("'", APOSTROPHES)
    return "".join(sorted(set(wide) | {c.upper() for c in wide if len(c.upper()) == 1}))
