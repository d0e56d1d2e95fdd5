"""`normalizer clean`: a filter that rewrites variant spellings and leaves every other byte alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from normalizer.cleaning.report import marked, unified_diff
from normalizer.cli.arguments import add_gazetteer, add_policy, open_normalizer
from normalizer.cli.output import Table
from normalizer.cli.streams import STDIN, read_text
from normalizer.cli.terminal import has_colour
from normalizer.result import Cleaned

NOTES = """\
Standard input is read when no file is given; several files are written one
after the other. A file is read whole. Line ends, and bytes that are not
UTF-8, come out as they went in.
Exit code: 0; with --diff or --word-diff 1 when something would change."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("files", metavar="FILE", nargs="*", help="texts in UTF-8; - is standard input (default)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--diff",
        dest="form",
        action="store_const",
        const="diff",
        help="print what would change as a unified diff; a terminal shows the words marked",
    )
    form.add_argument(
        "--word-diff",
        dest="form",
        action="store_const",
        const="words",
        help="print the whole text with each change as [-old-]{+new+}",
    )
    form.add_argument(
        "--json",
        dest="form",
        action="store_const",
        const="json",
        help="print one JSON array: the text and the mentions of each file",
    )
    form.add_argument(
        "--mentions",
        dest="form",
        action="store_const",
        const="jsonl",
        help="print the names found, one JSON object a line, with offsets in code points",
    )
    add_policy(parser)
    add_gazetteer(parser, "names are only unified within a text")


def run(arguments: argparse.Namespace) -> int:
    """Clean the files in the order given."""
    with open_normalizer(arguments) as normalizer:
        cleaned = ((name, normalizer.clean(read_text(name))) for name in arguments.files or [STDIN])
        if arguments.form in ("diff", "words"):
            return _show_changes(cleaned, arguments.form == "diff")
        if arguments.form == "json":
            _print_documents(cleaned)
        elif arguments.form == "jsonl":
            _print_mentions(cleaned)
        else:
            for _, answer in cleaned:
                sys.stdout.write(answer.text)
    return 0


def _show_changes(cleaned: Iterator[tuple[str, Cleaned]], as_diff: bool) -> int:
    colour = has_colour(sys.stdout)
    changed = False
    for name, answer in cleaned:
        changed = changed or bool(answer.changes)
        sys.stdout.writelines(unified_diff(answer, name, colour) if as_diff else [marked(answer, colour)])
    return 1 if changed else 0


def _print_documents(cleaned: Iterator[tuple[str, Cleaned]]) -> None:
    with Table("json", ()) as table:
        for name, answer in cleaned:
            table.add({"file": name, **answer.as_dict()}, ())


def _print_mentions(cleaned: Iterator[tuple[str, Cleaned]]) -> None:
    with Table("jsonl", ()) as table:
        for name, answer in cleaned:
            for mention in answer.mentions:
                table.add({"file": name, **mention.as_dict()}, ())
