"""What edits between paired words are worth: the fewest edits, the best of these, and both twins the same."""

from __future__ import annotations

import random
from typing import Any

import pytest
from compiled_helpers import compiled, either_of, needs_compiled
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching import plain_edits
from normalizer.matching.compare import compare_names
from normalizer.matching.edits import made_edits, read_edits
from normalizer.matching.features import measure
from normalizer.matching.model import edit_points, weights
from normalizer.matching.profile import profile

either = either_of(plain_edits)
MORE, OTHER = 4 * 26, 26 * 26
words = st.text("abehs", max_size=9) | st.text("az '\u00e9ж", max_size=6) | st.text(max_size=80)
points = st.integers(-4096, 4096)


def _table(seed: int) -> tuple[list[int], list[int]]:
    rng = random.Random(seed)
    return [rng.randint(-4096, 4096) for _ in range(MORE)], [rng.randint(-4096, 4096) for _ in range(OTHER)]


@needs_compiled
@given(st.integers(0, 1 << 32).map(_table), words, words)
def test_twins_give_the_same_points(table: tuple[list[int], list[int]], a: str, b: str) -> None:
    assert compiled.Edits(*table).points(a, b) == plain_edits.Edits(*table).points(a, b)


@either
@given(st.dictionaries(st.sampled_from(["a:e", "b:h", "e", "^a", "s$", "aa", "h", "hh"]), points), words, words)
def test_points_are_the_same_in_both_directions(made: Any, worth: dict[str, int], a: str, b: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("normalizer.matching.edits.Edits", made.Edits)
        edits = made_edits(worth)
    assert edits.points(a, b) == edits.points(b, a)


def _fewest(a: str, b: str) -> int:
    """The slow, obvious number of edits."""
    if not a or not b:
        return len(a) + len(b)
    return min(_fewest(a[1:], b[1:]) + (a[0] != b[0]), _fewest(a[1:], b) + 1, _fewest(a, b[1:]) + 1)


@either
@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_fewest_edits_are_counted_whatever_they_are_worth(made: Any, a: str, b: str) -> None:
    for worth in (100, -100):
        edits = made.Edits([worth] * MORE, [worth] * OTHER)
        assert edits.points(a, b) == _fewest(a, b) * worth / 100


@either
def test_of_two_ways_that_are_as_short_the_better_one_counts(made: Any) -> None:
    more = [0] * MORE
    more[plain_edits.LAST * 26] = 30  # an a at the end; the one inside is worth nothing
    assert made.Edits(more, [0] * OTHER).points("aba", "b") == 0.3
    other = [0] * OTHER
    other[0 * 26 + 1], other[1 * 26 + 0] = 50, 50  # a for b
    assert made.Edits([-70] * MORE, other).points("ab", "ba") == 1.0


@pytest.mark.parametrize(
    ("place", "a", "b"),
    [
        (plain_edits.DOUBLED, "mat", "matt"),
        (plain_edits.FIRST, "homas", "thomas"),
        (plain_edits.LAST, "elizabe", "elizabet"),
        (plain_edits.INSIDE, "marha", "martha"),
    ],
)
@either
def test_a_letter_left_out_counts_by_its_place(made: Any, place: int, a: str, b: str) -> None:
    more = [0] * MORE
    more[place * 26 + ord("t") - ord("a")] = 90
    assert made.Edits(more, [0] * OTHER).points(a, b) == 0.9


@either
@pytest.mark.parametrize(
    ("more", "other"), [([], [0] * OTHER), ([0] * MORE, [0] * 25), ([4097] + [0] * 103, [0] * OTHER)]
)
def test_tables_of_another_size_or_too_many_points_are_refused(made: Any, more: list[int], other: list[int]) -> None:
    with pytest.raises(ValueError, match="edit"):
        made.Edits(more, other)


def test_every_table_goes_with_a_card() -> None:
    assert read_edits().keys() <= weights().cards.keys()


@pytest.mark.parametrize(
    ("a", "b", "spelt"),
    [
        ("Clark", "Clarke", (("clark", "clarke"),)),
        ("Anna Clark", "Anne Clarke", (("anna", "anne"), ("clark", "clarke"))),
        ("Clark Anna", "Anna Clarke", (("clark", "clarke"),)),  # in whatever order
        ("Anna Clark", "Анна Кларк", (("clark", "klark"),)),  # in plain letters
        ("A. Clark", "Anna Clark", ()),  # an initial has no spelling
        ("", "Clark", ()),
        ("Anna", "Anna Clark", ()),
        ("Mao Tse tung", "毛泽东", ()),  # weighed without its spaces
    ],
)
def test_the_letters_of_words_that_stand_for_one_another_count(a: str, b: str, spelt: tuple[object, ...]) -> None:
    assert measure(profile(a, "person"), profile(b, "person"), "person").spelt == spelt


def test_the_points_of_all_pairs_of_words_are_added() -> None:
    measured = measure(profile("Anna Clark", "person"), profile("Anne Clarke", "person"), "person")
    assert edit_points(measured, made_edits({"a:e": 50, "e$": 25})) == 0.75


@given(*[st.lists(st.text("aeilnrstm", min_size=4, max_size=9), min_size=1, max_size=2).map(" ".join)] * 2)
def test_names_compare_alike_in_both_directions(a: str, b: str) -> None:
    assert compare_names(a, b, "person").score == pytest.approx(compare_names(b, a, "person").score, abs=1e-9)
