"""The nearest recorded names, without a decision: found by letters, by sound, farther away, in any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer import Normalizer
from normalizer.build import build_records
from normalizer.errors import GazetteerError, UsageError
from normalizer.matching.keys import fold_native
from normalizer.matching.nearest import nearest_names

ROWS = [
    ("r:1", "Ashitaka Diachenko"),
    ("r:2", "Poliakov Rieger"),
    ("r:3", "Rivertown"),
    ("r:3", "Рівертаун", "uk"),
    ("r:4", "Dnipropetrovsk"),
    ("r:5", "Karl Johansson"),
    ("r:6", "Ost"),
]


@pytest.fixture(scope="module")
def names() -> Normalizer:
    return Normalizer([ROWS])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Rivertown", "r:3"),  # as it is recorded
        ("Rivertonw", "r:3"),  # a slip
        ("Aszitaka Gyacsenko", "r:1"),  # another scheme, four edits away: a piece is left
        ("Dnjepropetrowsk", "r:4"),
        ("Johanson, Karl", "r:5"),  # the other order: its sounds
        ("Рівертаун", "r:3"),
        ("Дніпропетровськ", "r:4"),  # another script, which nobody recorded
        ("ост", "r:6"),
    ],
)
def test_what_is_spelt_otherwise_is_found(names: Normalizer, query: str, found: str) -> None:
    assert [near.entity.id for near in names.nearest(query)] == [found]


@pytest.mark.parametrize("query", ["", " ", "!?", "Wellington", "a" * 500, "\ud800", "\u200b"])
def test_what_is_like_nothing_has_no_nearest_name(names: Normalizer, query: str) -> None:
    assert names.nearest(query) == []


def test_the_likest_come_first_one_of_each_entity() -> None:
    with Normalizer([[("r:1", "Marienburg"), ("r:1", "Marienborg"), ("r:2", "Marienberg"), ("r:3", "Ulm")]]) as places:
        found = places.nearest("Marienbourg", limit=9)
        assert [near.entity.id for near in found] == ["r:1", "r:2"]
        assert found[0].likeness > found[1].likeness


def test_beside_an_equal_name_others_are_given_where_more_are_asked_for() -> None:
    with Normalizer([[("r:1", "Marienburg"), ("r:2", "Marienberg"), ("r:3", "Ulm")]]) as places:
        assert [near.entity.id for near in places.nearest("Marienberg", limit=2)] == ["r:2", "r:1"]


def test_of_several_gazetteers_a_later_one_wins_for_an_id() -> None:
    with Normalizer([[("r:1", "Marienburg")], [("r:1", "Marienborg"), ("r:2", "Marienberg")]]) as places:
        found = {near.entity.id: near.name.text for near in places.nearest("Marienbxrg", limit=5)}
    assert found == {"r:1": "Marienborg", "r:2": "Marienberg"}


def test_a_limit_is_kept_and_has_to_be_one(names: Normalizer) -> None:
    assert len(names.nearest("Rivertonw", limit=1)) == 1
    with pytest.raises(UsageError):
        names.nearest("Rivertown", limit=0)
    with pytest.raises(GazetteerError):
        Normalizer(gazetteer=None).nearest("Rivertown")


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_is_accepted(names: Normalizer, query: str) -> None:
    assert all(72 <= near.likeness <= 100 for near in names.nearest(query, limit=3))


def test_all_readers_find_the_same(tmp_path: Path, names: Normalizer) -> None:
    path = tmp_path / "near.gaz"
    build_records(path, _records())
    queries = [text for _, text, *_ in ROWS] + ["Aszitaka Gyacsenko", "Riwertaun", "Poljakov Riger", "Johanson Karl"]
    answers = []
    for reader in ("standard", "vector", "auto"):
        with Gazetteer.open(path, reader=reader) as gazetteer:  # type: ignore[arg-type]
            answers.append([nearest_names((gazetteer,), query, 3) for query in queries])
    assert answers[0] == answers[1] == answers[2]
    assert [fold_native(found[0].name.text) for found in answers[0][: len(ROWS)]] == [fold_native(r[1]) for r in ROWS]


def _records() -> Iterator[Record]:
    for number, text in enumerate(dict.fromkeys(row[1] for row in ROWS)):
        yield Record(Entity(f"r:{number}", "place"), (Name(text),))
