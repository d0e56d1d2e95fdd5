"""Steps as sentences. Reads `result` alone, computes nothing, decides nothing.

Each rule id has one template; a rule without one is shown by its id, so that nothing is ever left out.
"""

from __future__ import annotations

from gazetteer.hints import TYPE_CHECKING
from normalizer.result import Candidate, Comparison, Resolution, Step

if TYPE_CHECKING:
    from normalizer.result import Cluster, Match

_TEMPLATES = {
    "guard:length": "the name is cut to its first code points: {after!r}",
    "guard:surrogates": "lone surrogates are replaced: {after!r}",
    "guard:invisible": "invisible characters are dropped: {after!r}",
    "guard:marks": "a flood of combining marks is thinned: {after!r}",
    "fold:letters": "{before!r} is folded to one case, apostrophe and dash: {after!r}",
    "fold:accents": "{before!r} without accents and points: {after!r}",
    "fold:article": "{before!r} without the article: {after!r}",
    "gazetteer:name": "recorded name {after!r} ({detail})",
    "fold:order": "words in alphabetical order: {after!r}",
    "canonical": "canonical form {after!r}: {detail}",
    "rejected": "not {after}: {detail}",
    "work:cut": "{detail}",
    "equal": "{before!r} and {after!r} are the same letters once folded",
    "shared-native": "{detail}",
    "letters": "{before!r} and {after!r}: {detail}",
    "order": "the words stand in another order: {before!r}, {after!r}",
    "order:family-first": "the words stand in another order, {detail}: {before!r}, {after!r}",
    "diminutive": "{before!r} and {after!r}: {detail}",
    "acronym": "{before!r} and {after!r}: {detail}",
    "adjective": "{before!r} and {after!r}: {detail}",
    "same:word": "{before!r} and {after!r} mean the same: {detail}",
    "recorded:place": "gazetteer: {detail}",
    "contradiction:recorded": "gazetteer: {detail}",
    "majority": "{after!r} is chosen: {detail}",
    "decision:same": "{before!r} and {after!r}: decided to be one name",
    "taken": "{after!r} goes to a row with a better claim",
    "contradiction:country": "another country: {before}, {after}",
}


def step_sentence(step: Step) -> str:
    """One step as a clause without a full stop.

    >>> step_sentence(Step("fold:accents", "łódź", "lodz", "query"))
    "'łódź' without accents and points: 'lodz'"
    """
    if step.rule in _TEMPLATES:
        return _TEMPLATES[step.rule].format(before=step.before, after=step.after, detail=step.detail)
    if step.rule.startswith("scheme:"):
        text = f"{step.before!r} is {step.after!r} under {step.rule.removeprefix('scheme:')}"
        return f"{text} ({step.detail})" if step.detail else text
    if step.rule.startswith("inflection:"):
        return f"{step.before!r} is the {step.detail}"
    group, _, rule = step.rule.partition(":")
    label = f"{group}, {rule}" if rule else group
    pair = f"{step.before!r} / {step.after!r}" if step.before and step.after else repr(step.before or step.after)
    return f"{label}: {pair}" + (f" ({step.detail})" if step.detail else "")


def candidate_title(candidate: Candidate) -> str:
    """ "Luhansk  place city UA  gn:702658  0.97" for a list."""
    entity = candidate.entity
    facts = " ".join(x for x in (entity.kind, entity.feature, entity.country) if x)
    return f"{candidate.canonical}  [{facts}]  {entity.id}  {candidate.score:.2f}"


def resolution_text(resolution: Resolution) -> str:
    """The whole answer of a look-up in plain lines."""
    query = resolution.query if len(resolution.query) <= 80 else resolution.query[:80] + "…"
    lines = [_headline(resolution, query)]
    lines += [f"  · {step_sentence(s)}" for s in resolution.steps if s.side == "query"]
    for number, candidate in enumerate(resolution.candidates, 1):
        lines.append(f"  {number}. {candidate_title(candidate)}")
        lines += [f"     · {step_sentence(s)}" for s in candidate.steps]
    lines += [f"  · {step_sentence(s)}" for s in resolution.steps if s.side != "query"]
    return "\n".join(lines)


def _headline(resolution: Resolution, query: str) -> str:
    if resolution.status == "match":
        return f"{query!r} is {resolution.canonical} (score {resolution.score:.2f}, margin {resolution.margin:.2f})."
    if resolution.status == "ambiguous":
        names = ", ".join(f"{c.canonical} ({c.entity.country or c.entity.kind})" for c in resolution.candidates[:3])
        return f"{query!r} is ambiguous: {names}."
    return f"{query!r} is unknown" + (": near names are listed." if resolution.candidates else ".")


def comparison_text(comparison: Comparison) -> str:
    """A yes or a no with its reasons."""
    verdict = "are spellings of one name" if comparison.same else "are not shown to be one name"
    lines = [f"{comparison.a!r} and {comparison.b!r} {verdict} (score {comparison.score:.2f})."]
    lines += [f"  · {step_sentence(s)}" for s in comparison.steps]
    return "\n".join(lines)


def match_reason(match: Match) -> str:
    """Why a row of one list is a row of another, or why that is unsure, in one line.

    >>> from normalizer.result import Match
    >>> match_reason(Match(0, 0, "Kiev", "Kiev", 1.0, "match", steps=(Step("equal", "Kiev", "Kiev"),)))
    "'Kiev' and 'Kiev' are the same letters once folded"
    """
    clauses = [step_sentence(step) for step in match.steps]
    if match.b is None:
        clauses.append("no row comes near")
    elif match.status == "unsure" and match.second is not None and match.second_score > match.score / 4:
        clauses.insert(0, f"{match.second!r} is likely, too ({match.second_score:.2f})")
    return "; ".join(clauses)


def cluster_text(cluster: Cluster) -> str:
    """A cluster on one line, with the reason on the next when there is more than one member."""
    line = f"{cluster.canonical}: {', '.join(cluster.members)}"
    return "\n".join([line, *(f"  · {step_sentence(s)}" for s in cluster.steps)])
