"""The configuration of the linter: where it is found, what it says, and what it may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.cli.check import add_arguments
from normalizer.cli.config import find_config, load_config
from normalizer.cli.parser import Parser
from normalizer.cli.program import run_guarded
from normalizer.cli.texts import configuration, text_options
from normalizer.errors import NormalizerError


def options(*arguments: str) -> object:
    parser = Parser("normalizer check", "", None)
    add_arguments(parser)
    given = parser.parse_mixed(arguments)
    return text_options(given, configuration(given, search=False))


def test_the_nearest_file_counts_and_the_root_of_a_repository_ends_the_search(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "normalizer.toml").write_text("")
    assert find_config(inner) == tmp_path / "normalizer.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert find_config(inner) == tmp_path / "normalizer.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.normalizer]\n")
    assert find_config(inner) == tmp_path / "a" / "pyproject.toml"
    (inner / ".git").mkdir()
    assert find_config(inner) is None


def test_what_the_command_line_says_wins(tmp_path: Path) -> None:
    file = tmp_path / "normalizer.toml"
    file.write_text('only = ["place"]\nformer = "rewrite"\nmin-score = 0.5\nprotect = ["Kiev Rus"]\nquoted = true\n')
    chosen = options("--config", str(file), "--former", "keep", "--protect", "Lvov")
    assert chosen == options(
        "--only", "place", "--min-score", ".5", "--protect", "Kiev Rus", "--protect", "Lvov", "--quoted"
    )


def test_paths_are_meant_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.normalizer]\nhouse = "h.txt"\ngazetteer = ["default", "my.gaz"]\n')
    values = load_config(tmp_path / "pyproject.toml").values
    assert values["house"] == str(tmp_path / "h.txt")
    assert values["gazetteer"] == ["default", str(tmp_path / "my.gaz")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "there is no setting 'colour'; the settings are policy"),
        ("only = 'place'", "only is 'place'; it has to be a list of strings"),
        ("quoted = 1", "it has to be true or false"),
        ("min-score = true", "it has to be a number"),
        ("only = [", "is no TOML"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_file(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "normalizer.toml"
    file.write_text(text)
    with pytest.raises(NormalizerError, match=r"normalizer\.toml") as told:
        load_config(file)
    assert message in str(told.value)


def test_a_configuration_leaves_files_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "normalizer.toml").write_text('gazetteer = ["none"]\nexclude = ["old", "*.rst"]\ninclude = ["*.py"]\n')
    (tmp_path / "old").mkdir()
    text = "Viktor Lisyansky met Viktor Lisyansky and Viktor Lisjanski."
    for name in ("a.md", "b.rst", "c.py", "d.c", "old/e.md"):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    assert run_guarded(["check"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a.md", "c.py"]
    assert run_guarded(["check", "b.rst", "old/e.md"]) == 0
