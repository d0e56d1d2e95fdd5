"""pandas: `Series.names`, and functions on frames.

    import normalizer.adapters.pandas_                 # registers the accessor
    frame["place"].names.lookup(kind="place", country=frame["iso"])     # a frame: id, canonical, score, status, reason
    frame["place"].names.canonical()                                    # a series

Distinct rows are found with `pandas.factorize`, so every way in which pandas keeps text is taken: `str`, `string`
(Python or Arrow), object, categories; missing is what pandas calls missing (None, NaN, pd.NA). A value that is no text
is refused rather than made text, since 1.0 and "1" are a matter of the table, not of names.

Results have the index of the series. Hints that are series must have it too: pandas would align them without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from normalizer.adapters.columns import FIELDS, Ask, Names, check_texts, rows_of
from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.progress import Report

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    raise ImportError("The pandas adapter needs pandas: pip install 'name-normalizer[pandas]'.") from error

TEXT = "str" if int(pd.__version__.partition(".")[0]) >= 3 else "object"
"""What pandas itself makes of a list of texts."""
DTYPES = {name: "float64" if name == "score" else TEXT for name in FIELDS}
Series = Any
Frame = Any
Hint = Any
"""A text for all rows; a series with the same index, or a list or array as long; or None."""


@pd.api.extensions.register_series_accessor("names")
class NamesAccessor:
    """What `Series.names` offers: look-ups, cleaning, comparison and romanisation of a column.

    Every method resolves distinct values once, leaves missing ones missing, and takes `normalizer` (None: the embedded
    gazetteer with the policy "en"), `workers` and `progress` as `Normalizer.lookup_many` does.

    >>> nz = Normalizer([[("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]])
    >>> column = pd.Series(["Rivertaun", None, "Oz"])
    >>> list(column.names.canonical(normalizer=nz).fillna("?"))
    ['Rivertown', '?', '?']
    """

    def __init__(self, series: Series) -> None:
        self._series = series

    def lookup(
        self,
        *,
        kind: Hint = None,
        country: Hint = None,
        language: Hint = None,
        normalizer: Normalizer | None = None,
        workers: int | None = 1,
        progress: Report | bool | None = None,
    ) -> Frame:
        """Which entity each name means.

        Args:
            kind, country, language: hints as for `Normalizer.lookup`: a text for all rows, or one for each.

        Returns:
            A frame with the same index and the columns id, canonical, score, status, reason; all of them missing
            where the name is.

        Raises:
            UsageError: a value is no text, a hint cannot be meant, or hints do not fit the rows.
        """
        names = Names(normalizer, workers=workers, progress=progress)
        columns = [self._series, *(_hint(self._series, hint) for hint in (kind, country, language))]
        fields = _spread(columns, 1, names.lookup, list(DTYPES.values()))
        return pd.DataFrame(dict(zip(FIELDS, fields, strict=True)), index=self._series.index, copy=False)

    def canonical(self, **options: Any) -> Series:
        """The canonical forms alone, missing where a name is no match; arguments as for `lookup`."""
        return self.lookup(**options)["canonical"].rename(self._series.name)

    def clean(self, *, normalizer: Normalizer | None = None, progress: Report | bool | None = None) -> Series:
        """The cleaned texts."""
        return self._one([self._series], 1, Names(normalizer, progress=progress).clean, TEXT)

    def romanize(self, scheme: Hint = None) -> Series:
        """The romanised texts; `scheme` as for `normalizer.romanize`, for all or one for each row.

        >>> pd.Series(["Луганськ", None]).names.romanize("ukr-kmu-2010").tolist()
        ['Luhansk', nan]
        """
        columns = [self._series, _hint(self._series, scheme)]
        return self._one(columns, 1, Names(Normalizer(None), progress=False).romanize, TEXT)

    def compare(
        self,
        other: Hint,
        *,
        kind: Hint = None,
        normalizer: Normalizer | None = None,
        progress: Report | bool | None = None,
    ) -> Series:
        """How surely each name and the other's are one, 0..1; NaN where one of them is missing.

        Args:
            other: a series with the same index, a list as long, or one name.
            kind: as for `Normalizer.compare`, for all pairs or one for each.
        """
        if other is None:
            raise UsageError("There is nothing to compare with: give a series, or one name.")
        columns = [self._series, _hint(self._series, other), _hint(self._series, kind)]
        names = Names(normalizer, progress=progress)
        return self._one(columns, 2, names.compare, "float64")

    def _one(self, columns: Sequence[Hint], needed: int, ask: Ask, dtype: str) -> Series:
        (values,) = _spread(columns, needed, lambda rows: [(value,) for value in ask(rows)], [dtype])
        return pd.Series(values, index=self._series.index, name=self._series.name, dtype=values.dtype, copy=False)


def lookup(frame: Frame, column: str, *, prefix: str = "name_", **options: Any) -> Frame:
    """A copy of a frame with the answers to one of its columns: name_id, name_canonical, …

    Args:
        frame: any frame.
        column: the column of names.
        prefix: goes before the names of the five new columns.
        options: as for `Series.names.lookup`; a hint that is the name of a column of the frame is that column.

    Raises:
        UsageError: no such column, or a new one is there already.

    >>> nz = Normalizer([[("r:1", "Rivertown")]])
    >>> lookup(pd.DataFrame({"town": ["rivertown"]}), "town", normalizer=nz)["name_canonical"].tolist()
    ['Rivertown']
    """
    if column not in frame.columns:
        raise UsageError(f'The frame has no column "{column}": it has {", ".join(map(str, frame.columns))}.')
    for hint in ("kind", "country", "language"):
        if isinstance(options.get(hint), str) and options[hint] in frame.columns:
            options[hint] = frame[options[hint]]
    answers = NamesAccessor(frame[column]).lookup(**options).add_prefix(prefix)
    there = [name for name in answers.columns if name in frame.columns]
    if there:
        raise UsageError(f'The frame has a column "{there[0]}" already: give another prefix.')
    return pd.concat([frame, answers], axis=1)


def _hint(series: Series, hint: Hint) -> Hint:
    """A column in the order of the series, or what stands for all its rows."""
    if hint is None or isinstance(hint, str):
        return hint
    if isinstance(hint, pd.Series) and not hint.index.equals(series.index):
        raise UsageError("A column of hints or other names has another index: align it first, or give .to_numpy().")
    column = pd.Series(hint, index=series.index) if len(hint) == len(series) else None
    if column is None:
        raise UsageError(f"There are {len(series):,} names and {len(hint):,} hints or other names: give one for each.")
    return column


def _spread(columns: Sequence[Hint], needed: int, ask: Ask, dtypes: Sequence[str]) -> list[Any]:
    """Ask the distinct rows of columns, and give each row the answer to its own.

    Args:
        columns: series with one index, or one value for all rows.
        needed: in how many of the first columns a row without a value has no answer.
        ask: answers distinct rows, tuples with a value for each column, by a tuple each.
        dtypes: of the fields of an answer.

    Returns:
        An array as long as the columns for each field.
    """
    codes = np.zeros(len(columns[0]), np.int64)
    missing = np.zeros(len(codes), bool)
    tables = []
    for place, column in enumerate(columns):
        table, code = _encoded(column)
        missing |= (code < 0) & (place < needed)
        codes = codes * len(table) + np.where(code < 0, len(table) - 1, code)
        tables.append(table)
    numbers, places = np.unique(codes[~missing], return_inverse=True)
    answered = ask(rows_of(numbers.tolist(), tables))
    spread = np.full(len(codes), -1, np.intp)
    spread[~missing] = places
    fields = list(zip(*answered, strict=True)) or [()] * len(dtypes)
    return [
        pd.api.extensions.take(_array(list(values), dtype), spread, allow_fill=True)
        for values, dtype in zip(fields, dtypes, strict=True)
    ]


def _encoded(column: Hint) -> tuple[list[Any], Any]:
    """The distinct values of a column and, last, None; and for each row which of them it is, -1 where it has none."""
    if not isinstance(column, pd.Series):
        return [column], np.zeros(1, np.intp)
    code, values = pd.factorize(column)
    where = "the column" if column.name is None else f'the column "{column.name}"'
    check_texts(values, where, ".astype(str)")
    return [*values, None], code


def _array(values: list[Any], dtype: str) -> Any:
    try:
        return pd.array(values, dtype=dtype)
    except UnicodeEncodeError:  # bytes that were no UTF-8, kept as lone surrogates: Arrow cannot hold them
        return pd.array(values, dtype="object")
