"""Endings that show grammatical gender or a patronymic, and words with a lesser part."""

import pytest

from normalizer.matching.diminutive import diminutive
from normalizer.matching.person import is_patronymic, other_gender, patronymics
from normalizer.matching.words import parse_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smirnov", "Smirnova"),
        ("Волконский", "Волконская"),
        ("Pushkin", "Пушкина"),
        ("Dostoevsky", "Dostojewskaja"),
        ("Skoropadskyi", "Скоропадська"),
        ("Novák", "Nováková"),
        ("Čapek", "Čapková"),
        ("Svoboda", "Svobodová"),
        ("Novotný", "Novotná"),
        ("Kowalski", "Kowalska"),
        ("Lubecki", "Lubecka"),
        ("Tolstoy", "Толстая"),
        ("Kazlauskas", "Kazlauskienė"),
        ("Landsbergis", "Landsbergytė"),
        ("Bērziņš", "Bērziņa"),
        ("Papadopoulos", "Παπαδοπούλου"),
        ("Mitsotakis", "Mitsotaki"),
        ("Jónsson", "Jónsdóttir"),
        ("Alexander", "Alexandra"),
        ("Oleksandr", "Александра"),
        ("Ivan", "Ivana"),
        ("Daniel", "Daniela"),
        ("Yevgeny", "Evgenia"),
        ("Карим", "Карима"),
    ],
)
def test_masculine_and_feminine_forms_are_told(a: str, b: str) -> None:
    assert other_gender(a, b) and other_gender(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smirnov", "Smirnoff"),
        ("Смирнова", "Smirnowa"),
        ("Shevchenko", "Шевченко"),
        ("Sara", "Sarah"),
        ("Ana", "Anna"),
        ("Abdalla", "Abdallah"),
        ("Mustafa", "Mostafa"),
        ("Nikola", "Nikolay"),
        ("Luka", "Luca"),
        ("Henry", "Henri"),
        ("Nikita", "Mykyta"),
        ("Aleksandr", "Alexandre"),
        ("Ivanov", "Petrova"),
        ("Caroline", "Carolina"),  # not as Poutine and Putina
        ("Christine", "Christina"),
    ],
)
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


@pytest.mark.parametrize("a", ["Sasha", "Саша", "Sascha", "Sacha"])
@pytest.mark.parametrize("b", ["Aleksandr", "Олександр", "Alexandra"])
def test_a_short_form_is_known_in_every_spelling(a: str, b: str) -> None:
    assert diminutive(a, b) and diminutive(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Bill", "William"), ("Катя", "Ekaterina"), ("Женя", "Yevhen"), ("Gosia", "Małgorzata"), ("Pepe", "José")],
)
def test_short_forms_of_many_languages_are_known(a: str, b: str) -> None:
    assert diminutive(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("Anna", "Ana"), ("Nick", "Kolya"), ("Vladimir", "Vladislav"), ("", ""), ("\ud800", "x")]
)
def test_what_is_no_short_form_is_none(a: str, b: str) -> None:
    assert not diminutive(a, b)


def test_a_family_name_in_ovic_is_no_patronymic() -> None:
    assert patronymics(["Slobodan", "Milošević"]) == frozenset()
    assert patronymics(["Путин", "Владимир", "Владимирович"]) == {2}
