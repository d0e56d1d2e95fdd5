"""Scorecards: the compiled sum equals the plain one, and curves only rise or only fall."""

from __future__ import annotations

from typing import Any

import pytest
from compiled_helpers import compiled, either_of
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching import plain_card
from normalizer.matching.compare import compare_names
from normalizer.matching.model import TABLE, feature_names, weights
from normalizer.matching.tables import read_rows

either = either_of(plain_card)
numbers = st.floats(-1e6, 1e6, width=32)
curves = st.lists(
    st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6, unique_by=lambda pair: pair[0]).map(sorted),
    max_size=5,
)


@pytest.mark.skipif(compiled is None, reason="the compiled core was not built here")
@given(curves, st.lists(numbers, min_size=5, max_size=5), numbers)
def test_both_twins_sum_alike(drawn: list[list[tuple[float, float]]], row: list[float], bias: float) -> None:
    given_curves = [(place, [x for x, _ in curve], [y for _, y in curve]) for place, curve in enumerate(drawn)]
    left = plain_card.Card(bias, given_curves).total(tuple(row))
    assert compiled.Card(bias, given_curves).total(tuple(row)) == pytest.approx(left, rel=1e-9, abs=1e-6)


@either
def test_a_curve_is_straight_between_its_knots_and_level_outside(made: Any) -> None:
    card = made.Card(1.0, [(1, [0.0, 1.0, 3.0], [0.0, 2.0, -2.0])])
    assert [card.total((9.0, x)) for x in (-5.0, 0.5, 1.0, 2.0, 9.0)] == [1.0, 2.0, 3.0, 1.0, -1.0]


@either
@pytest.mark.parametrize("curve", [(0, [], []), (0, [1.0], [1.0, 2.0]), (-1, [1.0], [1.0]), (0, [1.0, 2.0], [1.0])])
def test_a_curve_that_cannot_be_meant_is_refused(made: Any, curve: Any) -> None:
    with pytest.raises(ValueError):
        made.Card(0.0, [curve])


@either
def test_too_short_a_row_is_an_index_error(made: Any) -> None:
    with pytest.raises(IndexError):
        made.Card(0.0, [(3, [0.0], [1.0])]).total((1.0,))


def test_more_likeness_never_counts_against_two_names() -> None:
    free = {"words.size", "words.words", "letters.shorter"}  # lengths: neither for nor against
    for _, form, feature, cells in read_rows(TABLE):
        points = [float(cell.split(":")[1]) for cell in cells.split(" ")]
        if feature in feature_names() and feature not in free:
            assert points in (sorted(points), sorted(points, reverse=True)), (form, feature)


def test_every_kind_and_form_has_a_card() -> None:
    forms = {"single", "many"} | {
        f"{script}-{words}" for script in ("alphabet", "abjad", "words", "syllables") for words in ("single", "many")
    }
    assert {form for kind, form in weights().cards if kind == "any"} == forms


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov", "person"),
        ("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi", "person"),
        ("Yusuf ben Ahmad ben Ali Trabelsi", "Yusuf ben Abdul Karim ben Ali Trabelsi", "person"),
        ("Tariq bin al-Husayn al-Masri", "Nur-al-Husayn bin Tariq al-Masri", "person"),
        ("Anna Jónsdóttir", "Anna Stefánsdóttir", "person"),
        ("Anna María Jónsdóttir", "Anna María Stefánsdóttir", "person"),
        ("Alexander Smith", "Alexandra Smith", "person"),
        ("Ivan Petrov", "Ivan Petrova", "person"),
        ("A. Petrov", "A. Petrova", "person"),
        ("Fund VII", "Fund VIII", "org"),
        ("Donetsk 12", "Donetsk 13", "place"),
        ("习近朋", "习近平", "person"),
    ],
)
def test_contradictions_outweigh_likeness(a: str, b: str, kind: str) -> None:
    assert not compare_names(a, b, kind).same


def test_a_slip_in_a_patronymic_is_no_other_father() -> None:
    assert compare_names("Sergei Vladenilovich Kiriyenko", "Sergei Vladilenovich Kiriyenko", "person").score > 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Yusuf bin Abd al-Karim al-Masri", "Youssef bin Abdul Karim el-Masri"),
        ("Tariq bin al-Husayn al-Masri", "Tarek ben al-Hussein al-Masri"),
        ("Anna Jónsdóttir", "Anna Jonsdottir"),
    ],
)
def test_one_father_in_two_spellings_contradicts_nothing(a: str, b: str) -> None:
    assert compare_names(a, b, "person").same


@pytest.mark.parametrize("kind", ["person"])
@pytest.mark.parametrize("family", ["Smirnova", "Skrypniuk", "Gorbachev"])
def test_a_bare_family_name_is_not_enough(family: str, kind: str) -> None:
    assert not compare_names(family, f"Anna {family}", kind).same


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Sasha Skrypniuk", "Oleksandr Skrypnyuk", "person"),
        ("International Business Machines", "IBMI", None),
        ("Luhansk Oblast", "Луганская область", "place"),
        ("O. Skrypniuk", "Skrypniuk, Oleksandr", "person"),
        ("Marina Petrov", "Marina Petrova", "person"),
        ("Theresa May", "Theresa Mayová", "person"),
        ("Robert J. Smith", "Bob Smith", "person"),
        ("Kathy Jones", "Katherine M. Jones", "person"),
    ],
)
def test_no_score_but_that_of_identical_names_is_one(a: str, b: str, kind: str | None) -> None:
    assert compare_names(a, b, kind).score < 1 == compare_names(a, a, kind).score


@pytest.mark.parametrize(("a", "b"), [("Li", "Le"), ("Xi", "Xie"), ("Kim", "Kem")])
def test_short_names_that_differ_stay_in_doubt(a: str, b: str) -> None:
    assert 0.3 < compare_names(a, b, "person").score < 0.75


def test_an_acronym_is_worth_what_its_length_says() -> None:
    three = compare_names("IBM", "International Business Machines", "org")
    five = compare_names("UNHCR", "United Nations High Commissioner Refugees", "org")
    assert 0.3 < three.score < 0.75 <= five.score
    assert three.steps[0].rule == "acronym"
