"""`normalizer clean`: what changes, what never does, and the ways to look at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
TEXT = "The road from Lugansk to the sea.\r\nSee https://example.org/Lugansk \n\nFrom Lugansk again."


def test_a_text_goes_through_as_a_filter(run: Run, small: Path) -> None:
    ran = run("clean", "--gazetteer", small, stdin=TEXT.encode())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode() == (
        "The road from Luhansk to the sea.\r\nSee https://example.org/Lugansk \n\nFrom Luhansk again."
    )


def test_bytes_that_are_not_utf8_and_line_ends_come_out_as_they_went_in(run: Run, small: Path) -> None:
    raw = b"\xef\xbb\xbf\xff\xfe\r\n\r\xc3 \xed\xa0\x80 \x00 caf\xe9 in Lugansk\x0b\x1c\xe2\x80\xa8\r"
    assert run("clean", "--gazetteer", small, stdin=raw).out == raw.replace(b"Lugansk", b"Luhansk")


def test_an_empty_text_stays_empty(run: Run, small: Path) -> None:
    ran = run("clean", "--gazetteer", small)
    assert (ran.code, ran.out, ran.err) == (0, b"", "")


def test_several_files_are_written_one_after_the_other(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("In Lugansk.\n")
    (tmp_path / "b").write_text("Nothing here.")
    ran = run("clean", tmp_path / "a", "-", tmp_path / "b", "--gazetteer", small, stdin=b"Middle.\n")
    assert ran.text == "In Luhansk.\nMiddle.\nNothing here."


def test_a_diff_shows_differences_and_exits_with_1(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(b"One.\nIn Lugansk.\nThree.\n")
    ran = run("clean", "--diff", file, "--gazetteer", small)
    assert ran.code == 1
    assert ran.text == f"--- {file}\n+++ {file}\n@@ -1,3 +1,3 @@\n One.\n-In Lugansk.\n+In Luhansk.\n Three.\n"


def test_a_diff_of_a_clean_text_is_empty_and_exits_with_0(run: Run, small: Path) -> None:
    ran = run("clean", "--diff", "--gazetteer", small, stdin=b"In Luhansk.\n")
    assert (ran.code, ran.out) == (0, b"")


def test_a_word_diff_is_the_text_with_its_changes_marked(run: Run, small: Path) -> None:
    ran = run("clean", "--word-diff", "--gazetteer", small, stdin=b"In Lugansk.\n")
    assert (ran.code, ran.text) == (1, "In [-Lugansk-]{+Luhansk+}.\n")


def test_mentions_have_offsets_in_code_points(run: Run, small: Path) -> None:
    text = "𝔘𝔫 été in Lugansk."
    ran = run("clean", "--mentions", "--gazetteer", small, stdin=text.encode())
    mentions = [json.loads(line) for line in ran.text.splitlines()]
    changed = [m for m in mentions if m["changed"]]
    assert [text[m["start"] : m["end"]] for m in changed] == ["Lugansk"]
    assert changed[0]["replacement"] == "Luhansk"
    assert changed[0]["file"] == "-"


def test_json_has_text_and_mentions_of_each_file(run: Run, small: Path) -> None:
    (answer,) = json.loads(run("clean", "--json", "--gazetteer", small, stdin=b"In Lugansk\xff.").out)
    assert answer["text"] == "In Luhansk\udcff."
    assert [m["surface"] for m in answer["mentions"]] == ["Lugansk"]


def test_without_a_gazetteer_names_are_unified_within_the_text(run: Run) -> None:
    text = "Yesterday Viktor Lisyansky met the press; the press knew Viktor Lisyansky and Viktor Lisjanski."
    ran = run("clean", "--gazetteer", "none", stdin=text.encode())
    assert ran.text == text.replace("Lisjanski", "Lisyansky")


def test_a_policy_decides_the_form(run: Run, small: Path) -> None:
    ran = run("lookup", "Lugansk", "--policy", "native", "--jsonl", "--gazetteer", small)
    assert json.loads(ran.out)["canonical"] == "Луганськ"
