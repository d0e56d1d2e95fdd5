"""What a build adds to the sources: the compiled core, and for wheels the default gazetteer.

The core (the files of SOURCES) is compiled with whatever C compiler is there,
into the wheel or, for an editable install, beside its sources. Without a compiler or Python's headers, or with
NORMALIZER_PURE=1, the package is built without it and works the same, slower; that is said in one line and is no error.

The gazetteer is built in the build environment from the pinned packages when it is not there or was made by
other keys, so `pip wheel .` from a clean checkout yields a wheel that works offline at once. Editable installs do
not carry it (they build it with `normalizer build default`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = (
    Path("normalizer") / "matching" / "_align.c",
    Path("normalizer") / "matching" / "_cut.c",
    Path("normalizer") / "matching" / "_ear.c",
    Path("normalizer") / "matching" / "_sounds.c",
    Path("normalizer") / "romanization" / "_table.c",
    Path("normalizer") / "cleaning" / "_scan.c",
    Path("gazetteer") / "_near.c",
    Path("gazetteer") / "_pack.c",
)
ABI = ("cp311", "0x030B0000")  # the oldest Python whose stable interface the core uses: one build serves all later


class WhatABuildAdds(BuildHookInterface):
    """The compiled core for wheels and editable installs, gazetteer/data/default.gaz for wheels."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        self.made = Path(tempfile.mkdtemp(prefix="normalizer-core-"))
        made = {source: self._compiled(source) for source in SOURCES}
        if any(made.values()):
            build_data["pure_python"] = False
            build_data["tag"] = f"{ABI[0]}-abi3-{_platform()}"
        for source, module in made.items():
            if version == "editable":
                self._put_beside_source(source, module)
            elif module is not None:
                build_data["force_include"][str(module)] = f"{source.parent.as_posix()}/{module.name}"
        if version != "editable":
            self._build_gazetteer()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(getattr(self, "made", ""), ignore_errors=True)

    def _compiled(self, source: Path) -> Path | None:
        reason = _why_not()
        if not reason:
            try:
                with contextlib.chdir(self.root):
                    return compile_core(self.made, source)
            except (Exception, SystemExit) as error:  # compilers fail in many ways, and none may stop the build
                reason = f"{type(error).__name__}: {error}"
        self.app.display_warning(f"{source.name} not compiled, plain Python will do its work: {reason}")
        return None

    def _put_beside_source(self, source: Path, core: Path | None) -> None:
        """Replaced whole, since a running process may have the old one open; one that could not be built anew goes."""
        folder = Path(self.root) / source.parent
        if core is None:
            for old in (*folder.glob(f"{source.stem}*.so"), *folder.glob(f"{source.stem}*.pyd")):
                old.unlink()
            return
        fresh = folder / f"{core.name}.new"
        shutil.copyfile(core, fresh)
        fresh.replace(folder / core.name)

    def _build_gazetteer(self) -> None:
        sys.path.insert(0, self.root)
        try:
            from normalizer.build import build_default, is_current

            path = Path(self.root) / "gazetteer" / "data" / "default.gaz"
            if not is_current(path):
                build_default(path, progress=lambda stage, done, total: None)
        finally:
            sys.path.remove(self.root)


def _why_not() -> str:
    """The reason not to try to compile; empty when there is none."""
    if os.environ.get("NORMALIZER_PURE", "") not in ("", "0"):
        return "NORMALIZER_PURE is set"
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "this Python has no stable C interface"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "Python.h is missing (Debian: apt-get install python3-dev)"
    return ""


def compile_core(target: Path, source: Path) -> Path:
    """Compiles one source into `target`, from the root of the project; the path of the new file."""
    from setuptools import Distribution, Extension

    options = ["/O2", "/std:c11"] if os.name == "nt" else ["-std=c11", "-O3", "-g0"]
    module = ".".join(source.with_suffix("").parts)
    core = Extension(
        module,
        [source.as_posix()],
        define_macros=[("Py_LIMITED_API", ABI[1])],
        extra_compile_args=options,
        py_limited_api=True,
    )
    command = Distribution({"ext_modules": [core]}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(target / "lib"), str(target / "temp")
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(module))


def _platform() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
