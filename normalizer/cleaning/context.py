"""What a text says about its own words: its language, its small words, who is a person in it.

A word has one meaning in most texts. Where a text writes Barack Obama once, Obama is a person throughout, though it is
a town in Japan; where it writes a word small elsewhere, the word with a capital is a sentence's first. All of this is
gathered in one pass over the words that can begin a name, and asked for each mention.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

from normalizer.cleaning.neighbours import kin, prepositions, relatives, rivers, sayings
from normalizer.cleaning.ordinary import is_stop_word, language_of, usual
from normalizer.cleaning.plain_scan import AFTER_STOP, ALL_CAPITALS, NO_CASE, POINT_AFTER, SPACE_AFTER, SPACE_BEFORE
from normalizer.cleaning.scan import Words
from normalizer.matching.inflection import lemmas
from normalizer.matching.inflection.paradigms import of_script, table
from normalizer.matching.inflection.readings import composed, word_endings
from normalizer.matching.words import word_classes
from normalizer.policy import TEXT_CACHE
from normalizer.text.unicode import fold_letters

_ADJECTIVE = "adj"  # how the rules of adjectives are called in the tables of declension
_DEFINITE = "def"  # the case with an article at its end, which adjectives before a name bear (Bulgarian)
IsNamePart = Callable[[str], bool]
_COMPASS = frozenset("NSEW")  # N. Korea is no person
NOUN_CAPITALS = frozenset(("de", "lb"))
"""Languages that write all nouns with a capital (Rat für deutsche Rechtschreibung, § 55)."""
ATTRIBUTIVE = frozenset(("of", "for", "de"))
"""Prepositions after which things of every kind are named (Chamber of Commerce)."""
_TITLE_GAPS = frozenset((" ", "\u00a0", ". ", "."))
_GOES_ON = SPACE_AFTER | POINT_AFTER  # what may stand between the halves of a name
_SAYS_NOTHING = AFTER_STOP | ALL_CAPITALS
_POSSESSIVES = frozenset(("'s ", "’s ", "' ", "’ "))
_AGE_DIGITS = 3
_AFTER_AGE = (",", ".", ";", ")")
"""What stands after the age of a person that is put after the name (Harrison, 8, held)."""


class Context:
    """What is known of a text around its mentions.

    words: all words of the text. flags, masks, spelt: of the words that can begin a name, by position, what holds of
    them, which runs from there are keys (plain_scan), and the words themselves. spellings: the distinct ones among
    these, by number. is_name_part: whether a word is a given or family name.
    """

    def __init__(self, words: Words, is_name_part: IsNamePart) -> None:
        self.words = words
        self.odds: dict[tuple[str, str, bool, bool], float] = {}  # what `likely` remembers of the text's spellings
        self.settled: dict[tuple[str, str], bool] = {}
        self.out_of_reach: tuple[dict[str, bool], dict[str, bool]] = {}, {}  # and `search` of its single words
        self._remembered: dict[str, dict[str, set[str]]] = {}
        self._namers: dict[str, bool] = {}
        self._after: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._rivers: dict[str, bool] = {}
        self._personal: dict[str, bool] = {}
        self.is_name_part = is_name_part
        found = words.found
        self.spellings = words.spellings()
        self.flags = dict(zip(found.at, found.flags, strict=True))
        self.masks = dict(zip(found.at, found.masks, strict=True))
        self.spelt = dict(zip(found.at, map(self.spellings.__getitem__, found.numbers), strict=True))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.spellings)}

    @cached_property
    def _sorted(self) -> tuple[int, ...]:
        """The positions of the words that can begin a name, equal ones together."""
        found = self.words.found
        return tuple(map(found.at.__getitem__, found.order))

    def places(self, number: int) -> tuple[int, ...]:
        """The positions of the words of a spelling that can begin a name, in order."""
        bounds = self.words.found.bounds
        return self._sorted[bounds[number] : bounds[number + 1]]

    def places_of(self, word: str) -> tuple[int, ...]:
        """The positions of a word that can begin a name, in order."""
        number = self._numbers.get(word)
        return () if number is None else self.places(number)

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
        if self.language not in NOUN_CAPITALS or not self.is_capital(at):
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

    def times_at_most(self, word: str) -> int:
        """How often the text has the word at most."""
        number, bounds = self._numbers.get(word), self.words.found.bounds
        return 0 if number is None else bounds[number + 1] - bounds[number]

    def times(self, word: str) -> int:
        """How often the text has the word with a capital."""
        return sum([not self.flags[at] & NO_CASE for at in self.places_of(word)])

    def times_meant(self, word: str) -> int:
        """How often the text has the word with a capital that says something."""
        flags, nothing = self.flags, self.says_nothing
        meant = [at for at in self.places_of(word) if not flags[at] & NO_CASE]
        return sum([not flags[at] & _SAYS_NOTHING or not nothing(at) for at in meant])

    def times_placed(self, word: str) -> int:
        """How often the word stands after a preposition of place."""
        flags, before = self.flags, self.words.__getitem__
        neighbours = [before(at - 1) for at in self.places_of(word) if flags[at] & SPACE_BEFORE]
        return sum(map(self._places, neighbours))

    def is_placed_alone(self, word: str) -> bool:
        """Whether the word stands after a preposition of place that cannot be another word's: in Paris, not in Paris
        fashion or in Olympic style."""
        flags, before = self.flags, self.words.__getitem__
        placed = (at for at in self.places_of(word) if flags[at] & SPACE_BEFORE and self._places(before(at - 1)))
        return any(self.is_alone(at) for at in placed)

    def is_alone(self, at: int) -> bool:
        """Whether no word stands after this one that it could be the attribute of."""
        if not self.follows(at + 1):
            return True
        after = self.words[at + 1]
        return self.is_small_word(after) or not (after[:1].islower() or self.is_capital(at + 1))

    def _places(self, word: str) -> bool:
        """Whether a word before a name says that it is one of a place."""
        return word.lower() in prepositions(self.language) and word not in ATTRIBUTIVE

    def says_something(self, word: str) -> bool:
        """Whether the word stands beside a verb of saying."""
        verbs, words, last = sayings(self.language), self.words, len(self.words) - 1
        return any(
            (at < last and words[at + 1] in verbs)
            or (self.flags[at] & SPACE_BEFORE and words[at - 1] in verbs and not self._places(words[at - 1]))
            for at in self.places_of(word)
        )

    def is_personal(self, word: str) -> bool:
        """Whether the text says of the word what is said of people alone: an age, "who", a family."""
        said = self._personal.get(word)
        if said is None:
            last = len(self.words) - 1
            said = any(self._is_persons_here(at) for at in self.places_of(word) if at < last)
            self._personal[word] = said
        return said

    def _is_persons_here(self, at: int) -> bool:
        words, gap = self.words, self.words.gap(at)
        after = words[at + 1]
        if gap in _POSSESSIVES:
            return after in kin(self.language)
        if gap != ", ":
            return False
        if after.isdigit() and len(after) < _AGE_DIGITS:
            return at + 2 < len(words) and words.gap(at + 1).startswith(_AFTER_AGE)
        return after in relatives(self.language)

    def is_river(self, word: str) -> bool:
        """Whether the text speaks of the word as of a river: with an article that no town has, or beside a word for
        rivers."""
        said = self._rivers.get(word)
        if said is None:
            said = self._rivers[word] = any(self._is_river_here(at) for at in self.places_of(word))
        return said

    def _is_river_here(self, at: int) -> bool:
        words, language = self.words, self.language
        before = words[at - 1].lower() if self.follows(at) else ""
        gap = words.gap(at) if at + 1 < len(words) else ""
        after = words[at + 1].lower() if gap in (" ", "\u00a0") else ""
        if rivers(language, "water") & {before, after}:
            return True
        if before in rivers(language, "article"):
            return gap != "-"
        return before in rivers(language, "bare") and gap != "-" and (not after or is_stop_word(after, language))

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
        if not self.flags[at] & _GOES_ON or not self.is_capital(at + 1):
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
        flags = self.flags.get(at, NO_CASE)
        if not flags & POINT_AFTER or flags & NO_CASE:
            return False
        word = self.spelt[at]
        return len(word) == 1 and word not in _COMPASS

    def named_after(self, word: str) -> int:
        """How often the word stands after a given name or a title, initials between the two counted as well."""
        count = self._after.get(word)
        if count is None:
            flags = self.flags
            named = [at for at in self.places_of(word) if flags.get(at - 1, 0) & _GOES_ON]
            count = self._after[word] = sum(map(self._namers_of, named))
        return count

    def _namers_of(self, name: int) -> int:
        """How many given names, initials and titles before the word at this position belong to it."""
        count, at, spelt = 0, name - 1, self.spelt
        while at in spelt:
            count += self._may_name(spelt[at]) and self.named_by(at) == name
            if not self._is_initial(at):
                break
            at -= 1
        return count

    def named_by_stranger(self, word: str) -> int:
        """How often the word stands, as a name of people, after a word with a capital that nothing else is known of."""
        if not self.is_name_part(word):
            return 0
        before = [name - 1 for name in self.places_of(word) if name - 1 in self.spelt]
        return sum([self._is_stranger(at) and not self.named_by(at) for at in before])

    def named_before(self, word: str) -> int:
        """How often the word stands before a family name."""
        count = self._before.get(word)
        if count is None:
            may = self._may_name(word) and not is_title(word)
            flags = self.flags
            positions = [at for at in self.places_of(word) if flags[at] & _GOES_ON] if may else ()
            count = sum([self.named_by(at) > 0 and not self._is_initial(at) for at in positions])
            self._before[word] = count
        return count

    def _may_name(self, word: str) -> bool:
        """Whether a word may be what `named_by` looks for, by its spelling: most are no title and no name of people."""
        may = self._namers.get(word)
        if may is None:
            may = len(word) == 1 or is_title(word) or (self.is_name_part(word) and not self.is_small_word(word))
            self._namers[word] = may
        return may

    def is_persons(self, at: int) -> bool:
        """Whether the text has the word at this position after a given name, or before a family name."""
        word = self.spelt.get(at, "")
        return bool(self.named_after(word) or self.named_before(word))

    def is_small_word(self, word: str) -> bool:
        """Whether the word is one of those that every text in its language has."""
        return is_stop_word(word.lower(), self.language)

    def is_adjective(self, word: str) -> bool:
        """Whether the word is an adjective by its ending, in a language that declines them."""
        return is_adjective(word, self.language)

    def usual(self, word: str) -> float:
        """How usual the word is as an ordinary one, in the language of the text."""
        return _usual(word, self.language)


@lru_cache(maxsize=TEXT_CACHE)
def _usual(word: str, language: str) -> float:
    return usual(fold_letters(word), language)


@lru_cache(maxsize=TEXT_CACHE)
def is_adjective(word: str, language: str) -> bool:
    """Whether a word is an adjective by its ending; False in languages whose declension is not known.

    >>> is_adjective("Spojených", "cs"), is_adjective("Praha", "cs"), is_adjective("Irish", "en")
    (True, False, False)
    """
    if not language or not _has_adjective_ending(word, language):
        return False
    readings = lemmas(word, language, "place")[:2]
    return any(_ADJECTIVE in reading.rule or reading.case == _DEFINITE for reading in readings)


def _has_adjective_ending(word: str, language: str) -> bool:
    """Whether a reading of a word, however unlikely, is an adjective: far sooner known than the likeliest readings."""
    form = composed(word)
    endings = word_endings(form, of_script(language, form), "place")
    return any(_ADJECTIVE in paradigm or case == _DEFINITE for paradigm, case in endings)


@lru_cache(maxsize=TEXT_CACHE)
def is_title(word: str) -> bool:
    """Whether a word is a title of persons (Mr, President).

    >>> is_title("Mr"), is_title("Paris")
    (True, False)
    """
    return word_classes().get(word.lower(), ("", ""))[0] == "title"
