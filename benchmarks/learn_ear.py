"""Learn normalizer/matching/data/ear-*.tsv: what Latin words names are that another script writes by ear.

Source: the clusters of the pinned rigour wheel (MIT; Wikidata, CC0) that hold a name of one word in one of SCRIPTS and
its spellings in Latin letters, those that the letter costs hold for spellings of it (a cluster has translations, too);
the spellings of one native name together count one. The native name is cut into runs of up to three letters, the Latin
one into as many pieces: P(run, piece) by expectation maximisation over all ways to cut both (Dempster, Laird & Rubin
1977), a joint-sequence model (Bisani & Ney 2008) without context. What follows what in Latin names is counted in the
same words: each letter after the two before it, smoothed by the shorter context (Witten & Bell 1991, with one weight
for all contexts).

Run: python benchmarks/learn_ear.py WHEEL     # fetched when left out; five minutes
     python benchmarks/learn_ear.py WHEEL --check     # learn on nine tenths of the clusters, spell the rest
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from learn_costs import fetch
from learn_readings import clusters

from normalizer.matching import ear, plain_ear
from normalizer.matching.align import word_log_odds
from normalizer.matching.tables import DATA
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

SCRIPTS = ("Kana", "Hang", "Grek", "Cyrl", "Arab", "Hebr", "Geor", "Armn")
MOST_SAMPLES = 60_000  # spellings of one script that are learned from; more say nothing new
SPELLING = 0.5  # log-odds from which a Latin word of the cluster is a spelling of the native one
NATIVE, LETTERS = (2, 16), (2, 20)  # letters of a native and of a Latin word
ROUNDS = 5  # the likelihood hardly moves after the fourth
LONGEST_PIECE = 6
A_LETTER, LONGER_RUN = 1.4, 1.5  # at first: Latin letters for one of the script, and how a run is liked for its length
LEAST_EXPECTED = 0.1  # what is seen less is forgotten between the rounds
LEAST_SEEN, LEAST_RUN = 0.5, 2.0  # of a piece and of a run of several letters that are kept
LEAST_CONTEXT = 15.0  # of two letters before another
SMOOTHING = 5.0  # how much the shorter context counts, in letters seen


class Sample(NamedTuple):
    """A name in its script, a Latin spelling, what it counts, and the cluster of both."""

    native: str
    latin: str
    weight: float
    origin: str


def samples(wheel: Path) -> dict[str, list[Sample]]:
    """By script the names of the clusters with each of their Latin spellings."""
    found: dict[str, set[Sample]] = {script: set() for script in SCRIPTS}
    for origin, names in clusters(wheel):
        latin = {fold_latin(name).replace(" ", "") for name in names if script_of(name) == "Latn"}
        words = sorted(w for w in latin if w.isascii() and w.isalpha() and LETTERS[0] <= len(w) <= LETTERS[1])
        for name in names:
            script, native = script_of(name), fold_letters(name)
            if script in found and native.isalpha() and NATIVE[0] <= len(native) <= NATIVE[1]:
                own = [word for word in words if word_log_odds(native, word) > SPELLING]
                for form in {native, fold_accents(native)} if script == "Grek" else {native}:
                    found[script].update(Sample(form, word, 1 / len(own), origin) for word in own)
    return {script: _some(sorted(every)) for script, every in found.items()}


def _some(every: list[Sample]) -> list[Sample]:
    return every if len(every) <= MOST_SAMPLES else random.Random(5).sample(every, MOST_SAMPLES)


Shares = Mapping[str, Mapping[str, float]]
Seen = dict[str, dict[str, float]]


def cut(learned: list[Sample]) -> Seen:
    """Expected counts of runs and pieces, by expectation maximisation."""
    shares: Shares = {}
    counts: Seen = {}
    for _ in range(ROUNDS):
        counts = defaultdict(dict)
        for sample in learned:
            _expect(sample, shares, counts)
        total = sum(sum(pieces.values()) for pieces in counts.values())
        shares = {
            run: {piece: n / total for piece, n in pieces.items() if n > LEAST_EXPECTED or len(run) == 1}
            for run, pieces in counts.items()
            if len(run) == 1 or sum(pieces.values()) >= LEAST_RUN
        }
    return counts


def _chance(run: str, piece: str, shares: Shares) -> float:
    if shares:
        return shares.get(run, {}).get(piece, 0.0)
    return float(0.3 ** abs(len(piece) - A_LETTER * len(run)) * LONGER_RUN ** (len(run) - 1))


def _expect(sample: Sample, shares: Shares, counts: Seen) -> None:
    """Add what one name shows, over all ways to cut it and its spelling (forward and backward sums)."""
    native, latin = sample.native, sample.latin
    forward = [[0.0] * (len(latin) + 1) for _ in range(len(native) + 1)]
    forward[0][0] = 1.0
    used: list[tuple[int, int, int, int, float]] = []
    for at in range(len(native)):
        for to in range(at + 1, min(len(native), at + plain_ear.LONGEST_RUN) + 1):
            run, room = native[at:to], min(LONGEST_PIECE, 2 * (to - at) + 2)
            if shares and run not in shares:
                continue
            for start, weight in enumerate(forward[at]):
                for end in range(start, min(len(latin), start + room) + 1) if weight else ():
                    chance = _chance(run, latin[start:end], shares)
                    if chance > 1e-8:
                        used.append((at, to, start, end, chance))
                        forward[to][end] += weight * chance
    whole = forward[-1][-1]
    if whole < 1e-300:
        return
    backward = [[0.0] * (len(latin) + 1) for _ in range(len(native) + 1)]
    backward[-1][-1] = 1.0
    for at, to, start, end, chance in reversed(used):
        backward[at][start] += chance * backward[to][end]
    for at, to, start, end, chance in used:
        expected = forward[at][start] * chance * backward[to][end] / whole * sample.weight
        if expected > 1e-4:
            pieces = counts[native[at:to]]
            pieces[latin[start:end]] = pieces.get(latin[start:end], 0.0) + expected


def _decibans(share: float) -> int:
    return round(-10 * math.log10(share))


def pieces_rows(learned: list[Sample]) -> list[str]:
    """The rows of a script's table."""
    counts = cut(learned)
    total = sum(sum(pieces.values()) for pieces in counts.values())
    found = []
    for run, pieces in sorted(counts.items()):
        if len(run) > 1 and sum(pieces.values()) < LEAST_RUN:
            continue
        kept = sorted((-n, piece) for piece, n in pieces.items() if n >= LEAST_SEEN)[: plain_ear.PIECES]
        if kept:
            found.append(f"{run}\t" + " ".join(f"{piece}:{_decibans(-n / total)}" for n, piece in kept))
    return found


