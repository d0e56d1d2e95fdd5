"""Who's On First as documents in a folder or an archive, and as a database of either kind."""

from __future__ import annotations

import bz2
import io
import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Name, Record
from gazetteer.sources.opening import Limits
from gazetteer.sources.tally import TRIED_ROWS, Tally
from gazetteer.sources.whos_on_first import read_whos_on_first

LUHANSK: dict[str, Any] = {
    "wof:id": 101752483, "wof:name": "Luhansk", "wof:placetype": "locality", "wof:country": "UA",
    "wof:concordances": {"gn:id": 702658, "wd:id": "Q171965", "qs_pg:id": 1, "ne:id": 1159151001},
    "wof:population": 397677, "wof:superseded_by": [], "mz:is_current": 1, "edtf:cessation": "uuuu",
    "name:ukr_x_preferred": ["Луганськ"], "name:eng_x_preferred": ["Luhansk"], "name:eng_x_variant": ["Lugansk"],
    "name:zho_hant_x_preferred": ["盧甘斯克"], "name:rus_x_historical": ["Ворошиловград"],
    "name:und_x_variant": ["Lug"],
    "name:eng_x_colloquial": ["Luga"], "name:eng_x_abbreviation": ["Lhs"], "name:eng_x_other": ["?"],
}  # fmt: skip
UKRAINE = {"wof:id": 85633805, "wof:name": "Ukraine", "wof:placetype": "country", "wof:country": "UA"}
USSR = {"wof:id": 3, "wof:name": "USSR", "wof:placetype": "country", "wof:country": "XX", "edtf:cessation": "1991-12"}
OLD = {"wof:id": 4, "wof:name": "Old", "wof:placetype": "locality", "wof:superseded_by": [5], "wof:country": "UA"}
WRONG = {"wof:id": 5, "wof:name": "Wrong", "wof:placetype": "locality", "edtf:deprecated": "2019-01-01"}
VENUE = {"wof:id": 6, "wof:name": "A shop", "wof:placetype": "venue", "wof:country": "UA"}
NAMELESS = {"wof:id": 7, "wof:placetype": "locality", "wof:country": "UA"}
ALL = (LUHANSK, UKRAINE, USSR, OLD, WRONG, VENUE, NAMELESS)


def document(properties: dict[str, Any]) -> str:
    place = {"type": "Point", "coordinates": [39.3, 48.6]}
    return json.dumps({"id": 1, "type": "Feature", "properties": properties, "bbox": [1, 2, 3, 4], "geometry": place})


def folder(path: Path, *places: dict[str, Any]) -> Path:
    for place in places:
        inside = path / "data" / str(place["wof:id"])[:3]
        inside.mkdir(parents=True, exist_ok=True)
        (inside / f"{place['wof:id']}.geojson").write_text(document(place), encoding="utf-8")
        (inside / f"{place['wof:id']}-alt-naturalearth.geojson").write_text(document(place), encoding="utf-8")
    (path / "README.md").write_text("# whosonfirst-data", encoding="utf-8")
    return path


def archive(*places: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        for place in places:
            data = document(place).encode()
            member = tarfile.TarInfo(f"whosonfirst-data/data/{place['wof:id']}.geojson")
            member.size = len(data)
            made.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def read(path: Path, tally: Tally | None = None, **options: Any) -> dict[str, Record]:
    return {record.entity.id: record for record in read_whos_on_first(path, tally, **options)}


def test_a_place_brings_names_by_language_and_role_and_its_ids(tmp_path: Path) -> None:
    luhansk = read(folder(tmp_path, LUHANSK))["wof:101752483"]
    assert luhansk.entity.same_as == ("gn:702658", "wd:Q171965", "ne:1159151001")
    assert (luhansk.entity.feature, luhansk.entity.country, luhansk.entity.weight) == ("city", "UA", 397677)
    assert luhansk.names == (
        Name("Luhansk", "", "Latn", "alternate", "whos-on-first"),
        Name("Луганськ", "uk", "Cyrl", "alternate", "whos-on-first"),
        Name("Luhansk", "en", "Latn", "canonical", "whos-on-first"),
        Name("盧甘斯克", "zh-Hant", "Hani", "alternate", "whos-on-first"),
        Name("Lugansk", "en", "Latn", "alternate", "whos-on-first"),
        Name("Lug", "", "Latn", "alternate", "whos-on-first"),
        Name("Luga", "en", "Latn", "alternate", "whos-on-first"),
        Name("Lhs", "en", "Latn", "short", "whos-on-first"),
        Name("Ворошиловград", "ru", "Cyrl", "former", "whos-on-first"),
    )


def test_every_place_is_kept_refused_or_left_out(tmp_path: Path) -> None:
    tally = Tally()
    found = read(folder(tmp_path, *ALL), tally)
    assert set(found) == {"wof:101752483", "wof:85633805", "wof:3"}
    assert found["wof:85633805"].entity.same_as == ("iso:UA",)
    assert (found["wof:3"].entity.feature, found["wof:3"].entity.country) == ("historic", "")
    assert (tally.read, tally.kept) == (7, 3)
    assert tally.left_out == {
        "superseded by another place": 1, "deprecated by the source": 1, "a venue or an address": 1,
    }  # fmt: skip
    assert tally.refused == {"the place has no name": 1}


def test_one_file_and_an_archive_say_the_same_as_a_folder(tmp_path: Path) -> None:
    expected = read(folder(tmp_path / "folder", *ALL))
    (tmp_path / "one.geojson").write_text(document(LUHANSK), encoding="utf-8")
    (tmp_path / "bundle.tar.bz2").write_bytes(bz2.compress(archive(*ALL)))
    assert read(tmp_path / "one.geojson") == {"wof:101752483": expected["wof:101752483"]}
    assert read(tmp_path / "bundle.tar.bz2") == expected


def test_a_database_of_documents_says_the_same(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "wof.db")) as made:
        made.execute("create table geojson (id integer, body text, source text, is_alt boolean, lastmodified integer)")
        made.executemany("insert into geojson values (?, ?, '', 0, 0)", [(p["wof:id"], document(p)) for p in ALL])
        made.execute("insert into geojson values (1, ?, 'naturalearth', 1, 0)", (document(LUHANSK),))
        made.commit()
    assert read(tmp_path / "wof.db") == read(folder(tmp_path / "folder", *ALL))


