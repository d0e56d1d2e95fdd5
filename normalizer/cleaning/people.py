"""Names that no gazetteer knows: their spellings are unified within one text or a run of texts, by rule and with
evidence.

A person is mentioned as a run of capitalised words. Two different words at the same place of such runs are
spellings of one name when one native form yields both under known schemes, or when they are forms of one
name part (`evidence`); and when nothing around them contradicts: two given names with different family names beside
them are two people, whatever the spelling. Groups are complete (every two members agree), so that A~B~C
never joins A with a different C. The most frequent spelling stands for the group, the earliest on a tie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, pairwise

from normalizer import policy
from normalizer.cleaning.context import Context
from normalizer.cleaning.evidence import BY_LIST, BY_MARKS
from normalizer.cleaning.forms import Form, Place, share_a_name
from normalizer.cleaning.inflected import part_in_endings
from normalizer.cleaning.plain_scan import ALL_CAPITALS, NO_CASE
from normalizer.cleaning.scan import Words
from normalizer.cleaning.telling import is_item, is_row, told_apart
from normalizer.matching.inflection import lemmas
from normalizer.matching.keys import skeletons
from normalizer.result import Mention, Step
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_letters, script_of

Evidence = Callable[[str, str], Step | None]
"""Two words -> the step that shows them to be spellings of one name, or None."""


class Forms:
    """The words of one or more texts that may be names of people, gathered text by text and then unified."""

    def __init__(self, is_place: Callable[[str], bool]) -> None:
        """is_place: whether a word is the right name of a known place, which is no name to be unified."""
        self._is_place = is_place
        self._forms: dict[str, Form] = {}
        self._texts = self._words = 0
        self._languages: set[str] = set()

    def add(
        self,
        context: Context,
        taken: Iterable[tuple[int, int]],
        within: Sequence[tuple[int, int]] | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        """Gather the forms of one text.

        Args:
            context: of the text. taken: stretches that other mentions hold, in order and apart from each other. within:
                the only stretches where names stand, in the same way; None for anywhere. only: the only words that are
                asked for; None for any.
        """
        words = context.words
        held = covered(words, taken)
        inside = None if within is None else covered(words, within)
        self._words += len(words)
        if context.declines:
            self._languages.add(context.language)
        small = words.small()
        for number, word in enumerate(context.spellings):
            if (only is not None and word not in only) or not _may_be_name(word) or word.lower() in small:
                continue
            form = self._forms.get(word)
            if form is None and (_is_ordinary(word, context) or self._is_place(word)):
                continue
            positions = context.places(number)
            if not held.isdisjoint(positions) or inside is not None:
                positions = tuple([at for at in positions if at not in held and (inside is None or at in inside)])
            if not positions or context.flags[positions[0]] & (ALL_CAPITALS | NO_CASE):  # which its letters decide
                continue
            here = Form(word, self._texts, context, positions, len(positions))
            if form is None:
                self._forms[word] = here
            else:
                form.add(here)
        self._texts += 1

    def _agree(self, a: Form, b: Form) -> bool:
        """Whether nothing speaks against two words being one name, and in a long text something for it.

        One of the two may stand at starts of sentences alone, where every word has a capital; not both. Two family
        names after them, or two given names before them, make two people, and so do a given name before one and a
        family name after the other. The more a text holds, the more names in it
        are alike by chance, so that in a long one a name beside both has to be the same.
        """
        (a_inside, a_before, a_after), (b_inside, b_before, b_after) = a.beside, b.beside
        if not (a_inside or b_inside):
            return False
        same_after, same_before = not a_after.isdisjoint(b_after), not a_before.isdisjoint(b_before)
        if (a_after and b_after and not same_after) or (a_before and b_before and not same_before):
            return False
        if not (same_after or same_before):
            apart = (a_before and b_after) or (a_after and b_before)  # a family name and a given name
            if apart or self._words > policy.UNIFY_WORDS:
                return False
        return not self._cases(a, b)

    def _cases(self, a: Form, b: Form) -> bool:
        """Whether the two may be cases of one name, or forms of one adjective, in a language that declines them."""
        if self._languages and part_in_endings(fold_letters(a.text), fold_letters(b.text)):
            return True
        return any(_are_cases(a.text, b.text, language) for language in self._languages)

    def alike(self, evidence: Evidence) -> frozenset[str]:
        """The words that may be in a group with another one, and would be in none if the forms had fewer places.

        Args:
            evidence: decides whether two words are spellings of one name.
        """
        found: set[str] = set()
        for near in self._near_ones():
            if len(near) > policy.UNIFY_COMPARED:  # to ask for each pair would take longer than to look at all
                found.update(form.text for form in near)
                continue
            for at, a in enumerate(near):
                for b in near[:at]:
                    if (a.beside[0] or b.beside[0]) and not self._cases(a, b) and evidence(a.text, b.text):
                        found.update((a.text, b.text))
        return frozenset(found)

    def _near_ones(self) -> Iterator[list[Form]]:
        """Forms of like consonants, in a long text those that stand beside the same word: every pair that may agree."""
        by_sound: dict[str, list[Form]] = {}
        for form in self._forms.values():
            for key in _sounds(form.text):
                by_sound.setdefault(key, []).append(form)
        for near in by_sound.values():
            if len(near) == 1:
                continue
            if self._words <= policy.UNIFY_WORDS:
                yield near
                continue
            beside: dict[tuple[int, str], list[Form]] = {}
            for form in near:
                for side, words in enumerate(form.beside[1:]):
                    for word in words:
                        beside.setdefault((side, word), []).append(form)
            yield from (those for those in beside.values() if len(those) > 1)

    def unified(self, evidence: Evidence) -> list[list[Mention]]:
        """For each text the mentions of the words whose spelling is one of several.

        Args:
            evidence: decides whether two words are spellings of one name.
        """
        mentions: list[list[Mention]] = [[] for _ in range(self._texts)]
        for members, steps in _groups(list(self._forms.values()), evidence, self._agree):
            chosen = _standing(members, steps)
            if chosen is None or _told_apart(members):
                continue
            spellings = ", ".join(f"{m.text} ×{m.count}" for m in members)
            where = "in this text" if self._texts == 1 else "in these texts"
            for member in members:
                why = next((s.detail for s in steps if member.text in (s.before, s.after)), "")
                reason = f"spellings of one name {where}: {spellings}" + (f"; {why}" if why else "")
                for text, start, end in member.places():
                    mentions[text].append(Mention(start, end, member.text, chosen.text, "person", None, reason))
        return mentions


def _standing(members: Sequence[Form], steps: Sequence[Step]) -> Form | None:
    """The spelling that stands for all: the most frequent; None where that is not decided.

    Where they differ in marks alone it has to have them: whoever leaves marks out loses something. Where only a list
    joins them, either of two that are as frequent may be the slip.
    """
    rules = {step.rule for step in steps}
    if BY_MARKS in rules:
        chosen = min(members, key=lambda form: (-form.count, form.text.isascii(), form.first))
        return None if chosen.text.isascii() else chosen
    first, second, *_ = sorted((form.count for form in members), reverse=True)
    return None if BY_LIST in rules and first == second else min(members, key=_rank)


def _told_apart(members: Sequence[Form]) -> bool:
    """Whether a text names two of the spellings side by side, or in a table, or in a list without a name that stands
    beside both: they may be two people, or what it speaks of."""
    texts = {form.number: form.context for member in members for form in member.in_texts()}
    places = sorted(
        (number, context.words.starts[at], context.words.ends[at], member.text)
        for number, context in texts.items()
        for member in members
        for at in context.places_of(member.text)  # those that other mentions hold as well
    )
    for (number, *a, word), (other, *b, word_b) in pairwise(places):
        if number == other and word != word_b:
            context = texts[number]
            if told_apart(context.words.text, (a[0], a[1]), (b[0], b[1]), context.language):
                return True
    in_rows = {word for number, start, end, word in places if is_row(texts[number].words.text, start, end)}
    prose = {word for number, start, _, word in places if not is_item(texts[number].words.text, start)}
    listed = [member for member in members if member.text not in prose]
    return len(in_rows) > 1 or any(not share_a_name(a, b) for a, b in combinations(listed, 2))


@lru_cache(maxsize=policy.TEXT_CACHE)
def _may_be_name(word: str) -> bool:
    return len(word) >= policy.UNIFY_MIN_LENGTH and word[1:].islower() and script_of(word) == "Latn"


def _is_ordinary(word: str, context: Context) -> bool:
    """Whether a word is one of the language of the text, whose two spellings are both right (Organisation)."""
    return context.usual(word) > 0 and not context.is_name_part(word)


def holds_words(mention: Mention) -> bool:
    """Whether a mention's words are no names of people: of a place or organisation, or rewritten."""
    return mention.changed or mention.kind in ("place", "org")