def following_rows(learned: Iterable[Sample]) -> list[str]:
    """The rows of the table of Latin letters: what follows two, one and no letters."""
    counts: Seen = defaultdict(dict)
    for sample in learned:
        word = f"{plain_ear.EDGE * plain_ear.BEFORE}{sample.latin}{plain_ear.EDGE}"
        for at in range(plain_ear.BEFORE, len(word)):
            for size in range(plain_ear.BEFORE + 1):
                after = counts[word[at - size : at]]
                after[word[at]] = after.get(word[at], 0.0) + sample.weight
    found = []
    for before, letters in sorted(counts.items(), key=lambda item: (len(item[0]), item[0])):
        total = sum(letters.values())
        if len(before) < plain_ear.BEFORE or total >= LEAST_CONTEXT:
            shares = {letter: _share(counts, before, letter) for letter in letters}
            cell = " ".join(f"{letter}:{_decibans(share)}" for letter, share in sorted(shares.items()))
            found.append(f"{before or '.'}\t{_decibans(SMOOTHING / (total + SMOOTHING))}\t{cell}")
    return found


def _share(counts: Shares, before: str, letter: str) -> float:
    letters = counts[before]
    shorter = _share(counts, before[1:], letter) if before else 10 ** (-plain_ear.UNKNOWN / 10)
    return (letters.get(letter, 0.0) + SMOOTHING * shorter) / (sum(letters.values()) + SMOOTHING)


