"""Polars: expressions that stay lazy and stream, with the answers of the library."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.adapters.columns import Names, answer_of
from normalizer.errors import UsageError

pl = pytest.importorskip("polars")
names = pytest.importorskip("normalizer.adapters.polars_")

COLUMN = ["Lugansk", None, "Киев", "nowhere at all", "", "Paris", "Lugansk"]
FRAME = pl.DataFrame(
    {"town": COLUMN, "what": ["place", None, "person", "", "place", "place", "place"], "number": range(7)}
)
TEXTS = st.one_of(st.none(), st.sampled_from(["Kiev", "Paris", "Rostov"]), st.text(max_size=8))


def expected(small: Normalizer, column: list[str | None], **hints: Any) -> list[Any]:
    return [None if name is None else answer_of(small.lookup(name, **hints))._asdict() for name in column]


@pytest.mark.parametrize(
    "dtype", [pl.String, pl.Categorical, pl.Enum(sorted({name for name in COLUMN if name is not None}))]
)
def test_any_column_of_texts_is_answered_row_by_row(small: Normalizer, dtype: Any) -> None:
    found = FRAME.select(pl.col("town").cast(dtype).names.lookup(normalizer=small))
    assert found.schema == {"town": names.ANSWER}
    assert found["town"].to_list() == expected(small, COLUMN)


@pytest.mark.parametrize("column", [[], [None, None]])
def test_nothing_to_look_up_has_the_type_of_an_answer(small: Normalizer, column: list[None]) -> None:
    found = pl.Series("town", column).cast(pl.String).names.lookup(normalizer=small)
    assert found.dtype == names.ANSWER
    assert found.to_list() == column
    assert pl.Series("town", column, pl.Null).names.canonical(normalizer=small).to_list() == column


def test_lazy_frames_know_the_type_before_they_run(small: Normalizer) -> None:
    lazy = FRAME.lazy().select(
        pl.col("town").names.lookup(normalizer=small).alias("answer"),
        pl.col("town").names.canonical(normalizer=small),
        pl.col("town").names.compare("Kiev", normalizer=small).alias("score"),
    )
    assert lazy.collect_schema() == {"answer": names.ANSWER, "town": pl.String, "score": pl.Float64}


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_every_engine_gives_the_same_rows(small: Normalizer, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    look_up = Names._look_up
    monkeypatch.setattr(Names, "_look_up", lambda self, rows: asked.extend(rows) or look_up(self, rows))
    long = pl.concat([FRAME] * 60_000, rechunk=True).lazy()  # several pieces of a stream
    found = long.select(pl.col("town").names.canonical(kind=pl.col("what"), normalizer=small)).collect(engine=engine)
    once = [
        None if name is None else small.lookup(name, kind=kind or None).canonical
        for name, kind in FRAME.select("town", "what").rows()
    ]
    assert (
        found["town"].value_counts().sort("town").rows()
        == pl.Series("town", once * 60_000).value_counts().sort("town").rows()
    )
    assert found["town"].head(7).to_list() == once
    assert len(asked) == len(set(asked)) == 5


@given(st.lists(st.tuples(TEXTS, st.sampled_from([None, "", "UA", "us"])), max_size=8))
def test_hints_stand_row_by_row(small: Normalizer, table: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(table, {"town": pl.String, "iso": pl.String}, orient="row")
    found = frame.select(pl.col("town").names.lookup(country=pl.col("iso"), kind="place", normalizer=small))
    assert found["town"].to_list() == [
        None if name is None else answer_of(small.lookup(name, country=country or None, kind="place"))._asdict()
        for name, country in table
    ]


def test_columns_are_answered_within_groups(small: Normalizer) -> None:
    found = FRAME.group_by("what", maintain_order=True).agg(pl.col("town").names.canonical(normalizer=small))
    by_kind = {
        kind: [small.lookup(name).canonical if name is not None else None for name in group]
        for kind, group in FRAME.group_by("what").agg("town").rows()
    }
    assert dict(found.rows()) == by_kind


def test_texts_are_cleaned_compared_and_romanised(small: Normalizer) -> None:
    frame = pl.DataFrame({"a": ["From Lugansk", None], "b": ["Lugansk", "x"], "c": ["Луганськ", None]})
    found = frame.select(
        pl.col("a").names.clean(normalizer=small),
        pl.col("b").names.compare(pl.lit("Luhansk"), normalizer=small),
        pl.col("c").names.romanize("ukr-kmu-2010"),
        d=pl.lit("Kiev").names.compare(pl.col("b"), kind="place", normalizer=small),
    )
    assert found["a"].to_list() == ["From Luhansk", None]
    assert found["b"].to_list() == [round(small.compare(b, "Luhansk").score, 4) for b in ("Lugansk", "x")]
    assert found["c"].to_list() == ["Luhansk", None]
    assert found["d"].to_list() == [round(small.compare("Kiev", b, kind="place").score, 4) for b in ("Lugansk", "x")]


def test_a_series_has_the_same_methods(small: Normalizer) -> None:
    series = pl.Series("town", COLUMN)
    countries = pl.Series(["UA"] * len(COLUMN))
    assert series.names.lookup(country=countries, normalizer=small).to_list() == expected(small, COLUMN, country="UA")
    assert series.names.canonical(normalizer=small).name == "town"
    assert series.names.compare(series, normalizer=small).to_list()[:2] == [1.0, None]
    assert pl.Series(["From Lugansk"]).names.clean(normalizer=small).to_list() == ["From Luhansk"]
    assert pl.Series(["Київ"]).names.romanize().to_list() == ["Kyiv"]


@pytest.mark.parametrize(
    ("expr", "sentence"),
    [
        (lambda: pl.col("number").names.lookup(), 'column "number" is of the type Int64'),
        (lambda: pl.col("town").names.lookup(kind="town"), "Unknown kind 'town'"),
        (lambda: pl.col("town").names.lookup(kind=pl.col("town")), "Unknown kind 'Lugansk'"),
        (lambda: pl.col("town").names.lookup(country="Ukraine"), "Country 'Ukraine'"),
        (lambda: pl.col("town").names.lookup(country=pl.lit(5)), "hints or other names is of the type"),
        (lambda: pl.col("town").names.lookup(country=pl.lit(pl.Series(["UA", "UA"]))), "7 names and 2 hints"),
        (lambda: pl.col("town").names.romanize("no-such"), "no-such"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(nz: Normalizer, expr: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        FRAME.select(expr())
