"""Which word of one name goes with which of the other: the assignment with the greatest total.

Names have few words, so the exact answer is affordable: a dynamic programme over sets of words of the
longer side. Beyond EXACT words a greedy choice, best pair first, is good enough. Of equal totals the one that
keeps the words in order is taken. `core.assign` is this, compiled where that is possible.
"""

from __future__ import annotations

from collections.abc import Sequence

EXACT = 6  # words a side; 2^6 sets at most

Pairs = tuple[tuple[int, int], ...]


def assign(gains: Sequence[Sequence[float]]) -> Pairs:
    """Pairs (row, column) that use every row or every column once, with the greatest total gain.

    >>> assign([[1.0, 5.0], [4.0, 4.5]])
    ((0, 1), (1, 0))
    """
    rows, columns = len(gains), len(gains[0]) if gains else 0
    if not columns:
        return ()
    if rows > columns:
        turned = assign([[gains[i][j] for i in range(rows)] for j in range(columns)])
        return tuple(sorted((i, j) for j, i in turned))
    if rows == 1:
        return ((0, max(range(columns), key=lambda j: gains[0][j])),)
    if rows == columns == 2:
        straight = gains[0][0] + gains[1][1] >= gains[0][1] + gains[1][0]
        return ((0, 0), (1, 1)) if straight else ((0, 1), (1, 0))
    return _exact(gains, columns) if columns <= EXACT else _greedy(gains, rows, columns)


def _exact(gains: Sequence[Sequence[float]], columns: int) -> Pairs:
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for row in gains:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for taken, (total, chosen) in best.items():
            for j in range(columns):
                if not taken >> j & 1:
                    key, found = taken | 1 << j, (total + row[j], (*chosen, j))
                    if key not in following or _better(found, following[key]):
                        following[key] = found
        best = following
    first, *others = best.values()
    for found in others:
        if _better(found, first):
            first = found
    return tuple(enumerate(first[1]))


def _better(found: tuple[float, tuple[int, ...]], than: tuple[float, tuple[int, ...]]) -> bool:
    """A greater total, or the same in better order."""
    return found[0] > than[0] or (found[0] == than[0] and found[1] < than[1])


def _greedy(gains: Sequence[Sequence[float]], rows: int, columns: int) -> Pairs:
    order = sorted(((gains[i][j], -i, -j) for i in range(rows) for j in range(columns)), reverse=True)
    free_rows, free_columns = set(range(rows)), set(range(columns))
    found = []
    for _, i, j in order:
        if -i in free_rows and -j in free_columns:
            free_rows.remove(-i)
            free_columns.remove(-j)
            found.append((-i, -j))
    return tuple(sorted(found))
