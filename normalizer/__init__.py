"""Multilingual name normaliser: which entity a spelling names, its canonical form, and why.

    >>> from normalizer import romanize
    >>> romanize("Луганськ", scheme="ukr-kmu-2010")
    'Luhansk'

The names below are the whole public interface; every other module is private.
"""

from __future__ import annotations

from gazetteer.hints import TYPE_CHECKING
from normalizer.version import __version__

if TYPE_CHECKING:  # late at run time: a look-up from the command line pays only for what it uses
    from normalizer.api import Normalizer
    from normalizer.romanization import romanize, schemes

__all__ = ["Normalizer", "__version__", "romanize", "schemes"]


def __getattr__(name: str) -> object:
    if name == "Normalizer":
        from normalizer.api import Normalizer

        return Normalizer
    if name in ("romanize", "schemes"):
        from normalizer import romanization

        return getattr(romanization, name)
    raise AttributeError(f"module 'normalizer' has no attribute {name!r}")
