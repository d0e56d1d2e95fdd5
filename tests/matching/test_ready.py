"""Names weighed in one call of the compiled core: the very number that features and model give, or none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import UsageError
from normalizer.matching import core
from normalizer.matching.compare import compare_names, compare_pairs
from normalizer.matching.evidence import NameParts
from normalizer.matching.features import measure
from normalizer.matching.model import weigh
from normalizer.matching.profile import profile
from normalizer.matching.reader import reader
from normalizer.matching.ready import MOST_WORDS, ready, roles_of, scales, weigh_quickly
from normalizer.matching.sketch import Sketch, likeness, sketch
from normalizer.matching.words import parse_name

try:
    from normalizer.matching import _align as compiled
except ImportError:
    compiled = None  # type: ignore[assignment]

pytestmark = pytest.mark.skipif(not core.COMPILED, reason="the compiled core was not built here")

KINDS = ("person", "place", "org", None)
# Words of every sort that a rule knows, so that short random names meet the rules: given names with their other gender
# and short forms, patronymics, particles, initials, titles, numbers, directions, generic words and their adjectives,
# legal forms, words that are cut elsewhere, and scripts that are read in several ways.
LISTED = (
    "Alexander Alexandra Sasha Саша Олександр Ivan Ivanova Ivanov Иванов Ivanka Novák Nováková Petrovich "
    "Petrovna Петрович Petrowitsch Sergeevich Mohammed Muhammad bin ibn al Al-Rahman van der Bilt Vanderbilt "
    "J J. M. Ю. Yuri Dr. Sir jr. II III 2 Second 2004-1 North Nord New Saint St. Velike Oblast область "
    "Луганская Луганськ Luhansk Luhanska City Niger Nigeria Khrushchev Chruschtschow Хрущёв Bank Deutsche "
    "GmbH AG Ltd International IBM Lee Rhee Yi 이 Beijing Peking 北京 毛泽东 Mao Tse-tung Tsetung 東京都 さくら "
    "القذافي Gaddafi כהן Cohen Αθήνα Athen Գյումրի თბილისი กรุงเทพ 1st X "
    "Bắc Norte Surigao Ziemeļsurigao 북다바오 다바오 西撒哈拉 Sahara Güney Forty Four 44 Li Le é Łódź straße "
    "김영남 김용남 영남 용남 Seif Allah Seifallah Abdallah Шах Гуль Шахгуль Rach Ра Чжа Рачжа Bin Ben "
    "Hsinghua Xinghua Qili Xili Ratnapur Ratnapura Cerkası Čerkasų Benjamin Theresa Teresa May Mayová Abdul Aziz "
    "Jónsdóttir Tómasdóttir 何俊賢 Albert Ho Chun-yin 朴柱宣 Park Joo Sun 和泉 Izumi "
    "東京州 서울시 서울 Gîn-hâng Tâi ʻāl-Bayt"
)
WORDS = LISTED.split()
kinds = st.sampled_from(KINDS)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


class Parts:
    """A gazetteer of two clusters, of which one holds words that look nothing alike."""

    def clusters(self, token: str) -> frozenset[str]:
        known = {"ivan": {"1"}, "yuri": {"2", "3"}, "alexander": {"1", "4"}, "саша": {"4"}, "cohen": {"3"}}
        return frozenset(known.get(token, ()))

    def places(self, name: str) -> frozenset[str]:
        known = {"Niger": {"5"}, "Nigeria": {"6"}, "北京": {"7"}, "Beijing": {"7"}, "New Beijing": {"7"}}
        return frozenset(known.get(name, ()))


def in_full(a: str, b: str, kind: str | None, parts: NameParts | None = None) -> float:
    return weigh(measure(profile(a, kind), profile(b, kind), kind, parts), kind)


@settings(deadline=None, max_examples=1500)
@given(names, names, st.sampled_from(KINDS), st.sampled_from([None, Parts()]))
def test_the_scales_give_the_number_of_features_and_model(a: str, b: str, kind: str | None, parts: Any) -> None:
    found = weigh_quickly(a, b, kind, parts)
    assert found is None or found == in_full(a, b, kind, parts)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30), st.text(max_size=30) | names, st.sampled_from(KINDS))
def test_any_strings_can_be_put_on_the_scales(a: str, b: str, kind: str | None) -> None:
    found = weigh_quickly(a, b, kind, None)
    assert found is None or found == in_full(a, b, kind)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Sergei Lisyansky", "Лисянский Сергей", "person"),
        ("J. F. Kennedy", "John Fitzgerald Kennedy", "person"),
        ("Alexander Petrovich Ivanov", "Alexandra Ivanova", "person"),
        ("Luhansk Oblast", "Луганская область", "place"),
        ("Deutsche Bank AG", "Bank Austria", "org"),
        ("Maria", "Anna Maria Lopez", None),
        ("International Business Machines", "IBM", "org"),
        ("Seif Allah Ben Hassine", "Seifallah Ben Hocine", "person"),
        ("Шахгуль Резаи", "Shah Gul Rezai", "person"),
        ("Cornelius van der Bilt", "Cornelius Vanderbilt", None),
        ("Aubrey Plaza", "오브리플라자", "person"),
        ("Kirovo-Chepetsk", "Кировочепецк", "place"),
        ("Hsinghua", "Xinghua", "place"),
        ("Ratnapur", "Ratnapura", "place"),
        ("Niger", "Nigeria", "place"),
        ("Albert Ho Chun-yin", "何俊賢", "person"),
        ("朴柱宣", "Park Joo Sun", "person"),
        ("Izumi", "和泉", "place"),
        ("和泉", "Izumi City", "place"),
        ("Kè-Kong Bank", "Kekong Bank", "org"),
        ("Sasha Petrov", "Олександр Петров", "person"),
        ("Louis Philippe III", "Louis IV", "person"),
        ("Louis III", "Ludwig III", "person"),
        ("Thon 12", "Thon 12 Nam", "place"),
    ],
)
def test_ordinary_names_are_weighed_by_the_core(a: str, b: str, kind: str | None) -> None:
    assert weigh_quickly(a, b, kind, None) == in_full(a, b, kind)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Thon 12", "Thôn Mười Hai", "place"),
        ("First National Bank", "1st National Bank AG", "org"),
        ("12", "34", "place"),
        (" ".join(["word"] * MOST_WORDS), "a1 " * MOST_WORDS, "place"),
    ],
)
def test_what_is_left_to_features_and_model_is_compared_all_the_same(a: str, b: str, kind: str) -> None:
    assert weigh_quickly(a, b, kind, None) in (None, in_full(a, b, kind))
    assert 0 <= compare_names(a, b, kind).score < 1


@settings(deadline=None)
@given(names, kinds)
def test_words_of_names_made_ready_play_the_parts_that_they_are_read_to_play(name: str, kind: str | None) -> None:
    assert roles_of(name, kind) == tuple(part.role for part in parse_name(name, kind).parts)


def test_another_number_outweighs_a_recorded_place() -> None:
    assert compare_names("Beijing", "北京", "place", Parts()).same
    assert compare_names("Niger", "Nigeria", "place", Parts()).score < compare_names("Niger", "Nigeria", "place").score


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(names | st.text("aA éк,( ", max_size=4), names | st.text(max_size=4)), max_size=4), kinds)
def test_many_pairs_are_compared_as_one_by_one(pairs: list[tuple[str, str]], kind: str | None) -> None:
    for parts in (None, Parts()):
        found = compare_pairs(pairs, kind, parts)
        assert [repr(one) for one in found] == [repr(compare_names(a, b, kind, parts)) for a, b in pairs]
        assert [one.steps for one in found] == [compare_names(a, b, kind, parts).steps for a, b in pairs]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lviv", "LVIV"),
        ("Lviv ", " LVIV"),
        ("Lviv", "Lviv"),
        ("ﬁve", "ﬁve"),
        ("e\u0301a", "\u00e9 a"),
        ("Львів", "ЛЬВІВ"),
        ("K", "\u212a"),
        ("a'b", "a’b"),
        ("e\u0301", "ee"),
        ("", ""),
        ("a", ""),
    ],
)
def test_strings_that_fold_to_one_are_equal_in_a_list_too(a: str, b: str) -> None:
    assert compare_pairs([(a, b)]) == [compare_names(a, b)]


def test_a_list_of_pairs_may_be_of_anything_that_has_two_strings() -> None:
    class Text(str):
        __slots__ = ()

    pair = [Text("Lisyansky"), "Lisjanski"]
    assert compare_pairs(iter([pair])) == [compare_names("Lisyansky", "Lisjanski")]  # type: ignore[list-item]
    with pytest.raises(ValueError, match="unpack"):
        compare_pairs([("a", "b", "c")])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        scales(None).compare_many([("a", "b")], None, int, ("a",), None, 1.0, 0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("script", ["AZ", "АЯ", "ΑΩ", "את", "ءي", "აჰ", "Աֆ", "あん", "가힣", "ÀÖ", "Āž"])
def test_initials_are_read_in_all_scripts_as_python_reads_them(script: str) -> None:
    points = [*range(ord(script[0]), ord(script[1]) + 1)][:60]
    for point in points:
        name = f"{chr(point)}{script[0]}{script[1]} Ivanov"
        for initial in ("E. Ivanov", f"{chr(point)}. Ivanov"):
            found = weigh_quickly(initial, name, "person", None)
            assert found is None or found == in_full(initial, name, "person")


plain = st.text("abc '", max_size=64) | st.text("aeimnrst ", max_size=12) | st.text(max_size=70)
sketches = st.builds(Sketch, plain, plain, plain, plain, plain, plain, st.integers(1, 3))


@settings(deadline=None)
@given(sketches, sketches)
def test_sketches_look_as_alike_to_the_core(a: Sketch, b: Sketch) -> None:
    found = compiled.alike(a, b)
    short = all(text.isascii() and len(text) <= 64 for one in (a, b) for text in one[:6])
    assert found == (tuple(map(float, likeness(a, b))) if short else None)


def test_long_names_and_other_letters_are_no_sketch_for_the_core() -> None:
    assert compiled.alike(sketch(["a" * 65]), sketch(["a"])) is None
    assert compiled.alike(sketch(["a"]), sketch(["b"])) is not None


def test_an_error_of_a_gazetteer_is_passed_on() -> None:
    class Broken(Parts):
        def clusters(self, token: str) -> frozenset[str]:
            raise UsageError("the gazetteer is closed")

    with pytest.raises(UsageError, match="closed"):
        compare_names("Ivan Cohen", "Yuri Katz", "person", Broken())


def test_what_does_not_fit_is_refused() -> None:
    name = ready("Ivan Ivanov", "person")
    part = ("a", "name", "a", False)
    term = compiled.Term(part, "a", "a", 0, 0, 0, 0, 1.0, 7.0)
    given_sketch = ("", "", "", "", "", "", 1)
    refused: list[tuple[type[Exception], Any]] = [
        (TypeError, lambda: scales("person").weigh(name)),
        (TypeError, lambda: scales("person").weigh(name, "Ivan")),
        (ValueError, lambda: compiled.Term(("a", "name"), "a", "a", 0, 0, 0, 0, 1.0, 7.0)),
        (ValueError, lambda: compiled.Term((1, "name", "a", False), "a", "a", 0, 0, 0, 0, 1.0, 7.0)),
        (ValueError, lambda: compiled.Term(part, "a", "a", 99, 0, 0, 0, 1.0, 7.0)),
        (ValueError, lambda: compiled.Term(part, "a", "a", 0, 99, 0, 0, 1.0, 7.0)),
        (TypeError, lambda: compiled.Name(None, given_sketch, (1,), ("a",), (), (), 0, 0, 0)),
        (TypeError, lambda: compiled.Name(None, (), (1,), (term,), (), (), 0, 0, 0)),
        (ValueError, lambda: compiled.Name(None, given_sketch, (1, 2), (term,), (), (), 0, 0, 0)),
        (ValueError, lambda: compiled.Name(None, given_sketch, (1,), (term,), (1,), (), 0, 0, 0)),
        (ValueError, lambda: compiled.Name(None, given_sketch, (1,), (term,) * 40, (), (), 0, 0, 0)),
        (
            KeyError,
            lambda: compiled.Scales(
                0, {}, {}, (), compiled.Rules([], 3.0, 0.2), (), reader(None), (), frozenset(), 9, ""
            ),
        ),
        (TypeError, lambda: compiled.Scales(0, {}, {}, (), None, (), reader(None), (), frozenset(), 9, "")),
    ]
    for error, call in refused:
        with pytest.raises(error):
            call()
