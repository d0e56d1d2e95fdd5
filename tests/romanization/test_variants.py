"""Variants: the spellings to expect, each with scheme and language, in either direction."""

from __future__ import annotations

import pytest

from normalizer.romanization.scheme import get_scheme
from normalizer.romanization.variants import MOST, NATIVE, variants_of


def texts(name: str, *languages: str) -> list[str]:
    return [v.text for v in variants_of(name, languages or None)]


def test_a_native_name_has_the_spelling_of_each_press() -> None:
    first = {v.language: v.text for v in reversed(variants_of("Зеленський", ("de", "en", "pl", "cs", "hu")))}
    assert first == {"de": "Selenskyj", "en": "Zelensky", "pl": "Zełenski", "cs": "Zelenskyj", "hu": "Zelenszkij"}


def test_a_latin_name_goes_through_its_native_form() -> None:
    found = variants_of("Zelenskyy")
    assert (found[0].text, found[0].scheme, found[0].language) == ("Зеленський", NATIVE, "uk")
    assert {"Zelensky", "Selenskyj", "Zelenskyj", "Zelenskyi"} <= {v.text for v in found}


@pytest.mark.parametrize("name", ["Gorbatschow", "Горбачёв", "Volodymyr Zelensky", "Лисянский", "القذافي", "Αθήνα"])
def test_no_spelling_is_listed_twice_and_each_names_a_scheme_that_yields_it(name: str) -> None:
    found = variants_of(name)
    assert len({v.text for v in found}) == len(found) > 1
    for variant in found:
        if variant.scheme != NATIVE:
            assert get_scheme(variant.scheme).apply(variant.source).lower() == variant.text.lower()


def test_a_name_from_a_script_without_capitals_gets_them() -> None:
    assert {v.text for v in variants_of("თბილისი")} >= {"თბილისი", "Tbilisi"}
    assert not any(v.text.islower() for v in variants_of("თბილისი")[1:])


def test_two_words_meet_in_one_language() -> None:
    assert variants_of("Volodymyr Zelensky")[0].text == "Володимир Зеленський"


def test_the_most_usual_spelling_comes_first() -> None:
    assert texts("Луганськ")[:2] == ["Луганськ", "Luhansk"]


def test_names_of_several_words_keep_their_capitals() -> None:
    assert "Володимир Зеленський" in texts("Volodymyr Zelensky")
    assert "Wolodymyr Selenskyj" in texts("Володимир Зеленський", "de")


def test_languages_that_no_scheme_is_of_have_no_variants() -> None:
    assert variants_of("Луганськ", ("xx",)) == []
    assert variants_of("Луганськ", ()) == []


@pytest.mark.parametrize(
    "name", ["", " ", "\ud800", "\0", "a" * 1_000_000, "я" * 1_000_000, "Лugansk", "🙂", "3M", "東京", "ا" * 999]
)
def test_no_string_raises_and_the_list_is_bounded(name: str) -> None:
    assert len(variants_of(name)) <= MOST
