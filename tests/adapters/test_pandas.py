"""pandas: every way to keep text and to miss it, answers on the same index."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.adapters.columns import FIELDS, answer_of
from normalizer.errors import UsageError

pd = pytest.importorskip("pandas")
names = pytest.importorskip("normalizer.adapters.pandas_")

COLUMN = ["Lugansk", None, "Киев", "nowhere at all", "", "Paris", "Lugansk"]
ANY_TEXT = st.text(st.characters(), max_size=8)


def rows(frame: Any) -> list[Any]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [None if row[3] is None else tuple(row) for row in plain.itertuples(index=False)]


def expected(small: Normalizer, column: list[str | None], **hints: Any) -> list[Any]:
    return [None if name is None else tuple(answer_of(small.lookup(name, **hints))) for name in column]


@pytest.mark.parametrize("dtype", [None, "object", "string", "string[python]", "category", "string[pyarrow]"])
def test_any_series_of_texts_is_answered_row_by_row(small: Normalizer, dtype: str | None) -> None:
    series = pd.Series(COLUMN, index=list("aabbccd"), name="town", dtype=dtype)
    found = series.names.lookup(normalizer=small)
    assert tuple(found.columns) == FIELDS
    assert found.index.equals(series.index)
    assert rows(found) == expected(small, COLUMN)
    canonical = series.names.canonical(normalizer=small)
    assert canonical.name == "town"
    assert canonical.equals(found["canonical"].rename("town"))


def test_a_series_of_arrow_s_own_type_is_answered(small: Normalizer) -> None:
    pa = pytest.importorskip("pyarrow")
    series = pd.Series(COLUMN, dtype=pd.ArrowDtype(pa.string()))
    assert rows(series.names.lookup(normalizer=small)) == expected(small, COLUMN)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_missing_stays_missing(small: Normalizer, missing: object) -> None:
    series = pd.Series(["Kiev", missing], dtype=object)
    assert rows(series.names.lookup(kind=["place", missing], normalizer=small)) == expected(small, ["Kiev", None])
    assert series.names.compare("Kiev", normalizer=small).isna().tolist() == [False, True]
    assert series.names.clean(normalizer=small).isna().tolist() == [False, True]
    assert series.names.romanize().isna().tolist() == [False, True]


@pytest.mark.parametrize("column", [[], [None, None]])
def test_nothing_to_look_up_has_the_columns_of_an_answer(small: Normalizer, column: list[None]) -> None:
    found = pd.Series(column, dtype=object).names.lookup(normalizer=small)
    full = pd.Series(["Kiev"]).names.lookup(normalizer=small)
    assert found.dtypes.equals(full.dtypes)
    assert rows(found) == column


@given(st.lists(st.tuples(st.one_of(st.none(), ANY_TEXT), st.sampled_from([None, "", "UA", "us"])), max_size=8))
def test_any_strings_and_hints_are_accepted(small: Normalizer, table: list[tuple[str | None, str | None]]) -> None:
    series = pd.Series([name for name, _ in table], dtype=object)
    countries = [country for _, country in table]
    assert rows(series.names.lookup(country=countries, normalizer=small)) == [
        None if name is None else tuple(answer_of(small.lookup(name, country=country or None)))
        for name, country in table
    ]
    cleaned = [None if pd.isna(text) else text for text in series.names.clean(normalizer=small)]
    assert cleaned == [None if name is None else small.clean(name).text for name, _ in table]


def test_a_frame_gets_five_columns_more(small: Normalizer) -> None:
    frame = pd.DataFrame({"town": COLUMN, "iso": "UA", "what": "place"}, index=range(7, 0, -1))
    found = names.lookup(frame, "town", country="iso", kind="what", language="uk", normalizer=small)
    assert list(found.columns) == ["town", "iso", "what", *(f"name_{field}" for field in FIELDS)]
    assert found.index.equals(frame.index)
    assert rows(found.iloc[:, 3:]) == expected(small, COLUMN, country="UA", kind="place", language="uk")
    assert list(frame.columns) == ["town", "iso", "what"]


def test_two_columns_are_compared_row_by_row(rules: Normalizer) -> None:
    frame = pd.DataFrame({"a": ["Lisyansky", "Kiev", None], "b": ["Lisjanski", "Paris", "x"]})
    found = frame["a"].names.compare(frame["b"], kind=["person", "place", None], normalizer=rules)
    scores = [
        rules.compare("Lisyansky", "Lisjanski", kind="person").score,
        rules.compare("Kiev", "Paris", kind="place").score,
    ]
    assert found.tolist()[:2] == [round(score, 4) for score in scores]
    assert found.isna().tolist() == [False, False, True]


def test_texts_are_cleaned_and_romanised(small: Normalizer) -> None:
    assert pd.Series(["From Lugansk", "x"]).names.clean(normalizer=small).tolist() == ["From Luhansk", "x"]
    assert pd.Series(["Луганськ", "Київ"]).names.romanize("ukr-kmu-2010").tolist() == ["Luhansk", "Kyiv"]


def test_processes_and_progress_reach_the_library(small: Normalizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalizer.policy.PARALLEL_FROM", 2)
    seen: list[tuple[int, int | None]] = []
    found = pd.Series(COLUMN).names.lookup(
        normalizer=small, workers=2, progress=lambda done, total: seen.append((done, total))
    )
    assert rows(found) == expected(small, COLUMN)
    assert seen[-1] == (5, 5)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda s: pd.Series(["a", 5], name="town").names.lookup(), 'the column "town" there is 5 .int., no text'),
        (lambda s: pd.Series([1.5, None]).names.clean(), "there is 1.5 .float., no text"),
        (lambda s: s.names.lookup(kind="town"), "Unknown kind 'town'"),
        (lambda s: s.names.lookup(kind=pd.Series(["place"] * 7, index=range(1, 8))), "another index"),
        (lambda s: s.names.lookup(kind=["place"]), "7 names and 1 hints"),
        (lambda s: s.names.compare(None), "nothing to compare with"),
        (lambda s: s.names.romanize("no-such"), "no-such"),
        (lambda s: names.lookup(s.to_frame("town"), "name"), 'no column "name": it has town'),
        (lambda s: names.lookup(s.to_frame("name_id"), "name_id"), 'column "name_id" already'),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(nz: Normalizer, call: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        call(pd.Series(COLUMN))
