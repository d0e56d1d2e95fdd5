"""Decisions of a person: read from two formats, carried over, and refused where they contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import SourceError
from normalizer.lists.cluster import cluster_names
from normalizer.lists.decisions import Decision, Decisions, open_decisions, read_decisions


def decided(*rows: tuple[str, str, str]) -> Decisions:
    return Decisions(Decision(*row) for row in rows)


def test_both_formats_say_the_same() -> None:
    table = read_decisions(["# by hand", "note\tdecision\ta\tb", "x\tsame\tLugansk\tLuhansk", ""], "d.tsv")
    lines = read_decisions(['{"decision": "same", "a": "Lugansk", "b": "Luhansk", "by": "me"}'], "d.jsonl")
    for found in (table, lines):
        assert [one[:3] for one in found] == [("same", "Lugansk", "Luhansk")]


def test_same_carries_over_and_different_keeps_all_apart() -> None:
    found = decided(("same", "A", "B"), ("same", "B", "C"), ("same", "X", "Y"), ("different", "C", "X"))
    assert found.about("A", "C") == "same"
    assert found.about("A", "Y") == found.about("Y", "B") == "different"
    assert found.about("A", "Q") is None
    assert sorted(found.same_as("B")) == ["A", "C"]


def test_the_later_of_two_decisions_about_one_pair_counts() -> None:
    assert decided(("same", "A", "B"), ("different", "B", "A")).about("A", "B") == "different"
    assert decided(("different", "A", "B"), ("same", "B", "A")).about("A", "B") == "same"


def test_decisions_that_contradict_each_other_are_refused_with_the_line() -> None:
    lines = ["decision\ta\tb", "same\tA\tB", "same\tB\tC", "different\tA\tC"]
    with pytest.raises(SourceError, match=r"d\.tsv, line 4: 'A' and 'C' are decided to be different, but other"):
        read_decisions(lines, "d.tsv")
    with pytest.raises(SourceError, match="cannot be another name than itself"):
        decided(("different", "A", "A"))


@pytest.mark.parametrize(
    "lines",
    [
        ["a\tb", "A\tB"],
        ["decision\ta\tb", "perhaps\tA\tB"],
        ["decision\ta\tb", "same\tA"],
        ['{"decision": "same", "a": "A"}'],
        ['{"decision": "same", "a": "A", "b": 1}'],
        ["{]"],
    ],
)
def test_what_is_no_decision_is_refused_with_its_place(lines: list[str]) -> None:
    with pytest.raises(SourceError, match=r"^d, line \d: "):
        read_decisions(lines, "d")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        open_decisions(tmp_path / "none.jsonl")
    (tmp_path / "d.tsv").write_bytes(b"\xef\xbb\xbfdecision\ta\tb\r\nsame\tA\tB\r\n")
    assert open_decisions(tmp_path / "d.tsv").about("A", "B") == "same"


def test_groups_obey_decisions() -> None:
    names = ["Lisyansky", "Lisjanski", "Lysianskyi", "Voroshilovgrad", "Luhansk"]
    found = decided(
        ("different", "Lisyansky", "Lisjanski"), ("same", "Luhansk", "Voroshilovgrad"), ("same", "Luhansk", "Elsewhere")
    )
    groups = [set(one.members) for one in cluster_names(names, decisions=found)]
    assert {"Luhansk", "Voroshilovgrad"} in groups
    assert not any({"Lisyansky", "Lisjanski"} <= group for group in groups)
    joined = next(one for one in cluster_names(names, decisions=found) if "Luhansk" in one.members)
    assert joined.scores == (1.0, 1.0)
    assert joined.steps[0].rule == "decision:same"


VERDICTS = st.tuples(st.sampled_from(["same", "different"]), st.sampled_from("ABCDE"), st.sampled_from("ABCDE"))


@given(st.lists(VERDICTS))
def test_what_is_accepted_is_consistent(rows: list[tuple[str, str, str]]) -> None:
    try:
        found = decided(*rows)
    except SourceError:
        return
    for verdict, a, b, _ in found:
        assert found.about(a, b) == found.about(b, a) == verdict
    for a in "ABCDE":
        for b in found.same_as(a):
            assert all(found.about(a, c) == found.about(b, c) for c in "ABCDE" if c not in (a, b))
