"""Spark with a cluster of several processes: a driver, two executors, their Python workers; some of them are killed."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.adapters.columns import answer_of
from normalizer.errors import GazetteerError, UsageError

pytest.importorskip("pyspark", reason="Spark is not installed (pip install 'name-normalizer[spark]')")

from pyspark.sql import functions

from normalizer.adapters import spark_

PAGE = Path(__file__).parent.parent.parent / "docs" / "sizing.md"
NAMES = ["Lugansk", "Saporischschja", None, "Moskau", "Киев", "", "Nowhere at all", "Rostov", "Lugansk", "Niger"]


def named(spark: Any, names: list[str | None], partitions: int = 4) -> Any:
    rows = list(enumerate(names))
    return spark.createDataFrame(rows, "row int, name string").repartition(partitions)


def expected(small: Normalizer, names: list[str | None], **hints: Any) -> list[Any]:
    return [None if name is None else answer_of(small.lookup(name, **hints)) for name in names]


def collected(frame: Any, column: str = "resolved") -> list[Any]:
    rows = frame.orderBy("row").collect()
    return [None if row[column] is None else tuple(row[column]) for row in rows]


def test_each_row_gets_the_answer_of_its_name(spark: Any, small: Normalizer) -> None:
    frame = spark_.resolve(named(spark, NAMES), "name", normalizer=small)
    assert frame.columns == ["row", "name", "resolved"]
    assert collected(frame) == expected(small, NAMES)
    assert frame.schema["resolved"].dataType == spark_.answer_type()


def test_resolving_distinct_names_once_gives_the_same_rows(spark: Any, small: Normalizer) -> None:
    frame = named(spark, NAMES).withColumn("iso", functions.when(functions.col("row") % 2 == 0, "RU"))
    for hint in (None, "RU", functions.col("iso")):
        narrow = spark_.resolve(frame, "name", country=hint, normalizer=small)
        joined = spark_.resolve(frame, "name", country=hint, normalizer=small, distinct=True)
        assert joined.columns == narrow.columns == ["row", "name", "iso", "resolved"]
        assert collected(joined) == collected(narrow)


def test_hints_are_for_all_names_or_a_column(spark: Any, small: Normalizer) -> None:
    names = ["Rostov", "Rostov", "Luhansk"]
    frame = named(spark, names)
    hinted = spark_.resolve(
        frame, "name", country=functions.when(functions.col("row") == 1, "RU"), kind="place", normalizer=small
    )
    one = [answer_of(small.lookup(n, kind="place", country=c)) for n, c in zip(names, (None, "RU", None), strict=True)]
    assert collected(hinted) == one
    assert hinted.columns == ["row", "name", "resolved"]
    assert [a[3] for a in collected(spark_.resolve(frame, "name", kind="person", normalizer=small))] == ["unknown"] * 3


def test_the_columns_beside_come_through_whatever_their_names(spark: Any, small: Normalizer) -> None:
    frame = named(spark, ["Kiev"], 1).select(
        "row",
        "name",
        functions.lit(1.5).alias("a.b"),
        functions.create_map(functions.lit("k"), functions.array(functions.lit(1))).alias("`x`"),
    )
    (row,) = spark_.resolve(frame, "name", normalizer=small).collect()
    assert (row["a.b"], row["`x`"], row["resolved"]["canonical"]) == (1.5, {"k": [1]}, "Kyiv")
    (again,) = spark_.resolve(frame, "name", normalizer=small, distinct=True).collect()
    assert again == row


def test_a_function_on_columns_serves_expressions_and_sql(spark: Any, small: Normalizer) -> None:
    function = spark_.resolver(spark, normalizer=small, kind="place")
    frame = named(spark, NAMES)
    assert collected(frame.select("row", function("name").alias("resolved"))) == expected(small, NAMES, kind="place")
    spark.udf.register("resolve_name", function)
    frame.createOrReplaceTempView("places")
    rows = spark.sql("SELECT resolve_name(name).canonical AS c FROM places ORDER BY row LIMIT 3").collect()
    assert [row.c for row in rows] == ["Luhansk", "Zaporizhzhia", None]


def test_texts_are_cleaned(spark: Any, small: Normalizer) -> None:
    texts = ["From Lugansk to Moskau.", None, "nothing"]
    cleaned = spark_.clean(named(spark, texts), "name", normalizer=small).orderBy("row").collect()
    assert [row.cleaned for row in cleaned] == [small.clean(texts[0] or "").text, None, "nothing"]


def test_house_rules_policy_and_names_in_memory_travel_along(spark: Any, small_gazetteer: Path, tmp_path: Path) -> None:
    rows = [("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]
    with Normalizer([small_gazetteer, rows], policy="native") as nz:
        answers = collected(spark_.resolve(named(spark, ["Rivertaun", "Kiev"]), "name", normalizer=nz))
        assert answers == expected(nz, ["Rivertaun", "Kiev"])
    assert [a[0] for a in answers] == ["r:1", "gn:703448"]


def test_a_file_is_sent_once_to_an_executor_and_opened_once_by_a_worker(spark: Any, small: Normalizer) -> None:
    frame = spark_.resolve(named(spark, NAMES * 40, 8), "name", normalizer=small)

    def look(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa
        from pyspark import SparkFiles

        from normalizer.adapters.spark_ import _opened

        for batch in batches:
            sent = [p.name for p in Path(SparkFiles.getRootDirectory()).glob("small-*.gaz")]
            yield pa.RecordBatch.from_pydict(
                {
                    "folder": [str(Path(SparkFiles.getRootDirectory()).resolve())] * batch.num_rows,
                    "files": [len(sent)] * batch.num_rows,
                    "opened": [_opened.cache_info().misses] * batch.num_rows,
                }
            )

    seen = frame.mapInArrow(look, "folder string, files long, opened long").distinct().collect()
    assert {row.files for row in seen} == {1}
    assert len({row.folder for row in seen}) == 2, "both executors were to take part"
    assert max(row.opened for row in seen) <= spark_.OPEN


def killed_once(marker: str, kill: Callable[[], None]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A step after the look-ups that, once in all, kills what `kill` kills when rows have already come."""

    def step(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield batch
            try:
                Path(marker).touch(exist_ok=False)
            except FileExistsError:
                continue
            kill()

    return step


def kill_the_python_workers() -> None:
    """All Python workers of this executor but this one: the one that looks names up is among them."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getppid() and int(process.name) != os.getpid():
            os.kill(int(process.name), signal.SIGKILL)


def kill_the_executor() -> None:
    """The executor that this worker serves: the parent of the parent."""
    executor = int(Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1])
    if b"CoarseGrainedExecutorBackend" in Path(f"/proc/{executor}/cmdline").read_bytes():
        os.kill(executor, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes of the cluster are found in /proc")
@pytest.mark.parametrize("kill", [kill_the_python_workers, kill_the_executor])
def test_a_job_whose_worker_is_killed_ends_with_the_right_answer(
    spark: Any, small: Normalizer, tmp_path: Path, kill: Callable[[], None]
) -> None:
    names = NAMES * 100
    frame = spark_.resolve(named(spark, names, 6), "name", normalizer=small)
    hurt = frame.mapInArrow(killed_once(str(tmp_path / "killed"), kill), frame.schema)
    assert collected(hurt) == expected(small, NAMES) * 100
    assert (tmp_path / "killed").exists()


def test_a_stream_is_resolved_like_a_table(spark: Any, small: Normalizer, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "names.json").write_text('{"name": "Lugansk"}\n{"name": null}\n', encoding="utf-8")
    stream = spark.readStream.schema("name string").json(str(tmp_path / "in"))
    resolved = spark_.resolve(stream, "name", normalizer=small)
    written = resolved.writeStream.format("memory").queryName("resolved").trigger(availableNow=True).start()
    written.awaitTermination()
    rows = spark.table("resolved").collect()
    assert sorted((row.name or "", row.resolved and row.resolved.id) for row in rows) == [
        ("", None),
        ("Lugansk", "gn:702658"),
    ]


def test_what_cannot_be_meant_is_refused_before_the_job(spark: Any, small: Normalizer, rules: Normalizer) -> None:
    frame = named(spark, ["Kiev"], 1)
    with pytest.raises(UsageError, match='no column "place"'):
        spark_.resolve(frame, "place", normalizer=small)
    with pytest.raises(UsageError, match="of the type int"):
        spark_.resolve(frame, "row", normalizer=small)
    with pytest.raises(UsageError, match='a column "row" already'):
        spark_.resolve(frame, "name", into="row", normalizer=small)
    with pytest.raises(UsageError, match="planet"):
        spark_.resolve(frame, "name", kind="planet", normalizer=small)
    with pytest.raises(UsageError, match="Ukraine"):
        spark_.resolve(frame, "name", country="Ukraine", normalizer=small)
    with pytest.raises(GazetteerError, match="no gazetteer"):
        spark_.resolve(frame, "name", normalizer=rules)


def test_the_examples_of_the_page_on_sizing_are_accepted(spark: Any, nz: Normalizer) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    frame = spark.createDataFrame([("Louhansk", "UA", "From Lugansk.")], "town string, iso string, report string")
    frame.createOrReplaceTempView("towns")
    room: dict[str, Any] = {"frame": frame, "spark": spark}
    exec(example, room)
    (row,) = room["answered"].collect()
    assert row.resolved.canonical == nz.lookup("Louhansk", kind="place", country="UA").canonical
