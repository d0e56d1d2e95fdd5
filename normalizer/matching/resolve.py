"""A name -> candidates from the gazetteers -> a decision that may be to abstain.

The search goes from narrow to wide and stops as soon as something is found: the exact key of the query,
its words in another order, its romanised spellings, then the wide keys (consonants, near spellings), whose
finds are compared in full. Two things are kept apart and multiplied at the end: how surely the spelling
names the entity (`evidence`), and which of the entities with that spelling is meant (`share`, by importance
and the caller's hints). A region that bears the name of a city of its own country is the city's companion: listed
beside it, it does not make the answer ambiguous.

This is the only module that reads a gazetteer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from gazetteer import canonical
from gazetteer.lookup import Gazetteer, Posting
from gazetteer.model import Entity, Name
from normalizer import policy
from normalizer.matching.country import of_country
from normalizer.matching.found import cut_step, record_steps, recorded_step, scheme_title
from normalizer.matching.keys import drop_article, fold_native, query_steps, skeletons, sort_tokens
from normalizer.result import Candidate, Comparison, Resolution, Status, Step
from normalizer.romanization.expand import expand
from normalizer.romanization.providers import ANYASCII
from normalizer.romanization.scheme import get_scheme
from normalizer.text.guard import guard_name
from normalizer.text.unicode import script_of


@dataclass(slots=True)
class Find:
    """One entity with its best recorded name for the query."""

    gazetteer: Gazetteer
    posting: Posting
    entity: Entity
    name: Name
    evidence: float
    steps: list[Step] = field(default_factory=list)
    share: float = 1.0

    @property
    def score(self) -> float:
        return self.evidence * self.share


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows: only entities that fit `kind` are kept; the others weigh."""

    kind: str | None = None
    country: str | None = None
    language: str | None = None


