"""Reversal: the native form behind spellings, and no form behind two names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.romanization.expand import fold_latin
from normalizer.romanization.reverse import REVERSIBLE, native_candidates, shared_native
from normalizer.romanization.scheme import get_scheme

SHARED = [
    ("Lisjanski", "Lisyansky", "лисянский"),
    ("Skrypniuk", "Skrypnyuk", "скрипнюк"),
    ("Zaporizhzhia", "Saporischschja", "запоріжжя"),
    ("Zelenskyy", "Selenskyj", "зеленський"),
    ("Zelensky", "Selenskyj", "зеленський"),
    ("Yeltsin", "Eltsine", "ельцин"),
    ("Gorbatschow", "Gorbachev", "горбачёв"),
    ("Khrushchev", "Chruschtschow", "хрущёв"),
    ("Shevchenko", "Schewtschenko", "шевченко"),
    ("Kharkiv", "Charkiw", "харків"),
    ("Luhansk", "Louhansk", "луганськ"),
    ("Tchaikovsky", "Tschaikowski", "чайковский"),
]
DIFFERENT = [
    ("Lugano", "Lugansk"),
    ("Marta", "Marty"),
    ("Iran", "Iraq"),
    ("Ivanov", "Ivanova"),
    ("Maria", "Mario"),
    ("Petrov", "Popov"),
    ("Smith", "Schmidt"),
    ("Kovalenko", "Kovalchuk"),
    ("Valentin", "Valentinovna"),
    ("Gabriel", "Gabriela"),
    ("Johnson", "Johnsson"),
    ("Nikolai", "Nikolaus"),
    ("Stephen", "Stephens"),
    ("Abbott", "Parrott"),
    ("Austria", "Australia"),
    ("Kamenka", "Kamenskoye"),
    ("Anna", "Hanna"),
]
HOSTILE = [
    "",
    " ",
    "\ud800",
    "\0",
    "a" * 1_000_000,
    "Лугansk",
    "Zelensky Volodymyr",
    "🙂🙂🙂🙂🙂",
    "ß" * 30,
    "1234",
    "ŝĉ" * 10,
]


@pytest.mark.parametrize(("a", "b", "native"), SHARED)
def test_two_conventions_meet_in_the_native_form(a: str, b: str, native: str) -> None:
    found = shared_native(a, b)
    assert found is not None
    assert found.native == native


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_names_share_no_native_form(a: str, b: str) -> None:
    assert shared_native(a, b) is None
    assert shared_native(b, a) is None


@pytest.mark.parametrize(("a", "b", "native"), [row for row in SHARED if row[0] != "Tchaikovsky"])
def test_every_scheme_named_yields_the_spelling(a: str, b: str, native: str) -> None:
    found = shared_native(a, b)
    assert found is not None
    for word, schemes in ((a, found.schemes_a), (b, found.schemes_b)):
        assert not found.switched
        assert {fold_latin(get_scheme(s).apply(found.native)) for s in schemes} == {fold_latin(word)}


def test_a_switch_of_conventions_within_a_word_is_told() -> None:
    found = shared_native("Tchaikovsky", "Tschaikowski")
    assert found is not None
    assert found.switched
    assert found.schemes_a == ("rus-press-fr", "rus-press-en")


@pytest.mark.parametrize(
    ("latin", "language", "native"),
    [
        ("Skrypniuk", "uk", "скрипнюк"),
        ("Zelenskyy", "uk", "зеленський"),
        ("Kharkiv", "uk", "харків"),
        ("Lisyansky", "ru", "лисянский"),
        ("Tschaikowski", "ru", "чайковский"),
        ("Saakashvili", "ka", "სააკაშვილი"),
        ("Pashinyan", "hy", "պաշինյան"),
    ],
)
def test_the_most_usual_spelling_comes_first(latin: str, language: str, native: str) -> None:
    assert native_candidates(latin, language)[0].text == native


def test_candidates_are_bounded_ranked_and_yield_the_spelling() -> None:
    found = native_candidates("Selenskyj", "uk", 5)
    assert 1 < len(found) <= 5
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)
    assert all(fold_latin(get_scheme(s).apply(n.text)) == "selenskyj" for n in found for s in n.schemes)


@pytest.mark.parametrize("word", HOSTILE)
def test_no_string_raises(word: str) -> None:
    assert shared_native(word, "Zelensky") is None
    for language in (*REVERSIBLE, "xx", ""):
        native_candidates(word, language, 2)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=25), st.text(alphabet="abcdehiklnorstuvyz", min_size=3, max_size=12))
def test_any_two_strings_are_answered_alike_in_both_orders(a: str, b: str) -> None:
    one, other = shared_native(a, b), shared_native(b, a)
    assert (one is None) == (other is None)


def test_false_pairs_are_refused_quickly() -> None:
    shared_native("Warmup", "Werner")
    began = time.perf_counter()
    for i in range(60):
        shared_native(f"Kowal{'abcdefghij'[i % 10]}nko", f"Petro{'klmnoprstu'[i // 6]}ski")
    assert (time.perf_counter() - began) / 60 < 0.02  # 0.3 ms on a quiet machine
