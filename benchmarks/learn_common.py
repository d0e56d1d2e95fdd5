"""Make normalizer/matching/data/common_words.tsv: words that are common in names, with their rarity.

Two published lists, each telling of one kind of commonness; the smaller rarity counts:

* pyspellchecker (MIT; counts of words in film subtitles, OpenSubtitles 2016/2018) for ten languages: ordinary
  words, which are common in names of organisations (party, national, banco). Proper names are mostly cleaned
  out of it.
* the name-part clusters of rigour (MIT; Wikidata, CC0): a name of which Wikidata records many spellings is
  borne by many (Muhammad has 56). It stands in for counts of bearers, which no free list has worldwide.

Rarity is in natural logarithms of frequency, 0 to 7, as rarity.py wants it; words above LISTED are left out.

Run: python benchmarks/learn_common.py [rigour.whl pyspellchecker.whl]; without paths they are fetched with pip.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

from learn_costs import MEMBER, WHEEL, fetch

from normalizer.matching.rarity import RARE
from normalizer.matching.sketch import plain_word
from normalizer.matching.tables import DATA
from normalizer.text.unicode import fold_accents, fold_letters

SPELLING = "pyspellchecker==0.9.1"
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "ru", "ar", "lv")
RESOURCE = "spellchecker/resources/{}.json.gz"
PER_MILLION, RATE_POWER = 4.0, 0.85  # a word of 1,000 in a million has rarity 0, one of 30 has 2.9
FEWEST_SPELLINGS, SPELLINGS_POWER = 3, 1.6  # a cluster of fewer is rare; how fast rarity falls with more
LISTED = 4.2  # words rarer than this are not worth their line, unless they are names
COMMON_WORD = 30.0  # occurrences in a million from which an ordinary word is listed


def plain(word: str) -> str:
    return plain_word(fold_accents(fold_letters(word)))


def word_rarities(wheel: Path) -> dict[str, float]:
    """Ordinary words that are common in any of the languages."""
    highest: dict[str, float] = defaultdict(float)
    with zipfile.ZipFile(wheel) as archive:
        for language in LANGUAGES:
            counts = json.loads(gzip.decompress(archive.read(RESOURCE.format(language))))
            total = sum(counts.values())
            for word, count in counts.items():
                rate = count / total * 1e6
                if rate >= COMMON_WORD:
                    highest[plain(word)] = max(highest[plain(word)], rate)
    return {word: max(0.0, RARE - RATE_POWER * math.log(1 + rate * PER_MILLION)) for word, rate in highest.items()}


def name_rarities(wheel: Path) -> dict[str, float]:
    """Names with many recorded spellings."""
    most: dict[str, int] = defaultdict(int)
    with zipfile.ZipFile(wheel) as archive:
        for line in archive.read(MEMBER).decode("utf-8").split("\n"):
            spellings = [name.strip() for name in line.partition(" => ")[0].split(",")]
            for name in spellings:
                if " " not in name:
                    most[plain(name)] = max(most[plain(name)], len(spellings))
    found = {
        name: max(0.0, RARE - SPELLINGS_POWER * math.log(size / FEWEST_SPELLINGS))
        for name, size in most.items()
        if size > FEWEST_SPELLINGS
    }
    return {name: value for name, value in found.items() if value <= LISTED}


def main() -> None:
    rigour = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(WHEEL)
    spelling = Path(sys.argv[2]) if len(sys.argv) > 2 else fetch(SPELLING)
    words, names = word_rarities(spelling), name_rarities(rigour)
    lines: dict[float, list[str]] = defaultdict(list)
    for word in sorted(words.keys() | names.keys()):
        if len(word) > 1 and word.isascii() and word.isalpha():
            lines[round(min(words.get(word, RARE), names.get(word, RARE)) * 2) / 2].append(word)
    header = [
        "# Words that are common in names, in plain Latin letters, by their rarity (natural logarithm of frequency,",
        "# 0 the commonest; words that are not here have 7).",
        f"# Sources: {SPELLING} (MIT), words of {', '.join(LANGUAGES)} with {COMMON_WORD:g} or more in a million;",
        f"# {MEMBER} of {WHEEL} (MIT; Wikidata, CC0), names by how many spellings are recorded of them.",
        "# Command: python benchmarks/learn_common.py",
        "rarity\twords",
    ]
    rows = [f"{rarity}\t{' '.join(listed)}" for rarity, listed in sorted(lines.items())]
    (DATA / "common_words.tsv").write_text("\n".join([*header, *rows]) + "\n", encoding="utf-8")
    print(f"{len(words)} words, {len(names)} names; lines: { {r: len(w) for r, w in sorted(lines.items())} }")


if __name__ == "__main__":
    main()
