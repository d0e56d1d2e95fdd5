"""The hand-made evaluation cases: one article, place spellings, name pairs. `make bench-hand` prints the tables.

    python benchmarks/hand.py [DATA]

DATA is a folder with article.txt, article.gold.tsv, place_variants.tsv and hand_pairs.tsv; else the environment
variable NORMALIZER_EVAL_DATA, else ../shared/data. Nothing of it is part of the project; without it the
script says so and ends.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from normalizer import Normalizer


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def article(nz: Normalizer, data: Path) -> tuple[int, int, list[str]]:
    """(gold mentions in canonical form, of how many, what is wrong), after one pass over the article."""
    text = (data / "article.txt").read_text(encoding="utf-8")
    gold = list(rows(data / "article.gold.tsv"))
    cleaned = nz.clean(text)
    replaced = {(m.start, m.end): m.replacement for m in cleaned.mentions if m.changed}
    right, wrong = 0, []
    for row in gold:
        span = int(row["start"]), int(row["end"])
        got = replaced.pop(span, text[span[0] : span[1]])
        if got == row["canonical"]:
            right += 1
        else:
            wrong.append(f"{row['surface']} -> {got}, not {row['canonical']}")
    wrong += [f"changed without need: {text[a:b]} -> {new}" for (a, b), new in replaced.items()]
    if nz.clean(cleaned.text).text != cleaned.text:
        wrong.append("a second pass changes the text again")
    return right, len(gold), wrong


def places(nz: Normalizer, data: Path) -> tuple[int, int, list[str]]:
    """(spellings whose best candidate is the entity, of how many, what is wrong)."""
    right, wrong, total = 0, [], 0
    for row in rows(data / "place_variants.tsv"):
        total += 1
        answer = nz.lookup(row["variant"])
        best = answer.candidates[0] if answer.candidates else None
        found = best is not None and (
            best.entity.id == f"gn:{row['geonames_id']}"
            if row["geonames_id"]
            else best.canonical == row["canonical_en"]
        )
        right += found
        if not found or best is None or best.canonical != row["canonical_en"]:
            got = f"{best.canonical} {best.entity.id} {best.score:.2f}" if best else "nothing"
            wrong.append(
                f"{row['variant']} -> {got} ({answer.status}){' (entity right)' if found else ''}, "
                f"not {row['canonical_en']}"
            )
    return right, total, wrong


def pairs(nz: Normalizer, data: Path) -> tuple[int, int, int, int, list[str]]:
    """(variant pairs found, of how many, near misses merged, of how many, what is wrong)."""
    found = merged = positives = negatives = 0
    wrong = []
    for row in rows(data / "hand_pairs.tsv"):
        comparison = nz.compare(row["name_a"], row["name_b"], kind=row["kind"])
        expected = row["same"] == "1"
        positives, negatives = positives + expected, negatives + (not expected)
        found, merged = found + (expected and comparison.same), merged + (not expected and comparison.same)
        if comparison.same != expected:
            wrong.append(f"{row['name_a']} / {row['name_b']} {comparison.score:.2f}")
    return found, positives, merged, negatives, wrong


def main() -> int:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    if not (data / "article.txt").is_file():
        print(f"No evaluation data at {data}: give the folder as argument or in NORMALIZER_EVAL_DATA.")
        return 0
    nz, rules = Normalizer(), Normalizer(gazetteer=None)
    right, total, wrong = article(nz, data)
    print(f"article: {right} of {total} mentions canonical", *wrong, sep="\n  ")
    right, total, wrong = places(nz, data)
    print(f"place spellings: {right} of {total} find their entity", *wrong, sep="\n  ")
    for label, one in (("with the default gazetteer", nz), ("rules alone", rules)):
        found, positives, merged, negatives, wrong = pairs(one, data)
        print(
            f"name pairs, {label}: {found} of {positives} found, {merged} of {negatives} near misses merged",
            *wrong,
            sep="\n  ",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
