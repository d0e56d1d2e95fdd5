"""The arithmetic of alignment: right by the slow, obvious sum, and the same whether compiled or plain."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from compiled_helpers import compiled, either_of, needs_compiled
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching import align, core, plain, plain_levels, plain_rules
from normalizer.matching.assign import EXACT, assign
from normalizer.text.unicode import fold_accents

either = either_of(plain)

either_rules = either_of(plain_rules)

TABLES = sorted(path.stem for path in align.COST_DIR.glob("*.tsv"))
LETTERS = "abcd"
odds = st.floats(0.0, 1e6)
codes = st.lists(st.tuples(st.integers(0, len(LETTERS) - 1), odds), max_size=40)
gains = st.integers(0, 8).flatmap(
    lambda width: st.lists(
        st.lists(st.floats(-9, 9) | st.sampled_from([0.0, 1.0]), min_size=width, max_size=width), max_size=8
    )
)


def _tables(name: str, made: ModuleType) -> align.Costs:
    """A table of the package as one of the twins reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "Side", made.Side)
        patch.setattr(align, "Table", made.Table)
        align.costs.cache_clear()
        table = align.costs(name)
        align.costs.cache_clear()
    assert table is not None
    return table


def _table(made: ModuleType, pair: Sequence[Sequence[float]], first: float = 2.0) -> Any:
    return made.Table(pair, first, 9.0, -3.0, 4.0, -5.5)


def _by_recursion(pair: list[list[float]], first: float, x: plain.Word, y: plain.Word, i: int = 0, j: int = 0) -> float:
    """The slow, obvious sum over all alignments."""
    if i == len(x.codes) and j == len(y.codes):
        return 1.0
    total = 0.0
    if i < len(x.codes):
        total += x.gaps[i] * _by_recursion(pair, first, x, y, i + 1, j)
    if j < len(y.codes):
        total += y.gaps[j] * _by_recursion(pair, first, x, y, i, j + 1)
    if i < len(x.codes) and j < len(y.codes):
        begins = first if i == j == 0 else 1.0
        total += begins * pair[x.codes[i]][y.codes[j]] * _by_recursion(pair, first, x, y, i + 1, j + 1)
    return total


short = st.lists(st.tuples(st.integers(0, 3), st.floats(0.001, 10)), min_size=1, max_size=5)
PAIR = [[3.0, 0.5, 0.01, 1.0], [0.2, 4.0, 0.3, 0.1], [0.01, 0.2, 5.0, 0.6], [1.0, 0.1, 0.7, 2.0]]


@either
@given(short, short)
def test_the_evidence_is_the_sum_over_all_alignments(
    made: Any, x: list[tuple[int, float]], y: list[tuple[int, float]]
) -> None:
    words = [plain.Word(tuple(code for code, _ in word), tuple(gap for _, gap in word)) for word in (x, y)]
    expected = math.log(_by_recursion(PAIR, 2.0, words[0], words[1]))
    found = _table(made, PAIR).evidence(*(made.Word(*word) for word in words))
    assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


@needs_compiled
@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_twins_agree_on_every_table(name: str, data: st.DataObject) -> None:
    one, other, letters_x, letters_y = _twins(name)
    a, b = (data.draw(st.text(st.sampled_from(x) | st.characters(), max_size=60)) for x in (letters_x, letters_y))
    words = [(table.word(a, 0), table.word(b, 1)) for table in (one, other)]
    for x, y in zip(*words, strict=True):
        assert x.codes == y.codes
        assert x.gaps == pytest.approx(y.gaps, rel=1e-12)
    assert other.log_odds(*words[1]) == pytest.approx(one.log_odds(*words[0]), abs=1e-9)


@cache
def _twins(name: str) -> tuple[align.Costs, align.Costs, str, str]:
    lines = (align.COST_DIR / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line.startswith("drop-")]
    x, y = ("".join(row[1] for row in rows if row[0] == f"drop-{side}") for side in "xy")
    return _tables(name, plain), _tables(name, compiled), x, y


@needs_compiled
@given(codes, codes, st.lists(st.lists(odds, min_size=4, max_size=4), min_size=4, max_size=4), odds)
def test_twins_agree_on_any_odds(
    x: list[tuple[int, float]], y: list[tuple[int, float]], pair: list[list[float]], first: float
) -> None:
    """No odds at all, words of forty letters, sums beyond what a float holds."""
    words = [([code for code, _ in word], [gap for _, gap in word]) for word in (x, y)]
    found = [_table(made, pair, first).evidence(*(made.Word(*word) for word in words)) for made in (plain, compiled)]
    assert found[0] == pytest.approx(found[1], abs=1e-9, nan_ok=True)


@needs_compiled
@given(st.lists(codes, max_size=4), st.lists(codes, max_size=4), st.booleans(), st.sampled_from([0.0, 0.01]))
def test_twins_pair_up_the_same_words(a: list[Any], b: list[Any], turned: bool, bonus: float) -> None:
    found = []
    for made in (plain, compiled):
        sides = [[made.Word([c for c, _ in word], [g for _, g in word]) for word in side] for side in (a, b)]
        rows, pairs = _table(made, PAIR).pair_up(*sides, turned, bonus)
        assert _table(made, PAIR).matrix(*sides, turned) == rows
        found.append((rows, pairs))
    assert found[0] == found[1]


