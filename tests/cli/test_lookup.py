"""`normalizer lookup`: answers for people and for programs, and what the exit code says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from normalizer.matching import core

Run = Callable[..., Any]
HEAVY = ("numpy", "icu", "transliterate", "asyncio", "csv", "dataclasses", "inspect", "pathlib", "typing", "copy")


def test_a_spelling_finds_its_entity(run: Run, small: Path) -> None:
    ran = run("lookup", "Lugansk", "--gazetteer", small)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.startswith("Lugansk = Luhansk  [place city UA]  t:1  0.9")


def test_an_unknown_name_is_unknown(run: Run, small: Path) -> None:
    ran = run("lookup", "Qwrtzpsdf", "--gazetteer", small)
    assert (ran.code, ran.text, ran.err) == (1, "Qwrtzpsdf is unknown.\n", "")


def test_one_found_name_among_unknown_ones_is_success(run: Run, small: Path) -> None:
    assert run("lookup", "Qwrtzpsdf", "Одесса", "--gazetteer", small).code == 0


def test_an_ambiguous_name_lists_what_it_may_be(run: Run, small: Path) -> None:
    ran = run("lookup", "Twinford", "--gazetteer", small)
    assert ran.code == 0
    first, *others = ran.text.splitlines()
    assert first == "Twinford is ambiguous:"
    assert {line.split("  ")[-2] for line in others} == {"t:3", "t:4"}


def test_a_house_file_has_the_last_word(run: Run, small: Path, tmp_path: Path) -> None:
    house = tmp_path / "house.tsv"
    header = "action\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\n"
    house.write_text(f"{header}pin\tt:1\tLugansk\ten\t\t\t\tstyle guide\n", encoding="utf-8")
    ran = run("lookup", "Луганськ", "--gazetteer", small, "--house", house)
    assert ran.text.startswith("Луганськ = Lugansk  [place city UA]")


def test_a_house_file_that_is_not_there_is_told(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("lookup", "Луганськ", "--gazetteer", small, "--house", tmp_path / "none.tsv")
    assert ran.code == 2
    assert "none.tsv" in ran.err


def test_the_country_orders_namesakes(run: Run, small: Path) -> None:
    ran = run("lookup", "--country", "ca", "Twinford", "--gazetteer", small, "--jsonl")
    assert json.loads(ran.out)["candidates"][0]["entity"]["id"] == "t:4"


def test_an_empty_name_is_unknown_and_says_why(run: Run, small: Path) -> None:
    ran = run("lookup", "", "--gazetteer", small)
    assert (ran.code, ran.text) == (1, "'' is unknown: the name is empty.\n")


def test_an_explanation_names_entry_and_scheme(run: Run, small: Path) -> None:
    ran = run("lookup", "Louhansk", "--explain", "--gazetteer", small)
    assert "t:1" in ran.text
    assert "Луганськ" in ran.text
    assert "ukr-press-fr" in ran.text


def test_json_is_one_array_with_one_object_a_name(run: Run, small: Path) -> None:
    answers = json.loads(run("lookup", "Lugansk", "Qwrtzpsdf", "--json", "--gazetteer", small).out)
    assert [(a["query"], a["status"]) for a in answers] == [("Lugansk", "match"), ("Qwrtzpsdf", "unknown")]


def test_json_lines_are_one_object_a_name(run: Run, small: Path) -> None:
    lines = run("lookup", "Lugansk", "Одесса", "--jsonl", "--gazetteer", small).text.splitlines()
    assert [json.loads(line)["canonical"] for line in lines] == ["Luhansk", "Odesa"]


def test_tables_have_a_row_a_candidate_and_a_row_for_the_unknown(run: Run, small: Path) -> None:
    names = ("Twinford", "Qwrtzpsdf")
    tabs = [line.split("\t") for line in run("lookup", *names, "--tsv", "--gazetteer", small).text.splitlines()]
    commas = list(csv.reader(io.StringIO(run("lookup", *names, "--csv", "--gazetteer", small).text)))
    assert tabs == commas
    assert [(row[0], row[1], row[2]) for row in tabs[1:]] == [
        ("Twinford", "ambiguous", "1"), ("Twinford", "ambiguous", "2"), ("Qwrtzpsdf", "unknown", ""),
    ]  # fmt: skip


def test_a_tab_inside_a_name_does_not_break_the_table(run: Run, small: Path) -> None:
    lines = run("lookup", "a\tb\nc", "--tsv", "--gazetteer", small).text.splitlines()
    assert [line.count("\t") for line in lines] == [10, 10]


def test_names_come_from_standard_input_one_a_line(run: Run, small: Path) -> None:
    lines = "\ufeffLugansk\r\nОдесса\n\nQwrtzpsdf".encode()
    ran = run("lookup", "-", "--jsonl", "--gazetteer", small, stdin=lines)
    answers = [json.loads(line) for line in ran.text.splitlines()]
    assert [(a["query"], a["canonical"]) for a in answers] == [
        ("Lugansk", "Luhansk"), ("Одесса", "Odesa"), ("", None), ("Qwrtzpsdf", None),
    ]  # fmt: skip


def test_names_and_options_stand_in_any_order(run: Run, small: Path) -> None:
    ran = run("lookup", "Lugansk", "--gazetteer", small, "Одесса", "--limit", "1")
    assert ran.text.count(" = ") == 2


def test_a_later_gazetteer_wins(run: Run, small: Path, tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(
        "id\tname\tkind\tlang\trole\tweight\nt:1\tMy Luhansk\tplace\ten\tcanonical\t400000\n"
        "t:1\tLugansk\tplace\t\talternate\t400000\n",
        encoding="utf-8",
    )
    assert run("build", table, "-o", tmp_path / "own.gaz").code == 0
    ran = run("lookup", "Lugansk", "--gazetteer", small, "--gazetteer", tmp_path / "own.gaz")
    assert ran.text.startswith("Lugansk = My Luhansk  ")


def test_an_exact_look_up_imports_nothing_heavy(run: Run, small: Path, tmp_path: Path) -> None:
    imported = second_run_imports(run, tmp_path, "lookup", "Lugansk", "--gazetteer", small)
    assert "normalizer.api" in imported
    assert not imported & {*HEAVY, "rapidfuzz", "normalizer.matching.compare"}


def test_a_misspelt_one_imports_neither_numpy_nor_what_is_compiled(run: Run, small: Path, tmp_path: Path) -> None:
    imported = second_run_imports(run, tmp_path, "lookup", "Luganskk", "--gazetteer", small)
    assert "normalizer.matching.compare" in imported
    assert not imported & {
        "numpy",
        "typing",
        "copy",
        *(("rapidfuzz", "normalizer.matching.plain") if core.COMPILED else ()),
    }


def second_run_imports(run: Run, folder: Path, *arguments: str | Path) -> set[str]:
    """The modules that a program imports when it has run before, so that its tables are kept as they were read."""
    kept = {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    assert run(*arguments, env=kept).code == 0
    ran = run(*arguments, env=kept, flags=["-X", "importtime"])
    return {line.rpartition("|")[2].strip() for line in ran.err.splitlines()}


def test_the_embedded_gazetteer_knows_the_world(run: Run, default: Path) -> None:
    ran = run("lookup", "Lugansk", "Peking", "القذافي", "--jsonl", "--gazetteer", default)
    first, second, third = (json.loads(line) for line in ran.text.splitlines())
    assert (first["canonical"], first["entity"]["id"]) == ("Luhansk", "gn:702658")
    assert second["canonical"] == "Beijing"
    assert third["candidates"]
