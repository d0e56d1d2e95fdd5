"""What is said about a place after its name: behind a comma, or in brackets.

«Aberdeen, South Dakota» and «Clermont (Oise)» tell which of several namesakes is meant, in the manner of gazetteers
and encyclopaedias; a name without it may be the same place. So where only one of two names has a tail they are also
compared without it. A tail of nothing but a direction or a number belongs to the name (Korea, North) and stays.
"""

from __future__ import annotations

from functools import lru_cache

from gazetteer.late import pattern
from normalizer.matching.words import NUMBER
from normalizer.policy import SELDOM_REMEMBERED

_TAIL = pattern(r"\s*[,\u060c\u3001\uff0c;\u061b]|\s[(\[]|[\uff08]")  # commas, semicolons of all scripts, brackets
TAIL_SIGNS = ",;([\u060c\u3001\uff0c\u061b\uff08"  # with which a tail begins
_NO_SIGN = frozenset(TAIL_SIGNS).isdisjoint
SHORTEST = 2  # characters of a name before its tail
OF_THE_NAME = (NUMBER, "direction")  # what a tail must be more than


def without_tail(a: str, b: str) -> tuple[str, str] | None:
    """Two names of places without the tail that only one of them has; None where none or both have one.

    >>> without_tail("Aberdeen, South Dakota", "Абердин"), without_tail("Korea, North", "Korea")
    (('Aberdeen', 'Абердин'), None)
    """
    if not (_may_have_tail(a) or _may_have_tail(b)):
        return None
    bare_a, bare_b = _bare(a), _bare(b)
    if (bare_a == a) == (bare_b == b):
        return None
    return bare_a, bare_b


def _may_have_tail(name: str) -> bool:
    """Whether a sign is there with which a tail begins: most names have none."""
    if name.isascii():
        return "," in name or "(" in name or ";" in name or "[" in name
    return not _NO_SIGN(name)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _bare(name: str) -> str:
    """A name without its tail; the name itself where it has none, or nothing but one."""
    found = _TAIL.search(name)
    if not found or found.start() < SHORTEST:
        return name
    from normalizer.matching.ready import roles_of  # which asks what the signs of a tail are

    bare = name[: found.start()]
    tail = roles_of(name, "place")[len(roles_of(bare, "place")) :]
    return bare if any(role not in OF_THE_NAME for role in tail) else name
