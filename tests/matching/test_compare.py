"""Two names: what makes them one, what keeps them apart, and what the steps say."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizer.errors import UsageError
from normalizer.matching.compare import compare_names, compare_pairs
from normalizer.result import Comparison

ONE_NAME = [
    ("Timoschenko", "Тимошенко", "person"),
    ("Poroshenko", "Poroschenko", "person"),
    ("Ternopil", "Ternopol", "place"),
    ("Chernihiv", "Чернигов", "place"),
    ("Bilhorodka", "Belgorodka", "place"),
    ("Hrodna", "Grodno", "place"),
    ("Usama bin Laden", "Osama ben Laden", "person"),
    ("Anwar al-Sadat", "أنور السادات", "person"),
    ("Hussein", "Husayn", "person"),
    ("Nanking", "Nanjing", "place"),
    ("Teng Hsiao-p'ing", "Deng Xiaoping", "person"),
    ("Kim Dae-jung", "김대중", "person"),
    ("Saint Petersburg", "St. Petersburg", "place"),
    ("Gazprom OAO", "ОАО Газпром", "org"),
    ("Dr. Anna Smirnova", "Smirnova, Anna", "person"),
    ("A. Smirnova", "Anna Smirnova", "person"),
    ("Сергей Михайлович Соколов", "Sergey Sokolov", "person"),
    ("Aleksandr Evgenyevich Sokolov", "Oleksandr Yevhenovych Sokolov", "person"),
    ("Vander Meer", "Vandermeer", "person"),
    ("Abdus Salam", "Abd as-Salam", "person"),
    ("Abdel Nasser", "Abd an-Nasir", "person"),
    ("Fab 36", "Fab36", "org"),
    ("Carl Whitlock Jr.", "Carl Whitlock", "person"),
    ("Dr. Carl Whitlock", "Mr Carl Whitlock", "person"),
]
TWO_NAMES = [
    ("Sokolov", "Sokolova", "person"),
    ("Zelinskyi", "Zelinska", "person"),
    ("Gambia", "Zambia", "place"),
    ("Alban", "Albania", "place"),
    ("Omsk", "Tomsk", "place"),
    ("Depot B7", "Depot B9", "org"),
    ("Gregor M. Anders", "Gregor T. Anders", "person"),
    ("L. Vogt", "H. Vogt", "person"),
    ("Mali", "Malawi", "place"),
    ("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov", "person"),
    ("School No. 12", "School No. 21", "org"),
    ("Anna Smirnova", "Olga Smirnova", "person"),
    ("B. Smirnova", "Anna Smirnova", "person"),
    ("Jane Whitlock", "John Whitlock", None),
    ("Oleg Petrenko", "Olga Petrenko", None),
    ("Carl Whitlock Sr.", "Carl Whitlock, Jr.", "person"),
    ("Mr Whitlock", "Mrs. Whitlock", "person"),
    ("João Lindt Filho", "João Lindt sr", "person"),
    ("Lars Holmgren", "Lara Holmgren", "person"),
    ("Олег Дорошенко", "Ольга Дорошенко", "person"),
    ("Peter Zangerl", "Petra Zangerl", "person"),
    ("Apollo 11", "Apollo 13", "org"),
    ("Paris", "パリス島", "place"),
    ("김영남", "김용남", "person"),
    ("박 영남", "박 용남", "person"),
]


def rules(comparison: Comparison) -> list[str]:
    return [step.rule for step in comparison.steps]


@pytest.mark.parametrize(("a", "b", "kind"), ONE_NAME)
def test_spellings_of_one_name_are_the_same(a: str, b: str, kind: str) -> None:
    assert compare_names(a, b, kind).same


@pytest.mark.parametrize(("a", "b", "kind"), TWO_NAMES)
def test_different_names_are_not_the_same(a: str, b: str, kind: str) -> None:
    assert not compare_names(a, b, kind).same


def test_only_identical_names_score_one() -> None:
    assert compare_names("Omsk", "Omsk").score == 1.0
    assert compare_names("Omsk", "OMSK").score < 1.0
    assert compare_names("Łódź", "Lodz").score < 1.0


def test_a_left_out_word_is_milder_than_another_word() -> None:
    left_out = compare_names("Ivan Petrovich Sidorov", "Ivan Sidorov", "person").score
    another = compare_names("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov", "person").score
    assert left_out > 0.8 > 0.4 > another


def test_another_grammatical_gender_is_said_so() -> None:
    comparison = compare_names("Sokolov", "Соколова", "person")
    assert rules(comparison) == ["gender:surname"]
    assert comparison.steps[0].detail == "same family name, other grammatical gender"


def test_no_cyrillic_name_is_explained_by_pinyin() -> None:
    assert not any("zho" in rule for rule in rules(compare_names("София", "Sofia", "place")))


def test_a_family_name_in_front_and_half_of_a_double_name_are_said_so() -> None:
    turned = compare_names("Kovács Ágnes", "Agnes Kovacs", "person")
    assert turned.same and "family name first" in turned.explain()
    halved = compare_names("Lena Berger-Schmid", "Lena Schmid", "person")
    assert halved.same and "one part of a double name" in halved.explain()


def test_a_counterpart_rule_is_named() -> None:
    assert "counterpart:uk-ru" in rules(compare_names("Ternopil", "Ternopol", "place"))


def test_a_scheme_is_named() -> None:
    assert any(rule.startswith("scheme:") for rule in rules(compare_names("Тимошенко", "Timoschenko", "person")))


def test_a_shared_native_form_is_named_with_both_schemes() -> None:
    step = compare_names("Juschtschenko", "Yushchenko", "person").steps[0]
    assert step.rule == "shared-native"
    assert "rus-press-de" in step.detail and "rus-bgn" in step.detail


def test_name_parts_of_a_gazetteer_make_two_given_names_one() -> None:
    class Parts:
        def clusters(self, token: str) -> frozenset[str]:
            return frozenset({"wd:Q1"}) if token in ("giuseppe", "joseph") else frozenset()

    assert not compare_names("Giuseppe Verdi", "Joseph Verdi", "person").same
    known = compare_names("Giuseppe Verdi", "Joseph Verdi", "person", Parts())
    assert known.same and "name-part" in rules(known)


@pytest.mark.parametrize(("a", "b", "kind"), ONE_NAME + TWO_NAMES)
def test_each_word_stands_in_exactly_one_step(a: str, b: str, kind: str) -> None:
    from normalizer.matching.words import parse_name

    steps = [s for s in compare_names(a, b, kind).steps if s.rule != "order"]
    for name in (a, b):
        words = "".join(part.text for part in parse_name(name, kind).parts).lower()
        sides = ["".join(part.text for t in (s.before, s.after) for part in parse_name(t).parts).lower() for s in steps]
        for part in parse_name(name, kind).parts:
            assert sum(part.text.lower() in side for side in sides) >= 1, (part, words)


def test_many_pairs_get_the_same_answers_as_one_by_one() -> None:
    pairs = [(a, b) for a, b, _ in ONE_NAME + TWO_NAMES]
    assert compare_pairs(pairs) == [compare_names(a, b) for a, b in pairs]


def test_an_unknown_kind_is_an_error_of_use() -> None:
    with pytest.raises(UsageError):
        compare_names("a", "b", "animal")


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["person", "place", "org", None]))
@example("BC", "A:奰", "place")  # one Han character in a Latin name was read in place of the other name
def test_any_two_strings_compare_and_order_does_not_matter(a: str, b: str, kind: str | None) -> None:
    there, back = compare_names(a, b, kind), compare_names(b, a, kind)
    assert 0 <= there.score <= 1
    assert abs(there.score - back.score) < 0.02


@pytest.mark.parametrize(
    "name", ["", "\ud800", "\0", "京 ー", "ー", "a" * 1_000_000, "ـ", "\u0301", "Лugansk", "a b " * 3000]
)
def test_strings_that_are_no_names_do_not_raise(name: str) -> None:
    for other in ("Ivanov", "", name, "Иванов"):
        assert 0 <= compare_names(name, other).score <= 1


def test_importing_compare_reads_no_table_and_no_numpy() -> None:
    code = (
        "import sys, normalizer.matching.compare, normalizer.matching.align as a; "
        "assert 'numpy' not in sys.modules; assert a.costs.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
