"""The spellings of a text that may be names of people, each with where it stands and what stands beside it.

A person is mentioned as a run of capitalised words, so the word before one may be its given name and the word after it
its family name. Both tell whether two spellings may be one name (`people`).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from normalizer.cleaning.context import Context, is_title
from normalizer.cleaning.plain_scan import AFTER_STOP, SPACE_AFTER

Place = tuple[int, int, int]
"""Where a word stands: the number of the text, and start and end in code points of it."""
Beside = tuple[bool, AbstractSet[str], AbstractSet[str]]
NOBODY: frozenset[str] = frozenset()
LEAST_NAME = 3  # letters of a name beside two spellings that says something: articles have fewer (Al, De)


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
                    if at - 1 in flags:
                        name = _before(context, at)
                        if name in flags and _named(context, name):
                            before.add(spelt[name])
                    if flags[at] & SPACE_AFTER and at + 1 in flags and words.gap(at) == " " and _named(context, at + 1):
                        after.add(spelt[at + 1])
            self._beside = inside, before or NOBODY, after or NOBODY
        return self._beside


def share_a_name(a: Form, b: Form) -> bool:
    """Whether the same name stands before two spellings, or after them."""
    (_, a_before, a_after), (_, b_before, b_after) = a.beside, b.beside
    return any(len(name) >= LEAST_NAME for name in (a_before & b_before) | (a_after & b_after))


def _before(context: Context, at: int) -> int:
    """The position of the word that stands before another one as its given name may, initials between them left out
    (James H. Fisher); -1 for none."""
    words, name = context.words, at - 1
    gap = words.gap(name)
    while gap == ". " and name > 0 and len(words[name]) == 1:
        name -= 1
        gap = words.gap(name)
        if gap == " ":
            return name
    return name if gap == " " else -1


def _named(context: Context, at: int) -> bool:
    """Whether a word can be the other half of a personal name: not a title, nor merely the first of a sentence."""
    word = context.spelt[at]
    return not is_title(word) and (not context.flags[at] & AFTER_STOP or context.is_name_part(word))
