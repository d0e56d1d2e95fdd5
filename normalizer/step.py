"""What a value of an answer consists of: its steps, and reasons that are worked out when they are read.

A `Step` is one thing that was done or found, as data. Steps with `side="query"` are functions of the
string: replaying their rules in order on the query yields the key that matched. Steps with
`side="record"` do the same for the recorded name. Steps with `side="evidence"` state facts (which
gazetteer entry, which scheme two spellings share, what contradicts). `normalizer.explain` turns steps
into sentences; nothing else formats them.
"""

from __future__ import annotations

from collections.abc import Callable

from gazetteer.hints import Any, ClassVar, Literal, NoReturn
from gazetteer.values import Value, put

SCHEMA_VERSION = 1
"""Of the layout that `as_dict` gives."""
Side = Literal["query", "record", "evidence"]


class Step(Value):
    """One rule applied or one fact found.

    rule: registered id ("fold:accents", "scheme:ukr-kmu-2010", "gazetteer:entry", "contradiction:given-name").
    before, after: what the rule saw and what it gave; for evidence, the two things that were compared.
    side: "query", "record" or "evidence" (see the module's docstring).
    detail: a short phrase for a reader, never parsed.
    """

    __slots__ = _fields = ("rule", "before", "after", "side", "detail")
    rule: str
    before: str
    after: str
    side: Side
    detail: str

    def __init__(self, rule: str, before: str, after: str, side: Side = "evidence", detail: str = "") -> None:
        put(self, "rule", rule)
        put(self, "before", before)
        put(self, "after", after)
        put(self, "side", side)
        put(self, "detail", detail)

    def __reduce__(self) -> tuple[object, ...]:  # workers hand over several for each name
        return Step, (self.rule, self.before, self.after, self.side, self.detail)


Steps = tuple[Step, ...]


class Reasoned:
    """An immutable value whose reasons cost more than itself: they are worked out when `steps` is first read.

    Equal values have equal steps; a pickled one carries them.
    """

    __slots__ = ("_steps",)
    _fields: ClassVar[tuple[str, ...]] = ()
    _steps: Steps | Callable[[], Steps]

    @property
    def steps(self) -> Steps:
        """What was found, one rule or fact after the other."""
        if callable(self._steps):
            put(self, "_steps", self._steps())
        assert not callable(self._steps)
        return self._steps

    def __setattr__(self, name: str, value: object) -> NoReturn:
        from dataclasses import FrozenInstanceError  # dear to import, and nobody should need it

        raise FrozenInstanceError(f"cannot assign to field {name!r}: a {type(self).__name__} is a value")

    def _values(self) -> tuple[Any, ...]:
        return (*self._facts(), self.steps)

    def _facts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reasoned) and type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._facts())

    def __repr__(self) -> str:
        shown = zip((*self._fields, "steps"), self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()
