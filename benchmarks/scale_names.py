"""Names for the benchmark of the gazetteer file: lists of any length made of real parts, and what is asked of them.

A synthetic name is two name parts of the default gazetteer, the first drawn so that the commonest are very common
(Zipf's law, as given names are), the second more evenly. Every second entity is a person, the others are places,
since only places have the typo-tolerant layer. Everything follows from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, Name, Record
from normalizer.matching.keys import fold_native
from normalizer.romanization.expand import expand
from normalizer.text.unicode import script_of

PARTS = 40_000
"""Name parts in use: some 30,000 surnames cover most people of a large country."""
FIRST_SKEW, SECOND_SKEW = 1.0, 0.5
"""Exponents of Zipf's law for given names and for surnames."""
GROUPS = ("exact", "other scheme", "typo", "typo and other scheme", "other script", "unknown")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Query(NamedTuple):
    """What is asked: its group, the text, and the folded recorded name that is right ("" for none)."""

    group: str
    text: str
    right: str


class Part(NamedTuple):
    """A name part: its usual Latin spelling and, where known, a form in another script."""

    latin: str
    native: str


def parts_of(gazetteer: Gazetteer) -> list[Part]:
    """Name parts of the default gazetteer, the heaviest first."""
    found: list[Part] = []
    for number in range(len(gazetteer)):
        if gazetteer.class_of(number)[1] != "name-part":
            continue
        names = gazetteer.names(number)
        latin = next((n.text for n in names if n.script == "Latn" and n.role == "canonical"), "")
        if latin.isalpha():
            found.append(Part(latin, next((n.text for n in names if n.script in ("Cyrl", "Grek", "Arab")), "")))
            if len(found) == PARTS:
                break
    return found


def drawn(parts: list[Part], count: int, seed: int) -> Iterator[tuple[Part, Part]]:
    """Pairs of parts, the same for every length of the list."""
    rng = random.Random(seed)
    first = list(accumulate(1 / (rank + 10) ** FIRST_SKEW for rank in range(len(parts))))
    second = list(accumulate(1 / (rank + 10) ** SECOND_SKEW for rank in range(len(parts))))
    mixed = rng.sample(parts, len(parts))
    for _ in range(count):
        yield rng.choices(parts, cum_weights=first)[0], rng.choices(mixed, cum_weights=second)[0]


def records(parts: list[Part], count: int, seed: int) -> Iterator[Record]:
    """A list of `count` entities of one Latin name each."""
    for number, (one, two) in enumerate(drawn(parts, count, seed)):
        entity = Entity(f"s:{number}", "place" if number % 2 else "person", "", "", 0)
        yield Record(entity, (Name(f"{one.latin} {two.latin}", "", "Latn", "canonical"),))


def slipped(text: str, rng: random.Random) -> str:
    """A text with one typing error after its first letter: a letter more, less, another, or two exchanged."""
    at = rng.randrange(1, len(text) - 1)
    kind, letter = rng.randrange(4), rng.choice(LETTERS)
    middle = ("", letter, letter + text[at], text[at + 1] + text[at])[kind]
    return text[:at] + middle + text[at + 1 + (kind == 3) :]


def invented(rng: random.Random) -> str:
    """A name that nobody has."""
    syllables = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
    return " ".join("".join(rng.choices(syllables, k=rng.randrange(3, 5))).title() + rng.choice("nrx") for _ in "ab")


def queries(pairs: list[tuple[str, str]], each: int, seed: int) -> list[Query]:
    """Questions about names that are given as (Latin, native or ""), `each` of a group."""
    rng = random.Random(seed)
    made: dict[str, list[Query]] = {group: [] for group in GROUPS}
    for latin, native in rng.sample(pairs, len(pairs)):
        right = fold_native(latin)
        if len(right) < 6:
            continue
        made["exact"].append(Query("exact", latin, right))
        made["typo"].append(Query("typo", slipped(latin, rng), right))
        if native and script_of(native) != "Latn":
            others = [s.text for s in expand(native)[:12] if s.text != right and len(s.text) > 5]
            made["other script"].append(Query("other script", native, right))
            if others:
                made["other scheme"].append(Query("other scheme", rng.choice(others), right))
                made["typo and other scheme"].append(
                    Query("typo and other scheme", slipped(rng.choice(others), rng), right)
                )
        if all(len(found) >= each for group, found in made.items() if group != "unknown"):
            break
    made["unknown"] = [Query("unknown", invented(rng), "") for _ in range(each)]
    return [query for group in GROUPS for query in made[group][:each]]


def _together(one: str, other: str) -> bool:
    return bool(one and other) and script_of(one) == script_of(other)


def pairs_of_list(parts: list[Part], count: int, seed: int, most: int) -> list[tuple[str, str]]:
    """Names of a synthetic list, spread over all of it, with their native forms."""
    step = max(1, count // most) | 1  # odd, so that both kinds of entities are met
    chosen = (pair for number, pair in enumerate(drawn(parts, count, seed)) if number % step == 0)
    return [
        (f"{a.latin} {b.latin}", f"{a.native} {b.native}" if _together(a.native, b.native) else "") for a, b in chosen
    ]


def pairs_of_places(gazetteer: Gazetteer, most: int, seed: int) -> list[tuple[str, str]]:
    """Places of a gazetteer with a Latin and a native form."""
    rng, found = random.Random(seed), []
    for number in rng.sample(range(len(gazetteer)), len(gazetteer)):
        if gazetteer.class_of(number)[0] != "place":
            continue
        names = gazetteer.names(number)
        latin = next((n.text for n in names if n.script == "Latn" and n.role == "canonical"), "")
        if latin:
            found.append((latin, next((n.text for n in names if n.script in ("Cyrl", "Grek", "Arab")), "")))
        if len(found) == most:
            break
    return found
