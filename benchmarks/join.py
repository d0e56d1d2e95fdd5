"""How well and how fast two lists are joined by name.

    python benchmarks/join.py [DATA] [--only ep|ofac|gn] [--seed S] [--brute N] [--scale N [--workers W]]

DATA is a folder with dev/variants_people.tsv, dev/variants_places.tsv and dev/distractors_people.tsv; else the
environment variable NORMALIZER_EVAL_DATA, else ../shared/data.

Protocol. Of entities with two names and more (by seed), list A has one name each, drawn at random among all of them, in
any script; list B has another name of every other entity, and one name each of people or places that are not in A. So
half of A has a counterpart, and the rest should stay without one; entities that share a name (letters folded) with
another one are left out, since many are one person or place under two ids. Rules alone. Reported are, of all
matches, how many
are right (precision), of all rows with a counterpart, how many are matched to it (recall), how many rows are unsure,
and of how many of these the right row is the best or the runner-up. "Plain" is rapidfuzz's ratio of lower-case ASCII
letters, the best row of B, at the threshold that gives the best F1 on this list (which no user knows).

`--brute N` compares N names of A with N of B, all with all, and tells which share of the best pairs from the threshold
up the join found without it. `--scale N` joins N synthetic names (`scale_names`) with N others: a third the same
people with a typing error, a third under the same spelling, a third other people; time and memory of all processes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from clusters import LISTS, read

from normalizer.lists.join import match_rows, rows_of
from normalizer.lists.scoring import pair_score
from normalizer.policy import SAME_THRESHOLD
from normalizer.result import Match
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin

ROWS = 3_000  # rows of A
OTHERS = 3_000  # rows of B that are in A not


class Lists(NamedTuple):
    """Two lists; truth: for each row of A the row of B that is it, or None."""

    a: list[str]
    b: list[str]
    truth: list[int | None]
    kind: str


def sample(data: Path, space: str, seed: int, others: int = OTHERS) -> Lists:
    """Two lists of one source."""
    wanted = LISTS[space]
    rng = random.Random(seed)
    names = read(data / wanted.file, space)
    people = wanted.kind == "person"
    lone = read(data / "distractors_people.tsv", space) if people else {}
    names, lone = _unshared(names, lone)
    ids = sorted(entity for entity, own in names.items() if len(own) > 1)
    rng.shuffle(ids)
    a, b, truth = [], [], list[int | None]()
    for number, entity in enumerate(ids[:ROWS]):
        one, other = rng.sample(names[entity], 2)
        a.append(one)
        truth.append(len(b) if number % 2 else None)
        if number % 2:
            b.append(other)
    rest = [own[0] for own in lone.values()] if people else [rng.choice(names[entity]) for entity in ids[ROWS:]]
    rng.shuffle(rest)
    return Lists(a, b + rest[:others], truth, wanted.kind)


def _unshared(*sources: dict[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """Entities with distinct names none of which is another entity's, too."""
    folded = Counter(key for source in sources for own in source.values() for key in {_folded(name) for name in own})
    for source in sources:
        kept = {entity: own for entity, own in source.items() if all(folded[_folded(name)] == 1 for name in own)}
        yield {entity: list(dict.fromkeys(own)) for entity, own in kept.items()}


def _folded(name: str) -> str:
    return " ".join(sorted(fold_latin(anyascii_latin(name)).split()))


def report(space: str, lists: Lists, matches: Sequence[Match], seconds: float) -> None:
    """One line of the table."""
    right = sum(m.status == "match" and m.found == true for m, true in zip(matches, lists.truth, strict=True))
    made = sum(m.status == "match" for m in matches)
    unsure = [(m, true) for m, true in zip(matches, lists.truth, strict=True) if m.status == "unsure"]
    among = sum(true is not None and true in (m.found, m.runner_up) for m, true in unsure)
    there = sum(true is not None for true in lists.truth)
    f1, plain_f1, at = 2 * right / (made + there), *plain(lists)
    print(
        f"{space:5s} {len(lists.a):6d} x {len(lists.b):6d}  {right / max(made, 1):9.3f} {right / there:6.3f} {f1:6.3f}"
        f"  {len(unsure):6d} ({among} right)  {seconds:7.1f}     {plain_f1:.3f} at {at}",
        flush=True,
    )


