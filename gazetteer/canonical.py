"""Which name of an entity to show, under a policy: the canonical form is a choice, not a fact.

The builder marks names with roles and languages; this module only chooses among them, and says which step
decided. Role "canonical" with language "en" is an established English form; role "official" is the official
romanisation of the entity's own name. Roles "generated" and "code" are keys and never shown; "former" only
when asked for a year in which the name was in use.

Policies: `en` (established English form, else official romanisation, else what the source calls it),
`official`, `native` (the entity's own language and script; `data/country_languages.tsv` says which), or a
language code, which falls back to `official`, `en`, `native`. A code may name a script or a region (`sr-Latn`,
`zh-Hant`, `pt-BR`): a form with that very tag comes first, then one of the language in that script. Policies with
commas between them are asked in their order, and the last one falls back as it does alone (`de,fr`, `pl,native`).

With a year, a former name in use then comes first; of several the one in the language and script that the policy asks
for. Names whose years nobody recorded never answer for a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from gazetteer.beside import beside, rows_of
from gazetteer.late import pattern
from gazetteer.model import Entity, Name
from gazetteer.values import NamedTuple

HIDDEN = frozenset({"generated", "code"})
"""Roles that are keys only."""

RECOVERED_LANGUAGES = frozenset({"geonames"})
"""Sources whose names say no language, so that the one they have here was recovered from their letters."""

_WRITTEN_AS = {
    "Hans": frozenset({"Hani"}), "Hant": frozenset({"Hani"}), "Kore": frozenset({"Hang"}),
    "Jpan": frozenset({"Jpan", "Hani", "Hira", "Kana"}),
}  # fmt: skip
"""Scripts of names that a language's script takes in; `gazetteer.scripts` tells letters, not habits."""

_NAMED = ("en", "official", "native")
_SCRIPT_CODE = 4
"""Letters of a script in a language code; regions have two, and variants five or more."""

_WORD = pattern(r"(?<![\w'’])\w")


class Choice(NamedTuple):
    """A name to show: its text, the step that chose it, and the source that has it."""

    text: str
    step: str
    source: str


class _Case(NamedTuple):
    names: Sequence[Name]
    entity: Entity


_Finder = Callable[[_Case], "tuple[Name, str] | None"]


@lru_cache(maxsize=1)
def country_languages() -> dict[str, tuple[tuple[str, str], ...]]:
    """(language, script) pairs of each country, the main one first, by ISO 3166-1 code.

    Example:
        >>> country_languages()["UA"][0]
        ('uk', 'Cyrl')
    """
    table = {}
    for country, languages in rows_of(beside(__file__, "data", "country_languages.tsv")):
        pairs = (entry.split(":") for entry in languages.split(" "))
        table[country] = tuple((language, script) for language, script in pairs)
    return table


@lru_cache(maxsize=1)
def _scripts_of_languages() -> dict[str, frozenset[str]]:
    """The scripts in which names of a language are written, as `gazetteer.scripts` tells them."""
    found: dict[str, set[str]] = {}
    for pairs in country_languages().values():
        for language, script in pairs:
            found.setdefault(language, set()).update(_WRITTEN_AS.get(script, {script}))
    return {language: frozenset(scripts) for language, scripts in found.items()}


def choose(names: Sequence[Name], entity: Entity, policy: str = "en", as_of: int | None = None) -> Choice:
    """The name to show.

    Args:
        names: the names of the entity, in recorded order; the first is the source's main name.
        entity: what they name.
        policy: "en", "official", "native", or a language code (BCP 47); several with commas between them.
        as_of: a year; a former name in use then is shown.

    Returns:
        The form, the step that chose it, and its source; the entity's id where it has no name at all.

    Example:
        >>> place = Entity("x:1", "place", "city", "UA")
        >>> names = (Name("Kyyiv", script="Latn"), Name("Kyiv", "en", "Latn", "canonical", "atlas"))
        >>> choose(names, place)
        Choice(text='Kyiv', step='established English form', source='atlas')
    """
    case = _Case([name for name in names if name.role not in HIDDEN], entity)
    if as_of is not None:
        found = _former(case, policy, as_of)
        if found:
            return _shown(*found, entity)
    case = _Case([name for name in case.names if name.role != "former"], entity)
    for finder in _chain(policy):
        found = finder(case)
        if found:
            return _shown(*found, entity)
    if names:
        return _shown(names[0], "the only name there is", entity)
    return Choice(entity.id, "no name recorded", "")


