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
    for code in (of_script(language, form),) if language else (code for code, _ in languages_of(text)):
        shortest = least if len(words) == 1 else 0  # the ending of a lone word is that of the name
        options = list(_options(words, code, kind, shortest)) if all(words) else []
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


def _options(words: Sequence[str], language: str, kind: str, shortest: int) -> Iterator[Collection[tuple[str, int]]]:
    """For each word its lemmas, each with the letters of the longest ending that leads to it."""
    rules = table(language)
    if rules is None:
        return
    for word, declined in zip(words, declined_words(words, rules, kind), strict=True):
        best = {word: 0}
        for lemma, ending in _lemmas_of(word, rules.language, kind, shortest) if declined else ():
            best[lemma] = max(best.get(lemma, 0), ending)
        yield best.items()


def _lemmas_of(word: str, language: str, kind: str, shortest: int) -> Iterable[tuple[str, int]]:
    low = lower(word)
    if len(low) != len(word) or len(low) > MAX_LETTERS:
        return
    ends, longest = _ends(language, kind)
    for size in range(shortest, min(longest, len(low)) + 1):
        kept = len(low) - size
        stem = low[:kept]
        for ending, after in ends.get(low[kept:], ()):
            same = stem + ending == low
            if (after is None or stem[-1:] in after) and (same or (stem and kept + len(ending) >= LEAST_LEMMA)):
                yield (word if same else restored(word, kept, ending)), size


@cache
def _ends(language: str, kind: str) -> tuple[dict[str, _Ends], int]:
    """Ending of a form -> the endings of lemmas that it may stand for, with the letters that may stand before them; and
    the letters of the longest ending."""
    rules = table(language)
    cells = rules.cells.items() if rules else ()
    ends = {
        ending: tuple(dict.fromkeys((cell.paradigm.lemma, cell.paradigm.after) for cell in kinds.get(kind, ())))
        for ending, kinds in cells
        if kind in kinds
    }
    return ends, max(map(len, ends), default=0)
