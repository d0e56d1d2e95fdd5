"""What is exported can be built again into the same gazetteer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazetteer.export import FORMS, ExportReport, export_lines
from gazetteer.lookup import Gazetteer
from gazetteer.model import KINDS, ROLES, Entity, Kind, Name, Record
from gazetteer.sources import SourceInfo
from gazetteer.sources.carried import FileFacts
from gazetteer.sources.registry import plan, read
from gazetteer.sources.tally import Tally
from normalizer.build import build_records, build_sources

ATLAS = SourceInfo("atlas", "An atlas", "1", "CC-BY-4.0", "Contains data of the atlas.", "https://atlas.example/")
RECORDS = [
    Record(
        Entity("gn:1", "place", "city", "UA", 400_000, ("wd:Q1", "http://a.org/1")),
        (
            Name("Luhansk", "en", "Latn", "canonical", "atlas"), Name("Луганськ", "uk", "Cyrl", "alternate", "atlas"),
            Name("Ворошиловград", "ru", "Cyrl", "former", "atlas", 1935, 1990),
            Name("lu gan si ke", "", "Latn", "generated", "atlas"), Name("VSG", "", "Latn", "code"),
            Name("Città, \"a\" 'b' ; c", "it", "Latn"),
        ),
    ),
    Record(Entity("iso:GE", "place", "country", "GE"), (Name("საქართველო", "ka", "Geor", "official", "", -300),)),
    Record(
        Entity("wd:Q7", "person", "", "UA", 0, ("os:NK-7",)),
        (Name("Юрій Лисянський", "uk", "Cyrl", "alternate", "list"), Name("Yura", "", "Latn", "short", "list")),
    ),
    Record(Entity("x:9", "org", "", ""), (Name("Acme", "", "Latn", "alternate", "list"),)),
]  # fmt: skip
KINDS_OF_FORMS: dict[str, tuple[Kind, ...]] = {
    "jsonl": KINDS, "tsv": KINDS, "ftm": ("person", "org"), "lpf": ("place",),
}  # fmt: skip
HEADER = FileFacts(True, True, [ATLAS], {"name": "mine", "policy": "en"})


def written(path: Path, records: list[Record], form: str, report: ExportReport | None = None) -> Path:
    path.write_text("".join(f"{line}\n" for line in export_lines(records, form, HEADER, report)), encoding="utf-8")
    return path


def read_back(path: Path) -> tuple[list[Record], FileFacts, Tally]:
    tally, file = Tally(), FileFacts()
    (source,) = plan([str(path)])
    return list(read(source, tally, None, file)), file, tally


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_recognised_and_read_back_as_it_was(tmp_path: Path, form: str) -> None:
    kept = [record for record in RECORDS if record.entity.kind in KINDS_OF_FORMS[form]]
    report = ExportReport()
    records, file, tally = read_back(written(tmp_path / "export", RECORDS, form, report))
    assert records == kept
    assert file == HEADER
    assert tally.refused_rows == 0
    assert (report.entities, report.names) == (len(kept), sum(len(record.names) for record in kept))
    assert sum(report.left_out.values()) == len(RECORDS) - len(kept)


@pytest.mark.parametrize("form", FORMS)
def test_a_build_from_an_export_makes_an_equal_gazetteer(tmp_path: Path, form: str) -> None:
    kept = [record for record in RECORDS if record.entity.kind in KINDS_OF_FORMS[form]]
    build_records(tmp_path / "one.gaz", kept, [ATLAS])
    with Gazetteer.open(tmp_path / "one.gaz") as one:
        first, header = list(one.records()), one.info
        lines = export_lines(first, form, FileFacts(True, True, [SourceInfo(**s) for s in header["sources"]], {}))
        (tmp_path / "export").write_text("\n".join(lines), encoding="utf-8")
        build_sources([tmp_path / "export"], tmp_path / "two.gaz")
        with Gazetteer.open(tmp_path / "two.gaz") as two:
            assert list(two.records()) == first
            assert [s for s in two.info["sources"] if s["title"]] == [s for s in header["sources"] if s["title"]]
            assert two.info["counts"] == header["counts"]
            assert two.info["fingerprint"] == header["fingerprint"]
            for text in ("luhansk", "луганськ"):
                assert [two.name(p.name_no) for p in two.exact(text).postings] == [
                    one.name(p.name_no) for p in one.exact(text).postings
                ]
            again = export_lines(two.records(), form, FileFacts(True, True, [], {}))
            assert list(again) == list(export_lines(first, form, FileFacts(True, True, [], {})))


def test_a_build_from_a_build_from_an_export_has_the_same_bytes(tmp_path: Path) -> None:
    source = written(tmp_path / "export", RECORDS, "jsonl")
    build_sources([source], tmp_path / "x.gaz")
    data = (tmp_path / "x.gaz").read_bytes()
    build_sources([source], tmp_path / "x.gaz")
    assert (tmp_path / "x.gaz").read_bytes() == data


def test_a_table_leaves_out_what_it_cannot_hold_and_counts_it(tmp_path: Path) -> None:
    odd = Record(Entity("x:1", "place", same_as=("a b", "c:1")), (Name("a\tb"), Name("\ud800"), Name("Good")))
    report = ExportReport()
    records, _, _ = read_back(written(tmp_path / "e.tsv", [odd, Record(Entity("x:2", "org"), ())], "tsv", report))
    assert [name.text for record in records for name in record.names] == ["Good"]
    assert records[0].entity.same_as == ("c:1",)
    assert report.left_out == {
        "a tab, a line end or half a character in a name": 2, "an entity without names": 1,
        "an id elsewhere that has a space in it": 1,
    }  # fmt: skip


def test_others_find_in_ftm_what_the_format_has(tmp_path: Path) -> None:
    person = json.loads(next(export_lines([RECORDS[2]], "ftm", HEADER)))
    assert (person["id"], person["schema"], person["caption"]) == ("Q7", "Person", "Юрій Лисянський")
    assert person["properties"] == {
        "name": ["Юрій Лисянський"], "weakAlias": ["Yura"], "country": ["ua"], "wikidataId": ["Q7"]
    }  # fmt: skip


def test_others_find_in_lpf_what_the_format_has() -> None:
    document = json.loads("\n".join(export_lines(RECORDS, "lpf", HEADER)))
    feature = document["features"][0]
    assert (document["type"], feature["@id"]) == ("FeatureCollection", "https://www.geonames.org/1")
    assert feature["properties"] == {"title": "Luhansk", "ccodes": ["UA"], "fclasses": ["P"]}
    assert feature["names"][2] == {
        "toponym": "Ворошиловград", "lang": "ru", "citations": [{"label": "atlas"}],
        "when": {"timespans": [{"start": {"in": "1935"}, "end": {"in": "1990"}}]},
    }  # fmt: skip
    assert feature["links"][0] == {"type": "closeMatch", "identifier": "http://www.wikidata.org/entity/Q1"}


@pytest.mark.parametrize(
    "value", [None, 5, {}, {"id": 7}, {"id": "x", "kind": "star"}, {"id": "x", "names": [{"name": 5}]}]
)
def test_a_carried_entity_that_was_damaged_is_refused(tmp_path: Path, value: Any) -> None:
    good = {"id": "NK-1", "schema": "Person", "properties": {"name": ["Anna"]}}
    bad = {"id": "NK-2", "schema": "Person", "properties": {"name": ["Olha"]}, "gazetteer": value}
    (tmp_path / "f.json").write_text("\n".join(map(json.dumps, (good, bad))))
    records, _, tally = read_back(tmp_path / "f.json")
    assert len(records) == 1
    assert tally.refused_rows == 1


TEXT = st.text(min_size=1, max_size=8).map(str.strip).filter(bool)
NAMES = st.builds(
    Name, TEXT, st.sampled_from(["", "uk", "zh-Hant"]), st.sampled_from(["Latn", "Cyrl", "Zyyy"]),
    st.sampled_from(ROLES), st.sampled_from(["", "atlas"]), st.none() | st.integers(-3000, 3000), st.none(),
)  # fmt: skip
ENTITIES = st.builds(
    Entity, st.just("x:1"), st.sampled_from(KINDS), st.sampled_from(["", "city"]), st.sampled_from(["", "UA"]),
    st.integers(0, 1 << 60), st.sampled_from([(), ("wd:Q1",), ("a", "b")]),
)  # fmt: skip


@given(
    st.builds(
        lambda e, names: Record(e, tuple(dict.fromkeys(names))), ENTITIES, st.lists(NAMES, min_size=1, max_size=4)
    )
)
@example(Record(Entity("x:1", "place"), (Name("New\x85port"), Name("Port\u2028Said"))))
def test_any_record_comes_back_from_every_form_that_can_hold_it(
    tmp_path_factory: pytest.TempPathFactory, record: Record
) -> None:
    folder = tmp_path_factory.mktemp("export")
    for form in FORMS:
        report = ExportReport()
        path = written(folder / form, [record], form, report)
        if not report.left_out:
            assert read_back(path)[0] == [record]
