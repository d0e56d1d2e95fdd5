from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Entity
from gazetteer.sources.json_stream import JsonStream
from gazetteer.sources.linked_places import read_lp_tsv, read_lpf
from gazetteer.sources.tally import Tally

ABINGDON = {
    "@id": "http://mygaz.org/places/p_12345", "type": "Feature",
    "properties": {"title": "Abingdon-on-Thames", "ccodes": ["GB"], "fclasses": ["P"]},
    "when": {"timespans": [{"start": {"in": "1600"}}]},
    "names": [
        {"toponym": "Abingdon", "lang": "eng", "citations": [{"label": "Ye Olde Gazetteer", "year": 1635}],
         "when": {"timespans": [{"start": {"in": "1600-03"}, "end": {"earliest": "1699", "latest": "1705-01-01"}}]}},
        {"toponym": "Абінгдон", "lang": "uk"},
        {"toponym": "Abendune", "when": {"timespans": [{"start": {"earliest": "-0050"}}, {"start": {"in": "1000"}}]}},
        {"toponym": 7}, "none",
    ],
    "types": [{"identifier": "aat:300008375", "label": "town"}],
    "geometry": {"type": "Point", "coordinates": [-1.2879, 51.6708]},
    "links": [
        {"type": "closeMatch", "identifier": "http://www.geonames.org/2657979/abingdon.html"},
        {"type": "lpo:exactMatch", "identifier": "wd:Q321076"},
        {"type": "seeAlso", "identifier": "https://en.wikipedia.org/wiki/Abingdon"},
    ],
}  # fmt: skip


def collection(tmp_path: Path, *features: Any) -> Path:
    path = tmp_path / "places.jsonld"
    document = {"type": "FeatureCollection", "@context": "https://example.org/c.jsonld", "features": list(features)}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def test_names_have_languages_and_years_and_links_are_ids(tmp_path: Path) -> None:
    (record,) = read_lpf(collection(tmp_path, ABINGDON))
    assert record.entity == Entity(
        "http://mygaz.org/places/p_12345", "place", "city", "GB", 0, ("gn:2657979", "wd:Q321076")
    )
    assert [(n.text, n.lang, n.role, n.valid_from, n.valid_to) for n in record.names] == [
        ("Abingdon-on-Thames", "", "alternate", 1600, None), ("Abingdon", "en", "former", 1600, 1705),
        ("Абінгдон", "uk", "alternate", None, None), ("Abendune", "", "alternate", -50, None),
    ]  # fmt: skip


def test_features_that_are_none_are_refused_and_the_others_go_on(tmp_path: Path) -> None:
    tally = Tally()
    path = collection(tmp_path, {"type": "Feature"}, 5, ABINGDON)
    assert len(list(read_lpf(path, tally))) == 1
    assert (tally.read, tally.kept, tally.refused_rows) == (3, 1, 2)
    assert tally.problems[0].startswith("places.jsonld, feature 1: the feature has no id or no name")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"features": [', '{"features": {"a": 1', "nothing", '{"features": 3}']
)
def test_a_document_without_features_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=r"p\.json"):
        list(read_lpf(path))


TSV = (
    "id\ttitle\ttitle_source\tstart\tend\tattestation_year\tccodes\tmatches\tvariants\tfclasses\n"
    "10\tTenochtitlan\tAn atlas\t1325\t1521\t1999\tMX\twd:Q13695;http://www.geonames.org/3530597\t"
    "Tenochtitlán@es;Теночтитлан@ru-Cyrl;Mexico@Tenochtitlan\tP\n"
    "11\tBorderland\tAn atlas\t\t\t1999\tPL;UA\t\t\tL\n"
    "\tNowhere\tAn atlas\t\t\t1999\t\t\t\t\n"
)


def test_lp_tsv_has_variants_with_languages(tmp_path: Path) -> None:
    path, tally = tmp_path / "places.tsv", Tally()
    path.write_text(TSV, encoding="utf-8")
    city, border = read_lp_tsv(path, tally)
    assert city.entity == Entity("lp:10", "place", "city", "MX", 0, ("wd:Q13695", "gn:3530597"))
    assert [(n.text, n.lang, n.valid_from, n.valid_to) for n in city.names] == [
        ("Tenochtitlan", "", 1325, 1521), ("Tenochtitlán", "es", None, None),
        ("Теночтитлан", "ru-Cyrl", None, None), ("Mexico@Tenochtitlan", "", None, None),
    ]  # fmt: skip
    assert border.entity == Entity("lp:11", "place")
    assert (tally.read, tally.kept, tally.refused_rows) == (3, 2, 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4), st.lists(JSON, max_size=5), st.integers(0, 3))
def test_a_stream_gives_what_the_whole_document_has(before: dict[str, Any], items: list[Any], indent: int) -> None:
    document = {**{key: value for key, value in before.items() if key != "features"}, "features": items}
    data = json.dumps(document, indent=indent or None, ensure_ascii=bool(indent % 2)).encode("utf-8", "replace")
    whole = json.loads(data)
    stream = JsonStream(io.BufferedReader(io.BytesIO(data), 3), "x")
    assert [value for _, value in stream.elements("features")] == whole["features"]
