"""A small gazetteer with a plain key function, shared by the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetteer.index import write_gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.sources import SourceInfo

ATLAS = SourceInfo("atlas", "An atlas", "1", "CC-BY-4.0", "Contains data of the atlas.")


def plain_keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
    """Every name under its case-folded form, and under its words in order."""
    for position, name in enumerate(record.names):
        folded = name.text.casefold()
        yield position, KeyForm("exact", folded, (), True)
        if " " in folded:
            yield position, KeyForm("sorted", " ".join(sorted(folded.split())))
        if name.script == "Cyrl":
            yield position, KeyForm("exact", f"latin {folded}", ("scheme-a", "scheme-b"))


def records() -> list[Record]:
    return [
        Record(
            Entity("x:village", "place", "city", "RU", 900),
            (Name("Riverton", "", "Latn", "alternate", "atlas"), Name("Rivertown", "en", "Latn")),
        ),
        Record(
            Entity("x:city", "place", "city", "UA", 400_000, ("wd:Q1", "wd:Q2")),
            (
                Name("Riverton", "en", "Latn", "canonical", "atlas"),
                Name("Рівертон", "uk", "Cyrl", "official", "atlas"),
                Name("Old Riverton", "", "Latn", "former", "atlas", 1920, 1991),
            ),
        ),
        Record(Entity("x:part", "person", "name-part"), (Name("a\ud800b", "", "Latn"), Name("nul\0name"))),
        Record(Entity("x:nameless", "org"), ()),
    ]


def write(path: Path, chosen: Iterable[Record] | None = None, fingerprint: str = "keys-1") -> Path:
    source = records() if chosen is None else chosen
    write_gazetteer(path, source, plain_keys, fingerprint=fingerprint, sources=[ATLAS], facts={"made": "here"})
    return path
