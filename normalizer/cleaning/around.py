"""The facts of the text around a run: the words beside it, and what the text says elsewhere of the same word.

A preposition, another place after a comma, a capital where none is needed speak for or against a name here; that the
text writes the word small, or gives it to a person, holds throughout. What each counts stands on the card (`likely`).
"""

from __future__ import annotations

import math

from normalizer.cleaning.context import ATTRIBUTIVE, Context, is_title
from normalizer.cleaning.mentions import Found
from normalizer.cleaning.neighbours import continuations, institutions, prepositions, rivers, sayings
from normalizer.cleaning.ordinary import is_counted
from normalizer.cleaning.plain_scan import ALL_CAPITALS
from normalizer.cleaning.spelling import LANDS
from normalizer.matching.gender import known_gender
from normalizer.matching.words import word_classes

BESIDE = (
    "title", "number", "capital_before", "capital_after", "of_capital", "capital_of", "preposition", "place_beside",
    "goes_on", "joined", "before_name", "given_before", "direction", "school", "firm", "paper", "possessor", "article",
    "of_before", "and_place",
)  # fmt: skip
"""The facts of the words beside a run."""
ONE_BEFORE = ("title", "of_before")
"""Those of the word before a run, of which one holds at most."""
_ANYWHERE = tuple(fact for fact in BESIDE if fact not in (*ONE_BEFORE, "place_beside", "and_place"))
AROUND = (
    *BESIDE, "small", "never_meant", "never_meant_rare", "after_given", "share_after_given", "after_stranger",
    "before_family", "repeated", "placed", "share_placed", "placed_alone", "says", "personal", "adjective_first",
)  # fmt: skip
"""All facts of this room."""
_AFTER_DIRECTION = frozenset((" ", "\u00a0", "-", ". "))
_WHERE = frozenset(("direction", "size"))
_SAINT = "saint"
_AND = frozenset(("and", "or", "und", "oder", "et", "ou", "y", "e", "i", "a", "и", "і", "та", "ali"))
ABBREVIATED = 2
"""Letters at most of a direction or saint that a point abbreviates (W., St.)."""
_POSSESSIVES = frozenset(("'s ", "’s "))
_SPACES = frozenset((" ", "\u00a0"))
_TITLE_GAPS = frozenset((" ", "\u00a0", ". "))


def around(found: Found, context: Context) -> dict[str, float]:
    """The facts of the text around a run, those that hold; 1 but for shares and logarithms."""
    elsewhere = throughout(found, context) if found.first == found.last else {}
    return elsewhere | dict.fromkeys(beside(found, context), 1.0)


def beside(found: Found, context: Context) -> list[str]:
    """The facts of the words that stand beside a run."""
    words, first, last = context.words, found.first, found.last
    before = after = gap_before = gap_after = ""
    if first > 0:
        gap_before, before = words.gap(first - 1), words[first - 1]
    if last + 1 < len(words.starts):
        gap_after, after = words.gap(last), words[last + 1]
    facts = _before(found, context, gap_before, before) if before else []
    if after:
        facts += _after(found, context, gap_after, after)
    if (before[:1].isdigit() and gap_before in _SPACES) or (after[:1].isdigit() and gap_after in _SPACES):
        facts.append("number")
    if "-" in (gap_before, gap_after) and _is_joined(first, last, gap_before, gap_after, context):
        facts.append("joined")
    if ", " in (gap_before, gap_after) and _beside_place(first, last, gap_before, gap_after, context):
        facts.append("place_beside")
    if (before in _AND and gap_before in _SPACES and _is_place(first - 2, first - 1, context)) or (
        after in _AND and gap_after in _SPACES and _is_place(last + 2, last + 2, context)
    ):
        facts.append("and_place")
    return facts


def may_favour(found: Found, context: Context) -> tuple[str, ...]:
    """Those of the facts beside a run that may hold, of those that may speak for a place: told by far less work."""
    words, first, last = context.words, found.first, found.last
    before, gap_before = (words[first - 1], words.gap(first - 1)) if first > 0 else ("", "")
    after, gap_after = (words[last + 1], words.gap(last)) if last + 1 < len(words.starts) else ("", "")
    listed = ("place_beside",) if ", " in (gap_before, gap_after) else ()
    joined = ("and_place",) if before in _AND or after in _AND else ()
    named = ("of_before",) if before == "of" else ("title",) if is_title(before) else ()
    return (*listed, *joined, *named, *_ANYWHERE)


def _before(found: Found, context: Context, gap: str, before: str) -> list[str]:
    """The facts of the word before a run."""
    first, language = found.first, context.language
    facts = ["title"] if gap in _TITLE_GAPS and is_title(before) else []
    capital = first - 1 in context.flags
    if gap in _AFTER_DIRECTION and (capital or gap == "-") and _is_direction(first, gap, context):
        facts.append("direction")
    if gap not in _SPACES:
        return facts
    low, single = before.lower(), first == found.last
    if single and capital and known_gender(before) and not context.is_small_word(before):
        facts.append("given_before")
    if capital and context.is_name_like(first - 1) and not context.says_nothing(first - 1):
        facts.append("capital_before")
    elif before in ATTRIBUTIVE and context.is_capital(first - 2) and context.follows(first - 1):
        facts.append("capital_of")
    elif before == "of" and first > 1 and context.words[first - 2] not in sayings(language):
        facts.append("of_before")  # the city of Saida; not what was said of Fairfield
    if low in prepositions(language):
        facts.append("preposition")
    elif single and low in rivers(language, "bare") and _is_bare(found, context):
        facts.append("article")
    return facts


