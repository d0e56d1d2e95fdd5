"""`normalizer doctor`: is a gazetteer file whole, and can this version use it."""

from __future__ import annotations

import argparse

from gazetteer.lookup import Gazetteer
from normalizer.cli.info import gazetteer_file
from normalizer.cli.program import GAZETTEER
from normalizer.matching.keys import fingerprint

NOTES = """\
Every byte is verified.
Exit code: 0 it is whole, 3 there are problems; they are printed one a line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="default", help="a gazetteer (default: the embedded one)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Verify the file."""
    path = gazetteer_file(arguments.file)
    with Gazetteer.open(path) as gazetteer:
        made_by = gazetteer.info.get("fingerprint")
        problems = gazetteer.doctor()
    if made_by != fingerprint():
        problems.append(
            f"its keys were made by other rules ({made_by}) than the ones in use ({fingerprint()}); build it again"
        )
    for problem in problems:
        print(f"{path}: {problem}")
    if not problems:
        print(f"{path} is whole.")
    return GAZETTEER if problems else 0
