"""The new text: replacements put in at their offsets, everything else byte for byte as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from normalizer.result import Cleaned, Mention


def rewrite(text: str, mentions: Iterable[Mention]) -> Cleaned:
    """Put the replacements of `mentions` into `text`.

    Args:
        text: the original.
        mentions: not overlapping; offsets are code points of `text`.

    >>> rewrite("In Kiev.", [Mention(3, 7, "Kiev", "Kyiv", "place")]).text
    'In Kyiv.'
    """
    ordered = sorted(mentions, key=lambda m: m.start)
    out, last = [], 0
    for mention in ordered:
        out += [text[last : mention.start], mention.replacement]
        last = mention.end
    out.append(text[last:])
    return Cleaned("".join(out), tuple(ordered), text)


def undo(cleaned: str, mentions: Sequence[Mention]) -> str:
    """The original of a cleaned text, from its mentions.

    >>> undo("In Kyiv.", [Mention(3, 7, "Kiev", "Kyiv", "place")])
    'In Kiev.'
    """
    out, last, shift = [], 0, 0
    for mention in sorted(mentions, key=lambda m: m.start):
        start = mention.start + shift
        out += [cleaned[last:start], mention.surface]
        last = start + len(mention.replacement)
        shift += len(mention.replacement) - len(mention.surface)
    out.append(cleaned[last:])
    return "".join(out)


def without_overlap(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """The mentions that touch none of the others; both without overlaps among themselves.

    >>> one = Mention(3, 7, "Kiev", "Kyiv", "place")
    >>> without_overlap([one], [Mention(0, 2, "In", "In", "")]) == [one], without_overlap([one], [one])
    (True, [])
    """
    if not others:
        return list(mentions)
    ordered = sorted(others, key=lambda m: m.start)
    ends = [mention.end for mention in ordered]

    def is_free(mention: Mention) -> bool:
        at = bisect_right(ends, mention.start)
        return at == len(ordered) or ordered[at].start >= mention.end

    return [mention for mention in mentions if is_free(mention)]


def carried_back(first: Cleaned, second: Cleaned) -> Cleaned:
    """Two cleanings, one after the other, as one of the original text.

    Args:
        first: of the original. second: of the text of `first`; what it changes where `first` changed something is
            left out, since a replacement is the right form already.

    >>> once = rewrite("Kiev, Lugansk", [Mention(0, 4, "Kiev", "Kyiv", "place")])
    >>> twice = rewrite(once.text, [Mention(6, 13, "Lugansk", "Luhansk", "place")])
    >>> carried_back(once, twice).text
    'Kyiv, Luhansk'
    """
    shifts = list(_shifts(first))
    starts = [start for start, _, _ in shifts]
    fresh = []
    for mention in second.changes:
        at = bisect_right(starts, mention.end - 1) - 1  # the last change that begins before the mention ends
        _, end, shift = shifts[at] if at >= 0 else (0, 0, 0)
        if end <= mention.start:
            fresh.append(replace(mention, start=mention.start - shift, end=mention.end - shift))
    return rewrite(first.original, [*without_overlap(first.mentions, fresh), *fresh])


def _shifts(cleaned: Cleaned) -> Iterator[tuple[int, int, int]]:
    """Where each change stands in the new text, and by how much what follows it was moved."""
    shift = 0
    for mention in cleaned.changes:
        start = mention.start + shift
        shift += len(mention.replacement) - len(mention.surface)
        yield start, start + len(mention.replacement), shift


def match_capitals(replacement: str, surface: str) -> str:
    """`replacement` in the capitals of `surface`: KIEV -> KYIV; anything else keeps its own case.

    >>> match_capitals("Kyiv", "KIEV"), match_capitals("Kyiv", "Kiev")
    ('KYIV', 'Kyiv')
    """
    letters = [c for c in surface if c.isalpha()]
    return replacement.upper() if len(letters) > 1 and all(c.isupper() for c in letters) else replacement
