"""The hand-made evaluation cases, where their folder is at hand: real spellings that nobody here wrote.

They belong to others and are not part of the project; NORMALIZER_EVAL_DATA names the folder (default:
../shared/data beside the checkout).
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from normalizer import Normalizer

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("NORMALIZER_EVAL_DATA", ROOT.parent / "shared" / "data"))

pytestmark = pytest.mark.skipif(
    not (DATA / "article.txt").is_file(), reason=f"no evaluation data at {DATA}: set NORMALIZER_EVAL_DATA"
)


@pytest.fixture(scope="module")
def hand() -> ModuleType:
    """benchmarks/hand.py as a module."""
    spec = importlib.util.spec_from_file_location("hand", ROOT / "benchmarks" / "hand.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_mention_of_the_article_comes_out_canonical_and_nothing_else_changes(
    nz: Normalizer, hand: ModuleType
) -> None:
    right, total, wrong = hand.article(nz, DATA)
    assert wrong == []
    assert right == total == 38


def test_spellings_of_places_find_their_entity(nz: Normalizer, hand: ModuleType) -> None:
    right, total, wrong = hand.places(nz, DATA)
    assert total == 155
    assert right >= 150, wrong


@pytest.mark.parametrize("alone", [True, False], ids=["rules alone", "default gazetteer"])
def test_pairs_are_told_apart(nz: Normalizer, rules: Normalizer, hand: ModuleType, alone: bool) -> None:
    found, positives, merged, negatives, wrong = hand.pairs(rules if alone else nz, DATA)
    assert (positives, negatives) == (90, 12)
    assert found >= 80, wrong
    assert merged <= 1, wrong


def test_the_naughty_strings_are_answered(nz: Normalizer) -> None:
    import json

    for text in json.loads((DATA / "dev" / "naughty_strings.json").read_text(encoding="utf-8")):
        assert nz.lookup(text).explain()
        assert nz.clean(text).original == text
        assert nz.compare(text, "Kyiv").explain()
