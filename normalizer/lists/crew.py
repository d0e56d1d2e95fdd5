"""Work on a long list, in this process or in several: the same answers in the same order.

The state that the work needs (names, an open gazetteer) is made once in each process by a function that is handed
over; tasks and answers are small and travel as bytes where they are many. Tasks are handed out as they are asked for,
never all at once, so that a list of millions is not copied into a queue.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from normalizer.errors import NormalizerError

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

AHEAD = 3  # tasks of each process that wait for it, so that none stands idle while answers are being stored


def in_crew(make: Callable[[], S], work: Callable[[S, T], R], tasks: Iterable[T], workers: int = 1) -> Iterator[R]:
    """The answers to all tasks, in their order.

    Args:
        make: makes the state; with several workers it must be picklable, and is called in each.
        work: a function of a module: (state, task) -> answer.
        workers: processes; 1 works here.

    Raises:
        NormalizerError: a worker ended before its work, or could not start. And what `work` raises.

    >>> list(in_crew(lambda: 10, lambda state, task: state + task, [1, 2]))
    [11, 12]
    """
    if workers <= 1:
        state = make()
        for task in tasks:
            yield work(state, task)
        return
    pool = ProcessPoolExecutor(workers, initializer=_start, initargs=(make,))
    try:
        coming = iter(tasks)
        waiting = deque(pool.submit(_do, work, task) for task in islice(coming, AHEAD * workers))
        while waiting:
            answer = waiting.popleft().result()
            waiting.extend(pool.submit(_do, work, task) for task in islice(coming, 1))
            yield answer
    except BrokenProcessPool:
        raise NormalizerError(
            "A worker process ended before its names were done: it was killed or ran out of memory (try fewer "
            'workers), or could not start (in a script, call this below `if __name__ == "__main__":`).'
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_state: Any = None


def _start(make: Callable[[], Any]) -> None:
    """Make this process a worker, which Ctrl-C reaches through its parent, and which does not outlive it."""
    global _state
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _state = make()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[Any, T], R], task: T) -> R:
    return work(_state, task)
