"""A name as words with a part to play: the name itself, titles, particles, legal forms, generic words, numbers.

Which word plays which part is data (data/words.tsv; legal forms and the usual words of organisations in
`legal`), as is what it means the same as (St = Sankt, Ltd = LLC). A word plays a lesser part only while a
word of the name itself is left: Lady may be a surname, and a place may be called City. Words that are part of
the name though everybody has them (Saint, International) stay in it and get a common meaning.

Every name of a batch passes here once, so plain names take a short way: letters and spaces need no search
for words, and a word that came before is remembered with its part.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.matching.attached import cut_attached
from normalizer.matching.legal import Span, common_words, legal_class, legal_spans
from normalizer.matching.tables import read_rows, table
from normalizer.policy import MAX_NAME_LENGTH, MAX_TOKENS, NAMES_REMEMBERED, WORDS_REMEMBERED
from normalizer.result import Token
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import DASHES, fold_accents, fold_letters, script_of

__all__ = ["INITIAL", "NAME", "NUMBER", "Parsed", "Part", "is_usual", "parse_name", "word_classes"]

_TABLE = "words.tsv"
NAME, INITIAL, NUMBER = "name", "initial", "number"
LEGAL, GENERIC, SIZE = "legal", "generic", "size"
ROMAN = pattern(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})\Z")
_ARTICLE = "ال"
# The Arabic article before a hyphen, its l like the sun letter that follows (ar-Rahman, ez-Zor, ud-Din), as all
# grammars of Arabic have it; without the hyphen only the words of the list count, since An and As are names.
_SPELT_ARTICLE = pattern(r"[aeiou](l|[dnrstz]|th|dh|sh|ch)")
SERVANT = pattern(r"abd(?:[aeiou]|ou)(?:[ldnrstz]|th|dh|sh)")  # Abdul, Abdel, Abdur: Abd and the article
_LETTERS_AND_NUMBER = pattern(r"([^\W\d_]+)(\d+)")  # C1, VTB24
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_DOTTED = pattern(r"\b(?:[^\W\d_]\.){2,}")
_NO_DASH = frozenset(DASHES).isdisjoint
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters that nobody sees: the guard takes them out
_ORDINAL = pattern(r"(\d+)(?:st|nd|rd|th|ere?|[eè]me|ste|й|я|[ыио]й|ая|го)\Z")
_ENDINGS_OF_ORDINALS = "й я е го му ый ий ой ая ое ша та те ти st nd rd th er e a o"
_AFTER_DIGITS = frozenset(_ENDINGS_OF_ORDINALS.split())
_SYLLABIC = frozenset(("Hani", "Hang", "Kana", "Hira", "Jpan"))  # one letter may be a whole word
_PARTS_OF_KIND = {
    "person": frozenset({"title", "particle", "suffix"}),
    "place": frozenset({"particle", GENERIC, "direction", NAME, SIZE}),
    "org": frozenset({"particle", LEGAL, "suffix", NAME}),
    None: frozenset({"title", "particle", "suffix", LEGAL, GENERIC, NAME}),
}
_RAISED = ("direction", "title", "suffix", GENERIC, LEGAL, "particle")  # what is the name where nothing else is
_SON_OF = frozenset(("ibn", "bint"))
_LEGAL_KINDS = ("org", None)


class Part(NamedTuple):
    """A word of a name. role: "name", "initial", "number", or a class of words.tsv. meaning: its canonical
    form there, the value of a number, else the folded word. tied: a hyphen ties it to the word before."""

    text: str
    role: str
    meaning: str
    tied: bool = False


class Parsed(NamedTuple):
    """The words of a name in order, and the script of the whole. "Family, Given" is turned round."""

    parts: tuple[Part, ...]
    script: str

    def having(self, role: str) -> tuple[Part, ...]:
        """The words that play this part."""
        return tuple(part for part in self.parts if part.role == role)


@cache
def word_classes() -> dict[str, tuple[str, str]]:
    """data/words.tsv: folded word -> (class, canonical)."""
    return derived("words", "1", [table(_TABLE)], _read_classes)


def _read_classes() -> dict[str, tuple[str, str]]:
    return {word: (role, canonical) for word, role, canonical in read_rows(_TABLE)}


@lru_cache(maxsize=NAMES_REMEMBERED)
def parse_name(name: str, kind: str | None = None) -> Parsed:
    """The words of a name with their parts.

    Args:
        name: any string; repaired first.
        kind: "person", "place", "org" or None: which lesser parts are looked for.

    >>> [(p.text, p.role) for p in parse_name("Dr. O. Skrypniuk, jr.", "person").parts]
    [('Dr', 'title'), ('O', 'initial'), ('Skrypniuk', 'name'), ('jr', 'suffix')]
    >>> [(p.text, p.meaning) for p in parse_name("Romashka Limited Liability Company", "org").parts]
    [('Romashka', 'romashka'), ('Limited Liability Company', 'llc')]
    """
    bare = name.replace(" ", "")
    if bare.isalpha() and len(name) <= MAX_NAME_LENGTH and FILLERS.isdisjoint(bare):
        parts = _of_letters(name.split()[:MAX_TOKENS], kind)
        script = "Latn" if bare.isascii() else script_of(bare)
    else:
        safe = guard_name(name).text
        parts, script = _in_full(safe, kind), script_of(safe)
    return Parsed(_with_a_name(parts, kind), script)


def _of_letters(texts: list[str], kind: str | None) -> list[Part]:
    """The parts of a name that is letters and spaces."""
    if kind in _LEGAL_KINDS and (spans := legal_spans([fold_word(text) for text in texts], kind == "org")):
        return _assembled(texts, dict(spans), [False] * len(texts), [False] * len(texts), kind)
    parts: list[Part] = []
    last = len(texts) - 1
    for index, text in enumerate(texts):
        parts += part_of(text, index > 0, index == last, False, kind)
    return parts


def _with_a_name(parts: list[Part], kind: str | None) -> tuple[Part, ...]:
    """A name of lesser words alone is made of them; the single letter of an organisation is one (X Corp)."""
    roles = {part.role for part in parts}
    if NAME in roles or NUMBER in roles:
        return tuple(parts)
    if INITIAL in roles and kind == "org":
        return tuple(raised(p) if p.role == INITIAL else p for p in parts)
    lesser = next((role for role in _RAISED if role in roles), None)
    return tuple(raised(p) if p.role == lesser else p for p in parts)


def raised(part: Part) -> Part:
    """A word that plays a lesser part as a word of the name itself."""
    return part._replace(role=NAME, meaning=part.meaning if part.role == INITIAL else fold_word(part.text))


def _in_full(safe: str, kind: str | None) -> list[Part]:
    """The parts of a name with more in it than letters and spaces."""
    safe = undotted(safe, kind)
    tokens = words(safe)[:MAX_TOKENS]
    if kind == "person" and "," in safe:
        tokens = given_first(tokens, safe)
    texts = [token.text for token in tokens]
    none = [False] * len(tokens)
    dotted = [safe[token.end : token.end + 1] == "." for token in tokens] if "." in safe else none
    tied = none if _NO_DASH(safe) else [_tied(safe, token.start) for token in tokens]
    spans = dict(legal_spans([fold_word(text) for text in texts], kind == "org")) if kind in _LEGAL_KINDS else {}
    return _assembled(texts, spans, dotted, tied, kind)


def _assembled(
    texts: list[str], spans: Mapping[int, Span], dotted: list[bool], tied: list[bool], kind: str | None
) -> list[Part]:
    """Words into parts: legal forms of several words, ordinals written with a hyphen, and all others one by one."""
    parts: list[Part] = []
    index, last = 0, len(texts) - 1
    while index <= last:
        text = texts[index]
        if index in spans:
            end = index + spans[index].size
            parts.append(Part(" ".join(texts[index:end]), LEGAL, spans[index].meaning))
            index = end
            continue
        if index < last and tied[index + 1] and _is_article(fold_word(text), fold_word(texts[index + 1])):
            parts.append(Part(text, "particle", "al"))
        elif tied[index] and parts and parts[-1].role == NUMBER and fold_word(text) in _AFTER_DIGITS:
            parts[-1] = parts[-1]._replace(text=f"{parts[-1].text}-{text}")
        elif tied[index]:
            first, *rest = part_of(text, index > 0, index == last, dotted[index], kind)
            parts += (first._replace(tied=True), *rest)
        else:
            parts += part_of(text, index > 0, index == last, dotted[index], kind)
        index += 1
    return parts


def _is_article(low: str, following: str) -> bool:
    """Whether a word is the Arabic article of the next one: its consonant is l, or the one that follows."""
    found = _SPELT_ARTICLE.fullmatch(low)
    return bool(found) and (low[1:] == "l" or following.startswith(low[1:]))


def _tied(safe: str, start: int) -> bool:
    return start > 1 and safe[start - 1] in DASHES and safe[start - 2].isalnum()


def given_first(tokens: list[Token], safe: str) -> list[Token]:
    """«Skrypniuk, Oleksandr» in the order that names are read in; «Skrypniuk, jr.» and lists stay as they are."""
    comma = safe.index(",")
    second = safe.find(",", comma + 1)
    family = [token for token in tokens if token.start < comma]
    given = [token for token in tokens if comma < token.start and (second < 0 or token.start < second)]
    rest = tokens[len(family) + len(given) :]
    lesser_given, lesser_rest = (all(_is_title(token.text) for token in part) for part in (given, rest))
    return [*given, *family, *rest] if family and given and lesser_rest and not lesser_given else tokens


def _is_title(text: str) -> bool:
    low = fold_word(text)
    return word_classes().get(low, ("", ""))[0] in ("title", "suffix") or (text.isupper() and bool(ROMAN.match(low)))


def undotted(safe: str, kind: str | None) -> str:
    """A name with its initials and abbreviations cut apart or made one word.

    >>> undotted("O.O.O. Romashka", "org"), undotted("J.F. Kennedy", "person")
    ('OOO  Romashka', 'J. F.  Kennedy')
    """
    if "." in safe and _DOTTED.search(safe):
        return _DOTTED.sub(lambda match: _undotted(match.group(), kind), safe)
    return safe


def _undotted(dotted: str, kind: str | None) -> str:
    """O.O.O. is one word where it is a legal form; J.R. are two initials."""
    joined = dotted.replace(".", "")
    low = fold_word(joined)
    known = word_classes().get(low)
    if (known and known[0] in _PARTS_OF_KIND[kind]) or (kind == "org" and legal_class(low)):
        return joined + " "
    return " ".join(f"{c}." for c in joined) + " "


@lru_cache(maxsize=WORDS_REMEMBERED)
def fold_word(text: str) -> str:
    """A word in one case, without accents: the form in which lists have it."""
    return text.lower() if text.isascii() else fold_accents(fold_letters(text))


@lru_cache(maxsize=WORDS_REMEMBERED)
def part_of(text: str, later: bool, last: bool, dotted: bool, kind: str | None) -> tuple[Part, ...]:
    """The part of one word, or two where the word is written together with a lesser one or a number."""
    numbered = _LETTERS_AND_NUMBER.fullmatch(text) if kind != "person" else None
    if numbered:
        return _plain_part(numbered[1], later, False, dotted, kind), Part(numbered[2], NUMBER, _digits(numbered[2]))
    made = _plain_part(text, later, last, dotted, kind)
    if made.role != NAME or text.isascii():
        return (made,)
    if text.startswith(_ARTICLE) and len(text) > len(_ARTICLE) + 2:
        rest = text[len(_ARTICLE) :]
        return Part(_ARTICLE, "particle", "al"), Part(rest, NAME, fold_word(rest))
    return (made,) if kind == "person" else _attached(made, kind)


def _attached(made: Part, kind: str | None) -> tuple[Part, ...]:
    """Scripts without spaces write the generic word or the legal form together with the name."""
    cut = cut_attached(made.text, legal=kind != "place")
    if cut is None:
        return (made,)
    name = Part(cut.name, NAME, fold_word(cut.name))
    lesser = Part(cut.lesser, GENERIC if kind == "place" else LEGAL, cut.meaning)
    return (name, lesser) if cut.name_first else (lesser, name)


def _plain_part(text: str, later: bool, last: bool, dotted: bool, kind: str | None) -> Part:
    low = fold_word(text)
    if low[:1].isdecimal():
        return Part(text, NUMBER, _digits(low))
    if later and last and not dotted and kind != "org" and text in ("I", "V", "X"):
        return Part(text, NUMBER, str(_roman(low)))
    known = word_classes().get(low)
    if len(low) == 1 and _is_initial(low, known, dotted or not later, kind):
        return Part(text, INITIAL, low)
    if kind == "org" and (meaning := legal_class(low)) and (len(low) > 2 or last or not later):
        return Part(text, LEGAL, meaning)
    if known and known[0] in _PARTS_OF_KIND[kind] and _may_play(*known, later, last, dotted, kind):
        return Part(text, NAME if known[0] == SIZE else known[0], known[1])
    if later and text.isupper() and ROMAN.match(low):
        return Part(text, NUMBER, str(_roman(low)))
    if kind in ("person", None) and not last and SERVANT.fullmatch(low):
        return Part(text, NAME, "abd")
    return Part(text, NAME, common_words().get(low, low) if kind == "org" else low)


def _is_initial(low: str, known: tuple[str, str] | None, alone: bool, kind: str | None) -> bool:
    """One letter stands for a word, unless it is a word itself (y, и; the village in «с. Пески»)."""
    if known and (not alone or (kind == "place" and known[0] == GENERIC)):
        return False
    return script_of(low) not in _SYLLABIC


def _may_play(role: str, meaning: str, later: bool, last: bool, dotted: bool, kind: str | None) -> bool:
    """Lesser words have their place: Stephen King and Li Bin end in names, Ben Stiller begins with one."""
    if role == "particle" and kind == "person":
        return not dotted and (later or meaning not in _SON_OF) and not (last and later)
    if role == "particle":
        return not dotted
    if role == "title":
        return dotted or not last or not later
    return role != "suffix" or later


@cache
def usual_meanings(kind: str | None) -> frozenset[str]:
    """Meanings of words that many names of a kind share."""
    if kind == "org":
        return frozenset(common_words().values())
    if kind == "place":
        return frozenset(canonical for role, canonical in word_classes().values() if role in (NAME, SIZE))
    return frozenset()


def is_usual(part: Part, kind: str | None) -> bool:
    """Whether a word of the name says little of which one is meant: International in a firm, Saint in a place.

    >>> [is_usual(part, "org") for part in parse_name("Kowalski International Trading", "org").parts]
    [False, True, True]
    """
    return part.role == NAME and part.meaning in usual_meanings(kind)


def _digits(low: str) -> str:
    """Digits of any script as ASCII, without leading zeros or the ending of an ordinal; other letters stay (2a)."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in low)
    ordinal = _ORDINAL.match(plain)
    return (ordinal[1] if ordinal else plain).lstrip("0") or "0"


def _roman(low: str) -> int:
    values = [_ROMAN_VALUES[c] for c in low]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
