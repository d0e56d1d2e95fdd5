"""What part a word plays, settled in the light of the other name.

Alone, a word is read by the list: Velike is a size, Oblast a region. Beside the other name the list may be
too clever (Velike Lašče is Веліке Лашче, letter by letter) or not clever enough (the other writes vilojats for
viloyati, First for 1). A word that only one of the names has in its part, while the other has the same word,
or one that reads like it, among the words of the name, plays the same part in both. Nothing is decided from
one name alone, so nothing here can make two names differ that agreed before.
"""

from __future__ import annotations

from functools import cache

from normalizer.matching.align import word_log_odds
from normalizer.matching.tables import read_pairs
from normalizer.matching.words import NAME, NUMBER, Part

Parts = tuple[Part, ...]
LESSER = frozenset(("direction", "generic", "particle", "title", "suffix"))
ALIKE_LOG_ODDS = 1.0  # of two words that play one part: the rest of the names has to bear it out anyway
BY_LETTERS = frozenset(("direction", "generic"))  # parts that other languages write by their own letters


@cache
def number_words() -> dict[str, str]:
    """data/numbers.tsv: a folded word -> its value in digits.

    >>> number_words()["first"], number_words()["второй"]
    ('1', '2')
    """
    return read_pairs("numbers.tsv")


def settle_parts(a: Parts, b: Parts) -> tuple[Parts, Parts]:
    """Both names with words of one meaning or one spelling in the same part.

    >>> from normalizer.matching.words import parse_name
    >>> a, b = settle_parts(parse_name("First Bank", "org").parts, parse_name("1st Bank", "org").parts)
    >>> a[0].role, a[0].meaning
    ('number', '1')
    >>> a, b = settle_parts(parse_name("Velike Lašče", "place").parts, parse_name("Веліке Лашче", "place").parts)
    >>> a[0].role == b[0].role
    True
    """
    if _plain(a) and _plain(b):
        return a, b
    a, b = _settle_numbers(a, b)
    if not any(part.role in LESSER for part in (*a, *b)):
        return a, b
    b = _settle_lesser(a, b)
    return _settle_lesser(b, a), b


def _plain(parts: Parts) -> bool:
    """Nothing but words of the name, none of them a number: most names, so this is asked first."""
    table = number_words()
    for _text, role, meaning, _tied in parts:  # noqa: SIM110 (a generator costs twice the loop, and every pair asks)
        if role != NAME or meaning in table:
            return False
    return True


def _settle_lesser(parts: Parts, other: Parts) -> Parts:
    """`other` with its words of the name in the part that `parts` gives them; a direction is left to the name."""
    settled = list(other)
    for part in parts:
        if part.role not in LESSER or any(p.role == part.role and p.meaning == part.meaning for p in settled):
            continue
        names = [i for i, p in enumerate(settled) if p.role == NAME]
        found = next((i for i in names if _alike(part, settled[i])), None)
        if found is not None and len(names) > 1:
            settled[found] = settled[found]._replace(role=part.role, meaning=part.meaning)
    return tuple(settled)


def _alike(part: Part, name: Part) -> bool:
    if part.text.lower() == name.text.lower():
        return True
    return part.role in BY_LETTERS and word_log_odds(part.text, name.text) > ALIKE_LOG_ODDS


def _settle_numbers(a: Parts, b: Parts) -> tuple[Parts, Parts]:
    """Numbers in words agree with digits, and with the words of another language, of the same value."""
    table = number_words()
    values_a, values_b = _values(a, table), _values(b, table)
    for value in values_a.keys() & values_b.keys() if values_a and values_b else ():
        i, j = values_a[value], values_b[value]
        if a[i].role == NUMBER:
            b = _with(b, j, b[j]._replace(role=NUMBER, meaning=value))
        elif b[j].role == NUMBER:
            a = _with(a, i, a[i]._replace(role=NUMBER, meaning=value))
        else:
            b = _with(b, j, b[j]._replace(meaning=a[i].meaning))
    return a, b


def _with(parts: Parts, index: int, part: Part) -> Parts:
    return (*parts[:index], part, *parts[index + 1 :])


def _values(parts: Parts, table: dict[str, str]) -> dict[str, int]:
    """Values that a name has, each with the index of its word."""
    found: dict[str, int] = {}
    for index, part in enumerate(parts):
        value = part.meaning if part.role == NUMBER else table.get(part.meaning) if part.role == NAME else None
        if value:
            found.setdefault(value, index)
    return found
