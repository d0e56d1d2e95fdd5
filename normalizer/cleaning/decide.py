"""For each name found in a text: is it rewritten, and why.

Rewriting is for variant spellings of the entity's canonical form and for nothing else. A mention is left
alone, with the reason, when it is ambiguous; in another script than the policy's form; a former or an
altogether other name (Voroshilovgrad is a fact of its time, not a spelling of Luhansk); a short form
(Rostov for Rostov-on-Don); too unimportant to be meant by a bare word; a given or family name beside
another capitalised word (Paris Hilton); a word that the same text also writes in lower case; an inflected form. What
the caller's wishes change of this is in `Wishes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from normalizer import policy
from normalizer.cleaning.context import Context
from normalizer.cleaning.inflected import part_in_endings
from normalizer.cleaning.likely import probability
from normalizer.cleaning.mentions import Found
from normalizer.cleaning.rewrite import match_capitals
from normalizer.cleaning.scan import can_start_name
from normalizer.cleaning.spelling import in_english, own_marks, spelt_by_scheme, weight_in_text
from normalizer.errors import UsageError
from normalizer.matching.compare import compare_names
from normalizer.matching.country import writes_latin
from normalizer.matching.keys import fold_native
from normalizer.matching.words import word_classes
from normalizer.result import Candidate, Mention, Resolution
from normalizer.text.unicode import fold_accents, fold_letters, script_of

SCRIPTS = ("same", "all")
FORMERS = ("keep", "rewrite")
_DIRECTION = "direction"  # the class of words.tsv
_ABBREVIATED = 4  # letters at most of a word that a point abbreviates
_VOWELS = frozenset("aeiouyаеиоуыэюяєіїё")
UNKNOWN = "no gazetteer holds the name"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller wants of a text.

    only: kinds of names ("place", "person", "org"), () for all. script: "same" rewrites mentions in the script of the
    canonical form alone, "all" those in other scripts too. former: "keep" or "rewrite" former names. min_score: least
    probability (0..1) of a mention that is rewritten, None for the look-up's own threshold. protect: words and phrases
    that stay.
    """

    only: tuple[str, ...] = ()
    script: str = "same"
    former: str = "keep"
    min_score: float | None = None
    protect: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind in self.only:
            policy.check_kind(kind)
        if self.script not in SCRIPTS:
            raise UsageError(f"script is {self.script!r}; use one of {', '.join(SCRIPTS)}.")
        if self.former not in FORMERS:
            raise UsageError(f"former is {self.former!r}; use one of {', '.join(FORMERS)}.")
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise UsageError(f"The least score is {self.min_score}; give a probability from 0 to 1.")

    def wants(self, kind: str) -> bool:
        """Whether names of this kind are wanted."""
        return not self.only or kind in self.only


def decide(found: Found, context: Context, wishes: Wishes) -> Mention:
    """The mention with its replacement (the surface itself when it is left alone) and the reason."""
    if not found.resolution.candidates:
        kind = found.given if found.given in policy.KINDS else ""
        return Mention(found.start, found.end, found.surface, found.surface, kind, found.resolution, UNKNOWN)
    best = found.resolution.candidates[0]
    for candidate in found.resolution.candidates:
        _ = candidate.canonical  # while the gazetteers are open
    reason = _reason_to_leave(found, context, wishes)
    replacement = found.surface
    if reason is None:
        replacement = match_capitals(best.canonical, found.surface)
        reason = f"variant spelling of {best.canonical} ({best.entity.id})"
    return Mention(found.start, found.end, found.surface, replacement, best.entity.kind, found.resolution, reason)


def could_change(surface: str, resolution: Resolution, wishes: Wishes) -> bool:
    """Whether a run may be rewritten in some text; False of what `decide` leaves in every text.

    Args:
        surface: as in the text. resolution: of it. wishes: of the caller.
    """
    if resolution.status == "unknown" or not resolution.candidates:
        return False
    best = resolution.candidates[0]
    if best.canonical == surface or best.entity.kind == "person" or not wishes.wants(best.entity.kind):
        return False
    found = Found(0, len(surface), surface, resolution, 0, 0)
    # Of several entities the text may settle for the first; and its language is any.
    return _wrong_form(found, best, wishes) is None and _other_name(found, (best,), wishes, None) is None


