"""A name written with the signs that the core's own reader knows: the same words in the same order, and no more.

The core (`reader`) cuts names at ASCII's signs. It leaves to Python what other signs do, in what order the words of
«Skrypniuk, Oleksandr» stand, and that O.O.O. is a word where J.R. are two initials. All of that is settled here on the
string, at a tenth of what it costs to read such a name in full. `words.parse_name` makes the same parts of both
spellings (tests/matching/test_reader.py), so nothing else has to know.
"""

from __future__ import annotations

from gazetteer.late import pattern
from normalizer.matching.words import given_first, undotted
from normalizer.policy import MAX_TOKENS
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import DASHES, script_of

__all__ = ["spelt_plainly"]

_RUN_ON = pattern(r"\.(?=[^\W\d_])")  # Нов.Силава
# Signs beyond ASCII that stand between words: middle dots, quotation marks, commas, brackets, stops of any script.
_BETWEEN = "·・‧•∙“”„‟«»‹›‚‛،؛、。，；：（）［］【】「」『』〈〉《》…‥!?¿¡|/\u00a0\u3000"
_PLAIN = str.maketrans({**dict.fromkeys(_BETWEEN, " "), **dict.fromkeys(DASHES, "-")})


def spelt_plainly(name: str, kind: str | None) -> str | None:
    """The name so spelt; None where it is so already, or where another script would be read in it.

    Args:
        name: any string. kind: "person", "place", "org" or None.

    >>> spelt_plainly("Skrypniuk, O.V.", "person"), spelt_plainly("Romashka S.A.R.L.", "org")
    (' O. V.  Skrypniuk', 'Romashka SARL ')
    >>> spelt_plainly("約翰·克里", "person"), spelt_plainly("Lisyansky", "person")
    ('約翰 克里', None)
    """
    safe = guard_name(name).text
    plain = undotted(safe, kind) if "." in safe else safe
    if kind == "person" and "," in plain:
        plain = _in_order(plain)
    if "." in plain:
        plain = _RUN_ON.sub(". ", plain)
    if not plain.isascii():
        plain = plain.translate(_PLAIN)
        if script_of(plain) != script_of(safe):  # the Japanese middle dot counts as kana
            return None
    return plain if plain != name else None


def _in_order(safe: str) -> str:
    """A person's name without commas, the words before the first one put behind the given names if it tells so."""
    tokens = words(safe)[:MAX_TOKENS]
    if given_first(tokens, safe) is tokens:
        return safe.replace(",", " ")
    family, given, *rest = safe.split(",", 2)
    return " ".join((given, family, *rest)).replace(",", " ")
