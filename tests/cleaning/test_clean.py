"""Cleaning a text: variant spellings change, and nothing else."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning.rewrite import undo

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "clean.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["label"])
def test_a_text_comes_out_as_expected(small: Normalizer, case: dict[str, str]) -> None:
    assert small.clean(case["input"]).text == case["expected"]


@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_text_without_known_names_comes_back_as_it_was(small: Normalizer, text: str) -> None:
    cleaned = small.clean(text)
    if not cleaned.changes:
        assert cleaned.text == text
    assert undo(cleaned.text, cleaned.mentions) == text


WORDS = st.sampled_from(
    [
        "Kiev",
        "Lugansk",
        "Lisyansky",
        "Lisjanski",
        "Rostov",
        "Paris",
        "Луганск",
        "and",
        "in",
        ".",
        ",",
        "\n",
        "(Moskau)",
        "Kiev's",
        "«Kiev»",
        "🇺🇦",
        "北京",
        "İ",
        "ﬁ",
        "e\u0301",
        "a_b",
        "@kiev",
        "x/Kiev",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_offsets_hold_cleaning_twice_changes_nothing_and_all_can_be_undone(small: Normalizer, text: str) -> None:
    cleaned = small.clean(text)
    for mention in cleaned.mentions:
        assert text[mention.start : mention.end] == mention.surface
    starts = [m.start for m in cleaned.mentions]
    assert starts == sorted(starts)
    assert all(a.end <= b.start for a, b in zip(cleaned.mentions, cleaned.mentions[1:], strict=False))
    assert small.clean(cleaned.text).text == cleaned.text
    assert undo(cleaned.text, cleaned.mentions) == text


def test_every_mention_says_why(small: Normalizer) -> None:
    text = "From Lugansk to Rostov, Voroshilovgrad, Луганск and Moskau. Lisjanski met Lisyansky."
    assert all(m.reason for m in small.clean(text).mentions)


def test_names_are_unified_without_a_gazetteer(rules: Normalizer) -> None:
    text = "Pavlo Lisyansky said so. Lisyanski agreed, and Lisjanski signed."
    assert rules.clean(text).text == "Pavlo Lisyansky said so. Lisyansky agreed, and Lisyansky signed."


def test_the_most_frequent_spelling_wins_and_the_earliest_on_a_tie(rules: Normalizer) -> None:
    assert rules.clean("Skrypnyuk met Skrypniuk. Skrypniuk left.").text == "Skrypniuk met Skrypniuk. Skrypniuk left."
    assert rules.clean("Skrypnyuk met Skrypniuk.").text == "Skrypnyuk met Skrypnyuk."


def test_two_people_with_like_given_names_stay_two(rules: Normalizer) -> None:
    text = "Yuliya Hrytsenko met Julija Kovalenko."
    assert rules.clean(text).text == text


def test_a_title_or_the_first_word_of_a_sentence_is_no_given_name(rules: Normalizer) -> None:
    text = "Viktor Lisyansky spoke. Mr Lisyansky left. Later Lisjanski returned."
    assert rules.clean(text).text == text.replace("Lisjanski", "Lisyansky")


def test_work_grows_with_the_length_of_the_text_not_faster(small: Normalizer) -> None:
    text = "Kiev met Lisyansky.\n" * 20_000
    cleaned = small.clean(text)
    assert cleaned.text == text.replace("Kiev", "Kyiv")
    assert len(cleaned.changes) == 20_000


def test_accents_that_no_scheme_writes_are_no_spelling_of_a_native_form() -> None:
    text = (
        "Jako je Bulharsko, Turecko, Egypt, Severní Kypr a také Rusko. To je ale jiné, než ve Španělsku, kde se to má."
    )
    assert Normalizer().clean(text).text == text


def test_answers_can_be_read_after_the_gazetteers_are_closed(small_gazetteer: Path) -> None:
    text = "Paris, Kiev and Rostov lie far apart."
    with Normalizer(small_gazetteer) as nz:
        cleaned, found = nz.clean(text), nz.lookup("Paris")
    candidates = [c for m in cleaned.mentions if m.resolution for c in m.resolution.candidates] + list(found.candidates)
    assert sum(candidate.canonical == "Paris" for candidate in candidates) == 4
    assert all(candidate.steps[-1].after == candidate.canonical for candidate in candidates)
    assert pickle.loads(pickle.dumps(found)) == found
