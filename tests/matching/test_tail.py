"""What follows a place's name behind a comma or in brackets, where only one of two names has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.compare import compare_names
from normalizer.matching.tail import without_tail
from normalizer.policy import TAIL_LOG_ODDS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Aberdeen, South Dakota", "Aberdeen"),
        ("Clermont (Oise)", "Clermont"),
        ("Aberdeen, South Dakota", "Абердин"),
        ("استو، اوهایو", "Stow"),
        ("浜松、静岡", "Hamamatsu"),
    ],
)
def test_a_tail_that_only_one_name_has_may_be_left_out(a: str, b: str) -> None:
    bare = without_tail(a, b)
    assert bare is not None
    made, other = compare_names(a, b, "place"), compare_names(*bare, "place")
    assert made.score == pytest.approx(compare_names(b, a, "place").score)
    assert made.score >= min(other.score, 0.96)
    assert (made.a, made.b) == (a, b)


def test_the_steps_name_the_tail() -> None:
    rules = [step.rule for step in compare_names("Aberdeen, South Dakota", "Aberdeen", "place").steps]
    assert rules == ["equal", "omitted:tail"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Korea, North", "Korea"),
        ("Newcastle, Australia", "Newcastle, England"),
        ("Paris", "London"),
        (", Ohio", "Ohio"),
        ("Vietnam, South", "Vietnam"),
    ],
)
def test_a_direction_both_tails_and_nothing_but_a_tail_stay(a: str, b: str) -> None:
    assert without_tail(a, b) is None


def test_names_of_people_keep_what_follows_a_comma() -> None:
    rules = [step.rule for step in compare_names("Kennedy, John", "Kennedy", "person").steps]
    assert "omitted:tail" not in rules


@given(st.text("ab ,()、", max_size=12), st.text("ab ,()、", max_size=12))
def test_any_tails_compare_alike_in_both_directions(a: str, b: str) -> None:
    one, other = compare_names(a, b, "place"), compare_names(b, a, "place")
    assert one.score == pytest.approx(other.score, abs=1e-9)
    assert len(one.steps) >= (a != b)
    bare = without_tail(a, b)
    assert bare is None or (bare[0] == a) != (bare[1] == b)


def test_a_tail_leaves_a_doubt() -> None:
    assert compare_names("Aberdeen, South Dakota", "Aberdeen", "place").score <= 1 / (1 + 2.718**-TAIL_LOG_ODDS) + 1e-3
