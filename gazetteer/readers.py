"""Which reader answers a wide question of an open file: chosen once it is asked, and kept.

The compiled reader where it was built (`gazetteer.compiled`). Without it the standard library alone for a few near
look-ups, then numpy and rapidfuzz where they are installed: importing them costs about as much as those look-ups
together. All give the same answers (`gazetteer.candidates`).
"""

from __future__ import annotations

import sys

from gazetteer.candidates import FastReader, StandardReader, VectorReader
from gazetteer.compiled import CompiledReader, open_compiled
from gazetteer.container import Container
from gazetteer.hints import Literal

STANDARD_LOOKUPS = 16
"""Near look-ups before numpy is imported for the rest."""

ReaderChoice = Literal["auto", "standard", "vector", "compiled"]


class Readers:
    """The readers of one open file."""

    def __init__(self, container: Container, choice: ReaderChoice) -> None:
        self._container, self._choice = container, choice
        self._near: StandardReader | None = None
        self._compiled: CompiledReader | None = None
        self._asked_for_compiled = False
        self._near_count = 0

    def wide(self) -> CompiledReader | None:
        """The compiled reader, if it is there and wanted.

        Raises:
            ImportError: it is the one that was asked for, and was not built.
        """
        if not self._asked_for_compiled:
            self._asked_for_compiled = True
            if self._choice in ("auto", "compiled"):
                self._compiled = open_compiled(self._container)
            if self._compiled is None and self._choice == "compiled":
                raise ImportError("gazetteer._near was not built")
        return self._compiled

    def near(self) -> StandardReader:
        """The reader of keys near a key.

        Raises:
            ImportError: the one that was asked for is not installed.
        """
        compiled = self.wide()
        self._near_count += 1
        if not isinstance(self._near, VectorReader) and self._wants_vector():
            try:
                self._near = VectorReader(self._container)
            except ImportError:
                if self._choice == "vector":
                    raise
                self._choice = "standard"
        if self._near is None:
            self._near = FastReader(self._container, compiled) if compiled else StandardReader(self._container)
        return self._near

    def _wants_vector(self) -> bool:
        many = self._near_count > STANDARD_LOOKUPS or "numpy" in sys.modules
        return self._choice == "vector" or (self._choice == "auto" and self._compiled is None and many)

    def close(self) -> None:
        """Give back what they have mapped; the object cannot be used afterwards."""
        self._near = None
        if self._compiled:
            self._compiled.close()
