"""Files put in place of others: whole or not at all, with the rights and the link that they had."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from normalizer.cli.streams import STDIN
from normalizer.errors import SourceError, UsageError


class Replacement:
    """The new content of a file; it replaces the old one only when `keep` is left true."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.keep = True


@contextmanager
def replacing(name: str) -> Iterator[Replacement]:
    """Write a file that takes the place of `name` when all is written; after an error the old one is untouched.

    The new file is written beside the old one, flushed to the disk and renamed, so that a reader sees either of
    the two. Mode and, where it is allowed, owner stay; of a symbolic link, the file that it points to is replaced.

    Raises:
        UsageError: `name` is standard input. SourceError: the file may not be written.
    """
    target = _target(name)
    try:
        number, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".new", dir=target.parent)
    except OSError as error:
        raise SourceError(
            f"{name}: no file can be made beside it ({error.strerror}); check the space and your permissions there."
        ) from None
    try:
        with os.fdopen(number, "wb") as file:
            new = Replacement(file)
            yield new
            file.flush()
            if new.keep:
                _take_over(target, file.fileno())
                os.fsync(file.fileno())
        if new.keep:
            os.replace(temporary, target)  # noqa: PTH105
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108


def _target(name: str) -> Path:
    if name == STDIN:
        raise UsageError("Standard input cannot be changed in place; give files.")
    try:
        target = Path(name).resolve(strict=True)
        regular, writable = target.is_file(), os.access(target, os.W_OK)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"{name}: cannot be changed ({reason}); check the path and your permissions.") from None
    if not regular:
        raise SourceError(f"{name}: is no regular file, so it cannot be changed in place.")
    if not writable:
        raise SourceError(f"{name}: is not writable; check your permissions.")
    return target


def _take_over(target: Path, number: int) -> None:
    """Give the new file the mode and, if allowed, the owner of the old one."""
    old = target.stat()
    with suppress(OSError, AttributeError):
        os.fchown(number, old.st_uid, old.st_gid)
    with suppress(OSError, AttributeError):
        os.fchmod(number, old.st_mode & 0o7777)
