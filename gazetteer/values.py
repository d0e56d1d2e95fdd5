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
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field
    from typing import NamedTuple as NamedTuple
else:

    class _Named(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for attribute, value in body.items():
                if attribute != "__module__":
                    setattr(made, attribute, value)
            return made

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
