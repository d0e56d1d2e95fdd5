"""Two words, side by side: how likely they are spellings of one name, and what says so.

`judge` gives the log-odds: the learned letter costs, raised where rules know why spellings differ (a
counterpart rule between languages, a system that respells Pinyin, a short form of a given name, the name parts
of a gazetteer). Each can only raise the answer; what lowers it is a contradiction, found by the whole name.
`reason` says more about a pair that was judged alike, and costs more: the romanisation scheme that yields one
from the other, the native form from which both come. It changes no number, so it is asked only when somebody
reads the explanation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gazetteer.hints import Protocol
from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.matching.align import word_log_odds
from normalizer.matching.counterpart import GREEK, Way, counterpart
from normalizer.matching.diminutive import diminutive
from normalizer.matching.families import korean_family
from normalizer.matching.person import endings_of, is_patronymic
from normalizer.matching.signs import evidence as spelling_evidence
from normalizer.matching.words import INITIAL, NUMBER, Part
from normalizer.policy import (
    CERTAIN_LOG_ODDS,
    CLUSTER_LOG_ODDS,
    CONTRADICTION_LOG_ODDS,
    COUNTERPART_LOG_ODDS,
    COUNTERPART_PER_COST,
    DIMINUTIVE_LOG_ODDS,
    DOUBT_ABOVE,
    DOUBT_BELOW,
    FAMILY_LOG_ODDS,
    INITIAL_LOG_ODDS,
    LETTERS_LOG_ODDS,
    OTHER_SIGN_LOG_ODDS,
    PIECES_EXPECTED,
    PIECES_LOG_ODDS,
    READING_DOUBT,
    READING_LOG_ODDS,
    READING_PER_DECIBAN,
    SCHEME_ABOVE,
    SCHEME_LOG_ODDS,
    SELDOM_REMEMBERED,
)
from normalizer.romanization.expand import Spelling, expand, fold_latin
from normalizer.romanization.expand import respelled as all_respelled
from normalizer.romanization.han import cantonese_readings, cut_as, is_read, korean_readings, reading_loss
from normalizer.romanization.language import languages, likely_languages
from normalizer.romanization.providers import anyascii_latin
from normalizer.text.unicode import fold_letters, script_of


class NameParts(Protocol):
    """What a gazetteer knows about single names, and about names of places."""

    def clusters(self, token: str) -> frozenset[str]:
        """Ids of the name-part clusters that hold this folded word, in any script."""
        ...

    def places(self, name: str) -> frozenset[str]:
        """Ids of the places that bear this name, in any script; empty when none is known."""
        ...


class Found(NamedTuple):
    """Log-odds that two words are one name, the rule that says so, and a phrase for a reader."""

    log_odds: float
    rule: str
    detail: str = ""


_JAPANESE = frozenset({"Latn", "Hira", "Kana", "Hrkt"})  # scripts in which a Japanese reading is written
SIGNS = frozenset({"Hani", "Jpan", "Hang", "Kore"})
# Syllables of a word in Hangul of which each tells names apart: of two people's names of up to four that differ in one
# of them and look alike (.5 and more), none of 18 such development pairs are one person.
SYLLABLES = 4
OTHER_SYLLABLE = "contradiction:syllable"
CLEAR_COST = 0.6  # rules of a language pair that cost no more go before a shared native form
COUNTERPART_GROUPS = ("uk-ru", "be-ru", "arabic", "el", "ko")


def judge(a: Part, b: Part, kind: str | None = None, parts: NameParts | None = None) -> Found:
    """What is known about two words of two names.

    Args:
        kind: of the names; short forms of given names count for people and where no kind is known.
        parts: what a gazetteer knows about single names.
    """
    if a.role == NUMBER or b.role == NUMBER:
        return _numbers(a, b)
    if a.role == INITIAL or b.role == INITIAL:
        return _initials(a, b)
    if a.meaning == b.meaning:
        return _equal(a.text, b.text, a.meaning)
    found = _judged(a.text, b.text, kind in ("person", None))
    if parts and found.log_odds < CLUSTER_LOG_ODDS and kind != "org":
        shared = parts.clusters(a.meaning) & parts.clusters(b.meaning)
        if shared:
            found = Found(CLUSTER_LOG_ODDS, "name-part", f"both are spellings of one name, {min(shared)}")
    return found


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _equal(a: str, b: str, meaning: str) -> Found:
    low_a, low_b = fold_letters(a), fold_letters(b)
    if low_a == low_b:
        return Found(CERTAIN_LOG_ODDS, "equal")
    folded = fold_latin(low_a) == fold_latin(low_b)
    return Found(CERTAIN_LOG_ODDS, "fold:accents") if folded else Found(CERTAIN_LOG_ODDS, "same:word", meaning)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _judged(a: str, b: str, short_forms: bool) -> Found:
    letters = min(word_log_odds(a, b), LETTERS_LOG_ODDS)
    script_a, script_b = _script(a), _script(b)
    if script_a == script_b and script_a in SIGNS:
        if short_forms and script_a == "Hang" and len(a) == len(b) <= SYLLABLES:
            return Found(min(letters, OTHER_SIGN_LOG_ODDS), OTHER_SYLLABLE, "another syllable")
        return Found(min(letters, _other_signs(a, b)), "letters")
    if is_patronymic(a) and is_patronymic(b):
        stems = _stems(a, b)
        letters = min(letters, stems) if letters > 0 else stems
    found = Found(letters, "letters")
    if "Hani" in (script_a, script_b):
        found = _of_signs(letters, *((a, b) if script_a == "Hani" else (b, a)))
    if DOUBT_BELOW < letters < DOUBT_ABOVE:
        way = counterpart(a, b, place=not short_forms)
        if way:
            found = max(found, _by_rules(way, letters), key=lambda f: f.log_odds)
        elif script_a == script_b == "Latn" and letters > SCHEME_ABOVE:
            found = max([found, *_respelled(a, b)], key=lambda f: f.log_odds)
    if short_forms and found.log_odds < FAMILY_LOG_ODDS and (hangul := korean_family(a, b)):
        return Found(FAMILY_LOG_ODDS, "counterpart:ko", f"both are spellings of {hangul}")
    if short_forms and found.log_odds < DIMINUTIVE_LOG_ODDS and diminutive(a, b):
        return Found(DIMINUTIVE_LOG_ODDS, "diminutive", "one is a short form of the other")
    return found


_script = lru_cache(maxsize=SELDOM_REMEMBERED)(script_of)


def _of_signs(letters: float, han: str, other: str) -> Found:
    """The best that is known of Han characters and a word in another script.

    That is how well the letters of Pinyin fit and what pieces of Latin words the characters stand for, or how they are
    read in other languages.
    """
    script, text = _script(other), fold_letters(other)
    if script == "Latn":
        letters += PIECES_LOG_ODDS * spelling_evidence(han, fold_latin(text).replace(" ", "")) - PIECES_EXPECTED
    found = Found(min(letters, LETTERS_LOG_ODDS), "letters")
    if found.log_odds >= DOUBT_ABOVE or not is_read(han):
        return found
    schemed = _by_scheme(han, other) if script == "Latn" else []
    return max([found, *schemed, *_read_elsewhere(han, other, script, text)], key=lambda f: f.log_odds)


def _read_elsewhere(han: str, other: str, script: str, text: str) -> Iterator[Found]:
    """What readings in other languages than Mandarin say.

    A Japanese reading either is the word or is none (too many are possible for likeness to say anything); a Korean or
    Cantonese one has its letters compared, in the letters of its own language.
    """
    if script in _JAPANESE and (loss := reading_loss(han, text)) is not None:
        odds = max(READING_LOG_ODDS - READING_PER_DECIBAN * loss, 0.0)
        yield Found(odds, "reading:ja", " ".join(cut_as(han, text)))
    for language, shown, word in _other_readings(han):
        odds = min(word_log_odds(word, other), READING_LOG_ODDS) - READING_DOUBT
        yield Found(odds, f"reading:{language}", shown)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _other_readings(han: str) -> tuple[tuple[str, str, str], ...]:
    """The Korean and Cantonese readings: language, as it is shown, as its letters are compared."""
    korean = [("ko", hangul, hangul) for hangul in korean_readings(han)]
    return (*korean, *(("yue", " ".join(r.syllables), r.whole) for r in cantonese_readings(han)))


def _other_signs(a: str, b: str) -> float:
    """Names in one script of words or syllables are compared by their signs: another sign is another word, unless
    both are read alike (the traditional and the simplified form of one)."""
    return 0.0 if anyascii_latin(a) == anyascii_latin(b) else OTHER_SIGN_LOG_ODDS


def reason(a: Part, b: Part, found: Found) -> Found:
    """The best reason why two words that were judged alike are one name; the log-odds stay as they are."""
    if not (found.rule == "letters" and found.log_odds > SCHEME_ABOVE) and not found.rule.startswith("counterpart:"):
        return found
    return _reason(a.text, b.text, found)


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _reason(a: str, b: str, found: Found) -> Found:
    latin_a, latin_b = script_of(a) == "Latn", script_of(b) == "Latn"
    if latin_a != latin_b:
        schemed = _by_scheme(*((b, a) if latin_a else (a, b)))
        return schemed[0]._replace(log_odds=found.log_odds) if schemed else found
    way = counterpart(a, b) if latin_a else None
    if way is None or (way.group in COUNTERPART_GROUPS and way.cost <= CLEAR_COST):
        return found
    from normalizer.romanization.reverse import shared_native  # for reasons alone
    from normalizer.romanization.wording import shared_in_words

    shared = shared_native(a, b)
    return Found(found.log_odds, "shared-native", shared_in_words(a, b, shared)) if shared else found


def _stems(a: str, b: str) -> float:
    """Patronymics share their ending; what tells them apart is the father's name.

    That has forms in neighbouring languages, too: Evgenevich is Yevhenovych.
    """
    return max((_fathers(x.stem, y.stem) for x in endings_of(a) for y in endings_of(b)), default=LETTERS_LOG_ODDS)


def _fathers(a: str, b: str) -> float:
    letters = word_log_odds(a, b)
    way = counterpart(a, b, place=False) if DOUBT_BELOW < letters < DOUBT_ABOVE else None
    return max(letters, _by_rules(way, letters).log_odds) if way else letters


def _numbers(a: Part, b: Part) -> Found:
    if a.role == b.role and a.meaning == b.meaning:
        return Found(CERTAIN_LOG_ODDS, "equal")
    return Found(CONTRADICTION_LOG_ODDS, "contradiction:number", "another number")


def _initials(a: Part, b: Part) -> Found:
    across = script_of(a.text) != script_of(b.text)
    if first_letters(a.text)[across] == first_letters(b.text)[across]:
        return Found(INITIAL_LOG_ODDS, "initial", "the initial fits")
    return Found(CONTRADICTION_LOG_ODDS, "contradiction:initial", "another initial")


_FINALS = "iang|iong|uang|iao|ian|ing|uai|uan|ang|eng|ong|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|a|o|e|i|u"
_PINYIN_INITIALS = "zh|ch|sh|b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w"
_PINYIN = pattern(rf"(?:(?:{_PINYIN_INITIALS})?(?:{_FINALS})){{1,4}}\Z")

# First letters that schemes write for one another, for an initial and a name of two scripts.
_INITIALS = {letter: group[0] for group in ("yjie", "khcqgx", "zj", "ts", "vw", "ao") for letter in group}


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _first_letter(text: str) -> str:
    return fold_latin(text if script_of(text) == "Latn" else anyascii_latin(text))[:1]


def first_letters(text: str) -> tuple[str, str]:
    """The first letter of a word for an initial: as it stands, and one for all that schemes write for one another.

    >>> first_letters("Хасан"), first_letters("Hassan")
    (('k', 'k'), ('h', 'k'))
    """
    first = _first_letter(text)
    return first, _INITIALS.get(first, first)


def may_be_pinyin(word: str) -> bool:
    """Whether a Latin word is made of syllables of Pinyin, so that other systems may respell it.

    >>> may_be_pinyin("Beijing"), may_be_pinyin("Boston")
    (True, False)
    """
    return bool(_PINYIN.match(fold_latin(word)))


def pinyin_syllables() -> Iterator[str]:
    """The syllables of which such a word is made.

    >>> {"bei", "jing", "a"} <= {*pinyin_syllables()}
    True
    """
    return (initial + final for initial in ("", *_PINYIN_INITIALS.split("|")) for final in _FINALS.split("|"))


def respelled(word: str) -> dict[str, str]:
    """What other systems make of a Latin word that may be Pinyin, in plain letters, each with its scheme.

    >>> respelled("Beijing")["peiching"], respelled("Boston")
    ('zho-wadegiles', {})
    """
    return _respellings(fold_latin(word))


def _by_scheme(native: str, latin: str) -> list[Found]:
    said = _schemed(native).get(fold_latin(latin).replace(" ", ""))
    if said is None:
        return []
    spelling, system = said
    if system:
        return [Found(SCHEME_LOG_ODDS, f"scheme:{system}", f"{native} is {spelling.text} in Pinyin")]
    return [Found(SCHEME_LOG_ODDS, f"scheme:{_likeliest(native, spelling.schemes)}")]


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _schemed(native: str) -> dict[str, tuple[Spelling, str]]:
    """What schemes make of a native form: letters -> the first spelling with them, and the system that respells it."""
    found: dict[str, tuple[Spelling, str]] = {}
    chinese = script_of(native) == "Hani"
    for spelling in expand(native):
        for letters, system in _respellings(spelling.text).items() if chinese else ():
            found.setdefault(letters, (spelling, system))
        if spelling.schemes:
            found.setdefault(spelling.text.replace(" ", ""), (spelling, ""))
    return found


def _likeliest(native: str, schemes: tuple[str, ...]) -> str:
    """Of the schemes that give one spelling, the first of the language that the native form most likely is in."""
    codes = {language.code: language.iso639_3 for language in languages()}
    prefixes = [f"{codes.get(likely.language, likely.language)}-" for likely in likely_languages(native)]
    return next((s for prefix in prefixes for s in schemes if s.startswith(prefix)), schemes[0])


def _respelled(a: str, b: str) -> list[Found]:
    """Systems that respell Latin: Pinyin to Wade-Giles and the postal names."""
    for pinyin, other in ((a, b), (b, a)):
        scheme = _respellings(fold_latin(pinyin)).get(fold_latin(other).replace(" ", ""))
        if scheme:
            return [Found(SCHEME_LOG_ODDS, f"scheme:{scheme}", f"{pinyin} is Pinyin")]
    return []


@lru_cache(maxsize=SELDOM_REMEMBERED)
def _respellings(pinyin: str) -> dict[str, str]:
    """What each system makes of a word that may be Pinyin: spelling -> scheme."""
    if not _PINYIN.match(pinyin):
        return {}
    return {letters: scheme.id for letters, scheme in reversed(all_respelled(pinyin))}


def _by_rules(way: Way, letters: float) -> Found:
    if way.group == GREEK:
        letters = max(letters, 0.0)  # dual forms of one word, however few letters they share
    raised = letters + max(COUNTERPART_LOG_ODDS - COUNTERPART_PER_COST * way.cost, 0.0)
    return Found(min(raised, SCHEME_LOG_ODDS), f"counterpart:{way.group}", rules_in_words(way))


def rules_in_words(way: Way) -> str:
    """The rules that were needed, for a reader."""
    return ", ".join(dict.fromkeys(way.rules)) or "a letter doubled"
