"""Keys farther from a query than the typo-tolerant layer is made for: those that kept one of their pieces.

Another romanisation is four to six edits away (`aszitaka gyacsenko`, `ashitaka diachenko`), where the pieces of
`gazetteer.pieces` promise three. Yet one of four pieces mostly stays as it is, though it may have moved; so the same
pieces are asked for at every place where so many edits can have moved them to. What is found is no longer all there
is, and much of it is far away, so two things bound it: the pieces that fewest keys have are read first, up to FAR_READ
keys, and of these the FAR_COMPARED whose letters are likest by their signatures are compared letter by letter.

On a million synthetic names of two words, 200 questions each, the right name was then the likest for .45 of names in
another scheme and .32 of those with a typo besides, where comparing with every name (rapidfuzz extractOne) gave .52
and .42; reading without a limit gave .48 and .36. What sounds alike finds the others (`benchmarks/scale.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer.pieces import LONGEST_KEY, cuts, piece_hash

FAR_EDITS = 6
"""Edits at most; names that are farther apart share letters by chance."""
FAR_MOVED = 2
"""Places by which a piece may have moved, and letters by which a key may be longer or shorter: at most as many as the
fewest edits of any key that is asked for. Of 500 questions each, three found .006 fewer in another scheme and .016 more
with a typo besides, in a quarter more time."""
FAR_SHORTEST = 8
"""Letters of a key at least: three edits of fewer leave another word."""
FAR_LETTERS = 64
"""Letters of a query at most, a bit for each; what is longer is a text."""
FAR_READ = 1400
"""Keys read for a query; half as many again found up to .006 more, three quarters of them up to .004 less."""
FAR_COMPARED = 96
"""Keys compared letter by letter; twice as many found up to .01 more."""


def far_edits_for(length: int) -> int:
    """How far a key of this length may be: three of eight letters, as far as a likeness of .7 goes, FAR_EDITS at most.

    Example:
        >>> [far_edits_for(n) for n in (7, 8, 11, 16, 40)]
        [0, 3, 4, 6, 6]
    """
    return min(length * 3 // 8, FAR_EDITS) if FAR_SHORTEST <= length <= LONGEST_KEY else 0


def far_probes(query: str) -> Iterator[tuple[int, set[int]]]:
    """(key length, piece hashes to look up) for every key length that is asked for."""
    asked = len(query)
    for length in range(max(FAR_SHORTEST, asked - FAR_MOVED), asked + FAR_MOVED + 1):
        yield (
            length,
            {
                piece_hash(query[at : at + end - start], length, position)
                for position, (start, end) in enumerate(cuts(length))
                for at in range(max(0, start - FAR_MOVED), min(asked - (end - start), start + FAR_MOVED) + 1)
            },
        )
