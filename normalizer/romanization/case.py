"""The case of what a scheme writes: it follows the source, letter by letter or by its neighbours."""

from __future__ import annotations

from gazetteer.late import pattern

_ACCENTS = pattern("[\u0300-\u036f]")


def capitalise(target: str) -> str:
    """`target` with its first letter upper case: "shch" -> "Shch", "'je" -> "'Je"."""
    for i, char in enumerate(target):
        if char.isalpha():
            return target[:i] + char.upper() + target[i + 1 :]
    return target


def match_case(target: str, text: str, start: int, end: int) -> str:
    """Give `target` the case that text[start:end] has among its neighbours.

    All capitals where the source has several letters that are all upper, or where the nearest letter of
    the same word is upper: ЩУКА SHCHUKA, but Щука Shchuka and Щ. Shch.
    """
    source = text[start:end]
    if not source[0].isupper():
        lone = source[0].islower() and len(source[0].upper()) > 1  # ß: no capital of its own, so its neighbours tell
        return target.upper() if lone and text[start - 1 : start].isupper() else target
    if sum(c.isalpha() for c in target) < 2:
        return target.upper()
    after = text[end : end + 1]
    before = text[start - 1 : start]
    loud = (
        source[1:].isupper()
        if len(source) > 1
        else after.isupper()
        if after.isalpha()
        else before.isupper()
        if before.isalpha()
        else False
    )
    return target.upper() if loud else capitalise(target)


def cased_simply(text: str) -> bool:
    """True when every capital starts a word: then case can be copied letter by letter."""
    rest = text[1:]
    return rest == rest.lower() or text.istitle() or _ACCENTS.sub("", text).istitle()
