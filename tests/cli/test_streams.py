"""Pipes and terminals: data on stdout, the rest on stderr and only for people."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PROGRAM = [sys.executable, "-m", "normalizer"]
unix = pytest.mark.skipif(os.name == "nt", reason="a matter of Unix")


@unix
@pytest.mark.parametrize("arguments", [["romanize", "-"], ["schemes"], ["--help"], ["schemes", "--json"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate("Київ\n".encode() * 50_000, timeout=60)
    assert err == b""
    assert process.returncode in (0, 141)  # argparse keeps a failing help text to itself


@unix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "schemes"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(b"normalizer: input or output failed: No space left on device")
    assert done.stderr.count(b"\n") == 1


@unix
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-"])
def test_closed_streams_end_in_no_traceback(closed: str) -> None:
    command = f'"{sys.executable}" -m normalizer clean --gazetteer none {closed}'
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") <= 1


@unix
def test_an_interrupt_ends_silently() -> None:
    process = subprocess.Popen(
        [*PROGRAM, "romanize", "-", "--lang", "uk"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("Київ\n".encode() * 20_000)  # more than a buffer: an answer means that the work has begun
    process.stdin.flush()
    assert process.stdout.read(4) == b"Kyiv"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")


def test_output_is_utf8_whatever_the_locale(run: Run) -> None:
    for locale in ("C", "POSIX", "de_DE.ISO-8859-1"):
        ran = run(
            "variants",
            "Зеленський",
            "--csv",
            env={"LC_ALL": locale, "PYTHONUTF8": "1", "PYTHONIOENCODING": "latin-1"},
        )
        assert ran.code == 0
        assert "Зеленський" in ran.out.decode()


def test_a_pipe_gets_neither_colour_nor_notes(run: Run, small: Path) -> None:
    ran = run("clean", "--diff", "--gazetteer", small, stdin=b"In Lugansk.\n")
    assert b"\x1b" not in ran.out
    assert ran.err == ""


def test_a_terminal_gets_the_changed_words_marked(run_on_terminal: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("In Lugansk.\n")
    ran = run_on_terminal("clean", "--diff", tmp_path / "text", "--gazetteer", small)
    assert "\x1b[31m-In \x1b[1;7mLugansk\x1b[0m\x1b[31m." in ran.text
    assert "\x1b[32m+In \x1b[1;7mLuhansk\x1b[0m\x1b[32m." in ran.text


@pytest.mark.parametrize("declined", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_user_may_decline_colour(run_on_terminal: Run, small: Path, tmp_path: Path, declined: dict[str, str]) -> None:
    (tmp_path / "text").write_text("In Lugansk.\n")
    for arguments in (("clean", "--diff", tmp_path / "text"), ("lookup", "Lugansk")):
        assert b"\x1b" not in run_on_terminal(*arguments, "--gazetteer", small, env=declined).out


def test_a_terminal_sees_the_progress_of_a_build(run_on_terminal: Run, small: Path, tmp_path: Path) -> None:
    ran = run_on_terminal("build", small.with_name("places.tsv"), "-o", tmp_path / "again.gaz")
    assert ran.code == 0
    assert "  keys" in ran.text


def test_help_is_to_be_had_for_every_command(run: Run) -> None:
    from normalizer.cli.program import COMMANDS

    overview = run("--help")
    assert (overview.code, overview.err) == (0, "")
    for command, summary in COMMANDS.items():
        assert f"{command:9} {summary}" in overview.text
        ran = run(command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert "Exit code:" in ran.text
