"""The ranges of combining marks leave none out, whatever Unicode the interpreter has."""

from __future__ import annotations

import re
import unicodedata

from normalizer.text.tokens import mark_ranges


def test_all_marks_of_the_first_planes_are_in_the_ranges() -> None:
    mark = re.compile(f"[{mark_ranges()}]")
    for code in range(0x300, 0x20000):
        char = chr(code)
        expected = unicodedata.category(char) in ("Mn", "Mc") or char in "\u200c\u200d\u00ad"
        assert bool(mark.match(char)) == expected, hex(code)
