"""The command line: arguments in, exit code out; one module a command, nothing decided here.

Data goes to stdout as UTF-8; notes and progress go to stderr, and only to a terminal. Exit codes:

    0    found, the same, or clean
    1    nothing found, not the same, or `--diff` shows differences
    2    usage, or input that cannot be read
    3    the gazetteer is missing, damaged, or made by other keys
    70   a defect of this program (one sentence; NORMALIZER_DEBUG=1 shows where)
    130  interrupted; 141 the reader of the output went away

A command's module is imported when the command is given, and imports the rooms that it uses when it runs:
`normalizer --help` costs the start of Python and argparse, an exact look-up neither numpy nor rapidfuzz.
Each module has `NOTES` for its help, `add_arguments(parser)` and `run(arguments) -> exit code`.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from gazetteer.hints import NoReturn

__all__ = ["main", "run_process"]

_ALLOCATED = 100_000
"""Objects between two searches for cycles: importing makes some thousands, which searching in vain for costs 5 ms."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the arguments without the program's name; None for those of the process.

    Returns:
        The exit code; nothing is raised.
    """
    from normalizer.cli.program import run_guarded

    return run_guarded(argv)


def run_process() -> NoReturn:
    """The program as a process of its own: what `python -m normalizer` and the command `normalizer` start.

    Cycles are looked for rarely, since hardly any are made, and not once more at the end, when the process gives all
    its memory back anyway: a tenth of a look-up.
    """
    gc.set_threshold(_ALLOCATED)
    code = main()
    gc.freeze()
    sys.exit(code)
