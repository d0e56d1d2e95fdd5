"""`normalizer compare` and `normalizer cluster`: with rules alone, and with a gazetteer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalizer import locations
from normalizer.cli import main

Run = Callable[..., Any]
ALONE = ("--gazetteer", "none")


def test_two_spellings_of_one_name_are_the_same(run: Run) -> None:
    ran = run("compare", "Lisyansky", "Lisjanski", *ALONE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.startswith("'Lisyansky' and 'Lisjanski' are spellings of one name (score ")


def test_two_names_are_not_the_same(run: Run) -> None:
    ran = run("compare", "Iran", "Iraq", "--kind", "place", *ALONE)
    assert ran.code == 1
    assert "are not shown to be one name" in ran.text


def test_a_comparison_as_json_is_one_object(run: Run) -> None:
    answer = json.loads(run("compare", "Lisyansky", "Lisjanski", "--json", *ALONE).out)
    assert answer["same"] is True
    assert answer["schema"] == 1


def test_pairs_come_from_standard_input(run: Run) -> None:
    ran = run("compare", "-", *ALONE, stdin=b"Lisyansky\tLisjanski\nIran\tIraq\n")
    assert ran.code == 1
    header, *rows = [line.split("\t") for line in ran.text.splitlines()]
    assert header == ["a", "b", "same", "score"]
    assert [row[:3] for row in rows] == [["Lisyansky", "Lisjanski", "yes"], ["Iran", "Iraq", "no"]]


def test_a_line_without_a_tab_is_no_pair(run: Run) -> None:
    ran = run("compare", "-", *ALONE, stdin=b"a\tb\nno pair\n")
    assert ran.code == 2
    assert "standard input, line 2: there is no tab" in ran.err


def test_without_a_default_gazetteer_rules_alone_decide(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locations, "PACKAGED", tmp_path)
    monkeypatch.setenv("NORMALIZER_DATA", str(tmp_path))
    assert main(["compare", "Lisyansky", "Lisjanski"]) == 0
    assert capsys.readouterr().err == ""  # notes are for terminals


def test_spellings_of_one_name_come_together(run: Run) -> None:
    names = b"Lisyansky\nLisjanski\nSmith\n\nLisyansky\n"
    ran = run("cluster", *ALONE, stdin=names)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.splitlines() == ["Lisyansky: Lisyansky (2), Lisjanski", "Smith: Smith"]


def test_clusters_as_a_table_have_a_row_a_spelling(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Lisyansky\nLisjanski\nLisyansky\n", encoding="utf-8")
    rows = [line.split("\t") for line in run("cluster", file, "--tsv", *ALONE).text.splitlines()]
    assert rows == [
        ["cluster", "canonical", "member", "count", "score"],
        ["1", "Lisyansky", "Lisyansky", "2", rows[1][-1]],
        ["1", "Lisyansky", "Lisjanski", "1", rows[1][-1]],
    ]
    assert 0.75 <= float(rows[1][-1]) < 1


def test_clusters_as_json_have_counts(run: Run) -> None:
    clusters = json.loads(run("cluster", "--json", *ALONE, stdin=b"Smith\nSmith\n").out)
    assert [(c["canonical"], c["members"], c["counts"]) for c in clusters] == [("Smith", ["Smith"], [2])]


def test_no_names_are_nothing_found(run: Run) -> None:
    ran = run("cluster", "--json", *ALONE, stdin=b"\n\n")
    assert (ran.code, ran.text) == (1, "[]\n")


def test_clusters_of_a_kind(run: Run) -> None:
    ran = run("cluster", "--kind", "place", "--json", *ALONE, stdin=b"Chimki\nKhimki\n")
    assert [c["members"] for c in json.loads(ran.out)] == [["Chimki", "Khimki"]]


def test_an_unknown_kind_of_clusters_is_refused(run: Run) -> None:
    assert run("cluster", "--kind", "planet", *ALONE, stdin=b"Smith\n").code == 2


def test_groups_are_reviewed_and_decisions_obeyed(run: Run, tmp_path: Path) -> None:
    names = b"Lisyansky\nLisjanski\nSmith\n"
    ran = run("cluster", "--review", tmp_path / "groups.html", *ALONE, stdin=names)
    assert ran.code == 0
    assert "Lisjanski" in (tmp_path / "groups.html").read_text("utf-8")
    (tmp_path / "d.tsv").write_text("decision\ta\tb\ndifferent\tLisyansky\tLisjanski\n", encoding="utf-8")
    ran = run("cluster", "--decisions", tmp_path / "d.tsv", "--review", tmp_path / "g.html", *ALONE, stdin=names)
    assert ran.text.splitlines() == ["Lisyansky: Lisyansky", "Lisjanski: Lisjanski", "Smith: Smith"]
    assert '"different"' in (tmp_path / "g.html").read_text("utf-8")  # handed on with the next decisions


def test_several_processes_give_the_same_groups(run: Run) -> None:
    names = "Lisyansky\nLisjanski\nЛисянский\nSmith\n".encode()
    assert run("cluster", "--workers", "2", *ALONE, stdin=names).out == run("cluster", *ALONE, stdin=names).out


def test_a_review_of_an_unknown_kind_is_refused_before_the_work(run: Run) -> None:
    ran = run("cluster", "--review", "groups.pdf", *ALONE, stdin=b"Smith\n")
    assert (ran.code, ran.out) == (2, b"")
    assert "which kind of file?" in ran.err
