"""The front door: class `Normalizer`. It opens what is needed, wires the rooms, and decides nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any

from gazetteer import errors as gazetteer_errors
from gazetteer.layers import open_layers
from gazetteer.lookup import Gazetteer
from gazetteer.model import Record
from normalizer import policy as policies
from normalizer.errors import GazetteerError
from normalizer.locations import default_gazetteer
from normalizer.matching.keys import fingerprint
from normalizer.matching.parts import GazetteerParts
from normalizer.matching.resolve import Hints, Resolver
from normalizer.result import Cleaned, Cluster, Comparison, Resolution, Variant

Path = str | os.PathLike[str]
Rows = Iterable[Mapping[str, Any] | tuple[str, ...] | Record]


class Normalizer:
    """Resolves, compares, cleans and clusters names.

    Args:
        gazetteer: "default" for the embedded one, a path, a list of both (later ones win), or None for
            rules alone (compare, cluster, romanize, variants, and unifying names within a text). A list may
            hold lists of rows, too: names in memory, which add to the entities of the gazetteers before them.
        policy: "en", "official", "native", or a language code: which form is canonical. Several with commas
            between them are asked in their order ("de,fr").
        as_of: a year; former names that were valid then become canonical.
        house: a file of pins and blocks (docs/gazetteers.md), which comes last.

    Raises:
        GazetteerError: a file is missing, damaged, or made by other keys.
        SourceError: rows or the house file cannot be used.
        UnknownPolicyError: the policy is neither named nor a language code.

    >>> Normalizer(gazetteer=None).compare("Lisyansky", "Lisjanski").same
    True
    >>> Normalizer([[("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]]).lookup("Rivertaun").canonical
    'Rivertown'
    """

    def __init__(
        self,
        gazetteer: Path | Sequence[Path | Rows] | None = "default",
        policy: str = "en",
        as_of: int | None = None,
        *,
        house: Path | None = None,
    ) -> None:
        self._settings = policies.Settings(_checked(policy), as_of)
        self._folder: Any = None
        self._forget: Callable[[], object] | None = None
        paths = self._files(gazetteer, house)
        self._arguments = (paths if gazetteer is not None else None, policy, as_of)
        self._gazetteers = _open(paths)
        self._resolver = Resolver(self._gazetteers, self._settings) if self._gazetteers else None
        self._parts = GazetteerParts(self._gazetteers) if self._gazetteers else None
        self._cleaner: Any = None

    def lookup(
        self,
        name: str,
        *,
        kind: str | None = None,
        country: str | None = None,
        language: str | None = None,
        limit: int = policies.DEFAULT_LIMIT,
        rejected: bool = False,
    ) -> Resolution:
        """Which entity a spelling names.

        Args:
            name: any string.
            kind: "place", "person" or "org": only such entities.
            country: ISO 3166-1 alpha-2; entities of it are preferred. language: BCP 47 of the spelling.
            limit: candidates listed at most.
            rejected: explain also why the nearest other names are not meant.

        Raises:
            UsageError: a hint or the limit cannot be meant. GazetteerError: opened with gazetteer=None.
        """
        hints = Hints(policies.check_kind(kind), policies.check_country(country), language)
        return self._need_resolver().resolve(name, hints, policies.check_limit(limit), rejected)

    def lookup_many(self, names: Iterable[str], *, workers: int = 1, **hints: Any) -> list[Resolution]:
        """The same answers as `lookup` one by one; each distinct name is resolved once.

        Args:
            names: any strings. workers: processes; they share the pages of the gazetteer file.
            hints: as for `lookup`.
        """
        listed = list(names)
        distinct = list(dict.fromkeys(listed))
        if workers <= 1 or len(distinct) < policies.PARALLEL_FROM:
            answers = [self.lookup(name, **hints) for name in distinct]
        else:
            answers = self._in_processes(distinct, workers, hints)
        by_name = dict(zip(distinct, answers, strict=True))
        return [by_name[name] for name in listed]

    def _in_processes(self, names: list[str], workers: int, hints: dict[str, Any]) -> list[Resolution]:
        from concurrent.futures import ProcessPoolExecutor

        size = max(1, min(policies.CHUNK, len(names) // workers))
        chunks = [names[i : i + size] for i in range(0, len(names), size)]
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=self._arguments) as pool:
            return [r for part in pool.map(_look_up_chunk, ((c, hints) for c in chunks)) for r in part]

    def compare(self, a: str, b: str, *, kind: str | None = None) -> Comparison:
        """Whether two spellings are one name, with the score and the reasons. Needs no gazetteer.

        With a gazetteer, its name parts (Mykola = Nikolai) count as evidence too.
        """
        from normalizer.matching.compare import compare_names

        return compare_names(a, b, policies.check_kind(kind), self._parts)

    def compare_many(self, pairs: Iterable[tuple[str, str]], *, kind: str | None = None) -> list[Comparison]:
        """The same answers as `compare` pair by pair."""
        from normalizer.matching.compare import compare_pairs

        return compare_pairs(list(pairs), policies.check_kind(kind), self._parts)

    def clean(self, text: str) -> Cleaned:
        """Rewrite the variant spellings in a text; everything else comes back as it was."""
        if self._cleaner is None:
            from normalizer.cleaning.clean import Cleaner

            self._cleaner = Cleaner(self._resolver, self._parts)
        cleaned: Cleaned = self._cleaner.clean(text)
        return cleaned

    def cluster(self, names: Iterable[str], *, kind: str | None = None) -> list[Cluster]:
        """Group the spellings of one name. Needs no gazetteer; `kind` (person, place, org) makes it surer."""
        from normalizer.matching.cluster import cluster_names

        return cluster_names(names, self._parts, kind)

    def variants(self, name: str, *, languages: Sequence[str] | None = None) -> list[Variant]:
        """The spellings to expect of a name, each with its scheme, most usual first. Needs no gazetteer.

        Args:
            name: in its own script, or in Latin (then through its likely native forms).
            languages: BCP 47 codes of the presses wanted ("de", "fr"); None for all.
        """
        from normalizer.romanization.variants import variants_of

        return variants_of(name, tuple(languages) if languages is not None else None)

    @property
    def info(self) -> list[dict[str, Any]]:
        """What is in the open gazetteers: counts, sources with their attribution, path, size."""
        return [dict(g.info) for g in self._gazetteers]

    def close(self) -> None:
        """Unmap the gazetteer files, and forget names that were given in memory."""
        for gazetteer in self._gazetteers:
            gazetteer.close()
        if self._forget:
            self._forget()

    def _files(self, gazetteer: Path | Sequence[Path | Rows] | None, house: Path | None) -> list[Path]:
        """The gazetteers as files; rows and the house file are written as one each, in a folder of their own."""
        paths: list[Path] = []
        for given in _listed(gazetteer):
            if isinstance(given, str | os.PathLike):
                paths.append(default_gazetteer() if given == "default" else given)
            else:
                self._add(paths, "added", given)
        if house is not None:
            self._add(paths, "house", house)
        return paths

    def _add(self, paths: list[Path], name: str, given: Any) -> None:
        from normalizer.additions import scratch_folder, write_house, write_rows

        if self._folder is None:
            self._folder, self._forget = scratch_folder(self)
        below = _open(paths)
        try:
            write = write_house if name == "house" else write_rows
            written = write(self._folder / f"{name}-{len(paths)}.gaz", given, below)
        finally:
            for file in below:
                file.close()
        if written:
            paths.append(written)

    def __enter__(self) -> Normalizer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _need_resolver(self) -> Resolver:
        if self._resolver is None:
            raise GazetteerError(
                "This Normalizer has no gazetteer (gazetteer=None): look-ups need one; leave the "
                "argument out for the embedded one, or give a file."
            )
        return self._resolver


def _listed(gazetteer: Path | Sequence[Path | Rows] | None) -> list[Path | Rows]:
    if gazetteer is None:
        return []
    return [gazetteer] if isinstance(gazetteer, str | os.PathLike) else list(gazetteer)


def _checked(policy: str) -> str:
    if not isinstance(policy, str):
        return policies.check_policy(policy)
    return ",".join(policies.check_policy(part.strip()) for part in policy.split(","))


def _open(paths: Sequence[Path]) -> tuple[Gazetteer, ...]:
    try:
        return open_layers(paths, fingerprint=fingerprint()) if paths else ()
    except gazetteer_errors.GazetteerError as error:
        raise GazetteerError(str(error)) from None


_worker: Normalizer | None = None


def _start_worker(gazetteer: Any, policy: str, as_of: int | None) -> None:
    global _worker
    _worker = Normalizer(gazetteer, policy, as_of)


def _look_up_chunk(work: tuple[list[str], dict[str, Any]]) -> list[Resolution]:
    assert _worker is not None
    names, hints = work
    return [_worker.lookup(name, **hints) for name in names]
