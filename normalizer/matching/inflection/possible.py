"""Whether a name can be a form of anything that a gazetteer holds: asked before its readings are weighed.

Weighing the readings of a name in the eleven languages that Latin letters allow costs more than the rest of a look-up,
and for a name that nobody has, or one with a slip, it ends with lemmas that no gazetteer holds. Here the endings of the
tables alone are taken off and put on: what comes out holds every lemma of every reading, and a few that agree with
nothing. Where none of them is a key, no reading can find anything, and none is made.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import product

from gazetteer.values import NamedTuple
from normalizer.matching.inflection.languages import languages_of
from normalizer.matching.inflection.paradigms import of_script, table
from normalizer.matching.inflection.phrases import declined_words, split_words
from normalizer.matching.inflection.readings import LEAST_LEMMA, MAX_LETTERS, composed, lower, restored
from normalizer.policy import SELDOM_REMEMBERED

MOST = 512
"""Lemmas that are put together; names of many words have more, and their readings are weighed at once."""
_Ends = tuple[tuple[str, frozenset[str] | None, int], ...]


def possible_lemmas(text: str, language: str | None, kind: str, least: int = 0) -> Collection[str] | None:
    """Every lemma but the name itself that a reading of a name may have, and some more; None for very many.

    Args:
        text: the name. language: of the name; None for all that its letters allow. kind: "place" or "person".
        least: letters of all its endings together, at least.

    >>> possible = possible_lemmas("Wenecji", "pl", "place")
    >>> "Wenecja" in possible, "Wenecji" in possible
    (True, False)
    """
    form = composed(text)
    gaps, words = split_words(form)
    found: set[str] = set()
    # In one order: a table of endings is made for each set of languages, and how likely they are does not matter here.
    codes = (of_script(language, form),) if language else tuple(sorted(code for code, _ in languages_of(text)))
    if len(words) == 1 and words[0]:  # its ending is that of the name, and every language declines it
        found.update(lemma for lemma, _, _ in _lemmas_of(words[0], codes, kind, least))
        found.discard(form)
        return found
    if not all(words):
        return found
    read = [_read(word, codes, kind) for word in words]
    most = map(sum, zip(*(one.longest for one in read), strict=True))  # letters of all endings together
    for at, (code, letters) in enumerate(zip(codes, most, strict=True)):
        if letters < least or (rules := table(code)) is None:
            continue
        declined = declined_words(words, rules, kind)
        if sum(one.longest[at] for one, bears in zip(read, declined, strict=True) if bears) < least:
            continue
        options = [one.lemmas(at) if bears else ((one.word, 0),) for one, bears in zip(read, declined, strict=True)]
        if len(found) + math.prod(map(len, options)) > MOST:
            return None
        for chosen in product(*options):
            if sum(ending for _, ending in chosen) >= least:
                first, *rest = (lemma for lemma, _ in chosen)
                found.add(first + "".join(gap + word for gap, word in zip(gaps, rest, strict=True)))
    found.discard(form)
    return found


class _Word(NamedTuple):
    """A word, the languages it is read in, and for each the letters of the longest ending that leads to a lemma."""

    word: str
    languages: tuple[str, ...]
    kind: str
    longest: list[int]

    def lemmas(self, language: int) -> Collection[tuple[str, int]]:
        """The word and its lemmas in a language, each with the letters of the longest ending that leads to it."""
        every = _all_lemmas(self.word, self.languages, self.kind)
        read = {lemma: ending for lemma, ending, bits in every if bits >> language & 1}  # the longest come last
        return ({self.word: 0} | read).items()


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _read(word: str, languages: tuple[str, ...], kind: str) -> _Word:
    """A word, before its lemmas are made: most have no endings of so many letters as are asked for."""
    longest = [0] * len(languages)
    ends, most = _ends(languages, kind)
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        most = 0
    left = (1 << len(languages)) - 1  # languages of which no ending was met
    for size in range(min(most, len(low)), 0, -1):
        stem = low[:-size]
        for ending, after, bits in ends.get(low[-size:], ()):
            if left & bits and (after is None or stem[-1:] in after) and _is_lemma(stem, ending, low):
                for at in range(len(languages)):
                    if left & bits & 1 << at:
                        longest[at] = size
                left &= ~bits
    return _Word(word, languages, kind, longest)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _all_lemmas(word: str, languages: tuple[str, ...], kind: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_lemmas_of(word, languages, kind, 0))


def _is_lemma(stem: str, ending: str, low: str) -> bool:
    """Whether a stem and an ending are long enough for a name, or are the form itself."""
    return stem + ending == low or (stem != "" and len(stem) + len(ending) >= LEAST_LEMMA)


def _lemmas_of(word: str, languages: tuple[str, ...], kind: str, shortest: int) -> Iterable[tuple[str, int, int]]:
    """The lemmas of a word, each with the letters of an ending that leads to it and the languages as bits."""
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        return
    ends, longest = _ends(languages, kind)
    for size in range(shortest, min(longest, len(low)) + 1):
        kept = len(low) - size
        stem = low[:kept]
        for ending, after, bits in ends.get(low[kept:], ()):
            if (after is None or stem[-1:] in after) and _is_lemma(stem, ending, low):
                yield (word if stem + ending == low else restored(word, kept, ending)), size, bits


@cache
def _ends(languages: tuple[str, ...], kind: str) -> tuple[dict[str, _Ends], int]:
    """Ending of a form -> the endings of lemmas that it may stand for, with the letters that may stand before them and
    the languages as bits; and the letters of the longest ending."""
    found: dict[str, dict[tuple[str, frozenset[str] | None], int]] = {}
    for at, rules in enumerate(map(table, languages)):
        for ending, kinds in rules.cells.items() if rules else ():
            lemmas = found.setdefault(ending, {}) if kind in kinds else {}
            for cell in kinds.get(kind, ()):
                lemma = cell.paradigm.lemma, cell.paradigm.after
                lemmas[lemma] = lemmas.get(lemma, 0) | 1 << at
    packed = {ending: tuple((*lemma, bits) for lemma, bits in lemmas.items()) for ending, lemmas in found.items()}
    return packed, max(map(len, found), default=0)
