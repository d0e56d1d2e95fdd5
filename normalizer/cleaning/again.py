"""The look at a cleaned text that finds out whether there is anything left to change in it.

A cleaned text is looked at again until nothing changes any more, and nearly always nothing does. So the second look
does not weigh every name as the first one had to: it asks for what might change, whatever the text around it says, and
weighs that alone, by the same rules.

* A mention is rewritten only if its spelling may be one of the canonical form, which does not depend on the text
  (`decide.could_change`). Only the stretches of the text that hold such a run are searched: runs never go over what
  bounds a stretch, so that the mentions in it are those that a search of the whole text finds there. Whether the text
  names it beside another spelling (`telling`) is asked of the mentions near it.
* Words are unified only in pairs that are alike and show evidence. Which of their places other mentions hold is found
  out for the words of such pairs alone; leaving that out first can only make pairs, and none that is left out can be
  one.

What is asked of the whole text (its language, its small words, how often it has a word) is asked of the whole text
here, too. So the answer is the one that cleaning as a whole gives; tests/cleaning/test_again.py compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from normalizer import policy
from normalizer.cleaning.context import Context
from normalizer.cleaning.decide import Wishes, could_change, decide
from normalizer.cleaning.mentions import runs_at
from normalizer.cleaning.people import Evidence, Forms, holds_words
from normalizer.cleaning.plain_scan import UNSPACED_WORD
from normalizer.cleaning.search import Search, Starts
from normalizer.cleaning.telling import around, kept_apart
from normalizer.result import Mention


class Looked(NamedTuple):
    """A text as words, and where mentions may begin in it."""

    context: Context
    starts: Starts


class SecondLook:
    """Tells whether texts would change if they were cleaned.

    Args:
        search: finds the mentions. evidence: decides whether two words are spellings of one name.
    """

    def __init__(self, search: Search, evidence: Evidence) -> None:
        self._search, self._evidence = search, evidence
        self._could = lru_cache(maxsize=policy.TEXT_CACHE)(self._could_change)

    def would_change(self, texts: Sequence[str], wishes: Wishes) -> bool:
        """Whether cleaning would change one of the texts, which belong together.

        True may be said of texts of very many like names that stay as they are, False only if nothing changes.
        """
        looked = [self._looked_at(text, wishes) for text in texts]
        if any(self._is_rewritten(one, wishes) for one in looked):
            return True
        return wishes.wants("person") and self._are_unified(looked, wishes)

    def _looked_at(self, text: str, wishes: Wishes) -> Looked:
        context = self._search.context(text, wishes.protect)
        return Looked(context, self._search.starts(context))

    def _mentions(self, looked: Looked, positions: Iterable[int], wishes: Wishes) -> Iterator[Mention]:
        """The mentions in the stretches around some words."""
        for found in self._search.finds_around(looked.context, positions, looked.starts):
            yield decide(found, looked.context, wishes)

    def _is_rewritten(self, looked: Looked, wishes: Wishes) -> bool:
        """Whether a mention of what a gazetteer knows changes."""
        changed = (m for m in self._mentions(looked, self._changeable(looked, wishes), wishes) if m.changed)
        return any(self._stays_changed(mention, looked, wishes) for mention in changed)

    def _stays_changed(self, mention: Mention, looked: Looked, wishes: Wishes) -> bool:
        """Whether the text does not tell the spelling of a mention, which what stands around it says."""
        beside = list(self._mentions(looked, around(looked.context, mention), wishes))
        return any(one.start == mention.start and one.changed for one in kept_apart(looked.context, beside))

    def _changeable(self, looked: Looked, wishes: Wishes) -> Iterator[int]:
        """The positions where a run begins that may be rewritten; inflected forms never are."""
        words, spelt, look = looked.context.words, looked.context.spelt, self._search.look
        known: dict[str, bool] = {}
        for at, mask in zip(*looked.starts, strict=True):
            if mask == 1:
                could = known.get(spelt[at])
                if could is None:
                    could = known[spelt[at]] = self._could(spelt[at], wishes)
                if could:
                    yield at
            elif mask:
                if any(self._could(run.surface, wishes) for run in runs_at(words, at, mask, look)):
                    yield at
            elif looked.context.flags[at] & UNSPACED_WORD:
                yield at

    def _could_change(self, surface: str, wishes: Wishes) -> bool:
        return could_change(surface, self._search.look(surface), wishes)

    def _are_unified(self, looked: Sequence[Looked], wishes: Wishes) -> bool:
        """Whether words that no gazetteer knows are unified."""
        every = Forms(self._search.is_canonical_place)
        for one in looked:
            every.add(one.context, ())
        words = every.alike(self._evidence)
        if not words:
            return False
        forms = Forms(self._search.is_canonical_place)
        for one in looked:
            positions = sorted(at for word in words for at in one.context.places_of(word))
            mentions = self._mentions(one, positions, wishes)
            forms.add(one.context, ((m.start, m.end) for m in mentions if holds_words(m)), only=words)
        return any(forms.unified(self._evidence))
