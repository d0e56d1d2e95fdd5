"""Parts of personal names: clusters of spellings of one given or family name, in many scripts.

A line is `name, name, … => Q123`, in lower case, given and family names alike and not told apart. A
cluster becomes an entity of kind "person", feature "name-part", whose weight is its number of spellings,
the one measure of how common a name is that the source holds. Spellings stay in lower case as recorded;
what shows them gives them a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from gazetteer.model import Entity, Name, Record
from gazetteer.scripts import script_of
from gazetteer.sources import SourceReport
from gazetteer.sources.packages import PERSONS

_QID = re.compile(r"Q[0-9]+")


def read_nameparts(stream: IO[bytes], report: SourceReport | None = None) -> Iterator[Record]:
    """Name parts from rigour's `persons.txt`.

    Args:
        stream: the file's bytes, UTF-8.
        report: counts of names read, kept and left out by reason.

    Yields:
        One record a cluster, ids "wd:Q…".
    """
    report = report or SourceReport(PERSONS.id)
    seen: set[str] = set()
    for raw in stream:
        line = raw.decode("utf-8", "replace").strip()
        spellings, arrow, identifier = line.rpartition("=>")
        identifier = identifier.strip()
        if not line or line.startswith("#"):
            continue
        if not arrow or not _QID.fullmatch(identifier) or identifier in seen:
            report.skip("line without names and a new Wikidata id")
            continue
        seen.add(identifier)
        names = tuple(_names(spellings, report))
        if names:
            yield Record(Entity(f"wd:{identifier}", "person", "name-part", "", len(names)), names)


def _names(spellings: str, report: SourceReport) -> Iterator[Name]:
    seen: set[str] = set()
    for part in spellings.split(","):
        report.read += 1
        text = part.strip()
        if not text or text in seen or "\ufffd" in text:
            report.skip("empty, repeated or undecodable name")
            continue
        seen.add(text)
        report.kept += 1
        yield Name(text, script=script_of(text), source=PERSONS.id)
