"""One look-up as a whole process: wall time and resident memory. `python benchmarks/process.py [RUNS]`

Prints medians over RUNS (default 15) of `python -m normalizer lookup NAME` for an exact hit, another scheme, a typo,
and, for comparison in the same run, of Python starting and doing nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "lookup Lugansk": ["-m", "normalizer", "lookup", "Lugansk"],
    "lookup Saporoschje": ["-m", "normalizer", "lookup", "Saporoschje"],
    "lookup Zaporizhzhhia (a typo)": ["-m", "normalizer", "lookup", "Zaporizhzhhia"],
}


def once(arguments: list[str]) -> tuple[float, float]:
    """(wall seconds, peak resident MB) of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for label, arguments in COMMANDS.items():
        once(arguments)
        figures = [once(arguments) for _ in range(runs)]
        wall = statistics.median(w for w, _ in figures)
        memory = statistics.median(m for _, m in figures)
        print(f"{label:32} {1000 * wall:6.0f} ms {memory:6.0f} MB   (median of {runs})")


if __name__ == "__main__":
    main()
