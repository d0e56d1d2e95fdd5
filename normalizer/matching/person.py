"""What names of people show beyond their letters: grammatical gender, patronymics.

Slavic, Baltic, Greek and Icelandic surnames have a masculine and a feminine form: Ivanov and Ivanova are one
family name, and never one person; so have many given names (`gender`). Patronymics (-ovich, -ovna) are often left
out, which says little, while two different ones speak strongly against. The endings are data
(data/endings.tsv), not names; an ending tells something only of words that are alike before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from gazetteer.values import NamedTuple
from normalizer.matching import measures
from normalizer.matching.gender import FEMININE, MASCULINE, given_genders, other_given_gender, skeleton
from normalizer.matching.tables import read_rows
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.text.unicode import fold_accents, fold_letters

PATRONYMIC = "patronymic"
SHORTEST_STEM = 2  # letters before an ending; shorter words end so by chance (Lina, Eva)
# Families whose endings are so common that chance makes them: the stem has to be longer, with equal consonants.
LONG_STEMS = {"ny": 4, "adj": 3, "is": 4, "os": 5, "ins": 3, "akis": 3, "son": 2}
EQUAL_STEMS = frozenset(("ny", "os"))  # one vowel for another at the end: the same letters before it
FULL_NAME = 3  # words of a name that may hold a patronymic beside a given and a family name
# Feminine surnames made by adding to the masculine: Czech and Slovak -ova, Polish -owa and -owna, Bulgarian.
ADDED_ENDINGS = ("ova", "owa", "owna", "ова")


class Ending(NamedTuple):
    """The ending of a word: its role (m, f, patronymic), the family of endings, and the stem before it."""

    role: str
    family: str
    stem: str


@cache
def all_endings() -> dict[str, tuple[tuple[str, str], ...]]:
    """data/endings.tsv: an ending -> the roles and families that it has."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ending, role, family in read_rows("endings.tsv"):
        found.setdefault(ending, []).append((role, family))
    return {ending: tuple(roles) for ending, roles in found.items()}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def endings_of(word: str) -> tuple[Ending, ...]:
    """The endings a word has, longest first, all roles.

    >>> [(e.role, e.stem) for e in endings_of("Иванова")]
    [('f', 'иван')]
    """
    low = _low(word)
    table = all_endings()
    for size in _sizes().get(low[-1:], ()):
        stem = len(low) - size
        if stem >= SHORTEST_STEM and (listed := table.get(low[stem:])):
            kept = [e for e in listed if stem >= LONG_STEMS.get(e[1], SHORTEST_STEM)]
            if kept:
                return tuple([Ending(role, family, low[:stem]) for role, family in kept])
    return ()


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """By the last letter of a word: how long an ending may be, longest first."""
    found: dict[str, set[int]] = {}
    for ending in all_endings():
        found.setdefault(ending[-1], set()).add(len(ending))
    return {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in found.items()}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _low(word: str) -> str:
    return fold_accents(fold_letters(word)).replace("'", "")


@lru_cache(maxsize=SELDOM_REMEMBERED)
def other_gender(a: str, b: str) -> bool:
    """Whether two words are the masculine and the feminine form of one name, a surname or a given name.

    >>> other_gender("Ivanov", "Ivanova"), other_gender("Zelensky", "Зеленська"), other_gender("Petrov", "Petroff")
    (True, True, False)
    >>> other_gender("Novák", "Nováková"), other_gender("Kazlauskas", "Kazlauskienė")
    (True, True)
    >>> other_gender("Alexander", "Alexandra")
    True
    >>> other_gender("Sara", "Sarah"), other_gender("Ivanov", "Petrova"), other_gender("Caroline", "Carolina")
    (False, False, False)
    """
    last = a[-1:].lower()
    if last == b[-1:].lower() and (last not in ("a", "а") or a == b):
        return False  # the two forms end in different letters, but for Svoboda and Svobodova
    if other_given_gender(a, b):
        return True
    if _given(a) == _given(b) in (MASCULINE, FEMININE):
        return False  # two given names of one gender, whatever surnames end so: Caroline and Carolina
    if _added(a, b) or _added(b, a):
        return True
    opposite = {MASCULINE: FEMININE, FEMININE: MASCULINE}
    theirs = [e for e in endings_of(b) if e.role in opposite]
    return any(
        x.family == y.family and y.role == opposite.get(x.role) and _one_stem(x, y)
        for x in endings_of(a)
        for y in theirs
    )


