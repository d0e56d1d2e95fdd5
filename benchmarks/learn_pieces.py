"""Learn normalizer/matching/data/han_pieces.tsv: which pieces of Latin words a Han character stands for in a name.

Source: the clusters of the pinned rigour wheel (MIT; Wikidata, CC0) that hold a name in Han characters and its Latin
spellings, without a reading in Hiragana: Japanese names are read another way (learn_readings.py). A Latin word is cut
among the characters: P(piece | character) by expectation maximisation over all ways to cut it (Dempster, Laird & Rubin
1977). Traditional characters count as the simplified ones that ICU gives for them (Hant-Hans, CLDR).

Run: python benchmarks/learn_pieces.py WHEEL     # fetched when left out; needs PyICU; a minute
     python benchmarks/learn_pieces.py WHEEL --check     # learn on four fifths, tell pairs of the rest from near misses
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from learn_costs import fetch
from learn_readings import HIRAGANA, clusters

from normalizer.matching import signs
from normalizer.matching.align import word_log_odds
from normalizer.matching.tables import DATA
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import script_of

TABLE = "han_pieces.tsv"
HAN = re.compile(r"[\u3400-\u9fff]{1,10}\Z")
CALLED = "姓氏"  # "family name" at the end of a label
ROUNDS = 5  # the likelihood hardly moves after the fourth
LONGEST_PIECE = 6
LEAST_COUNT, LEAST_SHARE = 1.0, 0.006  # a piece that was seen less is an accident of the cutting
MOST_PIECES = 16
SMOOTHING = 1.5  # unseen pieces that every character is taken to have had
SHORTEST, LONGEST = 2, 20  # letters of a word


class Sample(NamedTuple):
    """Characters, a Latin spelling, and the cluster of both."""

    han: str
    latin: str
    origin: str


def samples(wheel: Path) -> list[Sample]:
    """Names of the clusters with each of their Latin spellings, in simplified characters."""
    import icu

    simplified = icu.Transliterator.createInstance("Hant-Hans").transliterate
    found = set()
    for origin, names in clusters(wheel):
        if not any(HIRAGANA.match(name) for name in names):
            latin = {fold_latin(name).replace(" ", "") for name in names if script_of(name) == "Latn"}
            words = [w for w in latin if w.isascii() and w.isalpha() and SHORTEST <= len(w) <= LONGEST]
            native = [simplified(n) for n in names if HAN.match(n) and not (len(n) > 1 and n[-1] in CALLED)]
            found.update(Sample(name, word, origin) for name in native for word in words)
    return sorted(found)


Pieces = dict[tuple[str, str], float]


def cut(learned: list[Sample]) -> Pieces:
    """Expected counts of (character, piece), by expectation maximisation."""
    share: Pieces = {}
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(ROUNDS):
        counts = Counter()
        for sample in learned:
            _expect(sample.han, sample.latin, share, counts)
        total: Counter[str] = Counter()
        for (character, _), count in counts.items():
            total[character] += count
        share = {key: count / (total[key[0]] + 1) for key, count in counts.items()}
    return dict(counts)


def _expect(han: str, latin: str, share: Pieces, counts: Counter[tuple[str, str]]) -> None:
    """Add what one name shows, over all ways to cut its spelling (forward and backward sums)."""
    size, length = len(han), len(latin)
    forward: list[dict[int, float]] = [{0: 1.0}] + [{} for _ in range(size)]
    used: list[tuple[int, int, int, float]] = []
    for at in range(size):
        room = LONGEST_PIECE * (size - at - 1)
        for start, weight in forward[at].items():
            for end in range(max(start, length - room), min(length, start + LONGEST_PIECE) + 1):
                piece = latin[start:end]
                chance = share.get((han[at], piece), 1e-5) if share else 0.35 ** abs(len(piece) - 2.2)
                used.append((at, start, end, chance))
                forward[at + 1][end] = forward[at + 1].get(end, 0.0) + weight * chance
    whole = forward[size].get(length, 0.0)
    if not whole:
        return
    backward = {(size, length): 1.0}
    for at, start, end, chance in reversed(used):
        backward[at, start] = backward.get((at, start), 0.0) + chance * backward.get((at + 1, end), 0.0)
    for at, start, end, chance in used:
        expected = forward[at].get(start, 0.0) * chance * backward.get((at + 1, end), 0.0) / whole
        if expected > 1e-3:
            counts[han[at], latin[start:end]] += expected


def rows(learned: list[Sample]) -> list[str]:
    """The rows of the table: how usual each letter is, the pieces of each character."""
    letters = Counter(letter for sample in learned for letter in sample.latin)
    found = [f"letter\t{letter}\t{count / letters.total():.4f}" for letter, count in sorted(letters.items())]
    by_character: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (character, piece), count in cut(learned).items():
        by_character[character].append((count, piece))
    for character, pieces in sorted(by_character.items()):
        whole = sum(count for count, _ in pieces)
        pieces.sort(key=lambda row: (-row[0], row[1]))
        kept = [row for row in pieces if row[0] >= LEAST_COUNT and row[0] / whole > LEAST_SHARE][:MOST_PIECES]
        cell = " ".join(f"{piece}:{round(-10 * math.log10(n / (whole + SMOOTHING)))}" for n, piece in kept)
        if cell:
            found.append(f"pieces\t{character}\t{cell}")
    return found


def traditional(table: list[str]) -> list[str]:
    """Rows that send traditional characters to the simplified ones of the table."""
    import icu

    simplified = icu.Transliterator.createInstance("Hant-Hans").transliterate
    have = {row.split("\t")[1] for row in table if row.startswith("pieces")}
    pairs = ((chr(code), simplified(chr(code))) for code in range(0x4E00, 0xA000))
    return [f"pieces\t{old}\t{signs.SAME}{new}" for old, new in pairs if new in have and old not in have]


def write(wheel: Path) -> None:
    learned = samples(wheel)
    table = rows(learned)
    head = [
        "# Which pieces of Latin words a Han character stands for where it spells a name by its sound.",
        "# letter: how usual it is. pieces: with decibans below certainty (10 log10 of one over its share), the",
        "# likeliest first; nothing before the colon: the character is silent; =: read as this simplified character.",
        "# Source: rigour/data/names/persons.txt of rigour==1.8.2 (MIT; Wikidata, CC0).",
        f"# Names: {len(learned)}. Command: python benchmarks/learn_pieces.py",
        "kind\tsign\tvalue",
    ]
    lines = (*head, *table, *traditional(table))
    (DATA / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE}: {len(lines) - len(head)} rows, {(DATA / TABLE).stat().st_size / 1e3:.0f} kB")


def check(wheel: Path) -> None:
    """AUC of letter costs, pieces and both, for held-out names against the word most like the right one."""
    from quality import auc
    from rapidfuzz import fuzz, process

    every = samples(wheel)
    held = [s for s in every if zlib.crc32(s.origin.encode()) % 5 == 0]
    learned = rows([s for s in every if zlib.crc32(s.origin.encode()) % 5])
    split = [row.split("\t") for row in learned]
    letters = {sign: float(value) for kind, sign, value in split if kind == "letter"}
    signs._table = lambda: signs._Table({sign: v for kind, sign, v in split if kind == "pieces"}, letters)  # type: ignore[assignment]
    words = sorted({s.latin for s in held})
    pairs = []
    for sample in random.Random(7).sample(held, 2500):
        own = {s.latin for s in held if s.origin == sample.origin}
        near = process.extract(sample.latin, words, scorer=fuzz.ratio, limit=len(own) + 3)
        other = next(word for word, _, _ in near if word not in own)
        pairs += [(sample.han, sample.latin, True), (sample.han, other, False)]
    labels = [same for _, _, same in pairs]
    costs = [word_log_odds(han, latin) for han, latin, _ in pairs]
    pieces = [signs.evidence(han, latin) for han, latin, _ in pairs]
    for name, found in (("letters", costs), ("pieces", pieces), *_mixed(costs, pieces)):
        print(f"{name}: {auc(found, labels):.3f}")


def _mixed(costs: list[float], pieces: list[float]) -> list[tuple[str, list[float]]]:
    weights = (0.5, 1.0, 1.5, 2.0, 3.0)
    return [(f"letters + {w} pieces", [c + w * p for c, p in zip(costs, pieces, strict=True)]) for w in weights]


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn which pieces of Latin words Han characters stand for.")
    parser.add_argument("wheel", nargs="?", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    (check if arguments.check else write)(arguments.wheel or fetch())
    return 0


if __name__ == "__main__":
    sys.exit(main())
