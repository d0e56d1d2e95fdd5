"""`normalizer match`: two lists joined by name, nothing lost, the unsure rows set aside, decisions obeyed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ALONE = ("--gazetteer", "none")
A = "id,name,land\n1,Lisyansky,\n2,Anna Schmitt,DE\n3,Kiev,UA\n4,,\n5,Qqqq,\n"
B = 'key;label;cc\nx;"Лисянский; Ю.";\ny;Kyiv;UA\nz;Anne Schmidt;DE\nw;Anna Schmidt;DE\n'


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "a.csv").write_text(A, encoding="utf-8")
    (folder / "b.csv").write_text(B, encoding="utf-8")
    return folder / "a.csv", folder / "b.csv"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_of_the_first_list_comes_out_once_with_the_columns_of_its_match(
    run: Run, lists: tuple[Path, Path]
) -> None:
    ran = run("match", *lists, "-c", "name:land", "-c", "label:cc", *ALONE)
    assert (ran.code, ran.err) == (0, "")
    found = rows(ran.text)
    assert [row["a_id"] for row in found] == ["1", "2", "3", "4", "5"]
    assert [row["status"] for row in found] == ["match", "unsure", "match", "none", "none"]
    assert (found[0]["b_key"], found[0]["b_label"]) == ("x", "Лисянский; Ю.")
    assert found[1]["b_key"] == ""  # unsure: a candidate, but no join
    assert {found[1]["candidate"], found[1]["runner_up"]} == {"Anna Schmidt", "Anne Schmidt"}
    assert "is likely, too" in found[1]["reason"]
    assert found[3]["reason"] == "no row comes near"


def test_json_lines_have_both_rows_and_the_steps(run: Run, lists: tuple[Path, Path]) -> None:
    ran = run("match", *lists, "-c", "name", "-c", "label", "--jsonl", *ALONE)
    first = json.loads(ran.text.splitlines()[0])
    assert (first["a"]["id"], first["b"]["key"], first["status"]) == ("1", "x", "match")
    assert first["steps"]


def test_plain_lists_come_from_files_and_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Лисянский\n\nKirov\n", encoding="utf-8")
    ran = run("match", "-", tmp_path / "b.txt", *ALONE, stdin=b"Lisjanski\n")
    assert ran.text.splitlines()[0].split("\t")[:3] == ["a_name", "b_name", "status"]
    assert ran.text.splitlines()[1].split("\t")[:3] == ["Lisjanski", "Лисянский", "match"]


def test_json_values_are_carried_along(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"name": "Kiev", "n": [1, 2]}\n{"name": null, "m": 3}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"name": "Kyiv"}\n', encoding="utf-8")
    ran = run("match", tmp_path / "a.jsonl", tmp_path / "b.jsonl", *ALONE)
    found = [json.loads(line) for line in ran.text.splitlines()]
    assert found[0]["a"] == {"name": "Kiev", "n": [1, 2], "m": None}
    assert [one["status"] for one in found] == ["match", "none"]


def test_nothing_matched_is_exit_code_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Kirov\n", encoding="utf-8")
    assert run("match", "-", tmp_path / "b.txt", *ALONE, stdin=b"Marseille\n").code == 1


def test_the_unsure_rows_go_into_a_table_and_a_page(run: Run, lists: tuple[Path, Path], tmp_path: Path) -> None:
    columns = ("-c", "name:land", "-c", "label:cc")
    for name in ("unsure.csv", "unsure.jsonl", "unsure.html"):
        run("match", *lists, *columns, "--review", tmp_path / name, *ALONE)
    assert [row["a_id"] for row in rows((tmp_path / "unsure.csv").read_text("utf-8"))] == ["2"]
    assert json.loads((tmp_path / "unsure.jsonl").read_text("utf-8"))["a"]["id"] == "2"
    assert "Anne Schmidt" in (tmp_path / "unsure.html").read_text("utf-8")


def test_decisions_are_obeyed(run: Run, lists: tuple[Path, Path], tmp_path: Path) -> None:
    decided = [
        {"decision": "same", "a": "Anna Schmitt", "b": "Anne Schmidt"},
        {"decision": "same", "a": "Qqqq", "b": "Kyiv"},
        {"decision": "different", "a": "Kiev", "b": "Kyiv"},
    ]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(one) + "\n" for one in decided), encoding="utf-8")
    ran = run("match", *lists, "-c", "name", "-c", "label", "--decisions", tmp_path / "d.jsonl", *ALONE)
    found = rows(ran.text)
    assert [row["b_key"] for row in found] == ["x", "z", "", "", "y"]
    assert "decided to be one name" in found[1]["reason"]


def test_one_to_one_gives_each_row_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Lisyansky\nKirov\n", encoding="utf-8")
    names = "Lisjanski\nЛисянский\nLisyansky\n".encode()
    ran = run("match", "-", tmp_path / "b.txt", "--one-to-one", *ALONE, stdin=names)
    matched = [line.split("\t") for line in ran.text.splitlines()[1:]]
    assert [row[1] for row in matched] == ["", "", "Lisyansky"]
    assert [row[2] for row in matched] == ["none", "none", "match"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-c", "nome"), "there is no column 'nome'; there are 'id', 'name', 'land'"),
        ((), "which column holds the names?"),
        (("-c", "name:land:id:x", "-c", "label"), "no column"),
        (("-c", "a", "-c", "b", "-c", "c"), "more than twice"),
        (("--workers", "0"), "below 1"),
        (("--one-to-one", "--many"), "not allowed with"),
        (("--review", "out.pdf"), "which kind of file?"),
        (("--decisions", "nowhere.jsonl"), "nowhere.jsonl: the decisions cannot be read"),
        (("-c", "name:id", "-c", "label"), "row 1: Country '1' is not an ISO 3166-1 code"),
        (("-c", "name::id", "-c", "label"), "row 1: kind '1' is none of"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    run: Run, lists: tuple[Path, Path], arguments: tuple[str, ...], sentence: str
) -> None:
    ran = run("match", *lists, *arguments, *ALONE)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.out == b""


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "name\nKyiv,1\n", "a.csv, line 2: 2 cells where the header has 1"),
        ("a.csv", "", "there is no header line"),
        ("a.jsonl", '{"name": "Kyiv"}\n[1]\n', "a.jsonl, line 2: this is no JSON object"),
        ("a.jsonl", '{"name": \n', "a.jsonl, line 1: this is no JSON object"),
    ],
)
def test_a_list_in_the_wrong_shape_is_refused_with_its_place(
    run: Run, lists: tuple[Path, Path], tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("match", tmp_path / name, lists[1], "-c", "name", "-c", "label", *ALONE)
    assert (ran.code, ran.out) == (2, b"")
    assert sentence in ran.err


def test_one_list_is_not_enough(run: Run, lists: tuple[Path, Path]) -> None:
    assert "takes two lists, 1 given" in run("match", lists[0], *ALONE).err
    assert "Both lists are standard input" in run("match", "-", "-", *ALONE).err
