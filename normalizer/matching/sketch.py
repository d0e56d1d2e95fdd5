"""A name as plain letters on several levels of folding, and how alike two such sketches are.

The learned letter costs know which letters stand for one another; the levels here see what a sum over letters
does not: whether the consonants agree whatever the vowels, whether the names begin and end alike, whether one
is a part of the other. Each level is cheap, none decides: the scorecard weighs them (model.py).

    letters      plain Latin letters (a name in another script through the plain character table)
    consonants   graphemes of one consonant as one sign (sch, sh, ch; ck, qu, c), vowels left out
    sounds       the classes of Russell's Soundex (US patents 1,261,167 and 1,435,663) over the whole name
    vowels       what the others leave out
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gazetteer.values import NamedTuple
from normalizer.matching import measures
from normalizer.matching.core import levels
from normalizer.matching.plain_levels import SILENT, VOWEL
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.providers import anyascii_latin

_CLASSES = (("bfpv", "1"), ("cgjkqsxz", "2"), ("dt", "3"), ("l", "4"), ("mn", "5"), ("r", "6"))
# Graphemes that the press conventions of the scheme tables write for one consonant, longest first.
_GRAPHEMES = {
    "schtsch": "S",
    "tsch": "C",
    "sch": "S",
    "tch": "C",
    "sh": "S",
    "ch": "C",
    "ck": "K",
    "ph": "F",
    "th": "T",
    "gh": "G",
    "kh": "H",
    "wh": "W",
    "qu": "K",
    "dt": "T",
    "cz": "C",
    "sz": "S",
    "zh": "S",
    "x": "KS",
    "ts": "S",
    "tz": "S",
    "z": "S",
    "c": "K",
    "q": "K",
    "v": "F",
    "w": "F",
    **{letter: letter.upper() for letter in "skgjbpdtflrmnh"},
}
_SOUNDS = {
    **{letter: digit for letters, digit in _CLASSES for letter in letters},
    **dict.fromkeys("aeiouy", VOWEL),
    **dict.fromkeys("hw", SILENT),
}
LEVELS = levels(_GRAPHEMES, _SOUNDS, "bcdfghjklmnpqrstvwxz")


class Sketch(NamedTuple):
    """One name on several levels. length: its words."""

    words: str
    ordered: str
    letters: str
    consonants: str
    sounds: str
    vowels: str
    length: int


class Likeness(NamedTuple):
    """How alike two sketches are. Shares are 0..1, distances count edits; names as in data/scorecard.tsv."""

    ratio: float
    ordered: float
    partial: float
    winkler: float
    edits: int
    edit_share: float
    consonant_edits: int
    consonants: float
    consonants_winkler: float
    sounds_equal: bool
    sounds: float
    vowels: float
    first: bool
    last: bool
    last_consonant: bool
    longer_by: int
    shorter: int
    beginning: float
    ending: float


@lru_cache(maxsize=SELDOM_REMEMBERED)
def plain_word(word: str) -> str:
    """Plain Latin letters of one folded word, without spaces.

    >>> plain_word("горбачев"), plain_word("muller")
    ('gorbachev', 'muller')
    """
    return word if word.isascii() and word.isalpha() else fold_latin(anyascii_latin(word)).replace(" ", "")


def sketch(words: Sequence[str]) -> Sketch:
    """The sketch of a name of these folded words.

    >>> found = sketch(["mikhail", "горбачев"])
    >>> found.letters, found.consonants, found.vowels
    ('mikhailgorbachev', 'MHLGRBCF', 'iaioae')
    """
    plain = [plain_word(word) for word in words]
    letters = "".join(plain)
    consonants, sounds, vowels = LEVELS.fold(letters)
    words, ordered = " ".join(plain), " ".join(sorted(plain))
    return Sketch(words, ordered, letters, consonants, sounds, vowels, len(plain))


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """How alike two names look.

    >>> found = likeness(sketch(["lisyansky"]), sketch(["lisjanski"]))
    >>> found.first, found.edits, round(found.ratio, 2)
    (True, 2, 0.78)
    """
    x, y, cx, cy = a.letters, b.letters, a.consonants, b.consonants
    longest = max(len(x), len(y), 1)
    ratio = measures.fuzz.ratio(a.words, b.words) / 100
    one_word = a.length < 2 and b.length < 2
    edits = measures.Levenshtein.distance(x, y)
    return Likeness(
        ratio,
        ratio if one_word else measures.fuzz.ratio(a.ordered, b.ordered) / 100,
        ratio if one_word else measures.fuzz.partial_ratio(a.words, b.words) / 100,
        measures.JaroWinkler.similarity(x, y),
        edits,
        1 - edits / longest,
        measures.Levenshtein.distance(cx, cy),
        measures.Indel.normalized_similarity(cx, cy),
        measures.JaroWinkler.similarity(cx, cy),
        a.sounds == b.sounds,
        measures.Indel.normalized_similarity(a.sounds, b.sounds),
        measures.Indel.normalized_similarity(a.vowels, b.vowels),
        x[:1] == y[:1],
        x[-1:] == y[-1:],
        cx[-1:] == cy[-1:],
        abs(len(x) - len(y)),
        min(len(x), len(y)),
        _shared(x, y) / longest,
        _shared(x[::-1], y[::-1]) / longest,
    )


def _shared(x: str, y: str) -> int:
    """Letters at the start that both have."""
    if x[:1] != y[:1]:
        return 0
    count = 0
    for left, right in zip(x, y):  # noqa: B905 - the shorter one ends it
        if left != right:
            break
        count += 1
    return count
