"""Lesser words that only the other name shows to be such: numbers, directions, and what is left of the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.compare import compare_names
from normalizer.matching.merge_words import merge_words
from normalizer.matching.settle import UNITS, directions, directions_in, settle_parts
from normalizer.matching.tables import read_rows
from normalizer.matching.words import NAME, NUMBER, parse_name

MEANINGS = {"north", "south", "east", "west", "new", "upper", "lower"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Dakota", "Dakota Bắc"),
        ("Kuzey Osetya", "북오세티야"),
        ("Surigao del Norte", "Ziemeļsurigao"),
        ("Northern Savonia", "Nordsavo"),
        ("Western Sahara", "西撒哈拉"),
        ("New Caledonia", "Jauna Kaledonija"),
        ("Upper Austria", "Ylä-Itävalta"),
        ("West Nouakchott", "ヌアクショット西"),
    ],
)
def test_a_direction_in_any_language_is_one_beside_the_same_direction(one: str, other: str) -> None:
    a, b = settle_parts(parse_name(one, "place").parts, parse_name(other, "place").parts)
    assert {p.meaning for p in a if p.role == "direction"} == {p.meaning for p in b if p.role == "direction"} != set()
    assert any(part.role == NAME for part in b)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("South Hampton", "Bắc Hampton", "place"),  # another direction
        ("South", "Nam", "place"),  # nothing of a name would be left
        ("Kim Nam", "South Kim", "person"),  # people have no directions
    ],
)
def test_a_word_stays_a_name_where_no_such_direction_stands_beside_it(one: str, other: str, kind: str) -> None:
    before = parse_name(one, kind).parts, parse_name(other, kind).parts
    assert settle_parts(*before) == before


def test_another_direction_still_makes_two_places() -> None:
    assert compare_names("Lõuna-Osseetia", "South Ossetia", "place").same
    assert not compare_names("Põhja-Osseetia", "South Ossetia", "place").same


@pytest.mark.parametrize("words", ["Brigade Forty-Four", "Brigade Forty Four", "Brigade Forty 4"])
def test_tens_and_a_unit_are_the_number_that_the_other_name_has(words: str) -> None:
    a, b = settle_parts(parse_name(words, "org").parts, parse_name("Brigade 44", "org").parts)
    assert [part.meaning for part in a if part.role == NUMBER] == [part.meaning for part in b if part.role == NUMBER]
    assert compare_names(words, "Brigade 44", "org").same
    assert not compare_names(words, "Brigade 45", "org").same


def test_words_for_numbers_have_values_that_add_up() -> None:
    values = {int(value) for _, value in read_rows("numbers.tsv")}
    assert set(range(1, 21)) | set(range(20, 100, 10)) | {100} == values
    assert {int(unit) for unit in UNITS} <= values


def test_every_direction_has_words_and_beginnings_of_longer_ones() -> None:
    table = directions()
    assert set(table.words.values()) == MEANINGS == set(table.starts)
    assert set(table.ends) <= MEANINGS


@given(st.text(max_size=30), st.sampled_from(["North X", "Bắc Y", "西撒哈拉", "Nordsavo", "Forty 4", "44"]))
def test_no_letter_is_lost_or_made_up(name: str, other: str) -> None:
    a, b = parse_name(name, "place").parts, parse_name(other, "place").parts
    for before, after in zip((a, b), settle_parts(a, b), strict=True):
        assert _letters(before) == _letters(after)


def _letters(parts: tuple) -> int:  # type: ignore[type-arg]
    return sum(len(part.text.replace(" ", "")) for part in parts)


def test_what_is_settled_is_settled() -> None:
    settled = merge_words(parse_name("Norte Davao", "place").parts, parse_name("북다바오", "place").parts)
    assert merge_words(*settled) == settled


WORDS_MEANT = sorted({row[0] for row in read_rows("directions.tsv")})


@given(st.sampled_from(WORDS_MEANT), st.text(max_size=6), st.sampled_from(sorted(MEANINGS)))
def test_a_word_that_is_settled_as_a_direction_is_known_to_mean_it(word: str, rest: str, meaning: str) -> None:
    for text in (word, word + rest, rest + word):
        other = parse_name(f"{text} Dakota", "place").parts
        direction = parse_name("North Dakota", "place").parts[0]._replace(text="*", meaning=meaning)
        _, settled = settle_parts((direction, *other[1:]), other)
        if any(part.role == "direction" and part.meaning == meaning for part in settled):
            had = {meant for part in other if part.role == NAME for meant in directions_in(part.meaning)}
            assert meaning in had | {part.meaning for part in other if part.role == "direction"}
