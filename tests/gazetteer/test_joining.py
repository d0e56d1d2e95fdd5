"""Which records become one entity, and that the order of files makes no difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.merge import merge_records
from gazetteer.model import Entity, Name, Record
from gazetteer.spool import Spool, decode, encode


def record(identifier: str, *same_as: str, feature: str = "") -> Record:
    return Record(Entity(identifier, "place", feature, same_as=same_as), (Name(identifier),))


def merged(*records: Record, apart: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, ...]]:
    return [(r.entity.id, *r.entity.same_as) for r in merge_records(records, apart)]


def test_two_ids_of_one_source_are_not_joined_through_another() -> None:
    city, district, item = record("gn:1", "wd:Q1"), record("gn:2", "wd:Q1"), record("wd:Q1")
    assert merged(city, district, item) == [("gn:1", "wd:Q1"), ("gn:2",)]


def test_of_rival_links_the_mutual_one_wins() -> None:
    city, district, item = record("gn:1", "wd:Q1"), record("gn:2", "wd:Q1"), record("wd:Q1", "gn:2")
    assert merged(city, district, item) == [("gn:1",), ("gn:2", "wd:Q1")]


def test_of_rival_links_the_one_between_like_things_wins() -> None:
    district, city = record("gn:1", "wd:Q1", feature="region"), record("gn:2", "wd:Q1", feature="city")
    assert merged(district, city, record("wd:Q1", feature="city")) == [("gn:1",), ("gn:2", "wd:Q1")]


def test_two_that_mention_an_id_that_nobody_has_are_one() -> None:
    assert merged(record("a:1", "wd:Q1"), record("b:1", "wd:Q1")) == [("a:1", "wd:Q1", "b:1")]


def test_people_whom_a_source_tells_apart_stay_apart_and_keep_what_they_mention() -> None:
    assert merged(record("os:1", "wd:Q1"), record("os:2", "wd:Q1")) == [("os:1", "wd:Q1"), ("os:2", "wd:Q1")]


def test_a_source_may_say_itself_that_two_of_its_ids_are_one() -> None:
    assert merged(record("os:1", "os:2"), record("os:2")) == [("os:1", "os:2")]


def test_node_and_boundary_of_one_place_are_joined_by_their_item() -> None:
    assert merged(record("osm:n1", "wd:Q1"), record("osm:r1", "wd:Q1")) == [("osm:n1", "wd:Q1", "osm:r1")]


def test_addresses_of_different_sites_are_of_different_namespaces() -> None:
    one, other = "http://a.org/1", "http://b.org/1"
    assert merged(record(one, "wd:Q1"), record(other, "wd:Q1")) == [(one, "wd:Q1", other)]


def test_what_the_user_splits_stays_apart_by_any_path() -> None:
    records = (record("gn:1", "wd:Q1"), record("wd:Q1", "gn:1"), record("x:1", "gn:1", "wd:Q1"))
    one, other = merged(*records, apart=(("gn:1", "wd:Q1"),))
    assert one[0] == "gn:1"
    assert other[0] == "wd:Q1"
    assert "wd:Q1" not in one
    assert "gn:1" not in other


def test_a_long_chain_is_one_entity() -> None:
    chain = [record(f"s{n}:1", f"s{n + 1}:1") for n in range(50)]
    assert len(merged(*chain)) == 1


def test_ids_that_were_lost_are_counted(tmp_path: Path) -> None:
    with Spool() as spool:
        spool.add(0, [record("gn:1", "wd:Q1"), record("gn:2", "wd:Q1"), record("wd:Q1")])
        assert len(list(spool.groups())) == 2
        assert (spool.disputed, spool.disputes) == (1, [("wd:Q1", "gn:2")])


IDS = st.sampled_from([f"{space}:{number}" for space in "abc" for number in range(4)])
RECORDS = st.lists(
    st.builds(lambda own, others: record(own, *dict.fromkeys(others)), IDS, st.lists(IDS, max_size=3)), max_size=12
)


@given(RECORDS)
@settings(deadline=None)
def test_every_record_is_in_one_group_and_no_id_is_owned_twice(records: list[Record]) -> None:
    with Spool() as spool:
        spool.add(0, records)
        groups = list(spool.groups())
    assert sorted(n.text for group in groups for r in group for n in r.names) == sorted(r.entity.id for r in records)
    owners = [r.entity.id for group in groups for r in {r.entity.id: r for r in group}.values()]
    assert len(owners) == len(set(owners))
    by_owner = {r.entity.id: number for number, group in enumerate(groups) for r in group}
    for number, group in enumerate(groups):  # what is still mentioned is in the same group, or nobody's
        assert {by_owner.get(other, number) for r in group for other in r.entity.same_as} <= {number}


ANY_TEXT = st.text(max_size=20) | st.sampled_from(["\ud800", "a\0b", "x" * 5000])


@given(ANY_TEXT, ANY_TEXT, st.integers(0, 1 << 70), st.none() | st.integers(-9999, 9999))
def test_a_record_survives_the_disk(identifier: str, text: str, weight: int, year: int | None) -> None:
    one = Record(Entity(identifier, "org", text, "UA", weight, (text,)), (Name(text, "uk", valid_from=year),))
    assert decode(encode(one)) == one
    with Spool() as spool:
        spool.add(0, [one])
        assert list(spool.groups()) == [[one]]


def test_a_spool_keeps_whole_sources_and_forgets_them_with_another_plan(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    with Spool(path, "plan") as spool:
        spool.add(0, [record("a:1")], lambda: "one row")
        with pytest.raises(RuntimeError):
            spool.add(1, _failing())
    with Spool(path, "plan") as spool:
        assert (spool.notes(0), spool.notes(1)) == ("one row", None)
        spool.add(1, [record("b:1", "a:1")])
        assert [len(group) for group in spool.groups()] == [2]
    with Spool(path, "another plan") as spool:
        assert spool.notes(0) is None
        assert list(spool.groups()) == []
        spool.discard()
    assert not path.exists()


def _failing():  # type: ignore[no-untyped-def]
    yield record("c:1")
    raise RuntimeError("stop")


@pytest.mark.parametrize("left", [b"no database at all, but more than a hundred bytes of text " * 3, b""])
def test_what_an_interrupted_build_left_damaged_is_replaced(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "spool"
    path.write_bytes(left)
    with Spool(path, "plan") as spool:
        spool.add(0, [record("a:1")])
        assert len(list(spool.groups())) == 1


def test_two_builds_at_once_do_not_share_a_spool(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    with Spool(path, "plan") as one, Spool(path, "plan") as other:
        one.add(0, [record("a:1")])
        other.add(0, [record("b:1")])
        assert [r.entity.id for (r,) in other.groups()] == ["b:1"]
        assert other.path is None
