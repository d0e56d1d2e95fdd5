"""Lesser words that Han and Hangul write together with the name: 东京都, 서울시, 株式会社トヨタ.

Only the administrative words that a name may lack are cut off (city, province, county), and only where enough
of a name is left: 京都 is no capital 京, and 鹿児島 is one word though it ends in "island". For organisations the
legal forms of the same scripts come off, in front or behind.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from normalizer.matching.tables import read_pairs, read_rows
from normalizer.text.unicode import UNSPACED, script_of

SCRIPTS = UNSPACED | {"Hang"}
SHORTEST_NAME = 2  # letters that are left of the name
SHORTEST_FORM = 3  # letters of a legal form that is cut off; shorter ones are syllables


class Cut(NamedTuple):
    """A word in two: the name, the lesser word, its canonical form, and whether the name comes first."""

    name: str
    lesser: str
    meaning: str
    name_first: bool


class _Forms(NamedTuple):
    ends: tuple[str, ...]
    starts: tuple[str, ...]
    meanings: dict[str, str]


@cache
def _forms(legal: bool) -> _Forms:
    """What is cut off, longest first."""
    if not legal:
        meanings = read_pairs("attached.tsv")
        return _Forms(tuple(sorted(meanings, key=len, reverse=True)), (), meanings)
    rows = [(form, meaning) for form, meaning in read_rows("org_types.tsv") if len(form) >= SHORTEST_FORM]
    meanings = {f: m for f, m in rows if not f.isascii() and script_of(f) in SCRIPTS}
    forms = tuple(sorted(meanings, key=len, reverse=True))
    return _Forms(forms, forms, meanings)


def cut_attached(text: str, legal: bool) -> Cut | None:
    """The generic word (or, with `legal`, the legal form) cut off a word in Han, kana or Hangul.

    >>> cut_attached("서울시", legal=False)
    Cut(name='서울', lesser='시', meaning='city', name_first=True)
    >>> cut_attached("京都", legal=False) is None, cut_attached("株式会社トヨタ", legal=True).name
    (True, 'トヨタ')
    """
    forms = _forms(legal)
    if text.endswith(forms.ends):
        lesser = next(form for form in forms.ends if text.endswith(form))
        return _cut(text[: -len(lesser)], lesser, forms, True)
    if text.startswith(forms.starts):
        lesser = next(form for form in forms.starts if text.startswith(form))
        return _cut(text[len(lesser) :], lesser, forms, False)
    return None


def _cut(name: str, lesser: str, forms: _Forms, name_first: bool) -> Cut | None:
    return Cut(name, lesser, forms.meanings[lesser], name_first) if len(name) >= SHORTEST_NAME else None
