"""Lemmas of inflected names, and linking mentions across languages, on texts that people annotated.

    python benchmarks/inflection.py [DATA] [--link] [--rules] [--errors N] [--only uk]

DATA is a folder with dev/gold_slavicner.tsv and dev/inflected_ru_firstnames.tsv; else the environment variable
NORMALIZER_EVAL_DATA, else ../shared/data. Without it the script says so and ends.

Lemmas: for each mention of a place (LOC) and a person (PER), with its language and kind given, the first lemma is
right when it equals the annotated one; capitals, hyphens and quotation marks aside. Columns: the mention as it stands
(what doing nothing scores), the rules alone, the rules with the default gazetteer, and the same with the other mentions
of the document considered. A mention counts each time it occurs.

Russian given names: the lemma of each inflected form, and the form written back from the lemma.

Linking (--link): places by a look-up of the lemma; people, and places that no gazetteer holds, by clusters of the
lemmas of all languages; a lone name of a person joins the full name that most mentions with this word have. Measured by
B-cubed (Bagga & Baldwin 1998) over the mentions, beside plain ratio at the threshold that is best for these very
mentions, which no user knows. The kind and the span of each mention are given.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.lookup import Gazetteer
from normalizer import Normalizer
from normalizer.locations import default_gazetteer
from normalizer.matching.inflection import choose, inflect, lemmas, together
from normalizer.matching.inflection.known import Known
from normalizer.text.unicode import fold_letters

THRESHOLDS = range(60, 100, 4)  # of the plain baseline
KINDS = {"LOC": "place", "PER": "person"}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def plain(name: str) -> str:
    return fold_letters(name.replace("-", " ").replace('"', "")).replace("'", "")


Mention = tuple[str, str, str, str, str]  # language, kind, document, surface, annotated lemma


def lemmas_alone(mentions: Counter[Mention], known: Known | None) -> dict[Mention, str]:
    """The first lemma of each mention by itself."""
    found: dict[tuple[str, str, str], str] = {}
    for language, kind, _, surface, _ in mentions:
        if (language, kind, surface) not in found:
            read = lemmas(surface, language, kind)
            if known is not None:
                read = choose(read, known.of(language, kind))
            found[language, kind, surface] = read[0].lemma if read else surface
    return {m: found[m[0], m[1], m[3]] for m in mentions}


def lemmas_together(mentions: Counter[Mention], known: Known) -> dict[Mention, str]:
    """The first lemma of each mention among the mentions of its document."""
    by_document: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_document[mention[:3]].append(mention)
    found: dict[Mention, str] = {}
    for (language, kind, _), listed in by_document.items():
        read = together([m[3] for m in listed], language, kind, known.of(language, kind))
        found |= {m: read[m[3]][0].lemma if read.get(m[3]) else m[3] for m in listed}
    return found


def accuracy(mentions: Counter[Mention], found: dict[Mention, str], errors: int = 0) -> dict[tuple[str, str], float]:
    """The share of mentions with the annotated lemma, by language and kind."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    wrong: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mention, count in mentions.items():
        group = mention[:2]
        total[group] += count
        if plain(found[mention]) == plain(mention[4]):
            right[group] += count
        else:
            wrong[group][f"{mention[3]} -> {found[mention]}, not {mention[4]}"] += count
    for group, listed in sorted(wrong.items()):
        for text, count in listed.most_common(errors):
            print("   ", *group, count, text)
    return {group: right[group] / total[group] for group in sorted(total)}


