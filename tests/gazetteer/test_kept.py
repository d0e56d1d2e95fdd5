"""What was packed before a build died is used again if it is whole and of the same records, else made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from gazetteer_helpers import plain_keys, records

from gazetteer.errors import GazetteerError
from gazetteer.kept import Kept, kept_file, packed_bytes, remove_kept, unpacked
from gazetteer.packing import Batch, pack

DIGESTS = [bytes([at]) * 16 for at in range(1, 5)]


@pytest.fixture
def batches() -> list[Batch]:
    return [pack(records()[at : at + 1], plain_keys) for at in range(4)]


def keep(target: Path, batches: list[Batch], rules: str = "rules") -> None:
    with Kept(target, rules) as kept:
        for digest, batch in zip(DIGESTS, batches, strict=True):
            kept.put(digest, batch)


def test_a_batch_comes_back_from_its_bytes(batches: list[Batch]) -> None:
    for batch in [*batches, pack(records(), plain_keys), Batch()]:
        assert unpacked(packed_bytes(batch)) == batch


def test_batches_come_back_in_order(tmp_path: Path, batches: list[Batch]) -> None:
    keep(tmp_path / "a.gaz", batches)
    with Kept(tmp_path / "a.gaz", "rules") as kept:
        assert [kept.take(digest) for digest in DIGESTS] == batches
        assert kept.take(DIGESTS[0]) is None
        kept.discard()
    assert list(tmp_path.iterdir()) == []


def test_from_the_first_other_record_on_all_is_made_again(tmp_path: Path, batches: list[Batch]) -> None:
    keep(tmp_path / "a.gaz", batches)
    with Kept(tmp_path / "a.gaz", "rules") as kept:
        assert kept.take(DIGESTS[0]) == batches[0]
        assert kept.take(DIGESTS[3]) is None
        assert kept.take(DIGESTS[1]) is None
        kept.put(DIGESTS[3], batches[3])
    with Kept(tmp_path / "a.gaz", "rules") as kept:
        assert [kept.take(DIGESTS[at]) for at in (0, 3, 1)] == [batches[0], batches[3], None]


def test_nothing_is_taken_from_other_rules(tmp_path: Path, batches: list[Batch]) -> None:
    keep(tmp_path / "a.gaz", batches)
    with Kept(tmp_path / "a.gaz", "other rules") as kept:
        assert kept.take(DIGESTS[0]) is None


@pytest.mark.parametrize("place", [0, 5, 20, 60, 300, -1])
def test_a_damaged_or_torn_batch_counts_as_missing(tmp_path: Path, batches: list[Batch], place: int) -> None:
    target = tmp_path / "a.gaz"
    keep(target, batches)
    whole = kept_file(target).read_bytes()
    changed = bytearray(whole)
    changed[place] ^= 1
    for data in (bytes(changed), whole[:place]):
        kept_file(target).write_bytes(data)
        with Kept(target, "rules") as kept:
            taken = [batch for batch in map(kept.take, DIGESTS) if batch]
            assert taken == batches[: len(taken)]
            assert len(taken) < len(batches)


def test_of_two_builds_one_keeps(tmp_path: Path, batches: list[Batch]) -> None:
    target = tmp_path / "a.gaz"
    keep(target, batches)
    with Kept(target, "rules") as first, Kept(target, "rules") as second:
        assert second.take(DIGESTS[0]) is None
        second.put(DIGESTS[0], batches[3])
        assert first.take(DIGESTS[0]) == batches[0]


def test_no_room_is_no_error(tmp_path: Path, batches: list[Batch]) -> None:
    with Kept(tmp_path / "missing" / "a.gaz", "rules") as kept:
        kept.put(DIGESTS[0], batches[0])
        assert kept.take(DIGESTS[0]) is None
    remove_kept(tmp_path / "missing" / "a.gaz")


def test_bytes_of_another_kind_are_refused() -> None:
    with pytest.raises(GazetteerError, match="build again"):
        unpacked(b"\2\0\0\0{}")
