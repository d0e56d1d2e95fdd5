"""The interpreter of tables: text without capitals goes a short way, which writes what the long one writes."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.romanization.scheme import get_scheme
from normalizer.romanization.table import MANY_RULES, Block

SCHEMES = ("rus-press-en", "rus-bgnpcgn-1947", "ukr-press-fr", "ara-un-2017", "heb-press-en", "kor-press-en")


@cache
def block(scheme_id: str) -> tuple[Block, str]:
    """The rules of a scheme, and the letters that they read, with what else stands in names."""
    scheme = get_scheme(scheme_id)
    letters = sorted({char for rule in scheme.rules for char in rule.source} | set(" -'’.x"))
    return Block(scheme.rules, scheme.alphabet, scheme.id), "".join(letters)


@pytest.mark.parametrize("scheme_id", SCHEMES)
@given(data=st.data())
def test_text_without_capitals_is_written_alike_either_way(scheme_id: str, data: st.DataObject) -> None:
    made, letters = block(scheme_id)
    text = data.draw(st.text(letters, max_size=24) | st.text(max_size=12)).lower()
    long_way = made._joined(text, str, lambda target, start, end: target)
    assert made._without_capitals(text) == long_way
    if text == text.lower():  # of some letters the small one has a smaller one
        assert made(text) == long_way.translate(made._plain)


def test_both_kinds_of_blocks_are_met() -> None:
    contextual = [sum(rule.context != "any" for rule in get_scheme(scheme_id).rules) for scheme_id in SCHEMES]
    assert min(contextual) <= MANY_RULES < max(contextual)