SOURCE = "# Source: rigour/data/names/persons.txt of rigour==1.8.2 (MIT; Wikidata, CC0)."


def write(wheel: Path) -> None:
    every = samples(wheel)
    for script, learned in every.items():
        head = [
            f"# Which pieces of Latin words the letters of {script} stand for in names, and how likely both are.",
            "# run: letters. pieces: with decibans below certainty (10 log10 of one over their share), the likeliest",
            "# first.",
            SOURCE,
            f"# Spellings: {len(learned)}. Command: python benchmarks/learn_ear.py",
            "run\tpieces",
        ]
        _put(f"ear-{script}.tsv", head, pieces_rows(learned))
    head = [
        "# How Latin letters follow each other in names that other scripts write by ear.",
        f"# before: the letters before, {plain_ear.EDGE} for the edge of a word, a point for none. back: decibans of a",
        "# letter that is not listed, to which those after fewer letters are added. after: letters with decibans below",
        "# certainty.",
        SOURCE,
        "# Command: python benchmarks/learn_ear.py",
        "before\tback\tafter",
    ]
    _put("ear-Latn.tsv", head, following_rows(sample for learned in every.values() for sample in learned))


def _put(name: str, head: list[str], rows: list[str]) -> None:
    path = DATA / name
    path.write_text("\n".join((*head, *rows)) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {path.stat().st_size / 1e3:.0f} kB", flush=True)


def check(wheel: Path) -> None:
    """How often a held-out name is spelt as one of its Latin spellings, by the likeliest and by three; how like."""
    from rapidfuzz import fuzz

    from normalizer.romanization.providers import anyascii_latin

    every = samples(wheel)
    held = {script: [s for s in rows if zlib.crc32(s.origin.encode()) % 10 == 0] for script, rows in every.items()}
    kept = {script: [s for s in rows if zlib.crc32(s.origin.encode()) % 10] for script, rows in every.items()}
    after = [row.split("\t") for row in following_rows(s for rows in kept.values() for s in rows)]
    for script, rows in kept.items():
        pieces = dict(row.split("\t") for row in pieces_rows(rows))
        vars(ear).update(read_pairs=lambda _, own=pieces: own, read_rows=lambda _: after)
        for cached in (ear._ear_of, ear._cells, ear._following, ear.by_ear):
            cached.cache_clear()
        right: dict[tuple[str, str], set[str]] = defaultdict(set)
        for sample in held[script]:
            right[sample.native, sample.origin].add(sample.latin)
        asked = random.Random(2).sample(sorted(right), min(1000, len(right)))
        spelt = [(ear.by_ear(key[0], 3) or ("",), right[key], fold_latin(anyascii_latin(key[0]))) for key in asked]
        exact = [sum(bool(own & set(found[:n])) for found, own, _ in spelt) / len(spelt) for n in (1, 3)]
        like = [
            sum(max(fuzz.ratio(one, word) for word in own for one in shown) for shown, own in pairs) / len(spelt)
            for pairs in ([([plain], own) for _, own, plain in spelt], [(found, own) for found, own, _ in spelt])
        ]
        print(
            f"{script}: {len(asked)} names; as spelt {exact[0]:.3f}, one of three {exact[1]:.3f}; "
            f"likeness of plain letters {like[0]:.1f}, of the best of three {like[1]:.1f}",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn what Latin words names are that another script writes by ear.")
    parser.add_argument("wheel", nargs="?", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    (check if arguments.check else write)(arguments.wheel or fetch())
    return 0


if __name__ == "__main__":
    sys.exit(main())
