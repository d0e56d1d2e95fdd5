"""A find of a look-up, and what speaks for it: how surely its spelling fits, and how likely its entity is meant.

Evidence and prior are kept apart (docs/architecture.md): a metropolis does not make a spelling fit better, and an equal
spelling does not tell which of the places of that name is meant. `resolve` multiplies them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from gazetteer.lookup import Gazetteer, Posting
from gazetteer.model import Entity, Name
from normalizer import policy
from normalizer.result import Step


@dataclass(slots=True)
class Find:
    """One entity with its best recorded name for the query.

    points: of the first cut, 0 where there was none. mass: how likely it is meant, beside the other finds.
    """

    gazetteer: Gazetteer
    posting: Posting
    entity: Entity
    name: Name
    evidence: float
    steps: list[Step] = field(default_factory=list)
    share: float = 1.0
    mass: float = 0.0
    points: float = 0.0

    @property
    def score(self) -> float:
        return self.evidence * self.share


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows: only entities that fit `kind` are kept; the others weigh."""

    kind: str | None = None
    country: str | None = None
    language: str | None = None


def fits(find: Find, hints: Hints) -> bool:
    return hints.kind is None or find.entity.kind == hints.kind


def evidence_of(name: Name, by_scheme: bool) -> float:
    """How surely a spelling that equals this recorded name (or its romanisation) names the entity."""
    if name.role in ("generated", "code"):
        return policy.EVIDENCE_MACHINE
    if by_scheme:
        return policy.EVIDENCE_SCHEME
    return policy.EVIDENCE_RECORDED


def prior(find: Find, hints: Hints, said: frozenset[str]) -> float:
    """How likely the entity is meant before the spelling is looked at: its importance, and the hints."""
    entity = find.entity
    base: float = entity.weight + policy.PRIOR_FLOOR
    if entity.feature == "name-part":
        base = policy.PRIOR_NAME_PART * (1 + entity.weight)
    if entity.feature in said:
        base *= policy.PRIOR_FEATURE
    elif entity.feature == "region" and (find.name.role != "canonical" or find.points):
        base *= policy.PRIOR_BARE_REGION
    if hints.country:
        base *= policy.PRIOR_COUNTRY if entity.country == hints.country else 1.0
    if hints.language and find.name.lang == hints.language:
        base *= policy.PRIOR_LANGUAGE
    if find.name.role == "former":
        base *= policy.PRIOR_FORMER
    if find.name.role == "canonical":
        base *= policy.PRIOR_CANONICAL
    if find.name.source in policy.WEAK_SOURCES:
        base *= policy.PRIOR_WEAK
    return base


def odds(find: Find, best: float, points: float) -> float:
    """How well the spelling fits beside the best find: by evidence; compared names also by the first cut's points."""
    if not points:
        return float((find.evidence / best) ** policy.EVIDENCE_SHARPNESS)
    behind = policy.POINTS_LOG_ODDS * (points - find.points)
    return find.evidence / (1 - find.evidence) * math.exp(-behind)


def companions(a: Entity, b: Entity) -> bool:
    """A region and a city of one country: the same bare name does not make the answer ambiguous."""
    features = {a.feature, b.feature}
    return a.country == b.country and a.kind == b.kind == "place" and len(features) == 2 and "city" in features
