"""A file in blocks: nothing lost, nothing too large, no name cut."""

from __future__ import annotations

from io import BytesIO
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.cleaning import stream
from normalizer.cleaning.stream import blocks, decoded, encoded
from normalizer.text.markup import open_at_end

SMALL = {"BLOCK_LINES": 3, "BLOCK_BYTES": 40, "LONGEST_BYTES": 80, "_SEARCHED": 30}


@pytest.fixture
def tight() -> object:
    with mock.patch.multiple(stream, **SMALL):
        yield


@given(st.binary(max_size=400) | st.text("Kiev \nаб京\r", max_size=200).map(str.encode))
def test_blocks_joined_are_the_file_and_none_is_too_long(data: bytes) -> None:
    with mock.patch.multiple(stream, **SMALL):
        found = list(blocks(BytesIO(data)))
    assert b"".join(map(encoded, found)) == data
    assert all(0 < len(encoded(block)) <= SMALL["LONGEST_BYTES"] + SMALL["BLOCK_BYTES"] for block in found)


def test_a_block_ends_at_a_lines_end(tight: object) -> None:
    assert list(blocks(BytesIO(b"Rostov\non Don\n" * 3))) == ["Rostov\non Don\nRostov\n", "on Don\nRostov\non Don\n"]


def test_a_long_line_is_cut_before_a_small_letter(tight: object) -> None:
    text = "he went from New York to the sea and back " * 4
    for block in list(blocks(BytesIO(text.encode())))[:-1]:
        assert block.endswith(" ")
        assert not block.endswith("New ")


def test_a_line_without_gaps_is_cut_between_characters(tight: object) -> None:
    text = "京" * 100
    assert all(set(block) == {"京"} for block in blocks(BytesIO(text.encode())))


def test_a_block_of_code_is_not_cut(tight: object) -> None:
    text = "a\nb\n```\nc\nd\n```\ne\n"
    assert list(blocks(BytesIO(text.encode()), lambda t: open_at_end(t, "markdown"))) == [
        "a\nb\n```\nc\nd\n```\n",
        "e\n",
    ]


@given(st.binary(max_size=60))
def test_bytes_come_back_from_any_bytes(data: bytes) -> None:
    assert encoded(decoded(data)) == data


def test_a_surrogate_of_the_users_own_can_be_written() -> None:
    assert encoded("a\ud800") == b"a?"
