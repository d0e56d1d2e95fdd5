"""Who goes with whom when nobody may be taken twice: the set of pairs with the greatest total.

Pairs fall into blocks that share no row. In a block of up to EXACT rows a side the total is the greatest there is (the
Hungarian method: Kuhn 1955, in the form with shortest augmenting paths of Jonker and Volgenant 1987). A larger block
is served greedily, the best pair first, which never gives less than half of the greatest total, since each pair taken
stands in the way of two others at most, none of which is better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import inf

EXACT = 200  # rows a side of a block: the work grows with the third power, here to half a second

Pair = tuple[int, int]


def one_to_one(gains: Mapping[Pair, float]) -> dict[int, int]:
    """For each left row its right row, each right row once, with the greatest total gain.

    Args:
        gains: (left, right) -> what the pair is worth; pairs that are worth nothing are not made.

    >>> one_to_one({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.5})
    {0: 1, 1: 0}
    """
    chosen: dict[int, int] = {}
    for block in _blocks(pair for pair, gain in gains.items() if gain > 0):
        lefts, rights = sorted({i for i, _ in block}), sorted({j for _, j in block})
        if len(lefts) == 1 or len(rights) == 1:
            chosen.update([min(block, key=lambda pair: (-gains[pair], pair))])
        elif max(len(lefts), len(rights)) <= EXACT:
            chosen.update(_exact(lefts, rights, {pair: gains[pair] for pair in block}))
        else:
            chosen.update(_greedy(block, gains))
    return dict(sorted(chosen.items()))


def _blocks(pairs: Iterable[Pair]) -> Iterable[list[Pair]]:
    """Pairs that hang together, directly or by way of others."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    listed = list(pairs)
    for i, j in listed:
        parent[root(("b", j))] = root(("a", i))
    blocks: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for i, j in listed:
        blocks[root(("a", i))].append((i, j))
    return blocks.values()


def _greedy(block: Iterable[Pair], gains: Mapping[Pair, float]) -> Iterable[Pair]:
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for i, j in sorted(block, key=lambda pair: (-gains[pair], pair)):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            yield i, j


def _exact(lefts: list[int], rights: list[int], gains: Mapping[Pair, float]) -> Iterable[Pair]:
    """The greatest total of one block; what is no pair is worth nothing, and is left out of the answer."""
    if len(lefts) > len(rights):
        turned = {(j, i): gain for (i, j), gain in gains.items()}
        return [(i, j) for j, i in _exact(rights, lefts, turned)]
    worth = [[gains.get((i, j), 0.0) for j in rights] for i in lefts]
    return [(lefts[i], rights[j]) for i, j in enumerate(_hungarian(worth)) if worth[i][j] > 0]


def _hungarian(worth: list[list[float]]) -> list[int]:
    """For each row its column; rows are no more than columns. Rows come in one by one, each by the shortest path."""
    rows, columns = len(worth), len(worth[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)  # potentials; place 0 is nobody's
    taken, came_from = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0], column = row, 0
        shortest, done = [inf] * (columns + 1), [False] * (columns + 1)
        while taken[column]:
            done[column] = True
            here, step, following = taken[column], inf, 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                length = -worth[here - 1][j - 1] - of_row[here] - of_column[j]
                if length < shortest[j]:
                    shortest[j], came_from[j] = length, column
                if shortest[j] < step:
                    step, following = shortest[j], j
            for j in range(columns + 1):
                if done[j]:
                    of_row[taken[j]] += step
                    of_column[j] -= step
                else:
                    shortest[j] -= step
            column = following
        while column:
            taken[column] = taken[came_from[column]]
            column = came_from[column]
    chosen = [0] * rows
    for j in range(1, columns + 1):
        if taken[j]:
            chosen[taken[j] - 1] = j - 1
    return chosen
