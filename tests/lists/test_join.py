"""Two lists joined: the right rows, no guess, everything accounted for, and the same from several processes."""

from __future__ import annotations

import math
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.lists.assignment import EXACT, one_to_one
from normalizer.lists.decisions import Decision, Decisions
from normalizer.lists.join import MANY, ONE_TO_ONE, Found, Row, chance, match_rows
from normalizer.lists.scoring import pair_score
from normalizer.policy import JOIN_THRESHOLD, REVIEW_THRESHOLD

SPELLINGS = {
    "Gorbatschow": "Горбачёв",
    "Angela Merkel": "Merkel, Angela",
    "Muammar Gaddafi": "معمر القذافي",
    "Mao Tse-tung": "Mao Zedong",
    "Lisjanski": "Lisyansky",
}


def rows(*names: str) -> list[Row]:
    return [Row(name) for name in names]


def test_spellings_of_one_name_are_joined_whatever_their_script_and_order() -> None:
    crowd = ("Andrea Merkle", "Mohamed Ghannouchi", "Mao Dun", "Linz", "Kirov")
    for match in match_rows(rows(*SPELLINGS), rows(*crowd, *SPELLINGS.values()), kind="person"):
        assert (match.b, match.status) == (SPELLINGS[match.a], "match")
        assert match.found is not None and match.steps


def test_every_row_comes_back_once_and_in_order() -> None:
    found = list(match_rows(rows("Kirov", "", "Zzyzx", "Kirov"), rows("Kirow", "Linz", "")))
    assert [(match.row, match.a, match.status) for match in found] == [
        (0, "Kirov", "match"), (1, "", "none"), (2, "Zzyzx", "none"), (3, "Kirov", "match"),
    ]  # fmt: skip
    assert found[1].found is None


def test_two_rows_that_are_equally_likely_are_no_match() -> None:
    (match,) = match_rows(rows("Anna Schmitt"), rows("Anna Schmidt", "Anne Schmitt"), kind="person")
    assert match.status == "unsure"
    assert match.second is not None and match.second_score > 0.1
    (twice,) = match_rows(rows("Kyiv"), rows("Kyiv", "Kyiv"))
    assert (twice.status, twice.score) == ("unsure", 0.5)


def test_equal_letters_go_before_likeness() -> None:
    (match,) = match_rows(rows("Kyiv"), rows("KYIV", "Kyiv", "Kiev"))
    assert (match.b, match.status) == ("Kyiv", "match")
    (folded,) = match_rows(rows("Anna Schmitt"), rows("Anne Schmitt", "ANNA SCHMITT"), kind="person")
    assert (folded.b, folded.status) == ("ANNA SCHMITT", "match")


def test_many_gives_all_rows_that_are_the_name() -> None:
    found = list(match_rows(rows("Kyiv", "Zzyzx"), rows("Kiev", "Kyiv", "Linz"), how=MANY))
    assert [(match.a, match.b) for match in found] == [("Kyiv", "Kyiv"), ("Kyiv", "Kiev"), ("Zzyzx", None)]


def test_one_to_one_gives_each_row_to_the_one_with_the_better_claim() -> None:
    found = list(match_rows(rows("Lisjanski", "Lisyansky"), rows("Lisyansky", "Lysjanskyj"), how=ONE_TO_ONE))
    assert [match.b for match in found] == ["Lysjanskyj", "Lisyansky"]
    (first, second) = match_rows(rows("Kyiv", "Kyiv"), rows("Kyiv"), how=ONE_TO_ONE)
    assert first.status == second.status == "unsure"  # nobody can tell which of the two


def test_another_country_is_another_place_and_another_kind_another_thing() -> None:
    names = [Row("Berlin", "US", "place"), Row("Berlin", "DE", "place"), Row("Berlin", "", "person")]
    found = list(match_rows(names, [Row("Berlin", "DE", "place")]))
    assert [match.status for match in found] == ["unsure", "match", "none"]
    assert any(step.rule == "contradiction:country" for step in found[0].steps)


def test_a_shared_country_decides_between_namesakes() -> None:
    namesakes = [Row("Springfield", "CA", "place"), Row("Springfield", "US", "place")]
    (match,) = match_rows([Row("Springfield", "US", "place")], namesakes)
    assert (match.found, match.status) == (1, "match")


