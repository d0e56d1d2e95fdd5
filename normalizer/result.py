"""The values that travel between the rooms: frozen, small, and free of behaviour beyond reading them.

The names below are all there are. What an answer consists of is in `normalizer.step`, what lists come to in
`normalizer.list_result`, which a look-up does not import.
"""

from __future__ import annotations

from collections.abc import Callable

from gazetteer.hints import TYPE_CHECKING, Any, Literal
from gazetteer.model import Entity, Name
from gazetteer.values import Value, put
from normalizer.step import SCHEMA_VERSION, Reasoned, Side, Step, Steps

if TYPE_CHECKING:
    from normalizer.list_result import Cluster, Match, MatchStatus

Status = Literal["match", "ambiguous", "unknown"]

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
    "Nearest",
    "Resolution",
    "Side",
    "Status",
    "Step",
    "Steps",
    "Token",
    "Variant",
]


def __getattr__(name: str) -> object:
    if name in ("Cluster", "Match", "MatchStatus"):
        from normalizer import list_result

        return getattr(list_result, name)
    raise AttributeError(f"module 'normalizer.result' has no attribute {name!r}")


class Token(Value):
    """A word of a text: `start` and `end` are code points of the original, end exclusive."""

    __slots__ = _fields = ("text", "start", "end")
    text: str
    start: int
    end: int

    def __init__(self, text: str, start: int, end: int) -> None:
        put(self, "text", text)
        put(self, "start", start)
        put(self, "end", end)


class Candidate(Reasoned):
    """One entity that the query may name, with the recorded name that matched and, in `steps`, why.

    An immutable value; `steps` are worked out when first read, and so may be `canonical`.
    """

    __slots__ = ("_canonical", "entity", "matched", "score")
    _fields = ("entity", "canonical", "matched", "score")
    entity: Entity
    matched: Name
    score: float
    _canonical: str | Callable[[], str]

    def __init__(
        self,
        entity: Entity,
        canonical: str | Callable[[], str],
        matched: Name,
        score: float,
        steps: Steps | Callable[[], Steps] = (),
    ) -> None:
        put(self, "entity", entity)
        put(self, "_canonical", canonical)
        put(self, "matched", matched)
        put(self, "score", score)
        put(self, "_steps", steps)

    @property
    def canonical(self) -> str:
        """The canonical form of the entity under the policy."""
        known = self._canonical
        if not isinstance(known, str):
            known = known()
            put(self, "_canonical", known)
        return known


class Resolution(Value):
    """The answer of a look-up.

    status "match" is given only above the precision documented in docs/matching.md; "ambiguous" has the
    list in `candidates`; "unknown" has no candidate that is good enough (near ones may still be listed).
    """

    __slots__ = _fields = ("query", "status", "candidates", "score", "margin", "steps")
    query: str
    status: Status
    candidates: tuple[Candidate, ...]
    score: float
    margin: float
    steps: Steps

    def __init__(
        self,
        query: str,
        status: Status,
        candidates: tuple[Candidate, ...] = (),
        score: float = 0.0,
        margin: float = 0.0,
        steps: Steps = (),
    ) -> None:
        put(self, "query", query)
        put(self, "status", status)
        put(self, "candidates", candidates)
        put(self, "score", score)
        put(self, "margin", margin)
        put(self, "steps", steps)

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
            "entity": self.entity._asdict() if self.entity else None,
            "candidates": [_candidate_dict(c) for c in self.candidates],
            "steps": [s._asdict() for s in self.steps],
        }


def _candidate_dict(candidate: Candidate) -> dict[str, Any]:
    return {
        "entity": candidate.entity._asdict(),
        "canonical": candidate.canonical,
        "matched": candidate.matched._asdict(),
        "score": round(candidate.score, 4),
        "steps": tuple(step._asdict() for step in candidate.steps),
    }


class Comparison(Reasoned):
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
        put(self, "a", a)
        put(self, "b", b)
        put(self, "score", score)
        put(self, "same", same)
        put(self, "_steps", steps)

    @property
    def steps(self) -> Steps:
        """What was found, one rule or fact after the other."""
        of = getattr(self._steps, "of", None)  # comparisons that were made together share what knows their reasons
        if of:
            put(self, "_steps", of(self.a, self.b))
        return super().steps

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
            "steps": [step._asdict() for step in self.steps],
        }


class Mention(Value):
    """A name in a text.

    start, end: code points of the ORIGINAL text, end exclusive; surface == original[start:end].
    replacement: what stands there in the cleaned text (equal to `surface` when it was left alone).
    reason: one sentence: why it was rewritten or left.
    """

    __slots__ = _fields = ("start", "end", "surface", "replacement", "kind", "resolution", "reason")
    start: int
    end: int
    surface: str
    replacement: str
    kind: str
    resolution: Resolution | None
    reason: str

    def __init__(
        self,
        start: int,
        end: int,
        surface: str,
        replacement: str,
        kind: str,
        resolution: Resolution | None = None,
        reason: str = "",
    ) -> None:
        put(self, "start", start)
        put(self, "end", end)
        put(self, "surface", surface)
        put(self, "replacement", replacement)
        put(self, "kind", kind)
        put(self, "resolution", resolution)
        put(self, "reason", reason)

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


class Cleaned(Value):
    """A cleaned text and its mentions, in order of `start`; mentions never overlap."""

    __slots__ = _fields = ("text", "mentions", "original")
    text: str
    mentions: tuple[Mention, ...]
    original: str

    def __init__(self, text: str, mentions: tuple[Mention, ...] = (), original: str = "") -> None:
        put(self, "text", text)
        put(self, "mentions", mentions)
        put(self, "original", original)

    def __repr__(self) -> str:
        return f"Cleaned(text={self.text!r}, mentions={self.mentions!r})"

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


class Nearest(Value):
    """A recorded name near a spelling, of which nothing says that it is meant: `likeness` of the letters, 0..100."""

    __slots__ = _fields = ("entity", "name", "likeness")
    entity: Entity
    name: Name
    likeness: float

    def __init__(self, entity: Entity, name: Name, likeness: float) -> None:
        put(self, "entity", entity)
        put(self, "name", name)
        put(self, "likeness", likeness)


class Variant(Value):
    """A spelling to expect of a name, with the scheme and the language it is expected in."""

    __slots__ = _fields = ("text", "scheme", "language", "source")
    text: str
    scheme: str
    language: str
    source: str

    def __init__(self, text: str, scheme: str, language: str, source: str = "") -> None:
        put(self, "text", text)
        put(self, "scheme", scheme)
        put(self, "language", language)
        put(self, "source", source)


class Info(list[dict[str, Any]]):
    """What is in each open gazetteer, one dict a file; a plain list that a notebook shows as tables."""

    def _repr_html_(self) -> str:
        """The tables for a notebook."""
        from normalizer.explain_html import info_html

        return info_html(self)
