"""Looks for what the gazetteers know in a text, and weighs each find: the runs that are meant as names.

From each word that can begin a name the runs that are keys are tried, longest first; where none is likely enough, the
inflected forms; in scripts that write no spaces, the stretches within a word. Mentions never overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from gazetteer.lookup import Gazetteer
from normalizer import policy
from normalizer.cleaning.context import Context
from normalizer.cleaning.inflected import Inflections, is_own, may_be_lemma
from normalizer.cleaning.likely import LEAST_WORTH, Judge, worth_weighing
from normalizer.cleaning.mentions import Found, runs_at, unspaced_runs, word_at
from normalizer.cleaning.plain_scan import UNSPACED_WORD
from normalizer.cleaning.recorded import Recorded
from normalizer.cleaning.scan import JOINING, TextScanner, Words
from normalizer.cleaning.spans import Span, checked, in_spans
from normalizer.matching.compare import NameParts
from normalizer.matching.keys import fold_native
from normalizer.matching.resolve import Hints, Resolver
from normalizer.result import Resolution
from normalizer.text.unicode import fold_letters, script_of


class Starts(NamedTuple):
    """Where mentions may begin, in order: the positions of the words, and the masks of the runs that are keys."""

    at: list[int]
    masks: list[int]


class Search:
    """Finds mentions in texts with one resolver; None finds none.

    Args:
        resolver: resolves a stretch of text. parts: tells names of people. gazetteers: those of the resolver, whose
            keys texts are searched for.
    """

    def __init__(self, resolver: Resolver | None, parts: NameParts | None, gazetteers: Sequence[Gazetteer]) -> None:
        self._resolver = resolver
        self._parts = parts
        self.look = lru_cache(maxsize=policy.TEXT_CACHE)(self._look_up)
        self.scanner = TextScanner(gazetteers)
        self._recorded = Recorded(gazetteers, resolver.entity if resolver else Gazetteer.entity)
        self.is_name_part = lru_cache(maxsize=policy.TEXT_CACHE)(self._is_name_part)
        self.is_canonical_place = lru_cache(maxsize=policy.TEXT_CACHE)(self._is_canonical_place)
        self.judge = Judge(self.look, self._recorded)
        self.inflections = Inflections(self.look, self.scanner.holds_any, self._recorded.is_place)

    def context(self, text: str, protect: Sequence[str] = ()) -> Context:
        """A text as words with what it says of them."""
        return Context(self.scanner.words(text, protect), self.is_name_part)

    def finds(self, context: Context, spans: Iterable[Span] | None = None) -> Iterator[Found]:
        """The mentions of what the gazetteer knows, or what stands in the spans; left to right, none over another."""
        if spans is not None:
            return in_spans(context, checked(spans, context.words.text), self.look, self.inflections)
        return self._search(context, self.starts(context))

    def finds_around(self, context: Context, positions: Iterable[int], starts: Starts) -> Iterator[Found]:
        """Those of the mentions that `finds` finds by looking that stand in the stretches around some words.

        A stretch is bounded by what no run goes over.

        Args:
            context: of a text. positions: of words, in order. starts: all of the text.
        """
        for first, last in _stretches(context.words, positions):
            low = bisect_left(starts.at, first)
            high = bisect_left(starts.at, last + 1, low)
            yield from self._search(context, Starts(starts.at[low:high], starts.masks[low:high]))

    def _is_name_part(self, word: str) -> bool:
        """Whether a word is a given or family name."""
        return bool(self._parts and self._parts.clusters(word))

    def _is_canonical_place(self, word: str) -> bool:
        """Whether a word is the right name of a place of some size and no name of people."""
        if self._resolver is None or self.is_name_part(word) or not self.scanner.holds(fold_native(word)):
            return False  # most words of a long stream are new, and what a look-up says of them need not be kept
        places = (c for c in self.look(word).candidates if c.entity.kind == "place")
        return any(c.entity.weight >= policy.TEXT_MIN_WEIGHT and c.canonical == word for c in places)

    def _search(self, context: Context, starts: Starts) -> Iterator[Found]:
        free, declines = 0, context.declines
        for at, mask in zip(starts.at, starts.masks, strict=True):
            if at < free:
                continue
            best = None
            if mask == 1:
                run = None if self._is_out_of_reach(context, at) else word_at(context.words, at, self.look)
                best = self._best((run,), context) if run else None
            elif mask:
                best = self._best(runs_at(context.words, at, mask, self.look), context)
            if declines:
                best = self._rather_inflected(best, context, at)
            if best is not None:
                free = best.last + 1
                yield best
            elif not mask:
                yield from unspaced_runs(context.words, at, context.flags[at], self.look)

    def _is_out_of_reach(self, context: Context, at: int) -> bool:
        """Whether a word that is a key by itself is none of the mentions, whatever stands beside it: most are not."""
        word, remembered = context.spelt[at], context.out_of_reach[context.says_nothing(at)]
        known = remembered.get(word)
        if known is None:
            run = word_at(context.words, at, self.look)
            is_place = run is not None and run.resolution.candidates[0].entity.kind == "place"
            known = is_place and self.judge.is_out_of_reach(run, context)  # type: ignore[arg-type]
            remembered[word] = known
        return known

    def starts(self, context: Context) -> Starts:
        """The words where a mention may begin; each spelling is asked about once."""
        starts = Starts([], [])
        if self._resolver is None:
            return starts
        found, declines = context.words.found, context.declines
        alone, inflected = bytearray(len(context.spellings)), bytearray(len(context.spellings))
        for number, (word, bound) in enumerate(zip(context.spellings, found.bounds, strict=False)):
            which = found.order[bound]
            if found.masks[which] & 1:
                alone[number] = not self.judge.is_hopeless(word, context)
            if declines:
                inflected[number] = self.inflections.may_be_form(word, found.flags[which], context)
        for at, mask, flags, number in zip(found.at, found.masks, found.flags, found.numbers, strict=True):
            if mask == 1 and not alone[number]:
                mask = 0
            if mask or inflected[number] or flags & UNSPACED_WORD:
                starts.at.append(at)
                starts.masks.append(mask)
        return starts

    def _rather_inflected(self, best: Found | None, context: Context, at: int) -> Found | None:
        """An inflected form instead of what the run is as it stands, if that is nothing or far less important."""
        if best is not None and (best.first != best.last or best.resolution.candidates[0].entity.kind != "place"):
            return best
        form = self._best(self.inflections.runs_at(context, at), context)
        if form is None or best is None:
            return form or best
        a, b = (found.resolution.candidates[0].entity.weight for found in (form, best))
        if self._is_form(form, best, context.language):
            return form
        return form if a > b * policy.INFLECTED_IMPORTANCE and form.odds > best.odds else best

    def _is_form(self, form: Found, best: Found, language: str) -> bool:
        """Whether a spelling that is recorded for a place is a form of its name in the language of the text (Maltě).

        Where no source has the lemma in that language, it has to be the likelier reading (Odessa is none of Odess).
        """
        entity, lemma = best.resolution.candidates[0].entity.id, form.resolution.candidates[0]
        if lemma.entity.id != entity:
            return False
        recorded = is_own(lemma, language) or lemma.canonical == lemma.matched.text
        if not recorded and may_be_lemma(form.surface, language):
            return False
        written, names = fold_letters(best.surface), self._recorded.names(best.surface, entity)
        return not any(n.lang.partition("-")[0] == language and fold_letters(n.text) == written for n in names)

    def _best(self, runs: Iterable[Found], context: Context) -> Found | None:
        """The longest run that is likely enough to be meant; a shorter one has to be much likelier than a longer."""
        least = LEAST_WORTH
        for found in runs:
            best = found.resolution.candidates[0]
            if not worth_weighing(best):
                continue
            if best.entity.kind == "person" and script_of(found.surface) == "Latn":
                continue  # people in Latin letters are found by form
            if best.entity.kind != "place":
                return found
            odds = self.judge.odds(found, context, least)
            if odds >= max(self.judge.least_odds(found, context), least):
                return self.judge.settled(Found(*found[:8], odds, found.given), context)
            least = max(least, odds + policy.SHORTER_LOG_ODDS)
        return None

    def _look_up(self, surface: str, kind: str | None = None) -> Resolution:
        if self._resolver is None:
            return Resolution(surface, "unknown")
        found = self._resolver.known(surface, Hints(kind))
        if kind or not found.candidates or found.candidates[0].entity.kind != "person":
            return found
        if script_of(surface) != "Latn" or not _may_hold_place(found):
            return found
        # People in Latin letters are found by form, so of what is a person or a place (EU) the place is asked for;
        # that it is meant, nobody has said.
        place = self._resolver.known(surface, Hints("place"))
        return replace(place, status="ambiguous") if place.candidates else found


def _stretches(words: Words, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last word of the stretches around some words, in order, each once."""
    last = -1
    for at in positions:
        if at <= last:
            continue
        first = last = at
        while first > 0 and words.gap(first - 1) in JOINING:
            first -= 1
        while last + 1 < len(words) and words.gap(last) in JOINING:
            last += 1
        yield first, last


def _may_hold_place(found: Resolution) -> bool:
    """Whether a place is among the candidates, or may stand behind them."""
    listed = len(found.candidates) < policy.DEFAULT_LIMIT
    return not listed or any(candidate.entity.kind == "place" for candidate in found.candidates)
