"""Blocks of rules for the compiled core: texts without capitals rewritten without regular expressions.

`_table.c` is optional, as the other compiled cores are; `table` does the same by expressions where it was not built,
and for texts with capitals. What a context means is said once, in `context`, for both. NORMALIZER_PURE=1 in the
environment leaves the compiled one alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from gazetteer.cores import built
from gazetteer.hints import Any, Protocol
from normalizer.romanization.context import APOSTROPHES, LETTER, POINTS, Alphabet, Rule, either_case, ways

INTERFACE = 1  # as in _table.c; goes up whenever what it takes or does changes
_WORD, _LETTER, _MARK, _APOSTROPHE = 1, 2, 4, 8  # what a letter is, as in _table.c


class Rewriter(Protocol):
    """A block of rules, made by the core."""

    def rewrite(self, text: str, /) -> str | None:
        """A text without capitals by the rules; None for a long one."""
        ...


def rewriter(rules: Sequence[Rule], plain: Mapping[int, str], alphabet: Alphabet) -> Rewriter | None:
    """What rewrites texts by these rules; None where the core was not built.

    Args:
        rules: in the order in which they are tried. plain: what is written for single letters.
    Raises:
        KeyError, ValueError: a context cannot be read.
    """
    core = _core()
    if core is None:
        return None
    given = tuple(
        (tuple([(either_case(c), c == "'") for c in rule.source]), rule.target, ways(rule, alphabet)) for rule in rules
    )
    made: Rewriter = core.Block(given, dict(plain), _asker(alphabet.marks))
    return made


@cache
def _core() -> Any:
    return built("normalizer.romanization._table", INTERFACE)


@cache
def _asker(marks: str) -> Callable[[int], int]:
    """What a letter is, in schemes with these marks."""
    word, letter, mark = re.compile(r"\w"), re.compile(LETTER), re.compile(f"[{marks}{POINTS}]")

    def ask(point: int) -> int:
        char = chr(point)
        is_any = _WORD if word.match(char) else 0
        is_any |= _LETTER if letter.match(char) else 0
        is_any |= _MARK if mark.match(char) else 0
        return is_any | (_APOSTROPHE if char in APOSTROPHES else 0)

    return ask
