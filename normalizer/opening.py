"""What a `Normalizer` is made of: files to open, names in memory and a house file among them, and a checked policy.

Names given in memory are written as small gazetteers into a folder of their own, which is removed with the
`Normalizer` that they were given to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from gazetteer import errors as gazetteer_errors
from gazetteer.hints import TYPE_CHECKING, Any
from gazetteer.layers import open_layers
from gazetteer.lookup import Gazetteer
from gazetteer.model import Record
from normalizer import policy as policies
from normalizer.errors import GazetteerError, UsageError
from normalizer.locations import default_file
from normalizer.matching.keys import fingerprint
from normalizer.matching.parts import GazetteerParts

if TYPE_CHECKING:
    from normalizer.cleaning.decide import Wishes
    from normalizer.keywords import TextWishes
    from normalizer.matching.evidence import NameParts

Path = str | os.PathLike[str]
Rows = Iterable[Mapping[str, Any] | tuple[str, ...] | Record]
Forget = Callable[[], object]


def as_files(
    owner: object, gazetteer: Path | Sequence[Path | Rows] | None, house: Path | None
) -> tuple[list[Path], Forget | None]:
    """Gazetteers as files, and what removes those that were written for it.

    Args:
        owner: whose names in memory they are: with it goes the folder.
        gazetteer, house: as for `Normalizer`.

    Raises:
        GazetteerError, SourceError: as for `Normalizer`.
    """
    paths: list[Path] = []
    folder: Any = None
    forget: Forget | None = None
    for name, given in _listed(gazetteer, house):
        if name == "file":
            paths.append(default_file() if given == "default" else given)
            continue
        if folder is None:
            from normalizer.additions import scratch_folder

            folder, forget = scratch_folder(owner)
        written = _written(folder / f"{name}-{len(paths)}.gaz", name, given, paths)
        if written:
            paths.append(written)
    return paths, forget


def _listed(gazetteer: Path | Sequence[Path | Rows] | None, house: Path | None) -> list[tuple[str, Any]]:
    """What was given, in its order: files, names in memory ("added"), the house file last."""
    if gazetteer is None:
        given: list[Path | Rows] = []
    else:
        given = [gazetteer] if isinstance(gazetteer, str | os.PathLike) else list(gazetteer)
    listed = [("file" if isinstance(one, str | os.PathLike) else "added", one) for one in given]
    return [*listed, ("house", house)] if house is not None else listed


def _written(path: Any, name: str, given: Any, paths: Sequence[Path]) -> Path | None:
    """Names in memory or a house file as a gazetteer that stands above those before it; None where nothing is left."""
    from normalizer.additions import write_house, write_rows

    below = open_files(paths)
    try:
        written: Path | None = (write_house if name == "house" else write_rows)(path, given, below)
        return written
    finally:
        for file in below:
            file.close()


def open_files(paths: Sequence[Path]) -> tuple[Gazetteer, ...]:
    """Open gazetteers that were built with these rules, as layers.

    Raises:
        GazetteerError: one is missing, damaged, or made by other keys.
    """
    try:
        return open_layers(paths, fingerprint=fingerprint()) if paths else ()
    except gazetteer_errors.GazetteerError as error:
        raise GazetteerError(str(error)) from None


def open_parts(paths: Sequence[Path] | None) -> NameParts | None:
    """What gazetteers know of single names, opened anew: a process beside this one has to."""
    return GazetteerParts(open_files(paths)) if paths else None


def checked_policy(policy: str) -> str:
    """A policy, or several with commas between them, without the spaces.

    Raises:
        UnknownPolicyError: one is neither named nor a language code.

    >>> checked_policy("de, fr")
    'de,fr'
    """
    if not isinstance(policy, str):
        return policies.check_policy(policy)
    return ",".join(policies.check_policy(part.strip()) for part in policy.split(","))


def checked_wishes(wishes: TextWishes) -> Wishes:
    """What is wanted of a text, as the cleaner takes it.

    Raises:
        UsageError: a list is one text.
    """
    from normalizer.cleaning.decide import Wishes

    only, protect = wishes.get("only") or (), wishes.get("protect") or ()
    for name, given in (("only", only), ("protect", protect)):
        if isinstance(given, str):
            raise UsageError(f"{name} is one text, {given!r}: give a list, such as [{given!r}].")
    return Wishes(
        tuple(only), wishes.get("script", "same"), wishes.get("former", "keep"), wishes.get("min_score"), tuple(protect)
    )
