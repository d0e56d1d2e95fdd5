"""`normalizer export`: a gazetteer, or a part of it, as a table or in a format that others read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetteer.export import FORMS, ExportReport, export_lines
from gazetteer.lookup import Gazetteer
from gazetteer.model import Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import FileFacts
from gazetteer.sources.wanted import Wanted
from normalizer.cli.build import add_filter, filter_of
from normalizer.cli.info import gazetteer_file
from normalizer.cli.terminal import Progress, note
from normalizer.errors import UsageError

NOTES = """\
Forms: jsonl and tsv, tables that `normalizer build` reads (and people edit);
ftm, FollowTheMoney entities (people and organisations); lpf, Linked Places
(places). A build from an export makes the same gazetteer again. The licences
of the sources go with the names; `normalizer info` prints what they ask for.
Exit code: 0; 1 nothing fits the filter; 3 the gazetteer cannot be read."""
_TIED = frozenset(("inputs",))
"""Facts of the header that hold for the whole file as it was built, and for no export of it."""
_REPORT_EVERY = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="default", help="a gazetteer (default: the embedded one)"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="the file to write (default: standard output)"
    )
    parser.add_argument(
        "--form", metavar="F", choices=FORMS, default="jsonl", help=f"one of {', '.join(FORMS)} (default: jsonl)"
    )
    add_filter(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the gazetteer out."""
    wanted, report = filter_of(arguments), ExportReport()
    path = gazetteer_file(arguments.file)
    if arguments.output != "-" and Path(arguments.output).resolve() == Path(path).resolve():
        raise UsageError(f"{arguments.output} is the gazetteer itself; give another -o FILE.")
    with Gazetteer.open(path) as gazetteer:
        lines = export_lines(_chosen(gazetteer, wanted, report), arguments.form, file_facts(gazetteer), report)
        _write(lines, arguments.output)
    for reason, count in sorted(report.left_out.items()):
        note(f"{count:,} left out: {reason}")
    return 0 if report.entities else 1


def file_facts(gazetteer: Gazetteer) -> FileFacts:
    """What an export says about itself: the sources, and that rules have nothing to add."""
    info = gazetteer.info
    facts = {key: value for key, value in info.get("facts", {}).items() if key not in _TIED}
    return FileFacts(True, True, [SourceInfo(**source) for source in info.get("sources", [])], facts)


def _chosen(gazetteer: Gazetteer, wanted: Wanted, report: ExportReport) -> Iterator[Record]:
    progress = Progress()
    for number in range(len(gazetteer)):
        if number % _REPORT_EVERY == 0:
            progress("export", number, len(gazetteer))
        entity = gazetteer.entity(number)
        if wanted.misses(entity.kind, entity.country, entity.weight):
            continue
        names = gazetteer.names(number)
        kept = tuple(filter(wanted.name, names)) if wanted.languages else names
        if kept or not names:
            yield Record(entity, kept)
    progress.end()


def _write(lines: Iterable[str], output: str) -> None:
    if output == "-":
        for line in lines:
            print(line)
        return
    path = Path(output)
    unfinished = path.with_name(f".{path.name}.exporting")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{path}: written", file=sys.stdout)
