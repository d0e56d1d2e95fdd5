"""ParaNames: the labels of Wikidata's people, places and organisations, in some 400 languages.

Tab-separated with a header: `wikidata_id`, `eng`, `label`, `language`, `type`. Every row repeats the English
label; it is taken once for an entity, and first. Languages are Wikimedia's codes. Rows of one entity stand
together; an item of several types comes once for each of them, and the merge joins those by their id, with the
kind that came first. A row is a label.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from gazetteer.model import Entity, Kind, Name, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.language_codes import wikimedia
from gazetteer.sources.opening import LIMITS, Limits, Lines, open_text
from gazetteer.sources.rows import cells, distinct, header_of, name_of, refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally

PARANAMES = SourceInfo(
    "paranames", "ParaNames", "", "CC-BY-4.0",
    "Contains data of ParaNames (Sälevä and Lignos), CC BY 4.0; made from Wikidata (CC0); modified.",
    "https://github.com/bltlab/paranames",
)  # fmt: skip
COLUMNS = ("wikidata_id", "eng", "label", "language", "type")
KINDS_OF_TYPES: dict[str, Kind] = {"PER": "person", "LOC": "place", "ORG": "org"}
_WHAT = "ParaNames"
_QID = re.compile(r"Q[1-9][0-9]*")

_Row = tuple[str, Kind, str, Name]


def read_paranames(
    path: str | os.PathLike[str], tally: Tally | None = None, *, source: str = PARANAMES.id, limits: Limits = LIMITS
) -> Iterator[Record]:
    """Entities from ParaNames.

    Args:
        path: the file, compressed or not.
        tally: counts of labels read, kept, refused.
        source: the id of the source of the names.
        limits: how much a file may give.

    Yields:
        One record for each run of rows of one item and type, ids "wd:Q…", the English label first.

    Raises:
        SourceError: the file cannot be read, or has not the columns.
    """
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        columns = header_of(lines, "\t", COLUMNS, _WHAT)
        for (identifier, kind), rows in groupby(_rows(lines, columns, tally, source), key=lambda row: row[:2]):
            group = list(rows)
            english = name_of(group[0][2], source, "en")
            yield Record(Entity(f"wd:{identifier}", kind), distinct((english, *(row[3] for row in group))))
        refuse_foreign(tally, lines.name, _WHAT)


def _rows(lines: Lines, columns: list[str], tally: Tally, source: str) -> Iterator[_Row]:
    for where, row in cells(lines, columns, "\t", tally):
        found = _read(row, where, tally, source)
        if found:
            tally.kept += 1
            yield found
        refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)


def _read(row: Mapping[str, str], where: str, tally: Tally, source: str) -> _Row | None:
    name = name_of(row["label"], source, wikimedia(row["language"]))
    if not _QID.fullmatch(row["wikidata_id"]):
        tally.refuse(where, "the id is none of Wikidata", "Q and a number is what is expected.")
    elif row["type"] not in KINDS_OF_TYPES:
        tally.refuse(where, "the type is none of PER, LOC and ORG", "mend the row.")
    elif name is None:
        tally.refuse(where, "the label is empty or far too long", "give the name.")
    else:
        return row["wikidata_id"], KINDS_OF_TYPES[row["type"]], row["eng"], name
    return None
