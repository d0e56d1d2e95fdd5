"""Arrow arrays in, arrays out: what PyArrow, Arrow datasets and everything that speaks Arrow can use.

    import normalizer.adapters.arrow_ as names
    names.lookup(table["place"], kind="place", country=table["iso"])       # a column of structs: names.ANSWER

Any text type is taken: string, large_string, string_view, dictionaries of them, and null. A chunked array gives a
chunked one, with a chunk for each. Distinct rows are found on dictionary codes, without numpy and without making Python
objects of more than the distinct values.

Texts in answers are `large_string`: reasons repeat on every row, and those of ten million rows are more than the two
gigabytes that `string` can hold. `lookup(...).field("canonical")` or `canonical(...)` leave the reasons out.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from normalizer.adapters.columns import FIELDS, Ask, Names, Row, rows_of
from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.progress import Report

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as error:
    raise ImportError("The Arrow adapter needs PyArrow: pip install 'name-normalizer[arrow]'.") from error

TEXT = pa.large_string()
TAKEN = ("string", "large_string", "string_view", "null")
ANSWER = pa.struct([(name, pa.float64() if name == "score" else TEXT) for name in FIELDS])
"""The type of an answer: id, canonical, score, status, reason."""
Array = Any
"""pyarrow.Array or pyarrow.ChunkedArray."""
Hint = Any
"""A text for the whole column, an array as long as it, or None."""


class ArrowNames:
    """Answers arrays; what it was asked before it remembers, as far as `Names(remember=...)` says.

    Made once for a stream of record batches, so that a name that comes again in a later one is not resolved again.

    >>> names = ArrowNames(Names(Normalizer([[("r:1", "Rivertown")]]), remember=1_000))
    >>> names.canonical(pa.array(["rivertown", None, "Oz"])).to_pylist()
    ['Rivertown', None, None]
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def lookup(self, array: Array, *, kind: Hint = None, country: Hint = None, language: Hint = None) -> Array:
        """The answers to a column of names; see the function `lookup`."""
        return self._spread(array, _questions(array, kind, country, language), 1, self._names.lookup, ANSWER)

    def canonical(self, array: Array, *, kind: Hint = None, country: Hint = None, language: Hint = None) -> Array:
        """The canonical forms alone, null where a name is no match."""
        return self._spread(array, _questions(array, kind, country, language), 1, self._names.canonical, TEXT)

    def clean(self, array: Array) -> Array:
        """The cleaned texts of a column."""
        return self._spread(array, [_texts(array, "the texts")], 1, self._names.clean, TEXT)

    def compare(self, a: Array, b: Array, *, kind: Hint = None) -> Array:
        """How surely two columns have the same name, row by row, 0..1; null where one is missing."""
        columns = [_texts(a, "the names"), _column(a, b, "the other names"), _column(a, kind, "the hints of kind")]
        return self._spread(a, columns, 2, self._names.compare, pa.float64())

    def romanize(self, array: Array, scheme: Hint = None) -> Array:
        """The romanised texts of a column; one scheme, or an array with one for each row."""
        columns = [_texts(array, "the texts"), _column(array, scheme, "the schemes")]
        return self._spread(array, columns, 1, self._names.romanize, TEXT)

    def _spread(self, like: Array, columns: Sequence[Array | str | None], needed: int, ask: Ask, kind: Any) -> Array:
        """Ask the distinct rows of columns, and give each row the answer to its own.

        Args:
            like: the array in whose chunks the answers are.
            columns: arrays as long, or one value for all rows.
            needed: in how many of the first columns a row without a value has no answer.
            ask: answers distinct rows, tuples with a value for each column.
            kind: the type of the answers.
        """
        codes, tables = _codes(columns, needed)
        distinct, places = _encoded(codes)
        answers, at = self._answers(rows_of(distinct.to_pylist(), tables), ask, kind)
        if at is not None:
            places = at.take(places)
        if isinstance(like, pa.Array):
            return answers.take(places)
        ends = list(accumulate((len(chunk) for chunk in like.chunks), initial=0))
        return pa.chunked_array([answers.take(places[start:end]) for start, end in pairwise(ends)], kind)

    def _answers(self, rows: list[Row], ask: Ask, kind: Any) -> tuple[Any, Any]:
        """An array of answers, and where in it those to the rows stand; None where it has these alone, in order."""
        if not self._names.remember:
            return _array(ask(rows), kind), None
        with self._lock:
            kept = self._kept.setdefault(ask.__name__, _Kept(kind, self._names.remember))
            return kept.answers(rows, ask)


