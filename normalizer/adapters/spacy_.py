"""spaCy: the pipeline component `name_normalizer`, for blank pipelines and behind any recogniser of entities.

Importing this module registers the factory, the span attributes and what writes them to bytes:

    nlp.add_pipe("name_normalizer", config={"policy": "uk", "only": ["place"]})

Where a recogniser has run, its entities are looked up, each with the kind that its label says. Where none has, the
names that the normaliser itself finds in the text become entities. Either way `ent.kb_id_` is the id of the entity,
`ent._.canonical` its canonical form and `ent._.resolution` the whole answer with its reasons.

Three decisions. An answer that is not sure leaves `kb_id_` empty, since whoever reads a knowledge base's id takes it
for a fact; the candidates stand in `ent._.resolution`. Labels that name no place, person or organisation (DATE,
MONEY) are not looked up. And a name that ends inside a token, as in Han text cut into words by another rule, is widened
to whole tokens in `doc.ents`, while `doc._.mentions` keeps its true offsets.

The configuration is plain JSON, so `nlp.to_disk` writes it into config.cfg; a list of rows in memory is refused. The
answers travel through `nlp.pipe(n_process=2)` and `DocBin(store_user_data=True)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from html import escape
from typing import Any, Literal
from urllib.parse import quote

from normalizer import policy as policies
from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.result import Candidate, Entity, Mention, Name, Resolution, Step

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from srsly import msgpack_decoders, msgpack_encoders
except ImportError as error:
    raise ImportError("The spaCy component needs spaCy: pip install 'name-normalizer[spacy]'.") from error

FACTORY = "name_normalizer"
CACHE = 16_384
"""Distinct entities whose look-up is remembered: names in news follow Zipf's law, so few of them are most mentions."""
ANY = "any"
"""In `kinds`: look the label up without saying of which kind it is."""

KINDS = {
    **dict.fromkeys(("GPE", "LOC", "FAC", "FACILITY", "GPE_LOC", "GPE_ORG", "placeName", "geogName"), "place"),
    **dict.fromkeys(("PERSON", "PER", "PRS", "persName"), "person"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "orgName"), "org"),
    **dict.fromkeys(("MISC", "NAME"), ANY),
}
"""What the labels mean that spaCy's published pipelines use: OntoNotes, WikiNER, and those of the Swedish, Norwegian,
Romanian and Polish ones."""
LABELS = {"place": "GPE", "person": "PERSON", "org": "ORG"}
"""The labels of entities that the normaliser finds itself: OntoNotes' ones."""
PAGES = {
    "gn": "https://www.geonames.org/{}",
    "wd": "https://www.wikidata.org/wiki/{}",
    "iso": "https://www.iso.org/obp/ui/#iso:code:3166:{}",
}
"""Where an id can be read about, by its namespace."""

Find = Literal["auto", "always", "never"]


