"""Room 2, scripts: romanisation schemes as data, one interpreter, and the way back.

`schemes/` holds one file a scheme; `scheme` reads them, `table` runs them; `expand` writes a native name
under every scheme; `reverse` finds native forms of Latin spellings; `variants` lists the spellings to
expect; `language` weighs which language a name is in; `providers` puts other libraries behind the same door.
"""

from __future__ import annotations

from gazetteer.hints import TYPE_CHECKING

if TYPE_CHECKING:  # late at run time: most rooms that are imported from here need neither
    from normalizer.romanization.listing import romanize, schemes

__all__ = ["romanize", "schemes"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from normalizer.romanization import listing

        return getattr(listing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
