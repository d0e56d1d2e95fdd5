"""The second look at a text says that it would change where cleaning it changes something, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning.decide import Wishes

WORDS = st.sampled_from(
    [
        "Kiev", "Kyiv", "Lugansk", "Luhansk", "Lisyansky", "Lisjanski", "Lisyanski", "Pavlo", "Mihail", "Mihailo",
        "Rostov", "Rostov-on-Don", "Paris", "Paris Hilton", "Луганск", "Луганську", "и", "в", "the", "and", "in", "of",
        "said", "kiev", ".", ",", "\n", "(Moskau)", "Kiev's", "«Kiev»", "北京", "KIEV", "St. Petersburg", "Mr", "J.",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=16).map(" ".join)
WISHES = st.sampled_from(
    [Wishes(), Wishes(script="all", former="rewrite"), Wishes(only=("place",)), Wishes(min_score=0.9)]
)


def changes(nz: Normalizer, texts: list[str], wishes: Wishes) -> bool:
    return any(cleaned.changes for cleaned in nz._text_cleaner()._round(texts, wishes, None))


@given(texts=st.lists(TEXTS, min_size=1, max_size=3), wishes=WISHES)
def test_the_second_look_agrees_with_cleaning_as_a_whole(small: Normalizer, texts: list[str], wishes: Wishes) -> None:
    assert small._text_cleaner()._again.would_change(texts, wishes) == changes(small, texts, wishes)


@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_it_agrees_without_a_gazetteer(rules: Normalizer, texts: list[str]) -> None:
    assert rules._text_cleaner()._again.would_change(texts, Wishes()) == changes(rules, texts, Wishes())


LONG = "Then it was said again, and nothing came of it. " * 600  # more words than an article has


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So Pavlo Lisyansky came. Later Pavlo Lisjanski left.", True),
        ("So Pavlo Lisyansky came. Later Ivan Lisjanski left.", False),
        ("So Pavlo Lisyansky came. Later Lisjanski left.", False),
        ("So Pavlo Lisyansky was in Kiev.", True),
        ("So Pavlo Lisyansky was in Kyiv.", False),
    ],
)
def test_in_a_long_text_too(small: Normalizer, text: str, expected: bool) -> None:
    texts = [LONG + text]
    assert small._text_cleaner()._again.would_change(texts, Wishes()) == expected == changes(small, texts, Wishes())


def test_of_very_many_like_names_it_is_not_said_that_nothing_changes(rules: Normalizer) -> None:
    vowels = "aeiouy"
    names = [f"L{a}s{b}n{c}" for a in vowels for b in vowels for c in vowels]
    texts = [". ".join(f"Then {name} came" for name in names)]
    assert changes(rules, texts, Wishes())
    assert rules._text_cleaner()._again.would_change(texts, Wishes())
