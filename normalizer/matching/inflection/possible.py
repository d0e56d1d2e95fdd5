"""Whether a name can be a form of anything that a gazetteer holds: asked before its readings are weighed.

Weighing the readings of a name in the eleven languages that Latin letters allow costs more than the rest of a look-up,
and for a name that nobody has, or one with a slip, it ends with lemmas that no gazetteer holds. Here the endings of the
tables alone are taken off and put on: what comes out holds every lemma of every reading, and a few that agree with
nothing. Where none of them is a key, no reading can find anything, and none is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import product

from normalizer.matching.inflection.languages import languages_of
from normalizer.matching.inflection.paradigms import of_script, table
from normalizer.matching.inflection.phrases import declined_words, split_words
from normalizer.matching.inflection.readings import LEAST_LEMMA, MAX_LETTERS, composed, lower, restored

MOST = 512
"""Lemmas that are put together; names of many words have more, and their readings are weighed at once."""
_Ends = tuple[tuple[str, frozenset[str] | None], ...]


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
    codes = (of_script(language, form),) if language else tuple(code for code, _ in languages_of(text))
    if len(words) == 1 and words[0]:  # its ending is that of the name, and every language declines it
        found.update(lemma for lemma, _ in _lemmas_of(words[0], codes, kind, least))
        found.discard(form)
        return found
    for code in codes:
        if least and (not all(words) or _reach(words, code, kind) < least):
            continue
        options = list(_options(words, code, kind)) if all(words) else []
        many = 1
        for option in options:
            many *= len(option)
        if len(found) + many > MOST:
            return None
        for chosen in product(*options) if options else ():
            if sum(ending for _, ending in chosen) >= least:
                first, *rest = (lemma for lemma, _ in chosen)
                found.add(first + "".join(gap + word for gap, word in zip(gaps, rest, strict=True)))
    found.discard(form)
    return found


def _options(words: Sequence[str], language: str, kind: str) -> Iterator[Collection[tuple[str, int]]]:
    """For each word its lemmas, each with the letters of the longest ending that leads to it."""
    rules = table(language)
    if rules is None:
        return
    for word, declined in zip(words, declined_words(words, rules, kind), strict=True):
        best = {word: 0}
        for lemma, ending in _lemmas_of(word, (language,), kind, 0) if declined else ():
            best[lemma] = max(best.get(lemma, 0), ending)
        yield best.items()


def _reach(words: Sequence[str], language: str, kind: str) -> int:
    """The letters that the endings of all words may have together, at most: most names have no such endings at all."""
    rules = table(language)
    if rules is None:
        return 0
    declined = declined_words(words, rules, kind)
    return sum(_longest(word, language, kind) for word, bears in zip(words, declined, strict=True) if bears)


def _longest(word: str, language: str, kind: str) -> int:
    """The letters of the longest ending of a word that leads to a lemma."""
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        return 0
    ends, longest = _ends((language,), kind)
    for size in range(min(longest, len(low)), 0, -1):
        stem = low[:-size]
        for ending, after in ends.get(low[-size:], ()):
            if (after is None or stem[-1:] in after) and _is_lemma(stem, ending, low):
                return size
    return 0


def _is_lemma(stem: str, ending: str, low: str) -> bool:
    """Whether a stem and an ending are long enough for a name, or are the form itself."""
    return stem + ending == low or (stem != "" and len(stem) + len(ending) >= LEAST_LEMMA)


def _lemmas_of(word: str, languages: tuple[str, ...], kind: str, shortest: int) -> Iterable[tuple[str, int]]:
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        return
    ends, longest = _ends(languages, kind)
    for size in range(shortest, min(longest, len(low)) + 1):
        kept = len(low) - size
        stem = low[:kept]
        for ending, after in ends.get(low[kept:], ()):
            if (after is None or stem[-1:] in after) and _is_lemma(stem, ending, low):
                yield (word if stem + ending == low else restored(word, kept, ending)), size


@cache
def _ends(languages: tuple[str, ...], kind: str) -> tuple[dict[str, _Ends], int]:
    """Ending of a form -> the endings of lemmas that it may stand for, with the letters that may stand before them; and
    the letters of the longest ending."""
    found: dict[str, dict[tuple[str, frozenset[str] | None], None]] = {}
    for rules in map(table, languages):
        for ending, kinds in rules.cells.items() if rules else ():
            if kind in kinds:
                lemmas = ((cell.paradigm.lemma, cell.paradigm.after) for cell in kinds[kind])
                found.setdefault(ending, {}).update(dict.fromkeys(lemmas))
    return {ending: tuple(lemmas) for ending, lemmas in found.items()}, max(map(len, found), default=0)