def b_cubed(groups: Mapping[Mention, object], entities: Mapping[Mention, str], counts: Counter[Mention]) -> list[float]:
    """B-cubed precision, recall and F1 of a grouping of the mentions; each occurrence is an item."""
    both: Counter[tuple[object, str]] = Counter()
    group_size: Counter[object] = Counter()
    entity_size: Counter[str] = Counter()
    for mention, group in groups.items():
        n = counts[mention]
        both[group, entities[mention]] += n
        group_size[group] += n
        entity_size[entities[mention]] += n
    total = sum(entity_size.values())
    precision = sum(n * n / group_size[group] for (group, _), n in both.items()) / total
    recall = sum(n * n / entity_size[entity] for (_, entity), n in both.items()) / total
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def linked(found: dict[Mention, str], nz: Normalizer) -> dict[Mention, object]:
    """Groups of mentions: places by look-up of the lemma, the rest by clusters of the lemmas; a lone name of a person
    joins the full name that ends with it most often."""
    looked = {
        (m[0], lemma): nz.lookup(lemma, kind="place", language=m[0]) for m, lemma in found.items() if m[1] == "place"
    }
    groups: dict[Mention, object] = {}
    for mention, lemma in found.items():
        answer = looked.get((mention[0], lemma))
        if answer is not None and answer.candidates and answer.status != "unknown":
            groups[mention] = answer.candidates[0].entity.id
    for kind in KINDS.values():
        rest = {m: lemma for m, lemma in found.items() if m[1] == kind and m not in groups}
        clusters = nz.cluster(sorted(set(rest.values())), kind=kind)
        number = {member: (kind, i) for i, cluster in enumerate(clusters) for member in cluster.members}
        home = full_names(rest, number, nz) if kind == "person" else {}
        groups |= {m: home.get(number[lemma], number[lemma]) for m, lemma in rest.items()}
    return groups


def full_names(
    found: dict[Mention, str], number: dict[str, tuple[str, int]], nz: Normalizer
) -> dict[tuple[str, int], tuple[str, int]]:
    """Cluster of a lone name -> cluster of the full name that most mentions with this word have."""
    last: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    lone = sorted({lemma for lemma in found.values() if len(lemma.split()) == 1})
    full = {lemma for lemma in found.values() if len(lemma.split()) > 1}
    words = sorted({word for lemma in full for word in lemma.split()} | set(lone))
    clusters = nz.cluster(words, kind="person")
    word_number = {member: str(i) for i, cluster in enumerate(clusters) for member in cluster.members}
    for lemma in found.values():
        if lemma in full:
            for at, word in enumerate(reversed(lemma.split())):
                last[word_number[word]][number[lemma]] += 3 if at == 0 else 1
    return {number[word]: last[word_number[word]].most_common(1)[0][0] for word in lone if last.get(word_number[word])}


def plain_ratio(mentions: Counter[Mention], threshold: float) -> dict[Mention, object]:
    """Groups by rapidfuzz ratio of the surfaces in lower-case ASCII: connected components at a threshold."""
    import numpy as np
    from anyascii import anyascii
    from rapidfuzz import fuzz, process

    groups: dict[Mention, object] = {}
    for kind in KINDS.values():
        names = sorted({anyascii(m[3]).lower() for m in mentions if m[1] == kind})
        scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.uint8)
        parent = list(range(len(names)))

        def root(i: int, parent: list[int] = parent) -> int:
            while parent[i] != i:
                parent[i] = i = parent[parent[i]]
            return i

        for i, j in zip(*np.nonzero(scores), strict=True):
            if i < j:
                parent[root(int(i))] = root(int(j))
        at = {name: (kind, root(i)) for i, name in enumerate(names)}
        groups |= {m: at[anyascii(m[3]).lower()] for m in mentions if m[1] == kind}
    return groups


def link(mentions: Counter[Mention], entities: dict[Mention, str], found: dict[Mention, str]) -> None:
    """B-cubed of the mentions linked across languages, beside plain ratio."""
    nz = Normalizer()
    tables: dict[str, Mapping[Mention, object]] = {"lemma, gazetteer, clusters": linked(found, nz)}
    ratios = {t: plain_ratio(mentions, t) for t in THRESHOLDS}
    best = max(ratios, key=lambda t: b_cubed(ratios[t], entities, mentions)[2])
    tables[f"plain ratio, best threshold {best}"] = ratios[best]
    for name, groups in tables.items():
        for kinds in (("place",), ("person",), ("place", "person")):
            kept = {m: g for m, g in groups.items() if m[1] in kinds}
            p, r, f = b_cubed(kept, entities, mentions)
            print(f"{name:34} {' and '.join(kinds):18} precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}")


