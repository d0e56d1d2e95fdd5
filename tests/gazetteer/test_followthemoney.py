from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.model import Entity
from gazetteer.sources.followthemoney import read_ftm
from gazetteer.sources.opensanctions_simple import read_simple
from gazetteer.sources.tally import Tally

PERSON = {
    "id": "NK-5dPk", "caption": "Yuriy Lysianskyi", "schema": "Person",
    "properties": {
        "name": ["Юрій Лисянський", "Yuriy Lysianskyi"], "alias": ["Iouri Lisianski"], "weakAlias": ["Yura"],
        "previousName": ["Yuriy Koval"], "nationality": ["ua"], "wikidataId": ["Q42"], "topics": ["role.pep"],
        "addressEntity": [{"id": "addr-1", "schema": "Address", "properties": {"full": ["Kyiv"]}}],
    },
    "referents": ["ofac-1", "Q42"], "datasets": ["ua_list"], "first_seen": "2022-03-01T10:00:00", "target": True,
}  # fmt: skip
COMPANY = {
    "id": "Q205012", "caption": "Sberbank", "schema": "Company",
    "properties": {
        "name": ["Sberbank", "Сбербанк"], "abbreviation": ["SBER"], "country": ["eu", "suhh", "ru"],
        "leiCode": ["549300WE6TAF5EEWQS81"],
    },
    "datasets": ["x"], "target": True,
}  # fmt: skip


def lines(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "entities.ftm.json"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_a_person_has_the_caption_first_and_roles_by_property(tmp_path: Path) -> None:
    (record,) = read_ftm(lines(tmp_path, PERSON))
    assert record.entity == Entity("os:NK-5dPk", "person", "", "UA", 0, ("wd:Q42", "os:ofac-1"))
    assert [(name.text, name.script, name.role) for name in record.names] == [
        ("Yuriy Lysianskyi", "Latn", "alternate"), ("Юрій Лисянський", "Cyrl", "alternate"),
        ("Iouri Lisianski", "Latn", "alternate"), ("Yuriy Koval", "Latn", "former"), ("Yura", "Latn", "short"),
    ]  # fmt: skip
    assert {name.source for name in record.names} == {"opensanctions"}


def test_a_wikidata_id_is_one_and_other_ids_are_of_the_same_entity(tmp_path: Path) -> None:
    (record,) = read_ftm(lines(tmp_path, COMPANY))
    assert record.entity == Entity("wd:Q205012", "org", "", "RU", 0, ("lei:549300WE6TAF5EEWQS81",))
    assert [(name.text, name.role) for name in record.names][-1] == ("SBER", "short")


def test_a_publisher_that_is_not_opensanctions_keeps_its_own_ids(tmp_path: Path) -> None:
    row = {"id": "7", "schema": "LegalEntity", "properties": {"firstName": ["Anna"], "lastName": ["Koval"]}}
    (record,) = read_ftm(lines(tmp_path, row))
    assert (record.entity.id, record.names[0].text, record.names[0].source) == ("ftm:7", "Anna Koval", "ftm")


def test_lines_that_are_no_names_are_counted_by_reason(tmp_path: Path) -> None:
    tally = Tally()
    path = lines(
        tmp_path, PERSON, {"id": "o-1", "schema": "Ownership", "properties": {"owner": ["NK-1"]}},
        {"id": "v-1", "schema": "Vessel", "properties": {"name": ["Kherson"]}}, {"schema": "Person"}, "{broken",
        {"id": "p-2", "schema": "Person", "properties": {"name": [], "country": "ua"}},
    )  # fmt: skip
    assert len(list(read_ftm(path, tally))) == 1
    assert (tally.read, tally.kept, tally.refused_rows, tally.left_out_rows) == (6, 1, 3, 2)
    assert tally.problems[0] == ("entities.ftm.json, line 4: there is no id or no schema; every entity has both.")


def test_a_file_of_other_lines_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="this is not a file of FollowTheMoney entities: 2 rows were read"):
        list(read_ftm(lines(tmp_path, {"a": 1}, {"b": 2})))


SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones",'
    '"emails","dataset","first_seen","last_seen","last_change","program_ids"\n'
    '"NK-1","Person","Oleksandr Petrenko","Александр Петренко;""Petrenko; Alex""","1970","ua;ru","","","","","",'
    '"List","2022-01-01","2022-02-01","2022-02-01",""\n'
    '"Q7","Vessel","Rio","","","","","","","","","List","","","",""\n'
    '"Q8","Organization","Acme\nHolding","","","us","","","","","","List","","","",""\n'
    '"","Person","Nobody","","","","","","","","","List","","","",""\n'
)


def test_targets_simple_has_lists_in_its_cells(tmp_path: Path) -> None:
    path, tally = tmp_path / "targets.simple.csv", Tally()
    path.write_text(SIMPLE, encoding="utf-8")
    person, org = read_simple(path, tally)
    assert person.entity == Entity("os:NK-1", "person", "", "UA")
    assert [name.text for name in person.names] == ["Oleksandr Petrenko", "Александр Петренко", "Petrenko; Alex"]
    assert (org.entity.id, org.names[0].text) == ("wd:Q8", "Acme Holding")
    assert (tally.read, tally.kept, tally.refused_rows, tally.left_out_rows) == (4, 2, 1, 1)


def test_targets_simple_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "targets.simple.csv"
    path.write_text('"id","schema","name"\n', encoding="utf-8")
    with pytest.raises(SourceError, match='there is no column "aliases"'):
        list(read_simple(path))
