"""What can go wrong by misuse. The content of a `str` never raises: any text whatever is accepted.

    NormalizerError                 base of all; every message is a sentence: what, where, what to do
    ├── UsageError                  an argument that cannot be meant (unknown policy, limit below 1)
    │   ├── UnknownSchemeError      a scheme id that no file and no provider has
    │   └── UnknownPolicyError      a canonical policy that is neither named nor a language
    ├── SchemeError                 a romanisation table is broken; carries file and line
    ├── SourceError                 a source to build from cannot be read or fetched
    └── GazetteerError              a gazetteer file is missing, damaged, or made by other keys

`gazetteer` has its own base, `gazetteer.errors.GazetteerError`, since it may not import this package;
the front door turns it into `normalizer.errors.GazetteerError`, so users catch one tree.
"""

from __future__ import annotations


class NormalizerError(Exception):
    """Base class of every error that this package raises on purpose."""


class UsageError(NormalizerError, ValueError):
    """An argument has a value that cannot be meant."""


class UnknownSchemeError(UsageError):
    """No romanisation scheme has this id."""


class UnknownPolicyError(UsageError):
    """No canonical policy has this name."""


class SchemeError(NormalizerError):
    """A romanisation table cannot be read; the message names file and line."""


class SourceError(NormalizerError):
    """A source of names cannot be fetched or read."""


class GazetteerError(NormalizerError):
    """A gazetteer file is missing, damaged or was built with other keys."""
