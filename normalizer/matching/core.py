"""Which arithmetic runs: the compiled one where it was built, else its plain twin.

`_align.c` is optional: a wheel or an editable install has it when a C compiler was there, and everything works
without it, slower. What it has besides (`Scales`, which weigh a pair of names in one call: see `ready`) has no twin of
its own, but gives what `features` and `model` give. NORMALIZER_PURE=1 in the environment leaves it alone, to compare or
to rule it out. One that was built from other sources than these is not used, since its numbers could differ.
"""

from __future__ import annotations

from collections.abc import Mapping

from gazetteer.cores import built
from gazetteer.hints import TYPE_CHECKING, Any
from normalizer.matching.plain_levels import Levels

__all__ = [
    "COMPILED",
    "Card",
    "Edits",
    "Marks",
    "Name",
    "Reader",
    "Rules",
    "Scales",
    "Side",
    "Table",
    "Term",
    "Word",
    "assign",
    "cuts",
    "levels",
    "spelling",
]

INTERFACE = 19  # as in _align.c; goes up whenever functions or numbers change
COMPILED = False  # whether the compiled core runs
Marks: Any = None
Name: Any = None  # what only the compiled core has, with Marks, Reader, Scales and Term (_align.pyi has their types)
Reader: Any = None
Scales: Any = None
Term: Any = None
_compiled_levels: Any = None


# For type checkers the twins are one; _align.pyi says the same of the compiled one.
if TYPE_CHECKING or (_align := built("normalizer.matching._align", INTERFACE)) is None:
    from normalizer.matching.assign import assign
    from normalizer.matching.plain import Side, Table, Word, spelling
    from normalizer.matching.plain_card import Card
    from normalizer.matching.plain_edits import Edits
    from normalizer.matching.plain_rules import Rules
    from normalizer.matching.plain_signs import cuts
else:  # whose twins are then not even imported
    COMPILED = True
    Card, Edits, Rules = _align.Card, _align.Edits, _align.Rules
    Side, Table, Word = _align.Side, _align.Table, _align.Word
    _compiled_levels = _align.Levels
    assign, cuts, spelling = _align.assign, _align.cuts, _align.spelling
    Marks, Name, Reader = _align.Marks, _align.Name, _align.Reader
    Scales, Term = _align.Scales, _align.Term


def levels(graphemes: Mapping[str, str], sounds: Mapping[str, str], no_vowels: str) -> Levels:
    """Tables of folding (plain_levels.py); the compiled ones leave to their twin what is long or not ASCII.

    >>> levels({"t": "T"}, {"a": "0"}, "t").fold("tat")
    ('T', 'tt', 'a')
    """
    twin = Levels(graphemes, sounds, no_vowels)
    return _compiled_levels(graphemes, sounds, no_vowels, twin.fold) if COMPILED else twin
