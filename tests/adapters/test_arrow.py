"""Arrow arrays of every text type in, arrays of structs as long out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.adapters.columns import Names, answer_of
from normalizer.errors import UsageError

pa = pytest.importorskip("pyarrow")
names = pytest.importorskip("normalizer.adapters.arrow_")

COLUMN = ["Lugansk", None, "Киев", "nowhere at all", "", "Paris", "Lugansk"]
TEXTS = st.one_of(st.none(), st.sampled_from(["Kiev", "Paris", "Rostov"]), st.text(max_size=8))


def expected(small: Normalizer, column: list[str | None], **hints: Any) -> list[Any]:
    return [None if name is None else answer_of(small.lookup(name, **hints))._asdict() for name in column]


@pytest.mark.parametrize(
    "array",
    [
        pa.array(COLUMN),
        pa.array(COLUMN, pa.large_string()),
        pa.array(COLUMN, pa.string_view()),
        pa.array(COLUMN).dictionary_encode(),
        pa.DictionaryArray.from_arrays([0, 1, 2, None], pa.array(["Kiev", "Kiev", None])),
        pa.chunked_array([COLUMN[:2], [], COLUMN[2:]]),
        pa.chunked_array([pa.array(COLUMN[:3]).dictionary_encode(), pa.array(COLUMN[2:]).dictionary_encode()]),
        pa.array([*COLUMN, "Moskau"])[1:-1],
        pa.nulls(3),
        pa.array([], pa.string()),
        pa.chunked_array([], pa.string()),
    ],
    ids=str,
)
def test_any_array_of_texts_is_answered_row_by_row(small: Normalizer, array: Any) -> None:
    found = names.lookup(array, normalizer=small)
    assert found.type == names.ANSWER
    assert found.to_pylist() == expected(small, array.to_pylist())
    assert names.canonical(array, normalizer=small).to_pylist() == [
        row and row["canonical"] for row in found.to_pylist()
    ]
    if isinstance(array, pa.ChunkedArray):
        assert [len(chunk) for chunk in found.chunks] == [len(chunk) for chunk in array.chunks]


@given(st.lists(st.tuples(TEXTS, st.sampled_from([None, "", "place", "person"]), st.sampled_from([None, "UA", "us"]))))
def test_hints_stand_row_by_row(small: Normalizer, rows: list[tuple[str | None, str | None, str | None]]) -> None:
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(3)]
    found = names.lookup(columns[0], kind=columns[1], country=columns[2], language="uk", normalizer=small).to_pylist()
    assert found == [
        None
        if name is None
        else answer_of(small.lookup(name, kind=kind or None, country=country, language="uk"))._asdict()
        for name, kind, country in rows
    ]


def test_each_distinct_row_is_asked_once(small: Normalizer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    look_up = Names.lookup
    monkeypatch.setattr(Names, "lookup", lambda self, rows: asked.extend(rows) or look_up(self, rows))
    names.lookup(
        pa.array(COLUMN * 100), country=pa.array(["UA", None, "UA", None, "", None, "UA"] * 100), normalizer=small
    )
    assert len(asked) == len(set(asked)) == 5


def test_a_stream_of_batches_remembers(small: Normalizer, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = names.ArrowNames(Names(small, remember=3))
    first = [stream.lookup(pa.array([name])).to_pylist() for name in COLUMN]
    monkeypatch.setattr(small, "lookup", None)
    assert [stream.lookup(pa.array([name])).to_pylist() for name in COLUMN[-3:]] == first[-3:]
    with pytest.raises(TypeError):  # more than three are not kept
        stream.lookup(pa.array(["Киев"]))


def test_a_table_gets_a_column_more(small: Normalizer) -> None:
    table = pa.table({"town": COLUMN, "iso": ["UA"] * 7})
    found = names.lookup_table(table, "town", country="iso", kind="place", normalizer=small)
    assert found.column_names == ["town", "iso", "answer"]
    assert found["answer"].to_pylist() == expected(small, COLUMN, kind="place", country="UA")


def test_texts_are_cleaned_compared_and_romanised(small: Normalizer) -> None:
    texts = pa.array(["From Lugansk", None, ""])
    assert names.clean(texts, normalizer=small).to_pylist() == ["From Luhansk", None, ""]
    scores = names.compare(pa.array(["Lugansk", None, "Kiev"]), pa.array(["Luhansk", "x", "Paris"]), normalizer=small)
    assert scores.to_pylist() == [
        round(small.compare("Lugansk", "Luhansk").score, 4),
        None,
        round(small.compare("Kiev", "Paris").score, 4),
    ]
    assert names.compare(pa.array(["Kiev", None]), "Kiev", normalizer=small).to_pylist() == [1.0, None]
    schemes = pa.array(["ukr-kmu-2010", None, "ukr-press-de"])
    assert names.romanize(pa.array(["Луганськ"] * 3), schemes).to_pylist() == ["Luhansk", "Luhansk", "Luhansk"]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: names.lookup(pa.array([1])), "type int64"),
        (lambda: names.lookup(["Kiev"]), "are list"),
        (lambda: names.lookup(pa.array(["a", "b"]), kind=pa.array(["place"])), "2 names, and of the hints of kind 1"),
        (lambda: names.lookup(pa.array(["a"]), kind="town"), "Unknown kind 'town'"),
        (lambda: names.lookup_table(pa.table({"a": ["x"]}), "b"), 'no column "b": it has a'),
        (lambda: names.lookup_table(pa.table({"a": ["x"], "answer": ["x"]}), "a"), 'has a column "answer"'),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(nz: Normalizer, call: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        call()
