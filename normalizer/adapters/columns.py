"""What a column asks, and what a row is answered: the core of the adapters for data frames.

A column of a million rows has a few thousand distinct names. So an adapter (1) finds the distinct rows of the columns
that take part, the name and its hints, with the means of its own library, (2) hands them to a `Names`, (3) spreads
the answers over the rows. Only step 2 is here, and it never sees a frame.

An answer in a column is five fields: `FIELDS`. A missing name has a missing answer; that is not the same as a name that
is unknown. Engines that hand a column over in pieces (DuckDB, Polars when it streams) ask one `Names` that remembers
what it was asked before, as much as `remember` allows, so that memory stays flat.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.explain import step_sentence
from normalizer.many import cores
from normalizer.progress import Report, reported
from normalizer.result import Resolution

T = TypeVar("T")
Row = tuple[Any, ...]
Ask = Callable[[Sequence[Row]], list[Any]]

REMEMBERED = 100_000
"""Answers kept for engines that ask in pieces; of names and their reasons that is some 50 MB."""
SCORE_DIGITS = 4
"""Of a score in a column, as in JSON."""


class Answer(NamedTuple):
    """One row of an answered column.

    id, canonical: of the entity, None unless status is "match". score: 0..1. status: "match", "ambiguous" or
    "unknown". reason: a phrase: which recorded name and which rule, or what else the name may be.
    """

    id: str | None
    canonical: str | None
    score: float
    status: str
    reason: str


FIELDS = Answer._fields


def answer_of(resolution: Resolution) -> Answer:
    """What a column shows of an answer.

    >>> answer_of(Normalizer([[("r:1", "Rivertown")]]).lookup("RIVERTOWN"))
    Answer(id='r:1', canonical='Rivertown', score=0.99, status='match', reason="recorded name 'Rivertown' (...)")
    """
    entity, score = resolution.entity, round(resolution.score, SCORE_DIGITS)
    return Answer(entity.id if entity else None, resolution.canonical, score, resolution.status, reason_of(resolution))


def reason_of(resolution: Resolution) -> str:
    """Why, in one phrase; `Resolution.explain` has all of it.

    >>> reason_of(Resolution("Oz", "unknown"))
    'no recorded name is like it'
    """
    listed = resolution.candidates
    if resolution.status == "match":
        return "; ".join(step_sentence(step) for step in listed[0].steps if step.rule != "canonical")
    titles = ", ".join(f"{c.canonical} ({c.entity.country or c.entity.kind}) {c.score:.2f}" for c in listed[:3])
    if resolution.status == "ambiguous":
        return f"it may be {titles}"
    if listed:
        return f"no recorded name is near enough: {titles}"
    empty = (step.detail for step in resolution.steps if step.rule == "work:empty")
    return next(empty, "no recorded name is like it")


@cache
def default_normalizer() -> Normalizer:
    """The embedded gazetteer, opened once for all columns that name no other normaliser."""
    return Normalizer()


class Names:
    """Answers the distinct rows of columns.

    Args:
        normalizer: None for the embedded gazetteer with the policy "en".
        workers: processes for long columns; None for one a core (see `Normalizer.lookup_many`).
        progress: as for `lookup_many`. None shows a line on a terminal once a column takes long.
        remember: how many answers are kept for the next pieces of a column.

    >>> names = Names(Normalizer([[("r:1", "Rivertown")]]))
    >>> [answer.status for answer in names.lookup([("Rivertown", None, None, None), ("Oz", None, None, None)])]
    ['match', 'unknown']
    """

    def __init__(
        self,
        normalizer: Normalizer | None = None,
        *,
        workers: int | None = 1,
        progress: Report | bool | None = None,
        remember: int = 0,
    ) -> None:
        self.normalizer = normalizer if normalizer is not None else default_normalizer()
        self.remember = remember
        self._workers, self._progress = cores(workers), progress
        self._known: dict[str, dict[Row, Any]] = {}
        self._lock = threading.Lock()

    def lookup(self, rows: Sequence[Row]) -> list[Answer]:
        """Answers to distinct rows of (name, kind, country, language); hints may be missing or empty."""
        return self._remembered("lookup", rows, self._look_up)

    def canonical(self, rows: Sequence[Row]) -> list[str | None]:
        """The canonical forms alone, None where a name is no match."""
        return [answer.canonical for answer in self.lookup(rows)]

    def clean(self, rows: Sequence[Row]) -> list[str]:
        """Cleaned texts for distinct rows of (text,)."""
        return self._remembered("clean", rows, partial(self._each, self._clean, "texts"))

    def compare(self, rows: Sequence[Row]) -> list[float]:
        """Scores, 0..1, for distinct rows of (a, b, kind)."""
        return self._remembered("compare", rows, partial(self._each, self._score, "pairs"))

    def romanize(self, rows: Sequence[Row]) -> list[str]:
        """Romanised forms for distinct rows of (text, scheme); `scheme` as for `romanize`."""
        return self._remembered("romanize", rows, partial(self._each, _romanized, "texts"))

    def _look_up(self, rows: Sequence[Row]) -> list[Answer]:
        names, kinds, countries, languages = zip(*rows, strict=True)
        found = self.normalizer.lookup_iter(
            names,
            read=answer_of,
            workers=self._workers,
            progress=self._progress,
            kind=kinds,
            country=countries,
            language=languages,
        )
        return list(found)

    def _clean(self, row: Row) -> str:
        return self.normalizer.clean(row[0]).text

    def _score(self, row: Row) -> float:
        a, b, kind = row
        return round(self.normalizer.compare(a, b, kind=kind or None).score, SCORE_DIGITS)

    def _each(self, one: Callable[[Row], T], what: str, rows: Sequence[Row]) -> list[T]:
        return list(reported(map(one, rows), self._progress, len(rows), what))

    def _remembered(self, task: str, rows: Sequence[Row], ask: Ask) -> list[Any]:
        if not rows:
            return []
        if not self.remember:
            return ask(rows)
        with self._lock:  # engines ask from several threads: what one of them has found the others need not
            known = self._known.setdefault(task, {})
            fresh = [row for row in rows if row not in known]
            if fresh:
                known.update(zip(fresh, ask(fresh), strict=True))
            answered = [known[row] for row in rows]
            for _ in range(len(known) - self.remember):
                del known[next(iter(known))]
            return answered


def _romanized(row: Row) -> str:
    from normalizer import romanize

    text, scheme = row
    return romanize(text, scheme or None)


def rows_of(numbers: Sequence[int], tables: Sequence[Sequence[Any]]) -> list[Row]:
    """What numbers stand for that were made of several columns' codes, each digit in the base of its table.

    >>> rows_of([0, 5], [["Kyiv", "Paris", None], ["UA", None]])
    [('Kyiv', 'UA'), (None, None)]
    """
    columns: list[list[Any]] = []
    for table in reversed(tables):
        base = len(table)
        if base == 1:
            columns.append([table[0]] * len(numbers))
            continue
        columns.append([table[number % base] for number in numbers])
        numbers = [number // base for number in numbers]
    return list(zip(*reversed(columns), strict=True))


def check_texts(values: Iterable[object], what: str, remedy: str) -> None:
    """Refuse values that are no text.

    Args:
        values: distinct values without missing ones. what: names the column. remedy: what to write in its library.

    Raises:
        UsageError: quotes the first such value.

    >>> check_texts(["Kyiv", 5], "the names", ".astype(str)")
    Traceback (most recent call last):
    normalizer.errors.UsageError: In the names there is 5 (int), no text: convert the column first, with .astype(str).
    """
    for value in values:
        if not isinstance(value, str):
            shown, kind = repr(value)[:60], type(value).__name__
            raise UsageError(f"In {what} there is {shown} ({kind}), no text: convert the column first, with {remedy}.")
