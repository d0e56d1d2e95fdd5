"""Several processes that answer one list, in its order.

They share the mapped pages of the gazetteer. Where processes are forked, workers also share what the first one has read
and remembered; where they are spawned, they open the same files (`Normalizer.__reduce__`), so that names given in
memory need not be sent. How processes start is what the program has chosen for `multiprocessing`.

However it ends, no process stays behind: an exception, Ctrl-C, or an iterator that is left early stops the workers at
their next name; workers whose parent was killed end themselves; a killed worker ends the work with a sentence.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from normalizer.errors import NormalizerError

A = TypeVar("A", bound=Hashable)
T = TypeVar("T")

CHUNK = 128
"""Questions given to a worker at a time: half a second of near names, so that workers end at about the same time."""
AHEAD = 4
"""Chunks for each worker that are on their way at once; the first one may be slow while the others are not."""


def in_processes(asked: Iterator[A], answer: Callable[[A], T], workers: int) -> Iterator[T]:
    """Answer questions in their order, by so many processes; equal ones of a chunk once.

    Args:
        asked: read a few chunks ahead of what is answered.
        answer: pickled where processes are not forked.
        workers: processes.

    Raises:
        NormalizerError: a worker ended before its work, or could not start. And what `answer` raises.
    """
    context = multiprocessing.get_context()
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, context, _start, (answer, stop))
    waiting: deque[tuple[list[A], Future[list[T]]]] = deque()
    try:
        while chunk := list(islice(asked, CHUNK)):
            waiting.append((chunk, pool.submit(_answer, list(dict.fromkeys(chunk)))))
            if len(waiting) == AHEAD * workers:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())
    except BrokenProcessPool:
        raise NormalizerError(
            "A worker process ended before its names were answered: it was killed or ran out of memory (try fewer "
            'workers), or could not start (in a script, call this below `if __name__ == "__main__":`).'
        ) from None
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(chunk: list[A], future: Future[list[T]]) -> Iterator[T]:
    known = dict(zip(dict.fromkeys(chunk), future.result(), strict=True))
    for question in chunk:
        yield known[question]


_work: tuple[Callable[[Any], Any], Any] | None = None
"""In a worker: what answers, and the event that stops it."""


def _start(answer: Callable[[Any], Any], stop: Any) -> None:
    """Make this process a worker, which Ctrl-C reaches through its parent, and which does not outlive it."""
    global _work
    _work = answer, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(asked: list[Any]) -> list[Any]:
    assert _work is not None
    answer, stop = _work
    answered = []
    for question in asked:
        if stop.is_set():
            break  # nobody waits for the rest
        answered.append(answer(question))
    return answered
