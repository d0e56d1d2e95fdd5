"""Columns, buckets and texts: on disk and in memory they are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import NormalizerError
from normalizer.lists import spill
from normalizer.lists.cluster import cluster_names
from normalizer.lists.crew import in_crew
from normalizer.lists.spill import Buckets, Column, Texts, mapped

NAMES = ["Lisyansky", "Lisjanski", "Лисянский", "Timoschenko", "Tymoshenko", "Тимошенко", "Kirov", "\ud800", "Kiev"]


@given(st.lists(st.integers(0, 1 << 63)), st.integers(1, 1 << 22))
def test_buckets_sort_whatever_their_number(values: list[int], expected: int) -> None:
    buckets = Buckets((1 << 64) - 1, expected)
    buckets.extend(values)
    assert [value for bucket in buckets.sorted() for value in bucket] == sorted(values)


def test_what_is_on_disk_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "BUFFER", 4)
    values = [(7 * i) % 1001 for i in range(1000)]
    buckets, column, texts = Buckets(1001, 1 << 20, tmp_path), Column("Q", tmp_path / "c"), Texts(tmp_path, "t")
    buckets.extend(values)
    column.extend(values)
    for name in NAMES:
        texts.append(name)
    texts.seal()
    assert [value for bucket in buckets.sorted() for value in bucket] == sorted(values)
    assert not list(tmp_path.glob("bucket-*"))  # read once, then gone
    assert column.view().tolist() == mapped(tmp_path / "c", "Q").tolist() == values
    stored = Texts.stored(tmp_path, "t")
    assert [stored[at] for at in range(len(stored))] == NAMES


def test_groups_are_the_same_from_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = cluster_names(NAMES)
    monkeypatch.setattr(spill, "ON_DISK_FROM", 1)
    assert cluster_names(NAMES) == in_memory


def killed(state: int, task: int) -> int:
    import os

    os._exit(9)


def test_a_worker_that_dies_is_a_sentence() -> None:
    with pytest.raises(NormalizerError, match="A worker process ended before its names were done"):
        list(in_crew(int, killed, [1, 2], workers=2))
