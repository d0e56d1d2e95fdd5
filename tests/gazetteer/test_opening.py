"""Compressed input is read as it is, as a stream, and nothing can make it too much."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.sources.opening import Limits, open_bytes, open_text
from gazetteer.sources.tally import TRIED_ROWS, Tally

TEXT = "Kyiv\tКиїв\nLviv\tЛьвів\n".encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress,
    "zip": lambda data: zipped(("names.txt", data)),
}  # fmt: skip


def read(path: Path, data: bytes, limits: Limits | None = None, member: str = "") -> bytes:
    path.write_bytes(data)
    with open_bytes(path, limits or Limits(), member=member) as stream:
        return stream.read()


def refusal(path: Path, data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        read(path, data, limits)
    return str(caught.value)


@pytest.mark.parametrize("way", PACKED)
def test_the_first_bytes_tell_the_compression_whatever_the_name_says(tmp_path: Path, way: str) -> None:
    assert read(tmp_path / "names.bin", PACKED[way](TEXT)) == TEXT


@pytest.mark.parametrize("way", ["gzip", "bzip2", "xz"])
def test_streams_one_after_another_are_one_file(tmp_path: Path, way: str) -> None:
    assert read(tmp_path / "names", PACKED[way](TEXT) * 3) == TEXT * 3


@pytest.mark.parametrize("way", ["gzip", "bzip2", "xz", "zip"])
@pytest.mark.parametrize("hurt", [lambda data: data[: len(data) // 2], lambda data: data[:20] + b"?" * 40])
def test_damage_is_said_in_a_sentence(tmp_path: Path, way: str, hurt: Callable[[bytes], bytes]) -> None:
    packed = PACKED[way](bytes(range(256)) * 50)
    assert refusal(tmp_path / "names", hurt(packed)).startswith("names: ")


@pytest.mark.parametrize("way", ["gzip", "bzip2", "xz", "zip"])
def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, way: str) -> None:
    bomb = PACKED[way](b"0" * 4_000_000)
    message = refusal(tmp_path / "bomb", bomb, Limits(unjudged=1 << 16))
    assert message.startswith("bomb: unpacks to over 250 times its size")


def test_more_than_the_size_limit_is_refused_compressed_or_not(tmp_path: Path) -> None:
    for way in PACKED.values():
        assert "more than 10 bytes" in refusal(tmp_path / "big", way(TEXT), Limits(size=10))


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "line"
    path.write_bytes(b"short\n" + b"x" * 200)
    with open_text(path, Limits(line=100)) as lines:
        assert next(lines) == "short"
        with pytest.raises(SourceError, match="line, line 2: this line is longer than 100 bytes"):
            next(lines)


def test_the_member_called_as_the_archive_is_read(tmp_path: Path) -> None:
    packed = zipped(("readme.txt", b"?"), ("notes.txt", b"?"), ("ua.txt", TEXT))
    assert read(tmp_path / "UA.zip", packed) == TEXT


def test_a_readme_and_a_list_of_languages_are_not_the_data(tmp_path: Path) -> None:
    packed = zipped(("readme.txt", b"?"), ("iso-languagecodes.txt", b"?"), ("__MACOSX/x", b"?"), ("n/names.txt", TEXT))
    assert read(tmp_path / "renamed.zip", packed) == TEXT


def test_a_member_can_be_chosen_by_pattern(tmp_path: Path) -> None:
    assert read(tmp_path / "a.zip", zipped(("a.shp", b"?"), ("a.dbf", TEXT)), member="*.dbf") == TEXT


def test_an_archive_in_which_two_files_can_be_meant_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path / "c.zip", zipped(("a.txt", b"?"), ("b.txt", b"?")))
    assert message == "c.zip: not one file in this archive but: a.txt, b.txt; unpack the one you mean."
    assert "none" in refusal(tmp_path / "c.zip", zipped())


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("way", ["plain", "gzip", "bzip2", "xz"])
def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    pipe = _Pipe(PACKED[way](TEXT))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
    with open_text("-") as lines:
        assert [(lines.where, line) for line in lines][1] == ("standard input, line 2", "Lviv\tЛьвів")
    assert not pipe.closed


def test_a_zip_archive_from_a_pipe_is_refused_with_the_way_round_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Pipe(PACKED["zip"](TEXT))))
    with pytest.raises(SourceError, match="cannot be read from a pipe"), open_bytes("-"):
        pass


def test_zstandard_without_its_extra_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    message = refusal(tmp_path / "names.zst", b"\x28\xb5\x2f\xfd")
    assert message.startswith("names.zst: cannot be unpacked (Zstandard needs an extra")
    assert "name-normalizer[zstd]" in message


def test_zstandard_in_frames_is_whole_or_refused(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    data = "".join(f"{number}\n" for number in range(60_000)).encode()
    frame = zstandard.ZstdCompressor().compress(data)
    assert read(tmp_path / "n.zst", frame * 2) == data * 2
    assert "damaged or ends early" in refusal(tmp_path / "n.zst", frame[:-100])
    assert "damaged or ends early" in refusal(tmp_path / "n.zst", frame + b"garbage")
    bomb = zstandard.ZstdCompressor().compress(b"0" * 4_000_000)
    assert "unpacks to over" in refusal(tmp_path / "n.zst", bomb, Limits(unjudged=1 << 16))


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>404", b"\xef\xbb\xbf\n <html lang=en>"])
def test_a_web_page_is_not_data(tmp_path: Path, page: bytes) -> None:
    assert "this is a web page, not data" in refusal(tmp_path / "UA.txt", page)
    assert "this is a web page, not data" in refusal(tmp_path / "UA.txt", gzip.compress(page))


def test_utf_16_is_named(tmp_path: Path) -> None:
    assert "this is UTF-16" in refusal(tmp_path / "UA.txt", "Київ".encode("utf-16"))


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / "n\0l"):
        with pytest.raises(SourceError, match="cannot be read"), open_bytes(path):
            pass


def test_a_byte_order_mark_and_ends_of_lines_are_not_text(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeffа\u2028б\r\n\nв".encode())
    with open_text(tmp_path / "a") as lines:
        assert list(lines) == ["а\u2028б", "", "в"]


def test_a_line_that_is_not_utf_8_is_an_error_or_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"good\n\xff\xfa\ngood\n")
    with pytest.raises(SourceError, match=r"a\.txt, line 2: this is not UTF-8"), open_text(tmp_path / "a.txt") as lines:
        list(lines)
    tally = Tally("a.txt")
    with open_text(tmp_path / "a.txt", tally=tally) as lines:
        assert list(lines) == ["good", "good"]
    assert tally.refused == {"this is not UTF-8": 1}
    assert tally.problems == ["a.txt, line 2: this is not UTF-8; save the file as UTF-8."]


def test_a_file_of_nothing_but_undecodable_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9\n" * TRIED_ROWS)
    with (
        pytest.raises(SourceError, match="this is not UTF-8"),
        open_text(tmp_path / "a.txt", tally=Tally("a.txt")) as lines,
    ):
        list(lines)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + data)
    try:
        with open_text(path, tally=Tally("any")) as lines:
            list(lines)
    except SourceError:
        pass
