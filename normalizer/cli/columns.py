"""`normalizer clean -c COLUMN`: the answers for a column of names, or of texts, as further columns of the table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from normalizer.cleaning.columns import ADDED, FORMATS, Answer, Tally, add_answers, of_cleaned, of_resolution
from normalizer.cleaning.options import TextOptions, clean_text
from normalizer.cleaning.stream import encoded
from normalizer.cli.streams import STDIN, table_lines
from normalizer.cli.terminal import Progress, is_terminal
from normalizer.cli.writing import replacing
from normalizer.errors import UsageError
from normalizer.policy import check_country, check_kind

if TYPE_CHECKING:
    from normalizer.api import Normalizer

_REPORTED = 1000
"""Rows between two reports of progress."""


def add_column_options(parser: argparse.ArgumentParser) -> None:
    """`-c` and what goes with it."""
    group = parser.add_argument_group(
        "tables", f"-c adds columns after the others: COLUMN_{', COLUMN_'.join(ADDED)}; nothing else changes."
    )
    group.add_argument(
        "-c",
        "--column",
        metavar="COLUMN",
        dest="columns",
        action="append",
        help="answer the cells of this column (its name, or its number from 1); repeat it for several",
    )
    group.add_argument(
        "--cells",
        choices=("names", "texts"),
        default="names",
        help="what a cell is: one name, which is looked up, or a text, which is cleaned (default: names)",
    )
    group.add_argument(
        "--table", choices=FORMATS, help="the format of the files (default: by the ending of the name, else csv)"
    )
    group.add_argument("--delimiter", metavar="D", help="the sign between cells of a csv (default: seen in its header)")
    group.add_argument("--kind", metavar="K", help="what the names of the column are: place, person or org")
    group.add_argument("--country", metavar="CC", help="where they are, as an ISO 3166 code: preferred, not required")


def run_columns(
    arguments: argparse.Namespace, files: Sequence[str], normalizer: Normalizer, options: TextOptions
) -> int:
    """Add the columns to each of the files."""
    check_kind(arguments.kind)
    check_country(arguments.country)
    if arguments.delimiter is not None and len(arguments.delimiter) != 1:
        raise UsageError(f"--delimiter is {arguments.delimiter!r}; give one character.")

    def names(cells: Sequence[str]) -> list[Answer]:
        listed = normalizer.lookup_many(cells, kind=arguments.kind, country=arguments.country, limit=3)
        return [of_resolution(found) if cell.strip() else Answer() for cell, found in zip(cells, listed, strict=True)]

    def texts(cells: Sequence[str]) -> list[Answer]:
        return [of_cleaned(clean_text(normalizer.clean, cell, options)) for cell in cells]

    progress = None if is_terminal(sys.stdout) and arguments.form != "in-place" else Progress()
    for name in files:
        lines, tally = add_answers(
            table_lines(name),
            arguments.table or _format_of(name),
            arguments.columns,
            texts if arguments.cells == "texts" else names,
            name="standard input" if name == STDIN else name,
            delimiter=arguments.delimiter,
        )
        if arguments.form == "in-place":
            with replacing(name) as new:
                for line in lines:
                    new.file.write(encoded(line))
                    _report(progress, tally)
        else:
            for line in lines:
                sys.stdout.write(line)
                _report(progress, tally)
        if progress:
            progress.end()
        _tell(name, tally, arguments.summary)
    return 0


def _format_of(name: str) -> str:
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    return {"tsv": "tsv", "tab": "tsv", "jsonl": "jsonl", "ndjson": "jsonl"}.get(suffix, "csv")


def _report(progress: Progress | None, tally: Tally) -> None:
    if progress and tally.rows % _REPORTED == 0:
        progress("rows", tally.rows, None)


def _tell(name: str, tally: Tally, summary: bool) -> None:
    """The counts; rows that had no place for answers are told even when nobody asked."""
    if tally.ragged:
        print(
            f"normalizer: {name}: {tally.ragged:,} of {tally.rows:,} rows are not what the header promises and were "
            f"passed on unchanged; the first is on line {tally.first_ragged}.",
            file=sys.stderr,
        )
    if summary:
        print(f"{name}: {tally.rows:,} rows, {tally.matched:,} with an answer", file=sys.stderr)
