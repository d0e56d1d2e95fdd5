"""Which recorded names a query is compared with, when no key holds it as it stands.

A comparison in full is dear, so few names get one, and they have to be the right ones, whatever the script of
the query. Two steps, each bounded:

1. **Parts.** The words of the query, in each of its romanised readings, are looked up one by one as they are, by
   their sound (`sounds`), by sounds one slip away, and two by two. The index tells how many names a key leads to
   before any is read, so the rarest keys are read first and the reading stops at a limit. What counts is the sum
   over the words of the query of how rare the rarest shared key is: names that share several words, or a rare
   one, come first. To these come the names near the whole query (typing errors, skeleton).
2. **Likeness.** Of the best of these the plain letters are compared with the readings of the query by rapidfuzz, after
   spellings that differ everywhere (y j i, w v, kh h, ck k) were made one.

Only what is left after both is compared in full, by `resolve`. Nothing here decides.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from gazetteer.lookup import Gazetteer
from gazetteer.sharing import Limits, Pool, Wanted
from gazetteer.values import NamedTuple
from normalizer import policy
from normalizer.matching.cut import LATIN, Loose, best_names, both_orders
from normalizer.matching.generic import UNSPACED, bare_name
from normalizer.matching.keys import fold_native
from normalizer.matching.signs import spelt
from normalizer.matching.sounds import codes, end_codes, heard, near_codes
from normalizer.matching.wordkeys import name_words, part_words, sound_pairs, spelt_out
from normalizer.romanization.expand import expand
from normalizer.romanization.han import han_readings, is_read
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import script_of


class Asked(NamedTuple):
    """A query, ready to be looked for.

    key: its folded form. bare: the text without what only says what kind of thing it is, "" when there is none such.
    readings: in Latin letters, the likeliest first. words: of the name itself, in each reading that is cut into
    words like the first. wholes: each reading as one word. loose: the readings, loosened for the first cut.
    """

    script: str
    key: str
    bare: str
    readings: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    wholes: tuple[str, ...]
    loose: tuple[Loose, ...]


def ask(text: str, kind: str | None) -> Asked:
    """A query with its readings; `kind` tells which of its words are lesser ones.

    >>> ask("Меркель, Ангела", "person").words[0]
    ('merkel', 'angela')
    """
    script, bare = script_of(text), bare_name(text, kind)
    readings = _readings(text, script)
    if bare and script == "Hani":  # its readings are many, and those of 市 after it only lead astray
        readings = tuple(dict.fromkeys((*_readings(bare, script), *readings[:1])))
    own = part_words(text, kind)
    cut = [name_words(reading, own) for reading in readings]
    wholes = dict.fromkeys("".join(one) for one in cut)
    wholes.update(dict.fromkeys(reading.replace(" ", "") for reading in readings))
    if script == "Hani" and kind != "place":
        cut = _syllables(text) or cut
    words = tuple(dict.fromkeys(tuple(one[: policy.WORDS_ASKED]) for one in cut if len(one) == len(cut[0])))
    if bare:
        readings = tuple(dict.fromkeys((*readings, *_readings(bare, script)[: policy.SPELLINGS_WIDE])))
    return Asked(script, fold_native(text), bare, readings, words, tuple(wholes), _loose(readings))


def _loose(readings: tuple[str, ...]) -> tuple[Loose, ...]:
    return tuple(dict.fromkeys(both_orders(reading) for reading in readings))


def _readings(text: str, script: str) -> tuple[str, ...]:
    if script in LATIN:
        return tuple(dict.fromkeys((spelt_out(text), fold_native(text))))
    readings = [s.text for s in expand(text, None, policy.READING_RANK)[: policy.READINGS_ASKED]]
    heard_as = [heard(reading, script) for reading in readings[:1]]
    elsewhere = _of_signs(text) if script == "Hani" else []
    return tuple(dict.fromkeys((*readings[:1], *elsewhere, *readings[1:], *heard_as, *_by_ear(text))))


def _by_ear(text: str) -> list[str]:
    """The Latin names that a name may be whose script writes them by ear; word by word, all of them or none."""
    from normalizer.matching.ear import POINTS, by_ear

    words = [by_ear(word, policy.SPELT_BY_EAR) for word in text.translate(POINTS).split()]
    return [" ".join(one) for one in zip(*words, strict=False)] if all(words) else []


def _syllables(text: str) -> list[list[str]]:
    """The syllables of a person's name in Han characters, one a character, in each language that reads it so.

    Latin spellings write them as words, put the family name last, or another given name before them.
    """
    if not 2 <= len(text) <= policy.HAN_PERSON or not is_read(text):
        return []
    mandarin = [anyascii_latin(character) for character in text]
    return [mandarin, *(list(r.syllables) for r in han_readings(text) if len(r.syllables) == len(text))]


def _of_signs(text: str) -> list[str]:
    """Han characters as other languages read them, and as the Latin words that they may spell by their sound."""
    from normalizer.matching.ear import POINTS

    names = text.translate(POINTS).split()
    words = [spelt(name, policy.HAN_SPELT) for name in names]
    foreign = [" ".join(one) for one in zip(*words, strict=False)] if all(words) else []
    return foreign + [r.whole for r in han_readings(text, policy.HAN_JAPANESE, policy.HAN_KOREAN)]


def probes(asked: Asked) -> list[Wanted]:
    """The keys to look up for a query, each once, with the most that it may count."""
    found: dict[tuple[str, int], float] = {}
    sounds: dict[int, dict[str, None]] = {}
    for words in asked.words:
        for at, word in enumerate(words):
            found[f"={word}", 1 << at] = 1.0
            sounds.setdefault(at, {}).update(dict.fromkeys(codes(word)))
    pairs = list(combinations(sounds.items(), 2))
    if asked.bare or asked.script in UNSPACED or len(sounds) > 1:
        whole = len(sounds)
        sounds[whole] = dict.fromkeys(code for word in asked.wholes for code in codes(word))
        found.update({(f"={word}", 1 << whole): 1.0 for word in asked.wholes})
        if asked.script in UNSPACED and whole == 1:
            for code in list(sounds[whole])[: policy.CODES_SLIPPED]:
                for side, ends in enumerate(end_codes(code), whole + 1):
                    found.update({(end, 1 << side): policy.NEAR_CODE for end in ends})
    for at, exact in sounds.items():
        bit = 1 << at
        found.update({(code, bit): 1.0 for code in exact})
        for code in list(exact)[: policy.CODES_SLIPPED]:
            for near in near_codes(code):
                found.setdefault((near, bit), policy.NEAR_CODE)
    for (i, one), (j, other) in pairs:
        for key in sound_pairs(list(one)[: policy.CODES_SLIPPED], list(other)[: policy.CODES_SLIPPED]):
            found[key, 1 << i | 1 << j] = 1.0
    return [(key, words, factor) for (key, words), factor in found.items()]


class Listed(NamedTuple):
    """A recorded name worth a comparison: its number, its points in the first cut, and how alike it looks, 0..100.

    edits: from the query, where it was found by them; else 0.
    """

    name_no: int
    points: float
    alike: float
    edits: int = 0


class Slip(NamedTuple):
    """How far a name is from a query: how rare it is to be so near, beside the parts of other names; edits."""

    rarity: float
    edits: int


NO_SLIP = Slip(0.0, 0)
"""Of a name that was not found by edits."""


def slips(near: Sequence[tuple[int, int]], crowd: int) -> Iterator[tuple[int, Slip]]:
    """The names a few edits away, each with how rare it is among the `crowd` to be so near, less for each edit.

    Like a key of the whole question that leads to as many names, so that a slip in a rare word, or in a short one
    beside a common one, does not leave the name without anything that it shares.

    Args:
        near: names as (edits, number). crowd: entities among which it is rare.
    """
    within = Counter(edits for edits, _ in near)
    slip: dict[int, Slip] = {}
    for edits in within:
        count = sum(within[fewer] for fewer in range(1, edits + 1))
        slip[edits] = Slip(policy.NEAR_EDITS[edits - 1] * math.log(1 + crowd / count), edits)
    return ((number, slip[edits]) for edits, number in near)


_Row = tuple[float, int, float, int]
"""A name in the first cut: its rank among those of its entity, the lowest first; number, points, place in the pool."""


def shortlist(
    gazetteer: Gazetteer,
    asked: Asked,
    near: Mapping[int, Slip],
    kind: str | None = None,
    country: str | None = None,
    behind: float = policy.POINTS_BEHIND,
    crowd: int | None = None,
    most: int | None = None,
) -> tuple[list[Listed], bool]:
    """The recorded names worth a comparison, best first, few of each entity; whether reading was cut.

    Args:
        gazetteer: where to look.
        asked: the query.
        near: numbers of names found near the whole query, which join the first cut, and how rare it is to be so near.
        kind: only entities of this kind. country: entities of it are preferred.
        behind: names that are so many points behind the best are left out.
        crowd: entities of all gazetteers that are asked: what is rare among them is rare in a small one, too.
        most: names at most; None for all.
    """
    limits = Limits(policy.PART_READ, policy.PARTS_READ, policy.POOL, policy.NAMES_MET)
    whole = 1 << max(map(len, asked.words), default=0)
    pool = gazetteer.pool(probes(asked), whole, limits, near=list(near), kind=kind, crowd=crowd)
    known = _add_spellings(gazetteer, pool, len(near)) if asked.script == "Latn" else ()
    sums = pool.sums
    if near:
        rare = {number: slip.rarity for number, slip in near.items() if slip.rarity}
        for at in [at for at, number in enumerate(pool.numbers) if number in rare]:
            sums[at] = max(sums[at], rare[pool.numbers[at]])
    bases = [policy.SHARED_PART * shared for shared in sums]
    if country:
        here = gazetteer.of_country(set(pool.owners), country)
        bases = [b + policy.COUNTRY_POINTS if e in here else b for b, e in zip(bases, pool.owners, strict=True)]
    kept, least = best_names(asked, pool.texts, bases, behind)
    ranked: dict[int, list[_Row]] = {}
    for at, points, own in kept:
        rank = points + policy.OWN_SCRIPT_POINTS if own else points
        ranked.setdefault(pool.owners[at], []).append((-rank, pool.numbers[at], points, at))
    chosen = [
        row
        for owner, rows in ranked.items()
        for row in _best_names(rows, policy.SPELLINGS_COMPARED if owner in known else policy.NAMES_COMPARED)
        if row[2] >= least
    ]
    chosen.sort(key=lambda row: (-row[2], row[1]))
    return [_listed(number, points, points - bases[at], near) for _, number, points, at in chosen[:most]], pool.cut


def _add_spellings(gazetteer: Gazetteer, pool: Pool, near: int) -> Collection[int]:
    """Add all spellings of the first few well-known cities to a pool; returns the numbers of these.

    A key of a part leads to one name of an entity, the first that has it. Of a city with a hundred names in all scripts
    that is seldom the nearest: Moskvo sounds like Moscow, which was recorded first, and looks like Москва.

    Args:
        gazetteer: where they are. pool: what was found. near: how many of its names were found by edits and the like.
    """
    known = _well_known(gazetteer, pool, near)
    for owner, shared in known.items():
        spelt = {text: number for number, text in gazetteer.spellings(owner, policy.LETTERED)}
        pool.owners.extend([owner] * len(spelt))
        pool.numbers.extend(spelt.values())
        pool.sums.extend([shared] * len(spelt))
        pool.texts.extend(spelt)
    return known


def _well_known(gazetteer: Gazetteer, pool: Pool, near: int) -> dict[int, float]:
    """The first few well-known cities that share most with the query, with what they share."""
    known, found = gazetteer.weighing(policy.WELL_KNOWN), {}
    least = policy.WELL_KNOWN_SHARED * max(pool.sums[: near + 1], default=0.0)
    for at, (owner, shared) in enumerate(zip(pool.owners, pool.sums, strict=True)):
        if shared < least:
            if at >= near:
                break  # the others share less
        elif owner < known and owner not in found and gazetteer.class_of(owner)[1] == "city":
            found[owner] = shared
            if len(found) == policy.WELL_KNOWN_READ:
                break
    return found


def _listed(number: int, points: float, alike: float, near: Mapping[int, Slip]) -> Listed:
    return Listed(number, points, alike, near[number].edits if number in near else 0)


def _best_names(rows: list[_Row], most: int) -> list[_Row]:
    """The names of one entity worth a comparison: the best, and the next few if they are not far behind."""
    if len(rows) == 1:
        return rows
    rows = sorted({row[1]: row for row in rows}.values())[:most]
    return [row for row in rows if row[0] < rows[0][0] + policy.SECOND_NAME_POINTS]
