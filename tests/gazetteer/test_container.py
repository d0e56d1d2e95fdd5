"""Numbers as narrow as they can be, and places of texts from their sizes."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.container import WIDTHS, Container, narrow, packed
from gazetteer.ends import EVERY, Ends, add_ends
from gazetteer.errors import FormatError
from gazetteer.writing import ContainerWriter


@pytest.mark.parametrize("code", WIDTHS)
def test_numbers_come_back_from_every_width(code: str, tmp_path: Path) -> None:
    numbers = [0, 1, 255, (1 << 8 * WIDTHS[code]) - 1, 7]
    with ContainerWriter(tmp_path / "numbers.gaz") as writer:
        writer.add_pieces("n", code, (packed(code, array("Q", numbers[:2])), packed(code, array("Q", numbers[2:]))))
        writer.finish({})
    section = Container(tmp_path / "numbers.gaz").section("n")
    assert len(section) == len(numbers)
    assert [section[at] for at in range(len(section))] == numbers
    assert section.slice(1, 4).tolist() == numbers[1:4]
    assert section.slice(2, 2).tolist() == []
    for start, stop in ((0, len(numbers) + 1), (-1, 1), (3, 2)):
        with pytest.raises(FormatError, match="is asked for"):
            section.slice(start, stop)


@given(st.integers(0, (1 << 64) - 1))
def test_the_narrowest_type_holds_the_highest_number(highest: int) -> None:
    width = WIDTHS[narrow(highest)]
    assert highest < 1 << 8 * width
    assert width == 1 or highest >= 1 << 8 * max(w for w in WIDTHS.values() if w < width)


@pytest.mark.parametrize("most", [3, 300, 70_000])
@pytest.mark.parametrize("count", [0, 1, EVERY - 1, EVERY, EVERY + 1, 5 * EVERY])
def test_places_follow_from_sizes(count: int, most: int, tmp_path: Path) -> None:
    sizes = [at * most // max(count - 1, 1) for at in range(count)]
    with ContainerWriter(tmp_path / "ends.gaz") as writer:
        add_ends(writer.add_pieces, "t", array("I", sizes))
        writer.finish({})
    ends = Ends(Container(tmp_path / "ends.gaz"), "t")
    assert len(ends) == count
    assert [ends.pair(at) for at in range(count)] == [(sum(sizes[:at]), sum(sizes[: at + 1])) for at in range(count)]
    for outside in (-1, count):
        with pytest.raises(FormatError):
            ends.pair(outside)