class NameNormalizer:
    """The component: resolves the entities of a document, or finds them.

    Users get one from `nlp.add_pipe("name_normalizer", config=...)`; the arguments are the configuration.

    Args:
        gazetteer: as for `Normalizer`: "default", a path, a list of both, or None (names are unified in a text only).
        policy, as_of, house: as for `Normalizer`.
        only: kinds to deal with; None for all.
        country, language: hints for every look-up. limit: candidates kept in `ent._.resolution`.
        find: "auto" looks for names where no recogniser has run, "always" beside its entities too, "never" not at all.
        kinds: label -> "place", "person", "org" or "any"; labels that are not there are left alone.
        labels: kind -> label of the entities that are found here.
        overwrite: replace a `kb_id_` that a component before has given.

    Raises:
        UsageError: a setting cannot be meant. GazetteerError: a file is missing, damaged, or made by other keys.
    """

    def __init__(
        self,
        gazetteer: str | list[str] | None = "default",
        policy: str = "en",
        as_of: int | None = None,
        house: str | None = None,
        only: list[str] | None = None,
        country: str | None = None,
        language: str | None = None,
        limit: int = policies.DEFAULT_LIMIT,
        find: Find = "auto",
        kinds: dict[str, str] | None = None,
        labels: dict[str, str] | None = None,
        overwrite: bool = False,
    ) -> None:
        self._config = (gazetteer, policy, as_of, house, only, country, language, limit, find, kinds, labels, overwrite)
        self._only = frozenset(str(policies.check_kind(k)) for k in only) if only is not None else None
        self._hints: dict[str, Any] = {"country": policies.check_country(country), "language": language}
        self._limit = policies.check_limit(limit)
        self._find = find
        self._kinds = _checked_kinds({**KINDS, **(kinds or {})})
        self._labels = {**LABELS, **(labels or {})}
        self._overwrite = overwrite
        self._normalizer = Normalizer(_paths(gazetteer), policy, as_of, house=house)
        self._resolves = gazetteer is not None
        self._look_up: Callable[[str, str | None], Resolution] = lru_cache(CACHE)(self._looked_up)

    def __reduce__(self) -> tuple[Any, ...]:
        """A process that is started, not forked, opens the files anew and shares their pages."""
        return NameNormalizer, self._config

    def __call__(self, doc: Any) -> Any:
        """Resolve the entities of a document, and find them where that is to be done.

        Args:
            doc: a `spacy.tokens.Doc`.

        Returns:
            The same document.
        """
        recognised = doc.has_annotation("ENT_IOB")
        if self._resolves:
            for ent in doc.ents:
                self._resolve(ent)
        if self._find == "always" or (self._find == "auto" and not recognised):
            self._add_found(doc)
        return doc

    def pipe(self, docs: Iterable[Any], *, batch_size: int = 1) -> Iterable[Any]:
        """The documents one after the other; `batch_size` is there because spaCy passes it."""
        yield from map(self, docs)

    def _resolve(self, ent: Any) -> None:
        kind = self._kinds.get(ent.label_)
        if kind is None or not (kind == ANY or self._wanted(kind)):
            return
        resolution = self._look_up(ent.text, None if kind == ANY else kind)
        if kind == ANY and resolution.entity and not self._wanted(resolution.entity.kind):
            return
        self._write(ent, resolution, resolution.canonical)

    def _add_found(self, doc: Any) -> None:
        mentions = [m for m in self._normalizer.clean(doc.text).mentions if self._wanted(m.kind)]
        doc._.mentions = mentions
        taken = {token.i for ent in doc.ents for token in ent}
        found: list[tuple[Any, Mention]] = []
        for mention in mentions:
            span = doc.char_span(
                mention.start, mention.end, label=self._labels.get(mention.kind, mention.kind), alignment_mode="expand"
            )
            if _is_sure(mention) and span is not None and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                found.append((span, mention))
        doc.set_ents([span for span, _ in found], default="unmodified")
        for span, mention in found:
            self._write(span, mention.resolution, _canonical(mention))

    def _write(self, ent: Any, resolution: Resolution | None, canonical: str | None) -> None:
        ent._.resolution = resolution
        ent._.canonical = canonical
        if resolution and resolution.entity and (self._overwrite or not ent.kb_id_):
            for token in ent:  # the tokens hold it: `doc.ents` makes its spans anew at each reading
                token.ent_kb_id_ = resolution.entity.id

    def _wanted(self, kind: str) -> bool:
        return self._only is None or kind in self._only

    def _looked_up(self, name: str, kind: str | None) -> Resolution:
        return self._normalizer.lookup(name, kind=kind, limit=self._limit, **self._hints)


def displacy_data(doc: Any) -> dict[str, Any]:
    """A document as displaCy draws it: each entity with its canonical form, its id and a link to read about it.

    Args:
        doc: a document that has been through the component.

    Returns:
        What `spacy.displacy.render(..., style="ent", manual=True)` takes. Everything is escaped, since displaCy puts
        labels and ids into the page as they are.

    >>> import spacy
    >>> displacy_data(spacy.blank("en")("nothing"))["ents"]
    []
    """
    ents = [_displacy_entity(ent) for ent in doc.ents]
    return {"text": doc.text, "ents": ents, "title": doc.user_data.get("title")}


