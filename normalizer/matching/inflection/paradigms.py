"""The tables of declension, read: which endings a language has, and what lemma each of them leads back to.

A file data/inflection/<language>.tsv has one row for a paradigm: what the lemma ends in, and for each case what
stands there instead. Changes of the stem need no machinery: a paradigm whose stem changes is written with longer
endings (ka, gen. ki, dat. ce; ów, gen. owa). So the same row reads a form back to its lemma and writes the form of
another lemma, and a reader of the table sees all that the rule knows.

Nothing here chooses among readings; `words` and `phrases` do. Bosnian, Croatian and Serbian share one table, in
Latin letters; for names in Cyrillic it is rewritten letter by letter when it is first read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.beside import as_paths, text_of
from gazetteer.values import NamedTuple
from normalizer.matching.tables import table as table_path
from normalizer.text.unicode import script_of

if TYPE_CHECKING:
    from pathlib import Path

    FOLDER: Path

_FOLDER = table_path("inflection")
__getattr__ = as_paths(__name__, FOLDER=_FOLDER)
LANGUAGES: Mapping[str, str] = {
    **{code: code for code in ("uk", "ru", "be", "pl", "cs", "sk", "sl", "bg", "mk", "lt", "lv", "fi", "hu", "tr")},
    **dict.fromkeys(("hr", "bs", "sr-Latn", "sh"), "hr"),
    "sr": "sr",
}
"""Language code -> the table that it is read with."""
CYRILLIC = frozenset(("uk", "ru", "be", "bg", "mk", "sr"))
PLACES, PEOPLE = "place", "person"
FIRST_OF_SEVERAL = 0.7  # share of the first of several endings of one case; the others divide the rest
_KINDS = {"p": (PLACES,), "h": (PEOPLE,), "*": (PLACES, PEOPLE)}
_SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
_SERBIAN_PAIRS = (("lj", "љ"), ("nj", "њ"), ("dž", "џ"))


class Paradigm(NamedTuple):
    """One row of a table.

    name: of the row. gender: "m", "f", "n", "-" (any, as in plurals), "*" (any). number: "sg", "pl", "*".
    kind: "place" or "person". lemma: the ending of the lemma. after: letters that may stand before it, None for any.
    share: how usual the row is among those with the same lemma ending, 0..1. forms: case -> endings, the first the
    more usual. unsure: cases whose ending depends on the word.
    """

    language: str
    name: str
    gender: str
    number: str
    kind: str
    lemma: str
    after: frozenset[str] | None
    share: float
    forms: Mapping[str, tuple[str, ...]]
    unsure: frozenset[str]

    def fits(self, stem: str) -> bool:
        """Whether the paradigm may have this stem (lower case)."""
        return self.after is None or stem[-1:] in self.after


class Cell(NamedTuple):
    """One ending of a paradigm: `share` is how usual it is in this case."""

    paradigm: Paradigm
    case: str
    share: float


class Table(NamedTuple):
    """A language's paradigms.

    cells: ending of a form -> the cells with that ending, by kind. longest: letters of the longest ending.
    words: words that end the part of a name that is declined (prepositions, particles). generic: words that tell what
    a place is (kingdom, island), in the nominative.
    declined: "all" words of a name, or the "last".
    """

    language: str
    paradigms: tuple[Paradigm, ...]
    cells: Mapping[str, Mapping[str, tuple[Cell, ...]]]
    longest: int
    words: frozenset[str]
    generic: frozenset[str]
    declined: str
    cases: tuple[str, ...]


@cache
def table(language: str) -> Table | None:
    """The table of a language, None where there is none.

    >>> table("uk").language, table("en")
    ('uk', None)
    """
    name = LANGUAGES.get(language) or LANGUAGES.get(language.split("-")[0])
    return _read(name) if name else None


def of_script(language: str, name: str) -> str:
    """The language under which the table for the letters of a name is kept: Serbian has one in each alphabet.

    >>> of_script("sr", "Beograda"), of_script("hr", "Београда"), of_script("pl", "Krakowa")
    ('hr', 'sr', 'pl')
    """
    if LANGUAGES.get(language) in ("hr", "sr"):
        return "sr" if script_of(name) == "Cyrl" else "hr"
    return language


@cache
def _read(name: str) -> Table:
    source = "hr" if name == "sr" else name
    text = text_of(f"{_FOLDER}/{source}.tsv")
    return _table(name, _in_cyrillic(text) if name == "sr" else text)


def _in_cyrillic(text: str) -> str:
    """The Croatian table with its letters in Serbian Cyrillic; names of rows, cases and comments stay."""
    lines = []
    for line in text.split("\n"):
        head, _, rest = line.partition(" ") if line.startswith("#") else ("", "", line)
        if head in ("#set", "#words", "#generic"):
            key, _, value = rest.partition(" ") if head == "#set" else ("", "", rest)
            lines.append(" ".join(x for x in (head, key, _cyrillic(value)) if x))
        elif not head and "\t" in rest and not rest.startswith("class"):
            cells = rest.split("\t")
            lines.append("\t".join([*cells[:5], *(c if c in "*A=-0" else _cyrillic(c) for c in cells[5:])]))
        else:
            lines.append(line)
    return "\n".join(lines)


def _cyrillic(text: str) -> str:
    for pair, letter in _SERBIAN_PAIRS:
        text = text.replace(pair, letter)
    return text.translate(_SERBIAN)


def _table(name: str, text: str) -> Table:
    sets: dict[str, str] = {}
    listed = {"#words": "", "#generic": "", "#declined": "all"}
    rows = []
    for line in text.split("\n"):
        key, _, value = line.partition(" ")
        if key == "#set":
            letter, _, members = value.partition(" ")
            sets[letter] = members
        elif key in listed:
            listed[key] = value
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
    header, *body = rows
    cases = tuple(header[6:])
    paradigms = tuple(p for row in body for p in _row(name, row, cases, sets))
    cells = _cells(paradigms)
    words, generic = frozenset(listed["#words"].split()), frozenset(listed["#generic"].split())
    return Table(name, paradigms, cells, max(map(len, cells)), words, generic, listed["#declined"], cases)


def _row(language: str, row: list[str], cases: tuple[str, ...], sets: Mapping[str, str]) -> Iterable[Paradigm]:
    """One paradigm for each kind that the row is for."""
    name, gender, number, share, kinds, after, *endings = row
    letters = _letters(after, sets)
    for kind in _KINDS[kinds]:
        written = dict(zip(cases, endings, strict=True))
        if written.get("acc") == "A":
            written["acc"] = written["nom" if kind == PLACES else "gen"]
        forms = {case: _endings(cell, written["nom"]) for case, cell in written.items() if cell != "-"}
        unsure = frozenset(case for case, cell in written.items() if "?" in cell)
        (lemma,) = forms["nom"]
        yield Paradigm(language, name, gender, number, kind, lemma, letters, float(share), forms, unsure)


def _endings(cell: str, nominative: str) -> tuple[str, ...]:
    cell = nominative if cell == "=" else cell
    return tuple("" if ending == "0" else ending for ending in cell.replace("?", "/").split("/"))


def _letters(after: str, sets: Mapping[str, str]) -> frozenset[str] | None:
    """Letters that a column `after` names: sets by their capital, letters, and after a dash those taken out."""
    if after == "*":
        return None
    wanted, _, taken = after.partition("-")
    return frozenset("".join(sets.get(c, c) for c in wanted)) - frozenset("".join(sets.get(c, c) for c in taken))


def _cells(paradigms: Iterable[Paradigm]) -> dict[str, dict[str, tuple[Cell, ...]]]:
    found: dict[str, dict[str, list[Cell]]] = {}
    for paradigm in paradigms:
        for case, endings in paradigm.forms.items():
            rest = (1 - FIRST_OF_SEVERAL) / (len(endings) - 1) if len(endings) > 1 else 0.0
            for i, ending in enumerate(endings):
                share = 1.0 if len(endings) == 1 else rest if i else FIRST_OF_SEVERAL
                cell = Cell(paradigm, case, share * paradigm.share)
                found.setdefault(ending, {}).setdefault(paradigm.kind, []).append(cell)
    return {ending: {kind: tuple(cells) for kind, cells in kinds.items()} for ending, kinds in found.items()}
