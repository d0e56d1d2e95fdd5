"""Each reader on a small file in the true format, with counts of what it leaves out."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.scripts import script_of
from gazetteer.sources import SourceReport
from gazetteer.sources.cldr import read_cldr
from gazetteer.sources.geonames_cities import read_cities
from gazetteer.sources.nameparts import read_nameparts
from gazetteer.sources.territories import read_territories

CITY = {
    "geonameid": 7, "name": "Rivne’k", "latitude": 1.5, "longitude": 2.5, "countrycode": "UA",
    "population": 1200,
    "timezone": "Europe/Kyiv", "admin1code": "14",
    "alternatenames": ["", "RVN", "ri wu ne", "Rivne'k", "Рі\u0301вне’к", "Rowno", "리브네",
                       "sant jwlya \u0301 x"],
}  # fmt: skip


def cities(*places: dict[str, object]) -> io.BytesIO:
    return io.BytesIO(json.dumps({str(place["geonameid"]): place for place in places}).encode("ascii"))


def test_names_of_places_are_sorted_into_roles_and_folded() -> None:
    report = SourceReport("geonames")
    (city,) = read_cities(cities(CITY), report)
    assert city.record.entity.id == "gn:7"
    assert (city.record.entity.country, city.record.entity.weight) == ("UA", 1200)
    assert (city.timezone, city.admin1) == ("Europe/Kyiv", "14")
    assert [(name.text, name.script, name.role) for name in city.record.names] == [
        ("Rivne'k", "Latn", "alternate"), ("RVN", "Latn", "code"), ("ri wu ne", "Latn", "generated"),
        ("Рівне'к", "Cyrl", "alternate"), ("Rowno", "Latn", "alternate"), ("리브네", "Hang", "alternate"),
        ("sant jwlya x", "Latn", "generated"),
    ]  # fmt: skip
    assert report.read == 9
    assert report.kept == 7
    assert report.skipped == {"empty name": 1, "the same name again": 1}


def test_a_long_file_of_places_is_read_in_pieces() -> None:
    places = [{**CITY, "geonameid": number, "name": f"Place \u00e9{number}"} for number in range(4000)]
    read = list(read_cities(cities(*places)))
    assert [city.record.entity.id for city in read] == [f"gn:{number}" for number in range(4000)]


def test_a_place_without_any_name_is_counted() -> None:
    report = SourceReport("geonames")
    assert list(read_cities(cities({**CITY, "name": "", "alternatenames": []}), report)) == []
    assert report.skipped["place without a name"] == 1


@pytest.mark.parametrize("data", [b"", b"[]", b'{"1": {"name": "x"', b'{"a": 1}', '{"1": {"name": "é"}}'.encode()])
def test_what_is_no_file_of_places_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="geonames"):
        list(read_cities(io.BytesIO(data)))


def test_no_places_are_no_error() -> None:
    assert list(read_cities(io.BytesIO(b"{}"))) == []


TERRITORIES = [
    {
        "code": "ab", "alpha3": "abc", "name": "Aland", "full_name": "Aland (North)", "is_country": True,
        "qid": "Q1",
        "names_strong": ["ALAND, N.", "Алэнд"], "names_weak": ["Alandish", "AL"], "other_qids": ["Q9"],
    },
    {
        "code": "ab-12", "name": "Bergen (Occupied Aland)", "is_country": False, "qid": "Q2", "parent": "ab",
        "names_strong": ["Bergen"], "names_weak": [],
    },
    {
        "code": "ua-cri", "name": "Peninsula", "is_country": False, "qid": "Q3", "parent": "ua",
        "names_strong": [], "names_weak": [],
    },
    {
        "code": "olhh", "alpha3": "old", "name": "Old Union", "is_country": False, "is_historical": True,
        "qid": "Q4",
        "names_strong": [], "names_weak": [],
    },
    {"code": "zz", "name": "Global", "is_country": False, "names_strong": [], "names_weak": []},
]  # fmt: skip


def territory_stream() -> io.BytesIO:
    return io.BytesIO("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in TERRITORIES).encode())


def test_territories_get_iso_ids_where_they_have_them_and_wikidata_ids_else() -> None:
    report = SourceReport("rigour-territories")
    read = {row.code: row.record for row in read_territories(territory_stream(), report)}
    assert {code: record.entity.id for code, record in read.items()} == {
        "ab": "iso:AB", "ab-12": "iso:AB-12", "ua-cri": "wd:Q3", "olhh": "wd:Q4"
    }  # fmt: skip
    assert {code: record.entity.feature for code, record in read.items()} == {
        "ab": "country", "ab-12": "region", "ua-cri": "region", "olhh": "historic"
    }  # fmt: skip
    assert {code: record.entity.country for code, record in read.items()} == {
        "ab": "AB", "ab-12": "AB", "ua-cri": "UA", "olhh": ""
    }  # fmt: skip
    assert read["ab"].entity.same_as == ("wd:Q1",)
    assert report.skipped["not a place"] == 1


def test_a_label_with_a_bracket_is_never_the_name_to_show() -> None:
    read = {row.code: row.record for row in read_territories(territory_stream())}
    assert [(name.text, name.role) for name in read["ab-12"].names] == [
        ("Bergen", "alternate"), ("Bergen (Occupied Aland)", "generated")
    ]  # fmt: skip
    roles = {name.text: (name.role, name.source) for name in read["ab"].names}
    assert roles["ALAND, N."] == ("generated", "rigour-territories")
    assert roles["AL"] == ("short", "rigour-territories-weak")
    assert roles["Alandish"] == ("alternate", "rigour-territories-weak")


def test_a_line_that_is_no_territory_is_named() -> None:
    with pytest.raises(SourceError, match="line 2"):
        list(read_territories(io.BytesIO(b'{"code": "ab", "name": "x"}\nnot json\n')))


def test_clusters_of_name_parts_are_persons_with_wikidata_ids() -> None:
    report = SourceReport("rigour-persons")
    lines = "ovsej, ovsey, , ovsey, овсей => Q1\n\n# note\nbroken line\nagain => Q1\nmarija => Q22\n"
    first, second = read_nameparts(io.BytesIO(lines.encode()), report)
    assert (first.entity.id, first.entity.kind, first.entity.feature, first.entity.weight) == (
        "wd:Q1", "person", "name-part", 3
    )  # fmt: skip
    assert [(name.text, name.script) for name in first.names] == [
        ("ovsej", "Latn"), ("ovsey", "Latn"), ("овсей", "Cyrl")
    ]  # fmt: skip
    assert second.entity.id == "wd:Q22"
    assert report.skipped["line without names and a new Wikidata id"] == 2


def babel_wheel(folder: Path, **locales: object) -> Path:
    shared = {
        "zone_aliases": {"Europe/Kiev": "Europe/Kyiv"}, "zone_territories": {"Europe/Kyiv": "UA"},
        "territory_languages": {
            "UA": {
                "ru": {"population_percent": 46.0, "official_status": "de_facto_official"},
                "uk": {"population_percent": 65.0, "official_status": "official"},
                "pl": {"population_percent": 2.4, "official_status": None},
            }
        },
    }  # fmt: skip
    path = folder / "babel.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("babel/global.dat", pickle.dumps(shared))
        for name, data in locales.items():
            archive.writestr(f"babel/locale-data/{name}.dat", pickle.dumps(data))
    return path


ROOT = {"time_zones": {"Europe/Kiev": {"city": "Kyiv"}, "Etc/UTC": {"city": "UTC"}}}


def test_cldr_names_are_tagged_with_their_language(tmp_path: Path) -> None:
    german = {
        "territories": {"UA": "Ukraine", "001": "Welt"},
        "time_zones": {"Europe/Kiev": {"city": "Kiew"}},
    }
    english = {"territories": {"UA": "Ukraine", "MM": "Myanmar (Burma)"}, "time_zones": {}}
    names = read_cldr(babel_wheel(tmp_path, root=ROOT, de=german, en=english, de_AT={"time_zones": {}}))
    assert [(n.text, n.lang, n.role) for n in names.territories["UA"]] == [
        ("Ukraine", "de", "alternate"), ("Ukraine", "en", "canonical")
    ]  # fmt: skip
    assert [n.role for n in names.territories["MM"]] == ["generated"]
    (city,) = names.cities
    assert (city.zone, city.country, city.english) == ("Europe/Kyiv", "UA", "Kyiv")
    assert [(n.text, n.lang) for n in city.names] == [("Kyiv", "en"), ("Kiew", "de")]
    assert names.languages["UA"] == ("uk", "ru")


class Harmful:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('harm').touch()",)


def test_a_pickle_that_names_code_runs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read_cldr(babel_wheel(tmp_path, root=ROOT, de={"territories": {}, "number_symbols": Harmful()}))
    assert not (tmp_path / "harm").exists()


def test_a_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "babel.whl"
    path.write_bytes(b"nothing")
    with pytest.raises(SourceError, match=r"babel\.whl"):
        read_cldr(path)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Київ", "Cyrl"), ("北京", "Hani"), ("さいたま市", "Jpan"), ("قندهار", "Arab"), ("Αθήνα", "Grek"),
        ("서울", "Hang"), ("", "Zyyy"), ("\ud800", "Zyyy"), ("a\u0301", "Latn"), ("ʼ", "Zyyy"),
        ("ひらがな", "Hira"), ("Тверь (Tver)", "Cyrl"),
    ],
)  # fmt: skip
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script
