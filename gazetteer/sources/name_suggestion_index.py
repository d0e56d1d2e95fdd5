"""The name-suggestion-index: brands, operators and transport networks as mappers of OpenStreetMap write them.

`nsi.json` is one JSON document: categories by path ("brands/shop/supermarket"), items in each, OSM tags in each
item. Names stand in `name`, `brand` (or `operator`, `network`) and their language forms (`brand:uk`), official,
short and other names in keys of their own, several values with semicolons between them. `matchNames` are
lower-case spellings to recognise: keys, never shown. Items of one organisation in several categories share its
Wikidata id, and the merge joins them; items without one keep the index's own id ("nsi:…"). Flags are left out:
their names are those of countries. A row is an item.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetteer.model import Entity, Name, Record, Role
from gazetteer.sources import SourceInfo
from gazetteer.sources.json_stream import JsonStream
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.opening import LIMITS, Limits, display_name, open_bytes
from gazetteer.sources.rows import distinct, name_of, refuse_foreign, texts
from gazetteer.sources.tally import TRIED_ROWS, Tally

NSI = SourceInfo(
    "name-suggestion-index", "name-suggestion-index", "", "BSD-3-Clause",
    "Contains names from the name-suggestion-index, copyright its contributors, BSD-3-Clause.",
    "https://github.com/osmlab/name-suggestion-index",
)  # fmt: skip
KEYS_OF_TREES: Mapping[str, str] = {"brands": "brand", "operators": "operator", "transit": "network"}
"""The tag under which the items of each tree name their organisation; other trees have none."""
_OTHER_KEYS: tuple[tuple[str, Role], ...] = (
    ("official_name", "alternate"), ("short_name", "short"), ("alt_name", "alternate"), ("old_name", "former"),
)  # fmt: skip
_QID = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[a-z]{2}")
_WHAT = "a name-suggestion-index (nsi.json)"


def read_nsi(
    path: str | os.PathLike[str], tally: Tally | None = None, *, source: str = NSI.id, limits: Limits = LIMITS
) -> Iterator[Record]:
    """Organisations from a name-suggestion-index.

    Args:
        path: `nsi.json`, compressed or not.
        tally: counts of items read, kept, refused, left out by tree.
        source: the id of the source of the names.
        limits: how much a file may give.

    Yields:
        One record an item, kind "org".

    Raises:
        SourceError: the file cannot be read, or is no such index.
    """
    tally = tally if tally is not None else Tally()
    name = display_name(path)
    with open_bytes(path, limits) as stream:
        for category, content in JsonStream(stream, name).elements("nsi"):
            items = content.get("items") if isinstance(content, dict) else None
            key = KEYS_OF_TREES.get(category.partition("/")[0], "")
            for number, item in enumerate(items if isinstance(items, list) else (), 1):
                tally.read += 1
                where = f"{name}, {category}, item {number}"
                if not key:
                    tally.leave("a tree without organisations")
                    continue
                record = _record(item, key, source)
                if record:
                    tally.kept += 1
                    yield record
                else:
                    tally.refuse(where, "the item has no id or no name", "items have an id and tags.")
                refuse_foreign(tally, name, _WHAT, TRIED_ROWS)
        refuse_foreign(tally, name, _WHAT)


def _record(item: object, key: str, source: str) -> Record | None:
    found = item.get("tags") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(found, dict):
        return None
    tags = {str(tag): value for tag, value in found.items() if isinstance(value, str)}
    names = distinct((*_names(tags, key, source), *_match_names(item, source)))
    qid, own = tags.get(f"{key}:wikidata", ""), next(iter(texts(item.get("id"))), "")
    identifier = f"wd:{qid}" if _QID.fullmatch(qid) else f"nsi:{own}" if own else ""
    if not identifier or not names:
        return None
    return Record(Entity(identifier, "org", "", _country(item)), names)


def _names(tags: Mapping[str, str], key: str, source: str) -> Iterator[Name | None]:
    roles: tuple[tuple[str, Role], ...] = ((key, "alternate"), ("name", "alternate"), *_OTHER_KEYS)
    for base, role in roles:
        for text in tags.get(base, "").split(";"):
            yield name_of(text, source, "", role)
    by_base = dict(roles)
    for tag, value in tags.items():
        base, colon, suffix = tag.partition(":")
        lang = bcp47(suffix) if colon and base in by_base else ""
        for text in value.split(";") if lang else ():
            yield name_of(text, source, lang, by_base[base])


def _match_names(item: Mapping[str, Any], source: str) -> Iterator[Name | None]:
    for text in texts(item.get("matchNames")):
        yield name_of(text, source, "", "generated")


def _country(item: Mapping[str, Any]) -> str:
    """The country where an item is used, if it is one."""
    places = item.get("locationSet")
    included = texts(places.get("include")) if isinstance(places, dict) else []
    return included[0].upper() if len(included) == 1 and _COUNTRY.fullmatch(included[0].lower()) else ""
