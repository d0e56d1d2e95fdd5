"""The arguments that several commands share, so that they are spelt and explained alike everywhere."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from normalizer.cli.terminal import note
from normalizer.errors import GazetteerError, UsageError

if TYPE_CHECKING:
    from normalizer.api import Normalizer


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


def add_gazetteer(parser: argparse.ArgumentParser, without: str = "") -> None:
    """`--gazetteer`; `without` says what the command does without one, "" that it needs one."""
    none = f"'default', or 'none' ({without})" if without else "or 'default'"
    parser.add_argument(
        "--gazetteer",
        metavar="FILE",
        action="append",
        help=f"a gazetteer file, {none}; of several, the later ones win (default: the embedded one)",
    )


def add_policy(parser: argparse.ArgumentParser) -> None:
    """`--policy` and `--house`, which both say what is canonical."""
    parser.add_argument(
        "--policy",
        metavar="P",
        default="en",
        help="which form is canonical: en, official, native, or a language code such as de (default: en)",
    )
    parser.add_argument(
        "--house",
        metavar="FILE",
        help="a house file: names pinned, added or blocked by hand, above all gazetteers (docs/gazetteers.md)",
    )


def add_kind(parser: argparse.ArgumentParser) -> None:
    """`--kind`."""
    parser.add_argument(
        "--kind", metavar="K", help="what the names are: place, person or org (lookup: only such entities)"
    )


_FORMATS = {
    "json": "one JSON document",
    "jsonl": "one JSON object a line",
    "csv": "comma-separated values with a header line",
    "tsv": "tab-separated values with a header line; tabs and line ends inside a value become spaces",
}


def add_formats(parser: argparse.ArgumentParser) -> None:
    """`--json`, `--jsonl`, `--csv`, `--tsv`; kept as `arguments.format`, None when none is given."""
    group = parser.add_mutually_exclusive_group()
    for name, meaning in _FORMATS.items():
        group.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=meaning)


def chosen_gazetteers(arguments: argparse.Namespace) -> list[str] | None:
    """What `--gazetteer` says: paths and "default", or None for no gazetteer.

    Raises:
        UsageError: 'none' stands beside files.
    """
    given: list[str] = arguments.gazetteer or ["default"]
    if "none" not in given:
        return given
    if len(set(given)) > 1:
        raise UsageError("--gazetteer none stands beside other gazetteers; leave one of the two out.")
    return None


def gazetteers_if_any(arguments: argparse.Namespace) -> list[str] | None:
    """As `chosen_gazetteers`; when nothing is asked, the embedded one if it is there, else rules alone.

    For commands whose answers a gazetteer only improves. One that is there and cannot be used is an error
    still: two installations must not differ in silence.
    """
    if arguments.gazetteer:
        return chosen_gazetteers(arguments)
    from normalizer.locations import default_file

    try:
        default_file()
    except GazetteerError:
        note("the default gazetteer is not there, so rules alone decide; `normalizer build default` makes it")
        return None
    return ["default"]


def open_normalizer(arguments: argparse.Namespace) -> Normalizer:
    """The Normalizer that `--gazetteer`, `--policy` and `--house` ask for."""
    from normalizer.api import Normalizer

    return Normalizer(
        chosen_gazetteers(arguments), getattr(arguments, "policy", "en"), house=getattr(arguments, "house", None)
    )
