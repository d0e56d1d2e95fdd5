"""Many names at once: asked in their order, each distinct one resolved once, by one process or by several.

Answers are the ones that `lookup` gives, one by one. They come out as an iterator: of a list of any length, only what
is on its way is in memory. Several processes are the matter of `normalizer.workers`, which is imported when they are
wanted. Threads are not used: the work is Python's own, and holds its lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from gazetteer.values import NamedTuple
from normalizer import policy
from normalizer.errors import UsageError

T = TypeVar("T")
Hint = str | Iterable[str | None] | None
"""One hint for all names, or one for each."""

REMEMBERED = 2_000
"""Answers an iterator keeps for names that come again soon; whole answers take some ten kilobytes each."""
_END = object()


class Question(NamedTuple):
    """A name with its own hints."""

    name: str
    kind: str | None = None
    country: str | None = None
    language: str | None = None


def questions(
    names: Iterable[str], kind: Hint = None, country: Hint = None, language: Hint = None
) -> Iterator[Question]:
    """Names with their hints, checked one by one as they are read.

    Args:
        names: any strings.
        kind, country, language: as for `lookup`, for all names; or as many of them as names, None or "" where
            nothing is known of a name.

    Raises:
        UsageError: a name is no text, a hint cannot be meant, or there are fewer hints than names or more.

    >>> [tuple(asked) for asked in questions(["Kyiv", "Paris"], country=["ua", None])]
    [('Kyiv', None, 'UA', None), ('Paris', None, None, None)]
    """
    if isinstance(names, str):
        raise UsageError(f"{names[:60]!r} is one name: give a list of names, or use lookup.")
    hints = {"kind": kind, "country": country, "language": language}
    one = Question("", **{what: _checked(what, hint) for what, hint in hints.items() if _is_one(hint)})
    each = {what: iter(hint) for what, hint in hints.items() if hint is not None and not isinstance(hint, str)}
    for number, name in enumerate(names, 1):
        if not isinstance(name, str):
            shown = repr(name)[:60]
            raise UsageError(f"Name {number} is {shown}, no text: leave missing names out, and write others as text.")
        yield one._replace(name=name, **{what: _next_hint(what, of, name) for what, of in each.items()})
    for what, of in each.items():
        if next(of, _END) is not _END:
            raise UsageError(f"There are more hints of {what} than names: give one for each, None where it is unknown.")


def _is_one(hint: Hint) -> bool:
    return hint is None or isinstance(hint, str)


def _next_hint(what: str, hints: Iterator[str | None], name: str) -> str | None:
    hint = next(hints, _END)
    if hint is _END:
        raise UsageError(f"There are fewer hints of {what} than names: give one for each, None where it is unknown.")
    try:
        return _checked(what, hint or None)
    except UsageError as error:
        raise UsageError(f"With the name {name[:60]!r}: {error}") from None


def _checked(what: str, hint: Any) -> str | None:
    if hint is None:
        return None
    if not isinstance(hint, str):
        raise UsageError(f"The {what} {repr(hint)[:60]} is no text; give it as text, or None where it is unknown.")
    if what == "kind":
        return policy.check_kind(hint)
    return policy.check_country(hint) if what == "country" else hint


def cores(workers: int | None) -> int:
    """How many processes are meant: None for one on each core that this process may use.

    Raises:
        UsageError: fewer than one.
    """
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if workers < 1:
        raise UsageError(f"{workers} workers cannot work: give 1 or more, or None for all cores.")
    return workers


def answers(asked: Iterable[Question], answer: Callable[[Question], T], workers: int | None = 1) -> Iterator[T]:
    """Answer questions in their order.

    Args:
        asked: questions; read as far as there are workers to answer them.
        answer: answers one. With several workers it is pickled where processes are not forked.
        workers: processes; None for one a core. Few questions are answered by this one alone.

    Raises:
        UsageError: workers is below 1. NormalizerError: a worker was killed.

    >>> list(answers(questions(["Kyiv", "Paris"]), lambda asked: len(asked.name)))
    [4, 5]
    """
    return _answers(iter(asked), answer, cores(workers))


def answered(
    lookup: Callable[..., Any], limit: int, rejected: bool, read: Callable[[Any], Any] | None, asked: Question
) -> Any:
    """The answer of `Normalizer.lookup` to a question, or what `read` keeps of it."""
    name, kind, country, language = asked
    answer = lookup(name, kind=kind, country=country, language=language, limit=limit, rejected=rejected)
    return read(answer) if read else answer


def _answers(asked: Iterator[Question], answer: Callable[[Question], T], workers: int) -> Iterator[T]:
    first = list(islice(asked, policy.PARALLEL_FROM)) if workers > 1 else []
    if workers == 1 or len(first) < policy.PARALLEL_FROM:
        yield from _one_by_one(_chained(first, asked), answer)
    else:
        from normalizer.workers import in_processes

        yield from in_processes(_chained(first, asked), answer, workers)


def _chained(first: list[Question], rest: Iterator[Question]) -> Iterator[Question]:
    yield from first
    first.clear()
    yield from rest


def _one_by_one(asked: Iterator[Question], answer: Callable[[Question], T]) -> Iterator[T]:
    known: dict[Question, T] = {}
    for question in asked:
        if question not in known:
            if len(known) >= REMEMBERED:
                del known[next(iter(known))]
            known[question] = answer(question)
        yield known[question]
