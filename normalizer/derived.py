"""What is made of the package's tables once, and kept beside the compiled modules, as Python keeps those.

A table is a text that people read and mend; a process that looks up one name spends more time on parsing such texts
than on the name. So what was made of one is written to the folder of the compiled modules (`__pycache__`, or where
PYTHONPYCACHEPREFIX says) in the way in which Python writes modules there, and read back while the files it was made of
have the size and the time of change that they had then. Where nothing may be written, or PYTHONDONTWRITEBYTECODE is
set, tables are made anew each time. Nothing here decides anything: with and without what is kept, all answers are one.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress

from gazetteer.hints import Any, TypeVar, cast

Made = TypeVar("Made")
_CHECKSUM = 4  # bytes of a CRC-32 before the rest: half a file is no file
_KEPT: str | None = __spec__.cached if __spec__ else None  # where Python keeps this module, compiled


def derived(name: str, rules: str, sources: Sequence[str], make: Callable[[], Made]) -> Made:
    """What `make` returns, or what it returned when the sources were the same.

    Args:
        name: of the file that keeps it. rules: changes whenever `make` does.
        sources: the paths of the files that `make` reads.
        make: gives what `marshal` can write: numbers, texts, and lists, tuples and dictionaries of them.

    >>> derived("an-example", "1", [__file__], lambda: {"a": 1.5})
    {'a': 1.5}
    """
    if _KEPT is None:
        return make()
    path = f"{_KEPT}.{name}"  # the name of a compiled module has the version of Python in it
    state = (rules, *(part for source in sources for part in _state(source)))
    with suppress(OSError, ValueError, EOFError, TypeError):
        found: tuple[object, Made] | None = _read(path)
        if found is not None and found[0] == state:
            return found[1]
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):
            _write(path, marshal.dumps(cast(Any, (state, made))))
    return made


def _state(source: str) -> tuple[str, int, int]:
    found = os.stat(source)  # noqa: PTH116 (hundreds of files at every start)
    return source.rpartition(os.sep)[2], found.st_size, found.st_mtime_ns


def _read(path: str) -> tuple[object, Made] | None:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a `Path` takes longer than reading)
        data = file.readall()
    body = memoryview(data)[_CHECKSUM:]
    if int.from_bytes(data[:_CHECKSUM], "little") != zlib.crc32(body):
        return None
    found: tuple[object, Made] = marshal.loads(body)
    return found


def _write(path: str, data: bytes) -> None:
    """Whole or not at all: others may be reading."""
    fresh = f"{path}.{os.getpid()}"
    try:
        with open(fresh, "wb") as file:  # noqa: PTH123
            file.write(zlib.crc32(data).to_bytes(_CHECKSUM, "little") + data)
        os.replace(fresh, path)  # noqa: PTH105
    except OSError:  # no room, no right to write, or a reader that keeps the old one from being replaced
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108
        raise
