"""How well names are told apart, beside other methods in the same run, on evaluation pairs not part of the project.

    python benchmarks/quality.py [DATA] [--sample N] [--seed S] [--only WORD] [--peers FOLDER]
        [--errors FILE] [--keep FILE [--tables KEY,KEY]]

DATA is a folder with hand_pairs.tsv and dev/pairs_*.tsv; else the environment variable NORMALIZER_EVAL_DATA,
else ../shared/data; without it the script says so and ends. The other methods are described in peers.py. Prints

1. the hand-made pairs: how many are found, how many wrongly, at the threshold;
2. AUC: the share of true pairs that score above false ones, for each set and method, by rules alone (`ours`) and with
   the name parts and places of the default gazetteer (`+parts`);
3. precision, recall and F1 of `same` at SAME_THRESHOLD, F1 of each other method at its usual threshold;
4. reliability: predicted against observed, by kind and by pair of scripts, by rules alone;
5. speed: pairs a second, every name new, every name met a hundred times, and every name new but made of words that
   came before; time by length of the names.

`--errors FILE` writes the pairs that are on the wrong side of the threshold, to be read; `--keep docs/matching.md`
brings the tables of that document up to date.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from peers import Peer, peers
from tables import Table, keep

from normalizer.matching.compare import NameParts, compare_pairs
from normalizer.policy import SAME_THRESHOLD
from normalizer.result import Comparison
from normalizer.text.unicode import script_of

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
KIND_SCHEMAS = {"person": "Person", "org": "Organization", "place": "", None: "LegalEntity"}  # "": no such names
BINS = (0.0, 0.1, 0.3, 0.5, SAME_THRESHOLD, 0.9, 0.95, 1.01)
FEWEST, FEWEST_IN_CELL = 100, 50  # pairs of a line of the reliability table; with fewer a cell has a star
KINDS = ("person", "place", "org", "kind unknown")
PARTNERS = {
    "Cyrl": "Cyrillic",
    "Grek": "Greek",
    "Arab": "Arabic",
    "Hebr": "Hebrew",
    "Hani": "Han",
    "Jpan": "Han",
    "Hang": "Hangul",
    "Kore": "Hangul",
    "Kana": "Kana",
    "Hira": "Kana",
    "Hrkt": "Kana",
}
SCRIPT_PAIRS = ("Latin", *(f"Latin-{script}" for script in dict.fromkeys(PARTNERS.values())), "other")
WARMING = 300  # pairs of a set that are compared before those whose time is taken
CROWD = 100  # names on each side where all are compared with all
RECOMBINED, SOURCES = 20_000, 1000  # pairs of new names that are made of the words of so many pairs
FAMILY_SHARED, GIVEN_SHARED = 0.7, 0.5  # shares of them whose last word is of one name, and whose first words are
LENGTHS = (1, 2, 4, 8, 16, 24, 48)  # words of the names whose cost is timed


class Pair(NamedTuple):
    a: str
    b: str
    kind: str | None
    same: bool
    schema: str = ""


class Judged(NamedTuple):
    """A set with our answers: by rules alone (at `speed` pairs a second), and with a gazetteer's parts if any."""

    name: str
    pairs: list[Pair]
    alone: list[Comparison]
    parts: list[Comparison] | None
    speed: float


