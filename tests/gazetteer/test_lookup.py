from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gazetteer_helpers import plain_keys, records, write

from gazetteer.errors import FingerprintError, GazetteerError
from gazetteer.index import key_hash, write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record


def test_the_most_important_entity_of_a_key_comes_first(small: Gazetteer) -> None:
    hits = small.exact("riverton")
    assert [small.entity(p.entity_no).id for p in hits.postings] == ["x:city", "x:village"]
    assert not hits.cut


def test_a_limit_keeps_the_most_important_and_says_that_it_cut(small: Gazetteer) -> None:
    hits = small.exact("riverton", limit=1)
    assert [small.entity(p.entity_no).id for p in hits.postings] == ["x:city"]
    assert hits.cut


def test_everything_recorded_comes_back_as_it_was(small: Gazetteer) -> None:
    read = {record.entity.id: record for record in small.records()}
    assert read == {record.entity.id: record for record in records()}


def test_a_posting_names_the_schemes_that_made_its_key(small: Gazetteer) -> None:
    (posting,) = small.exact("latin рівертон").postings
    assert posting.schemes == ("scheme-a", "scheme-b")
    assert small.name(posting.name_no).text == "Рівертон"
    assert small.entity_no(posting.name_no) == posting.entity_no
    assert posting.weight == 400_000


def test_layers_do_not_mix(small: Gazetteer) -> None:
    assert small.exact("old riverton", "sorted").postings
    assert not small.exact("riverton", "sorted").postings
    assert not small.exact("old riverton", "skeleton").postings


def test_an_entity_is_found_by_its_own_id_and_by_any_other(small: Gazetteer) -> None:
    number = small.find("x:city")
    assert number is not None
    assert small.find("wd:Q1") == small.find("wd:Q2") == number
    assert small.find("wd:Q3") is None
    assert small.find("") is None
    assert small.find("\ud800") is None


@pytest.mark.parametrize("text", ["", "\0", "\ud800\udfff", "a" * 1_000_000, "Ж" * 300, "🦊"])
def test_any_text_may_be_asked(small: Gazetteer, text: str) -> None:
    assert small.exact(text).postings == ()
    assert small.near(text, 2).postings == ()


def test_a_key_leads_to_an_entity_once(tmp_path: Path) -> None:
    names = tuple(Name("Kigali", language, "Latn") for language in ("en", "de", "fr"))
    path = write(tmp_path / "one.gaz", [Record(Entity("x:1", "place"), names)])
    with Gazetteer.open(path) as gazetteer:
        (posting,) = gazetteer.exact("kigali").postings
        assert gazetteer.name(posting.name_no).lang == "en"


def test_the_header_tells_sources_and_counts(small: Gazetteer) -> None:
    info = small.info
    assert info["counts"]["entities"] == len(small) == 4
    assert info["sources"][0]["attribution"] == "Contains data of the atlas."
    assert info["facts"] == {"made": "here"}
    assert info["size"] == Path(info["path"]).stat().st_size


def test_a_file_made_by_other_keys_is_refused_with_the_command_to_run(tmp_path: Path) -> None:
    path = write(tmp_path / "other.gaz")
    with pytest.raises(FingerprintError, match=r"other\.gaz.*keys-1.*keys-2.*normalizer build"):
        Gazetteer.open(path, fingerprint="keys-2")
    Gazetteer.open(path, fingerprint="keys-1").close()


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a.gaz").read_bytes() == write(tmp_path / "b.gaz").read_bytes()


def test_an_empty_gazetteer_answers_nothing(tmp_path: Path) -> None:
    with Gazetteer.open(write(tmp_path / "empty.gaz", [])) as gazetteer:
        assert len(gazetteer) == 0
        assert gazetteer.exact("x").postings == gazetteer.near("xxxxxx", 2).postings == ()
        assert gazetteer.find("x") is None
        assert gazetteer.doctor() == []


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    twice = [Record(Entity("x:1", "place"), ())] * 2
    with pytest.raises(GazetteerError, match=r"x:1.*twice"):
        write(tmp_path / "twice.gaz", twice)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_key_is_refused_and_counted(tmp_path: Path) -> None:
    report = write_gazetteer(
        tmp_path / "e.gaz", records(), lambda record: [(0, KeyForm("exact", ""))] if record.names else [],
        fingerprint="f",
    )  # fmt: skip
    assert report.postings == 0
    assert report.refused == {"empty key": 3}


def test_progress_tells_the_stages(tmp_path: Path) -> None:
    stages: list[str] = []
    write_gazetteer(
        tmp_path / "p.gaz", records(), plain_keys, fingerprint="f",
        progress=lambda stage, done, total: stages.append(stage),
    )  # fmt: skip
    assert list(dict.fromkeys(stages)) == ["names", "keys", "parts", "typo pieces", "done"]


def test_layers_hash_apart() -> None:
    assert len({key_hash(layer, "riverton") for layer in ("exact", "sorted", "skeleton")}) == 3


def test_a_look_up_imports_neither_numpy_nor_rapidfuzz_nor_the_builder(tmp_path: Path) -> None:
    path = write(tmp_path / "light.gaz")
    code = (
        "import sys; from gazetteer.lookup import Gazetteer; g = Gazetteer.open(sys.argv[1]);"
        "assert g.exact('riverton').postings and g.near('rivertom', 2).postings; g.entity(0); g.names(0);"
        "print(*{'numpy', 'rapidfuzz', 'tomllib', 'gazetteer.index', 'gazetteer.sources'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_a_span_counts_the_postings_before_they_are_read(small: Gazetteer) -> None:
    start, stop = small.span("riverton", "exact")
    assert stop - start == 2
    leads = list(small.leads(start, stop, "exact"))
    assert [small.entity(entity).id for _, entity in leads] == ["x:city", "x:village"]
    assert [small.text(name) for name, _ in leads] == ["Riverton", "Riverton"]
    assert small.span("nowhere", "exact")[0] == small.span("nowhere", "exact")[1]
    assert list(small.leads(*small.span("nowhere", "part"))) == []


def test_parts_of_an_entity_can_be_read_alone(small: Gazetteer) -> None:
    number = small.find("x:city")
    assert number is not None
    assert small.class_of(number) == ("place", "city", "UA")
    name = small.name_numbers(number)[0]
    assert small.posting(name)[:3] == (name, number, 400_000)
