"""What Markdown and HTML keep out of the prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import UsageError
from normalizer.text.markup import MARKUPS, markup_spans, open_at_end, quoted_spans

MARKDOWN = """# Prose

Prose `Code` ``Co`de`` prose [prose](Link_(x).html "prose") and [prose][Link].

    Code

- Prose

    prose below the item

~~~ text
Code
~~~

> ```
> Code
> ```

[label]: Link
"""
HTML = (
    '<p title="a > Code">Prose <!-- Code > --> prose <code class=x>Code <b>Code</b></code> 5 < 6 prose '
    '<span translate="no">Code</span> prose <script>var a = "Code";</script> <br/> prose'
)


def outside(text: str, markup: str) -> str:
    out, last = [], 0
    for start, end, _ in markup_spans(text, markup):
        out.append(text[last:start])
        last = max(last, end)
    return "".join([*out, text[last:]])


def test_markdown_keeps_code_and_targets_out_of_the_prose() -> None:
    prose = outside(MARKDOWN, "markdown")
    assert "Code" not in prose.replace("`Code`", "")  # a single back-quote is protected in every text
    assert "Link" not in prose
    assert prose.lower().count("prose") == MARKDOWN.lower().count("prose")


def test_html_keeps_tags_comments_and_code_out_of_the_prose() -> None:
    prose = outside(HTML, "html")
    assert "Code" not in prose
    assert prose.lower().count("prose") == HTML.lower().count("prose")


def test_a_block_that_is_never_closed_reaches_to_the_end() -> None:
    assert outside("One\n```\nCode\n", "markdown") == "One\n"
    assert outside("One <!-- Code", "html") == "One "
    assert outside("One <script>Code", "html") == "One "


def test_an_open_block_is_known_at_the_end_of_a_text() -> None:
    assert open_at_end("~~~\n```\n", "markdown")
    assert not open_at_end("```\na\n```\n", "markdown")
    assert open_at_end("<style>a", "html")
    assert not open_at_end("<style>a</style>", "html")


@pytest.mark.parametrize("title", ["“Kiev”", "„Kiev“", "«Kiev»", "「Kiev」", '"Kiev"'])
def test_quotations_of_many_languages_are_found(title: str) -> None:
    text = f"He read {title} today"
    assert [text[start:end] for start, end, _ in quoted_spans(text)] == [title]


def test_inches_and_apostrophes_are_no_quotation() -> None:
    assert quoted_spans('a 5" pipe in Kiev and a 6" one') == []


def test_an_unknown_markup_is_refused() -> None:
    with pytest.raises(UsageError, match="plain, markdown, html"):
        markup_spans("", "latex")


@given(st.text(st.sampled_from(list("aK `~<>/!-\"'[](): \n\t#=”“")), max_size=120), st.sampled_from(MARKUPS))
def test_spans_are_inside_any_text_and_in_order(text: str, markup: str) -> None:
    spans = markup_spans(text, markup)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    open_at_end(text, markup)


@pytest.mark.parametrize(
    "unit", ["<!--", "```\n", "``a ", '<a "', "<code>", "[a](", "](", "[a\n", "<pre ", "„a", "    a\n"]
)
@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_a_long_run_of_signs_takes_no_more_than_its_length(unit: str, markup: str) -> None:
    assert len(markup_spans(unit * 10_000, markup)) <= 20_000
