"""`normalizer match`: a fuzzy join of two lists by name."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from normalizer.api import Normalizer
from normalizer.cli.arguments import add_formats, add_gazetteer, add_kind, gazetteers_if_any
from normalizer.cli.lists import List, read_list, text_of
from normalizer.cli.output import Format, Table
from normalizer.cli.review import check_review, write_match_review
from normalizer.cli.terminal import note
from normalizer.errors import UsageError
from normalizer.lists.decisions import open_decisions
from normalizer.policy import check_kind
from normalizer.result import Match

NOTES = """\
The lists are CSV, TSV or JSON Lines with the names in the column "name", or in
the one that --columns says, or plain names, one a line. Each row of A comes
out once, with its columns as a_... and, when it is a match, those of its row
of B as b_..., then the score (0..1), the runner-up and the reason. A row that
is "unsure" has the candidate's name, not its columns: look at it with
--review, and give the decisions back with --decisions.
Exit code: 0 when a row is matched, else 1."""
ADDED = ("status", "score", "candidate", "likeness", "runner_up", "runner_up_score", "margin", "reason")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("lists", metavar="LIST", nargs="+", help="A and B: two lists of names in UTF-8; - is stdin")
    parser.add_argument(
        "-c",
        "--columns",
        metavar="NAME[:COUNTRY][:KIND]",
        action="append",
        help="the columns with the names and, if there are, country codes and kinds; given twice, those of A and of B",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--one-to-one", action="store_true", help="give each row of B to one row of A at most")
    how.add_argument("--many", action="store_true", help="print a row of A for each row of B that is the same name")
    parser.add_argument(
        "--review",
        metavar="FILE",
        help="write the unsure rows to this file: a page to decide on for .html, else a table (.csv, .tsv, .jsonl)",
    )
    parser.add_argument("--decisions", metavar="FILE", help="obey these decisions about pairs of names")
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="processes that compare (default: 1)")
    add_kind(parser)
    add_gazetteer(parser, "rules alone")
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """Join the two lists."""
    check_kind(arguments.kind)
    check_review(arguments.review)
    decisions = open_decisions(arguments.decisions) if arguments.decisions else None
    a, b = _read(arguments)
    with Normalizer(gazetteers_if_any(arguments)) as normalizer:
        matches = normalizer.match(
            a.names,
            b.names,
            one_to_one=arguments.one_to_one,
            many=arguments.many,
            kind=arguments.kind,
            decisions=decisions,
            workers=arguments.workers,
            progress=None,
        )
        _print(matches, a, b, arguments.format or ("tsv" if a.form == "lines" else a.form))
        if arguments.review:
            write_match_review(arguments.review, matches, a, b, decisions)
    counts = Counter(match.status for match in matches)
    note(f"{counts['match']} matched, {counts['unsure']} unsure, {counts['none']} without a counterpart")
    return 0 if counts["match"] else 1


def _read(arguments: argparse.Namespace) -> tuple[List, List]:
    if len(arguments.lists) != 2:
        raise UsageError(f"match takes two lists, {len(arguments.lists)} given: normalizer match A.csv B.csv.")
    if arguments.workers < 1:
        raise UsageError(f"--workers {arguments.workers} is below 1; one process works at least.")
    columns = arguments.columns or [None]
    if len(columns) > 2:
        raise UsageError("--columns is given more than twice; once for both lists, or once for each.")
    if arguments.lists[0] == arguments.lists[1] == "-":
        raise UsageError("Both lists are standard input; give a file for one of them.")
    return read_list(arguments.lists[0], columns[0]), read_list(arguments.lists[1], columns[-1])


def _print(matches: Iterable[Match], a: List, b: List, form: Format) -> None:
    with Table(form, header(a, b)) as table:
        for match in matches:
            if form in ("csv", "tsv"):
                table.add({}, [row(match, a, b)])
            else:
                table.add(document(match, a, b), ())


def header(a: List, b: List) -> tuple[str, ...]:
    """The columns of the table that a join is."""
    return (*(f"a_{column}" for column in a.columns), *(f"b_{column}" for column in b.columns), *ADDED)


def row(match: Match, a: List, b: List) -> list[object]:
    """One row of it."""
    other = b.rows[match.found] if match.status == "match" and match.found is not None else [None] * len(b.columns)
    return [*_cells(a.rows[match.row]), *_cells(other), *_added(match).values()]


def document(match: Match, a: List, b: List) -> dict[str, Any]:
    """The same as one JSON object: the values of both rows as they were."""
    matched = match.status == "match" and match.found is not None
    return {
        "a": dict(zip(a.columns, a.rows[match.row], strict=True)),
        "b": dict(zip(b.columns, b.rows[match.found or 0], strict=True)) if matched else None,
        **_added(match),
        "steps": [asdict(step) for step in match.steps],
    }


def _added(match: Match) -> dict[str, Any]:
    values: Sequence[Any] = (
        match.status,
        round(match.score, 4),
        match.b,
        round(match.likeness, 4) if match.b is not None else None,
        match.second,
        round(match.second_score, 4) if match.second is not None else None,
        round(match.margin, 4) if match.b is not None else None,
        match.reason,
    )
    return dict(zip(ADDED, values, strict=True))


def _cells(values: Sequence[Any]) -> Iterator[str]:
    return (text_of(value) for value in values)
