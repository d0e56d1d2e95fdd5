"""How far a long list is: one line on stderr, for a person who waits.

A line appears only once the work has gone on for a while, and only on a terminal unless it was asked for: what runs in
a pipeline stays quiet. Callers who have a bar of their own give a function in its place.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Report = Callable[[int, int | None], object]
"""Called with what is done, and the total where it is known."""
T = TypeVar("T")

PATIENCE_SECONDS = 2.0
"""Work that ends sooner needs no line."""
REPAINT_SECONDS = 0.2
LINE_SECONDS = 10.0
"""Without a terminal to repaint, a new line this often."""
REPORT_SECONDS = 0.1
"""A function of the caller's is called this often at most, and once at the end."""


class Meter:
    """Writes "12,000 of 1,000,000 names, 2,400 a second, 7 min left" to stderr.

    Args:
        always: write lines although stderr is no terminal.
        what: the noun for what is counted.

    >>> Meter(what="texts").line(500, 1_500, 10.0)
    '500 of 1,500 texts, 50 a second, 20 s left'
    """

    def __init__(self, always: bool = False, what: str = "names") -> None:
        self._what = what
        self._terminal = _is_terminal()
        self._active = self._terminal or (always and sys.stderr is not None)
        self._started = time.monotonic()
        self._next = self._started + PATIENCE_SECONDS
        self._painted = False

    def __call__(self, done: int, total: int | None) -> None:
        """Report `done` of `total` (None: unknown)."""
        now = time.monotonic()
        if not self._active or now < self._next:
            return
        line = self.line(done, total, now - self._started)
        _write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
        self._painted, self._next = True, now + (REPAINT_SECONDS if self._terminal else LINE_SECONDS)

    def line(self, done: int, total: int | None, seconds: float) -> str:
        """What is written after so many seconds."""
        rate = done / seconds if seconds > 0 else 0.0
        if total is None or not rate:
            return f"{done:,} {self._what}, {rate:,.0f} a second"
        return f"{done:,} of {total:,} {self._what}, {rate:,.0f} a second, {_span((total - done) / rate)} left"

    def end(self) -> None:
        """Leave the line that is being repainted."""
        if self._painted and self._terminal:
            _write("\n")
            self._painted = False


def reported(
    answers: Iterable[T], progress: Report | bool | None, total: int | None, what: str = "names"
) -> Iterator[T]:
    """Pass answers on, and report how many there were.

    Args:
        answers: any iterable.
        progress: a function of (done, total), which is called ten times a second at most and at the end; True for a
            line on stderr; None for a line where stderr is a terminal; False for nothing.
        total: how many there will be, None where nobody knows.
        what: the noun for the line.

    >>> seen = []
    >>> list(reported("abc", lambda done, total: seen.append((done, total)), 3)), seen[-1]
    (['a', 'b', 'c'], (3, 3))
    """
    if progress is False:
        yield from answers
        return
    if callable(progress):
        yield from _counted(answers, progress, total, REPORT_SECONDS)
        return
    meter = Meter(progress is True, what)
    try:
        yield from _counted(answers, meter, total, 0.0)
    finally:
        meter.end()


@contextmanager
def metered(progress: Report | bool | None, what: str = "names") -> Iterator[Report | None]:
    """What a long work is to call with (done, total), where the answers come at the end only; None for nothing.

    Args:
        progress, what: as for `reported`.

    >>> with metered(print) as report: report(1, 2)
    1 2
    """
    if progress is False:
        yield None
    elif callable(progress):
        yield progress
    else:
        meter = Meter(progress is True, what)
        try:
            yield meter
        finally:
            meter.end()


def _counted(answers: Iterable[T], report: Report, total: int | None, pause: float) -> Iterator[T]:
    done, due = 0, time.monotonic() + pause
    for done, answer in enumerate(answers, 1):
        if (now := time.monotonic()) >= due:
            report(done, total)
            due = now + pause
        yield answer
    report(done, total)


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _is_terminal() -> bool:
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # closed
        return False


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"