def first_names(file: Path, known: Known | None) -> None:
    """Russian given names and surnames, both ways, for the nominative singular of each row."""
    listed = [r for r in rows(file) if "ед" in r["grammemes"] and r["lemma"] != r["form"]]
    right = back = written = 0
    for row in listed:
        form, lemma = row["form"].title(), row["lemma"].title()
        read = lemmas(form, "ru", "person")
        if known is not None:
            read = choose(read, known.of("ru", "person"))
        right += bool(read) and plain(read[0].lemma) == plain(lemma)
        like = next((r for r in read if plain(r.lemma) == plain(lemma)), None)
        made = inflect(lemma, like) if like else None
        written += made is not None
        back += made is not None and plain(made) == plain(form)
    n = max(1, len(listed))
    print(
        f"Russian given names, {n} inflected forms: lemma right {right / n:.3f}; written back {written / n:.3f}, "
        f"of these right {back / max(1, written):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", nargs="?", default=os.environ.get("NORMALIZER_EVAL_DATA", "../shared/data"))
    parser.add_argument("--rules", action="store_true", help="lemmas by rules alone, without the gazetteer")
    parser.add_argument("--errors", type=int, default=0, help="the most frequent wrong answers shown for each group")
    parser.add_argument("--only", default="", help="one language")
    parser.add_argument("--link", action="store_true", help="link mentions across languages, too")
    arguments = parser.parse_args()
    folder = Path(arguments.data) / "dev"
    file = folder / "gold_slavicner.tsv"
    if not file.is_file():
        print(f"{file} is not there: give the folder of the evaluation data.")
        return
    mentions, entities = read_mentions(file, arguments.only)
    tables = {"as it stands": accuracy(mentions, {m: m[3] for m in mentions})}
    start = time.perf_counter()
    tables["rules"] = accuracy(mentions, lemmas_alone(mentions, None), arguments.errors if arguments.rules else 0)
    distinct = len({m[:2] + m[3:4] for m in mentions})
    print(
        f"{distinct} distinct mentions, {(time.perf_counter() - start) / distinct * 1e6:.0f} us each, tables included"
    )
    if not arguments.rules:
        known = Known([Gazetteer.open(default_gazetteer())])
        found = lemmas_alone(mentions, known)
        tables["with gazetteer"] = accuracy(mentions, found)
        found = lemmas_together(mentions, known)
        tables["document"] = accuracy(mentions, found, arguments.errors)
    print("language kind   " + "  ".join(f"{name:>14}" for name in tables))
    for group in tables["rules"]:
        print(f"{group[0]:8} {group[1]:6} " + "  ".join(f"{table[group]:14.3f}" for table in tables.values()))
    first_names(folder / "inflected_ru_firstnames.tsv", None if arguments.rules else known)
    if arguments.link and not arguments.rules:
        link(mentions, entities, found)


def read_mentions(file: Path, only: str) -> tuple[Counter[Mention], dict[Mention, str]]:
    """Mentions with how often they occur, and the entity of each."""
    mentions: Counter[Mention] = Counter()
    entities: dict[Mention, str] = {}
    for r in rows(file):
        if r["type"] in KINDS and only in ("", r["lang"]):
            mention = r["lang"], KINDS[r["type"]], r["doc"], r["surface"], r["lemma_or_canonical"]
            mentions[mention] += 1
            entities[mention] = r["entity_id"]
    return mentions, entities


if __name__ == "__main__":
    main()
