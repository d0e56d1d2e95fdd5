"""Texts as they should come out: names unified, spellings that a text names, places in many languages.

The cases are in cases/texts.jsonl, most of them found in the wild. Each negative case is a text that has to come back
as it was; without a gazetteer as well.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer import Normalizer
from normalizer.cleaning.options import TextOptions, clean_text
from normalizer.cleaning.rewrite import undo

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]


def marked(case: dict[str, str]) -> object:
    """A known failure is a strict xfail: when it starts to work, its line has to change."""
    marks = [pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", [marked(c) for c in CASES])
def test_only_what_is_one_name_is_made_alike(nz: Normalizer, case: dict[str, str]) -> None:
    cleaned = nz.clean(case["input"])
    assert cleaned.text == case["expected"]
    assert nz.clean(cleaned.text).text == cleaned.text
    assert undo(cleaned.text, cleaned.mentions) == case["input"]


@pytest.mark.parametrize("case", [c for c in CASES if c["label"].startswith("negative")], ids=lambda c: c["label"])
def test_what_stays_with_a_gazetteer_stays_without_one(rules: Normalizer, case: dict[str, str]) -> None:
    assert rules.clean(case["input"]).text == case["input"]


def test_what_is_left_says_that_the_text_names_it(nz: Normalizer) -> None:
    beside, *_ = nz.clean("Kiev (or Kyiv) is a city.").mentions
    about, *_ = nz.clean("They gave up the spelling Kiev that year.").mentions
    assert beside.reason == "named beside another spelling; canonical form Kyiv"
    assert about.reason == "the sentence is about spellings; canonical form Kyiv"


PAGES = sorted([*(Path(__file__).parents[2] / "docs").glob("*.md"), Path(__file__).parents[2] / "README.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_about_spellings_keep_the_names_that_no_gazetteer_holds(nz: Normalizer, page: Path) -> None:
    cleaned = clean_text(nz.clean, page.read_text(encoding="utf-8"), TextOptions(), "markdown")
    assert [mention.surface for mention in cleaned.changes if mention.resolution is None] == []
