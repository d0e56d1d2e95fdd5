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
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from normalizer import policy
from normalizer.cleaning.context import Context, is_title
from normalizer.cleaning.evidence import BY_LIST
from normalizer.cleaning.inflected import part_in_endings
from normalizer.cleaning.plain_scan import AFTER_STOP, ALL_CAPITALS, NO_CASE, SPACE_AFTER
from normalizer.cleaning.scan import Words
from normalizer.cleaning.telling import is_row, told_apart
from normalizer.matching.inflection import lemmas
from normalizer.matching.keys import skeletons
from normalizer.result import Mention, Step
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_letters, script_of

Evidence = Callable[[str, str], Step | None]
"""Two words -> the step that shows them to be spellings of one name, or None."""


Place = tuple[int, int, int]
"""Where a word stands: the number of the text, and start and end in code points of it."""
Beside = tuple[bool, AbstractSet[str], AbstractSet[str]]
NOBODY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Form:
    """One spelling in the texts: where it stands, and the words it is joined with.

    Most spellings are like no other and in one text, so that no more than where a form stands is written down at first:
    what stands beside it is looked up in the text when another form is like it.

    number, context, positions: of the first text that has it, and of the word in it. count: how often it stands in all.
    more: the same word in further texts.
    """

    text: str
    number: int
    context: Context
    positions: tuple[int, ...]
    count: int
    more: list[Form] | None = None
    _beside: Beside | None = None

    def add(self, other: Form) -> None:
        """Note where the word stands in one more text."""
        if self.more is None:
            self.more = []
        self.more.append(other)
        self.count += other.count

    def in_texts(self) -> Iterator[Form]:
        """The form in each of the texts that have it."""
        yield self
        yield from self.more or ()

    @property
    def first(self) -> Place:
        """Where the word stands first."""
        words, at = self.context.words, self.positions[0]
        return self.number, words.starts[at], words.ends[at]

    def places(self) -> Iterator[Place]:
        """Where the word stands."""
        for form in self.in_texts():
            starts, ends = form.context.words.starts, form.context.words.ends
            for at in form.positions:
                yield form.number, starts[at], ends[at]

    @property
    def beside(self) -> Beside:
        """Whether it stands somewhere else than at the start of a sentence, so that its capital means something; and
        the words before and after it that may be the other half of its name."""
        if self._beside is None:
            inside, before, after = False, set[str](), set[str]()
            for form in self.in_texts():
                context = form.context
                flags, words, spelt = context.flags, context.words, context.spelt
                for at in form.positions:
                    inside = inside or not flags[at] & AFTER_STOP or context.is_name_part(self.text)
                    if at - 1 in flags and words.gap(at - 1) == " " and _named(context, at - 1):
                        before.add(spelt[at - 1])
                    if flags[at] & SPACE_AFTER and at + 1 in flags and words.gap(at) == " " and _named(context, at + 1):
                        after.add(spelt[at + 1])
            self._beside = inside, before or NOBODY, after or NOBODY
        return self._beside


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
        names after them, or two given names before them, make two people. The more a text holds, the more names in it
        are alike by chance, so that in a long one a name beside both has to be the same.
        """
        (a_inside, a_before, a_after), (b_inside, b_before, b_after) = a.beside, b.beside
        if not (a_inside or b_inside):
            return False
        same_after, same_before = not a_after.isdisjoint(b_after), not a_before.isdisjoint(b_before)
        if (a_after and b_after and not same_after) or (a_before and b_before and not same_before):
            return False
        if self._words > policy.UNIFY_WORDS and not (same_after or same_before):
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
            if _told_apart(members) or _is_undecided(members, steps):
                continue
            chosen = min(members, key=_rank)
            spellings = ", ".join(f"{m.text} ×{m.count}" for m in members)
            where = "in this text" if self._texts == 1 else "in these texts"
            for member in members:
                why = next((s.detail for s in steps if member.text in (s.before, s.after)), "")
                reason = f"spellings of one name {where}: {spellings}" + (f"; {why}" if why else "")
                for text, start, end in member.places():
                    mentions[text].append(Mention(start, end, member.text, chosen.text, "person", None, reason))
        return mentions


def _is_undecided(members: Sequence[Form], steps: Sequence[Step]) -> bool:
    """Whether only a list joins the spellings, and none of them is the most frequent: either may be the slip."""
    first, second, *_ = sorted((form.count for form in members), reverse=True)
    return first == second and any(step.rule == BY_LIST for step in steps)


def _told_apart(members: Sequence[Form]) -> bool:
    """Whether a text names two of the spellings side by side, or in a table: they may be two people, or what it speaks
    of."""
    forms = [form for member in members for form in member.in_texts()]
    texts = {form.number: form.context for form in forms}
    places = sorted((*place, member.text) for member in members for place in member.places())
    for (number, *a, word), (other, *b, word_b) in pairwise(places):
        if number == other and word != word_b:
            context = texts[number]
            if told_apart(context.words.text, (a[0], a[1]), (b[0], b[1]), context.language):
                return True
    in_rows = {word for number, start, end, word in places if is_row(texts[number].words.text, start, end)}
    return len(in_rows) > 1


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
    steps.append(found[0])  # type: ignore[arg-type]
    return True


def _shown(a: Form, b: Form, evidence: Evidence) -> Step | None:
    """The evidence for two forms; that of a list alone needs a name that stands beside both."""
    step = evidence(a.text, b.text)
    if step is None or step.rule != BY_LIST:
        return step
    (_, a_before, a_after), (_, b_before, b_after) = a.beside, b.beside
    return None if a_after.isdisjoint(b_after) and a_before.isdisjoint(b_before) else step


@lru_cache(maxsize=policy.TEXT_CACHE)
def _sounds(word: str) -> tuple[str, ...]:
    """The keys under which words that may be spellings of one name are found."""
    folded = fold_latin(word)
    return tuple(skeletons(folded)) or (folded,)


def _rank(form: Form) -> tuple[int, Place]:
    """The most frequent forms first, of equals the earliest."""
    return -form.count, form.first
