"""Groups of spellings: together what agrees, apart what contradicts, and a reason for the canonical."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.matching.cluster import cluster_names

NAMES = ["Timoschenko", "Tymoshenko", "Poroshenko", "Тимошенко", "Tymoshenko", "Poroschenko", "Sokolov", "Sokolova"]


def test_spellings_of_one_name_come_together() -> None:
    members = [set(cluster.members) for cluster in cluster_names(NAMES)]
    assert {"Timoschenko", "Tymoshenko", "Тимошенко"} in members
    assert {"Poroshenko", "Poroschenko"} in members
    assert {"Sokolov"} in members


def test_the_most_frequent_spelling_is_canonical_and_the_last_step_says_so() -> None:
    cluster = next(c for c in cluster_names(NAMES) if "Timoschenko" in c.members)
    assert cluster.canonical == "Tymoshenko"
    assert cluster.steps[-1].rule == "majority"
    assert "most frequent spelling" in cluster.steps[-1].detail


def test_the_earliest_is_canonical_on_a_tie() -> None:
    assert cluster_names(["Poroschenko", "Poroshenko"])[0].canonical == "Poroschenko"


def test_a_name_in_the_middle_does_not_chain_two_people() -> None:
    members = [set(c.members) for c in cluster_names(["Anna Smirnova", "Smirnova", "Olga Smirnova"], kind="person")]
    assert not any({"Anna Smirnova", "Olga Smirnova"} <= group for group in members)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_distinct_name_is_in_exactly_one_cluster(names: list[str]) -> None:
    members = [name for cluster in cluster_names(names) for name in cluster.members]
    assert sorted(members) == sorted(set(names))


def test_two_thousand_names_take_seconds() -> None:
    syllables = ["ba", "ko", "ri", "mu", "ta", "len", "sho", "vik"]
    names = [f"{a}{b}{c}{d}" for a in syllables for b in syllables for c in syllables for d in syllables[:4]]
    began = time.process_time()
    cluster_names(names[:2000])
    assert time.process_time() - began < 20
