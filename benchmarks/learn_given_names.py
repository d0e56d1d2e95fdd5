"""Make normalizer/matching/data/given_names.tsv: given names that only men have, and those that only women have.

Source: the lists of Faker (MIT), which has the usual given names of men and of women for some eighty countries. A name
counts when the lists that have it agree, but for one in fifteen (a slip of one list: Olga among the men of one country,
the women of nineteen), and when two lists have it, or one in an alphabet that few lists are in. So Andrea, Jean,
Sasha and Robin stay out. Names in scripts that leave vowels out, or write words or syllables, stay out too: they
write Michel and Michelle alike. For Latin letters a list in another alphabet counts half, in its most usual
romanisations, and two of those are enough where nobody contradicts them: few Latin lists have an Oleg.

Run: python benchmarks/learn_given_names.py [path/to/faker.whl]; without a path it is fetched with `pip download`.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from learn_costs import fetch

from normalizer.matching.gender import ALPHABETS, FEMININE, MASCULINE
from normalizer.matching.tables import DATA
from normalizer.romanization.expand import expand
from normalizer.text.unicode import fold_accents, fold_letters, script_of

WHEEL = "faker==40.54.0"
TABLE = "given_names.tsv"
PROVIDER = re.compile(r"faker/providers/person/(\w+)/__init__\.py")
LIST = re.compile(r"first_names_(male|female)\w*")
AGREE = 15  # lists that agree for one that does not; Andrea is a man in two of twenty-two
SPELLINGS = 2  # romanised spellings of a name that count, the most usual ones
LATIN_LISTS = 2  # lists that have to hold a Latin name; other alphabets have few
NO_NAME = re.compile(r"[\W\d_]")


def lists(wheel: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """The gender and the folded names of each list of the wheel that is written out."""
    with zipfile.ZipFile(wheel) as archive:
        for member in sorted(filter(PROVIDER.fullmatch, archive.namelist())):
            for node in ast.walk(ast.parse(archive.read(member))):
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                found = LIST.fullmatch(target.id) if isinstance(target, ast.Name) else None
                names = written_out(node.value) if found and isinstance(node, ast.Assign) else frozenset()
                if found and names:
                    yield (FEMININE if found[1] == "female" else MASCULINE), names


def written_out(value: ast.expr) -> frozenset[str]:
    """Single words of a literal collection of names, or of one with weights (`OrderedDict(((name, weight), …))`)."""
    if isinstance(value, ast.Call) and len(value.args) == 1:
        value = value.args[0]
    try:
        names = ast.literal_eval(value)
    except ValueError:
        return frozenset()  # put together from other lists, which are read themselves
    words = (name[0] if isinstance(name, tuple) else name for name in names)
    return frozenset(w for name in words if not NO_NAME.search(w := fold_accents(fold_letters(name.strip()))))


def genders(wheel: Path) -> dict[str, str]:
    """The gender of each name on which the lists agree."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    foreign: dict[str, Counter[str]] = defaultdict(Counter)
    for gender, names in lists(wheel):
        for name in names:
            written[name][gender] += 1
        for name in romanised(names):
            foreign[name][gender] += 1
    every = sorted({*written, *foreign})
    return {name: found for name in every if (found := agreed(name, written[name], foreign[name]))}


def romanised(names: frozenset[str]) -> frozenset[str]:
    """The names of a list in another alphabet, as they are usually written in Latin letters."""
    others = [name for name in names if script_of(name) in ALPHABETS - {"Latn"}]
    spelt = (fold_accents(fold_letters(s.text)) for name in others for s in expand(name)[:SPELLINGS])
    return frozenset(word for word in spelt if not NO_NAME.search(word))


def agreed(name: str, written: Counter[str], foreign: Counter[str]) -> str:
    """The gender that the lists agree on, or "".

    Args:
        name: folded. written: how many lists of each gender have it. foreign: how many have it in another alphabet.
    """
    script = script_of(name)
    counts = {gender: 2 * written[gender] + foreign[gender] for gender in (FEMININE, MASCULINE)}
    others, most = sorted(counts.values())
    gender = max(counts, key=lambda one: counts[one])
    sure = written[gender] >= LATIN_LISTS or (foreign[gender] >= LATIN_LISTS and not others)
    enough = sure if script == "Latn" else script in ALPHABETS
    return gender if enough and AGREE * others <= most else ""


def main() -> None:
    found = genders(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(WHEEL))
    lines = [
        "# Given names that only men (m) have, and those that only women (f) have, in words folded to plain letters.",
        f"# Source: {WHEEL} (MIT): the lists of given names of some eighty countries, where they agree.",
        f"# Command: python benchmarks/{Path(__file__).name}",
        "gender\tnames",
    ]
    for gender in (FEMININE, MASCULINE):
        by_letter: dict[str, list[str]] = defaultdict(list)
        for name in sorted(name for name, its in found.items() if its == gender):
            by_letter[name[0]].append(name)
        lines += [f"{gender}\t{' '.join(names)}" for names in by_letter.values()]
    (DATA / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found):,} given names in {TABLE}")


if __name__ == "__main__":
    main()
