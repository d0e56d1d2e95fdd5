"""Wikidata's two dumps in their true formats, which make the same of an item."""

from __future__ import annotations

import bz2
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Name, Record
from gazetteer.sources.tally import TRIED_ROWS, Tally
from gazetteer.sources.wikidata import read_wikidata
from gazetteer.sources.wikidata_item import classes, countries_by_item
from gazetteer.sources.wikidata_triples import read_wikidata_triples


def item_value(item: str) -> dict[str, Any]:
    return {"value": {"entity-type": "item", "numeric-id": int(item[1:]), "id": item}, "type": "wikibase-entityid"}


def text_value(text: str, language: str) -> dict[str, Any]:
    return {"value": {"text": text, "language": language}, "type": "monolingualtext"}


def string_value(text: str) -> dict[str, Any]:
    return {"value": text, "type": "string"}


def amount_value(amount: str) -> dict[str, Any]:
    return {"value": {"amount": amount, "unit": "1"}, "type": "quantity"}


POINT = {"value": {"latitude": 48.57, "longitude": 39.33, "globe": "x"}, "type": "globecoordinate"}


def time_value(time: str, precision: int = 9) -> dict[str, Any]:
    return {"value": {"time": time, "precision": precision}, "type": "time"}


def claim(
    name: str, value: dict[str, Any] | None, rank: str = "normal", **qualifiers: dict[str, Any]
) -> dict[str, Any]:
    snak: dict[str, Any] = {"snaktype": "somevalue", "property": name}
    if value:
        snak = {"snaktype": "value", "property": name, "datavalue": value}
    held = {key: [{"snaktype": "value", "property": key, "datavalue": held}] for key, held in qualifiers.items()}
    return {"mainsnak": snak, "type": "statement", "rank": rank, "qualifiers": held}


def entity(
    identifier: str, labels: dict[str, str], aliases: dict[str, list[str]] | None = None, wikis: int = 0, *claims: Any
) -> dict[str, Any]:
    by_property: dict[str, list[Any]] = {}
    for one in claims:
        by_property.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "type": "item", "id": identifier,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "descriptions": {"en": {"language": "en", "value": "city in Ukraine"}},
        "aliases": {code: [{"language": code, "value": v} for v in texts] for code, texts in (aliases or {}).items()},
        "claims": by_property,
        "sitelinks": {f"w{n}": {"site": f"w{n}", "title": "x"} for n in range(wikis)},
        "lastrevid": 1, "modified": "2024-01-01T00:00:00Z",
    }  # fmt: skip


LUHANSK = entity(
    "Q171965", {"uk": "Луганськ", "en": "Luhansk", "sr-el": "Lugansk", "be-x-old": "Луганск"},
    {"en": ["Lugansk", "Voroshilovgrad"]}, 90,
    claim("P31", item_value("Q7930989")), claim("P31", item_value("Q1549591")), claim("P625", POINT),
    claim("P1566", string_value("702658")), claim("P17", item_value("Q212")), claim("P300", string_value("UA-99")),
    claim("P1082", amount_value("+424113"), "preferred"), claim("P1082", amount_value("+999999")),
    claim("P1448", text_value("Луганськ", "uk"), "preferred", P580=time_value("+1990-05-04T00:00:00Z", 11)),
    claim("P1448", text_value("Ворошиловград", "uk"), P580=time_value("+1935-11-05T00:00:00Z", 11),
          P582=time_value("+1958-00-00T00:00:00Z")),
    claim("P1448", text_value("Wrong", "uk"), "deprecated"),
    claim("P1449", text_value("Луга", "uk"), "normal", P580=time_value("+1900-00-00T00:00:00Z", 7)),
)  # fmt: skip
PERSON = entity("Q42", {"mul": "Douglas Adams", "uk": "Дуглас Адамс"}, {"mul": ["D. Adams"]}, 3,
                claim("P31", item_value("Q5")), claim("P27", item_value("Q145")))  # fmt: skip
FIRM = entity("Q1515015", {"en": "PrivatBank"}, None, 5, claim("P1454", item_value("Q422062")), claim("P625", POINT))
LAKE = entity("Q77", {"en": "A lake"}, None, 1, claim("P625", POINT))
BOOK = entity("Q8", {"en": "A book"}, None, 1, claim("P31", item_value("Q571")))
PAGE = entity("Q9", {"en": "Lugansk"}, None, 1, claim("P31", item_value("Q4167410")))
NAMELESS = entity("Q10", {}, None, 1, claim("P31", item_value("Q5")))
PROPERTY = {"type": "property", "id": "P31", "labels": {}, "claims": {}}
ALL = (LUHANSK, PERSON, FIRM, LAKE, BOOK, PAGE, NAMELESS, PROPERTY)


