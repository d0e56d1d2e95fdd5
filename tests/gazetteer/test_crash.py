"""The short run of `benchmarks/crash.py`: builders killed at random moments, flipped and forged bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "crash.py"


def test_no_kill_and_no_changed_byte_ever_makes_an_answer_wrong() -> None:
    command = [sys.executable, str(SCRIPT), "--kills", "10", "--flips", "300", "--forged", "300"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=SCRIPT.parents[1], timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("broken promises: 0") == 2
