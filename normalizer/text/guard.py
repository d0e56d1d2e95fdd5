"""Any `str` made safe to work on as a name, with a note of what was done.

Names come from the wild: lone surrogates, zero-width and bidirectional controls, floods of combining
marks, a megabyte of one letter. None of it may raise, hang or pass unseen; each repair is a step in the
answer. Texts are not guarded as a whole (their bytes are the user's): their words are, one by one.
"""

from __future__ import annotations

from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.policy import MAX_MARKS_PER_LETTER, MAX_NAME_LENGTH
from normalizer.result import Step

# Controls except white space, zero-width characters, bidirectional controls, variation selectors, tags, BOM.
_INVISIBLE = pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SURROGATE = pattern("[\ud800-\udfff]")
_FLOOD = pattern(
    f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MAX_MARKS_PER_LETTER}}})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


class Safe(NamedTuple):
    """A name that is safe to work on, and the repairs as steps (side "query")."""

    text: str
    steps: tuple[Step, ...]


def guard_name(name: str) -> Safe:
    """Make any string safe as a name.

    >>> guard_name("Ky\\u200biv").text
    'Kyiv'
    >>> [step.rule for step in guard_name("a" * 1_000_000).steps]
    ['guard:length']
    """
    if name.isascii() and name.isprintable() and len(name) <= MAX_NAME_LENGTH:
        return Safe(name, ())
    steps: list[Step] = []
    for rule, repair in _REPAIRS.items():
        repaired = repair(name)
        if repaired != name:
            steps.append(Step(rule, _short(name), _short(repaired), "query"))
            name = repaired
    return Safe(name, tuple(steps))


def cut_length(name: str) -> str:
    """The first MAX_NAME_LENGTH code points."""
    return name[:MAX_NAME_LENGTH]


def replace_surrogates(name: str) -> str:
    """Lone surrogates become U+FFFD, as a decoder would have done."""
    return _SURROGATE.sub("\ufffd", name)


def drop_invisible(name: str) -> str:
    """Controls, zero-width and bidirectional characters go; they are never part of a spelling.

    The zero-width non-joiner of Persian and Indic scripts goes too: it changes the look, not the name.
    """
    return _INVISIBLE.sub("", name)


def thin_marks(name: str) -> str:
    """At most MAX_MARKS_PER_LETTER combining marks in a row."""
    return _FLOOD.sub(r"\1", name)


def _short(text: str) -> str:
    safe = _SURROGATE.sub("\ufffd", text[:60])
    return safe + "…" if len(text) > 60 else safe


_REPAIRS = {
    "guard:length": cut_length,
    "guard:surrogates": replace_surrogates,
    "guard:invisible": drop_invisible,
    "guard:marks": thin_marks,
}
