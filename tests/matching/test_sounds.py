"""Sound codes: one name written by ear in several scripts keeps a code, and codes stay few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching import keys, plain_sounds, sounds
from normalizer.matching.sounds import MOST_CODES, codes, heard, near_codes

SPELLINGS = sorted({*sounds._TABLE, *keys._CLASS_OF, *"aeiouy", "ar", "rr", " ", "-", "1", "A", "é", "\0", "\ud800"})
PIECES = st.lists(st.sampled_from(SPELLINGS), max_size=12).map("".join)
needs_compiled = pytest.mark.skipif(sounds.arithmetic() is plain_sounds, reason="_sounds.c was not compiled here")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("barack", "barakku"),  # Japanese
        ("clinton", "keulrinteon"),  # Korean
        ("steven", "stifun"),
        ("hollande", "oland"),
        ("jens", "yans"),
        ("khristova", "hristova"),
        ("william", "ouiliam"),  # Greek
        ("cameron", "kamirun"),  # Arabic
        ("martin", "matin"),  # r before a consonant is not heard
    ],
)
def test_what_is_written_by_ear_shares_a_code(written: str, heard: str) -> None:
    assert set(codes(written)) & set(codes(heard))


@pytest.mark.parametrize(("written", "heard"), [("fijons", "fiyon"), ("robert", "robetto"), ("carlo", "karuro")])
def test_one_slip_is_within_reach(written: str, heard: str) -> None:
    near = {code for one in codes(heard) for code in (one, *near_codes(one))}
    assert near & set(codes(written))


@pytest.mark.parametrize(
    ("reading", "script", "sound"),
    [
        ("mpekar", "Grek", "bekar"),
        ("gouinston", "Grek", "winston"),  # gou first, then the vowel after it
        ("qielxi", "Hani", "kielkhi"),
        ("toronto", "Kana", "tlont"),  # vowels put between, and l for r
        ("keulrinteon", "Hang", "klrinteon"),
        ("mpekar", "Cyrl", "mpekar"),
        ("", "Kana", ""),
    ],
)
def test_foreign_names_are_heard_by_what_their_script_cannot_write(reading: str, script: str, sound: str) -> None:
    assert heard(reading, script) == sound


@given(st.text(max_size=30), st.sampled_from(["Grek", "Hani", "Kana", "Hang", "Latn"]))
def test_no_sound_is_added_where_korean_writes_a_vowel_more(reading: str, script: str) -> None:
    made = heard(reading, script)
    assert script != "Latn" or made == reading
    assert script != "Hang" or "eu" not in reading or len(made) < len(reading)


@given(st.text(max_size=40) | st.text("abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_codes_are_few_and_of_their_alphabet(word: str) -> None:
    found = codes(word)
    assert len(found) <= MOST_CODES
    assert len(set(found)) == len(found)
    assert all(code and set(code) <= set("APKTSLN") for code in found)


@needs_compiled
@given(PIECES | st.text(max_size=30), st.sampled_from([1, 1, 1, 40]))
def test_the_compiled_core_gives_what_its_twin_gives(piece: str, times: int) -> None:
    word = piece * times
    assert sounds.codes_of(word) == plain_sounds.Sounds(sounds._TABLE).codes(word)
    others = tuple(sorted(keys._AMBIGUOUS, key=len, reverse=True))
    twin = plain_sounds.Classes(keys._CLASS_OF, others, keys._MAX_SKELETONS)
    assert keys.skeletons_of(word) == twin.skeletons(word)


@needs_compiled
@pytest.mark.parametrize("table", [{"": ("A",)}, {"ж": ("S",)}, {"z": ()}, {"z": ("SSSS",)}, {"z": ("S",) * 5}])
def test_a_table_that_the_compiled_core_cannot_hold_is_refused(table: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"table of sounds|too long"):
        sounds.arithmetic().Sounds(table)


@given(st.text("PKTSLN", min_size=1, max_size=9))
def test_near_codes_are_other_codes_of_two_classes_at_least(code: str) -> None:
    near = near_codes(code)
    assert code not in near
    assert all(len(other) > 1 for other in near)
    assert len(near) < 100
