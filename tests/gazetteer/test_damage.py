"""A damaged, truncated or foreign file is refused or answered right: never wrong, never a crash."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from gazetteer_helpers import records, write

from gazetteer.container import BLOCK, PREAMBLE
from gazetteer.errors import FormatError, GazetteerError
from gazetteer.lookup import Gazetteer, Hits
from gazetteer.model import Entity, Name, Record

QUESTIONS = ("riverton", "latin рівертон", "no such name", "village 7", "village 33")


def many() -> list[Record]:
    """Enough entities for several blocks."""
    villages = [Record(Entity(f"v:{at}", "place", "city", "", at), (Name(f"Village {at}"),)) for at in range(900)]
    return [*records(), *villages]


def answers(path: Path) -> list[tuple[Hits, Hits, list[str]]]:
    with Gazetteer.open(path, reader="standard") as gazetteer:
        found = []
        for text in QUESTIONS:
            exact, near = gazetteer.exact(text), gazetteer.near(text + "x", 2)
            texts = [gazetteer.name(p.name_no).text + gazetteer.entity(p.entity_no).id for p in exact.postings]
            found.append((exact, near, texts))
        return found


def test_a_flipped_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.gaz", many())
    expected, data = answers(whole), whole.read_bytes()
    assert len(data) > 4 * BLOCK
    rng, refused = random.Random(7), 0
    places = [*range(80), *range(len(data) - 40, len(data)), *rng.choices(range(len(data)), k=300)]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << rng.randrange(8)
        damaged = tmp_path / "damaged.gaz"
        damaged.write_bytes(changed)
        try:
            assert answers(damaged) == expected
        except GazetteerError as error:
            refused += 1
            assert "damaged.gaz" in str(error)
            continue
        with Gazetteer.open(damaged) as gazetteer:
            assert gazetteer.doctor()
    assert refused > len(places) / 3


@pytest.mark.parametrize("part", [0, 1, 7, 8, 50, 79, 80, 0.3, 0.7, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, part: float) -> None:
    data = write(tmp_path / "whole.gaz").read_bytes()
    cut = tmp_path / "cut.gaz"
    cut.write_bytes(data[: int(part) if part >= 1 else int(part * len(data))])
    with pytest.raises(FormatError, match=r"cut\.gaz.*build"):
        Gazetteer.open(cut)


def test_a_file_that_grew_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "long.gaz")
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(FormatError, match="should have"):
        Gazetteer.open(path)


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.gaz"
    path.write_text("just a text, long enough to be taken for a header " * 10)
    with pytest.raises(FormatError, match="not a gazetteer"):
        Gazetteer.open(path)


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.gaz", tmp_path):
        with pytest.raises(FormatError, match="no gazetteer to read here"):
            Gazetteer.open(path)


def test_a_file_of_a_newer_version_is_refused_with_advice(tmp_path: Path) -> None:
    path = write(tmp_path / "new.gaz")
    data = bytearray(path.read_bytes())
    data[8:12] = (99).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"format 99.*upgrade"):
        Gazetteer.open(path)


def test_a_file_of_an_older_version_is_refused_with_advice(tmp_path: Path) -> None:
    path = write(tmp_path / "old.gaz")
    data = bytearray(path.read_bytes())
    data[8:12] = (1).to_bytes(4, "little")
    data[PREAMBLE.size - 4 : PREAMBLE.size] = zlib.crc32(data[: PREAMBLE.size - 4]).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"format 1 .*build it again"):
        Gazetteer.open(path)


def test_a_number_outside_the_file_is_refused(small: Gazetteer) -> None:
    for ask in (small.entity, small.name, small.names, small.entity_no):
        for number in (-1, 10_000):
            with pytest.raises(GazetteerError):
                ask(number)


def test_a_whole_file_has_no_problems(small: Gazetteer) -> None:
    assert small.doctor() == []