class GenderMarks(NamedTuple):
    """What of a word may show its gender beside another: whether it is a man's or a woman's given name ("m", "f", "fm"
    where two lists differ, or ""), whether it ends as what is added to masculine surnames, and the families of its
    endings, masculine and feminine."""

    given: str
    added: bool
    masculine: frozenset[str]
    feminine: frozenset[str]


def gender_marks(word: str) -> GenderMarks:
    """Marks without which a word never differs in gender from another: what `other_gender` asks both for.

    >>> marks = gender_marks("Ivanova")
    >>> marks.added, sorted(marks.feminine), gender_marks("Lindt") == ("", False, frozenset(), frozenset())
    (True, ['ov'], True)
    """
    endings = endings_of(word)
    masculine = frozenset([e.family for e in endings if e.role == MASCULINE]) if endings else frozenset()
    feminine = frozenset([e.family for e in endings if e.role == FEMININE]) if endings else frozenset()
    return GenderMarks(_given(word), _low(word).endswith(ADDED_ENDINGS), masculine, feminine)


def of_woman(word: str) -> bool:
    """Whether a word is on record as a given name of women alone.

    >>> of_woman("Theresa"), of_woman("Andrea"), of_woman("May")
    (True, False, False)
    """
    return _given(word) == FEMININE


def _given(word: str) -> str:
    """Whether a word is a man's or a woman's given name: "m", "f", "fm" where two lists differ, or ""."""
    folded = fold_accents(fold_letters(word))
    return given_genders(folded[:1]).get(folded, "")


@cache
def ending_families() -> tuple[str, ...]:
    """All families of endings, in order.

    >>> "ov" in ending_families()
    True
    """
    return tuple(sorted({family for roles in all_endings().values() for _, family in roles}))


def _one_stem(x: Ending, y: Ending) -> bool:
    if x.stem == y.stem:
        return True
    if x.family in EQUAL_STEMS and x.stem.isascii() == y.stem.isascii():
        return False
    left, right = skeleton(x.stem), skeleton(y.stem)
    return left == right if x.family in LONG_STEMS else measures.Levenshtein.distance(left, right, score_cutoff=1) <= 1


def _added(short: str, long: str) -> bool:
    """Novák and Nováková, Čapek and Čapková, Svoboda and Svobodová."""
    base, whole = _low(short), _low(long)
    stem = next((whole[: -len(end)] for end in ADDED_ENDINGS if whole.endswith(end)), "")
    if len(stem) < SHORTEST_STEM + 1:
        return False
    return base in (stem, f"{stem}a", f"{stem}o", f"{stem[:-1]}e{stem[-1]}")


@lru_cache(maxsize=SELDOM_REMEMBERED)
def is_patronymic(word: str) -> bool:
    """Whether a word looks like an East Slavic patronymic.

    >>> is_patronymic("Сергеевич"), is_patronymic("Wladimirowna"), is_patronymic("Путин")
    (True, True, False)
    """
    return word[-1:].lower() in patronymic_letters() and any(e.role == PATRONYMIC for e in endings_of(word))


@cache
def patronymic_letters() -> frozenset[str]:
    """Letters in which patronymics end: the most words are told apart by them."""
    accented = {"ć", "č", "ç"}  # folded away in the table
    return (
        frozenset(ending[-1] for ending, roles in all_endings().items() if any(r == PATRONYMIC for r, _ in roles))
        | accented
    )


def patronymics(words: Sequence[str]) -> frozenset[int]:
    """Which words of a name are patronymics, by ending and place; a family name in -ović is none.

    In «given patronymic family» it stands second, in «family given patronymic» last; a name of two words has one
    only when it ends in it and the first word has no such ending («Иван Петрович»), which is left to the caller,
    since Slobodan Milošević looks the same.

    >>> sorted(patronymics(["Владимир", "Владимирович", "Путин"])), sorted(patronymics(["Slobodan", "Milošević"]))
    ([1], [])
    """
    if len(words) < FULL_NAME:
        return frozenset()
    found = [index for index, word in enumerate(words) if index and is_patronymic(word)]
    return frozenset(found[:1])
