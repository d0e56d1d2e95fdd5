"""Blocks: what may be one name meets, and the work for a name does not grow with the list."""

import pytest

from normalizer.lists import crowd
from normalizer.lists.blocking import MOST, meetings, shape_of


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Gorbatschow", "Горбачёв"),
        ("Louhansk", "Луганськ"),
        ("Merkel, Angela", "Angela Merkel"),
        ("Mao Tse-tung", "Mao Zedong"),
        ("القذافي", "Gaddafi"),
        ("박근혜", "Park Geun-hye"),
        ("アンゲラ・メルケル", "Angela Merkel"),
        ("Θεσσαλονίκη", "Thessaloniki"),
        ("2015", "2015."),
        ("立川", "Tachikawa"),  # Han characters by their readings in other languages than Mandarin
        ("坂井", "Sakai"),
    ],
)
def test_spellings_of_one_name_meet(a: str, b: str) -> None:
    crowd = ["Zürich", "Иванов", "Madrid", "東京", "Bamako", "Kampala", "Jelena"]
    assert (0, 1) in meetings([a, b, *crowd])


def test_pairs_come_once_with_the_lower_position_first() -> None:
    names = ["Timoschenko", "Tymoshenko", "Тимошенко", "Tymoschenko", "Timoshenko"]
    pairs = list(meetings(names))
    assert pairs == sorted(set(pairs))
    assert all(i < j for i, j in pairs)


def test_a_crowd_of_latin_spellings_does_not_hide_the_one_arabic_form() -> None:
    crowd = [f"Gad{a}f{b}" for a in ("da", "a", "ha", "dha", "de") for b in ("i", "y", "ii", "ee", "ie")]
    assert any(25 in pair for pair in meetings([*crowd, "قذافي"]))


def test_no_name_asks_for_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "READ", 100)
    names = [f"Ivan{tail}" for tail in "abcdefghijklmnopqrstuvwxyz"] * 1 + [f"Iwan{t}" for t in "abcdefgh"]
    assert len(list(meetings(names))) <= MOST * len(names)


def test_words_in_any_order_have_one_shape() -> None:
    assert shape_of("Angela Merkel").readings == shape_of("Merkel, Angela").readings
