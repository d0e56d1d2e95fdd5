"""`normalizer clean` on files: in place, in blocks, in columns, with reports, and back again."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"From Lugansk\r\nto the sea \xff\r\n")
    return path


def test_a_file_is_changed_in_place_and_keeps_its_mode(run: Run, small: Path, letter: Path) -> None:
    letter.chmod(0o640)
    ran = run("clean", "--in-place", letter, "--gazetteer", small)
    assert (ran.code, ran.out) == (0, b"")
    assert letter.read_bytes() == b"From Luhansk\r\nto the sea \xff\r\n"
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640
    assert list(letter.parent.iterdir()) == [letter]


def test_a_file_without_changes_is_not_written(run: Run, small: Path, letter: Path) -> None:
    letter.write_text("Luhansk\n")
    before = letter.stat()
    assert run("clean", "--in-place", letter, "--gazetteer", small).code == 0
    assert (letter.stat().st_ino, letter.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_stays_a_link(run: Run, small: Path, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(letter)
    run("clean", "--in-place", tmp_path / "link", "--gazetteer", small)
    assert (tmp_path / "link").is_symlink()
    assert b"Luhansk" in letter.read_bytes()


def test_a_text_of_many_blocks_is_cleaned_like_a_short_one(run: Run, small: Path, tmp_path: Path) -> None:
    raw = (b"\n" * 9 + b"From Lugansk to the sea.\r\n") * 1_000
    listed = tmp_path / "list.jsonl"
    ran = run("clean", "--gazetteer", small, "--mentions-to", listed, "--summary", stdin=raw)
    assert ran.out == raw.replace(b"Lugansk", b"Luhansk")
    assert "1 text, 1,000 mentions, 1,000 changed" in ran.err
    text = raw.decode()
    mentions = [json.loads(line) for line in listed.read_text().splitlines()]
    assert {text[m["start"] : m["end"]] for m in mentions} == {"Lugansk"}
    (tmp_path / "clean.txt").write_bytes(ran.out)
    assert run("clean", "--undo", listed, tmp_path / "clean.txt").out == raw


def test_cleaning_twice_changes_nothing_more(run: Run, small: Path) -> None:
    once = run("clean", "--gazetteer", small, stdin="Lugansk, Odessa, Луганск\n".encode()).out
    assert run("clean", "--gazetteer", small, "--diff", stdin=once).code == 0


def test_the_undoing_of_another_text_is_refused(run: Run, small: Path, letter: Path, tmp_path: Path) -> None:
    run("clean", letter, "--gazetteer", small, "--mentions-to", tmp_path / "list")
    ran = run("clean", "--undo", tmp_path / "list", letter)
    assert ran.code == 2
    assert "character 5: here is 'Lugansk' and not 'Luhansk'" in ran.err


def test_code_and_tags_of_the_format_stay(run: Run, small: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Lugansk\n\n    Lugansk\n\n[Lugansk](Lugansk.html)\n")
    assert run("clean", page, "--gazetteer", small).text == "Luhansk\n\n    Lugansk\n\n[Luhansk](Lugansk.html)\n"
    plain = run("clean", page, "--markup", "plain", "--gazetteer", small).text
    assert plain.startswith("Luhansk\n\n    Luhansk\n")


def test_quotations_stay_when_asked(run: Run, small: Path) -> None:
    text = "Lugansk “Lugansk”".encode()
    ran = run("clean", "--quoted", "--gazetteer", small, stdin=text)
    assert ran.text == "Luhansk “Lugansk”"


def test_an_annotation_names_the_mentions_and_rewrites_none(run: Run, small: Path) -> None:
    ran = run("clean", "--annotate", "--gazetteer", small, stdin=b"to Lugansk")
    (mention,) = [json.loads(line) for line in ran.text.splitlines()]
    assert (mention["surface"], mention["replacement"], mention["changed"]) == ("Lugansk", "Lugansk", False)
    assert "Luhansk" in mention["reason"]


def test_a_column_of_names_gets_its_answers(run: Run, small: Path) -> None:
    ran = run("clean", "-c", "town", "--gazetteer", small, stdin=b"n;town\r\n1;Lugansk\r\n2;Qqqq\r\n3\r\n")
    lines = ran.text.split("\r\n")
    assert lines[0] == "n;town;town_canonical;town_id;town_score;town_status;town_reason"
    assert lines[1].startswith("1;Lugansk;Luhansk;t:1;0.9")
    assert ";unknown;" in lines[2]
    assert lines[3] == "3"
    assert "1 of 3 rows" in ran.err
    assert "line 4" in ran.err


def test_a_column_of_texts_is_cleaned_in_place(run: Run, small: Path, tmp_path: Path) -> None:
    table = tmp_path / "news.jsonl"
    table.write_text('{"text": "From Lugansk."}\n')
    ran = run("clean", "--in-place", "-c", "text", "--cells", "texts", table, "--gazetteer", small)
    assert ran.code == 0
    answer = json.loads(table.read_text())
    assert (answer["text"], answer["text_canonical"], answer["text_id"]) == ("From Lugansk.", "From Luhansk.", "t:1")


def test_a_missing_column_is_told_with_those_that_are_there(run: Run, small: Path) -> None:
    ran = run("clean", "-c", "city", "--gazetteer", small, stdin=b"n,town\n")
    assert ran.code == 2
    assert "there is no column 'city'; the columns are 'n', 'town'" in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--in-place"],
        ["--only", "town"],
        ["--min-score", "2"],
        ["-c", "a", "--diff"],
        ["-c", "a", "--delimiter", "::"],
        ["--undo", "-"],
        ["-", "-"],
        ["--config", "/nowhere.toml"],
    ],
)
def test_what_cannot_be_meant_is_a_sentence(run: Run, small: Path, wrong: list[str]) -> None:
    ran = run("clean", *wrong, "--gazetteer", small, stdin=b"a\n")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("normalizer: ")
    assert "defect" not in ran.err


def test_the_report_is_one_page_that_loads_nothing(run: Run, small: Path, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("clean", letter, "--html", out, "--gazetteer", small).code == 0
    page = out.read_text()
    assert "<del>Lugansk</del><ins>Luhansk</ins>" in page
    assert "<script" not in page
    assert "http" not in page.split("</head>")[1]


def test_an_odd_name_is_no_markup_in_the_report(run: Run, small: Path, tmp_path: Path) -> None:
    odd = tmp_path / "<b>&amp;.txt"
    odd.write_bytes(b"<i>Lugansk</i> \x00 \xff & \xe2\x80\xae")
    assert run("clean", odd, "--html", tmp_path / "out.html", "--gazetteer", small).code == 0
    page = (tmp_path / "out.html").read_bytes().decode()
    assert "&lt;i&gt;" in page
    assert "&lt;b&gt;&amp;amp;.txt" in page
    assert "<b>&amp;" not in page
