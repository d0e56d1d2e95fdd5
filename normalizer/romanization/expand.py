"""One name in its own script -> every Latin spelling that some scheme gives it.

This is what the index is built from and what a comparison across scripts starts with. A spelling is folded
(lower case, no accents, no apostrophes), and carries the ids of all schemes that yield it, so that a hit
explains itself.
Where no scheme covers the script, the pure table library anyascii answers, under the id "und-anyascii".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from gazetteer.values import NamedTuple
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.context import Rule
from normalizer.romanization.language import languages as known_languages
from normalizer.romanization.language import likely_languages
from normalizer.romanization.providers import ANYASCII, anyascii_latin, han_reading
from normalizer.romanization.scheme import Scheme, schemes_of
from normalizer.romanization.table import compile_blocks
from normalizer.text.unicode import fold_accents, fold_letters, script_of

_LIKELY_SHARE = 0.02  # a language with less than one fiftieth of the evidence is not tried
_UNWRITTEN = str.maketrans("", "", "'\"ʺʹ·•‧”“″ˮ^")


_ASCII = {c: None if c in _UNWRITTEN else " " for c in range(128) if not chr(c).isalnum()}
_WRITTEN_IN = {"Hira": "Hrkt", "Kana": "Hrkt", "Jpan": "Hrkt", "Kore": "Hang"}  # what schemes call these scripts


class Spelling(NamedTuple):
    """A folded Latin spelling and the ids of the schemes that yield it, most usual first."""

    text: str
    schemes: tuple[str, ...]


def fold_latin(text: str) -> str:
    """The form in which Latin spellings are compared: one case, no accents, no apostrophes, spaces for dashes.

    >>> fold_latin("Kam’janec’–Podil’s’kyj")
    'kamjanec podilskyj'
    """
    if text.isascii():  # most names by far, and most of a build's time
        return text.lower() if text.isalpha() else " ".join(text.lower().translate(_ASCII).split())
    text = text.replace("´", "'")  # a spacing acute, which composition would turn into a space and an accent
    low = fold_accents(fold_letters(text)).translate(_UNWRITTEN)
    return " ".join("".join(c if c.isalnum() else " " for c in low).split())


def expand(name: str, languages: tuple[str, ...] | None = None, rarest: int = 9) -> tuple[Spelling, ...]:
    """All distinct Latin spellings of a name, most usual scheme first.

    Args:
        name: in any script; a Latin name yields its own folded form, with no scheme.
        languages: BCP 47 codes to which the schemes are limited; None lets the letters decide.
        rarest: schemes of a higher rank (1 most usual .. 9 rare) are left out.

    >>> "luhansk" in [s.text for s in expand("Луганськ", ("uk",))]
    True
    """
    return _expand(fold_letters(name), languages, rarest)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _expand(low: str, languages: tuple[str, ...] | None, rarest: int) -> tuple[Spelling, ...]:
    script = script_of(low)
    if script in ("Latn", "Zyyy"):
        return (Spelling(fold_latin(low), ()),)
    written = _WRITTEN_IN.get(script, script)
    if languages is None and not _covered(script, written):
        languages = ()
    if languages is None:
        languages = tuple(x.language for x in likely_languages(low) if x.score >= _LIKELY_SHARE)
    found: dict[str, tuple[str, ...]] = {}
    for writer in _writers(languages, written):
        if writer.rank > rarest:
            break
        text = writer.write(low)
        if text and text.isascii():
            found[text] = found.get(text, ()) + writer.schemes
    if not found:
        found[fold_latin(anyascii_latin(low))] = (ANYASCII,)
    if script == "Hani":
        for text, scheme_id in _chinese(low, rarest):
            found.setdefault(text, (scheme_id,))
    return tuple(Spelling(text, ids) for text, ids in found.items() if text)


def _chinese(low: str, rarest: int) -> Iterator[tuple[str, str]]:
    """Spellings of a Han name in the systems that respell Pinyin (Wade–Giles, postal), from its readings."""
    for text, scheme in respelled(han_reading(low)):
        if scheme.rank <= rarest and text.isascii() and text:
            yield text, scheme.id


@lru_cache(maxsize=SELDOM_REMEMBERED)
def respelled(pinyin: str) -> tuple[tuple[str, Scheme], ...]:
    """What each system that respells Pinyin makes of a word, in plain letters without spaces.

    >>> [text for text, scheme in respelled("beijing") if scheme.id == "zho-wadegiles"]
    ['peiching']
    """
    return tuple((fold_latin(scheme.apply(pinyin)).replace(" ", ""), scheme) for scheme in _respelling())


@cache
def _respelling() -> tuple[Scheme, ...]:
    """The systems that respell Pinyin, the most usual first."""
    return tuple(scheme for scheme in schemes_of("zh") if scheme.source_script == scheme.target_script == "Latn")


@cache
def _covered(script: str, written: str) -> bool:
    """Whether any scheme of this package reads the script: Han has none, so its language need not be weighed."""
    return any(
        w.script == written
        for row in known_languages()
        if row.script in (script, written)
        for w in _language_writers(row.code)
    )


class _Writer(NamedTuple):
    """A function to folded Latin, and the schemes that are this function once folded."""

    write: Callable[[str], str]
    schemes: tuple[str, ...]
    rank: int
    script: str


@lru_cache(maxsize=4096)
def _writers(languages: tuple[str, ...], script: str) -> tuple[_Writer, ...]:
    """Writers of these languages from this script, most usual first; languages keep their order within a rank."""
    found = (w for lang in languages for w in _language_writers(lang) if w.script == script)
    return tuple(sorted(found, key=lambda w: w.rank))


@cache
def _language_writers(language: str) -> tuple[_Writer, ...]:
    """Schemes of one language into Latin; those that differ in accents alone as one.

    Folding the targets of a table once is the same as folding each of its outputs, and less work.
    """
    groups: dict[object, list[Scheme]] = {}
    for scheme in schemes_of(language):
        if scheme.target_script == "Latn" and scheme.source_script != "Latn":
            groups.setdefault(_signature(scheme), []).append(scheme)
    return tuple(_Writer(_writer(g[0]), tuple(s.id for s in g), g[0].rank, g[0].source_script) for g in groups.values())


def _folds_early(scheme: Scheme) -> bool:
    """Whether the targets may be folded before the rules run: not when later rules look at their accents."""
    return not scheme.post


def _signature(scheme: Scheme) -> object:
    if not _folds_early(scheme):
        return scheme.id
    alphabet = scheme.alphabet
    return (
        scheme.source_script,
        scheme.form,
        alphabet.vowels,
        alphabet.signs,
        tuple(sorted(alphabet.classes.items())),
        tuple(r[:3] for r in scheme.pre),
        tuple(r[:3] for r in _folded_rules(scheme)),
    )


def _folded_rules(scheme: Scheme) -> tuple[Rule, ...]:
    return tuple(r._replace(target="".join(_fold_char(c) for c in r.target)) for r in scheme.rules)


def _fold_char(char: str) -> str:
    return " " if char in " -" else fold_latin(char)


def _writer(scheme: Scheme) -> Callable[[str], str]:
    if not _folds_early(scheme):
        return lambda low: fold_latin(scheme.apply(low))
    run = compile_blocks([scheme.pre, _folded_rules(scheme)], scheme.alphabet, scheme.form, scheme.id)

    def write(low: str) -> str:
        text = run(low)
        return text if text.isascii() and text.isalpha() else fold_latin(text)

    return write
