"""Which names of a list are worth a comparison: they share sounds, and look alike once they are all in Latin letters.

To compare all with all is out of reach, so each name asks for its likeliest partners, in two bounded steps:

1. **Parts.** Every word, in its romanised readings, gives codes of its sounds (`sounds`). Names share a part when
   they have a code in common, a code but for one class, three classes in a row, or a code and the first sound of
   another word. Rare parts say most, so they are read first, and reading stops at READ names.
2. **Likeness.** Of the names that share the rarest parts, the readings are compared as plain letters by rapidfuzz;
   the most alike are kept: of the name's own script, and a few of each other script, since a crowd of Latin
   spellings must not keep a name from its one Arabic form.

The work for a name does not grow with the list. What meets here is only compared; nothing here decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from normalizer.matching.sounds import codes
from normalizer.matching.words import INITIAL, NAME, parse_name
from normalizer.policy import MAX_NAME_LENGTH
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of

# Chosen on development data: docs/clustering.md.
READ = 800  # names read from the parts of one name, rarest parts first
POOL = 60  # names that share the rarest parts whose likeness is looked at: so many of the own script, and of others
OWN_SCRIPT, OTHER_SCRIPT, MOST = 12, 4, 24  # names compared: of the own script, of each other script, of all
LEAST_LIKE = 55.0  # likeness (0..100) below which names are not compared

READINGS, CODES, WORDS = 3, 5, 6  # readings and codes of one word, words of one name: bounds on strange names
WHOLES, WHOLE_WORDS = 8, 4  # codes of a name written as one word, from so many of its words
LONGEST_SLIPPED = 12  # classes of a code whose slips are parts: longer ones meet by their parts
CODES_COUNT = 0.8  # likeness of codes beside that of letters: six classes agree by chance more often


class Shape(NamedTuple):
    """What a name looks like to others: its script, its readings and its code with words in order of the alphabet."""

    script: str
    readings: tuple[str, ...]
    code: str
    parts: frozenset[str]


def meetings(names: Sequence[str], kind: str | None = None) -> Iterator[tuple[int, int]]:
    """Pairs of names, by position, that are worth a comparison; the lower position first, each pair once.

    >>> list(meetings(["Lisyansky", "Kirov", "Лисянский", "Poltava"]))
    [(0, 2)]
    """
    shapes = [shape_of(name, kind) for name in names]
    holders = _holders(shapes)
    met: dict[int, set[int]] = defaultdict(set)  # lower position -> higher ones, dropped when its turn is over
    for i, shape in enumerate(shapes):
        for j in _partners(i, shape, shapes, holders):
            met[min(i, j)].add(max(i, j))
    for i in sorted(met):
        yield from ((i, j) for j in sorted(met[i]))


def shape_of(name: str, kind: str | None = None) -> Shape:
    """The readings of a name, and the parts under which it is found.

    >>> shape_of("Лисянский").readings[0], shape_of("Sergei Lisyansky").code
    ('lisyanskiy', 'LSNSK SLK')
    """
    words = [part.text for part in parse_name(name, kind).parts if part.role in (NAME, INITIAL)][:WORDS]
    readings = [found for word in words if (found := _readings(word))]
    sounds = [_codes(found) for found in readings]
    whole = tuple(" ".join(sorted(r[min(k, len(r) - 1)] for r in readings)) for k in range(READINGS + 1))
    if not readings:  # a number, or signs alone
        whole = (fold_latin(name[:MAX_NAME_LENGTH]) or fold_letters(name[:MAX_NAME_LENGTH]),)
    parts = {f"={whole[0]}"}
    for at, word in enumerate(sounds):
        firsts = {code[0] for other in (*sounds[:at], *sounds[at + 1 :]) for code in other}
        for code in word:
            parts.update(_slips(code), _pieces(code), (f"{code}|{first}" for first in firsts))
    if len(sounds) > 1:
        joined = ("".join(chosen) for chosen in product(*(word[:READINGS] for word in sounds[:WHOLE_WORDS])))
        for code in (code for _, code in zip(range(WHOLES), joined, strict=False)):
            parts.update(_slips(code))
    code = " ".join(sorted(word[0] for word in sounds))
    return Shape(script_of(name), tuple(dict.fromkeys(whole)), code, frozenset(parts))


def _readings(word: str) -> tuple[str, ...]:
    """A word in Latin letters: as the usual schemes write it, and letter by letter."""
    low = fold_letters(word)
    if script_of(low) in ("Latn", "Zyyy"):
        spellings = [fold_latin(low)]
    else:
        spellings = [spelling.text for spelling in expand(low, None, 2)[:READINGS]]
        spellings.append(fold_latin(anyascii_latin(low)))
    return tuple(dict.fromkeys(bare for spelling in spellings if (bare := spelling.replace(" ", ""))))


def _codes(readings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for reading in readings for code in codes(reading) or (reading,)))[:CODES]


def _slips(code: str) -> Iterator[str]:
    """A code, and what is left of it when one class is lost."""
    yield f"w{code}"
    if 3 < len(code) <= LONGEST_SLIPPED:
        yield from (f"d{code[:at]}{code[at + 1 :]}" for at in range(len(code)))


def _pieces(code: str) -> Iterator[str]:
    edged = f"^{code[: 2 * LONGEST_SLIPPED]}$"
    return (edged[at : at + 3] for at in range(len(edged) - 2))


def _holders(shapes: Sequence[Shape]) -> dict[str, list[int]]:
    """For each part the names that have it; parts of one name alone lead nowhere and are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, shape in enumerate(shapes):
        for part in shape.parts:
            found[part].append(i)
    return {part: names for part, names in found.items() if len(names) > 1}


def _partners(i: int, shape: Shape, shapes: Sequence[Shape], holders: dict[str, list[int]]) -> Iterator[int]:
    """The names most like one name, at most MOST."""
    shared = _sharing(i, shape, len(shapes), holders)
    own = [j for j in shared if shapes[j].script == shape.script][:POOL]
    others = [j for j in shared if shapes[j].script != shape.script][:POOL]
    alike = sorted(((likeness(shape, shapes[j]), -j) for j in own + others), reverse=True)
    left: dict[str, int] = defaultdict(lambda: OTHER_SCRIPT, {shape.script: OWN_SCRIPT})
    most = MOST
    for like, negative in alike:
        script = shapes[-negative].script
        if like < LEAST_LIKE or not most:
            return
        if left[script]:
            left[script] -= 1
            most -= 1
            yield -negative


def _sharing(i: int, shape: Shape, total: int, holders: dict[str, list[int]]) -> list[int]:
    """Names that share parts with one name, those that share the rarest first."""
    weights: dict[int, float] = defaultdict(float)
    left = READ
    for size, part in sorted((len(holders[part]), part) for part in shape.parts if part in holders):
        left -= size
        if left < 0:
            break
        rarity = math.log(total / size) + 1
        for j in holders[part]:
            weights[j] += rarity
    weights.pop(i, None)
    return sorted(weights, key=lambda j: (-weights[j], j))


def likeness(a: Shape, b: Shape) -> float:
    """How alike two names look in Latin letters, 0..100, words in any order: a first cut, not a judgement.

    >>> likeness(shape_of("Lisyansky"), shape_of("Лисянский")) > 80, likeness(shape_of("Kirov"), shape_of("Linz")) > 50
    (True, False)
    """
    letters = max(fuzz.ratio(x, y) for x in a.readings for y in b.readings)
    return max(letters, CODES_COUNT * fuzz.ratio(a.code, b.code))
