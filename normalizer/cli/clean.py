"""`normalizer clean`: a filter that rewrites variant spellings and leaves every other byte alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from normalizer.cleaning.options import TextOptions, clean_text, find_in_text
from normalizer.cleaning.report import marked, unified_diff
from normalizer.cleaning.stream import encoded
from normalizer.cleaning.summary import Summary
from normalizer.cli.output import Table, as_json
from normalizer.cli.streams import STDIN, read_text, size_of, table_lines, text_blocks
from normalizer.cli.terminal import Progress, has_colour, is_terminal
from normalizer.cli.texts import add_text_options, configuration, open_configured, text_options
from normalizer.cli.writing import replacing
from normalizer.errors import SourceError, UsageError
from normalizer.result import Cleaned

if TYPE_CHECKING:
    from normalizer.api import Normalizer

NOTES = """\
Standard input is read when no file is given; several files are written one
after the other. A file of any size is read in blocks of up to 8192 lines or
2 MB, each of them one text; --json, --html, --diff and --word-diff read it whole.
Line ends, and bytes that are not UTF-8, come out as they went in.
Exit code: 0; with --diff or --word-diff 1 when something would change."""

_FORMS: Mapping[str, tuple[str, str]] = {
    "--diff": ("diff", "print what would change as a unified diff; a terminal shows the words marked"),
    "--word-diff": ("words", "print the whole text with each change as [-old-]{+new+}"),
    "--json": ("json", "print one JSON array: the text and the mentions of each file"),
    "--mentions": ("jsonl", "print the names found, one JSON object a line, with offsets in code points"),
    "--annotate": ("annotate", "as --mentions, but nothing is rewritten: what would change is told as the reason"),
    "--in-place": ("in-place", "change the files themselves, each whole or not at all"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("files", metavar="FILE", nargs="*", help="texts in UTF-8; - is standard input (default)")
    form = parser.add_mutually_exclusive_group()
    for option, (name, meaning) in _FORMS.items():
        form.add_argument(option, dest="form", action="store_const", const=name, help=meaning)
    form.add_argument(
        "--html", metavar="OUT", help="write a report to this file: the text marked, a card a name, charts"
    )
    form.add_argument("--undo", metavar="LIST", help="give back the original, from the list that --mentions wrote")
    parser.add_argument("--mentions-to", metavar="LIST", help="write what --mentions prints to this file as well")
    parser.add_argument("--summary", action="store_true", help="tell on standard error what was found and changed")
    add_text_options(parser)
    from normalizer.cli.columns import add_column_options

    add_column_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Clean the files in the order given."""
    config = configuration(arguments, search=False)
    options = text_options(arguments, config)
    files = arguments.files or [STDIN]
    _check_together(arguments, files)
    if arguments.undo:
        return _undo(arguments.undo, files)
    with open_configured(arguments, config) as normalizer:
        if arguments.columns:
            from normalizer.cli.columns import run_columns

            return run_columns(arguments, files, normalizer, options)
        with _Run(normalizer, options, arguments, files) as work:
            return work.run()


def _check_together(arguments: argparse.Namespace, files: list[str]) -> None:
    """Refuse what cannot be meant together.

    Raises:
        UsageError: two arguments contradict each other.
    """
    if arguments.columns and (arguments.form not in (None, "in-place") or arguments.html or arguments.undo):
        raise UsageError("-c adds columns to a table; of the other forms of output it goes with --in-place alone.")
    if arguments.columns and arguments.mentions_to:
        raise UsageError("-c adds columns and has no list of mentions; leave --mentions-to out.")
    if arguments.form == "in-place" and STDIN in files:
        raise UsageError("Standard input cannot be changed in place; give files, or leave --in-place out.")
    if files.count(STDIN) > 1:
        raise UsageError("Standard input can be read once; give - once.")


