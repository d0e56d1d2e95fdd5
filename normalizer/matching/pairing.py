"""The words of two names side by side: which go together, and whether they are better compared as wholes.

Every word is accounted for once: it is paired with a word of the other name, or left out, or both names without
their spaces are the one pair because their words are cut differently (Tse-tung, 毛泽东).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gazetteer.hints import TYPE_CHECKING
from gazetteer.values import NamedTuple
from normalizer.matching.align import pair_words, word_log_odds
from normalizer.matching.core import assign
from normalizer.matching.counterpart import reading
from normalizer.matching.evidence import Found, NameParts, judge
from normalizer.matching.legal import acronym_of
from normalizer.matching.merge_words import join_parts
from normalizer.matching.place import adjective_bases, is_derived
from normalizer.matching.profile import Facts
from normalizer.matching.words import INITIAL, NAME, Parsed, Part
from normalizer.policy import (
    ACRONYM_LOG_ODDS,
    DERIVED_LOG_ODDS,
    LEAST_LOG_ODDS,
    LETTERS_LOG_ODDS,
    OTHER_GIVEN_NAME,
    SCHEME_LOG_ODDS,
)
from normalizer.romanization.han import is_read

if TYPE_CHECKING:
    from normalizer.matching.assign import Pairs

ACRONYM = "acronym"
SAME_PLACE = 0.01  # what it is worth to two words to stand at the same place in both names: it decides between equals
UNSPACED = frozenset({"Hani", "Hang", "Kana", "Hira", "Hrkt", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"})


class Pairing(NamedTuple):
    """Words of two names side by side: which go together and what was found of each pair."""

    a: tuple[Part, ...]
    b: tuple[Part, ...]
    pairs: Pairs
    found: tuple[Found, ...]
    facts_a: Facts
    facts_b: Facts
    whole: bool = False  # both names without their spaces are the one pair
    crossed: bool = False

    def left_out(self) -> Iterator[tuple[Part, str]]:
        """Words without a partner, with the side they are of."""
        if not self.whole:
            paired_a, paired_b = {i for i, _ in self.pairs}, {j for _, j in self.pairs}
            yield from ((part, "a") for i, part in enumerate(self.a) if i not in paired_a)
            yield from ((part, "b") for j, part in enumerate(self.b) if j not in paired_b)


def pair_names(
    a: tuple[Part, ...],
    b: tuple[Part, ...],
    facts_a: Facts,
    facts_b: Facts,
    kind: str | None,
    parts: NameParts | None,
    regional: bool,
) -> Pairing:
    """The pairs of words that agree best on the whole, and what is known of each.

    Args:
        a, b: the words that are the names themselves; facts_a, facts_b: what each of them counts.
        regional: one of the names has a generic word (область), so that an adjective may stand for a name.
    """
    if not a or not b:
        return Pairing(a, b, (), (), facts_a, facts_b)
    pairs = _pairs(a, b, kind)
    found = [found_of(a[i], b[j], kind, parts, regional) for i, j in pairs]
    crossed = len(pairs) > 1 and any(j > k for (_, j), (_, k) in pairwise(pairs))
    return Pairing(a, b, pairs, tuple(found), facts_a, facts_b, crossed=crossed)


def found_of(a: Part, b: Part, kind: str | None, parts: NameParts | None, regional: bool = False) -> Found:
    """What is known of two words that stand for one another in two names.

    >>> a, b = Part("Niger", NAME, "niger"), Part("Nigeria", NAME, "nigeria")
    >>> found_of(a, b, "place", None).rule, found_of(a, b, "person", None).rule
    ('contradiction:derived', 'letters')
    """
    found = judge(a, b, kind, parts)
    return _of_place(a, b, found, regional) if kind in ("place", None) and found.log_odds < SCHEME_LOG_ODDS else found


def _pairs(a: tuple[Part, ...], b: tuple[Part, ...], kind: str | None) -> Pairs:
    if len(a) == len(b) == 1:
        return ((0, 0),)
    if all(part.role == NAME for part in a) and all(part.role == NAME for part in b):
        return pair_words([part.text for part in a], [part.text for part in b], SAME_PLACE)[1]
    return assign(
        [[_gain(x, y, kind) + (SAME_PLACE if i == j else 0.0) for j, y in enumerate(b)] for i, x in enumerate(a)]
    )


def _gain(x: Part, y: Part, kind: str | None) -> float:
    """What two words are worth to one another: of people's names by all that is known of them, since an initial that
    contradicts may cost less than the letters of a short form (Benjamin L. Cardin, Ben Cardin)."""
    by_letters = x.role == y.role == NAME and kind not in ("person", None)
    return word_log_odds(x.text, y.text) if by_letters else judge(x, y, kind).log_odds


def _of_place(a: Part, b: Part, found: Found, regional: bool) -> Found:
    """Луганская область is named after Луганск; Nigeria is named after the Niger, and is another place."""
    if regional:
        forms = [(x, y) for x in (a.text, *adjective_bases(a.text)) for y in (b.text, *adjective_bases(b.text))][1:]
        best = max((word_log_odds(x, y) for x, y in forms), default=LEAST_LOG_ODDS)
        if best > max(found.log_odds, 0.0):
            return Found(min(best, SCHEME_LOG_ODDS), "adjective", "one is the adjective of the other")
    if found.rule == "letters" and found.log_odds > DERIVED_LOG_ODDS and is_derived(reading(a.text), reading(b.text)):
        return Found(DERIVED_LOG_ODDS, "contradiction:derived", "one is derived from the other and names another place")
    return found


def cut_differently(core_a: tuple[Part, ...], core_b: tuple[Part, ...], a: Parsed, b: Parsed) -> bool:
    """Whether the names may be cut into words differently: other counts, or one script without spaces."""
    if not core_a or not core_b:
        return False
    unspaced = (a.script in UNSPACED) != (b.script in UNSPACED)
    return len(core_a) != len(core_b) or (unspaced and len(core_a) > 1)


def initialled(a: tuple[Part, ...], b: tuple[Part, ...], kind: str | None) -> bool:
    """Whether a person's name has an initial, which is no part of a word that was cut."""
    return kind == "person" and any(part.role == INITIAL for part in (*a, *b))


