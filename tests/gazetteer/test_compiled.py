"""The compiled reader gives the answers of its plain twins, on whole files and on broken ones."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from gazetteer_helpers import write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazetteer import candidates, compiled, far
from gazetteer.candidates import FastReader, StandardReader
from gazetteer.container import Container
from gazetteer.errors import FormatError
from gazetteer.index import write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.sharing import Limits, Range, weighed

KEYS = st.text(st.sampled_from("abcаб語 \ud800\U0001f600"), min_size=1, max_size=20)
LONG = st.builds(str.__mul__, KEYS, st.integers(1, 8))  # also more letters than a machine word has bits
WORDS = ("ada", "bell", "clark", "dora", "evans", "frost")
VALUES = st.floats(0.001, 20.0)

pytestmark = pytest.mark.skipif(not compiled.is_built(), reason="gazetteer/_near.c was not compiled")


def part_keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
    """Each word of each name, and all pairs of neighbours."""
    for position, name in enumerate(record.names):
        words = name.text.split()
        for key in dict.fromkeys((*words, *map(" ".join, pairwise(words)))):
            yield position, KeyForm("part", key)


def two_readers(path: Path) -> tuple[Gazetteer, Gazetteer]:
    return Gazetteer.open(path, reader="standard"), Gazetteer.open(path, reader="compiled")


@given(st.lists(LONG, min_size=1, max_size=30, unique_by=str.casefold), st.lists(LONG, max_size=8), st.integers(-1, 5))
@settings(max_examples=100, deadline=None)
def test_near_keys_are_those_of_the_plain_reader(keys: list[str], queries: list[str], edits: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records = [Record(Entity(f"x:{at}", "place"), (Name(text),)) for at, text in enumerate(keys)]
        container = Container(write(Path(folder) / "keys.gaz", records))
        plain, reader = StandardReader(container), compiled.open_compiled(container)
        assert reader is not None
        for query in ["", "a" * 400, *queries, *(key[1:] + "a" for key in keys), *(key[:1] + key[2:] for key in keys)]:
            for limits in ((4096, 40_000), (1, 40_000), (4, 3)):
                found = candidates.Near(*reader.near(query, edits, *limits))
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(candidates, "MAX_PER_PIECE", limits[0])
                    patch.setattr(candidates, "MAX_READ", limits[1])
                    assert found == plain.find(query, edits)
        reader.close()
        container.close()


@given(
    st.lists(st.text("abcdeé\ud800", min_size=7, max_size=24), min_size=1, max_size=30, unique_by=str.casefold),
    st.lists(st.text("abcde ", max_size=70), max_size=6),
)
@settings(max_examples=80, deadline=None)
def test_far_keys_are_those_of_the_plain_reader(keys: list[str], queries: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records = [Record(Entity(f"x:{at}", "place"), (Name(text),)) for at, text in enumerate(keys)]
        container = Container(write(Path(folder) / "keys.gaz", records))
        plain, reader = StandardReader(container), compiled.open_compiled(container)
        assert reader is not None
        fast = FastReader(container, reader)
        moved = (key[3:9] + key[:2] + key[9:] for key in keys)
        for query in ["", "a" * 64, "a" * 65, *queries, *keys, *moved]:
            for most, compared in ((4000, 256), (3, 256), (4000, 1)):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(far, "FAR_READ", most)
                    patch.setattr(far, "FAR_COMPARED", compared)
                    assert fast.far(query) == plain.far(query)
        reader.close()
        container.close()


@given(
    st.lists(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=3), min_size=1, max_size=20),
    st.lists(st.tuples(VALUES, st.sampled_from((1, 2, 3, 4, 5, 6, 8, 16, 17)), st.integers(0, 11)), max_size=12),
    st.sampled_from((1, 2, 4, 8)),
)
@settings(max_examples=60, deadline=None)
def test_what_is_shared_is_summed_to_the_last_bit(
    entities: list[list[list[str]]], asked: list[tuple[float, int, int]], whole: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parts.gaz"
        records = [
            Record(Entity(f"x:{at}", "person"), tuple(Name(" ".join(words)) for words in names))
            for at, names in enumerate(entities)
        ]
        write_gazetteer(path, records, part_keys, fingerprint="k")
        slow, fast = two_readers(path)
        with slow, fast:
            keys = [*WORDS, *map(" ".join, pairwise(WORDS)), "nobody"]
            spans = fast.spans(keys, "part")
            assert spans == slow.spans(keys, "part") == [slow.span(key, "part") for key in keys]
            wanted = [(keys[key], words, factor) for factor, words, key in asked]
            everyone = [number for entity in range(len(slow)) for number in slow.name_numbers(entity)]
            for limits in (Limits(128, 1000, 200, 3), Limits(2, 6, 3, 1), Limits(0, 0, 0, 0)):
                for near, kind, crowd in (((), None, None), (everyone[::3], "person", 7), (everyone[:2], "org", 10**6)):
                    one, other = (
                        g.pool(wanted, whole, limits, near=near, kind=kind, crowd=crowd) for g in (fast, slow)
                    )
                    assert one == other
            numbers = [number for entity in range(len(slow)) for number in slow.name_numbers(entity)]
            assert fast.texts(numbers) == slow.texts(numbers) == [slow.text(number) for number in numbers]


def test_the_order_of_sums_is_by_weight_and_then_by_number() -> None:
    ranges = [Range(2.0, 1, 0, 2), Range(2.0, 2, 2, 4)]
    assert list(weighed(ranges, [[(0, 9), (1, 4)], [(2, 9), (3, 4)]], 4).items()) == [(4, 4.0), (9, 4.0)]


def test_too_many_sets_of_words_are_left_to_the_plain_twin(tmp_path: Path) -> None:
    path = tmp_path / "parts.gaz"
    write_gazetteer(path, [Record(Entity("x:1", "person"), (Name("ada"),))], part_keys, fingerprint="k")
    slow, fast = two_readers(path)
    with slow, fast:
        wanted = [("ada", 1 << at % 60 | at, 1.0) for at in range(1, 100)]
        limits = Limits(9, 99, 9, 9)
        assert fast.pool(wanted, 1 << 7, limits) == slow.pool(wanted, 1 << 7, limits)
        assert compiled.open_compiled(fast._container).pool(wanted, 1 << 7, 1.0, limits, [], None) is None  # type: ignore


def test_a_key_of_very_many_postings_is_counted_in_full(tmp_path: Path) -> None:
    path = tmp_path / "many.gaz"
    people = [Record(Entity(f"x:{at:03}", "person", weight=at), (Name(f"ada {at}"),)) for at in range(300)]
    write_gazetteer(path, people, part_keys, fingerprint="k")
    slow, fast = two_readers(path)
    with slow, fast:
        keys = ["ada", "7", *(f"ada {at}" for at in range(300))]
        assert fast.spans(keys, "part") == slow.spans(keys, "part")
        start, stop = fast.span("ada", "part")
        assert stop - start == 300
        assert [entity for _, entity in fast.leads(start, stop)] == list(range(300))
        wanted, limits = [("ada", 1, 1.0), ("7", 2, 0.5)], Limits(400, 1000, 400, 3)
        assert fast.pool(wanted, 4, limits) == slow.pool(wanted, 4, limits)
        assert not fast.pool(wanted, 4, limits).cut
        assert fast.doctor() == []


def test_a_closed_reader_refuses(tmp_path: Path) -> None:
    gazetteer = Gazetteer.open(write(tmp_path / "closed.gaz"), reader="compiled")
    reader = compiled.open_compiled(gazetteer._container)
    assert reader is not None
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.texts([0])
    gazetteer.close()


def test_numbers_outside_the_file_are_refused(tmp_path: Path) -> None:
    with Gazetteer.open(write(tmp_path / "small.gaz"), reader="compiled") as gazetteer:
        for number in (-1, 10_000):
            with pytest.raises(FormatError):
                gazetteer.texts([number])
            with pytest.raises((FormatError, OverflowError)):
                gazetteer.pool([], 2, Limits(1, 1, 1, 1), near=[number])
        with pytest.raises(ValueError, match="below 0"):
            gazetteer.pool([], 2, Limits(-1, 1, 1, 1))


@given(st.text(st.characters() | st.sampled_from("\ud800語"), max_size=300))
@example("k" * 126)
@example("k" * 127)
@example("k" * 128)
@example("k" * 255)
@settings(max_examples=60, deadline=None)
def test_a_key_is_hashed_as_the_builder_hashes_it(key: str) -> None:
    """Keys of more than a block, of surrogates, and of the bytes at the ends of blocks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.gaz"
        record = Record(Entity("x:1", "person"), (Name("x"),))
        write_gazetteer(path, [record], lambda _: [(0, KeyForm("part", key or "x"))], fingerprint="k")
        with Gazetteer.open(path, reader="compiled") as gazetteer:
            assert gazetteer.pool([(key or "x", 1, 1.0)], 2, Limits(1, 1, 1, 1)).texts == ["x"]
            assert gazetteer.pool([(f"{key}y", 1, 1.0)], 2, Limits(1, 1, 1, 1)).texts == []


