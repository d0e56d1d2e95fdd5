"""GeoNames' alternate names: what each row of `alternateNamesV2.txt` says, as a name or as an id.

Ten columns, no header, no quoting: alternateNameId, geonameid, isolanguage, alternate name, isPreferredName,
isShortName, isColloquial, isHistoric, from, to. The older `alternateNames.txt` has the first eight. Things to know:

* the column of languages also says what is no language: `wkdt` is the Wikidata id of the place, `link` a web
  page and `post` a postal code (left out, since neither is a name); `iata`, `icao`, `faac`, `unlc` and `tcid`
  are codes, `abbr` is a short form, `piny` is Pinyin, `fr_1793` a French name of the revolution, `phon` a
  phonetic respelling (left out);
* a preferred name is the one to show *in its language*. In English that makes it canonical. Elsewhere it stands
  before the others of the language, which is what decides there;
* a historic name is a former one, and so is one that ended in a year;
* colloquial names have no role of their own in this package; they are alternates, and stand last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from gazetteer.model import Name, Role
from gazetteer.sources.geonames_cities import fold_marks
from gazetteer.sources.language_codes import bcp47
from gazetteer.sources.rows import LONGEST_NAME
from gazetteer.sources.tally import Tally
from gazetteer.sources.wanted import Wanted
from gazetteer.sources.years import year_of

WIKIDATA_ROW = "wkdt"
COLUMNS = (8, 10)
LARGEST_ID = (1 << 28) - 1
"""GeoNames has given out some 13 million ids; one beyond 268 million is a slip, and ids are kept as bits."""
PREFERRED, PLAIN, COLLOQUIAL = range(3)
"""In which order the names of a place stand, after its main name."""

_NO_NAMES: Mapping[str, str] = {
    "link": "a link, not a name", "post": "a postal code, not a name", "phon": "a phonetic spelling, not a name",
}  # fmt: skip
_CODES = frozenset({"iata", "icao", "faac", "unlc", "tcid"})
_QID = re.compile(r"Q[1-9][0-9]*")


class AlternateName(NamedTuple):
    """A name of a place, and where it stands among its names."""

    rank: int
    name: Name


def number_of(cell: str) -> int | None:
    """An id of GeoNames, None for what is none.

    Example:
        >>> number_of("702658"), number_of("x"), number_of("9" * 12)
        (702658, None, None)
    """
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        return None
    number = int(cell)
    return number if number <= LARGEST_ID else None


def name_refusal(cells: list[str]) -> tuple[str, str] | None:
    """Why a row of alternate names cannot be used, and what to do; None where it can."""
    if len(cells) not in COLUMNS:
        return "not 8 or 10 columns", f"there are {len(cells)}; give alternateNamesV2.txt as it is published."
    if number_of(cells[1]) is None:
        return "the geonameid is no number", "the second column should be digits."
    if not any(map(str.isalnum, cells[3])) or len(cells[3]) > LONGEST_NAME:
        return "the name has no letter or is far too long", "mend the row."
    if cells[2] == WIKIDATA_ROW and not _QID.fullmatch(cells[3].strip()):
        return "the Wikidata id is none", "Q and a number is what is expected."
    return None


def unwanted(cells: list[str], wanted: Wanted) -> str:
    """Why a sound row is left out; "" where it is not."""
    code = cells[2]
    if code in _NO_NAMES:
        return _NO_NAMES[code]
    if code in _CODES or code == WIKIDATA_ROW or wanted.language(_language(code)):
        return ""
    return "another language"


def alternate_name(cells: list[str], source: str, tally: Tally) -> AlternateName:
    """The name that a row records. The row has been found sound, see `name_refusal`."""
    code, flags = cells[2], [cell == "1" for cell in cells[4:8]]
    dates = cells[8:] or ["", ""]
    start, end = (_year(date, tally) for date in dates)
    preferred, _, colloquial, _ = flags
    text, script = fold_marks(cells[3])
    language = _language(code)
    role = _role(code, flags, language, ended=bool(dates[1].strip()))
    if code == "fr_1793" and start is None:
        start = 1793
    rank = COLLOQUIAL if colloquial else PREFERRED if preferred and role in ("canonical", "alternate") else PLAIN
    return AlternateName(rank, Name(text, language, script, role, source, start, end))


def _role(code: str, flags: list[bool], language: str, *, ended: bool) -> Role:
    preferred, short, colloquial, historic = flags
    if code in _CODES:
        return "code"
    if historic or ended or code == "fr_1793":
        return "former"
    if short or code == "abbr":
        return "short"
    return "canonical" if preferred and language == "en" and not colloquial else "alternate"


def _language(code: str) -> str:
    if code in _CODES or code == "abbr":
        return ""
    return {"fr_1793": "fr", "piny": "zh-Latn-pinyin"}.get(code) or bcp47(code)


def _year(date: str, tally: Tally) -> int | None:
    year = year_of(date)
    if year is None and date.strip():
        tally.note("a date that tells no year")
    return year
