"""Words beside the name of a place: looked through, and listened to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.generic import bare_name, features_said


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Luhansk region", "Luhansk"),
        ("Луганская область", "Луганская"),
        ("Aberdeen, South Dakota", "Aberdeen"),
        ("Provinz Utrecht", "Utrecht"),
        ("Luhansk", ""),
        ("City", ""),
        ("", ""),
        (",", ""),
    ],
)
def test_a_place_is_asked_for_without_the_words_about_it(text: str, bare: str) -> None:
    assert bare_name(text, "place") == bare


def test_names_of_people_and_organisations_stay_whole() -> None:
    assert bare_name("Jean Region", "person") == bare_name("Region, Ltd", "org") == ""


def test_generic_words_tell_the_kind_of_place() -> None:
    assert "region" in features_said("Luhansk region")
    assert "city" in features_said("City of Luhansk")
    assert features_said("Luhansk") == frozenset()


@given(st.text(max_size=30), st.sampled_from([None, "place", "person", "org"]))
def test_any_text_is_accepted(text: str, kind: str | None) -> None:
    assert bare_name(text, kind) != text or not text
    assert isinstance(features_said(text), frozenset)
