"""`normalizer romanize`, `normalizer schemes`, `normalizer variants`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_each_text_gives_a_line(run: Run) -> None:
    ran = run("romanize", "Луганськ", "Запоріжжя", "--scheme", "ukr-kmu-2010")
    assert (ran.code, ran.text, ran.err) == (0, "Luhansk\nZaporizhzhia\n", "")


def test_a_language_stands_for_its_default_scheme(run: Run) -> None:
    assert run("romanize", "Запоріжжя", "--lang", "uk").text == "Zaporizhzhia\n"


def test_standard_input_keeps_its_line_ends_and_its_foreign_bytes(run: Run) -> None:
    ran = run("romanize", "-", "--lang", "uk", stdin="Одеса\r\n\nКиїв".encode() + b" \xff\xfe")
    assert ran.out == b"Odesa\r\n\nKyiv \xff\xfe"


@pytest.mark.parametrize("choice", [("--scheme", "no-such-scheme"), ("--lang", "qqq"), ("--scheme", "")])
def test_an_unknown_scheme_is_one_sentence(run: Run, choice: tuple[str, str]) -> None:
    ran = run("romanize", "x", *choice)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert ran.err.startswith("normalizer: ")


def test_schemes_are_listed_by_language_and_status(run: Run) -> None:
    ran = run("schemes", "--lang", "uk", "--status", "official", "--json")
    listed = json.loads(ran.out)
    assert "ukr-kmu-2010" in [scheme["id"] for scheme in listed]
    assert {scheme["status"] for scheme in listed} == {"official"}


def test_schemes_as_a_table_have_a_row_each(run: Run) -> None:
    header, *rows = run("schemes", "--provider", "own", "--tsv").text.splitlines()
    assert header.startswith("id\tlanguages\t")
    assert {row.count("\t") for row in rows} == {header.count("\t")}
    assert any(row.startswith("ukr-kmu-2010\tuk\t") for row in rows)


def test_no_scheme_left_is_nothing_found(run: Run) -> None:
    ran = run("schemes", "--lang", "qqq")
    assert (ran.code, ran.text) == (1, "")


def test_an_unknown_status_is_one_sentence(run: Run) -> None:
    ran = run("schemes", "--status", "royal")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_variants_come_with_their_schemes(run: Run) -> None:
    ran = run("variants", "Зеленський", "--lang", "de", "--tsv")
    assert ran.code == 0
    assert "Зеленський\tSelenskyj\tukr-press-de\tde" in ran.text.splitlines()
