"""What `match` and `cluster` leave to a person: a page to decide on, or a table of the unsure rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from normalizer.cli.lists import List
from normalizer.cli.output import as_json
from normalizer.errors import SourceError, UsageError
from normalizer.lists.decisions import Decisions
from normalizer.result import Cluster, Match
from normalizer.review import cluster_items, match_items, page

_PAGES = (".html", ".htm")
_TABLES = (".csv", ".tsv", ".jsonl")
_BREAKS = str.maketrans("\t\n\r", "   ")


def check_review(path: str | None, pages_alone: bool = False) -> None:
    """Refuse a review file of an unknown kind before the work is done.

    Raises:
        UsageError: the ending says nothing.
    """
    endings = _PAGES if pages_alone else (*_PAGES, *_TABLES)
    if path and Path(path).suffix.lower() not in endings:
        raise UsageError(f"--review {path}: which kind of file? Let its name end in {', '.join(endings)}.")


def write_match_review(
    path: str, matches: Sequence[Match], a: List, b: List, decisions: Decisions | None = None
) -> int:
    """Write the unsure rows of a join; the number of questions.

    Raises:
        SourceError: the file cannot be written.
    """
    unsure = [match for match in matches if match.status == "unsure"]
    suffix = Path(path).suffix.lower()
    if suffix in _PAGES:
        items, left_out = match_items(unsure)
        _write(path, page("Unsure rows of a join", items, left_out, _earlier(decisions)))
        return len(items)
    from normalizer.cli.match import document, header, row

    if suffix == ".jsonl":
        _write(path, "".join(as_json(document(match, a, b)) + "\n" for match in unsure))
    else:
        _write_table(path, suffix, [header(a, b), *(row(match, a, b) for match in unsure)])
    return len(unsure)


def write_cluster_review(path: str, clusters: Iterable[Cluster], decisions: Decisions | None = None) -> int:
    """Write a page of the groups, the least sure first; the number of questions.

    Raises:
        SourceError: the file cannot be written.
    """
    items, left_out = cluster_items(clusters)
    _write(path, page("Spellings that were put together", items, left_out, _earlier(decisions)))
    return len(items)


def _earlier(decisions: Decisions | None) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.a, one.b) for one in decisions or ()]


def _write_table(path: str, suffix: str, rows: Iterable[Sequence[Any]]) -> None:
    def fill(file: Any) -> None:
        if suffix == ".csv":
            csv.writer(file, lineterminator="\n").writerows(rows)
        else:
            for row in rows:
                file.write("\t".join("" if cell is None else str(cell).translate(_BREAKS) for cell in row) + "\n")

    _opened(path, fill)


def _write(path: str, text: str) -> None:
    _opened(path, lambda file: file.write(text))


def _opened(path: str, fill: Callable[[Any], object]) -> None:
    try:
        with Path(path).open("w", encoding="utf-8", newline="", errors="surrogateescape") as file:
            fill(file)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror}); check the path and the space left.") from None
