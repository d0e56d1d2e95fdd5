"""One text in, one cleaned text out: finds, decides, unifies, rewrites.

The room's front: it holds what a text needs from the other rooms (how a stretch is looked up, how two
words are shown to be one name) and passes each of them to the module that asks for it.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from normalizer import policy
from normalizer.cleaning.decide import Context, decide, is_mention
from normalizer.cleaning.mentions import can_start_name, find_known, text_words
from normalizer.cleaning.people import unify
from normalizer.cleaning.rewrite import rewrite
from normalizer.matching.compare import NameParts, compare_names
from normalizer.matching.resolve import Hints, Resolver
from normalizer.result import Cleaned, Resolution, Step
from normalizer.romanization.reverse import shared_native
from normalizer.romanization.wording import shared_in_words
from normalizer.text.unicode import script_of


class Cleaner:
    """Cleans texts with one resolver (None: names are only unified within the text)."""

    def __init__(self, resolver: Resolver | None, parts: NameParts | None) -> None:
        self._resolver = resolver
        self._parts = parts
        self._look = lru_cache(maxsize=policy.TEXT_CACHE)(self._look_up)
        self._evidence = lru_cache(maxsize=policy.TEXT_CACHE)(self._same_word)

    def clean(self, text: str) -> Cleaned:
        """Rewrite the variant spellings in a text.

        Args:
            text: any string; everything that is not a rewritten mention comes back as it was.
        """
        words = text_words(text)
        lower = Counter(w.text.lower() for w in words if not can_start_name(w.text))
        context = Context(text, words, lower, self._is_name_part)
        finds = find_known(text, words, self._look) if self._resolver else ()
        known = [decide(found, context) for found in finds if is_mention(found)]
        places = [m for m in known if m.kind != "person"]
        taken = [(m.start, m.end) for m in places]
        people = unify(text, words, taken, self._evidence, self._is_name_part)
        # People unified by form are Latin words; what the gazetteer knows of them is told for other scripts alone.
        parts = [m for m in known if m.kind == "person" and script_of(m.surface) != "Latn"]
        return rewrite(text, [*places, *people, *parts])

    def _look_up(self, surface: str) -> Resolution:
        assert self._resolver is not None
        return self._resolver.known(surface, Hints())

    def _is_name_part(self, word: str) -> bool:
        return bool(self._parts and self._parts.clusters(word))

    def _same_word(self, a: str, b: str) -> Step | None:
        """Evidence that two words are spellings of one name: one native form, or rules for every letter."""
        if self._parts:
            of_a, of_b = self._parts.clusters(a), self._parts.clusters(b)
            if of_a and of_b and not of_a & of_b:
                return None  # two names that are known, and known as two
        shared = shared_native(a, b)
        if shared:
            return Step(
                "shared-native",
                a,
                b,
                "evidence",
                shared_in_words(a, b, shared),
            )
        comparison = compare_names(a, b, "person", self._parts)
        by_rule = all(step.rule.startswith(policy.RULE_EVIDENCE) for step in comparison.steps)
        if comparison.score >= policy.UNIFY_THRESHOLD and by_rule and comparison.steps:
            step = comparison.steps[0]
            return Step(step.rule, a, b, "evidence", step.detail or step.rule)
        return None
