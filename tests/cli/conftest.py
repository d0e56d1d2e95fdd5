"""The program as users run it: a process of its own, with a small gazetteer that is built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from normalizer.build import build_table
from normalizer.errors import GazetteerError
from normalizer.locations import default_gazetteer

ROWS = """\
id	name	kind	feature	country	lang	role	weight
t:1	Luhansk	place	city	UA	en	canonical	400000
t:1	Луганськ	place	city	UA	uk	official	400000
t:1	Луганск	place	city	UA	ru	alternate	400000
t:2	Odesa	place	city	UA	en	canonical	1000000
t:2	Одеса	place	city	UA	uk	official	1000000
t:2	Одесса	place	city	UA	ru	alternate	1000000
t:3	Twinford	place	city	US	en	canonical	150000
t:4	Twinford	place	city	CA	en	canonical	140000
"""
SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """What a process left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of four places."""
    folder = tmp_path_factory.mktemp("gazetteer")
    table = folder / "places.tsv"
    table.write_text(ROWS, encoding="utf-8")
    build_table([table], folder / "small.gaz")
    return folder / "small.gaz"


def _environment(changes: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "NORMALIZER_DEBUG")}
    return {**kept, "TERM": "xterm", **changes}


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the program: `run("lookup", "Kyiv", stdin=b"", env={}, flags=[])`."""

    def run_program(
        *arguments: str | Path,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        flags: Sequence[str] = (),
    ) -> Ran:
        command = [sys.executable, *flags, "-m", "normalizer", *map(str, arguments)]
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            env=_environment(env or {}),
            timeout=SECONDS,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return run_program


@pytest.fixture(scope="session")
def run_on_terminal() -> Run:
    """Run the program with stdout and stderr on a terminal; both come back as `out`."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

    def run_program(*arguments: str | Path, env: dict[str, str] | None = None) -> Ran:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "normalizer", *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=_environment(env or {}),
        )  # fmt: skip
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        return Ran(process.wait(SECONDS), b"".join(parts), "")

    return run_program


@pytest.fixture(scope="session")
def default() -> Path:
    """The embedded gazetteer, for tests of the whole; without it they are skipped."""
    try:
        return default_gazetteer()
    except GazetteerError:
        pytest.skip("the default gazetteer is not built; `normalizer build default` makes it")
