"""OpenStreetMap as XML, PBF and OSMNames, with the many tags that hold names."""

from __future__ import annotations

import bz2
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Name, Record
from gazetteer.sources.opening import Limits
from gazetteer.sources.osm import read_osm
from gazetteer.sources.osm_tags import Element, Reading, feature_of, read_element
from gazetteer.sources.osmnames import read_osmnames
from gazetteer.sources.tally import TRIED_ROWS, Tally
from gazetteer.sources.wanted import Wanted

LUHANSK = {
    "place": "city", "name": "Луганськ", "name:uk": "Луганськ", "name:en": "Luhansk", "name:ru": "Луганск",
    "name:be-tarask": "Луганск", "int_name": "Luhansk", "alt_name": "Luga; Lug", "alt_name:ru": "Луга",
    "old_name:uk": "Ворошиловград", "old_name:1935-1958": "Voroshylovhrad", "name:1970-1990": "Voroshilovgrad",
    "short_name": "Lhs", "name:etymology": "Luhan river", "name:ru:word_stress": "Луга́нск", "iata": "VSG",
    "wikidata": "Q171965", "population": "397 677", "addr:country": "UA",
}  # fmt: skip
REGION = {
    "boundary": "administrative", "admin_level": "4", "name": "Луганська область", "ISO3166-2": "UA-09",
    "official_name": "Луганська область", "alt_name_1": "Луганщина", "population": "many",
}  # fmt: skip
UKRAINE = {"boundary": "administrative", "admin_level": "2", "name": "Україна", "ISO3166-1": "UA"}
SHOP = {"shop": "books", "name": "Books"}
PARK = {"boundary": "national_park", "name": "A park"}
NAMELESS = {"place": "hamlet"}


def element(kind: str, number: object, tags: dict[str, str]) -> str:
    inside = "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
    return f'<{kind} id="{number}" lat="48.57" lon="39.33" version="1">{inside}</{kind}>\n'


def xml(*elements: str) -> str:
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="x">\n<bounds minlat="1"/>\n'
    return start + "".join(elements) + "</osm>\n"


WHOLE = xml(
    element("node", 1, LUHANSK), '<node id="2" lat="1" lon="2"/>\n', element("relation", 3, REGION),
    element("relation", 4, UKRAINE), element("node", 5, SHOP), element("way", 6, PARK), element("node", 7, NAMELESS),
    element("node", "x", LUHANSK),
)  # fmt: skip


def read(path: Path, text: str | bytes | None = None, tally: Tally | None = None, **options: Any) -> list[Record]:
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_osm(path, tally, **options))


def test_an_element_brings_its_names_with_language_role_and_years(tmp_path: Path) -> None:
    luhansk = read(tmp_path / "a.osm", WHOLE)[0]
    assert luhansk.entity.id == "osm:n1"
    assert (luhansk.entity.feature, luhansk.entity.country, luhansk.entity.weight) == ("city", "UA", 397677)
    assert luhansk.entity.same_as == ("wd:Q171965",)
    assert [(n.text, n.lang, n.role, n.valid_from, n.valid_to) for n in luhansk.names] == [
        ("Луганськ", "", "alternate", None, None), ("Луганськ", "uk", "alternate", None, None),
        ("Luhansk", "en", "canonical", None, None), ("Луганск", "ru", "alternate", None, None),
        ("Луганск", "be-tarask", "alternate", None, None), ("Voroshilovgrad", "", "former", 1970, 1990),
        ("Luhansk", "", "alternate", None, None), ("Luga", "", "alternate", None, None),
        ("Lug", "", "alternate", None, None), ("Луга", "ru", "alternate", None, None),
        ("Lhs", "", "short", None, None), ("Ворошиловград", "uk", "former", None, None),
        ("Voroshylovhrad", "", "former", 1935, 1958), ("VSG", "", "code", None, None),
    ]  # fmt: skip


