"""Values and named tuples that cost little when a program starts.

One look-up from the command line makes all of these classes and uses few of them. `dataclasses` would take a quarter of
its time (it imports `inspect`, and compiles eight functions for each class), `typing.NamedTuple` another twentieth, for
looking again at what the type checker has looked at. So a `Value` writes its own `__init__` and shares all else with
the others, and a `NamedTuple` is made of the names of its fields. For others they are what they look like: `asdict`,
`replace` and `fields` of the standard library take a value as they take a dataclass, from when they are imported.

    >>> from dataclasses import asdict, replace
    >>> from gazetteer.model import Record, Entity
    >>> asdict(replace(Record(Entity("x:1", "place"), ()), names=("Oz",)))["names"]
    ('Oz',)
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from operator import attrgetter
from types import FunctionType

from gazetteer.hints import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field
    from typing import NamedTuple as NamedTuple
else:
    _new = tuple.__new__
    _field = type(namedtuple("_", "x").x)  # what reads one item of a tuple
    # One way of making for each number of fields; `namedtuple` would compile one for each class.
    _MAKERS = (
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m)),
    )

    class _Tuple(tuple):
        """What all named tuples can do."""

        __slots__ = ()

        @classmethod
        def _make(cls, items):
            made = _new(cls, items)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = _new(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            shown = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

        def __getnewargs__(self):
            return tuple(self)

    class _Named(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            body |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            if len(fields) > len(_MAKERS):
                whole = namedtuple(name, fields, defaults=tuple(defaults.values()), module=body["__module__"])
                return type(name, (whole,), body)
            code = _MAKERS[len(fields) - 1].__code__.replace(co_varnames=("_cls", *fields), co_name="__new__")
            body["__new__"] = FunctionType(code, {"_new": _new}, "__new__", tuple(defaults.values()))
            body.update((field, _field(at, "")) for at, field in enumerate(fields))
            return type(name, (_Tuple,), body)

    class NamedTuple(metaclass=_Named):
        """As `typing.NamedTuple`, without a look at the annotations."""


class _Fields:
    """What makes a class a dataclass to the standard library, made when it asks."""

    def __get__(self, value: object, owner: Any) -> dict[str, Field[Any]]:
        return _fields_of(owner)


@cache
def _fields_of(owner: Any) -> dict[str, Field[Any]]:
    from dataclasses import field, make_dataclass
    from inspect import Parameter, signature

    asked = signature(owner).parameters
    made = [
        (name, Any, field() if asked[name].default is Parameter.empty else field(default=asked[name].default))
        for name in owner._fields
    ]
    found: dict[str, Field[Any]] = vars(make_dataclass(owner.__name__, made, kw_only=True))["__dataclass_fields__"]
    return found


@dataclass_transform(frozen_default=True)
class Value:
    """An immutable value: two with the same fields are one; printed and pickled by its fields.

    A class of values names its fields in `_fields`, which are its slots, and sets them in `__init__` by `put`.

    >>> from gazetteer.model import Record, Entity
    >>> Record(Entity("x:1", "place"), ()) == Record(Entity("x:1", "place", ""), ())
    True
    """

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _values: ClassVar[attrgetter[tuple[Any, ...]]]
    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()

    def __init_subclass__(cls) -> None:
        if len(cls._fields) > 1:  # of a single one the standard library's getter gives no tuple
            type.__setattr__(cls, "__match_args__", cls._fields)
            cls._values = attrgetter(*cls._fields)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}: a {type(self).__name__} is a value")

    def __delattr__(self, name: str) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}: a {type(self).__name__} is a value")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        shown = zip(self._fields, self._values(self), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values(self)

    def _asdict(self) -> dict[str, Any]:
        """The fields by name."""
        return dict(zip(self._fields, self._values(self), strict=True))

    def _replace(self, **changes: Any) -> Self:
        """This value with some other fields."""
        return type(self)(**{**self._asdict(), **changes})


put = object.__setattr__
"""For `__init__` alone: sets a field of a value."""
