"""Where a text speaks of spellings instead of using them.

“Kyiv (formerly Kiev)”, “Lisyansky or Lisjanski”, “| Moskau | Moscow |”: whoever writes two spellings of one name side
by side means both, be it to tell that they are the same or that they are not. To make them alike would leave a sentence
that says nothing (“Kyiv, formerly Kyiv”), or two people with one name. So two spellings are told apart by the text

* where no more than a sign or a few words of closed classes stand between them (data/spellings.tsv); other names may
  (Viktor Lisyansky or Viktor Lisjanski) in a list with commas and where one of these words does more than to join;
* where the second stands in brackets that open right after the first;
* in one row of a table, or with an arrow or a sign of equality between them; names that no gazetteer knows in any rows,
  which are data and no prose;
* in one sentence with a word for spelling. That sentence is about the spellings in it, so that a single one of them is
  left there as well.

All of this is asked only of what would be rewritten otherwise. A mention of a place or organisation is left where it
stands so, and may be rewritten elsewhere in the text; a name that no gazetteer knows may stand for two people, so that
the whole text is believed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from gazetteer.late import pattern
from normalizer.cleaning.context import Context
from normalizer.cleaning.neighbours import spelling_words
from normalizer.result import Mention

REACH = 200
"""Code points within which two spellings, or a spelling and a word for spelling, stand together: a long sentence."""
OTHER_WORDS = 3  # words of names, or of languages, that may stand between two spellings beside the joining ones

_ARROWS = pattern(r"[→←↔⇒⇔⟶=≠≈|\t]|->|~>")
_BRACKET = pattern(r"\s?[(\[][^()\[\].!?\n]*\Z")
_LIST = pattern(r"[,/(|]")
_STOP = pattern(r"[.!?…][\"'”’»)\]]*\s|\n\s*\n|[?!]")
_SENTENCE_END = pattern(r"[.!?…][\"'”’»)\]]*\s+(?=[^\W\d_a-zа-яёіїє])|\n\s*\n")
_INITIALS = pattern(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_WORD = pattern(r"[^\W\d_]+")
_SHORTENED = pattern(r"^[^.!?…]*[^\W\d_]\.\s*\Z")  # one point, that of an abbreviation (Kyiv, cf. Kiev)
_ITEM = pattern(r"\s*(?:[*+•–-]|\d{1,3}[.)])\s")
_CELLS = 2  # signs that part cells, from which a line is a row of a table


def told_apart(text: str, a: tuple[int, int], b: tuple[int, int], language: str) -> bool:
    """Whether a text names two spellings side by side.

    Args:
        text: that has both. a, b: the stretches of the two, `a` before `b`. language: of the text, "" for any.

    >>> told_apart("Kyiv, formerly Kiev", (0, 4), (15, 19), "en")
    True
    >>> told_apart("From Kyiv they went to see Kiev", (5, 9), (27, 31), "en")
    False
    """
    start, end = a[1], b[0]
    if end - start > REACH:
        return False
    between = text[start:end]
    if "\n" not in between and (_ARROWS.search(between) or is_row(text, start, end)):
        return True
    if _BRACKET.match(between):
        return True
    return _joins(between, language) or _speaks_of_spelling(text, a[0], b[1], language)


def speaks_of_spelling(text: str, mention: Mention, language: str) -> bool:
    """Whether the sentence around a mention has a word for spelling.

    >>> speaks_of_spelling("We no longer write the spelling Kiev.", Mention(32, 36, "Kiev", "Kyiv", "place"), "en")
    True
    """
    return _speaks_of_spelling(text, mention.start, mention.end, language)


def kept_apart(context: Context, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a text, without the changes to those of which the text tells the spelling.

    Args:
        context: of the text. mentions: in order, none over another.
    """
    if not any(mention.changed for mention in mentions):
        return list(mentions)
    text, language = context.words.text, context.language
    has_words = bool(context.remembered("spelling", _words_for_spelling)["words"])
    left: dict[int, str] = {}
    last: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.changed and has_words and speaks_of_spelling(text, mention, language):
            left[at] = f"the sentence is about spellings; canonical form {mention.replacement}"
        name = _name(mention)
        before = last.get(name)
        last[name] = at
        if before is None or mentions[before].surface.lower() == mention.surface.lower():
            continue
        other = mentions[before]
        if told_apart(text, (other.start, other.end), (mention.start, mention.end), language):
            for one in (before, at):
                left.setdefault(one, f"named beside another spelling; canonical form {mentions[one].replacement}")
    return [
        replace(mention, replacement=mention.surface, reason=left[at]) if at in left and mention.changed else mention
        for at, mention in enumerate(mentions)
    ]


def _words_for_spelling(context: Context) -> dict[str, set[str]]:
    """The words for spelling that a text has: most have none, so that none of its sentences is about spelling."""
    words = {word.lower() for word in context.spellings} | context.words.small()
    return {"words": words & _spelling(context.language)}


def around(context: Context, mention: Mention) -> range:
    """The positions of the words that may tell a mention apart from another spelling."""
    starts = context.words.starts
    return range(bisect_left(starts, mention.start - 2 * REACH), bisect_left(starts, mention.end + 2 * REACH))


def _name(mention: Mention) -> str:
    """The form that two spellings of one name lead to."""
    return mention.replacement.lower()


def is_row(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a line lies in a row of a table.

    >>> is_row("| Kyiv | 1990 |", 2, 6), is_row("Kyiv | Lviv", 0, 4)
    (True, False)
    """
    line = text[max(text.rfind("\n", 0, start) + 1, start - REACH) : end]
    newline = text.find("\n", end, end + REACH)
    line += text[end : newline if newline >= 0 else end + REACH]
    return "\t" in line or line.count("|") > _CELLS


def is_item(text: str, at: int) -> bool:
    """Whether a place in a text lies on a line that is an item of a list.

    >>> is_item("* Olha Skrypniuk", 2), is_item("He saw Olha Skrypniuk", 7)
    (True, False)
    """
    return bool(_ITEM.match(text, text.rfind("\n", 0, at) + 1))


def _joins(between: str, language: str) -> bool:
    """Whether what stands between two names only joins them."""
    short = _INITIALS.sub("", between)
    words = _WORD.findall(short)
    telling, joining = _joining(language)
    small = [word for word in words if word.lower() in joining]
    others = [word for word in words if word.lower() not in joining]
    shortened = bool(words) and words[-1].lower() in telling and _SHORTENED.search(short) is not None
    if _STOP.search(short) and not shortened:
        return False
    if others and (len(others) > OTHER_WORDS or not all(word[0].isupper() for word in others)):
        return False
    tells = any(word.lower() in telling for word in small)
    if others:
        return tells or bool(_LIST.search(short))
    return bool(words) or "\n" not in short or bool(short.strip())


def _speaks_of_spelling(text: str, start: int, end: int, language: str) -> bool:
    """Whether a word for spelling stands in the sentence that holds a stretch."""
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    begins = max((found.end() for found in _SENTENCE_END.finditer(before)), default=0)
    stop = _SENTENCE_END.search(after)
    sentence = before[begins:] + text[start:end] + after[: stop.start() if stop else None]
    return not _spelling(language).isdisjoint(map(str.lower, _WORD.findall(sentence)))


@cache
def _joining(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that tell of another way to say a name, and those with the words that only join."""
    telling = spelling_words(language, "telling")
    return telling, telling | spelling_words(language, "and") | spelling_words(language, "spelling")


@cache
def _spelling(language: str) -> frozenset[str]:
    return spelling_words(language, "spelling")