def _reason_to_leave(found: Found, context: Context, wishes: Wishes) -> str | None:
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
    if found.lemma:
        return f"an inflected form ({found.case}) of {found.lemma}; canonical form {best.canonical}"
    if not wishes.wants(best.entity.kind):
        return f"only other kinds of names are wanted; canonical form {best.canonical}"
    if wishes.min_score is not None and probability(found.odds) * best.score < wishes.min_score:
        return (
            f"less likely than asked for ({probability(found.odds) * best.score:.2f}); canonical form {best.canonical}"
        )
    if _is_other_ending(found.surface, best.matched.text):
        return f"ends otherwise than {best.matched.text}, as a form of it may; canonical form {best.canonical}"
    reason = _wrong_form(found, best, wishes) or _other_name(found, resolution.candidates, wishes, context)
    return reason if reason or found.given else _not_meant(found, best, context)


def _wrong_form(found: Found, best: Candidate, wishes: Wishes) -> str | None:
    other_script = script_of(found.surface) != script_of(best.canonical)
    if other_script and wishes.script == "same":
        return f"written in another script; canonical form {best.canonical}"
    if best.matched.role == "former" and wishes.former == "keep":
        return f"former name of {best.canonical}"
    if best.matched.text.islower():
        return f"recorded for {best.canonical} in lower case only"
    if best.matched.source in policy.WEAK_SOURCES:
        return f"loosely connected with {best.canonical}"
    if _has_signs(found.surface):
        return f"a transcription with signs of its own; canonical form {best.canonical}"
    if best.matched.role in ("generated", "code", "short"):
        return f"a {best.matched.role} form of {best.canonical}"
    words, canonical = len(fold_native(found.surface).split()), len(fold_native(best.canonical).split())
    if words != canonical and not other_script and best.matched.role != "former":
        return f"{'short for' if words < canonical else 'a longer form of'} {best.canonical}"
    return None


def _has_signs(surface: str) -> bool:
    """Whether letters bear signs that no alphabet joins with them (De̠bi̠re̠, I͡ulii͡a): a scholar wrote them."""
    return not surface.isascii() and script_of(surface) == "Latn" and any(map(combining, normalize("NFC", surface)))


def _other_name(found: Found, candidates: Sequence[Candidate], wishes: Wishes, context: Context | None) -> str | None:
    """Another name of the entity, the right spelling of another entity, or a spelling that no rule explains; in some
    text when there is no context."""
    best = candidates[0]
    for other in candidates[1:]:
        if other.canonical == found.surface and other.entity.weight * policy.DOMINANCE >= best.entity.weight:
            return f"also the canonical form of another entity ({other.entity.id})"
    if best.matched.role == "former" and wishes.former == "rewrite":
        return None
    if script_of(found.surface) != script_of(best.canonical):
        return None if wishes.script == "all" else f"written in another script; canonical form {best.canonical}"
    if _is_shortened(best.canonical, found.surface):
        return f"written out; canonical form {best.canonical}"
    if fold_native(found.surface) == fold_native(best.canonical):
        signs = "'" in fold_letters(found.surface) and "'" not in fold_letters(best.canonical)
        return None if signs else f"differs from {best.canonical} in accents alone"
    language = context.language if context else None
    score, by_rule = _likeness(found.surface, best.canonical, best.entity.kind)
    if score < policy.EXONYM_THRESHOLD:
        score = _likeness_in_english(found.surface, best, language)
    if score < policy.EXONYM_THRESHOLD:
        return f"another name of {best.canonical}, not a spelling of it"
    foreign = not writes_latin(best.entity.country)  # a place whose own name has to be romanised
    written = own_marks(fold_letters(found.surface), language or "")
    declines = context is not None and context.declines
    if by_rule and declines:  # an ending, or its accent, may be that of a case (Tokia, Severní)
        ends = part_in_endings(written, fold_letters(best.canonical))
        by_rule = not ends and written == fold_accents(written)
    if _by_language(best) or (foreign and (by_rule or spelt_by_scheme(found.surface, best, language))):
        return None
    return f"no rule makes it a spelling of {best.canonical}"


