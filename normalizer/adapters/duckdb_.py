"""DuckDB: scalar functions, and a table macro that joins answers to a table.

    from normalizer.adapters import duckdb_
    duckdb_.register(connection)

| in SQL | gives |
|---|---|
| `name_lookup(name, kind := …, country := …, language := …)` | a struct: id, canonical, score, status, reason |
| `name_canonical(name, …)` | the canonical form, NULL where the name is no match |
| `name_clean(text)` | the cleaned text |
| `name_compare(a, b, kind := …)` | how surely both are one name, 0..1 |
| `name_romanize(text, scheme := …)` | the romanised text |
| `FROM name_lookups('table', 'column', kind := …, country_column := …)` | the table with a column `answer` more |

Hints are values or columns; NULL hints are none, and a NULL name has a NULL answer. DuckDB hands columns over in pieces
of 2,048 rows, from several threads; the functions of one connection remember what they answered before, so a distinct
name is resolved once as long as `remember` reaches. `name_lookups` asks for each distinct row by itself, however many.

The functions live as long as the connection; the macros are temporary, so that no database file is left with macros
which call functions that the next program does not have. Arrow carries the columns in both directions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from normalizer.adapters.columns import FIELDS, REMEMBERED, Names
from normalizer.api import Normalizer

try:
    import duckdb

    from normalizer.adapters.arrow_ import ArrowNames
except ImportError as error:
    raise ImportError("The DuckDB adapter needs DuckDB and PyArrow: pip install 'name-normalizer[duckdb]'.") from error

ANSWER = {name: "DOUBLE" if name == "score" else "VARCHAR" for name in FIELDS}
"""The fields of an answer and their types."""
HINTS = "kind := NULL, country := NULL, language := NULL"
MACROS = {
    f"name_lookup(name, {HINTS})": "lookup{tag}(name, kind, country, language)",
    f"name_canonical(name, {HINTS})": "struct_extract(lookup{tag}(name, kind, country, language), 'canonical')",
    "name_clean(original)": "clean{tag}(original)",
    "name_compare(a, b, kind := NULL)": "compare{tag}(a, b, kind)",
    "name_romanize(original, scheme := NULL)": "romanize{tag}(original, scheme)",
}
"""Each function takes all its arguments; the macro over it gives what is left out its NULL."""

LOOKUPS = """
CREATE OR REPLACE TEMP MACRO name_lookups(
    table_name, column_name, kind := NULL, country := NULL, language := NULL,
    kind_column := NULL, country_column := NULL, language_column := NULL
) AS TABLE
WITH asked AS MATERIALIZED (
    SELECT
        rows_of AS row_,
        COLUMNS([column_name]) AS name_,
        CASE WHEN kind_column IS NULL THEN kind
            ELSE COLUMNS([coalesce(kind_column, column_name)]) END AS kind_,
        CASE WHEN country_column IS NULL THEN country
            ELSE COLUMNS([coalesce(country_column, column_name)]) END AS country_,
        CASE WHEN language_column IS NULL THEN language
            ELSE COLUMNS([coalesce(language_column, column_name)]) END AS language_
    FROM query_table(table_name) rows_of
), answered AS MATERIALIZED (
    SELECT name_, kind_, country_, language_, lookup{tag}(name_, kind_, country_, language_) AS answer
    FROM (SELECT DISTINCT name_, kind_, country_, language_ FROM asked)
)
SELECT unnest(row_), answer
FROM asked LEFT JOIN answered
    ON asked.name_ IS NOT DISTINCT FROM answered.name_
    AND asked.kind_ IS NOT DISTINCT FROM answered.kind_
    AND asked.country_ IS NOT DISTINCT FROM answered.country_
    AND asked.language_ IS NOT DISTINCT FROM answered.language_
"""
"""Columns are chosen by name with COLUMNS; where no column of hints is named, the branch that reads it is not taken."""


def register(
    connection: duckdb.DuckDBPyConnection, normalizer: Normalizer | None = None, *, remember: int = REMEMBERED
) -> None:
    """Give a connection the functions above; a second call replaces them, and a cursor wants a call of its own.

    Args:
        connection: an open connection, or a cursor.
        normalizer: None for the embedded gazetteer and the policy "en".
        remember: how many answers the functions keep for the pieces of columns that come next.

    Values that cannot be meant end the query with `duckdb.InvalidInputException` and the sentence.

    >>> with duckdb.connect() as connection:
    ...     register(connection, Normalizer([[("r:1", "Rivertown")]]))
    ...     connection.execute("SELECT name_canonical('RIVERTOWN', kind := 'place')").fetchall()
    [('Rivertown',)]
    """
    functions = _Functions(Names(normalizer, progress=False, remember=remember))
    tag = f"_names_{uuid4().hex[:12]}"  # functions are of the database, macros of the connection: several may differ
    for name, (function, arguments, gives) in functions.signatures().items():
        texts = ["VARCHAR"] * arguments
        connection.create_function(name + tag, function, texts, gives, type="arrow", null_handling="special")
    for head, body in MACROS.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {head} AS {body.format(tag=tag)}")
    connection.execute(LOOKUPS.format(tag=tag))


class _Functions:
    """What DuckDB calls: Arrow columns in, one column out."""

    def __init__(self, names: Names) -> None:
        self._names, self._arrays = names, ArrowNames(names)

    def signatures(self) -> dict[str, tuple[Callable[..., Any], int, Any]]:
        """By name: the function, how many texts it takes, and what it gives."""
        return {
            "lookup": (self.lookup, 4, duckdb.struct_type(ANSWER)),
            "clean": (self._arrays.clean, 1, "VARCHAR"),
            "compare": (self.compare, 3, "DOUBLE"),
            "romanize": (self.romanize, 2, "VARCHAR"),
        }

    def lookup(self, name: Any, kind: Any, country: Any, language: Any) -> Any:
        return self._arrays.lookup(name, kind=kind, country=country, language=language)

    def compare(self, a: Any, b: Any, kind: Any) -> Any:
        return self._arrays.compare(a, b, kind=kind)

    def romanize(self, text: Any, scheme: Any) -> Any:
        """By the scheme of each row."""
        return self._arrays.romanize(text, scheme)
