"""What names of places show beyond their letters: a name derived from another names another place.

Niger and Nigeria differ by an ending that letters alone would forgive, since many languages add one to the
same name; but as an addition to a whole name it makes the land of it. The endings are data.
"""

from __future__ import annotations

from functools import cache

from normalizer.matching.person import endings_of
from normalizer.matching.tables import read_rows
from normalizer.text.unicode import script_of


@cache
def derivations() -> frozenset[str]:
    """data/derivations.tsv: endings that make the name of another place of one."""
    return frozenset(row[0] for row in read_rows("derivations.tsv"))


def adjective_bases(word: str) -> tuple[str, ...]:
    """Names from which a Slavic adjective may be made: Луганская from Луганск, Харьковская from Харьков.

    >>> adjective_bases("Харьковская"), adjective_bases("Luhanska")
    (('харьков', 'харьковск'), ('luhan', 'luhansk'))
    """
    found = next((e for e in endings_of(word) if e.family == "sky"), None)
    if found is None:
        return ()
    return found.stem, found.stem + ("ск" if script_of(word) == "Cyrl" else "sk")


def is_derived(a: str, b: str) -> bool:
    """Whether one plain Latin name is the other with an ending that makes another place.

    >>> is_derived("niger", "nigeria"), is_derived("niger", "nigger")
    (True, False)
    """
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and long[len(short) :] in derivations()
