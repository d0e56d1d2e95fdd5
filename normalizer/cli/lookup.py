"""`normalizer lookup`: which entity each spelling names."""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer.hints import TYPE_CHECKING
from normalizer.cli.arguments import add_formats, add_gazetteer, add_kind, add_policy, open_normalizer
from normalizer.cli.streams import names_from
from normalizer.cli.terminal import bold, shown
from normalizer.errors import UsageError
from normalizer.explain import candidate_title
from normalizer.policy import DEFAULT_LIMIT, check_country, check_kind, check_limit
from normalizer.result import Candidate, Resolution

if TYPE_CHECKING:
    import argparse

NOTES = """\
A name that is "-" stands for the lines of standard input. --json gives an
array with one object a name, --csv and --tsv one row a candidate (one empty
row for a name without any).
Exit code: 0 when at least one name is found (ambiguous ones are found), 1
when every name is unknown."""
COLUMNS = (
    "query",
    "status",
    "rank",
    "canonical",
    "id",
    "kind",
    "feature",
    "country",
    "score",
    "matched",
    "language",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("names", metavar="NAME", nargs="+", help="a spelling in any script, or - for standard input")
    add_kind(parser)
    parser.add_argument("--country", metavar="CC", help="prefer entities of this country (ISO 3166-1, two letters)")
    parser.add_argument("--language", metavar="LL", help="the language that the spelling is in (BCP 47)")
    parser.add_argument(
        "--limit",
        metavar="N",
        type=int,
        default=DEFAULT_LIMIT,
        help=f"candidates listed for a name (default: {DEFAULT_LIMIT})",
    )
    add_policy(parser)
    add_gazetteer(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say by which rule and from which entry, and why near names are not meant",
    )
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look every name up."""
    # Before anything is printed or read, so that a wrong hint is not found out at the first line of stdin.
    check_kind(arguments.kind)
    check_country(arguments.country)
    check_limit(arguments.limit)
    if arguments.gazetteer == ["none"]:
        raise UsageError("Look-ups need a gazetteer: leave --gazetteer none out, or give a file.")
    with open_normalizer(arguments) as normalizer:
        answers = (
            normalizer.lookup(
                name,
                kind=arguments.kind,
                country=arguments.country,
                language=arguments.language,
                limit=arguments.limit,
                rejected=arguments.explain,
            )
            for name in names_from(arguments.names)
        )
        found = _tabulate(answers, arguments) if arguments.format else _tell(answers, arguments.explain)
    return 0 if found else 1


def _tell(answers: Iterator[Resolution], explain: bool) -> int:
    found = 0
    for answer in answers:
        print(answer.explain() if explain else _lines(answer), flush=True)
        found += answer.status != "unknown"
    return found


def _lines(answer: Resolution) -> str:
    query = shown(answer.query)
    titles = [candidate_title(candidate) for candidate in answer.candidates]
    if answer.status == "match":
        name = answer.candidates[0].canonical
        first = f"{query} = {bold(name)}{titles[0].removeprefix(name)}"
        return "\n".join([first, *(f"  also {title}" for title in titles[1:])])
    if not answer.query.strip():
        return f"{query} is unknown: the name is empty."
    verdict = "ambiguous" if answer.status == "ambiguous" else "unknown"
    mark = "  either " if answer.status == "ambiguous" else "  near "
    return "\n".join([f"{query} is {verdict}{':' if titles else '.'}", *(mark + title for title in titles)])


def _tabulate(answers: Iterator[Resolution], arguments: argparse.Namespace) -> int:
    from normalizer.cli.output import Table

    found = 0
    with Table(arguments.format, COLUMNS) as table:
        for answer in answers:
            table.add(answer.as_dict(), _rows(answer))
            found += answer.status != "unknown"
    return found


def _rows(answer: Resolution) -> list[tuple[object, ...]]:
    if not answer.candidates:
        return [(answer.query, answer.status, *[None] * (len(COLUMNS) - 2))]
    return [_row(answer, rank, candidate) for rank, candidate in enumerate(answer.candidates, 1)]


def _row(answer: Resolution, rank: int, candidate: Candidate) -> tuple[object, ...]:
    entity, matched = candidate.entity, candidate.matched
    return (
        answer.query,
        answer.status,
        rank,
        candidate.canonical,
        entity.id,
        entity.kind,
        entity.feature,
        entity.country,
        f"{candidate.score:.4f}",
        matched.text,
        matched.lang,
    )