def _after(found: Found, context: Context, gap: str, after: str) -> list[str]:
    """The facts of the word after a run."""
    first, last, facts = found.first, found.last, list[str]()
    if gap not in _SPACES:
        return ["possessor"] if gap in _POSSESSIVES and context.is_capital(last + 1) else facts
    if last + 1 in context.flags:
        low, institution = after.lower(), institutions(context.language)
        if low in continuations(context.language):
            facts.append("goes_on")
        elif low in institution and context.is_capital(last + 1):
            facts.append(institution[low])
    if context.is_name_like(last + 1) and not context.flags.get(first, 0) & ALL_CAPITALS:
        if not context.says_nothing(last + 1):
            known = context.masks[last + 1] and not context.usual(after)
            facts += ["before_name"] if known else [] if context.masks[last + 1] else ["capital_after"]
    elif after in ATTRIBUTIVE and first == last and context.is_capital(last + 2):
        facts.append("of_capital")
    return facts


def throughout(found: Found, context: Context) -> dict[str, float]:
    """What the whole text says of a single word."""
    surface, facts = found.surface, dict[str, float]()
    meant = context.times_meant(surface)
    if meant:
        facts["repeated"] = math.log(1 + meant)
    elif context.says_nothing(found.first):
        rare = is_counted(context.language) and not context.usual(surface)
        facts["never_meant_rare" if rare else "never_meant"] = 1
    if surface.lower() in context.words.small():
        facts["small"] = 1
    placed = context.times_placed(surface)
    if placed:
        facts["placed"] = 1
        facts["share_placed"] = placed / max(1, context.times(surface))
        if context.is_placed_alone(surface):
            facts["placed_alone"] = 1
    if not meant and context.says_nothing(found.first) and _is_attribute(found.first, context):
        facts["adjective_first"] = 1
    if context.is_personal(surface):
        facts["personal"] = 1
    if context.is_name_part(surface) and context.says_something(surface):
        facts["says"] = 1
    after_given = context.named_after(surface)
    if after_given:
        facts["after_given"] = 1
        facts["share_after_given"] = after_given / max(1, context.times(surface))
    if context.named_by_stranger(surface):
        facts["after_stranger"] = 1
    if context.named_before(surface):
        facts["before_family"] = 1
    return facts


def _is_attribute(at: int, context: Context) -> bool:
    """Whether a word is an adjective by its ending, with a word in small letters after it that is no small word: at the
    start of a sentence the adjective of a country has a capital (Italská vláda)."""
    words = context.words
    if not context.declines or not context.follows(at + 1) or (at + 1) in context.spelt:
        return False
    after = words[at + 1]
    return after.isalpha() and not context.is_small_word(after) and context.is_adjective(words[at])


def _is_direction(first: int, gap: str, context: Context) -> bool:
    """Whether the word before a name is one for a direction or a size that makes it the name of something else: with a
    capital (South America, Greater Mumbai), or joined by a hyphen (south-Lebanon); a saint, whose name it is, the same
    (St. Kitts)."""
    word = context.words[first - 1].lower()
    which, meaning = word_classes().get(word, ("", ""))
    if which not in _WHERE and meaning != _SAINT:
        return False
    if gap == ". ":  # longer words end a sentence
        return len(word) <= ABBREVIATED
    return which in _WHERE and (gap == "-" or not context.says_nothing(first - 1))


def _is_bare(found: Found, context: Context) -> bool:
    """Whether the article before a word is its own, which no town has: nothing follows that it could be the article of.

    Countries may have one, and acronyms stand for several words.
    """
    if found.surface.isupper() or found.resolution.candidates[0].entity.feature in LANDS:
        return False
    return context.is_alone(found.last)


def _is_joined(first: int, last: int, gap_before: str, gap_after: str, context: Context) -> bool:
    """Whether a hyphen joins the run to another capital that begins no known name (Navarro-Valls, Kerry-Ann)."""
    masks = context.masks
    before = gap_before == "-" and context.is_capital(first - 1) and not masks[first - 1]
    return before or (gap_after == "-" and context.is_capital(last + 1) and not masks[last + 1])


def _is_place(at: int, gap_before: int, context: Context) -> bool:
    """Whether the word at a position is a key and no name of people, and a space stands before another."""
    return bool(context.masks.get(at)) and context.follows(gap_before) and not context.is_name_part(context.words[at])


def _beside_place(first: int, last: int, gap_before: str, gap_after: str, context: Context) -> bool:
    """Whether a comma and a word that is a key, and nobody's name in the text, stand before or after."""
    masks = context.masks
    if gap_after == ", " and masks.get(last + 1) and not context.is_persons(last + 1):
        return True
    return gap_before == ", " and bool(masks.get(first - 1)) and not context.is_persons(first - 1)
