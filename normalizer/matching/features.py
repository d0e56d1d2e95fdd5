"""What two names show, as numbers for the scorecard.

The numbers come from the pairs of words (how surely they agree, how rare the agreeing ones are, what is left out:
pairing.py) and from the plain letters of the whole names (sketch.py). What rules alone weigh stands beside them:
another number, another gender, another father, a bare family name. The pairing is kept for the explanation
(findings.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from gazetteer.values import NamedTuple
from normalizer.matching import measures
from normalizer.matching.evidence import OTHER_SYLLABLE, NameParts
from normalizer.matching.merge_words import merge_words
from normalizer.matching.pairing import UNSPACED, Pairing, cut_differently, initialled, pair_names, surer_pairing
from normalizer.matching.person import of_woman, other_gender
from normalizer.matching.profile import Profile, facts_of, fathers, name_words
from normalizer.matching.sketch import Likeness, Sketch, likeness, plain_word, sketch
from normalizer.matching.words import INITIAL, NAME, NUMBER, Part
from normalizer.policy import CONTRADICTION_LOG_ODDS, LEAST_LOG_ODDS, PATRONYMIC_WEIGHT, SLIP_RATIO

LESSER = ("title", "particle", "suffix", "legal", "generic")


EXCLUSIVE = (NUMBER, "direction")  # classes of which another member is another name


RULES = ("counterpart:", "scheme:", "name-part", "equal", "fold:", "same:")  # findings that explain a whole word


OPPOSITES = (("junior", "senior"), ("mr", "mrs"))  # of a title or suffix: who bears the other one is another person


OTHER_SIGNS = ("contradiction:initial", OTHER_SYLLABLE)  # findings of which each makes another name


READING = "reading:"  # findings that Han characters are read so in another language than Mandarin


LEFT_OUT_NUMBER = 0.65  # a number that only one name has, beside 1 for another number


VAGUE_FORMS = frozenset({"company", "corporation", "group"})  # forms of organisations that go with every other


# Scripts whose agreement with another script says more or less than an alphabet's does.
SCRIPTS = {
    **dict.fromkeys(("Arab", "Hebr", "Syrc"), "abjad"),
    **dict.fromkeys(("Hani", "Jpan"), "words"),
    **dict.fromkeys(("Hang", "Kore", "Kana", "Hira", "Hrkt"), "syllables"),
}


class Words(NamedTuple):
    """What the pairs of words show; names as in data/scorecard.tsv."""

    worst: float
    mean: float
    matched: float
    size: float
    omitted: float
    one_of_many: bool
    crossed: bool
    lesser: int
    agreeing: float
    differing: float
    missing: float
    agreeing_share: float
    rarest_agreeing: float
    rarest_differing: float
    words_apart: int
    words: int


class Measured(NamedTuple):
    """Numbers of two names, the plain letters of words that differ (spelt: of both names where they are one word each,
    else of each pair of words), what rules alone weigh (number, gender: 0..1; explained: rules turn every word of one
    into the other; father: their fathers' names contradict; bare: one is a single word of the other, a person's full
    name; extra: words that only the fuller name of a person has, a father's name apart; initial: initials that stand in
    one place, or syllables of Hangul, contradict), and what they rest on."""

    form: str
    words: Words
    likeness: Likeness
    spelt: tuple[tuple[str, str], ...]
    number: float
    gender: float
    explained: bool
    father: bool
    bare: bool
    extra: int
    initial: bool
    pairing: Pairing
    a: tuple[Part, ...]
    b: tuple[Part, ...]


def measure(a: Profile, b: Profile, kind: str | None, parts: NameParts | None = None) -> Measured:
    """The numbers of two names.

    Args:
        a, b: profiles made for the same `kind`.
        parts: what a gazetteer knows about single names; None for rules alone.
    """
    parts_a, parts_b = a.parsed.parts, b.parsed.parts
    core_a, core_b, older_a, older_b = a.core, b.core, a.fathers, b.fathers
    regional = False
    number, lesser = 0.0, 0
    if len(core_a) != len(core_b) or a.lesser or b.lesser:
        merged = merge_words(parts_a, parts_b)
        if merged[0] is not parts_a or merged[1] is not parts_b:
            parts_a, parts_b = merged
            core_a, core_b = name_words(parts_a), name_words(parts_b)
            older_a, older_b = fathers(parts_a), fathers(parts_b)
        number, lesser, regional = _others(parts_a, parts_b)
    facts_a, facts_b = facts_of(core_a, kind), facts_of(core_b, kind)
    pairing = pair_names(core_a, core_b, facts_a, facts_b, kind, parts, regional)
    if not initialled(core_a, core_b, kind) and cut_differently(core_a, core_b, a.parsed, b.parsed):
        pairing = surer_pairing(pairing, parts_a, parts_b, kind, parts)
    words = _words(pairing, older_a | older_b, lesser)
    form = _form(a.parsed.script, b.parsed.script, words.words == 1)
    gender = kind not in ("place", "org") and _other_gender(pairing)
    father = bool(older_a and older_b) and kind in ("person", None) and _other_father(pairing, older_a, older_b)
    bare, extra = _left_bare(a, b, pairing, older_a | older_b) if kind == "person" and words.omitted else (False, 0)
    explained = words.worst > 0 and not words.omitted and all(f.rule.startswith(RULES) for f in pairing.found)
    left, right = _sketches(_sketch_of(a, core_a), _sketch_of(b, core_b), a, b, pairing)
    return Measured(
        form,
        words,
        likeness(left, right),
        _spelt(left, right, pairing),
        number,
        float(gender),
        explained,
        father,
        bare,
        extra,
        kind in ("person", None) and a.parsed.script == b.parsed.script and _other_initial(pairing),
        pairing,
        parts_a,
        parts_b,
    )


def _sketch_of(name: Profile, core: tuple[Part, ...]) -> Sketch:
    """The plain letters of the name: of fewer words where the other name showed some to be lesser."""
    if core is name.core or not core or sum(len(p.meaning) for p in core) == sum(len(p.meaning) for p in name.core):
        return name.sketch
    return sketch([part.meaning for part in core])


def _sketches(left: Sketch, right: Sketch, a: Profile, b: Profile, pairing: Pairing) -> tuple[Sketch, Sketch]:
    """Both names as plain letters: Han characters by the reading that goes with the other name, else by Pinyin."""
    if len(pairing.found) != 1 or not pairing.found[0].rule.startswith(READING):
        return left, right
    read = sketch([pairing.found[0].detail.replace(" ", "")])
    if a.parsed.script == "Hani":
        return read, right
    return (left, read) if b.parsed.script == "Hani" else (left, right)  # neither: one character in a Latin name


def _spelt(left: Sketch, right: Sketch, pairing: Pairing) -> tuple[tuple[str, str], ...]:
    """The plain letters of words that stand for one another, in which their spellings differ (edits.py).

    Initials have none to compare, nor have names that are weighed without their spaces.
    """
    if left.length == right.length == 1:
        return () if left.letters == right.letters else ((left.letters, right.letters),)
    if pairing.whole:
        return ()
    paired = [(pairing.a[i], pairing.b[j]) for i, j in pairing.pairs]
    words = [(plain_word(x.meaning), plain_word(y.meaning)) for x, y in paired if x.role == y.role == NAME]
    return tuple([pair for pair in words if pair[0] != pair[1]])


def _texts(pairing: Pairing) -> Iterator[tuple[int, tuple[Part, Part]]]:
    if pairing.whole:
        if len(pairing.a) == len(pairing.b) == 1:
            yield 0, (pairing.a[0], pairing.b[0])
        return
    for n, (i, j) in enumerate(pairing.pairs):
        yield n, (pairing.a[i], pairing.b[j])


def _other_gender(pairing: Pairing) -> bool:
    """Whether words show another gender: not where a woman's given name agrees, with the family name of her country's
    men in one name, or with an ending that another language adds (Theresa May, Theresa Mayová)."""
    other = any(
        x.meaning != y.meaning and pairing.found[n].log_odds > LEAST_LOG_ODDS and other_gender(x.text, y.text)
        for n, (x, y) in _texts(pairing)
    )
    return other and not any(
        pairing.found[n].log_odds > 0 and of_woman(x.text) and of_woman(y.text) for n, (x, y) in _texts(pairing)
    )


def _other_initial(pairing: Pairing) -> bool:
    """Whether an initial stands against another one, or a syllable of Hangul.

    Of two scripts the letters alone do not tell (W. is В. or У.).
    """
    return not pairing.whole and any(
        found.rule in OTHER_SIGNS and pairing.a[i].role == pairing.b[j].role
        for (i, j), found in zip(pairing.pairs, pairing.found, strict=True)
    )


def _left_bare(a: Profile, b: Profile, pairing: Pairing, older: frozenset[int]) -> tuple[bool, int]:
    """Whether one word stands against a person's full name, and how many words only the fuller name has."""
    if pairing.whole or a.parsed.script in UNSPACED or b.parsed.script in UNSPACED:
        return False, 0  # a word of a script without spaces may be a whole name
    extra = sum(1 for part, _ in pairing.left_out() if part.role == NAME and id(part) not in older)
    return min(len(pairing.a), len(pairing.b)) == 1, extra


