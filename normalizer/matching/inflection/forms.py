"""The way back: the form that another lemma has in the case of a reading, where the rules know it.

Луганску read as a dative of Луганск and corrected to Луганськ gives Луганську. A form is given only when nothing
is left to choose: paradigms that fit the lemma must agree, and where a case has several endings (-а or -у in the
genitive of Ukrainian towns and lands), the ending that stands in the text decides, if it is one of them. Else the
answer is None, and the caller reports the mention instead of rewriting it.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.matching.inflection.paradigms import Paradigm, table
from normalizer.matching.inflection.phrases import FIXED, Reading, lemmas, split_words
from normalizer.matching.inflection.readings import composed, lower, restored
from normalizer.text.unicode import fold_letters, script_of

LEAST_SHARE = 0.05  # share of a reading below which two words are not called forms of each other
RARE = 0.2  # share of a paradigm below which it leaves no doubt about the others
CERTAIN = 1.0  # share of a paradigm that overrules those with a shorter ending of the lemma


def inflect(lemma: str, like: Reading) -> str | None:
    """The form of another name in the case of a reading.

    Args:
        lemma: the name wanted, in the nominative, in the language of the reading. like: the reading of the form that
            it replaces.

    Returns:
        The form; the lemma itself when the reading is a nominative; None when the rules leave a choice, when the words
        are too different to pair, or when the scripts differ.

    >>> inflect("Луганськ", lemmas("Луганску", "uk", "place")[0])
    'Луганську'
    """
    lemma = composed(lemma)
    if like.cases == ("nom",) or not lemma:
        return lemma or None
    gaps, words = split_words(lemma)
    rules = like.rule.split(" ")
    if script_of(lemma) != script_of(like.form) or table(like.language) is None:
        return None
    if len(words) != len(rules):
        if len(words) > 1:
            return None
        pairs = [("", "", "")]
    else:
        pairs = list(zip(rules, like.endings, split_words(like.form)[1], strict=True))
    found = [_word(word, *pair, like) for word, pair in zip(words, pairs, strict=True)]
    if any(form is None for form in found):
        return None
    return "".join(gap + (form or "") for gap, form in zip(("", *gaps), found, strict=True))


def _word(word: str, rule: str, ending: str, form: str, like: Reading) -> str | None:
    """The form of one word in the case of the reading; where that may be several, in those with the ending at hand."""
    if rule == FIXED:
        return word
    low = lower(word)
    fitting = _fitting(low, rule, like)
    stems = {len(paradigm.lemma) for paradigm in fitting}
    if len(stems) != 1:
        return None
    stem = low[: len(low) - stems.pop()]
    at_hand = (lower(form).removeprefix(stem) if lower(form).startswith(stem) else ending, ending)
    cases = [{_ending(paradigm, case, at_hand) for paradigm in fitting} for case in like.cases]
    alike = [found for found in cases if any(one and one.endswith(ending) for one in found)] if ending else []
    endings = set().union(*(alike or cases))
    if len(endings) != 1:
        return None
    (chosen,) = endings
    return None if chosen is None else restored(word, len(stem), chosen)


def _fitting(low: str, rule: str, like: Reading) -> list[Paradigm]:
    """The paradigms that a lemma may follow: those with the longest ending when they are certain, else all of the kind
    of word (noun or adjective, gender) that the form follows."""
    rules = table(like.language)
    paradigms = [p for p in rules.paradigms if p.kind == like.kind and _fits(p, low)] if rules else []
    sort = rule.rsplit("-", rule.count("-") - 1)[0] if rule.count("-") > 1 else rule
    alike = [p for p in paradigms if p.name.startswith(sort)] if sort else [p for p in paradigms if p.number != "*"]
    if not alike:
        return []
    longest = max(len(p.lemma) for p in alike)
    specific = [p for p in alike if len(p.lemma) == longest]
    same = [p for p in specific if p.name == rule]
    if longest and all(p.share >= CERTAIN for p in specific):
        return same or specific
    usual = [p for p in alike if p.share >= RARE]
    return same if same and len(specific) == len(usual) else usual


def _fits(paradigm: Paradigm, low: str) -> bool:
    stem = low[: len(low) - len(paradigm.lemma)]
    return bool(stem) and low.endswith(paradigm.lemma) and paradigm.fits(stem)


def _ending(paradigm: Paradigm, case: str, at_hand: Sequence[str]) -> str | None:
    """The ending of a case: one that stands in the text, the only one, or the first where both are in use."""
    endings: Sequence[str] = paradigm.forms.get(case, ())
    for ending in at_hand:
        if ending in endings:
            return ending
    alike = [ending for ending in endings if at_hand[-1] and ending.endswith(at_hand[-1])]
    if case in paradigm.unsure:
        return alike[0] if len(alike) == 1 else None
    return next(iter(alike or endings), None)


def same_word(a: str, b: str, language: str | None = None, kind: str | None = None) -> Reading | None:
    """The reading that makes one of two names a form of the other, or None.

    >>> same_word("Lisjanskog", "Lisjanski", "hr").case
    'gen'
    """
    for form, lemma in ((a, b), (b, a)):
        folded = fold_letters(lemma)
        for reading in lemmas(form, language, kind):
            if reading.share >= LEAST_SHARE and reading.inflected and fold_letters(reading.lemma) == folded:
                return reading
    return None
