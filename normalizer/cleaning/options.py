"""How texts are cleaned, as one value: what the command line, a configuration file and a caller may choose.

The choices that need the gazetteer go to `Normalizer.clean`; those about the form of the text (markup, quotations)
are applied to its answer here. So a file is cleaned the same way by `clean`, `check`, `check --fix` and the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from normalizer import policy
from normalizer.cleaning.restrain import annotated, restrain
from normalizer.errors import UsageError
from normalizer.result import Cleaned
from normalizer.text.markup import MARKUPS, SUFFIXES, markup_spans, quoted_spans
from normalizer.text.protect import Span

SCRIPTS = ("same", "all")
FORMERS = ("keep", "rewrite")
MARKUP_CHOICES = ("auto", *MARKUPS)


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What may change in a text.

    only: kinds of names ("place", "person", "org"); () for all. script: "same" rewrites mentions in the script of
    the policy's own form, "all" those in other scripts too. former: "keep" or "rewrite" former names. min_score:
    least probability (0..1) of a mention that is rewritten. protect: words and phrases that stay. quoted: whether what
    stands in quotation marks stays. markup: "auto" (by the name of the file), "plain", "markdown", "html".

    >>> TextOptions(script="both")
    Traceback (most recent call last):
        ...
    normalizer.errors.UsageError: script is 'both'; use one of same, all.
    """

    only: tuple[str, ...] = ()
    script: str = "same"
    former: str = "keep"
    min_score: float | None = None
    protect: tuple[str, ...] = ()
    quoted: bool = False
    markup: str = "auto"

    def __post_init__(self) -> None:
        for kind in self.only:
            policy.check_kind(kind)
        for name, value, known in (
            ("script", self.script, SCRIPTS),
            ("former", self.former, FORMERS),
            ("markup", self.markup, MARKUP_CHOICES),
        ):
            if value not in known:
                raise UsageError(f"{name} is {value!r}; use one of {', '.join(known)}.")
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise UsageError(f"The least score is {self.min_score}; give a probability from 0 to 1.")

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments for `Normalizer.clean`; choices that are its defaults are left out."""
        given = {
            "only": list(self.only),
            "script": self.script,
            "former": self.former,
            "min_score": self.min_score,
            "protect": list(self.protect),
        }
        usual: dict[str, Any] = {"only": [], "script": "same", "former": "keep", "min_score": None, "protect": []}
        return {name: value for name, value in given.items() if value != usual[name]}

    def markup_of(self, name: str) -> str:
        """The markup of a file, by its name when that is to decide.

        >>> TextOptions().markup_of("README.md"), TextOptions().markup_of("-")
        ('markdown', 'plain')
        """
        if self.markup != "auto":
            return self.markup
        return SUFFIXES.get(PurePath(name).suffix.lower(), "plain")

    def kept_spans(self, text: str, markup: str) -> list[Span]:
        """What stays because of the form of the text, in order of its beginning."""
        spans = markup_spans(text, markup)
        return sorted([*spans, *quoted_spans(text)]) if self.quoted else spans


def clean_text(
    clean: Callable[..., Cleaned], text: str, options: TextOptions, markup: str = "plain", also: Sequence[Span] = ()
) -> Cleaned:
    """A text, cleaned as the options have it.

    Args:
        clean: `Normalizer.clean`. text: any string. markup: "plain", "markdown" or "html".
        also: further stretches that stay, in order of their beginning.
    """
    cleaned = clean(text, **options.arguments())
    if not cleaned.changes:
        return cleaned
    kept = options.kept_spans(text, markup)
    return restrain(cleaned, sorted([*kept, *also]) if also else kept)


def find_in_text(clean: Callable[..., Cleaned], text: str, options: TextOptions, markup: str = "plain") -> Cleaned:
    """As `clean_text`, with nothing rewritten."""
    return annotated(clean_text(clean, text, options, markup))