def _form(script_a: str, script_b: str, single: bool) -> str:
    """Which scorecard fits: names of one script, or of two and what the other one writes; one word each or more."""
    if script_a == script_b or "Zyyy" in (script_a, script_b):
        return "single" if single else "many"
    across = next((SCRIPTS[script] for script in (script_a, script_b) if script in SCRIPTS), "alphabet")
    return f"{across}-{'single' if single else 'many'}"


def _other_father(pairing: Pairing, fathers_a: frozenset[int], fathers_b: frozenset[int]) -> bool:
    """Whether both names have a father's name and the two differ, or one's father bears the other's own name."""
    if not fathers_a or not fathers_b:
        return False
    for n, (x, y) in _texts(pairing):
        in_a, in_b = id(x) in fathers_a, id(y) in fathers_b
        agree = pairing.found[n].log_odds > 0 or measures.fuzz.ratio(x.meaning, y.meaning) >= SLIP_RATIO
        if (in_a and in_b and not agree) or (in_a != in_b and pairing.found[n].log_odds > 0):
            return True
    return False


def _words(pairing: Pairing, older: frozenset[int], lesser: int) -> Words:
    a, b = pairing.a, pairing.b
    if not pairing.pairs:
        odds = CONTRADICTION_LOG_ODDS if a or b else 0.0
        apart = abs(len(a) - len(b))
        return Words(odds, odds, 0.0, 0.0, 0.0, False, False, lesser, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, apart, 1)
    worst, total, matched, weight, letters = math.inf, 0.0, 0.0, 0.0, 0
    agreeing = differing = most_agreeing = most_differing = 0.0
    for odds, size, own, rare in _pair_facts(pairing):
        if odds < worst:
            worst = odds
        total += odds * own
        weight += own
        letters += size
        if odds > 0:
            matched += own
            agreeing += rare
            most_agreeing = max(most_agreeing, rare)
        else:
            differing += rare
            most_differing = max(most_differing, rare)
    omitted, missing, one_of_many = 0.0, 0.0, False
    if not pairing.whole and not len(pairing.pairs) == len(a) == len(b):
        omitted, missing, one_of_many = _left_out(pairing, older)
    return Words(
        worst,
        total / weight,
        matched / weight,
        math.log(letters),
        omitted,
        one_of_many,
        pairing.crossed,
        lesser,
        agreeing,
        differing,
        missing,
        agreeing / (agreeing + differing + missing + 0.1),
        most_agreeing,
        most_differing,
        abs(len(a) - len(b)),
        1 if len(a) == len(b) == 1 else min(len(a), len(b)) + (len(a) != len(b)),
    )


