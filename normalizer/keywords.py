"""What methods of `Normalizer` take by keyword and hand on, for type checkers alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from normalizer.many import Hint
from normalizer.progress import Report


class Options(TypedDict, total=False):
    """What `Normalizer.lookup_iter` takes beside the names."""

    workers: int | None
    progress: Report | bool | None
    kind: Hint
    country: Hint
    language: Hint
    limit: int
    rejected: bool


class TextWishes(TypedDict, total=False):
    """What `Normalizer.clean` takes beside the text and the spans."""

    only: Iterable[str]
    script: str
    former: str
    min_score: float | None
    protect: Iterable[str]
