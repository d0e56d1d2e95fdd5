"""The examples of docs/frames.md run, and print what they show."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from normalizer import Normalizer

PAGE = Path(__file__).parent.parent.parent / "docs" / "frames.md"


def test_the_examples_of_the_page_on_frames_run(nz: Normalizer) -> None:
    for library in ("pandas", "polars", "pyarrow", "duckdb"):
        pytest.importorskip(library)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert tried > 30
    assert failed == 0
