"""Wheel builds carry the default gazetteer; editable installs do not (they build it with `normalizer build default`).

The file is built in the build environment from the pinned packages when it is not there or was made by
other keys, so `pip wheel .` from a clean checkout yields a wheel that works offline at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DefaultGazetteer(BuildHookInterface):
    """Builds gazetteer/data/default.gaz for standard wheels."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from normalizer.build import build_default, is_current

            path = Path(self.root) / "gazetteer" / "data" / "default.gaz"
            if not is_current(path):
                build_default(path, progress=lambda stage, done, total: None)
        finally:
            sys.path.remove(self.root)
