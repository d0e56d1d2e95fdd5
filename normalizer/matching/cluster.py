"""Spellings of one name, grouped without a gazetteer.

Comparing all with all is out of reach, so names meet in blocks: those that share a consonant skeleton of
their words (keys find, they decide nothing). Pairs that look alike are compared, and groups grow from the
surest pair down. Two groups join only when all their members agree on the whole and no two of them
contradict each other, so that A ~ B ~ C never puts A and C together when A and C differ. The member that is
spelled so most often stands for the group; on a tie the one that came first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.matching.keys import skeletons
from normalizer.matching.words import INITIAL, NAME, parse_name
from normalizer.policy import (
    CLUSTER_BLOCK,
    CLUSTER_LEAST,
    CLUSTER_RATIO,
    CLUSTER_WINDOW,
    SAME_THRESHOLD,
)
from normalizer.result import Cluster, Comparison, Step
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of


def cluster_names(names: Iterable[str], parts: NameParts | None = None, kind: str | None = None) -> list[Cluster]:
    """Groups of spellings of one name, in the order of their first members.

    Args:
        names: any strings; one that occurs several times counts as often for the choice of the canonical.
        parts: what a gazetteer knows about single names; None for rules alone.
        kind: "person", "place", "org", or None when unknown.
    Returns:
        clusters whose members are distinct spellings; a name that is like no other is a cluster of its own.

    >>> [c.members for c in cluster_names(["Lisyansky", "Kirov", "Lisjanski", "Kiev"])]
    [('Lisyansky', 'Lisjanski'), ('Kirov',), ('Kiev',)]
    """
    counts = Counter(names)
    distinct = list(counts)
    grouping = _Grouping(distinct, parts, kind)
    for score, i, j in sorted(grouping.edges(), key=lambda edge: (-edge[0], edge[1], edge[2])):
        if score >= SAME_THRESHOLD:
            grouping.join(i, j)
    return [_cluster([distinct[i] for i in group], counts, grouping) for group in grouping.groups()]


class _Grouping:
    """Names by number, the groups they are in, and every comparison made so far."""

    def __init__(self, names: list[str], parts: NameParts | None, kind: str | None) -> None:
        self._names, self._parts, self._kind = names, parts, kind
        self._plain = [" ".join(sorted(_plain(name).split())) for name in names]
        self._made: dict[tuple[int, int], Comparison] = {}
        self._group = [[i] for i in range(len(names))]
        self._number = {name: i for i, name in enumerate(names)}

    def edges(self) -> Iterator[tuple[float, int, int]]:
        """Pairs of names that met in a block and look alike, with their score."""
        for i, j in _meetings(self._names, self._plain, self._kind):
            if fuzz.ratio(self._plain[i], self._plain[j]) >= CLUSTER_RATIO:
                yield self.compare(i, j).score, i, j

    def compare(self, i: int, j: int) -> Comparison:
        pair = (i, j) if i < j else (j, i)
        if pair not in self._made:
            self._made[pair] = compare_names(self._names[pair[0]], self._names[pair[1]], self._kind, self._parts)
        return self._made[pair]

    def compared(self, a: str, b: str) -> Comparison:
        """The same by name."""
        return self.compare(self._number[a], self._number[b])

    def join(self, i: int, j: int) -> None:
        """Put two groups together if their members agree on the whole and none contradicts another."""
        left, right = self._group[i], self._group[j]
        if left is right:
            return
        total = 0.0
        for x in left:
            for y in right:
                score = self.compare(x, y).score
                if score < CLUSTER_LEAST:
                    return
                total += score
        if total >= SAME_THRESHOLD * len(left) * len(right):
            left.extend(right)
            for y in right:
                self._group[y] = left

    def groups(self) -> list[list[int]]:
        """The groups, members and groups in the order of the names."""
        distinct = {id(group): sorted(group) for group in self._group}
        return sorted(distinct.values())


@lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    low = fold_letters(name)
    return fold_latin(low if script_of(low) == "Latn" else anyascii_latin(low))


def _meetings(names: list[str], plain: list[str], kind: str | None) -> list[tuple[int, int]]:
    """Pairs that share a block; in a crowded block only neighbours in alphabetical order meet."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        for key in _keys(name, kind):
            blocks[key].append(i)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= CLUSTER_BLOCK:
            found.update(combinations(members, 2))
        else:
            ordered = sorted(members, key=lambda i: plain[i])
            found.update(
                (min(i, j), max(i, j)) for k, i in enumerate(ordered) for j in ordered[k + 1 : k + CLUSTER_WINDOW]
            )
    return sorted(found)


def _keys(name: str, kind: str | None) -> set[str]:
    """Blocking keys: skeletons of a lone word and of its deletions; of two words, one skeleton and one first letter."""
    parts = (part for part in parse_name(name, kind).parts if part.role in (NAME, INITIAL))
    words = [(part.role, word) for part in parts if (word := _plain(part.text).replace(" ", ""))]
    keys = {f"={' '.join(sorted(word for _, word in words))}"}
    joined = "".join(word for _, word in words)
    for skeleton in skeletons(joined):
        keys.add(skeleton)
        keys.update(skeleton[:k] + skeleton[k + 1 :] for k in range(1, len(skeleton)) if len(skeleton) > 3)
    if len(words) > 1:
        for i, (role, word) in enumerate(words):
            firsts = {w[0] for j, (_, w) in enumerate(words) if j != i}
            if role == NAME:
                keys.update(f"{skeleton}|{first}" for skeleton in skeletons(word) for first in firsts)
    return keys


def _cluster(members: list[str], counts: Counter[str], grouping: _Grouping) -> Cluster:
    canonical = max(members, key=lambda name: counts[name])  # the first of those with the greatest count
    steps = [_why(name, canonical, grouping) for name in members if name != canonical]
    if len(members) > 1:
        most = counts[canonical]
        alone = sum(counts[name] == most for name in members) == 1
        reason = f"the most frequent spelling, {most} times" if alone else "the earliest of the most frequent spellings"
        steps.append(Step("majority", ", ".join(members), canonical, "evidence", reason))
    return Cluster(canonical, tuple(members), tuple(steps))


def _why(name: str, canonical: str, grouping: _Grouping) -> Step:
    comparison = grouping.compared(name, canonical)
    step = comparison.steps[0]
    return Step(step.rule, name, canonical, "evidence", step.detail)
