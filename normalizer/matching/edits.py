"""What the letters in which paired words differ are worth, edit by edit.

Likeness on every level takes one edit for another, and the letter costs know which letters stand for one another
between languages. How a name goes wrong is a third thing: in registers an a is read as an e, an n as an r or a u, a t
is left uncrossed and becomes an l, a Mc or a d' is left out, a final s comes and goes, while a y for an r, or a b
before the rest, makes another name. Where two names are one word each, nothing but such a letter may tell them apart,
so each edit has points of its own (data/edits.tsv), which are added to those of the card (model.py). They are learned
together with the cards (benchmarks/learn_edits.py), and only cards that tell names apart better by them have any.

In names of several words the edits of every pair of words count, of those that contradict as well: how they differ
says whether they are another spelling, a translation, or another word. Names that are weighed without their spaces have
no such points.
"""

from __future__ import annotations

from collections import defaultdict

from normalizer.derived import derived
from normalizer.matching.core import Edits
from normalizer.matching.plain_edits import DOUBLED, FIRST, INSIDE, LAST, LETTERS, PLACES
from normalizer.matching.tables import read_rows, table

TABLE = "edits.tsv"
SIGNS = {DOUBLED: "{0}{0}", FIRST: "^{0}", LAST: "{0}$", INSIDE: "{0}"}  # how the table writes a letter left out


def read_edits() -> dict[tuple[str, str], Edits]:
    """data/edits.tsv: the points of edits by the kind and form of the cards that they go with."""
    listed = derived("edits", "1", [table(TABLE)], _read)
    return {key: Edits(*points) for key, points in listed.items()}


def _read() -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    rows: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for kind, forms, edit, points in read_rows(TABLE):
        for form in forms.split(","):
            rows[kind, form][edit] = round(float(points) * 100)
    return {key: _in_order(points) for key, points in rows.items()}


def made_edits(points: dict[str, int]) -> Edits:
    """Edits of the hundredths of log-odds that each is worth; those that are not listed are worth nothing.

    >>> made_edits({"a:e": 50, "s$": 25}).points("andersen", "anderssans")
    0.75
    """
    return Edits(*_in_order(points))


def _in_order(points: dict[str, int]) -> tuple[list[int], list[int]]:
    """What `Edits` takes: the points of letters more, and of others in place of them."""
    more = [points.get(SIGNS[place].format(letter), 0) for place in PLACES for letter in LETTERS]
    other = [points.get(replaced(a, b), 0) for a in LETTERS for b in LETTERS]
    return more, other


def replaced(a: str, b: str) -> str:
    """How the table writes a letter in place of another, whichever is which.

    >>> replaced("e", "a")
    'a:e'
    """
    return f"{min(a, b)}:{max(a, b)}"