def test_boundaries_are_regions_and_countries_by_their_level(tmp_path: Path) -> None:
    _, region, ukraine = read(tmp_path / "a.osm", WHOLE)
    assert (region.entity.feature, region.entity.country, region.entity.same_as) == ("region", "UA", ("iso:UA-09",))
    assert Name("Луганщина", "", "Cyrl", "alternate", "osm") in region.names
    assert (ukraine.entity.id, ukraine.entity.feature, ukraine.entity.same_as) == ("osm:r4", "country", ("iso:UA",))
    assert feature_of({"boundary": "administrative", "admin_level": "8"}) == "district"
    assert feature_of({"place": "suburb"}) == "district"
    assert feature_of({"waterway": "river"}) == "water"


def test_every_element_with_tags_is_kept_refused_or_left_out(tmp_path: Path) -> None:
    tally = Tally()
    read(tmp_path / "a.osm", WHOLE, tally)
    assert (tally.read, tally.kept) == (7, 3)
    assert tally.left_out == {"not a place": 1, "another boundary": 1, "a place without a name": 1}
    assert tally.refused == {"the id is no number": 1}
    assert tally.noted == {"a population that is no number": 1}
    assert tally.problems[0].startswith("a.osm, line ")


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"countries": ["UA"]}, ["osm:n1", "osm:r3", "osm:r4"]),
        ({"countries": ["RU"]}, []),
        ({"min_population": 1}, ["osm:n1"]),
        ({"keys": ["shop"], "country": "ua"}, ["osm:n5"]),
        ({"languages": ["en"]}, ["osm:n1", "osm:r3", "osm:r4"]),
    ],
)
def test_filters_leave_out_and_count(tmp_path: Path, options: dict[str, Any], kept: list[str]) -> None:
    tally = Tally()
    records = read(tmp_path / "a.osm", WHOLE, tally, **options)
    assert [record.entity.id for record in records] == kept
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows
    assert all(record.entity.country == "UA" for record in records)


def test_xml_is_read_compressed_and_in_pieces(tmp_path: Path) -> None:
    many = xml(*(element("node", number, LUHANSK) for number in range(1, 400)))
    records = read(tmp_path / "a.osm.bz2", bz2.compress(many.encode()))
    assert [record.entity.id for record in records] == [f"osm:n{number}" for number in range(1, 400)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<?xml version='1.0'?><gpx/>", "its root is <gpx>, not <osm>"),
        (xml()[:-4], "it is damaged"),
        ("id\tname\n1\tKyiv\n", "this is not an extract of OpenStreetMap"),
        ("", "this is not an extract of OpenStreetMap"),
        (xml(), "there is no row in it"),
        ('<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm>&a;</osm>', "a document type is not read"),
        ("<?xml version='1.0' encoding='no-such'?><osm/>", "this is not an extract of OpenStreetMap"),
    ],
)
def test_what_is_no_extract_is_refused_in_a_sentence(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "wrong.osm", text)
    assert str(caught.value).startswith("wrong.osm")
    assert message in str(caught.value)


def test_an_endless_tag_is_refused(tmp_path: Path) -> None:
    long = '<osm><node id="1"><tag k="name" v="' + "x" * 400_000
    with pytest.raises(SourceError, match="a tag is longer than"):
        read(tmp_path / "a.osm", long, limits=Limits(line=100_000))


def test_pbf_without_its_extra_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "osmium", None)
    with pytest.raises(SourceError, match=r"a\.osm\.pbf: PBF needs an extra; pip install 'name-normalizer\[osm\]'"):
        read(tmp_path / "a.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c")


def test_pbf_says_the_same_as_xml(tmp_path: Path) -> None:
    osmium = pytest.importorskip("osmium")
    sound = WHOLE.replace(element("node", "x", LUHANSK), "")
    expected = read(tmp_path / "a.osm", sound)
    writer = osmium.SimpleWriter(str(tmp_path / "a.osm.pbf"))
    for one in osmium.FileProcessor(str(tmp_path / "a.osm")):
        writer.add(one)
    writer.close()
    assert read(tmp_path / "a.osm.pbf") == expected
    with pytest.raises(SourceError, match="the PBF file is damaged"):
        read(tmp_path / "b.osm.pbf", (tmp_path / "a.osm.pbf").read_bytes()[:-30])


