"""The new text: replacements put in at their offsets, everything else byte for byte as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def match_capitals(replacement: str, surface: str) -> str:
    """`replacement` in the capitals of `surface`: KIEV -> KYIV; anything else keeps its own case.

    >>> match_capitals("Kyiv", "KIEV"), match_capitals("Kyiv", "Kiev")
    ('KYIV', 'Kyiv')
    """
    letters = [c for c in surface if c.isalpha()]
    return replacement.upper() if len(letters) > 1 and all(c.isupper() for c in letters) else replacement
