"""What the tests of several adapters share: a table of a thousand names with the answers of the library, and a cluster.

The cluster is Spark's: several processes on this machine, started once for all tests that ask for it.
"""

from __future__ import annotations

import os
import random
import shutil
import string
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from gazetteer.lookup import Gazetteer
from normalizer import Normalizer, romanize
from normalizer.adapters.columns import Answer, answer_of
from normalizer.locations import default_gazetteer

ROWS = 1_000
ODD = (
    "",
    " ",
    "-",
    "?!",
    "Ł",
    "ﬁ",
    "İ",
    'O\'Neill, "Pat"',
    "Kyiv\u200b",
    "K\u0301\u0301\u0301iev",
    "🙂 Київ",
    "a" * 500,
    "北京市",
)
"""Strings that are hardly names; any of them is accepted and answered."""

CLUSTER = "local-cluster[2,1,1024]"
"""Two executors, each a process with one core and 1,024 MB, beside the driver."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on the cluster; skips where Spark or Java is missing."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed (pip install 'name-normalizer[spark]')")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java 17 or newer, and there is no java on the path")
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.sql.shuffle.partitions": "2",
        # Jobs of ten rows: compiling them costs more than running them.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "40",  # several batches for each task
    }
    builder = sql.SparkSession.builder.master(CLUSTER).appName("name-normalizer tests")
    for setting, value in settings.items():
        builder = builder.config(setting, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def thousand_names(nz: Normalizer) -> list[str | None]:
    """A column of a thousand names, the same in every run.

    Recorded ones in any script, in capitals, romanised, with a slip, with something behind, odd strings; many twice,
    some missing. None has a line break, so that the command line can read them.
    """
    rng = random.Random(7)
    with Gazetteer.open(default_gazetteer()) as gazetteer:
        recorded = [rng.choice(gazetteer.names(at)).text for at in rng.sample(range(len(gazetteer)), ROWS)]
    changed = [_changed(name, at, rng) for at, name in enumerate(recorded[: ROWS * 7 // 10])]
    column: list[str | None] = [*changed, *ODD, *rng.choices(changed, k=ROWS * 27 // 100)]
    column += [None] * (ROWS - len(column))
    rng.shuffle(column)
    return column


def _changed(name: str, at: int, rng: random.Random) -> str:
    if at % 20 == 0:
        place = rng.randrange(len(name))
        return name[:place] + rng.choice(string.ascii_lowercase) + name[place + 1 :]
    if at % 35 == 1:
        return f"{name} {rng.choice(string.ascii_uppercase)}{rng.randrange(1000)}"
    return {2: name.upper, 3: lambda: romanize(name)}.get(at % 10, lambda: name)()


@pytest.fixture(scope="session")
def thousand_answers(nz: Normalizer, thousand_names: list[str | None]) -> list[Answer | None]:
    """What the library itself says of each name, asked one by one; None for a missing one."""
    known = {name: answer_of(nz.lookup(name)) for name in thousand_names if name is not None}
    return [None if name is None else known[name] for name in thousand_names]
