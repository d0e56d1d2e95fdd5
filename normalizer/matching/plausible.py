"""Which reason is given where a rule fits the letters of two words: one that their languages allow.

Tim and Tom differ as a Ukrainian name from its Russian form does, Tina and Dina as a word of Pinyin from its postal
spelling, Hans and Heinz as spellings of one Arabic letter. The rules are true of the letters, which is all that a score
asks; as reasons they mislead. So a rule between languages is named only where something shows that the words are of
these languages: the script of a name, a form that is usual there (data/worlds.tsv), a list of given names that has both
as forms of one name. Two given names that are on record as such, and not as forms of one name, are of none. Otherwise
the reason is what anyone sees, the letters that differ. Scores stay as they are: nothing here is asked for one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from gazetteer.values import NamedTuple
from normalizer.matching import measures
from normalizer.matching.counterpart import NEUTRAL, Way, counterpart, reading
from normalizer.matching.diminutive import formal_in
from normalizer.matching.evidence import Found, may_be_pinyin, rules_in_words
from normalizer.matching.gender import known_gender
from normalizer.matching.tables import read_rows
from normalizer.matching.words import NAME, Part
from normalizer.text.unicode import fold_accents, fold_letters, script_of

COUNTERPART, SCHEME, NATIVE = "counterpart:", "scheme:", "shared-native"
SLAVIC, ARABIC = "slavic", "arabic"
WORLDS = {"uk-ru": SLAVIC, "be-ru": SLAVIC, "arabic": ARABIC}
"""The groups of counterpart rules that are of certain languages."""
SCRIPTS = {SLAVIC: ("Cyrl",), ARABIC: ("Arab", "Hebr")}
EAST_SLAVIC = frozenset(("ru", "uk", "be"))
BEFORE_FORM = 2  # letters of a word beside its ending, so that Uk and Ivy have none


class _Forms(NamedTuple):
    start: tuple[str, ...]
    end: tuple[str, ...]
    any: tuple[str, ...]


@cache
def _forms(world: str) -> _Forms:
    rows = [row for row in read_rows("worlds.tsv") if row[0] == world]
    return _Forms(*(tuple(letters for _, where, letters in rows if where == wanted) for wanted in _Forms._fields))


def looks(word: str, world: str) -> bool:
    """Whether the script or the form of a word shows that it is of these languages.

    >>> looks("Skrypniuk", "slavic"), looks("Kharkov", "slavic"), looks("Tom", "slavic"), looks("Qaddafi", "arabic")
    (True, True, False, True)
    """
    script = script_of(word)
    if script != "Latn":
        return script in SCRIPTS[world]
    low, forms = fold_accents(fold_letters(word)), _forms(world)
    if low.startswith(forms.start) or any(letters in low for letters in forms.any):
        return True
    return any(low.endswith(letters) and len(low) >= len(letters) + BEFORE_FORM for letters in forms.end)


def given_names(a: str, b: str) -> bool:
    """Whether two words are given names that are on record, each of its own: forms of one name are no two names.

    >>> given_names("Tim", "Tom"), given_names("Vladimir", "Volodymyr"), given_names("Kharkiv", "Kharkov")
    (True, False, False)
    """
    return bool(known_gender(a) and known_gender(b)) and formal_in(a).keys().isdisjoint(formal_in(b))


def told(found: Found, a: Part, b: Part, words: Sequence[Part], kind: str | None) -> Found:
    """What was found of two words, with a reason that their languages allow.

    Args:
        found: what the letters and the rules say. words: of both names. kind: of the names.
    Returns:
        the same, or with the same log-odds the rule of spelling, or the letters that differ.
    """
    if found.rule.startswith(SCHEME) and script_of(a.text) == script_of(b.text) == "Latn":
        pinyin = all(may_be_pinyin(word.text) and not known_gender(word.text) for word in _names(words, a, b))
        return found if pinyin else _by_letters(found, a.text, b.text)
    if found.rule == NATIVE:
        return found if _native(a.text, b.text, words, kind) else _by_letters(found, a.text, b.text)
    world = WORLDS.get(found.rule.removeprefix(COUNTERPART))
    if world is None:
        return found
    if given_names(a.text, b.text):
        return _by_letters(found, a.text, b.text)
    shown = any(looks(word.text, world) for word in words)
    if world == SLAVIC and not shown:
        shown = kind == "place" or _slavic_name(a.text) or _slavic_name(b.text)
    return found if shown else _by_letters(found, a.text, b.text)


def _native(a: str, b: str, words: Sequence[Part], kind: str | None) -> bool:
    """Whether a native form behind two Latin spellings is a reason: of people, Toni and Tony need no Тоны."""
    if given_names(a, b) or kind != "person":
        return not given_names(a, b)
    return any(looks(word.text, SLAVIC) for word in words) or not _spelt(a, b)


def _names(words: Sequence[Part], a: Part, b: Part) -> Collection[Part]:
    """The words of a name whose words are all of one language, if the two that are compared are."""
    return [word for word in words if word.role == NAME or word in (a, b)]


def _slavic_name(word: str) -> bool:
    """Whether a word is on record as a given name of East Slavic languages."""
    return any(EAST_SLAVIC & languages for languages in formal_in(word).values())


def _spelt(a: str, b: str) -> Way | None:
    """The way from one word to the other by the rules of spelling alone, where it is the cheapest."""
    way = counterpart(a, b, place=False)
    return way if way and way.group == NEUTRAL else None


def _by_letters(found: Found, a: str, b: str) -> Found:
    """The reason that is true in every language: a rule of spelling, or the letters that differ."""
    way = _spelt(a, b)
    if way:
        return found._replace(rule=f"{COUNTERPART}{way.group}", detail=rules_in_words(way))
    left, right = reading(a), reading(b)
    edits = [edit for edit in measures.Levenshtein.opcodes(left, right) if edit.tag != "equal"]
    pairs = [(left[e.src_start : e.src_end], right[e.dest_start : e.dest_end]) for e in edits]
    differ = [f"{x}/{y}" if x and y else f"{x or y} more" for x, y in pairs]
    return found._replace(rule="letters", detail=f"the letters agree but for {', '.join(differ)}")
