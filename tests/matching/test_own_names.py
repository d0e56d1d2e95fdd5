"""An entity's own name in any script counts like its canonical one, and of a well-known city all spellings are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer.build import build_records
from normalizer.matching.resolve import Hints, Resolver
from normalizer.policy import Settings
from normalizer.result import Resolution

SAMARA = Record(
    Entity("x:samara", "place", "city", "RU", 1_100_000),
    (Name("Samara", "en", "Latn", "canonical"), Name("Куйбышев", "ru", "Cyrl", "former")),
)
KUYBYSHEV = Record(
    Entity("x:kuybyshev", "place", "city", "RU", 60_000),
    (Name("Kuybyshev", "en", "Latn", "canonical"), Name("Куйбышев", "ru", "Cyrl")),
)
OTHER = Record(
    Entity("x:other", "place", "city", "RU", 60_000),
    (Name("Barabinsk", "en", "Latn", "canonical"), Name("Куйбышев", "ru", "Cyrl")),
)


def asked(folder: Path, records: list[Record], query: str) -> Resolution:
    path = folder / "names.gaz"
    build_records(path, records)
    with Gazetteer.open(path) as gazetteer:
        return Resolver((gazetteer,), Settings()).resolve(query, Hints("place"))


def scores(answer: Resolution) -> dict[str, float]:
    return {candidate.entity.id: candidate.score for candidate in answer.candidates}


@pytest.mark.parametrize("query", ["Kujbyschew", "Kuïbychevv"])
def test_a_name_is_its_own_where_the_canonical_one_is_a_romanisation_of_it(tmp_path: Path, query: str) -> None:
    own = scores(asked(tmp_path, [SAMARA, KUYBYSHEV], query))
    another = scores(asked(tmp_path, [SAMARA, OTHER], query))
    assert own["x:kuybyshev"] > 2 * another["x:other"]
    assert own["x:samara"] < another["x:samara"]


def test_a_former_name_of_a_city_does_not_match_where_another_bears_it_today(tmp_path: Path) -> None:
    assert asked(tmp_path, [SAMARA, KUYBYSHEV], "Kujbyschew").status == "ambiguous"


def city(weight: int) -> list[Record]:
    names = ("Moscow", "Мускав", "Масква", "Мәскеу", "Москох", "Москва")
    return [
        Record(
            Entity("x:moscow", "place", "city", "RU", weight),
            tuple(Name(text, "", "Cyrl" if at else "Latn", "" if at else "canonical") for at, text in enumerate(names)),
        ),
        Record(Entity("x:moshkovo", "place", "city", "RU", 10_000), (Name("Moshkovo", "en", "Latn", "canonical"),)),
    ]


def test_all_spellings_of_a_well_known_city_are_read(tmp_path: Path) -> None:
    found = asked(tmp_path, city(10_000_000), "Moskvo").candidates[0]
    assert (found.entity.id, found.matched.text) == ("x:moscow", "Москва")
    assert scores(asked(tmp_path, city(50_000), "Moskvo")).get("x:moscow", 0.0) < found.score


def test_the_surest_of_unsure_names_is_listed_for_a_romanised_query_and_is_no_match(tmp_path: Path) -> None:
    records = [Record(Entity("x:1", "person"), (Name("Robert Bennett", "en", "Latn", "canonical"),))]
    records += [Record(Entity(f"x:{at}", "person"), (Name(f"Dora{at} Quist{at}", "en"),)) for at in range(2, 400)]
    path = tmp_path / "people.gaz"
    build_records(path, records)
    with Gazetteer.open(path) as gazetteer:
        answer = Resolver((gazetteer,), Settings()).resolve("בוב בנט", Hints("person"))
    assert answer.status == "unknown"
    assert [candidate.entity.id for candidate in answer.candidates] == ["x:1"]
