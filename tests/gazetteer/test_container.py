"""Numbers as narrow as they can be, and places of texts from their sizes."""

from __future__ import annotations

import tempfile
from array import array
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.container import WIDTHS, Container, narrow, packed
from gazetteer.ends import EVERY, Ends, add_ends
from gazetteer.errors import FormatError
from gazetteer.owners import SINGLY, Owners
from gazetteer.writing import ContainerWriter


@pytest.mark.parametrize("code", WIDTHS)
def test_numbers_come_back_from_every_width(code: str, tmp_path: Path) -> None:
    numbers = [0, 1, 255, (1 << 8 * WIDTHS[code]) - 1, 7]
    with ContainerWriter(tmp_path / "numbers.gaz") as writer:
        writer.add_pieces("n", code, (packed(code, array("Q", numbers[:2])), packed(code, array("Q", numbers[2:]))))
        writer.finish({})
    section = Container(tmp_path / "numbers.gaz").section("n")
    assert section.pair(0) == (0, 1)
    with pytest.raises(FormatError, match="runs backwards"):
        section.pair(len(numbers) - 2)
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


@given(st.lists(st.sampled_from((0, 1, 1, 2, 40, 300)), max_size=3 * EVERY), st.booleans())
@settings(deadline=None)
def test_whose_a_name_is_follows_from_how_many_names_each_has(counts: list[int], whole: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with ContainerWriter(Path(folder) / "owners.gaz") as writer:
            add_ends(writer.add_pieces, "entity", array("I", counts))
            writer.finish({})
        with closing(Container(Path(folder) / "owners.gaz")) as container:
            owners = Owners(container, sum(counts))
            if whole:
                owners.check_all()
            right = [entity for entity, count in enumerate(counts) for _ in range(count)]
            assert [owners.owner_of(name) for name in range(sum(counts))] == right
            assert owners.whole == (whole or sum(counts) > SINGLY)
            assert [list(owners.names_of(at)) for at in range(len(counts))] == [
                [name for name, entity in enumerate(right) if entity == at] for at in range(len(counts))
            ]
            for outside in (-1, sum(counts)):
                with pytest.raises(FormatError):
                    owners.owner_of(outside)