class _Kept:
    """Answers as one array that grows: those of a piece of a column are then taken, not made again."""

    def __init__(self, kind: Any, most: int) -> None:
        self._kind, self._most = kind, most
        self._places: dict[Row, int] = {}
        self._array = _array([], kind)

    def answers(self, rows: list[Row], ask: Ask) -> tuple[Any, Any]:
        fresh = [row for row in rows if row not in self._places]
        if fresh and len(self._places) + len(fresh) > self._most:  # begin again; `Names` still has the latest
            self._places, self._array, fresh = {}, _array([], self._kind), rows
        if fresh:
            self._array = pa.concat_arrays([self._array, _array(ask(fresh), self._kind)])
            self._places.update((row, place) for place, row in enumerate(fresh, len(self._places)))
        return self._array, pa.array([self._places[row] for row in rows], pa.int32())


def lookup(
    array: Array,
    *,
    kind: Hint = None,
    country: Hint = None,
    language: Hint = None,
    normalizer: Normalizer | None = None,
    workers: int | None = 1,
    progress: Report | bool | None = None,
) -> Array:
    """Which entity each name of a column means; each distinct one is resolved once.

    Args:
        array: an array or chunked array of texts; null stays null.
        kind, country, language: hints as for `Normalizer.lookup`: a text for all, or an array with one for each row.
        normalizer: None for the embedded gazetteer and the policy "en".
        workers, progress: as for `Normalizer.lookup_many`; progress None shows itself on a terminal.

    Returns:
        As long as `array`, of the type ANSWER.

    Raises:
        UsageError: the array holds no text, or a hint cannot be meant.

    >>> nz = Normalizer([[("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]])
    >>> lookup(pa.array(["Rivertaun", None]), normalizer=nz)[0].as_py()["canonical"]
    'Rivertown'
    """
    names = ArrowNames(Names(normalizer, workers=workers, progress=progress))
    return names.lookup(array, kind=kind, country=country, language=language)


def canonical(array: Array, **options: Any) -> Array:
    """The canonical forms alone, null where a name is no match; arguments as for `lookup`."""
    return pc.struct_field(lookup(array, **options), "canonical")


def lookup_table(table: Any, column: str, *, into: str = "answer", **options: Any) -> Any:
    """A table with a column of answers more.

    Args:
        table: pyarrow.Table or RecordBatch.
        column: the column of names.
        into: the name of the new column.
        options: as for `lookup`; a hint that is the name of a column of the table is that column.

    Raises:
        UsageError: no such column, or there is one with the name of the new one; and what `lookup` raises.

    >>> nz = Normalizer([[("r:1", "Rivertown")]])
    >>> lookup_table(pa.table({"name": ["Rivertown"]}), "name", normalizer=nz).column_names
    ['name', 'answer']
    """
    columns = table.schema.names
    if column not in columns:
        raise UsageError(f'The table has no column "{column}": it has {", ".join(columns)}.')
    if into in columns:
        raise UsageError(f'The table has a column "{into}" already: name another with into=.')
    for hint in ("kind", "country", "language"):
        if isinstance(options.get(hint), str) and options[hint] in columns:
            options[hint] = table.column(options[hint])
    return table.append_column(into, lookup(table.column(column), **options))


