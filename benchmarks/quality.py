"""How well names are told apart, beside plain scorers, on evaluation pairs that are not part of the project.

    python benchmarks/quality.py [DATA] [--sample N] [--seed S] [--only WORD]

DATA is a folder with hand_pairs.tsv and dev/pairs_*.tsv; else the environment variable NORMALIZER_EVAL_DATA,
else ../shared/data. Prints one line a set: the AUC of each method (share of true pairs that score above false
ones), precision and recall of `same`, pairs a second. Plain scorers see names in plain lower-case Latin letters.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from normalizer.matching.compare import NameParts, compare_pairs
from normalizer.policy import SAME_THRESHOLD
from normalizer.result import Comparison

SETS = {
    "pairs_people_hard_crossscript": "person",
    "pairs_people_hard_latin": "person",
    "pairs_tokens_hard_crossscript": None,
    "pairs_places_hard_crossscript": "place",
    "pairs_places_hard_latin": "place",
    "pairs_toponyms_deezymatch": "place",
    "pairs_opensanctions_namebench": None,
    "pairs_orgs_hard_latin": "org",
    "pairs_givennames_ancestry": "person",
    "pairs_surnames_ancestry": "person",
    "pairs_surnames_border": "person",
}
SCHEMA_KINDS = {"Person": "person", "Company": "org", "Organization": "org", "LegalEntity": "org"}
PLAIN: dict[str, Callable[[str, str], float]] = {
    "ratio": fuzz.ratio,
    "WRatio": fuzz.WRatio,
    "Jaro-Winkler": JaroWinkler.similarity,
}
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


class Pair(NamedTuple):
    a: str
    b: str
    kind: str | None
    same: bool


def read_pairs(path: Path, kind: str | None) -> list[Pair]:
    """The rows of a pairs file; the kind is the set's, else the row's."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(
            r["name_a"], r["name_b"], kind or r.get("kind") or SCHEMA_KINDS.get(r.get("schema") or ""), r["same"] == "1"
        )
        for r in rows
    ]


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve; ties count half."""
    order = sorted(zip(scores, labels, strict=True))
    rank_sum, start = 0.0, 0
    while start < len(order):
        end = start
        while end < len(order) and order[end][0] == order[start][0]:
            end += 1
        rank_sum += (start + end + 1) / 2 * sum(label for _, label in order[start:end])
        start = end
    positives = sum(labels)
    return (rank_sum - positives * (positives + 1) / 2) / max(positives * (len(labels) - positives), 1)


def ours(pairs: list[Pair], parts: NameParts | None) -> tuple[list[Comparison], float]:
    """Comparisons in order, and the seconds of processor time they took."""
    began = time.process_time()
    found: dict[int, Comparison] = {}
    for kind in {pair.kind for pair in pairs}:
        rows = [i for i, pair in enumerate(pairs) if pair.kind == kind]
        made = compare_pairs([(pairs[i].a, pairs[i].b) for i in rows], kind, parts)
        found.update(zip(rows, made, strict=True))
    return [found[i] for i in range(len(pairs))], time.process_time() - began


def gazetteer_parts() -> NameParts | None:
    """The name parts of the default gazetteer; None while it is not built."""
    try:
        from normalizer import Normalizer

        return getattr(Normalizer(), "_parts", None)
    except Exception as error:
        print(f"Without gazetteer name parts: {error}", file=sys.stderr)
        return None


def line(name: str, pairs: list[Pair], parts: NameParts | None) -> tuple[str, list[Comparison]]:
    """One line of the table, and our comparisons."""
    labels = [pair.same for pair in pairs]
    made, seconds = ours(pairs, None)
    cells = [f"{auc([c.score for c in made], labels):.4f}"]
    cells.append(f"{auc([c.score for c in ours(pairs, parts)[0]], labels):.4f}" if parts else "-")
    plain = [(anyascii(p.a).lower(), anyascii(p.b).lower()) for p in pairs]
    cells += [f"{auc([score(a, b) for a, b in plain], labels):.4f}" for score in PLAIN.values()]
    right = sum(c.same and label for c, label in zip(made, labels, strict=True))
    said = sum(c.same for c in made)
    cells += [f"{right / max(said, 1):.3f}", f"{right / max(sum(labels), 1):.3f}", f"{len(pairs) / seconds:.0f}"]
    return f"{name:32s} {len(pairs):6d} " + " ".join(f"{cell:>8s}" for cell in cells), made


def hand_pairs(path: Path, parts: NameParts | None) -> None:
    """Found and wrong of the hand-made pairs at the threshold."""
    pairs = read_pairs(path, None)
    for label, known in (("rules alone", None), ("with name parts", parts)):
        if label == "rules alone" or known:
            made = ours(pairs, known)[0]
            found = sum(c.same for c, p in zip(made, pairs, strict=True) if p.same)
            wrong = sum(c.same for c, p in zip(made, pairs, strict=True) if not p.same)
            positives = sum(p.same for p in pairs)
            print(
                f"hand pairs, {label}: {found} of {positives} found, {wrong} of {len(pairs) - positives} wrong "
                f"at {SAME_THRESHOLD}"
            )


def reliability(made: list[Comparison], labels: list[bool]) -> None:
    """Predicted against observed: of the pairs with such a score, how many are the same."""
    print("\nscore        pairs  mean score  observed")
    for low, high in pairwise(BINS):
        rows = [(c.score, label) for c, label in zip(made, labels, strict=True) if low <= c.score < high]
        if rows:
            mean, share = sum(s for s, _ in rows) / len(rows), sum(label for _, label in rows) / len(rows)
            print(f"{low:.2f}-{min(high, 1):.2f}  {len(rows):6d}       {mean:.3f}     {share:.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare on evaluation pairs, beside plain scorers.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--sample", type=int, default=1000, help="pairs of each set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="sets whose name contains this")
    arguments = parser.parse_args()
    data = Path(arguments.data)
    if not (data / "hand_pairs.tsv").is_file():
        print(f"No evaluation data at {data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    parts = gazetteer_parts()
    hand_pairs(data / "hand_pairs.tsv", parts)
    heads = ["ours", "+parts", *PLAIN, "P", "R", "pairs/s"]
    print(f"\n{'set (AUC; P and R of same)':32s} {'pairs':>6s} " + " ".join(f"{head[:8]:>8s}" for head in heads))
    every: list[Comparison] = []
    labels: list[bool] = []
    for name, kind in SETS.items():
        path = data / "dev" / f"{name}.tsv"
        if arguments.only in name and path.is_file():
            pairs = read_pairs(path, kind)
            random.Random(arguments.seed).shuffle(pairs)
            text, made = line(name, pairs[: arguments.sample], parts)
            print(text, flush=True)
            every += made
            labels += [pair.same for pair in pairs[: arguments.sample]]
    reliability(every, labels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
