"""What is made of tables is read back while the tables are the same, and made anew when they are not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalizer import derived as module
from normalizer.derived import derived


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are kept, apart from the real place."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(module, "_KEPT", str(tmp_path / "derived.pyc"))
    return tmp_path / "derived.pyc.words"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "words.tsv"
    path.write_text("a b")
    return path


def never() -> Any:
    raise AssertionError("made again")


def reads(table: Path) -> Callable[[], dict[str, int]]:
    return lambda: {word: len(word) for word in table.read_text().split()}


def test_what_was_made_is_read_back(kept: Path, table: Path) -> None:
    assert derived("words", "1", [str(table)], reads(table)) == {"a": 1, "b": 1}
    assert derived("words", "1", [str(table)], never) == {"a": 1, "b": 1}


def test_a_changed_table_is_read_again(kept: Path, table: Path) -> None:
    derived("words", "1", [str(table)], reads(table))
    table.write_text("ccc")
    assert derived("words", "1", [str(table)], reads(table)) == {"ccc": 3}
    state = table.stat()
    os.utime(table, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000))
    with pytest.raises(AssertionError, match="made again"):
        derived("words", "1", [str(table)], never)


def test_other_rules_make_it_again(kept: Path, table: Path) -> None:
    derived("words", "1", [str(table)], reads(table))
    assert derived("words", "2", [str(table)], lambda: "other") == "other"


@pytest.mark.parametrize("damage", [b"", b"abc", bytes(40)])
def test_what_is_damaged_is_made_again(kept: Path, table: Path, damage: bytes) -> None:
    derived("words", "1", [str(table)], reads(table))
    whole = kept.read_bytes()
    for data in (damage, whole[:-1], whole[:9] + bytes([whole[9] ^ 1]) + whole[10:]):
        kept.write_bytes(data)
        assert derived("words", "1", [str(table)], lambda: "anew") == "anew"


def test_nothing_is_written_where_python_writes_nothing(
    kept: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert derived("words", "1", [str(table)], reads(table)) == {"a": 1, "b": 1}
    assert not kept.exists()


def test_a_folder_that_is_not_there_does_no_harm(kept: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", str(table.parent / "none" / "derived.pyc"))
    assert derived("words", "1", [str(table)], reads(table)) == {"a": 1, "b": 1}


def test_what_cannot_be_put_in_its_place_leaves_nothing(kept: Path, table: Path) -> None:
    kept.mkdir()
    (kept / "something").touch()
    assert derived("words", "1", [str(table)], reads(table)) == {"a": 1, "b": 1}
    assert [path for path in kept.parent.iterdir() if path.name.startswith("derived")] == [kept]
