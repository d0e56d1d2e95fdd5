"""Readings of a name that a look-up tries when no key holds the name as it stands, and the step that tells of one.

With a language given, every reading is tried; in Cyrillic without one, those that the rules alone hold likely. Latin
letters without a language allow eleven languages and many wrong readings: there only places are read, and only those
that are known in the language whose ending they seem to bear.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from itertools import islice
from typing import TYPE_CHECKING

from normalizer import policy
from normalizer.matching.inflection.languages import languages_of
from normalizer.matching.inflection.phrases import KNOWN, Reading, lemmas
from normalizer.matching.inflection.possible import possible_lemmas
from normalizer.matching.inflection.readings import lower
from normalizer.matching.keys import query_key, query_steps
from normalizer.result import Step
from normalizer.romanization.language import language_name
from normalizer.text.unicode import script_of

if TYPE_CHECKING:
    from normalizer.matching.find import Find

TRIED = 6  # readings looked up
LEAST_LETTERS = 4  # of a form that a look-up reads as inflected
LEAST_ENDING = 2  # letters of the endings of a Latin name without a language, all words together
KNOWN_IN_LANGUAGE = 0.85  # strength of a lemma recorded in the language, or in its country, of a town of some size
# Share by rules alone: of lone surnames there are many that no one recorded (Раза); a full name is its own evidence.
LEAST_SHARE = {"place": 0.02, "person": 0.6}
LEAST_UNHINTED = 5  # letters of a form in Cyrillic whose language only its letters tell
WOMENS_SURNAMES = ("ова", "ева", "ёва", "єва", "ина", "іна", "їна")  # and the genitive of a man's: Бокова
FAR_FETCHED = frozenset(("poss", "def", "obl"))  # Бокова is a surname, and no adjective of Бок
CASES = {
    "nom": "nominative",
    "gen": "genitive",
    "dat": "dative",
    "acc": "accusative",
    "ins": "instrumental",
    "loc": "locative",
    "voc": "vocative",
    "poss": "possessive",
    "def": "form with the article",
    "obl": "oblique form",
    "par": "partitive",
    "ine": "inessive",
    "ela": "elative",
    "ill": "illative",
    "ade": "adessive",
    "abl": "ablative",
    "all": "allative",
    "ess": "essive",
    "tra": "translative",
    "sup": "superessive",
    "del": "delative",
    "sbl": "sublative",
    "ter": "terminative",
}
Knows = Callable[[str, str | None], Callable[[str], float]]
Exact = Callable[[str, float], "list[Find]"]
Holds = Callable[[Collection[str]], bool]


def inflected_finds(
    text: str, kind: str, language: str | None, knows: Knows, exact: Exact, holds: Holds
) -> tuple[list[Find], tuple[Step, ...]]:
    """What the lemmas of a name find by their exact keys, and the steps to the likeliest lemma that finds something.

    Args:
        text, kind, language, knows: as for `readings_for`. exact: finds under a key, with a factor on their evidence.
        holds: whether any of some keys is there at all, which is asked first.
    """
    if not _may_be_found(text, kind, language, holds):
        return [], ()
    found: dict[str, Find] = {}
    steps: tuple[Step, ...] = ()
    likely = policy.LIKELY_READING
    for reading in readings_for(text, language, kind, knows):
        key, folding = query_steps(reading.lemma)
        finds = exact(key, policy.EVIDENCE_INFLECTED * min(1.0, reading.share / likely))
        finds = [f for f in finds if f.entity.kind == kind and f.name.role not in ("generated", "code")]
        step = inflection_step(text, reading)
        if finds and not steps:
            likely, steps = max(likely, reading.share), (step, *folding)
        for find in finds:
            find.inflected = step._replace(side="evidence")
            found.setdefault(find.entity.id, find)
    return list(found.values()), steps


def _may_be_found(text: str, kind: str, language: str | None, holds: Holds) -> bool:
    """Whether some lemma of the name may have a key, as far as endings tell; else its readings need no weighing."""
    if len(text) < LEAST_LETTERS:
        return False
    unhinted_latin = language is None and script_of(text) == "Latn"
    possible = possible_lemmas(text, language, kind, LEAST_ENDING if unhinted_latin else 0)
    return possible is None or holds({query_key(lemma) for lemma in possible})


def readings_for(text: str, language: str | None, kind: str, knows: Knows) -> tuple[Reading, ...]:
    """The inflected readings that a look-up tries, best first, with shares among all readings of the name.

    Args:
        text: the name. language: the caller's hint. kind: "place" or "person". knows: language and kind -> how
            strongly a lemma is known.
    """
    if len(text) < LEAST_LETTERS:
        return ()
    weighed = ((language, 1.0),) if language else languages_of(text)
    read = [r._replace(share=r.share * weight) for code, weight in weighed for r in lemmas(text, code, kind)]
    by_rules = {(r.lemma, r.language): r.share for r in read}
    known = {code: knows(code, kind) for code, _ in weighed}
    mass = [(r, r.share * math.exp(KNOWN * known[r.language](r.lemma))) for r in read]
    total = sum(m for _, m in mass) or 1.0
    chosen = sorted((r._replace(share=m / total) for r, m in mass), key=lambda r: (-r.share, r.lemma, r.language))
    if language is None:
        doubtful = _doubtful_in_latin if script_of(text) == "Latn" else _doubtful
        given = {r.lemma: sum(s for (lemma, _), s in by_rules.items() if lemma == r.lemma) for r in read}
        chosen = [r for r in chosen if not doubtful(r, given[r.lemma], known[r.language](r.lemma))]
    best = {r.lemma: r for r in reversed(chosen) if r.inflected}
    return tuple(islice((r for r in chosen if best.get(r.lemma) is r), TRIED))


def _doubtful(reading: Reading, share: float, known: float) -> bool:
    """Whether a reading is too far-fetched for a name whose language only its letters tell."""
    least = LEAST_SHARE["place" if " " in reading.lemma else reading.kind]
    woman = reading.kind == "person" and lower(reading.form).endswith(WOMENS_SURNAMES)
    return woman or reading.case in FAR_FETCHED or share < least or len(reading.form) < LEAST_UNHINTED


def _doubtful_in_latin(reading: Reading, share: float, known: float) -> bool:
    """The same for a name in Latin letters, which every language may have written: the lemma has to be known in the
    very language whose ending is read."""
    ending = sum(map(len, reading.endings))
    return reading.kind != "place" or ending < LEAST_ENDING or known < KNOWN_IN_LANGUAGE


def inflection_step(text: str, reading: Reading) -> Step:
    """The step from a form to its lemma: "dative or locative of Луганськ, Ukrainian".

    Its rule id has the language, the kind, and the place of the lemma among the readings, so that it can be replayed.
    """
    named = " or ".join(CASES.get(case, case) for case in reading.cases[:3])
    number = ", plural" if reading.number == "pl" else ""
    detail = f"{named}{number} of {reading.lemma}, {language_name(reading.language)} ({reading.rule})"
    read = [r.lemma for r in lemmas(text, reading.language, reading.kind)]
    rule = f"inflection:{reading.language}:{reading.kind}:{read.index(reading.lemma)}"
    return Step(rule, text, reading.lemma, "query", detail)


def lemma_rule(rule_id: str) -> Callable[[str], str]:
    """The function behind the rule id of such a step: from the form to its lemma.

    >>> lemma_rule("inflection:uk:place:0")("Луганську")
    'Луганськ'
    """
    _, language, kind, position = rule_id.split(":")
    return lambda text: lemmas(text, language, kind)[int(position)].lemma
