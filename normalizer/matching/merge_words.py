"""Words that one name writes together and the other apart: van der Bilt and Vanderbilt, Har Mohan and Harmohan.

Two or three neighbours are joined when the result is, or nearly is, one word of the other name. rapidfuzz
makes the cheap first cut on plain letters; the learned costs have the word.
"""

from __future__ import annotations

from normalizer.matching import measures
from normalizer.matching.align import word_log_odds
from normalizer.matching.settle import settle_parts
from normalizer.matching.words import INITIAL, NAME, Part
from normalizer.policy import JOINED_LOG_ODDS, JOINED_RATIO

JOINABLE = (NAME, "particle", INITIAL, "generic")
MOST = 3  # neighbours that are joined


def merge_words(a: tuple[Part, ...], b: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both names with the words joined that the other writes as one.

    >>> from normalizer.matching.words import parse_name
    >>> joined = merge_words(parse_name("Cornelius van der Bilt").parts, parse_name("Cornelius Vanderbilt").parts)
    >>> [part.text for part in joined[0]]
    ['Cornelius', 'vanderBilt']
    """
    if len(a) + len(b) < 3 or {part.meaning for part in a} == {part.meaning for part in b}:
        return a, b
    a, b = settle_parts(a, b)
    return _merged(a, b), _merged(b, a)


def _merged(parts: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[Part, ...]:
    if len(parts) < 2:
        return parts
    meanings = {part.meaning for part in parts}
    shortest = min(len(part.meaning) for part in parts)
    targets = [
        part
        for part in other
        if part.role == NAME and len(part.meaning) > shortest + 2 and part.meaning not in meanings
    ]
    if not targets:
        return parts
    found: list[Part] = []
    index = 0
    while index < len(parts):
        size = next((n for n in range(MOST, 1, -1) if _joins(parts[index : index + n], n, targets)), 1)
        found.append(join_parts(parts[index : index + size]))
        index += size
    return tuple(found)


def _joins(parts: tuple[Part, ...], size: int, targets: list[Part]) -> bool:
    if len(parts) < size:
        return False
    joined = "".join([part.text for part in parts])
    near = [t for t in targets if abs(len(t.text) - len(joined)) <= MOST or t.text.isascii() != joined.isascii()]
    if not near or any(part.role not in JOINABLE for part in parts) or all(p.role != NAME for p in parts):
        return False
    low = joined.lower()
    return any(_nearly(joined, low, max(len(part.text) for part in parts), target) for target in near)


def _nearly(joined: str, low: str, longest: int, target: Part) -> bool:
    if low == target.meaning:
        return True
    size = len(target.text)
    if longest + 1 >= size or (abs(len(low) - size) > MOST and low.isascii() == target.meaning.isascii()):
        return False
    if low.isascii() == target.meaning.isascii() and measures.fuzz.ratio(low, target.meaning) < JOINED_RATIO:
        return False
    return word_log_odds(joined, target.text) > JOINED_LOG_ODDS


def join_parts(parts: tuple[Part, ...]) -> Part:
    """Several words as one word of the name."""
    if len(parts) == 1:
        return parts[0]
    text = "".join([part.text for part in parts])
    return Part(text, NAME, "".join([part.meaning if part.role == NAME else part.text.lower() for part in parts]))
