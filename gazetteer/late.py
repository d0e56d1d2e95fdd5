"""Regular expressions that are compiled when they are first used: a program that looks up one name uses few of those
that its modules have, and compiling one takes as long as a look-up.
"""

from __future__ import annotations

import re

from gazetteer.hints import Any, cast


class _Late:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles ask for
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)  # so that the next use of it does not come here
        return found


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later: methods and attributes are those of the compiled pattern.

    >>> pattern("(.)(?=\\\\1)").sub("", "Anna")
    'Ana'
    """
    return cast("re.Pattern[str]", _Late(source, flags))
