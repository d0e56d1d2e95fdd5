"""Protected stretches: what stays whatever name stands in it, and that looking for it is safe on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.text.protect import fixed_phrases, protected_spans

SIGNS = st.text(st.sampled_from(list("aK i.@/#_`<>\"'\\:-!\n\t’wе京\ud800")), max_size=80)


def kept(text: str, *block: str) -> list[tuple[str, str]]:
    return [(text[start:end], kind) for start, end, kind in protected_spans(text, block)]


@pytest.mark.parametrize(
    ("text", "stretch", "kind"),
    [
        ("see https://x.org/Kiev?a=Kiev now", "https://x.org/Kiev?a=Kiev", "url"),
        ("at www.kiev.ua.", "www.kiev.ua.", "url"),
        ("mail a.b+c@kiev-post.ua today", "a.b+c@kiev-post.ua", "email"),
        ("by @Kiev_Post.", "@Kiev_Post", "handle"),
        ("(#Kiev)", "#Kiev", "tag"),
        ("in /srv/Kiev/a.txt, then", "/srv/Kiev/a.txt", "path"),
        ("in ~/Kiev/x", "~/Kiev/x", "path"),
        (r"in C:\Kiev\a.txt", r"C:\Kiev\a.txt", "path"),
        ("TZ is Europe/Kiev.", "Europe/Kiev", "identifier"),
        ("set CITY_Kiev=1", "CITY_Kiev", "identifier"),
        ("on kiev.info today", "kiev.info", "domain"),
        ("run `Kiev` now", "`Kiev`", "code"),
        ("a\n```\nKiev\n```\nb", "```\nKiev\n```", "code"),
        ('<a title="x > Kiev">Kiev', '<a title="x > Kiev">', "html"),
        ("<!-- Kiev > Kiev -->", "<!-- Kiev > Kiev -->", "html"),
        ("I had Chicken  Kiev", "Chicken  Kiev", "phrase"),
    ],
)
def test_what_is_no_prose_is_protected(text: str, stretch: str, kind: str) -> None:
    assert (stretch, kind) in kept(text)


@pytest.mark.parametrize("text", ["Kiev.", "Kiev and Lvov", "5 < 6 in Kiev > Lvov", "Kiev.Then he left", "a. Kiev"])
def test_prose_is_not_protected(text: str) -> None:
    assert all("Kiev" not in stretch for stretch, _ in kept(text))


def test_the_users_words_are_whole_words_as_they_are_spelt() -> None:
    assert kept("Kiev Rus, Kiev, KIEV, Kievan", "Kiev") == [("Kiev", "blocked"), ("Kiev", "blocked")]
    assert kept("Kiev\n Rus", "Kiev Rus") == [("Kiev\n Rus", "blocked")]
    assert kept("C++ (x) in Kiev", "C++", " ", "(x)") == [("C++", "blocked"), ("(x)", "blocked")]


@pytest.mark.parametrize("phrase", fixed_phrases())
def test_every_fixed_phrase_is_found(phrase: str) -> None:
    assert kept(f"He said: {phrase}.") == [(phrase, "phrase")]
    assert kept(f"He said: {phrase.title()}")[0][1] == "phrase"


@given(SIGNS)
def test_spans_are_in_order_apart_and_inside_the_text(text: str) -> None:
    spans = protected_spans(text, ["K", "i a"])
    edges = [edge for start, end, _ in spans for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)


@given(SIGNS, SIGNS)
def test_a_line_of_its_own_is_protected_as_if_it_stood_alone(before: str, after: str) -> None:
    """What is found by its signs does not depend on what stands on other lines."""
    line = "see https://x.org/Kiev or Europe/Kiev"
    clean = [part.translate(str.maketrans("`<", "  ")) for part in (before, after)]
    text = f"{clean[0]}\n{line}\n{clean[1]}"
    assert {"https://x.org/Kiev", "Europe/Kiev"} <= {stretch for stretch, _ in kept(text)}


NAUGHTY = [
    "a/b/Kiev/c",
    "${Kiev}_x",
    "$ENV{'Kiev_HOME'} {{Kiev}} $Kiev",
    "<script>alert('Kiev')</script>",
    "<IMG SRC=\"jav&#x09;ascript:alert('Kiev');\">",
    "../../../../Kiev",
    "SELECT * FROM Kiev_x; DROP",
    "Kiev@example.org",
    "%s%s%n{Kiev_0}",
]


@pytest.mark.parametrize("line", NAUGHTY)
def test_nothing_changes_in_a_line_of_code(small: Normalizer, line: str) -> None:
    assert small.clean(line).text == line


@pytest.mark.parametrize(
    "unit",
    ["<!--", "```a", "`", '<a "', "a/", "a.", "@", "http://", "<", "a.`", "Kiev ", "_", "/", "x@", "<a '", "K@K"],
)
def test_a_long_run_of_signs_takes_no_more_than_its_length(unit: str) -> None:
    """Ten thousand signs in a row; with quadratic work this alone would take minutes."""
    assert len(protected_spans(unit * 10_000)) <= 10_000
