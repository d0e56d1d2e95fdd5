"""The values that travel between the rooms: frozen, small, and free of behaviour beyond reading them.

A `Step` is one thing that was done or found, as data. Steps with `side="query"` are functions of the
string: replaying their rules in order on the query yields the key that matched. Steps with
`side="record"` do the same for the recorded name. Steps with `side="evidence"` state facts (which
gazetteer entry, which scheme two spellings share, what contradicts). `normalizer.explain` turns steps
into sentences; nothing else formats them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, asdict, dataclass, field
from typing import Any, ClassVar, Literal

from gazetteer.model import Entity, Name

SCHEMA_VERSION = 1
Status = Literal["match", "ambiguous", "unknown"]
MatchStatus = Literal["match", "unsure", "none"]
Side = Literal["query", "record", "evidence"]

__all__ = [
    "SCHEMA_VERSION",
    "Candidate",
    "Cleaned",
    "Cluster",
    "Comparison",
    "Entity",
    "Info",
    "Match",
    "MatchStatus",
    "Mention",
    "Name",
    "Resolution",
    "Side",
    "Status",
    "Step",
    "Token",
    "Variant",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied or one fact found.

    rule: registered id ("fold:accents", "scheme:ukr-kmu-2010", "gazetteer:entry", "contradiction:given-name").
    before, after: what the rule saw and what it gave; for evidence, the two things that were compared.
    side: "query", "record" or "evidence" (see the module's docstring).
    detail: a short phrase for a reader, never parsed.
    """

    rule: str
    before: str
    after: str
    side: Side = "evidence"
    detail: str = ""

    def __reduce__(self) -> tuple[object, ...]:  # workers hand over several for each name
        return Step, (self.rule, self.before, self.after, self.side, self.detail)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: `start` and `end` are code points of the original, end exclusive."""

    text: str
    start: int
    end: int


Steps = tuple[Step, ...]


class _Reasoned:
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
            object.__setattr__(self, "_steps", self._steps())
        assert not callable(self._steps)
        return self._steps

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}: a {type(self).__name__} is a value")

    def _values(self) -> tuple[Any, ...]:
        return (*self._facts(), self.steps)

    def _facts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reasoned) and type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._facts())

    def __repr__(self) -> str:
        shown = zip((*self._fields, "steps"), self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()


class Candidate(_Reasoned):
    """One entity that the query may name, with the recorded name that matched and, in `steps`, why.

    An immutable value; `steps` are worked out when first read.
    """

    __slots__ = _fields = ("entity", "canonical", "matched", "score")
    entity: Entity
    canonical: str
    matched: Name
    score: float

    def __init__(
        self, entity: Entity, canonical: str, matched: Name, score: float, steps: Steps | Callable[[], Steps] = ()
    ) -> None:
        put = object.__setattr__
        put(self, "entity", entity)
        put(self, "canonical", canonical)
        put(self, "matched", matched)
        put(self, "score", score)
        put(self, "_steps", steps)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer of a look-up.

    status "match" is given only above the precision documented in docs/matching.md; "ambiguous" has the
    list in `candidates`; "unknown" has no candidate that is good enough (near ones may still be listed).
    """

    query: str
    status: Status
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
    margin: float = 0.0
    steps: tuple[Step, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return Resolution, (self.query, self.status, self.candidates, self.score, self.margin, self.steps)

    @property
    def canonical(self) -> str | None:
        """The canonical form, None unless `status` is "match"."""
        return self.candidates[0].canonical if self.status == "match" else None

    @property
    def entity(self) -> Entity | None:
        """The entity, None unless `status` is "match"."""
        return self.candidates[0].entity if self.status == "match" else None

    def explain(self) -> str:
        """Plain sentences: what was found, by which rule, from which entry."""
        from normalizer.explain import resolution_text

        return resolution_text(self)

    def _repr_html_(self) -> str:
        """The answer for a notebook."""
        from normalizer.explain_html import resolution_html

        return resolution_html(self)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, with `schema` as the version of the layout."""
        return {
            "schema": SCHEMA_VERSION,
            "query": self.query,
            "status": self.status,
            "canonical": self.canonical,
            "score": round(self.score, 4),
            "margin": round(self.margin, 4),
            "entity": asdict(self.entity) if self.entity else None,
            "candidates": [_candidate_dict(c) for c in self.candidates],
            "steps": [asdict(s) for s in self.steps],
        }


def _candidate_dict(candidate: Candidate) -> dict[str, Any]:
    return {
        "entity": asdict(candidate.entity),
        "canonical": candidate.canonical,
        "matched": asdict(candidate.matched),
        "score": round(candidate.score, 4),
        "steps": tuple(asdict(step) for step in candidate.steps),
    }


class Comparison(_Reasoned):
    """Whether two spellings are one name. `score` is 0..1; `same` is score >= policy.SAME_THRESHOLD.

    `steps` are the findings that speak for and against, each word of both names in one of them; they cost more than
    the score and are worked out when first read. An immutable value.
    """

    __slots__ = _fields = ("a", "b", "score", "same")
    a: str
    b: str
    score: float
    same: bool

    def __init__(self, a: str, b: str, score: float, same: bool, steps: Steps | Callable[[], Steps] = ()) -> None:
        put = object.__setattr__
        put(self, "a", a)
        put(self, "b", b)
        put(self, "score", score)
        put(self, "same", same)
        put(self, "_steps", steps)

    def explain(self) -> str:
        """Plain sentences for a yes and for a no."""
        from normalizer.explain import comparison_text

        return comparison_text(self)

    def _repr_html_(self) -> str:
        """Verdict and reasons for a notebook."""
        from normalizer.explain_html import comparison_html

        return comparison_html(self)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, with `schema` as the version of the layout."""
        return {
            "schema": SCHEMA_VERSION,
            "a": self.a,
            "b": self.b,
            "score": round(self.score, 4),
            "same": self.same,
            "steps": [asdict(step) for step in self.steps],
        }


class Match(_Reasoned):
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
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_steps", steps)

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
        return {"schema": SCHEMA_VERSION, **facts, **rounded, "steps": [asdict(step) for step in self.steps]}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    start, end: code points of the ORIGINAL text, end exclusive; surface == original[start:end].
    replacement: what stands there in the cleaned text (equal to `surface` when it was left alone).
    reason: one sentence: why it was rewritten or left.
    """

    start: int
    end: int
    surface: str
    replacement: str
    kind: str
    resolution: Resolution | None = None
    reason: str = ""

    @property
    def changed(self) -> bool:
        return self.surface != self.replacement

    def as_dict(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "replacement": self.replacement,
            "kind": self.kind,
            "changed": self.changed,
            "reason": self.reason,
            "resolution": self.resolution.as_dict() if self.resolution else None,
        }


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text and its mentions, in order of `start`; mentions never overlap."""

    text: str
    mentions: tuple[Mention, ...] = ()
    original: str = field(default="", repr=False)

    @property
    def changes(self) -> tuple[Mention, ...]:
        """The mentions that were rewritten."""
        return tuple(m for m in self.mentions if m.changed)

    def _repr_html_(self) -> str:
        """The text with its changes marked for a notebook."""
        from normalizer.explain_html import cleaned_html

        return cleaned_html(self)

    def as_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA_VERSION, "text": self.text, "mentions": [m.as_dict() for m in self.mentions]}


class Cluster(_Reasoned):
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
        put = object.__setattr__
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
            "steps": tuple(asdict(step) for step in self.steps),
            "scores": tuple(round(score, 4) for score in self.scores),
        }


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling to expect of a name, with the scheme and the language it is expected in."""

    text: str
    scheme: str
    language: str
    source: str = ""


class Info(list[dict[str, Any]]):
    """What is in each open gazetteer, one dict a file; a plain list that a notebook shows as tables."""

    def _repr_html_(self) -> str:
        """The tables for a notebook."""
        from normalizer.explain_html import info_html

        return info_html(self)
