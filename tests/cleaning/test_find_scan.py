"""The two scanners of texts, compiled and plain, give the same answers for any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning import scan
from normalizer.cleaning.scan import TextScanner

PIECES = st.sampled_from(
    [
        "Kiev", "Kyiv", "Rostov", "na", "Donu", "Donetsk", "and", "St.", "Saint", "Петербург", "Київ", "الكويت", "北京",
        "北京市", "U.S.", "J.", "O'Brien", "Lʼviv", "Straße", "İzmir", "e\u0301", "Kiev's", "KIEV’S", "x_y", "1984",
        " ", " ", " ", "\u00a0", "-", "‑", ", ", ". ", ".\n", "\n\n", "“", "”", "(", ")", "…", "🇺🇦", "\u200b", "\ud800",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=24).map("".join), st.text(st.characters(exclude_categories=()), max_size=60)
)


@pytest.mark.skipif(not scan.COMPILED, reason="the compiled scanner was not built")
@given(text=TEXTS)
def test_the_compiled_scanner_answers_like_the_plain_one(small: Normalizer, text: str) -> None:
    compiled, plain = TextScanner(small._gazetteers), TextScanner(small._gazetteers, plain=True)
    a, b = compiled.words(text), plain.words(text)
    assert [list(column) for column in a.found] == [list(column) for column in b.found]
    assert a.small() == b.small()
    assert compiled.exact(text) == plain.exact(text)


def test_a_scanner_that_has_forgotten_what_it_met_answers_as_before(small: Normalizer) -> None:
    scanner, text = TextScanner(small._gazetteers), "From Rostov na Donu to Kiev and to Lviv, in Straße and Київ."
    before = [list(column) for column in scanner.words(text).found]
    met = scanner.words(" ".join(f"W{number}" for number in range(70_000)))  # more than are kept for the next text
    assert len(met) == 70_000
    for _ in range(2):  # forgotten at the first, known at the second
        assert [list(column) for column in scanner.words(text).found] == before


@given(text=TEXTS)
def test_words_stand_where_they_are_said_to_stand(small: Normalizer, text: str) -> None:
    words = TextScanner(small._gazetteers).words(text)
    spans = list(zip(words.starts, words.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(text=TEXTS)
def test_equal_words_are_found_together(small: Normalizer, text: str) -> None:
    words = TextScanner(small._gazetteers).words(text)
    found, spellings = words.found, words.spellings()
    assert len(spellings) == len(set(spellings)) == len(found.bounds) - 1
    assert [words[at] for at in found.at] == [spellings[number] for number in found.numbers]
    for number, (first, last) in enumerate(itertools.pairwise(found.bounds)):
        places = [which for which, other in enumerate(found.numbers) if other == number]
        assert list(found.order[first:last]) == places
    assert words.small() == {word.lower() for word in words if not scan.can_start_name(word)}


ROWS = st.lists(st.lists(st.sampled_from(["rostov", "na", "donu", "kyiv", "kiev", "", "\ud800", "الكويت"]), max_size=3))


@pytest.mark.skipif(not scan.COMPILED, reason="the compiled scanner was not built")
@given(rows=ROWS)
def test_a_key_of_some_words_is_held_or_not_in_both(small: Normalizer, rows: list[list[str]]) -> None:
    compiled, plain = TextScanner(small._gazetteers), TextScanner(small._gazetteers, plain=True)
    assert compiled.holds_any(rows) == plain.holds_any(rows)


def test_a_key_has_one_word_of_each_row(small: Normalizer) -> None:
    scanner = TextScanner(small._gazetteers)
    assert scanner.holds_any([["lviv", "rostov"], ["in", "on"], ["x", "don"]])
    assert not scanner.holds_any([["rostov"], ["don"], ["on"]])
    assert not scanner.holds_any([])
    assert not scanner.holds_any([["rostov"], []])


def test_the_longest_key_from_the_left_is_found(small: Normalizer) -> None:
    text = "In Rostov-on-Don, Kyiv and Moscow."
    found = [text[start:end] for start, end in TextScanner(small._gazetteers).exact(text)]
    assert found == ["Rostov-on-Don", "Kyiv", "Moscow"]
