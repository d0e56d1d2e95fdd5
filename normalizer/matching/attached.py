"""Lesser words that scripts without spaces write together with the name: 东京都, 서울시, จังหวัดเชียงใหม่, 株式会社トヨタ.

Only the administrative words that a name may lack are cut off (city, province, county), and only where enough
of a name is left: 京都 is no capital 京, and 鹿児島 is one word though it ends in "island". For organisations the
legal forms of the same scripts come off, in front or behind.
"""

from __future__ import annotations

from functools import cache

from gazetteer.values import NamedTuple
from normalizer.matching.tables import read_rows
from normalizer.text.unicode import UNSPACED, script_of

SCRIPTS = UNSPACED | {"Hang"}
SHORTEST_NAME = 2  # letters that are left of the name of an organisation
SHORTEST_FORM = 3  # letters of a legal form that is cut off; shorter ones are syllables
FIRST = "first"  # what the table says of words that stand in front of the name


class Cut(NamedTuple):
    """A word in two: the name, the lesser word, its canonical form, and whether the name comes first."""

    name: str
    lesser: str
    meaning: str
    name_first: bool


class _Form(NamedTuple):
    meaning: str
    least: int


class _Forms(NamedTuple):
    ends: tuple[str, ...]
    starts: tuple[str, ...]
    forms: dict[str, _Form]


@cache
def _forms(legal: bool) -> _Forms:
    """What is cut off, longest first."""
    if not legal:
        first, forms = set(), {}
        for word, meaning, place, least in read_rows("attached.tsv"):
            forms[word] = _Form(meaning, int(least))
            if place == FIRST:
                first.add(word)
        ends = sorted(forms.keys() - first, key=len, reverse=True)
        return _Forms(tuple(ends), tuple(sorted(first, key=len, reverse=True)), forms)
    rows = [(form, meaning) for form, meaning in read_rows("org_types.tsv") if len(form) >= SHORTEST_FORM]
    legals = {f: _Form(m, SHORTEST_NAME) for f, m in rows if not f.isascii() and script_of(f) in SCRIPTS}
    longest_first = tuple(sorted(legals, key=len, reverse=True))
    return _Forms(longest_first, longest_first, legals)


def attached_pieces(legal: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What words may begin with, and end with, that is cut off if enough is left.

    >>> "시" in attached_pieces(legal=False)[1]
    True
    """
    forms = _forms(legal)
    return forms.starts, forms.ends


def cut_attached(text: str, legal: bool) -> Cut | None:
    """The generic word (or, with `legal`, the legal form) cut off a word in a script without spaces.

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
    form = forms.forms[lesser]
    return Cut(name, lesser, form.meaning, name_first) if len(name) >= form.least else None
