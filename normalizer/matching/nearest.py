"""The recorded names nearest to a spelling, by letters and by sound, without a comparison and without a decision.

For suggestions while somebody types, or as candidates of another matcher: a tenth of what a look-up takes, which also
compares in full, weighs the entities and may abstain. Three searches, each bounded, the next where the last is not
enough:

1. the key itself;
2. keys one edit away;
3. keys farther away that kept a piece in place (`gazetteer.far`), for short ones also all within the edits that the
   file is made for, and names that share the sound of a word, or of two.

What these bring up is ordered by how alike the letters are after spellings that differ everywhere were made one
(`cut`). The nearest name may be another name: nothing here says that it is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from gazetteer.lookup import Gazetteer, NearKey
from gazetteer.sharing import Limits, Pool, Wanted
from normalizer import policy
from normalizer.matching import measures
from normalizer.matching.cut import LATIN, MOST_ALIKE, best_names, both_orders
from normalizer.matching.keys import fold_native
from normalizer.matching.shortlist import Asked
from normalizer.matching.sounds import codes
from normalizer.matching.wordkeys import sound_pairs
from normalizer.result import Nearest
from normalizer.romanization.expand import expand
from normalizer.text.guard import guard_name
from normalizer.text.unicode import script_of

Met = tuple[float, float, int, int]
"""How alike a name is after loosening and as it stands, 0..100; its number, and that of its entity."""
FEW_NAMES = 4
"""Names read of a key at least: the first of them may be in another script, beside one that is spelt so."""


def nearest_names(gazetteers: Sequence[Gazetteer], name: str, limit: int) -> list[Nearest]:
    """The names nearest to a spelling, one of each entity, the most alike first.

    Args:
        gazetteers: where to look; a later one wins for an id that several hold.
        name: any string.
        limit: at most this many.
    """
    text = guard_name(name).text
    key, script = fold_native(text), script_of(text)
    readings = (key,) if script in LATIN else tuple(s.text for s in expand(text)[: policy.SPELLINGS_WIDE])
    asked = Asked(script, key, "", readings, (), (), tuple(dict.fromkeys(map(both_orders, readings))))
    met = [(one, gazetteer) for gazetteer in reversed(gazetteers) if key for one in _met(gazetteer, asked, limit)]
    met.sort(key=lambda row: (-row[0][0], -row[0][1]))
    found: dict[str, Nearest] = {}
    for (likeness, _, number, owner), gazetteer in met:
        if len(found) == limit:
            break
        entity = gazetteer.entity(owner)
        found.setdefault(entity.id, Nearest(entity, gazetteer.name(number), likeness))
    return list(found.values())


def _met(gazetteer: Gazetteer, asked: Asked, limit: int) -> list[Met]:
    """The names nearest to what is asked, of one gazetteer, the likeliest of a key first."""
    keys = tuple(dict.fromkeys((asked.key, *asked.readings)))
    exact = [p for key in keys for p in gazetteer.exact(key, limit=max(limit, FEW_NAMES)).postings]
    exact.sort(key=lambda posting: bool(posting.schemes))
    equal = [(MOST_ALIKE, MOST_ALIKE, posting.name_no, posting.entity_no) for posting in exact]
    if len(equal) >= limit:
        return equal
    near = {found: None for key in keys for found in gazetteer.near_keys(key, 1)}
    met = _likest(gazetteer, asked, list(near), None, limit)
    if len(equal) + len(met) < limit:
        near = {found: None for key in keys for found in _farther(gazetteer, key)}
        met = _likest(gazetteer, asked, list(near), None, limit)
        if len(equal) + len(met) < limit or met[0][0] < policy.NEAREST_SURE:
            met += _likest(gazetteer, asked, [], _alike_in_sound(gazetteer, asked), limit)
    return equal + met


def _farther(gazetteer: Gazetteer, key: str) -> list[NearKey]:
    """All keys within the edits that the file is made for, of long ones nearly all, and others farther away."""
    if len(key) >= policy.NEAREST_LONG:
        return gazetteer.far_keys(key)
    return sorted({*gazetteer.near_keys(key, policy.edits_for(len(key))), *gazetteer.far_keys(key)})


def _likest(gazetteer: Gazetteer, asked: Asked, near: Sequence[NearKey], pool: Pool | None, limit: int) -> list[Met]:
    """Of near keys and of a pool of names the most alike: the likest is enough where one is asked for."""
    texts = pool.texts if pool else []
    if not (near or texts):
        return []
    every = [key for _, _, key in near] + texts
    kept, _ = best_names(asked, every, [0.0] * len(every), policy.POINTS_BEHIND if limit > 1 else 0.0)
    alike = [(points, at) for at, points, _ in kept if points >= policy.NEAREST_LIKENESS]
    rows = [(points, measures.fuzz.ratio(asked.key, every[at]), at) for points, at in alike]
    rows.sort(key=lambda row: (-row[0], -row[1], row[2]))
    met: list[Met] = []
    for points, ratio, at in rows[: max(limit, FEW_NAMES)]:
        if at < len(near):
            names = gazetteer.of_key(near[at], max(limit, FEW_NAMES))
            met += [(points, ratio, found.name_no, found.entity_no) for found in names]
        elif pool:
            met.append((points, ratio, pool.numbers[at - len(near)], pool.owners[at - len(near)]))
    return met


def _alike_in_sound(gazetteer: Gazetteer, asked: Asked) -> Pool:
    """The names that share the sound of a word, or of two, with a reading."""
    wanted: list[Wanted] = []
    most = 0
    for reading in asked.readings:
        words = reading.split()[: policy.WORDS_ASKED]
        most = max(most, len(words))
        wanted += _keys_of_sound(words)
    limits = Limits(policy.NEAREST_PART_READ, policy.NEAREST_PARTS_READ, policy.NEAREST_POOL, 1)
    return gazetteer.pool(wanted, 1 << most, limits)


def _keys_of_sound(words: Sequence[str]) -> list[Wanted]:
    """The keys of the words as they are, of the sound of each, and of each two; of those one slip away none."""
    sounds = [codes(word) for word in words]
    wanted: list[Wanted] = [(f"={word}", 1 << at, 1.0) for at, word in enumerate(words)]
    wanted += [(code, 1 << at, 1.0) for at, sound in enumerate(sounds) for code in sound]
    for (i, one), (j, other) in combinations(enumerate(sounds), 2):
        wanted += [(pair, 1 << i | 1 << j, 1.0) for pair in sound_pairs(one, other)]
    if len(words) > 1:
        wanted += [(code, 1 << len(words), 1.0) for code in codes("".join(words))]
    return wanted
