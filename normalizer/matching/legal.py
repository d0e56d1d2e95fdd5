"""Organisations: legal forms in all scripts, and the words that many organisations have in their names.

A legal form (Ltd, S.p.A., общество с ограниченной ответственностью, 株式会社) says little of who is meant, and is left
out, shortened and translated freely; what remains of it here is a generic class, so that GmbH and LLC agree
and LLC and JSC do not. The usual words (International, Bank, Group) do belong to the name; they only get one
meaning for their abbreviations and languages. Both are data made from a published list
(benchmarks/learn_words.py). Forms of two letters are words of many languages too (as, se, sa), so they are
believed only at the edge of a name, which the caller knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cache
from types import MappingProxyType

from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.tables import read_pairs, read_rows, table

_TABLE = "org_types.tsv"
_SMALL_WORDS = "of the and for de del des du la le les di da do dos und et y e i и та für fur pour para in on"
SMALL = frozenset(_SMALL_WORDS.split())
SHORTEST_ACRONYM = 2  # letters; one letter is an initial


class Span(NamedTuple):
    """How many words from here make a legal form, and its class."""

    size: int
    meaning: str


@cache
def _forms() -> tuple[MappingProxyType[str, str], MappingProxyType[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Forms of one word -> class, and first words of longer forms -> the rest of each with its class, longest first."""
    single, ordered = derived("legal", "1", [table(_TABLE)], _read_forms)
    return MappingProxyType(single), MappingProxyType(ordered)


def _read_forms() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    single: dict[str, str] = {}
    longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, meaning in read_rows(_TABLE):
        first, *rest = form.split(" ")
        if rest:
            longer.setdefault(first, []).append((tuple(rest), meaning))
        else:
            single[first] = meaning
    ordered = {first: tuple(sorted(rests, key=lambda r: -len(r[0]))) for first, rests in longer.items()}
    return single, ordered


@cache
def common_words() -> MappingProxyType[str, str]:
    """data/org_words.tsv: a usual word of organisations -> the canonical word of its spellings and languages.

    >>> common_words()["intl"], common_words()["международный"]
    ('international', 'international')
    """
    return MappingProxyType(read_pairs("org_words.tsv"))


def one_word_forms() -> MappingProxyType[str, str]:
    """Legal forms of one folded word -> the class."""
    return _forms()[0]


def first_words() -> Set[str]:
    """The first words of legal forms of several."""
    return _forms()[1].keys()


def longer_forms() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The first words of legal forms of several -> the rest of each with its class, longest first."""
    return _forms()[1]


def is_small(low: str) -> bool:
    """Whether an acronym may leave out a folded word (of, and)."""
    return low in SMALL


def legal_class(low: str) -> str:
    """The generic class of a legal form of one folded word; "" for other words.

    >>> legal_class("gmbh"), legal_class("ооо"), legal_class("romashka")
    ('llc', 'llc', '')
    """
    return _forms()[0].get(low, "")


def legal_spans(lows: Sequence[str], letters: bool = False) -> tuple[tuple[int, Span], ...]:
    """Legal forms of several folded words, with the index of their first; the longest that fits is taken.

    Args:
        lows: the folded words of a name.
        letters: whether letters that stand apart at the end of the name are a form (Foo S A), not initials.

    >>> legal_spans(["romashka", "limited", "liability", "company"])
    ((1, Span(size=3, meaning='llc')),)
    """
    longer = _forms()[1]
    if longer.keys().isdisjoint(lows):
        return ()
    found: list[tuple[int, Span]] = []
    index = 0
    while index < len(lows):
        span = _span(longer.get(lows[index], ()), lows, index, letters)
        if span:
            found.append((index, span))
        index += span.size if span else 1
    return tuple(found)


def _span(
    rests: tuple[tuple[tuple[str, ...], str], ...], lows: Sequence[str], index: int, letters: bool
) -> Span | None:
    for rest, meaning in rests:
        end = index + 1 + len(rest)
        if tuple(lows[index + 1 : end]) == rest:
            apart = len(lows[index]) == 1 and all(len(word) == 1 for word in rest)
            if not apart or (letters and index and end == len(lows)):
                return Span(1 + len(rest), meaning)
    return None


def first_letters(words: Sequence[str]) -> tuple[str, str]:
    """The first letters of folded words, with small words (of, and) counted and not.

    >>> first_letters(["bank", "of", "china"])
    ('boc', 'bc')
    """
    return "".join(word[:1] for word in words), "".join(word[:1] for word in words if word not in SMALL)


def acronym_of(short: str, words: Sequence[str]) -> bool:
    """Whether a folded word is made of the first letters of others, small words (of, and) counted or not.

    >>> acronym_of("ibm", ["international", "business", "machines"])
    True
    >>> acronym_of("uae", ["united", "arab", "emirates"]), acronym_of("nasa", ["national", "bank"])
    (True, False)
    """
    if len(short) < SHORTEST_ACRONYM or len(words) < SHORTEST_ACRONYM or short[0] != words[0][:1]:
        return False
    return short in first_letters(words)
