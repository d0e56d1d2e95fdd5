"""Mentions where the caller says that names stand: the spans of a recogniser, of markup, of a person.

A span is taken as it is given: it is one name, whatever its form, and what stands outside of spans is no name. Its kind
narrows the look-up. Of overlapping spans the one that begins first counts, then the longer one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator

from normalizer.cleaning.context import Context
from normalizer.cleaning.inflected import Inflections
from normalizer.cleaning.mentions import Found
from normalizer.errors import UsageError
from normalizer.result import Resolution

Span = tuple[int, int] | tuple[int, int, str]
"""Start, end (code points, end exclusive), and the kind of the name where it is known: "place", "person", "org"."""
LookKind = Callable[[str, str | None], Resolution]
ANY = "*"  # the kind of a span that has none
LABELS = {
    "place": "place", "person": "person", "org": "org", "loc": "place", "gpe": "place", "fac": "place", "location":
    "place",
    "per": "person", "pers": "person", "organization": "org", "organisation": "org", "misc": "", "norp": "", "event":
    "", "product": "",
}  # fmt: skip
"""What the usual recognisers call the kinds, in small letters; "" for names of a kind that no gazetteer here has."""


def checked(spans: Iterable[Span], text: str) -> list[tuple[int, int, str]]:
    """Spans in order and without overlaps, with kinds by their names here; those that hold nothing are left out.

    Raises:
        UsageError: a span is none, or reaches beyond the text.

    >>> checked([(3, 7, "GPE"), (0, 2)], "In Kiev")
    [(0, 2, '*'), (3, 7, 'place')]
    """
    given = []
    for span in spans:
        match tuple(span):
            case (int(start), int(end)) if 0 <= start <= end <= len(text):
                given.append((start, end, ANY))
            case (int(start), int(end), str(label)) if 0 <= start <= end <= len(text):
                given.append((start, end, LABELS.get(label.lower(), "") if label else ANY))
            case _:
                raise UsageError(
                    f"Span {span!r} cannot be used in a text of {len(text)} characters: give (start, end) or "
                    '(start, end, kind) in code points of the text, such as (3, 7, "place").'
                )
    out: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(given, key=lambda s: (s[0], -s[1])):
        if end > start and (not out or start >= out[-1][1]):
            out.append((start, end, kind))
    return out


def in_spans(
    context: Context, spans: Iterable[tuple[int, int, str]], look: LookKind, inflections: Inflections
) -> Iterator[Found]:
    """What stands in the spans; one that the gazetteer does not know has no candidates.

    Args:
        context: of the text. spans: as `checked` gives them. look: the resolution of a spelling, among names of a kind.
        inflections: of places.
    """
    words = context.words
    for start, end, kind in spans:
        surface = words.text[start:end]
        first = max(0, bisect_right(words.starts, start) - 1)
        last = max(first, bisect_left(words.starts, end) - 1)
        if not kind:
            yield Found(start, end, surface, Resolution(surface, "unknown"), first, last, given="other")
            continue
        resolution = look(surface, None if kind == ANY else kind)
        lemma = case = ""
        if not resolution.candidates and kind in (ANY, "place"):
            reading = inflections.reading(surface, context.language)
            if reading:
                lemma, case = reading.lemma, reading.case
                resolution = look(lemma, "place")
        yield Found(start, end, surface, resolution, first, last, lemma, case, given=kind)
