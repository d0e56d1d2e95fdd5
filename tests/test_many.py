"""Long lists: the same answers as one by one, in any number of processes, however they start and however they end."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.errors import GazetteerError, NormalizerError, UsageError
from normalizer.result import Resolution
from normalizer.workers import CHUNK

NAMES = ["Kiev", "Lugansk", "Rostov", "Moskau", "nowhere", "", "Киев", "Paris"]


def status(answer: Resolution) -> str:
    return answer.status


def killed(answer: Resolution) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return answer.status


def slow(answer: Resolution) -> str:
    time.sleep(0.01)
    return answer.status


def failing(answer: Resolution) -> str:
    raise ZeroDivisionError(answer.query)


@pytest.fixture(params=["fork", "spawn"])
def start_method(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {request.param}")
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a short list be worth several processes."""
    monkeypatch.setattr("normalizer.policy.PARALLEL_FROM", 2)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([None, "", "UA", "fr", "US"])), max_size=12))
def test_hints_for_each_name_give_the_answers_of_one_by_one(
    small: Normalizer, rows: list[tuple[str, str | None]]
) -> None:
    names, countries = [name for name, _ in rows], [country for _, country in rows]
    expected = [small.lookup(name, country=country or None) for name, country in rows]
    assert small.lookup_many(names, country=countries) == expected
    assert list(small.lookup_iter(iter(names), country=iter(countries))) == expected


