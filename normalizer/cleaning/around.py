"""The facts of the text around a run: the words beside it, and what the text says elsewhere of the same word.

A preposition, another place after a comma, a capital where none is needed speak for or against a name here; that the
text writes the word small, or gives it to a person, holds throughout. What each counts stands on the card (`likely`).
"""

from __future__ import annotations

import math

from normalizer.cleaning.context import ATTRIBUTIVE, Context, is_title
from normalizer.cleaning.mentions import Found
from normalizer.cleaning.neighbours import continuations, prepositions
from normalizer.cleaning.ordinary import is_counted
from normalizer.cleaning.plain_scan import ALL_CAPITALS
from normalizer.matching.gender import known_gender

BESIDE = (
    "title", "number", "capital_before", "capital_after", "of_capital", "capital_of", "preposition", "place_beside",
    "goes_on", "joined", "before_name", "given_before",
)  # fmt: skip
"""The facts of the words beside a run."""
AROUND = (
    *BESIDE, "small", "never_meant", "never_meant_rare", "after_given", "share_after_given", "after_stranger",
    "before_family", "repeated", "placed", "share_placed", "says", "personal", "adjective_first",
)  # fmt: skip
"""All facts of this room."""
_SPACES = frozenset((" ", "\u00a0"))
_TITLE_GAPS = frozenset((" ", "\u00a0", ". "))


def around(found: Found, context: Context) -> dict[str, float]:
    """The facts of the text around a run, those that hold; 1 but for shares and logarithms."""
    elsewhere = throughout(found, context) if found.first == found.last else {}
    return elsewhere | dict.fromkeys(beside(found, context), 1.0)


def beside(found: Found, context: Context) -> list[str]:
    """The facts of the words that stand beside a run."""
    words, first, last = context.words, found.first, found.last
    facts = []
    before = after = gap_before = gap_after = ""
    if first > 0:
        gap_before = words.gap(first - 1)
        before = words[first - 1]
        if is_title(before) and gap_before in _TITLE_GAPS:
            facts.append("title")
        before = before if gap_before in _SPACES else ""
    if last + 1 < len(words.starts):
        gap_after = words.gap(last)
        after = words[last + 1] if gap_after in _SPACES else ""
    if before[:1].isdigit() or after[:1].isdigit():
        facts.append("number")
    if before and first == last and known_gender(before) and not context.is_small_word(before):
        facts.append("given_before")
    if before:
        if context.is_name_like(first - 1) and not context.says_nothing(first - 1):
            facts.append("capital_before")
        elif before in ATTRIBUTIVE and context.is_capital(first - 2) and context.follows(first - 1):
            facts.append("capital_of")
        if before.lower() in prepositions(context.language):
            facts.append("preposition")
    if "-" in (gap_before, gap_after) and _is_joined(first, last, gap_before, gap_after, context):
        facts.append("joined")
    if after:
        if last + 1 in context.flags and after.lower() in continuations(context.language):
            facts.append("goes_on")
        if context.is_name_like(last + 1) and not context.flags.get(first, 0) & ALL_CAPITALS:
            if not context.says_nothing(last + 1):
                known = context.masks[last + 1] and not context.usual(after)
                facts += ["before_name"] if known else [] if context.masks[last + 1] else ["capital_after"]
        elif after in ATTRIBUTIVE and first == last and context.is_capital(last + 2):
            facts.append("of_capital")
    if ", " in (gap_before, gap_after) and _beside_place(first, last, gap_before, gap_after, context):
        facts.append("place_beside")
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


def _is_joined(first: int, last: int, gap_before: str, gap_after: str, context: Context) -> bool:
    """Whether a hyphen joins the run to another capital that begins no known name (Navarro-Valls, Kerry-Ann)."""
    masks = context.masks
    before = gap_before == "-" and context.is_capital(first - 1) and not masks[first - 1]
    return before or (gap_after == "-" and context.is_capital(last + 1) and not masks[last + 1])


def _beside_place(first: int, last: int, gap_before: str, gap_after: str, context: Context) -> bool:
    """Whether a comma and a word that is a key, and nobody's name in the text, stand before or after."""
    masks = context.masks
    if gap_after == ", " and masks.get(last + 1) and not context.is_persons(last + 1):
        return True
    return gap_before == ", " and bool(masks.get(first - 1)) and not context.is_persons(first - 1)
