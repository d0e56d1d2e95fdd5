"""Names given while a program runs: rows in memory and house files, seen by everything that asks a gazetteer."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetteer.model import Entity, Name, Record
from normalizer import Normalizer
from normalizer.errors import GazetteerError, SourceError, UnknownPolicyError, UsageError

HEADER = "action\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n"
KYIV = "gn:703448"
Opened = Callable[..., Normalizer]


@pytest.fixture
def opened(small_gazetteer: Path) -> Iterator[Opened]:
    """Makes normalisers over the small gazetteer and what is given above it."""
    made: list[Normalizer] = []

    def make(*rows: Any, **settings: Any) -> Normalizer:
        made.append(Normalizer([small_gazetteer, *rows], **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()


def house(folder: Path, *rows: str) -> Path:
    (folder / "house.tsv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder / "house.tsv"


def test_a_name_is_added_to_an_entity_that_is_there(opened: Opened) -> None:
    nz = opened([(KYIV, "Chiovia", "la")])
    found = nz.lookup("Chiovia")
    assert found.entity is not None
    assert (found.canonical, found.entity.country, found.entity.weight) == ("Kyiv", "UA", 2952301)
    assert nz.lookup("Київ").canonical == "Kyiv"
    assert opened([(KYIV, "Chiovia", "la")], policy="la").lookup("Kyiv").canonical == "Chiovia"


def test_an_added_name_without_a_language_does_not_become_the_main_one(opened: Opened) -> None:
    assert opened([(KYIV, "Chiovia")]).lookup("Chiovia").canonical == "Kyiv"


def test_a_new_entity_is_completed_by_rule(opened: Opened) -> None:
    rows = [
        {"id": "my:1", "name": "Skrypnyukivka", "country": "UA", "weight": 30_000},
        {"id": "my:1", "name": "Скрипнюківка", "lang": "uk"},
    ]
    nz = opened(rows)
    assert nz.lookup("Skrypnjukiwka").canonical == "Skrypniukivka"
    assert nz.clean("Near Skrypnyukivka.").text == "Near Skrypniukivka."


def test_a_canonical_row_takes_the_place_of_the_form_before(opened: Opened) -> None:
    nz = opened([{"id": KYIV, "name": "Kiev", "lang": "en", "role": "canonical"}])
    assert nz.lookup("Київ").canonical == nz.lookup("Kyiv").canonical == "Kiev"
    assert nz.clean("We live in Kyiv.").text == "We live in Kiev."


def test_the_last_of_several_wins(opened: Opened, tmp_path: Path) -> None:
    first, second = ([{"id": KYIV, "name": name, "lang": "en", "role": "canonical"}] for name in ("Kyyiv", "Kiev"))
    assert opened(first, second).lookup("Київ").canonical == "Kiev"
    assert opened(second, first).lookup("Київ").canonical == "Kyyiv"
    pin = house(tmp_path, f"pin\t{KYIV}\tKyjiw\ten\t\t\t\thouse rule 4")
    assert opened(first, second, house=pin).lookup("Kiev").canonical == "Kyjiw"


def test_records_and_generators_are_rows(opened: Opened) -> None:
    record = Record(Entity("my:2", "person"), (Name("Olha Skrypniuk", "", "Latn"),))
    assert opened(item for item in [record]).lookup("Olha Skrypniuk").canonical == "Olha Skrypniuk"


def test_name_parts_that_are_added_count_in_comparisons(opened: Opened) -> None:
    part = {"kind": "person", "feature": "name-part", "id": "my:3"}
    nz = opened([{**part, "name": "Gheorghe"}, {**part, "name": "Jiri"}])
    assert (
        nz.compare("Gheorghe Novak", "Jiri Novak", kind="person").score
        > opened().compare("Gheorghe Novak", "Jiri Novak", kind="person").score
    )


def test_closing_forgets(opened: Opened) -> None:
    nz = opened([(KYIV, "Chiovia")])
    path = Path(nz.info[-1]["path"])
    assert path.exists()
    nz.close()
    assert not path.exists()
    assert "Chiovia" not in {c.matched.text for c in opened().lookup("Chiovia").candidates}


def test_nothing_added_is_nothing_opened(opened: Opened) -> None:
    assert len(opened([]).info) == 1


@pytest.mark.parametrize("row", [(KYIV, "Kyiv"), {"id": KYIV, "name": "Kyiv"}, 7, None])
def test_what_is_no_collection_of_rows_is_misuse(opened: Opened, row: object) -> None:
    with pytest.raises(UsageError, match=r"Kyiv|neither a file"):
        opened(row)


def test_rows_that_cannot_be_used_are_not_dropped_in_silence(opened: Opened) -> None:
    with pytest.raises(SourceError, match="No row could be used"):
        opened([("", "Kyiv"), 7])
    with pytest.warns(UserWarning, match=r"item 2: .* \(2 rows in all\)"):
        assert opened([(KYIV, "Chiovia"), 7, 8]).lookup("Chiovia").canonical == "Kyiv"


def test_any_string_is_a_name(opened: Opened) -> None:
    names = ["\ud800", "a\0b", "x" * 100_000, "Київkyiv\u202e", "..."]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nz = opened([(KYIV, name) for name in names])
    for name in names:
        nz.lookup(name)
        nz.clean(name)


def test_a_house_file_pins_and_blocks_with_its_reason(opened: Opened, tmp_path: Path) -> None:
    rows = (
        f"pin\t{KYIV}\tKiev\ten\t\t\t\tstyle guide 3.1",
        f"pin\t{KYIV}\tKyjiw\tde\t\t\t\tstyle guide 3.2",
        "block\tgn:524901\tMoskau\t\t\t\t\tstyle guide 5",
    )
    nz = opened(house=house(tmp_path, *rows))
    found = nz.lookup("Київ")
    assert found.canonical == "Kiev"
    assert "house.tsv: style guide 3.1" in found.explain()
    assert "Moskau" not in {c.matched.text for c in nz.lookup("Moskau").candidates}
    assert nz.lookup("Москва").canonical == "Moscow"
    assert opened(house=house(tmp_path, *rows), policy="de").lookup("Київ").canonical == "Kyjiw"


def test_a_house_file_may_block_alone(opened: Opened, tmp_path: Path) -> None:
    nz = opened(house=house(tmp_path, "block\tgn:524901\tMoskau\t\t\t\t\tstyle guide 5"))
    assert "Moskau" not in {c.matched.text for c in nz.lookup("Moskau").candidates}


def test_a_former_name_with_years_answers_for_a_year(opened: Opened, tmp_path: Path) -> None:
    rows = house(tmp_path, "role\tgn:702658\tVoroshilovgrad\ten\tformer\t1935\t1958\tdecree")
    assert opened(house=rows, as_of=1940).lookup("Луганськ").canonical == "Voroshilovgrad"
    assert opened(house=rows, as_of=1958).lookup("Луганськ").canonical == "Luhansk"
    assert opened(house=rows).lookup("Voroshilovgrad").canonical == "Luhansk"


def test_house_rows_about_nothing_that_is_there_are_told(opened: Opened, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match=r"house\.tsv, line 2: no entity has the id x:404"):
        assert len(opened(house=house(tmp_path, "pin\tx:404\tNowhere\t\t\t\t\tnone")).info) == 1


@pytest.mark.parametrize(("row", "says"), [("merge\tgn:1\tgn:2\t\t\t\t\tx", "takes a build"), ("pin\tgn:1", "columns")])
def test_house_files_are_refused_with_their_line(opened: Opened, tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(SourceError, match=rf"house\.tsv, line 2: .*{says}"):
        opened(house=house(tmp_path, row))
    with pytest.raises(SourceError, match="cannot be read"):
        opened(house=tmp_path / "none.tsv")


def test_policies_are_asked_in_their_order(opened: Opened) -> None:
    nz = opened(policy="de, uk")
    assert (nz.lookup("Moscow").canonical, nz.lookup("Kyiv").canonical) == ("Moskau", "Київ")
    with pytest.raises(UnknownPolicyError, match="german"):
        opened(policy="de,German!german")
    with pytest.raises(UnknownPolicyError):
        opened(policy="de,")


def test_workers_see_what_was_added(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalizer.policy.PARALLEL_FROM", 1)
    nz = opened([(KYIV, "Chiovia")])
    assert [r.canonical for r in nz.lookup_many(["Chiovia", "Moskau"], workers=2)] == ["Kyiv", "Moscow"]


def test_a_missing_file_beside_rows_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer"):
        Normalizer([tmp_path / "none.gaz", [(KYIV, "Chiovia")]])
