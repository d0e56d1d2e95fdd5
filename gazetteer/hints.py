"""What `typing` has for people and type checkers, without its start: 2 ms, a twentieth of a look-up.

The type checker sees the names of `typing` themselves. When the program runs, they stand in annotations that nobody
evaluates, or in front of classes and functions, where they change nothing. Modules that one look-up from the command
line imports take them from here (tests/cli/test_lookup.py), all others from `typing`.

    >>> Literal["a", "b"], cast("int", 1)
    (<class 'object'>, 1)
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import IO as IO
    from typing import Any as Any
    from typing import ClassVar as ClassVar
    from typing import Literal as Literal
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import Self as Self
    from typing import TypeVar as TypeVar
    from typing import cast as cast
    from typing import dataclass_transform as dataclass_transform
    from typing import overload as overload
else:

    class _Any:
        """In brackets or not, it says nothing."""

        def __class_getitem__(cls, _):
            return object

    Any = NoReturn = Self = object
    IO = ClassVar = Literal = Protocol = _Any

    def TypeVar(name, *bounds, **said):  # noqa: N802 (the name that `typing` gives it)
        return object

    def cast(kind, value):
        return value

    def overload(function):
        return function

    def dataclass_transform(**said):
        return lambda decorated: decorated
