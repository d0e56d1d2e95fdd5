"""Chinese characters that spell a foreign name, and Korean family names."""

from __future__ import annotations

from typing import Any

import pytest
from compiled_helpers import compiled, needs_compiled
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.matching import plain_signs
from normalizer.matching.compare import compare_names
from normalizer.matching.families import korean_family
from normalizer.matching.signs import LEAST, MOST, evidence, spelt


@pytest.mark.parametrize(
    ("han", "word"), [("洛厄尔", "lowell"), ("克劳斯", "klaus"), ("羅威爾", "rowell"), ("马丁", "martin")]
)
def test_characters_spell_a_word_by_its_sound(han: str, word: str) -> None:
    assert evidence(han, word) > 0.3 > evidence(han, "boston")


def test_the_likeliest_words_are_found() -> None:
    assert "martin" in spelt("马丁", 6)
    assert spelt("山" * 40, 3) == ()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.text(max_size=40))
def test_evidence_is_bounded_for_any_text(han: str, latin: str) -> None:
    assert LEAST <= evidence(han, latin) <= MOST


@pytest.mark.parametrize(
    ("latin", "han"),
    [("Hamamatsu", "浜松"), ("Park Geun-hye", "朴槿惠"), ("Wong Kit-ching", "黃潔貞"), ("Peking", "北京")],
)
def test_readings_of_other_languages_make_one_name(latin: str, han: str) -> None:
    assert compare_names(latin, han).same
    assert compare_names(han, latin).score == pytest.approx(compare_names(latin, han).score)


def test_a_reading_is_the_reason_that_is_given() -> None:
    assert "reading:ja" in [step.rule for step in compare_names("Gotanda", "五反田", "place").steps]


def test_spellings_of_one_korean_family_name_agree() -> None:
    assert korean_family("Lee", "Rhee") == "이"
    assert korean_family("Lee", "Kim") == ""
    assert compare_names("Lee Myung-bak", "Yi Myongbak", "person").same
    assert not compare_names("Lee Min-ho", "Park Min-ho", "person").same
    assert not compare_names("Lee", "Yi", "person").same  # alone it may be anybody's


def test_dual_forms_of_greek_places_agree_and_are_no_rule_for_people() -> None:
    assert compare_names("Heraklion", "Iraklio", "place").same
    assert compare_names("Ydra", "Hydra", "place").same
    assert all(step.rule != "counterpart:el" for step in compare_names("Anna", "Hanna", "person").steps)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Lodi", "صوبہ لوڈی"), ("Chiang Mai", "จังหวัดเชียงใหม่"), ("Texas", "텍사스주"), ("Loreto", "ლორეტოს დეპარტამენტი")],
)
def test_a_word_for_a_region_on_one_side_makes_no_other_place(a: str, b: str) -> None:
    assert compare_names(a, b, "place").same


def test_a_name_that_ends_like_a_word_for_a_region_stays_whole() -> None:
    assert compare_names("Namyangju", "남양주", "place").same
    assert compare_names("Guangzhou", "广州", "place").same


shares = st.floats(0, 1)
pieces = st.lists(st.tuples(st.text("abé", max_size=3), shares), max_size=4).map(tuple)


@needs_compiled
@settings(deadline=None)
@given(st.lists(pieces, max_size=4).map(tuple), st.text("ab", max_size=8), st.data())
def test_the_compiled_sum_over_cuts_is_that_of_its_twin(listed: Any, word: str, data: Any) -> None:
    chance = tuple(data.draw(st.lists(shares, min_size=len(word), max_size=len(word))))
    rest = (*data.draw(st.tuples(shares, shares)), data.draw(st.integers(1, 5)), data.draw(shares))
    assert compiled.cuts(listed, word, chance, *rest) == plain_signs.cuts(listed, word, chance, *rest)


@needs_compiled
@pytest.mark.parametrize(
    ("error", "listed", "word", "chance"),
    [
        (ValueError, (), "ab", (0.5,)),
        (ValueError, (), "é", (0.5,)),
        (ValueError, (), "a" * 65, (0.5,) * 65),
        (TypeError, (1,), "a", (0.5,)),
        (TypeError, (((1, 0.5),),), "a", (0.5,)),
        (TypeError, ((("a", "b"),),), "a", (0.5,)),
    ],
)
def test_what_is_no_sum_over_cuts_is_refused(error: type[Exception], listed: Any, word: str, chance: Any) -> None:
    with pytest.raises(error):
        compiled.cuts(listed, word, chance, 0.1, 0.1, 4, 0.1)
