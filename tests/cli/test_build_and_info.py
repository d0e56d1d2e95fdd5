"""`normalizer build`, `normalizer info`, `normalizer doctor`, `normalizer --version`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalizer.build import is_current
from normalizer.locations import gazetteer_path
from normalizer.version import __version__

Run = Callable[..., Any]


def test_a_table_becomes_a_gazetteer_and_refused_rows_are_counted(run: Run, tmp_path: Path) -> None:
    table, file = tmp_path / "rivers.csv", tmp_path / "rivers.gaz"
    table.write_text("id,name,kind\nr:1,Dnipro,place\n,Nobody,place\nr:2,Don,stream\n", encoding="utf-8")
    ran = run("build", table, "-o", file)
    assert (ran.code, ran.err) == (0, "")
    assert "rivers.csv: 3 read, 1 kept" in ran.text
    assert '1 refused: column "id" is empty' in ran.text
    assert "rivers.csv, line 4" in ran.text
    assert run("lookup", "Dnipro", "--gazetteer", file).text.startswith("Dnipro = Dnipro  ")


def test_progress_can_be_had_as_plain_lines(run: Run, small: Path, tmp_path: Path) -> None:
    table = small.with_name("places.tsv")
    ran = run("build", table, "-o", tmp_path / "again.gaz", "--progress")
    assert "  keys" in ran.err
    assert "\r" not in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"name\nx\n", 'no column "id"'), (b"id\tname\nx\t\xff\n", "not UTF-8"), (b"", "")],
)
def test_a_table_that_cannot_be_read_is_one_sentence(run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "bad.tsv").write_bytes(content)
    ran = run("build", tmp_path / "bad.tsv", "-o", tmp_path / "bad.gaz")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert says in ran.err
    assert not (tmp_path / "bad.gaz").exists()


def test_tables_need_an_output(run: Run, small: Path) -> None:
    ran = run("build", small.with_name("places.tsv"))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "-o FILE" in ran.err


def test_a_source_is_never_overwritten(run: Run, small: Path, tmp_path: Path) -> None:
    table = Path(shutil.copy(small.with_name("places.tsv"), tmp_path))
    before = table.read_bytes()
    assert run("build", table, "-o", table).code == 2
    assert table.read_bytes() == before


def test_an_output_that_cannot_be_written_is_a_gazetteer_error(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("build", small.with_name("places.tsv"), "-o", tmp_path / "no" / "such" / "folder.gaz")
    assert (ran.code, ran.err.count("\n")) == (3, 1)


def test_a_default_gazetteer_that_is_current_is_not_built_again(run: Run) -> None:
    path = gazetteer_path("default")
    if not is_current(path):
        pytest.skip("the default gazetteer is not built, or not from today's inputs; `make gazetteer` builds it")
    before = path.stat().st_mtime_ns
    ran = run("build", "default")
    assert (ran.code, ran.err) == (0, "")
    assert "is up to date" in ran.text
    assert path.stat().st_mtime_ns == before


def test_default_is_not_built_together_with_tables(run: Run) -> None:
    assert run("build", "default", "mine.tsv", "-o", "x.gaz").code == 2


def test_info_says_what_is_in_a_gazetteer(run: Run, small: Path) -> None:
    ran = run("info", small)
    assert (ran.code, ran.err) == (0, "")
    assert "entities: 4" in ran.text
    assert "by kind: place 4" in ran.text
    assert "places.tsv" in ran.text
    assert json.loads(run("info", small, "--json").out)["counts"]["entities"] == 4


def test_doctor_finds_a_whole_file_whole(run: Run, small: Path) -> None:
    ran = run("doctor", small)
    assert (ran.code, ran.text) == (0, f"{small} is whole.\n")


def test_doctor_finds_a_flipped_byte(run: Run, small: Path, tmp_path: Path) -> None:
    data = bytearray(small.read_bytes())
    data[200] ^= 1
    (tmp_path / "flipped.gaz").write_bytes(data)
    ran = run("doctor", tmp_path / "flipped.gaz")
    assert ran.code == 3
    assert "do not match their checksum" in ran.text


def test_the_version_comes_alone_without_a_default_gazetteer_or_with_its_attribution(run: Run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.text.splitlines()[0] == f"name-normalizer {__version__}"


def test_the_embedded_gazetteer_says_whose_data_it_is(run: Run, default: Path) -> None:
    assert "GeoNames" in run("--version").text
    assert "CC-BY-4.0" in run("info", default).text


PLACES = "\t".join(["702658", "Luhansk", "Luhansk", "Луганськ", "48", "39", "P", "PPLA", "UA", *[""] * 5, "397677"])
PEOPLE = (
    '{"id":"Q7","schema":"Person","properties":{"name":["Olena Kovalenko"],"country":["ua"]},"datasets":["x"],'
    '"target":true}\n{"id":"o1","schema":"Ownership","properties":{}}\n'
)


def test_dumps_of_any_format_become_one_gazetteer_with_their_attributions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "UA.txt").write_text(PLACES + "\t" * 4 + "\n", encoding="utf-8")
    (tmp_path / "entities.json").write_text(PEOPLE, encoding="utf-8")
    file = tmp_path / "all.gaz"
    ran = run("build", tmp_path / "entities.json", f"geonames:{tmp_path / 'UA.txt'}", "-o", file)
    assert (ran.code, ran.err) == (0, "")
    assert "UA.txt: 1 read, 1 kept" in ran.text
    assert "1 left out: a schema without names" in ran.text
    info = run("info", file).text
    assert "Contains data from GeoNames" in info
    assert "CC-BY-NC-4.0" in info
    assert run("lookup", "Luhansk", "--gazetteer", file).code == 0


def test_a_filter_and_corrections_act_on_a_build(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,name,lang,country\nx:1,Kyiv,en,UA\nx:1,Kiew,de,UA\nx:2,Bonn,de,DE\n")
    (tmp_path / "o.tsv").write_text(
        "action\tid\tname\tlang\trole\tvalid_from\tvalid_to\tsource\nadd\tx:1\tKijów\tpl\t\t\t\tan atlas\n"
    )
    file = tmp_path / "n.gaz"
    options = ("--country", "ua", "--lang", "en,pl", "--overrides", tmp_path / "o.tsv")
    ran = run("build", tmp_path / "n.csv", "-o", file, *options)
    assert "1 left out: names: another language" in ran.text
    assert "1 left out: entities: another country" in ran.text
    rows = [json.loads(line) for line in run("export", file).text.splitlines()[1:]]
    assert {(row["id"], row["name"]) for row in rows} == {("x:1", "Kyiv"), ("x:1", "Kijów")}


@pytest.mark.parametrize("options", [("--kind", "star"), ("--country", "Narnia"), ("--lang", "no-language-at-all!")])
def test_a_filter_that_cannot_be_meant_is_one_sentence(run: Run, small: Path, options: tuple[str, str]) -> None:
    ran = run("export", small, *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)


def test_formats_are_listed(run: Run) -> None:
    assert {"table", "geonames", "wikidata", "ftm", "jrc", "linked-places"} <= {
        line.split()[0] for line in run("build", "--formats").text.splitlines()
    }


def test_a_table_can_come_from_standard_input(run: Run, tmp_path: Path) -> None:
    ran = run("build", "-", "-o", tmp_path / "in.gaz", stdin=b"id,name\nx:1,Rivertown\n")
    assert (ran.code, ran.err) == (0, "")
    assert "standard input: 1 read, 1 kept" in ran.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.gaz"]


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_an_exported_gazetteer_builds_into_an_equal_one(run: Run, small: Path, tmp_path: Path, form: str) -> None:
    table, file = tmp_path / "table", tmp_path / "again.gaz"
    assert run("export", small, "--form", form, "-o", table).code == 0
    assert run("build", table, "-o", file).code == 0
    assert run("export", file).out.partition(b"\n")[2] == run("export", small).out.partition(b"\n")[2]
    assert run("lookup", "Lugansk", "--gazetteer", file).text == run("lookup", "Lugansk", "--gazetteer", small).text


def test_an_export_with_nothing_in_it_says_so_by_its_exit_code(run: Run, small: Path) -> None:
    assert run("export", small, "--country", "JP").code == 1


def test_an_export_does_not_overwrite_the_gazetteer(run: Run, small: Path) -> None:
    assert run("export", small, "-o", small).code == 2
    assert run("doctor", small).code == 0
