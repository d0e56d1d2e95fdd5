"""Compiled twins of plain Python: whether one was built from these sources, and is wanted.

Each is optional: a wheel or an editable install has it when a C compiler was there, and everything works without it,
slower. NORMALIZER_PURE=1 in the environment leaves all of them alone, to compare or to rule them out. One that was
built from other sources is not used, since its answers could differ: it says another number for its interface.
"""

from __future__ import annotations

import importlib
import os

from gazetteer.hints import Any


def built(module: str, interface: int) -> Any:
    """The compiled module of this name with this interface; None where there is none, or it is not wanted.

    >>> built("gazetteer._none", 1) is None
    True
    """
    if os.environ.get("NORMALIZER_PURE", "") not in ("", "0"):
        return None
    try:
        # By name, since it is there or not: what reads imports must not look for it.
        found = importlib.import_module(module)
    except ImportError:
        return None
    return found if getattr(found, "INTERFACE", None) == interface else None
