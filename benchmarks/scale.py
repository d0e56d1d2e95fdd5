"""The gazetteer file at size: build, bytes, memory, and look-ups beside other methods in the same run.

    python benchmarks/scale.py [--sizes 200000 1000000] [--each N] [--no-default] [--no-peers] [--seconds S]
    python benchmarks/scale.py --sizes --gazetteer FILE  # another gazetteer of places, such as the full one
    python benchmarks/scale.py --build 5000000 list.gaz && python benchmarks/scale.py --sizes 5000000 --built list.gaz

The names are the default gazetteer, and synthetic lists made of its name parts (`scale_names.py`). Each list is built
in a process of its own, whose time and peak memory are measured; then N questions of each group are asked:

* exact: as recorded; other scheme: as another romanisation of the native form writes it; typo: one letter wrong; typo
  and other scheme: both; other script: the native form, which is not recorded; unknown: a name that nobody has.

For each group: median and 99th percentile in milliseconds of processor time (so that what else a machine does is left
out), and how often the first answer is the right name (for
"unknown": how often nothing is called a match). *nearest name* is what the peers answer: the recorded name that is
nearest by letters, from the keys and the typo-tolerant layer, without a comparison or a decision. Peers
(`scale_peers.py`; rapidfuzz, symspellpy, SQLite, tantivy) are asked as long as S seconds allow; what is not installed
is left out with a sentence. One core, except for building and `lookup_many`, which take two.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import scale_names as names
from anyascii import anyascii
from scale_peers import PEERS

from gazetteer.lookup import Gazetteer
from normalizer.api import Normalizer
from normalizer.build import build_records
from normalizer.errors import NormalizerError
from normalizer.locations import default_gazetteer
from normalizer.matching.keys import fold_native
from normalizer.matching.nearest import nearest_names
from normalizer.matching.resolve import Hints, Resolver
from normalizer.policy import Settings
from normalizer.result import Resolution

SEED = 5
SYMSPELL_MOST = 1_000_000
"""Names above which symspellpy is left out: it takes more than a kilobyte of memory for each."""
MANY = 10_000
"""Recorded names for the rate of many look-ups; a tenth of them with a typo; rows of the column for each."""
BATCH = 64
"""Names that cdist is asked for at once: a byte for each of them and each name of the list."""
RUNS = 5
"""Times that many names are asked for at once."""
SHORT = {"typo and other scheme": "typo, scheme"}
Timed = dict[str, list[tuple[float, bool]]]


def build(path: Path, count: int) -> None:
    """Build a list and print what it took, as JSON; run in a process of its own."""
    with Gazetteer.open(default_gazetteer()) as gazetteer:
        parts = names.parts_of(gazetteer)
    start = time.perf_counter()
    report = build_records(path, names.records(parts, count, SEED)).report
    wall = time.perf_counter() - start
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures = {
        "names": report.names, "wall": wall, "size": report.size, "postings": report.postings,
        "typo_keys": report.typo_keys, "main_mb": peak_mb(), "worker_mb": workers.ru_maxrss / 1024,
        "cpu": own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime,
    }  # fmt: skip
    print(json.dumps(figures))


def peak_mb() -> float:
    """Peak memory of this process; Linux counts what stood before `exec` in `ru_maxrss`, so it is asked otherwise."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peak = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), None)
    return int(peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def built(path: Path, count: int) -> None:
    """Build in a process of its own, and print what it took."""
    command = [sys.executable, __file__, "--build", str(count), str(path)]
    f = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    print(
        f"build: {f['names']:,} names in {f['wall']:.0f} s = {f['names'] / f['wall']:,.0f} names/s (processor time "
        f"{f['cpu']:.0f} s = {2 * f['names'] / f['cpu']:,.0f} names/s on two idle cores); peak memory "
        f"{f['main_mb']:.0f} MB, {f['worker_mb']:.0f} MB in each worker"
    )
    print(
        f"file: {f['size'] / 1e6:.0f} MB = {f['size'] / f['names']:.0f} bytes/name, {f['postings'] / f['names']:.1f} "
        f"keys/name, {f['typo_keys']:,} typo-tolerant keys"
    )


def timed(ask: Callable[[names.Query], str], asked: list[names.Query], seconds: float) -> Timed:
    """Processor seconds and whether right, for as many questions as there is time for, all groups in turn."""
    by_group = defaultdict(list)
    for query in asked:
        by_group[query.group].append(query)
    in_turn = [q for row in itertools.zip_longest(*by_group.values()) for q in row if q is not None]
    times: Timed = defaultdict(list)
    end = time.monotonic() + seconds
    for query in in_turn:
        start = time.process_time()
        answer = ask(query)
        times[query.group].append((time.process_time() - start, answer == query.right))
        if time.monotonic() > end:
            break
    return times


def show(label: str, times: Timed) -> None:
    cells = []
    for group in names.GROUPS:
        rows = times.get(group, [])
        if not rows:
            cells.append(f"{'-':>21}")
            continue
        took = sorted(1000 * seconds for seconds, _ in rows)
        p99 = took[min(len(took) - 1, int(0.99 * len(took)))]
        right = sum(ok for _, ok in rows) / len(rows)
        cells.append(f"{statistics.median(took):8.2f} {p99:7.2f} {right:4.2f}")
    print(f"{label:22}" + " |".join(cells))


def head(asked: list[names.Query]) -> None:
    count = {group: sum(q.group == group for q in asked) for group in names.GROUPS}
    print(f"{'median, p99 ms, right':22}" + " |".join(f"{f'{SHORT.get(g, g)} ({count[g]})':>21}" for g in names.GROUPS))


def opening(path: Path, query: str) -> None:
    """What it takes to open a file, and the first look-up after it."""
    opened, first = [], []
    for _ in range(20):
        start = time.perf_counter()
        with Gazetteer.open(path) as gazetteer:
            opened.append(time.perf_counter() - start)
            start = time.perf_counter()
            gazetteer.exact(fold_native(query))
            first.append(time.perf_counter() - start)
    print(f"open: {1000 * statistics.median(opened):.2f} ms; first exact key: {1000 * statistics.median(first):.2f} ms")


def ours(path: Path, asked: list[names.Query]) -> None:
    """Whole look-ups, the typo-tolerant layer alone, and many at once."""
    with Gazetteer.open(path) as gazetteer:
        resolver = Resolver((gazetteer,), Settings("en", None))

        def ask(query: names.Query) -> str:
            answer = resolver.resolve(query.text, Hints())
            if not query.right:
                return query.text if answer.status == "match" else ""
            first = answer.candidates[0] if answer.candidates else None
            shown = {fold_native(text) for text in (first.matched.text, first.canonical)} if first else set()
            return query.right if query.right in shown else ""

        def nearest(query: names.Query) -> str:
            found = nearest_names((gazetteer,), query.text, 1)
            if not found or fold_native(found[0].name.text) == query.right:
                return query.right if found else ""
            number = gazetteer.find(found[0].entity.id)
            shown = () if number is None else gazetteer.names(number)
            return query.right if query.right in {fold_native(name.text) for name in shown} else found[0].name.text

        timed(ask, asked[:: max(1, len(asked) // 60)], 10)  # tables and schemes are read once, not by every question
        gc.collect()
        gc.freeze()  # as a service does: a full search for cycles among the tables takes as long as fifty questions
        show("look-up", timed(ask, asked, 120))
        plain = in_plain_letters(asked)
        show("nearest name", timed(nearest, plain, 60))
        typos = [q for q in plain if q.group == "typo"][:BATCH]
        each = batched(lambda: [nearest_names((gazetteer,), query.text, 1) for query in typos], len(typos))
        print(f"nearest name, {len(typos)} typos at once: {each:.3f} ms each")
    many(path)


def in_plain_letters(asked: list[names.Query]) -> list[names.Query]:
    """The questions in the letters in which peers get them."""
    return [q._replace(text=fold_native(anyascii(q.text))) for q in asked]


def many(path: Path) -> None:
    """Names a second, by one process and by two: recorded ones, typos, a column in which names come again."""
    rng = random.Random(SEED)
    with Gazetteer.open(path) as gazetteer:
        numbers = rng.sample(range(len(gazetteer)), min(len(gazetteer), MANY))
        known = list(dict.fromkeys(gazetteer.names(at)[0].text for at in numbers))
    typos = [names.slipped(name, rng) for name in known[: MANY // 10] if len(name) > 4]
    column = rng.choices(with_slips(known, rng), [1 / (rank + 10) for rank in range(len(known))], k=10 * MANY)
    try:
        with Normalizer(path) as normalizer:
            for label, chosen in (("recorded names", known), ("typos", typos)):
                for workers in (1, 2):
                    start = time.perf_counter()
                    answers = normalizer.lookup_iter(chosen, read=kept, workers=workers)
                    rate = sum(1 for _ in answers) / (time.perf_counter() - start)
                    print(f"lookup_iter, {len(chosen):,} {label}: {rate:,.0f} names/s, {workers} processes")
            for workers in (1, 2):
                start = time.perf_counter()
                normalizer.lookup_many(column, workers=workers)
                rate = len(column) / (time.perf_counter() - start)
                rows = f"{len(column):,} rows of {len(set(column)):,} names, one in twenty with a typo"
                print(f"lookup_many, {rows}: {rate:,.0f} rows/s, {workers} processes")
    except NormalizerError as error:
        print(f"many look-ups: not measured: {error}")


def with_slips(known: list[str], rng: random.Random) -> list[str]:
    """The names, one in twenty with a typo."""
    return [names.slipped(name, rng) if at % 20 == 0 and len(name) > 4 else name for at, name in enumerate(known)]


def kept(answer: Resolution) -> tuple[str | None, float]:
    """What a pipeline would write down of an answer."""
    return answer.canonical, answer.score


def peers(listed: list[str], asked: list[names.Query], seconds: float) -> None:
    folded = list(dict.fromkeys(fold_native(name) for name in listed))
    plain = in_plain_letters(asked)
    for label, make in PEERS.items():
        if label == "symspellpy" and len(folded) > SYMSPELL_MOST:
            print(f"{label:22}left out above {SYMSPELL_MOST:,} names: it would take {1.2e-6 * len(folded):.0f} GB")
            continue
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            try:
                ask = make(folded, Path(folder))
            except ImportError as error:
                print(f"{label:22}not installed ({error.name})")
                continue
            took = time.perf_counter() - start
            show(label, timed(lambda query, ask=ask: ask(query.text), plain, seconds))  # type: ignore[misc]
            print(f"{'':22}prepared in {took:.1f} s")
    batch([q.text for q in plain if q.group == "typo"][:BATCH], folded)


def batch(asked: list[str], listed: list[str]) -> None:
    """cdist asked for many names in one call, as it is meant to be used."""
    try:
        import numpy
        from rapidfuzz import fuzz, process
    except ImportError as error:
        print(f"cdist of many names: not installed ({error.name})")
        return

    def ask() -> None:
        process.cdist(asked, listed, scorer=fuzz.ratio, score_cutoff=70, dtype=numpy.uint8, workers=1).argmax(axis=1)

    print(f"rapidfuzz cdist, {len(asked)} typos at once: {batched(ask, len(asked)):.1f} ms each")


def batched(ask: Callable[[], object], count: int) -> float:
    """Milliseconds of processor time for each of many questions asked at once: the median of RUNS times."""
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        ask()
        took.append(time.process_time() - start)
    return 1000 * statistics.median(took) / count


def compare_places(path: Path, arguments: argparse.Namespace) -> None:
    with Gazetteer.open(path) as gazetteer:
        counts = gazetteer.info["counts"]
        title = f"{counts['names']:,} names, {counts['typo_keys']:,} typo-tolerant keys"
        print(f"\n# gazetteer {gazetteer.info['facts'].get('name', path.stem)}: {title}")
        print(f"file: {path.stat().st_size / 1e6:.0f} MB = {path.stat().st_size / counts['names']:.0f} bytes/name")
        pairs = names.pairs_of_places(gazetteer, 12 * arguments.each, SEED)
        listed = [] if arguments.no_peers else [
            n.text for at in range(len(gazetteer)) for n in gazetteer.names(at) if n.script == "Latn"
        ]  # fmt: skip
    asked = names.queries(pairs, arguments.each, SEED)
    opening(path, asked[0].text)
    head(asked)
    ours(path, asked)
    if listed:
        peers(listed, asked, arguments.seconds)


def compare_list(count: int, arguments: argparse.Namespace) -> None:
    print(f"\n# synthetic list of {count:,} names", flush=True)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(arguments.built or Path(folder) / "list.gaz")
        if not arguments.built:
            built(path, count)
        with Gazetteer.open(default_gazetteer()) as gazetteer:
            parts = names.parts_of(gazetteer)
        asked = names.queries(names.pairs_of_list(parts, count, SEED, 12 * arguments.each), arguments.each, SEED)
        opening(path, asked[0].text)
        head(asked)
        ours(path, asked)
        if not arguments.no_peers:
            listed = [record.names[0].text for record in names.records(parts, count, SEED)]
            peers(listed, asked, arguments.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description="The gazetteer file at size, beside other methods.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[200_000, 1_000_000])
    parser.add_argument("--each", type=int, default=200, help="questions of a group")
    parser.add_argument("--no-default", action="store_true")
    parser.add_argument("--gazetteer", type=Path, metavar="FILE", help="in place of the default one")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--seconds", type=float, default=8.0, help="for asking a peer")
    parser.add_argument("--folder", help="for the files; several hundred bytes a name")
    parser.add_argument("--built", metavar="FILE", help="a list of the one size given, built before (--build N FILE)")
    parser.add_argument("--build", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        build(Path(arguments.build[1]), int(arguments.build[0]))
        return
    if not arguments.no_default:
        compare_places(arguments.gazetteer or default_gazetteer(), arguments)
    for count in arguments.sizes:
        compare_list(count, arguments)


if __name__ == "__main__":
    main()
