"""What a text says about its own words: its language, its small words, who is a person in it.

A word has one meaning in most texts. Where a text writes Barack Obama once, Obama is a person throughout, though it is
a town in Japan; where it writes a word small elsewhere, the word with a capital is a sentence's first. All of this is
gathered in one pass over the words that can begin a name, and asked for each mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property, lru_cache

from normalizer.cleaning.neighbours import prepositions, sayings
from normalizer.cleaning.ordinary import is_stop_word, language_of, usual
from normalizer.cleaning.plain_scan import AFTER_STOP, ALL_CAPITALS, NO_CASE, SPACE_AFTER
from normalizer.cleaning.scan import Words
from normalizer.matching.inflection import lemmas
from normalizer.matching.inflection.paradigms import table
from normalizer.matching.words import word_classes
from normalizer.policy import TEXT_CACHE
from normalizer.text.unicode import fold_letters

_ADJECTIVE = "adj"  # how the rules of adjectives are called in the tables of declension
_DEFINITE = "def"  # the case with an article at its end, which adjectives before a name bear (Bulgarian)
IsNamePart = Callable[[str], bool]
_INITIAL_GAPS = frozenset((". ", ".\u00a0", "."))
_COMPASS = frozenset("NSEW")  # N. Korea is no person
NOUN_CAPITALS = frozenset(("de", "lb"))
"""Languages that write all nouns with a capital (Rat für deutsche Rechtschreibung, § 55)."""
ATTRIBUTIVE = frozenset(("of", "for", "de"))
"""Prepositions after which things of every kind are named (Chamber of Commerce)."""
_TITLE_GAPS = frozenset((" ", "\u00a0", ". ", "."))


class Context:
    """What is known of a text around its mentions.

    words: all words of the text. flags, masks, spelt: of the words that can begin a name, by position, what holds of
    them, which runs from there are keys (plain_scan), and the words themselves. is_name_part: whether a word is a given
    or family name.
    """

    def __init__(self, words: Words, is_name_part: IsNamePart) -> None:
        self.words = words
        self.odds: dict[tuple[str, str, bool, bool], float] = {}  # what `likely` remembers of the text's spellings
        self._remembered: dict[str, dict[str, set[str]]] = {}
        self.is_name_part = is_name_part
        self.flags: dict[int, int] = {}
        self.masks: dict[int, int] = {}
        for at, mask, flags in words.capitals():
            self.flags[at] = flags
            self.masks[at] = mask
        text, starts, ends = words.text, words.starts, words.ends
        self.spelt = {at: text[starts[at] : ends[at]] for at in self.flags}

    @cached_property
    def language(self) -> str:
        """The language of the text, "" when its words do not tell."""
        return language_of(self.words.small())

    @cached_property
    def declines(self) -> bool:
        """Whether the text is in a language that declines names by rules that are known."""
        return bool(self.language) and table(self.language) is not None

    def remembered(self, name: str, work: Callable[[Context], dict[str, set[str]]]) -> dict[str, set[str]]:
        """What somebody works out of the whole text, worked out once."""
        if name not in self._remembered:
            self._remembered[name] = work(self)
        return self._remembered[name]

    def is_capital(self, at: int) -> bool:
        """Whether the word at this position has a capital that a word may also lack."""
        flags = self.flags.get(at)
        return flags is not None and not flags & NO_CASE

    def is_name_like(self, at: int) -> bool:
        """The same, where it says something of the word beside it: in German every noun has one, and people's names."""
        if not self.is_capital(at) or self.language not in NOUN_CAPITALS:
            return self.is_capital(at)
        word = self.words[at]
        return self.is_name_part(word) and not self.usual(word) and word.lower() not in word_classes()

    def follows(self, at: int) -> bool:
        """Whether the word at this position stands right after the one before, with a single space between."""
        return at > 0 and at < len(self.words) and self.words.gap(at - 1) in (" ", "\u00a0")

    def says_nothing(self, at: int) -> bool:
        """Whether the capital of the word at this position is there for the place it stands in.

        At the start of a sentence, or among words that are all in capitals.
        """
        flags = self.flags.get(at, 0)
        if flags & AFTER_STOP:
            return True
        if not flags & ALL_CAPITALS:
            return False
        return bool(
            (self.flags.get(at - 1, 0) & ALL_CAPITALS and self.follows(at))
            or (flags & SPACE_AFTER and self.flags.get(at + 1, 0) & ALL_CAPITALS)
        )

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        """How often each word stands with a capital; and where the capital says something."""
        flags, spelt = self.flags, self.spelt
        every = Counter([word for at, word in spelt.items() if not flags[at] & NO_CASE])
        meant = Counter([word for at, word in spelt.items() if not flags[at] & (NO_CASE | AFTER_STOP | ALL_CAPITALS)])
        for at, word in spelt.items():
            if flags[at] & (NO_CASE | AFTER_STOP | ALL_CAPITALS) == ALL_CAPITALS and not self.says_nothing(at):
                meant[word] += 1
        return every, meant

    def times(self, word: str) -> int:
        """How often the text has the word with a capital."""
        return self._counts[0][word]

    def times_meant(self, word: str) -> int:
        """How often the text has the word with a capital that says something."""
        return self._counts[1][word]

    @cached_property
    def _beside(self) -> tuple[Counter[str], set[str]]:
        """How often each word stands after a preposition of place; words beside a verb of saying."""
        placed: Counter[str] = Counter()
        saying: set[str] = set()
        before, verbs, words = prepositions(self.language), sayings(self.language), self.words
        last = len(words) - 1
        for at, word in self.spelt.items():
            if self.follows(at):
                neighbour = words[at - 1]
                if neighbour.lower() in before and neighbour not in ATTRIBUTIVE:
                    placed[word] += 1
                elif neighbour in verbs:
                    saying.add(word)
            if at < last and words[at + 1] in verbs:
                saying.add(word)
        return placed, saying

    def times_placed(self, word: str) -> int:
        """How often the word stands after a preposition of place."""
        return self._beside[0][word]

    def says_something(self, word: str) -> bool:
        """Whether the word stands beside a verb of saying."""
        return word in self._beside[1]

    @cached_property
    def _people(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Words after a given name or a title, words before a family name, and names of people after a word with a
        capital that nothing else is known of; with how often."""
        after: Counter[str] = Counter()
        before: Counter[str] = Counter()
        strange: Counter[str] = Counter()
        flags = self.flags
        for at, word in self.spelt.items():
            name = self.named_by(at) if at + 1 in flags else 0
            if name:
                after[self.words[name]] += 1
                if not (is_title(word) or self._is_initial(at)):
                    before[word] += 1
            elif self._is_stranger(at) and self.is_name_part(self.words[at + 1]):
                strange[self.words[at + 1]] += 1
        return after, before, strange

    def _is_stranger(self, at: int) -> bool:
        """Whether a word whose capital means something is neither a word nor a name that is known, with another capital
        after it: a given name that nobody recorded."""
        flags, word = self.flags[at], self.spelt[at]
        if not flags & SPACE_AFTER or flags & (NO_CASE | AFTER_STOP | ALL_CAPITALS) or self.masks[at]:
            return False
        known = self.usual(word) or self.is_name_part(word) or word.lower() in word_classes()
        return not known and word[1:].islower() and self.is_capital(at + 1)

    def named_by(self, at: int) -> int:
        """Position of the name that a given name, an initial or a title at this position belongs to; 0 for none.

        Initials may stand between the two (Ashley L. Evans).
        """
        words = self.words
        if not self.is_capital(at + 1):
            return 0
        if is_title(self.spelt[at]) and words.gap(at) in _TITLE_GAPS:
            return at + 1
        name = at + 1
        if self._is_initial(at):
            while self._is_initial(name):
                name += 1
            is_name = self.is_capital(name) and not words[name].isupper() and not self.masks.get(name, 0) & ~1
            return name if is_name and not self.is_small_word(words[name]) else 0
        if not self._may_be_given(at):
            return 0
        while self._is_initial(name):
            name += 1
        if name == len(words) or not self.is_capital(name) or self.is_small_word(words[name]):
            return 0
        return name if self.is_name_part(words[name]) or not self.usual(words[name]) else 0

    def _may_be_given(self, at: int) -> bool:
        """Whether the word is a given or family name that the next word may go on with."""
        flags, first = self.flags[at], self.spelt[at]
        if not flags & SPACE_AFTER or flags & ALL_CAPITALS or self.masks[at] & ~1 or flags & NO_CASE:
            return False
        return self.is_name_part(first) and not self.is_small_word(first)

    def _is_initial(self, at: int) -> bool:
        """Whether one capital letter and a point stand here, and then a word; the letters of compasses do not count."""
        words = self.words
        if at + 1 >= len(words) or words.ends[at] - words.starts[at] != 1:
            return False
        return words.gap(at) in _INITIAL_GAPS and self.is_capital(at) and words[at] not in _COMPASS

    def named_after(self, word: str) -> int:
        """How often the word stands after a given name or a title."""
        return self._people[0][word]

    def named_by_stranger(self, word: str) -> int:
        """How often the word stands, as a name of people, after a word with a capital that nothing else is known of."""
        return self._people[2][word]

    def named_before(self, word: str) -> int:
        """How often the word stands before a family name."""
        return self._people[1][word]

    def is_persons(self, at: int) -> bool:
        """Whether the text has the word at this position after a given name, or before a family name."""
        word = self.spelt.get(at, "")
        return bool(self._people[0][word] or self._people[1][word])

    def is_small_word(self, word: str) -> bool:
        """Whether the word is one of those that every text in its language has."""
        return is_stop_word(word.lower(), self.language)

    def is_adjective(self, word: str) -> bool:
        """Whether the word is an adjective by its ending, in a language that declines them."""
        return is_adjective(word, self.language)

    def usual(self, word: str) -> float:
        """How usual the word is as an ordinary one, in the language of the text."""
        return usual(fold_letters(word), self.language)


@lru_cache(maxsize=TEXT_CACHE)
def is_adjective(word: str, language: str) -> bool:
    """Whether a word is an adjective by its ending; False in languages whose declension is not known.

    >>> is_adjective("Spojených", "cs"), is_adjective("Praha", "cs"), is_adjective("Irish", "en")
    (True, False, False)
    """
    readings = lemmas(word, language, "place")[:2] if language else ()
    return any(_ADJECTIVE in reading.rule or reading.case == _DEFINITE for reading in readings)


@lru_cache(maxsize=TEXT_CACHE)
def is_title(word: str) -> bool:
    """Whether a word is a title of persons (Mr, President).

    >>> is_title("Mr"), is_title("Paris")
    (True, False)
    """
    return word_classes().get(word.lower(), ("", ""))[0] == "title"
