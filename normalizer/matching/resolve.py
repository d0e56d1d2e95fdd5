"""A name -> candidates from the gazetteers -> a decision that may be to abstain.

The search goes from narrow to wide and stops as soon as something is found: the exact key of the query,
its words in another order, its romanised spellings, then the wide keys (`shortlist`), whose finds are compared
in full. Two things are kept apart and multiplied at the end: how surely the spelling
names the entity (`evidence`), and which of the entities with that spelling is meant (`share`, by importance
and the caller's hints). A region that bears the name of a city of its own country is the city's companion: listed
beside it, it does not make the answer ambiguous.

A native name that no key holds is tried as an inflected form (`inflection`), a Latin one when nothing near it matches.

With `shortlist`, `nearest`, `parts` and `inflection.known`, the only module that reads a gazetteer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from gazetteer import canonical
from gazetteer.hints import TYPE_CHECKING
from gazetteer.lookup import Gazetteer, Posting
from gazetteer.model import Entity, Layer, Name
from normalizer import policy
from normalizer.matching.find import (
    Find,
    Hints,
    Shown,
    best_exact,
    companions,
    evidence_near,
    evidence_of,
    fits,
    hear,
    likely,
    log_odds_of,
    may_be_listed,
    slip_log_odds,
    weigh,
)
from normalizer.matching.found import cut_step, recorded_step, scheme_title
from normalizer.matching.keys import drop_article, fold_native, query_steps, skeletons, sort_tokens
from normalizer.matching.memory import remembered
from normalizer.result import Candidate, Resolution, Status, Step, Steps
from normalizer.romanization.expand import expand
from normalizer.text.guard import guard_name
from normalizer.text.unicode import script_of

__all__ = ["Find", "Hints", "Resolver"]

if TYPE_CHECKING:
    from normalizer.matching.inflection.known import Known
    from normalizer.matching.shortlist import Asked, Listed, Slip


class Resolver:
    """Resolves names against gazetteers, of which later ones win for an id that several hold."""

    def __init__(self, gazetteers: Sequence[Gazetteer], settings: policy.Settings) -> None:
        self._gazetteers = tuple(gazetteers)
        self._crowd = sum(len(gazetteer) for gazetteer in self._gazetteers)
        self._settings = settings
        self._known: Known | None = None
        self._entities: dict[tuple[Gazetteer, int], Entity] = {}
        self._own: dict[tuple[Gazetteer, int], Collection[int]] = {}
        self._loose: dict[tuple[Gazetteer, int, str], bool] = {}
        self._choices: dict[tuple[Gazetteer, int], canonical.Choice] = {}

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
        said: frozenset[str] = frozenset()
        finds = self._narrow(key, safe.text, hints, steps)
        if not finds:
            from normalizer.matching.generic import features_said

            finds = self._wide(key, safe.text, hints, steps)
            if not any(f.evidence >= policy.MATCH_THRESHOLD for f in finds) and script_of(safe.text) == "Latn":
                finds = self._inflected(safe.text, "place", hints, steps) or finds
            said = features_said(safe.text) if finds else said
        weigh(finds, hints, said, self._owns)
        finds.sort(key=lambda f: (-f.mass, -f.entity.weight, f.entity.id))
        if rejected:
            steps += self._rejected(key, safe.text, finds, hints)
        resolution = self._decide(query, finds, steps, limit)
        for candidate in resolution.candidates:
            _ = candidate.canonical  # while the gazetteers are open
        return resolution

    def known(self, query: str, hints: Hints, limit: int = policy.DEFAULT_LIMIT) -> Resolution:
        """Resolve by the exact key alone: for running text, where most words are no names.

        The canonical forms of the candidates are chosen when they are read, so whoever hands them on reads them first.
        """
        safe = guard_name(query)
        key, folding = query_steps(safe.text)
        steps = [*safe.steps, *folding]
        finds = self._exact(key, "exact", 1.0, hints, steps) if key else []
        if not finds and key:
            finds = self._without_article(key, hints, steps)
        weigh(finds, hints, owns=self._owns)
        finds.sort(key=lambda f: (-f.mass, -f.entity.weight, f.entity.id))
        return self._decide(query, finds, steps, limit)

    def compared(self, query: str, hints: Hints) -> tuple[str, ...]:
        """Ids of the entities whose recorded names a wide search compares in full, in the order of the first cut.

        For benchmarks, and for whoever asks why an entity was not considered.
        """
        safe = guard_name(query)
        key, _ = query_steps(safe.text)
        finds = self._worth_comparing(key, safe.text, hints, []) if key else ()
        return tuple(dict.fromkeys(f.entity.id for f in finds))

    # --- finding ---------------------------------------------------------------------------------------

    def _narrow(self, key: str, text: str, hints: Hints, steps: list[Step]) -> list[Find]:
        finds = self._exact(key, "exact", 1.0, hints, steps)
        if not finds and " " in key:
            finds = self._exact(sort_tokens(key), "sorted", policy.EVIDENCE_OTHER_ORDER, hints, steps)
            if finds:
                steps.append(Step("fold:order", key, sort_tokens(key), "query"))
        if not finds:
            finds = self._without_article(key, hints, steps)
        may_decline = bool(hints.language) or script_of(key) == "Cyrl"
        if not finds and may_decline:
            finds = self._inflected(text, "place", hints, steps)
        if not finds and script_of(key) not in ("Latn", "Zyyy"):
            finds = self._romanised(text, hints, steps)
        if not finds and may_decline:
            finds = self._inflected(text, "person", hints, steps)
        return finds

    def _inflected(self, text: str, kind: str, hints: Hints, steps: list[Step]) -> list[Find]:
        """A form of a name in a case; the steps that folded the query give way to those that fold its lemma."""
        from normalizer.matching.inflection.known import Known
        from normalizer.matching.inflection.lookup import inflected_finds

        if hints.kind not in (None, kind):
            return []
        self._known = self._known or Known(self._gazetteers)
        finds, folding = inflected_finds(
            text,
            kind,
            hints.language,
            self._known.of,
            lambda key, factor: self._exact(key, "exact", factor, hints, []),
            self._holds,
        )
        if finds:
            steps[:] = [*(s for s in steps if not s.rule.startswith("fold:")), *folding]
        return finds

    def _holds(self, keys: Collection[str]) -> bool:
        """Whether any of these is the exact key of a name."""
        wanted = list(keys)
        return any(start < stop for gazetteer in self._gazetteers for start, stop in gazetteer.spans(wanted, "exact"))

    def _without_article(self, key: str, hints: Hints, steps: list[Step]) -> list[Find]:
        bare = drop_article(key)
        finds = self._exact(bare, "exact", policy.EVIDENCE_OTHER_ORDER, hints, steps) if bare != key else []
        if finds:
            steps.append(Step("fold:article", key, bare, "query"))
        return finds

    def _exact(self, key: str, layer: Layer, factor: float, hints: Hints, steps: list[Step]) -> list[Find]:
        found: dict[str, Find] = {}
        for gazetteer in self._gazetteers:
            named, cut = gazetteer.named(key, layer, policy.POSTINGS_PER_KEY)
            if cut:
                steps.append(cut_step(key, len(named)))
            finds = [self._bounded(self._find(gazetteer, posting, name, key, factor)) for posting, name in named]
            found.update(best_exact([f for f in finds if fits(f, hints)]))
        return list(found.values())

    def _find(self, gazetteer: Gazetteer, posting: Posting, name: Name, key: str, factor: float) -> Find:
        evidence = factor * evidence_of(name, bool(posting.schemes))
        return Find(gazetteer, posting, self.entity(gazetteer, posting.entity_no), name, evidence, key)

    def _bounded(self, find: Find) -> Find:
        """The find, with less evidence where the source itself is not sure of the name."""
        if find.evidence > policy.EVIDENCE_LOOSE and find.name.source in policy.WEAK_SOURCES:
            from normalizer.matching.loose import is_loose

            def asked() -> bool:
                return is_loose(find.name, find.gazetteer.names(find.posting.entity_no))

            if remembered(self._loose, (find.gazetteer, find.posting.entity_no, find.name.text), asked):
                find.evidence = min(find.evidence, policy.EVIDENCE_LOOSE)
        return find

    def entity(self, gazetteer: Gazetteer, number: int) -> Entity:
        """An entity, remembered for the names under its other keys and for the next look-up."""
        return remembered(self._entities, (gazetteer, number), lambda: gazetteer.entity(number))

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
        from normalizer.matching.generic import bare_name

        finds = []
        bare = bare_name(text, hints.kind)
        romanised = script_of(text) not in ("Latn", "Zyyy")
        for find in self._worth_comparing(key, text, hints, steps):
            comparison = compare_names(text, find.name.text, find.entity.kind)
            if bare and find.entity.kind == "place":
                without = compare_names(bare, find.name.text, "place")
                comparison = max(comparison, without, key=lambda c: c.score)
            find.comparison = comparison
            find.log_odds = log_odds_of(comparison.score)
            find.evidence = evidence_near(find, self._crowd, romanised)
            if bare and fold_native(bare) == fold_native(find.name.text):
                find.evidence = policy.EVIDENCE_NEAR_MOST
            finds.append(self._bounded(find))
        listed = [f for f in finds if f.evidence >= policy.LISTED_THRESHOLD]
        if romanised and not listed:
            listed = [f for f in finds if f.evidence >= policy.LISTED_ROMANISED]
        hear(text, listed)
        return self._best_near(listed)

    def _best_near(self, finds: list[Find]) -> list[Find]:
        """Of each entity the near name that is meant, the least sure entity first."""
        names = Counter(find.entity.id for find in finds)
        for find in finds:
            find.own = find.own or (names[find.entity.id] > 1 and self._owns(find))
        finds.sort(key=lambda f: (f.evidence, likely(f)))
        return list({find.entity.id: find for find in finds}.values())

    def _owns(self, find: Find) -> bool:
        """Whether a name is its entity's canonical one or what a scheme makes that of: Київ of Kyiv is, Киев is not.

        A name that was found as it is recorded has the role that its source gives it. A cluster of name parts has no
        name of its own: its canonical form is the commonest spelling.
        """
        recorded = not (find.points or find.posting.schemes)
        if recorded or find.name.role in ("former", "generated", "code") or find.entity.feature == "name-part":
            return False
        gazetteer, entity_no = find.gazetteer, find.posting.entity_no

        def own() -> Collection[int]:
            first = gazetteer.name(gazetteer.name_numbers(entity_no).start)
            names = (first,) if first.role == "canonical" else gazetteer.names(entity_no)
            key = next((fold_native(name.text) for name in names if name.role == "canonical"), "")
            return gazetteer.numbers(key, "exact", policy.POSTINGS_PER_KEY) if key else ()

        return find.posting.name_no in remembered(self._own, (gazetteer, entity_no), own)

    def _worth_comparing(self, key: str, text: str, hints: Hints, steps: list[Step]) -> Iterator[Find]:
        """Finds under the wide keys that a comparison may find to be meant, up to those far behind the best of all.

        What a comparison could not lift is told by its letters, before the name is read as a whole.
        """
        latin, best = script_of(text) == "Latn", -math.inf
        for gazetteer, listed in self._near(key, text, hints, steps, policy.CANDIDATES_SCORED, policy.POINTS_BEHIND):
            if listed.points < best - policy.POINTS_BEHIND:
                return
            slip = slip_log_odds(listed.edits, len(key))
            liftable = not latin or may_be_listed(listed.points, listed.alike, slip, self._crowd)
            if not liftable and best > -math.inf:
                continue
            find = self._comparable(gazetteer, listed, key, latin, hints)
            if find:
                best = max(best, find.points)
                if liftable:
                    yield find

    def _comparable(self, gazetteer: Gazetteer, listed: Listed, key: str, latin: bool, hints: Hints) -> Find | None:
        """What was listed, if its recorded name can be compared with the query letter by letter."""
        posting, name = gazetteer.posting(listed.name_no), gazetteer.name(listed.name_no)
        find = self._find(gazetteer, posting, name, key, 1.0)
        find.points, find.alike = listed.points, listed.alike
        find.edits = listed.edits if latin else 0
        lettered = not latin or name.script in policy.LETTERED
        return find if fits(find, hints) and name.role not in ("generated", "code") and lettered else None

    def _near(
        self, key: str, text: str, hints: Hints, steps: list[Step], most: int, behind: float
    ) -> list[tuple[Gazetteer, Listed]]:
        """At most so many recorded names that share parts with the query or are near it, best first."""
        from normalizer.matching.shortlist import ask, shortlist

        asked = ask(text, hints.kind)
        listed: list[tuple[Gazetteer, Listed]] = []
        for gazetteer in self._gazetteers:
            near = self._near_whole(gazetteer, asked, steps)
            names, cut = shortlist(gazetteer, asked, near, hints.kind, hints.country, behind, self._crowd, most)
            if cut:
                steps.append(cut_step(key, policy.PARTS_READ))
            listed += [(gazetteer, name) for name in names]
        listed.sort(key=lambda x: (-x[1].points, x[1].name_no))
        return listed[:most]

    def _near_whole(self, gazetteer: Gazetteer, asked: Asked, steps: list[Step]) -> dict[int, Slip]:
        """Names near the whole query: a few edits away, with the same skeleton, or equal to its bare name."""
        from normalizer.matching.shortlist import NO_SLIP, slips

        found: dict[int, Slip] = {}
        bare = [fold_native(asked.bare)] if asked.bare else []
        readings = dict.fromkeys((*asked.readings[: policy.SPELLINGS_WIDE], *bare))
        for one in dict.fromkeys((asked.key, *readings)):
            names, cut = gazetteer.near_names(one, policy.edits_for(len(one)), policy.POSTINGS_PER_KEY)
            if cut:
                steps.append(cut_step(one, len(names)))
            for number, slip in slips(names, self._crowd):
                found[number] = max(slip, found.get(number, slip))
        for skeleton in dict.fromkeys(s for one in readings for s in skeletons(one)):
            for number in gazetteer.numbers(skeleton, "skeleton"):
                found.setdefault(number, NO_SLIP)
        for key in bare:
            for number in gazetteer.numbers(key):
                found.setdefault(number, NO_SLIP)
        return found

    # --- deciding ------------------------------------------------------------------------------------

    def _decide(self, query: str, finds: list[Find], steps: list[Step], limit: int) -> Resolution:
        listed = [f for f in finds if f.points or f.evidence >= policy.LISTED_THRESHOLD]
        listed = [f for f in listed if f is listed[0] or not f.points or f.score >= policy.LISTED_SCORE]
        if not listed:
            return Resolution(query, "unknown", steps=tuple(steps))
        first = listed[0]
        margin = first.score - next((f.score for f in listed[1:] if not companions(first.entity, f.entity)), 0.0)
        least = policy.NEAR_MATCH_THRESHOLD if first.points else policy.MATCH_THRESHOLD
        status: Status = "unknown"
        if first.score >= least and margin >= policy.MATCH_MARGIN:
            status = "match"
        elif first.evidence >= policy.MATCH_THRESHOLD:
            status = "ambiguous"
        candidates = tuple(self._candidate(f) for f in listed[:limit])
        return Resolution(query, status, candidates, first.score, margin, tuple(steps))

    def _candidate(self, find: Find) -> Candidate:
        shown = Shown(self, find)
        return Candidate(find.entity, shown.canonical, find.name, find.score, shown.steps)

    def choice(self, find: Find) -> canonical.Choice:
        """The canonical form of what was found, remembered."""

        def chosen() -> canonical.Choice:
            names = find.gazetteer.names(find.posting.entity_no)
            return canonical.choose(names, find.entity, self._settings.policy, self._settings.as_of)

        if find.choice is None:
            find.choice = remembered(self._choices, (find.gazetteer, find.posting.entity_no), chosen)
        return find.choice

    def reasons(self, find: Find) -> Steps:
        """The steps of a candidate: what was recorded or compared, and then how its canonical form was chosen."""
        choice = self.choice(find)
        source = f", {choice.source}" if choice.source else ""
        why = f"policy {self._settings.policy}, {choice.step}{source}"
        last = Step("canonical", find.name.text, choice.text, "evidence", why)
        if find.comparison:
            return (recorded_step("", find.name), *find.comparison.steps, last)
        return (*find.steps, last)

    def _rejected(self, key: str, text: str, finds: list[Find], hints: Hints) -> list[Step]:
        """Why the nearest other names are not meant."""
        from normalizer.matching.rejected import Rejected

        latin = script_of(text) == "Latn"
        near = self._near(key, text, hints, [], policy.REJECTED_CONSIDERED, math.inf)
        others = (self._comparable(gazetteer, listed, key, latin, hints) for gazetteer, listed in near)
        known = {find.entity.id for find in finds}
        considered = Rejected(key, text, lambda find: self.choice(find).text)
        return considered.steps(find for find in others if find and find.entity.id not in known)