@needs_compiled
@given(gains)
def test_twins_assign_the_same_pairs(rows: list[list[float]]) -> None:
    assert compiled.assign(rows) == assign(rows)


@either
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_assignment_is_the_best_of_all(made: Any, rows: int, columns: int, data: st.DataObject) -> None:
    row = st.lists(st.integers(-9, 9), min_size=columns, max_size=columns)
    matrix = data.draw(st.lists(row, min_size=rows, max_size=rows))
    pairs = (assign if made is plain else made.assign)(matrix)
    few, many = sorted((rows, columns))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == few
    ways = itertools.permutations(range(many), few)
    totals = [sum(matrix[i][j] if rows <= columns else matrix[j][i] for i, j in enumerate(way)) for way in ways]
    assert sum(matrix[i][j] for i, j in pairs) == max(totals)


@pytest.mark.parametrize("words", [1, EXACT, EXACT + 1, 30])
@either
def test_equal_gains_keep_the_order(made: Any, words: int) -> None:
    assigned = assign if made is plain else made.assign
    assert assigned([[1.0] * words] * words) == tuple((i, i) for i in range(words))


strings = (
    st.text(max_size=12) | st.text("abc", max_size=90) | st.text(st.characters(categories=["Cs", "Lu"]), max_size=5)
)


@needs_compiled
@given(strings, strings)
def test_twins_agree_how_alike_strings_look(a: str, b: str) -> None:
    assert compiled.spelling(a, b) == pytest.approx(plain.spelling(a, b), abs=1e-9)


graphemes = st.dictionaries(st.text("abcs", min_size=1, max_size=3), st.text("ABKS", max_size=2), max_size=8)
sounds = st.dictionaries(st.sampled_from("abcsh"), st.sampled_from(["", "0", "1", "2"]))


@needs_compiled
@given(graphemes, sounds, st.text("abcs"), strings | st.text("abcsh0\n", max_size=20))
def test_twins_fold_letters_alike(folds: dict[str, str], heard: dict[str, str], no_vowels: str, letters: str) -> None:
    twin = plain_levels.Levels(folds, heard, no_vowels)
    assert compiled.Levels(folds, heard, no_vowels, twin.fold).fold(letters) == twin.fold(letters)


@pytest.mark.parametrize("letters", ["", "\ud800", "é", "a" * 2000, "schtschsch" * 50, "x" * 1024])
def test_any_letters_can_be_folded(letters: str) -> None:
    made = plain_levels.Levels({"sch": "S", "x": "KS", "ts": "S"}, {"a": "0", "h": ""}, "xs")
    assert core.levels({"sch": "S", "x": "KS", "ts": "S"}, {"a": "0", "h": ""}, "xs").fold(letters) == made.fold(
        letters
    )


def test_a_grapheme_without_letters_is_refused() -> None:
    with pytest.raises(ValueError):
        core.levels({"": "S"}, {}, "")


sides = st.text("abk", max_size=3)
rules = st.lists(
    st.tuples(
        sides, sides, st.sampled_from(["any", "start", "end", "unwritten"]), st.sampled_from([0.1, 0.25, 0.5])
    ).filter(lambda rule: rule[0] or rule[1]),
    max_size=12,
)


@needs_compiled
@given(rules, st.text("abk", max_size=9), st.text("abk", max_size=9), st.booleans())
def test_twins_take_the_same_way_by_rules(given_rules: list[plain_rules.Rule], a: str, b: str, unwritten: bool) -> None:
    ways = [made.Rules(given_rules, 3.0, 0.2).cheapest(a, b, unwritten) for made in (plain_rules, compiled)]
    assert ways[0] == ways[1]


@needs_compiled
@given(strings, strings)
def test_any_strings_can_be_asked_for_a_way(a: str, b: str) -> None:
    given_rules = [("a", "b", "any", 0.1), ("\ud800", "", "end", 0.1), ("", "c" * 16, "start", 1.0)]
    ways = [made.Rules(given_rules, 3.0, 0.2).cheapest(a, b, False) for made in (plain_rules, compiled)]
    assert ways[0] == ways[1]


@either_rules
def test_the_cheapest_way_is_taken_and_said(made: Any) -> None:
    given_rules = [("iv", "ov", "end", 0.5), ("i", "o", "any", 0.3), ("kh", "h", "start", 0.4), ("b", "", "any", 2.8)]
    found = made.Rules(given_rules, 3.0, 0.2)
    assert found.cheapest("kharkiv", "harrkov", False) == (pytest.approx(0.9), (2, 1))
    assert found.cheapest("kharkiv", "kharkov", True) == (0.3, (1,))
    assert found.cheapest("kharkiv", "lviv", False) is None
    assert found.cheapest("bkb", "k", False) is None


