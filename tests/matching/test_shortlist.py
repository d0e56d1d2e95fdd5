"""Finding: from any script, under typing errors, in any order of the words, within bounded work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from gazetteer.sharing import Limits, Pool
from normalizer import policy
from normalizer.build import build_records
from normalizer.matching.cut import likeness, loosen
from normalizer.matching.resolve import Hints, Resolver
from normalizer.matching.shortlist import ask, probes, shortlist
from normalizer.policy import Settings
from normalizer.text.unicode import script_of

PEOPLE = (
    "Barack Obama", "Angela Merkel", "Ursula von der Leyen", "Nicolas Sarkozy", "David Cameron", "Bill Clinton",
    "Shinzo Abe", "Mao Zedong", "Benjamin Netanyahu", "Hosni Mubarak", "Vladimir Putin", "Jens Stoltenberg",
    "Robert Fico", "Viktor Orban", "Alexis Tsipras", "George Papandreou", "Silvio Berlusconi", "Tony Blair",
)  # fmt: skip
PLACES = ("Utrecht", "Luhansk Oblast", "Saint Petersburg", "Naperville", "Vladimir", "Longyan", "Geneva")


def record(number: int, text: str, kind: str) -> Record:
    entity = Entity(f"x:{number}", kind, "region" if "Oblast" in text else "", "", 1)  # type: ignore[arg-type]
    return Record(entity, (Name(text, "", script_of(text), "canonical"),))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shortlist") / "names.gaz"
    rows = [(text, "person") for text in PEOPLE] + [(text, "place") for text in PLACES]
    build_records(path, [record(at, text, kind) for at, (text, kind) in enumerate(rows)])
    return path


@pytest.fixture(scope="module")
def names(file: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(file) as gazetteer:
        yield gazetteer


def found(gazetteer: Gazetteer, text: str, kind: str | None = None) -> list[str]:
    listed, _ = shortlist(gazetteer, ask(text, kind), {}, kind)
    return [gazetteer.text(one.name_no) for one in listed]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Обама, Барак", "Barack Obama"),
        ("باراك أوباما", "Barack Obama"),
        ("バラク・オバマ", "Barack Obama"),
        ("버락 오바마", "Barack Obama"),
        ("ברק אובמה", "Barack Obama"),
        ("Άνγκελα Μέρκελ", "Angela Merkel"),
        ("毛泽东", "Mao Zedong"),
        ("Ursula VON DER LAYEN", "Ursula von der Leyen"),
        ("Merkel Angela", "Angela Merkel"),
        ("Sarkozi", "Nicolas Sarkozy"),
        ("Džordžs Papandreu", "George Papandreou"),
    ],
)
def test_a_person_is_first_in_the_first_cut_from_any_script(names: Gazetteer, query: str, name: str) -> None:
    assert found(names, query, "person")[0] == name


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("블라디미르", "Vladimir"),
        ("ネイパービル", "Naperville"),
        ("Provinz Utrecht", "Utrecht"),
        ("Luhansk region", "Luhansk Oblast"),
        ("龙岩市", "Longyan"),
        ("جنيف", "Geneva"),
    ],
)
def test_a_place_is_among_the_compared_from_any_script(names: Gazetteer, query: str, name: str) -> None:
    assert name in found(names, query, "place")[: policy.CANDIDATES_SCORED]


def test_a_kind_asked_for_is_the_only_one_listed(names: Gazetteer) -> None:
    assert "Vladimir" not in found(names, "Vladimir Putin", "person")
    assert found(names, "Vladimir Putin", "place")[0] == "Vladimir"


def test_reading_is_bounded_and_says_when_it_was_cut(names: Gazetteer) -> None:
    def read(most: int) -> Pool:
        return names.pool(probes(ask("Barack Obama", "person")), 4, Limits(128, most, 200, 3))

    whole, cut = read(1000), read(3)
    assert (whole.cut, cut.cut) == (False, True)
    assert len(set(cut.owners)) <= 3
    assert cut.owners[0] == whole.owners[0] == names.find("x:0")


def test_what_is_rare_among_all_gazetteers_is_rare_in_a_small_one(names: Gazetteer) -> None:
    asked = ask("Saint Petersburgh", "place")
    alone, beside = (shortlist(names, asked, {}, crowd=crowd)[0][0] for crowd in (None, 1_000_000))
    assert alone.name_no == beside.name_no
    assert alone.points < beside.points


def test_both_readers_give_the_same_answers(file: Path) -> None:
    queries = ("Obama, Барак", "Sarkozi", "Saint Petersburgh", "Нейпервилл", "Luhansk region", "毛澤東")
    answers = []
    for reader in ("standard", "vector"):
        with Gazetteer.open(file, reader=reader) as gazetteer:  # type: ignore[arg-type]
            resolver = Resolver((gazetteer,), Settings())
            answers.append([resolver.resolve(query, Hints()) for query in queries])
    assert answers[0] == answers[1]


@given(st.text(max_size=60))
def test_any_text_may_be_asked(names: Gazetteer, text: str) -> None:
    asked = ask(text, None)
    assert len(probes(asked)) < 2_000
    listed, _ = shortlist(names, asked, {})
    assert all(0 <= likeness(asked, names.text(one.name_no)) <= 100 for one in listed)


@given(st.text("abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_loosening_twice_changes_only_what_it_made(text: str) -> None:
    assert len(loosen(text)) <= 2 * len(text)


@pytest.mark.parametrize("text", ["𬡖,", "𠀀 (市)", "𬡖，北"])
def test_han_characters_that_nobody_reads_are_asked_for_all_the_same(text: str) -> None:
    assert ask(text, None).script == "Hani"
