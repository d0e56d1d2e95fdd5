"""Where gazetteer files live: beside the package in an installed wheel, else in the user's data folder.

`NORMALIZER_DATA` names another folder. Nothing here opens or writes a file.
"""

from __future__ import annotations

import os
import sys

from gazetteer.beside import beside, is_file
from gazetteer.hints import TYPE_CHECKING
from normalizer.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED: str | Path = beside(beside(__file__), "gazetteer", "data")


def data_folder() -> str:
    """The user's folder for built gazetteers."""
    if os.environ.get("NORMALIZER_DATA"):
        return os.environ["NORMALIZER_DATA"]
    home = os.path.expanduser("~")  # noqa: PTH111
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", home)
    elif sys.platform == "darwin":
        base = f"{home}/Library/Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share"
    return os.path.join(base, "name-normalizer")  # noqa: PTH118


def gazetteer_path(name: str) -> Path:
    """Where `normalizer build default|full` writes: beside the package if that may be written, else the user's."""
    from pathlib import Path

    if not os.environ.get("NORMALIZER_DATA") and os.access(PACKAGED, os.W_OK):
        return Path(PACKAGED, f"{name}.gaz")
    return Path(data_folder(), f"{name}.gaz")


def default_gazetteer() -> Path:
    """The embedded default gazetteer.

    Raises:
        GazetteerError: it has not been built; the message says how.
    """
    from pathlib import Path

    return Path(default_file())


def default_file() -> str:
    """As `default_gazetteer`, as text: whoever only opens it need not import `pathlib`."""
    places = [os.path.join(folder, "default.gaz") for folder in (data_folder(), PACKAGED)]  # noqa: PTH118
    if not os.environ.get("NORMALIZER_DATA"):
        places.reverse()
    for path in places:
        if is_file(path):
            return path
    raise GazetteerError(
        f"The default gazetteer is not there (looked for {places[0]} and {places[1]}): run "
        "`normalizer build default`, or give another file."
    )
