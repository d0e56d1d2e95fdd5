"""`normalizer build`: make the embedded gazetteer, or one from the user's own tables."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from normalizer import build
from normalizer.build import Built
from normalizer.cli.terminal import Progress
from normalizer.errors import SourceError, UsageError
from normalizer.locations import gazetteer_path

NOTES = """\
SOURCE is "default" (places above 5,000 inhabitants, territories, name parts),
"full" (places above 500), or tables in TSV, CSV or JSONL with the columns id
and name (a file called default is ./default). Rows that cannot be used are
counted by reason. A default or full gazetteer that is up to date is not built
again. The file is replaced as a whole or not at all.
Exit code: 0; 2 a source cannot be read; 3 the file cannot be written."""
EMBEDDED = ("default", "full")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help="default, full, or tables of names")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="the file to write (default and full have a place of their own)",
    )
    parser.add_argument("--force", action="store_true", help="build although the file is up to date")
    parser.add_argument(
        "--progress",
        action="store_true",
        help="report the progress as plain lines when standard error is no terminal",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build what the sources say."""
    sources: list[str] = arguments.sources
    progress = Progress(arguments.progress)
    if not set(sources) & set(EMBEDDED):
        return _build_tables([Path(source) for source in sources], arguments.output, progress)
    if len(sources) > 1:
        raise UsageError(
            "default and full are built alone; build your tables to a file of their own and give both with --gazetteer."
        )
    return _build_embedded(sources[0], arguments.output or gazetteer_path(sources[0]), arguments.force, progress)


def _build_embedded(name: str, path: Path, force: bool, progress: Progress) -> int:
    if not force and build.is_current(path):
        print(f"{path} is up to date; --force builds it again.")
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    return _report(lambda: build.build_default(path, full=name == "full", progress=progress), progress)


def _build_tables(sources: list[Path], path: Path | None, progress: Progress) -> int:
    if path is None:
        raise UsageError("Where to write is not said; give -o FILE.")
    missing = next((source for source in sources if not source.exists()), None)
    if missing:
        raise SourceError(f"{missing}: there is no such file; give default, full, or tables of names.")
    if any(path.resolve() == source.resolve() for source in sources):
        raise UsageError(f"{path} is a source as well as the output; give another -o FILE.")
    return _report(lambda: build.build_table(sources, path, progress=progress), progress)


def _report(make: Callable[[], Built], progress: Progress) -> int:
    try:
        built = make()
    finally:
        progress.end()
    report = built.report
    print(
        f"{report.path}: {report.names:,} names of {report.entities:,} entities, {report.postings:,} keys, "
        f"{report.size / 1e6:.1f} MB"
    )
    for source, counts in built.rows.items():
        print(f"  {source}: {counts.read:,} read, {counts.kept:,} kept")
        _print_refused(counts.refused, "    ")
    _print_refused(report.refused, "  ")
    for problem in built.problems:
        print(f"  {problem}")
    return 0


def _print_refused(refused: Mapping[str, int], indent: str) -> None:
    for reason, count in sorted(refused.items(), key=lambda item: -item[1]):
        print(f"{indent}{count:,} refused: {reason}")
