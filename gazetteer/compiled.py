"""Which readers of wide look-ups run: the compiled one where it was built, else its plain twins.

`_near.c` is optional, as `_align.c` of the comparison is: everything works without it, slower, with the same answers.
It is left alone with NORMALIZER_PURE=1 in the environment, and when it was built from other sources than these.
"""

from __future__ import annotations

from functools import cache

from gazetteer.cores import built
from gazetteer.hints import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from gazetteer.container import Container

INTERFACE = 7
"""As in _near.c; goes up whenever its functions or the sections that it reads change."""


class CompiledReader(Protocol):
    """What _near.c has; each method is the twin of one in Python, and the same numbers go in and out."""

    def near(self, query: str, edits: int, per_piece: int, most: int) -> tuple[list[tuple[int, int, str]], bool]:
        """As `candidates.StandardReader.find`."""

    def far(self, query: str, most: int, compared: int) -> tuple[list[tuple[int, int, str]], bool]:
        """As `candidates.StandardReader.far`, in any order."""

    def spans(self, digests: list[int], whole: bool) -> list[tuple[int, int] | None]:
        """As `KeyTable.span` of the table "key" (of whole names) or "part"; None where it has to say what is
        wrong."""

    def named(self, digest: int, limit: int) -> tuple[list[tuple[int, int, int, int, str, int]], bool] | None:
        """As `Gazetteer.named` of the table "key", when it is known whose names are which: number, entity, weight, set
        of schemes, text and tag of each; None where the twin has to say what is wrong."""

    def pool(
        self,
        wanted: list[tuple[str, int, float]],
        whole: int,
        crowd: float,
        limits: tuple[int, int, int, int],
        near: list[int],
        classes: bytes | None,
    ) -> tuple[list[int], list[int], list[float], list[str], bool] | None:
        """As `sharing.pooled`, where `classes` has 1 for each class that is wanted; None where the twin has to say
        what is wrong, or there are too many sets of words."""

    def texts(self, numbers: list[int]) -> list[str]:
        """As `Gazetteer.text` for each."""

    def close(self) -> None:
        """Give the sections back; what is asked afterwards is an error."""


def open_compiled(container: Container) -> CompiledReader | None:
    """The compiled reader of an open file; None where it was not built."""
    module = _module()
    return module.Reader(container.section, container.has) if module else None


def is_built() -> bool:
    """Whether the compiled reader is there and wanted."""
    return _module() is not None


@cache
def _module() -> Any:
    return built("gazetteer._near", INTERFACE)
