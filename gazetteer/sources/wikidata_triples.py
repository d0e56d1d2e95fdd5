"""Wikidata's truthy statements as N-Triples: one fact a line, the facts of an item together.

`latest-truthy.nt.bz2` is smaller than the JSON dump and says less: values without rank, qualifiers or years. A line
is `<http://www.wikidata.org/entity/Q31> <predicate> object .`; the objects that are read are strings with their
escapes, strings with a language, and items. Labels come three times (rdfs:label, skos:prefLabel and schema:name) and
are taken once; aliases are skos:altLabel. The number of wikis with a page stands at the item's document
(`Special:EntityData/Q31`), just before the item. Other subjects (pages of the wikis) are passed over.

A row is an item: the lines that follow each other with its id, so that memory holds one item. An item whose lines
do not stand together comes several times, and the merge joins it. A line that is no triple is a row of its own,
and refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping

from gazetteer.model import Kind, Record
from gazetteer.sources.opening import LIMITS, Limits, Lines, open_text
from gazetteer.sources.rows import refuse_foreign
from gazetteer.sources.tally import TRIED_ROWS, Tally, refuse_empty
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.wikidata_item import FACTS, NAME_ROLES, QID, WIKIDATA, Item, Monolingual, Reading, read_item

_WHAT = "a dump of Wikidata in N-Triples"
_ENTITY = "http://www.wikidata.org/entity/"
_DOCUMENT = "https://www.wikidata.org/wiki/Special:EntityData/"
_DIRECT = "http://www.wikidata.org/prop/direct/"
_LABELS = frozenset({
    "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://schema.org/name",
})  # fmt: skip
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_WIKIS = "http://wikiba.se/ontology#sitelinks"

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<[^>]*>)?')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LAST_CODE_POINT = 0x10FFFF


def read_wikidata_triples(
    path: str | os.PathLike[str],
    tally: Tally | None = None,
    *,
    kinds: Collection[Kind] = (),
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    min_weight: int = 0,
    classes: Mapping[str, Kind] | None = None,
    source: str = WIKIDATA.id,
    limits: Limits = LIMITS,
) -> Iterator[Record]:
    """Places, people and organisations from Wikidata's truthy N-Triples.

    Args:
        path: the dump or a part of it, compressed or not; "-" for standard input.
        tally: counts of items read, kept, refused, left out.
        kinds: of the entities wanted; all when empty.
        countries: ISO 3166-1 codes, of P17 or P27; all when empty.
        languages: BCP 47 codes; names in others are left out, names without a language stay.
        min_weight: fewer inhabitants, or fewer wikis with a page, are left out.
        classes: the kind of further classes, by item.
        source: the id of the source of the names.
        limits: how much the file may give.

    Yields:
        One record an item, ids "wd:Q…", the English label first.

    Raises:
        SourceError: the file cannot be read, or is no such dump.
    """
    tally = tally if tally is not None else Tally()
    reading = Reading(Wanted.of(countries, languages, kinds, min_weight), source, classes or {})
    with open_text(path, limits, tally=tally) as lines:
        for where, item in _items(lines, tally):
            tally.read += 1
            if record := read_item(item, where, reading, tally):
                yield record
        refuse_foreign(tally, lines.name, _WHAT)
        refuse_empty(tally, lines.name, _WHAT)


def _items(lines: Lines, tally: Tally) -> Iterator[tuple[str, Item]]:
    item, where = Item(""), ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        triple = _triple(line)
        if not triple:
            tally.read += 1
            tally.refuse(lines.where, "the line is no triple", "subject, predicate, object and a point are expected.")
            refuse_foreign(tally, lines.name, _WHAT, TRIED_ROWS)
            continue
        subject, predicate, value = triple
        identifier = subject.removeprefix(_ENTITY).removeprefix(_DOCUMENT)
        if not QID.fullmatch(identifier):
            continue
        if identifier != item.id:
            if item.id:
                yield where, item
            item, where = Item(identifier), lines.where
        _take(item, predicate, value)
    if item.id:
        yield where, item


def _triple(line: str) -> tuple[str, str, str] | None:
    """Subject and predicate without their brackets, and the object as it stands; None for no triple."""
    body = line.strip()
    subject, _, rest = body[:-1].partition(" ")
    predicate, _, value = rest.strip().partition(" ")
    is_subject = subject.startswith("_:") or (subject[:1] == "<" and subject[-1:] == ">")
    if not (is_subject and body.endswith(".") and predicate[:1] == "<" and predicate[-1:] == ">" and value.strip()):
        return None
    return subject[1:-1], predicate[1:-1], value.strip()


def _take(item: Item, predicate: str, value: str) -> None:
    """Put what a triple says into the item, where it is something that is read."""
    if predicate.startswith(_DIRECT):
        name = predicate[len(_DIRECT) :]
        if name in FACTS:
            item.facts.setdefault(name, []).append(_plain(value))
        elif name in NAME_ROLES:
            text, lang = _literal(value)
            item.statements.append(Monolingual(NAME_ROLES[name], lang, text))
    elif predicate in _LABELS:
        text, lang = _literal(value)
        item.labels[lang] = text
    elif predicate == _ALIAS:
        text, lang = _literal(value)
        item.aliases.append((lang, text))
    elif predicate == _WIKIS:
        text = _literal(value)[0]
        item.wikis = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _plain(value: str) -> str:
    return value[1:-1].removeprefix(_ENTITY) if value.startswith("<") else _literal(value)[0]


def _literal(value: str) -> tuple[str, str]:
    """Text and language of a literal; empty for what is none."""
    found = _LITERAL.fullmatch(value)
    return (unescaped(found[1]), found[2] or "") if found else ("", "")


def unescaped(text: str) -> str:
    r"""A string of N-Triples without its escapes; code points that cannot be become U+FFFD.

    Example:
        >>> unescaped(r"\u041a\u0438\u0457\u0432 \"\U0001F1FA\"")
        'Київ "🇺"'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code, letter = escape[1] or escape[2], escape[3]
    if not code:
        return _LETTERS.get(letter, letter)
    number = int(code, 16)
    return chr(number) if number <= _LAST_CODE_POINT and not 0xD800 <= number < 0xE000 else "\ufffd"