class Resolver:
    """Resolves names against gazetteers, of which later ones win for an id that several hold."""

    def __init__(self, gazetteers: Sequence[Gazetteer], settings: policy.Settings) -> None:
        self._gazetteers = tuple(gazetteers)
        self._settings = settings

    def resolve(
        self, query: str, hints: Hints, limit: int = policy.DEFAULT_LIMIT, rejected: bool = False
    ) -> Resolution:
        """Resolve one name.

        Args:
            query: any string.
            hints: kind, country and language, where known.
            limit: candidates listed at most.
            rejected: also say which near names were considered and why they are not meant.
        """
        safe = guard_name(query)
        key, folding = query_steps(safe.text)
        steps = [*safe.steps, *folding]
        if not key:
            return Resolution(
                query,
                "unknown",
                steps=(*steps, Step("work:empty", query[:60], "", "evidence", "the name has no letter or digit")),
            )
        finds = self._narrow(key, safe.text, hints, steps)
        if not finds:
            finds = self._wide(key, safe.text, hints, steps)
        self._weigh(finds, hints)
        finds.sort(key=lambda f: (-f.score, -f.entity.weight, f.entity.id))
        if rejected:
            steps += self._rejected(key, safe.text, finds, hints)
        return self._decide(query, finds, steps, limit)

    def known(self, query: str, hints: Hints, limit: int = policy.DEFAULT_LIMIT) -> Resolution:
        """Resolve by the exact key alone: for running text, where most words are no names."""
        safe = guard_name(query)
        key, folding = query_steps(safe.text)
        steps = [*safe.steps, *folding]
        finds = self._exact(key, "exact", 1.0, hints, steps) if key else []
        if not finds and key:
            finds = self._without_article(key, hints, steps)
        self._weigh(finds, hints)
        finds.sort(key=lambda f: (-f.score, -f.entity.weight, f.entity.id))
        return self._decide(query, finds, steps, limit)

    # --- finding ---------------------------------------------------------------------------------------

    def _narrow(self, key: str, text: str, hints: Hints, steps: list[Step]) -> list[Find]:
        finds = self._exact(key, "exact", 1.0, hints, steps)
        if not finds and " " in key:
            finds = self._exact(sort_tokens(key), "sorted", policy.EVIDENCE_OTHER_ORDER, hints, steps)
            if finds:
                steps.append(Step("fold:order", key, sort_tokens(key), "query"))
        if not finds:
            finds = self._without_article(key, hints, steps)
        if not finds and script_of(key) not in ("Latn", "Zyyy"):
            finds = self._romanised(text, hints, steps)
        return finds

    def _without_article(self, key: str, hints: Hints, steps: list[Step]) -> list[Find]:
        bare = drop_article(key)
        finds = self._exact(bare, "exact", policy.EVIDENCE_OTHER_ORDER, hints, steps) if bare != key else []
        if finds:
            steps.append(Step("fold:article", key, bare, "query"))
        return finds

    def _exact(self, key: str, layer: str, factor: float, hints: Hints, steps: list[Step]) -> list[Find]:
        found: dict[str, Find] = {}
        for gazetteer in self._gazetteers:
            hits = gazetteer.exact(key, layer, policy.POSTINGS_PER_KEY)  # type: ignore[arg-type]
            if hits.cut:
                steps.append(cut_step(key, len(hits.postings)))
            finds = [self._find(gazetteer, posting, key, factor) for posting in hits.postings]
            found.update(_best_exact([f for f in finds if _fits(f, hints)]))
        return list(found.values())

    def _find(self, gazetteer: Gazetteer, posting: Posting, key: str, factor: float) -> Find:
        entity, name = gazetteer.entity(posting.entity_no), gazetteer.name(posting.name_no)
        evidence = factor * _evidence(name, bool(posting.schemes))
        find = Find(gazetteer, posting, entity, name, evidence)
        find.steps = record_steps(name, posting.schemes, key)
        return find

    def _romanised(self, text: str, hints: Hints, steps: list[Step]) -> list[Find]:
        """A native spelling that no one recorded, found through one of its romanised spellings."""
        for spelling in expand(text)[: policy.SPELLINGS_TRIED]:
            finds = self._exact(spelling.text, "exact", policy.EVIDENCE_ROMANISED, hints, [])
            if finds:
                steps.append(
                    Step(
                        f"scheme:{spelling.schemes[0]}",
                        text,
                        spelling.text,
                        "query",
                        scheme_title(spelling.schemes[0]),
                    )
                )
                return finds
        return []

    def _wide(self, key: str, text: str, hints: Hints, steps: list[Step]) -> list[Find]:
        from normalizer.matching.compare import compare_names

        finds = []
        for find in self._comparable(key, text, hints, steps):
            comparison = compare_names(text, find.name.text, find.entity.kind)
            find.evidence = min(comparison.score, policy.EVIDENCE_NEAR_MOST)
            find.steps = [recorded_step("", find.name), *comparison.steps]
            finds.append(find)
        finds.sort(key=lambda f: f.evidence)
        best = {find.entity.id: find for find in finds}
        return [f for f in best.values() if f.evidence >= policy.LISTED_THRESHOLD]

    def _comparable(
        self, key: str, text: str, hints: Hints, steps: list[Step], most: int = policy.CANDIDATES_SCORED
    ) -> Iterator[Find]:
        """Finds under the wide keys whose recorded name can be compared with the query letter by letter."""
        latin = script_of(text) == "Latn"
        for gazetteer, posting in self._near(key, text, steps, most):
            find = self._find(gazetteer, posting, key, 1.0)
            if (
                _fits(find, hints)
                and find.name.role not in ("generated", "code")
                and (not latin or find.name.script in policy.LETTERED)
            ):
                yield find

    def _near(self, key: str, text: str, steps: list[Step], most: int) -> list[tuple[Gazetteer, Posting]]:
        """At most so many postings under the wide keys, nearest and most important first."""
        spellings = [s.text for s in expand(text)[: policy.SPELLINGS_WIDE]] or [key]
        keys = list(dict.fromkeys([key, *spellings]))
        found: dict[tuple[int, int], tuple[int, int, Gazetteer, Posting]] = {}
        for at, gazetteer in enumerate(self._gazetteers):
            for one in keys:
                hits = gazetteer.near(one, policy.edits_for(len(one)), policy.POSTINGS_PER_KEY)
                if hits.cut:
                    steps.append(cut_step(one, len(hits.postings)))
                for p in hits.postings:
                    found.setdefault((at, p.name_no), (p.distance, -p.weight, gazetteer, p))
            for skeleton in dict.fromkeys(s for one in spellings for s in skeletons(one)):
                for p in gazetteer.exact(skeleton, "skeleton", policy.POSTINGS_PER_KEY).postings:
                    found.setdefault((at, p.name_no), (policy.SKELETON_RANK, -p.weight, gazetteer, p))
        ranked = sorted(found.values(), key=lambda x: (x[0], x[1], x[3].name_no))
        return [(gazetteer, posting) for _, _, gazetteer, posting in ranked[:most]]

    # --- weighing and deciding -------------------------------------------------------------------------

    def _weigh(self, finds: list[Find], hints: Hints) -> None:
        """Divide one among the entities that bear the same spelling, by importance and hints."""
        best = max((f.evidence for f in finds), default=0.0)
        mass = {id(f): _prior(f, hints) * (f.evidence / best) ** policy.EVIDENCE_SHARPNESS for f in finds}
        for find in finds:
            rivals = sum(mass[id(o)] for o in finds if o is find or not _companions(find.entity, o.entity))
            find.share = mass[id(find)] / rivals if rivals else 1.0

    def _decide(self, query: str, finds: list[Find], steps: list[Step], limit: int) -> Resolution:
        listed = [f for f in finds if f.evidence >= policy.LISTED_THRESHOLD]
        if not listed:
            return Resolution(query, "unknown", steps=tuple(steps))
        first = listed[0]
        rival = next((f.score for f in listed[1:] if not _companions(first.entity, f.entity)), 0.0)
        margin = first.score - rival
        status: Status = "unknown"
        if first.score >= policy.MATCH_THRESHOLD and margin >= policy.MATCH_MARGIN:
            status = "match"
        elif first.evidence >= policy.MATCH_THRESHOLD:
            status = "ambiguous"
        candidates = tuple(self._candidate(f) for f in listed[:limit])
        return Resolution(query, status, candidates, first.score, margin, tuple(steps))

    def _candidate(self, find: Find) -> Candidate:
        names = find.gazetteer.names(find.posting.entity_no)
        choice = canonical.choose(names, find.entity, self._settings.policy, self._settings.as_of)
        step = Step(
            "canonical",
            find.name.text,
            choice.text,
            "evidence",
            f"policy {self._settings.policy}, {choice.step}" + (f", {choice.source}" if choice.source else ""),
        )
        return Candidate(find.entity, choice.text, find.name, find.score, (*find.steps, step))

    def _rejected(self, key: str, text: str, finds: list[Find], hints: Hints) -> list[Step]:
        """Why the nearest other names are not meant: at most REJECTED_SHOWN, most important first."""
        from difflib import SequenceMatcher

        from normalizer.matching.compare import compare_names

        near: dict[str, tuple[float, Find]] = {f.entity.id: (0.0, f) for f in finds}
        for find in self._comparable(key, text, hints, [], policy.REJECTED_CONSIDERED):
            if find.entity.id not in near:
                names = find.gazetteer.names(find.posting.entity_no)
                shown = canonical.choose(names, find.entity, self._settings.policy, self._settings.as_of).text
                rivals = sorted((n for n in names if _is_rival(n, script_of(text))), key=lambda n: n.text != shown)
                for name in rivals[:1]:
                    likeness = SequenceMatcher(None, key, fold_native(name.text)).ratio()
                    near[find.entity.id] = likeness, replace(find, name=name)
        near = {i: x for i, x in near.items() if x[0] >= policy.REJECTED_LIKENESS}
        ranked = sorted(near.values(), key=lambda x: (-x[0] * math.log10(x[1].entity.weight + 10), x[1].entity.id))
        compared = ((find, compare_names(text, find.name.text, find.entity.kind)) for _, find in ranked)
        others = (self._rejection(text, find, comparison) for find, comparison in compared if not comparison.same)
        return list(islice(others, policy.REJECTED_SHOWN))

    def _rejection(self, text: str, find: Find, comparison: Comparison) -> Step:
        shown = self._candidate(find).canonical
        why = "; ".join(dict.fromkeys(s.detail for s in comparison.steps if s.detail)) or "the letters differ"
        return Step(
            "rejected",
            text,
            f"{shown} ({find.entity.id})",
            "evidence",
            f"its recorded name {find.name.text!r} is another name (score {comparison.score:.2f}): {why}",
        )


