"""A file is there whole or not at all, whatever happens to those who write it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gazetteer_helpers import records, write

from gazetteer.container import Container
from gazetteer.errors import GazetteerError
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from gazetteer.writing import GRACE_SECONDS, ContainerWriter, sweep

HERE = Path(__file__).parent
BUILDER = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from gazetteer_helpers import write
from gazetteer.model import Entity, Name, Record
mark = sys.argv[3]
while True:
    print("begun", flush=True)
    write(Path(sys.argv[2]), [Record(Entity(f"x:{at}", "place"), (Name(mark),)) for at in range(3000)], mark)
"""


def start(path: Path, mark: str) -> subprocess.Popen[bytes]:
    """A builder that writes the file again and again, and says each time that it begins."""
    command = [sys.executable, "-c", BUILDER, str(HERE), str(path), mark]
    return subprocess.Popen(command, cwd=HERE.parents[1], stdout=subprocess.PIPE)


def begun(builder: subprocess.Popen[bytes], times: int) -> None:
    """Wait until it has begun so many files: it has finished all but the last."""
    assert builder.stdout
    for _ in range(times):
        assert builder.stdout.readline() == b"begun\n"


def test_killed_builders_never_leave_a_torn_file(tmp_path: Path) -> None:
    path = tmp_path / "busy.gaz"
    for attempt in range(6):
        builder = start(path, "mark")
        begun(builder, 1 + attempt % 2)
        time.sleep(attempt * 0.037)
        builder.kill()
        builder.communicate()
        if path.exists():
            with Gazetteer.open(path) as gazetteer:
                assert gazetteer.doctor() == []
    assert path.exists()


def test_two_builders_at_once_leave_the_file_of_one_of_them(tmp_path: Path) -> None:
    path = tmp_path / "shared.gaz"
    builders = [start(path, mark) for mark in ("one", "two")]
    try:
        seen, deadline = set(), time.monotonic() + 60
        while len(seen) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
            if path.exists():
                with Gazetteer.open(path) as gazetteer:
                    mark = gazetteer.info["fingerprint"]
                    assert {name.text for number in range(5) for name in gazetteer.names(number)} == {mark}
                    seen.add(mark)
        assert seen == {"one", "two"}
    finally:
        for builder in builders:
            builder.kill()
            builder.communicate()


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "kept.gaz")
    with Gazetteer.open(path) as old:
        write(path, [Record(Entity("x:new", "place"), (Name("Newton"),))], "keys-2")
        assert {record.entity.id for record in old.records()} == {record.entity.id for record in records()}
        with Gazetteer.open(path) as new:
            assert [record.entity.id for record in new.records()] == ["x:new"]


def test_leftovers_of_dead_builders_are_swept_and_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "names.gaz"
    dead, fresh = (tmp_path / f".names.gaz.{number}.ab.building" for number in (1, 2))
    for leftover in (dead, fresh):
        leftover.write_bytes(b"half")
    long_ago = time.time() - 2 * GRACE_SECONDS
    os.utime(dead, (long_ago, long_ago))
    with ContainerWriter(path) as alive:
        os.utime(alive._temporary, (long_ago, long_ago))
        assert sweep(path) == 0, "the writer swept the dead one already, and its own is locked"
        assert not dead.exists()
        assert fresh.exists()
        assert alive._temporary.exists()


def test_a_failed_build_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "old.gaz")
    before = path.read_bytes()
    with pytest.raises(GazetteerError):
        write(path, [Record(Entity("x:1", "place"), ())] * 2)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be written"):
        write(tmp_path / "nowhere" / "x.gaz")


def test_sections_come_back_as_written(tmp_path: Path) -> None:
    from array import array

    path = tmp_path / "sections.gaz"
    with ContainerWriter(path) as writer:
        writer.add("odd", b"abc")
        writer.add("big", bytes(range(256)) * 300)
        writer.add("numbers", array("Q", [1, 2**63]))
        writer.add("empty", array("I"))
        writer.finish({"note": 1})
    container = Container(path)
    assert bytes(container.section("odd").slice(0, 3)) == b"abc"
    assert bytes(container.section("big").slice(0, 76800)) == bytes(range(256)) * 300
    assert list(container.section("numbers").slice(0, 2)) == [1, 2**63]
    assert len(container.section("empty")) == 0
    assert container.meta["note"] == 1
    container.close()
