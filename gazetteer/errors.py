"""What can go wrong with a gazetteer or with a source to build one from.

    GazetteerError          base of all; every message is a sentence: what, where, what to do
    ├── SourceError         something to build from cannot be fetched or read
    ├── FormatError         the file is missing, foreign, damaged, or made by a newer version
    └── FingerprintError    the file was made with other keys than the ones that read it now

This tree stands alone, since this package may not import `normalizer`; the front door there turns it
into its own `GazetteerError`. The content of a `str` never raises.
"""

from __future__ import annotations


class GazetteerError(Exception):
    """Base class of every error that this package raises on purpose."""


class SourceError(GazetteerError):
    """A source of names cannot be fetched or read."""


class FormatError(GazetteerError):
    """A gazetteer file cannot be read as one."""


class FingerprintError(GazetteerError):
    """A gazetteer file is whole, but its keys were made by other rules."""
