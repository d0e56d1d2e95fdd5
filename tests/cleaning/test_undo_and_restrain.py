"""Changes that are taken back: all of them from a list, and some of them because of where they stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.cleaning.options import TextOptions, clean_text
from normalizer.cleaning.restrain import annotated, restrain
from normalizer.cleaning.rewrite import rewrite
from normalizer.cleaning.undo import Change, read_changes, restored
from normalizer.errors import SourceError, UsageError
from normalizer.result import Cleaned, Mention

PIECES = st.lists(st.tuples(st.text("ab ", max_size=5), st.text("KL", min_size=1), st.text("MN")), max_size=8)


def cleaned_from(pieces: list[tuple[str, str, str]], end: str = "") -> Cleaned:
    text, mentions = "", []
    for between, old, new in pieces:
        text += between
        mentions.append(Mention(len(text), len(text) + len(old), old, new, "place"))
        text += old
    return rewrite(text + end, mentions)


@given(PIECES, st.lists(st.integers(1, 9), min_size=1))
def test_the_original_comes_back_from_the_list_however_the_text_is_cut(
    pieces: list[tuple[str, str, str]], sizes: list[int]
) -> None:
    cleaned = cleaned_from(pieces, "tail")
    lines = [json.dumps({"file": "a", **m.as_dict()}) for m in cleaned.mentions]
    parts, at = [], 0
    while at < len(cleaned.text):
        size = sizes[len(parts) % len(sizes)]
        parts.append(cleaned.text[at : at + size])
        at += size
    changes = read_changes(lines, "a", name="list")
    assert "".join(restored(parts, changes, name="text")) == cleaned.original


def test_a_text_that_was_changed_since_is_refused() -> None:
    with pytest.raises(SourceError, match=r"character 3: here is 'Lviv' and not 'Kyiv'"):
        list(restored(["In Lviv."], [Change(3, "Kiev", "Kyiv")], name="a"))


def test_a_list_out_of_order_is_refused() -> None:
    with pytest.raises(SourceError, match="not in the order"):
        list(restored(["Kyiv Kyiv"], [Change(5, "Kiev", "Kyiv"), Change(0, "Kiev", "Kyiv")], name="a"))


@pytest.mark.parametrize("line", ["{", "[]", '{"start": "3", "surface": "a", "replacement": "b"}', '"x"'])
def test_a_line_that_is_no_mention_is_told_with_its_number(line: str) -> None:
    with pytest.raises(SourceError, match="list, line 2"):
        list(read_changes(["", line], None, name="list"))


@given(PIECES, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=4))
def test_no_change_touches_a_kept_stretch_and_the_others_stay(
    pieces: list[tuple[str, str, str]], places: list[tuple[int, int]]
) -> None:
    cleaned = cleaned_from(pieces, "tail")
    spans = sorted((start, start + size, "quoted") for start, size in places)
    after = restrain(cleaned, spans)
    assert after.original == cleaned.original
    for before, now in zip(cleaned.mentions, after.mentions, strict=True):
        touched = any(start < before.end and before.start < end for start, end, _ in spans)
        assert now.replacement == (before.surface if touched else before.replacement)
        assert not (touched and before.changed) or now.reason == "inside a quotation"


def test_an_annotation_changes_nothing_and_keeps_the_reasons() -> None:
    cleaned = rewrite("In Kiev.", [Mention(3, 7, "Kiev", "Kyiv", "place", None, "why")])
    assert annotated(cleaned).text == "In Kiev."
    assert annotated(cleaned).mentions[0].reason == "why"


def test_the_form_of_a_text_decides_what_stays() -> None:
    def clean(text: str) -> Cleaned:
        places = [at for at in range(len(text)) if text.startswith("Kiev", at)]
        return rewrite(text, [Mention(at, at + 4, "Kiev", "Kyiv", "place") for at in places])

    text = "Kiev [x](Kiev) “Kiev”"
    assert clean_text(clean, text, TextOptions()).text == "Kyiv [x](Kyiv) “Kyiv”"
    assert clean_text(clean, text, TextOptions(), "markdown").text == "Kyiv [x](Kiev) “Kyiv”"
    assert clean_text(clean, text, TextOptions(quoted=True)).text == "Kyiv [x](Kyiv) “Kiev”"


@pytest.mark.parametrize(
    "wrong", [{"only": ("town",)}, {"script": "x"}, {"former": "x"}, {"min_score": 2.0}, {"markup": "x"}]
)
def test_options_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        TextOptions(**wrong)  # type: ignore[arg-type]
