"""The spellings to expect of a name, in either script, each with the scheme that gives it.

From a native form every scheme of its likely languages is asked. From a Latin spelling the native forms come
first, by `reverse`, word by word and all in one language; then each of them is written under every scheme.
A spelling is listed once, under the most usual scheme that yields it; its language is that of the press
whose convention it follows, or, for systems that belong to no press, that of the name itself.
Nothing is invented: a Latin name for which no alphabet has a plausible native form has no variants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from normalizer.policy import MAX_NAME_LENGTH, MAX_TOKENS
from normalizer.result import Variant
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.language import likely_languages
from normalizer.romanization.reverse import REVERSIBLE, native_candidates
from normalizer.romanization.scheme import Scheme, schemes_of
from normalizer.romanization.table import capitalise_words
from normalizer.text.unicode import script_of

NATIVE = "native"  # the scheme of a native form
MOST = 200  # variants of one name; the richest alphabet, Russian, gives a long name about 60
NATIVES = 3  # native forms of a Latin name that are written out
LIKELY_SHARE = 0.1  # a language with less than a tenth of the evidence is not asked
NEAR_BEST = 2.5  # decibans a letter below the best native form at which another is still listed
PLAUSIBLE = -15.0  # decibans a letter below which a native form is no word of its language


_FINAL_SIGMA = re.compile(r"σ\b")  # folding has one sigma, Greek writes another at the end of words
_INITIAL = re.compile(r"(?<![\w'’])\w")


class _Form(NamedTuple):
    text: str
    language: str
    score: float


def variants_of(name: str, languages: tuple[str, ...] | None = None) -> list[Variant]:
    """Spellings to expect of a name, most usual first, none twice.

    Args:
        name: any string, in its own script or in Latin; what is no name has none.
        languages: BCP 47 codes; only spellings of these presses, or of names in these languages. None: all.

    >>> [v.text for v in variants_of("Зеленський", ("de",))][:1]
    ['Selenskyj']
    >>> [(v.text, v.language) for v in variants_of("Zelenskyy")][:1]
    [('Зеленський', 'uk')]
    """
    found = _distinct(_spellings(_forms(" ".join(name[:MAX_NAME_LENGTH].split()))))
    return list(islice((v for v in found if languages is None or v.language in languages), MOST))


def _forms(name: str) -> list[_Form]:
    """The native forms of a name: itself, or what its Latin spelling may stand for."""
    if script_of(name) == "Latn":
        return _natives(name)
    return [_Form(name, x.language, x.score) for x in likely_languages(name) if x.score >= LIKELY_SHARE]


def _natives(name: str) -> list[_Form]:
    """Native forms of a Latin name, the most plausible first; of a single word, two in one language may be listed."""
    words = fold_latin(name).split()[:MAX_TOKENS]
    found = sorted((f for language in REVERSIBLE for f in _in_language(words, language)), key=lambda f: -f.score)
    return [f for f in found if f.score >= max(PLAUSIBLE, found[0].score - NEAR_BEST)][:NATIVES]


def _in_language(words: list[str], language: str) -> list[_Form]:
    best = [native_candidates(word, language, 2) for word in words]
    if not words or not all(best):
        return []
    if len(words) == 1:
        return [_Form(_capitalised(n.text), language, n.score) for n in best[0]]
    score = sum(found[0].score * len(word) for found, word in zip(best, words, strict=True)) / sum(map(len, words))
    return [_Form(_capitalised(" ".join(found[0].text for found in best)), language, score)]


def _capitalised(text: str) -> str:
    """Title case, which Georgian letters do not have, and the sigma that ends Greek words."""
    return _INITIAL.sub(lambda m: m.group().title(), _FINAL_SIGMA.sub("ς", text))


def _spellings(forms: list[_Form]) -> Iterator[Variant]:
    """The native forms, then each under every scheme: the first form's most usual spellings first."""
    for form in forms:
        yield Variant(form.text, NATIVE, form.language, form.text)
    ranked: list[tuple[int, int, str, Scheme]] = [
        (scheme.rank + 2 * place, place, scheme.id, scheme)  # a second form is less likely than a rarer scheme
        for place, form in enumerate(forms)
        for scheme in schemes_of(form.language)
    ]
    for _, place, _, scheme in sorted(ranked, key=lambda row: row[:3]):
        form = forms[place]
        spelling = scheme.apply(form.text)
        if spelling.islower() and form.text == _capitalised(form.text):  # from a script without capitals
            spelling = capitalise_words(spelling)
        yield Variant(spelling, scheme.id, scheme.convention or form.language, form.text)


def _distinct(variants: Iterable[Variant]) -> Iterator[Variant]:
    seen: set[str] = set()
    for variant in variants:
        if variant.text.strip() and variant.text not in seen:
            seen.add(variant.text)
            yield variant
