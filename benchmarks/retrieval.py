"""How often a look-up finds the right entity first, by script of the query, beside plain scorers in the same run.

    python benchmarks/retrieval.py [DATA] [--sample N] [--seed S] [--only WORD] [--reader R] [--missed N]

DATA is a folder with dev/variants_people.tsv, dev/distractors_people.tsv and dev/variants_places.tsv; else the
environment variable NORMALIZER_EVAL_DATA, else ../shared/data. Nothing of it is part of the project; without it the
script says so and ends. Small gazetteers are built in a temporary folder, from the names named here and no others:

* people: the EveryPolitician entities that have a Latin main name, filled up with people of one name to 5,000
  entities; that one name is indexed. Queries: all their other names, a sample of each script.
* ofac: all OFAC entities, the main name (else the first Latin one) indexed. Queries: Latin aliases; and once more
  those of them whose token-sort ratio to the indexed name is at least 55 ("near"): most others are other names.
* places: 3,756 GeoNames entities, the main name indexed. Queries: their other names by script, Latin ones in the
  same two groups.
* unseen: all cities of Ukraine, Russia and Belarus of the default gazetteer. For those of DATA every Latin spelling
  but the main one is held out and asked, if it is plausibly a transliteration: a ratio of at least 70 to the plain
  letters of some recorded form.

Columns: queries; top 1 of the look-up; top 5; in reach, the share whose entity was among those compared in full (what
top 1 misses beyond this is lost in ranking, the rest in finding); `match`: of how many queries, and its precision;
top 1 of rapidfuzz token-sort ratio, ratio and WRatio over all indexed names, all in plain lower-case Latin letters
(anyascii); processor time and comparisons a query. Names that fold to the indexed one are not asked.

The last line of a task says how often `match` was said where nothing can be right: half of the entities are left
out of the index, and their names are asked.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz, process

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Kind, Name, Record
from normalizer.build import build_records
from normalizer.locations import default_gazetteer
from normalizer.matching.keys import fold_native
from normalizer.matching.resolve import Hints, Resolver
from normalizer.policy import Settings
from normalizer.text.unicode import script_of

PEOPLE, PLACES = 5000, 3756  # entities of an index, as the published baselines have them
NEAR = 55.0  # token-sort ratio (0..100) to the indexed name from which a Latin name counts as a spelling of it
PLAUSIBLE = 70.0  # ratio (0..100) from which a held-out spelling counts as a transliteration
COUNTRIES = ("UA", "RU", "BY")
PLAIN = {"sort": fuzz.token_sort_ratio, "ratio": fuzz.ratio, "WRatio": fuzz.WRatio}


class Query(NamedTuple):
    """A name to ask: the group it is counted in, and the entity that is right."""

    group: str
    text: str
    entity: str


@dataclass(frozen=True)
class Task:
    """What is indexed and what is asked."""

    name: str
    kind: Kind
    records: list[Record]
    queries: list[Query]


class Row(NamedTuple):
    """A name of the evaluation data."""

    name: str
    script: str
    form: str


def read_entities(path: Path, namespace: str) -> dict[str, list[Row]]:
    """Entities of one namespace with their names."""
    found: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["entity_id"].startswith(namespace + ":"):
                found[r["entity_id"]].append(Row(r["name"], r["script"], r["form"]))
    return found


def main_name(rows: list[Row]) -> Row | None:
    """The Latin main name, else None."""
    return next((r for r in rows if r.script == "Latn" and "main" in r.form.split("|")), None)


def first_latin(rows: list[Row]) -> Row | None:
    return main_name(rows) or next((r for r in rows if r.script == "Latn"), None)


def record(entity_id: str, kind: Kind, names: Iterable[str], country: str = "") -> Record:
    """A record of names without tags, the first of them canonical."""
    made = tuple(
        Name(text, "", script_of(text), "alternate" if at else "canonical")
        for at, text in enumerate(dict.fromkeys(names))
    )
    return Record(Entity(entity_id, kind, "city" if kind == "place" else "", country, 1), made)


def asked(entity_id: str, rows: list[Row], indexed: Row) -> Iterator[Query]:
    """The other names of an entity, by script; Latin ones that are near once more in a group of their own."""
    for row in rows:
        if fold_native(row.name) != fold_native(indexed.name):
            yield Query(row.script, row.name, entity_id)
            plain = (anyascii(row.name).lower(), anyascii(indexed.name).lower())
            if row.script == "Latn" and fuzz.token_sort_ratio(*plain) >= NEAR:
                yield Query("Latn near", row.name, entity_id)


def people(data: Path, seed: int) -> Task:
    entities = read_entities(data / "variants_people.tsv", "ep")
    main = {i: m for i, rows in entities.items() if (m := main_name(rows))}
    records = [record(i, "person", [m.name]) for i, m in main.items()]
    with (data / "distractors_people.tsv").open(encoding="utf-8", newline="") as lines:
        others = [
            r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if script_of(r["name"]) == "Latn"
        ]
    chosen = random.Random(seed).sample(others, max(0, min(PEOPLE - len(records), len(others))))
    records += [record(r["entity_id"], "person", [r["name"]]) for r in chosen]
    queries = [q for i, m in main.items() for q in asked(i, entities[i], m) if q.group != "Latn near"]
    return Task("people", "person", records, queries)


def ofac(data: Path, seed: int) -> Task:
    entities = read_entities(data / "variants_people.tsv", "ofac")
    main = {i: m for i, rows in entities.items() if (m := first_latin(rows))}
    records = [record(i, "person", [m.name]) for i, m in main.items()]
    queries = [q for i, m in main.items() for q in asked(i, entities[i], m) if q.group.startswith("Latn")]
    return Task("ofac", "person", records, queries)


def places(data: Path, seed: int) -> Task:
    entities = read_entities(data / "variants_places.tsv", "gn")
    main = {i: m for i, rows in entities.items() if (m := main_name(rows))}
    chosen = random.Random(seed).sample(sorted(main), min(PLACES, len(main)))
    records = [record(i, "place", [main[i].name]) for i in chosen]
    return Task("places", "place", records, [q for i in chosen for q in asked(i, entities[i], main[i])])


def unseen(data: Path, seed: int) -> Task:
    entities = read_entities(data / "variants_places.tsv", "gn")
    records, queries = [], []
    with Gazetteer.open(default_gazetteer()) as gazetteer:
        for one in gazetteer.records():
            if one.entity.country in COUNTRIES and one.entity.feature == "city":
                kept, held = hold_out(one, entities.get(one.entity.id, []))
                records.append(Record(one.entity, kept))
                queries += [Query(one.entity.country, name, one.entity.id) for name in held]
    return Task("unseen", "place", records, queries)


def hold_out(one: Record, rows: list[Row]) -> tuple[tuple[Name, ...], list[str]]:
    """A record's names without the Latin ones of the evaluation data, and those that are to be asked."""
    first = {fold_native(n.text) for n in one.names if n.role in ("canonical", "official")}
    out = {fold_native(r.name): r.name for r in rows if r.script == "Latn" and fold_native(r.name) not in first}
    latin = [n for n in one.names if n.script == "Latn" and fold_native(n.text) not in first]
    kept = tuple(n for n in one.names if n not in latin) if rows else one.names
    plain = [anyascii(n.text).lower() for n in kept if n.role not in ("code", "generated")]
    held = [name for name in out.values() if any(fuzz.ratio(anyascii(name).lower(), p) >= PLAUSIBLE for p in plain)]
    return kept, held