def read_pairs(path: Path, kind: str | None) -> list[Pair]:
    """The rows of a pairs file; the kind is the set's, else the row's."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    made = []
    for row in rows:
        known = row.get("schema") or ""
        of = kind or row.get("kind") or SCHEMA_KINDS.get(known)
        made.append(Pair(row["name_a"], row["name_b"], of, row["same"] == "1", known or KIND_SCHEMAS[of]))
    return made


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


def precision_recall(said: Sequence[bool], labels: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1 of an answer yes."""
    right = sum(s and label for s, label in zip(said, labels, strict=True))
    precision, recall = right / max(sum(said), 1), right / max(sum(labels), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


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
    """What the default gazetteer knows about names; None while it is not built."""
    try:
        from normalizer import Normalizer

        return getattr(Normalizer(), "_parts", None)
    except Exception as error:
        print(f"Without gazetteer name parts: {error}", file=sys.stderr)
        return None


def judge(name: str, pairs: list[Pair], parts: NameParts | None, before: list[Pair]) -> Judged:
    """Our answers for one set; those by rules alone come first, so that their speed is that of new names.

    `before`: other pairs, compared first and not counted, so that tables are read by then.
    """
    ours(before, None)
    alone, seconds = ours(pairs, None)
    return Judged(name, pairs, alone, ours(pairs, parts)[0] if parts else None, len(pairs) / max(seconds, 1e-9))


# --- tables ------------------------------------------------------------------------------------------------


def number(value: float | None, digits: int = 3) -> str:
    """A share as `.95`; `-` where there is none."""
    return "-" if value is None else f"{value:.{digits}f}".removeprefix("0")


def quality(judged: list[Judged], methods: list[Peer]) -> list[Table]:
    """AUC, answers at the threshold, and speed, of all methods."""
    areas, answers, speeds = [], [], []
    for name, pairs, alone, parts, speed in judged:
        labels = [pair.same for pair in pairs]
        start = [name.removeprefix("pairs_"), f"{len(pairs):,}"]
        others = [method.score([(p.a, p.b, p.schema) for p in pairs]) for method in methods]
        ours_twice = [[c.score for c in made] if made else None for made in (alone, parts)]
        every = [*ours_twice, *(other.scores for other in others)]
        areas.append([*start, *(number(auc(scores, labels) if scores else None) for scores in every)])
        at = [number(value) for value in precision_recall([c.same for c in alone], labels)]
        known = [c.same for c in parts] if parts else None
        at += [number(value) for value in precision_recall(known, labels)] if known else ["-"] * 3
        for method, other in zip(methods, others, strict=True):
            said = [score >= method.threshold for score in other.scores] if other.scores else None
            at.append(number(precision_recall(said, labels)[2] if said else None))
        answers.append([*start, *at])
        speeds.append([*start, *(f"{value:,.0f}" if value else "-" for value in (speed, *(o.speed for o in others)))])
    heads = [method.name for method in methods]
    usual = ", ".join(f"{method.name} {method.threshold:g}" for method in methods)
    own = ["P", "R", "F1", "parts P", "parts R", "parts F1"]
    return [
        Table("auc", "AUC", ["set", "pairs", "rules alone", "parts", *heads], areas),
        Table("threshold", f"at {SAME_THRESHOLD}; F1 at {usual}", ["set", "pairs", *own, *heads], answers),
        Table("speed", "pairs a second of processor time, all names new", ["set", "pairs", "ours", *heads], speeds),
    ]


def hand_pairs(path: Path, parts: NameParts | None, methods: list[Peer]) -> Table:
    """Found and wrong of the hand-made pairs at the threshold."""
    pairs = read_pairs(path, None)
    positives = sum(p.same for p in pairs)
    answers = {"rules alone": [c.same for c in ours(pairs, None)[0]]}
    if parts:
        answers["parts"] = [c.same for c in ours(pairs, parts)[0]]
    for method in methods:
        scores = method.score([(p.a, p.b, p.schema or "LegalEntity") for p in pairs]).scores or []
        answers[f"{method.name} {method.threshold:g}"] = [score >= method.threshold for score in scores]
    rows = []
    for label, said in answers.items():
        found = sum(s for s, p in zip(said, pairs, strict=True) if p.same)
        rows.append([label, f"{found} of {positives}", f"{sum(said) - found} of {len(pairs) - positives}"])
    return Table("hand", "hand-made pairs", ["method", "found", "wrong"], rows)


def script_pair(a: str, b: str) -> str:
    """The line of the reliability table that two names belong to."""
    scripts = {script_of(a), script_of(b)}
    if scripts == {"Latn"}:
        return "Latin"
    other = next((PARTNERS[script] for script in scripts - {"Latn"} if script in PARTNERS), None)
    return f"Latin-{other}" if other and "Latn" in scripts else "other"


def reliability(judged: list[Judged]) -> list[Table]:
    """Predicted against observed: mean score and share that are the same, by kind and scripts, by set, by score."""
    groups: dict[str, list[tuple[float, bool]]] = {group: [] for group in ("all", *KINDS, *SCRIPT_PAIRS)}
    sets: dict[str, list[tuple[float, bool]]] = {}
    for name, pairs, alone, _, _ in judged:
        sets[name.removeprefix("pairs_")] = [(c.score, p.same) for p, c in zip(pairs, alone, strict=True)]
        for pair, made in zip(pairs, alone, strict=True):
            for group in ("all", pair.kind or "kind unknown", script_pair(pair.a, pair.b)):
                groups[group].append((made.score, pair.same))
    title = "reliability: mean score > share that are one name; error: mean distance of the two; *: few pairs"
    ranges = [f"{number(low, 2)}-{number(min(high, 1), 2)}" for low, high in pairwise(BINS)]
    heads = ["names", "pairs", "error", *ranges]
    return [
        Table(key, title, heads, [_reliable(*item) for item in listed.items() if len(item[1]) >= FEWEST])
        for key, listed in (("reliability", groups), ("reliability-sets", sets))
    ]


def _reliable(group: str, seen: list[tuple[float, bool]]) -> list[str]:
    cells, away = [], 0.0
    for low, high in pairwise(BINS):
        inside = [(score, label) for score, label in seen if low <= score < high]
        if inside:
            mean, share = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            away += abs(mean - share) * len(inside) / len(seen)
            cells.append(f"{number(mean, 2)} > {number(share, 2)}{'*' if len(inside) < FEWEST_IN_CELL else ''}")
        else:
            cells.append("-")
    return [group, f"{len(seen):,}", number(away), *cells]


def crowd(judged: list[Judged]) -> Table:
    """Pairs a second where names come back: so many with so many."""
    rows = []
    for name, pairs, _, _, _ in judged:
        if len(pairs) >= CROWD and ("people" in name or "places" in name):
            listed = [(x.a, y.b) for x in pairs[-CROWD:] for y in pairs[-CROWD:]]
            began = time.process_time()
            compare_pairs(listed, pairs[0].kind)
            rate = len(listed) / (time.process_time() - began)
            rows.append([name.removeprefix("pairs_"), f"{rate:,.0f}"])
    return Table("crowd", f"{CROWD} names with {CROWD} names", ["set", "pairs a second"], rows)


def recombined(judged: list[Judged]) -> Table:
    """Pairs a second where names are new and their words are not, as in long lists of one country."""
    rows = []
    for name, pairs, _, _, _ in judged:
        made = _recombined(pairs[:SOURCES]) if len(pairs) >= SOURCES else []
        if made:
            began = time.process_time()
            compare_pairs(made, pairs[0].kind)
            rows.append([name.removeprefix("pairs_"), f"{len(made) / (time.process_time() - began):,.0f}"])
    return Table("recombined", f"names made of the words of {SOURCES} pairs", ["set", "pairs a second"], rows)


def _recombined(pairs: list[Pair]) -> list[tuple[str, str]]:
    """New names, in pairs that share words: of the first words of one name and the last of another in its script."""
    draw, seen = random.Random(1), set[str]()
    made: list[tuple[str, str]] = []
    left, right = [[p.a.split() or [""] for p in pairs], [p.b.split() or [""] for p in pairs]]
    scripts = [script_of(words[0]) for words in right]
    for _ in range(RECOMBINED * 20):
        i, j, k = (draw.randrange(len(pairs)) for _ in range(3))
        given, family = i if draw.random() < GIVEN_SHARED else k, j if draw.random() < FAMILY_SHARED else k
        one = " ".join(left[i][:-1][:2] + left[j][-1:])
        other = " ".join(right[given][:-1][:2] + right[family][-1:])
        if one != other and len({scripts[i], scripts[j], scripts[k]}) == 1 and seen.isdisjoint((one, other)):
            seen |= {one, other}
            made.append((one, other))
    return made[:RECOMBINED]


def by_length(judged: list[Judged]) -> Table:
    """Time by length of the names, made of words of true Latin pairs, with spaces and without."""
    words = [(p.a.split()[0], p.b.split()[0]) for j in judged for p in j.pairs if p.same and "latin" in j.name]
    words = [(a, b) for a, b in words if 3 <= len(a) <= 12 and 3 <= len(b) <= 12]
    rows = []
    for length in LENGTHS if len(words) >= CROWD * 2 else ():
        spaced, joined = (_timed(listed, length, by) for listed, by in ((words, " "), (words[::-1], "")))
        rows.append([str(length), *spaced, *joined])
    heads = ["words", "letters", "µs a pair", "µs a letter", "as one word: letters", "µs a pair", "µs a letter"]
    return Table("length", "time by length of the names", heads, rows)


def _timed(words: list[tuple[str, str]], length: int, between: str) -> list[str]:
    listed = [words[i : i + length] for i in range(0, min(len(words), CROWD * length) - length, length)]
    names = [(between.join(a for a, _ in chosen), between.join(b for _, b in chosen)) for chosen in listed]
    began = time.process_time()
    compare_pairs(names)
    each = (time.process_time() - began) / len(names) * 1e6
    letters = sum(len(a) for a, _ in names) / len(names)
    return [f"{letters:.0f}", f"{each:,.0f}", f"{each / letters:.1f}"]


def write_errors(path: Path, judged: list[Judged]) -> None:
    """The pairs on the wrong side of the threshold; the answer with a gazetteer beside that of rules alone."""
    with path.open("w", encoding="utf-8") as lines:
        lines.write("set\tsame\tscore\twith_parts\ta\tb\n")
        for name, pairs, alone, parts, _ in judged:
            for pair, made, other in zip(pairs, alone, parts or alone, strict=True):
                if made.same != pair.same:
                    lines.write(f"{name}\t{pair.same:d}\t{made.score:.3f}\t{other.score:.3f}\t{pair.a}\t{pair.b}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare on evaluation pairs, beside other methods.")
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--sample", type=int, default=3000, help="pairs of each set; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="sets whose name contains this")
    parser.add_argument("--peers", type=Path, default=Path(os.environ.get("NORMALIZER_PEERS", ".venv/peers")))
    parser.add_argument("--errors", type=Path, help="write the pairs that are judged wrongly to this file")
    parser.add_argument("--keep", type=Path, help="bring the tables of this document up to date")
    parser.add_argument("--tables", default="", help="the tables that --keep brings up to date, with commas; else all")
    arguments = parser.parse_args()
    data = Path(arguments.data)
    if not (data / "hand_pairs.tsv").is_file():
        print(f"No evaluation data at {data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    parts = gazetteer_parts()
    methods, missing = peers(arguments.peers)
    print("\n".join(missing))
    judged = []
    for name, kind in SETS.items():
        path = data / "dev" / f"{name}.tsv"
        if arguments.only in name and path.is_file():
            pairs = read_pairs(path, kind)
            random.Random(arguments.seed).shuffle(pairs)
            size = arguments.sample or len(pairs)
            judged.append(judge(name, pairs[:size], parts, pairs[size : size + WARMING]))
    tables = [
        hand_pairs(data / "hand_pairs.tsv", parts, methods),
        *quality(judged, methods),
        *reliability(judged),
        crowd(judged),
        recombined(judged),
        by_length(judged),
    ]
    print("\n\n".join(table.plain() for table in tables))
    if arguments.keep:
        keep(arguments.keep, [t for t in tables if not arguments.tables or t.key in arguments.tables.split(",")])
    if arguments.errors:
        write_errors(arguments.errors, judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
