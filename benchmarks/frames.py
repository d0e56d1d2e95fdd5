"""What the adapters for data frames cost beside the look-ups themselves. `python benchmarks/frames.py`

A column of a million rows with 5,000 distinct names (nine in ten as some gazetteer records them, one with a slip) is
written as Parquet. Measured in a process each, by turns and several times: resolving the distinct names alone, one by
one; reading the column alone; reading and resolving through each adapter. Reported are medians, and a whole run of the
adapter as a share of what resolving and reading take alone, by processor and by wall time: other work on the machine
makes wall times differ. Without the default gazetteer this says so and ends.

`--distinct N` measures a list of so many distinct names instead, through `lookup_iter` with `--workers` processes:
names a second, and the memory of all processes at each tenth of the way (private pages: those of the mapped gazetteer
are shared).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gazetteer.lookup import Gazetteer
from normalizer import Normalizer
from normalizer.errors import GazetteerError
from normalizer.locations import default_gazetteer
from normalizer.result import Resolution

SEED = 11
SLIPS = 10
"""One in so many names has a slip: those take twenty times as long to resolve as recorded ones."""
WAYS = ("alone", "pandas", "polars", "polars streaming", "pyarrow", "duckdb function", "duckdb macro")
ADAPTERS = {
    "pandas": "normalizer.adapters.pandas_",
    "polars": "normalizer.adapters.polars_",
    "polars streaming": "normalizer.adapters.polars_",
    "pyarrow": "normalizer.adapters.arrow_",
    "duckdb function": "normalizer.adapters.duckdb_",
    "duckdb macro": "normalizer.adapters.duckdb_",
}
READERS = {"alone": "pyarrow", "polars streaming": "polars", "duckdb function": "duckdb", "duckdb macro": "duckdb"}


def some_names(count: int, rng: random.Random) -> Iterator[str]:
    """Distinct names of the default gazetteer: one of each entity in random order, then another of each, and so on."""
    seen: set[str] = set()
    with Gazetteer.open(default_gazetteer()) as gazetteer:
        entities = [gazetteer.name_numbers(at) for at in rng.sample(range(len(gazetteer)), len(gazetteer))]
        for turn in range(max(map(len, entities))):
            for numbers in entities:
                name = gazetteer.text(numbers[turn]) if turn < len(numbers) else ""
                name = slipped(name, rng) if len(seen) % SLIPS == 0 and len(name) > 3 else name
                if name and name not in seen:
                    seen.add(name)
                    yield name
                    if len(seen) == count:
                        return


def slipped(name: str, rng: random.Random) -> str:
    """A name with one letter replaced."""
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :]


def column(rows: int, names: int, path: Path) -> None:
    """A Parquet file whose frequencies fall as those of words do; every name is there, and a hundredth is missing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = random.Random(SEED)
    listed = list(some_names(names, rng))
    weights = [1 / (at + 10) for at in range(names)]
    drawn: list[str | None] = [
        *listed,
        *rng.choices(listed, weights, k=rows - names - rows // 100),
        *[None] * (rows // 100),
    ]
    rng.shuffle(drawn)
    pq.write_table(pa.table({"name": drawn}), path)


def read(library: str, path: Path) -> Any:
    """The column as the library reads it."""
    if library == "pandas":
        import pandas as pd

        return pd.read_parquet(path)
    if library == "polars":
        import polars as pl

        return pl.read_parquet(path)
    if library == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.execute(f"CREATE TABLE t AS SELECT * FROM '{path}'")
        return connection
    import pyarrow.parquet as pq

    return pq.read_table(path)


def run(way: str, path: Path, nz: Normalizer) -> int:
    """Read and resolve the column; how many rows were answered."""
    if way == "alone":
        return len([nz.lookup(name) for name in distinct(path)])
    if way == "pandas":
        return len(read("pandas", path)["name"].names.lookup(normalizer=nz))
    if way.startswith("polars"):
        import polars as pl

        answer = pl.col("name").names.lookup(normalizer=nz)
        if way == "polars":
            return len(read("polars", path).select(answer))
        return len(pl.scan_parquet(path).select(answer).collect(engine="streaming"))
    adapter = importlib.import_module(ADAPTERS[way])
    if way == "pyarrow":
        return len(adapter.lookup(read("pyarrow", path)["name"], normalizer=nz))
    connection = read("duckdb", path)
    adapter.register(connection, nz)
    macro = "SELECT answer FROM name_lookups('t', 'name')"
    query = macro if way.endswith("macro") else "SELECT name_lookup(name) AS answer FROM t"
    connection.execute(f"CREATE TABLE answered AS {query}")
    return int(connection.execute("SELECT count(*) FROM answered").fetchall()[0][0])


def distinct(path: Path) -> list[str]:
    """The distinct names of the column."""
    import pyarrow.compute as pc

    names: list[str] = pc.unique(read("pyarrow", path)["name"]).drop_null().to_pylist()
    return names


def once(way: str, path: Path) -> None:
    """One measurement, in this process: reading alone, then reading and resolving; printed as JSON."""
    if way in ADAPTERS:
        importlib.import_module(ADAPTERS[way])
    with Normalizer() as nz:
        nz.lookup("Kyivv")  # tables are read once, whatever is asked
        read(READERS.get(way, way), path)  # and so is the library's own code
        reading = timed(lambda: read(READERS.get(way, way), path))
        whole = timed(lambda: run(way, path, nz))
    print(json.dumps([*reading, *whole]))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor and of wall time."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processor, time.perf_counter() - wall


def measured(way: str, path: Path) -> list[float]:
    command = [sys.executable, __file__, "--once", way, "--path", str(path)]
    figures: list[float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return figures


def compare(rows: int, names: int, times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.parquet"
        column(rows, names, path)
        figures: dict[str, list[list[float]]] = {way: [] for way in WAYS}
        for _ in range(times):
            for way in WAYS:  # by turns, so that a busy minute meets all of them
                figures[way].append(measured(way, path))
    median = {way: [statistics.median(values) for values in zip(*figures[way], strict=True)] for way in WAYS}
    resolving = [whole - reading for reading, whole in (median["alone"][0::2], median["alone"][1::2])]
    print(f"{rows:,} rows, {names:,} distinct names, medians of {times}; resolving the distinct names alone:")
    print(f"processor {resolving[0]:.2f} s, wall {resolving[1]:.2f} s")
    for way in WAYS[1:]:
        reading, reading_wall, whole, wall = median[way]
        shares = whole / (resolving[0] + reading), wall / (resolving[1] + reading_wall)
        print(
            f"{way:18} reading {reading_wall:5.2f} s  processor {whole:6.2f} s, {shares[0]:5.2f} of both alone  "
            f"wall {wall:6.2f} s, {shares[1]:5.2f}"
        )


def kept(answer: Resolution) -> tuple[str | None, float]:
    """What a pipeline would write down of an answer."""
    return answer.canonical, answer.score


def private_megabytes() -> tuple[float, float]:
    """Memory that is in use by this process, and by its children together, without pages of mapped files."""
    own, theirs = 0.0, 0.0
    me = os.getpid()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                facts = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
            except OSError:
                continue
            size = int(facts.get("RssAnon", "0 kB").split()[0]) / 1024
            own += size if int(folder.name) == me else 0.0
            theirs += size if int(facts["PPid"]) == me else 0.0
    return own, theirs


def long_list(count: int, workers: int) -> None:
    """Time and memory of a list of distinct names that nobody holds as a whole."""
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.txt"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(name.replace("\n", " ") + "\n" for name in some_names(count, rng))
        with Normalizer() as nz, path.open(encoding="utf-8") as file:
            start, match = time.perf_counter(), 0
            names = (line.rstrip("\n") for line in file)
            for done, (canonical, _) in enumerate(nz.lookup_iter(names, read=kept, workers=workers, progress=True), 1):
                match += canonical is not None
                if done % max(1, count // 10) == 0:
                    own, theirs = private_megabytes()
                    rate = done / (time.perf_counter() - start)
                    line = f"{done:>9,} names {rate:7,.0f} a second, {own:5.0f} MB here, {theirs:5.0f} MB in workers"
                    print(line, flush=True)
            print(
                f"{count:,} distinct names, {match:,} matches, {workers} processes, {time.perf_counter() - start:.0f} s"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--names", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--distinct", type=int, help="measure a list of so many distinct names instead")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--once", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    try:
        default_gazetteer()
    except GazetteerError as error:
        sys.exit(str(error))
    if asked.once:
        once(asked.once, asked.path)
    elif asked.distinct:
        long_list(asked.distinct, asked.workers)
    else:
        compare(asked.rows, asked.names, asked.times)


if __name__ == "__main__":
    main()
