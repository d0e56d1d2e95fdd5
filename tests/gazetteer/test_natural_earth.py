"""Natural Earth in each of the forms that it comes in: dBase, its zip archive, GeoJSON and SQLite."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Name, Record
from gazetteer.sources.natural_earth import read_natural_earth
from gazetteer.sources.tally import TRIED_ROWS, Tally

KYIV: dict[str, Any] = {
    "FEATURECLA": "Admin-0 capital", "NAME": "Kyiv", "NAMEPAR": "Kiev", "NAMEALT": "Kiew|Kijew", "ISO_A2": "UA",
    "POP_MAX": 2709000, "WIKIDATAID": "Q1899", "NE_ID": 1159151575, "GEONAMESID": 703448, "WOF_ID": 101752481,
    "NAME_EN": "Kyiv", "NAME_UK": "Київ", "NAME_ZH": "基辅", "NAME_ZHT": "基輔", "NAME_LEN": 4,
}  # fmt: skip
LUHANSK: dict[str, Any] = {
    "FEATURECLA": "Admin-1 states provinces", "NAME": "Luhans'k", "NAME_ALT": "Lugansk", "ISO_A2": "UA",
    "ISO_3166_2": "UA-09", "WIKIDATAID": "Q171965", "NE_ID": 1159312443, "GN_ID": 702657, "NAME_LOCAL": "Луганська",
    "NAME_RU": "Луганская",
}  # fmt: skip
FRANCE: dict[str, Any] = {
    "NAME": "France", "NAME_LONG": "France", "FORMAL_EN": "French Republic", "FORMAL_FR": None, "ABBREV": "Fr.",
    "ISO_A2": "-99", "ISO_A2_EH": "FR", "POP_EST": 67059887.0, "WIKIDATAID": "Q142", "NE_ID": 1159320637,
    "NAME_DE": "Frankreich", "NAME_EN": "France",
}  # fmt: skip


def dbf(*rows: dict[str, Any], encoding: str = "utf-8", deleted: int = -1) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[str(row.get(column, "")).encode(encoding) for column in columns] for row in rows]
    widths = [max(len(row[at]) for row in cells) + 2 for at in range(len(columns))]
    length = 1 + sum(widths)
    header = struct.pack("<BBBBIHH20x", 3, 124, 5, 1, len(rows), 32 + 32 * len(columns) + 1, length)
    fields = b"".join(
        struct.pack("<11sc4xBB14x", column.encode(), b"C", width, 0)
        for column, width in zip(columns, widths, strict=True)
    )
    body = b"".join(
        (b"*" if at == deleted else b" ") + b"".join(c.ljust(w) for c, w in zip(row, widths, strict=True))
        for at, row in enumerate(cells)
    )
    return header + fields + b"\r" + body + b"\x1a"


def geojson(*rows: dict[str, Any]) -> bytes:
    features = [
        {"type": "Feature", "properties": {key.lower(): value for key, value in row.items()},
         "geometry": {"type": "Point", "coordinates": [30.5, 50.4]}} for row in rows
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "name": "ne_10m", "features": features}).encode()


def database(path: Path, tables: dict[str, dict[str, Any]]) -> Path:
    with closing(sqlite3.connect(path)) as made:
        for table, row in tables.items():
            columns = ", ".join(f'"{column.lower()}"' for column in row)
            made.execute(f"create table {table} (ogc_fid integer primary key, GEOMETRY blob, {columns})")
            marks = ", ".join("?" * len(row))
            made.execute(f"insert into {table} ({columns}, GEOMETRY) values ({marks}, x'00ff')", tuple(row.values()))
        made.commit()
    return path


def read(path: Path, data: bytes | None = None, tally: Tally | None = None, **options: Any) -> list[Record]:
    if data is not None:
        path.write_bytes(data)
    return list(read_natural_earth(path, tally, **options))


def test_a_populated_place(tmp_path: Path) -> None:
    (kyiv,) = read(tmp_path / "ne_10m_populated_places.dbf", dbf(KYIV))
    assert kyiv.entity.id == "ne:1159151575"
    assert kyiv.entity.same_as == ("wd:Q1899", "gn:703448", "wof:101752481")
    assert (kyiv.entity.feature, kyiv.entity.country, kyiv.entity.weight) == ("city", "UA", 2709000)
    assert [(name.text, name.lang, name.script, name.role) for name in kyiv.names] == [
        ("Kyiv", "", "Latn", "alternate"), ("Kyiv", "en", "Latn", "canonical"), ("Київ", "uk", "Cyrl", "alternate"),
        ("基辅", "zh-Hans", "Hani", "alternate"), ("基輔", "zh-Hant", "Hani", "alternate"),
        ("Kiew", "", "Latn", "alternate"), ("Kijew", "", "Latn", "alternate"), ("Kiev", "", "Latn", "alternate"),
    ]  # fmt: skip
    assert {name.source for name in kyiv.names} == {"natural-earth"}


def test_a_region_and_a_country_have_their_iso_codes(tmp_path: Path) -> None:
    (luhansk,) = read(tmp_path / "a.geojson", geojson(LUHANSK))
    (france,) = read(tmp_path / "b.geojson", geojson(FRANCE))
    assert (luhansk.entity.feature, france.entity.feature) == ("region", "country")
    assert luhansk.entity.same_as == ("wd:Q171965", "gn:702657", "iso:UA-09")
    assert (france.entity.same_as, france.entity.country) == (("wd:Q142", "iso:FR"), "FR")
    assert Name("French Republic", "en", "Latn", "alternate", "natural-earth") in france.names
    assert Name("Fr.", "en", "Latn", "short", "natural-earth") in france.names
    made_up = {**LUHANSK, "ISO_3166_2": "UA-X01~"}
    assert read(tmp_path / "c.geojson", geojson(made_up))[0].entity.same_as == ("wd:Q171965", "gn:702657")


def test_every_form_says_the_same(tmp_path: Path) -> None:
    expected = read(tmp_path / "a.dbf", dbf(KYIV))
    with zipfile.ZipFile(tmp_path / "ne.zip", "w") as archive:
        for ending in ("README.html", "shp", "prj"):
            archive.writestr(f"ne_10m_populated_places.{ending}", b"x")
        archive.writestr("ne_10m_populated_places.dbf", dbf(KYIV))
    tables = {"ne_10m_populated_places": KYIV, "ne_110m_populated_places": KYIV, "geometry_columns": {"x": 1}}
    assert read(tmp_path / "ne.zip") == expected
    assert read(tmp_path / "a.json.gz", gzip.compress(geojson(KYIV))) == expected
    assert read(database(tmp_path / "ne.sqlite", tables)) == expected
    assert read(tmp_path / "ne.sqlite", layers=["ne_110m_*"]) == expected


def test_rows_are_kept_refused_or_left_out(tmp_path: Path) -> None:
    nameless = {"POP_MAX": 3, "NE_ID": 1}
    homeless = {"NAME": "Nowhere", "POP_MAX": 3}
    tally = Tally()
    german = {**KYIV, "ISO_A2": "DE", "NE_ID": 5}
    data = dbf(KYIV, nameless, homeless, german, {**KYIV, "NE_ID": 9}, deleted=4)
    (kyiv,) = read(tmp_path / "a.dbf", data, tally, countries=["UA"])
    assert kyiv.entity.country == "UA"
    assert tally.left_out == {"another country": 1}
    assert tally.refused == {
        "there is no name": 1, "there is no id": 1, "the row is deleted, or not in the encoding": 1,
    }  # fmt: skip
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows == 5
    assert tally.problems[0].startswith("a.dbf, record 2: there is no name")


def test_another_encoding_can_be_said(tmp_path: Path) -> None:
    city = {"NAME": "Zürich", "NE_ID": 3, "POP_MAX": 1}
    (zurich,) = read(tmp_path / "a.dbf", dbf(city, encoding="cp1252"), encoding="cp1252")
    assert zurich.names[0].text == "Zürich"
    with pytest.raises(SourceError, match="none fits"):
        read(tmp_path / "a.dbf", dbf(city, encoding="cp1252"))


def test_names_in_other_languages_are_left_out(tmp_path: Path) -> None:
    (kyiv,) = read(tmp_path / "a.dbf", dbf(KYIV), languages=["uk"])
    assert {name.lang for name in kyiv.names} == {"", "uk"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,name\n1,Kyiv\n", "this is not a table of Natural Earth"),
        (b"", "this is not a table of Natural Earth"),
        (geojson(), "there is no row in it"),
        (b'{"a": []}', 'there is no list "features"'),
        (geojson(KYIV)[:-20], "this is no JSON document"),
        (dbf(KYIV, KYIV)[:-40], "the table ends after 1 of 2 records"),
        (geojson(*[{"x": 1}] * TRIED_ROWS), "none fits"),
        (b"SQLite format 3\x00" + b"x" * 200, "the database is damaged"),
        (gzip.compress(b"SQLite format 3\x00" + b"x" * 200), "unpack it first"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "wrong", data)
    assert str(caught.value).startswith("wrong: ")
    assert message in str(caught.value)


def test_a_database_without_the_layers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no table is called"):
        read(database(tmp_path / "ne.sqlite", {"cities": KYIV}))


@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from(["dbf", "geojson", "nothing"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int, into: str
) -> None:
    whole = {"dbf": dbf(KYIV, FRANCE), "geojson": geojson(KYIV, FRANCE), "nothing": b""}[into]
    tally = Tally()
    try:
        read(tmp_path_factory.getbasetemp() / "any", whole[:at] + data + whole[at + len(data) :], tally)
    except SourceError:
        return
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("ne") / "ne.sqlite", {"ne_10m_populated_places": KYIV})


@given(data=st.binary(max_size=60), at=st.integers(0, 8000))
@example(data=b"\x80", at=3859)  # in the text of a table's definition, and in what SQLite then says of it
def test_a_damaged_database_is_read_or_refused(whole: Path, data: bytes, at: int) -> None:
    sound = whole.read_bytes()
    path = whole.with_name("any.sqlite")
    try:
        read(path, sound[:at] + data + sound[at + len(data) :])
    except SourceError as error:
        assert str(error).startswith("any.sqlite")
