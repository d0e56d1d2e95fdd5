"""Linked Places, the format of historical gazetteers: JSON-LD features (LPF), and delimited rows (LP-TSV).

A place has a title and names in time: each name may say since when and until when it was in use, and where that
is attested. A name that has ended is a former one. Links of type closeMatch or exactMatch, and `matches` of a
row, are ids of the same place elsewhere; other links (seeAlso, subjectOf) are not. GeoNames and Wikidata are
recognised behind their addresses, whichever of them is used; other ids keep their prefix or address.

A feature's id is its address, "@id"; ids of LP-TSV rows are the contributor's own and get the namespace "lp:".
Countries are the modern ones that a place lies in: with more than one of them it has none here. A row is a
feature, or a line of the table. `attestation_year` is the year of a book, not of the name, and is not read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gazetteer.model import Entity, Name, Record, Role
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import HEADER_KEY, FileFacts, carried_record
from gazetteer.sources.json_stream import JsonStream
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.opening import LIMITS, Limits, display_name, open_bytes, open_text
from gazetteer.sources.rows import Again, cells, distinct, header_of, list_cell, name_of, refuse_foreign, texts
from gazetteer.sources.tally import TRIED_ROWS, Tally

LINKED_PLACES = SourceInfo("linked-places", "Linked Places", url="https://github.com/LinkedPasts/linked-places-format")
_REQUIRED = ("id", "title")
_SAME = frozenset(("closematch", "exactmatch", "sameas"))
_YEAR = re.compile(r"[+-]?[0-9]{1,6}")
_ADDRESS = re.compile(r"https?://(?:www\.|sws\.)?([^/]+)/(.*)")
_QID = re.compile(r"Q[1-9][0-9]*")
_FEATURES = {"P": "city", "A": "region"}
_ONE_COUNTRY = 1
_WHAT = "a file of Linked Places"


def read_lpf(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    source: str = LINKED_PLACES.id,
    file: FileFacts | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from a Linked Places FeatureCollection (JSON-LD).

    Args:
        path: the file, compressed or not.
        tally: counts of features read, kept, refused.
        source: the id of the source of the names.
        file: gets what an exported file says about itself.
        limits: how much a file may give.

    Yields:
        One record a feature, the title first.

    Raises:
        SourceError: the file cannot be read, or has no features with names.
    """
    tally = tally if tally is not None else Tally()
    name = display_name(path)
    with open_bytes(path, limits) as stream:
        for number, (_, feature) in enumerate(JsonStream(stream, name).elements("features"), 1):
            tally.read += 1
            where = f"{name}, feature {number}"
            if not isinstance(feature, dict):
                tally.refuse(where, "the feature is no JSON object", "mend the file.")
            elif HEADER_KEY in feature:
                yield from carried_record(feature[HEADER_KEY], where, tally, file)
            else:
                record = _feature(feature, source)
                if record is None:
                    tally.refuse(where, "the feature has no id or no name", "give it @id and properties.title.")
                else:
                    tally.kept += 1
                    yield record
            refuse_foreign(tally, name, _WHAT, TRIED_ROWS)
        refuse_foreign(tally, name, _WHAT)


def _feature(feature: Mapping[str, Any], source: str) -> Record | None:
    found = feature.get("properties")
    properties: Mapping[str, Any] = found if isinstance(found, dict) else {}
    raw = next(iter(texts(feature.get("@id")) + texts(feature.get("id")) + texts(feature.get("uri"))), "")
    start, end = _span(feature.get("when"))
    names = distinct((_titled(properties, source, start, end), *_toponyms(feature, source)))
    identifier = place_id(raw)
    if not identifier or not names:
        return None
    links = feature.get("links")
    others = (
        place_id(target)
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, dict) and str(link.get("type", "")).rpartition(":")[2].lower() in _SAME
        for target in texts(link.get("identifier"))
    )
    same_as = tuple(dict.fromkeys(other for other in others if other and other != identifier))
    country, feature_name = _country(texts(properties.get("ccodes"))), _feature_of(texts(properties.get("fclasses")))
    return Record(Entity(identifier, "place", feature_name, country, 0, same_as), names)


def _titled(properties: Mapping[str, Any], source: str, start: int | None, end: int | None) -> Name | None:
    title = next(iter(texts(properties.get("title"))), "")
    return name_of(title, source, start=start, end=end)


def _toponyms(feature: Mapping[str, Any], source: str) -> Iterator[Name | None]:
    names = feature.get("names")
    for name in names if isinstance(names, list) else ():
        if isinstance(name, dict):
            start, end = _span(name.get("when"))
            lang = bcp47(next(iter(texts(name.get("lang"))), ""))
            for text in texts(name.get("toponym")):
                yield name_of(text, source, lang, _role(end), start=start, end=end)


