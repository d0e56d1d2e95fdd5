"""How right, how complete and how fast the romanisation schemes are, beside anyascii and ICU in the same run.

1. Test vectors: source -> expected of other public collections, matched to a scheme by its `equivalents`.
2. Coverage: the share of Latin spellings of real name tokens that some scheme of the language yields exactly.
3. Speed: names a second of one scheme and of ICU's transliterator; forms a second under all schemes.

Run: python benchmarks/schemes.py [DATA] [--write]
DATA is a folder with dev/translit_vectors.tsv and dev/tokens_crossscript.tsv; by default the environment
variable NORMALIZER_EVAL_DATA, else ../shared/data. What is missing is skipped with a sentence. --write puts the
table of vectors in docs/scheme-vectors.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from normalizer.errors import UnknownSchemeError
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.providers import anyascii_latin, provider
from normalizer.romanization.scheme import Scheme, all_schemes, get_scheme

ROOT = Path(__file__).parents[1]
REASONS = Path(__file__).with_name("vector_reasons.tsv")
PAGE = ROOT / "docs" / "scheme-vectors.md"
DATA = Path(os.environ.get("NORMALIZER_EVAL_DATA", ROOT.parent / "shared" / "data"))
GOAL = 0.98
SPEED = (
    ("ukr-kmu-2010", "icu:Ukrainian-Latin/BGN"),
    ("ukr-bgnpcgn-1965", "icu:Ukrainian-Latin/BGN"),
    ("rus-icao-9303", "icu:Russian-Latin/BGN"),
    ("rus-bgnpcgn-1947", "icu:Russian-Latin/BGN"),
)
TOKEN_LANGUAGES = ("ru", "el", "hy", "ar", "fa", "he", "ja", "ko", "zh")
INTRODUCTION = """# The schemes on published test vectors