def covered(words: Words, stretches: Iterable[tuple[int, int]]) -> set[int]:
    """The positions of the words of which a stretch holds a part.

    Args:
        words: of a text. stretches: of it, in order and apart from each other.
    """
    found, starts, ends, count = set(), words.starts, words.ends, len(words)
    for start, end in stretches:
        at = bisect_left(starts, start)
        if at and ends[at - 1] > start:
            found.add(at - 1)
        while at < count and starts[at] < end:
            found.add(at)
            at += 1
    return found


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
    forms.sort(key=_rank)
    groups: list[tuple[list[Form], list[Step]]] = []
    by_key: dict[str, list[int]] = {}
    for form in forms:
        keys = _sounds(form.text)
        near = dict.fromkeys([n for key in keys if key in by_key for n in by_key[key]])
        number = -1
        if near:
            compared = islice(near, policy.UNIFY_COMPARED)
            number = next((n for n in compared if _joins(form, groups[n], evidence, agree)), -1)
        if number < 0:
            number = len(groups)
            groups.append(([form], []))
        for key in keys:
            by_key.setdefault(key, []).append(number)
    return [g for g in groups if len(g[0]) > 1]


def _joins(
    form: Form, group: tuple[list[Form], list[Step]], evidence: Evidence, agree: Callable[[Form, Form], bool]
) -> bool:
    """Whether a form agrees with every member of a group, which it then is one of."""
    members, steps = group
    found = [_shown(m, form, evidence) if agree(m, form) else None for m in members]
    if not all(found):
        return False
    members.append(form)
    steps.extend(filter(None, found))
    return True


def _shown(a: Form, b: Form, evidence: Evidence) -> Step | None:
    """The evidence for two forms; that of a list or of letters without their marks needs a name that stands beside
    both."""
    step = evidence(a.text, b.text)
    return step if step is None or step.rule not in (BY_LIST, BY_MARKS) or share_a_name(a, b) else None


@lru_cache(maxsize=policy.TEXT_CACHE)
def _sounds(word: str) -> tuple[str, ...]:
    """The keys under which words that may be spellings of one name are found."""
    folded = fold_latin(word)
    return tuple(skeletons(folded)) or (folded,)


def _rank(form: Form) -> tuple[int, Place]:
    """The most frequent forms first, of equals the earliest."""
    return -form.count, form.first
