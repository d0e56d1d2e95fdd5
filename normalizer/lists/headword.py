"""Which member stands for a group of spellings, and why.

Without a policy the most frequent spelling does. A policy first says in which script the canonical form is
written: "native" wants a native script, a language code the script of that language, "en" and "official" Latin.
Where such members exist the choice is among them, and a spelling that a romanisation scheme of the policy makes
of a native member of the group goes before the others. Then frequency decides, and on a tie the order of the
list. The reason is a phrase for the last step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from gazetteer.canonical import country_languages
from normalizer.policy import check_policy
from normalizer.romanization.expand import expand, fold_latin
from normalizer.romanization.language import likely_languages
from normalizer.romanization.providers import ANYASCII
from normalizer.romanization.scheme import get_scheme
from normalizer.text.unicode import script_of

LATIN = "Latn"
_WORDS = {"Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew"}


def choose(members: Sequence[str], counts: Mapping[str, int], policy: str | None = None) -> tuple[str, str]:
    """The canonical member of a group, and the reason.

    Args:
        members: distinct spellings in the order of the list. counts: how often each occurs.
        policy: "en", "official", "native", a language code, or None: frequency alone.
    Raises:
        UnknownPolicyError: the policy is neither named nor a language code.

    >>> choose(["Харьков", "Kharkov"], {"Харьков": 2, "Kharkov": 1})
    ('Харьков', 'the most frequent spelling, 2 times')
    >>> choose(["Харьков", "Kharkov"], {"Харьков": 2, "Kharkov": 1}, "en")
    ('Kharkov', 'the only spelling in Latin letters, as the policy en wants it')
    """
    if policy is None:
        return _frequent(members, counts)
    fitting, wanted = _in_script(members, check_policy(policy))
    if len(fitting) == 1 < len(members):
        return fitting[0], f"the only spelling in {wanted}, as the policy {policy} wants it"
    schemed = {member: scheme for member in fitting if (scheme := _scheme(member, members, policy))}
    best, reason = _frequent(list(schemed) or fitting, counts)
    if best in schemed:
        return best, f"{schemed[best]} writes it so, and the policy is {policy}"
    return best, f"{reason}, in {wanted}, as the policy {policy} wants it" if wanted else reason


def _frequent(members: Sequence[str], counts: Mapping[str, int]) -> tuple[str, str]:
    most = max(counts[member] for member in members)
    first, *others = (member for member in members if counts[member] == most)
    return (
        first,
        "the earliest of the most frequent spellings" if others else f"the most frequent spelling, {most} times",
    )


def _in_script(members: Sequence[str], policy: str) -> tuple[list[str], str]:
    """Members in the script of a policy, and its name in words; all members and "" when none is."""
    scripts = {member: script_of(member) for member in members}
    if policy == "native":
        fitting, words = [m for m in members if scripts[m] not in (LATIN, "Zyyy")], "a native script"
    else:
        script = _script(policy)
        fitting, words = [m for m in members if scripts[m] == script], f"{_WORDS.get(script, script)} letters"
    return (fitting, words) if fitting else (list(members), "")


@cache
def _script(policy: str) -> str:
    """The script that a policy writes: for a language the one that it has in most countries (CLDR)."""
    language = policy.partition("-")[0]
    scripts = Counter(script for rows in country_languages().values() for code, script in rows if code == language)
    return scripts.most_common(1)[0][0] if scripts else LATIN


def _scheme(latin: str, members: Sequence[str], policy: str) -> str:
    """The scheme of a policy that makes a Latin spelling of a native member; "" when there is none."""
    if script_of(latin) != LATIN:
        return ""
    wanted = fold_latin(latin)
    for native in members:
        language = next((likely.language for likely in likely_languages(native)), "")  # none for Latin
        for spelling in expand(native, (language,)) if language else ():
            if spelling.text == wanted:
                found = (scheme for scheme in spelling.schemes if _of_policy(scheme, policy))
                if scheme := next(found, ""):
                    return scheme
    return ""


def _of_policy(scheme_id: str, policy: str) -> bool:
    """Whether a policy asks for a scheme: the official ones, or those of its own press."""
    if scheme_id == ANYASCII:
        return False
    scheme = get_scheme(scheme_id)
    official = scheme.status == "official" and policy in ("en", "official")
    return official or scheme.convention == policy.partition("-")[0]
