"""Make normalizer/cleaning/data/ordinary.tsv: the ordinary words of languages, by how frequent they are.

Two published lists:

* pyspellchecker (MIT; counts of words in film subtitles, OpenSubtitles 2016/2018) for twelve languages. Names are
  mostly cleaned out of it, so that a frequent word of it is an ordinary one (London: 0.7 in a million).
  English writes months and days with capitals, so that the list lacks them, too; they are added (CALENDAR).
* stopwordsiso (MIT; the lists of Stopwords ISO) for 57 languages: the words that every text has. They tell which
  language a text is in, too.

Run: python benchmarks/learn_ordinary.py [pyspellchecker.whl stopwordsiso.whl]; without paths they are fetched with pip.
"""

from __future__ import annotations

import calendar
import gzip
import json
import math
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

from learn_costs import fetch

from normalizer.cleaning.ordinary import BORROWED, TABLE
from normalizer.text.unicode import fold_letters

SPELLING, STOPS = "pyspellchecker==0.9.1", "stopwordsiso==0.7.1"
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "ru", "ar", "lv", "eu", "fa")
RESOURCE = "spellchecker/resources/{}.json.gz"
CALENDAR = [name.lower() for name in (*calendar.month_name, *calendar.day_name) if name]
CALENDAR_BAND = 5  # between the two that the list does have: march (3) and may (6)
LEAST = 2  # band (natural logarithm of occurrences in a million) from which a word is listed
SHORTEST = 2


def bands(wheel: Path) -> dict[tuple[str, int], list[str]]:
    """Words by language and rounded logarithm of their occurrences in a million."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    with zipfile.ZipFile(wheel) as archive:
        there = set(archive.namelist())
        for language in LANGUAGES:
            if RESOURCE.format(language) not in there:
                continue
            counts = json.loads(gzip.decompress(archive.read(RESOURCE.format(language))))
            rates: dict[str, int] = defaultdict(int)
            for word, count in counts.items():
                rates[fold_letters(word)] += count
            total = sum(counts.values())
            for word, count in rates.items():
                band = round(math.log(1 + count / total * 1e6))
                if band >= LEAST and len(word) >= SHORTEST and word.isalpha():
                    found[language, band].append(word)
    listed = {word for (language, _), words in found.items() if language == BORROWED for word in words}
    found[BORROWED, CALENDAR_BAND] += [word for word in CALENDAR if word not in listed]
    return found


def stops(wheel: Path) -> dict[str, list[str]]:
    """The stop words of each language."""
    with zipfile.ZipFile(wheel) as archive:
        lists = json.loads(archive.read("stopwordsiso/stopwords-iso.json"))
    found = {}
    for language, words in lists.items():
        found[language] = sorted({fold_letters(word) for word in words if word and " " not in word})
    return found


def main() -> None:
    spelling = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(SPELLING)
    lists = Path(sys.argv[2]) if len(sys.argv) > 2 else fetch(STOPS)
    rows = [f"{language}\tstop\t{' '.join(words)}" for language, words in sorted(stops(lists).items())]
    counted = sorted(bands(spelling).items())
    rows += [f"{language}\t{band}\t{' '.join(sorted(words))}" for (language, band), words in counted]
    header = [
        "# Ordinary words, folded (lower case): stop words, and words by the natural logarithm of their occurrences",
        f"# in a million. Sources: {STOPS} (MIT); {SPELLING} (MIT).",
        "# Command: python benchmarks/learn_ordinary.py",
        "language\tband\twords",
    ]
    TABLE.write_text("\n".join([*header, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} rows, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
