"""The contract: these names are relied on, so they may not change by accident."""

from __future__ import annotations

import inspect

import normalizer
from normalizer import Normalizer
from normalizer.result import Cleaned, Cluster, Comparison, Mention, Resolution


def test_the_package_offers_exactly_these_names() -> None:
    assert normalizer.__all__ == ["Normalizer", "__version__", "romanize", "schemes"]
    assert all(getattr(normalizer, name) for name in normalizer.__all__)


def test_the_normalizer_offers_exactly_these_methods() -> None:
    public = {n for n, _ in inspect.getmembers(Normalizer) if not n.startswith("_")}
    assert public == {
        "lookup",
        "lookup_many",
        "nearest",
        "compare",
        "compare_many",
        "lookup_iter",
        "match",
        "find",
        "clean_many",
        "clean",
        "cluster",
        "variants",
        "info",
        "close",
    }


def test_the_results_have_the_fields_of_the_contract() -> None:
    assert {"status", "canonical", "entity", "score", "margin", "candidates", "explain", "as_dict"} <= set(
        dir(Resolution)
    )
    assert {"score", "same", "steps"} <= set(dir(Comparison))
    assert {"text", "mentions"} <= set(dir(Cleaned))
    assert {"start", "end", "surface", "replacement", "resolution", "reason"} <= set(dir(Mention))
    assert {"canonical", "members", "steps"} <= set(dir(Cluster))