def plain(lists: Lists) -> tuple[float, int]:
    """F1 of plain likeness, and its best threshold."""
    import numpy as np
    from anyascii import anyascii
    from rapidfuzz import fuzz, process

    letters = [[" ".join(anyascii(name).lower().split()) for name in names] for names in (lists.a, lists.b)]
    likeness = process.cdist(*letters, scorer=fuzz.ratio, dtype=np.uint8)
    best, score = likeness.argmax(axis=1), likeness.max(axis=1)
    right = np.array([true is not None and best[i] == true for i, true in enumerate(lists.truth)])
    there = sum(true is not None for true in lists.truth)
    scores = {at: 2 * int((right & (score >= at)).sum()) / (int((score >= at).sum()) + there) for at in range(50, 101)}
    at = max(scores, key=lambda threshold: scores[threshold])
    return scores[at], at


def brute(lists: Lists, count: int) -> None:
    """What the join misses of what comparing all with all finds."""
    a = lists.a[:count]
    b = [lists.b[true] for true in lists.truth[:count] if true is not None]
    b += lists.b[-(count - len(b)) :]
    found = {m.row: m for m in match_rows(rows_of(a), rows_of(b), None, lists.kind)}
    best, equal, lost = 0, 0, list[tuple[float, str, str]]()
    for number, name in enumerate(a):
        score, other = max((pair_score(name, other, lists.kind), other) for other in b)
        if score >= SAME_THRESHOLD:
            best += 1
            equal += found[number].likeness >= score - 1e-9
            if found[number].likeness < score - 1e-9:
                lost.append((score, name, other))
    share = equal / best
    print(f"      {len(a)} x {len(b)} all with all: {best} best pairs at the threshold, the join has {share:.4f}")
    for score, name, other in lost[:5]:
        print(f"      missed {score:.2f} {name!r} beside {other!r}")


def synthetic(count: int) -> tuple[list[str], list[str]]:
    """Two lists of synthetic names, a third of whose rows are one person under two spellings."""
    from scale_names import drawn, parts_of, slipped

    from gazetteer.layers import open_layers
    from normalizer.locations import default_gazetteer
    from normalizer.matching.keys import fingerprint

    (gazetteer,) = open_layers([default_gazetteer()], fingerprint=fingerprint())
    pairs = drawn(parts_of(gazetteer), 2 * count, 1)
    names = [f"{one.latin} {two.latin}" for one, two in pairs]
    rng = random.Random(2)
    a, others = names[:count], names[count:]
    b = [(name, slipped(name, rng), other)[i % 3] for i, (name, other) in enumerate(zip(a, others, strict=True))]
    rng.shuffle(b)
    return a, b


def scale(count: int, workers: int) -> None:
    """Time and memory of a join of synthetic names."""
    a, b = synthetic(count)
    began, clock = time.monotonic(), time.process_time()
    statuses: dict[str, int] = defaultdict(int)
    for match in match_rows(rows_of(a), rows_of(b), None, "person", workers=workers):
        statuses[match.status] += 1
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = time.process_time() - clock + children.ru_utime + children.ru_stime
    print(
        f"{count:,} x {count:,}, {workers} workers: {time.monotonic() - began:.0f} s, processor {cpu:.0f} s, memory "
        f"{own.ru_maxrss >> 10} MB, of each worker {children.ru_maxrss >> 10} MB; {dict(statuses)}"
    )


def samples(data: Path, only: str | None, seed: int) -> Iterator[tuple[str, Lists]]:
    """The lists that are asked for."""
    for space in [only] if only else LISTS:
        yield space, sample(data, space, seed)


def main() -> int:
    parser = argparse.ArgumentParser(description="Join two lists of development names, beside plain string distance.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--only", choices=tuple(LISTS), help="one list")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--brute", type=int, default=0, metavar="N", help="also compare N x N names all with all")
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="join N x N synthetic names instead")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.scale:
        scale(arguments.scale, arguments.workers)
        return 0
    data = Path(arguments.data) / "dev"
    if not (data / "variants_people.tsv").is_file():
        print(f"No evaluation data at {data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    print("list    A x B           precision recall     F1  unsure              seconds  plain F1 at its best")
    for space, lists in samples(data, arguments.only, arguments.seed):
        began = time.process_time()
        matches = list(match_rows(rows_of(lists.a), rows_of(lists.b), None, lists.kind))
        report(space, lists, matches, time.process_time() - began)
        if arguments.brute:
            brute(lists, arguments.brute)
    return 0


if __name__ == "__main__":
    sys.exit(main())
