"""What part a word plays, settled in the light of the other name.

Alone, a word is read by the list: Velike is a size, Oblast a region. Beside the other name the list may be
too clever (Velike Lašče is Веліке Лашче, letter by letter) or not clever enough (the other writes vilojats for
viloyati, First for 1). A word that only one of the names has in its part, while the other has the same word,
or one that reads like it, among the words of the name, plays the same part in both. Nothing is decided from
one name alone, so nothing here can make two names differ that agreed before.

Numbers and directions have words in every language, which mean other things in others (Nam is south in Vietnam,
a family in Korea; Bas is low in France). So they too count only beside the same number or direction: Forty-Four
beside 44, Bắc beside North, the Ziemeļ of Ziemeļsurigao beside the Norte of Surigao del Norte.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.align import word_log_odds
from normalizer.matching.tables import read_pairs, read_rows, table
from normalizer.matching.words import NAME, NUMBER, Part
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import UNSPACED, script_of

Parts = tuple[Part, ...]
LESSER = frozenset(("direction", "generic", "particle", "title", "suffix"))
ALIKE_LOG_ODDS = 1.0  # of two words that play one part: the rest of the names has to bear it out anyway
BY_LETTERS = frozenset(("direction", "generic"))  # parts that other languages write by their own letters
DIRECTION = "direction"
SYLLABIC = UNSPACED | {"Hang"}  # scripts of which two letters are enough for a name
SHORTEST_REST, SHORTEST_SIGNS = 4, 2  # letters of a longer word that are left when a direction is cut off
TENS = frozenset(str(value) for value in range(10, 100, 10))
UNITS = frozenset(str(value) for value in range(1, 10))
_TABLE = "directions.tsv"


class _Directions(NamedTuple):
    """Words for directions by their folded form; of each direction the forms that longer words begin or end with."""

    words: dict[str, str]
    starts: dict[str, tuple[str, ...]]
    ends: dict[str, tuple[str, ...]]


@cache
def number_words() -> dict[str, str]:
    """data/numbers.tsv: a folded word -> its value in digits.

    >>> number_words()["first"], number_words()["второй"]
    ('1', '2')
    """
    return read_pairs("numbers.tsv")


@cache
def directions() -> _Directions:
    """data/directions.tsv.

    >>> directions().words["kuzey"], "jugo" in directions().starts["south"]
    ('north', True)
    """
    return _Directions(*derived("directions", "1", [table(_TABLE)], _read_directions))


def _read_directions() -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    words: dict[str, str] = {}
    parts: dict[str, dict[str, list[str]]] = {"start": {}, "end": {}}
    for word, meaning, place in read_rows(_TABLE):
        if place == "word":
            words.setdefault(word, meaning)
        else:
            parts[place].setdefault(meaning, []).append(word)
    starts, ends = (
        {meaning: tuple(sorted(forms, key=len, reverse=True)) for meaning, forms in parts[place].items()}
        for place in ("start", "end")
    )
    return words, starts, ends


@lru_cache(maxsize=SELDOM_REMEMBERED)
def directions_in(word: str) -> tuple[str, ...]:
    """The directions that a word of a name, or a piece of it, may mean, in alphabetical order.

    Args:
        word: folded.

    >>> directions_in("ziemelsurigao"), directions_in("moskva")
    (('north',), ())
    """
    whole = directions().words.get(word)
    found = {whole} if whole else set()
    starting, ending = _sizes("starts").get(word[:1], ()), _sizes("ends").get(word[-1:], ())
    most = _most(word) if starting or ending else 0
    for size in starting:
        if size <= most:
            found |= _meanings("starts").get(word[:size], frozenset())
    for size in ending:
        if size <= most:
            found |= _meanings("ends").get(word[-size:], frozenset())
    return tuple(sorted(found))


@cache
def _sizes(place: str) -> dict[str, tuple[int, ...]]:
    """How long the forms are that longer words begin or end with, by the first or the last letter."""
    found: dict[str, set[int]] = {}
    for form in _meanings(place):
        found.setdefault(form[0] if place == "starts" else form[-1], set()).add(len(form))
    return {letter: tuple(sorted(sizes)) for letter, sizes in found.items()}


@cache
def _meanings(place: str) -> dict[str, set[str]]:
    """What the forms that longer words begin or end with mean."""
    found: dict[str, set[str]] = {}
    for meaning, forms in getattr(directions(), place).items():
        for form in forms:
            found.setdefault(form, set()).add(meaning)
    return found


def direction_pieces(place: str) -> dict[str, set[str]]:
    """What the forms that longer words begin ("starts") or end ("ends") with mean."""
    return _meanings(place)


def _most(word: str) -> int:
    """Letters of a word that may be a direction, so that a name is left."""
    return len(word) - (SHORTEST_SIGNS if script_of(word) in SYLLABIC else SHORTEST_REST)


def settle_parts(a: Parts, b: Parts) -> tuple[Parts, Parts]:
    """Both names with words of one meaning or one spelling in the same part.

    >>> from normalizer.matching.words import parse_name
    >>> a, b = settle_parts(parse_name("First Bank", "org").parts, parse_name("1st Bank", "org").parts)
    >>> a[0].role, a[0].meaning
    ('number', '1')
    >>> a, b = settle_parts(parse_name("Velike Lašče", "place").parts, parse_name("Веліке Лашче", "place").parts)
    >>> a[0].role == b[0].role
    True
    >>> a, b = settle_parts(parse_name("Norte Davao", "place").parts, parse_name("북다바오", "place").parts)
    >>> [(part.text, part.role) for part in b]
    [('북', 'direction'), ('다바오', 'name')]
    """
    if _plain(a) and _plain(b):
        return a, b
    a, b = _settle_numbers(a, b)
    if not any(part.role in LESSER for part in (*a, *b)):
        return a, b
    a, b = _settle_directions(b, a), _settle_directions(a, b)
    b = _settle_lesser(a, b)
    return _settle_lesser(b, a), b


def _plain(parts: Parts) -> bool:
    """Nothing but words of the name, none of them a number: most names, so this is asked first."""
    table = number_words()
    for _text, role, meaning, _tied in parts:  # noqa: SIM110 (a generator costs twice the loop, and every pair asks)
        if role != NAME or meaning in table:
            return False
    return True


def _settle_directions(parts: Parts, other: Parts) -> Parts:
    """`other` with the directions that only `parts` has, where a word of it, or a piece of one, means them."""
    wanted = [part.meaning for part in parts if part.role == DIRECTION]
    if not wanted:
        return other
    for meaning in wanted:
        if any(part.role == DIRECTION and part.meaning == meaning for part in other):
            continue
        names = [i for i, part in enumerate(other) if part.role == NAME]
        whole = next((i for i in names if directions().words.get(other[i].meaning) == meaning), None)
        if whole is not None and len(names) > 1:
            other = _with(other, whole, other[whole]._replace(role=DIRECTION, meaning=meaning))
            continue
        cut = next(((i, pieces) for i in names if (pieces := _cut(other[i], meaning))), None)
        if cut is not None:
            index, pieces = cut
            other = (*other[:index], *pieces, *other[index + 1 :])
    return other


def _cut(part: Part, meaning: str) -> tuple[Part, ...]:
    """A word that begins or ends with a direction, as two; empty where it does not, or nothing of a name is left."""
    table, word = directions(), part.meaning
    most = _most(word)
    start = next((form for form in table.starts[meaning] if len(form) <= most and word.startswith(form)), "")
    if start:
        return _pieces(part, len(start), first=True, meaning=meaning)
    end = next((form for form in table.ends.get(meaning, ()) if len(form) <= most and word.endswith(form)), "")
    return _pieces(part, len(word) - len(end), first=False, meaning=meaning) if end else ()


def _pieces(part: Part, at: int, first: bool, meaning: str) -> tuple[Part, ...]:
    text = part.text if len(part.text) == len(part.meaning) else part.meaning
    one, two = Part(text[:at], NAME, part.meaning[:at], part.tied), Part(text[at:], NAME, part.meaning[at:])
    if first:
        return one._replace(role=DIRECTION, meaning=meaning), two
    return one, two._replace(role=DIRECTION, meaning=meaning)


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
    a, b = _counted(a, b, table), _counted(b, a, table)
    values_a, values_b = dict(_values(a, table)), dict(_values(b, table))
    for value in values_a.keys() & values_b.keys() if values_a and values_b else ():
        i, j = values_a[value], values_b[value]
        if a[i].role == NUMBER:
            b = _with(b, j, b[j]._replace(role=NUMBER, meaning=value))
        elif b[j].role == NUMBER:
            a = _with(a, i, a[i]._replace(role=NUMBER, meaning=value))
        else:
            b = _with(b, j, b[j]._replace(meaning=a[i].meaning))
    return a, b


def _counted(parts: Parts, other: Parts, table: dict[str, str]) -> Parts:
    """Tens and a unit as one number where the other name has it in digits: Forty-Four, Forty 4, beside 44."""
    for index in range(len(parts) - 1):
        tens, unit = (_value(part, table) for part in parts[index : index + 2])
        if tens in TENS and unit in UNITS and parts[index].role == NAME:
            value = f"{tens[0]}{unit}"
            if any(part.role == NUMBER and part.meaning == value for part in other):
                text = f"{parts[index].text} {parts[index + 1].text}"
                return (*parts[:index], Part(text, NUMBER, value, parts[index].tied), *parts[index + 2 :])
    return parts


def _with(parts: Parts, index: int, part: Part) -> Parts:
    return (*parts[:index], part, *parts[index + 1 :])


def _value(part: Part, table: dict[str, str]) -> str:
    """The value of a number or of a word for one, else nothing."""
    return part.meaning if part.role == NUMBER else table.get(part.meaning, "") if part.role == NAME else ""


def _values(parts: Parts, table: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Values that a name has, each with the index of its word, the first one last."""
    for index in range(len(parts) - 1, -1, -1):
        if value := _value(parts[index], table):
            yield value, index
