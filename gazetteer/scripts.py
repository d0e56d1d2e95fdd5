"""Which script a name is written in, as ISO 15924 codes.

The answer is the script of most letters, read from the names of the characters in the Unicode database of
the standard library, so that it needs no table of its own. Chinese characters mixed with kana are `Jpan`;
text without letters is `Zyyy`. Marks, digits and punctuation do not vote.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CODES = {
    "LATIN": "Latn", "FULLWIDTH": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab",
    "HEBREW": "Hebr", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "DEVANAGARI": "Deva", "BENGALI": "Beng",
    "GURMUKHI": "Guru", "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu",
    "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo",
    "TIBETAN": "Tibt", "MYANMAR": "Mymr", "KHMER": "Khmr", "MONGOLIAN": "Mong", "ETHIOPIC": "Ethi",
    "THAANA": "Thaa", "SYRIAC": "Syrc", "CHEROKEE": "Cher", "TIFINAGH": "Tfng", "NKO": "Nkoo",
    "OL": "Olck", "COPTIC": "Copt", "GOTHIC": "Goth", "YI": "Yiii", "JAVANESE": "Java", "MEETEI": "Mtei",
    "CJK": "Hani", "IDEOGRAPHIC": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana", "HALFWIDTH": "Kana",
    "KATAKANA-HIRAGANA": "Kana", "HANGUL": "Hang", "BOPOMOFO": "Bopo", "CANADIAN": "Cans",
}  # fmt: skip
_JAPANESE = frozenset({"Hira", "Kana"})
UNKNOWN = "Zyyy"


@lru_cache(maxsize=1 << 16)
def _script_of_letter(letter: str) -> str | None:
    if not letter.isalpha():
        return None
    word = unicodedata.name(letter, "").split(" ", 1)[0]
    if word == "MODIFIER":  # letters shared by many scripts, such as the modifier apostrophe
        return None
    return _CODES.get(word, UNKNOWN)


def script_of(text: str) -> str:
    """The script of most letters of a text; the earlier one on a tie.

    Example:
        >>> [script_of(name) for name in ("Kyiv", "Луганськ", "東京", "つくば市", "ソウル", "12")]
        ['Latn', 'Cyrl', 'Hani', 'Jpan', 'Kana', 'Zyyy']
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else UNKNOWN
    votes: dict[str, int] = {}
    for letter in text:
        code = _script_of_letter(letter)
        if code is not None:
            votes[code] = votes.get(code, 0) + 1
    if not votes:
        return UNKNOWN
    kana = _JAPANESE & votes.keys()
    if kana and votes.keys() <= {*_JAPANESE, "Hani"}:
        return "Jpan" if len(votes) > 1 else next(iter(kana))
    return max(votes, key=votes.__getitem__)
