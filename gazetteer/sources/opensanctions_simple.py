"""OpenSanctions' `targets.simple.csv`: one row a target, several values in one cell.

All cells are quoted; a cell of several values is itself a line of values with semicolons between them, quoted
where a value holds one. Columns are found by the header, since newer exports have more of them. The rows say
which schema an entity has, and those that are neither person nor organisation (vessels, securities, wallets)
are left out and counted. Languages, former names and weak aliases are not told apart in this export: read
`entities.ftm.json` for those.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from gazetteer.model import Entity, Record
from gazetteer.sources.followthemoney import KINDS_OF_SCHEMAS, OPENSANCTIONS, namespaced
from gazetteer.sources.opening import LIMITS, Limits, open_text
from gazetteer.sources.rows import cells, distinct, header_of, list_cell, name_of, refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally

COLUMNS = ("id", "schema", "name", "aliases", "countries")
_WHAT = "an OpenSanctions targets.simple.csv"


def read_simple(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    source: str = OPENSANCTIONS.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """People and organisations from a `targets.simple.csv`.

    Args:
        path: the file, compressed or not.
        tally: counts of rows read, kept, refused, left out by schema.
        source: the id of the source of the names.
        limits: how much a file may give.

    Yields:
        One record a target, the name first, then the aliases.

    Raises:
        SourceError: the file cannot be read, or has not the columns.
    """
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        columns = header_of(lines, ",", COLUMNS, _WHAT)
        for where, row in cells(lines, columns, ",", tally):
            if not (row["id"] and row["schema"]):
                tally.refuse(where, "there is no id or no schema", "every target has both.")
            elif row["schema"] not in KINDS_OF_SCHEMAS:
                tally.leave("a schema without names of a kind that is read")
            else:
                record = _record(row, source)
                if record.names:
                    tally.kept += 1
                    yield record
                else:
                    tally.refuse(where, "the target has no name", "it cannot be found by any.")
            refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)
        refuse_foreign(tally, lines.name, _WHAT)


def _record(row: Mapping[str, str], source: str) -> Record:
    countries = [code.upper() for code in list_cell(row["countries"]) if len(code) == 2]
    entity = Entity(namespaced(row["id"], "os"), KINDS_OF_SCHEMAS[row["schema"]], "", countries[0] if countries else "")
    names = (name_of(text, source) for text in (row["name"], *list_cell(row["aliases"])))
    return Record(entity, distinct(names))