@lru_cache(maxsize=policy.TEXT_CACHE)
def _likeness(a: str, b: str, kind: str) -> tuple[float, bool]:
    """How alike two names are, and whether they are one for reasons by rule alone."""
    comparison = compare_names(a, b, kind)
    by_rule = comparison.same and all(s.rule.startswith(policy.RULE_EVIDENCE) for s in comparison.steps)
    return comparison.score, by_rule


def _likeness_in_english(surface: str, best: Candidate, language: str | None) -> float:
    """How like the canonical form a native form is that a foreign press spells as the surface, spelt as the English
    press would: of one name presses write things unlike (Jarkov, Kharkov). 0 where no scheme yields the surface."""
    spelt = spelt_by_scheme(surface, best, language)
    english = in_english(spelt.before, spelt.rule.removeprefix("scheme:")) if spelt else ""
    return _likeness(english, best.canonical, best.entity.kind)[0] if english else 0.0


def _is_other_ending(surface: str, recorded: str) -> bool:
    """Whether the two are the same without accents alone and end otherwise with them, as Rosją and Rosja do."""
    a, b = fold_letters(surface), fold_letters(recorded)
    return a[-1:] != b[-1:] and fold_native(surface) == fold_native(recorded)


def _is_shortened(canonical: str, surface: str) -> bool:
    """Whether the canonical form abbreviates what the text writes out (St. Lucia, Saint Lucia): both are right."""
    pairs = zip(canonical.split(), surface.split(), strict=False)
    return any(a.endswith(".") and not b.endswith(".") and len(b) >= len(a) > 2 for a, b in pairs)


def _by_language(best: Candidate) -> bool:
    """Whether a source lists the surface as the name in one of the press languages."""
    return best.matched.script == "Latn" and best.matched.lang in policy.TAGGED_EXONYMS


def _not_meant(found: Found, best: Candidate, context: Context) -> str | None:
    if weight_in_text(best) < policy.TEXT_MIN_WEIGHT:
        return f"{best.canonical} is too small to be meant by the bare name"
    if found.first == found.last:
        word = found.surface
        if word.lower() in context.words.small():
            return "the text writes the word in lower case too"
        if context.is_name_part(word) and _beside_name(found, context):
            return "part of a personal name"
        if _is_direction(word):
            return "a word for a direction"
        if _goes_on(found.last + 1, context):
            return "a part of a longer name"
        if context.is_personal(word):
            return "spoken of as a person"
        if best.entity.feature == "city" and context.is_river(word):
            return f"spoken of as a river, and {best.canonical} is a town"
        if word.isupper() and len(word) <= policy.ACRONYM_LENGTH:
            return "an acronym"
    return None


def _beside_name(found: Found, context: Context) -> bool:
    """Whether a capitalised word stands right before or after, with a single space between; not merely the first small
    word of a sentence (From Nikolayev)."""
    words = context.words
    before, after = found.first - 1, found.last + 1
    return bool(
        (before >= 0 and words.gap(before) == " " and can_start_name(words[before]) and _may_join(before, context))
        or (after < len(words) and words.gap(found.last) == " " and can_start_name(words[after]))
    )


def _goes_on(after: int, context: Context) -> bool:
    """Whether the word after a name is one for a direction, with a capital: the name of a part of the place, or of
    another place (Irlandia Północna). So is an abbreviation without a vowel (Irlandia Płn., Washington St.)."""
    if not context.follows(after) or not context.is_capital(after):
        return False
    return _is_direction(context.words[after]) or _is_abbreviated(after, context)


def _is_abbreviated(at: int, context: Context) -> bool:
    words = context.words
    stop = words.ends[at]
    word = fold_accents(fold_letters(words[at]))
    return len(word) <= _ABBREVIATED and words.text[stop : stop + 1] == "." and _VOWELS.isdisjoint(word)


def _is_direction(word: str) -> bool:
    """Whether a word is one for a direction in any language (Severni, of the pipeline)."""
    return word_classes().get(fold_accents(fold_letters(word)), ("", ""))[0] == _DIRECTION


def _may_join(at: int, context: Context) -> bool:
    """Whether a word with a capital may be a part of the name after it."""
    return not (context.says_nothing(at) and context.is_small_word(context.words[at]))
