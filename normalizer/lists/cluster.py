"""Spellings of one name, grouped without a gazetteer.

Names that may be one meet in blocks (`blocking`), are compared (`likely`), and groups grow from the surest pair
down. Two groups join when their members agree on the whole, by the mean score of the pairs across them (in which
pairs of two scripts, neither of them Latin, count little), and do not contradict each other: the same family name with
another given name, another number, another gender. So A ~ B ~ C does not put A and C together when A and C differ;
where one pair in many contradicts, the others outvote it, and where a fuller name has the words of both (Frederic Choi,
Chin Pang Choi, Frederic Chin Pang Choi), another word contradicts nothing. What a person has decided (`decisions`)
comes before all that.

The member that is spelled so most often stands for the group; on a tie the one that came first. A policy narrows
the choice to the members in its own script first (`headword`).

Lists fall apart into parts that no pair connects; each is grouped on its own and the scores found on the way are
forgotten. Beside the names themselves memory holds caches of a fixed size, and integers: a long list lies on disk
(`spill`) while it is worked on.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from normalizer.lists.decisions import SAME, Decisions
from normalizer.lists.headword import choose
from normalizer.lists.likely import Edge, Likely, Report, Workshop, likely_pairs
from normalizer.lists.scoring import HAN, UNSURE_MOST, pair_score
from normalizer.lists.spill import scratch
from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.matching.features import Measured, measure
from normalizer.matching.profile import profile
from normalizer.policy import SAME_THRESHOLD, check_kind, check_policy
from normalizer.result import Cluster, Step, Steps
from normalizer.text.unicode import script_of

# How each was chosen: docs/clustering.md.
JOINING_MEAN = 0.45  # mean score of the pairs across two groups that join; two lone names need SAME_THRESHOLD
# What a pair of two scripts, neither of them Latin, counts in that mean beside another pair: the letter costs know each
# script beside Latin, so such pairs score low however surely both go with the Latin names of their groups.
FAR_SCRIPTS_WEIGHT = 0.1
OUTVOTED = 1 / 3  # share of pairs across two groups that may contradict; below three pairs, none may
# Scores below which another word beside words that agree is another name: of names of two words (another given name),
# and of others, where one word more or less may be a byname.
AT_ODDS_BELOW_OF_TWO, AT_ODDS_BELOW = 0.45, 0.2
HELD_THRESHOLD = 0.9  # score from which a fuller name holds a shorter one, so that two that it holds are not at odds
NO_ODDS, OTHER_WORD, AT_ODDS = range(3)  # of two names: nothing contradicts, another word does, or what outweighs words
MEMBERS_ASKED = 8  # members of a group, spread evenly, that speak for it: bounds the work for large groups
DECIDED = 2.0  # the score of a pair that a person decided to be one name: before all that letters say
REMEMBERED = 200_000  # scores that are remembered while a part of the list is grouped
LATIN = "Latn"
ALIKE = Step("letters", "", "", "evidence", "the letters agree")  # for names whose words give no reason of their own


def cluster_names(
    names: Iterable[str],
    parts: NameParts | None = None,
    kind: str | None = None,
    policy: str | None = None,
    *,
    decisions: Decisions | None = None,
    workers: int = 1,
    reopen: Callable[[], NameParts | None] | None = None,
    report: Report | None = None,
) -> list[Cluster]:
    """Groups of spellings of one name, in the order of their first members.

    Args:
        names: any strings; one that occurs several times counts as often for the choice of the canonical.
        parts: what a gazetteer knows about single names; None for rules alone.
        kind: "person", "place", "org", or None when unknown.
        policy: a canonical policy ("en", "official", "native", a language code), or None: the most frequent member.
        decisions: of a person, which count whatever the letters say.
        workers: processes. reopen: makes `parts` in each of them. report: told how many names are done, of how many.
    Returns:
        clusters whose members are distinct spellings; a name that is like no other is a cluster of its own.
    Raises:
        UsageError: `kind` is not one of them. UnknownPolicyError: nor is `policy`.

    >>> [c.members for c in cluster_names(["Lisyansky", "Kirov", "Lisjanski", "Kiev"])]
    [('Lisyansky', 'Lisjanski'), ('Kirov',), ('Kiev',)]
    """
    check_kind(kind)
    if policy is not None:
        check_policy(policy)
    counts = Counter(names)
    distinct = list(counts)
    with scratch(len(distinct), workers) as folder:
        likely = likely_pairs(distinct, kind, parts, Workshop(folder, workers, reopen, report))
        pairs = _Pairs(distinct, likely, kind, parts, decisions or Decisions())
        groups = [group for numbers, edges in _components(pairs) for group in _grown(numbers, edges, pairs)]
    return [_cluster(numbers, sure, counts, pairs, policy) for numbers, sure in _in_order(groups, len(distinct))]


Group = tuple[list[int], list[float]]  # names by number, and how surely each belongs to the others


def _in_order(groups: list[Group], count: int) -> Iterator[Group]:
    """All groups in the order of their first members; a name in none is one of its own."""
    of_first = {numbers[0]: (numbers, sure) for numbers, sure in groups}
    later = {i for numbers, _ in groups for i in numbers[1:]}
    for i in range(count):
        if i not in later:
            yield of_first.get(i) or ([i], [1.0])


class _Pairs:
    """Names by number, and what their comparisons say; all but the likely ones are forgotten part by part."""

    def __init__(
        self, names: list[str], likely: Likely, kind: str | None, parts: NameParts | None, decided: Decisions
    ) -> None:
        self.names, self.kind, self.parts, self.decided = names, kind, parts, decided
        self._likely = likely
        self._known: dict[tuple[int, int], tuple[float, int]] = {}
        self._groups: dict[int, str] = {}  # of the names that somebody decided about
        if len(decided):
            about = set(decided.names())
            self._groups = {i: decided.group(name) for i, name in enumerate(names) if name in about}

    def edges(self) -> Iterator[Edge]:
        """Pairs that count as the same, with their score; first those that are decided to be."""
        first: dict[str, int] = {}
        for i, group in self._groups.items():
            if first.setdefault(group, i) != i:
                yield DECIDED, first[group], i
        yield from self._likely.edges(SAME_THRESHOLD)

    def kept_apart(self, a: list[int], b: list[int]) -> bool:
        """Whether somebody decided that a name of the one group is no name of the other."""
        if not self._groups:
            return False
        one, other = ({self._groups[i] for i in numbers if i in self._groups} for numbers in (a, b))
        return self.decided.kept_apart(one, other)

    def score(self, i: int, j: int) -> tuple[float, int]:
        """The score of two names, and how they contradict each other."""
        pair = (i, j) if i < j else (j, i)
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._found(*pair)
        return known

    def held(self, i: int, j: int, others: list[int]) -> bool:
        """Whether a fuller person's name among others holds these two, each a part of it."""
        if self.kind == "place":
            return False
        most = max(self._words(i), self._words(j))
        fuller = (k for k in others if self._words(k) > most)
        return any(min(self.score(k, i)[0], self.score(k, j)[0]) >= HELD_THRESHOLD for k in fuller)

    def _words(self, i: int) -> int:
        return len(profile(self.names[i], self.kind).core)

    def scripts(self, numbers: list[int]) -> list[str]:
        """The scripts that these names are written in."""
        return [script_of(self.names[i]) for i in numbers]

    def forget(self) -> None:
        """Scores are of use within a part of the list that hangs together, and are dropped with it."""
        self._known.clear()

    def _found(self, i: int, j: int) -> tuple[float, int]:
        if i in self._groups and self._groups[i] == self._groups.get(j):
            return 1.0, NO_ODDS
        if len(self._known) >= REMEMBERED:
            self.forget()
        score = self._likely.score(i, j)
        if score is None:
            score = pair_score(self.names[i], self.names[j], self.kind, self.parts)
        return score, self._at_odds(i, j, score)

    def _at_odds(self, i: int, j: int, score: float) -> int:
        """How two names contradict each other, not merely differ: Anna and Olga Smirnova, not Köln and Cologne.

        Another word alone may be another language's name; beside words that agree it is another person.
        """
        a, b = self.names[i], self.names[j]
        if script_of(a) != script_of(b):
            return NO_ODDS
        if self.kind != "place" and script_of(a) in HAN and pair_score(a, b, self.kind, self.parts) <= UNSURE_MOST:
            return AT_ODDS  # other characters of one sound are another person, whoever else is like both
        if score >= AT_ODDS_BELOW_OF_TWO:
            return NO_ODDS
        left, right = profile(a, self.kind), profile(b, self.kind)
        if not left.parsed.parts or not right.parsed.parts:
            return NO_ODDS
        measured = measure(left, right, self.kind, self.parts)
        if measured.number == 1 or measured.gender or measured.father:
            return AT_ODDS
        least = AT_ODDS_BELOW_OF_TWO if _of_two(measured) else AT_ODDS_BELOW
        return OTHER_WORD if score < least and _another_word(measured) else NO_ODDS


