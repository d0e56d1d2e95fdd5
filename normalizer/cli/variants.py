"""`normalizer variants`: the spellings to expect of a name, each with its scheme."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from normalizer.api import Normalizer
from normalizer.cli.arguments import add_formats
from normalizer.cli.output import Table
from normalizer.cli.streams import names_from
from normalizer.result import Variant

NOTES = """\
A name that is "-" stands for the lines of standard input. No gazetteer is
needed.
Exit code: 0, or 1 when no name has any."""
COLUMNS = ("name", "variant", "scheme", "language")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("names", metavar="NAME", nargs="+", help="a name, in its own script or in Latin, or -")
    parser.add_argument(
        "--lang",
        metavar="LL",
        action="append",
        help="only spellings of this language's press (BCP 47); repeat it for several",
    )
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """List the variants of every name."""
    normalizer = Normalizer(gazetteer=None)
    answers = ((name, normalizer.variants(name, languages=arguments.lang)) for name in names_from(arguments.names))
    found = 0
    if arguments.format:
        with Table(arguments.format, COLUMNS) as table:
            for name, variants in answers:
                table.add({"name": name, "variants": [asdict(v) for v in variants]}, _rows(name, variants))
                found += len(variants)
    else:
        for _, variants in answers:
            _print_aligned(variants)
            found += len(variants)
    return 0 if found else 1


def _rows(name: str, variants: list[Variant]) -> list[tuple[str, ...]]:
    return [(name, v.text, v.scheme, v.language) for v in variants]


def _print_aligned(variants: list[Variant]) -> None:
    width = max((len(v.text) for v in variants), default=0)
    for variant in variants:
        language = f"  ({variant.language})" if variant.language else ""
        print(f"{variant.text.ljust(width)}  {variant.scheme}{language}")
