"""What the sources do not say, recovered by rule before a gazetteer is built.

Three things are added to a place, each as data with its source, so that `gazetteer.canonical` has only to
choose: the language of names that carry none; the official romanisation of the native form; and which form
is the English one. GeoNames' main name mixes policies: where it is only another romanisation of the native
form (Zaporizhzhya, Mykolayiv), the official one wins in the countries that ask for it; where it is no
romanisation at all (Moscow, Vienna), it is an established English form and stays.

A name part gets its usual English spelling: the member of the cluster that most others are near to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import gazetteer
from gazetteer.canonical import country_languages
from gazetteer.model import Name, Record
from gazetteer.sources import SourceInfo
from normalizer import policy
from normalizer.matching.keys import PINYIN
from normalizer.matching.medoid import medoid
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.language import alphabet, languages, likely_languages
from normalizer.romanization.scheme import get_scheme, scheme_ids
from normalizer.text.unicode import fold_letters, script_of

RULES = SourceInfo("rules", "romanisation by rule from the entity's own recorded native form", "", "MIT", "", "")
_ATTESTED = 3.0  # factor for a language whose romanisation of the name is recorded for the same place
_PINYIN = frozenset(("CN",))  # countries whose main names in GeoNames are Pinyin
_WEIGHED = 0.02  # languages with a smaller share of the letters' evidence are not weighed further
_USUAL = 3  # rank of the schemes whose spelling counts as attestation
_OWN = 6.0  # factor for a language of the place's own country
_CERTAIN = 0.5  # share of the evidence above which a language tag is given


class Official(NamedTuple):
    """A row of official_romanisation.tsv.

    english: policy `en` follows it, too. by_rule: forms are made from the native ones, not only recorded.
    """

    country: str
    language: str
    scheme: str
    english: bool
    by_rule: bool
    source: str


@cache
def official_table() -> Mapping[str, Official]:
    """The official romanisation of each country that has a row.

    >>> official_table()["BG"].scheme, official_table()["IR"].by_rule
    ('bul-national-2009', False)
    """
    path = Path(gazetteer.__file__).parent / "data" / "official_romanisation.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {c[0]: Official(c[0], c[1], c[2], c[3] == "en", c[4] == "rule", c[5]) for c in rows}


@cache
def official_systems() -> Mapping[str, Official]:
    """The systems by which official forms are made, by country: those that have a scheme file."""
    known = set(scheme_ids())
    return {country: row for country, row in official_table().items() if row.by_rule and row.scheme in known}


def enrich(records: Iterable[Record]) -> Iterator[Record]:
    """Add languages, official romanisations and English forms to records, one by one."""
    for record in records:
        if record.entity.kind == "place":
            yield _place(record)
        elif record.entity.feature == "name-part":
            yield _name_part(record)
        else:
            yield record


# --- places --------------------------------------------------------------------------------------------------


def _place(record: Record) -> Record:
    names = [_scripted(n) for n in record.names]
    names = _tag_languages(names, record.entity.country)
    first, *others = _add_forms(names, record)
    return replace(record, names=(first, *sorted(others, key=_citing_order)))


def _citing_order(name: Name) -> tuple[int, bool]:
    """Of names with one key, the plainest is cited, and one in a press language before others."""
    rough = sum(not c.isascii() or c in "'`" for c in name.text) if name.script == "Latn" else 0
    return rough, name.lang not in policy.TAGGED_EXONYMS


def _scripted(name: Name) -> Name:
    return name if name.script != "Zyyy" else replace(name, script=script_of(name.text))


def _tag_languages(names: list[Name], country: str) -> list[Name]:
    latin = {fold_latin(n.text) for n in names if n.script == "Latn" and n.role != "code"}
    return [_tagged(n, latin, country) if not n.lang and n.script not in ("Latn", "Zyyy", "Qaaa") else n for n in names]


def _tagged(name: Name, latin: set[str], country: str) -> Name:
    likely = {x.language: x.score for x in likely_languages(name.text) if x.score > _WEIGHED}
    if name.script == "Cyrl" and country in official_systems():  # elsewhere the letters alone have to tell
        own = {language for language, _ in country_languages().get(country, ())}
        for language in likely:
            if any(s.text in latin for s in expand(name.text, (language,), _USUAL)):
                likely[language] *= _ATTESTED
            if language in own:
                likely[language] *= _OWN
    if not likely:
        return name
    best = max(likely, key=lambda language: (likely[language], language))
    sure = likely[best] / sum(likely.values()) >= _CERTAIN and (name.script == "Cyrl" or _only_language(name.script))
    return replace(name, lang=best) if sure and _spells(name.text, best) else name


def _spells(text: str, language: str) -> bool:
    """Whether a language has all the letters of a name, whole or taken apart (ί in Greek, syllables of Hangul)."""
    own = alphabet(language)
    letters = {char for char in fold_letters(text) if char.isalpha()}
    return all(char in own or own.issuperset(unicodedata.normalize("NFD", char)) for char in letters)


@cache
def _only_language(script: str) -> bool:
    """Whether one language alone uses this script for names of the first rank."""
    wanted = {"Hira": "Hrkt", "Kana": "Hrkt", "Jpan": "Hrkt", "Kore": "Hang"}.get(script, script)
    return sum(1 for row in languages() if row.script == wanted and row.rank <= 2) == 1


def _add_forms(names: list[Name], record: Record) -> list[Name]:
    """The official romanisation (role "official") and the English form (role "canonical", lang "en")."""
    main = names[0]
    system = official_systems().get(record.entity.country)
    english = next(
        (n for n in names if n.lang == "en" and n.role in ("canonical", "alternate") and n.script == "Latn"), None
    )
    form, source = (english.text, english.source) if english else (main.text, main.source)
    if system and not any(n.role == "official" and n.script == "Latn" for n in names):
        native = _native(names, system, main)
        if native:
            official = get_scheme(system.scheme).apply(native.text)
            names.append(Name(official, system.language, "Latn", "official", RULES.id))
            if native.lang == system.language:
                names.remove(native)
            names.insert(1, replace(native, lang=system.language))  # before older and foreign forms of that language
            if system.english and not english:
                form, source = official, RULES.id
    is_english = form != main.text or main.lang in ("", "en", PINYIN) or english is not None
    if is_english and not any(n.role == "canonical" for n in names) and script_of(form) == "Latn":
        names = [n for n in names if not (n.text == form and n.lang in ("", "en", PINYIN) and n.role == "alternate")]
        if record.entity.country in _PINYIN and form == main.text:
            names.append(replace(main, lang=PINYIN))
        names.insert(0, Name(form, "en", "Latn", "canonical", source))
    return names


def _native(names: list[Name], system: Official, main: Name) -> Name | None:
    """The native form of which the main name is some romanisation: the one in use now.

    A form whose official romanisation is the main name comes first, then one that another scheme writes so;
    then a form that another language shares (Херсон is Russian and Ukrainian).
    """
    key = fold_latin(main.text)
    scheme = get_scheme(system.scheme)
    fit = [n for n in names if n.script == scheme.source_script and n.role not in ("former", "generated", "code")]
    own = [n for n in fit if n.lang == system.language]
    for name in own:
        if fold_latin(scheme.apply(name.text)) == key:
            return name
    for name in own:
        if any(s.text == key for s in expand(name.text, (system.language,))):
            return name
    return next((n for n in fit if _spells(n.text, system.language) and fold_latin(scheme.apply(n.text)) == key), None)


# --- name parts ----------------------------------------------------------------------------------------------


def _name_part(record: Record) -> Record:
    """Mark the usual English spelling of a cluster of given or family names."""
    latin = [n.text for n in record.names if n.script == "Latn"]
    if not latin or any(n.role == "canonical" for n in record.names):
        return record
    chosen = _usual(latin, [n.text for n in record.names if n.script not in ("Latn", "Zyyy", "Qaaa")])
    names = [replace(n, role="canonical", lang="en") if n.text == chosen else n for n in record.names]
    return replace(record, names=tuple(sorted(names, key=lambda n: n.role != "canonical")))


def _usual(latin: list[str], native: list[str]) -> str:
    """The recorded spelling that the most usual schemes give the native forms; without one, the medoid."""
    votes: dict[str, float] = dict.fromkeys(latin, 0.0)
    for name in native:
        for rank, spelling in enumerate(expand(name, None, policy.KEY_RANK["person"])[:4], 1):
            if spelling.text in votes:
                votes[spelling.text] += 1 / rank
    best = max(votes.values())
    return medoid([text for text in latin if votes[text] == best]) if best else medoid(latin)
