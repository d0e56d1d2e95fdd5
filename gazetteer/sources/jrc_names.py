"""JRC-Names: spellings of people and organisations found in the news, in many languages and scripts.

The file (`entities.gzip`) is tab-separated with a first line that is no entry: id, type (P a person, O an
organisation), language, spelling. A "+" stands for a space; the spelling that comes first is the preferred one;
language "u" is unknown. Rows of one entity stand together; where they do not, the merge joins them by their id.
A row is a spelling.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import groupby

from gazetteer.model import Entity, Kind, Name, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.opening import LIMITS, Limits, Lines, open_text
from gazetteer.sources.rows import distinct, name_of, refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally

JRC_NAMES = SourceInfo(
    "jrc-names", "JRC-Names", "", "", "Contains data of JRC-Names, European Commission, Joint Research Centre.",
    "https://data.jrc.ec.europa.eu/",
)  # fmt: skip
KINDS_OF_TYPES: dict[str, Kind] = {"P": "person", "O": "org"}
_WIDTH = 4
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WHAT = "JRC-Names (id, type, language and spelling, separated by tabs)"

_Row = tuple[str, Kind, Name]


def read_jrc_names(
    path: str | os.PathLike[str], tally: Tally | None = None, *, source: str = JRC_NAMES.id, limits: Limits = LIMITS
) -> Iterator[Record]:
    """People and organisations from JRC-Names.

    Args:
        path: `entities.gzip`, or the same unpacked.
        tally: counts of spellings read, kept, refused, left out by type.
        source: the id of the source of the names.
        limits: how much a file may give.

    Yields:
        One record for each run of rows of one entity, ids "jrc:…", the preferred spelling first.

    Raises:
        SourceError: the file cannot be read, or no row is such a spelling.
    """
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        for (identifier, kind), rows in groupby(_rows(lines, tally, source), key=lambda row: row[:2]):
            yield Record(Entity(f"jrc:{identifier}", kind), distinct(name for _, _, name in rows))
        refuse_foreign(tally, lines.name, _WHAT)


def _rows(lines: Lines, tally: Tally, source: str) -> Iterator[_Row]:
    for line in lines:
        row = line.split("\t")
        if not line.strip() or (lines.number == 1 and not row[0].strip().isdecimal()):
            continue
        tally.read += 1
        found = _read(row, lines.where, tally, source)
        if found:
            tally.kept += 1
            yield found
        refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)


def _read(row: list[str], where: str, tally: Tally, source: str) -> _Row | None:
    if len(row) != _WIDTH:
        tally.refuse(where, "there are not four columns", "id, type, language and spelling are needed.")
        return None
    identifier, kind, language, spelling = map(str.strip, row)
    if not identifier.isdecimal():
        tally.refuse(where, "the id is no number", "ids of JRC-Names are digits.")
        return None
    if kind not in KINDS_OF_TYPES:
        tally.leave("a type other than person and organisation")
        return None
    language = language.lower() if _LANGUAGE.fullmatch(language.lower()) else ""
    name = name_of(spelling.replace("+", " "), source, language)
    if name is None:
        tally.refuse(where, "the spelling is empty or far too long", "give the name.")
        return None
    return identifier, KINDS_OF_TYPES[kind], name
