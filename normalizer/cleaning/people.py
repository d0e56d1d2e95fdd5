"""Names that no gazetteer knows: their spellings are unified within one text or a run of texts, by rule and with
evidence.

A person is mentioned as a run of capitalised words. Two different words at the same place of such runs are
spellings of one name when one native form yields both under known schemes, or when they are forms of one
name part; and when nothing around them contradicts: two given names with different family names beside
them are two people, whatever the spelling. Groups are complete (every two members agree), so that A~B~C
never joins A with a different C. The most frequent spelling stands for the group, the earliest on a tie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from normalizer import policy
from normalizer.cleaning.context import Context, is_title
from normalizer.cleaning.plain_scan import AFTER_STOP, ALL_CAPITALS, NO_CASE, SPACE_AFTER
from normalizer.matching.inflection import lemmas
from normalizer.matching.keys import skeletons
from normalizer.result import Mention, Step
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_accents, fold_letters, script_of

Evidence = Callable[[str, str], Step | None]
"""Two words -> the step that shows them to be spellings of one name, or None."""


Place = tuple[int, int, int]
"""Where a word stands: the number of the text, and start and end in code points of it. A plain tuple, since there is
one for every capital and the collector of garbage looks through all others again and again."""


@dataclass(slots=True)
class Form:
    """One spelling in the texts: where it stands, and the words it is joined with.

    inside: it stands somewhere else than at the start of a sentence, so its capital means something.
    """

    text: str
    places: list[Place] = field(default_factory=list)
    inside: bool = False
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)


class Forms:
    """The words of one or more texts that may be names of people, gathered text by text and then unified."""

    def __init__(self, is_place: Callable[[str], bool]) -> None:
        """is_place: whether a word is the right name of a known place, which is no name to be unified."""
        self._is_place = is_place
        self._forms: dict[str, Form] = {}
        self._texts = self._words = 0
        self._languages: set[str] = set()

    def add(
        self, context: Context, taken: Iterable[tuple[int, int]], within: Sequence[tuple[int, int]] | None = None
    ) -> None:
        """Gather the forms of one text.

        Args:
            context: of the text. taken: stretches that other mentions hold. within: the only stretches where names
                stand, in order; None for anywhere.
        """
        held, words = sorted(set(taken)), context.words
        self._words += len(words)
        if context.declines:
            self._languages.add(context.language)
        wanted = self._wanted(context)
        for at, word in context.spelt.items():
            flags = context.flags[at]
            if word not in wanted or flags & (ALL_CAPITALS | NO_CASE):
                continue
            place = (self._texts, words.starts[at], words.ends[at])
            if _overlaps(place, held) or (within is not None and not _overlaps(place, within)):
                continue
            form = self._forms.get(word)
            if form is None:
                if self._is_place(word) or _is_ordinary(word, context):
                    wanted.discard(word)
                    continue
                form = self._forms[word] = Form(word)
            form.places.append(place)
            form.inside = form.inside or not flags & AFTER_STOP or context.is_name_part(word)
            if at - 1 in context.flags and words.gap(at - 1) == " " and _named(context, at - 1):
                form.before.add(context.spelt[at - 1])
            if flags & SPACE_AFTER and at + 1 in context.flags and words.gap(at) == " " and _named(context, at + 1):
                form.after.add(context.spelt[at + 1])
        self._texts += 1

    def _agree(self, a: Form, b: Form) -> bool:
        """Whether nothing speaks against two words being one name, and in a long text something for it.

        One of the two may stand at starts of sentences alone, where every word has a capital; not both. Two family
        names after them, or two given names before them, make two people. The more a text holds, the more names in it
        are alike by chance, so that in a long one a name beside both has to be the same.
        """
        if not (a.inside or b.inside):
            return False
        if (a.after and b.after and not a.after & b.after) or (a.before and b.before and not a.before & b.before):
            return False
        if self._words > policy.UNIFY_WORDS and not (a.after & b.after or a.before & b.before):
            return False
        if self._languages and fold_accents(fold_letters(a.text)) == fold_accents(fold_letters(b.text)):
            return False  # where names are declined, an accent may tell two cases (Europe, Europę)
        return not any(_are_cases(a.text, b.text, language) for language in self._languages)

    @staticmethod
    def _wanted(context: Context) -> set[str]:
        """The words of a text that may be names by their form, and that it does not write small, too."""
        small = context.words.small()
        return {word for word in set(context.spelt.values()) if _may_be_name(word) and word.lower() not in small}

    def unified(self, evidence: Evidence) -> list[list[Mention]]:
        """For each text the mentions of the words whose spelling is one of several.

        Args:
            evidence: decides whether two words are spellings of one name.
        """
        mentions: list[list[Mention]] = [[] for _ in range(self._texts)]
        for members, steps in _groups(list(self._forms.values()), evidence, self._agree):
            chosen = min(members, key=lambda f: (-len(f.places), f.places[0]))
            spellings = ", ".join(f"{m.text} ×{len(m.places)}" for m in members)
            where = "in this text" if self._texts == 1 else "in these texts"
            for member in members:
                why = next((s.detail for s in steps if member.text in (s.before, s.after)), "")
                reason = f"spellings of one name {where}: {spellings}" + (f"; {why}" if why else "")
                for text, start, end in member.places:
                    mentions[text].append(Mention(start, end, member.text, chosen.text, "person", None, reason))
        return mentions


def _named(context: Context, at: int) -> bool:
    """Whether a word can be the other half of a personal name: not a title, nor merely the first of a sentence."""
    word = context.spelt[at]
    return not is_title(word) and (not context.flags[at] & AFTER_STOP or context.is_name_part(word))


@lru_cache(maxsize=policy.TEXT_CACHE)
def _may_be_name(word: str) -> bool:
    return len(word) >= policy.UNIFY_MIN_LENGTH and word[1:].islower() and script_of(word) == "Latn"


def _is_ordinary(word: str, context: Context) -> bool:
    """Whether a word is one of the language of the text, whose two spellings are both right (Organisation)."""
    return context.usual(word) > 0 and not context.is_name_part(word)


def _overlaps(word: Place, held: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the stretches, in order and apart from each other, holds a part of the word."""
    _, start, end = word
    at = bisect_left(held, (end, 0))
    return at > 0 and held[at - 1][1] > start