def _shown(name: Name, step: str, entity: Entity) -> Choice:
    text = capitalised(name.text) if entity.feature == "name-part" else name.text
    return Choice(text, step, name.source)


def capitalised(text: str) -> str:
    """Lower-case words with a capital each; text with capitals of its own stays as it is.

    Example:
        >>> capitalised("de la cruz-o'neil"), capitalised("McCoy")
        ("De La Cruz-O'neil", 'McCoy')
    """
    if text != text.lower():
        return text
    return _WORD.sub(lambda match: _capital(match[0]), text)


def _capital(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


def _chain(policy: str) -> Iterator[_Finder]:
    *before, last = policy.split(",")
    for asked in before:
        yield from _heads(asked)
    yield from _heads(last)
    if last not in _NAMED:
        yield _official
    yield from (_established, _official, _in_language("en"), _main)
    if last not in _NAMED:
        yield _native
    yield _any


def _heads(policy: str) -> tuple[_Finder, ...]:
    """What a policy itself asks for, before it falls back."""
    if policy == "en":
        return _established, _official
    if policy == "official":
        return _official, _own_latin, _recorded_romanisation
    if policy == "native":
        return _native, _native_script
    return (_in_language(policy),)


def _first(case: _Case, wanted: Callable[[Name], bool], step: str) -> tuple[Name, str] | None:
    return next(((name, step) for name in case.names if wanted(name)), None)


def _established(case: _Case) -> tuple[Name, str] | None:
    return _first(case, lambda n: n.role == "canonical" and n.lang == "en", "established English form")


def _official(case: _Case) -> tuple[Name, str] | None:
    return _first(
        case,
        lambda n: n.role == "official" and n.script == "Latn",
        "official romanisation of the native form",
    )


def _own_latin(case: _Case) -> tuple[Name, str] | None:
    """The native name itself, where the entity's own language is written in Latin letters."""
    languages = [f"{language}-Latn" for language, script in _languages(case.entity) if script == "Latn"]
    tagged = _by_language(case, languages[:1], "name in the entity's own language, in Latin script")
    return tagged or (_local_main(case) if languages else None)


def _recorded_romanisation(case: _Case) -> tuple[Name, str] | None:
    """A romanisation that its source calls one: its language is the entity's own, its tag says Latin letters.

    One that is the English form, too, is left to that step: an English form may be of other origin (Harbin, Lhasa)
    and have been tagged with the rest of its country.
    """
    english = _established(case)
    own = [f"{language}-Latn" for language, script in _languages(case.entity) if script != "Latn"]
    step = "romanisation recorded for the entity's own language"
    return _first(
        case,
        lambda n: (
            n.script == "Latn"
            and any(_is_language(n.lang, tag) for tag in own)
            and not (english and english[0].text == n.text)
        ),
        step,
    )


def _local_main(case: _Case) -> tuple[Name, str] | None:
    """The main name, where the English form is another one: then it is the local one."""
    main = case.names[0] if case.names else None
    if main and main.script == "Latn" and not main.lang and _established(case):
        return main, "main name of the source, which is not the English one"
    return None


def _in_language(code: str) -> _Finder:
    def find(case: _Case) -> tuple[Name, str] | None:
        return _by_language(case, [code], f'name in language "{code}"')

    return find


def _by_language(case: _Case, languages: Sequence[str], step: str) -> tuple[Name, str] | None:
    for language in languages:
        for wanted in dict.fromkeys((language, language.partition("-")[0])):
            matching = [n for n in case.names if _is_form_in(n, wanted) and _in_script(n, language)]
            if matching:
                return min(matching, key=_rank), step
    return None


def _rank(name: Name) -> tuple[bool, bool, bool]:
    """Least for what is shown of several names in one language.

    A language that a source states counts before one that was recovered from the letters: GeoNames' alternate names
    come without languages, so that its Маскав and Москва are both taken for Russian.
    """
    return name.role == "short", name.role != "canonical", name.source in RECOVERED_LANGUAGES


def _in_script(name: Name, code: str) -> bool:
    """Whether a name is in the script that a language code names (`sr-Latn`), if it names one."""
    script = next((part.title() for part in code.split("-")[1:] if len(part) == _SCRIPT_CODE and part.isalpha()), "")
    return not script or name.script in _WRITTEN_AS.get(script, (script,))


def _is_form_in(name: Name, language: str) -> bool:
    """Whether a name is a form of this language, and not a romanisation of one."""
    base, _, more = language.partition("-")
    scripts = _scripts_of_languages().get(base)
    return _is_language(name.lang, language) and (not scripts or bool(more) or name.script in scripts)


def _is_language(lang: str, wanted: str) -> bool:
    return f"{lang}-".lower().startswith(f"{wanted}-".lower())


def _main(case: _Case) -> tuple[Name, str] | None:
    """What the source calls it, in Latin script."""
    return _first(case, lambda n: n.script == "Latn" and n.role != "short", "main name of the source")


def _languages(entity: Entity) -> tuple[tuple[str, str], ...]:
    return country_languages().get(entity.country, ())


def _native(case: _Case) -> tuple[Name, str] | None:
    """The name in a language of the country, the main one first, each in its usual script before any other."""
    return _by_language(case, _native_codes(case.entity), "name in the entity's own language")


def _native_codes(entity: Entity) -> list[str]:
    """Codes of the languages of the entity's country: with their usual scripts, then without."""
    written = [f"{language}-{script}" for language, script in _languages(entity)]
    return written + [language for language, _ in _languages(entity)]


def _native_script(case: _Case) -> tuple[Name, str] | None:
    """An untagged name in the script of the country's main language, where that tells it from others."""
    languages = _languages(case.entity)
    if not languages:
        return None
    script = languages[0][1]
    if script == "Latn":
        return _local_main(case)
    scripts = _WRITTEN_AS.get(script, frozenset({script}))
    step = "name in the script of the country's main language"
    return _first(case, lambda name: name.script in scripts and not name.lang, step)


def _any(case: _Case) -> tuple[Name, str] | None:
    return _first(case, lambda n: True, "first name of the source")


def _former(case: _Case, policy: str, year: int) -> tuple[Name, str] | None:
    """A former name in use in that year, in the language that the policy asks for."""
    in_use = [name for name in case.names if name.role == "former" and _covers(name, year)]
    if not in_use:
        return None
    name = min(in_use, key=lambda name: _distance(name, policy, case.entity))
    return name, f"former name, in use {name.valid_from or '…'}–{name.valid_to or '…'}"


def _distance(name: Name, policy: str, entity: Entity) -> tuple[int, bool]:
    """How far a former name is from the form asked for: its language, then its script."""
    asked = policy.split(",")
    native = _native_codes(entity)
    wanted = [code for part in asked for code in (native if part == "native" else ["en" if part in _NAMED else part])]
    place = next((at for at, code in enumerate(wanted) if _asks_for(code, name)), len(wanted))
    return place, asked[0] != "native" and name.script != "Latn"


def _asks_for(code: str, name: Name) -> bool:
    return _is_language(name.lang, code.partition("-")[0]) and _in_script(name, code)


def _covers(name: Name, year: int) -> bool:
    if name.valid_from is None and name.valid_to is None:
        return False
    return (name.valid_from is None or name.valid_from <= year) and (name.valid_to is None or year < name.valid_to)
