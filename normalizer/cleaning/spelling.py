"""The facts of a spelling that a gazetteer holds, wherever in a text it stands.

How important the place is, in which language and letters the name is recorded, whether the word is an ordinary one, an
acronym, or no name at all but a word for the people of a country. What each counts stands on the card (`likely`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from gazetteer.model import Name
from normalizer.cleaning.context import is_adjective
from normalizer.cleaning.ordinary import is_stop_word, usual
from normalizer.matching.country import of_country
from normalizer.matching.gender import known_gender
from normalizer.matching.words import word_classes
from normalizer.policy import (
    ABJADS,
    ACRONYM_LENGTH,
    COUNTRY_WEIGHT,
    SHORT_MENTION,
    SHORT_WORD,
    SHORT_WORD_RANK,
    TEXT_CACHE,
    UNWEIGHED,
    WEAK_SOURCES,
)
from normalizer.result import Candidate, Resolution, Step
from normalizer.romanization import romanize
from normalizer.romanization.scheme import get_scheme, schemes_of
from normalizer.text.unicode import fold_accents, fold_letters, script_of

_SIGNS = re.compile(r"[\W_]+")
_GENERIC = frozenset(("generic", "title", "direction", "size", "legal"))
_DEMONYMS = (
    "ish", "ese", "ian", "ean", "an", "i", "ic", "ch", "ek", "iss", "sh", "ot", "ine", "er",
    "ians", "eans", "ans", "is", "eks", "ots", "ines", "ers",
)  # fmt: skip
"""Endings of English words for the people of a country (German, Qatari, Canadians, New Yorker), which sources list
beside it."""
_MARKING = ("es", "pl")  # languages that `own_marks` knows
_STRESSED = str.maketrans("áéíóú", "aeiou")
LANDS = frozenset(("country", "region", "continent"))


def is_demonym(surface: str, best: Candidate, language: str, names: Sequence[Name]) -> bool:
    """Whether a run is an English word for the people of a country (South African), which no source calls its name.

    Args:
        surface: a run of words. best: what it leads to. language: of the text. names: of the entity, recorded under
            the key.
    """
    if best.entity.feature not in LANDS or not fold_letters(surface).endswith(_DEMONYMS):
        return False
    shown = names or (best.matched,)
    if all(name.source in WEAK_SOURCES for name in shown):
        return True
    return (
        language in ("en", "")
        and " " not in surface
        and not any(n.lang == "en" or n.role == "canonical" for n in shown)
    )


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
    capitals = single and is_acronym(surface)
    acronym = capitals and any(name.text.replace(".", "").isupper() for name in shown)
    stop = single and not acronym and is_stop_word(low, language)
    alike = [name for name in shown if name.script == script_of(surface)]
    exact = any(_letters(name.text) == key for name in alike)
    own_language = bool(language) and any(name.lang.partition("-")[0] == language for name in shown)
    return {
        "importance": math.log10(max(weight_in_text(best), COUNTRY_WEIGHT * (best.entity.feature == "country")) + 1),
        "usual": usual(low, language) if single and not stop and not acronym else 0.0,
        "stop_word": stop,
        "phrase": _ordinary_phrase(surface, shown) if not single and not lemma else 0.0,
        "usual_given": single and not lemma and known_gender(surface) != "",
        "generic": single and word_classes().get(low, ("", ""))[0] in _GENERIC,
        "added_accents": bool(alike) and not exact and key != fold_accents(key),
        "left_accents": bool(alike) and not exact and key == fold_accents(key),
        "ambiguous": resolution.status != "match",
        "canonical": any(name.role == "canonical" for name in shown),
        "weak_source": all(name.source in WEAK_SOURCES for name in shown),
        "own_language": own_language,
        "untagged": all(name.role == "alternate" and not name.lang for name in shown),
        "other_language": bool(language) and all(name.lang.partition("-")[0] not in ("", language) for name in shown),
        "adjective": single and not own_language and is_adjective(surface, language),
        "other_script": not alike,
        "home_scheme": not lemma and len(surface) > SHORT_WORD and by_home_scheme(best),
        "acronym": acronym,
        "other_acronym": capitals and not acronym,
        "short": len(surface) <= SHORT_MENTION,
        "inflected": bool(lemma),
    }


def _ordinary_phrase(surface: str, names: Sequence[Name]) -> float:
    """How usual the rarest word of a run is, unless the run is the canonical name of the place: the White House is
    hardly Casablanca. The words are English in any text, where such translations are recorded."""
    if any(name.role == "canonical" for name in names):
        return 0.0
    return min((usual(word, "en") for word in fold_letters(surface).split()), default=0.0)


def is_acronym(surface: str) -> bool:
    return surface.isupper() and len(surface) <= ACRONYM_LENGTH


def weight_in_text(best: Candidate) -> float:
    """The weight of an entity; one that a list gives no weight to is there because its texts speak of it. GeoNames
    writes 0 for places whose inhabitants nobody counted, most of them hamlets."""
    entity = best.entity
    return entity.weight if entity.weight or entity.id.startswith("gn:") else UNWEIGHED


def _letters(text: str) -> str:
    """Folded, accents kept, without signs: St. Petersburg is written like St Petersburg."""
    return " ".join(_SIGNS.split(fold_letters(text))).strip()


def by_home_scheme(best: Candidate) -> bool:
    """Whether the spelling is what a scheme makes of a name in a language of the entity's own country."""
    schemes = (step.rule.removeprefix("scheme:") for step in best.steps if step.rule.startswith("scheme:"))
    return any(of_country(scheme, best.entity.country) for scheme in schemes)


def spelt_by_scheme(surface: str, best: Candidate, language: str | None = "") -> Step | None:
    """The step by which a romanisation scheme yields the surface from a native form of the entity; None without any.

    The form has to be in a language of the entity's own country, and not in a script without vowels, where a
    scheme's output meets too many words. In short words, and in words with accents, the accents have to be the scheme's
    own: Soul is not Sŏul, Severní not Severni; or those that the language of the text adds to what its own press writes
    (`own_marks`): in Spanish Járkov is Jarkov. And short words have to be by a scheme in wide use.

    Args:
        surface: as in the text. best: what it leads to. language: of the text; None for whether any would do.
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
            return step
        if not short and _by_own_press(folded, step.before, scheme, language):
            return step
    return None


def own_marks(folded: str, language: str) -> str:
    """A folded word without the marks that a language adds to foreign names by its own rules: Spanish the acute of the
    stress, Polish the ó of names on -ów.

    Sources: Ortografía de la lengua española (RAE 2010), VII; Wielki słownik ortograficzny PWN, names on -ów.

    >>> own_marks("járkov", "es"), own_marks("charków", "pl"), own_marks("járkov", "cs")
    ('jarkov', 'charkow', 'járkov')
    """
    if language == "es":
        return folded.translate(_STRESSED)
    return f"{folded[:-2]}ow" if language == "pl" and folded.endswith("ów") else folded


def _by_own_press(folded: str, native: str, scheme: str, language: str | None) -> bool:
    """Whether the press of the text's language writes a native form so, its own marks aside."""
    for press in _MARKING if language is None else (language,):
        bare = own_marks(folded, press)
        if bare != folded:
            for other in (s for code in get_scheme(scheme).languages for s in schemes_of(code)):
                if other.convention == press and fold_letters(romanize(native, other.id)) == bare:
                    return True
    return False


@lru_cache(maxsize=TEXT_CACHE)
def in_english(native: str, scheme: str) -> str:
    """A native form as the English press writes it; "" where no scheme of its language is of that press.

    Args:
        native: one form. scheme: any that romanises its language.

    >>> in_english("Харьков", "rus-press-es")
    'Kharkov'
    """
    english = (s for code in get_scheme(scheme).languages for s in schemes_of(code) if s.convention == "en")
    found = next(english, None)
    return romanize(native, found.id) if found else ""
