"""Letter costs: two words are closer the better their letters explain each other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.align import COST_DIR, Costs, Word, costs, word_log_odds

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


def _by_recursion(table: Costs, x: Word, y: Word, i: int = 0, j: int = 0) -> float:
    """The slow, obvious sum over all alignments."""
    if i == len(x.codes) and j == len(y.codes):
        return 1.0
    total = 0.0
    if i < len(x.codes):
        total += x.gaps[i] * _by_recursion(table, x, y, i + 1, j)
    if j < len(y.codes):
        total += y.gaps[j] * _by_recursion(table, x, y, i, j + 1)
    if i < len(x.codes) and j < len(y.codes):
        first = table.first if i == j == 0 else 1.0
        total += first * table.pair[x.codes[i]][y.codes[j]] * _by_recursion(table, x, y, i + 1, j + 1)
    return total


@given(st.text("abehsz", min_size=1, max_size=5), st.text("abehsz", min_size=1, max_size=5))
def test_the_evidence_is_the_sum_over_all_alignments(a: str, b: str) -> None:
    table = costs("Latn-Latn")
    assert table is not None
    x, y = table.word(a, 0), table.word(b, 1)
    assert math.isclose(table.evidence(x, y), math.log(_by_recursion(table, x, y)), rel_tol=1e-9, abs_tol=1e-9)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_strings_have_log_odds(a: str, b: str) -> None:
    assert math.isfinite(word_log_odds(a, b))
