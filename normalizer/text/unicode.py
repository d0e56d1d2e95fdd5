"""Letters: composed, folded, told apart by script.

Folding has two steps, kept apart because the first is safe and the second loses a distinction:
`fold_letters` (one case, one apostrophe, one dash, one space, no stress marks) and `fold_accents` (Latin
letters without marks, ł as l, ß as ss, æ as ae; Greek without tonos; Arabic and Hebrew without points).
Scripts are ISO 15924 codes, read off the characters' Unicode names, since the standard library has no
script property.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from gazetteer.late import pattern
from gazetteer.values import NamedTuple

APOSTROPHES = "'’ʼ‘`´ʹ′ʾʿ＇\u02bb\u05f3"
DASHES = "-‐‑‒–—―−－\u05be"

# Latin letters whose mark does not come off by decomposition (Unicode chart Latin Extended; the
# replacements are those of ICAO Doc 9303 part 3, section 6, without its German and Scandinavian digraphs,
# which are conventions of languages and live in schemes).
_SPECIAL = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŋ": "ng",
    "ŧ": "t",
    "ĸ": "k",
    "ſ": "s",
    "ə": "a",
    "ɛ": "e",
    "ɔ": "o",
    "ƒ": "f",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "ǝ": "a",
    "ɨ": "i",
    "ʉ": "u",
    "ɣ": "g",
    "ɲ": "ny",
    "ƿ": "w",
    "ȝ": "y",
    "ĳ": "ij",
    "ў": "ў",
    "ё": "е",
    "ѣ": "е",
    "ѳ": "ф",
    "ѵ": "и",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ـ": "",
    "ς": "σ",
}
_SPECIAL_TABLE = {ord(k): v for k, v in _SPECIAL.items() if k != v}
_QUOTE_TABLE = {**{ord(c): "'" for c in APOSTROPHES}, **{ord(c): "-" for c in DASHES}}
# Letters that `fold_letters` changes by their case alone, and letters without a mark to lose: most names are of these
# rows, and go a short way (tests/text/test_unicode.py goes through all of them).
_CASED_ROWS = "a-zA-ZÀ-ÖØ-Þà-öø-įıĴ-ľŁ-ňŊ-žƀ-ǃǍ-ǯǴ-ɏΆΈ-ΊΌΎ-ΡΤ-ρσ-ώЀ-ѿҊ-ԯԱ-Ֆՠ-ֆא-תء-يٮٯٱ-ٳٹ-ۓა-ჺ"
_ROWS = "ぁ-ゖァ-ヺー一-鿿가-힣"
_PLAIN_ROWS = "a-zа-яіїєґա-ֆא-תءابةت-غف-ويა-ჺ一-鿿가-힣ぁ-ゖァ-ヺー"
# Names in letters of one script, by the usual rows of each.
_ONE_SCRIPT = {
    "Latn": "a-zA-ZÀ-ÖØ-öø-ɏḀ-ỿ",
    "Cyrl": "Ѐ-ҁҊ-ԯ",
    "Grek": "ΆΈ-ΊΌΎ-ΡΣ-ϡ",
    "Arab": "ء-يٮٯٱ-ۓ",
    "Hebr": "א-ת",
    "Armn": "Ա-Ֆՠ-ֈ",
    "Geor": "ა-ჺ",
    "Hani": "一-鿿",
    "Hang": "가-힣",
}
_SCRIPTS = (None, *_ONE_SCRIPT)
SCRIPTS_BY_LETTER = frozenset(_ONE_SCRIPT)  # scripts of which the words are told by their letters
_SPACE = pattern(r"[\s\u200b\u2060\ufeff\u00ad]+")

# Combining marks that belong to the letter in these scripts, so they must survive accent folding.
_KEEP_MARKS = frozenset("\u0306\u0308")
_INDIC_OR_ABUGIDA = frozenset(
    [
        "Deva",
        "Beng",
        "Guru",
        "Gujr",
        "Orya",
        "Taml",
        "Telu",
        "Knda",
        "Mlym",
        "Sinh",
        "Thai",
        "Laoo",
        "Tibt",
        "Mymr",
        "Khmr",
        "Ethi",
        "Thaa",
        "Mong",
    ]
)

# Scripts without case, and those that write no spaces between words.
CASELESS = frozenset(
    {"Arab", "Hebr", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Thai"}
    | {"Laoo", "Mymr", "Khmr", "Ethi", "Geor", "Hang", "Tibt", "Thaa"}
)
UNSPACED = frozenset(["Hani", "Hira", "Kana", "Hrkt", "Jpan"])

_SCRIPT_BY_NAME = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "ORIYA": "Orya",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "ETHIOPIC": "Ethi",
    "THAANA": "Thaa",
    "MONGOLIAN": "Mong",
    "SYRIAC": "Syrc",
    "CHEROKEE": "Cher",
    "HANGUL": "Hang",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "CJK": "Hani",
    "BOPOMOFO": "Bopo",
    "COPTIC": "Copt",
    "TIFINAGH": "Tfng",
    "NKO": "Nkoo",
    "KANGXI": "Hani",
    "IDEOGRAPHIC": "Hani",
    "FULLWIDTH": "Latn",
    "HALFWIDTH": "Kana",
    "OL": "Olck",
    "MEETEI": "Mtei",
    "CANADIAN": "Cans",
    "YI": "Yiii",
    "GLAGOLITIC": "Glag",
    "GOTHIC": "Goth",
    "JAVANESE": "Java",
    "BALINESE": "Bali",
    "SUNDANESE": "Sund",
    "TAI": "Tale",
    "LISU": "Lisu",
}


@lru_cache(maxsize=8192)
def char_script(char: str) -> str:
    """ISO 15924 code of one character; "Zyyy" for characters of no script, "Zinh" for marks.

    >>> char_script("ж"), char_script("1"), char_script("ー")
    ('Cyrl', 'Zyyy', 'Kana')
    """
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return "Zinh"
    if category[0] not in "LM" and category != "Nl":
        return "Zyyy"
    if char == "ー":
        return "Kana"
    if char == "々":
        return "Hani"
    return _SCRIPT_BY_NAME.get(unicodedata.name(char, "").split(" ", 1)[0], "Zyyy")


# The most usual by themselves, since compiling the others takes 4 ms, twice the time of a look-up.
_CASED = pattern(f"[{_CASED_ROWS} '-]+")
_LATIN, _CYRILLIC = (pattern(f"[{_ONE_SCRIPT[script]} '-]+") for script in ("Latn", "Cyrl"))
_UNMARKED_CYRILLIC = pattern("[а-яіїєґ '-]+")


class _Rows(NamedTuple):
    """Expressions for names that go a short way: folded by their case alone, without marks, of one script."""

    by_case: re.Pattern[str]
    unmarked: re.Pattern[str]
    scripted: re.Pattern[str]


@cache
def _rows() -> _Rows:
    """Compiled when a name first has other letters than Latin and Cyrillic ones."""
    return _Rows(
        pattern(f"(?:[{_CASED_ROWS} '-]|[{_ROWS}])+"),
        pattern(f"[{_PLAIN_ROWS} '-]+"),
        pattern("|".join(f"([{row} '-]+)" for row in _ONE_SCRIPT.values())),
    )


def script_of(text: str) -> str:
    """ISO 15924 code of a name: one script, "Jpan" for kana with Han, "Kore" for Hangul with Han, else
    "Zyyy" (no letters) or "Qaaa" (several scripts in one name).

    >>> script_of("Луганськ"), script_of("3M"), script_of("東京タワー"), script_of("Лugansk")
    ('Cyrl', 'Latn', 'Jpan', 'Qaaa')
    """
    if text.isascii():
        return "Latn" if text.isalpha() or any(c.isalpha() for c in text) else "Zyyy"
    if _CYRILLIC.fullmatch(text):
        return "Cyrl"
    if _LATIN.fullmatch(text):
        return "Latn"
    if match := _rows().scripted.fullmatch(text):
        return _SCRIPTS[match.lastindex or 0] or "Zyyy"
    return _script_by_letters(text)


def folds_alone(letter: str) -> bool:
    """Whether a letter is folded by its case alone, whatever stands beside it.

    >>> folds_alone("Ж"), folds_alone("Σ")
    (True, False)
    """
    return letter.isalpha() and bool(_CASED.fullmatch(letter) or _rows().by_case.fullmatch(letter))


def _script_by_letters(text: str) -> str:
    found = {char_script(c) for c in text} - {"Zyyy", "Zinh"}
    if len(found) == 1:
        return found.pop()
    if not found:
        return "Zyyy"
    if found <= {"Hira", "Kana"}:
        return "Hrkt"
    if found <= {"Hira", "Kana", "Hani"}:
        return "Jpan"
    if found <= {"Hang", "Hani"}:
        return "Kore"
    return "Qaaa"


def fold_letters(text: str) -> str:
    """One case, one apostrophe, one dash, single spaces, composed, no stress marks on Cyrillic.

    >>> fold_letters("Кам’янець–Подільський")
    "кам'янець-подільський"
    """
    if text.isascii():
        return text.lower() if text.isalpha() else " ".join(text.lower().split())
    if _CASED.fullmatch(text) or (text[0].isalpha() and _rows().by_case.fullmatch(text)):
        return " ".join(text.lower().split()) if " " in text else text.lower()
    return _fold_in_full(text)


def _fold_in_full(text: str) -> str:
    # Quotes first: compatibility would take the acute accent ´ apart into a space and a mark.
    text = unicodedata.normalize("NFKC", text.translate(_QUOTE_TABLE)).translate(_QUOTE_TABLE)
    text = text.casefold() if "İ" not in text else text.replace("İ", "i").casefold()
    if "\u0301" in text or "\u0300" in text:
        text = _drop_stress(text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _drop_stress(text: str) -> str:
    kept = [c for i, c in enumerate(text) if c not in "\u0300\u0301" or i == 0 or char_script(text[i - 1]) != "Cyrl"]
    return "".join(kept)


def fold_accents(text: str) -> str:
    """Letters without their marks, for text that `fold_letters` has folded.

    Marks that make another letter stay: й, ї, the vowel signs of Indic scripts, the voicing of kana.

    >>> fold_accents("łódź"), fold_accents("горбачёв"), fold_accents("київ")
    ('lodz', 'горбачев', 'київ')
    """
    if text.isascii() or _UNMARKED_CYRILLIC.fullmatch(text):
        return text
    if _LATIN.fullmatch(text):
        return _bare_in_full(text)  # of the unmarked letters none but those of ASCII is Latin
    return text if _rows().unmarked.fullmatch(text) else _bare_in_full(text)


def _bare_in_full(text: str) -> str:
    text = text.translate(_SPECIAL_TABLE)
    if text.isascii():
        return text
    return "".join(_bare(char) for char in text)


@lru_cache(maxsize=8192)
def _bare(char: str) -> str:
    if char_script(char) in _INDIC_OR_ABUGIDA or char_script(char) in ("Hira", "Kana", "Hang"):
        return char
    if unicodedata.category(char) in ("Mn", "Me"):
        return char if _is_abugida_mark(char) else ""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 1:
        return char
    if char_script(parts[0]) == "Cyrl" and parts[1] in _KEEP_MARKS:
        return char
    return parts[0].translate(_SPECIAL_TABLE)


def _is_abugida_mark(char: str) -> bool:
    prefix = unicodedata.name(char, "").split(" ", 1)[0]
    return _SCRIPT_BY_NAME.get(prefix, "") in _INDIC_OR_ABUGIDA or char in "\u3099\u309a"
