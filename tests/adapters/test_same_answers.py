"""A name has one answer, wherever it is asked: a thousand mixed names through every way in.

A way takes the normaliser and the column, and gives an answer for each row, None for a missing name. Another guest is
another function with `@way`; what needs more than that (a cluster) uses the fixtures `thousand_names` and
`thousand_answers` itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.adapters.columns import FIELDS, Answer, answer_of

Column = list[str | None]
Way = Callable[[Normalizer, Column], list[Answer | None]]
WAYS: dict[str, Way] = {}


def way(function: Way) -> Way:
    """Have a way in tested."""
    WAYS[function.__name__] = function
    return function


def answers(rows: Iterable[dict[str, Any] | None]) -> list[Answer | None]:
    """Structs as answers; a struct of nothing but missing values is a missing one."""
    return [None if row is None or row["status"] is None else Answer(**row) for row in rows]


@way
def lookup_many(nz: Normalizer, column: Column) -> list[Answer | None]:
    found = iter(nz.lookup_many([name for name in column if name is not None]))
    return [None if name is None else answer_of(next(found)) for name in column]


@way
def lookup_many_in_two_processes(nz: Normalizer, column: Column) -> list[Answer | None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("normalizer.policy.PARALLEL_FROM", 2)
        found = iter(nz.lookup_many([name for name in column if name is not None], workers=2))
    return [None if name is None else answer_of(next(found)) for name in column]


@way
def pandas(nz: Normalizer, column: Column) -> list[Answer | None]:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("normalizer.adapters.pandas_")
    frame = pd.Series(column).names.lookup(normalizer=nz)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return answers(rows)


@way
def polars(nz: Normalizer, column: Column) -> list[Answer | None]:
    pl = pytest.importorskip("polars")
    pytest.importorskip("normalizer.adapters.polars_")
    lazy = pl.LazyFrame({"name": column}, schema={"name": pl.String})
    return answers(lazy.select(pl.col("name").names.lookup(normalizer=nz)).collect(engine="streaming")["name"])


@way
def arrow(nz: Normalizer, column: Column) -> list[Answer | None]:
    pa = pytest.importorskip("pyarrow")
    adapter = pytest.importorskip("normalizer.adapters.arrow_")
    return answers(adapter.lookup(pa.chunked_array([column[:300], column[300:]]), normalizer=nz).to_pylist())


@way
def duckdb(nz: Normalizer, column: Column) -> list[Answer | None]:
    library = pytest.importorskip("duckdb")
    adapter = pytest.importorskip("normalizer.adapters.duckdb_")
    with library.connect() as connection:
        adapter.register(connection, nz)
        connection.execute(
            "CREATE TABLE t AS SELECT unnest($1) AS name, unnest($2) AS place", [column, [*range(len(column))]]
        )
        rows = connection.execute("SELECT name_lookup(name) FROM t ORDER BY place").fetchall()
        joined = connection.execute("SELECT answer FROM name_lookups('t', 'name') ORDER BY place").fetchall()
    assert rows == joined
    return answers(row for (row,) in rows)


@pytest.mark.parametrize("name", WAYS)
def test_a_thousand_names_have_the_answers_of_the_library(
    name: str, nz: Normalizer, thousand_names: Column, thousand_answers: list[Answer | None]
) -> None:
    assert WAYS[name](nz, thousand_names) == thousand_answers


def test_a_thousand_names_have_the_answers_of_the_library_on_the_command_line(
    thousand_names: Column, thousand_answers: list[Answer | None]
) -> None:
    lines = "\n".join(name for name in thousand_names if name is not None)
    ran = subprocess.run(
        [sys.executable, "-m", "normalizer", "lookup", "-", "--jsonl"],
        input=lines + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    found = [(s["entity"] and s["entity"]["id"], s["canonical"], s["score"], s["status"]) for s in said]
    assert found == [tuple(answer)[:4] for answer in thousand_answers if answer is not None]


def test_the_thousand_names_are_mixed(thousand_names: Column, thousand_answers: list[Answer | None]) -> None:
    assert len(thousand_names) == 1_000
    assert None in thousand_names
    known = [answer for answer in thousand_answers if answer is not None]
    assert {answer.status for answer in known} == {"match", "ambiguous", "unknown"}
    assert FIELDS == ("id", "canonical", "score", "status", "reason")
    assert all(answer.reason for answer in known)
    assert len({ord(name.strip()[0]) >> 8 for name in thousand_names if name and name.strip()}) > 10  # scripts
