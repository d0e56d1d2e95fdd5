"""How well a list of names falls into groups without a gazetteer, beside plain string distance in the same run.

    python benchmarks/clusters.py [DATA] [--only ep|ofac|gn] [--seed S] [--explain N]
    python benchmarks/clusters.py --scale N [--workers W]

DATA is a folder with dev/variants_people.tsv, dev/variants_places.tsv and dev/distractors_people.tsv; else the
environment variable NORMALIZER_EVAL_DATA, else ../shared/data.

Protocol. Three lists, each a sample of entities (by seed) with all their names in all scripts, aliases and other
names that no spelling rule could find included, mixed with names of other entities that have one name here:

    ep    EveryPolitician: 800 people, and 3,200 with one name each; Latin and eleven other scripts
    ofac  OFAC sanctions list: 1,000 people with all aliases; Latin
    gn    GeoNames: 300 cities, and one name each of 300 others; Latin and ten other scripts

The unit is a row (entity, name). B-cubed precision and recall (Bagga & Baldwin 1998) are the means over the rows of
the share of the row's group that is its entity's, and of the share of its entity that is in the group; F1 is their
harmonic mean. Plain: rapidfuzz ratio of the names in lower-case ASCII (anyascii), all with all, connected components,
at the threshold that is best for this list (which no user knows), and at the one that is best for all three.
`--explain N` prints N random names that were cut off from their entity, with the reason.

`--scale N` groups N synthetic names (`scale_names`: given names and surnames of the default gazetteer, the commonest
very common) instead, and tells time and memory.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from normalizer.lists import cluster, scoring
from normalizer.lists.blocking import meetings
from normalizer.policy import SAME_THRESHOLD

Row = tuple[str, str]  # entity, name
THRESHOLDS = range(60, 100, 2)  # of the plain baseline


class List(NamedTuple):
    """What a list is made of: file, kind, entities with all their names, and with one name each."""

    file: str
    kind: str
    entities: int
    lone: int


LISTS = {
    "ep": List("variants_people.tsv", "person", 800, 3200),
    "ofac": List("variants_people.tsv", "person", 1000, 0),
    "gn": List("variants_places.tsv", "place", 300, 300),
}


class Measure(NamedTuple):
    """B-cubed precision, recall and F1."""

    precision: float
    recall: float
    f1: float


def read(path: Path, space: str) -> dict[str, list[str]]:
    """Entity -> its names, of one namespace."""
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["entity_id"].startswith(f"{space}:"):
                found[row["entity_id"]].append(row["name"])
    return found


def sample(data: Path, space: str, seed: int) -> list[Row]:
    """The rows of a list."""
    wanted = LISTS[space]
    names = read(data / wanted.file, space)
    ids = sorted(names)
    random.Random(seed).shuffle(ids)
    rows = [(entity, name) for entity in ids[: wanted.entities] for name in names[entity]]
    if wanted.kind == "person":
        names = read(data / "distractors_people.tsv", space)
        lone = list(names)
        random.Random(seed).shuffle(lone)
    else:
        lone = ids[wanted.entities :]
    return rows + [(entity, names[entity][0]) for entity in lone[: wanted.lone]]


def b_cubed(rows: Sequence[Row], group: Mapping[str, int]) -> Measure:
    """B-cubed of a grouping of names."""
    true = Counter(entity for entity, _ in rows)
    made = Counter(group[name] for _, name in rows)
    both = Counter((entity, group[name]) for entity, name in rows)
    precision = sum(n * n / made[g] for (_, g), n in both.items()) / len(rows)
    recall = sum(n * n / true[e] for (e, _), n in both.items()) / len(rows)
    return Measure(precision, recall, 2 * precision * recall / (precision + recall))


def plain(names: Sequence[str]) -> Iterator[tuple[int, dict[str, int]]]:
    """Connected components of plain likeness, at each threshold from the highest down."""
    import numpy as np
    from rapidfuzz import fuzz, process

    letters = [" ".join(anyascii(name).lower().split()) for name in names]
    likeness = np.triu(process.cdist(letters, letters, scorer=fuzz.ratio, dtype=np.uint8), 1)
    pairs = np.argwhere(likeness >= min(THRESHOLDS))
    scores = likeness[pairs[:, 0], pairs[:, 1]]
    parent = list(range(len(names)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for threshold in sorted(THRESHOLDS, reverse=True):
        for i, j in pairs[(scores >= threshold) & (scores < threshold + 2)]:
            parent[root(int(i))] = root(int(j))
        yield threshold, {name: root(i) for i, name in enumerate(names)}


class Ours(NamedTuple):
    group: dict[str, int]
    seconds: float
    compared: int


def ours(names: Sequence[str], kind: str) -> Ours:
    """The product's groups, the processor time they took, and the comparisons made."""
    made = 0
    compare = scoring.compare_names

    def counting(*arguments: object) -> object:
        nonlocal made
        made += 1
        return compare(*arguments)  # type: ignore[arg-type]

    scoring.compare_names = counting  # type: ignore[assignment]
    began = time.process_time()
    try:
        found = cluster.cluster_names(names, None, kind)
    finally:
        scoring.compare_names = compare
    seconds = time.process_time() - began
    return Ours({name: i for i, one in enumerate(found) for name in one.members}, seconds, made)


def cut_off(rows: Sequence[Row], group: Mapping[str, int]) -> list[tuple[str, list[str]]]:
    """Names that are not in the largest piece of their entity, each with that piece."""
    pieces: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entity, name in rows:
        pieces[entity][group[name]].append(name)
    found = []
    for parts in pieces.values():
        largest = max(parts.values(), key=len)
        found += [(name, largest) for part in parts.values() if part is not largest for name in part]
    return found


def explain(rows: Sequence[Row], group: Mapping[str, int], kind: str, shown: int, seed: int) -> None:
    """Where names are lost: not compared, compared and found unlike, or kept apart by the grouping."""
    lost = cut_off(rows, group)
    random.Random(seed).shuffle(lost)
    names = list(dict.fromkeys(name for _, name in rows))
    met = {(names[i], names[j]) for i, j in meetings(names, kind)}
    reasons: Counter[str] = Counter()
    for at, (name, piece) in enumerate(lost[:500]):
        score, nearest = max((cluster.compare_names(name, other, kind).score, other) for other in piece[:40])
        if score < SAME_THRESHOLD:
            reason = "unlike"
        elif not any((name, other) in met or (other, name) in met for other in piece):
            reason = "never met"
        else:
            reason = "kept apart"
        reasons[reason] += 1
        if at < shown:
            print(f"    {reason:10s} {score:.2f}  {name!r} beside {nearest!r}")
    print(f"    {len(lost)} names cut off, of {min(len(lost), 500)}: {dict(reasons)}")


def scale(count: int, workers: int) -> None:
    """Time and memory of a long list of synthetic names, in Latin letters, some of them twice."""
    from scale_names import drawn, parts_of

    from gazetteer.layers import open_layers
    from normalizer.locations import default_gazetteer
    from normalizer.matching.keys import fingerprint

    (gazetteer,) = open_layers([default_gazetteer()], fingerprint=fingerprint())
    names = [f"{one.latin} {two.latin}" for one, two in drawn(parts_of(gazetteer), count, 1)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    began, clock = time.monotonic(), time.process_time()
    found = cluster.cluster_names(names, None, "person", workers=workers)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = time.process_time() - clock + children.ru_utime + children.ru_stime
    print(
        f"{count:,} names, {workers} workers: {time.monotonic() - began:.0f} s, processor {cpu:.0f} s; memory "
        f"{own.ru_maxrss >> 10} MB ({before} before), of each worker {children.ru_maxrss >> 10} MB; "
        f"{len(found):,} groups, the largest of {max(len(one.members) for one in found)}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Cluster development names, beside plain string distance.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--only", choices=tuple(LISTS), help="one list")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--explain", type=int, default=0, metavar="N", help="show N names that were cut off")
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="group N synthetic names instead")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.scale:
        scale(arguments.scale, arguments.workers)
        return 0
    data = Path(arguments.data) / "dev"
    if not (data / "variants_people.tsv").is_file():
        print(f"No evaluation data at {data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    baselines: dict[int, list[float]] = defaultdict(list)
    print("list   names  B3 precision recall   F1   seconds  compared/name   plain F1 (precision, recall) at its best")
    for space in [arguments.only] if arguments.only else LISTS:
        rows = sample(data, space, arguments.seed)
        names = list(dict.fromkeys(name for _, name in rows))
        measures = {threshold: b_cubed(rows, group) for threshold, group in plain(names)}
        for threshold, measure in measures.items():
            baselines[threshold].append(measure.f1)
        best = max(measures, key=lambda threshold: measures[threshold].f1)
        made = ours([name for _, name in rows], LISTS[space].kind)
        own, other = b_cubed(rows, made.group), measures[best]
        print(
            f"{space:5s} {len(names):6d} {own.precision:13.3f} {own.recall:6.3f} {own.f1:6.3f} {made.seconds:7.1f} "
            f"{made.compared / len(names):12.1f}      {other.f1:.3f} "
            f"({other.precision:.3f}, {other.recall:.3f}) at {best}",
            flush=True,
        )
        if arguments.explain:
            explain(rows, made.group, LISTS[space].kind, arguments.explain, arguments.seed)
    common = max(baselines, key=lambda threshold: sum(baselines[threshold]))
    print(f"plain F1 at one threshold for all, {common}: {', '.join(f'{f1:.3f}' for f1 in baselines[common])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
