"""The short ways of folding and of telling scripts give what the long ways give."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.text import unicode as folding


def letters_of(row: str) -> list[str]:
    """All letters of a row of a character class."""
    fits = re.compile(f"[{row}]").fullmatch
    return [chr(code) for code in range(0x20000) if fits(chr(code))]


CASED = letters_of(folding._CASED_ROWS + folding._ROWS + "'-")
PLAIN = letters_of(folding._PLAIN_ROWS)


def test_letters_that_go_the_short_way_are_folded_by_their_case_alone() -> None:
    assert len(CASED) > 30_000
    assert [c for c in CASED if folding._fold_in_full(f"x{c}x") != f"x{c}x".lower()] == []


def test_letters_that_are_called_unmarked_have_no_mark_to_lose() -> None:
    assert len(PLAIN) > 30_000
    assert [c for c in PLAIN if folding._bare_in_full(c) != c] == []


@pytest.mark.parametrize("script", sorted(folding._ONE_SCRIPT))
def test_letters_of_a_row_are_of_its_script(script: str) -> None:
    found = letters_of(folding._ONE_SCRIPT[script])
    assert len(found) > 20
    assert {folding.char_script(c) for c in found} == {script}


# Letters that meet: what composes, what casing changes beside others, spaces, both apostrophes.
rows = st.text(st.sampled_from(CASED) | st.sampled_from("σςΣİı ー 々'’-–\u0301\u0300\u3099ᄀ각ßéЙй"), max_size=12)


@settings(deadline=None, max_examples=500)
@given(rows | st.text(max_size=12))
def test_both_ways_give_one_answer(text: str) -> None:
    if not text.isascii():
        assert folding.fold_letters(text) == folding._fold_in_full(text)
        assert folding.script_of(text) == folding._script_by_letters(text)
    low = folding.fold_letters(text)
    assert folding.fold_accents(low) == (low if low.isascii() else folding._bare_in_full(low))
