"""A whole name -> its lemmas: the words of a name agree in case, number and gender, and that settles most doubts.

Великої may be a form of Велика or Великий, Британії of Британія or Британі; together they are one name in one
case. For each case, number and gender the best readings of the words that fit are multiplied, with how usual the case
is. A word may also stand still beside one that is declined: a part in the genitive or in apposition (Republika
Srbija, аэропорт Хитроу), a name that nobody declines, at a price (`FROZEN`). What follows a preposition or a particle
of place names stays as it is. In Hungarian, Finnish and Turkish only the last word is declined.

What is returned is a tuple of `Reading`, best first, with shares that add up to at most one. A gazetteer that
holds one of the lemmas knows more than these rules: `choose` lets it speak.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

from gazetteer.values import NamedTuple
from normalizer.matching.inflection.given import log_as
from normalizer.matching.inflection.paradigms import PEOPLE, PLACES, Table, of_script, table
from normalizer.matching.inflection.readings import (
    NATIONS,
    POSSESSIVE,
    WordReading,
    composed,
    lower,
    word_lemmas,
    word_readings,
)
from normalizer.policy import SELDOM_REMEMBERED

KINDS = (PLACES, PEOPLE)
CASES = {  # how usual the cases of names are in running text, in hundredths, places and people
    PLACES: {
        "nom": 30,
        "gen": 28,
        "dat": 4,
        "acc": 12,
        "ins": 4,
        "loc": 22,
        "voc": 0.1,
        "def": 1,
        "obl": 0.1,
        "poss": 0.5,
    },
    PEOPLE: {"nom": 52, "gen": 22, "dat": 7, "acc": 9, "ins": 7, "loc": 2, "voc": 0.5, "def": 1, "obl": 0.5, "poss": 4},
}
OTHER_CASE = 5.0  # of the many local cases of Finnish, Hungarian and others, each
PLURALS = {PLACES: 0.5, PEOPLE: 0.1}  # names that are plurals: towns by their paradigm, people as a nation
FULL_PLURALS = 0.002  # given names with a family name are one person
NEUTER_PEOPLE = 0.001
LOWER_PLURALS, LOWER_SINGULAR = 0.8, 0.2  # words for people in small letters: nations and groups, one of them
FROZEN = {PLACES: 0.04, PEOPLE: 0.005}  # a word that stands still after one that is declined
STANDING = frozenset(("nom", "gen"))  # cases of a word that stands still: in apposition, or an attribute
FROZEN_BEFORE = 0.003  # and before it: New in New Yorku
KNOWN = 7.0  # log-odds for a lemma that a gazetteer holds
MAX_WORDS = 8  # of a name whose words are read; more are no name that rules can read
SIGN = 4  # letters of an acronym or a Roman numeral, which no one declines
LEAST_FROZEN = 1e-9  # of a word with no nominative that nevertheless stands still
ALTERNATIVES, FEW_WORDS = 2, 3  # readings of one word that agree with the others, for names of at most so many words
GENDERED = ("m", "f", "n")
MOST = 8  # readings that are returned
LEAST_SHARE = 0.002  # of a reading that is returned
UNDECLINED, UNDECLINED_GIVEN = "indecl-f", math.log(0.1)  # women's names without endings: family names; given ones
BORNE = "mf"  # genders that given names have
WOMENS = frozenset("aeiyáéíýěäöüаеёиыэюяіїє")  # last letters of most given names of women; one in two hundred ends in o
FIXED = "fixed"  # rule of a word that stands still
LEAST_CASE = 0.1  # of the readings of a lemma, in a case that is named
_SPLIT = re.compile(r"([\s\u00a0\-‐‑–]+)")


class Reading(NamedTuple):
    """What a name may be a form of.

    lemma: the name in the nominative, in the letters and capitals of the form. form: as it was given.
    language: whose table was used. kind: "place" or "person". cases: those in which the lemma has this form, the
    likeliest first. gender: "m", "f", "n", "-" (plural) or "*" (the paradigm does not tell). number: "sg", "pl", "*".
    rule: the paradigms, one for each word ("noun-m", "fixed" for one that stands still), with a space between.
    endings: the ending of the form, one for each word. share: 0..1, of all that the form may be.
    """

    lemma: str
    form: str
    language: str
    kind: str
    cases: tuple[str, ...]
    gender: str
    number: str
    rule: str
    endings: tuple[str, ...]
    share: float

    @property
    def case(self) -> str:
        """The likeliest case."""
        return self.cases[0]

    @property
    def inflected(self) -> bool:
        """Whether the form differs from the lemma."""
        return self.lemma != self.form


class _Part:
    """One word of a name with its readings, by what they agree in."""

    __slots__ = ("agreeing", "frozen", "frozen_before", "word")

    def __init__(self, word: str, readings: Iterable[WordReading], kind: str, most: int) -> None:
        self.word = word
        self.agreeing: dict[tuple[str, str, str], list[WordReading]] = {}
        cases, total, standing, base = CASES[kind], 0.0, 0.0, 0.0
        for reading in readings:
            mass = math.exp(reading.log)
            usual = mass * cases.get(reading.case, OTHER_CASE) / 100
            total += usual
            standing += usual if reading.case in STANDING else 0.0
            base = max(base, mass) if reading.case == "nom" else base
            for agreed in _agreements(reading):
                found = self.agreeing.setdefault(agreed, [])
                if len(found) < most and reading.lemma not in [r.lemma for r in found]:
                    found.append(reading)
        self.frozen = math.log(max(standing * FROZEN[kind], total * LEAST_FROZEN)) if total else 0.0
        self.frozen_before = math.log(max(base * FROZEN_BEFORE, total * LEAST_FROZEN)) if total else 0.0


def _readings_at(at: int, words: Sequence[str], rules: Table, kind: str) -> Sequence[WordReading]:
    """The readings of one word of a name that it can have at its place."""
    readings = word_readings(words[at], rules.language, kind)
    if kind == PLACES or len(words) == 1:
        return readings
    if words[-1][:1].isupper():
        readings = tuple(r for r in readings if not r.paradigm.name.startswith(NATIONS))
    if rules.declined == "all":
        readings = tuple(r for r in readings if POSSESSIVE not in (r.case, r.paradigm.name.split("-")[0]))
    if at == 0:
        readings = tuple(sorted(map(_as_given, readings), key=lambda r: -r.log))
    return readings


def _as_given(reading: WordReading) -> WordReading:
    """The reading of a given name: few of women's end in a consonant or o, while most family names do, and few men bear
    a name that only women are known to have."""
    log = reading.log
    if reading.paradigm.name.startswith(UNDECLINED) and lower(reading.lemma)[-1] not in WOMENS:
        log += UNDECLINED_GIVEN
    if reading.paradigm.gender in BORNE and reading.paradigm.number == "sg":
        log += log_as(reading.paradigm.gender, reading.lemma, reading.paradigm.language)
    return reading if log == reading.log else reading._replace(log=log)


def _agreements(reading: WordReading) -> Iterable[tuple[str, str, str]]:
    """Case, number and gender of the names that a reading can be part of."""
    paradigm = reading.paradigm
    for number in ("sg", "pl") if paradigm.number == "*" else (paradigm.number,):
        any_gender = ("-",) if number == "pl" else GENDERED
        genders = any_gender if paradigm.gender in "*-" else (paradigm.gender,)
        for gender in genders:
            yield reading.case, number, gender


def lemmas(words: str | Sequence[str], language: str | None = None, kind: str | None = None) -> tuple[Reading, ...]:
    """What a name in running text may be a form of, best first.

    Args:
        words: the name, as a string or as its words. language: BCP 47; without it, every language that the letters
            allow is tried. kind: "place", "person", or None for either.

    Returns:
        Readings with their shares; the name itself as it stands is among them when the grammar allows it. Empty for
        names in a language or script that no table covers.

    >>> [(r.lemma, r.case) for r in lemmas("Великої Британії", "uk", "place")][:1]
    [('Велика Британія', 'gen')]
    """
    form = composed(words if isinstance(words, str) else " ".join(words))
    if language is None:
        from normalizer.matching.inflection.languages import languages_of

        weighed = languages_of(form)
    else:
        weighed = ((of_script(language, form), 1.0),)
    kinds = (kind,) if kind in KINDS else KINDS if kind is None else ()
    found = [
        (reading, share / len(kinds))
        for code, share in weighed
        for one in kinds
        for reading in _lemmas(form, code, one)
    ]
    return _merged(found)


def _merged(found: Iterable[tuple[Reading, float]]) -> tuple[Reading, ...]:
    """One reading for each lemma and language: shares add up, the likeliest reading gives the rest."""
    best: dict[str, Reading] = {}
    shares: dict[str, float] = {}
    top: dict[str, float] = {}
    for reading, weight in found:
        share = reading.share * weight
        shares[reading.lemma] = shares.get(reading.lemma, 0.0) + share
        if share > top.get(reading.lemma, -1.0):
            top[reading.lemma], best[reading.lemma] = share, reading
    merged = [best[lemma]._replace(share=share) for lemma, share in shares.items()]
    return tuple(sorted(merged, key=lambda r: (-r.share, r.lemma)))


def split_words(name: str) -> tuple[list[str], list[str]]:
    """The gaps (spaces, hyphens) of a name and its words.

    >>> split_words("Улан-Удэ")
    (['-'], ['Улан', 'Удэ'])
    """
    pieces = _SPLIT.split(name)
    return pieces[1::2], pieces[::2]


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _lemmas(form: str, language: str, kind: str) -> tuple[Reading, ...]:
    rules = table(language)
    gaps, words = split_words(form)
    if rules is None or len(words) > MAX_WORDS or not all(words):
        return ()
    declined = declined_words(words, rules, kind)
    most = MOST if len(words) == 1 and kind == PLACES else ALTERNATIVES
    read = [_readings_at(i, words, rules, kind) if declined[i] else () for i in range(len(words))]
    parts = [_Part(word, readings, kind, most) for word, readings in zip(words, read, strict=True)]
    return _shared(form, gaps, list(_agreeing(parts, kind)), rules.language, kind)


def lemma_words(name: str, language: str, kind: str) -> list[list[str]]:
    """For each word of a name the words that may stand for it in one of its `lemmas`, more of them than there will be.

    Far cheaper than the lemmas themselves: whoever knows that no name is made of these words need not ask for them.

    Args:
        name: as for `lemmas`. language, kind: as there.

    Returns:
        One list for each word; none when the name has no lemmas.

    >>> "Велика" in lemma_words("Великої Британії", "uk", "place")[0]
    True
    """
    form = composed(name)
    rules = table(of_script(language, form))
    _, words = split_words(form)
    if rules is None or len(words) > MAX_WORDS or not all(words):
        return []
    return [
        [word, *word_lemmas(word, rules.language, kind)] if declined else [word]
        for word, declined in zip(words, declined_words(words, rules, kind), strict=True)
    ]


def declined_words(words: Sequence[str], rules: Table, kind: str) -> list[bool]:
    """Which words of a name take an ending: up to a preposition in a place, all but particles in a person."""
    if rules.declined == "last":
        return [False] * (len(words) - 1) + [True]
    out, over = [], False
    for i, word in enumerate(words):
        particle = i > 0 and lower(word) in rules.words
        over = over or (particle and kind == PLACES)
        out.append(not over and not particle and not (_is_sign(word) and len(words) > 1))
    return out


def _is_sign(word: str) -> bool:
    """Whether a word is an initial, a numeral (II) or an acronym: capitals of at most SIGN letters."""
    return len(word) <= SIGN and word.isupper()


class _Agreed(NamedTuple):
    """One way to read all words of a name: their lemmas, the readings, what they agree in, and the log-probability."""

    words: tuple[str, ...]
    chosen: tuple[WordReading | None, ...]
    agreed: tuple[str, str, str]
    log: float


def _agreeing(parts: Sequence[_Part], kind: str) -> Iterable[_Agreed]:
    """The readings for each case, number and gender in which the words can agree."""
    words = [part.word for part in parts]
    for agreed in dict.fromkeys(key for part in parts for key in part.agreeing):
        case, number, gender = agreed
        usual = CASES[kind].get(case, OTHER_CASE) / 100 * _share_of(number, kind, words)
        if kind == PEOPLE and gender == "n":
            usual *= NEUTER_PEOPLE
        prior = math.log(usual)
        for chosen, log in _choices(parts, agreed):
            lemma = tuple(r.lemma if r else word for r, word in zip(chosen, words, strict=True))
            yield _Agreed(lemma, chosen, agreed, log + prior)


def _share_of(number: str, kind: str, words: Sequence[str]) -> float:
    """How usual a number is among names of this kind, capitals considered."""
    if kind == PEOPLE and words[-1][:1].islower():
        return LOWER_PLURALS if number == "pl" else LOWER_SINGULAR
    if kind == PEOPLE and number == "pl" and len(words) > 1:
        return FULL_PLURALS
    return PLURALS[kind] if number == "pl" else 1.0


def _choices(
    parts: Sequence[_Part], agreed: tuple[str, str, str]
) -> Iterable[tuple[tuple[WordReading | None, ...], float]]:
    """Which reading each word has, None for one that stands still, with the log-probability of all."""
    if len(parts) == 1:
        yield from (((reading,), reading.log) for reading in parts[0].agreeing.get(agreed, ()))
        return
    options: list[tuple[WordReading | None, ...]] = []
    moved = False
    for part in parts:
        still = part.frozen if moved else part.frozen_before
        kept = [r for r in part.agreeing.get(agreed, ()) if r.log >= still]
        moved = moved or bool(kept)
        options.append(tuple(kept[: 1 if len(parts) > FEW_WORDS else None]) or (None,))
    if moved:
        for chosen in product(*options):
            yield chosen, sum(r.log if r else _still(parts, chosen, i) for i, r in enumerate(chosen))


def _still(parts: Sequence[_Part], chosen: Sequence[WordReading | None], at: int) -> float:
    return parts[at].frozen if any(chosen[:at]) else parts[at].frozen_before


def _shared(form: str, gaps: Sequence[str], found: list[_Agreed], language: str, kind: str) -> tuple[Reading, ...]:
    """Readings with one lemma become one; log-probabilities become shares."""
    most = max((one.log for one in found), default=0.0)
    best: dict[tuple[str, ...], _Agreed] = {}
    masses: dict[tuple[str, ...], dict[str, float]] = {}
    for one in found:
        cases, mass, case = masses.setdefault(one.words, {}), math.exp(one.log - most), one.agreed[0]
        cases[case] = max(cases.get(case, 0.0), mass)
        if one.words not in best or best[one.words].log < one.log:
            best[one.words] = one
    total = sum(sum(cases.values()) for cases in masses.values())
    shares = {words: sum(cases.values()) / total for words, cases in masses.items()}
    kept = [words for words, share in shares.items() if share >= LEAST_SHARE]
    out = [_reading(form, gaps, best[w], masses[w], shares[w], (language, kind)) for w in kept]
    return tuple(sorted(out, key=lambda r: (-r.share, r.lemma))[:MOST])


def _reading(
    form: str, gaps: Sequence[str], best: _Agreed, masses: dict[str, float], share: float, where: tuple[str, str]
) -> Reading:
    least = LEAST_CASE * max(masses.values())
    cases = tuple(case for case in sorted(masses, key=lambda case: -masses[case]) if masses[case] >= least)
    lemma = best.words[0] + "".join(gap + word for gap, word in zip(gaps, best.words[1:], strict=True))
    rule = " ".join(r.paradigm.name if r else FIXED for r in best.chosen)
    endings = tuple(r.ending if r else "" for r in best.chosen)
    _, number, gender = best.agreed
    return Reading(lemma, form, *where, cases, gender, number, rule, endings, share)


def choose(readings: Iterable[Reading], known: Callable[[str], float]) -> tuple[Reading, ...]:
    """The readings in a new order, after a gazetteer or another list of names has spoken.

    Args:
        readings: of one form. known: how strongly a lemma is known, 0 (not) to 1 (surely).

    >>> known = {"Данія"}.__contains__
    >>> choose(lemmas("Данії", "uk", "place"), known)[0].lemma
    'Данія'
    """
    weighed = [(r, r.share * math.exp(KNOWN * known(r.lemma))) for r in readings]
    total = sum(mass for _, mass in weighed) or 1.0
    out = [r._replace(share=mass / total) for r, mass in weighed]
    return tuple(sorted(out, key=lambda r: (-r.share, r.lemma)))
