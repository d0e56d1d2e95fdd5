"""Blocking keys: the strings under which a name is found. They find candidates and decide nothing.

Every rule here is a named function from str to str, kept in RULES, so that an answer's steps can be
replayed: `replay(steps, query)` gives the key that matched. The ladder, from narrow to wide:

    letters    one case, one apostrophe, no stress marks (text.unicode.fold_letters)
    accents    Latin letters without marks, spaces for dashes and points, no apostrophes
    sorted     tokens in alphabetical order
    skeleton   classes of consonants that romanisation schemes confuse; wide, so read with a limit
    part       a word of the name ("=word"), its sound, the sounds of two words; wide, so the rarest are read first

Kinds of the same key on the record's side are made by `record_keys`, which `build` hands to the
gazetteer: the recorded form itself, and every spelling that a scheme gives a native form.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from gazetteer.canonical import country_languages
from gazetteer.hashing import blake2b
from gazetteer.hints import Any
from gazetteer.late import pattern
from gazetteer.model import Entity, KeyForm, Name, Record
from normalizer import policy
from normalizer.derived import derived
from normalizer.matching.sounds import arithmetic
from normalizer.matching.tables import FOLDER
from normalizer.result import Step
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.scheme import SCHEMES, get_scheme, schemes_of
from normalizer.text.guard import cut_length, drop_invisible, replace_surrogates, thin_marks
from normalizer.text.unicode import fold_accents, fold_letters, script_of

PINYIN = "zh-Latn-pinyin"  # BCP 47 of a name written in Pinyin: other systems of Chinese can be derived from it
KEYS_VERSION = 4  # raise it when a rule below changes what it returns
_GENERIC_SEPARATORS = {ord(c): " " for c in "-.,/()·・=_|:;"} | {ord(c): None for c in "'\"«»“”„[]"}


def fold_native(text: str) -> str:
    """The exact key: Latin spellings as `fold_latin`, other scripts folded in their own letters.

    >>> fold_native("Кам’янець-Подільський"), fold_native("Łódź")
    ('камянець подільський', 'lodz')
    """
    if text.isascii():
        return fold_latin(text)
    low = fold_letters(text)
    if script_of(low) in ("Latn", "Zyyy"):
        return fold_latin(low)
    return " ".join(fold_accents(low).translate(_GENERIC_SEPARATORS).split())


def sort_tokens(key: str) -> str:
    """Tokens of an exact key in alphabetical order.

    >>> sort_tokens("gorbachev mikhail")
    'gorbachev mikhail'
    """
    return " ".join(sorted(key.split()))


_ARTICLE = pattern(r"^(?:ال(?=\w{3})|(?:al|el|ul|as|ad|ar|at|an|az|ash|adh|ath) (?=\w{3}))")


def drop_article(key: str) -> str:
    """An exact key without the Arabic article at its start, written alone or assimilated (ash-, ad-).

    Source: the assimilation to the fourteen sun letters, any grammar of Arabic; UNGEGN 2017, notes 12-14.

    >>> drop_article("القذافي"), drop_article("al assad"), drop_article("alma")
    ('قذافي', 'assad', 'alma')
    """
    return _ARTICLE.sub("", key) if " " in key or key.startswith("ال") else key


# Consonants that schemes and press conventions write for one another, as classes (schemes/*.toml: each
# class is a connected set of outputs of one native letter). Longest first; vowels and glides vanish.
_CLASSES = (
    (
        "S",
        [
            "schtsch",
            "shtsh",
            "chtch",
            "szcz",
            "stsch",
            "shch",
            "tsch",
            "scht",
            "stch",
            "tch",
            "tsj",
            "tsy",
            "dsch",
            "dzh",
            "tzsch",
            "sch",
            "sh",
            "sz",
            "sj",
            "cz",
            "cs",
            "ch",
            "zh",
            "zs",
            "zj",
            "dz",
            "dj",
            "dsh",
            "tz",
            "ts",
            "cz",
            "c",
            "s",
            "z",
            "x",
            "j",
            "ç",
            "š",
            "ž",
            "č",
            "ś",
            "ź",
            "ż",
        ],
    ),
    ("K", ["kkh", "kh", "gh", "ck", "qu", "k", "g", "h", "q"]),
    ("T", ["dt", "th", "dh", "d", "t"]),
    ("P", ["b", "p"]),
    ("V", ["ph", "ff", "f", "v", "w"]),
    ("L", ["ll", "l"]),
    ("R", ["rr", "rh", "r"]),
    ("M", ["mm", "m"]),
    ("N", ["nn", "ng", "n"]),
)
_AMBIGUOUS = {"ch": "K", "j": "", "c": "K", "x": "K", "h": ""}  # the other reading of these letters
_MAX_SKELETONS = 4
_CLASS_OF = {
    spelling: (name, _AMBIGUOUS[spelling]) if spelling in _AMBIGUOUS else (name,)
    for name, spellings in _CLASSES
    for spelling in spellings
    if spelling.isascii()  # keys are ASCII; the letters with marks are listed for the reader
}


@cache
def _classes() -> Any:
    return arithmetic().Classes(_CLASS_OF, tuple(sorted(_AMBIGUOUS, key=len, reverse=True)), _MAX_SKELETONS)


@lru_cache(maxsize=policy.SELDOM_REMEMBERED)
def skeletons(latin: str) -> tuple[str, ...]:
    """The classes of the consonants of a Latin key, at most four readings; () when too little is left.

    Doubled classes count once; a first vowel stays as "A" so that short names keep some shape.

    >>> set(skeletons("luhansk")) & set(skeletons("lougansk"))
    {'LKNSK'}
    """
    return skeletons_of(latin)


def skeletons_of(latin: str) -> tuple[str, ...]:
    """As `skeletons`, of what will not come again: nothing is remembered."""
    found: tuple[str, ...] = _classes().skeletons(latin)
    return found


Rule = Callable[[str], str]


@cache
def rules() -> dict[str, Rule]:
    """Every rule that a step of side "query" or "record" may name, except "scheme:…"."""
    return {
        "guard:length": cut_length,
        "guard:surrogates": replace_surrogates,
        "guard:invisible": drop_invisible,
        "guard:marks": thin_marks,
        "fold:letters": fold_letters,
        "fold:accents": fold_native,
        "fold:order": sort_tokens,
        "fold:article": drop_article,
    }


def rule(rule_id: str) -> Rule:
    """The function behind a step's rule id; for "scheme:<id>" the scheme itself, for "inflection:…" back to the lemma.

    Raises:
        KeyError: no such rule (steps of side "evidence" are facts and cannot be replayed).
    """
    if rule_id.startswith("scheme:"):
        return get_scheme(rule_id.removeprefix("scheme:")).apply
    if rule_id.startswith("skeleton:"):
        position = int(rule_id.removeprefix("skeleton:"))
        return lambda text: skeletons(text)[position]
    if rule_id.startswith("inflection:"):
        from normalizer.matching.inflection.lookup import lemma_rule

        return lemma_rule(rule_id)
    return rules()[rule_id]


def replay(steps: Iterable[Step], text: str, side: str = "query") -> str:
    """Apply the steps of one side in order: on the query, or on the recorded name, it yields the key.

    >>> replay([Step("fold:letters", "Łódź", "łódź", "query"), Step("fold:accents", "łódź", "lodz", "query")], "Łódź")
    'lodz'
    """
    for step in steps:
        if step.side == side:
            text = rule(step.rule)(text)
    return text


def query_key(text: str) -> str:
    """The exact key of a query."""
    return fold_native(text if text.isascii() else fold_letters(text))


def query_steps(text: str) -> tuple[str, tuple[Step, ...]]:
    """The exact key of a query, and the steps that made it (only those that changed something)."""
    low = fold_letters(text)
    key = fold_native(low)
    steps = (Step("fold:letters", text, low, "query"), Step("fold:accents", low, key, "query"))
    return key, tuple(s for s in steps if s.before != s.after)


def record_keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
    """All keys of a record: (position of the name, key form), each key once for each name.

    The typo-tolerant layer takes recorded forms only: what a scheme generates is within its reach from
    them or found by the wider keys: to add it costs 18 MB for .002 to .009 of recall (docs/default-gazetteer.md). Of
    people it takes names of several words: a single part of a name has its spellings listed.
    """
    recorded: set[tuple[str, str]] = set()  # a recorded form stands beside a scheme's: one is a fact, one explains it
    parts: set[str] = set()
    own = country_languages().get(record.entity.country, ())
    for position, name in enumerate(record.names):
        for form in _name_keys(name, record.entity.kind, own):
            if form.schemes:
                yield position, form
            elif (form.layer, form.text) not in recorded:
                recorded.add((form.layer, form.text))
                yield position, form
        for text in _part_texts(name, record.entity, own):
            if text not in parts:
                parts.add(text)
                yield position, KeyForm("part", text)


_SCRIPT = {"Hans": "Hani", "Hant": "Hani", "Kore": "Hang", "Hira": "Jpan", "Kana": "Jpan"}


def _schemes_for(name: Name, kind: str, own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...] | None, int]:
    """The languages a native form is romanised from (None: as its letters tell), and the rarest rank of scheme.

    Every scheme for the languages of the entity's own country; for a foreign form of its name (Париж) the
    usual ones, since nobody writes Paris as a Latin spelling of the Russian form.
    """
    if name.lang:
        at_home = kind == "person" or any(language == name.lang.partition("-")[0] for language, _ in own)
        return (name.lang,), policy.KEY_RANK[kind] if at_home else policy.KEY_RANK_FOREIGN
    at_home_in = tuple(
        dict.fromkeys(
            language for language, script in own if _SCRIPT.get(script, script) == _SCRIPT.get(name.script, name.script)
        )
    )
    if at_home_in:
        return at_home_in, policy.KEY_RANK[kind]
    return None, policy.KEY_RANK[kind] if kind == "person" else policy.KEY_RANK_FOREIGN


def _name_keys(name: Name, kind: str, own: tuple[tuple[str, str], ...]) -> Iterator[KeyForm]:
    key = fold_native(name.text)
    if not key:
        return
    shown = name.role not in ("generated", "code")
    yield KeyForm("exact", key, (), typo=shown and (kind != "person" or " " in key))
    if " " in key:
        yield KeyForm("sorted", sort_tokens(key))
    if (bare := drop_article(key)) != key and kind == "person":
        yield KeyForm("exact", bare)
    latin = [key] if name.script == "Latn" else []
    if name.script not in ("Latn", "Zyyy", "Qaaa") and shown:
        languages, rank = _schemes_for(name, kind, own)
        for spelling in expand(name.text, languages, rank):
            latin.append(spelling.text)
            if spelling.text != key:
                yield KeyForm("exact", spelling.text, spelling.schemes)
                if " " in spelling.text:
                    yield KeyForm("sorted", sort_tokens(spelling.text), spelling.schemes)
    if name.lang == PINYIN:
        for scheme in schemes_of("zh"):
            if scheme.source_script == scheme.target_script == "Latn":
                yield KeyForm("exact", fold_latin(scheme.apply(name.text)), (scheme.id,))
    if kind != "person" and shown:
        for text in sorted({s for spelling in latin for s in skeletons_of(spelling)}):
            yield KeyForm("skeleton", text)


def _part_texts(name: Name, entity: Entity, own: tuple[tuple[str, str], ...]) -> list[str]:
    """Parts of a shown name; clusters of name parts are single words, and their spellings are listed."""
    if entity.feature == "name-part" or name.role in ("generated", "code"):
        return []
    from normalizer.matching.wordkeys import part_keys, part_words, spelt_out  # for builds and wide look-ups alone

    if name.script in ("Latn", "Zyyy", "Qaaa"):
        readings = [spelt_out(name.text)]
    else:
        languages, _ = _schemes_for(name, entity.kind, own)
        readings = [s.text for s in expand(name.text, languages, policy.READING_RANK)[: policy.PART_READINGS]]
    several = any(" " in reading for reading in readings)  # a single word is of the name, whatever it says
    words = part_words(name.text, entity.kind) if several else ()
    return [key for reading in readings for key in part_keys(reading, words)]


_TABLES = ("languages.tsv", "language_evidence.tsv")
_WORDS = ("words.tsv", "org_types.tsv", "org_words.tsv")  # which words are of the name itself decides the keys of parts


@cache
def fingerprint() -> str:
    """Identifies the keys: their rules, the scheme tables and the Unicode version. A gazetteer carries it."""
    rules = f"{KEYS_VERSION} {unicodedata.unidata_version}"
    paths = _key_tables()
    return derived("fingerprint", rules, paths, lambda: _digest(rules, paths))


def _key_tables() -> list[str]:
    """All files on which keys depend."""
    folder = os.path.dirname(SCHEMES)  # noqa: PTH120
    paths = [*(f"{folder}{os.sep}{name}" for name in _TABLES), *_files(SCHEMES), *_files(f"{folder}{os.sep}data")]
    words = _files(FOLDER)
    paths += [path for path in words if path.rpartition(os.sep)[2] in _WORDS]
    return paths


def _digest(rules: str, paths: list[str]) -> str:
    digest = blake2b(digest_size=12)
    digest.update(rules.encode())
    for path in paths:  # by the system's own calls: hundreds of files
        digest.update(path.rpartition(os.sep)[2].encode())
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        while data := os.read(file, os.fstat(file).st_size):
            digest.update(data)
        os.close(file)
    return digest.hexdigest()


def _files(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(e.path for e in entries if e.name.endswith((".toml", ".tsv")))
