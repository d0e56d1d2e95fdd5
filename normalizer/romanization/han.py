"""Names in Han characters as Japanese, Koreans and Cantonese read them, beside the Mandarin reading.

朴槿惠 is Park Geun-hye, 浜松 Hamamatsu and 梁家傑 Leung Ka-kit: the characters do not tell who reads them, so a name
has readings in several languages, and none of them is an answer by itself. They find candidates for a look-up and are
compared with a Latin spelling; `expand` and the keys of a gazetteer keep to Mandarin.

The table (`han_readings.tsv`, learned by benchmarks/learn_readings.py) holds a character's readings in each language.
Korean and Cantonese ones are a syllable a character. A Japanese name is read in one of many ways (生 alone has ten),
so `every_reading` gives the likeliest as a whole, and `cut_as` answers the easier question whether a given Latin
spelling can be a reading of these characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from gazetteer.beside import as_paths, beside, rows_of
from gazetteer.hints import TYPE_CHECKING
from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.expand import expand, fold_latin

if TYPE_CHECKING:
    from pathlib import Path

    READINGS: Path

_FILE = beside(__file__, "han_readings.tsv")
__getattr__ = as_paths(__name__, READINGS=_FILE)
LONGEST = 6  # characters of a name that is read; a longer one is a sentence, or a foreign name spelled by sound
BEAM = 24  # beginnings of a reading that are kept while the likeliest whole ones are sought
REPEATED = "々"  # the character before once more

Pieces = Mapping[str, Sequence[tuple[str, int]]]


class HanReading(NamedTuple):
    """One way to read a name: the language, and the folded Latin syllables or, for Japanese, the whole as one."""

    language: str
    syllables: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.syllables)


class _Tables(NamedTuple):
    japanese: dict[str, tuple[tuple[str, int], ...]]
    korean: dict[str, tuple[str, ...]]
    cantonese: dict[str, tuple[str, ...]]


@cache
def _tables() -> _Tables:
    rows = rows_of(_FILE)[1:]
    japanese = {row[0]: tuple(_weighted(cell) for cell in row[1].split()) for row in rows if row[1]}
    others = [{row[0]: tuple(row[at].split()) for row in rows if row[at]} for at in (2, 3)]
    return _Tables(japanese, *others)


def _weighted(cell: str) -> tuple[str, int]:
    piece, _, decibans = cell.partition(":")
    return piece, int(decibans)


_LONG = pattern(r"(?<=o)[uoh](?![aeiouy])|(?<=o)o|(?<=u)u|(?<=[oa])h(?=[^aeiouy]|\Z)")
_ROMAJI = (
    ("tch", "cch"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("dzu", "zu"), ("du", "zu"), ("sya", "sha"),
    ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"), ("zya", "ja"), ("zyu", "ju"),
    ("zyo", "jo"), ("jya", "ja"), ("jyu", "ju"), ("jyo", "jo"),
)  # fmt: skip
_SINGLE = pattern(r"(?<![sct])hu|(?<![a-z])si|(?<=[aeioun])si|ti|(?<!t)tu|zi|di")
_HEPBURN = {"hu": "fu", "si": "shi", "ti": "chi", "tu": "tsu", "zi": "ji", "di": "ji"}


def plain_romaji(text: str) -> str:
    """Kana, or Japanese in any Latin system, as Hepburn without long vowels: what the table is written in.

    >>> plain_romaji("おおの"), plain_romaji("Satou"), plain_romaji("Simbasi")
    ('ono', 'sato', 'shinbashi')
    """
    spellings = expand(text, ("ja",)) if not text.isascii() else ()  # none of a lone sign, as ー
    latin = spellings[0].text if spellings else text
    latin = fold_latin(latin).replace(" ", "")
    for written, plain in _ROMAJI:
        latin = latin.replace(written, plain)
    return _LONG.sub("", _SINGLE.sub(lambda m: _HEPBURN[m.group()], latin))


def spread(han: str) -> str:
    """A name with 々 written out.

    >>> spread("佐々木")
    '佐佐木'
    """
    found = ""
    for character in han:
        found += found[-1] if found and character == REPEATED else character
    return found


def every_reading(han: str, pieces: Pieces, most: int) -> list[str]:
    """The likeliest readings of a name by its characters, at most so many."""
    beam = [(0, "")]
    width = max(BEAM, most)
    for character in spread(han):
        found: dict[str, int] = {}
        for loss, begun in beam:
            for piece, more in pieces.get(character, ()):
                text = begun + piece
                found[text] = min(found.get(text, loss + more), loss + more)
        beam = sorted((loss, text) for text, loss in found.items())[:width]
    return [text for _, text in beam[:most] if text]


_HAN = "[\u3400-\u9fff\uf900-\ufaff々]+"  # compiled when it is needed: so wide a class takes 1 ms


@lru_cache(maxsize=SELDOM_REMEMBERED)
def is_read(text: str) -> bool:
    """Whether a word is a name that this module reads: Han characters alone, and few of them."""
    return len(text) <= LONGEST and re.fullmatch(_HAN, text) is not None


@lru_cache(maxsize=SELDOM_REMEMBERED)
def han_readings(han: str, japanese: int = 2, korean: int = 2) -> tuple[HanReading, ...]:
    """How a name in Han characters is read outside Mandarin: the likeliest readings of each language.

    Args:
        han: the characters of one word.
        japanese, korean: at most so many readings of that language; of Korean ones the family name counts alone.

    >>> [r.whole for r in han_readings("浜松")][0]
    'hamamatsu'
    >>> ("park", "geun", "hye") in [r.syllables for r in han_readings("朴槿惠")]
    True
    """
    if not is_read(han):
        return ()
    tables = _tables()
    found = [HanReading("ja", (text,)) for text in every_reading(han, tables.japanese, japanese)]
    for hangul in _korean(han, tables.korean)[:korean]:
        spellings = [s.text.split() for s in expand(hangul, ("ko",), 2)]
        found += [HanReading("ko", tuple(cut)) for cut in spellings if len(cut) == len(hangul)]
    return tuple(dict.fromkeys([*found, *cantonese_readings(han)]))


def cantonese_readings(han: str) -> tuple[HanReading, ...]:
    """The usual Cantonese reading; () if a character has none.

    >>> [r.syllables for r in cantonese_readings("李小龍")]
    [('lee', 'siu', 'lung')]
    """
    if not is_read(han):
        return ()
    syllables = [_tables().cantonese.get(character, ())[:1] for character in han]
    return (HanReading("yue", tuple(one for (one,) in syllables)),) if all(syllables) else ()


@lru_cache(maxsize=SELDOM_REMEMBERED)
def korean_readings(han: str) -> tuple[str, ...]:
    """A name in Hangul, the likeliest reading first; () if a character has none.

    >>> korean_readings("金大中")[0]
    '김대중'
    """
    return _korean(han, _tables().korean) if is_read(han) else ()


def _korean(han: str, table: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Readings that differ in the first syllable, where r and n may be lost (李: 이, 리); else each one's first."""
    syllables = [table.get(character, ()) for character in spread(han)]
    if not all(syllables):
        return ()
    rest = "".join(options[0] for options in syllables[1:])
    return tuple(first + rest for first in syllables[0][:3])


