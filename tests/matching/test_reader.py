"""Names that the compiled core reads by itself: what it knows of them is what `words` and `profile` tell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.matching import core
from normalizer.matching.diminutive import rough_sounds
from normalizer.matching.families import families
from normalizer.matching.features import measure
from normalizer.matching.gender import genders
from normalizer.matching.model import weigh
from normalizer.matching.person import all_endings
from normalizer.matching.plainly import spelt_plainly
from normalizer.matching.profile import profile
from normalizer.matching.reader import SCRIPTS_BY_LETTER, marks, reader
from normalizer.matching.ready import genders_of, read_in_full, ready, scales, shorts_of, weigh_quickly
from normalizer.matching.terms import LETTERED_TERM
from normalizer.matching.words import parse_name
from normalizer.text.unicode import fold_accents, folds_alone, script_of

pytestmark = pytest.mark.skipif(not core.COMPILED, reason="the compiled core was not built here")

KINDS = ("person", "place", "org", None)
# Words of every sort that is told apart, and what stands between words.
SORTS = (
    "Ivan Petrovich Petrovna Sidorov Müller Łódź Nováková Alexandra bin ibn al El Al an ash der van "
    "de la Dr Sir jr II XX X i V Abdul Abdulrahman abd J J. M. Ю. O'Brien O’Neill Sa'ad D'Arc "
    "Mariupol' `Omar d' St. Saint New North Nord Norte Oblast область Луганская Луганськ City Bank "
    "International Company Limited Liability Co. Co Ltd. GmbH AG of and & the Zwölf twelve First "
    "Second go Петрович Сергеевна القذافي والد 毛泽东 北京市 東京都 "
    "さくら 株式会社トヨタ 김 북다바오 กรุงเทพ Сан Ар é ál "
    "Public Joint Stock S A C R.L S.A S.A.R.L O.O.O J.R Нов.Силава "
    "İzmir ǅ x̌ स्त्री ʼOmar a‑b Ahmad-i AL-Rashid ar-Rahman az Zawr Ziemeļsurigao öz"
)
WORDS = SORTS.split()
BETWEEN = st.sampled_from([*"   --,.'’/–·・،_1", '"', ", ", " - ", "  ", " (", ") ", "” “"])
names = st.lists(st.tuples(st.sampled_from(WORDS), BETWEEN), min_size=1, max_size=5).map(
    lambda listed: "".join(word + after for word, after in listed)[:-1]
)


def known_of(name: Any) -> Any:
    """What the core knows of a name, and of each of its words but whether it may tell more of the letters itself."""
    terms, *rest = name.known
    words = [term.known for term in terms]
    return [(*word[:8], word[8] & ~LETTERED_TERM, *word[9:]) for word in words], rest


@settings(deadline=None, max_examples=1500)
@given(names, st.sampled_from(KINDS))
def test_a_name_read_by_the_core_is_the_name_read_in_full(name: str, kind: str | None) -> None:
    found = reader(kind).read(name)
    if found is not None:
        assert known_of(found) == known_of(read_in_full(name, kind))


@settings(deadline=None, max_examples=1500)
@given(names | st.text(max_size=20), st.sampled_from(KINDS))
def test_a_name_spelt_plainly_is_the_name_read_in_full(name: str, kind: str | None) -> None:
    plain = spelt_plainly(name, kind)
    found = None if plain is None else reader(kind).read(plain)
    if plain is not None and found is not None:
        assert known_of(found) == known_of(read_in_full(name, kind))
        assert parse_name(plain, kind) == parse_name(name, kind)


@settings(deadline=None, max_examples=500)
@given(st.text(max_size=20), st.sampled_from(KINDS))
def test_any_string_can_be_read(name: str, kind: str | None) -> None:
    found = reader(kind).read(name)
    if found is not None:
        assert known_of(found) == known_of(read_in_full(name, kind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sergei Petrovich Lisyansky", "person"),
        ("Saif al-Islam Gaddafi", "person"),
        ("J. K. O'Brien-Smith", None),
        ("Луганская область", "place"),
        ("Dayr az-Zawr", "place"),
        ("Deutsche Bank AG", "org"),
        ("SORAN COMPANY", "org"),
        ("Romashka Limited Liability Company", "org"),
        ("Petroleos de Venezuela S A", "org"),
        ("Lady", "person"),
        ("South-West Region", "place"),
        ("X Corp", "org"),
        ("毛泽东", "person"),
    ],
)
def test_ordinary_names_are_read_by_the_core(name: str, kind: str | None) -> None:
    assert reader(kind).read(name) is not None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "person"),
        ("- '", None),
        ("Lisyansky, Sergei", "person"),
        ("J.R. Ewing", "person"),
        ("Brigade 44", "org"),
        ("Общество с ограниченной ответственностью Ромашка", "org"),
        ("J. K.", "person"),
        ("Ky\u200biv", "place"),
        ("a" * 401, None),
        ("a " * 25, None),
        ("\ud800", None),
    ],
)
def test_what_the_core_leaves_is_read_in_full(name: str, kind: str | None) -> None:
    assert reader(kind).read(name) is None
    in_full = read_in_full(name, kind)
    assert (ready(name, kind) is None) == (in_full is None)


def test_a_father_is_one_whether_the_core_read_his_name_or_not() -> None:
    """«Family, Given Patronymic» is read in full, «Given Patronymic Family» by the core: they have one father."""
    russian = ("Иванов, Сергей Петрович", "Сергей Петрович Иванов", "Сергей Иванович Петров", "Петр Петрович Петрович")
    arabic = ("Yusuf bin Abdul Karim", "Karim bin Yusuf", "Abdul Karim bin al-Yusuf")
    for asked in (russian, arabic):
        for a in asked:
            for b in asked:
                in_full = scales("person").weigh(read_in_full(a, "person"), read_in_full(b, "person"))
                assert weigh_quickly(a, b, "person", None) == in_full


LISTED = sorted({*genders(), *rough_sounds(), *families(), *(f"an{ending}" for ending in all_endings())})
LETTERS = [c for code in range(0x61, 0x590) if folds_alone(c := chr(code)) and script_of(c) in SCRIPTS_BY_LETTER]
latin = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14) | st.text("schztphxo", min_size=1, max_size=9)
marked = st.sampled_from(LISTED) | latin | st.tuples(latin, st.sampled_from(LISTED)).map("".join)
lettered = st.lists(
    st.sampled_from(LETTERS) | st.sampled_from([*LISTED, "القذافي", "毛", "김", "ович", "ovič"]), min_size=1
)


@settings(deadline=None, max_examples=1500)
@given(marked | lettered.map(lambda listed: "".join(listed)[:20]))
def test_marks_of_a_word_are_those_that_python_tells(word: str) -> None:
    low = word.lower()
    found = marks().of(low, fold_accents(low))
    if found is not None:
        assert found == (shorts_of(word), genders_of(word))
    assert found is not None or not low.isascii() or not low.isalpha()


@settings(deadline=None, max_examples=1500)
@given(lettered.map(lambda listed: "".join(listed)[:20]), lettered.map("".join), st.sampled_from(KINDS))
def test_words_of_known_letters_are_weighed_as_they_are_in_full(a: str, b: str, kind: str | None) -> None:
    for one, other in ((a, b), (f"{a} {b}", f"{b}{a}"), (f"{b} {b} {a}", f"{a} {b}")):
        left, right = read_in_full(one, kind), read_in_full(other, kind)
        if left is not None and right is not None:
            found = weigh_quickly(one, other, kind, None)
            assert scales(kind).weigh(left, right) in (found, None)  # names that Python read it does not join
            assert found in (weigh(measure(profile(one, kind), profile(other, kind), kind), kind), None)


def test_marks_are_of_words_of_some_length() -> None:
    assert marks().of("a" * 97, "a" * 97) is None
    assert marks().of("", "") is None
    with pytest.raises(TypeError):
        marks().of(1, "a")  # type: ignore[arg-type]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(TypeError):
        reader("person").read(1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        core.Reader(marks())
    for endings in ({"a" * 60: (0, 0, 0, 0)}, {"a": (0,)}, {"a": ("b", 0, 0, 0)}):
        with pytest.raises((TypeError, ValueError)):
            core.Marks(endings, dict, (), {}, {}, 6, (), {}, {}, frozenset(), len)
    for replaced in ((("a", "abcd"),), (("", "a"),), (1,), (("a", "b"),) * 30):
        with pytest.raises((TypeError, ValueError)):
            core.Marks({}, dict, (), {}, {}, 6, replaced, {}, {}, frozenset(), len)
