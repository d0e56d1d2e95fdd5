"""How well names are found in running text: recall and precision of places against annotated news.

    python benchmarks/finding.py [DATA] [--every N] [--errors N] [--spans]

DATA is a folder with gold_slavicner.tsv, gold_geoparsing_en.tsv and text/; else the environment variable
NORMALIZER_EVAL_DATA with /dev, else ../shared/data/dev. Nothing of it is part of the project; without it the script
says so and ends.

A gold place counts when it is written as a name and the gazetteer records it: the surface, or its lemma (SlavicNER
gives it); words for the people of a country (German), which some of the sets mark and others do not, count neither way.
It is found when a mention of a place has exactly its offsets ("exact") or shares a character with it ("touched").
Precision counts the mentions of places; what the annotators hold for a part of another name (Bank of London) is counted
apart, since the name does stand there. With --spans the gold offsets of names are given to `find`, as a user's own
recogniser would: what is left are the errors of looking up. --list takes the gold names themselves as the user's own
list, without weights. --errors prints that many misses and false finds in their context.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from normalizer import Normalizer
from normalizer.build import build_table
from normalizer.matching.keys import fold_native

FILES = {"slavicner": "gold_slavicner.tsv", "english": "gold_geoparsing_en.tsv"}


class Gold(NamedTuple):
    """A name that annotators marked."""

    start: int
    end: int
    surface: str
    kind: str
    lemma: str


class Tally(Counter[str]):
    """Counts of one set of texts, and the rates made from them."""

    def rate(self, part: str, *of: str) -> float:
        total = sum(self[name] for name in of)
        return self[part] / total if total else float("nan")

    def line(self, name: str) -> str:
        return (
            f"{name:<22}{self['held']:>7}{self.rate('exact', 'held'):>8.3f}{self.rate('touched', 'held'):>9.3f}"
            f"{self['found']:>8}{self.rate('right', 'found'):>8.3f}{self.rate('near', 'found'):>8.3f}"
            f"{self.rate('part', 'found'):>7.3f}{self.rate('wrong', 'found'):>7.3f}"
        )


def documents(data: Path, which: str) -> Iterator[tuple[str, str, list[Gold]]]:
    """(language or set, text, gold names in order) of every annotated text."""
    gold: dict[tuple[str, str], list[Gold]] = defaultdict(list)
    with (data / FILES[which]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = Gold(int(row["start"]), int(row["end"]), row["surface"], row["type"], row["lemma_or_canonical"])
            gold[row["lang"] if which == "slavicner" else row["doc"].split("/")[0], row["doc"]].append(name)
    for (group, doc), names in sorted(gold.items()):
        with (data / "text" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
            yield group, file.read(), sorted(names)


@cache
def held(nz: Normalizer, name: str) -> bool:
    """Whether a gazetteer records this very name for a place, in whatever case and accents."""
    for gazetteer in nz._gazetteers:
        for posting in gazetteer.exact(fold_native(name)).postings:
            shown = gazetteer.name(posting.name_no).role not in ("generated", "code")
            if not posting.schemes and shown and gazetteer.class_of(posting.entity_no)[0] == "place":
                return not nz._text_cleaner().search.judge.is_excluded(name, "", "", " " not in name)
    return False


def count(nz: Normalizer, text: str, gold: list[Gold], tally: Tally, slavic: bool, given: bool) -> list[str]:
    """Add one text to the tally; its errors as lines."""
    spans = [(g.start, g.end, {"LOC": "place", "PER": "person", "ORG": "org"}.get(g.kind, "other")) for g in gold]
    found = [m for m in nz.find(text, spans=spans if given else None).mentions if m.kind == "place"]
    places = [g for g in gold if g.kind == "LOC"]
    errors = []
    offsets = {(m.start, m.end) for m in found}
    for name in places:
        if not (name.surface[:1].isupper() and (held(nz, name.surface) or (slavic and held(nz, name.lemma)))):
            tally["unheld"] += 1
            continue
        tally["held"] += 1
        exact = (name.start, name.end) in offsets
        touched = exact or any(m.start < name.end and name.start < m.end for m in found)
        tally["exact"] += exact
        tally["touched"] += touched
        if not exact:
            errors.append(f"{'TOUCHED' if touched else 'MISSED'}  {_shown(text, name.start, name.end)}  [{name.lemma}]")
    exact_gold = {(g.start, g.end) for g in places}
    for m in found:
        tally["found"] += 1
        if (m.start, m.end) in exact_gold:
            tally["right"] += 1
        elif any(g.start < m.end and m.start < g.end for g in places):
            tally["near"] += 1
        elif any(g.start < m.end and m.start < g.end for g in gold):
            tally["part"] += 1
            errors.append(f"PART  {_shown(text, m.start, m.end)}  {m.reason}")
        else:
            tally["wrong"] += 1
            errors.append(f"WRONG  {_shown(text, m.start, m.end)}  {m.reason}")
    return errors


def own_list(data: Path) -> Normalizer:
    """A gazetteer of the gold places of all texts: lemmas and surfaces, one entity a lemma, without weights."""
    rows = {
        (name.lemma, form): f"x:{name.lemma}\t{form}\tplace"
        for which in FILES
        for _, _, gold in documents(data, which)
        for name in gold
        if name.kind == "LOC" and name.lemma and "\n" not in name.surface
        for form in (name.lemma, name.surface)
        if form[:1].isupper()
    }
    folder = Path(tempfile.mkdtemp())
    (folder / "own.tsv").write_text("\n".join(["id\tname\tkind", *rows.values()]) + "\n", encoding="utf-8")
    build_table([folder / "own.tsv"], folder / "own.gaz")
    return Normalizer(folder / "own.gaz")


def _shown(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    return f"{before}[[{text[start:end]}]]{after}".replace("\n", "⏎")


def main() -> None:
    parser = argparse.ArgumentParser()
    default = os.environ.get("NORMALIZER_EVAL_DATA", Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("data", nargs="?", type=Path, default=Path(default) / "dev")
    parser.add_argument("--every", type=int, default=1, help="take every Nth text")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of each kind and group")
    parser.add_argument("--spans", action="store_true", help="give the gold offsets, as a recogniser would")
    parser.add_argument("--list", action="store_true", help="find the gold names alone, as a list without weights")
    arguments = parser.parse_args()
    if not (arguments.data / FILES["english"]).exists():
        sys.exit(f"No evaluation data in {arguments.data}: give its folder as the argument; nothing was measured.")
    nz = own_list(arguments.data) if arguments.list else Normalizer()
    print(f"{'':<22}{'gold':>7}{'recall':>8}{'touched':>9}{'found':>8}{'right':>8}{'touch':>8}{'part':>7}{'wrong':>7}")
    for which in FILES:
        tallies: dict[str, Tally] = defaultdict(Tally)
        errors: dict[tuple[str, str], list[str]] = defaultdict(list)
        for at, (group, text, gold) in enumerate(documents(arguments.data, which)):
            if at % arguments.every == 0:
                for line in count(nz, text, gold, tallies[group], which == "slavicner", arguments.spans):
                    errors[group, line.split()[0]].append(line)
        total: Tally = Tally()
        for group, tally in tallies.items():
            total.update(tally)
            print(tally.line(f"{which} {group}"))
        print(total.line(f"{which} all"))
        for (group, _), lines in sorted(errors.items()):
            step = max(1, len(lines) // max(arguments.errors, 1))
            for line in lines[::step][: arguments.errors]:
                print(f"  {group} {line}")


if __name__ == "__main__":
    main()
