"""Tables of words: tab-separated files with comments, beside the rules that read them.

A data file is the source of truth: it says in its first lines what it holds and where that comes from. Here
it is only read; what a row means is the business of the room that asks for it.
"""

from __future__ import annotations

from gazetteer.beside import as_paths, beside, rows_of
from gazetteer.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    DATA: Path

FOLDER = beside(__file__, "data")
"""Where the tables are; `DATA` is the same as a `Path`."""
__getattr__ = as_paths(__name__, DATA=FOLDER)


def table(name: str) -> str:
    """The path of data/`name`."""
    return f"{FOLDER}/{name}"


def read_rows(name: str) -> list[list[str]]:
    """The rows of data/`name` below its header, comments left out.

    >>> read_rows("derivations.tsv")[0][0]
    'ia'
    """
    return rows_of(table(name))[1:]


def read_pairs(name: str) -> dict[str, str]:
    """The first two columns of data/`name` as a mapping.

    >>> read_pairs("attached.tsv")["市"]
    'city'
    """
    return {word: meaning for word, meaning, *_ in read_rows(name)}
