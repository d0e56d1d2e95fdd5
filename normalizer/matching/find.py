"""A find of a look-up, and what speaks for it: how surely its spelling fits, and how likely its entity is meant.

Evidence and prior are kept apart (docs/architecture.md): a metropolis does not make a spelling fit better, and an equal
spelling does not tell which of the places of that name is meant. `resolve` multiplies them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from gazetteer.canonical import Choice
from gazetteer.hints import TYPE_CHECKING
from gazetteer.lookup import Gazetteer, Posting
from gazetteer.model import Entity, Name
from gazetteer.values import NamedTuple
from normalizer import policy
from normalizer.matching.country import of_country
from normalizer.matching.found import record_steps
from normalizer.matching.keys import fold_native
from normalizer.result import Comparison, Step, Steps
from normalizer.romanization.providers import ANYASCII
from normalizer.romanization.scheme import get_scheme
from normalizer.text.unicode import script_of

if TYPE_CHECKING:
    from normalizer.matching.resolve import Resolver


class Find:
    """One entity with its best recorded name for the query.

    log_odds, points: of the comparison and of the first cut, 0 where there was none; alike: of the latter, how alike
    the names look, 0..100. edits: from the query in Latin letters, where it was found by them. mass: how likely it is
    meant, beside the other finds. key: that was found, for a near name that of the query. also_by: a find
    of the same entity, whose scheme says why it is spelt so. inflected: the step from a form to its lemma. choice: of
    the entity's canonical form, once it was made. own: whether the name is that form, or what it is a romanisation of.
    slip: its log-odds, once asked for. ear: how well the name fits as one that the query's script writes by ear, where
    that was asked for.
    """

    __slots__ = (
        "alike", "also_by", "choice", "comparison", "ear", "edits", "entity", "evidence", "gazetteer", "inflected",
        "key", "log_odds", "mass", "name", "own", "points", "posting", "share", "slip",
    )  # fmt: skip

    def __init__(
        self,
        gazetteer: Gazetteer,
        posting: Posting,
        entity: Entity,
        name: Name,
        evidence: float,
        key: str = "",
        points: float = 0.0,
        alike: float = 100.0,
        edits: int = 0,
    ) -> None:
        self.gazetteer, self.posting, self.entity, self.name = gazetteer, posting, entity, name
        self.evidence, self.key, self.points, self.alike, self.edits = evidence, key, points, alike, edits
        self.share, self.mass, self.log_odds = 1.0, 0.0, 0.0
        self.own = name.role == "canonical"
        self.slip: float | None = None
        self.ear: float | None = None
        self.also_by: Find | None = None
        self.comparison: Comparison | None = None
        self.inflected: Step | None = None
        self.choice: Choice | None = None

    def with_name(self, name: Name) -> Find:
        """The same with another name of the entity."""
        other = object.__new__(Find)
        for field in self.__slots__:
            setattr(other, field, getattr(self, field))
        other.name = name
        other.own, other.slip = name.role == "canonical", None
        return other

    @property
    def score(self) -> float:
        return self.evidence * self.share

    @property
    def steps(self) -> list[Step]:
        """What was recorded, and what says why it is spelt so; worked out when it is read, as most are not."""
        steps = record_steps(self.name, self.posting.schemes, self.key)
        if self.also_by:
            steps += [s._replace(side="evidence") for s in self.also_by.steps if s.rule.startswith("scheme:")][:1]
        return [self.inflected, *steps] if self.inflected else steps


class Shown:
    """What of a candidate is worked out when it is read; texts look up thousands of which nobody reads it."""

    __slots__ = ("_find", "_resolver")

    def __init__(self, resolver: Resolver, find: Find) -> None:
        self._resolver, self._find = resolver, find

    def canonical(self) -> str:
        return self._resolver.choice(self._find).text

    def steps(self) -> Steps:
        return self._resolver.reasons(self._find)


class Hints(NamedTuple):
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


def log_odds_of(score: float) -> float:
    """The log-odds of a comparison's score; of identical names those of the highest other score.

    >>> log_odds_of(0.5), round(log_odds_of(1.0), 1)
    (0.0, 5.3)
    """
    score = min(max(score, 1e-9), policy.HIGHEST_SCORE)
    return math.log(score / (1 - score))


def near_evidence(log_odds: float, points: float, crowd: int, romanised: bool = False) -> float:
    """How surely a near spelling names the entity, or one that bears the same name.

    A comparison says whether two names that met are one. A look-up made them meet: it chose the best of a crowd, in
    which some name is always near, so that the same likeness says less, and the more a rarity of what is shared.

    Args:
        log_odds: of the comparison. points: of the first cut. crowd: how many entities could have been found.
        romanised: the letters of the query are not Latin.

    >>> near_evidence(1.5, 90.0, 5_000) > 0.5 > near_evidence(1.5, 90.0, 200_000)
    True
    """
    odds = log_odds + policy.NEAR_POINT * points - policy.NEAR_CROWD * math.log(max(crowd, 1)) + policy.NEAR_LOG_ODDS
    if romanised:
        odds += policy.NEAR_ROMANISED
    return min(1 / (1 + math.exp(-odds)), policy.EVIDENCE_NEAR_MOST)


def slip_log_odds(edits: int, letters: int, exchanged: bool = False) -> float:
    """The log-odds that a near name was meant and mistyped, by the share of the letters asked that are wrong.

    A comparison knows how names are respelt, and a slip of the hand may be what no language does: Cnudan for Caudan.
    Two neighbours `exchanged` are hardly ever anything else: few names differ so by chance.

    >>> round(slip_log_odds(1, len("cnudan")), 1), round(slip_log_odds(2, len("cnudan")), 1), slip_log_odds(0, 6)
    (2.1, -0.8, -inf)
    """
    if not edits:
        return -math.inf
    found = policy.SLIP_LOG_ODDS - policy.SLIP_PER_LETTER * edits / letters
    return found + policy.SLIP_EXCHANGED if exchanged else found


def is_exchange(key: str, other: str) -> bool:
    """Whether one exchange of two neighbours is all that makes two keys differ.

    >>> is_exchange("tnrava", "trnava"), is_exchange("trnava", "trnava"), is_exchange("avtrna", "trnava")
    (True, False, False)
    """
    if len(key) != len(other) or key == other:
        return False
    at = next(at for at, (a, b) in enumerate(zip(key, other, strict=True)) if a != b)
    return key[at : at + 2] == other[at : at + 2][::-1] and key[at + 2 :] == other[at + 2 :]


def slipped(find: Find) -> float:
    """The log-odds that a near name was meant and mistyped."""
    if find.slip is None:
        exchanged = find.edits == 1 and is_exchange(find.key, fold_native(find.name.text))
        find.slip = slip_log_odds(find.edits, len(find.key), exchanged)
    return find.slip


def evidence_near(find: Find, crowd: int, romanised: bool = False) -> float:
    """How surely a near name is meant: by its comparison, or by so few edits, which alone are no match."""
    compared = near_evidence(find.log_odds, find.points, crowd, romanised)
    if compared >= policy.SLIP_EVIDENCE_MOST or not find.edits:
        return compared
    meant = near_evidence(slipped(find), find.points, crowd)
    return max(compared, min(meant, policy.SLIP_EVIDENCE_MOST))


def may_be_listed(points: float, alike: float, slip: float, crowd: int) -> bool:
    """Whether a comparison could give a near name enough evidence to be listed, as alike as it looks.

    For Latin queries alone: in other scripts a right name may look like anything in plain letters.

    Args:
        points, alike: of the first cut. slip: log-odds of its edits. crowd: how many entities could have been found.

    >>> may_be_listed(60.0, 40.0, -math.inf, 5_000), may_be_listed(60.0, 40.0, -math.inf, 200_000)
    (True, False)
    """
    most = max(policy.ALIKE_LOG_ODDS + policy.ALIKE_LOG_ODDS_PER_POINT * alike, policy.ALIKE_LOG_ODDS_LEAST, slip)
    return near_evidence(most, points, crowd) >= policy.LISTED_THRESHOLD


def importance(entity: Entity) -> float:
    """Inhabitants, or what counts as so many."""
    if entity.feature == "name-part":
        return policy.PRIOR_NAME_PART * (1 + entity.weight)
    return entity.weight + policy.PRIOR_FLOOR


def prior(find: Find, hints: Hints, said: frozenset[str], leading: float) -> float:
    """How likely the entity is meant before the spelling is looked at: its importance, and the hints.

    Between near names importance weighs less than between entities of one name, which nothing else tells apart.

    Args:
        find: whose entity. hints: of the caller. said: features that the words beside the name allow.
        leading: the importance of the most important find that bears the same name.
    """
    entity = find.entity
    base = importance(entity)
    if find.points:
        base *= leading ** (policy.RIVAL_PRIOR - 1)
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
    if find.own:
        base *= policy.PRIOR_CANONICAL
    if find.name.source in policy.WEAK_SOURCES:
        base *= policy.PRIOR_WEAK
    return base


def odds(find: Find, best: Find) -> float:
    """How well the spelling fits beside the best find: by evidence; near names by comparison and first cut."""
    if not best.points:
        return float((find.evidence / best.evidence) ** policy.EVIDENCE_SHARPNESS)
    return math.exp(fit(find) - fit(best))


def likely(find: Find) -> float:
    """Which of several near names of one entity is meant, on the scale of `fit`: its own before the others."""
    return fit(find) + (math.log(policy.PRIOR_CANONICAL) if find.own else 0.0)


def fit(find: Find) -> float:
    """How well a near name fits, on a scale of its own: only differences count."""
    log_odds = max(find.log_odds, slipped(find)) if find.edits else find.log_odds
    fits = policy.RIVAL_LOG_ODDS * log_odds + policy.RIVAL_POINT * find.points
    return fits if find.ear is None else policy.RIVAL_BESIDE_EAR * fits + policy.RIVAL_EAR * find.ear


def hear(text: str, finds: Sequence[Find]) -> None:
    """Tell each of these near names how well it fits as a name that the query's script writes by ear.

    Only where all of them can be told, since they are weighed beside one another: places with a Latin name.
    """
    if script_of(text) in policy.EAR_TELLS and all(f.entity.kind == "place" and f.name.script == "Latn" for f in finds):
        from normalizer.matching.ear import name_evidence

        told = [name_evidence(text, find.name.text) for find in finds]
        if None not in told:
            for find, ear in zip(finds, told, strict=True):
                find.ear = ear


def weigh(
    finds: list[Find], hints: Hints, said: frozenset[str] = frozenset(), owns: Callable[[Find], bool] = lambda _: False
) -> None:
    """Divide one among the entities that bear the same spelling, by importance, hints, and the features said.

    Args:
        finds: one of each entity. hints: of the caller. said: features that the words beside the name allow.
        owns: whether the name of a find that is not the canonical one is nevertheless its entity's own; it is asked
            only where that may tell.
    """
    if not finds:
        return
    best = max(finds, key=lambda f: (fit(f), f.evidence))
    near = any(find.points for find in finds)  # else nobody asks who leads among those of one name
    spelt = [fold_native(find.name.text) if near else "" for find in finds]
    leading: dict[str, float] = {}
    for find, name in zip(finds, spelt, strict=True):
        leading[name] = max(leading.get(name, 0.0), importance(find.entity))
    for find, name in zip(finds, spelt, strict=True):
        find.mass = prior(find, hints, said, leading[name]) * odds(find, best)
    if len(finds) > 1:
        most = max(find.mass for find in finds)
        for find in finds:
            if not find.own and find.mass >= policy.OWN_MATTERS * most and owns(find):
                find.own, find.mass = True, find.mass * policy.PRIOR_CANONICAL
    for find in finds:
        rivals = sum(o.mass for o in finds if o is find or not companions(find.entity, o.entity))
        find.share = find.mass / rivals if rivals else 1.0


def companions(a: Entity, b: Entity) -> bool:
    """A region and a city of one country: the same bare name does not make the answer ambiguous."""
    features = {a.feature, b.feature}
    return a.country == b.country and a.kind == b.kind == "place" and len(features) == 2 and "city" in features


def best_exact(finds: Iterable[Find]) -> dict[str, Find]:
    """For each entity the find with the best evidence; what schemes say of the same spelling is added to it."""
    best: dict[str, Find] = {}
    schemed: dict[str, Find] = {}
    for find in finds:
        entity = find.entity.id
        if entity not in best or find.evidence > best[entity].evidence:
            best[entity] = find
        if find.posting.schemes and (entity not in schemed or _rank(find) < _rank(schemed[entity])):
            schemed[entity] = find
    for entity, find in schemed.items():
        if best[entity].name.role == "canonical":
            continue
        if best[entity] is not find and not best[entity].posting.schemes:
            best[entity].also_by = find
        elif best[entity].posting.schemes:
            best[entity] = find
    return best


def _rank(find: Find) -> tuple[bool, int]:
    """How usual the scheme is that explains a find: one from a language of the country first, then by its rank."""
    first = find.posting.schemes[0]
    return not of_country(first, find.entity.country), 9 if first == ANYASCII else get_scheme(first).rank
