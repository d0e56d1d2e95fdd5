"""Taking changes back: a cleaned text in which some mentions are left as they were, with the reason.

What is no prose depends on things that the cleaning of a string does not know: the format of a file, the wish of a
house to keep quoted titles, a comment that tells the linter to look away. Those are stretches of the original, and a
change that touches one is undone here, so that the mention is still told, and told why it stayed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from normalizer.cleaning.rewrite import rewrite
from normalizer.result import Cleaned, Mention
from normalizer.text.protect import Span

REASONS = {
    "code": "inside code",
    "html": "inside a tag or a comment",
    "link": "inside the target of a link",
    "quoted": "inside a quotation",
    "ignored": "a comment in the text asks to leave it",
}
"""The kinds of stretches of `text.markup` and of `lint`, as reasons."""


def restrain(cleaned: Cleaned, spans: Sequence[Span]) -> Cleaned:
    """Undo the changes that touch one of the stretches.

    Args:
        cleaned: what `clean` returned. spans: in order of their beginning, in code points of the original.

    >>> mentions = [Mention(0, 4, "Kiev", "Kyiv", "place"), Mention(7, 11, "Kiev", "Kyiv", "place")]
    >>> again = restrain(rewrite("Kiev, “Kiev”", mentions), [(6, 12, "quoted")])
    >>> again.text, again.mentions[1].reason
    ('Kyiv, “Kiev”', 'inside a quotation')
    """
    if not spans or not cleaned.changes:
        return cleaned
    joined = _joined(spans)
    ends = [end for _, end, _ in joined]
    mentions = [_kept(mention, joined, ends) for mention in cleaned.mentions]
    return rewrite(cleaned.original, mentions)


def annotated(cleaned: Cleaned) -> Cleaned:
    """The same mentions with nothing rewritten; reasons stay, so a reader sees what would have changed."""
    if not cleaned.changes:
        return cleaned
    return rewrite(cleaned.original, [replace(mention, replacement=mention.surface) for mention in cleaned.mentions])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Without overlaps, so that their ends are in order too; the first kind counts."""
    out: list[Span] = []
    for start, end, kind in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end), out[-1][2])
        elif end > start:
            out.append((start, end, kind))
    return out


def _kept(mention: Mention, spans: Sequence[Span], ends: Sequence[int]) -> Mention:
    if not mention.changed:
        return mention
    at = bisect_left(ends, mention.start + 1)
    if at == len(spans) or spans[at][0] >= mention.end:
        return mention
    return replace(mention, replacement=mention.surface, reason=REASONS.get(spans[at][2], spans[at][2]))