def test_decisions_come_before_letters() -> None:
    decided = Decisions([Decision("same", "Luhansk", "Voroshilovgrad"), Decision("different", "Kyiv", "Kiev")])
    found = list(match_rows(rows("Luhansk", "Kyiv"), rows("Lugansk", "Voroshilovgrad", "Kiev"), decisions=decided))
    assert [(match.b, match.score) for match in found] == [("Voroshilovgrad", 1.0), (None, 0.0)]
    assert found[0].reason == "'Luhansk' and 'Voroshilovgrad': decided to be one name"


def test_the_longer_the_list_the_less_sure_the_best() -> None:
    chances = [chance(Found(0.95, 2.9, 0), -math.inf, names) for names in (1, 1_000, 100_000)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[2]


def test_several_processes_give_the_same_answers() -> None:
    left, right = rows(*SPELLINGS, "\ud800", "Zzyzx"), rows(*SPELLINGS.values(), "\ud800", "Linz")
    assert list(match_rows(left, right, workers=2)) == list(match_rows(left, right))


def test_the_front_door_takes_names_and_tuples_and_refuses_the_rest() -> None:
    with Normalizer(gazetteer=None) as nz:
        (match,) = nz.match([("Kiev", "UA", "place")], ["Kyiv"], one_to_one=True)
        assert match.status == "match"
        assert match.as_dict()["schema"] == 1
        for wrong in ([3], [("Kiev", 3)], [()], [("a", "UA", "place", "x")]):
            with pytest.raises(UsageError, match=r"^Name 0 \(from 0\) is "):
                nz.match(wrong, ["Kyiv"])  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="Unknown kind"):
            nz.match([("Kiev", "", "planet")], ["Kyiv"])
        with pytest.raises(UsageError, match="Country"):
            nz.match([("Kiev", "Ukraine")], ["Kyiv"])
        with pytest.raises(UsageError, match="leave one"):
            nz.match(["a"], ["b"], one_to_one=True, many=True)
        assert nz.match([], ["Kyiv"]) == nz.match([], []) == []


def test_with_a_gazetteer_other_names_of_one_place_are_joined(small: Normalizer) -> None:
    (match,) = small.match(["Moskau"], ["Rostov", "Москва"], kind="place")
    assert (match.b, match.status) == ("Москва", "match")
    assert any(step.rule == "recorded:place" for step in match.steps)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=8), max_size=6), st.lists(st.text(max_size=8), max_size=6))
def test_any_strings_are_joined_without_loss(a: list[str], b: list[str]) -> None:
    for how in ("best", ONE_TO_ONE):
        found = list(match_rows(rows(*a), rows(*b), how=how))
        assert [match.a for match in found] == a
        for match in found:
            assert (match.status == "match") <= (match.score >= JOIN_THRESHOLD)
            assert (match.status == "unsure") <= (match.score >= REVIEW_THRESHOLD)
            assert match.b == (None if match.found is None else b[match.found])
        if how == ONE_TO_ONE:
            taken = [match.found for match in found if match.status == "match"]
            assert len(taken) == len(set(taken))


def test_the_best_of_a_small_list_is_found_as_by_comparing_all_with_all() -> None:
    a = ["Timoschenko", "Poroschenko", "Yanukowitsch", "Selenskyj", "Kutschma", "Juschtschenko", "Krawtschuk"]
    b = ["Тимошенко", "Порошенко", "Янукович", "Зеленський", "Кучма", "Ющенко", "Кравчук", "Ткаченко", "Бойко"]
    for match in match_rows(rows(*a), rows(*b), kind="person"):
        assert match.likeness == max(pair_score(match.a, name, "person") for name in b)


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.floats(0.125, 8), max_size=12))
def test_the_total_of_one_to_one_is_the_greatest_there_is(gains: dict[tuple[int, int], float]) -> None:
    chosen = one_to_one(gains)
    assert all(pair in gains for pair in chosen.items())
    assert len(set(chosen.values())) == len(chosen)
    best = max(
        sum(gains.get(pair, 0.0) for pair in zip(left, right, strict=True))
        for size in range(5)
        for left in combinations(range(4), size)
        for right in permutations(range(4), size)
    )
    assert sum(gains[pair] for pair in chosen.items()) == pytest.approx(best)


def test_a_block_that_is_too_large_is_served_greedily_and_gives_half_of_the_best_at_least() -> None:
    size = EXACT + 1
    gains = {(i, i): 1.0 for i in range(size)} | {(i, (i + 1) % size): 1.5 for i in range(0, size, 2)}
    chosen = one_to_one(gains)
    assert len(set(chosen.values())) == len(chosen)
    assert sum(gains[pair] for pair in chosen.items()) >= 0.5 * size