def _pair_facts(pairing: Pairing) -> Iterator[tuple[float, int, float, float]]:
    """Of each pair its bounded log-odds, letters, letters that count (all, where it disagrees), and mean rarity."""
    letters_a, weights_a, rare_a = pairing.facts_a
    letters_b, weights_b, rare_b = pairing.facts_b
    if pairing.whole:
        odds = max(pairing.found[0].log_odds, LEAST_LOG_ODDS)
        size = sum(letters_a) + sum(letters_b)
        yield odds, size, sum(weights_a) + sum(weights_b) if odds > 0 else size, (sum(rare_a) + sum(rare_b)) / 2
        return
    for (i, j), found in zip(pairing.pairs, pairing.found, strict=True):
        odds = max(found.log_odds, LEAST_LOG_ODDS)
        size = letters_a[i] + letters_b[j]
        yield odds, size, weights_a[i] + weights_b[j] if odds > 0 else size, (rare_a[i] + rare_b[j]) / 2


def _left_out(pairing: Pairing, older: frozenset[int]) -> tuple[float, float, bool]:
    """Share of the fuller name's letters left out, the rarity of the words, whether one word stands for many."""
    missing = left_out = 0.0
    wholes = []
    for side, (name, facts) in enumerate(((pairing.a, pairing.facts_a), (pairing.b, pairing.facts_b))):
        paired = {pair[side] for pair in pairing.pairs}
        shares = [w * PATRONYMIC_WEIGHT if id(p) in older else w for p, w in zip(name, facts.weights, strict=True)]
        wholes.append(sum(shares))
        for index, share in enumerate(shares):
            if index not in paired:
                left_out += share
                missing += facts.rarities[index]
    return left_out / max(wholes), missing, len(pairing.pairs) == 1


def _others(a: tuple[Part, ...], b: tuple[Part, ...]) -> tuple[float, int, bool]:
    """Numbers and directions (0, LEFT_OUT_NUMBER or 1), classes of lesser words that disagree, generic words there."""
    roles_a: dict[str, set[str]] = {}
    roles_b: dict[str, set[str]] = {}
    for name, roles in ((a, roles_a), (b, roles_b)):
        for part in name:
            if part.role not in (NAME, INITIAL):
                roles.setdefault(part.role, set()).add(part.meaning)
    number = 0.0
    for role in EXCLUSIVE:
        left, right = roles_a.get(role, set()), roles_b.get(role, set())
        if left != right:
            number = max(number, 1.0 if left - right and right - left else LEFT_OUT_NUMBER)
    if opposed(roles_a, roles_b):
        number = 1.0
    lesser = sum(
        1 for role in LESSER if role in roles_a and role in roles_b and _disagree(roles_a[role], roles_b[role])
    )
    return number, lesser, "generic" in roles_a or "generic" in roles_b


def opposed(a: Mapping[str, Collection[str]], b: Mapping[str, Collection[str]]) -> str:
    """The role in which two names have opposite meanings, "" for none; a and b: meanings by role.

    >>> opposed({"suffix": {"junior"}}, {"suffix": {"senior"}}), opposed({"title": {"mr"}}, {"title": {"dr"}})
    ('suffix', '')
    """
    for role in ("title", "suffix"):
        left, right = a.get(role, ()), b.get(role, ())
        for pair in OPPOSITES:
            here, there = [m for m in pair if m in left], [m for m in pair if m in right]
            if len(here) == len(there) == 1 and here != there:
                return role
    return ""


def _disagree(a: set[str], b: set[str]) -> bool:
    return not a & b and not a & VAGUE_FORMS and not b & VAGUE_FORMS
