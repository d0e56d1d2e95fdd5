"""What lists come to: a row of one that is found in another, and the spellings of one name. See `normalizer.result`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from gazetteer.values import put
from normalizer.step import SCHEMA_VERSION, Reasoned, Steps

MatchStatus = Literal["match", "unsure", "none"]


class Match(Reasoned):
    """What a row of one list is in another list.

    row, a: number and name of the row, from 0. found, b: number and name of the row of the other list that is it, or
    is likeliest to be; None when none comes near.
    score: 0..1, the chance that this is the right row, which knows of its rivals and of the length of the list.
    status: "match", "unsure" (a person should look), or "none". likeness: 0..1, how surely the two names are one,
    as `Normalizer.compare` has it. runner_up, second, second_score: the next best row, its name and its chance.
    An immutable value; `steps` are worked out when first read.
    """

    __slots__ = _fields = (
        "row", "found", "a", "b", "score", "status", "likeness", "runner_up", "second", "second_score",
    )  # fmt: skip
    row: int
    found: int | None
    a: str
    b: str | None
    score: float
    status: MatchStatus
    likeness: float
    runner_up: int | None
    second: str | None
    second_score: float

    def __init__(
        self,
        row: int,
        found: int | None,
        a: str,
        b: str | None,
        score: float,
        status: MatchStatus,
        likeness: float = 0.0,
        runner_up: int | None = None,
        second: str | None = None,
        second_score: float = 0.0,
        steps: Steps | Callable[[], Steps] = (),
    ) -> None:
        values = (row, found, a, b, score, status, likeness, runner_up, second, second_score)
        for name, value in zip(self._fields, values, strict=True):
            put(self, name, value)
        put(self, "_steps", steps)

    @property
    def margin(self) -> float:
        """Distance of the score to that of the runner-up."""
        return self.score - self.second_score

    @property
    def reason(self) -> str:
        """Why, in one line: what was found of the names, and what keeps an unsure row from being a match."""
        from normalizer.explain import match_reason

        return match_reason(self)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, with `schema` as the version of the layout."""
        facts = {name: getattr(self, name) for name in self._fields}
        facts["margin"] = self.margin
        rounded = {name: round(facts[name], 4) for name in ("score", "likeness", "second_score", "margin")}
        return {"schema": SCHEMA_VERSION, **facts, **rounded, "steps": [step._asdict() for step in self.steps]}


class Cluster(Reasoned):
    """Spellings of one name. `canonical` is one of `members`; the last step says why that one.

    scores: for each member how surely it belongs to another one, 0..1; 1 for a name that is alone.
    An immutable value; `steps` are worked out when first read.
    """

    __slots__ = _fields = ("canonical", "members", "scores")
    canonical: str
    members: tuple[str, ...]
    scores: tuple[float, ...]

    def __init__(
        self,
        canonical: str,
        members: tuple[str, ...],
        steps: Steps | Callable[[], Steps] = (),
        scores: tuple[float, ...] = (),
    ) -> None:
        put(self, "canonical", canonical)
        put(self, "members", members)
        put(self, "scores", scores)
        put(self, "_steps", steps)

    def __reduce__(self) -> tuple[Any, ...]:
        return Cluster, (self.canonical, self.members, self.steps, self.scores)

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def _repr_html_(self) -> str:
        """The group for a notebook."""
        from normalizer.explain_html import cluster_html

        return cluster_html(self)

    def as_dict(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA_VERSION,
            "canonical": self.canonical,
            "members": self.members,
            "steps": tuple(step._asdict() for step in self.steps),
            "scores": tuple(round(score, 4) for score in self.scores),
        }
