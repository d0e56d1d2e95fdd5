"""What changed, to be read: a diff that can be applied, and marks that do not disturb it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from normalizer.cleaning.report import marked, unified_diff
from normalizer.cleaning.rewrite import rewrite
from normalizer.result import Cleaned, Mention

PIECES = st.lists(
    st.tuples(
        st.text("ab \n\r\u2028", max_size=12),
        st.text("KL\n", min_size=1, max_size=4),
        st.text("mn\n", min_size=1, max_size=4),
    ),
    max_size=12,
)


def cleaned_from(pieces: list[tuple[str, str, str]], end: str) -> Cleaned:
    text, mentions = "", []
    for between, old, new in pieces:
        text += between
        mentions.append(Mention(len(text), len(text) + len(old), old, new, "place"))
        text += old
    return rewrite(text + end, mentions)


def apply_diff(original: str, diff: str) -> str:
    """What `patch` does, for hunks of lines that end in a line feed or in the remark that there is none."""
    if not diff:
        return original
    lines = re.findall(r"[^\n]*\n|[^\n]+", original)
    body = re.findall(r"[^\n]*\n", diff)[2:]
    out: list[str] = []
    at = 0
    ended = False
    for number, line in enumerate(body):
        if line.startswith("@@"):
            start = int(line.split()[1][1:].split(",")[0]) - 1
            out += lines[at:start]
            at = start
            continue
        if line.startswith("\\"):
            continue
        without_end = number + 1 < len(body) and body[number + 1].startswith("\\")
        content = line[1:-1] if without_end else line[1:]
        if line[0] in " -":
            assert lines[at] == content
            at += 1
        if line[0] in " +":
            assert not ended
            out.append(content)
            ended = without_end
    return "".join(out + lines[at:])


@given(PIECES, st.text("ab\n", max_size=30), st.integers(0, 3))
def test_applying_the_diff_to_the_original_gives_the_cleaned_text(
    pieces: list[tuple[str, str, str]], end: str, context: int
) -> None:
    cleaned = cleaned_from(pieces, end)
    diff = "".join(unified_diff(cleaned, "text", context=context))
    assert apply_diff(cleaned.original, diff) == cleaned.text


@given(PIECES, st.text("ab\n", max_size=30))
def test_the_counts_in_the_hunk_headers_are_those_of_the_lines(pieces: list[tuple[str, str, str]], end: str) -> None:
    diff = "".join(unified_diff(cleaned_from(pieces, end), "text"))
    for hunk in re.split(r"(?m)^(?=@@ )", diff)[1:]:
        header, *body = re.findall(r"[^\n]*\n", hunk)
        old, new = (int(count or 1) for count in re.findall(r"[-+]\d+(?:,(\d+))?", header))
        assert sum(line[0] in " -" for line in body) == old
        assert sum(line[0] in " +" for line in body) == new


@given(PIECES, st.text("ab\n", max_size=30))
def test_marks_are_the_only_thing_that_they_add(pieces: list[tuple[str, str, str]], end: str) -> None:
    cleaned = cleaned_from(pieces, end)
    for plain, loud in (
        ("".join(unified_diff(cleaned, "text")), "".join(unified_diff(cleaned, "text", colour=True))),
        (marked(cleaned), marked(cleaned, colour=True)),
    ):
        assert re.sub(r"\x1b\[[\d;]*m", "", loud) == plain


def test_changes_far_apart_make_two_hunks() -> None:
    cleaned = cleaned_from([("", "K", "m"), ("\n" * 8, "L", "n")], "\n")
    assert "".join(unified_diff(cleaned, "t")).count("@@ -") == 2


def test_changes_near_each_other_share_a_hunk() -> None:
    cleaned = cleaned_from([("", "K", "m"), ("\n" * 7, "L", "n")], "\n")
    assert "".join(unified_diff(cleaned, "t")).count("@@ -") == 1


def test_a_text_without_changes_has_no_diff() -> None:
    assert list(unified_diff(Cleaned("a\n", (), "a\n"), "t")) == []
