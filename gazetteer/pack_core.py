"""Which arithmetic a build runs: the compiled one where it was built, else its plain twin (`gazetteer.plain_pack`).

NORMALIZER_PURE=1 in the environment leaves the compiled one alone, and so does one that was built from other sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.cores import built
from gazetteer.plain_pack import Rows, fragments, grouped, renumbered, typo_rows

__all__ = ["COMPILED", "Rows", "fragments", "grouped", "renumbered", "typo_rows"]

INTERFACE = 1  # as in _pack.c; goes up whenever what it does changes
COMPILED = False  # whether the compiled one runs

# For type checkers the twins are one.
if not TYPE_CHECKING and (_made := built("gazetteer._pack", INTERFACE)):
    COMPILED = True
    Rows, fragments, grouped = _made.Rows, _made.fragments, _made.grouped
    renumbered, typo_rows = _made.renumbered, _made.typo_rows