def test_workers_give_the_same_answers_however_they_start(small: Normalizer, few: None, start_method: str) -> None:
    names = NAMES * (CHUNK // len(NAMES) + 1)
    kinds = ["place" if at % 3 else None for at in range(len(names))]
    expected = [small.lookup(name, kind=kind) for name, kind in zip(names, kinds, strict=True)]
    assert list(small.lookup_iter(names, kind=kinds, workers=2)) == expected
    assert small.lookup_many(names, kind=kinds, workers=2) == expected


def test_workers_know_names_given_in_memory(small_gazetteer: Path, few: None, start_method: str) -> None:
    rows: Iterator[Any] = (row for row in [("gn:703448", "Chiovia"), ("x:1", "Rivertown")])  # cannot be pickled
    with Normalizer([small_gazetteer, rows]) as nz:
        found = nz.lookup_many(["Chiovia", "Rivertaun", "Moskau"], workers=2)
    assert [answer.canonical for answer in found] == ["Kyiv", "Rivertown", "Moscow"]


def test_an_iterator_reads_no_further_than_its_answers_need(small: Normalizer, few: None) -> None:
    read = []

    def names() -> Iterator[str]:
        for number in range(1_000_000):
            read.append(number)
            yield f"{NAMES[number % 5]} {number}"

    answers = small.lookup_iter(names(), read=status, workers=2)
    assert next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(read) < 20 * CHUNK


def test_what_is_kept_of_an_answer_is_chosen_where_it_is_found(small: Normalizer, few: None) -> None:
    expected = [small.lookup(name).status for name in NAMES]
    for workers in (1, 2):
        assert list(small.lookup_iter(NAMES, read=status, workers=workers)) == expected


def test_progress_is_reported_to_the_end(small: Normalizer) -> None:
    seen: list[tuple[int, int | None]] = []
    small.lookup_many([*NAMES, *NAMES], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(NAMES), len(NAMES))
    list(small.lookup_iter(iter(NAMES), progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (len(NAMES), None)


def test_progress_writes_nothing_where_no_person_waits(small: Normalizer, capsys: pytest.CaptureFixture[str]) -> None:
    small.lookup_many(NAMES, progress=None)
    assert capsys.readouterr().err == ""


def test_progress_writes_lines_when_asked_to(
    small: Normalizer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("normalizer.progress.PATIENCE_SECONDS", 0.0)
    small.lookup_many(NAMES, progress=True)
    assert f"1 of {len(NAMES)} names, " in capsys.readouterr().err


def children() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid}


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, ZeroDivisionError])
def test_interrupted_work_leaves_no_process(small: Normalizer, few: None, interrupt: type[BaseException]) -> None:
    def names() -> Iterator[str]:
        yield from (f"Kiev {number}" for number in range(3 * CHUNK))
        raise interrupt

    with pytest.raises(interrupt):
        list(small.lookup_iter(names(), read=slow, workers=2))
    assert not children()


def test_an_iterator_that_is_left_early_leaves_no_process(small: Normalizer, few: None) -> None:
    answers = small.lookup_iter((f"Kiev {number}" for number in range(50 * CHUNK)), read=slow, workers=2)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert not children()


def test_a_killed_worker_ends_the_work_with_a_sentence(small: Normalizer, few: None) -> None:
    with pytest.raises(NormalizerError, match="worker process ended"):
        list(small.lookup_iter(NAMES, read=killed, workers=2))
    assert not children()


def test_what_a_worker_raises_is_raised(small: Normalizer, few: None) -> None:
    with pytest.raises(ZeroDivisionError, match="Kiev"):
        list(small.lookup_iter(NAMES, read=failing, workers=2))


ORPHANS = """
import os, signal, sys, time
from normalizer import Normalizer, policy
policy.PARALLEL_FROM = 2
def read(answer):
    time.sleep(0.2)
    os.write(1, b"%d\\n" % os.getpid())  # whole, beside what the others write
if __name__ == "__main__":
    with Normalizer(sys.argv[1]) as nz:
        for _ in nz.lookup_iter((f"Kiev {n}" for n in range(5000)), read=read, workers=2):
            pass
"""


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc whether processes are gone")
@pytest.mark.parametrize("signal_sent", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(small_gazetteer: Path, tmp_path: Path, signal_sent: signal.Signals) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script, small_gazetteer], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout and parent.stderr
        workers = {int(parent.stdout.readline()) for _ in range(4)}
        parent.send_signal(signal_sent)
        parent.wait(60)
        assert _within(60, lambda: all(map(_gone, workers)))
        if signal_sent == signal.SIGINT:
            assert parent.stderr.read().count("Traceback") == 1  # the parent's own: workers are not interrupted


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ({"names": "Kyiv"}, "'Kyiv' is one name"),
        ({"names": ["Kyiv", None]}, "Name 2 is None, no text"),
        ({"names": ["Kyiv", 5.0]}, "Name 2 is 5.0, no text"),
        ({"names": ["Kyiv"], "workers": 0}, "0 workers"),
        ({"names": ["Kyiv"], "kind": "town"}, "Unknown kind 'town'"),
        ({"names": ["Kyiv", "Oz"], "kind": ["place", "town"]}, "With the name 'Oz': Unknown kind 'town'"),
        ({"names": ["Kyiv"], "country": ["Ukraine"]}, "With the name 'Kyiv': Country 'Ukraine'"),
        ({"names": ["Kyiv"], "country": [5]}, "The country 5 is no text"),
        ({"names": ["Kyiv", "Oz"], "country": ["UA"]}, "fewer hints of country"),
        ({"names": ["Kyiv"], "country": ["UA", "UA"]}, "more hints of country"),
        ({"names": ["Kyiv"], "limit": 0}, "Limit 0"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    small: Normalizer, call: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        small.lookup_many(**call)
    with pytest.raises(UsageError, match=sentence):
        list(small.lookup_iter(**call))


def test_many_look_ups_need_a_gazetteer_too(rules: Normalizer) -> None:
    with pytest.raises(GazetteerError):
        rules.lookup_many([])


def test_all_cores_may_be_asked_for(small: Normalizer) -> None:
    assert small.lookup_many(NAMES, workers=None) == [small.lookup(name) for name in NAMES]


def test_a_normaliser_reaches_another_process_by_its_files(small: Normalizer, rules: Normalizer) -> None:
    with pickle.loads(pickle.dumps(small)) as other:
        assert other.lookup("Louhansk") == small.lookup("Louhansk")
    assert pickle.loads(pickle.dumps(rules)).compare("Kiev", "Kyiv") == rules.compare("Kiev", "Kyiv")
