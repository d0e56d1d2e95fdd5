"""Findings as SARIF 2.1.0, the interchange format of linters (OASIS standard, 2020), for code review tools.

One run with the rules as reporting descriptors, one result a finding with its region in code points and, where the
spelling should change, the fix as a replacement. Paths are given as relative URI references with forward slashes, as
the standard wants them of files under the root of a repository; others are absolute file URIs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from normalizer.cleaning.lint import ERRORS, RULES, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
STDIN_URI = "stdin"
_INDEX = {rule: number for number, rule in enumerate(RULES)}


def document(found: Iterable[tuple[str, Finding]], version: str) -> dict[str, Any]:
    """The log of one run.

    Args:
        found: the name of a file and a finding in it. version: of this program.

    >>> log = document([], "1.0.0")
    >>> log["version"], log["runs"][0]["tool"]["driver"]["name"], log["runs"][0]["results"]
    ('2.1.0', 'normalizer', [])
    """
    driver = {
        "name": "normalizer",
        "fullName": "name-normalizer",
        "version": version,
        "rules": [_descriptor(rule, text) for rule, text in RULES.items()],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(name, finding) for name, finding in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(name: str) -> str:
    """A file as SARIF names it.

    >>> uri("docs/über uns.md"), uri("-")
    ('docs/%C3%BCber%20uns.md', 'stdin')
    """
    if name == "-":
        return STDIN_URI
    if PurePath(name).is_absolute():
        return Path(name).as_uri()
    path = PurePath(name).as_posix()
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _level(rule: str) -> str:
    return "warning" if rule in ERRORS else "note"


def _descriptor(rule: str, text: str) -> dict[str, Any]:
    return {
        "id": rule,
        "name": rule.capitalize(),
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": _level(rule)},
    }


def _result(name: str, finding: Finding) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    }
    artifact = {"uri": uri(name)}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": _level(finding.rule),
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {**region, "snippet": {"text": finding.surface}},
                }
            }
        ],
        "partialFingerprints": {"spelling/v1": f"{finding.rule}:{finding.surface}:{finding.replacement}"},
    }
    if finding.entity:
        result["properties"] = {"entity": finding.entity}
    if finding.is_error:
        change = {"deletedRegion": region, "insertedContent": {"text": finding.replacement}}
        result["fixes"] = [
            {
                "description": {"text": f"Write “{finding.replacement}”."},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
            }
        ]
    return result
