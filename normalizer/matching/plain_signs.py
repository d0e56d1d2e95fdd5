"""The chance that Chinese characters spell a word by their sound, over all ways to cut it.

The twin of the compiled sum. `signs` says what the numbers mean; the order of operations is that of `_align_signs.h`,
to the last bit.
"""

from __future__ import annotations

Piece = tuple[str, float]


def cuts(
    listed: tuple[tuple[Piece, ...], ...],
    word: str,
    chance: tuple[float, ...],
    silent: float,
    unlisted: float,
    longest: int,
    inserted: float,
) -> float:
    """The chance that these characters are cut into this word.

    Args:
        listed: for each character the pieces that it may stand for, each with its share.
        word, chance: letters, and how usual each is.
        silent: chance that a character stands for nothing. unlisted: for a piece of up to `longest` letters that is
            not listed. inserted: that a letter stands for no character.

    >>> cuts(((("lo", 0.5),), (("well", 0.5),)), "lowell", (0.1,) * 6, 0.0, 0.0, 4, 0.0)
    0.25
    """
    size = len(word)
    reached = [1.0] + [0.0] * size
    for of_character in listed:
        following = [weight * silent for weight in reached]
        pieces = [one for one in of_character if one[0] in word]
        share_of_unlisted = (unlisted if of_character else 1.0) / longest
        for start in range(size):
            weight = reached[start]
            if weight:
                for piece, share in pieces:
                    if word.startswith(piece, start):
                        following[start + len(piece)] += weight * share
                letters = weight * share_of_unlisted
                for end in range(start, min(size, start + longest)):
                    letters *= chance[end]
                    following[end + 1] += letters
        for at in range(size):
            following[at + 1] += following[at] * inserted * chance[at]
        reached = following
    return reached[size]
