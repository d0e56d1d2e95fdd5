"""The default gazetteer on names from the wild: cases/lookup.jsonl, one line a case, with its comment and origin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer import Normalizer
from normalizer.matching.keys import fold_native, replay

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "lookup.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]


def marked(case: dict[str, str]) -> object:
    """A known failure is a strict xfail: when it starts to work, its line has to change."""
    marks = [pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", [marked(c) for c in CASES])
def test_a_name_is_answered_as_expected(nz: Normalizer, case: dict[str, str]) -> None:
    answer = nz.lookup(case["input"], kind=case.get("kind"), country=case.get("country"))
    best = answer.candidates[0] if answer.candidates else None
    assert answer.status == case.get("status", "match")
    if answer.status != "unknown":
        assert best is not None
        assert best.canonical == case["canonical"]
        assert best.entity.id == case.get("entity", best.entity.id)


@pytest.mark.parametrize("name", ["Lugansk", "Louhansk", "Saporischschja", "Луганськ", "Peking", "القذافي"])
def test_an_explanation_names_the_scheme_or_rule_and_the_entry(nz: Normalizer, name: str) -> None:
    answer = nz.lookup(name)
    best = answer.candidates[0]
    text = answer.explain()
    assert best.entity.id in text
    assert best.matched.text in text
    rules = {s.rule.split(":")[0] for s in (*answer.steps, *best.steps) if s.rule.startswith(("scheme:", "fold:"))}
    assert rules
    assert (
        replay(answer.steps, name) == fold_native(replay(best.steps, best.matched.text, "record"))
        or "fold:article" in text
    )


def test_niger_is_not_nigeria_and_says_why(nz: Normalizer) -> None:
    answer = nz.lookup("Niger", rejected=True)
    assert answer.entity is not None
    assert answer.entity.id == "iso:NE"
    assert "not Nigeria (iso:NG)" in answer.explain()


def test_the_attribution_of_the_data_is_in_the_file(nz: Normalizer) -> None:
    sources = {s["id"]: s for s in nz.info[0]["sources"]}
    assert sources["geonames"]["licence"] == "CC-BY-4.0"
    assert "GeoNames" in sources["geonames"]["attribution"]
    assert {"rigour-persons", "rigour-territories", "cldr", "overrides", "rules"} <= set(sources)
