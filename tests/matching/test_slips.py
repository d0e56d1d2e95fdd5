"""Slips of the hand: the name with the fewest wrong letters comes first, and a slip alone is no match."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.lookup import Gazetteer, Posting
from gazetteer.model import Entity, Name, Record
from normalizer import policy
from normalizer.build import build_records
from normalizer.matching.find import Find, evidence_near, fit, is_exchange, slip_log_odds
from normalizer.matching.resolve import Hints, Resolver
from normalizer.matching.shortlist import slips
from normalizer.policy import Settings

MEANT = ("Lin Seidel", "Alexander Terry", "Charles Koichi", "Caudan", "Burutu", "Longido", "Weiyi Tomotaro")
OTHERS = (
    "Lian Seol", "Alexander Mori", "Alexander Müller", "Charles Ache", "Charles Ichizo", "Kandana", "Canadian",
    "Beirut", "Bar'uut", "Lynwood", "Wei Tohara", "Weiyi Teodora",
)  # fmt: skip


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolver]:
    """Names, among hundreds that share their words, so that no word is rare enough to find them."""
    firsts = ("Lin", "Alexander", "Charles", "Weiyi", "Mei", "Noor")
    lasts = [c + v + end for c, v, end in product("bdgkmnprst", "aeiou", ("li", "man", "ra", "sho"))]
    texts = [*MEANT, *OTHERS, *(f"{first} {last.title()}" for first in firsts for last in lasts)]
    path = tmp_path_factory.mktemp("slips") / "names.gaz"
    build_records(
        path, [Record(Entity(f"x:{at}", "place"), (Name(text, "", "Latn"),)) for at, text in enumerate(texts)]
    )
    with Gazetteer.open(path) as gazetteer:
        yield Resolver((gazetteer,), Settings())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Lin Seioel", "Lin Seidel"),
        ("Alexander Termry", "Alexander Terry"),
        ("Charles Ooichi", "Charles Koichi"),
        ("Cnudan", "Caudan"),
        ("Buruut", "Burutu"),
        ("Lonwido", "Longido"),
        ("Weiyi Tootaro", "Weiyi Tomotaro"),
    ],
)
def test_the_name_with_the_fewest_wrong_letters_comes_first(resolver: Resolver, query: str, name: str) -> None:
    assert resolver.resolve(query, Hints()).candidates[0].matched.text == name


def find(log_odds: float, edits: int, key: str = "x" * 14, points: float = 120.0) -> Find:
    entity = Entity("x:1", "place")
    posting = Posting(0, 0, 0, (), key, edits)
    made = Find(None, posting, entity, Name("Y"), 0.0, key, points=points, edits=edits)  # type: ignore[arg-type]
    made.log_odds = log_odds
    return made


def test_a_slip_alone_is_listed_and_no_match() -> None:
    evidence = evidence_near(find(-9.0, edits=1), crowd=1_000)
    assert policy.LISTED_THRESHOLD < evidence < policy.MATCH_THRESHOLD
    assert evidence_near(find(-9.0, edits=0), crowd=1_000) < policy.LISTED_THRESHOLD


@given(st.floats(-9, 5), st.integers(0, 3), st.integers(1, 10**7))
def test_edits_never_take_evidence_away(log_odds: float, edits: int, crowd: int) -> None:
    near, far = find(log_odds, edits), find(log_odds, 0)
    assert evidence_near(near, crowd) >= evidence_near(far, crowd)
    assert fit(near) >= fit(far)


@given(st.integers(4, 200))
def test_fewer_edits_in_more_letters_are_likelier_a_slip(letters: int) -> None:
    assert slip_log_odds(1, letters) > slip_log_odds(2, letters)
    assert slip_log_odds(1, letters + 1) > slip_log_odds(1, letters)


def test_to_be_near_where_few_are_is_worth_more() -> None:
    def rarity(*distances: int) -> list[float]:
        near = [(distance, at) for at, distance in enumerate(distances)]
        return [slip.rarity for _, slip in slips(near, 10_000)]

    alone, crowded, mixed = rarity(1), rarity(1, 1, 1), rarity(1, 2)
    assert alone[0] > crowded[0] == crowded[2]
    assert mixed[0] == alone[0] > mixed[1]


def test_an_exchange_of_neighbours_is_likelier_a_slip_than_another_letter() -> None:
    assert slip_log_odds(1, 8, exchanged=True) > slip_log_odds(1, 8)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_an_exchange_is_what_exchanging_two_neighbours_makes(one: str, other: str) -> None:
    made = {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)} - {one}
    assert is_exchange(one, other) == (other in made)
    assert all(is_exchange(one, exchanged) for exchanged in made)
