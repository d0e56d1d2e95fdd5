"""A look-up of an inflected form finds the entity of its lemma, says so, and guesses nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching.inflection import lemmas
from normalizer.matching.inflection.languages import languages_of
from normalizer.matching.inflection.lookup import LEAST_ENDING, lemma_rule
from normalizer.matching.inflection.possible import possible_lemmas
from normalizer.matching.keys import query_steps

FORMS = (
    "Великої",
    "Британії",
    "Wenecji",
    "Nowej",
    "Ústí",
    "nad",
    "Labem",
    "Kijeva",
    "Луганську",
    "Симоненком",
    "II",
    "York'ta",
)

ROWS = [
    {"id": "t:1", "name": "Сіверськ", "lang": "uk", "kind": "place", "country": "UA", "weight": "90000"},
    {"id": "t:2", "name": "Wenecja", "lang": "pl", "kind": "place", "country": "IT", "weight": "260000"},
    {"id": "t:3", "name": "Kiruna", "lang": "sv", "kind": "place", "country": "SE", "weight": "17000"},
    {"id": "t:4", "name": "Велика Британія", "lang": "uk", "kind": "place", "country": "GB", "weight": "67000000"},
    {"id": "t:5", "name": "Василь Симоненко", "lang": "uk", "kind": "person"},
    {"id": "t:6", "name": "Раз", "lang": "ru", "kind": "person"},
]


@pytest.fixture(scope="module")
def nz() -> Normalizer:
    return Normalizer([ROWS])


@pytest.mark.parametrize(
    ("form", "entity", "lemma", "case"),
    [
        ("Сіверську", "t:1", "Сіверськ", "locative"),
        ("Сіверська", "t:1", "Сіверськ", "genitive"),
        ("Великої Британії", "t:4", "Велика Британія", "genitive"),
        ("Василем Симоненком", "t:5", "Василь Симоненко", "instrumental"),
    ],
)
def test_a_form_is_found_by_its_lemma_and_the_step_names_the_case(
    nz: Normalizer, form: str, entity: str, lemma: str, case: str
) -> None:
    answer = nz.lookup(form)
    assert answer.entity is not None
    assert answer.entity.id == entity
    step = next(s for s in answer.steps if s.rule.startswith("inflection:"))
    assert (step.before, step.after) == (form, lemma)
    assert lemma_rule(step.rule)(form) == lemma
    assert case in step.detail
    assert lemma in answer.explain()


def test_a_nominative_needs_no_such_step(nz: Normalizer) -> None:
    answer = nz.lookup("Сіверськ")
    assert answer.status == "match"
    assert answer.score > nz.lookup("Сіверську").score
    assert not any(s.rule.startswith("inflection:") for s in answer.steps)


def test_a_latin_form_is_read_in_the_language_that_is_given(nz: Normalizer) -> None:
    answer = nz.lookup("Wenecji", language="pl")
    assert answer.entity is not None
    assert answer.entity.id == "t:2"


def test_a_latin_form_without_a_language_needs_a_lemma_known_in_it(nz: Normalizer) -> None:
    assert nz.lookup("Wenecji").entity is not None
    assert not _inflected(nz, "Kirunda")  # Turkish would make it "in Kirun"


def _inflected(nz: Normalizer, form: str) -> bool:
    return any(s.rule.startswith("inflection:") for s in nz.lookup(form).steps)


def test_a_surname_is_no_genitive_of_another(nz: Normalizer) -> None:
    assert not _inflected(nz, "Раза")
    assert _inflected(nz, "Сіверську")


def test_the_kind_that_is_asked_for_is_kept(nz: Normalizer) -> None:
    assert nz.lookup("Сіверську", kind="person").status == "unknown"
    assert nz.lookup("Сіверську", kind="org").status == "unknown"


def test_one_lemma_that_no_gazetteer_holds_is_unknown(nz: Normalizer) -> None:
    assert nz.lookup("Неіснуйську").status == "unknown"


@given(
    st.lists(st.sampled_from(FORMS), min_size=1, max_size=3).map(" ".join)
    | st.text(st.sampled_from("abcijouyčšâеивкміїуую’ -İ"), min_size=1, max_size=14),
    st.sampled_from((None, "uk", "ru", "pl", "cs", "hu", "tr", "hr", "sr")),
    st.sampled_from(("place", "person")),
)
@settings(max_examples=300, deadline=None)
def test_what_is_asked_first_leaves_no_reading_out(text: str, language: str | None, kind: str) -> None:
    """A look-up weighs readings only where one of the possible lemmas is a key; so all lemmas have to be among them."""
    possible = possible_lemmas(text, language, kind)
    keys = {query_steps(text)[0], *(query_steps(lemma)[0] for lemma in possible or ())}
    codes = [language] if language else [code for code, _ in languages_of(text)]
    read = [reading for code in codes for reading in lemmas(text, code, kind)]
    assert possible is None or {query_steps(reading.lemma)[0] for reading in read} <= keys
    far = possible_lemmas(text, language, kind, LEAST_ENDING)
    enough = [r.lemma for r in read if r.lemma != text and sum(map(len, r.endings)) >= LEAST_ENDING]
    assert far is None or {query_steps(lemma)[0] for lemma in enough} <= {query_steps(lemma)[0] for lemma in far} | {
        query_steps(text)[0]
    }
