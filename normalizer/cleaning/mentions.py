"""Where names may stand in a text: the runs of words that a gazetteer holds, and the runs that may be inflected forms.

A run starts at a word that can be a name: capitalised, or in a script without case. It goes on over single spaces,
hyphens and the point of an abbreviation, through particles (Rostov na Donu) and a few small words (Velká británie), and
never over a line's end; `scan` knows which runs are keys. The possessive ('s) stays outside. Offsets are those of the
original text. Words in protected stretches take no part. In Han and kana, which write no spaces, every stretch of up to
MOST_SIGNS characters is tried, longest first.

Small words have to be small in the recorded name, too: Nice part is no name though Nice Part may be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from normalizer.cleaning.plain_scan import UNSPACED_WORD
from normalizer.cleaning.scan import Words, can_start_name, particles
from normalizer.result import Resolution
from normalizer.text.unicode import UNSPACED, script_of

MOST_SIGNS = 8  # characters of a name in Han or kana
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?)+[^\W\d_]\.\Z")
Look = Callable[[str], Resolution]


class Found(NamedTuple):
    """A run of the text that a gazetteer knows; `first` and `last` are positions in the word list.

    lemma: what the run is an inflected form of, "" when the gazetteer holds it as it stands. case: the grammatical one.
    odds: how likely it is meant as a name here, in log-odds (`likely`). given: the kind that the caller says it has,
    "*" for any; "" when it was found by looking for names.
    """

    start: int
    end: int
    surface: str
    resolution: Resolution
    first: int
    last: int
    lemma: str = ""
    case: str = ""
    odds: float = 0.0
    given: str = ""


def word_at(words: Words, at: int, look: Look) -> Found | None:
    """One word as a run; None when nothing is known under it."""
    start, end = words.starts[at], words.ends[at]
    surface = words.text[start:end]
    resolution = look(surface)
    return Found(start, end, surface, resolution, at, at) if resolution.candidates else None


def runs_at(words: Words, first: int, mask: int, look: Look) -> Iterator[Found]:
    """The runs from one word that are names in the capitals of the text, longest first."""
    for size in range(mask.bit_length(), 1, -1):
        if mask >> (size - 1) & 1:
            last = first + size - 1
            start, end = words.starts[first], words.ends[last]
            if _ABBREVIATED.match(words.text, start, end + 1):
                end += 1  # the last point of U.S. is the name's as much as the first
            surface = words.text[start:end]
            resolution = look(surface)
            if resolution.candidates and _small_words_agree(words, first, last, resolution):
                yield Found(start, end, surface, resolution, first, last)
    alone = word_at(words, first, look) if mask & 1 else None
    if alone:
        yield alone


def _small_words_agree(words: Words, first: int, last: int, resolution: Resolution) -> bool:
    """Whether the words that the text writes small, particles aside, are small in the recorded name."""
    small = [at - first for at in range(first + 1, last + 1) if not can_start_name(words[at])]
    small = [at for at in small if words[first + at] not in particles()]
    if not small:
        return True
    recorded = resolution.candidates[0].matched.text.replace("-", " ").split()
    return len(recorded) == last - first + 1 and not any(can_start_name(recorded[at]) for at in small)


def unspaced_runs(words: Words, at: int, flags: int, look: Look) -> Iterator[Found]:
    """Names within a word of a script that writes no spaces, longest first, left to right."""
    if not flags & UNSPACED_WORD or script_of(words[at]) not in UNSPACED:
        return
    word, start, i = words[at], words.starts[at], 0
    while i < len(word):
        sizes = range(min(MOST_SIGNS, len(word) - i), 1, -1)
        tried = (n for n in sizes if not word[i : i + n].isdigit())  # some lists have numbers as names
        size = next((n for n in tried if look(word[i : i + n]).status != "unknown"), 0)
        if size:
            surface = word[i : i + size]
            yield Found(start + i, start + i + size, surface, look(surface), at, at)
        i += size or 1
