"""The writer: the same bytes however the records come, in memory that does not grow with the keys."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path

import pytest
from gazetteer_helpers import plain_keys, records, write

from gazetteer import index, spill
from gazetteer.errors import GazetteerError
from gazetteer.index import pack, write_batches, write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.spill import Spill


def people(count: int) -> Iterator[Record]:
    for at in range(count):
        same_as = (f"y:{at}", f"z:{at % 7}") if at % 3 == 0 else ()
        names = tuple(Name(f"Person {at} {word}", word, "Latn") for word in ("en", "de")[: 1 + at % 2])
        yield Record(Entity(f"x:{at * 7919 % count}", "person", "", "UA" if at % 2 else "", at % 5, same_as), names)


def test_the_size_of_a_batch_makes_no_difference(tmp_path: Path) -> None:
    whole = tmp_path / "whole.gaz"
    write_gazetteer(whole, people(700), plain_keys, fingerprint="k")
    listed = list(people(700))
    for size in (1, 33, 700):
        cut = tmp_path / f"{size}.gaz"
        batches = [pack(listed[at : at + size], plain_keys) for at in range(0, len(listed), size)]
        write_batches(cut, batches, fingerprint="k")
        assert cut.read_bytes() == whole.read_bytes()


def test_what_waits_on_disk_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, spilled = tmp_path / "whole.gaz", tmp_path / "spilled.gaz"
    write_gazetteer(whole, people(900), plain_keys, fingerprint="k")
    monkeypatch.setattr(spill, "BUFFER", 64)
    monkeypatch.setattr(index, "_RUN", 100)
    write_gazetteer(spilled, people(900), plain_keys, fingerprint="k")
    assert spilled.read_bytes() == whole.read_bytes()
    assert sorted(tmp_path.iterdir()) == sorted([whole, spilled])
    with Gazetteer.open(spilled) as gazetteer:
        assert gazetteer.doctor() == []


def test_keys_are_asked_for_one_record_before_the_next_is_taken(tmp_path: Path) -> None:
    taken: list[str] = []

    def stream() -> Iterator[Record]:
        for record in records():
            taken.append(record.entity.id)
            yield record

    def keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
        assert taken[-1] == record.entity.id
        return plain_keys(record)

    write_gazetteer(tmp_path / "a.gaz", stream(), keys, fingerprint="k")
    assert len(taken) == len(records())


def test_memory_does_not_grow_with_the_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys wait in buffers of a fixed size, whatever their number."""
    most: dict[int, int] = {}

    class Watched(Spill):
        def append(self, part: Hashable, data: bytes | bytearray | memoryview) -> None:
            super().append(part, data)
            most[count] = max(most.get(count, 0), sum(map(len, self._buffers.values())))

    monkeypatch.setattr(spill, "BUFFER", 256)
    monkeypatch.setattr(index, "Spill", Watched)
    for count in (300, 3000):
        write_gazetteer(tmp_path / "a.gaz", people(count), plain_keys, fingerprint="k")
    parts = 5 * 256
    assert most[300] < most[3000] < parts * spill.BUFFER


def test_an_id_that_comes_twice_is_refused_by_name(tmp_path: Path) -> None:
    twice = [Record(Entity("x:same", "org", weight=at), ()) for at in range(2)]
    with pytest.raises(GazetteerError, match='"x:same" comes twice'):
        write(tmp_path / "a.gaz", twice)
    assert list(tmp_path.iterdir()) == []


def test_a_key_for_a_name_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="key for name 5 of x:village"):
        write_gazetteer(tmp_path / "a.gaz", records(), lambda record: [(5, KeyForm("exact", "a"))], fingerprint="k")


def test_no_room_for_what_waits_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spill, "BUFFER", 8)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(GazetteerError, match=r"No space left on device.*make room"):
        write(tmp_path / "a.gaz")
    assert list(tmp_path.iterdir()) == []


def test_parts_come_back_in_order_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "BUFFER", 10)
    with Spill(tmp_path) as kept:
        for number in range(200):
            kept.append(number % 3, bytes([number]))
        for part in range(3):
            assert bytes(kept.take(part)) == bytes(range(part, 200, 3))
            assert not kept.take(part)
    assert list(tmp_path.iterdir()) == []
