"""Polars: the namespace `names` of expressions and of series.

    import normalizer.adapters.polars_                 # registers the namespace
    frame.with_columns(answer=pl.col("place").names.lookup(kind="place", country=pl.col("iso")))
    lazy.select(pl.col("place").names.canonical()).sink_parquet("out.parquet", engine="streaming")

The answer of a look-up is a struct: `.struct.unnest()` or `.struct.field("canonical")`. Expressions are elementwise,
so they stream: Polars hands a column over in pieces, from several threads, and one expression remembers what it
answered before. Distinct rows are found, and answers spread, by Polars itself. A frame put together from thousands of
small ones is asked for each of them: `.rechunk()` it first.

Texts, categories and enums are taken, null stays null. Other types are refused; `.cast(pl.String)` says that it is
meant. Hints are texts for all rows, or expressions: `country=pl.col("iso")`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from normalizer.adapters.columns import FIELDS, REMEMBERED, Ask, Names
from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.policy import check_country, check_kind
from normalizer.progress import Report

try:
    import polars as pl
except ImportError as error:
    raise ImportError("The Polars adapter needs Polars: pip install 'name-normalizer[polars]'.") from error

ANSWER = pl.Struct({name: pl.Float64 if name == "score" else pl.String for name in FIELDS})
"""The type of an answer: id, canonical, score, status, reason."""
TEXTS = (pl.String, pl.Categorical, pl.Enum, pl.Null)
Expr = Any
Series = Any
Hint = Any
"""A text for all rows, or an expression (of a series: another series)."""


@pl.api.register_expr_namespace("names")
class NamesOfExpr:
    """What `Expr.names` offers: look-ups, cleaning, comparison and romanisation of a column.

    Every method resolves distinct values once, leaves null alone, and takes `normalizer` (None: the embedded gazetteer
    with the policy "en"), `workers` and `progress` as `Normalizer.lookup_many` does. Values that are no text, and hints
    that cannot be meant, end the query with a UsageError.

    >>> nz = Normalizer([[("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]])
    >>> frame = pl.DataFrame({"town": ["Rivertaun", None, "Oz"]})
    >>> frame.select(pl.col("town").names.canonical(normalizer=nz)).to_series().to_list()
    ['Rivertown', None, None]
    """

    def __init__(self, expr: Expr) -> None:
        self._expr = expr

    def lookup(
        self,
        *,
        kind: Hint = None,
        country: Hint = None,
        language: Hint = None,
        normalizer: Normalizer | None = None,
        workers: int | None = 1,
        progress: Report | bool | None = None,
    ) -> Expr:
        """Which entity each name means: a struct of id, canonical, score, status, reason (ANSWER).

        Args:
            kind, country, language: hints as for `Normalizer.lookup`: a text for all rows, or an expression.

        Raises:
            UsageError: a hint for all rows cannot be meant.
        """
        names = Names(normalizer, workers=workers, progress=progress, remember=REMEMBERED)
        return self._asked(_hints(kind, country, language), 1, names.lookup, ANSWER)

    def canonical(
        self,
        *,
        kind: Hint = None,
        country: Hint = None,
        language: Hint = None,
        normalizer: Normalizer | None = None,
        workers: int | None = 1,
        progress: Report | bool | None = None,
    ) -> Expr:
        """The canonical forms alone, null where a name is no match; arguments as for `lookup`."""
        names = Names(normalizer, workers=workers, progress=progress, remember=REMEMBERED)
        return self._asked(_hints(kind, country, language), 1, names.canonical, pl.String())

    def clean(self, *, normalizer: Normalizer | None = None, progress: Report | bool | None = None) -> Expr:
        """The cleaned texts."""
        names = Names(normalizer, progress=progress, remember=REMEMBERED)
        return self._asked([], 1, names.clean, pl.String())

    def romanize(self, scheme: Hint = None) -> Expr:
        """The romanised texts; `scheme` as for `normalizer.romanize`, for all rows or an expression.

        >>> pl.select(pl.lit("Луганськ").names.romanize("ukr-kmu-2010")).item()
        'Luhansk'
        """
        names = Names(Normalizer(None), progress=False, remember=REMEMBERED)
        return self._asked([scheme], 1, names.romanize, pl.String())

    def compare(
        self,
        other: Hint,
        *,
        kind: Hint = None,
        normalizer: Normalizer | None = None,
        progress: Report | bool | None = None,
    ) -> Expr:
        """How surely each name and the other's are one, 0..1; null where one of them is.

        Args:
            other: an expression, or one name.
            kind: as for `Normalizer.compare`, for all pairs or an expression.
        """
        names = Names(normalizer, progress=progress, remember=REMEMBERED)
        return self._asked([other, kind], 2, names.compare, pl.Float64())

    def _asked(self, others: list[Hint], needed: int, ask: Ask, dtype: Any) -> Expr:
        columns = [self._expr, *(other if isinstance(other, pl.Expr) else pl.lit(other) for other in others)]
        answer = partial(_spread, needed=needed, ask=ask, dtype=dtype)
        return pl.map_batches(columns, answer, return_dtype=dtype, is_elementwise=True)


@pl.api.register_series_namespace("names")
class NamesOfSeries:
    """What `Series.names` offers: the methods of `Expr.names`, for a series at hand; hints may be series.

    >>> nz = Normalizer([[("r:1", "Rivertown")]])
    >>> pl.Series(["rivertown", None]).names.canonical(normalizer=nz).to_list()
    ['Rivertown', None]
    """

    def __init__(self, series: Series) -> None:
        self._series = series

    def lookup(self, **options: Any) -> Series:
        """As `Expr.names.lookup`."""
        return self._selected("lookup", options)

    def canonical(self, **options: Any) -> Series:
        """As `Expr.names.canonical`."""
        return self._selected("canonical", options)

    def clean(self, **options: Any) -> Series:
        """As `Expr.names.clean`."""
        return self._selected("clean", options)

    def romanize(self, scheme: Hint = None) -> Series:
        """As `Expr.names.romanize`."""
        return self._selected("romanize", {"scheme": scheme})

    def compare(self, other: Hint, **options: Any) -> Series:
        """As `Expr.names.compare`."""
        return self._selected("compare", {"other": other, **options})

    def _selected(self, method: str, options: dict[str, Any]) -> Series:
        given = {what: pl.lit(hint) if isinstance(hint, pl.Series) else hint for what, hint in options.items()}
        namespace = NamesOfExpr(pl.lit(self._series))
        return pl.select(getattr(namespace, method)(**given)).to_series()


def _hints(kind: Hint, country: Hint, language: Hint) -> list[Hint]:
    """Hints as they are; those for all rows are checked while the expression is written, not when it runs."""
    if isinstance(kind, str):
        check_kind(kind)
    if isinstance(country, str):
        check_country(country)
    return [kind, country, language]


def _spread(columns: Sequence[Series], *, needed: int, ask: Ask, dtype: Any) -> Series:
    """Ask the distinct rows of columns, and give each row the answer to its own.

    Args:
        columns: of one length; a column of one row stands for all rows.
        needed: in how many of the first columns a row without a value has no answer.
        ask: answers distinct rows, tuples with a value for each column.
        dtype: of the answers.
    """
    rows = pl.DataFrame(_as_long([_texts(column, place).alias(str(place)) for place, column in enumerate(columns)]))
    keys = rows.columns
    distinct = rows.drop_nulls(keys[:needed]).unique(maintain_order=True)
    answered = distinct.with_columns(pl.Series("answer", ask(distinct.rows()), dtype, strict=True))
    joined = rows.join(answered, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.get_column("answer").alias(columns[0].name)


def _as_long(columns: Sequence[Series]) -> list[Series]:
    """Columns of one length; those of one row are what stands for all rows."""
    length = next((len(column) for column in columns if len(column) != 1), 1)
    for column in columns:
        if len(column) not in (1, length):
            raise UsageError(f"There are {length:,} names and {len(column):,} hints or other names: give one for each.")
    return [column if len(column) == length else column.new_from_index(0, length) for column in columns]


def _texts(column: Series, place: int) -> Series:
    if not isinstance(column.dtype, TEXTS):
        what = f'The column "{column.name}"' if column.name and not place else "A column of hints or other names"
        raise UsageError(f"{what} is of the type {column.dtype}: convert it first, with .cast(pl.String).")
    return column.cast(pl.String)
