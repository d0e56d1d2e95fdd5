"""Names that no gazetteer knows: their spellings are unified within one text, by rule and with evidence.

A person is mentioned as a run of capitalised words. Two different words at the same place of such runs are
spellings of one name when one native form yields both under known schemes, or when they are forms of one
name part; and when nothing around them contradicts: two given names with different family names beside
them are two people, whatever the spelling. Groups are complete (every two members agree), so that A~B~C
never joins A with a different C. The most frequent spelling stands for the group, the earliest on a tie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from normalizer import policy
from normalizer.cleaning.mentions import can_start_name
from normalizer.matching.keys import skeletons
from normalizer.matching.words import word_classes
from normalizer.result import Mention, Step, Token
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import script_of

Evidence = Callable[[str, str], Step | None]
"""Two words -> the step that shows them to be spellings of one name, or None."""


@dataclass(slots=True)
class Form:
    """One spelling in the text: where it stands, and the words it is joined with.

    inside: it stands somewhere else than at the start of a sentence, so its capital means something.
    """

    text: str
    places: list[Token] = field(default_factory=list)
    inside: bool = False
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)

    @property
    def first(self) -> int:
        return self.places[0].start


def unify(
    text: str,
    words: Sequence[Token],
    taken: Iterable[tuple[int, int]],
    evidence: Evidence,
    is_name_part: Callable[[str], bool],
) -> list[Mention]:
    """Mentions of the words whose spelling is one of several in this text.

    Args:
        text: the original. words: its words. taken: stretches that other mentions hold.
        evidence: decides whether two words are spellings of one name.
        is_name_part: whether a word is known as a given or family name.
    """
    forms = _forms(text, words, sorted(set(taken)), is_name_part)
    mentions: list[Mention] = []
    for group in _groups(list(forms.values()), evidence):
        mentions += _group_mentions(group)
    return mentions


def _forms(
    text: str, words: Sequence[Token], held: list[tuple[int, int]], is_name_part: Callable[[str], bool]
) -> dict[str, Form]:
    lower = Counter(w.text.lower() for w in words if not can_start_name(w.text))

    def named(at: int) -> bool:
        """Whether a word can be the other half of a personal name: not a title, nor merely the first of a sentence."""
        word = words[at].text
        if not can_start_name(word) or word_classes().get(word.lower(), ("", ""))[0] == "title":
            return False
        return is_name_part(word) or not _starts_sentence(text, words[at].start)

    forms: dict[str, Form] = {}
    for at, word in enumerate(words):
        if not _may_be_name(word.text) or lower[word.text.lower()] or _overlaps(word, held):
            continue
        form = forms.setdefault(word.text, Form(word.text))
        form.places.append(word)
        form.inside = form.inside or is_name_part(word.text) or not _starts_sentence(text, word.start)
        if at and text[words[at - 1].end : word.start] == " " and named(at - 1):
            form.before.add(words[at - 1].text)
        if at + 1 < len(words) and text[word.end : words[at + 1].start] == " " and named(at + 1):
            form.after.add(words[at + 1].text)
    return forms


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \t\u00a0\"'«“„‘([—–-")
    return not before or before[-1] in ".!?:…\n\r"


def _may_be_name(word: str) -> bool:
    return (
        len(word) >= policy.UNIFY_MIN_LENGTH
        and can_start_name(word)
        and not word.isupper()
        and word[1:].islower()
        and script_of(word) == "Latn"
    )


def _overlaps(word: Token, held: list[tuple[int, int]]) -> bool:
    """Whether one of the stretches, in order and apart from each other, holds a part of the word."""
    at = bisect_left(held, (word.end, 0))
    return at > 0 and held[at - 1][1] > word.start


def _groups(forms: list[Form], evidence: Evidence) -> list[tuple[list[Form], list[Step]]]:
    """Complete groups: a form joins a group only when it agrees with every member."""
    forms.sort(key=lambda f: (-len(f.places), f.first))
    groups: list[tuple[list[Form], list[Step]]] = []
    by_key: dict[str, list[int]] = defaultdict(list)
    for form in forms:
        keys = skeletons(fold_latin(form.text)) or (fold_latin(form.text),)
        joined = False
        near = dict.fromkeys(n for key in keys for n in by_key[key])
        for number in islice(near, policy.UNIFY_COMPARED):
            members, steps = groups[number]
            found = [evidence(m.text, form.text) if _compatible(m, form) else None for m in members]
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


def _compatible(a: Form, b: Form) -> bool:
    """No two different family names after, no two different given names before, and both are names by their place.

    One of the two may stand at starts of sentences alone, where every word has a capital; not both.
    """
    if not (a.inside or b.inside):
        return False
    return not (a.after and b.after and not a.after & b.after) and not (
        a.before and b.before and not a.before & b.before
    )


def _group_mentions(group: tuple[list[Form], list[Step]]) -> list[Mention]:
    members, steps = group
    chosen = min(members, key=lambda f: (-len(f.places), f.first))
    spellings = ", ".join(f"{m.text} ×{len(m.places)}" for m in members)
    out = []
    for member in members:
        why = next((s.detail for s in steps if member.text in (s.before, s.after)), "")
        reason = f"spellings of one name in this text: {spellings}" + (f"; {why}" if why else "")
        out += [Mention(p.start, p.end, p.text, chosen.text, "person", None, reason) for p in member.places]
    return out
