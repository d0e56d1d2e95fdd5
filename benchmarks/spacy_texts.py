"""The spaCy component over real news texts: what it costs, what it finds, what it makes of a recogniser's entities.

    python benchmarks/spacy_texts.py [DATA] [--every N]

DATA is a folder with gold_slavicner.tsv, gold_geoparsing_en.tsv and text/; else the environment variable
NORMALIZER_EVAL_DATA with /dev, else ../shared/data/dev. Nothing of it is part of the project; without it the script
says so and ends.

Three pipelines go over the same texts: the tokeniser alone, a blank pipeline with the component (it finds the names
itself), and one whose entities are the annotators' (a perfect recogniser: what is left are the errors of looking up).
Of the English places with a GeoNames id it is counted whether `kb_id_` is that id.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

FILES = {"english": "gold_geoparsing_en.tsv", "slavicner": "gold_slavicner.tsv"}


class Gold(NamedTuple):
    """A name that annotators marked; `id` is theirs."""

    start: int
    end: int
    label: str
    id: str


def data_folder(given: Path | None) -> Path:
    """Where the evaluation data is; ends the script with a sentence where it is not."""
    named = os.environ.get("NORMALIZER_EVAL_DATA")
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    folder = given or (Path(named) if named else beside) / "dev"
    if not (folder / "text").is_dir():
        sys.exit(f"The evaluation data is not there ({folder}/text): name its folder as the first argument.")
    return folder


def texts_of(folder: Path, file: str, every: int) -> dict[str, tuple[str, list[Gold]]]:
    """Texts by name, each with its annotations; every n-th of them."""
    marked: dict[str, list[Gold]] = defaultdict(list)
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked[row["doc"]].append(Gold(int(row["start"]), int(row["end"]), row["type"], row["entity_id"]))
    chosen = list(marked)[::every]
    return {doc: (_read(folder / "text" / f"{doc}.txt"), marked[doc]) for doc in chosen}


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:  # offsets count \r
        return stream.read()


def timed(what: str, run: Callable[[], Iterable[Any]], words: int) -> tuple[list[Any], float]:
    begun = time.process_time()
    found = list(run())
    spent = time.process_time() - begun
    print(f"  {what:34} {spent:7.2f} s of processor  {words / max(spent, 1e-9):12,.0f} words/s")
    return found, spent


def annotated(nlp: Any, text: str, gold: list[Gold]) -> Any:
    """A document whose entities are the annotators', as far as they fall on tokens."""
    doc = nlp.make_doc(text)
    spans = (doc.char_span(g.start, g.end, label=g.label, alignment_mode="expand") for g in gold)
    taken: set[int] = set()
    kept = []
    for span in spans:
        if span is not None and taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    doc.set_ents(kept)
    return doc


def ids_right(docs: list[Any], texts: list[tuple[str, list[Gold]]]) -> Counter[str]:
    """Of the places with a GeoNames id: whether the component gave that one, another, or none."""
    counts: Counter[str] = Counter()
    for doc, (_, gold) in zip(docs, texts, strict=True):
        given = {ent.start_char: ent for ent in doc.ents}
        for one in gold:
            if one.id.startswith("gn:") and one.start in given:
                ent = given[one.start]
                counts["asked"] += 1
                status = ent._.resolution.status if ent._.resolution else "not looked up"
                entity = ent._.resolution.entity if ent._.resolution else None
                if entity is None:
                    counts[status] += 1
                elif one.id in (entity.id, *entity.same_as):
                    counts["right"] += 1
                else:  # countries and regions have ISO codes here, and GeoNames' numbers there
                    counts["another" if entity.id.startswith("gn:") else "not comparable"] += 1
    return counts


def measure(name: str, texts: list[tuple[str, list[Gold]]], ready: Any) -> None:
    import spacy

    plain = spacy.blank("xx")
    strings = [text for text, _ in texts]
    words = sum(len(text.split()) for text in strings)
    print(f"{name}: {len(strings):,} texts, {words:,} words")
    _, alone = timed("tokeniser alone", lambda: plain.pipe(strings), words)
    docs, spent = timed("blank pipeline, names found", lambda: ready.pipe(strings), words)
    ents = [ent for doc in docs for ent in doc.ents]
    with_id = sum(bool(ent.kb_id_) for ent in ents)
    print(
        f"  {len(ents):,} entities found, {with_id:,} with an id; {(spent - alone) / words * 1e6:.0f} µs a word added"
    )
    given = [annotated(plain, text, gold) for text, gold in texts]
    component = ready.get_pipe("name_normalizer")
    docs, spent = timed("entities given, resolved", lambda: component.pipe(given), words)
    asked = [ent for doc in docs for ent in doc.ents if ent._.resolution]
    statuses = Counter(ent._.resolution.status for ent in asked)
    print(f"  {len(asked):,} entities looked up: {dict(statuses)}; {spent / max(1, len(asked)) * 1e6:.0f} µs each")
    counts = ids_right(docs, texts)
    if counts["asked"]:
        print(f"  GeoNames ids: {dict(counts)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--every", type=int, default=5, help="take every n-th text")
    given = parser.parse_args()
    folder = data_folder(given.data)
    begun = time.perf_counter()
    import spacy

    imported = time.perf_counter()
    ready = spacy.blank("xx")
    ready.max_length = 10_000_000
    import normalizer.adapters.spacy_  # noqa: F401

    ready.add_pipe("name_normalizer")
    added = time.perf_counter() - imported
    print(f"importing spaCy {imported - begun:.2f} s, adding the component {added:.2f} s")
    for name, file in FILES.items():
        measure(name, list(texts_of(folder, file, given.every).values()), ready)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