def _role(end: int | None) -> Role:
    return "alternate" if end is None else "former"


def _span(when: object) -> tuple[int | None, int | None]:
    """First and last year of a "when"; spans with gaps between them become one."""
    spans = when.get("timespans") if isinstance(when, dict) else None
    starts: list[int | None] = []
    ends: list[int | None] = []
    for span in spans if isinstance(spans, list) else ():
        if isinstance(span, dict):
            starts.append(_point(span.get("start"), ("in", "earliest", "latest")))
            ends.append(_point(span.get("end"), ("in", "latest", "earliest")))
    known_starts = [year for year in starts if year is not None]
    known_ends = [year for year in ends if year is not None]
    return min(known_starts, default=None), max(known_ends, default=None) if None not in ends else None


def _point(point: object, members: tuple[str, ...]) -> int | None:
    if not isinstance(point, dict):
        return year_of(point)
    years = (year_of(point.get(member)) for member in members)
    return next((year for year in years if year is not None), None)


def year_of(date: object) -> int | None:
    """The year of an ISO 8601 date, which may be negative; the first one of a range.

    Example:
        >>> [year_of(date) for date in ("1299-05-01", "-0753", 1711, "-299/-200", "long ago")]
        [1299, -753, 1711, -299, None]
    """
    found = _YEAR.match(str(date).strip()) if isinstance(date, str | int) and not isinstance(date, bool) else None
    return int(found[0]) if found else None


def place_id(address: str) -> str:
    """The id of a place behind an address or a prefixed id.

    Example:
        >>> [place_id(a) for a in ("http://www.geonames.org/2657979/abingdon.html", "wd:Q321076")]
        ['gn:2657979', 'wd:Q321076']
        >>> place_id("https://www.wikidata.org/entity/Q321076"), place_id("https://pleiades.stoa.org/places/423025")
        ('wd:Q321076', 'https://pleiades.stoa.org/places/423025')
    """
    text = "".join(address.split())
    found = _ADDRESS.fullmatch(text)
    if not found:
        return text
    host, rest = found.groups()
    if host == "geonames.org":
        number = rest.partition("/")[0].partition("#")[0]
        return f"gn:{number}" if number.isdecimal() else text
    if host == "wikidata.org":
        item = rest.rpartition("/")[2]
        return f"wd:{item}" if _QID.fullmatch(item) else text
    return text


def _country(codes: list[str]) -> str:
    proper = {code.upper() for code in codes if len(code) == 2 and code.isascii() and code.isalpha()}
    return next(iter(proper)) if len(proper) == _ONE_COUNTRY else ""


def _feature_of(classes: list[str]) -> str:
    return next((_FEATURES[letter.upper()] for letter in classes if letter.upper() in _FEATURES), "")


def read_lp_tsv(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    source: str = LINKED_PLACES.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from a delimited Linked Places file (LP-TSV; with commas, too).

    Args:
        path: the file, compressed or not.
        tally: counts of rows read, kept, refused.
        source: the id of the source of the names.
        limits: how much a file may give.

    Yields:
        One record a row, the title first, then the variants.

    Raises:
        SourceError: the file cannot be read, or has no columns "id" and "title".
    """
    tally = tally if tally is not None else Tally()
    with open_text(path, limits, tally=tally) as lines:
        first = next(lines, "")
        delimiter = "\t" if "\t" in first else ","
        columns = header_of(Again(lines, first), delimiter, _REQUIRED, _WHAT)
        for where, row in cells(lines, columns, delimiter, tally):
            names = distinct(_row_names(row, source))
            if not row["id"] or not names:
                tally.refuse(where, "the id or the title is empty", "every place has both.")
            else:
                tally.kept += 1
                yield Record(_row_entity(row), names)
            refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)
        refuse_foreign(tally, lines.name, _WHAT)


def _row_entity(row: Mapping[str, str]) -> Entity:
    identifier = row["id"] if ":" in row["id"] else f"lp:{row['id']}"
    same_as = tuple(dict.fromkeys(place_id(match) for match in list_cell(row.get("matches", ""))))
    classes = list_cell(row.get("fclasses", "").replace(",", ";"))
    country = _country(list_cell(row.get("ccodes", "").replace(",", ";")))
    return Entity(place_id(identifier), "place", _feature_of(classes), country, 0, same_as)


def _row_names(row: Mapping[str, str], source: str) -> Iterator[Name | None]:
    start, end = year_of(row.get("start", "")), year_of(row.get("end", ""))
    title = name_of(row["title"], source, start=start, end=end)
    if title is None:
        return
    yield title
    for variant in list_cell(row.get("variants", "")):
        text, _, tag = variant.rpartition("@")
        lang = bcp47(tag) if text else ""
        yield name_of(text if lang else variant, source, lang)
