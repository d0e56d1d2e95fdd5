"""Apache Spark: the names of a column resolved by every executor, in Arrow batches, without pandas.

    from normalizer.adapters.spark_ import resolve
    resolve(frame, "place", kind="place").select("place", "resolved.canonical", "resolved.status")

The gazetteer files are sent once to each executor (`SparkContext.addFile`) and mapped once by each of its Python
workers, which share the pages: what a worker costs beside Python itself is the answers it remembers. So executors need
the package, and no file. Each distinct name of a batch is resolved once, and a worker remembers answers from one
batch to the next; over the whole cluster each distinct name is resolved once with `distinct=True`, for a shuffle.

A task that fails is run again by Spark, on another executor if need be. An answer depends on nothing but the name, its
hints and the files, and workers hold nothing that could be lost, so the job ends with the same rows.

Hints are texts for all names or Spark columns with one for each: `country=functions.col("iso")`. A text is never
taken for the name of a column, since "place" is a usual name of one.
"""

from __future__ import annotations

import atexit
import gc
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from normalizer import policy as policies
from normalizer.adapters.columns import FIELDS, Names, default_normalizer
from normalizer.api import Normalizer
from normalizer.errors import GazetteerError, UsageError

try:
    import pyarrow as pa
    from pyspark import SparkFiles, TaskContext
    from pyspark.sql import functions
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType
except ImportError as error:
    raise ImportError("The Spark adapter needs Spark: pip install 'name-normalizer[spark]'.") from error

from normalizer.adapters.arrow_ import ArrowNames

REMEMBERED = 50_000
"""Answers that a worker keeps for the batches to come, some 25 MB: an executor has a worker a core."""
OPEN = 4
"""Sets of gazetteers that a worker keeps open: jobs of several policies may take turns on it."""
HINTS = ("kind", "country", "language")
ANSWER = pa.struct([(name, pa.float64() if name == "score" else pa.string()) for name in FIELDS])
"""The type of an answer in a batch. A batch has ten thousand rows, so the strings need no 64-bit offsets."""
_INNER = "\x1f"
"""Part of the names of columns that are added on the way and taken off again: no frame has it in a name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker has to open: files, under their names on the executors, and the policy."""

    files: tuple[str, ...]
    sent: bool
    policy: str
    as_of: int | None


def resolve(
    frame: Any,
    column: str,
    *,
    into: str = "resolved",
    kind: Any = None,
    country: Any = None,
    language: Any = None,
    normalizer: Normalizer | None = None,
    distinct: bool = False,
    send: bool = True,
) -> Any:
    """A frame with one column more: which entity each name means.

    Args:
        frame: a Spark data frame, streaming ones too.
        column: the column of names, strings.
        into: the new column, a struct of id, canonical, score, status, reason; null where the name is null.
        kind, country, language: hints as for `Normalizer.lookup`: a text for all names, or a Spark column.
        normalizer: has the gazetteers, the policy, the house file; None for the embedded gazetteer and "en".
        distinct: resolve each distinct name once in the whole cluster and join the answers back: worth the shuffle
            where names come again on many executors. The frame is read twice and must be the same both times.
        send: send the files to the executors; False where they are already there, under the same paths.

    Returns:
        A new frame. Nothing is resolved before Spark is asked for rows.

    Raises:
        UsageError: a column is missing, taken or no text, or a hint cannot be meant. GazetteerError: no gazetteer.
    """
    plan = _plan(frame.sparkSession, normalizer, send)
    _check_columns(frame, column, into)
    asked, fixed = _with_hints(frame, _checked({"kind": kind, "country": country, "language": language}))
    if distinct:
        return _joined(asked, plan, column, into, fixed, frame.columns)
    added = tuple(name for name in asked.columns if name not in frame.columns)
    return _mapped(asked, plan, column, into, fixed, added)


