"""DuckDB: scalar functions and a table macro with the answers of the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.adapters.columns import Names, answer_of

duckdb = pytest.importorskip("duckdb")
names = pytest.importorskip("normalizer.adapters.duckdb_")

COLUMN = ["Lugansk", None, "Киев", "nowhere at all", "", "Paris", "Lugansk"]
ISO = ["UA", "UA", None, "", "UA", "US", "UA"]


@pytest.fixture
def connection(small: Normalizer) -> Iterator[Any]:
    with duckdb.connect() as one:
        names.register(one, small)
        one.execute("CREATE TABLE towns (town VARCHAR, iso VARCHAR, place INTEGER)")
        one.executemany("INSERT INTO towns VALUES (?, ?, ?)", list(zip(COLUMN, ISO, range(7), strict=True)))
        yield one


def asked(connection: Any, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query).fetchall()]


def expected(small: Normalizer, **hints: Any) -> list[Any]:
    return [None if name is None else answer_of(small.lookup(name, **hints))._asdict() for name in COLUMN]


def test_a_column_is_answered_row_by_row(connection: Any, small: Normalizer) -> None:
    assert asked(connection, "SELECT name_lookup(town) FROM towns ORDER BY place") == expected(small)
    assert asked(connection, "SELECT name_canonical(town) FROM towns ORDER BY place") == [
        answer and answer["canonical"] for answer in expected(small)
    ]
    assert asked(connection, "SELECT name_lookup(NULL)") == [None]
    assert asked(connection, "SELECT name_lookup(town) FROM towns WHERE place > 10") == []


def test_hints_are_values_or_columns(connection: Any, small: Normalizer) -> None:
    by_row = [
        None if name is None else answer_of(small.lookup(name, kind="place", country=iso or None))._asdict()
        for name, iso in zip(COLUMN, ISO, strict=True)
    ]
    query = "SELECT name_lookup(town, country := iso, kind := 'place') FROM towns ORDER BY place"
    assert asked(connection, query) == by_row
    query = "SELECT answer FROM name_lookups('towns', 'town', country_column := 'iso', kind := 'place') ORDER BY place"
    assert asked(connection, query) == by_row
    query = "SELECT name_lookup(town, kind := 'person', language := 'uk') FROM towns ORDER BY place"
    assert asked(connection, query) == expected(small, kind="person", language="uk")


def test_the_table_macro_keeps_every_row_and_column(connection: Any, small: Normalizer) -> None:
    found = connection.execute("SELECT * FROM name_lookups('towns', 'town') ORDER BY place")
    assert [column[0] for column in found.description] == ["town", "iso", "place", "answer"]
    assert [row[3] for row in found.fetchall()] == expected(small)
    connection.execute("CREATE VIEW doubled AS SELECT * FROM towns UNION ALL SELECT * FROM towns")
    assert asked(connection, "SELECT count(*) FROM name_lookups('doubled', 'town')") == [14]


def test_distinct_names_are_resolved_once_whatever_the_pieces(
    connection: Any, small: Normalizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Any] = []
    look_up = Names._look_up
    monkeypatch.setattr(Names, "_look_up", lambda self, some: rows.extend(some) or look_up(self, some))
    connection.execute("CREATE TABLE long AS SELECT town FROM towns, range(30000)")
    assert asked(connection, "SELECT count(name_lookup(town).status) FROM long") == [180_000]
    assert len(rows) == len(set(rows)) == 5


def test_texts_are_cleaned_compared_and_romanised(connection: Any, small: Normalizer) -> None:
    query = "SELECT [name_clean('From Lugansk'), name_clean(NULL), name_romanize('Луганськ', scheme := 'ukr-kmu-2010')]"
    assert asked(connection, query) == [["From Luhansk", None, "Luhansk"]]
    query = "SELECT [name_compare('Lugansk', 'Luhansk', kind := 'place'), name_compare('a', NULL)]"
    assert asked(connection, query) == [[round(small.compare("Lugansk", "Luhansk", kind="place").score, 4), None]]


def test_connections_and_cursors_may_have_different_gazetteers(connection: Any, small: Normalizer) -> None:
    with Normalizer([[("x:1", "Lugansk Hill")]]) as other:
        cursor = connection.cursor()
        names.register(cursor, other)
        assert asked(cursor, "SELECT name_canonical('Lugansk Hill')") == ["Lugansk Hill"]
        assert asked(connection, "SELECT name_canonical('Moskau')") == ["Moscow"]
        names.register(connection, other)
        assert asked(connection, "SELECT name_canonical('Moskau')") == [None]


def test_a_database_file_is_left_as_it_was(small: Normalizer, tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "some.duckdb") as one:
        names.register(one, small)
        assert asked(one, "SELECT name_canonical('Moskau')") == ["Moscow"]
    with duckdb.connect(tmp_path / "some.duckdb") as one:
        query = "SELECT count(*) FROM duckdb_functions() WHERE function_name LIKE '%name%lookup%'"
        assert asked(one, query) == [0]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT name_lookup(town, kind := 'town') FROM towns", "Unknown kind 'town'"),
        ("SELECT name_lookup(town, country := town) FROM towns", "With the name 'Lugansk': Country 'Lugansk'"),
        ("SELECT name_romanize(town, scheme := 'no-such') FROM towns", "no-such"),
        ("SELECT name_lookup(place) FROM towns", "add explicit type casts"),
        ("FROM name_lookups('towns', 'town_name')", "town_name"),
    ],
)
def test_what_cannot_be_meant_ends_the_query_with_a_sentence(connection: Any, query: str, sentence: str) -> None:
    with pytest.raises(duckdb.Error, match=sentence):
        connection.execute(query).fetchall()
