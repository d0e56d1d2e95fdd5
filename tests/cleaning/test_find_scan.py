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
    assert (list(a.starts), list(a.ends)) == (list(b.starts), list(b.ends))
    assert list(a.capitals()) == list(b.capitals())
    assert a.small() == b.small()
    assert compiled.exact(text) == plain.exact(text)


@given(text=TEXTS)
def test_words_stand_where_they_are_said_to_stand(small: Normalizer, text: str) -> None:
    words = TextScanner(small._gazetteers).words(text)
    spans = list(zip(words.starts, words.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_the_longest_key_from_the_left_is_found(small: Normalizer) -> None:
    text = "In Rostov-on-Don, Kyiv and Moscow."
    found = [text[start:end] for start, end in TextScanner(small._gazetteers).exact(text)]
    assert found == ["Rostov-on-Don", "Kyiv", "Moscow"]
