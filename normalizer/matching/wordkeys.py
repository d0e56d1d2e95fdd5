"""Keys of the parts of a name: its words as they are, their sounds, and the sounds of two words together.

A name that shares a rare word with a query, or two common ones, is worth a look whatever else differs: another
order, a word more or less, another script. The builder records these keys for the readings of a name, and
`shortlist` asks for those of a query; both cut a name into words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from normalizer import policy
from normalizer.matching.sounds import SPELT_OUT, codes, codes_of
from normalizer.matching.words import NAME, parse_name
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import fold_letters


def spelt_out(text: str) -> str:
    """A Latin name folded for its sound: like the exact key, but š is written sh before its accent goes.

    >>> spelt_out("Džordž Vojnovič")
    'dzhordzh vojnovich'
    """
    if text.isascii():  # nothing to spell out, and the exact key folds the rest alike
        return fold_latin(text)
    return fold_latin(fold_letters(text).translate(SPELT_OUT))


def part_words(text: str, kind: str | None) -> tuple[bool, ...]:
    """For each word of a name whether it is one of the name itself, no title, particle or generic word.

    >>> part_words("Luhansk Oblast", "place")
    (True, False)
    """
    return tuple([part.role == NAME for part in parse_name(text, kind).parts])


def name_words(reading: str, own: tuple[bool, ...]) -> list[str]:
    """The words of a romanised name that are of the name itself, as far as its words are those of the original.

    >>> name_words("luganskaya oblast", (True, False))
    ['luganskaya']
    """
    words = reading.split()
    kept = [w for w, mine in zip(words, own, strict=True) if mine] if len(words) == len(own) else words
    return [w for w in kept if len(w) > 1] or words


def part_keys(reading: str, own: tuple[bool, ...]) -> list[str]:
    """The keys of the parts of a recorded name, from one romanised spelling of it.

    >>> part_keys("luhansk oblast", (True, False))[0]
    '=luhansk'
    """
    words = name_words(reading, own)
    if len(words) > policy.PART_WORDS:
        words = [*words[: policy.PART_WORDS - 1], words[-1]]
    keys = [f"={word}" for word in words] if " " in reading else []
    sounds = [codes(word)[: policy.PART_CODES] for word in words]
    for sound in sounds:
        keys += sound
    for whole in dict.fromkeys((reading.replace(" ", ""), "".join(words))):  # as scripts without spaces write it
        keys += codes_of(whole)[: policy.PART_CODES]
    for one, other in combinations(sounds, 2):
        keys += [f"{a} {b}" if a < b else f"{b} {a}" for a in one for b in other]
    return keys


def sound_pairs(one: Iterable[str], other: Iterable[str]) -> Iterator[str]:
    """The keys of two words of a name, in whichever order they stand.

    >>> list(sound_pairs(["PLK"], ["APN"]))
    ['APN PLK']
    """
    for a in one:
        for b in other:
            yield f"{a} {b}" if a < b else f"{b} {a}"
