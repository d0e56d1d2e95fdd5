"""The compiled reader gives the answers of its plain twins, on whole files and on broken ones."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from gazetteer_helpers import write
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import candidates, compiled
from gazetteer.candidates import StandardReader
from gazetteer.container import Container
from gazetteer.errors import FormatError
from gazetteer.index import write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.sharing import Range, weighed

KEYS = st.text(st.sampled_from("abcаб語 \ud800\U0001f600"), min_size=1, max_size=20)
WORDS = ("ada", "bell", "clark", "dora", "evans", "frost")
VALUES = st.floats(0.001, 20.0)

pytestmark = pytest.mark.skipif(compiled._module() is None, reason="gazetteer/_near.c was not compiled")


def part_keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
    """Each word of each name, and all pairs of neighbours."""
    for position, name in enumerate(record.names):
        words = name.text.split()
        for key in dict.fromkeys((*words, *map(" ".join, pairwise(words)))):
            yield position, KeyForm("part", key)


def two_readers(path: Path) -> tuple[Gazetteer, Gazetteer]:
    return Gazetteer.open(path, reader="standard"), Gazetteer.open(path, reader="compiled")


@given(st.lists(KEYS, min_size=1, max_size=30, unique_by=str.casefold), st.lists(KEYS, max_size=8), st.integers(-1, 5))
@settings(max_examples=60, deadline=None)
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
            ranges = [Range(value, words, *spans[key]) for value, words, key in sorted(asked, reverse=True)]
            one, other = fast.sharing(ranges, whole), slow.sharing(ranges, whole)
            assert list(one.rarity.items()) == list(other.rarity.items())
            assert list(one.leads) == list(other.leads)
            assert one.names(one.rarity, 2) == other.names(other.rarity, 2)
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
        ranges = [Range(1.0, 1 << at % 60 | at, *fast.span("ada", "part")) for at in range(1, 100)]
        assert fast.sharing(ranges, 1 << 7) == slow.sharing(ranges, 1 << 7)


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
        for start, stop in ((0, 10_000), (-1, 0), (2, 1)):
            with pytest.raises(FormatError):
                gazetteer.sharing([Range(1.0, 1, start, stop)], 2)


def test_a_damaged_file_is_refused_or_answered_alike(tmp_path: Path) -> None:
    """Every byte may be wrong in any way: with all checksums made right, so that only its sense protects the reader."""
    people = [Record(Entity(f"x:{at}", "place"), (Name(f"ada{at}"), Name(f"bell {at}"))) for at in range(400)]
    whole = tmp_path / "whole.gaz"
    write_gazetteer(
        whole, people, lambda r: [*part_keys(r), (0, KeyForm("exact", r.names[0].text, (), True))], fingerprint="k"
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
        found = gazetteer.sharing([Range(3.0 - at, 1 << at, *span) for at, span in enumerate(spans)], 8)
        return [gazetteer.near("ada77x", 2), spans, found, gazetteer.texts([0, 7, 799])]
