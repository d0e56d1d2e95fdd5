"""The forms of names in one text, read with one another's help.

A text that says Asię Bibi, Asia Bibi and Asi Bibi names one person three times. A lemma that several forms may come
from is likelier than one that a single form allows: each form gives its shares to its lemmas, and what the other
forms give counts for it. Where women are called by a possessive of their family name (Mayeva; Toporišič, Slovenska
slovnica, on surnames), a full name with that family name is read as a woman's: Therese May is a form of Theresa May,
and no man. Nothing is learned across texts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable

from normalizer.matching.inflection.phrases import Reading, choose, lemmas
from normalizer.matching.inflection.readings import POSSESSIVE
from normalizer.text.unicode import fold_letters

SUPPORT = 1.2  # power of what other forms of the text say for a lemma
ALONE = 0.05  # what a lemma has that no other form supports
ROUNDS = 2
WOMAN = 20.0  # how much likelier a full name is a woman's when the text has the possessive of its family name
LEAST_POSSESSIVE = 0.3  # share of the readings by which a form is such a possessive
OBLIQUE = frozenset(("gen", "dat", "ins", "loc"))  # cases of a family name that only a man's has an ending in


def together(
    forms: Iterable[str],
    language: str | None = None,
    kind: str | None = None,
    known: Callable[[str], float] | None = None,
) -> dict[str, tuple[Reading, ...]]:
    """The readings of each form, best first, as `lemmas` and `choose` give them, with the other forms considered.

    Args:
        forms: the distinct names of one text or list. language, kind: as for `lemmas`. known: as for `choose`.

    >>> read = together(["Тереза Мей", "Терези Мей", "Терезою Мей"], "uk", "person")
    >>> {form: readings[0].lemma for form, readings in read.items()}["Терези Мей"]
    'Тереза Мей'
    """
    read: dict[str, tuple[Reading, ...]] = {}
    for form in dict.fromkeys(forms):
        found = lemmas(form, language, kind)
        read[form] = choose(found, known) if known else found
    women = _women(read)
    first = {form: _as_women(readings, women) for form, readings in read.items()} if women else dict(read)
    read = dict(first)
    for _ in range(ROUNDS):
        given = _given(read)
        read = {form: _supported(readings, given, read[form]) for form, readings in first.items()}
    return read


def _women(read: dict[str, tuple[Reading, ...]]) -> frozenset[str]:
    """Family names that a text has in the possessive for a woman, and nowhere with a man's ending."""
    women: set[str] = set()
    men: set[str] = set()
    for readings in read.values():
        possessive = [r for r in readings if r.rule.startswith(POSSESSIVE) and r.rule.endswith("-f")]
        if sum(r.share for r in possessive) >= LEAST_POSSESSIVE:
            women |= {fold_letters(r.lemma) for r in possessive}
        elif readings and readings[0].gender == "m" and readings[0].endings[-1] and readings[0].case in OBLIQUE:
            men.add(fold_letters(readings[0].lemma).split()[-1])
    return frozenset(women - men)


def _as_women(readings: tuple[Reading, ...], women: frozenset[str]) -> tuple[Reading, ...]:
    """The readings of a full name, those of a woman with one of these family names likelier."""

    return _normalised((r, r.share * (WOMAN if _may_be_one(r, women) else 1.0)) for r in readings)


def _may_be_one(reading: Reading, women: frozenset[str]) -> bool:
    """Whether a reading is a full name of a woman with one of some family names."""
    words = fold_letters(reading.lemma).split()
    woman = reading.gender == "f" or (reading.case == "nom" and words[0].endswith("a"))
    return len(words) > 1 and woman and words[-1] in women


def _normalised(weighed: Iterable[tuple[Reading, float]]) -> tuple[Reading, ...]:
    """Readings with shares that are made to add up to one, best first."""
    listed = list(weighed)
    total = sum(mass for _, mass in listed) or 1.0
    out = [reading._replace(share=mass / total) for reading, mass in listed]
    return tuple(sorted(out, key=lambda r: (-r.share, r.lemma)))


def _given(read: dict[str, tuple[Reading, ...]]) -> dict[str, float]:
    """What the forms say for each lemma, and for each word of a lemma."""
    given: dict[str, float] = defaultdict(float)
    for readings in read.values():
        for reading in readings:
            for piece in _pieces(reading.lemma):
                given[piece] += reading.share
    return given


def _pieces(lemma: str) -> set[str]:
    folded = fold_letters(lemma)
    return {folded, *folded.split()}


def _supported(first: tuple[Reading, ...], given: dict[str, float], now: tuple[Reading, ...]) -> tuple[Reading, ...]:
    own: dict[str, float] = defaultdict(float)
    for reading in now:
        for piece in _pieces(reading.lemma):
            own[piece] += reading.share
    weighed = []
    for reading in first:
        pieces = _pieces(reading.lemma)
        support = sum(math.log(ALONE + max(0.0, given[p] - own[p])) for p in pieces) / len(pieces)
        weighed.append((reading, reading.share * math.exp(SUPPORT * support)))
    return _normalised(weighed)
