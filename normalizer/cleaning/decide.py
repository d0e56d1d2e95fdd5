"""For each name found in a text: is it rewritten, and why.

Rewriting is for variant spellings of the entity's canonical form and for nothing else. A mention is left
alone, with the reason, when it is ambiguous; in another script than the policy's form; a former or an
altogether other name (Voroshilovgrad is a fact of its time, not a spelling of Luhansk); a short form
(Rostov for Rostov-on-Don); too unimportant to be meant by a bare word; a given or family name beside
another capitalised word (Paris Hilton); a word that the same text also writes in lower case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from normalizer import policy
from normalizer.cleaning.mentions import Found, can_start_name
from normalizer.cleaning.rewrite import match_capitals
from normalizer.matching.compare import compare_names
from normalizer.matching.country import of_country, writes_latin
from normalizer.matching.keys import fold_native
from normalizer.result import Candidate, Mention, Token
from normalizer.romanization import romanize
from normalizer.text.unicode import fold_letters, script_of


@dataclass(frozen=True, slots=True)
class Context:
    """What the decision needs to know of the text around a mention.

    words: all words of the text. lower: the words that the text writes in lower case somewhere.
    text: the original. is_name_part: whether a word is a given or family name in the gazetteer.
    """

    text: str
    words: Sequence[Token]
    lower: Mapping[str, int]
    is_name_part: Callable[[str], bool]


def is_mention(found: Found) -> bool:
    """Whether a run that the gazetteer knows is worth telling: not an ordinary word that happens to be a key."""
    if not found.resolution.candidates:
        return False
    best = found.resolution.candidates[0]
    if best.matched.role in ("generated", "code"):
        return False
    if best.entity.kind == "person":
        return True
    return best.entity.weight >= policy.TEXT_MIN_WEIGHT and (len(found.surface) > 3 or best.canonical == found.surface)


def decide(found: Found, context: Context) -> Mention:
    """The mention with its replacement (the surface itself when it is left alone) and the reason."""
    reason = _reason_to_leave(found, context)
    first = found.resolution.candidates[0] if found.resolution.candidates else None
    replacement = found.surface
    if reason is None and first is not None:
        replacement = match_capitals(first.canonical, found.surface)
        reason = f"variant spelling of {first.canonical} ({first.entity.id})"
    kind = first.entity.kind if first else ""
    return Mention(found.start, found.end, found.surface, replacement, kind, found.resolution, reason or "")


def _reason_to_leave(found: Found, context: Context) -> str | None:
    """Why the mention stays as it is; None when it is to be rewritten."""
    resolution = found.resolution
    if resolution.status != "match":
        names = ", ".join(f"{c.canonical} ({c.entity.id})" for c in resolution.candidates[:3])
        return f"ambiguous: {names}" if resolution.status == "ambiguous" else "unknown"
    best = resolution.candidates[0]
    if best.canonical == found.surface:
        return "already the canonical form"
    if best.entity.kind == "person":
        return f"a name part; canonical form {best.canonical}"
    return _wrong_form(found, best) or _other_name(found, resolution.candidates) or _not_meant(found, best, context)


def _wrong_form(found: Found, best: Candidate) -> str | None:
    if script_of(found.surface) != script_of(best.canonical):
        return f"written in another script; canonical form {best.canonical}"
    if best.matched.role == "former":
        return f"former name of {best.canonical}"
    if best.matched.text.islower():
        return f"recorded for {best.canonical} in lower case only"
    if best.matched.source in policy.WEAK_SOURCES:
        return f"loosely connected with {best.canonical}"
    if best.matched.role in ("generated", "code", "short"):
        return f"a {best.matched.role} form of {best.canonical}"
    words, canonical = len(fold_native(found.surface).split()), len(fold_native(best.canonical).split())
    if words != canonical:
        return f"{'short for' if words < canonical else 'a longer form of'} {best.canonical}"
    return None


def _other_name(found: Found, candidates: Sequence[Candidate]) -> str | None:
    """Another name of the entity, the right spelling of another entity, or a spelling that no rule explains."""
    best = candidates[0]
    for other in candidates[1:]:
        if other.canonical == found.surface and other.entity.weight * policy.DOMINANCE >= best.entity.weight:
            return f"also the canonical form of another entity ({other.entity.id})"
    if fold_native(found.surface) == fold_native(best.canonical):
        signs = "'" in fold_letters(found.surface)
        return None if signs else f"differs from {best.canonical} in accents alone"
    comparison = compare_names(found.surface, best.canonical, best.entity.kind)
    if comparison.score < policy.EXONYM_THRESHOLD:
        return f"another name of {best.canonical}, not a spelling of it"
    foreign = not writes_latin(best.entity.country)  # a place whose own name has to be romanised
    by_rule = comparison.same and all(s.rule.startswith(policy.RULE_EVIDENCE) for s in comparison.steps)
    if _by_language(best) or (foreign and (by_rule or _by_scheme(found.surface, best))):
        return None
    return f"no rule makes it a spelling of {best.canonical}"


def _by_scheme(surface: str, best: Candidate) -> bool:
    """Whether a romanisation scheme yields the surface from a native form of the entity.

    The form has to be in a language of the entity's own country, and not in a script without vowels, where a
    scheme's output meets too many words; in short words the accents have to be the scheme's own (Soul is not Sŏul).
    """
    for step in best.steps:
        scheme = step.rule.removeprefix("scheme:")
        if (
            scheme != step.rule
            and script_of(step.before) not in policy.ABJADS
            and of_country(scheme, best.entity.country)
        ):
            written = romanize(step.before, scheme)
            if len(surface) > policy.SHORT_WORD or fold_letters(written) == fold_letters(surface):
                return True
    return False


def _by_language(best: Candidate) -> bool:
    """Whether a source lists the surface as the name in one of the press languages."""
    return best.matched.script == "Latn" and best.matched.lang in policy.TAGGED_EXONYMS


def _not_meant(found: Found, best: Candidate, context: Context) -> str | None:
    if best.entity.weight < policy.TEXT_MIN_WEIGHT:
        return f"{best.canonical} is too small to be meant by the bare name"
    if found.first == found.last:
        word = context.words[found.first]
        if context.lower.get(word.text.lower(), 0):
            return "the text writes the word in lower case too"
        if context.is_name_part(word.text) and _beside_name(found, context):
            return "part of a personal name"
        if word.text.isupper() and len(word.text) <= policy.ACRONYM_LENGTH:
            return "an acronym"
    return None


def _beside_name(found: Found, context: Context) -> bool:
    """Whether a capitalised word stands right before or after, with a single space between."""
    words, text = context.words, context.text
    before = words[found.first - 1] if found.first else None
    after = words[found.last + 1] if found.last + 1 < len(words) else None
    return bool(
        (before and text[before.end : found.start] == " " and can_start_name(before.text))
        or (after and text[found.end : after.start] == " " and can_start_name(after.text))
    )