class _Run:
    """One run over the files: what was asked for, the counts, and where lists of mentions go."""

    def __init__(
        self, normalizer: Normalizer, options: TextOptions, arguments: argparse.Namespace, files: list[str]
    ) -> None:
        self._clean = normalizer.clean
        self._options = options
        self._files = files
        self._form: str | None = arguments.form
        self._html: str | None = arguments.html
        self._tell = arguments.summary
        self._summary = Summary()
        self._stack = ExitStack()
        self._list: IO[bytes] | None = None
        if arguments.mentions_to:
            self._list = self._stack.enter_context(open(arguments.mentions_to, "wb"))  # noqa: PTH123, SIM115
        # On a terminal the text itself shows how far the work is.
        self._progress = None if is_terminal(sys.stdout) and self._form != "in-place" else Progress()
        self._total = size_of(files)

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.end()
        self._stack.close()

    def run(self) -> int:
        """Do what was asked for."""
        code = 0
        if self._html:
            self._report(self._html)
        elif self._form in ("diff", "words"):
            code = self._show_changes(self._form == "diff")
        elif self._form == "json":
            with Table("json", ()) as table:
                for name, answer in self._whole():
                    table.add({"file": name, **answer.as_dict()}, ())
        elif self._form in ("jsonl", "annotate"):
            for name in self._files:
                for line in self._lines_of(name):
                    sys.stdout.write(line)
        else:
            self._rewrite()
        if self._tell:
            for line in self._summary.lines():
                print(line, file=sys.stderr)
        return code

    def _rewrite(self) -> None:
        for name in self._files:
            if self._form != "in-place":
                for answer in self._blocks(name):
                    sys.stdout.write(answer.text)
                continue
            before = self._summary.changes
            with replacing(name) as new:
                for answer in self._blocks(name):
                    new.file.write(encoded(answer.text))
                new.keep = self._summary.changes > before

    def _lines_of(self, name: str) -> Iterator[str]:
        """The mentions of a file as JSON lines, with offsets in the file."""
        for answer, offset in self._placed(name):
            yield from mention_lines(answer, name, offset)

    def _placed(self, name: str) -> Iterator[tuple[Cleaned, int]]:
        offset = 0
        for answer in self._blocks(name, to_list=False):
            yield answer, offset
            offset += len(answer.original)

    def _blocks(self, name: str, to_list: bool = True) -> Iterator[Cleaned]:
        """A file block by block, counted, with its mentions in the list."""
        from normalizer.text.markup import open_at_end

        markup = self._options.markup_of(name)
        is_open = None if markup == "plain" else lambda text: open_at_end(text, markup)
        make = find_in_text if self._form == "annotate" else clean_text
        offset = 0
        for block in text_blocks(name, is_open, self._reporter()):
            answer = make(self._clean, block, self._options, markup)
            self._summary.add(answer, starts_text=not offset)
            if self._list is not None and to_list:
                self._list.writelines(encoded(line) for line in mention_lines(answer, name, offset))
            offset += len(block)
            yield answer
        if not offset:
            self._summary.texts += 1

    def _reporter(self) -> Callable[[int], object] | None:
        progress = self._progress
        return (lambda done: progress("cleaning", done, self._total)) if progress else None

    def _whole(self) -> Iterator[tuple[str, Cleaned]]:
        """Each file as one text."""
        for name in self._files:
            answer = clean_text(self._clean, read_text(name), self._options, self._options.markup_of(name))
            self._summary.add(answer)
            if self._list is not None:
                self._list.writelines(encoded(line) for line in mention_lines(answer, name, 0))
            yield name, answer

    def _show_changes(self, as_diff: bool) -> int:
        colour = has_colour(sys.stdout)
        for name, answer in self._whole():
            sys.stdout.writelines(unified_diff(answer, name, colour) if as_diff else [marked(answer, colour)])
        return 1 if self._summary.changes else 0

    def _report(self, out: str) -> None:
        from normalizer.cleaning.page import Page

        with Page(self._summary) as page:
            for name in self._files:
                page.begin(name)
                for answer in self._blocks(name):
                    page.add(answer)
            with open(out, "wb") as file:  # noqa: PTH123
                for part in page.parts():
                    file.write(part)


def mention_lines(answer: Cleaned, name: str, offset: int) -> Iterator[str]:
    """The mentions of a block as JSON lines; `offset` is where the block begins in the file, in code points."""
    for mention in answer.mentions:
        facts: dict[str, Any] = mention.as_dict()
        facts["start"] += offset
        facts["end"] += offset
        yield as_json({"file": name, **facts}) + "\n"


def _undo(listed: str, files: list[str]) -> int:
    from normalizer.cleaning.undo import read_changes, restored

    if listed == STDIN and STDIN in files:
        raise UsageError("Both the list and the text cannot come from standard input; give a file for one of them.")
    in_list = _files_in(listed)
    for name in files:
        if len(in_list) > 1 and name not in in_list:
            raise SourceError(f"{listed}: has no mentions of {name!r}; it has those of {', '.join(sorted(in_list))}.")
        changes = read_changes(table_lines(listed), name if len(in_list) > 1 else None, name=listed)
        for part in restored(text_blocks(name), changes, name=name):
            sys.stdout.write(part)
    return 0


def _files_in(listed: str) -> set[str]:
    """The files that a list of mentions is of; one that comes from standard input is of one file."""
    import json

    names = set()
    for line in table_lines(listed) if listed != STDIN else ():
        try:
            value = json.loads(line)
        except ValueError:
            continue  # told with its line number when the changes are read
        if isinstance(value, dict):
            names.add(str(value.get("file", STDIN)))
    return names