@lru_cache(maxsize=SELDOM_REMEMBERED)
def cut_as(han: str, latin: str) -> tuple[str, ...]:
    """The pieces of a Latin or kana spelling, one a character, if it can be a Japanese reading; else ().

    >>> cut_as("山田", "yamada"), cut_as("山田", "tanaka")
    (('yama', 'da'), ())
    """
    found = _likeliest_cut(han, latin)
    return found[1] if found else ()


def reading_loss(han: str, latin: str) -> int | None:
    """Decibans below certainty of the likeliest way to read a name so; None if it cannot be read so.

    >>> reading_loss("山田", "yamada") < reading_loss("山田", "santa")
    True
    """
    found = _likeliest_cut(han, latin)
    return found[0] if found else None


def _likeliest_cut(han: str, latin: str) -> tuple[int, tuple[str, ...]] | None:
    """Of the spelling without long vowels, or as it stands: two vowels may meet where two pieces do (Satoogawa)."""
    if not is_read(han):
        return None
    cuts = [cut for spelling in _romaji(latin) if (cut := _cut(spread(han), spelling))]
    return min(cuts, default=None)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _romaji(latin: str) -> tuple[str, ...]:
    """The spellings that are cut: one, where it has no long vowel."""
    return tuple(dict.fromkeys((plain_romaji(latin), fold_latin(latin).replace(" ", ""))))


def _cut(han: str, latin: str) -> tuple[int, tuple[str, ...]] | None:
    """The loss of the likeliest cut of the whole spelling, and its pieces."""
    pieces = _tables().japanese
    best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
    for character in han:
        following: dict[int, tuple[int, tuple[str, ...]]] = {}
        for at, (loss, cut) in best.items():
            for piece, more in pieces.get(character, ()):
                end = at + len(piece)
                if latin.startswith(piece, at) and (end not in following or loss + more < following[end][0]):
                    following[end] = (loss + more, (*cut, piece))
        best = following
    return best.get(len(latin))