Written by `python benchmarks/schemes.py --write`; the goal is 98 % for each. A vector is a source with the output
that another public collection expects under the same system (named by `equivalents` in the scheme's file),
compared after Unicode composition. Below the goal stands why (`benchmarks/vector_reasons.tsv`): many vectors record
the output of a faulty program, so meeting them would mean to depart from the published system.
"""


class Vector(NamedTuple):
    """One published pair."""

    scheme: str
    source: str
    expected: str


class Score(NamedTuple):
    """A scheme against the vectors of one collection."""

    scheme: str
    equivalent: str
    right: int
    total: int
    differences: tuple[tuple[str, str, str], ...]


def rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a table without quoting."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def vectors(file: Path) -> list[Vector]:
    """Published pairs; line breaks and tabs in them are escaped."""

    def plain(cell: str) -> str:
        return cell.replace("\\n", "\n").replace("\\t", "\t")

    return [Vector(r["scheme"], plain(r["source"]), plain(r["expected"])) for r in rows(file)]


def score_all(found: list[Vector]) -> list[Score]:
    """Each scheme against each collection that has it."""
    by_scheme: dict[str, list[Vector]] = defaultdict(list)
    for vector in found:
        by_scheme[vector.scheme].append(vector)
    return [
        score(scheme, equivalent, by_scheme[equivalent])
        for scheme in all_schemes()
        for equivalent in scheme.equivalents
        if equivalent in by_scheme
    ]


def score(scheme: Scheme, equivalent: str, found: list[Vector]) -> Score:
    """How many vectors come out as expected."""
    wrong = [
        (v.source, v.expected, ours)
        for v in found
        if (ours := composed(scheme.apply(v.source))) != composed(v.expected)
    ]
    return Score(scheme.id, equivalent, len(found) - len(wrong), len(found), tuple(wrong))


def composed(text: str) -> str:
    """NFC, so that equal letters are equal."""
    return unicodedata.normalize("NFC", text)


def page(scores: list[Score]) -> str:
    """docs/scheme-vectors.md."""
    lines = [INTRODUCTION, totals(scores), "", "| scheme | collection | right | of | share |", "|---|---|---|---|---|"]
    lines += [f"| `{s.scheme}` | `{s.equivalent}` | {s.right} | {s.total} | {s.right / s.total:.1%} |" for s in scores]
    lines += [
        "",
        "## Below the goal",
        "",
        "| scheme | collection | right | fault of | reason | the shortest difference |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for s in scores:
        if s.right < GOAL * s.total:
            fault, reason = reason_for(s.equivalent)
            source, expected, ours = min(s.differences, key=lambda d: len(d[0]))
            lines.append(
                f"| `{s.scheme}` | `{s.equivalent}` | {s.right} of {s.total} | {fault} | {reason} "
                f"| {short(source)}: {short(expected)}, here {short(ours)} |"
            )
    return "\n".join(lines) + "\n"


def reason_for(equivalent: str) -> tuple[str, str]:
    """Whose fault a shortfall is, and why, from vector_reasons.tsv."""
    for line in REASONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, fault, reason = line.split("\t")
            if fnmatchcase(equivalent, pattern):
                return fault, reason
    return "unknown", "not looked into yet"


def totals(scores: list[Score]) -> str:
    """One sentence for all."""
    good = sum(s.right >= GOAL * s.total for s in scores)
    right, total = sum(s.right for s in scores), sum(s.total for s in scores)
    return (
        f"{right} of {total} vectors right ({right / max(1, total):.2%}); {good} of {len(scores)} pairs of scheme "
        f"and collection at {GOAL:.0%} or better."
    )


def short(text: str) -> str:
    """A cell of at most 40 characters, on one line."""
    line = " ".join(text.replace("|", "/").split())
    return line if len(line) <= 40 else line[:39] + "…"


def coverage(file: Path, most: int) -> None:
    """Share of token pairs whose Latin spelling some scheme, anyascii or ICU yields exactly, by language."""
    icu = icu_latin()
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(file):
        language, latin = row["lang"], fold_latin(row["latin"])
        if language in TOKEN_LANGUAGES and hits["pairs"][language] < most:
            hits["pairs"][language] += 1
            hits["schemes"][language] += any(s.text == latin for s in expand(row["foreign"], (language,)))
            hits["anyascii"][language] += fold_latin(anyascii_latin(row["foreign"])) == latin
            hits["ICU"][language] += icu is not None and fold_latin(icu(row["foreign"])) == latin
    print("Tokens whose Latin spelling is yielded exactly (schemes | anyascii | ICU Any-Latin; Latin-ASCII):")
    for language in TOKEN_LANGUAGES:
        total = hits["pairs"][language] or 1
        shares = [f"{hits[name][language] / total:.3f}" for name in ("schemes", "anyascii", "ICU")]
        print(f"  {language}  {shares[0]} | {shares[1]} | {shares[2] if icu else 'no ICU'}   of {total}")


def icu_latin() -> Callable[[str], str] | None:
    """ICU's general romanisation, or None where it is not installed."""
    try:
        return provider("icu:Any-Latin; Latin-ASCII")
    except UnknownSchemeError:
        print("ICU is not installed: its figures are left out; pip install 'name-normalizer[icu]' adds them.")
        return None


def speed() -> None:
    """Names a second, on names made from the samples of the Ukrainian schemes."""
    names = [source for s in all_schemes() if s.id.startswith("ukr-") for source, _ in s.samples if " " not in source]
    rows = names * (20000 // len(names))
    print(f"Speed, names of {sum(map(len, names)) / len(names):.0f} letters, one core, names a second:")
    for scheme_id, icu_id in SPEED:
        ours = rate(get_scheme(scheme_id).apply, rows)
        try:
            theirs = rate(provider(icu_id), rows)
            print(f"  {scheme_id:20} {ours:10,.0f}   {icu_id:26} {theirs:10,.0f}   ratio {ours / theirs:.2f}")
        except UnknownSchemeError as error:
            print(f"  {scheme_id:20} {ours:10,.0f}   {error}")
    letters = "аеиоувгдзклмнпрстьйжчшюя"
    forms = ["".join(random.Random(i).sample(letters, 7)) for i in range(3000)]
    made = sum(len(expand(name[::-1], ("uk",))) for name in forms) / len(forms)
    once = rate(lambda name: expand(name, ("uk",)), forms, rounds=1)  # the second round would read a cache
    print(f"  all Ukrainian schemes {once:9,.0f} native forms a second, {once * made:,.0f} spellings")


def rate(call: Callable[[str], object], names: list[str], rounds: int = 3) -> float:
    """Calls a second, the best of these rounds."""
    best = 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        for name in names:
            call(name)
        best = max(best, len(names) / (time.perf_counter() - began))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy, coverage and speed of the romanisation schemes.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder of the evaluation data")
    parser.add_argument("--write", action="store_true", help="write docs/scheme-vectors.md")
    parser.add_argument("--tokens", type=int, default=4000, help="tokens of each language (default 4000)")
    arguments = parser.parse_args()
    vector_file, token_file = (arguments.data / "dev" / f"{n}.tsv" for n in ("translit_vectors", "tokens_crossscript"))
    if vector_file.is_file():
        scores = score_all(vectors(vector_file))
        print(totals(scores))
        low = [s for s in scores if s.right < GOAL * s.total]
        print(*(f"  {s.scheme} {s.equivalent}: {s.right} of {s.total}" for s in low), sep="\n")
        if arguments.write:
            PAGE.write_text(page(scores), encoding="utf-8")
    else:
        print(f"{vector_file} is not there: the vectors are skipped; name the folder of the data.")
    if token_file.is_file():
        coverage(token_file, arguments.tokens)
    else:
        print(f"{token_file} is not there: the coverage is skipped; name the folder of the data.")
    speed()


if __name__ == "__main__":
    main()