def resolver(
    session: Any,
    *,
    kind: str | None = None,
    country: str | None = None,
    language: str | None = None,
    normalizer: Normalizer | None = None,
    send: bool = True,
) -> Any:
    """A function on columns, for expressions and for SQL; Spark hands it the names alone, not the whole rows.

    Args:
        session: the Spark session.
        kind, country, language: hints for all names.
        normalizer, send: as for `resolve`.

    Returns:
        A user-defined function: `frame.select(f("name"))`, or `session.udf.register("resolve_name", f)`.

    Raises:
        UsageError: Spark is older than 4.1, or a hint cannot be meant. GazetteerError: no gazetteer.
    """
    if not hasattr(functions, "arrow_udf"):
        raise UsageError("Functions on Arrow columns need Spark 4.1: update pyspark, or use resolve(frame, column).")
    plan = _plan(session, normalizer, send)
    hints = _checked({"kind": kind, "country": country, "language": language})

    def resolve_name(names: pa.Array) -> pa.Array:
        return _at_work(plan).lookup(names, **hints).cast(ANSWER)

    return functions.arrow_udf(resolve_name, returnType=answer_type())


def clean(
    frame: Any, column: str, *, into: str = "cleaned", normalizer: Normalizer | None = None, send: bool = True
) -> Any:
    """A frame with one column more: the cleaned texts of another.

    Args:
        frame: a Spark data frame, streaming ones too.
        column: the column of texts. into: the new column; null where the text is null.
        normalizer, send: as for `resolve`.

    Returns:
        A new frame.

    Raises:
        UsageError: a column is missing, taken or no text. GazetteerError: no gazetteer.
    """
    plan = _plan(frame.sparkSession, normalizer, send)
    _check_columns(frame, column, into)
    place = frame.columns.index(column)

    def cleaned(batch: Any) -> Any:
        return _at_work(plan).clean(batch.column(place)).cast(pa.string())

    return _with_column(frame, StructField(into, StringType()), cleaned)


def answer_type() -> Any:
    """The Spark type of an answer.

    Returns:
        A `StructType` with the fields that the other adapters have, in their order.

    >>> answer_type().fieldNames()
    ['id', 'canonical', 'score', 'status', 'reason']
    """
    return StructType([StructField(name, DoubleType() if name == "score" else StringType()) for name in FIELDS])


@lru_cache(maxsize=OPEN)
def _opened(plan: Plan) -> ArrowNames:
    """What one Python worker keeps from batch to batch and from task to task: open files, answers given."""
    files = [SparkFiles.get(file) if plan.sent else file for file in plan.files]
    normalizer = Normalizer(files, plan.policy, plan.as_of)
    return ArrowNames(Names(normalizer, progress=False, remember=REMEMBERED))


@lru_cache(maxsize=1)
def _settled(task: int) -> None:
    """Once a task: what is alive at its start is no longer looked through for garbage.

    Spark collects garbage after each task, which takes .2 s a task with the tables and answers that a worker keeps.
    Right after that there is no garbage that could be frozen with them.
    """
    gc.freeze()


def _at_work(plan: Plan) -> ArrowNames:
    """The names of this worker, in a task."""
    context = TaskContext.get()
    _settled(context.taskAttemptId() if context else -1)
    return _opened(plan)


def _mapped(asked: Any, plan: Plan, column: str, into: str, fixed: dict[str, str], dropped: tuple[str, ...]) -> Any:
    """Answers beside the rows that they belong to; of the columns that were added, `dropped` go no further."""
    at = {name: place for place, name in enumerate(asked.columns)}
    added = {hint: at[hint + _INNER] for hint in HINTS if hint + _INNER in at}

    def answers(batch: Any) -> Any:
        hints = {**fixed, **{hint: batch.column(place) for hint, place in added.items()}}
        return _at_work(plan).lookup(batch.column(at[column]), **hints).cast(ANSWER)

    return _with_column(asked, StructField(into, answer_type()), answers, dropped)