def surer_pairing(
    pairing: Pairing, all_a: tuple[Part, ...], all_b: tuple[Part, ...], kind: str | None, parts: NameParts | None
) -> Pairing:
    """The pairing by words, or that of the names without their spaces if it is surer."""
    by_words = max(_expected(pairing), 0.0)
    if by_words >= LETTERS_LOG_ODDS - 1:
        return pairing
    whole = _as_wholes(pairing, all_a, all_b, kind, parts)
    surer = whole.found[0].rule == ACRONYM or whole.found[0].log_odds > by_words
    return whole if surer else pairing


def _as_wholes(
    by_words: Pairing,
    all_a: tuple[Part, ...],
    all_b: tuple[Part, ...],
    kind: str | None,
    parts: NameParts | None,
) -> Pairing:
    """The names without their spaces; the one with more words may also begin with its last word."""
    a, b = by_words.a, by_words.b
    acronym = _acronym(a, all_b) if len(a) == 1 else _acronym(b, all_a) if len(b) == 1 else None
    if acronym and kind in ("org", None):
        return by_words._replace(pairs=((0, 0),), found=(acronym,), whole=True, crossed=False)
    tries = [
        (_less(judge(join_parts(x), join_parts(y), kind, parts), doubt + more), (x is not a) or (y is not b))
        for x, doubt in _orders(a, b, kind)
        for y, more in _orders(b, a, kind)
    ]
    found, turned = max(tries, key=lambda t: t[0].log_odds)
    return by_words._replace(pairs=((0, 0),), found=(found,), whole=True, crossed=turned)


def _orders(long: tuple[Part, ...], short: tuple[Part, ...], kind: str | None) -> list[tuple[tuple[Part, ...], float]]:
    """A name in the orders in which the other may have it, with the doubt about each.

    Chinese writes no Western given name that a person from Hong Kong has besides: 何俊賢 is Steven Ho Chun-yin.
    """
    found = [(long, 0.0)]
    if len(long) > len(short):
        found.append(((long[-1], *long[:-1]), 0.0))
        if kind == "person" and len(short) == 1 and len(long) > 2 and is_read(short[0].text):
            found.append((long[1:], OTHER_GIVEN_NAME))
    return found


def _less(found: Found, doubt: float) -> Found:
    return found._replace(log_odds=found.log_odds - doubt) if doubt else found


def _acronym(short: tuple[Part, ...], long: tuple[Part, ...]) -> Found | None:
    """IBM for International Business Machines."""
    size = min(len(short[0].text), max(ACRONYM_LOG_ODDS))
    if size not in ACRONYM_LOG_ODDS or not acronym_of(short[0].text.lower(), [part.text.lower() for part in long]):
        return None
    return Found(ACRONYM_LOG_ODDS[size], ACRONYM, "the first letters of the other's words")


def _expected(pairing: Pairing) -> float:
    """What pairs of words say of the whole when words left out count as contradicting."""
    weights_a, weights_b = pairing.facts_a.weights, pairing.facts_b.weights
    whole = sum(weights_a) + sum(weights_b)
    total = LEAST_LOG_ODDS * whole
    for (i, j), found in zip(pairing.pairs, pairing.found, strict=True):
        total += (max(found.log_odds, LEAST_LOG_ODDS) - LEAST_LOG_ODDS) * (weights_a[i] + weights_b[j])
    return total / whole if whole else LEAST_LOG_ODDS
