"""Chinese places whose Pinyin is cut into other words than their characters are.

The rules of Pinyin (GB/T 16159-2012, 6.2.3; for places GB/T 28039-2011) write 韩店村 Hándiàn Cūn, or Hándiàncūn where
the generic word is felt to be of the name; lists have both, and write every syllable apart as well (han dian cun).
Alone such syllables look like lesser words (da, shi, zhen), and the characters lose their generic word while the Latin
name keeps it. So where a Latin name is the Pinyin of the characters, or of all but their generic word, both are also
compared with its syllables written together and without that word. Another syllable makes another name, and nothing
is compared again.
"""

from __future__ import annotations

from functools import lru_cache

from normalizer.matching.attached import cut_attached
from normalizer.matching.sketch import plain_word
from normalizer.policy import SELDOM_REMEMBERED
from normalizer.romanization.expand import fold_latin
from normalizer.text.unicode import script_of

_FIRST = "\u3400"  # of the Han characters; below are the letters of alphabets


def written_together(a: str, b: str) -> tuple[str, str] | None:
    """A Latin name of a place and one in Han characters, the former cut as the latter; None where nothing changes.

    >>> written_together("Handiancun", "韩店村"), written_together("大塘下", "da tang xia")
    (('handian', '韩店村'), ('大塘下', 'datangxia'))
    >>> written_together("Nanxiang", "南翔镇"), written_together("Boston", "波士顿")
    (None, None)
    """
    if (a[-1:] < _FIRST) == (b[-1:] < _FIRST):
        return None
    latin, native = (a, b) if a[-1:] < _FIRST else (b, a)
    found = _together(latin, native)
    if found is None:
        return None
    return (found, native) if latin is a else (native, found)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _together(latin: str, native: str) -> str | None:
    if script_of(native) != "Hani":
        return None
    words = fold_latin(latin.replace("-", " ").replace("'", " ")).split()
    cut = cut_attached(native, legal=False)
    reading = plain_word(native)
    name = reading.removesuffix(plain_word(cut.lesser)) if cut else reading
    if not name or "".join(words) not in (reading, name) or words == [name]:
        return None
    return name
