"""Spellings of one name, grouped without a gazetteer.

Names that may be one meet in blocks (`blocking`), are compared (`compare`), and groups grow from the surest pair
down. Two groups join when their members agree on the whole: the mean score of the pairs across them is high enough,
counting one pair more that disagrees wholly, so that two names alone need a surer score than two groups that agree many
times over. And they do not join when members contradict each other: the same family name with another given
name, another number, another gender. So A ~ B ~ C does not put A and C together when A and C differ; where one
pair in many contradicts, the others outvote it.

The member that is spelled so most often stands for the group; on a tie the one that came first. A policy narrows
the choice to the members in its own script first (`headword`).

Lists fall apart into parts that no pair connects; each is grouped on its own and its scores are forgotten, so memory
follows the number of names and of pairs that agree, not of pairs compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from normalizer.matching.blocking import meetings
from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.matching.headword import choose
from normalizer.policy import CLUSTER_LEAST, SAME_THRESHOLD, check_kind
from normalizer.result import Cluster, Comparison, Step
from normalizer.text.unicode import script_of

# How each was chosen: docs/clustering.md.
JOINING_MEAN = SAME_THRESHOLD / 2  # of the pairs across two groups, one that disagrees wholly counted in: two lone
# names join where they count as the same, large groups when half as sure of each pair
OUTVOTED = 1 / 3  # share of pairs across two groups that may contradict; below three pairs, none may
MEMBERS_ASKED = 8  # members of a group, spread evenly, that speak for it: bounds the work for large groups
HAN_THRESHOLD = 0.95  # score below which Han characters join nothing in Han or Latin: two syllables agree by chance
_HAN = frozenset(("Hani", "Jpan"))
_OPPOSED = ("contradiction:", "gender:")

Edge = tuple[float, int, int]


def cluster_names(
    names: Iterable[str], parts: NameParts | None = None, kind: str | None = None, policy: str | None = None
) -> list[Cluster]:
    """Groups of spellings of one name, in the order of their first members.

    Args:
        names: any strings; one that occurs several times counts as often for the choice of the canonical.
        parts: what a gazetteer knows about single names; None for rules alone.
        kind: "person", "place", "org", or None when unknown.
        policy: a canonical policy ("en", "official", "native", a language code), or None: the most frequent member.
    Returns:
        clusters whose members are distinct spellings; a name that is like no other is a cluster of its own.
    Raises:
        UsageError: `kind` is not one of them. UnknownPolicyError: nor is `policy`.

    >>> [c.members for c in cluster_names(["Lisyansky", "Kirov", "Lisjanski", "Kiev"])]
    [('Lisyansky', 'Lisjanski'), ('Kirov',), ('Kiev',)]
    """
    check_kind(kind)
    counts = Counter(names)
    pairs = _Pairs(list(counts), parts, kind)
    groups: list[list[int]] = []
    for numbers, edges in _components(len(counts), list(pairs.edges())):
        groups += _grown(numbers, edges, pairs) if edges else [numbers]
        pairs.forget()
    return [_cluster([pairs.names[i] for i in group], counts, pairs, policy) for group in sorted(groups)]


class _Pairs:
    """Names by number, and what their comparisons say; scores are remembered until they are forgotten."""

    def __init__(self, names: list[str], parts: NameParts | None, kind: str | None) -> None:
        self.names, self._parts, self._kind = names, parts, kind
        self._scripts = [script_of(name) for name in names]
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    def edges(self) -> Iterator[Edge]:
        """Pairs that met and count as the same, with their score."""
        for i, j in meetings(self.names, self._kind):
            score, _ = self._weigh(i, j)
            if score >= SAME_THRESHOLD:
                yield score, i, j

    def score(self, i: int, j: int) -> tuple[float, bool]:
        """The score of two names, and whether they contradict each other."""
        pair = (i, j) if i < j else (j, i)
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._weigh(*pair)
        return known

    def forget(self) -> None:
        """Scores are of use within a part of the list that hangs together, and are dropped with it."""
        self._known.clear()

    def compare(self, a: str, b: str) -> Comparison:
        return compare_names(a, b, self._kind, self._parts)

    def _weigh(self, i: int, j: int) -> tuple[float, bool]:
        made = self.compare(self.names[i], self.names[j])
        if made.score < HAN_THRESHOLD and self._unsure(self._scripts[i], self._scripts[j]):
            return min(made.score, CLUSTER_LEAST), False
        return made.score, made.score < CLUSTER_LEAST and self._scripts[i] == self._scripts[j] and _contradict(made)

    @staticmethod
    def _unsure(a: str, b: str) -> bool:
        return (a in _HAN and (b == "Latn" or b in _HAN)) or (b in _HAN and a == "Latn")


def _contradict(made: Comparison) -> bool:
    """Whether two names are at odds, not merely unlike: Anna and Olga Smirnova are, Köln and Cologne are not.

    Another word alone may be another language's name; beside words that agree it is another person.
    """
    against = [step.rule for step in made.steps if step.rule.startswith(_OPPOSED)]
    if not against:
        return False
    agreeing = any(s.before and s.after and not s.rule.startswith((*_OPPOSED, "order")) for s in made.steps)
    return agreeing or any(rule != "contradiction:word" for rule in against)


def _components(count: int, edges: Sequence[Edge]) -> Iterator[tuple[list[int], list[Edge]]]:
    """Names that edges connect, directly or not, and their edges, the surest first; lone names alone."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for _, i, j in edges:
        parent[root(j)] = root(i)
    numbers: dict[int, list[int]] = defaultdict(list)
    for i in range(count):
        numbers[root(i)].append(i)
    within: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        within[root(edge[1])].append(edge)
    for top, members in numbers.items():
        yield members, sorted(within.get(top, ()), key=lambda edge: (-edge[0], edge[1], edge[2]))


