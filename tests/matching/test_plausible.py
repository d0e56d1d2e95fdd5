"""Reasons that the languages of two words allow: a law between two languages is not laid to names of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.compare import compare_names
from normalizer.matching.plausible import given_names, looks
from normalizer.matching.tables import read_rows

LETTERS = "letters"

# Two names, their kind, and the rule that is given for their first words.
CASES = [
    ("Tim Smith", "Tom Smith", "person", LETTERS),
    ("Tim", "Tom", "person", LETTERS),
    ("Tina Berger", "Dina Berger", "person", LETTERS),
    ("Hans Müller", "Heinz Müller", "person", LETTERS),
    ("Dana White", "Dena White", "person", LETTERS),
    ("Garbo Rossi", "Harbo Rossi", "person", LETTERS),
    ("Toni Hall", "Tony Hall", "person", "counterpart:spelling"),
    ("Karl Marx", "Carl Marx", "person", "counterpart:spelling"),
    ("Vladimir", "Volodymyr", "person", "counterpart:uk-ru"),
    ("Mihail", "Mihailo", "person", "counterpart:uk-ru"),
    ("Kharkiv", "Kharkov", "place", "counterpart:uk-ru"),
    ("Homel", "Gomel", "place", "counterpart:uk-ru"),
    ("Lysianskyi", "Lisyansky", "person", "counterpart:uk-ru"),
    ("Qaddafi", "Gaddafi", "person", "counterpart:arabic"),
    ("Beijing", "Peking", "place", "scheme:zho-postal"),
]


@pytest.mark.parametrize(("a", "b", "kind", "rule"), CASES)
def test_the_reason_is_one_that_the_languages_allow(a: str, b: str, kind: str, rule: str) -> None:
    for one, other in ((a, b), (b, a)):
        assert compare_names(one, other, kind).steps[0].rule == rule


def test_what_differs_is_told_in_letters() -> None:
    told = compare_names("Hans Müller", "Heinz Müller", "person").steps[0].detail
    assert told == "the letters agree but for e more, a/i, s/z"
    assert compare_names("Tim Smith", "Tom Smith", "person").steps[0].detail == "the letters agree but for i/o"


@pytest.mark.parametrize(
    ("word", "world"),
    [
        ("Скрипнюк", "slavic"),
        ("Skrypniuk", "slavic"),
        ("Zhytomyr", "slavic"),
        ("قذافي", "arabic"),
        ("Nasrullah", "arabic"),
    ],
)
def test_a_script_or_a_form_shows_the_languages(word: str, world: str) -> None:
    assert looks(word, world)


@pytest.mark.parametrize(
    ("word", "world"),
    [("Ov", "slavic"), ("Smith", "slavic"), ("Ιβάνοφ", "slavic"), ("Al", "arabic"), ("Quinn", "arabic")],
)
def test_short_words_and_others_show_nothing(word: str, world: str) -> None:
    assert not looks(word, world)


def test_forms_of_one_name_are_no_two_given_names() -> None:
    assert given_names("Tina", "Dina")
    assert not given_names("Volodymyr", "Vladimir")
    assert not given_names("Tim", "Timbuktu")


def test_each_form_is_of_a_known_world() -> None:
    rows = [tuple(row) for row in read_rows("worlds.tsv")]
    assert len(set(rows)) == len(rows)
    for world, where, letters in rows:
        assert world in ("slavic", "arabic")
        assert where in ("start", "end", "any")
        assert letters.replace("-", "").isalpha()


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["person", "place", "org", None]))
def test_any_two_texts_have_reasons(a: str, b: str, kind: str | None) -> None:
    assert compare_names(a, b, kind).steps
