"""Endings that show grammatical gender or a patronymic, and words with a lesser part."""

import pytest

from normalizer.matching.person import is_patronymic, other_gender
from normalizer.matching.words import parse_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smirnov", "Smirnova"),
        ("Волконский", "Волконская"),
        ("Pushkin", "Пушкина"),
        ("Dostoevsky", "Dostojewskaja"),
        ("Skoropadskyi", "Скоропадська"),
    ],
)
def test_masculine_and_feminine_forms_are_told(a: str, b: str) -> None:
    assert other_gender(a, b) and other_gender(b, a)


@pytest.mark.parametrize(("a", "b"), [("Smirnov", "Smirnoff"), ("Смирнова", "Smirnowa"), ("Shevchenko", "Шевченко")])
def test_one_gender_in_two_spellings_is_no_contradiction(a: str, b: str) -> None:
    assert not other_gender(a, b)


@pytest.mark.parametrize("word", ["Иванович", "Ivanowitsch", "Petrivna", "Петрівна", "Mikalaevich"])
def test_patronymics_are_recognised(word: str) -> None:
    assert is_patronymic(word)


def test_lesser_words_are_told_from_the_name() -> None:
    roles = [part.role for part in parse_name("Sheikh Omar al Rashid", "person").parts]
    assert roles == ["title", "name", "particle", "name"]


def test_a_name_made_of_lesser_words_is_still_a_name() -> None:
    assert [part.role for part in parse_name("Lady", "person").parts] == ["name"]


def test_numbers_of_every_kind_of_digit_are_equal() -> None:
    values = [parse_name(name).parts[-1].meaning for name in ("Louis 14", "Louis XIV", "Louis ١٤", "Louis 014")]
    assert values == ["14"] * 4