def clean(array: Array, *, normalizer: Normalizer | None = None, progress: Report | bool | None = None) -> Array:
    """The cleaned texts of a column; null stays null."""
    return ArrowNames(Names(normalizer, progress=progress)).clean(array)


def compare(
    a: Array,
    b: Array,
    *,
    kind: Hint = None,
    normalizer: Normalizer | None = None,
    progress: Report | bool | None = None,
) -> Array:
    """How surely two columns have the same name, row by row, 0..1; null where one of them is missing.

    >>> compare(pa.array(["Lisyansky"]), pa.array(["Lisjanski"]), normalizer=Normalizer(None))[0].as_py() > 0.9
    True
    """
    return ArrowNames(Names(normalizer, progress=progress)).compare(a, b, kind=kind)


def romanize(array: Array, scheme: Hint = None) -> Array:
    """The romanised texts of a column; `scheme` as for `normalizer.romanize`, for all or one for each row.

    >>> romanize(pa.array(["Луганськ", None]), "ukr-kmu-2010").to_pylist()
    ['Luhansk', None]
    """
    return ArrowNames(Names(Normalizer(None), progress=False)).romanize(array, scheme)


def _texts(array: Array, what: str) -> Any:
    """A column as one array of large strings."""
    if not isinstance(array, pa.Array | pa.ChunkedArray):
        raise UsageError(f"{what[:1].upper()}{what[1:]} are {type(array).__name__}: give a pyarrow array.")
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if str(kind) not in TAKEN:
        raise UsageError(f"{what[:1].upper()}{what[1:]} are of the type {array.type}: cast the array to string first.")
    texts = array.cast(TEXT)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _column(array: Array, hint: Hint, what: str) -> Array | str | None:
    """A column as long as `array`, or what stands for all its rows."""
    if hint is None or isinstance(hint, str):
        return hint
    texts = _texts(hint, what)
    if len(texts) != len(array):
        raise UsageError(f"There are {len(array):,} names, and of {what} {len(texts):,}: columns must be equally long.")
    return texts


def _questions(array: Array, kind: Hint, country: Hint, language: Hint) -> list[Array | str | None]:
    hints = {"the hints of kind": kind, "the hints of country": country, "the hints of language": language}
    return [_texts(array, "the names"), *(_column(array, hint, what) for what, hint in hints.items())]


def _array(answers: Sequence[Any], kind: Any) -> Any:
    if kind != ANSWER:
        return pa.array(answers, kind)
    fields = list(zip(*answers, strict=True)) or [()] * len(FIELDS)
    return pa.StructArray.from_arrays(
        [pa.array(values, of.type) for values, of in zip(fields, ANSWER, strict=True)], fields=list(ANSWER)
    )


def _codes(columns: Sequence[Array | str | None], needed: int) -> tuple[Array, list[list[str | None]]]:
    """One number for each row, null where a needed value is, and the tables of values that it is made of."""
    numbers: Array = None
    tables: list[list[str | None]] = []
    for place, column in enumerate(columns):
        if column is None or isinstance(column, str):
            tables.append([column])
            continue
        if place >= needed and column.null_count == len(column):  # in DuckDB a hint that nobody gave
            tables.append([None])
            continue
        values, codes = _encoded(column)
        tables.append([*values.to_pylist(), None])
        codes = codes.cast(pa.int64())
        codes = codes if place < needed else pc.fill_null(codes, len(values))
        if (
            numbers is not None
        ):  # checked: more combinations than 64 bits hold end with an error, not with wrong answers
            codes = pc.add_checked(pc.multiply_checked(numbers, len(values) + 1), codes)
        numbers = codes
    return numbers, tables


def _encoded(array: Any) -> tuple[Any, Any]:
    """The distinct values of an array, and for each row which of them it is; null where it has none."""
    encoded = pc.dictionary_encode(array)
    return encoded.dictionary, encoded.indices
