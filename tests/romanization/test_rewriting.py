"""Texts rewritten by the compiled core and by expressions: one result, for every rule of every scheme."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import SchemeError
from normalizer.romanization.context import APOSTROPHES, Alphabet
from normalizer.romanization.rewriting import rewriter
from normalizer.romanization.scheme import all_schemes
from normalizer.romanization.table import Block, parse_rules

pytestmark = pytest.mark.skipif(rewriter((), {}, Alphabet("", "", {})) is None, reason="the core was not built here")

ALPHABET = Alphabet("аеиоу", "ьъ", {"soft": "еия'"}, "\u0301")
LISTED = (
    "any start end not_start not_end after_vowel before_vowel after_cons before_cons after_sign before_sign "
    "after[аб] before[^аб] after[^'] before{soft} after{soft} after(аб) before(а') start|after_vowel "
    "before[е]&end start&end|after(б)"
)
CONTEXTS = LISTED.split()
SOURCES = ("а", "б", "аб", "ба", "'", "а'", "зг", "ье")


def block_of(scheme: Any, rules: Any) -> Block:
    return Block(rules, scheme.alphabet, scheme.id)


def by_expressions(block: Block, text: str) -> str:
    return block._without_capitals(text).translate(block._plain)


def by_the_core(block: Block, text: str) -> str:
    assert block._rewriter is not None
    found = block._rewriter.rewrite(text)
    assert found is not None
    return found


@pytest.mark.parametrize("scheme", all_schemes(), ids=lambda scheme: scheme.id)
def test_every_rule_of_every_scheme(scheme: Any) -> None:
    for rules in (scheme.pre, scheme.rules, scheme.post):
        block = block_of(scheme, rules)
        sources = [rule.source.lower() for rule in rules]
        texts = [f"{a}{b}{c}" for a, b, c in zip(sources, [*sources[1:], ""], [*sources[2:], "", "x"], strict=False)]
        for text in (*sources, *texts, *(f"{one}’{one} -{one}" for one in sources)):
            assert by_the_core(block, text) == by_expressions(block, text), text


rules = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.sampled_from(["a", "b", "-", "zh", "a~", "ж"]), st.sampled_from(CONTEXTS)),
    min_size=1,
    max_size=14,
)
texts = st.text(st.sampled_from("аабббзгьеиъя'’ x1-_\u0301ñ") | st.sampled_from(APOSTROPHES), max_size=10)


@settings(deadline=None, max_examples=400)
@given(rules, texts | st.text(max_size=8))
def test_any_rules_and_any_text(made: list[tuple[str, str, str]], text: str) -> None:
    parsed = parse_rules("\n".join("\t".join(row) for row in made), 1, "test")
    block = Block(parsed, ALPHABET, "test")
    low = text.lower()
    if not any(0xD800 <= ord(c) < 0xE000 for c in low):
        assert by_the_core(block, low) == by_expressions(block, low)
    assert isinstance(block(low), str)


def test_what_the_core_leaves_is_rewritten_all_the_same() -> None:
    block = Block(parse_rules("а\tb\tstart\nб\tv", 1, "test"), ALPHABET, "test")
    assert block("а" + "б" * 5000) == "b" + "v" * 5000
    assert block("а\ud800б") == "b\ud800v"


@pytest.mark.parametrize("context", ["after", "nowhere", "after{hard}", "after[^]", "before()"])
def test_a_context_that_cannot_be_read_is_refused(context: str) -> None:
    with pytest.raises(SchemeError, match="line 1"):
        Block(parse_rules(f"а\tb\t{context}", 1, "test"), ALPHABET, "test")


def test_what_does_not_fit_is_refused() -> None:
    core = type(rewriter((), {}, ALPHABET))
    fine: Any = (((("а", False),), "b", ()),)
    for refused in (
        lambda: core(fine, {}),  # type: ignore[call-arg]
        lambda: core((1,), {}, len),  # type: ignore[call-arg]
        lambda: core((((), "b", ()),), {}, len),  # type: ignore[call-arg]
        lambda: core((((("а", False),), "b", (((99, True, ()),),)),), {}, len),  # type: ignore[call-arg]
        lambda: core(fine, {"а": "b"}, len),  # type: ignore[call-arg]
    ):
        with pytest.raises((TypeError, ValueError)):
            refused()
