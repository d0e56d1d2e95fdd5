"""The README shows what the commands really print: each console block is run and compared, each Python block too.

A line `$ command` is run; what follows, up to the next `$` or the end of the block, must be its output.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from normalizer import Normalizer

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
COMMANDS = [
    (command, output.rstrip("\n"))
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    for command, output in re.findall(
        r"^\$ (normalizer .*|printf .*|echo .*)\n((?:(?!\$ ).*\n?)*)", block, re.MULTILINE
    )
]


@pytest.mark.parametrize(("command", "expected"), COMMANDS, ids=[c for c, _ in COMMANDS])
def test_a_command_prints_what_the_readme_shows(nz: Normalizer, command: str, expected: str) -> None:
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    ran = subprocess.run(
        command, shell=True, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=README.parent
    )
    assert ran.stdout.rstrip("\n") == expected, ran.stderr


def test_there_are_commands_to_check() -> None:
    assert len(COMMANDS) >= 6


def test_the_python_examples_of_the_readme_run(nz: Normalizer) -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 5
    assert failed == 0
