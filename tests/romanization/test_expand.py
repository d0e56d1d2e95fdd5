"""Expansion: every Latin spelling that some scheme gives a native name."""

from __future__ import annotations

import pytest

from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.scheme import get_scheme


def test_all_spellings_are_there_with_their_schemes() -> None:
    found = {s.text: s.schemes for s in expand("Зеленський", ("uk",))}
    assert {"zelenskyi", "zelensky", "selenskyj", "zelenskyy"} <= set(found)
    assert all(fold_latin(get_scheme(i).apply("зеленський")) == text for text, ids in found.items() for i in ids)


def test_a_latin_name_is_its_own_spelling() -> None:
    assert [(s.text, s.schemes) for s in expand("Łódź")] == [("lodz", ())]


def test_letters_choose_the_languages_where_none_are_named() -> None:
    assert {i[:3] for s in expand("Запоріжжя") for i in s.schemes} == {"ukr"}


def test_no_spelling_twice_and_the_most_usual_first() -> None:
    found = expand("Харків", ("uk", "ru"))
    assert len({s.text for s in found}) == len(found)
    assert found[0].text == "kharkiv"


@pytest.mark.parametrize("name", ["", "\ud800", "\0", "🙂", "Лugansk", "𐎠𐎡", "ا" * 400, "한" * 50, "\u0301"])
def test_no_string_raises(name: str) -> None:
    expand(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Kam’janec’–Podil’s’kyj", "kamjanec podilskyj"), ("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("", ""), ("'’", "")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold_latin(text) == folded
