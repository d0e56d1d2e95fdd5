"""Any string is made safe, and what was done is said."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.policy import MAX_NAME_LENGTH
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import fold_accents, fold_letters, script_of


@given(st.text(st.characters(exclude_categories=()), max_size=500))
def test_what_comes_out_is_safe_and_safe_text_stays(name: str) -> None:
    safe = guard_name(name)
    assert len(safe.text) <= MAX_NAME_LENGTH
    safe.text.encode("utf-8")
    assert guard_name(safe.text) == (safe.text, ())
    assert bool(safe.steps) == (safe.text != name)


@pytest.mark.parametrize("name", ["Kyiv", "Łódź", "北京", "القذافي", "Nguyễn Thị Minh Khai", "Кам’янець", "شَمْس"])
def test_ordinary_names_are_left_alone(name: str) -> None:
    assert guard_name(name) == (name, ())


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    low = fold_letters(text)
    assert fold_letters(low) == low
    bare = fold_accents(low)
    assert fold_accents(fold_letters(bare)) == " ".join(bare.split())
    assert script_of(text)


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    found = words(text)
    assert all(text[t.start : t.end] == t.text and t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kiev's", ["Kiev's"]),
        ("O’Brien", ["O’Brien"]),
        ("'Kiev'", ["Kiev"]),
        ("Кам’янець", ["Кам’янець"]),
        ("नई दिल्ली", ["नई", "दिल्ली"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("Ґ—ґ", ["Ґ", "ґ"]),
        ("", []),
    ],
)
def test_words_are_whole(text: str, expected: list[str]) -> None:
    assert [t.text for t in words(text)] == expected
