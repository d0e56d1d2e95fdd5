"""Letter costs: two words are closer the better their letters explain each other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.align import COST_DIR, costs, pair_words, word_log_odds, words_log_odds

TABLES = sorted(path.stem for path in COST_DIR.glob("*.tsv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_reads_and_says_where_it_comes_from(name: str) -> None:
    text = (COST_DIR / f"{name}.tsv").read_text(encoding="utf-8")
    assert "# Source:" in text and "# Command:" in text
    assert costs(name) is not None


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("Tereshchenko", "Терещенко"), ("Tereshchenko", "Тимошенко")),
        (("Papadopoulos", "Παπαδόπουλος"), ("Papadopoulos", "Παπανδρέου")),
        (("Mubarak", "مبارك"), ("Mubarak", "موسى")),
        (("Rabin", "רבין"), ("Rabin", "רובין")),
        (("Tanaka", "タナカ"), ("Tanaka", "タケダ")),
        (("Sargsyan", "Սարգսյան"), ("Sargsyan", "Պետրոսյան")),
        (("Saakashvili", "სააკაშვილი"), ("Saakashvili", "ივანიშვილი")),
        (("Bogdanov", "Bohdaniv"), ("Bogdanov", "Bondarenko")),
    ],
)
def test_a_spelling_of_the_name_is_nearer_than_another_name(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert word_log_odds(*near) > word_log_odds(*far)
    assert word_log_odds(*near) > 0


def test_h_after_s_is_cheaper_than_h_alone() -> None:
    table = costs("Latn-Latn")
    assert table is not None
    assert table.word("sha", 0).gaps[1] > table.word("has", 0).gaps[0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_strings_have_log_odds(a: str, b: str) -> None:
    assert math.isfinite(word_log_odds(a, b))


NAMES = st.lists(st.text(max_size=12) | st.sampled_from(["Mikhail", "Горбачёв", "Михаил", "Lee", "李", ""]), max_size=4)


@given(NAMES, NAMES)
def test_all_words_at_once_are_as_word_by_word(a: list[str], b: list[str]) -> None:
    rows = words_log_odds(a, b)
    assert [list(row) for row in rows] == [[word_log_odds(x, y) for y in b] for x in a]
    paired, pairs = pair_words(a, b)
    assert paired == rows
    assert len(pairs) == min(len(a), len(b))


def test_a_bonus_for_the_same_place_keeps_equal_words_in_order() -> None:
    assert pair_words(["Lee", "Lee"], ["Lee", "Lee"], 0.01)[1] == ((0, 0), (1, 1))


def test_the_order_of_two_scripts_does_not_matter() -> None:
    assert words_log_odds(["Иван", "Петров"], ["Petrov"]) == tuple(
        (row,) for row in words_log_odds(["Petrov"], ["Иван", "Петров"])[0]
    )
