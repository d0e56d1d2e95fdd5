"""The findings of the linter, printed: for people, for programs, for services that show them beside the lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from normalizer.cleaning.lint import Finding
from normalizer.cli.output import Table, print_document
from normalizer.cli.streams import STDIN
from normalizer.cli.terminal import bold
from normalizer.result import Cleaned
from normalizer.version import __version__

FORMS = {
    "sarif": "print one SARIF 2.1.0 document",
    "json": "print one JSON array of findings",
    "jsonl": "print one JSON object a finding",
    "github": "print findings as workflow commands, which GitHub shows beside the lines",
}
"""The forms besides lines of text, with what they are."""


class Checked(NamedTuple):
    """One file: its name, the cleaned text, and what was found in it."""

    name: str
    cleaned: Cleaned
    found: tuple[Finding, ...]


def print_findings(checked: Iterable[Checked], form: str | None, fixed: bool = False) -> int:
    """Print what was found in each file, as it comes.

    Args:
        checked: the files. form: one of FORMS, or None for lines. fixed: whether the findings are repaired already.

    Returns:
        1 when a spelling should change, else 0.
    """
    if form == "sarif":
        return _sarif(checked)
    if form == "github":
        return _github(checked)
    if form in ("json", "jsonl"):
        return _objects(checked, "json" if form == "json" else "jsonl")
    return _lines(checked, fixed)


def _lines(checked: Iterable[Checked], fixed: bool) -> int:
    code = 0
    for name, _, found in checked:
        for finding in found:
            code = code or int(finding.is_error)
            where = f"{'stdin' if name == STDIN else _on_one_line(name)}:{finding.line}:{finding.column}"
            done = "fixed " if fixed and finding.is_error else ""
            print(f"{bold(where)}: {done}{finding.rule}: {_on_one_line(finding.message)}")
    return code


def _on_one_line(text: str) -> str:
    """Without control characters, which a terminal would obey and a reader of lines stumble over."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _objects(checked: Iterable[Checked], form: Literal["json", "jsonl"]) -> int:
    code = 0
    with Table(form, ()) as table:
        for name, _, found in checked:
            for finding in found:
                code = code or int(finding.is_error)
                table.add({"file": name, **finding.as_dict()}, ())
    return code


def _sarif(checked: Iterable[Checked]) -> int:
    from normalizer.cleaning.sarif import document

    found = [(one.name, finding) for one in checked for finding in one.found]
    print_document(document(found, __version__))
    return int(any(finding.is_error for _, finding in found))


def _github(checked: Iterable[Checked]) -> int:
    """Workflow commands; their own signs are escaped as GitHub's documentation asks."""
    code = 0
    for name, _, found in checked:
        for finding in found:
            code = code or int(finding.is_error)
            level = "warning" if finding.is_error else "notice"
            place = f"file={_escaped(name, True)},line={finding.line},col={finding.column}"
            place += f",endLine={finding.end_line},endColumn={finding.end_column}"
            print(f"::{level} {place},title={finding.rule}::{_escaped(finding.message)}")
    return code


def _escaped(text: str, in_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text
