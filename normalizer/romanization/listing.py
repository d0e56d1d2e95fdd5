"""The two public functions of this room: `romanize` a text, and list the `schemes`."""

from __future__ import annotations

from functools import lru_cache

from gazetteer.values import NamedTuple
from normalizer.errors import UnknownSchemeError
from normalizer.romanization.language import likely_languages
from normalizer.romanization.providers import ANYASCII, pinyin_words, provider, provider_ids
from normalizer.romanization.scheme import all_schemes, default_scheme, get_scheme
from normalizer.text.unicode import script_of


class SchemeInfo(NamedTuple):
    """What `schemes()` says of one scheme; `title` names it in words."""

    id: str
    title: str
    languages: tuple[str, ...]
    source_script: str
    target_script: str
    authority: str
    year: int
    status: str
    verified: bool
    convention: str
    equivalents: tuple[str, ...]
    url: str


def romanize(text: str, scheme: str | None = None, *, lang: str | None = None) -> str:
    """Write a text in another script (Latin, but for the few schemes that go elsewhere).

    Args:
        text: any string; what the scheme does not cover comes back untouched.
        scheme: id ("ukr-kmu-2010", "icu:Ukrainian-Latin/BGN"). None: the default of `lang`.
        lang: BCP 47 of the text. None: the likely language of the text's letters.

    Raises:
        UnknownSchemeError: no such scheme, or no default for the language.

    >>> romanize("Запоріжжя", lang="uk"), romanize("Київ")
    ('Zaporizhzhia', 'Kyiv')
    """
    if scheme is not None:
        return _by_scheme(text, scheme)
    if lang is not None:
        return _by_language(text, lang)
    return _by_letters(text)


def _by_scheme(text: str, scheme_id: str) -> str:
    if ":" in scheme_id or scheme_id == ANYASCII:
        return provider(scheme_id)(text)
    scheme = get_scheme(scheme_id)
    if "zh" in scheme.languages and scheme.source_script == "Latn":  # systems that respell Pinyin: read Han first
        text = pinyin_words(text)
    return scheme.apply(text)


def _by_language(text: str, language: str) -> str:
    if language.partition("-")[0] == "zh":  # no table of letters holds Han: its readings are its romanisation
        return pinyin_words(text)
    return default_scheme(language).apply(text)


@lru_cache(maxsize=1024)
def _by_letters(text: str) -> str:
    for likely in likely_languages(text):
        try:
            written = _by_language(text, likely.language)
        except UnknownSchemeError:
            continue
        if script_of(written) in ("Latn", "Zyyy"):
            return written
    return text if text.isascii() else provider("und-anyascii")(text)


def schemes(providers: bool = True) -> list[SchemeInfo]:
    """Every scheme: those of this package first, then what installed extras offer.

    Args:
        providers: also list the schemes of ICU, transliterate and anyascii.
    """
    own = [
        SchemeInfo(
            s.id,
            s.title,
            s.languages,
            s.source_script,
            s.target_script,
            s.authority,
            s.year,
            s.status,
            s.verified,
            s.convention,
            s.equivalents,
            s.url,
        )
        for s in all_schemes()
    ]
    if not providers:
        return own
    return own + [
        SchemeInfo(i, i, (), "", "Latn", i.partition(":")[0] if ":" in i else "anyascii", 0, "adhoc", False, "", (), "")
        for i in provider_ids()
    ]