TASKS = (people, ofac, places, unseen)


class Outcome(NamedTuple):
    """What one query brought: whether the right entity was first, listed, compared; its status."""

    first: bool
    listed: bool
    reached: bool
    status: str
    compared: int
    best: str


def ask(resolver: Resolver, query: Query, kind: Kind) -> Outcome:
    answer = resolver.resolve(query.text, Hints(kind))
    ids = [c.entity.id for c in answer.candidates]
    compared = resolver.compared(query.text, Hints(kind))
    reached = query.entity in ids or query.entity in compared
    best = f"{answer.candidates[0].matched.text} {answer.score:.2f}" if ids else "-"
    return Outcome(ids[:1] == [query.entity], query.entity in ids, reached, answer.status, len(compared), best)


def plain_top(queries: list[Query], records: list[Record]) -> dict[str, list[bool]]:
    """For each plain scorer whether the entity of the best indexed name is right."""
    names = [
        (anyascii(n.text).lower(), r.entity.id) for r in records for n in r.names if n.role not in ("code", "generated")
    ]
    texts = [anyascii(q.text).lower() for q in queries]
    right: dict[str, list[bool]] = {}
    for label, scorer in PLAIN.items():
        scores = process.cdist(texts, [n for n, _ in names], scorer=scorer)
        right[label] = [names[int(at)][1] == q.entity for at, q in zip(scores.argmax(axis=1), queries, strict=True)]
    return right


