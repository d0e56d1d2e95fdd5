"""What Spark adds to a look-up: time for each row and name, start-up, memory of a worker, and the slope over executors.

    python benchmarks/spark.py                     # a million rows of 5,000 names, 1 and 2 executors: some minutes
    python benchmarks/spark.py --rows 100000 --executors 1

Each number of executors is a cluster of its own (`local-cluster[N,1,1024]`: processes of this machine) in a process of
its own. Rows are read from Parquet and written nowhere (`noop`). Beside wall-clock time stands the processor time of
the Python workers, which a busy machine changes less. "identity" passes the same rows through Python and does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from scale_names import pairs_of_places, slipped

from gazetteer.lookup import Gazetteer
from normalizer import Normalizer
from normalizer.adapters.columns import answer_of
from normalizer.locations import default_gazetteer

TICK = os.sysconf("SC_CLK_TCK")


def names(count: int, seed: int = 11) -> list[str]:
    """Distinct names of places: half as recorded, a quarter in their own script, a quarter with a slip."""
    rng = random.Random(seed)
    with Gazetteer.open(default_gazetteer()) as gazetteer:
        pairs = pairs_of_places(gazetteer, count * 3, seed)
    made: dict[str, None] = {}
    for at, (latin, native) in enumerate(pairs):
        made[(latin, native or latin, latin, slipped(latin, rng) if len(latin) > 4 else latin)[at % 4]] = None
        if len(made) == count:
            break
    return list(made)


def write_rows(path: Path, distinct: list[str], rows: int) -> None:
    """A table of `rows` names, the first of them often (Zipf's law), in eight row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = random.Random(5)
    weights = [1 / (rank + 10) for rank in range(len(distinct))]
    drawn = rng.choices(distinct, weights, k=rows) if rows > len(distinct) else distinct
    table = pa.table({"row": range(len(drawn)), "name": drawn})
    path.mkdir()
    step = -(-len(drawn) // 8)
    for part in range(8):
        pq.write_table(table.slice(part * step, step), path / f"part-{part}.parquet")


def plain_loop(distinct: list[str]) -> dict[str, float]:
    """The same look-ups without Spark: seconds of processor time, microseconds for a name, start-up."""
    started = time.perf_counter()
    nz = Normalizer()
    nz.lookup("Kyiv")
    opened = time.perf_counter() - started
    begun = time.process_time()
    for name in distinct:
        answer_of(nz.lookup(name))
    spent = time.process_time() - begun
    return {"open s": opened, "cpu s": spent, "µs a name": spent / len(distinct) * 1e6}


def python_workers() -> list[Path]:
    """The Python workers below this process: children of a `pyspark.daemon`."""
    parents: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    daemons = {pid for pid in parents if _is_daemon(pid) and _is_below(pid, os.getpid(), parents)}
    return [Path(f"/proc/{pid}") for pid, parent in parents.items() if parent in daemons]


def _is_daemon(pid: int) -> bool:
    try:
        return b"pyspark.daemon" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _is_below(pid: int, top: int, parents: dict[int, int]) -> bool:
    while pid and pid != top:
        pid = parents.get(pid, 0)
    return pid == top


def processor_time(workers: list[Path]) -> float:
    """User and system seconds of processes so far."""
    fields = [(w / "stat").read_text().rpartition(")")[2].split() for w in workers]
    return sum(int(f[11]) + int(f[12]) for f in fields) / TICK


def memory(workers: list[Path]) -> list[dict[str, int]]:
    """Megabytes of each process: resident, its share of them, and those that are no pages of a file."""
    found = []
    for worker in workers:
        lines = (line.split() for line in (worker / "smaps_rollup").read_text().splitlines()[1:])
        kilobytes = {line[0].rstrip(":"): int(line[1]) for line in lines}
        found.append({kind: kilobytes[kind] // 1024 for kind in ("Rss", "Pss", "Anonymous")})
    return found


def measured(job: Callable[[], Any]) -> dict[str, float]:
    """Seconds of a job, and of its Python workers' processors."""
    before, begun = processor_time(python_workers()), time.perf_counter()
    job().write.format("noop").mode("overwrite").save()
    return {"wall s": time.perf_counter() - begun, "cpu s": processor_time(python_workers()) - before}


def cluster(executors: int, folder: Path) -> dict[str, Any]:
    """All jobs on one cluster."""
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    begun = time.perf_counter()
    from pyspark.sql import SparkSession

    from normalizer.adapters.spark_ import resolve

    settings = {"ui.enabled": "false", "ui.showConsoleProgress": "false", "driver.host": "127.0.0.1"}
    settings |= {"driver.bindAddress": "127.0.0.1", "driver.memory": "1g", "sql.shuffle.partitions": "8"}
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]")
    for setting, value in settings.items():
        builder = builder.config(f"spark.{setting}", value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    spark.range(1).count()
    report: dict[str, Any] = {"executors": executors, "start-up s": time.perf_counter() - begun}
    frame = spark.read.parquet(str(folder / "rows")).repartition(8)
    others = spark.read.parquet(str(folder / "others")).repartition(8)
    fresh = spark.read.parquet(str(folder / "distinct")).repartition(8)

    def identity() -> Any:
        return frame.mapInArrow(lambda batches: batches, frame.schema)

    identity().write.format("noop").mode("overwrite").save()  # the workers are started
    report["identity"] = measured(identity)
    report["memory before MB"] = memory(python_workers())
    report["distinct names, cold"] = measured(lambda: resolve(fresh, "name"))
    report["rows, cold for them"] = measured(lambda: resolve(frame, "name"))
    report["rows, warm"] = measured(lambda: resolve(frame, "name"))
    report["other rows, distinct=True"] = measured(lambda: resolve(others, "name", distinct=True))
    report["memory MB"] = memory(python_workers())
    spark.stop()
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--names", type=int, default=5_000, help="distinct names of the rows")
    parser.add_argument("--fresh", type=int, default=20_000, help="names that all differ, for the cost of a name")
    parser.add_argument("--executors", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--cluster", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cluster:
        print(json.dumps(cluster(given.cluster, given.folder)))
        return
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("Memory and processor time of the workers are read from /proc, which this system has not.")
    with tempfile.TemporaryDirectory() as folder:
        fresh = names(given.fresh)
        write_rows(Path(folder, "rows"), names(given.names, 23), given.rows)
        write_rows(Path(folder, "others"), names(given.names, 31), given.rows)
        write_rows(Path(folder, "distinct"), fresh, len(fresh))
        sample = random.Random(3).sample(fresh, min(4_000, len(fresh)))
        show({"plain loop": plain_loop(sample), "rows": given.rows, "names": given.names, "fresh": len(fresh)})
        for executors in given.executors:
            options = ["--cluster", str(executors), "--folder", folder]
            ran = subprocess.run([sys.executable, __file__, *options], capture_output=True, text=True)
            if ran.returncode:
                sys.exit(ran.stderr[-3000:])
            show(json.loads(ran.stdout.splitlines()[-1]))


def show(report: dict[str, Any]) -> None:
    for what, value in report.items():
        print(f"{what:26} {_shown(value)}", flush=True)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{k} {_shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        return " | ".join(map(_shown, value))
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    main()
