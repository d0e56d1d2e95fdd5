"""Promises of room 3: legal forms of organisations in all scripts, their usual words, acronyms."""

import pytest

from normalizer.matching.legal import acronym_of, common_words
from normalizer.matching.words import parse_name


@pytest.mark.parametrize(
    ("name", "core", "legal"),
    [
        ("Romashka LLC", ["Romashka"], "llc"),
        ("Romashka Limited Liability Company", ["Romashka"], "llc"),
        ("Общество с ограниченной ответственностью «Ромашка»", ["Ромашка"], "llc"),
        ("ООО Ромашка", ["Ромашка"], "llc"),
        ("О.О.О. Ромашка", ["Ромашка"], "llc"),
        ("ТОВ Ромашка", ["Ромашка"], "llc"),
        ("Fiat S.p.A.", ["Fiat"], "jsc"),
        ("Fiat S. p. A.", ["Fiat"], "jsc"),
        ("Fiat SpA", ["Fiat"], "jsc"),
        ("Orlen Sp. z o.o.", ["Orlen"], "llc"),
        ("Petrol d.o.o.", ["Petrol"], "llc"),
        ("Acme Pte. Ltd.", ["Acme"], "llc"),
        ("Müller GmbH & Co. KG", ["Müller"], "lp"),
        ("Volkswagen Aktiengesellschaft", ["Volkswagen"], "jsc"),
        ("AB Volvo", ["Volvo"], "jsc"),
        ("PT Astra", ["Astra"], "llc"),
        ("株式会社トヨタ", ["トヨタ"], "jsc"),
        ("腾讯控股有限公司", ["腾讯控股"], "llc"),
    ],
)
def test_legal_forms_are_told_from_the_name(name: str, core: list[str], legal: str) -> None:
    parsed = parse_name(name, "org")
    assert [part.text for part in parsed.having("name")] == core
    assert [part.meaning for part in parsed.having("legal")] == [legal]


@pytest.mark.parametrize("name", ["S A Smith Trading", "Good As New", "Bank of Co Kerry Is Here"])
def test_letters_and_small_words_inside_a_name_are_no_legal_form(name: str) -> None:
    assert all(part.meaning in ("company", "al") for part in parse_name(name, "org").parts if part.role == "legal")


def test_a_single_letter_may_be_the_name_of_an_organisation() -> None:
    assert [part.role for part in parse_name("X Corp", "org").parts] == ["name", "legal"]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (("Intl", "Int'l", "International", "Internacional", "Международный", "Міжнародний"), "international"),
        (("Mfg", "Manufacturing"), "manufacturing"),
        (("Assn", "Association", "Ассоциация"), "association"),
        (("Univ", "University", "Universität", "Университет"), "university"),
        (("Natl", "National", "Nationale"), "national"),
    ],
)
def test_usual_words_mean_the_same_when_abbreviated_or_translated(words: tuple[str, ...], meaning: str) -> None:
    assert {parse_name(f"Alfa {word}", "org").parts[1].meaning for word in words} == {meaning}


def test_usual_words_are_left_alone_in_names_of_persons() -> None:
    assert parse_name("Inga Bank", "person").parts[1].meaning == "bank"
    assert "smith" not in common_words()


@pytest.mark.parametrize(
    ("short", "words", "expected"),
    [
        ("ibm", "international business machines", True),
        ("bbc", "british broadcasting corporation", True),
        ("usa", "united states of america", True),
        ("fbi", "federal bureau of investigation", True),
        ("вто", "всемирная торговая организация", True),
        ("ibm", "international bank", False),
        ("i", "international business", False),
        ("", "", False),
    ],
)
def test_acronyms_are_the_first_letters_of_the_words(short: str, words: str, expected: bool) -> None:
    assert acronym_of(short, words.split()) is expected
