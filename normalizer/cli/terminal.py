"""What only a person at a terminal sees: colour, notes, progress. A pipe gets none of it."""

from __future__ import annotations

import os
import sys
import time

from gazetteer.hints import IO

MAX_SHOWN = 80
"""Code points of a name shown to a person; a longer one is hardly a name. Tables and JSON have all of it."""
_REPAINT_SECONDS = 0.1
_LINE_SECONDS = 5.0
"""Without a terminal, a stage that goes on this long is reported again."""


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a person is at the other end."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def has_colour(stream: IO[str] | None) -> bool:
    """Whether colours may be written: a terminal that can, and a user who did not decline (no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """`text` in bold where colours may be written to stdout."""
    return f"\x1b[1m{text}\x1b[0m" if has_colour(sys.stdout) else text


def shown(name: str) -> str:
    """A name as a terminal may have it: control characters escaped, cut when it is far too long for a name.

    >>> shown("Луганськ"), shown("\\x1b[31mKiev")
    ('Луганськ', "'\\\\x1b[31mKiev'")
    """
    cut = name if len(name) <= MAX_SHOWN else name[:MAX_SHOWN] + "…"
    return cut if cut and cut.isprintable() else repr(cut)


def note(text: str) -> None:
    """A remark that is no data and no error; a terminal alone gets it."""
    if is_terminal(sys.stderr):
        print(f"normalizer: note: {text}", file=sys.stderr, flush=True)


class Progress:
    """How far a long step is: a line that is repainted on a terminal, plain lines on request, else nothing.

    Args:
        lines: write plain lines although stderr is no terminal.
    """

    def __init__(self, lines: bool = False) -> None:
        self._repaint = is_terminal(sys.stderr)
        self._active = self._repaint or lines
        self._stage = ""
        self._painted = 0.0
        self._started = time.monotonic()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Report a stage: `done` of `total` (None: unknown) units of it."""
        if not self._active:
            return
        now = time.monotonic()
        pause = _REPAINT_SECONDS if self._repaint else _LINE_SECONDS
        if stage == self._stage and now - self._painted < pause:
            return
        self._write(stage, f"{now - self._started:5.1f} s  {stage}{_amount(done, total)}")
        self._stage, self._painted = stage, now

    def _write(self, stage: str, line: str) -> None:
        if not self._repaint:
            print(line, file=sys.stderr, flush=True)
            return
        before = "\n" if self._stage and stage != self._stage else "\r"
        print(f"{before}\x1b[K{line}" if self._stage else line, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that is being repainted."""
        if self._repaint and self._stage:
            print(file=sys.stderr, flush=True)
            self._stage = ""


def _amount(done: int, total: int | None) -> str:
    if total:
        return f"  {100 * done // total} %"
    return f"  {done:,}" if done else ""