@needs_compiled
@pytest.mark.parametrize("text", ["", "\ud800", "\0", "a" * 1_000_000, "\U0010ffff" * 70, "ж" * 41])
def test_any_string_can_be_encoded(text: str) -> None:
    for name in ("Latn-Latn", "Cyrl-Latn"):
        table = _tables(name, compiled)
        word = table.word(text, 0)
        assert len(word.codes) <= align.MAX_ALIGNED_LETTERS
        assert math.isfinite(table.log_odds(word, table.word("ivanov", 1)))


@needs_compiled
def test_what_does_not_fit_is_refused() -> None:
    table = _table(compiled, PAIR)
    word = compiled.Word([3], [0.5])
    small = compiled.Table([[1.0]], 2.0, 9.0, -3.0, 4.0, -5.5)
    side = compiled.Side("ab", [1, 1], [[1, 1]] * 3, [[1, 1, 1]] * 2, 40)
    refused = [
        (IndexError, lambda: small.evidence(word, word)),
        (IndexError, lambda: small.pair_up([word], [])),
        (TypeError, lambda: table.evidence(word, ([3], [0.5]))),
        (TypeError, lambda: table.evidence(word)),
        (TypeError, lambda: table.matrix(word, [word])),
        (TypeError, lambda: table.pair_up([word], [word], False, "a")),
        (ValueError, lambda: compiled.Word([1, 2], [0.5])),
        (ValueError, lambda: compiled.Word([-1], [0.5])),
        (OverflowError, lambda: compiled.Word([2**80], [0.5])),
        (ValueError, lambda: compiled.Word([1] * 65, [0.5] * 65)),
        (ValueError, lambda: compiled.Table([[1.0], [1.0, 2.0]], 2.0, 9.0, -3.0, 4.0, -5.5)),
        (ValueError, lambda: compiled.Side("ab", [1], [[1, 1]] * 3, [[1, 1, 1]] * 2, 40)),
        (ValueError, lambda: compiled.Side("ab", [1, 1], [[1, 1]] * 2, [[1, 1, 1]] * 2, 40)),
        (ValueError, lambda: compiled.Side("ab", [1, 1], [[1, 1]] * 3, [[1, 1, 1]] * 2, 65)),
        (TypeError, lambda: side.encode(b"ab", fold_accents)),
        (TypeError, lambda: side.encode("é", lambda letter: 1)),
        (ZeroDivisionError, lambda: side.encode("é", lambda letter: str(1 // 0))),
        (ValueError, lambda: compiled.assign([[1.0], [1.0, 2.0]])),
        (TypeError, lambda: compiled.assign([["a"]])),
        (TypeError, lambda: compiled.spelling("a", 1)),
        (ValueError, lambda: compiled.Rules([("", "", "any", 0.1)], 3.0, 0.2)),
        (ValueError, lambda: compiled.Rules([("a", "b", "nowhere", 0.1)], 3.0, 0.2)),
        (ValueError, lambda: compiled.Rules([("a" * 17, "b", "any", 0.1)], 3.0, 0.2)),
        (ValueError, lambda: compiled.Rules([("a", "b", "any")], 3.0, 0.2)),
        (TypeError, lambda: compiled.Rules([("a", "b", "any", "x")], 3.0, 0.2)),
        (TypeError, lambda: compiled.Rules([], 3.0, 0.2).cheapest("a", 1, False)),
        (ValueError, lambda: compiled.Levels({"é": "E"}, {}, "", str)),
        (ValueError, lambda: compiled.Levels({"a" * 9: "A"}, {}, "", str)),
        (ValueError, lambda: compiled.Levels({chr(33 + i % 90) * (1 + i // 90): "A" for i in range(129)}, {}, "", str)),
        (ValueError, lambda: compiled.Levels({}, {"a": "bc"}, "", str)),
        (TypeError, lambda: compiled.Levels({}, {}, "", None).fold("é")),
    ]
    for error, call in refused:
        with pytest.raises(error):
            call()


@needs_compiled
@pytest.mark.parametrize(("pure", "expected"), [("1", "False"), ("0", "True"), ("", "True")])
def test_the_environment_can_rule_the_compiled_core_out(pure: str, expected: str) -> None:
    code = "from normalizer.matching import core; print(core.COMPILED)"
    environment = {**os.environ, "NORMALIZER_PURE": pure}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == expected


def test_one_of_the_twins_is_used() -> None:
    assert core.Table is (compiled.Table if core.COMPILED else plain.Table)


@either
def test_bare_forms_are_those_of_the_function_that_is_asked(made: ModuleType) -> None:
    side = made.Side("ab", [1.0] * 2, [[1.0] * 2] * 3, [[1.0] * 3] * 2, 8)
    for _ in range(2):
        assert side.encode("ä", fold_accents).codes == (0,)
        assert side.encode("ä", lambda letter: "bb").codes == (1, 1)
        assert side.encode("ääää", lambda letter: "ababa").codes == (0, 1, 0, 1, 0, 0, 1, 0)
