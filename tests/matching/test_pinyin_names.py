"""Chinese places, in characters and in Pinyin that is cut otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.compare import compare_names
from normalizer.matching.pinyin_names import written_together


@pytest.mark.parametrize(
    ("latin", "native"),
    [
        ("Wangjiacun", "王家村"),
        ("Wángjiācūn", "王家村"),
        ("Wangjia", "王家村"),
        ("da shi qiao", "大石桥"),
        ("Da-shi-qiao Zhen", "大石桥镇"),
    ],
)
def test_pinyin_cut_otherwise_is_the_same_place(latin: str, native: str) -> None:
    assert compare_names(latin, native, "place").same
    assert compare_names(native, latin, "place").score == compare_names(latin, native, "place").score


@pytest.mark.parametrize(("latin", "native"), [("Lijiacun", "王家村"), ("da shi tou", "大石桥"), ("Cun", "王家村")])
def test_another_place_stays_another(latin: str, native: str) -> None:
    assert not compare_names(latin, native, "place").same


@pytest.mark.parametrize(("a", "b"), [("Boston", "波士顿"), ("Wangjia", "王家"), ("王家", "王家村"), ("", "王家村")])
def test_where_nothing_is_cut_otherwise_nothing_is_compared_again(a: str, b: str) -> None:
    assert written_together(a, b) is None is written_together(b, a)


@given(st.text(max_size=12), st.text(alphabet="王家村镇市大石桥 -'a", max_size=6) | st.text(max_size=12))
def test_any_text_is_accepted(a: str, b: str) -> None:
    one, other = written_together(a, b), written_together(b, a)
    assert (one is None) == (other is None)
