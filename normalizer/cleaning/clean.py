"""Texts in, cleaned texts out: finds, decides, unifies, rewrites, and looks at the result again.

The room's front: it holds what a text needs from the other rooms (how a stretch is looked up, how two
words are shown to be one name) and passes each of them to the module that asks for it.

What stands beside a name counts when it is weighed, and a rewritten neighbour is another neighbour. So a text that was
changed is looked at again until nothing changes any more, and the changes of all rounds are told as one: cleaning
twice does no more than cleaning once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from gazetteer.lookup import Gazetteer
from normalizer import policy
from normalizer.cleaning.again import SecondLook
from normalizer.cleaning.context import Context
from normalizer.cleaning.decide import Wishes, decide
from normalizer.cleaning.evidence import same_word
from normalizer.cleaning.people import Forms, holds_words
from normalizer.cleaning.rewrite import carried_back, rewrite, without_overlap
from normalizer.cleaning.search import Search
from normalizer.cleaning.spans import Span, checked
from normalizer.cleaning.telling import kept_apart
from normalizer.collecting import without_collecting
from normalizer.matching.compare import NameParts
from normalizer.matching.resolve import Resolver
from normalizer.result import Cleaned, Mention

NOTHING_WISHED = Wishes()
LONG = 100_000
"""Code points of texts from which no cycles are looked for meanwhile; in shorter ones next to nothing is gained."""


class Cleaner:
    """Cleans texts with one resolver (None: names are only unified within the texts).

    Args:
        resolver: resolves a stretch of text. parts: tells names of people. gazetteers: those of the resolver.
    """

    def __init__(
        self, resolver: Resolver | None, parts: NameParts | None, gazetteers: Sequence[Gazetteer] = ()
    ) -> None:
        self._evidence = lru_cache(maxsize=policy.TEXT_CACHE)(partial(same_word, parts=parts))
        self.search = Search(resolver, parts, gazetteers)
        self._again = SecondLook(self.search, self._evidence)

    def clean(self, text: str, wishes: Wishes = NOTHING_WISHED, spans: Iterable[Span] | None = None) -> Cleaned:
        """Rewrite the variant spellings in a text.

        Args:
            text: any string; everything that is not a rewritten mention comes back as it was.
            wishes: what the caller wants. spans: where names stand, when the caller knows; None to look for them.
        """
        return self.clean_many([text], wishes, None if spans is None else [spans])[0]

    def clean_many(
        self,
        texts: Sequence[str],
        wishes: Wishes = NOTHING_WISHED,
        spans: Sequence[Iterable[Span]] | None = None,
    ) -> list[Cleaned]:
        """The same for several texts, in which the spellings of a name are unified as in one."""
        if sum(map(len, texts)) < LONG:
            return self._cleaned(texts, wishes, spans)
        with without_collecting():
            return self._cleaned(texts, wishes, spans)

    def _cleaned(self, texts: Sequence[str], wishes: Wishes, spans: Sequence[Iterable[Span]] | None) -> list[Cleaned]:
        if spans is not None:
            given = [checked(of_text, text) for text, of_text in zip(texts, spans, strict=True)]
            return self._round(texts, wishes, given)
        cleaned = self._round(texts, wishes, None)
        for _ in range(policy.CLEANING_ROUNDS - 1):
            if not any(one.changes for one in cleaned):
                break
            fresh = [one.text for one in cleaned]
            if not self._again.would_change(fresh, wishes):
                break
            again = self._round(fresh, wishes, None)
            if not any(one.changes for one in again):
                break
            cleaned = [carried_back(one, other) for one, other in zip(cleaned, again, strict=True)]
        return cleaned

    def _round(
        self, texts: Sequence[str], wishes: Wishes, spans: Sequence[Sequence[tuple[int, int, str]]] | None
    ) -> list[Cleaned]:
        forms = Forms(self.search.is_canonical_place)
        known: list[list[Mention]] = []
        contexts: list[Context] = []
        for number, text in enumerate(texts):
            context = self.search.context(text, wishes.protect)
            given = spans[number] if spans is not None else None
            mentions = [decide(found, context, wishes) for found in self.search.finds(context, given)]
            known.append(mentions)
            contexts.append(context)
            taken = ((m.start, m.end) for m in mentions if holds_words(m))
            forms.add(context, taken, None if given is None else [(a, b) for a, b, kind in given if kind != "place"])
        unified = forms.unified(self._evidence) if wishes.wants("person") else [[] for _ in texts]
        return [
            rewrite(context.words.text, [*kept_apart(context, without_overlap(of_text, more)), *more])
            for context, of_text, more in zip(contexts, known, unified, strict=True)
        ]
