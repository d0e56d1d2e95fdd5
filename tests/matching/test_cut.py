"""The compiled first cut gives the points of its plain twin, whatever the letters."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizer.matching import cut
from normalizer.matching.cut import best_names, plain_best
from normalizer.matching.shortlist import ask

LETTERS = st.sampled_from(
    "aeiosthkcxyjw qu'’-éšžőıİßłЛугаськыйїёΑθήναςابة東京타워ตá̈ǰﬁ²½ᄒ\u0301\u0327\u200b\ud800\U0001f600"
)
NAMES = (
    st.text(LETTERS, max_size=14)
    | st.text(max_size=10)
    | st.text(st.characters(categories=["L", "M", "S"]), max_size=6)
)
QUERIES = ("Luhansk", "Луганськ", "Ústí nad Labem", "Αθήνα", "東京タワー", "서울", "3", "a" * 150, "Лugansk", "القذافي")

pytestmark = pytest.mark.skipif(cut._compiled() is None, reason="normalizer/matching/_cut.c was not compiled")


@given(
    st.sampled_from(QUERIES) | NAMES.filter(lambda name: bool(name.strip())),
    st.lists(st.tuples(NAMES | st.sampled_from(QUERIES), st.floats(0, 60)), max_size=12),
    st.sampled_from((0.0, 5.0, 25.0, float("inf"))),
)
@example("Luhansk", [("sch" * 60, 0.0), ("SCHTCH ou", 0.0), (" ", 0.0), ("", 0.0), ("Лу\u0301га нск", 1.0)], 100.0)
@settings(max_examples=400, deadline=None)
def test_points_are_those_of_the_plain_twin(query: str, rows: list[tuple[str, float]], behind: float) -> None:
    asked = ask(query, None)
    names, bases = [name for name, _ in rows], [points for _, points in rows]
    assert best_names(asked, names, bases, behind) == plain_best(asked, names, bases, behind)


@given(st.characters())
@settings(max_examples=500, deadline=None)
def test_a_letter_alone_is_folded_as_among_others(letter: str) -> None:
    asked = ask("Luhansk", None)._replace(script="Hani")
    names = [letter, f"ab{letter}", f"{letter}c d", f"x{letter}{letter}y", f"é{letter}ж", f"ж {letter}"]
    bases = [0.0] * len(names)
    assert best_names(asked, names, bases, 200.0) == plain_best(asked, names, bases, 200.0)


def test_letters_that_need_their_neighbours_are_few() -> None:
    """Each makes Python fold the names that have it, which is right and slow."""
    tied = [letter for letter in map(chr, range(0x250)) if cut._letter(ord(letter))[1]]
    assert set(tied) <= set("`¨¯´¸")


def test_what_cannot_be_meant_is_refused() -> None:
    compiled = cut._compiled()
    with pytest.raises(ValueError, match="its points"):
        compiled.best(["a"], [], 1.0, (("a", "a"),), "a", None, 1, 0)
    for spelling in (("", "a"), ("abcd", "a"), ("a", "abcd"), ("š", "s")):
        with pytest.raises(ValueError, match="spelling"):
            type(compiled)(cut._letter, cut._folded, cut._whole, [spelling])
    with pytest.raises(TypeError):
        compiled.best([1], [0.0], 1.0, (("a", "a"),), "a", None, 1, 0)
