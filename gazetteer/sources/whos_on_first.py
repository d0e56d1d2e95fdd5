"""Who's On First: places with names by language and kind of name, from countries to neighbourhoods.

It comes as one GeoJSON file a place in a folder (as in its repositories), as a tar archive of such files
(compressed or not), and as SQLite. A database with a table `geojson` holds the same documents; one without has
`names`, and beside it `spr` (what each place is) and `concordances` (its ids elsewhere), which are used where they are
there. A row is a place.

Names stand under keys such as `name:ukr_x_preferred` or `name:zho_hant_x_variant`: a language of ISO 639-3, perhaps
a script or region, and what the name is. Preferred names are the ones to show in their language, English ones are
canonical; historical names are former, abbreviations short, colloquial ones alternates, since this package has no
role for them. `wof:name` is the main name, in no language.

Places that another one superseded, or that were found to be none, are left out; those that ceased to exist have the
feature "historic". Venues (shops, schools) are left out: they are not places in the sense of this package. Files of
alternative geometry (`…-alt-….geojson`) name nothing.
"""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any, cast

from gazetteer.errors import SourceError
from gazetteer.model import Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.databases import columns, is_database, open_database, tables
from gazetteer.sources.opening import LIMITS, STANDARD_INPUT, Limits, display_name, open_bytes
from gazetteer.sources.rows import refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally, refuse_empty
from gazetteer.sources.unpacking import sentences
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.wof_place import WofPlace, place_of_feature, places_of_names, read_place

WHOS_ON_FIRST = SourceInfo(
    "whos-on-first", "Who's On First", "", "CC-BY-4.0",
    "Contains data from Who's On First (whosonfirst.org/docs/licenses): its own work under CC BY 4.0, parts from "
    "others under their licences; modified.", "https://whosonfirst.org/",
)  # fmt: skip

_WHAT = "a place of Who's On First"
_ALTERNATIVE = "-alt-"
_ENDING = ".geojson"
_TAR = (257, b"ustar")
"""Where a tar archive says what it is."""

_Found = tuple[str, WofPlace | None]


def read_whos_on_first(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    placetypes: Collection[str] = (),
    min_population: int = 0,
    source: str = WHOS_ON_FIRST.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places from Who's On First.

    Args:
        path: a folder of GeoJSON files, one such file, a tar archive of them, or SQLite.
        tally: counts of places read, kept, refused, left out.
        countries: ISO 3166-1 codes; all when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        placetypes: such as "country", "region", "locality"; all but venues when empty.
        min_population: fewer inhabitants, or none given, are left out.
        source: the id of the source of the names.
        limits: how much each file may give, and `limits.line` one place in an archive.

    Yields:
        One record a place, ids "wof:…", the main name first. Files of a folder come in the order of their paths.

    Raises:
        SourceError: the files cannot be read, or are none of these.
    """
    tally = tally if tally is not None else Tally()
    wanted = Wanted.of(countries, languages, (), min_population)
    name = display_name(path)
    for where, place in _places(path, name, limits):
        tally.read += 1
        if place is None:
            tally.refuse(where, "this is no place of Who's On First", "properties with wof:id are expected.")
            refuse_foreign(tally, name, _WHAT, TRIED_ROWS)
        elif record := read_place(place, where, source, wanted, frozenset(placetypes), tally):
            yield record
    refuse_foreign(tally, name, _WHAT)
    refuse_empty(tally, name, _WHAT)


def _places(path: str | os.PathLike[str], name: str, limits: Limits) -> Iterator[_Found]:
    if os.fspath(path) != STANDARD_INPUT and Path(path).is_dir():
        yield from _folder(Path(path), limits)
        return
    with open_bytes(path, limits) as stream:
        start = stream.peek(512)
        if not is_database(start):
            at, mark = _TAR
            if start[at : at + len(mark)] == mark:
                yield from _archive(cast("IO[bytes]", stream), name, limits)
            else:
                yield name, _document(_whole(cast("IO[bytes]", stream), name, limits))
            return
    yield from _database(path, name)


def _folder(folder: Path, limits: Limits) -> Iterator[_Found]:
    """The files of a folder and of those inside it, by path; a part of a listing is held at a time."""
    with sentences(folder.name):
        entries = sorted(folder.iterdir())
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _folder(entry, limits)
        elif _is_place(entry.name):
            with open_bytes(entry, limits) as stream:
                yield entry.name, _document(_whole(cast("IO[bytes]", stream), entry.name, limits))


def _archive(stream: IO[bytes], name: str, limits: Limits) -> Iterator[_Found]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive, sentences(name):
            while member := archive.next():
                cast("Any", archive).members.clear()  # else every member of the archive stays in memory
                file = archive.extractfile(member) if member.isfile() and _is_place(member.name) else None
                if file:
                    yield f"{name}, {member.name}", _document(_whole(file, member.name, limits))
    except tarfile.TarError as error:
        raise SourceError(f"{name}: the archive is damaged or ends early ({error}); fetch it again.") from error


def _database(path: str | os.PathLike[str], name: str) -> Iterator[_Found]:
    with open_database(path) as database:
        held = {table: columns(database, table) for table in tables(database)}
        if "body" in held.get("geojson", ()):
            main = "where not coalesce(is_alt, 0)" if "is_alt" in held["geojson"] else ""
            bodies = database.execute(f"select id, body from geojson {main} order by id")
            yield from ((f"{name}, place {row['id']}", _document(row["body"])) for row in bodies)
        elif {"id", "language", "name", "privateuse"} <= {*held.get("names", ())}:
            yield from ((f"{name}, place {place.id}", place) for place in places_of_names(database, held))
        else:
            raise SourceError(f"{name}: this is not {_WHAT}: the database has no table geojson or names.")


def _is_place(name: str) -> bool:
    return name.endswith(_ENDING) and _ALTERNATIVE not in name


def _whole(stream: IO[bytes], name: str, limits: Limits) -> bytes:
    data = stream.read(limits.line + 1)
    if len(data) > limits.line:
        raise SourceError(f"{name}: this place takes more than {limits.line:,} bytes; this is not {_WHAT}.")
    return data


def _document(data: Any) -> WofPlace | None:
    try:
        return place_of_feature(json.loads(data))
    except (ValueError, TypeError, RecursionError):
        return None
