"""Other libraries' romanisation behind the same door: anyascii (always there), ICU and transliterate (extras).

Ids carry the library's name (`icu:Ukrainian-Latin/BGN`, `transliterate:ka`, `und-anyascii`), so an answer
never hides who gave it. Keys of a gazetteer depend on the tables of this package and on anyascii alone,
never on ICU: its output changes with its version, and a file must answer the same on every machine.
Their traps are dealt with here: ICU's rules skip decomposed letters (compose first), and each library reads
one apostrophe of the many (ICU the typographic one, transliterate the typewriter's); transliterate's language
detection calls Ukrainian Russian, so it is never asked, and its Latin-1 demonstration is not offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, lru_cache

from gazetteer.late import pattern
from normalizer.derived import derived
from normalizer.errors import UnknownSchemeError

ANYASCII = "und-anyascii"
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"  # compiled when it is needed: so wide a class takes 1 ms
_HAN_STARTS = 0x2E80
_SYLLABLE = pattern("[A-Z][^A-Z]*|[^A-Z]+")
_APOSTROPHE = pattern("(?<=[Ѐ-ӿ])['’ʼ‘`´ʹ′](?=[Ѐ-ӿ])")  # inside a Cyrillic word, where it is a letter's sign
_NOT_OFFERED = ("l1",)


def anyascii_latin(text: str) -> str:
    """Any script to lower-case ASCII, character by character and blind to the language.

    >>> anyascii_latin("თბილისი")
    'tbilisi'
    """
    text = text.translate(_alphabets())
    if text.isascii():
        return text.lower()
    return "".join(map(_sign, text)).lower()


@lru_cache(maxsize=8192)
def _sign(char: str) -> str:
    """What anyascii writes for one character."""
    from anyascii import anyascii

    return str(anyascii(char))


@cache
def _alphabets() -> tuple[str, ...]:
    """What anyascii writes for the characters before those of Han: importing it takes a tenth of a wide look-up."""
    from importlib.machinery import PathFinder  # `importlib.util` would import more

    found = PathFinder.find_spec("anyascii")
    return derived("anyascii", f"{_HAN_STARTS}", [found.origin] if found and found.origin else [], _read_alphabets)


def _read_alphabets() -> tuple[str, ...]:
    from anyascii import anyascii

    return tuple(str(anyascii(char)) for char in map(chr, range(_HAN_STARTS)))


def han_reading(text: str) -> str:
    """A name in Han characters in Pinyin without tones, as one word; an apostrophe parts syllables where it must.

    Each character in its most usual reading, by anyascii, so that keys are the same everywhere; the provider
    "pypinyin:normal" (extra "han") knows readings in context.

    >>> han_reading("毛泽东"), han_reading("西安")
    ('maozedong', "xi'an")
    """
    first, *others = _SYLLABLE.findall("".join(map(_sign, text))) or ("",)
    return str(first + "".join("'" + s if s[0] in "AEO" else s for s in others)).lower()


def pinyin_words(text: str) -> str:
    """Each run of Han characters as a Pinyin word with a capital: by pypinyin where it is installed, else anyascii.

    >>> pinyin_words("在 北京")[-7:]
    'Beijing'
    """
    try:
        return provider("pypinyin:normal")(text)
    except UnknownSchemeError:
        return re.sub(_HAN, lambda m: han_reading(m.group()).capitalize(), unicodedata.normalize("NFC", text))


@cache
def provider(scheme_id: str) -> Callable[[str], str]:
    """The function behind an `icu:…` or `transliterate:…` id.

    Raises:
        UnknownSchemeError: the library is not installed, or does not know the id.
    """
    if scheme_id == ANYASCII:
        return _anyascii_text
    library, _, name = scheme_id.partition(":")
    if library == "icu":
        return _icu(name)
    if library == "transliterate":
        return _transliterate(name)
    if library == "pypinyin":
        return _pypinyin(name)
    raise UnknownSchemeError(
        f"Unknown romanisation provider {library!r} in {scheme_id!r}: use icu:, transliterate: or pypinyin:."
    )


def _anyascii_text(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(unicodedata.normalize("NFC", text)))


def _prepared(text: str, apostrophe: str) -> str:
    return _APOSTROPHE.sub(apostrophe, unicodedata.normalize("NFC", text))


def _icu(name: str) -> Callable[[str], str]:
    try:
        import icu
    except ImportError:
        raise UnknownSchemeError("The scheme icu:… needs ICU: pip install 'name-normalizer[icu]'") from None
    try:
        transliterator = icu.Transliterator.createInstance(name)
    except icu.ICUError:
        raise UnknownSchemeError(
            f"ICU {icu.ICU_VERSION} has no transliterator {name!r}; `normalizer schemes "
            "--provider icu` lists what it has."
        ) from None

    def apply(text: str) -> str:
        return str(transliterator.transliterate(_prepared(text, "’")))

    return apply


def _transliterate(language: str) -> Callable[[str], str]:
    try:
        import transliterate
    except ImportError:
        raise UnknownSchemeError(
            "The scheme transliterate:… needs that library: pip install 'name-normalizer[transliterate]'"
        ) from None
    if language not in _transliterate_codes():
        raise UnknownSchemeError(
            f"transliterate has no language {language!r}; it has {', '.join(_transliterate_codes())}."
        )

    def apply(text: str) -> str:
        return str(transliterate.translit(_prepared(text, "'"), language, reversed=True))

    return apply


def _transliterate_codes() -> list[str]:
    import transliterate

    return sorted(code for code in transliterate.get_available_language_codes() if code not in _NOT_OFFERED)


def _pypinyin(name: str) -> Callable[[str], str]:
    if name != "normal":
        raise UnknownSchemeError(f"pypinyin has one scheme here, pypinyin:normal, not {name!r}.")
    try:
        from pypinyin import lazy_pinyin
        from pypinyin.constants import PHRASES_DICT
    except ImportError:
        raise UnknownSchemeError(
            "The scheme pypinyin:… needs that library: pip install 'name-normalizer[han]'"
        ) from None
    _share_readings(PHRASES_DICT.values())

    def apply(text: str) -> str:
        """Words of Han characters as one Pinyin word each, with a capital; all else untouched."""
        return re.sub(_HAN, lambda m: _word(lazy_pinyin(m.group())), unicodedata.normalize("NFC", text))

    return apply


def _share_readings(phrases: Iterable[list[list[str]]]) -> None:
    """Let equal readings of characters be one list: 47,000 phrases have some 1,200 between them.

    The library copies what it has of a phrase before it changes it; so that this saves 20 MB and changes nothing.
    """
    shared: dict[tuple[str, ...], list[str]] = {}
    for readings in phrases:
        readings[:] = [shared.setdefault(tuple(reading), reading) for reading in readings]


def _word(syllables: list[str]) -> str:
    first, *others = syllables
    return (first + "".join("'" + s if s[0] in "aeo" else s for s in others)).capitalize()


def provider_ids() -> tuple[str, ...]:
    """Ids of every scheme that the installed extras offer, sorted."""
    found = [ANYASCII]
    with suppress(ImportError):
        found += [f"icu:{name}" for name in _icu_names()]
    with suppress(ImportError):
        found += [f"transliterate:{code}" for code in _transliterate_codes()]
    with suppress(ImportError):
        import pypinyin  # noqa: F401

        found.append("pypinyin:normal")
    return tuple(sorted(found))


def _icu_names() -> list[str]:
    import icu

    return [
        name
        for name in icu.Transliterator.getAvailableIDs()
        if name.split("/")[0].endswith("-Latin") or name in ("Any-Latin", "Latin-ASCII")
    ]
