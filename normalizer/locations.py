"""Where gazetteer files live: beside the package in an installed wheel, else in the user's data folder.

`NORMALIZER_DATA` names another folder. Nothing here opens or writes a file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from normalizer.errors import GazetteerError

PACKAGED = Path(__file__).resolve().parent.parent / "gazetteer" / "data"


def data_folder() -> Path:
    """The user's folder for built gazetteers."""
    if os.environ.get("NORMALIZER_DATA"):
        return Path(os.environ["NORMALIZER_DATA"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "name-normalizer"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "name-normalizer"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "name-normalizer"


def gazetteer_path(name: str) -> Path:
    """Where `normalizer build default|full` writes: beside the package if that may be written, else the user's."""
    if not os.environ.get("NORMALIZER_DATA") and os.access(PACKAGED, os.W_OK):
        return PACKAGED / f"{name}.gaz"
    return data_folder() / f"{name}.gaz"


def default_gazetteer() -> Path:
    """The embedded default gazetteer.

    Raises:
        GazetteerError: it has not been built; the message says how.
    """
    places = [data_folder() / "default.gaz", PACKAGED / "default.gaz"]
    if not os.environ.get("NORMALIZER_DATA"):
        places.reverse()
    for path in places:
        if path.is_file():
            return path
    raise GazetteerError(
        f"The default gazetteer is not there (looked for {places[0]} and {places[1]}): run "
        "`normalizer build default`, or give another file."
    )
