"""`normalizer compare`: are two spellings one name, and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from normalizer.api import Normalizer
from normalizer.cli.arguments import add_formats, add_gazetteer, add_kind, gazetteers_if_any
from normalizer.cli.output import Format, Table, print_document
from normalizer.cli.streams import STDIN, name_lines
from normalizer.errors import UsageError
from normalizer.policy import check_kind
from normalizer.result import Comparison

NOTES = """\
With the single argument "-", pairs are read from standard input, one a line,
separated by a tab.
Exit code: 0 the same name, 1 not shown to be the same (of several pairs: at
least one)."""
COLUMNS = ("a", "b", "same", "score")
BATCH = 1000
"""Pairs compared at a time: repeated names share their work, and an endless input still gets answers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("names", metavar="NAME", nargs="+", help="two spellings, or - for pairs from standard input")
    add_kind(parser)
    add_gazetteer(parser, "rules alone")
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare the pair, or the pairs of standard input."""
    many = arguments.names == [STDIN]
    if not many and len(arguments.names) != 2:
        raise UsageError(
            f"compare takes two names, {len(arguments.names)} given; put quotes around names of several "
            "words, or give the single argument - for pairs from standard input."
        )
    check_kind(arguments.kind)
    with Normalizer(gazetteers_if_any(arguments)) as normalizer:
        if many:
            return _compare_lines(normalizer, arguments)
        answer = normalizer.compare(*arguments.names, kind=arguments.kind)
    _print_one(answer, arguments.format)
    return 0 if answer.same else 1


def _print_one(answer: Comparison, form: Format | None) -> None:
    if form is None:
        print(answer.explain())
    elif form == "json":
        print_document(answer.as_dict())
    else:
        _print_many([answer], form)


def _compare_lines(normalizer: Normalizer, arguments: argparse.Namespace) -> int:
    pairs, same = _pairs(), True

    def answers() -> Iterator[Comparison]:
        nonlocal same
        while batch := [pair for _, pair in zip(range(BATCH), pairs, strict=False)]:
            for answer in normalizer.compare_many(batch, kind=arguments.kind):
                same = same and answer.same
                yield answer

    _print_many(answers(), arguments.format or "tsv")
    return 0 if same else 1


def _pairs() -> Iterator[tuple[str, str]]:
    for number, line in enumerate(name_lines(STDIN), 1):
        a, tab, b = line.partition("\t")
        if tab:
            yield a, b
        elif line:
            raise UsageError(f"standard input, line {number}: there is no tab; give two names separated by one tab.")


def _print_many(answers: Iterator[Comparison] | list[Comparison], form: Format) -> None:
    with Table(form, COLUMNS) as table:
        for answer in answers:
            table.add(
                answer.as_dict(),
                [(answer.a, answer.b, "yes" if answer.same else "no", f"{answer.score:.4f}")],
            )