def _displacy_entity(ent: Any) -> dict[str, Any]:
    known = " ".join(x for x in (ent._.canonical, ent.kb_id_) if x)
    space, _, number = ent.kb_id_.partition(":")
    page = PAGES[space].format(quote(number)) if space in PAGES else "#"
    shown = {"label": escape(ent.label_), "kb_id": escape(known), "kb_url": page}
    return {"start": ent.start_char, "end": ent.end_char, **shown}


def _is_sure(mention: Mention) -> bool:
    """Whether a mention is a name for certain: it leads to one entity, or is one of several spellings in the text."""
    return mention.resolution is None or mention.resolution.status == "match"


def _canonical(mention: Mention) -> str | None:
    return mention.resolution.canonical if mention.resolution else mention.replacement


def _paths(gazetteer: Any) -> Any:
    given = [gazetteer] if isinstance(gazetteer, str) or gazetteer is None else gazetteer
    if all(isinstance(one, str) for one in given if one is not None):
        return gazetteer
    raise UsageError(
        'The setting "gazetteer" of name_normalizer takes paths alone, which config.cfg can hold: write rows to a file '
        "with `normalizer build names.tsv -o names.gaz`, and give its path."
    )


def _checked_kinds(kinds: dict[str, str]) -> dict[str, str]:
    for label, kind in kinds.items():
        if kind != ANY and kind not in policies.KINDS:
            allowed = ", ".join((*policies.KINDS, ANY))
            raise UsageError(
                f'The setting "kinds" of name_normalizer has {kind!r} for {label!r}: use one of {allowed}.'
            )
    return kinds


_VALUES: dict[str, type] = {kind.__name__: kind for kind in (Candidate, Entity, Mention, Name, Resolution, Step)}
_TAG = "name_normalizer"


def _packed(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """One of our values as plain data for msgpack, which asks again for the values inside."""
    if type(value) not in _VALUES.values():
        return value if chain is None else chain(value)
    names = [f.name for f in fields(value)] if is_dataclass(value) else [*value._fields, "steps"]
    return {_TAG: type(value).__name__, **{name: getattr(value, name) for name in names}}


def _unpacked(data: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The value again; only the classes above are ever made."""
    if not isinstance(data, dict) or data.get(_TAG) not in _VALUES:
        return data if chain is None else chain(data)
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k != _TAG}
    return _VALUES[data[_TAG]](**given)


def _create(
    nlp: Any,
    name: str,
    gazetteer: str | list[str] | None,
    policy: str,
    as_of: int | None,
    house: str | None,
    only: list[str] | None,
    country: str | None,
    language: str | None,
    limit: int,
    find: Find,
    kinds: dict[str, str],
    labels: dict[str, str],
    overwrite: bool,
) -> NameNormalizer:
    """The factory: spaCy reads the types of these arguments to check a configuration."""
    return NameNormalizer(
        gazetteer, policy, as_of, house, only, country, language, limit, find, kinds, labels, overwrite
    )


def _register() -> None:
    for kind, name, default in ((Span, "resolution", None), (Span, "canonical", None), (Doc, "mentions", [])):
        kind.set_extension(name, default=default, force=True)
    msgpack_encoders.register(_TAG, func=_packed)
    msgpack_decoders.register(_TAG, func=_unpacked)
    Language.factory(
        FACTORY,
        assigns=["doc.ents", "token.ent_kb_id", "span._.canonical", "span._.resolution", "doc._.mentions"],
        default_config={
            "gazetteer": "default",
            "policy": "en",
            "as_of": None,
            "house": None,
            "only": None,
            "country": None,
            "language": None,
            "limit": policies.DEFAULT_LIMIT,
            "find": "auto",
            "kinds": {},
            "labels": {},
            "overwrite": False,
        },
        func=_create,
    )


_register()