def _best_exact(finds: Iterable[Find]) -> dict[str, Find]:
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
            step = next(s for s in find.steps if s.rule.startswith("scheme:"))
            best[entity].steps.append(replace(step, side="evidence"))
        elif best[entity].posting.schemes:
            best[entity] = find
    return best


def _rank(find: Find) -> tuple[bool, int]:
    """How usual the scheme is that explains a find: one from a language of the country first, then by its rank."""
    first = find.posting.schemes[0]
    return not of_country(first, find.entity.country), 9 if first == ANYASCII else get_scheme(first).rank


def _is_rival(name: Name, script: str) -> bool:
    """Whether a recorded name can be shown as what the query is not."""
    return name.script == script and name.role not in ("generated", "code")


def _fits(find: Find, hints: Hints) -> bool:
    return hints.kind is None or find.entity.kind == hints.kind


def _evidence(name: Name, by_scheme: bool) -> float:
    """How surely a spelling that equals this recorded name (or its romanisation) names the entity."""
    if name.role in ("generated", "code"):
        return policy.EVIDENCE_MACHINE
    if by_scheme:
        return policy.EVIDENCE_SCHEME
    return policy.EVIDENCE_RECORDED


def _prior(find: Find, hints: Hints) -> float:
    """How likely the entity is meant before the spelling is looked at: its importance, and the hints."""
    entity = find.entity
    base: float = entity.weight + policy.PRIOR_FLOOR
    if entity.feature == "name-part":
        base = policy.PRIOR_NAME_PART * (1 + entity.weight)
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


def _companions(a: Entity, b: Entity) -> bool:
    """A region and a city of one country: the same bare name does not make the answer ambiguous."""
    features = {a.feature, b.feature}
    return a.country == b.country and a.kind == b.kind == "place" and len(features) == 2 and "city" in features