def test_a_damaged_file_is_refused_or_answered_alike(tmp_path: Path) -> None:
    """Every byte may be wrong in any way: with all checksums made right, so that only its sense protects the reader."""
    people = [Record(Entity(f"x:{at}", "place"), (Name(f"ada{at}"), Name(f"bell {at}"))) for at in range(400)]
    whole = tmp_path / "whole.gaz"
    write_gazetteer(
        whole,
        people,
        lambda r: [*part_keys(r), *((at, KeyForm("exact", name.text, (), True)) for at, name in enumerate(r.names))],
        fingerprint="k",
    )
    data, rng, answered = whole.read_bytes(), random.Random(3), 0
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(80, len(data))] = rng.choice((0, 1, 127, 255))
        damaged = tmp_path / "damaged.gaz"
        damaged.write_bytes(changed)
        told = []
        for reader in ("standard", "compiled"):
            try:
                told.append(_asked(damaged, reader))
            except FormatError:
                told.append(None)
        if None not in told:
            answered += 1
            assert told[0] == told[1]
    assert 30 < answered < 290


def _asked(path: Path, reader: str) -> list[object]:
    container = Container(path)
    container.verified = bytearray(b"\1" * container.blocks)  # as if checksums had been forged as well
    with Gazetteer(container, reader) as gazetteer:  # type: ignore[arg-type]
        spans = gazetteer.spans(["bell", "ada7", "7"], "part")
        wanted = [(key, 1 << at, 1.0) for at, key in enumerate(("bell", "ada7", "7"))]
        found = gazetteer.pool(wanted, 8, Limits(300, 500, 20, 3), near=[3], kind="place")
        kept = gazetteer.far_keys("belt 123"), gazetteer.far_keys("ebll 3201")
        return [gazetteer.near("ada77x", 2), kept, spans, found, gazetteer.texts([0, 7, 799])]