def _of_two(measured: Measured) -> bool:
    return len(measured.pairing.a) == len(measured.pairing.b) == 2


def _another_word(measured: Measured) -> bool:
    """Whether words agree and another word differs."""
    agreeing = any(found.log_odds > 0 for found in measured.pairing.found)
    return agreeing and not measured.pairing.whole and measured.words.worst < 0


def _components(pairs: _Pairs) -> Iterator[tuple[list[int], list[Edge]]]:
    """Names that edges connect, directly or not, and their edges, the surest first; lone names are left out."""
    parent = array("I", range(len(pairs.names)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    edges = list(pairs.edges())
    for _, i, j in edges:
        parent[root(j)] = root(i)
    within: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        within[root(edge[1])].append(edge)
    del edges
    while within:
        _, own = within.popitem()
        numbers = sorted({i for edge in own for i in edge[1:]})
        yield numbers, sorted(own, key=lambda edge: (-edge[0], edge[1], edge[2]))
        pairs.forget()


def _grown(numbers: list[int], edges: list[Edge], pairs: _Pairs) -> Iterator[Group]:
    """The groups of two names and more that connected names make, each in order."""
    group = {i: [i] for i in numbers}
    for score, i, j in edges:
        larger, smaller = sorted((group[i], group[j]), key=len, reverse=True)
        if larger is not smaller and (score == DECIDED or _agree(larger, smaller, pairs)):
            larger.extend(smaller)
            group.update(dict.fromkeys(smaller, larger))
    surest = dict.fromkeys(numbers, 0.0)
    for score, i, j in edges:
        if group[i] is group[j]:
            surest[i], surest[j] = max(surest[i], min(score, 1.0)), max(surest[j], min(score, 1.0))
    for members in {id(members): members for members in group.values()}.values():
        if len(members) > 1:
            members.sort()
            yield members, [surest[i] for i in members]


def _agree(a: list[int], b: list[int], pairs: _Pairs) -> bool:
    """Whether two groups agree on the whole, are not at odds, and nobody decided that they are two."""
    if pairs.kept_apart(a, b):
        return False
    one, other = _spread(a), _spread(b)
    found = [pairs.score(i, j) for i in one for j in other]
    if sum(against != NO_ODDS for _, against in found) > OUTVOTED * len(found):
        against = sum(_contradict(i, j, pairs, one + other) for i in one for j in other)
        if against > OUTVOTED * len(found):
            return False
    told = [_told(x, y) for x in pairs.scripts(one) for y in pairs.scripts(other)]
    return sum(score * weight for (score, _), weight in zip(found, told, strict=True)) >= JOINING_MEAN * sum(told)


def _contradict(i: int, j: int, pairs: _Pairs, members: list[int]) -> bool:
    """Whether two names contradict each other, beside the other names of their groups."""
    against = pairs.score(i, j)[1]
    return against == AT_ODDS or (against == OTHER_WORD and not pairs.held(i, j, members))


def _told(one: str, other: str) -> float:
    """How much the score of two names in these scripts tells."""
    return 1.0 if one == other or LATIN in (one, other) else FAR_SCRIPTS_WEIGHT


def _spread(members: list[int]) -> list[int]:
    size = len(members)
    return members if size <= MEMBERS_ASKED else [members[k * size // MEMBERS_ASKED] for k in range(MEMBERS_ASKED)]


def _cluster(numbers: list[int], sure: list[float], counts: Counter[str], pairs: _Pairs, policy: str | None) -> Cluster:
    members = tuple(pairs.names[i] for i in numbers)
    if len(members) == 1:
        return Cluster(members[0], members, (), (1.0,))
    canonical, reason = choose(members, counts, policy)
    return Cluster(
        canonical,
        members,
        partial(_steps, canonical, members, reason, pairs.kind, pairs.parts, pairs.decided),
        tuple(sure),
    )


def _steps(
    canonical: str,
    members: tuple[str, ...],
    reason: str,
    kind: str | None,
    parts: NameParts | None,
    decided: Decisions,
) -> Steps:
    """Why each member belongs, and at the end why the canonical one stands for them."""
    steps = [_why(name, canonical, members, kind, parts, decided) for name in members if name != canonical]
    return (*steps, Step("majority", ", ".join(members), canonical, "evidence", reason))


def _why(
    name: str,
    canonical: str,
    members: tuple[str, ...],
    kind: str | None,
    parts: NameParts | None,
    decided: Decisions,
) -> Step:
    """Why a member belongs: it is like the canonical one, or else like a member that is."""
    if decided.about(name, canonical) == SAME:
        return Step(f"decision:{SAME}", name, canonical, "evidence", "the decisions say so")
    made = compare_names(name, canonical, kind, parts)
    if not made.same:
        others = [other for other in members if other not in (name, canonical)][:MEMBERS_ASKED]
        made = max((made, *(compare_names(name, other, kind, parts) for other in others)), key=lambda one: one.score)
    step = next(iter(made.steps), ALIKE)
    return Step(step.rule, name, made.b, "evidence", step.detail)
