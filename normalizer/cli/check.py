"""`normalizer check`: a linter for the spelling of names, for editors, continuous integration and pre-commit."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from normalizer.cleaning.lint import findings, ignored_spans
from normalizer.cleaning.options import TextOptions, clean_text
from normalizer.cleaning.stream import decoded, encoded
from normalizer.cleaning.summary import Summary
from normalizer.cli.config import Config
from normalizer.cli.findings import FORMS, Checked, print_findings
from normalizer.cli.streams import STDIN, read_bytes
from normalizer.cli.terminal import Progress, is_terminal
from normalizer.cli.texts import add_text_options, configuration, open_configured, text_options
from normalizer.cli.writing import replacing
from normalizer.errors import SourceError, UsageError
from normalizer.result import Cleaned

NOTES = """\
A folder stands for the texts in it: files that end in .md, .markdown, .rst,
.txt, .adoc, .html, .htm, .tex or .org, and what --include adds. A file that is
named is read whatever its name. `normalizer: ignore` in a line leaves the line
alone; see docs/cleaning-files.md.
Exit code: 0 no finding (remarks do not count), 1 findings; with --fix 0 when
all are repaired."""

TEXTS = ("*.md", "*.markdown", "*.rst", "*.txt", "*.adoc", "*.html", "*.htm", "*.tex", "*.org")
"""The files of a folder that are texts for people."""
LARGEST = 8 << 20
"""Bytes of a file that is checked; a line number in a larger one helps nobody, and the text is held in memory."""
_BINARY = 8192
"""Bytes at the beginning that are searched for a NUL, by which git too tells what is no text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files and folders; - is standard input (default: .)")
    parser.add_argument("--fix", action="store_true", help="repair the files, each whole or not at all")
    parser.add_argument(
        "--remarks",
        action="store_const",
        const=True,
        help="also tell what asks for no change: former names, other scripts, ambiguous names",
    )
    form = parser.add_mutually_exclusive_group()
    for name, meaning in FORMS.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=meaning)
    parser.add_argument("--summary", action="store_true", help="tell on standard error what was found, by entity")
    parser.add_argument("--include", metavar="GLOB", action="append", help="files of folders to be checked too")
    parser.add_argument("--exclude", metavar="GLOB", action="append", help="not these files or folders")
    parser.add_argument("--no-config", action="store_true", help="look for no configuration file")
    add_text_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check the paths."""
    if arguments.fix and STDIN in arguments.paths:
        raise UsageError("--fix changes files in place; for standard input use `normalizer clean`.")
    if arguments.no_config and arguments.config:
        raise UsageError("--no-config stands beside --config; leave one of the two out.")
    config = configuration(arguments, search=not arguments.no_config)
    options = text_options(arguments, config)
    remarks = config.values.get("remarks", False) if arguments.remarks is None else arguments.remarks
    summary = Summary()
    files = list(_files(arguments.paths or ["."], _wanted(arguments, config), _unwanted(arguments, config)))
    with open_configured(arguments, config) as normalizer:
        checked = _checked(files, normalizer.clean, options, remarks, summary)
        if arguments.fix:
            checked = _fixed(checked)
        code = print_findings(checked, arguments.form, arguments.fix)
    if arguments.summary:
        for line in summary.lines():
            print(line, file=sys.stderr)
    return 0 if arguments.fix else code


def _wanted(arguments: argparse.Namespace, config: Config) -> list[str]:
    return [*TEXTS, *config.values.get("include", ()), *(arguments.include or ())]


def _unwanted(arguments: argparse.Namespace, config: Config) -> list[str]:
    return [*config.values.get("exclude", ()), *(arguments.exclude or ())]


def _files(paths: Iterable[str], wanted: Sequence[str], unwanted: Sequence[str]) -> Iterator[str]:
    """The files that the paths stand for, in order; hidden files and folders of a folder are left out.

    Raises:
        SourceError: a path is not there.
    """
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _below(path, wanted, unwanted)
        elif path == STDIN or Path(path).exists():
            if not _matches(path, unwanted):  # pre-commit names files that the configuration leaves out
                yield path
        else:
            raise SourceError(f"{path}: there is no such file or folder; check the path.")


def _below(folder: str, wanted: Sequence[str], unwanted: Sequence[str]) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _matches(str(Path(here, name)), unwanted)
        )
        for name in sorted(names):
            path = str(Path(here, name))
            if not name.startswith(".") and _matches(path, wanted) and not _matches(path, unwanted):
                yield path


def _matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is that of the path, of its last part, or of a folder above it."""
    whole = Path(os.path.normpath(path))
    parts = [whole.as_posix(), whole.name, *(above.as_posix() for above in whole.parents)]
    return any(fnmatch(part, pattern.rstrip("/")) for pattern in patterns for part in parts)


def _checked(
    files: Sequence[str], clean: Callable[[str], Cleaned], options: TextOptions, remarks: bool, summary: Summary
) -> Iterator[Checked]:
    progress = None if is_terminal(sys.stdout) else Progress()
    for number, name in enumerate(files):
        if progress:
            progress("checking", number, len(files))
        text = _text_of(name)
        if text is None:
            continue
        cleaned = clean_text(clean, text, options, options.markup_of(name), ignored_spans(text))
        summary.add(cleaned)
        yield Checked(name, cleaned, tuple(findings(cleaned, remarks)))
    if progress:
        progress.end()


def _text_of(name: str) -> str | None:
    """The text of a file; None, with a remark on standard error, when it is none."""
    data = read_bytes(name)
    if len(data) > LARGEST:
        reason = f"has more than {LARGEST >> 20} MB; use `normalizer clean --mentions`"
    elif b"\0" in data[:_BINARY]:
        reason = "is no text (it has NUL bytes)"
    else:
        return decoded(data)
    print(f"normalizer: {name}: not checked, it {reason}.", file=sys.stderr)
    return None


def _fixed(checked: Iterable[Checked]) -> Iterator[Checked]:
    for one in checked:
        if one.cleaned.changes:
            with replacing(one.name) as new:
                new.file.write(encoded(one.cleaned.text))
        yield one
