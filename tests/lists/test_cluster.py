"""Groups of spellings: together what agrees, apart what contradicts, and a reason for the canonical."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.api import Normalizer
from normalizer.errors import UnknownPolicyError, UsageError
from normalizer.lists.cluster import cluster_names
from normalizer.lists.likely import raised

NAMES = ["Timoschenko", "Tymoshenko", "Poroshenko", "Тимошенко", "Tymoshenko", "Poroschenko", "Sokolov", "Sokolova"]


def together(*names: str, kind: str | None = None) -> list[set[str]]:
    return [set(cluster.members) for cluster in cluster_names(names, kind=kind)]


def test_spellings_of_one_name_come_together() -> None:
    members = together(*NAMES)
    assert {"Timoschenko", "Tymoshenko", "Тимошенко"} in members
    assert {"Poroshenko", "Poroschenko"} in members
    assert {"Sokolov"} in members


@pytest.mark.parametrize(
    "names",
    [
        ("Muammar Gaddafi", "Moammar Kadhafi", "معمر القذافي"),
        ("Thessaloniki", "Θεσσαλονίκη", "Фессалоники"),
        ("Tbilisi", "თბილისი", "Тбилиси"),
        ("Angela Merkel", "Merkel, Angela", "Ангела Меркель", "アンゲラ・メルケル"),
    ],
)
def test_spellings_in_other_scripts_come_together(names: tuple[str, ...]) -> None:
    crowd = ("Mohamed Ghannouchi", "Marseille", "Tripoli", "Andrea Merkle", "Thessaly")
    assert set(names) in together(*names, *crowd)


def test_native_spellings_that_agree_with_a_latin_one_come_together_however_far_their_scripts_are() -> None:
    names = (
        "Bill Gates",
        "Билл Гейтс",
        "Біл Гейтс",
        "ביל גייטס",
        "بيل غيتس",
        "Μπιλ Γκέιτς",
        "ビル・ゲイツ",
        "빌 게이츠",
    )
    assert together(*names, kind="person") == [set(names)]


def test_the_most_frequent_spelling_is_canonical_and_the_last_step_says_so() -> None:
    cluster = next(c for c in cluster_names(NAMES) if "Timoschenko" in c.members)
    assert cluster.canonical == "Tymoshenko"
    assert cluster.steps[-1].rule == "majority"
    assert "most frequent spelling" in cluster.steps[-1].detail


def test_the_earliest_is_canonical_on_a_tie() -> None:
    assert cluster_names(["Poroschenko", "Poroshenko"])[0].canonical == "Poroschenko"


def test_a_policy_chooses_the_canonical_among_the_members() -> None:
    names = ["Kharkiv", "Charkiw", "Charkiw", "Харків"]
    canonical = {policy: cluster_names(names, policy=policy)[0].canonical for policy in ("en", "de", "uk", "native")}
    assert canonical == {"en": "Kharkiv", "de": "Charkiw", "uk": "Харків", "native": "Харків"}


def test_every_member_but_the_canonical_has_a_step_that_names_it() -> None:
    for cluster in cluster_names(NAMES):
        named = [step.before for step in cluster.steps if step.rule != "majority"]
        assert sorted(named) == sorted(set(cluster.members) - {cluster.canonical})


def test_a_name_in_the_middle_does_not_chain_two_people() -> None:
    members = together("Anna Smirnova", "Smirnova", "Olga Smirnova", kind="person")
    assert not any({"Anna Smirnova", "Olga Smirnova"} <= group for group in members)


def test_a_fuller_name_holds_two_that_have_its_words_between_them() -> None:
    apart = ("Frederic Choi", "Chin Pang Choi")
    fuller = "Frederic Chin Pang Choi"
    assert {*apart, fuller} in together(*apart, fuller, kind="person")
    assert {*apart} not in together(*apart, kind="person")


def test_a_fuller_name_does_not_hold_another_gender() -> None:
    members = together("Ivan Petrov", "Anna Petrova", "Ivan Anna Petrov Petrova", kind="person")
    assert not any({"Ivan Petrov", "Anna Petrova"} <= group for group in members)


def test_partners_in_common_raise_a_score() -> None:
    common = {7: 3.0, 8: 2.0}
    assert raised(0.6, common, iter([(7, 2.5), (9, 4.0)])) > raised(0.6, common, iter([(8, 0.1)])) > 0.6
    assert raised(0.6, common, iter([(9, 4.0)])) == 0.6


def test_a_name_in_the_middle_does_not_chain_two_genders() -> None:
    members = together("Petrov", "A. Petrov", "Petrova", "A. Petrova", kind="person")
    assert not any({"Petrov", "Petrova"} <= group or {"A. Petrov", "A. Petrova"} <= group for group in members)


def test_another_number_is_another_name() -> None:
    assert {"Arzamas 16", "Arzamas-16"} in together("Arzamas 16", "Arzamas-16", "Arzamas-17")


def test_chinese_names_of_like_syllables_stay_apart() -> None:
    groups = together("李长青", "柳长庆", "Li Changqing Zhou", kind="person")
    assert not any({"李长青", "柳长庆"} <= group for group in groups)


def test_names_without_letters_are_alone_and_raise_nothing() -> None:
    for kind in (None, "person", "place", "org"):
        assert len(together("...", "!!", "--", "", " ", kind=kind)) == 5


def test_the_kind_is_passed_on_and_checked() -> None:
    with Normalizer(gazetteer=None) as normalizer:
        names = ["Chimki", "Khimki", "Linz"]
        assert normalizer.cluster(iter(names), kind="place") == cluster_names(names, kind="place")
        with pytest.raises(UsageError):
            normalizer.cluster(names, kind="planet")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_distinct_name_is_in_exactly_one_cluster(names: list[str]) -> None:
    members = [name for cluster in cluster_names(names) for name in cluster.members]
    assert sorted(members) == sorted(set(names))


def test_strange_strings_do_not_raise() -> None:
    strange = [
        "",
        " ",
        "\ud800",
        "\x00",
        "a" * 1_000_000,
        "b" * 1_000_000,
        "12",
        "!!!",
        "ä" * 300,
        "ه‌ا",
        "Ł" + "\u0301" * 99,
    ]
    assert len([name for cluster in cluster_names(strange) for name in cluster.members]) == len(strange)


def test_the_order_of_equal_lists_does_not_matter_for_who_is_together() -> None:
    assert sorted(map(sorted, together(*NAMES))) == sorted(map(sorted, together(*reversed(NAMES))))


def test_unknown_kinds_and_policies_are_refused() -> None:
    with pytest.raises(UsageError):
        cluster_names(["a"], kind="planet")
    with pytest.raises(UnknownPolicyError):
        cluster_names(["Kiev", "Kiew"], policy="nice!")
