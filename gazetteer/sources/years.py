"""The year in what sources write as a date.

Names are valid from one year to another; sources give days, or prose. What tells exactly one year gives it: ISO
dates and the forms of EDTF and Wikidata built on them ("1924-11-08", "+1924-00-00T00:00:00Z", "1924-uu-uu~"),
and any text with a single number of four digits in it ("8 Nov 1924", "since 1924"). Centuries and spans do not.
"""

from __future__ import annotations

import re

_ISO = re.compile(r"([+-]?)0*([0-9]{1,4})(?:-[0-9uXx]{2}){0,2}(?:T[0-9:.]*Z?)?[~?%]?")
_FOUR = re.compile(r"(?<![0-9-])[0-9]{4}(?![0-9])")


def year_of(text: str) -> int | None:
    """The year that a date tells, negative before Christ; None where it tells none or several.

    Example:
        >>> [year_of(date) for date in ("1924-11-08", "-0044", "8 Nov 1924", "19th century", "1914-1918", "")]
        [1924, -44, 1924, None, None, None]
    """
    plain = text.strip()
    iso = _ISO.fullmatch(plain)
    if iso:
        return int(iso[1] + iso[2])
    years = _FOUR.findall(plain) if "-" not in plain else []
    return int(years[0]) if len(years) == 1 else None
