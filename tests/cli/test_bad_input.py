"""Whatever is given: one sentence that says what, where and what to do; the documented code; no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalizer.cli import main

Run = Callable[..., Any]

USAGE = [
    (),
    ("--nonsense",),
    ("nonsense",),
    ("lookup",),
    ("lookup", "Kyiv", "--nonsense"),
    ("lookup", "Kyiv", "--lim", "3"),
    ("lookup", "Kyiv", "--limit", "0"),
    ("lookup", "Kyiv", "--limit", "many"),
    ("lookup", "Kyiv", "--kind", "river"),
    ("lookup", "Kyiv", "--country", "Ukraine"),
    ("lookup", "Kyiv", "--policy", "the best"),
    ("lookup", "Kyiv", "--json", "--tsv"),
    ("lookup", "Kyiv", "--gazetteer", "none"),
    ("lookup", "Kyiv", "--gazetteer", "none", "--gazetteer", "default"),
    ("compare", "alone", "--gazetteer", "none"),
    ("compare", "a", "b", "--kind", "river", "--gazetteer", "none"),
    ("clean", "/no/such/file", "--gazetteer", "none"),
    ("clean", "--diff", "--json", "--gazetteer", "none"),
    ("cluster", "/no/such/file", "--gazetteer", "none"),
    ("cluster", "a\0b", "--gazetteer", "none"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_usage_that_cannot_be_meant_is_one_sentence(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("normalizer: ")
    assert captured.err.count("\n") == 1


def _broken_gazetteers(small: Path, folder: Path) -> dict[str, Path]:
    data = small.read_bytes()
    contents = {
        "empty": b"",
        "foreign": b"Kyiv\n" * 100,
        "short": data[:-9],
        "long": data + b"x",
        "header": data[:12] + b"\xff" + data[13:],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {**{name: folder / name for name in contents}, "missing": folder / "nowhere", "folder": folder}


def test_a_gazetteer_that_cannot_be_used_is_one_sentence(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for what, path in _broken_gazetteers(small, tmp_path).items():
        for command in (
            ["lookup", "Kyiv", "--gazetteer"],
            ["compare", "a", "b", "--gazetteer"],
            ["info"],
            ["doctor"],
        ):
            assert main([*command, str(path)]) == 3, what
            captured = capsys.readouterr()
            assert captured.out == ""
            assert captured.err.startswith(f"normalizer: {path}: ")
            assert captured.err.count("\n") == 1


def test_a_damaged_block_never_answers(run: Run, small: Path, tmp_path: Path) -> None:
    data = bytearray(small.read_bytes())
    data[200] ^= 1
    (tmp_path / "damaged.gaz").write_bytes(data)
    ran = run("lookup", "Lugansk", "--gazetteer", tmp_path / "damaged.gaz")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, b"", 1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_without_permission_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Kyiv\n")
    (tmp_path / "secret").chmod(0)
    ran = run("cluster", tmp_path / "secret", "--gazetteer", "none")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_names_that_are_not_utf8_are_refused_with_their_place(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Kyiv\nЛьвів\nКиїв\n".encode() + "Одесса\n".encode("cp1251"))
    ran = run("cluster", file, "--gazetteer", "none")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert f"{file}, line 4, byte 25: this is not UTF-8" in ran.err
    assert "iconv" in ran.err
    for command in (("lookup", "-", "--gazetteer", small), ("compare", "-", "--gazetteer", "none")):
        ran = run(*command, stdin=b"\xff\xfea\x00")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "standard input, line 1, byte 0" in ran.err


def test_a_megabyte_of_one_letter_is_answered(run: Run, small: Path) -> None:
    long = b"a" * 1_000_000
    ran = run("lookup", "-", "--gazetteer", small, stdin=long)
    assert (ran.code, ran.err) == (1, "")
    assert len(ran.out) < 1000
    assert run("clean", "--gazetteer", small, stdin=long).out == long
    assert run("cluster", "--gazetteer", "none", "--tsv", stdin=long).code == 0
    assert run("compare", "-", "--gazetteer", "none", stdin=long + b"\t" + long).code == 0


@pytest.mark.skipif(os.name == "nt", reason="arguments are no bytes there")
def test_bytes_that_are_not_utf8_may_stand_in_arguments(run: Run, small: Path) -> None:
    name = os.fsdecode(b"Ky\xe9v\x80")
    ran = run("lookup", name, "--gazetteer", small, "--json", env={"PYTHONUTF8": "1"})
    assert ran.code == 1
    assert json.loads(ran.out)[0]["query"] == "Ky\udce9v\udc80"
    assert run("compare", name, name, "--gazetteer", "none", env={"PYTHONUTF8": "1"}).code in (0, 1)
    assert run("romanize", name, env={"PYTHONUTF8": "1"}).code == 0


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\x1b[31m", "'", "-", "%s", "{0}", "a\nb"])
def test_odd_names_never_end_in_a_traceback(run: Run, small: Path, name: str) -> None:
    ran = run("lookup", "--gazetteer", small, "--explain", "--", name)
    assert ran.code in (0, 1)
    assert ran.err == ""
    assert "\x1b" not in ran.text


def test_a_defect_is_one_sentence_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> int:
        raise KeyError("lost")

    monkeypatch.delenv("NORMALIZER_DEBUG", raising=False)
    monkeypatch.setattr("normalizer.cli.romanize.run", broken)
    assert main(["romanize", "x"]) == 70
    assert capsys.readouterr().err.startswith("normalizer: this is a defect of the program (KeyError: 'lost')")


def test_the_installed_program_and_the_module_are_one(run: Run) -> None:
    from normalizer import cli

    code = "import sys; from normalizer.cli import main; sys.exit(main())"
    arguments = ["romanize", "Київ", "--lang", "uk"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    assert cli.main.__name__ == "main"
    assert (done.returncode, done.stdout) == (0, run(*arguments).out)
