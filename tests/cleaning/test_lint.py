"""Findings: their places, and the comments that switch them off."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning.lint import ERRORS, RULES, findings, ignored_spans
from normalizer.cleaning.rewrite import rewrite
from normalizer.cleaning.sarif import uri
from normalizer.result import Mention


@given(st.text("ab\n\r\u2028𝔘", max_size=20), st.text("K\n", min_size=1, max_size=4), st.text("ab\n", max_size=5))
def test_line_and_column_lead_to_the_surface(before: str, surface: str, after: str) -> None:
    text = before + surface + after
    mention = Mention(len(before), len(before) + len(surface), surface, "new", "place")
    (found,) = findings(rewrite(text, [mention]))
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    assert starts[found.line - 1] + found.column - 1 == mention.start
    assert starts[found.end_line - 1] + found.end_column - 1 == mention.end


def test_each_rule_is_told_for_what_it_is(small: Normalizer) -> None:
    text = "From Lugansk, Voroshilovgrad and Луганск. Viktor Lisyansky saw Viktor Lisjanski; Viktor Lisyansky."
    found = {f.rule: f.surface for f in findings(small.clean(text), remarks=True)}
    assert (
        found.items()
        >= {
            "spelling": "Lugansk",
            "former": "Voroshilovgrad",
            "script": "Луганск",
            "consistency": "Lisjanski",
        }.items()
    )
    assert set(found) <= set(RULES)
    assert {f.rule for f in findings(small.clean(text))} == set(ERRORS)


MARKS = st.sampled_from(["normalizer: off", "normalizer: on", "normalizer: ignore", "-next", "\n", "x "])


@given(st.lists(MARKS, max_size=12).map("".join))
def test_exempted_stretches_are_inside_any_text(text: str) -> None:
    for start, end, kind in ignored_spans(text):
        assert 0 <= start <= end <= len(text)
        assert kind == "ignored"


def test_paths_are_told_as_references() -> None:
    assert uri("docs/a b#c.md") == "docs/a%20b%23c.md"
    assert uri("/tmp/x.md") == "file:///tmp/x.md"
