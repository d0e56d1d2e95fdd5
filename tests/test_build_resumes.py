"""A build that was interrupted while keys were made goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.kept import Kept
from gazetteer.packing import Batch
from normalizer import Normalizer, build
from normalizer.build import build_sources, has_begun

BATCHES = 6


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """The batches that a build takes from what was kept; batches are small."""
    found: list[Batch] = []
    take = Kept.take

    def noted(self: Kept, made_of: bytes) -> Batch | None:
        batch = take(self, made_of)
        found.extend([batch] if batch else [])
        return batch

    monkeypatch.setattr(build, "CHUNK", 20)
    monkeypatch.setattr(Kept, "take", noted)
    return found


def table(folder: Path, last: str = "Rivertown") -> Path:
    """A hundred names and one more, six batches."""
    path = folder / "names.csv"
    lines = ["id,name", *(f"x:{at},Name {at}" for at in range(20 * (BATCHES - 1))), f"x:last,{last}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def interrupted(source: Path, target: Path) -> None:
    def dies(stage: str, done: int, total: int | None) -> None:
        if stage == "parts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_sources([source], target, progress=dies)
    assert has_begun(target)


def test_keys_that_were_made_are_not_made_again(tmp_path: Path, taken: list[Batch]) -> None:
    (tmp_path / "again").mkdir()
    source, whole, resumed = table(tmp_path), tmp_path / "names.gaz", tmp_path / "again" / "names.gaz"
    build_sources([source], whole)
    interrupted(source, resumed)
    assert taken == []
    build_sources([source], resumed)
    assert len(taken) == BATCHES
    assert resumed.read_bytes() == whole.read_bytes()
    assert [path.name for path in resumed.parent.iterdir()] == ["names.gaz"]


def test_other_records_are_packed_anew(tmp_path: Path, taken: list[Batch]) -> None:
    target = tmp_path / "names.gaz"
    interrupted(table(tmp_path), target)
    build_sources([table(tmp_path, "Laketown")], target)
    assert len(taken) == BATCHES - 1
    with Normalizer(target) as normalizer:
        assert normalizer.lookup("Laketown").status == "match"
        assert normalizer.lookup("Rivertown").status == "unknown"
        assert normalizer.lookup("Name 7").status == "match"


def test_beginning_anew_makes_all_keys_again(tmp_path: Path, taken: list[Batch]) -> None:
    source, target = table(tmp_path), tmp_path / "names.gaz"
    interrupted(source, target)
    build_sources([source], target, fresh=True)
    assert taken == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names.csv", "names.gaz"]
