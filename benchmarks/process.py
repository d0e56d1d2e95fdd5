"""One look-up as a whole process: wall time and resident memory. `python benchmarks/process.py [RUNS]`

Prints medians over RUNS (default 15) of `python -m normalizer lookup NAME` for an exact hit, another scheme, a typo,
and, for comparison in the same run, of Python starting and doing nothing. Modules are compiled before, as installing
does: where PYTHONDONTWRITEBYTECODE is set, every start would compile them again, 30 to 60 ms. The last two columns are
processor time, which a busy machine changes less: the median, and the least of all, which it changes least.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "lookup Lugansk": ["-m", "normalizer", "lookup", "Lugansk"],
    "lookup Saporoschje": ["-m", "normalizer", "lookup", "Saporoschje"],
    "lookup Zaporizhzhhia (a typo)": ["-m", "normalizer", "lookup", "Zaporizhzhhia"],
}


def once(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """(wall seconds, peak resident MB, processor seconds) of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as compiled:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        if sys.dont_write_bytecode:  # then not beside the sources
            environment["PYTHONPYCACHEPREFIX"] = compiled
        for label, arguments in COMMANDS.items():
            once(arguments, environment)
            walls, memories, processors = zip(*(once(arguments, environment) for _ in range(runs)), strict=True)
            wall, memory, processor = map(statistics.median, (walls, memories, processors))
            print(
                f"{label:32} {1000 * wall:6.0f} ms {memory:6.0f} MB {1000 * processor:6.0f} ms "
                f"{1000 * min(processors):6.0f} ms   ({runs} runs)"
            )


if __name__ == "__main__":
    main()
