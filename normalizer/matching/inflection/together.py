"""The forms of names in one text, read with one another's help.

A text that says Asię Bibi, Asia Bibi and Asi Bibi names one person three times. A lemma that several forms may come
from is likelier than one that a single form allows: each form gives its shares to its lemmas, and what the other
forms give counts for it. Nothing is learned across texts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable

from normalizer.matching.inflection.phrases import Reading, choose, lemmas
from normalizer.text.unicode import fold_letters

SUPPORT = 1.2  # power of what other forms of the text say for a lemma
ALONE = 0.05  # what a lemma has that no other form supports
ROUNDS = 2


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
    first = dict(read)
    for _ in range(ROUNDS):
        given = _given(read)
        read = {form: _supported(readings, given, read[form]) for form, readings in first.items()}
    return read


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
    total = sum(mass for _, mass in weighed) or 1.0
    out = [reading._replace(share=mass / total) for reading, mass in weighed]
    return tuple(sorted(out, key=lambda r: (-r.share, r.lemma)))
