"""How likely a run of words that a gazetteer holds is meant as that name: a card of facts and what each counts.

Gazetteers hold Of, Reading, March and Obama. What speaks for a place is its importance, a preposition or another place
beside it, the language of the recorded name; what speaks against it is that the word is an ordinary one or a name of
people, that the text writes it small or uses it for a person, that it is a part of a longer name. The facts are worked
out in `spelling` and `around`, what each counts is in data/mention_card.tsv: weights of a logistic regression over news
in seven languages (benchmarks/learn_mentions.py), so they are log-odds and add up.

Facts of the spelling alone are worked out once for each spelling and language; a run that they make too unlikely for
anything around it to help is left at once, which is most of them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from normalizer.cleaning.around import AROUND, BESIDE, ONE_BEFORE, beside, may_favour, throughout
from normalizer.cleaning.context import Context
from normalizer.cleaning.mentions import Found, Look
from normalizer.cleaning.ordinary import is_counted
from normalizer.cleaning.recorded import Recorded
from normalizer.cleaning.spelling import is_acronym, is_demonym, spelling_facts, spelt_by_scheme, weight_in_text
from normalizer.policy import (
    COMPANY_LOG_ODDS,
    MENTION_LOG_ODDS,
    RESPELT_LOG_ODDS,
    SETTLED_MIN_WEIGHT,
    SHORT_MENTION,
    SHORT_WORD,
    TEXT_CACHE,
    TEXT_MIN_WEIGHT,
)
from normalizer.result import Candidate
from normalizer.text.unicode import script_of

CARD = Path(__file__).parent / "data" / "mention_card.tsv"
LEAST_WORTH = RESPELT_LOG_ODDS - 1.0
"""Log-odds from which a run is looked at: a little below what any is taken from."""


@cache
def card() -> dict[str, float]:
    """What each fact counts, in log-odds."""
    rows = (line.split("\t") for line in CARD.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: float(row[1]) for row in rows if row[0] != "fact"}


@cache
def _most_beside() -> float:
    """The most that the words beside a name can speak for it; before it stands one word."""
    before = max(0.0, *(card()[fact] for fact in ONE_BEFORE))
    return before + sum(max(0.0, card()[fact]) for fact in BESIDE if fact not in ONE_BEFORE)


@cache
def most_of(facts: tuple[str, ...]) -> float:
    """The most that some facts can speak for a name."""
    return sum(max(0.0, card()[fact]) for fact in facts)


@cache
def _most_around() -> float:
    """The most that what stands around a name can speak for it; `repeated` is a logarithm, rarely above 3."""
    return sum(max(0.0, card()[fact]) * (3.0 if fact == "repeated" else 1.0) for fact in (*AROUND, "company"))


def _most_throughout(times: int) -> float:
    """The most that a text which has a word so many times can say for it elsewhere."""
    return _most_once() + max(0.0, card()["repeated"]) * math.log(1 + times)


@cache
def _most_once() -> float:
    facts = ("company", "name_part", *AROUND)
    return sum(max(0.0, card()[fact]) for fact in facts if fact not in (*BESIDE, "repeated"))


class Judge:
    """Weighs runs of words as names; what it worked out of a spelling it remembers.

    Args:
        look: the resolution of a spelling that a run was found under. recorded: the names that a spelling stands for.
    """

    def __init__(self, look: Look, recorded: Recorded) -> None:
        self._look, self._recorded = look, recorded
        self.commonness = recorded.commonness
        self._base = lru_cache(maxsize=TEXT_CACHE)(self._of_spelling)
        self._respelt = lru_cache(maxsize=TEXT_CACHE)(self._is_respelt)
        self._foreign = lru_cache(maxsize=TEXT_CACHE)(self._is_foreign)
        self._hopeless = lru_cache(maxsize=TEXT_CACHE)(self._is_hopeless)

    def odds(self, found: Found, context: Context, enough: float) -> float:
        """Log-odds that a place is meant; -inf when they cannot come near `enough`.

        Args:
            found: a run of the text. context: of the text. enough: what the caller asks for.
        """
        odds = self._in_text(found, context)
        if odds < enough and (
            odds + _most_beside() < enough or odds + most_of(may_favour(found, context)) < enough
        ):  # most runs, told before all that stands beside them is read
            return -math.inf
        weights = card()
        return odds + sum([weights[fact] for fact in beside(found, context)])

    def is_out_of_reach(self, found: Found, context: Context) -> bool:
        """Whether a run is too unlikely for anything beside it to make it a mention, wherever in the text it stands."""
        enough = max(self.least_odds(found, context), LEAST_WORTH)
        single = found.first == found.last
        most = self._base(found.surface, found.lemma, context.language, single) + _most_beside()
        if most + _most_throughout(context.times_at_most(found.surface)) < enough:
            return True  # before the text is asked, which is dearer
        return self._in_text(found, context) + _most_beside() < enough

    def _in_text(self, found: Found, context: Context) -> float:
        """What `_anywhere` says, worked out once for each spelling of a text."""
        nothing = found.first == found.last and context.says_nothing(found.first)
        key = found.surface, found.lemma, found.first == found.last, nothing
        odds = context.odds.get(key)
        if odds is None:
            odds = context.odds[key] = self._anywhere(found, context)
        return odds

    def _anywhere(self, found: Found, context: Context) -> float:
        """The log-odds of all facts but those of the place where the run stands: the same throughout a text."""
        single = found.first == found.last
        odds = self._base(found.surface, found.lemma, context.language, single)
        if odds == -math.inf:
            return odds
        weights = card()
        odds += weights["company"] * self.company(found, context)
        if single:
            odds += weights["stray"] * self.is_stray(found, context)
            if context.is_name_part(found.surface):
                odds += weights["name_part"] + weights["common_name"] * self.commonness(found.surface)
            odds += sum(weights[fact] * value for fact, value in throughout(found, context).items())
        return odds

    def company(self, found: Found, context: Context) -> float:
        """Whether the text names another place of the same country, which is likely one by its spelling alone."""
        country = found.resolution.candidates[0].entity.country
        if not country:
            return 0.0
        places = context.remembered("countries", self._countries)
        return float(any(word != found.surface for word in places.get(country, ())))

    def is_stray(self, found: Found, context: Context) -> bool:
        """Whether a word stands at starts of sentences alone, in a language whose ordinary words nobody counted, and
        neither is recorded in that language nor has company: Loni is a town in India, and Czech for last year."""
        if is_counted(context.language) or not context.says_nothing(found.first) or context.times_meant(found.surface):
            return False
        return not self.company(found, context) and self._foreign(found.surface, found.lemma, context.language)

    def _is_foreign(self, surface: str, lemma: str, language: str) -> bool:
        return not self.facts(surface, lemma, language, True)["own_language"]

    def settled(self, found: Found, context: Context) -> Found:
        """A run that may be one of several places as the likeliest, if the text speaks of its country alone.

        Odessa beside Kharkiv is not the one in Texas, unless the text names places in both countries.
        """
        resolution = found.resolution
        if resolution.status != "ambiguous" or len(found.surface) <= SHORT_MENTION:
            return found
        alone = context.settled.get((found.surface, found.lemma))
        if alone is None:
            alone = context.settled[found.surface, found.lemma] = self._is_settled(found, context)
        if not alone:
            return found
        return found._replace(resolution=replace(resolution, status="match", candidates=resolution.candidates[:1]))

    def _is_settled(self, found: Found, context: Context) -> bool:
        """Whether the likeliest of several places is the only one of whose country the text speaks."""
        best = found.resolution.candidates[0]
        if best.entity.weight < SETTLED_MIN_WEIGHT or best.matched.role == "former":
            return False
        countries = context.remembered("countries", self._countries)
        return [c for c in found.resolution.candidates if self._is_near(c, found.surface, countries)] == [best]

    def _is_near(self, candidate: Candidate, surface: str, countries: dict[str, set[str]]) -> bool:
        """Whether the text has another word that is a place of the candidate's country and no other."""
        if candidate.entity.kind != "place" or not candidate.entity.country:
            return False
        words = countries.get(candidate.entity.country, ())
        return any(word != surface and self._look(word).status == "match" for word in words)

    def _countries(self, context: Context) -> dict[str, set[str]]:
        """Words of a text that are likely places by their spelling alone, by country."""
        found: dict[str, set[str]] = {}
        words = {context.spelt[at] for at, mask in context.masks.items() if mask & 1}
        for word in words:
            if self._hopeless(word, context.language):
                continue
            best = self._look(word).candidates[0]
            if best.entity.kind == "place" and self._base(word, "", context.language, True) >= COMPANY_LOG_ODDS:
                found.setdefault(best.entity.country, set()).add(word)
        return found

    def is_respelt(self, found: Found, context: Context) -> bool:
        """Whether a run is no word or name of people that is known, and a scheme makes it of a place's own name.

        Such a spelling is hardly chance, so that less has to speak for it.
        """
        surface = found.surface
        known = bool(found.lemma) or context.is_name_part(surface) or context.usual(surface)
        return not known and self._respelt(surface, context.language)

    def least_odds(self, found: Found, context: Context) -> float:
        """The log-odds from which a run is taken for a mention.

        That a scheme makes it counts against a run on the card, since most such runs are chance; for those that are
        hardly chance it does not.
        """
        if found.lemma or not self._respelt(found.surface, context.language) or not self.is_respelt(found, context):
            return MENTION_LOG_ODDS
        return RESPELT_LOG_ODDS + card()["home_scheme"] * (len(found.surface) > SHORT_WORD)

    def is_hopeless(self, surface: str, context: Context) -> bool:
        """Whether a single word, as it stands, is no name that anything around it could make a mention."""
        return self._hopeless(surface, context.language)

    def facts(self, surface: str, lemma: str, language: str, single: bool) -> dict[str, float]:
        """The facts of a spelling alone, as `spelling_facts` has them."""
        resolution = self._look(lemma or surface)
        names = self._recorded.names(lemma or surface, resolution.candidates[0].entity.id)
        return spelling_facts(surface, resolution, language, single, lemma, names)

    def _is_respelt(self, surface: str, language: str) -> bool:
        resolution = self._look(surface)
        best = resolution.candidates[0]
        if resolution.status != "match" or weight_in_text(best) < TEXT_MIN_WEIGHT or best.canonical == surface:
            return False
        if len(surface) <= SHORT_MENTION or is_acronym(surface):
            return False
        return spelt_by_scheme(surface, best, language) is not None

    def _is_hopeless(self, surface: str, language: str) -> bool:
        latin = script_of(surface) == "Latn"  # people in Latin letters are found by form
        if latin and self._recorded.people_alone(surface):
            return True
        candidates = self._look(surface).candidates
        if not candidates or not worth_weighing(candidates[0]):
            return True
        kind = candidates[0].entity.kind
        if kind == "person":
            return latin
        return kind == "place" and self._base(surface, "", language, True) + _most_around() < LEAST_WORTH

    def is_excluded(self, surface: str, lemma: str, language: str, single: bool) -> bool:
        """Whether a run is no name of what it leads to, whatever stands around it.

        An English word for the people of a country (German), or capitals that only a scheme connects with a name in
        another script: US is not what becomes of Уш. Neither are digits alone, which some lists have as names.
        """
        if lemma:
            return False
        if not any(letter.isalpha() for letter in surface):
            return True
        best = self._look(surface).candidates[0]
        names = self._recorded.names(surface, best.entity.id)
        if is_demonym(surface, best, language, names):
            return True
        script = script_of(surface)
        return single and is_acronym(surface) and not any(name.script == script for name in names or (best.matched,))

    def _of_spelling(self, surface: str, lemma: str, language: str, single: bool) -> float:
        if self.is_excluded(surface, lemma, language, single):
            return -math.inf
        weights = card()
        facts = self.facts(surface, lemma, language, single)
        return weights["always"] + sum(weights[fact] * value for fact, value in facts.items())


def worth_weighing(best: Candidate) -> bool:
    """Whether a candidate may be a mention: not what only a machine or a list of codes has."""
    return best.matched.role not in ("generated", "code")


def probability(log_odds: float) -> float:
    """Log-odds as a probability.

    >>> probability(0.0), probability(-math.inf)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0
