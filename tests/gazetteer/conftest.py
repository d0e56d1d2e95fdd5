"""The small gazetteer of `gazetteer_helpers`, opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # pytest imports by path here, so helpers need the folder

from gazetteer_helpers import write

from gazetteer.lookup import Gazetteer


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(write(tmp_path / "small.gaz")) as gazetteer:
        yield gazetteer
