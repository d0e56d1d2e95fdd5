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

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the arguments without the program's name; None for those of the process.

    Returns:
        The exit code; nothing is raised.
    """
    from normalizer.cli.program import run_guarded

    return run_guarded(argv)
