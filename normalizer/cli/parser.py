"""The parser of a command, whose errors are sentences; argparse is imported when a call needs it (`plain`)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from gazetteer.hints import NoReturn
from normalizer.errors import UsageError


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse's own way to its width, which every argument asks for, costs 4 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """As `shutil.get_terminal_size`, whose import is what is dear."""
    with suppress(ValueError):
        if (columns := int(os.environ.get("COLUMNS", "0"))) > 0:
            return columns
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80


class Parser(argparse.ArgumentParser):
    """A parser whose errors are exceptions with a sentence, like every other error of this package."""

    def __init__(self, prog: str, description: str, epilog: str | None) -> None:
        # Options may not be cut short: a new option would then break scripts that cut another one.
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=_Help,
        )

    def parse_mixed(self, argv: Sequence[str]) -> argparse.Namespace:
        """The arguments, with names and options in any order.

        argparse's own way to that writes the help text first, which costs an import of 5 ms; it is gone only
        when the plain way leaves something over.
        """
        arguments, left_over = self.parse_known_args(argv)
        return self.parse_intermixed_args(argv) if left_over else arguments

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving.

        Raises:
            UsageError: always.
        """
        raise UsageError(f"{message}; `{self.prog} --help` explains the usage.")