@given(st.binary(max_size=200), st.integers(0, 600))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int) -> None:
    whole = WHOLE.encode()
    tally = Tally()
    try:
        read(tmp_path_factory.getbasetemp() / "any.osm", whole[:at] + data + whole[at + len(data) :], tally)
    except SourceError:
        return
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


WORDS = st.sampled_from([*LUHANSK, *REGION, "name:1900-", "name:-", "old_name:uk:1900", "name::", ":", "name_1"])


@given(st.dictionaries(WORDS | st.text(max_size=12), st.text(max_size=12), max_size=8))
def test_any_tags_are_kept_refused_or_left_out(tags: dict[str, str]) -> None:
    tally = Tally()
    read_element(Element("n", 1, tags), "here", Reading(Wanted(), ("place", "name"), "", "osm"), tally)
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows == 1


HEADER = (
    "name\talternative_names\tosm_type\tosm_id\tclass\ttype\tlon\tlat\tplace_rank\timportance\tstreet\tcity\tcounty\t"
    "state\tcountry\tcountry_code\tdisplay_name\twest\tsouth\teast\tnorth\twikidata\twikipedia\thousenumbers\n"
)


def place(name: str, others: str, kind: str, number: str, what: str, rank: str, importance: str) -> str:
    osm_class, _, osm_type = what.partition(".")
    cells = [
        name,
        others,
        kind,
        number,
        osm_class,
        osm_type,
        "39.3",
        "48.6",
        rank,
        importance,
        "",
        "",
        "",
        "",
        "Ukraine",
    ]
    return "\t".join([*cells, "ua", f"{name}, Ukraine", "1", "1", "2", "2", "Q171965", "uk:X", ""]) + "\n"


NAMES = (
    HEADER + place("Луганськ", "Luhansk,Lugansk,", "node", "1", "place.city", "16", "0.62")
    + place("Луганська область", "", "relation", "3", "boundary.administrative", "8", "0.5")
    + place("Street", "", "way", "9", "highway.residential", "26", "0.1")
    + place("Bad", "", "area", "9", "place.city", "16", "0.1") + place("", "", "node", "9", "place.city", "16", "x")
)  # fmt: skip


def test_osmnames_has_the_ids_of_osm_and_a_rank_instead_of_inhabitants(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(NAMES, encoding="utf-8")
    tally = Tally()
    city, region = read_osmnames(tmp_path / "a.tsv", tally)
    assert (city.entity.id, city.entity.country, city.entity.same_as) == ("osm:n1", "UA", ("wd:Q171965",))
    assert [name.text for name in city.names] == ["Луганськ", "Luhansk", "Lugansk"]
    assert (city.entity.weight, city.entity.feature, region.entity.feature) == (620, "city", "region")
    assert tally.left_out == {"another class": 1}
    assert tally.refused == {"the id is none of OpenStreetMap": 1, "the name is empty or far too long": 1}
    assert tally.read == 5
    assert [r.entity.id for r in read_osmnames(tmp_path / "a.tsv", classes=["highway"])] == ["osm:w9"]
    assert list(read_osmnames(tmp_path / "a.tsv", countries=["RU"])) == []


@pytest.mark.parametrize("text", ["", "id\tname\n", HEADER + "x\n" * TRIED_ROWS])
def test_osmnames_refuses_other_tables(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"wrong\.tsv"):
        list(read_osmnames(tmp_path / "wrong.tsv"))


@given(st.binary(max_size=200))
def test_osmnames_reads_or_refuses_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.tsv"
    path.write_bytes(NAMES.encode() + data)
    tally = Tally()
    assert len(list(read_osmnames(path, tally))) >= 2
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows
