"""One name, ready to be compared: made once, however often it is compared.

The words that are the name itself, what each of them counts, which are a father's name, and the sketch of the
whole. Remembered, since lists compare each name many times.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gazetteer.values import NamedTuple
from normalizer.matching.person import FULL_NAME, patronymics
from normalizer.matching.rarity import rarity
from normalizer.matching.sketch import Sketch, sketch
from normalizer.matching.words import INITIAL, NAME, Parsed, Part, is_usual, parse_name
from normalizer.policy import SELDOM_REMEMBERED, USUAL_RARITY, USUAL_WEIGHT

SON_OF = frozenset({"ibn", "bint"})  # meanings of particles before a father's name (words.tsv)
SERVANT_OF = "abd"  # what Abd, Abdul and the like mean (words.py): half a name, of which the next word is the rest


class Facts(NamedTuple):
    """For each word of a name: its letters, the letters as far as they tell names apart, its rarity."""

    letters: tuple[int, ...]
    weights: tuple[float, ...]
    rarities: tuple[float, ...]


class Profile(NamedTuple):
    """One name, ready to be compared: its words, those that are the name itself, their sketch.

    fathers: ids of the words that are a father's name.
    """

    parsed: Parsed
    core: tuple[Part, ...]
    lesser: bool
    fathers: frozenset[int]
    sketch: Sketch


@lru_cache(maxsize=SELDOM_REMEMBERED)
def profile(name: str, kind: str | None) -> Profile:
    """What a comparison needs to know of one name, made once.

    >>> [part.text for part in profile("Dr. O. Skrypniuk", "person").core]
    ['O', 'Skrypniuk']
    """
    parsed = parse_name(name, kind)
    core = name_words(parsed.parts)
    return Profile(
        parsed,
        core,
        len(core) < len(parsed.parts),
        fathers(parsed.parts, core) if kind in ("person", None) else frozenset(),
        sketch([p.meaning for p in core or parsed.parts]),
    )


def name_words(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The words that are the name itself: no titles, legal forms, generic words, numbers."""
    return tuple([part for part in parts if part.role in (NAME, INITIAL)])


def facts_of(core: tuple[Part, ...], kind: str | None) -> Facts:
    """What each of these words counts."""
    counted = [word_facts(part, kind) for part in core]
    return Facts(
        tuple([len(part.text) for part in core]),
        tuple([weight for weight, _ in counted]),
        tuple([rare for _, rare in counted]),
    )


@lru_cache(maxsize=SELDOM_REMEMBERED)
def word_facts(part: Part, kind: str | None) -> tuple[float, float]:
    """The letters of a word as far as they tell names apart, and its rarity."""
    return _weight(part, kind), _rarity(part, kind)


def _weight(part: Part, kind: str | None) -> float:
    """Letters of a word as far as they tell one name from another."""
    letters = max(len(part.meaning), 1)
    return letters * USUAL_WEIGHT if kind in ("org", "place") and is_usual(part, kind) else letters


def _rarity(part: Part, kind: str | None) -> float:
    found = rarity(part.meaning)
    return min(found, USUAL_RARITY) if kind == "org" and is_usual(part, kind) else found


def fathers(parts: tuple[Part, ...], core: tuple[Part, ...] | None = None) -> frozenset[int]:
    """Ids of the words of a name that are a father's name: patronymics, and what follows bin, ibn or bint.

    In the Arabic nasab an article may stand between (bin al-Tahar), and Abd is half a name (bin Abd al-Aziz, ben Abdul
    Aziz): Schimmel 1989, "Islamic Names", ch. 1.

    Args:
        core: the words that are the name itself, where they are known (`name_words`).
    """
    core = name_words(parts) if core is None else core
    found = [id(core[at]) for at in patronymics([part.text for part in core])] if len(core) >= FULL_NAME else []
    if len(core) < len(parts):
        for at, part in enumerate(parts):
            if part.role == "particle" and part.meaning in SON_OF:
                found += [id(father) for father in _fathers_after(parts, at)]
    return frozenset(found)


def _fathers_after(parts: tuple[Part, ...], at: int) -> Iterator[Part]:
    """The words of the father's name that the particle at this place announces."""
    for part in parts[at + 1 :]:
        if part.role == "particle":
            continue
        if part.role == NAME:
            yield part
        if part.role != NAME or part.meaning != SERVANT_OF:
            return
