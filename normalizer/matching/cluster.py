"""Spellings of one name, grouped without a gazetteer.

Names that may be one meet in blocks (`blocking`), are compared (`compare`), and groups grow from the surest pair
down. A list knows more than a pair: two names that are both like the same third ones are likelier one name than
their letters alone say, so partners in common raise a score. Two groups join when their members agree on the
whole, by the mean score of the pairs across them, and do not contradict each other: the same family name with
another given name, another number, another gender. So A ~ B ~ C does not put A and C together when A and C
differ; where one pair in many contradicts, the others outvote it.

The member that is spelled so most often stands for the group; on a tie the one that came first. A policy narrows
the choice to the members in its own script first (`headword`).

Lists fall apart into parts that no pair connects; each is grouped on its own and the scores found on the way are
forgotten, so memory follows the number of names and of pairs that may agree, not of pairs compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from normalizer.matching.blocking import meetings
from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.matching.features import Measured, measure
from normalizer.matching.headword import choose
from normalizer.matching.model import probability
from normalizer.matching.profile import profile
from normalizer.policy import HIGHEST_SCORE, SAME_THRESHOLD, check_kind
from normalizer.result import Cluster, Comparison, Step
from normalizer.text.unicode import script_of

# How each was chosen: docs/clustering.md.
JOINING_MEAN = 0.45  # mean score of the pairs across two groups that join; two lone names need SAME_THRESHOLD
OUTVOTED = 1 / 3  # share of pairs across two groups that may contradict; below three pairs, none may
# Scores below which another word beside words that agree is another name: of names of two words (another given name),
# and of others, where one word more or less may be a byname.
AT_ODDS_BELOW_OF_TWO, AT_ODDS_BELOW = 0.45, 0.2
MEMBERS_ASKED = 8  # members of a group, spread evenly, that speak for it: bounds the work for large groups
# Scores below which Han characters join nothing in Han or Latin: two syllables agree by chance, of people most often.
HAN_THRESHOLD, HAN_PLACE_THRESHOLD = 0.95, 0.85
UNSURE_MOST = 0.45  # what such a pair counts when groups are weighed
LIKELY = 0.5  # score from which a name is a partner that speaks for others
KEPT = 0.3  # score below which no number of partners in common makes two names one
SUPPORT = 0.6  # log-odds by which a score rises for each factor of e in the support of partners in common
_HAN = frozenset(("Hani", "Jpan"))
ALIKE = Step("letters", "", "", "evidence", "the letters agree")  # for names whose words give no reason of their own

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
    for numbers, edges in _components(len(counts), pairs.edges()):
        groups += _grown(numbers, edges, pairs) if edges else [numbers]
        pairs.forget()
    return [_cluster([pairs.names[i] for i in group], counts, pairs, policy) for group in sorted(groups)]


class _Pairs:
    """Names by number, and what their comparisons say; all but the likely ones are forgotten part by part."""

    def __init__(self, names: list[str], parts: NameParts | None, kind: str | None) -> None:
        self.names, self._parts, self._kind = names, parts, kind
        self._scripts = [script_of(name) for name in names]
        self._han_threshold = HAN_PLACE_THRESHOLD if kind == "place" else HAN_THRESHOLD
        self._raised: dict[tuple[int, int], float] = {}
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    def edges(self) -> list[Edge]:
        """Pairs that met and count as the same, with their score, raised where they have partners in common."""
        met = {(i, j): score for i, j in meetings(self.names, self._kind) if (score := self._score(i, j)) >= KEPT}
        partners: dict[int, dict[int, float]] = defaultdict(dict)
        for (i, j), score in met.items():
            if score > LIKELY:
                partners[i][j] = partners[j][i] = _log_odds(score)
        for (i, j), score in met.items():
            self._raised[i, j] = _raised(score, partners.get(i, {}), partners.get(j, {}))
        return [(score, i, j) for (i, j), score in self._raised.items() if score >= SAME_THRESHOLD]

    def score(self, i: int, j: int) -> tuple[float, bool]:
        """The score of two names, and whether they contradict each other."""
        pair = (i, j) if i < j else (j, i)
        known = self._known.get(pair)
        if known is None:
            score = self._raised[pair] if pair in self._raised else self._score(*pair)
            known = self._known[pair] = score, self._at_odds(*pair, score)
        return known

    def forget(self) -> None:
        """Scores are of use within a part of the list that hangs together, and are dropped with it."""
        self._known.clear()

    def compare(self, a: str, b: str) -> Comparison:
        return compare_names(a, b, self._kind, self._parts)

    def _score(self, i: int, j: int) -> float:
        score = self.compare(self.names[i], self.names[j]).score
        return min(score, UNSURE_MOST) if score < self._han_threshold and self._unsure(i, j) else score

    def _unsure(self, i: int, j: int) -> bool:
        a, b = self._scripts[i], self._scripts[j]
        return (a in _HAN and (b == "Latn" or b in _HAN)) or (b in _HAN and a == "Latn")

    def _at_odds(self, i: int, j: int, score: float) -> bool:
        """Whether two names contradict each other, not merely differ: Anna and Olga Smirnova, not Köln and Cologne.

        Another word alone may be another language's name; beside words that agree it is another person.
        """
        if score >= AT_ODDS_BELOW_OF_TWO or self._scripts[i] != self._scripts[j]:
            return False
        left, right = profile(self.names[i], self._kind), profile(self.names[j], self._kind)
        if not left.parsed.parts or not right.parsed.parts:
            return False
        measured = measure(left, right, self._kind, self._parts)
        if measured.number == 1 or measured.gender or measured.father:
            return True
        return score < (AT_ODDS_BELOW_OF_TWO if _of_two(measured) else AT_ODDS_BELOW) and _another_word(measured)


def _of_two(measured: Measured) -> bool:
    return len(measured.pairing.a) == len(measured.pairing.b) == 2


def _another_word(measured: Measured) -> bool:
    """Whether words agree and another word differs."""
    agreeing = any(found.log_odds > 0 for found in measured.pairing.found)
    return agreeing and not measured.pairing.whole and measured.words.worst < 0


def _log_odds(score: float) -> float:
    score = min(score, HIGHEST_SCORE)
    return math.log(score / (1 - score))


def _raised(score: float, a: dict[int, float], b: dict[int, float]) -> float:
    """The score of two names with these partners: each in common supports it by its less sure likeness."""
    if len(a) > len(b):
        a, b = b, a
    support = sum(min(sure, b[k]) for k, sure in a.items() if k in b)
    return probability(_log_odds(score) + SUPPORT * math.log1p(support)) if support else score


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
    """Whether two groups agree on the whole and are not at odds."""
    found = [pairs.score(i, j) for i in _spread(a) for j in _spread(b)]
    if sum(against for _, against in found) > OUTVOTED * len(found):
        return False
    return sum(score for score, _ in found) >= JOINING_MEAN * len(found)


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
    step = next(iter(made.steps), ALIKE)
    return Step(step.rule, name, made.b, "evidence", step.detail)