def _grown(numbers: list[int], edges: list[Edge], pairs: _Pairs) -> list[list[int]]:
    """The groups of connected names, each in order."""
    group = {i: [i] for i in numbers}
    for _, i, j in edges:
        larger, smaller = sorted((group[i], group[j]), key=len, reverse=True)
        if larger is not smaller and _agree(larger, smaller, pairs):
            larger.extend(smaller)
            group.update(dict.fromkeys(smaller, larger))
    distinct = {id(members): members for members in group.values()}
    return [sorted(members) for members in distinct.values()]


def _agree(a: list[int], b: list[int], pairs: _Pairs) -> bool:
    """Whether two groups agree on the whole, one pair that disagrees wholly counted in."""
    found = [pairs.score(i, j) for i in _spread(a) for j in _spread(b)]
    if sum(against for _, against in found) > OUTVOTED * len(found):
        return False
    return sum(score for score, _ in found) >= JOINING_MEAN * (len(found) + 1)


def _spread(members: list[int]) -> list[int]:
    size = len(members)
    return members if size <= MEMBERS_ASKED else [members[k * size // MEMBERS_ASKED] for k in range(MEMBERS_ASKED)]


def _cluster(members: list[str], counts: Counter[str], pairs: _Pairs, policy: str | None) -> Cluster:
    canonical, reason = choose(members, counts, policy)
    steps = [_why(name, canonical, members, pairs) for name in members if name != canonical]
    if len(members) > 1:
        steps.append(Step("majority", ", ".join(members), canonical, "evidence", reason))
    return Cluster(canonical, tuple(members), tuple(steps))


def _why(name: str, canonical: str, members: list[str], pairs: _Pairs) -> Step:
    """Why a member belongs: it is like the canonical one, or else like a member that is."""
    made = pairs.compare(name, canonical)
    if not made.same:
        others = [other for other in members if other not in (name, canonical)][:MEMBERS_ASKED]
        made = max((made, *(pairs.compare(name, other) for other in others)), key=lambda one: one.score)
    step = made.steps[0]
    return Step(step.rule, name, made.b, "evidence", step.detail)
