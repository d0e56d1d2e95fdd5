"""Names in Han characters, as other languages than Mandarin read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.romanization.han import READINGS, cut_as, han_readings, korean_readings, plain_romaji, reading_loss


@pytest.mark.parametrize(
    ("han", "language", "reading"),
    [
        ("浜松", "ja", "hamamatsu"),
        ("佐々木", "ja", "sasaki"),
        ("朴槿惠", "ko", "parkgeunhye"),
        ("黃潔貞", "yue", "wongkitching"),
    ],
)
def test_a_name_is_read_in_each_language(han: str, language: str, reading: str) -> None:
    assert reading in [r.whole for r in han_readings(han) if r.language == language]


def test_a_family_name_that_lost_its_first_consonant_is_read_both_ways() -> None:
    assert {korean_readings("李承晩")[0][0], korean_readings("李承晩")[1][0]} == {"이", "리"}


def test_a_japanese_reading_is_told_from_another_word() -> None:
    assert cut_as("五反田", "Gotanda") == ("go", "tan", "da")
    assert cut_as("五反田", "Wafangdian") == ()
    assert reading_loss("五反田", "wafangdian") is None


def test_systems_of_romanisation_and_kana_come_to_one_spelling() -> None:
    assert plain_romaji("Shimbashi") == plain_romaji("Sinbasi") == plain_romaji("しんばし") == "shinbashi"


def test_other_texts_are_not_read() -> None:
    for text in ("", "Tokyo", "東京タワー", "约翰·基", "山" * 40, "\ud800"):
        assert han_readings(text) == () and korean_readings(text) == () and cut_as(text, "tokyo") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="山田太郎金大中李佐々木浜松", min_size=1, max_size=5))
def test_what_is_read_in_japanese_can_be_cut_back(han: str) -> None:
    for reading in han_readings(han):
        if reading.language == "ja":
            assert "".join(cut_as(han, reading.whole)) in (reading.whole, plain_romaji(reading.whole))
        else:
            assert len(reading.syllables) == len(han)


def test_the_table_has_a_source_and_no_character_twice() -> None:
    lines = READINGS.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    assert any(line.startswith("# Source:") for line in lines)
    assert {len(row) for row in rows} == {4}
    assert len({row[0] for row in rows}) == len(rows)


def test_a_lone_sign_of_kana_is_no_reading() -> None:
    assert reading_loss("京", "ー") is None
