"""The front door: class `Normalizer`. It opens what is needed, wires the rooms, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from functools import partial
from types import TracebackType

from gazetteer.hints import TYPE_CHECKING, Any, TypeVar, overload
from normalizer import policy as policies
from normalizer.errors import GazetteerError, UsageError
from normalizer.matching.parts import GazetteerParts
from normalizer.matching.resolve import Hints, Resolver
from normalizer.opening import Path, Rows, as_files, checked_policy, checked_wishes, open_files, open_parts
from normalizer.result import Cleaned, Comparison, Info, Nearest, Resolution, Variant

if TYPE_CHECKING:
    from typing import Unpack

    from normalizer.cleaning.clean import Cleaner
    from normalizer.cleaning.spans import Span
    from normalizer.keywords import Options, TextWishes
    from normalizer.lists.decisions import Decisions
    from normalizer.lists.join import Named
    from normalizer.many import Hint, Question
    from normalizer.progress import Report
    from normalizer.result import Cluster, Match

T = TypeVar("T")


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
        self._settings = policies.Settings(checked_policy(policy), as_of)
        paths, self._forget = as_files(self, gazetteer, house)
        self._arguments = (paths if gazetteer is not None else None, policy, as_of)
        self._gazetteers = open_files(paths)
        self._resolver = Resolver(self._gazetteers, self._settings) if self._gazetteers else None
        self._parts = GazetteerParts(self._gazetteers) if self._gazetteers else None
        self._cleaner: Cleaner | None = None

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

    def lookup_many(
        self,
        names: Iterable[str],
        *,
        workers: int | None = 1,
        progress: Report | bool | None = False,
        kind: Hint = None,
        country: Hint = None,
        language: Hint = None,
        limit: int = policies.DEFAULT_LIMIT,
        rejected: bool = False,
    ) -> list[Resolution]:
        """The same answers as `lookup` one by one; each distinct name is resolved once.

        Args:
            names: any strings. workers: processes, None for one a core; they share the pages of the gazetteer file.
            progress: a function of (names done, names in all), True for a line on stderr, None for a line where
                stderr is a terminal.
            kind, country, language: as for `lookup`, for all names; or one for each name, None where it is unknown.
            limit, rejected: as for `lookup`.

        Raises:
            UsageError: a name is no text, or a hint cannot be meant; the message says which. GazetteerError: opened
                with gazetteer=None. NormalizerError: a worker was killed.
        """
        from normalizer.many import answers, questions
        from normalizer.progress import reported

        listed = list(questions(names, kind, country, language))
        distinct = dict.fromkeys(listed)
        answered = answers(distinct, self._answering(limit, rejected, None), workers)
        known = dict(zip(distinct, reported(answered, progress, len(distinct)), strict=True))
        return [known[question] for question in listed]

    @overload
    def lookup_iter(
        self, names: Iterable[str], *, read: None = None, **options: Unpack[Options]
    ) -> Iterator[Resolution]: ...

    @overload
    def lookup_iter(
        self, names: Iterable[str], *, read: Callable[[Resolution], T], **options: Unpack[Options]
    ) -> Iterator[T]: ...

    def lookup_iter(
        self,
        names: Iterable[str],
        *,
        read: Callable[[Resolution], Any] | None = None,
        workers: int | None = 1,
        progress: Report | bool | None = False,
        kind: Hint = None,
        country: Hint = None,
        language: Hint = None,
        limit: int = policies.DEFAULT_LIMIT,
        rejected: bool = False,
    ) -> Iterator[Any]:
        """Like `lookup_many`, as an iterator: names are read as they are needed, and little of them is in memory.

        Args:
            names: any strings; names that come again are resolved once if they come again soon.
            read: what to keep of an answer. It runs where the answer is found, so that workers send that alone; with
                processes that are not forked it has to be a function of a module.
            workers, progress, kind, country, language, limit, rejected: as for `lookup_many`.

        >>> nz = Normalizer([[("r:1", "Rivertown"), ("r:1", "Рівертаун", "uk")]])
        >>> list(nz.lookup_iter(["Rivertaun", "Oz"], read=lambda answer: (answer.query, answer.canonical)))
        [('Rivertaun', 'Rivertown'), ('Oz', None)]
        """
        from normalizer.many import answers, questions
        from normalizer.progress import reported

        total = len(names) if isinstance(names, Sized) else None
        asked = questions(names, kind, country, language)
        return reported(answers(asked, self._answering(limit, rejected, read), workers), progress, total)

    def _answering(
        self, limit: int, rejected: bool, read: Callable[[Resolution], T] | None
    ) -> Callable[[Question], Resolution | T]:
        self._need_resolver()
        from normalizer.many import answered

        return partial(answered, self.lookup, policies.check_limit(limit), rejected, read)

    def nearest(self, name: str, *, limit: int = 1) -> list[Nearest]:
        """The recorded names most like a spelling, in letters or sound: no decision, in a fraction of a look-up's time.

        For suggestions, or as candidates of a matcher of your own. What is meant, `lookup` says.

        Args:
            name: any string. limit: names at most, one of each entity.

        Returns:
            The names, the most alike first, with `likeness` 72..100; none where nothing is so like.

        Raises:
            UsageError: the limit cannot be meant. GazetteerError: opened with gazetteer=None.

        >>> [(n.name.text, round(n.likeness)) for n in Normalizer([[("r:1", "Rivertown")]]).nearest("Riwertaun")]
        [('Rivertown', 78)]
        """
        from normalizer.matching.nearest import nearest_names

        self._need_resolver()
        return nearest_names(self._gazetteers, name, policies.check_limit(limit))

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

    def clean(self, text: str, *, spans: Iterable[Span] | None = None, **wishes: Unpack[TextWishes]) -> Cleaned:
        """Rewrite the variant spellings in a text; everything else comes back as it was.

        Args:
            text: any string.
            spans: where names stand, when you know it (of your own recogniser, say): (start, end) or (start, end,
            kind),
                in code points; names are then looked for nowhere else. None: they are found by the gazetteer and by
                form.
            only: kinds of names that may change ("place", "person", "org"); none for all.
            script: "same" rewrites what is written in the script of the canonical form, "all" other scripts too.
            former: "keep" or "rewrite" former names.
            min_score: least probability of a mention that is rewritten, 0..1; None for the look-up's own threshold.
            protect: words and phrases that stay as they are, spelt and capitalised like this.

        Raises:
            UsageError: a wish or a span cannot be meant.
        """
        return self._text_cleaner().clean(text, checked_wishes(wishes), spans)

    def clean_many(
        self,
        texts: Iterable[str],
        *,
        spans: Iterable[Iterable[Span]] | None = None,
        **wishes: Unpack[TextWishes],
    ) -> list[Cleaned]:
        """Clean texts that belong together: the spellings of a name that no gazetteer knows are unified among all.

        Args:
            texts: any strings, held in memory together. spans: for each text, as for `clean`.
            only, script, former, min_score, protect: as for `clean`.

        >>> nz = Normalizer(gazetteer=None)
        >>> [c.text for c in nz.clean_many(["Pavlo Lisyansky spoke.", "So Lisyansky left.", "Then Lisjanski came."])]
        ['Pavlo Lisyansky spoke.', 'So Lisyansky left.', 'Then Lisyansky came.']
        """
        listed = list(texts)
        given = None if spans is None else list(spans)
        if given is not None and len(given) != len(listed):
            raise UsageError(
                f"There are {len(listed)} texts and spans for {len(given)}: give one list of spans for each."
            )
        return self._text_cleaner().clean_many(listed, checked_wishes(wishes), given)

    def find(self, text: str, *, spans: Iterable[Span] | None = None, **wishes: Unpack[TextWishes]) -> Cleaned:
        """The names in a text, with nothing rewritten: a `Cleaned` whose text is the text.

        Args:
            text: any string. spans, only, script, former, min_score, protect: as for `clean`; each mention says in
            `reason` what `clean` would do.

        >>> [(m.start, m.surface) for m in Normalizer().find("We live in Lugansk.").mentions]
        [(11, 'Lugansk')]
        """
        from normalizer.cleaning.restrain import annotated

        return annotated(self.clean(text, spans=spans, **wishes))

    def _text_cleaner(self) -> Cleaner:
        if self._cleaner is None:
            from normalizer.cleaning.clean import Cleaner

            self._cleaner = Cleaner(self._resolver, self._parts, self._gazetteers)
        return self._cleaner

    def cluster(
        self,
        names: Iterable[str],
        *,
        kind: str | None = None,
        decisions: Decisions | Path | None = None,
        workers: int = 1,
        progress: Report | bool | None = False,
    ) -> list[Cluster]:
        """Group the spellings of one name. Needs no gazetteer; `kind` (person, place, org) makes it surer.

        Args:
            names: any strings, as many as you have: a long list lies on disk while it is worked on.
            decisions: of a person about pairs of spellings (docs/clustering.md): a file, or what was read from one.
            workers: processes. progress: as for `lookup_many`.

        Raises:
            UsageError: the kind cannot be meant. SourceError: the decisions cannot be read or contradict each other.
        """
        from normalizer.lists.cluster import cluster_names
        from normalizer.lists.decisions import as_decisions
        from normalizer.progress import metered

        decided, reopen = as_decisions(decisions), partial(open_parts, self._arguments[0])
        with metered(progress) as report:
            return cluster_names(
                names, self._parts, kind, decisions=decided, workers=workers, reopen=reopen, report=report
            )

    def match(
        self,
        a: Iterable[Named],
        b: Iterable[Named],
        *,
        one_to_one: bool = False,
        many: bool = False,
        kind: str | None = None,
        decisions: Decisions | Path | None = None,
        workers: int = 1,
        progress: Report | bool | None = False,
    ) -> list[Match]:
        """Join two lists by name: for each row of `a`, in order, what it is in `b`. Needs no gazetteer.

        Args:
            a, b: names, or tuples of name, country (ISO 3166-1 alpha-2) and kind, as far as they are known.
            one_to_one: each row of `b` is given to one row of `a` at most, so that the total is best.
            many: a row of `a` comes once for each row of `b` that is the same name.
            kind: of all names that have none of their own. decisions, workers, progress: as for `cluster`.

        Raises:
            UsageError: a kind or country cannot be meant, or both ways of joining are asked for.
            SourceError: the decisions cannot be read or contradict each other.

        >>> with Normalizer(gazetteer=None) as nz:
        ...     [(m.b, m.status) for m in nz.match(["Lisjanski", "Kirov"], ["Лисянский", "Linz"])]
        [('Лисянский', 'match'), (None, 'none')]
        """
        from normalizer.lists.decisions import as_decisions
        from normalizer.lists.join import BEST, MANY, ONE_TO_ONE, match_rows, rows_of
        from normalizer.progress import metered

        if one_to_one and many:
            raise UsageError("A join is one to one or many to many; leave one of the two out.")
        how = ONE_TO_ONE if one_to_one else MANY if many else BEST
        decided, reopen = as_decisions(decisions), partial(open_parts, self._arguments[0])
        with metered(progress) as report:
            matches = match_rows(rows_of(a), rows_of(b), self._parts, kind, how, decided, workers, reopen, report)
            return list(matches)

    def variants(self, name: str, *, languages: Sequence[str] | None = None) -> list[Variant]:
        """The spellings to expect of a name, each with its scheme, most usual first. Needs no gazetteer.

        Args:
            name: in its own script, or in Latin (then through its likely native forms).
            languages: BCP 47 codes of the presses wanted ("de", "fr"); None for all.
        """
        from normalizer.romanization.variants import variants_of

        return variants_of(name, tuple(languages) if languages is not None else None)

    @property
    def info(self) -> Info:
        """What is in the open gazetteers: counts, sources with their attribution, path, size."""
        return Info(dict(g.info) for g in self._gazetteers)

    def _repr_html_(self) -> str:
        """The open gazetteers, for a notebook."""
        return self.info._repr_html_()

    def close(self) -> None:
        """Unmap the gazetteer files, and forget names that were given in memory."""
        for gazetteer in self._gazetteers:
            gazetteer.close()
        if self._forget:
            self._forget()

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the same files are opened, those of names in memory too, while this one has them."""
        return Normalizer, self._arguments

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
