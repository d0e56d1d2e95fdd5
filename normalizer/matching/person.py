"""What names of people show beyond their letters: grammatical gender of surnames, patronymics.

Slavic, Baltic and Greek surnames have a masculine and a feminine form: Ivanov and Ivanova are one family
name, and never one person. Patronymics (-ovich, -ovna) are often left out, which says little, while two
different ones speak strongly against. The endings are data (data/endings.tsv), not names.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from normalizer.matching.words import DATA
from normalizer.text.unicode import fold_accents, fold_letters

MASCULINE, FEMININE, PATRONYMIC = "m", "f", "patronymic"
SHORTEST_STEM = 2  # letters before an ending; shorter words end so by chance (Lina, Eva)


class Ending(NamedTuple):
    """The ending of a word: its role (m, f, patronymic), the family of endings, and the stem before it."""

    role: str
    family: str
    stem: str


@cache
def _endings() -> dict[str, tuple[tuple[str, str], ...]]:
    lines = (DATA / "endings.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    found: dict[str, list[tuple[str, str]]] = {}
    for ending, role, family in rows[1:]:
        found.setdefault(ending, []).append((role, family))
    return {ending: tuple(roles) for ending, roles in found.items()}


@lru_cache(maxsize=32768)
def endings_of(word: str) -> tuple[Ending, ...]:
    """The endings a word has, longest first, all roles.

    >>> [(e.role, e.stem) for e in endings_of("Иванова")]
    [('f', 'иван')]
    """
    low = fold_accents(fold_letters(word)).replace("'", "")
    table = _endings()
    for size in range(min(8, len(low) - SHORTEST_STEM), 0, -1):
        if (ending := low[-size:]) in table:
            return tuple(Ending(role, family, low[:-size]) for role, family in table[ending])
    return ()


def other_gender(a: str, b: str) -> bool:
    """Whether two words are the masculine and the feminine form of one family of endings.

    >>> other_gender("Ivanov", "Ivanova"), other_gender("Zelensky", "Зеленська"), other_gender("Petrov", "Petroff")
    (True, True, False)
    """
    roles = {(x.family, x.role) for x in endings_of(a)}
    return any(
        (y.family, MASCULINE if y.role == FEMININE else FEMININE) in roles
        for y in endings_of(b)
        if y.role in (MASCULINE, FEMININE)
    )


def is_patronymic(word: str) -> bool:
    """Whether a word looks like an East Slavic patronymic.

    >>> is_patronymic("Сергеевич"), is_patronymic("Wladimirowna"), is_patronymic("Путин")
    (True, True, False)
    """
    return any(ending.role == PATRONYMIC for ending in endings_of(word))
