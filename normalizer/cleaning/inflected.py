"""Runs of words that no gazetteer holds as they stand, tried as case endings of names that it holds.

Луганську, Velike Britanije, Londynem: what the endings may be is known to `matching.inflection`; which of the readings
is a name, the gazetteer says. Only texts in a language that declines names are asked, and only words that can be names
by their form; in the nominative of one language they may be the genitive of another, so the language of the text
decides.

Nearly all words with a capital are forms of nothing that a gazetteer holds, and to find out all that a name may be a
form of is dear. So it is asked first whether a key can be made of the words that it may consist of in its lemmas.

A run of several words is tried where each has a capital, or where the first is an adjective and a small word follows
(Spojených států).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from normalizer.cleaning.context import Context
from normalizer.cleaning.letters import fold_word
from normalizer.cleaning.likely import card
from normalizer.cleaning.mentions import Found, Look
from normalizer.cleaning.plain_scan import ALL_CAPITALS, NO_CASE
from normalizer.cleaning.scan import can_start_name
from normalizer.cleaning.spelling import weight_in_text
from normalizer.matching.inflection import Reading, lemmas
from normalizer.matching.inflection.phrases import lemma_words
from normalizer.matching.keys import drop_article
from normalizer.policy import INFLECTED_READINGS, INFLECTED_WORDS, SHORT_MENTION, TEXT_CACHE
from normalizer.result import Candidate
from normalizer.text.unicode import fold_accents, script_of

_ENDINGS = frozenset("aeiouyj")  # letters in which the cases of a word may part
_SKY, _SKY_VOWELS = ("sk", "ck"), "ijyý"  # -ský, -ski, -skij, -skyy
AS_LIKELY = 0.5  # a word that may stand in the nominative half as likely as in another case may be a name as it stands
MOST_LEMMAS = 2048  # ways to put a name together from what its words may be forms of, of which each is looked for


class Inflections:
    """Finds inflected forms of the places that a gazetteer holds.

    Args:
        look: the resolution of a spelling by the gazetteer. holds_any: whether a gazetteer holds a key
            of one word of each row. is_place: whether a place is recorded under a key.
    """

    def __init__(
        self, look: Look, holds_any: Callable[[Sequence[Sequence[str]]], bool], is_place: Callable[[str], bool]
    ) -> None:
        self._look, self._holds_any, self._is_place = look, holds_any, is_place
        self._read = lru_cache(maxsize=TEXT_CACHE)(self._known_reading)

    def runs_at(self, context: Context, first: int) -> Iterator[Found]:
        """The runs from one word that are forms of known places, longest first."""
        if not context.declines:
            return
        words, language, flags = context.words, context.language, context.flags[first]
        if not self.may_be_form(context.spelt[first], flags, context):
            return
        for last in range(self._reach(context, first), first - 1, -1):
            start, end = words.starts[first], words.ends[last]
            surface = words.text[start:end]
            if flags & ALL_CAPITALS:
                surface = surface.title()
            reading = self._read(surface, language)
            if reading:
                resolution = self._look(reading.lemma)
                yield Found(start, end, words.text[start:end], resolution, first, last, reading.lemma, reading.case)

    @staticmethod
    def may_be_form(word: str, flags: int, context: Context) -> bool:
        """Whether an inflected name may begin with a word, by its letters.

        Args:
            word: that can begin a name. flags: what holds of it. context: of the text.
        """
        return not (flags & NO_CASE or len(word) <= SHORT_MENTION or context.is_small_word(word))

    def reading(self, surface: str, language: str) -> Reading | None:
        """What a stretch is a form of, when its lemma is a place that the gazetteer holds."""
        return self._read(surface, language) if language else None

    def _reach(self, context: Context, first: int) -> int:
        """The last word that may belong to an inflected name beginning here."""
        last, words = first, context.words
        while last + 1 < len(words) and last - first + 1 < INFLECTED_WORDS and words.gap(last) in (" ", "\u00a0", "-"):
            if not context.is_capital(last + 1):
                break
            last += 1
        if last == first and context.follows(first + 1) and not can_start_name(words[first + 1]):
            follower = words[first + 1]
            small = follower.isalpha() and not context.is_small_word(follower)
            if small and context.is_adjective(words[first]):
                return first + 1
        return last

    def _known_reading(self, surface: str, language: str) -> Reading | None:
        """The likeliest reading whose lemma is the name of a place, by its share, the importance of the place and
        whether the name is recorded in the language; the form itself is for the exact search."""
        if not self._may_be_known(surface, language):
            return None
        best, most = None, -math.inf
        for reading in lemmas(surface, language, "place")[:INFLECTED_READINGS]:
            if reading.inflected:
                found = self._look(reading.lemma).candidates
                if found and found[0].entity.kind == "place" and found[0].matched.role not in ("generated", "code"):
                    likely = math.log(reading.share) + card()["importance"] * math.log10(weight_in_text(found[0]) + 1)
                    likely += card()["own_language"] * is_own(found[0], language)
                    if likely > most:
                        best, most = reading, likely
        return best

    def _may_be_known(self, surface: str, language: str) -> bool:
        """Whether a lemma of a run may be the name of a place, by its words alone; False only if none is."""
        if script_of(surface) == "Qaaa":
            return True  # the key of a name in several scripts is not made word by word
        words = [list(dict.fromkeys(map(fold_word, word))) for word in lemma_words(surface, language, "place")]
        if math.prod(map(len, words)) > MOST_LEMMAS or (words and _may_have_article(words[0])):
            return True
        if len(words) == 1:
            return any(self._holds_any(((word,),)) and self._is_place(word) for word in words[0])
        return self._holds_any(words)


def part_in_endings(a: str, b: str) -> bool:
    """Whether two words differ in the vowels of their ends alone, as cases do that no table has, and adjectives that
    agree with their nouns (Sorosovi, Sorosovo); but for the ways to write the -ский of the nominative.

    Args:
        a, b: folded by letters.

    >>> part_in_endings("sorosovi", "sorosovo"), part_in_endings("lisjanski", "lisjanskij")
    (True, False)
    """
    stem = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    ends = a[stem:], b[stem:]
    if any(fold_accents(char) not in _ENDINGS for end in ends for char in end):
        return False
    return not (a[:stem].rstrip(_SKY_VOWELS).endswith(_SKY) and set(a[stem:] + b[stem:]) <= set(_SKY_VOWELS))


def is_own(candidate: Candidate, language: str) -> bool:
    """Whether the name under which a candidate was found is recorded in a language."""
    return candidate.matched.lang.partition("-")[0] == language


@lru_cache(maxsize=TEXT_CACHE)
def may_be_lemma(surface: str, language: str) -> bool:
    """Whether a form of a name may as well be the name itself, in the nominative, by its ending alone.

    >>> may_be_lemma("Odessa", "pl"), may_be_lemma("Kijevu", "sl")
    (True, False)
    """
    shares = [(r.share, r.inflected) for r in lemmas(surface, language, "place")]
    itself = sum(share for share, inflected in shares if not inflected)
    return itself >= AS_LIKELY * max((share for share, inflected in shares if inflected), default=0.0)


def _may_have_article(first: Sequence[str]) -> bool:
    """Whether a name that begins with one of these words may be looked up without it, or without a part of it."""
    return any(drop_article(f"{word} and") != f"{word} and" for word in first)
