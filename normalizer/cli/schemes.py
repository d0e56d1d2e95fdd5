"""`normalizer schemes`: the romanisation schemes and press conventions that are known."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from normalizer.cli.arguments import add_formats
from normalizer.cli.output import Table
from normalizer.errors import UsageError
from normalizer.romanization.listing import SchemeInfo, schemes
from normalizer.romanization.scheme import STATUSES

NOTES = """\
Exit code: 0, or 1 when no scheme is left after --lang, --status and
--provider."""
COLUMNS = (
    "id",
    "languages",
    "source_script",
    "target_script",
    "status",
    "verified",
    "year",
    "convention",
    "authority",
    "title",
    "equivalents",
    "url",
)
OWN = "own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--lang", metavar="LL", help="only schemes for this source language (BCP 47)")
    parser.add_argument("--status", metavar="S", help=f"only schemes of this status: {', '.join(STATUSES)}")
    parser.add_argument(
        "--provider", metavar="P", help=f"only schemes of this origin: {OWN}, icu, transliterate, anyascii"
    )
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """List the schemes that the filters leave."""
    if arguments.status is not None and arguments.status not in STATUSES:
        raise UsageError(f"Unknown status {arguments.status!r}; use one of {', '.join(STATUSES)}.")
    listed = [info for info in schemes(arguments.provider != OWN) if _wanted(info, arguments)]
    if arguments.format:
        with Table(arguments.format, COLUMNS) as table:
            for info in listed:
                table.add(info._asdict(), [[_cell(getattr(info, column)) for column in COLUMNS]])
    else:
        _print_aligned(listed)
    return 0 if listed else 1


def _provider(info: SchemeInfo) -> str:
    return info.authority if not info.languages and (":" in info.id or info.authority == "anyascii") else OWN


def _wanted(info: SchemeInfo, arguments: argparse.Namespace) -> bool:
    return (
        (arguments.lang is None or arguments.lang in info.languages)
        and (arguments.status is None or arguments.status == info.status)
        and (arguments.provider is None or arguments.provider == _provider(info))
    )


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")


def _print_aligned(listed: Sequence[SchemeInfo]) -> None:
    rows = [(info.id, " ".join(info.languages), info.status, str(info.year or ""), info.title) for info in listed]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
