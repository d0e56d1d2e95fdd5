"""Schemes in a reader's words: which press or system writes so. Explanations cite these, never a bare id list."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.romanization.language import language_name
from normalizer.romanization.reverse import SharedNative
from normalizer.romanization.scheme import get_scheme

MOST_NAMED = 3  # presses or systems named before "and others"


def who_writes(schemes: Sequence[str]) -> str:
    """Who writes so: presses first, by their language, then systems by their title.

    >>> who_writes(["rus-press-hr", "rus-press-sr"])
    'Croatian and Serbian press'
    """
    found = [get_scheme(scheme) for scheme in schemes]
    presses = list(dict.fromkeys(language_name(s.convention) for s in found if s.convention))
    if presses:
        return f"{_listed(presses)} press"
    return _listed([s.title for s in found])


def _listed(words: list[str]) -> str:
    if len(words) > MOST_NAMED:
        return f"{', '.join(words[:MOST_NAMED])} and other"
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def shared_in_words(a: str, b: str, shared: SharedNative) -> str:
    """The native form that yields both spellings, and who writes each."""
    return (
        f"both are spellings of {shared.native.capitalize()}: {a} in {who_writes(shared.schemes_a)} "
        f"({shared.schemes_a[0]}), {b} in {who_writes(shared.schemes_b)} ({shared.schemes_b[0]})"
    )
