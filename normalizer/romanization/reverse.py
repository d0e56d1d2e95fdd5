"""From Latin back to the native script: which native form does a spelling come from?

Two questions are answered with one lattice. `native_candidates`: the native forms that a Latin spelling
may stand for, each with the schemes that yield it. `shared_native`: one native form that yields two Latin
spellings, each under some scheme: then the two are spellings of one name, and the schemes say why
(Lisjanski and Lisyansky are both Лисянский, as Croatian and as English newspapers write it).

The lattice walks over Latin positions; an edge is a native letter (or letters) whose output stands there
in some scheme, and carries the set of schemes that are still consistent. Prefixes are ranked by how usual
their letters are in names of the language (`data/letters-*.tsv`), so what comes out is spelt as that language
spells. Contexts other than the start and the end of a word are ignored on the walk: its finds are proposals,
and every one is then romanised by each scheme and must yield the spelling exactly.

A spelling of two conventions (Tchaikovsky begins as in French and ends as in English) is allowed one switch,
between press conventions, in long words, and only where the rest of the pair agrees.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log2

from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.romanization.expand import fold_latin
from normalizer.romanization.language import group_evidence, letters_table, plausibility
from normalizer.romanization.scheme import Scheme, get_scheme, schemes_of

# Of 336 names in two spellings each, a beam of 1, 2, 3, 6 forms finds a shared form for 312 each, and
# puts the true one among the candidates of one spelling for 259, 287, 291, 294 (docs/language-evidence.md).
BEAM = 3  # native prefixes kept at each state
PROPOSALS = 6  # complete forms that are verified
MAX_LENGTH = 40  # longer words are not names that schemes could tell apart
MIN_SHARED = 4  # shorter words agree by chance
REVERSIBLE = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "mn", "el", "ka", "hy")  # written letter by letter
PAIRED = REVERSIBLE[:6]  # alphabets with press conventions of many languages, in which two spellings may meet
SCRIPTS = {"el": "Grek", "ka": "Geor", "hy": "Armn"}  # the others are Cyrillic
INFLECTING = ("lt", "lv")  # presses that add their own case endings: John and Johns are two names elsewhere
SCHEME_WORTH = 1.5  # decibans of a prefix for each doubling of the schemes that are left
USUAL_WORTH = 5.0  # decibans of a word for each doubling of the usual schemes (one of rank 1 is as two of rank 2)
ODD = -14.5  # a shared form with fewer decibans a letter is not a word of the language; see docs/language-evidence.md
RARER = {"be": 2.0, "bg": 2.0, "sr": 2.5, "mk": 3.0, "kk": 4.0, "mn": 4.0}  # decibans a letter: fewer names
SWITCH_LENGTH, SWITCH_REACH = 7, 0.6  # letters of words that may switch; share of both that one form explains

# What leaves no trace in most spellings and the orthography requires: Ukrainian soft sign before the suffix -к-,
# Russian and Ukrainian after л before another consonant. Put back where verified.
_AFTER_L = (pattern("(?<=л)(?=[вгджзкмнпстфхцчшщ])"), "ь")
_RESTORED = {
    "uk": ((pattern("(?<=[сцз])(?=к(?:а|ий|ого|е|і)?$)"), "ь"), _AFTER_L),
    "ru": (_AFTER_L,),
}
# What the orthography forbids, or no name ends in, though the pairs of its letters are usual.
_FORBIDDEN = {
    "ru": pattern("[кгхжчшщ]ы|ск[иы]$|ъ$|ъ[бвгджзйклмнпрстфхцчшщ]"),
    "uk": pattern("[сцз]ьк[иі]$|ски(?:й)?$"),
    "be": pattern("ск[іы]$"),
    "bg": pattern("ъ$"),
}
FORBIDDEN_COST = 3.0  # decibans a letter
_SIGNS = frozenset("ьъ")  # silent in most spellings: a group with one would put it back anywhere
_SUFFIX = pattern("[сцз]ьк")


class Native(NamedTuple):
    """A native form, the schemes under which it yields the Latin spelling (most usual first), and how usual its
    letters are, in decibans a letter."""

    text: str
    language: str
    schemes: tuple[str, ...]
    score: float = 0.0


class SharedNative(NamedTuple):
    """A native form that yields both spellings, with the schemes of each side.

    A side that switches conventions within the word has two schemes, and `switched` is true.
    """

    native: str
    language: str
    schemes_a: tuple[str, ...]
    schemes_b: tuple[str, ...]
    switched: bool = False


class _Unit(NamedTuple):
    """One way to write a native letter: `mask` has a bit for each scheme that writes it so."""

    native: str
    mask: int
    only_start: bool
    only_end: bool


class _Tables(NamedTuple):
    language: str
    schemes: tuple[Scheme, ...]
    units: dict[str, tuple[_Unit, ...]]
    longest: int
    pairs: dict[str, int]
    unseen: int


class _Prefix(NamedTuple):
    """The beginning of a native form: schemes left on each side, and the decibans of its letters."""

    mask_a: int
    mask_b: int
    decibans: int


_Edges = list[list[tuple[int, _Unit]]]
_Found = list[tuple[str, _Prefix]]


@cache
def _tables(language: str) -> _Tables:
    schemes = tuple(
        s
        for s in schemes_of(language)
        if s.reversible
        and s.source_script == script_of_language(language)
        and s.target_script == "Latn"
        and s.status != "adhoc"
        and s.convention not in INFLECTING
    )
    masks: dict[tuple[str, str, bool, bool], int] = defaultdict(int)
    for out, native, only_start, only_end, bit in _written(schemes):
        if out.isalpha() and native.isalpha():
            masks[(out, native, only_start, only_end)] |= 1 << bit
    units: dict[str, list[_Unit]] = defaultdict(list)
    for (out, native, only_start, only_end), mask in sorted(masks.items()):
        units[out].append(_Unit(native, mask, only_start, only_end))
    letters = letters_table(script_of_language(language))
    pairs = {gram: row[language] for gram, row in letters.grams.items() if language in row}
    return _Tables(
        language,
        schemes,
        {k: tuple(v) for k, v in units.items()},
        max(map(len, units), default=0),
        pairs,
        letters.unseen,
    )


def _written(schemes: tuple[Scheme, ...]) -> Iterator[tuple[str, str, bool, bool, int]]:
    """How each scheme writes each letter, and each group of letters that any of them treats as one."""
    groups = set()
    for bit, scheme in enumerate(schemes):
        for rule in scheme.rules:
            words = re.split("[|&]", rule.context)
            place = (words == ["start"], "end" in words and "|" not in rule.context)
            yield fold_latin(rule.target), rule.source, *place, bit
            if len(rule.source) > 1 and rule.source.isalpha() and _SIGNS.isdisjoint(_SUFFIX.sub("", rule.source)):
                groups.add((rule.source, *place))
    for bit, scheme in enumerate(schemes):
        for group, only_start, only_end in sorted(groups):
            before = "" if only_start else group[-1]  # any letter: it is cut off again
            whole = fold_latin(scheme.apply(before + group))
            yield whole[len(fold_latin(scheme.apply(before))) :], group, only_start, only_end, bit


def script_of_language(language: str) -> str:
    """The script of an alphabet in REVERSIBLE."""
    return SCRIPTS.get(language, "Cyrl")


def _edges(text: str, tables: _Tables) -> _Edges:
    """For each position, the units that may be read there with the position after them."""
    size = len(text)
    edges: _Edges = [[] for _ in range(size)]
    for start in range(size):
        for end in range(start + 1, min(size, start + tables.longest) + 1):
            for unit in tables.units.get(text[start:end], ()):
                if (not unit.only_start or start == 0) and (not unit.only_end or end == size):
                    edges[start].append((end, unit))
    return edges


def _word(latin: str) -> str:
    """A folded Latin word that can be reversed, or nothing."""
    if len(latin) > 4 * MAX_LENGTH:
        return ""
    word = fold_latin(latin)
    return word if len(word) <= MAX_LENGTH and word.isascii() and word.isalpha() else ""


@lru_cache(maxsize=8192)
def native_candidates(latin: str, language: str, limit: int = 8) -> tuple[Native, ...]:
    """Native forms of one Latin word in one language, the most usual spelling first.

    Args:
        latin: one word; folded here. Any other string has none.
        language: BCP 47 code of an alphabet in REVERSIBLE.
        limit: how many at most.

    >>> [n.text for n in native_candidates("Skrypniuk", "uk")][:1]
    ['скрипнюк']
    """
    word = _word(latin)
    if not word or language not in REVERSIBLE:
        return ()
    tables = _tables(language)
    found = [
        Native(text, language, schemes, _worth(text, tables, schemes, len(word)))
        for proposal, prefix in _walk_one(word, tables)
        for text in _restored(proposal, tables)
        if (schemes := _verified(text, word, prefix.mask_a, tables))
    ]
    return tuple(sorted(set(found), key=lambda n: (-n.score, n.text))[:limit])


def _walk_one(word: str, tables: _Tables) -> _Found:
    edges = _edges(word, tables)
    full = (1 << len(tables.schemes)) - 1
    states: list[dict[str, _Prefix]] = [{} for _ in range(len(word) + 1)]
    states[0][""] = _Prefix(full, full, 0)
    for position in range(len(word)):
        for native, prefix in _best(states[position]):
            for end, unit in edges[position]:
                if mask := prefix.mask_a & unit.mask:
                    _reach(states[end], native, prefix, unit.native, mask, mask, tables)
    return _best(states[-1], PROPOSALS)


def _reach(
    state: dict[str, _Prefix], native: str, prefix: _Prefix, added: str, mask_a: int, mask_b: int, tables: _Tables
) -> None:
    key = native + added
    old = state.get(key)
    if old:
        state[key] = _Prefix(old.mask_a | mask_a, old.mask_b | mask_b, old.decibans)
        return
    decibans, last = prefix.decibans, native[-1:] or "^"
    for letter in added:
        decibans += tables.pairs.get(last + letter, tables.unseen)
        last = letter
    state[key] = _Prefix(mask_a, mask_b, decibans)


def _best(state: dict[str, _Prefix], width: int = BEAM) -> _Found:
    if len(state) <= width:
        return list(state.items())
    return sorted(state.items(), key=_rank)[:width]


def _rank(item: tuple[str, _Prefix]) -> tuple[float, str]:
    native, (mask_a, mask_b, decibans) = item
    return -decibans - SCHEME_WORTH * log2(mask_a.bit_count() * mask_b.bit_count()), native


def _restored(native: str, tables: _Tables) -> list[str]:
    """The form with the letters that its orthography requires, and as it came."""
    full = native
    for place, letter in _RESTORED.get(tables.language, ()):
        full = place.sub(letter, full)
    return [native] if full == native else [full, native]


def _verified(native: str, latin: str, mask: int, tables: _Tables) -> tuple[str, ...]:
    return tuple(s.id for bit, s in enumerate(tables.schemes) if mask >> bit & 1 and _spelt(native, s) == latin)


def _spelt(native: str, scheme: Scheme) -> str:
    spelling = scheme.apply(native)
    return spelling if spelling.isascii() and spelling.isalpha() and spelling.islower() else fold_latin(spelling)


def _worth(native: str, tables: _Tables, schemes: tuple[str, ...], size: int) -> float:
    """Evidence for a form in decibans for each Latin letter: its letters and groups of letters, the usual schemes
    that yield the spelling, how rare the language is. By Latin letters, so that no form gains by being longer."""
    script = script_of_language(tables.language)
    usual = plausibility(native, tables.language, script) * (len(native) + 1)
    backing = sum(1 / get_scheme(scheme).rank for scheme in schemes)
    against = _FORBIDDEN.get(tables.language)
    cost = RARER.get(tables.language, 0.0) + (FORBIDDEN_COST if against and against.search(native) else 0.0)
    groups = group_evidence(native, tables.language)
    return (usual + groups + USUAL_WORTH * log2(backing)) / (size + 1) - cost


@lru_cache(maxsize=8192)
def shared_native(a: str, b: str) -> SharedNative | None:
    """One native form that yields both Latin words, each under some scheme of its language; None if none does.

    Of several languages the one wins in which the form is the most usual spelling.

    >>> shared_native("Lugano", "Lugansk") is None
    True
    >>> shared_native("Lisjanski", "Lisyansky").native
    'лисянский'
    """
    word_a, word_b = _word(a), _word(b)
    if min(len(word_a), len(word_b)) < MIN_SHARED:
        return None
    found = [shared for language in PAIRED if (shared := _shared(word_a, word_b, _tables(language)))]
    return max(found, key=lambda row: (not row[1].switched, row[0]))[1] if found else None


_Scored = tuple[float, SharedNative]


def _shared(a: str, b: str, tables: _Tables) -> _Scored | None:
    last, reached = _walk_two(a, b, tables)
    found = []
    for proposal, prefix in last:
        for native in _restored(proposal, tables):
            schemes_a = _verified(native, a, prefix.mask_a, tables)
            schemes_b = _verified(native, b, prefix.mask_b, tables) if schemes_a else ()
            if schemes_b:
                worth = min(_worth(native, tables, ids, (len(a) + len(b)) // 2) for ids in (schemes_a, schemes_b))
                found.append((worth, SharedNative(native, tables.language, schemes_a, schemes_b)))
    if not found and reached >= SWITCH_REACH and min(len(a), len(b)) >= SWITCH_LENGTH:
        found = [*_switched(a, b, tables, False), *_switched(b, a, tables, True)]
    best = max(found, default=None, key=lambda row: row[0])
    return best if best and best[0] > ODD else None


def _walk_two(a: str, b: str, tables: _Tables) -> tuple[_Found, float]:
    """Forms that may yield both words, and how far into both of them any form came (0..1)."""
    edges_a, edges_b = _edges(a, tables), _edges(b, tables)
    full = (1 << len(tables.schemes)) - 1
    states: dict[tuple[int, int], dict[str, _Prefix]] = {(0, 0): {"": _Prefix(full, full, 0)}}
    reached = 0.0
    for total in range(len(a) + len(b)):
        for i in range(max(0, total - len(b)), min(len(a), total) + 1):
            state = states.pop((i, total - i), None)
            if state:
                reached = max(reached, min(i / len(a), (total - i) / len(b)))
                if i < len(a) and total - i < len(b):
                    _step(state, edges_a[i], edges_b[total - i], states, tables)
    return _best(states.get((len(a), len(b)), {}), PROPOSALS), reached


def _step(
    state: dict[str, _Prefix],
    edges_a: list[tuple[int, _Unit]],
    edges_b: list[tuple[int, _Unit]],
    states: dict[tuple[int, int], dict[str, _Prefix]],
    tables: _Tables,
) -> None:
    by_native: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for end, unit in edges_b:
        by_native[unit.native].append((end, unit.mask))
    edges = [
        (end_a, end_b, unit.native, unit.mask, mask_b)
        for end_a, unit in edges_a
        for end_b, mask_b in by_native.get(unit.native, ())
    ]
    for native, prefix in _best(state) if edges else ():
        for end_a, end_b, added, unit_a, unit_b in edges:
            mask_a, mask_b = prefix.mask_a & unit_a, prefix.mask_b & unit_b
            if mask_a and mask_b:
                _reach(states.setdefault((end_a, end_b), {}), native, prefix, added, mask_a, mask_b, tables)


def _switched(pure: str, mixed: str, tables: _Tables, swap: bool) -> list[_Scored]:
    """Forms that yield `pure` under one scheme and `mixed` under two press conventions, one after the other."""
    found = []
    for native in native_candidates(pure, tables.language, 4):
        if pair := _two_conventions(native.text, mixed, tables):
            sides = (pair, native.schemes) if swap else (native.schemes, pair)
            found.append((native.score, SharedNative(native.text, tables.language, *sides, switched=True)))
    return found


def _two_conventions(native: str, mixed: str, tables: _Tables) -> tuple[str, ...]:
    """The conventions of the beginning and of the end, where some letter parts them; nothing if none does."""
    press = [(s, _spelt(native, s)) for s in tables.schemes if s.convention]
    if not press:
        return ()
    begins, begun = max(press, key=lambda row: _common(row[1], mixed))
    ends, ended = max(press, key=lambda row: _common(row[1][::-1], mixed[::-1]))
    for cut in range(2, len(native) - 1):
        head, other = fold_latin(begins.apply(native[:cut])), fold_latin(ends.apply(native[:cut]))
        if begun.startswith(head) and ended.startswith(other) and head + ended[len(other) :] == mixed:
            return begins.id, ends.id
    return ()


def _common(a: str, b: str) -> int:
    """Length of the common beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
