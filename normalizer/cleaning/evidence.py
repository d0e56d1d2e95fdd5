"""What shows two words of a text to be spellings of one name, where no gazetteer says so.

Likeness is no evidence: a text holds thousands of pairs of words, and some are alike. Rules have to account for every
letter. One native form yields both under known schemes (Lisyansky, Lisjanski: Лисянский); or a counterpart rule of two
languages connects them (Mihail, Mihailo); or lists hold both for one name.

Marks are letters. A scheme that writes the one spelling has to write its marks as well: Mayová is not Маёва, nor
Jumhūrīyah what a Turkish paper makes of Жумхурия. Marks that a spelling lacks may have been left out above consonants
(Lukasenka for Łukašenka), but a vowel without its mark is another vowel (õ is how Estonian papers write ы, o is not).
And words that differ in marks alone are one name only with a name beside both that is the same, and the marked one is
right then (Maciej Malecki, Maciej Małecki); else the bare one may be another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from normalizer import policy
from normalizer.matching.align import word_log_odds
from normalizer.matching.compare import NameParts, compare_names
from normalizer.result import Step
from normalizer.romanization import romanize
from normalizer.romanization.reverse import SharedNative, shared_native
from normalizer.romanization.wording import shared_in_words
from normalizer.text.unicode import fold_accents, fold_letters

BY_LIST = "name-part"
"""The rule of a step that a list of names gives alone: it says what two names have in common (Michel, Michael); that
one bearer is meant has to be shown by the text."""
BY_MARKS = "fold:accents"
"""The rule of a step that joins a word with the same word without its marks."""
_VOWELS = frozenset("aeiouy")


def same_word(a: str, b: str, parts: NameParts | None) -> Step | None:
    """Evidence that two words are spellings of one name: one native form, or rules for every letter; None without any.

    Words that differ in a final s alone are one and several (Catholic, Catholics), or a name in two cases (Ioanni);
    words that differ in the sign of an apostrophe are no more than that (I've), and neither are two with other marks.

    Args:
        a, b: words with a capital. parts: tells names of people.

    >>> same_word("Lisyansky", "Lisjanski", None).rule
    'shared-native'
    >>> same_word("Yéziqi", "Yëziqi", None) is None, same_word("Malecki", "Małecki", None).rule
    (True, 'fold:accents')
    """
    if a.removesuffix("s") == b.removesuffix("s") or fold_letters(a) == fold_letters(b):
        return None
    if _bare(a) == _bare(b):
        one_marked = a.isascii() != b.isascii()
        return Step(BY_MARKS, a, b, "evidence", "the same letters without their marks") if one_marked else None
    if parts:
        of_a, of_b = parts.clusters(a), parts.clusters(b)
        if of_a and of_b and not of_a & of_b:
            return None  # two names that are known, and known as two
    if word_log_odds(a, b) < policy.UNIFY_LOG_ODDS:
        return None  # too unlike for any rule to connect them; asking the rules costs a hundred times as much
    shared = shared_native(a, b)
    if shared:
        sides = (a, shared.schemes_a), (b, shared.schemes_b)
        if not _bear_one_mark(a, b) and not all(_is_written(word, shared, schemes) for word, schemes in sides):
            return None
        return Step("shared-native", a, b, "evidence", shared_in_words(a, b, shared))
    comparison = compare_names(a, b, "person", parts)
    by_rule = all(step.rule.startswith(policy.RULE_EVIDENCE) for step in comparison.steps)
    if comparison.score >= policy.UNIFY_THRESHOLD and by_rule and comparison.steps:
        step = comparison.steps[0]
        return Step(step.rule, a, b, "evidence", step.detail or step.rule)
    return None


def _bear_one_mark(a: str, b: str) -> bool:
    """Whether two words bear the same marks, as those of the stress that a language adds (Alexiévich, Aleksiévich)."""
    marked = [[char for char in _letters(word) if fold_accents(char) != char] for word in (a, b)]
    return marked[0] == marked[1] != []


def _is_written(word: str, shared: SharedNative, schemes: Sequence[str]) -> bool:
    """Whether one of the schemes that yield a word yields its marks as well."""
    letters = _letters(word)
    if shared.switched and len(schemes) > 1:
        return letters == fold_accents(letters)  # neither of the two writes the whole of it
    return any(letters in _spelt(shared.native, scheme) for scheme in schemes)


@lru_cache(maxsize=policy.TEXT_CACHE)
def _spelt(native: str, scheme: str) -> tuple[str, str]:
    """What a scheme writes, and the same without the marks above consonants."""
    exact = _letters(romanize(native, scheme))
    return exact, "".join(char if fold_accents(char) in _VOWELS else fold_accents(char) for char in exact)


def _letters(word: str) -> str:
    """A word in small letters with their marks, without signs."""
    return "".join(filter(str.isalpha, normalize("NFC", fold_letters(word))))


@lru_cache(maxsize=policy.TEXT_CACHE)
def _bare(word: str) -> str:
    return fold_accents(fold_letters(word))