def dump(path: Path, *entities: dict[str, Any]) -> Path:
    path.write_text("[\n" + ",\n".join(json.dumps(one) for one in entities) + "\n]\n", encoding="utf-8")
    return path


def read(path: Path, tally: Tally | None = None, **options: Any) -> dict[str, Record]:
    return {record.entity.id: record for record in read_wikidata(path, tally, **options)}


def test_an_item_brings_names_ids_country_and_weight(tmp_path: Path) -> None:
    luhansk = read(dump(tmp_path / "all.json", *ALL))["wd:Q171965"]
    assert luhansk.entity.same_as == ("gn:702658", "iso:UA-99")
    assert (luhansk.entity.kind, luhansk.entity.feature) == ("place", "city")
    assert (luhansk.entity.country, luhansk.entity.weight) == ("UA", 424113)
    assert luhansk.names == (
        Name("Luhansk", "en", "Latn", "canonical", "wikidata"),
        Name("Луганськ", "uk", "Cyrl", "alternate", "wikidata"),
        Name("Lugansk", "sr-Latn", "Latn", "alternate", "wikidata"),
        Name("Луганск", "be-tarask", "Cyrl", "alternate", "wikidata"),
        Name("Луганськ", "uk", "Cyrl", "alternate", "wikidata", 1990),
        Name("Ворошиловград", "uk", "Cyrl", "former", "wikidata", 1935, 1958),
        Name("Луга", "uk", "Cyrl", "alternate", "wikidata"),
        Name("Lugansk", "en", "Latn", "alternate", "wikidata"),
        Name("Voroshilovgrad", "en", "Latn", "alternate", "wikidata"),
    )


def test_every_entity_is_kept_refused_or_left_out(tmp_path: Path) -> None:
    tally = Tally("all.json")
    found = read(dump(tmp_path / "all.json", *ALL), tally)
    assert list(found) == ["wd:Q171965", "wd:Q42", "wd:Q1515015", "wd:Q77"]
    assert (tally.read, tally.kept) == (8, 4)
    assert tally.refused == {"the item has no name": 1}
    assert tally.left_out == {"of no kind known here": 1, "a page of the wiki, not an entity": 1, "not an item": 1}
    assert tally.noted == {"a date that tells no year": 1}


def test_the_label_of_all_languages_is_the_english_one_where_there_is_none(tmp_path: Path) -> None:
    person = read(dump(tmp_path / "all.json", PERSON))["wd:Q42"]
    assert [(n.text, n.lang, n.role) for n in person.names] == [
        ("Douglas Adams", "en", "canonical"), ("Douglas Adams", "", "alternate"),
        ("Дуглас Адамс", "uk", "alternate"), ("D. Adams", "", "alternate"),
    ]  # fmt: skip
    assert (person.entity.kind, person.entity.country, person.entity.weight) == ("person", "GB", 3)


def test_without_a_known_class_the_facts_show_the_kind(tmp_path: Path) -> None:
    found = read(dump(tmp_path / "all.json", *ALL))
    assert (found["wd:Q1515015"].entity.kind, found["wd:Q77"].entity.kind) == ("org", "place")
    added = read(dump(tmp_path / "all.json", *ALL), classes={"Q571": "org"})
    assert added["wd:Q8"].entity.kind == "org"


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"kinds": ["person"]}, ["wd:Q42"]),
        ({"countries": ["ua"]}, ["wd:Q171965"]),
        ({"min_weight": 4}, ["wd:Q171965", "wd:Q1515015"]),
        ({"languages": ["uk"]}, ["wd:Q171965", "wd:Q42"]),
    ],
)
def test_filters_leave_out_and_count(tmp_path: Path, options: dict[str, Any], kept: list[str]) -> None:
    tally = Tally()
    found = read(dump(tmp_path / "all.json", *ALL), tally, **options)
    assert list(found) == kept
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows
    assert "languages" not in options or {n.lang for n in found["wd:Q42"].names} == {"", "uk"}


def test_the_dump_is_read_compressed_and_without_brackets(tmp_path: Path) -> None:
    lines = "".join(json.dumps(one) + "\n" for one in ALL).encode()
    half = len(lines) // 2
    (tmp_path / "part.json.bz2").write_bytes(bz2.compress(lines[:half]) + bz2.compress(lines[half:]))
    assert read(tmp_path / "part.json.bz2") == read(dump(tmp_path / "all.json", *ALL))


@pytest.mark.parametrize("text", ['{"a": 1}\n' * TRIED_ROWS, "Q1,Kyiv\n", "", "[\n]\n", "[" * 200_000])
def test_what_is_no_dump_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.json: this is not a JSON dump of Wikidata"):
        read(tmp_path / "a.json")


JSONS = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "labels", "aliases", "claims", "P31", "P1448", "en", "value", "mainsnak", "datavalue",
                         "qualifiers", "P580", "text", "language", "type", "rank"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["labels", "aliases", "claims", "sitelinks", "type"]), JSONS))
