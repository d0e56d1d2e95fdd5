"""Files that lie beside the modules, by the system's own names: importing `pathlib` takes as long as reading a table.

>>> rows_of(beside(__file__, "data", "regions.tsv"))[0][:3]
['id', 'name', 'kind']
"""

from __future__ import annotations

import os
from collections.abc import Callable


def beside(module: str, *names: str) -> str:
    """The path of a file or folder in the folder of a module (its `__file__`)."""
    return os.path.join(os.path.dirname(os.path.abspath(module)), *names)  # noqa: PTH100, PTH118, PTH120


def text_of(path: str) -> str:
    """A file as text, its line ends as "\\n"."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def rows_of(path: str) -> list[list[str]]:
    """The cells of the lines of a table with tabs between them, without comments and empty lines."""
    return [line.split("\t") for line in text_of(path).split("\n") if line and not line.startswith("#")]


def is_file(path: str) -> bool:
    """Whether there is such a file."""
    return os.path.isfile(path)  # noqa: PTH113


def as_paths(module: str, **places: str) -> Callable[[str], object]:
    """A `__getattr__` for a module: names under which others find these places as `Path`, made when they do.

    Args:
        module: its name. places: name of the constant -> what `beside` gives.
    """

    def found(name: str) -> object:
        if name in places:
            from pathlib import Path

            return Path(places[name])
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return found
