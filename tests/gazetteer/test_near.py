"""The typo layer: both readers agree with each other and with looking at every key."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from gazetteer_helpers import write
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import candidates
from gazetteer.candidates import StandardReader, VectorReader
from gazetteer.container import Container
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from gazetteer.pieces import cuts, edits_for, signature

KEYS = st.text(st.sampled_from("abcаб語 \ud800"), min_size=1, max_size=20)


def naive(first: str, second: str, exchange: bool = True) -> int:
    """Edits by the textbook; two neighbours exchanged are one."""
    rows = [list(range(len(second) + 1))]
    for at, letter in enumerate(first, 1):
        rows.append([at])
        for position, other in enumerate(second, 1):
            best = min(rows[-2][position] + 1, rows[-1][position - 1] + 1, rows[-2][position - 1] + (letter != other))
            if exchange and at > 1 and position > 1 and (first[at - 2], letter) == (other, second[position - 2]):
                best = min(best, rows[-3][position - 2] + 1)
            rows[-1].append(best)
    return rows[-1][-1]


def gazetteer_of(folder: str | Path, texts: list[str]) -> Path:
    return write(
        Path(folder) / "keys.gaz",
        [Record(Entity(f"x:{at}", "place"), (Name(text),)) for at, text in enumerate(texts)],
    )


@given(
    st.lists(KEYS, min_size=1, max_size=30, unique_by=str.casefold),
    st.lists(KEYS, max_size=8),
    st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_both_readers_find_what_looking_at_every_key_finds(keys: list[str], queries: list[str], edits: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        container = Container(gazetteer_of(folder, keys))
        check_readers(container, [key.casefold() for key in keys], queries, edits)
        container.close()


def check_readers(container: Container, keys: list[str], queries: list[str], edits: int) -> None:
    """What is within reach is found: by letters more, less or other, or by one exchange; nothing further is."""
    standard, vector = StandardReader(container), VectorReader(container)
    exchanged = [key[:at] + key[at + 1] + key[at] + key[at + 2 :] for key in keys for at in range(len(key) - 1)]
    for query in [*queries, *(key[1:] + "a" for key in keys), *(key[:1] + key[2:] for key in keys), *exchanged]:
        found = standard.find(query, edits)
        assert found == vector.find(query, edits)
        assert not found.cut
        near = {(naive(query, key), key) for key in keys}
        reach = {(away, key) for away, key in near if 0 < away <= min(edits, edits_for(len(key)))}
        sure = {
            (away, key)
            for away, key in reach
            if away == 1 or naive(query, key, False) <= min(edits, edits_for(len(key)))
        }
        answer = {(distance, text) for distance, _, text in found.keys}
        assert all(text == standard.text(number) for _, number, text in found.keys)
        assert sure <= answer <= reach


@given(st.lists(KEYS, min_size=1, max_size=20, unique_by=str.casefold), KEYS, st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_a_limit_keeps_the_nearest_names(keys: list[str], query: str, limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Gazetteer.open(gazetteer_of(folder, keys)) as gazetteer:
        every, few = gazetteer.near(query, 3), gazetteer.near(query, 3, limit)
        assert few.postings == every.postings[:limit]
        assert few.cut >= (len(every.postings) > limit)


@given(KEYS | st.just(""), KEYS | st.just(""))
def test_the_fast_distance_is_the_textbook_distance(first: str, second: str) -> None:
    assert candidates.edits(first)(second) == naive(first, second)


@given(KEYS, KEYS)
def test_a_signature_never_rejects_a_key_within_reach(first: str, second: str) -> None:
    one, other = signature(first), signature(second)
    distance = naive(first, second)
    assert (one & ~other).bit_count() <= distance
    assert (other & ~one).bit_count() <= distance


@pytest.mark.parametrize("length", range(4, 201))
def test_the_pieces_of_a_key_cover_it(length: int) -> None:
    assert len(cuts(length)) == edits_for(length) + 1
    assert cuts(length)[0][0] == 0
    assert cuts(length)[-1][1] == length


def test_a_near_hit_carries_the_recorded_key_and_the_distance(small: Gazetteer) -> None:
    hits = small.near("rivertom", 2)
    found = [(p.key, p.distance, small.entity(p.entity_no).id) for p in hits.postings]
    assert found == [
        ("riverton", 1, "x:city"), ("riverton", 1, "x:village"), ("rivertown", 2, "x:village")
    ]  # fmt: skip


def test_the_key_itself_is_not_near_itself(small: Gazetteer) -> None:
    assert [p.key for p in small.near("riverton", 1).postings] == ["rivertown"]


def test_names_alone_are_near_as_they_are_with_their_keys(small: Gazetteer) -> None:
    hits, (names, cut) = small.near("rivertom", 2), small.near_names("rivertom", 2)
    assert (names, cut) == ([(p.distance, p.name_no) for p in hits.postings], hits.cut)


def test_a_short_key_is_not_found_by_a_typo(tmp_path: Path) -> None:
    with Gazetteer.open(write(tmp_path / "s.gaz", [Record(Entity("x:1", "place"), (Name("Oka"),))])) as gazetteer:
        assert gazetteer.near("oko", 1).postings == ()


def test_when_a_limit_is_met_both_readers_stop_at_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [f"common{first}{second}" for first in "abcdefghij" for second in "klmnopqrst"]
    path = gazetteer_of(tmp_path, keys)
    monkeypatch.setattr(candidates, "MAX_PER_PIECE", 10)
    with Gazetteer.open(path, reader="standard") as slow, Gazetteer.open(path, reader="vector") as fast:
        hits = slow.near("commonxx", 2, limit=1000)
        assert hits.cut
        assert hits == fast.near("commonxx", 2, limit=1000)


@pytest.mark.parametrize("key", ["oryx", "burutu", "riverton", "san marino bay"])
def test_two_letters_exchanged_are_one_slip(tmp_path: Path, key: str) -> None:
    with Gazetteer.open(gazetteer_of(tmp_path, [key])) as gazetteer:
        for at in range(len(key) - 1):
            slip = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
            assert [(p.key, p.distance) for p in gazetteer.near(slip, 1).postings] == [(key, 1)][: slip != key]


def test_a_limit_on_postings_keeps_the_nearest(small: Gazetteer) -> None:
    hits = small.near("rivertom", 2, limit=2)
    assert [p.distance for p in hits.postings] == [1, 1]
    assert hits.cut


def test_the_automatic_choice_of_reader_gives_the_same_answers(tmp_path: Path) -> None:
    path = write(tmp_path / "auto.gaz")
    with Gazetteer.open(path, reader="standard") as slow, Gazetteer.open(path) as auto:
        answers = {auto.near("rivertom", 2) for _ in range(40)}
        assert answers == {slow.near("rivertom", 2)}
