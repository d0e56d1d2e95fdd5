"""What a build does for every key: the compiled core and its plain twin give the same bytes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import pack_core, plain_pack
from gazetteer.hashing import LAYERS, key_hash
from gazetteer.model import KeyForm
from gazetteer.packing import Interned

compiled: Any
try:
    from gazetteer import _pack as compiled  # type: ignore[attr-defined, no-redef]
except ImportError:
    compiled = None

needs_compiled = pytest.mark.skipif(not pack_core.COMPILED, reason="gazetteer/_pack.c was not compiled here")
either = pytest.mark.parametrize(
    "made", [pytest.param(plain_pack, id="plain"), pytest.param(compiled, id="compiled", marks=needs_compiled)]
)
TABLES = bytes([0, 0, 1, 1])
TEXTS = st.text(max_size=24) | st.text(st.sampled_from("ab\ud800語😀"), max_size=300)
FORMS = st.builds(
    KeyForm, st.sampled_from(LAYERS), TEXTS, st.sampled_from([(), ("a",), ("a", "b"), ("c",)]), st.booleans()
)
KEYS = st.lists(st.tuples(st.integers(0, 2), FORMS), max_size=30)
NUMBERS = st.integers(0, 2**64 - 1)


def packed(made: ModuleType, entities: Sequence[list[tuple[int, KeyForm]]]) -> object:
    """All that packing the keys of entities with three names each makes."""
    sets, typo = Interned(), dict[str, int]()
    rows = made.Rows(LAYERS, TABLES, sets, typo)
    empty = [rows.add(keys, 3 * at, 3, "x:1") for at, keys in enumerate(entities)]
    return empty, rows.ordered(0), rows.ordered(1), list(sets.items()), list(typo.items())


@needs_compiled
@given(st.lists(KEYS, max_size=4))
def test_keys_are_packed_alike(entities: list[list[tuple[int, KeyForm]]]) -> None:
    assert packed(compiled, entities) == packed(plain_pack, entities)


@either
@given(text=TEXTS.filter(bool), layer=st.sampled_from(LAYERS))
def test_a_key_is_kept_under_the_hash_that_readers_ask_for(made: ModuleType, text: str, layer: Any) -> None:
    rows = made.Rows(LAYERS, TABLES, Interned(), {})
    rows.add([(1, KeyForm(layer, text))], 7, 2, "x:1")
    digests, values = rows.ordered(TABLES[LAYERS.index(layer)])
    assert list(array("Q", digests)) == [key_hash(layer, text)]
    assert list(array("Q", values)) == [8 << 32]


@either
@pytest.mark.parametrize("position", [-1, 2, 2**40])
def test_a_key_of_no_name_is_refused(made: ModuleType, position: int) -> None:
    rows = made.Rows(LAYERS, TABLES, Interned(), {})
    with pytest.raises(ValueError, match=rf"key for name {position} of x:1, which has 2"):
        rows.add([(position, KeyForm("exact", "a"))], 0, 2, "x:1")


@either
def test_an_unknown_layer_is_refused(made: ModuleType) -> None:
    rows = made.Rows(LAYERS, TABLES, Interned(), {})
    with pytest.raises(KeyError):
        rows.add([(0, KeyForm("none", "a"))], 0, 1, "x:1")  # type: ignore[arg-type]


@either
def test_what_goes_wrong_while_keys_are_made_is_told(made: ModuleType) -> None:
    def keys() -> Any:
        yield 0, KeyForm("exact", "a")
        raise RuntimeError("no table")

    rows = made.Rows(LAYERS, TABLES, Interned(), {})
    with pytest.raises(RuntimeError, match="no table"):
        rows.add(keys(), 0, 1, "x:1")


@st.composite
def postings(draw: st.DrawFn) -> tuple[array[int], array[int], array[int], array[int]]:
    """Digests and values of postings, new numbers of the names, and their owners by new number."""
    names = draw(st.integers(1, 12))
    few = st.sampled_from([1, 2, 2**63, 2**64 - 1])
    rows = draw(st.lists(st.tuples(few, st.integers(0, names - 1), st.integers(0, 3)), max_size=60))
    owner = sorted(draw(st.lists(st.integers(0, 4), min_size=names, max_size=names)))
    digests, values = array("Q", [d for d, _, _ in rows]), array("Q", [n << 32 | s for _, n, s in rows])
    return digests, values, array("I", draw(st.permutations(range(names)))), array("I", owner)


@needs_compiled
@given(postings())
def test_postings_are_grouped_alike(given_: tuple[array[int], array[int], array[int], array[int]]) -> None:
    assert compiled.grouped(*given_) == plain_pack.grouped(*given_)


@either
def test_a_key_leads_to_an_entity_once_for_each_set(made: ModuleType) -> None:
    digests, values = array("Q", [5, 5, 5, 5]), array("Q", [0 << 32, 1 << 32, 1 << 32 | 1, 2 << 32])
    keys, counts, names, schemes = made.grouped(digests, values, array("I", [0, 1, 2]), array("I", [0, 0, 1]))
    assert list(array("Q", keys)) == [5]
    assert list(array("I", counts)) == [3]
    assert list(zip(array("I", names), array("I", schemes), strict=True)) == [(0, 0), (1, 1), (2, 0)]


@either
def test_a_posting_of_a_name_that_is_not_there_is_refused(made: ModuleType) -> None:
    with pytest.raises(IndexError):
        made.grouped(array("Q", [5]), array("Q", [9 << 32]), array("I", [0]), array("I", [0]))


@needs_compiled
@given(st.lists(NUMBERS, unique=True, max_size=40).map(sorted), st.integers(1, 6), st.data())
def test_keys_are_dealt_out_to_buckets_alike(keys: list[int], bits: int, data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 300), min_size=len(keys), max_size=len(keys)))
    made = []
    for twin in (compiled, plain_pack):
        tables = [array("I", bytes(4 * ((1 << bits) + 1))) for _ in "ks"]
        made.append((twin.fragments(array("Q", keys), array("I", counts), bits, *tables), tables))
    assert made[0] == made[1]


@needs_compiled
@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 3)), max_size=20), st.integers(0, 2**30))
def test_values_are_renumbered_alike(values: list[tuple[int, int]], first: int) -> None:
    numbers, sets = array("Q", [name << 32 | number for name, number in values]), array("I", [7, 0, 2**32 - 1, 4])
    assert compiled.renumbered(numbers, first, sets) == plain_pack.renumbered(numbers, first, sets)


@needs_compiled
@given(st.lists(st.text(st.sampled_from("abж語😀\ud800"), min_size=4, max_size=200), max_size=20), st.integers(0, 99))
def test_rows_of_the_typo_layer_are_made_alike(keys: list[str], first: int) -> None:
    assert compiled.typo_rows(keys, first) == plain_pack.typo_rows(keys, first)