NAMES = (
    "id integer not null, placetype text, country text, language text, extlang text, script text, region text, "
    "variant text, extension text, privateuse text, name text, lastmodified integer"
)


def test_a_database_of_names_is_joined_with_what_stands_beside(tmp_path: Path) -> None:
    rows = [
        (1, "locality", "UA", "ukr", "", "", "x_preferred", "Луганськ"),
        (2, "locality", "UA", "eng", "", "", "x_preferred", "Old"),
        (1, "locality", "UA", "zho", "hant", "", "x_variant", "盧甘斯克"),
        (1, "locality", "UA", "eng", "", "us", "preferred", "Luhansk"),
    ]
    with closing(sqlite3.connect(tmp_path / "wof.db")) as made:
        made.execute(f"create table names ({NAMES})")
        made.executemany("insert into names values (?, ?, ?, ?, '', ?, ?, '', '', ?, ?, 0)", rows)
        made.commit()
        alone = read(tmp_path / "wof.db")
        made.execute(
            "create table spr (id integer primary key, name text, is_current integer, is_ceased integer, "
            "is_superseded integer, is_deprecated integer)"
        )
        made.executemany("insert into spr values (?, ?, ?, 0, ?, 0)", [(1, "Luhansk", 1, 0), (2, "Old", 0, 1)])
        made.execute("create table concordances (id integer, other_id text, other_source text)")
        made.execute("insert into concordances values (1, '702658', 'gn:id')")
        made.commit()
    assert list(alone) == ["wof:1", "wof:2"]
    found = read(tmp_path / "wof.db")
    assert list(found) == ["wof:1"]
    assert found["wof:1"].entity.same_as == ("gn:702658",)
    assert [(n.text, n.lang) for n in found["wof:1"].names] == [
        ("Luhansk", ""), ("Луганськ", "uk"), ("Luhansk", "en-US"), ("盧甘斯克", "zh-Hant"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"countries": ["ua"]}, {"wof:101752483", "wof:85633805"}),
        ({"min_population": 1}, {"wof:101752483"}),
        ({"placetypes": ["venue"]}, {"wof:6"}),
        ({"languages": ["uk"]}, {"wof:101752483", "wof:85633805", "wof:3"}),
    ],
)
def test_filters_leave_out_and_count(tmp_path: Path, options: dict[str, Any], kept: set[str]) -> None:
    tally = Tally()
    assert set(read(folder(tmp_path, *ALL), tally, **options)) == kept
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


@pytest.mark.parametrize("data", [b"", b"id\tname\n", b'{"type": "Feature", "properties": {}}', b"[" * 100_000, b"[1]"])
def test_what_is_no_place_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "wrong.geojson").write_bytes(data)
    with pytest.raises(SourceError, match=r"wrong\.geojson: this is not a place of Who's On First"):
        read(tmp_path / "wrong.geojson")


def test_other_containers_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut.tar").write_bytes(archive(*ALL)[:1000])
    with closing(sqlite3.connect(tmp_path / "other.db")) as made:
        made.execute("create table cities (id, name)")
        made.commit()
    for name, message in (
        ("empty", "there is no row in it"), ("cut.tar", "ends early"), ("other.db", "no table geojson or names"),
        ("none", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(SourceError, match=message):
            read(tmp_path / name)


def test_a_file_that_is_too_large_for_a_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="takes more than 100 bytes"):
        read(folder(tmp_path, LUHANSK), limits=Limits(line=100))


def test_a_folder_of_other_documents_is_refused(tmp_path: Path) -> None:
    for number in range(TRIED_ROWS):
        (tmp_path / f"{number}.geojson").write_text("{}")
    with pytest.raises(SourceError, match="none fits"):
        read(tmp_path)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["gn:id", "wd:id", "x"]), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(LUHANSK)), JSONS))
def test_a_place_with_any_damaged_parts_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, damage: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.geojson"
    path.write_text(document({**LUHANSK, **damage}), encoding="utf-8")
    tally = Tally()
    try:
        read(path, tally)
    except SourceError:
        assert tally.nothing_fits
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows == 1


@given(st.binary(max_size=120), st.integers(0, 3000), st.booleans())
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, packed: bool
) -> None:
    whole = archive(LUHANSK, UKRAINE) if packed else document(LUHANSK).encode()
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(whole[:at] + data + whole[at + len(data) :])
    tally = Tally()
    try:
        read(path, tally)
    except SourceError:
        return
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows
