"""How likely a run of words that a gazetteer holds is meant as that name: a card of facts and what each counts.

Gazetteers hold Of, Reading, March and Obama. What speaks for a place is its importance, a preposition or another place
beside it, the language of the recorded name; what speaks against it is that the word is an ordinary one or a name of
people, that the text writes it small or uses it for a person, that it is a part of a longer name. The facts are named
here, what each counts is in data/mention_card.tsv: weights of a logistic regression over news in seven languages
(benchmarks/learn_mentions.py), so they are log-odds and add up.

Facts of the spelling alone are worked out once for each spelling and language; a run that they make too unlikely for
anything around it to help is left at once, which is most of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from gazetteer.model import Name
from normalizer.cleaning.context import Context, is_adjective, is_title
from normalizer.cleaning.mentions import Found, Look
from normalizer.cleaning.ordinary import is_counted, is_stop_word, usual
from normalizer.cleaning.plain_scan import ALL_CAPITALS
from normalizer.cleaning.recorded import Recorded
from normalizer.matching.country import of_country
from normalizer.matching.words import word_classes
from normalizer.policy import (
    ABJADS,
    ACRONYM_LENGTH,
    COMPANY_LOG_ODDS,
    COUNTRY_WEIGHT,
    MENTION_LOG_ODDS,
    RESPELT_LOG_ODDS,
    SHORT_MENTION,
    SHORT_WORD,
    SHORT_WORD_RANK,
    TEXT_CACHE,
    TEXT_MIN_WEIGHT,
    UNWEIGHED,
    WEAK_SOURCES,
)
from normalizer.result import Candidate, Resolution
from normalizer.romanization import romanize
from normalizer.romanization.scheme import get_scheme
from normalizer.text.unicode import fold_accents, fold_letters, script_of

CARD = Path(__file__).parent / "data" / "mention_card.tsv"
_PREPOSITIONS = Path(__file__).parent / "data" / "prepositions.tsv"
_SIGNS = re.compile(r"[\W_]+")
_GENERIC = frozenset(("generic", "title", "direction", "size", "legal"))
_DEMONYMS = ("ish", "ese", "ian", "ean", "an", "i", "ic", "ch", "ek", "iss", "sh", "ot", "ine")
"""Endings of English words for the people of a country (German, Qatari, Philippine), which sources list beside names."""
LEAST_WORTH = RESPELT_LOG_ODDS - 1.0
"""Log-odds from which a run is looked at: a little below what any is taken from."""
_OF = frozenset(("of", "for", "de"))
_LANDS = frozenset(("country", "region", "continent"))
BESIDE = (
    "title", "number", "capital_before", "capital_after", "of_capital", "capital_of", "preposition", "place_beside",
)  # fmt: skip
AROUND = (
    *BESIDE, "small", "never_meant", "never_meant_rare", "after_given", "share_after_given", "before_family", "repeated"
)  # fmt: skip
SPACES = frozenset((" ", "\u00a0"))
_TITLE_GAPS = frozenset((" ", "\u00a0", ". "))


@cache
def card() -> dict[str, float]:
    """What each fact counts, in log-odds."""
    rows = (line.split("\t") for line in CARD.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: float(row[1]) for row in rows if row[0] != "fact"}


@cache
def prepositions() -> dict[str, frozenset[str]]:
    """By language, words after which a place is often named."""
    lines = _PREPOSITIONS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith(("#", "language\t")))
    return {row[0]: frozenset(row[1].split(" ")) for row in rows}


@cache
def _any_preposition() -> frozenset[str]:
    """Those of all languages: what is known of a text too short to tell its own."""
    return frozenset().union(*prepositions().values())


@cache
def _most_beside() -> float:
    """The most that the words beside a name can speak for it."""
    return sum(max(0.0, card()[fact]) for fact in BESIDE)


@cache
def _most_around() -> float:
    """The most that what stands around a name can speak for it; `repeated` is a logarithm, rarely above 3."""
    return sum(max(0.0, card()[fact]) * (3.0 if fact == "repeated" else 1.0) for fact in (*AROUND, "company"))


class Judge:
    """Weighs runs of words as names; what it worked out of a spelling it remembers.

    Args:
        look: the resolution of a spelling that a run was found under. recorded: the names that a spelling stands for.
    """

    def __init__(self, look: Look, recorded: Recorded) -> None:
        self._look, self._recorded = look, recorded
        self._base = lru_cache(maxsize=TEXT_CACHE)(self._of_spelling)
        self._respelt = lru_cache(maxsize=TEXT_CACHE)(self._is_respelt)
        self._hopeless = lru_cache(maxsize=TEXT_CACHE)(self._is_hopeless)

    def odds(self, found: Found, context: Context, enough: float) -> float:
        """Log-odds that a place is meant; -inf when they cannot come near `enough`.

        Args:
            found: a run of the text. context: of the text. enough: what the caller asks for.
        """
        nothing = found.first == found.last and context.says_nothing(found.first)
        key = found.surface, found.lemma, found.first == found.last, nothing
        odds = context.odds.get(key)
        if odds is None:
            odds = context.odds[key] = self._anywhere(found, context)
        if odds + _most_beside() < enough:
            return -math.inf
        weights = card()
        return odds + sum([weights[fact] for fact in beside(found, context)])

    def _anywhere(self, found: Found, context: Context) -> float:
        """The log-odds of all facts but those of the place where the run stands: the same throughout a text."""
        single = found.first == found.last
        odds = self._base(found.surface, found.lemma, context.language, single)
        if odds == -math.inf:
            return odds
        weights = card()
        odds += weights["company"] * self.company(found, context)
        if single:
            odds += weights["name_part"] * context.is_name_part(found.surface)
            odds += sum(weights[fact] * value for fact, value in throughout(found, context).items())
        return odds

    def company(self, found: Found, context: Context) -> float:
        """Whether the text names another place of the same country, which is likely one by its spelling alone."""
        country = found.resolution.candidates[0].entity.country
        if not country:
            return 0.0
        places = context.remembered("countries", self._countries)
        return float(any(word != found.surface for word in places.get(country, ())))

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
        return not known and self._respelt(surface)

    def least_odds(self, found: Found, context: Context) -> float:
        """The log-odds from which a run is taken for a mention.

        That a scheme makes it counts against a run on the card, since most such runs are chance; for those that are
        hardly chance it does not.
        """
        if found.lemma or not self._respelt(found.surface) or not self.is_respelt(found, context):
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

    def _is_respelt(self, surface: str) -> bool:
        resolution = self._look(surface)
        best = resolution.candidates[0]
        if resolution.status != "match" or best.canonical == surface or weight_in_text(best) < TEXT_MIN_WEIGHT:
            return False
        return len(surface) > SHORT_MENTION and not _is_acronym(surface) and spelt_by_scheme(surface, best)

    def _is_hopeless(self, surface: str, language: str) -> bool:
        candidates = self._look(surface).candidates
        if not candidates or not worth_weighing(candidates[0]):
            return True
        kind = candidates[0].entity.kind
        if kind == "person":
            return script_of(surface) == "Latn"  # people in Latin letters are found by form
        return kind == "place" and self._base(surface, "", language, True) + _most_around() < LEAST_WORTH

    def is_excluded(self, surface: str, lemma: str, language: str, single: bool) -> bool:
        """Whether a run is no name of what it leads to, whatever stands around it.

        An English word for the people of a country (German), or capitals that only a scheme connects with a name in
        another script: US is not what becomes of Уш.
        """
        if not single or lemma:
            return False
        best = self._look(surface).candidates[0]
        names = self._recorded.names(surface, best.entity.id)
        if is_demonym(surface, best, language, names):
            return True
        script = script_of(surface)
        return _is_acronym(surface) and not any(name.script == script for name in names or (best.matched,))

    def _of_spelling(self, surface: str, lemma: str, language: str, single: bool) -> float:
        if self.is_excluded(surface, lemma, language, single):
            return -math.inf
        weights = card()
        facts = self.facts(surface, lemma, language, single)
        return weights["always"] + sum(weights[fact] * value for fact, value in facts.items())


def worth_weighing(best: Candidate) -> bool:
    """Whether a candidate may be a mention: not what only a machine or a list of codes has."""
    return best.matched.role not in ("generated", "code") and bool(best.canonical)


def is_demonym(surface: str, best: Candidate, language: str, names: Sequence[Name]) -> bool:
    """Whether a word is an English one for the people of a country or continent, which no source calls its name.

    Args:
        surface: one word. best: what it leads to. language: of the text. names: of the entity, recorded under the key.
    """
    if best.entity.feature not in _LANDS or not fold_letters(surface).endswith(_DEMONYMS):
        return False
    shown = names or (best.matched,)
    if all(name.source in WEAK_SOURCES for name in shown):
        return True
    return language in ("en", "") and not any(n.lang == "en" or n.role == "canonical" for n in shown)


def spelling_facts(
    surface: str, resolution: Resolution, language: str, single: bool, lemma: str, names: Sequence[Name]
) -> dict[str, float]:
    """The facts that do not depend on what stands around; 0 and 1 but for `importance` and `usual`.

    Args:
        surface: as in the text. resolution: of it, or of its lemma. language: of the text. single: whether it is one
        word.
        lemma: what it is an inflected form of, or "". names: those of the best entity that are recorded under the key.
    """
    best = resolution.candidates[0]
    low, key = fold_letters(surface), _letters(lemma or surface)
    shown = names or (best.matched,)
    capitals = single and _is_acronym(surface)
    acronym = capitals and any(name.text.replace(".", "").isupper() for name in shown)
    stop = single and not acronym and is_stop_word(low, language)
    alike = [name for name in shown if name.script == script_of(surface)]
    exact = any(_letters(name.text) == key for name in alike)
    own_language = bool(language) and any(name.lang.partition("-")[0] == language for name in shown)
    return {
        "importance": math.log10(max(weight_in_text(best), COUNTRY_WEIGHT * (best.entity.feature == "country")) + 1),
        "usual": usual(low, language) if single and not stop and not acronym else 0.0,
        "stop_word": stop,
        "generic": single and word_classes().get(low, ("", ""))[0] in _GENERIC,
        "added_accents": bool(alike) and not exact and key != fold_accents(key),
        "left_accents": bool(alike) and not exact and key == fold_accents(key),
        "ambiguous": resolution.status != "match",
        "canonical": any(name.role == "canonical" for name in shown),
        "own_language": own_language,
        "other_language": bool(language) and all(name.lang.partition("-")[0] not in ("", language) for name in shown),
        "adjective": single and not own_language and is_adjective(surface, language),
        "other_script": not alike,
        "home_scheme": not lemma and len(surface) > SHORT_WORD and _by_home_scheme(best),
        "acronym": acronym,
        "other_acronym": capitals and not acronym,
        "short": len(surface) <= SHORT_MENTION,
        "inflected": bool(lemma),
    }


def _is_acronym(surface: str) -> bool:
    return surface.isupper() and len(surface) <= ACRONYM_LENGTH


def weight_in_text(best: Candidate) -> float:
    """The weight of an entity; one that a list gives no weight to is there because its texts speak of it. GeoNames
    writes 0 for places whose inhabitants nobody counted, most of them hamlets."""
    entity = best.entity
    return entity.weight if entity.weight or entity.id.startswith("gn:") else UNWEIGHED


def _letters(text: str) -> str:
    """Folded, accents kept, without signs: St. Petersburg is written like St Petersburg."""
    return " ".join(_SIGNS.split(fold_letters(text))).strip()


def _by_home_scheme(best: Candidate) -> bool:
    """Whether the spelling is what a scheme makes of a name in a language of the entity's own country."""
    schemes = (step.rule.removeprefix("scheme:") for step in best.steps if step.rule.startswith("scheme:"))
    return any(of_country(scheme, best.entity.country) for scheme in schemes)


def spelt_by_scheme(surface: str, best: Candidate) -> bool:
    """Whether a romanisation scheme yields the surface from a native form of the entity.

    The form has to be in a language of the entity's own country, and not in a script without vowels, where a
    scheme's output meets too many words. In short words, and in words with accents, the accents have to be the scheme's
    own: Soul is not Sŏul, Severní not Severni; and short words have to be by a scheme in wide use.
    """
    folded, short = fold_letters(surface), len(surface) <= SHORT_WORD
    exactly = short or folded != fold_accents(folded)
    for step in best.steps:
        scheme = step.rule.removeprefix("scheme:")
        if scheme == step.rule or script_of(step.before) in ABJADS or not of_country(scheme, best.entity.country):
            continue
        if short and get_scheme(scheme).rank > SHORT_WORD_RANK:
            continue
        if not exactly or fold_letters(romanize(step.before, scheme)) == folded:
            return True
    return False


def around(found: Found, context: Context) -> dict[str, float]:
    """The facts of the text around a run, those that hold; 1 but for shares and logarithms."""
    elsewhere = throughout(found, context) if found.first == found.last else {}
    return elsewhere | dict.fromkeys(beside(found, context), 1.0)


def beside(found: Found, context: Context) -> list[str]:
    """The facts of the words that stand beside a run."""
    words, first, last = context.words, found.first, found.last
    facts = []
    before = after = ""
    if first > 0:
        gap = words.gap(first - 1)
        before = words[first - 1] if gap in SPACES else ""
        if is_title(before or words[first - 1]) and gap in _TITLE_GAPS:
            facts.append("title")
    if last + 1 < len(words) and words.gap(last) in SPACES:
        after = words[last + 1]
    if before[:1].isdigit() or after[:1].isdigit():
        facts.append("number")
    if before:
        if context.is_name_like(first - 1) and not context.says_nothing(first - 1):
            facts.append("capital_before")
        elif before in _OF and context.is_capital(first - 2) and context.follows(first - 1):
            facts.append("capital_of")
        if before.lower() in (prepositions().get(context.language) or _any_preposition()):
            facts.append("preposition")
    if after:
        if context.is_name_like(last + 1) and not context.flags.get(first, 0) & ALL_CAPITALS:
            if not context.masks[last + 1] and not context.says_nothing(last + 1):
                facts.append("capital_after")
        elif after in _OF and first == last and context.is_capital(last + 2):
            facts.append("of_capital")
    if _beside_place(first, last, context):
        facts.append("place_beside")
    return facts


def throughout(found: Found, context: Context) -> dict[str, float]:
    """What the whole text says of a single word."""
    surface, facts = found.surface, dict[str, float]()
    meant = context.times_meant(surface)
    if meant:
        facts["repeated"] = math.log(1 + meant)
    elif context.says_nothing(found.first):
        rare = is_counted(context.language) and not context.usual(surface)
        facts["never_meant_rare" if rare else "never_meant"] = 1
    if surface.lower() in context.words.small():
        facts["small"] = 1
    after_given = context.named_after(surface)
    if after_given:
        facts["after_given"] = 1
        facts["share_after_given"] = after_given / max(1, context.times(surface))
    if context.named_before(surface):
        facts["before_family"] = 1
    return facts


def _beside_place(first: int, last: int, context: Context) -> bool:
    """Whether a comma and a word that is a key stand before or after."""
    words, masks = context.words, context.masks
    if masks.get(last + 1) and words.gap(last) == ", ":
        return True
    return bool(masks.get(first - 1)) and words.gap(first - 1) == ", "


def probability(log_odds: float) -> float:
    """Log-odds as a probability.

    >>> probability(0.0), probability(-math.inf)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0
