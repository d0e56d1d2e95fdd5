"""The thousand names of test_same_answers.py, asked on a Spark cluster."""

from __future__ import annotations

from typing import Any

import pytest

from normalizer import Normalizer

spark_ = pytest.importorskip("normalizer.adapters.spark_", reason="Spark is not installed", exc_type=ImportError)


def test_a_thousand_names_have_the_answers_of_the_library(
    spark: Any, nz: Normalizer, thousand_names: list[str | None], thousand_answers: list[Any]
) -> None:
    frame = spark.createDataFrame(list(enumerate(thousand_names)), "row int, name string").repartition(2)
    for distinct in (False, True):
        rows = spark_.resolve(frame, "name", normalizer=nz, distinct=distinct).orderBy("row").collect()
        assert [row.resolved and tuple(row.resolved) for row in rows] == thousand_answers
