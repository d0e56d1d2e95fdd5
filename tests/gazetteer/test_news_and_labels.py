"""JRC-Names, ParaNames and the name-suggestion-index: spellings by the thousand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.model import Entity
from gazetteer.sources.jrc_names import read_jrc_names
from gazetteer.sources.language_codes import bcp47, wikimedia
from gazetteer.sources.name_suggestion_index import read_nsi
from gazetteer.sources.paranames import read_paranames
from gazetteer.sources.tally import Tally

JRC = (
    "# id\ttype\tlang\tkeyword\n"
    "7\tP\tu\tVolodymyr+Zelensky\n7\tP\tde\tWolodymyr+Selenskyj\n7\tP\tuk\tВолодимир+Зеленський\n"
    "8\tO\ten\tUnited+Nations\n9\tT\ten\tTitanic\nx\tP\ten\tNobody\n10\tP\ten\n11\tP\ten\t+\n"
)


def test_jrc_names_have_plus_for_space_and_the_preferred_spelling_first(tmp_path: Path) -> None:
    path, tally = tmp_path / "entities.gzip", Tally()
    path.write_bytes(gzip.compress(JRC.encode()))
    person, organisation = read_jrc_names(path, tally)
    assert person.entity == Entity("jrc:7", "person")
    assert [(name.text, name.lang) for name in person.names] == [
        ("Volodymyr Zelensky", ""), ("Wolodymyr Selenskyj", "de"), ("Володимир Зеленський", "uk")
    ]  # fmt: skip
    assert (organisation.entity.id, organisation.entity.kind) == ("jrc:8", "org")
    assert (tally.read, tally.kept, tally.left_out_rows) == (8, 4, 1)
    assert sorted(tally.refused) == [
        "the id is no number", "the spelling is empty or far too long", "there are not four columns"
    ]  # fmt: skip


def test_a_file_without_four_columns_is_not_jrc_names(tmp_path: Path) -> None:
    path = tmp_path / "entities.txt"
    path.write_text("id,name\nx,Kyiv\ny,Lviv\n")
    with pytest.raises(SourceError, match="this is not JRC-Names"):
        list(read_jrc_names(path))


PARANAMES = (
    "wikidata_id\teng\tlabel\tlanguage\ttype\n"
    "Q1899\tKyiv\tКиїв\tuk\tLOC\nQ1899\tKyiv\tKijev\tsr-el\tLOC\nQ1899\tKyiv\tКијев\tsr-ec\tLOC\n"
    "Q1899\tKyiv\tKyiv\ten\tLOC\nQ7747\tVladimir Putin\tВладимир Путин\tru\tPER\n"
    "Q7747\tVladimir Putin\tPutin\tmul\tXXX\nnone\tA\tB\ten\tLOC\n"
)


def test_paranames_give_the_english_label_once_and_tags_of_wikimedia(tmp_path: Path) -> None:
    path, tally = tmp_path / "paranames.tsv.gz", Tally()
    path.write_bytes(gzip.compress(PARANAMES.encode()))
    city, person = read_paranames(path, tally)
    assert city.entity == Entity("wd:Q1899", "place")
    assert [(name.text, name.lang) for name in city.names] == [
        ("Kyiv", "en"), ("Київ", "uk"), ("Kijev", "sr-Latn"), ("Кијев", "sr-Cyrl")
    ]  # fmt: skip
    assert [name.text for name in person.names] == ["Vladimir Putin", "Владимир Путин"]
    assert (tally.read, tally.kept, tally.refused_rows) == (7, 5, 2)


@pytest.mark.parametrize(
    ("code", "tag"),
    [("ukr", "uk"), ("ger", "de"), ("zh-Hant", "zh-Hant"), ("ZH_cn", "zh-CN"), ("post", ""), ("", ""), ("x", "")],
)
def test_language_codes_become_tags(code: str, tag: str) -> None:
    assert bcp47(code) == tag


@pytest.mark.parametrize(
    ("code", "tag"), [("als", "gsw"), ("be-x-old", "be-tarask"), ("nds-nl", "nds-NL"), ("mul", "")]
)
def test_codes_of_wikimedia_become_tags(code: str, tag: str) -> None:
    assert wikimedia(code) == tag


NSI = {
    "_meta": {"version": "8.0.1", "generated": "2026-01-01"},
    "nsi": {
        "brands/amenity/bank": {
            "properties": {"path": "brands/amenity/bank", "exclude": {"generic": ["^банк$"]}},
            "items": [
                {
                    "displayName": "Сбербанк", "id": "sberbank-c4a2", "locationSet": {"include": ["ru"]},
                    "matchNames": ["сбер банк"],
                    "tags": {
                        "amenity": "bank", "brand": "Сбербанк", "brand:en": "Sberbank", "brand:ru": "Сбербанк",
                        "brand:wikidata": "Q205012", "name": "Сбербанк", "official_name": "ПАО Сбербанк",
                        "short_name": "Сбер;СБ",
                    },
                },
                {"displayName": "None", "id": "none-1", "tags": {"amenity": "bank"}},
                {
                    "displayName": "Local", "id": "local-2", "locationSet": {"include": ["de", "at"]},
                    "tags": {"brand": "Local", "name": "Local"},
                },
            ],
        },
        "flags/man_made/flagpole": {
            "properties": {}, "items": [{"id": "f-1", "tags": {"flag:name": "Ukraine", "name": "Ukraine"}}]
        },
    },
}  # fmt: skip


def test_the_name_suggestion_index_gives_organisations(tmp_path: Path) -> None:
    path, tally = tmp_path / "nsi.json", Tally()
    path.write_text(json.dumps(NSI), encoding="utf-8")
    bank, local = read_nsi(path, tally)
    assert bank.entity == Entity("wd:Q205012", "org", "", "RU")
    assert [(name.text, name.lang, name.role) for name in bank.names] == [
        ("Сбербанк", "", "alternate"), ("ПАО Сбербанк", "", "alternate"), ("Сбер", "", "short"), ("СБ", "", "short"),
        ("Sberbank", "en", "alternate"), ("Сбербанк", "ru", "alternate"), ("сбер банк", "", "generated"),
    ]  # fmt: skip
    assert local.entity == Entity("nsi:local-2", "org")
    assert (tally.read, tally.kept, tally.refused_rows, tally.left_out_rows) == (4, 2, 1, 1)


@pytest.mark.parametrize(
    "data", [b"{}", b"[1]", b'{"nsi": {"a": ', b'{"nsi": 5}', b"\xff\xfe", b'{"nsi": {"brands/a/b": {"items": [3]}}}']
)
def test_what_is_no_index_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "nsi.json"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"nsi\.json"):
        list(read_nsi(path))
