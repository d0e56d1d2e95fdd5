"""`normalizer build`: make the embedded gazetteer, or one from files of names."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from gazetteer.model import KINDS
from normalizer import build, policy
from normalizer.build import Built
from normalizer.cli.terminal import Progress, note
from normalizer.errors import SourceError, UsageError
from normalizer.locations import gazetteer_path

NOTES = """\
SOURCE is "default" (places above 5,000 inhabitants, territories, name parts),
"full" (places above 500), or files: tables in TSV, CSV or JSONL with the
columns id and name, dumps of GeoNames, Wikidata and others, compressed or not
(a file called default is ./default). The format is told by how a file begins;
FORMAT:FILE names it, --formats lists them. Entities that share an id become
one; --overrides comes last. Rows that cannot be used are counted by reason.

A build that is interrupted goes on with the sources that it had not read as a
whole, when the same command is given again. A default or full gazetteer that
is up to date is not built again. The file is replaced as a whole or not at all.
Exit code: 0; 2 a source cannot be read; 3 the file cannot be written."""
EMBEDDED = ("default", "full")
STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="default, full, or files of names")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="the file to write (default and full have a place of their own)",
    )
    parser.add_argument("--overrides", metavar="FILE", type=Path, help="corrections that come last (docs/sources.md)")
    add_filter(parser)
    parser.add_argument("--force", action="store_true", help="build although up to date; read every source again")
    parser.add_argument("--formats", action="store_true", help="list the formats that are read, and stop")
    parser.add_argument(
        "--progress",
        action="store_true",
        help="report the progress as plain lines when standard error is no terminal",
    )


def add_filter(parser: argparse.ArgumentParser) -> None:
    """`--kind`, `--country`, `--lang`, each as often as wanted, or with commas."""
    for name, meta, what in (
        ("kind", "K", "only entities of this kind: place, person or org"),
        ("country", "CC", "only entities of this country (ISO 3166-1)"),
        ("lang", "L", "only names in this language (BCP 47), and names whose language is not known"),
    ):
        parser.add_argument(f"--{name}", metavar=meta, action="append", default=[], help=f"{what}; may be repeated")


def filter_of(arguments: argparse.Namespace) -> build.Wanted:
    """The filter that the arguments ask for.

    Raises:
        UsageError: one of them has a value that cannot be meant.
    """
    given = {policy.check_kind(kind) for kind in _listed(arguments.kind)}
    countries = [policy.check_country(country) for country in _listed(arguments.country)]
    languages = _listed(arguments.lang)
    wanted = build.Wanted.of([c for c in countries if c], languages, [kind for kind in KINDS if kind in given])
    if "" in wanted.languages:
        raise UsageError(f"--lang {','.join(languages)}: not all of these are languages; give BCP 47 codes such as uk.")
    return wanted


def _listed(values: list[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def run(arguments: argparse.Namespace) -> int:
    """Build what the sources say."""
    sources: list[str] = arguments.sources
    if arguments.formats:
        return _print_formats()
    if not sources:
        raise UsageError("What to build from is not said; give default, full, or files of names.")
    progress = Progress(arguments.progress)
    if not set(sources) & set(EMBEDDED):
        return _build_files(arguments, progress)
    if len(sources) > 1:
        raise UsageError(
            "default and full are built alone; build your tables to a file of their own and give both with --gazetteer."
        )
    if arguments.kind or arguments.country or arguments.lang or arguments.overrides:
        raise UsageError("default and full are built as they are; export them with a filter, and build from that.")
    return _build_embedded(sources[0], arguments.output or gazetteer_path(sources[0]), arguments.force, progress)


def _print_formats() -> int:
    width = max(len(name) for name, _ in build.formats())
    for name, what in build.formats():
        print(f"{name:{width}}  {what}")
    return 0


def _build_embedded(name: str, path: Path, force: bool, progress: Progress) -> int:
    if not force and build.is_current(path):
        print(f"{path} is up to date; --force builds it again.")
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    return _report(lambda: build.build_default(path, full=name == "full", progress=progress), progress)


def _build_files(arguments: argparse.Namespace, progress: Progress) -> int:
    path: Path | None = arguments.output
    if path is None:
        raise UsageError("Where to write is not said; give -o FILE.")
    sources: list[str] = arguments.sources
    files = [Path(build.file_of(source)) for source in sources if build.file_of(source) != STDIN]
    missing = next((file for file in files if not file.exists()), None)
    if missing:
        raise SourceError(f"{missing}: there is no such file; give default, full, or files of names.")
    if any(path.resolve() == file.resolve() for file in files):
        raise UsageError(f"{path} is a source as well as the output; give another -o FILE.")
    wanted = filter_of(arguments)
    try:
        return _report(
            lambda: build.build_sources(
                sources, path, wanted=wanted, overrides=arguments.overrides, fresh=arguments.force, progress=progress
            ),
            progress,
        )
    except BaseException:
        if build.has_begun(path):
            note("what has been read so far is kept; the same command goes on from there, --force begins anew")
        raise


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
        _print_counts(counts.refused, "refused", "    ")
        _print_counts(counts.left_out, "left out", "    ")
        _print_counts(counts.noted, "noted", "    ")
    _print_counts(built.left_out, "left out", "  ")
    _print_counts(report.refused, "refused", "  ")
    for problem in built.problems:
        print(f"  {problem}")
    return 0


def _print_counts(counts: Mapping[str, int], what: str, indent: str) -> None:
    for reason, count in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{indent}{count:,} {what}: {reason}")
