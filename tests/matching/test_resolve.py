"""Look-ups: what is found, what is abstained from, and that every answer can be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.errors import GazetteerError, UnknownPolicyError, UsageError
from normalizer.matching.keys import fold_native, replay
from normalizer.result import Resolution


@pytest.mark.parametrize(
    "spelling",
    [
        "Luhansk",
        "Lugansk",
        "Louhansk",
        "Луганськ",
        "Луганск",
        "LUHANSK",
        "Luhans'k",
        "Łuhańsk",
        "Lu\u200bhansk",
    ],
)
def test_spellings_of_a_city_find_it(small: Normalizer, spelling: str) -> None:
    answer = small.lookup(spelling)
    assert (answer.status, answer.canonical) == ("match", "Luhansk")
    assert answer.entity is not None
    assert answer.entity.id == "gn:702658"


def test_the_official_romanisation_replaces_another_romanisation(small: Normalizer) -> None:
    assert small.lookup("Zaporozhye").canonical == "Zaporizhzhia"


def test_a_region_of_the_same_name_is_listed_beside_its_city(small: Normalizer) -> None:
    answer = small.lookup("Luhansk")
    assert answer.status == "match"
    assert [c.entity.id for c in answer.candidates] == ["gn:702658", "iso:UA-09"]


def test_an_unknown_name_is_unknown(small: Normalizer) -> None:
    answer = small.lookup("Qwghlm")
    assert (answer.status, answer.canonical, answer.entity, answer.candidates) == ("unknown", None, None, ())


def test_a_dominant_namesake_is_meant_and_a_hint_turns_it(small: Normalizer) -> None:
    assert small.lookup("Paris").entity.country == "FR"  # type: ignore[union-attr]
    hinted = small.lookup("Paris", country="us")
    assert hinted.candidates[0].entity.country == "US"


def test_niger_is_not_nigeria_and_the_answer_says_why(small: Normalizer) -> None:
    answer = small.lookup("Niger", rejected=True)
    assert answer.entity is not None
    assert answer.entity.id == "iso:NE"
    assert all(c.entity.id != "iso:NG" for c in answer.candidates)
    assert any(s.rule == "rejected" and "iso:NG" in s.after for s in answer.steps)
    assert "Nigeria" in answer.explain()


def test_a_former_name_resolves_and_says_so(small: Normalizer) -> None:
    answer = small.lookup("Voroshilovgrad")
    assert answer.canonical == "Luhansk"
    assert answer.candidates[0].matched.role == "former"
    assert "former" in answer.explain()


def test_a_typo_is_found_by_comparison(small: Normalizer) -> None:
    answer = small.lookup("Zaporizhzhhia")
    assert answer.candidates[0].entity.id == "gn:687700"


@pytest.mark.parametrize("spelling", ["Lugansk", "Луганськ", "Louhansk", "Moskau"])
def test_steps_replay_to_one_key_from_both_sides(small: Normalizer, spelling: str) -> None:
    answer = small.lookup(spelling)
    best = answer.candidates[0]
    key = replay(answer.steps, spelling)
    recorded = fold_native(replay(best.steps, best.matched.text, "record"))
    assert key == recorded


def test_the_policy_decides_the_form(small_gazetteer: str) -> None:
    assert Normalizer(small_gazetteer, policy="native").lookup("Kiev").canonical == "Київ"
    assert Normalizer(small_gazetteer, policy="de").lookup("Moscow").canonical == "Moskau"
    assert Normalizer(small_gazetteer, policy="official").lookup("Киев").canonical == "Kyiv"


def test_many_names_get_the_answers_of_one_by_one(small: Normalizer) -> None:
    names = ["Kiev", "Lugansk", "Kiev", "nowhere", "", "Paris"]
    assert small.lookup_many(names) == [small.lookup(n) for n in names]


def test_workers_give_the_same_answers(small: Normalizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalizer.policy.PARALLEL_FROM", 2)
    names = ["Kiev", "Lugansk", "Rostov", "Moskau", "nowhere"] * 3
    assert small.lookup_many(names, workers=2) == [small.lookup(n) for n in names]


@given(st.text(st.characters(), max_size=60))
def test_any_string_is_accepted(small: Normalizer, name: str) -> None:
    answer = small.lookup(name)
    assert isinstance(answer, Resolution)
    assert answer.explain()
    assert answer.as_dict()["schema"] == 1


@pytest.mark.parametrize("name", ["", " ", "\ud800", "a" * 1_000_000, "\u0301" * 5000, "\x00", "ﷺ", "…", "🇺🇦"])
def test_hostile_names_are_answered(small: Normalizer, name: str) -> None:
    assert small.lookup(name).status in ("unknown", "ambiguous", "match")


def test_misuse_raises_with_a_sentence(small: Normalizer, small_gazetteer: str) -> None:
    with pytest.raises(UsageError, match="kind"):
        small.lookup("Kiev", kind="planet")
    with pytest.raises(UsageError, match="Country"):
        small.lookup("Kiev", country="Ukraine")
    with pytest.raises(UsageError, match="Limit"):
        small.lookup("Kiev", limit=0)
    with pytest.raises(UnknownPolicyError, match="policy"):
        Normalizer(small_gazetteer, policy="English!")
    with pytest.raises(GazetteerError, match="no gazetteer"):
        Normalizer(gazetteer=None).lookup("Kiev")
    with pytest.raises(GazetteerError, match="gone"):
        Normalizer("gone.gaz")
