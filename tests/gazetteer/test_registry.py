"""Which reader reads which file; and that no bytes whatever make a reader fail in any way but its own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.sources.opening import Limits
from gazetteer.sources.registry import BY_NAME, FORMATS, Format, plan, read, split_argument
from gazetteer.sources.sniffing import sniff
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted

PLACE = "\t".join(["702658", "Luhansk", "Luhansk", "Луганськ", "48.6", "39.3", "P", "PPLA", "UA", *[""] * 10]) + "\n"
ALTERNATE = "1\t702658\tuk\tЛуганськ\t1\t\t\t\t\t\n"
ITEM = '[\n{"type":"item","id":"Q1","labels":{"en":{"language":"en","value":"A"}}},\n]\n'
FEATURE = '{"type":"FeatureCollection","features":[{"type":"Feature","%s":1}]}'
STARTS = [
    ("table", "id,name\nx,Kyiv\n"), ("table", "Name\tID\nKyiv\tx\n"), ("table", '{"id":"x","name":"Kyiv"}\n'),
    ("table", '#gazetteer\t{"sources":[]}\nid\tname\n'), ("table", '{"gazetteer":{"sources":[]}}\n'),
    ("geonames", PLACE), ("geonames-alternates", ALTERNATE), ("geonames-alternates", "1\t2\tuk\tЛуганськ\t\t\t\t\n"),
    ("wikidata", ITEM), ("wikidata", ITEM[2:]),
    ("wikidata-triples", '<http://www.wikidata.org/entity/Q31> <http://x> "Belgium"@en .\n'),
    ("wikidata-triples", "<http://wikiba.se/ontology#Dump> <http://creativecommons.org/ns#license> <http://x> .\n"),
    ("geonames-countries", "# GeoNames.org Country Information\n#\n#ISO\tISO3\tISO-Numeric\tfips\tCountry\nAD\tAND\n"),
    ("geonames-areas", "AD.06\tSant Julià de Loria\tSant Julia de Loria\t3039162\n"),
    ("geonames-areas", "US.CA.037\tLos Angeles\tLos Angeles\t5368381\n"),
    ("ftm", '{"id":"1","schema":"Person","properties":{}}\n'),
    ("opensanctions", '{"id":"1","schema":"Person","datasets":["x"],"target":false,"properties":{}}\n'),
    ("opensanctions-simple", '"id","schema","name","aliases","birth_date","countries"\n'),
    ("paranames", "wikidata_id\teng\tlabel\tlanguage\ttype\n"),
    ("name-suggestion-index", json.dumps({"_meta": {}, "nsi": {"brands/shop/x": {}}}, indent=2)),
    ("linked-places", FEATURE % "names"), ("natural-earth", FEATURE % "featurecla"),
    ("whosonfirst", FEATURE % "wof:id"),
    ("lp-tsv", "id\ttitle\ttitle_source\tstart\n"), ("jrc", "# comment\n1\tP\tu\tA+B\n"), ("jrc", "1\tP\ten\tA+B\n"),
    ("osm", '<?xml version="1.0"?>\n<osm version="0.6">\n'),
    ("osmnames", "name\talternative_names\tosm_type\tosm_id\tclass\ttype\n"),
    ("overrides", "# mine\naction\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text"), STARTS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_format_is_told_by_how_the_file_begins(tmp_path: Path, form: str, text: str, packed: bool) -> None:
    path = tmp_path / "data"
    path.write_bytes(gzip.compress(text.encode()) if packed else b"\xef\xbb\xbf" * (form == "table") + text.encode())
    assert sniff(path) == form


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"PK", "save the sheet as CSV or TSV"), ("a.bin", b"\0\1\2", "in no format that is recognised"),
        ("a", b"", "in no format"), ("a.html", b"<!DOCTYPE html><html>", "a.html"), ("a.json", b"{}", "in no format"),
    ],
)  # fmt: skip
def test_what_is_not_recognised_is_not_guessed_at(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=says):
        plan([str(path)])


def test_a_named_format_is_not_sniffed(tmp_path: Path) -> None:
    (source,) = plan([f"jrc:{tmp_path / 'none'}"])
    assert (source.form.name, source.label) == ("jrc", "none")
    assert split_argument("C:\\names.tsv") == ("", "C:\\names.tsv")


def test_linked_places_is_the_name_of_both_its_shapes(tmp_path: Path) -> None:
    path = tmp_path / "places.tsv"
    path.write_text("id\ttitle\ttitle_source\n")
    assert plan([f"linked-places:{path}"])[0].form.name == "lp-tsv"


def test_sources_are_read_by_priority_and_have_ids_of_their_own(tmp_path: Path) -> None:
    for name, text in (("p.tsv", PLACE), ("a.txt", ALTERNATE), ("z.csv", "id,name\n"), ("sub/z.csv", "id,name\n")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    given = [str(tmp_path / name) for name in ("p.tsv", "a.txt", "z.csv", "sub/z.csv")]
    planned = plan(given)
    assert [(s.form.name, s.info.id, bool(s.names)) for s in planned] == [
        ("table", "z", False), ("table", "z-2", False), ("geonames", "geonames", True)
    ]  # fmt: skip
    assert plan(given[::-1]) == planned


def test_alternate_names_without_places_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ALTERNATE)
    with pytest.raises(SourceError, match="go with one file of GeoNames places"):
        plan([str(tmp_path / "a.txt")])


def test_a_whole_truthy_dump_is_read_past_what_it_says_about_itself(tmp_path: Path) -> None:
    path, tally = tmp_path / "latest-truthy.nt", Tally()
    entity, label = "<http://www.wikidata.org/entity/Q31>", "<http://www.w3.org/2000/01/rdf-schema#label>"
    path.write_text(
        '<http://wikiba.se/ontology#Dump> <http://schema.org/softwareVersion> "1.0.0" .\n'
        f'{entity} {label} "Belgium"@en .\n{entity} <http://www.wikidata.org/prop/direct/P1566> "2802361" .\n'
    )
    (source,) = plan([str(path)])
    assert [record.names[0].text for record in read(source, tally)] == ["Belgium"]
    assert not tally.refused_rows


def test_the_small_tables_of_geonames_are_sources_of_their_own(tmp_path: Path) -> None:
    path, tally = tmp_path / "admin1CodesASCII.txt", Tally()
    path.write_text("UA.14\tLuhansk\tLuhansk\t702657\nAD.06\tSant Julià de Loria\tSant Julia de Loria\t3039162\n")
    (source,) = plan([str(path)])
    records = list(read(source, tally, Wanted.of(countries=["AD"])))
    assert [record.entity.id for record in records] == ["gn:3039162"]


def test_corrections_are_no_source(tmp_path: Path) -> None:
    (tmp_path / "o.tsv").write_text("action\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n")
    with pytest.raises(SourceError, match="--overrides FILE"):
        plan([str(tmp_path / "o.tsv")])


def test_every_format_has_a_name_a_priority_and_a_source_of_its_own() -> None:
    assert len(BY_NAME) == len(FORMATS)
    assert len({form.priority for form in FORMATS}) == len(FORMATS)
    assert [form.priority for form in FORMATS] == sorted(form.priority for form in FORMATS)
    assert all(form.info.id and form.info.title for form in FORMATS)


BYTES = st.binary(max_size=200) | st.builds(
    lambda start, junk, cut: (start.encode() + junk)[:cut],
    st.sampled_from([text for _, text in STARTS]), st.binary(max_size=60), st.integers(1, 400),
)  # fmt: skip


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@given(data=BYTES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path: Path, form: Format, data: bytes) -> None:
    path, tally = tmp_path / "any", Tally()
    path.write_bytes(data)
    (source,) = plan([f"{form.name}:{path}"])
    try:
        for record in read(source, tally, limits=Limits(size=1 << 16)):
            assert record.entity.id
    except SourceError as error:
        assert str(error).endswith((".", ").")) and len(str(error)) < 1000
    else:
        assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


@given(data=BYTES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_recognised_or_not(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    try:
        assert sniff(path)
    except SourceError as error:
        assert "any" in str(error)