def share(flags: Iterable[bool]) -> str:
    listed = list(flags)
    return f"{sum(listed) / len(listed):.3f}" if listed else "-"


def line(group: str, outcomes: list[Outcome], seconds: float, plain: dict[str, list[bool]]) -> str:
    matched = [o.first for o in outcomes if o.status == "match"]
    cells = [share(getattr(o, field) for o in outcomes) for field in ("first", "listed", "reached")]
    cells += [f"{len(matched) / len(outcomes):.3f}", share(matched)] + [share(flags) for flags in plain.values()]
    cells += [f"{1000 * seconds / len(outcomes):.2f}", f"{sum(o.compared for o in outcomes) / len(outcomes):.0f}"]
    return f"{group:18s} {len(outcomes):6d} " + " ".join(f"{cell:>8s}" for cell in cells)


def run(task: Task, arguments: argparse.Namespace, folder: Path) -> None:
    path = folder / f"{task.name}.gaz"
    built = build_records(path, task.records)
    print(f"\n{task.name}: {len(task.records)} entities, {built.report.size / 1e6:.1f} MB", flush=True)
    groups: dict[str, list[Query]] = defaultdict(list)
    for query in task.queries:
        groups[query.group].append(query)
    with Gazetteer.open(path, reader=arguments.reader) as gazetteer:
        resolver = Resolver((gazetteer,), Settings())
        for group, queries in sorted(groups.items(), key=lambda g: -len(g[1])):
            if len(queries) >= arguments.least and arguments.group in group:
                queries = random.Random(arguments.seed).sample(queries, min(arguments.sample, len(queries)))
                began = time.process_time()
                for query in queries:
                    resolver.resolve(query.text, Hints(task.kind))
                seconds = time.process_time() - began
                outcomes = [ask(resolver, query, task.kind) for query in queries]
                print(line(group, outcomes, seconds, plain_top(queries, task.records)), flush=True)
                missed(task, queries, outcomes, arguments.missed)
    absent(task, arguments, folder)


def absent(task: Task, arguments: argparse.Namespace, folder: Path) -> None:
    """Print how often the names of entities that are not indexed get a `match`."""
    path = folder / f"{task.name}-half.gaz"
    build_records(path, task.records[::2])
    gone = {r.entity.id for r in task.records[1::2]}
    queries = [q for q in task.queries if q.entity in gone and arguments.group in q.group]
    queries = random.Random(arguments.seed).sample(queries, min(2 * arguments.sample, len(queries)))
    with Gazetteer.open(path, reader=arguments.reader) as gazetteer:
        resolver = Resolver((gazetteer,), Settings())
        wrong = [resolver.resolve(q.text, Hints(task.kind)).status == "match" for q in queries]
    print(f"{'not indexed':18s} {len(queries):6d} matched all the same: {share(wrong)}", flush=True)


def missed(task: Task, queries: list[Query], outcomes: list[Outcome], count: int) -> None:
    """Print some queries whose entity was not first."""
    names = {r.entity.id: r.names[0].text for r in task.records}
    rows = [(q, o) for q, o in zip(queries, outcomes, strict=True) if not o.first]
    for query, outcome in rows[:count]:
        where = "ranked below" if outcome.reached else "not found"
        print(f"    {query.text} = {names[query.entity]}: {where}; got {outcome.best} ({outcome.status})")


def main() -> int:
    parser = argparse.ArgumentParser(description="Top 1 of look-ups by script of the query, beside plain scorers.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--sample", type=int, default=200, help="queries of each group")
    parser.add_argument("--least", type=int, default=30, help="groups with fewer queries are left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="tasks whose name contains this")
    parser.add_argument("--group", default="", help="groups (scripts, countries) whose name contains this")
    parser.add_argument("--reader", default="auto", choices=("auto", "standard", "vector"))
    parser.add_argument("--missed", type=int, default=0, help="so many missed queries of each group are shown")
    arguments = parser.parse_args()
    data = Path(arguments.data) / "dev"
    if not (data / "variants_people.tsv").is_file():
        print(f"No evaluation data at {arguments.data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    heads = ["top1", "top5", "in reach", "match", "P(match)", *PLAIN, "ms", "compared"]
    print(f"{'group':18s} {'asked':>6s} " + " ".join(f"{head:>8s}" for head in heads))
    with tempfile.TemporaryDirectory() as folder:
        for task in TASKS:
            if arguments.only in task.__name__:
                run(task(data, arguments.seed), arguments, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
