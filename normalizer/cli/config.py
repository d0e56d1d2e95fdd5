"""The configuration of `check`: the same choices as on the command line, kept beside the texts that they are for.

A file `.normalizer.toml` or `normalizer.toml`, or the table `[tool.normalizer]` of a `pyproject.toml`, in the working
folder or the nearest one above it; the search ends at the root of a repository. `clean` is a filter whose output
depends on its arguments alone, so it reads one only where `--config` names it. What the command line says wins.
Relative paths are meant from the folder of the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalizer.errors import SourceError, UsageError

NAMES = (".normalizer.toml", "normalizer.toml")
PROJECT = "pyproject.toml"
_TEXT, _TEXTS, _NUMBER, _FLAG = "a string", "a list of strings", "a number", "true or false"
KEYS = {
    "policy": _TEXT,
    "house": _TEXT,
    "gazetteer": _TEXTS,
    "only": _TEXTS,
    "script": _TEXT,
    "former": _TEXT,
    "min-score": _NUMBER,
    "protect": _TEXTS,
    "quoted": _FLAG,
    "markup": _TEXT,
    "remarks": _FLAG,
    "include": _TEXTS,
    "exclude": _TEXTS,
}
"""Every key with what its value has to be."""
_PATHS = ("house", "gazetteer")


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says. path: of the file, None without one. values: by key, of the right kinds."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """What its patterns and paths are relative to."""
        return self.path.parent if self.path else Path()


def find_config(folder: Path) -> Path | None:
    """The configuration file for a folder: the nearest one, itself or above, up to the root of a repository."""
    for here in (folder, *folder.parents):
        for name in NAMES:
            if (here / name).is_file():
                return here / name
        if (here / PROJECT).is_file() and _has_table(here / PROJECT):
            return here / PROJECT
        if (here / ".git").exists():
            break
    return None


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml is one of ours; one that cannot be read is somebody else's to repair."""
    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return False
    return isinstance(tool, dict) and "normalizer" in tool


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        SourceError: it cannot be read. UsageError: it says something that cannot be meant.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and your permissions.") from None
    except ValueError as error:
        raise SourceError(f"{path}: is no TOML ({error}); repair that place.") from None
    table = document.get("tool", {}).get("normalizer", {}) if path.name == PROJECT else document
    if not isinstance(table, dict):
        raise UsageError(f"{path}: tool.normalizer has to be a table.")
    for key, value in table.items():
        _check(path, key, value)
    return Config(path, {key: _from_folder(path.parent, key, value) for key, value in table.items()})


def _check(path: Path, key: str, value: object) -> None:
    if key not in KEYS:
        raise UsageError(f"{path}: there is no setting {key!r}; the settings are {', '.join(KEYS)}.")
    wanted = KEYS[key]
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {_TEXT: isinstance(value, str), _TEXTS: texts, _NUMBER: number, _FLAG: isinstance(value, bool)}
    if not fits[wanted]:
        raise UsageError(f"{path}: {key} is {value!r}; it has to be {wanted}.")


def _from_folder(folder: Path, key: str, value: Any) -> Any:
    if key not in _PATHS:
        return value
    if isinstance(value, list):
        return [item if item in ("default", "none") else str(folder / item) for item in value]
    return str(folder / value)