def _are_cases(a: str, b: str, language: str) -> bool:
    """Whether two words may be cases of one word in a language that declines names (Komisja, Komisją)."""
    return not _lemmas(a, language).isdisjoint(_lemmas(b, language))


@lru_cache(maxsize=policy.TEXT_CACHE)
def _lemmas(word: str, language: str) -> frozenset[str]:
    return frozenset((fold_letters(word), *(fold_letters(reading.lemma) for reading in lemmas(word, language))))


def _groups(
    forms: list[Form], evidence: Evidence, agree: Callable[[Form, Form], bool]
) -> list[tuple[list[Form], list[Step]]]:
    """Complete groups: a form joins a group only when it agrees with every member."""
    forms.sort(key=lambda f: (-len(f.places), f.places[0]))
    groups: list[tuple[list[Form], list[Step]]] = []
    by_key: dict[str, list[int]] = defaultdict(list)
    for form in forms:
        keys = skeletons(fold_latin(form.text)) or (fold_latin(form.text),)
        joined = False
        near = dict.fromkeys(n for key in keys for n in by_key[key])
        for number in islice(near, policy.UNIFY_COMPARED):
            members, steps = groups[number]
            found = [evidence(m.text, form.text) if agree(m, form) else None for m in members]
            if all(found):
                members.append(form)
                steps.append(found[0])  # type: ignore[arg-type]
                joined = True
                break
        if not joined:
            number = len(groups)
            groups.append(([form], []))
        for key in keys:
            by_key[key].append(number)
    return [g for g in groups if len(g[0]) > 1]