def _with_column(frame: Any, field: Any, values: Callable[[Any], Any], dropped: tuple[str, ...] = ()) -> Any:
    """A frame with one column more, made from each Arrow batch.

    Columns go by their number, since `mapInArrow` takes a point in a name for a path and cannot tell two of one name.
    """
    kept = [(place, old) for place, old in enumerate(frame.schema.fields) if old.name not in dropped]
    names = [*(old.name for _, old in kept), field.name]

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            columns = [*(batch.column(place) for place, _ in kept), values(batch)]
            yield pa.RecordBatch.from_arrays(columns, names=names)

    numbered = frame.toDF(*(f"column{number}" for number in range(len(frame.columns))))
    return numbered.mapInArrow(run, StructType([*(old for _, old in kept), field]))


def _joined(asked: Any, plan: Plan, column: str, into: str, fixed: dict[str, str], kept: list[str]) -> Any:
    """Answers for the distinct names with their hints, joined back to the rows."""
    wanted = [column, *(hint + _INNER for hint in HINTS if hint + _INNER in asked.columns)]
    answers = _mapped(asked.select(*map(_quoted, wanted)).distinct(), plan, column, into, fixed, ())
    same = [asked[_quoted(name)].eqNullSafe(answers[_quoted(name)]) for name in wanted]
    return asked.join(answers, same, "left").select(*(asked[_quoted(name)] for name in kept), answers[_quoted(into)])


def _with_hints(frame: Any, hints: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    """The frame with a column for each hint that is one, and the hints that are one text for all."""
    columns = {hint + _INNER: value for hint, value in hints.items() if not isinstance(value, str)}
    fixed = {hint: value for hint, value in hints.items() if isinstance(value, str)}
    return (frame.withColumns(columns) if columns else frame), fixed


def _checked(hints: dict[str, Any]) -> dict[str, Any]:
    """The hints that were given; one that cannot be meant is refused here, not in an hour on a worker."""
    given = {hint: value for hint, value in hints.items() if value is not None}
    if isinstance(given.get("kind"), str):
        policies.check_kind(given["kind"])
    if isinstance(given.get("country"), str):
        policies.check_country(given["country"])
    return given


def _check_columns(frame: Any, column: str, into: str) -> None:
    types = {field.name: field.dataType for field in frame.schema.fields}
    if column not in types:
        raise UsageError(f'The frame has no column "{column}": it has {", ".join(types)}.')
    if not isinstance(types[column], StringType):
        kind = types[column].simpleString()
        raise UsageError(f'The column "{column}" is of the type {kind}: convert it first, with .cast("string").')
    if into in types:
        raise UsageError(f'The frame has a column "{into}" already: name another with into=.')


def _plan(session: Any, normalizer: Normalizer | None, send: bool) -> Plan:
    files, policy, as_of = (normalizer or default_normalizer())._arguments
    if not files:
        raise GazetteerError("This Normalizer has no gazetteer (gazetteer=None): on a cluster, too, look-ups need one.")
    paths = [Path(file).absolute() for file in files]
    return Plan(tuple(_sent(session, p) if send else str(p) for p in paths), send, policy, as_of)


def _sent(session: Any, path: Path) -> str:
    """Send a file to the executors, now and to those that start later; its name there."""
    staged = _staged(path, path.stat().st_size, path.stat().st_mtime_ns)
    if not hasattr(session, "_jsc") and not hasattr(session, "_sc"):
        raise UsageError(
            "A session of Spark Connect cannot send files: put the gazetteer on the executors and say send=False."
        )
    session.sparkContext.addFile(str(staged))
    return staged.name


@cache
def _staged(path: Path, size: int, modified: int) -> Path:
    """The file under a name of its own, since Spark tells sent files apart by name and every user has a names.gaz.

    It stays until this process ends: Spark reads it again for each executor that starts.
    """
    target = _staging() / f"{path.stem}-{size:x}-{modified:x}.gaz"
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
    return target


@cache
def _staging() -> Path:
    folder = tempfile.mkdtemp(prefix="name-normalizer-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _quoted(column: str) -> str:
    return f"`{column.replace('`', '``')}`"
