"""The values of a gazetteer: entities and their names. Everything else in this package moves these.

An `Entity` is what a name stands for; a `Name` is one recorded spelling with all that the source said
about it. A `Record` is an entity with its names, as sources yield it and the builder writes it. A
`KeyForm` is one string under which a name can be found; the function that makes them is handed in by the
caller, so that this package needs to know nothing about romanisation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gazetteer.hints import Literal
from gazetteer.values import NamedTuple, Value, put

Kind = Literal["place", "person", "org"]
Role = Literal["canonical", "official", "alternate", "former", "short", "code", "generated"]
ROLES: tuple[Role, ...] = ("canonical", "official", "alternate", "former", "short", "code", "generated")
KINDS: tuple[Kind, ...] = ("place", "person", "org")
Layer = Literal["exact", "sorted", "skeleton", "part"]


class Name(Value):
    """One recorded spelling.

    lang: BCP 47, "" when the source does not say and no rule could recover it.
    script: ISO 15924. role: one of ROLES ("generated": a machine romanisation, a key, never shown).
    source: id of an entry in the file's own list of sources, with licence and attribution.
    valid_from, valid_to: years, None when open or unknown.
    """

    __slots__ = _fields = ("text", "lang", "script", "role", "source", "valid_from", "valid_to")
    text: str
    lang: str
    script: str
    role: Role
    source: str
    valid_from: int | None
    valid_to: int | None

    def __init__(
        self,
        text: str,
        lang: str = "",
        script: str = "Zyyy",
        role: Role = "alternate",
        source: str = "",
        valid_from: int | None = None,
        valid_to: int | None = None,
    ) -> None:
        put(self, "text", text)
        put(self, "lang", lang)
        put(self, "script", script)
        put(self, "role", role)
        put(self, "source", source)
        put(self, "valid_from", valid_from)
        put(self, "valid_to", valid_to)

    def __reduce__(self) -> tuple[object, ...]:  # a tenth of a build is handing names between processes
        return Name, (self.text, self.lang, self.script, self.role, self.source, self.valid_from, self.valid_to)


class Entity(Value):
    """What a name stands for.

    id: stable, with its namespace ("gn:702658", "wd:Q171965", "iso:UA-09").
    kind: one of KINDS. feature: finer ("city", "region", "country", "name-part", "").
    country: ISO 3166-1 alpha-2, or "". weight: importance, in inhabitants for places (0 unknown).
    same_as: ids of the same entity elsewhere.
    """

    __slots__ = _fields = ("id", "kind", "feature", "country", "weight", "same_as")
    id: str
    kind: Kind
    feature: str
    country: str
    weight: int
    same_as: tuple[str, ...]

    def __init__(
        self,
        id: str,
        kind: Kind,
        feature: str = "",
        country: str = "",
        weight: int = 0,
        same_as: tuple[str, ...] = (),
    ) -> None:
        put(self, "id", id)
        put(self, "kind", kind)
        put(self, "feature", feature)
        put(self, "country", country)
        put(self, "weight", weight)
        put(self, "same_as", same_as)

    def __reduce__(self) -> tuple[object, ...]:
        return Entity, (self.id, self.kind, self.feature, self.country, self.weight, self.same_as)


class Record(Value):
    """An entity with all its names."""

    __slots__ = _fields = ("entity", "names")
    entity: Entity
    names: tuple[Name, ...]

    def __init__(self, entity: Entity, names: tuple[Name, ...]) -> None:
        put(self, "entity", entity)
        put(self, "names", names)

    def __reduce__(self) -> tuple[object, ...]:
        return Record, (self.entity, self.names)


class KeyForm(NamedTuple):
    """One string under which a name can be found.

    layer: "exact" (the folded form), "sorted" (tokens in alphabetical order), "skeleton" (scheme-neutral), "part"
        (one or two words of a name, or their sounds).
    schemes: ids of the romanisation schemes that turn the recorded name into `text`; () for its own form.
    typo: whether `text` also goes into the typo-tolerant layer.
    """

    layer: Layer
    text: str
    schemes: tuple[str, ...] = ()
    typo: bool = False


KeyFunction = Callable[[Record], Iterable[tuple[int, KeyForm]]]
"""Record -> (position of the name in record.names, key form) pairs."""
