"""Values and named tuples: what the standard library's are, without its start."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass, replace

import pytest

from gazetteer.late import pattern
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.values import NamedTuple


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 2

    @property
    def sum(self) -> int:
        return self.x + self.y


class Many(NamedTuple):
    """More fields than there are ways of making."""

    n0: int
    n1: int
    n2: int
    n3: int
    n4: int
    n5: int
    n6: int
    n7: int
    n8: int
    n9: int
    n10: int
    n11: int
    n12: int
    n13: int


CITY = Record(Entity("x:1", "place", weight=7), (Name("Oz", "en"),))


def test_values_are_equal_by_their_fields_and_never_change() -> None:
    assert Name("Oz", "en") == CITY.names[0] != Name("Oz")
    assert hash(Name("Oz", "en")) == hash(CITY.names[0])
    assert Name("Oz") != ("Oz", "", "Zyyy", "alternate", "", None, None)
    for change in (
        lambda: setattr(CITY, "entity", None),
        lambda: delattr(CITY, "entity"),
        lambda: setattr(CITY, "x", 1),
    ):
        with pytest.raises(FrozenInstanceError):
            change()


def test_values_are_dataclasses_for_whoever_takes_them_so() -> None:
    assert is_dataclass(CITY) and is_dataclass(Name)
    assert [field.name for field in fields(Entity)] == ["id", "kind", "feature", "country", "weight", "same_as"]
    assert asdict(CITY)["entity"]["weight"] == 7 and asdict(CITY)["names"][0]["text"] == "Oz"
    assert replace(CITY, names=()) == Record(CITY.entity, ()) == CITY._replace(names=())
    with pytest.raises(TypeError):
        replace(CITY, nothing=1)


def test_values_are_printed_copied_pickled_and_matched() -> None:
    assert repr(Record(CITY.entity, ())).startswith("Record(entity=Entity(id='x:1', kind='place', feature='', ")
    for same in (pickle.loads(pickle.dumps(CITY)), copy.copy(CITY), copy.deepcopy(CITY)):
        assert same == CITY
    match CITY:
        case Record(Entity(id), names):
            assert (id, names) == ("x:1", CITY.names)


def test_named_tuples_are_those_of_the_standard_library() -> None:
    assert Point(1) == (1, 2) and Point(1).sum == 3 and Point(y=5, x=4)._replace(x=0) == (0, 5)
    assert (Point._fields, Point._field_defaults, Point.__doc__) == (("x", "y"), {"y": 2}, "A point.")
    assert repr(Point(1)) == "Point(x=1, y=2)" and Point(1)._asdict() == {"x": 1, "y": 2}
    assert pickle.loads(pickle.dumps(Point(3))) == Point(3) and type(copy.copy(Point(3))) is Point
    assert KeyForm("exact", "oz").schemes == () and list(Point.__annotations__) == ["x", "y"]
    assert (
        Point._make(iter((1, 2))) == (1, 2) and Many(*range(14)).n13 == 13 and Many(*range(14))._replace(n0=5)[0] == 5
    )
    wrongs = (lambda: Point(), lambda: Point(1, 2, 3), lambda: Point(1, z=3))  # type: ignore[call-arg]
    for wrong in (*wrongs, lambda: Point(1)._replace(z=1), lambda: Point._make((1,))):
        with pytest.raises(TypeError):
            wrong()


def test_a_late_pattern_is_the_pattern() -> None:
    late = pattern("(?P<first>[a-z])b", flags=2)
    assert (
        late.findall("AbCb") == ["A", "C"] and late.groupindex == {"first": 1} and late.pattern == "(?P<first>[a-z])b"
    )
