"""Which arithmetic a build runs: the compiled one where it was built, else its plain twin (`gazetteer.plain_pack`).

NORMALIZER_PURE=1 in the environment leaves the compiled one alone, and so does one that was built from other sources.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from gazetteer import plain_pack
from gazetteer.plain_pack import Rows, fragments, grouped, renumbered, typo_rows

__all__ = ["COMPILED", "Rows", "fragments", "grouped", "renumbered", "typo_rows"]

INTERFACE = 1  # as in _pack.c; goes up whenever what it does changes
COMPILED = False  # whether the compiled one runs

# For type checkers the twins are one.
if not TYPE_CHECKING and os.environ.get("NORMALIZER_PURE", "") in ("", "0"):
    try:
        # By name, since it is there or not: what reads imports must not look for it.
        _made = importlib.import_module("gazetteer._pack")
    except ImportError:
        _made = plain_pack
    COMPILED = getattr(_made, "INTERFACE", None) == INTERFACE
    if COMPILED:
        Rows, fragments, grouped = _made.Rows, _made.fragments, _made.grouped
        renumbered, typo_rows = _made.renumbered, _made.typo_rows