def test_an_item_with_any_damaged_parts_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, damage: dict[str, Any]
) -> None:
    path = dump(tmp_path_factory.getbasetemp() / "damaged.json", {**LUHANSK, **damage}, {**PERSON, **damage}, FIRM)
    tally = Tally()
    assert "wd:Q1515015" in read(path, tally)
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows == 3


E, D = "<http://www.wikidata.org/entity/", "<http://www.wikidata.org/prop/direct/"
DOCUMENT = "<https://www.wikidata.org/wiki/Special:EntityData/"
TRIPLES = f"""\
{DOCUMENT}Q171965> <http://schema.org/about> {E}Q171965> .
{DOCUMENT}Q171965> <http://wikiba.se/ontology#sitelinks> "90"^^<http://www.w3.org/2001/XMLSchema#integer> .
{E}Q171965> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://wikiba.se/ontology#Item> .
{E}Q171965> <http://www.w3.org/2000/01/rdf-schema#label> "Luhansk"@en .
{E}Q171965> <http://www.w3.org/2004/02/skos/core#prefLabel> "Luhansk"@en .
{E}Q171965> <http://schema.org/name> "Luhansk"@en .
{E}Q171965> <http://www.w3.org/2000/01/rdf-schema#label> "\\u041B\\u0443\\u0433\\u0430\\u043D\\u0441\\u044C\\u043A"@uk .
{E}Q171965> <http://www.w3.org/2004/02/skos/core#altLabel> "Lugansk \\"city\\""@en .
<https://uk.wikipedia.org/wiki/X> <http://schema.org/about> {E}Q171965> .
{E}Q171965> {D}P31> {E}Q1549591> .
{E}Q171965> {D}P625> "Point(39.3 48.6)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .
{E}Q171965> {D}P1566> "702658" .
{E}Q171965> {D}P17> {E}Q212> .
{E}Q171965> {D}P1082> "+424113"^^<http://www.w3.org/2001/XMLSchema#decimal> .
{E}Q171965> {D}P1448> "Луганськ"@uk .
_:genid1 <http://x/y> {E}Q1> .
{E}Q42> <http://www.w3.org/2000/01/rdf-schema#label> "Douglas Adams"@mul .
{E}Q42> {D}P31> {E}Q5> .
{DOCUMENT}P31> <http://wikiba.se/ontology#statements> "9"^^<http://www.w3.org/2001/XMLSchema#integer> .
{E}P31> <http://www.w3.org/2000/01/rdf-schema#label> "instance of"@en .
this is no triple
"""


def test_triples_make_the_same_of_an_item(tmp_path: Path) -> None:
    (tmp_path / "truthy.nt").write_text(TRIPLES, encoding="utf-8")
    tally = Tally()
    luhansk, person = read_wikidata_triples(tmp_path / "truthy.nt", tally)
    assert luhansk.entity == read(dump(tmp_path / "all.json", {
        **LUHANSK, "claims": {k: v for k, v in LUHANSK["claims"].items() if k != "P300"},
    }))["wd:Q171965"].entity  # fmt: skip
    assert [(n.text, n.lang, n.role) for n in luhansk.names] == [
        ("Luhansk", "en", "canonical"), ("Луганськ", "uk", "alternate"), ('Lugansk "city"', "en", "alternate"),
    ]  # fmt: skip
    without_people = TRIPLES.replace("P1082", "P1")
    (tmp_path / "truthy.nt").write_text(without_people, encoding="utf-8")
    assert next(read_wikidata_triples(tmp_path / "truthy.nt")).entity.weight == 90
    assert [(n.text, n.lang) for n in person.names] == [("Douglas Adams", "en"), ("Douglas Adams", "")]
    assert (tally.read, tally.kept, tally.refused) == (3, 2, {"the line is no triple": 1})
    assert tally.problems == [
        "truthy.nt, line 21: the line is no triple; subject, predicate, object and a point are expected."
    ]


@pytest.mark.parametrize("text", ["Q1\tKyiv\n" * TRIED_ROWS, "x\n", "", "_:a <http://x> _:b .\n"])
def test_what_holds_no_items_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.nt").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.nt: this is not a dump of Wikidata in N-Triples"):
        list(read_wikidata_triples(tmp_path / "a.nt"))


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, after: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "any.nt"
    path.write_bytes(TRIPLES.encode() + data if after else data)
    for reader in (read_wikidata, read_wikidata_triples):
        tally = Tally()
        try:
            list(reader(path, tally))
        except SourceError:
            continue
        assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


def test_the_tables_of_classes_and_countries_are_whole() -> None:
    assert {kind for kind, _ in classes().values()} == {"place", "person", "org", "-"}
    assert countries_by_item()["Q212"] == "UA"
    assert len(set(countries_by_item().values())) == 250
