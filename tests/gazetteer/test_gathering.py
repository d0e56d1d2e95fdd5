"""Several sources become one gazetteer: joined, filtered, corrected, resumed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from gazetteer.errors import SourceError
from gazetteer.gathering import Gathering, waiting_file
from gazetteer.model import Record
from gazetteer.overrides import read_overrides
from gazetteer.sources import registry
from gazetteer.sources.registry import plan
from gazetteer.sources.wanted import Wanted

GEONAMES = "".join(
    "\t".join([i, name, name, "", "48", "39", code[0], code, country, *[""] * 5, people, *[""] * 4]) + "\n"
    for i, name, code, country, people in (
        ("702658", "Luhansk", "PPLA", "UA", "397677"), ("702657", "Luhansk Oblast", "ADM1", "UA", "0"),
        ("2643743", "London", "PPLC", "GB", "8961989"),
    )
)  # fmt: skip
ALTERNATES = (
    "1\t702658\tuk\tЛуганськ\t1\t\t\t\t\t\n2\t702658\tru\tВорошиловград\t\t\t\t1\t1935\t1990\n"
    "3\t702658\twkdt\tQ5194\t\t\t\t\t\t\n4\t702657\twkdt\tQ5194\t\t\t\t\t\t\n"
)
PARANAMES = (
    "wikidata_id\teng\tlabel\tlanguage\ttype\nQ5194\tLuhansk\tLougansk\tfr\tLOC\nQ5194\tLuhansk\tЛуганск\tru\tLOC\n"
)
MINE = "id\tname\tlang\tsame_as\nx:1\tLuhansk City\ten\twd:Q5194\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = {"UA.txt": GEONAMES, "alternateNamesV2.txt": ALTERNATES, "para.tsv": PARANAMES, "mine.tsv": MINE}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


def gathered(files: list[str], target: Path, **options: Any) -> tuple[list[Record], Gathering]:
    with Gathering(plan(files), target, "1", **options) as gathering:
        gathering.read()
        records = list(gathering.records())
        gathering.discard()
        return records, gathering


def test_sources_are_joined_by_shared_ids_with_provenance(files: list[str], tmp_path: Path) -> None:
    records, gathering = gathered(files, tmp_path / "out.gaz")
    by_id = {record.entity.id: record for record in records}
    assert set(by_id) == {"x:1", "gn:702657", "gn:2643743"}
    city = by_id["x:1"]
    assert (city.entity.country, city.entity.weight) == ("UA", 397677)
    assert set(city.entity.same_as) == {"wd:Q5194", "gn:702658"}
    found = {(n.text, n.lang, n.role, n.source, n.valid_from, n.valid_to) for n in city.names}
    assert found >= {
        ("Luhansk City", "en", "alternate", "mine", None, None),
        ("Ворошиловград", "ru", "former", "geonames", 1935, 1990),
        ("Lougansk", "fr", "alternate", "paranames", None, None),
    }
    assert {n.source for n in city.names} == {"mine", "geonames", "paranames"}
    assert "wd:Q5194" not in by_id["gn:702657"].entity.same_as
    assert "gn:702657: its id wd:Q5194 is another entity's" in gathering.problems
    assert [info.id for info in gathering.infos()] == ["mine", "geonames", "paranames"]
    assert {info.licence for info in gathering.infos()} == {"", "CC-BY-4.0"}


def test_the_order_of_the_arguments_makes_no_difference(files: list[str], tmp_path: Path) -> None:
    first, _ = gathered(files, tmp_path / "out.gaz")
    for order in list(permutations(files))[1::5]:
        assert gathered(list(order), tmp_path / "out.gaz")[0] == first


def test_a_filter_leaves_out_and_counts(files: list[str], tmp_path: Path) -> None:
    wanted = Wanted.of(countries=["UA"], languages=["ru"], kinds=["place"])
    records, gathering = gathered(files, tmp_path / "out.gaz", wanted=wanted)
    assert "gn:2643743" not in {record.entity.id for record in records}
    assert {name.lang for record in records for name in record.names} <= {"", "ru"}
    assert sum(gathering.left_out.values()) > 0


def test_a_record_without_a_country_gets_it_from_another_source_before_the_filter_judges(
    files: list[str], tmp_path: Path
) -> None:
    wanted = Wanted.of(countries=["UA"])
    alone, _ = gathered([files[2]], tmp_path / "out.gaz", wanted=wanted)
    assert alone == []
    together, _ = gathered(files[:3], tmp_path / "out.gaz", wanted=wanted)
    assert "Lougansk" in {name.text for record in together for name in record.names}


def test_corrections_come_last_and_find_entities_by_any_id(files: list[str], tmp_path: Path) -> None:
    table = tmp_path / "mine.overrides"
    table.write_text(
        "# corrections\naction\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n"
        "pin\twd:Q5194\tLuhans'k\t\t\t\t\tmy house\nblock\tgn:702658\tLougansk\t\t\t\t\twrong\n"
        "split\tx:1\twd:Q5194\t\t\t\t\tnot this one\nadd\tgn:1\tNone\t\t\t\t\tnowhere\n",
        encoding="utf-8",
    )
    records, gathering = gathered(files, tmp_path / "out.gaz", corrections=read_overrides(table))
    by_id = {record.entity.id: record for record in records}
    assert by_id["x:1"].entity.same_as == ()
    city = next(record for record in records if "wd:Q5194" in record.entity.same_as)
    assert [n.text for n in city.names if n.role == "canonical"] == ["Luhans'k"]
    assert "Lougansk" not in {n.text for n in city.names}
    assert gathering.problems[0] == "corrections, line 6: no entity has the id gn:1"
    assert gathering.infos()[0].id == "overrides"


def test_an_interrupted_build_reads_only_what_it_had_not(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, read_from = tmp_path / "out.gaz", list[str]()
    whole, _ = gathered(files, target)
    real = registry.read

    def watched(source: registry.Source, *args: Any) -> Iterator[Record]:
        read_from.append(source.form.name)
        if len(read_from) == 3:
            raise KeyboardInterrupt
        yield from real(source, *args)

    monkeypatch.setattr("gazetteer.gathering.read", watched)
    with pytest.raises(KeyboardInterrupt):
        gathered(files, target)
    assert waiting_file(target).exists()
    again, gathering = gathered(files, target)
    assert read_from == ["table", "geonames", "paranames", "paranames"]
    assert again == whole
    assert [tally.read for tally in gathering.tallies] == [1, 3, 4, 2]
    assert not waiting_file(target).exists()


def test_a_source_that_changed_is_read_again(files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.gaz"
    with pytest.raises(SourceError), Gathering(plan([*files, f"jrc:{files[3]}"]), target, "1") as gathering:
        gathering.read()
    assert waiting_file(target).exists()
    Path(files[3]).write_text(MINE.replace("City", "Town"), encoding="utf-8")
    records, _ = gathered(files, target)
    assert "Luhansk Town" in {name.text for record in records for name in record.names}


def test_nothing_is_left_behind_when_not_even_one_source_was_whole(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"id,name\nx,\xff\n")
    with pytest.raises(SourceError):
        gathered([str(tmp_path / "bad.csv")], tmp_path / "out.gaz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv"]


def test_a_kind_asked_for_is_the_kind_of_rows_that_name_none(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\np:1,Anna\n")
    (record,), _ = gathered([str(tmp_path / "people.csv")], tmp_path / "out.gaz", wanted=Wanted.of(kinds=["person"]))
    assert record.entity.kind == "person"


def test_the_notes_of_a_source_survive_as_json(files: list[str], tmp_path: Path) -> None:
    _, gathering = gathered(files, tmp_path / "out.gaz")
    assert json.loads(json.dumps([tally.as_dict() for tally in gathering.tallies]))
