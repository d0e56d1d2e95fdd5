"""Results as fragments of HTML for notebooks: what `_repr_html_` shows. Reads `result` and `explain` alone.

A notebook asks each value for its HTML and puts it into its own page. So a fragment has no script, no style sheet
and no class names that could meet those of the page; it takes colour and type from where it stands (light or dark)
and marks things by weight, lines and words, so that it can be read without colours as well. Every string of a user
or of
a gazetteer is escaped, and each name stands in `<bdi>`, since القذافي would turn the words around it. The steps are
the sentences of `explain`, folded away until somebody asks.

Long things are cut, and the fragment says so: a notebook keeps every output that it has ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from normalizer.explain import step_sentence
from normalizer.result import Candidate, Cleaned, Cluster, Comparison, Mention, Resolution, Step

MAX_TEXT = 20_000
"""Code points of a text that are shown: ten printed pages, more than anybody reads in a notebook."""
MAX_ROWS = 100
"""Mentions, members and sources that are listed."""

_TABLE = '<table style="border-collapse:collapse;text-align:left">'
_CELL = ' style="text-align:left;padding:.1em .8em .1em 0;vertical-align:top"'
_VERDICT = '<span style="border:1px solid;border-radius:.3em;padding:0 .4em">'


def resolution_html(resolution: Resolution) -> str:
    """The answer of a look-up: the verdict, the candidates as a table, the steps folded away.

    Args:
        resolution: what `lookup` returned.

    Returns:
        A fragment of HTML without script and style sheet.

    >>> print(resolution_html(Resolution("Xyz<", "unknown")))
    <div><p><b><bdi>Xyz&lt;</bdi></b> <span ...>unknown</span></p></div>
    """
    head = f"{_strong(resolution.query)} {_VERDICT}{resolution.status}</span>"
    if resolution.canonical is not None:
        head += f" {_strong(resolution.canonical)}, score {resolution.score:.2f}, margin {resolution.margin:.2f}"
    table = _table(
        ("canonical form", "entity", "what it is", "recorded name", "score"),
        [_candidate_cells(c) for c in resolution.candidates],
    )
    steps = list(resolution.steps) + [s for c in resolution.candidates[:1] for s in c.steps]
    return f"<div><p>{head}</p>{table}{_folded(steps)}</div>"


def comparison_html(comparison: Comparison) -> str:
    """Whether two spellings are one name, and the reasons.

    Args:
        comparison: what `compare` returned.

    Returns:
        A fragment of HTML without script and style sheet.

    >>> "one name" in comparison_html(Comparison("Lisyansky", "Lisjanski", 0.96, True))
    True
    """
    verdict = "spellings of one name" if comparison.same else "not shown to be one name"
    head = f"{_strong(comparison.a)} · {_strong(comparison.b)} {_VERDICT}{verdict}</span> score {comparison.score:.2f}"
    return f"<div><p>{head}</p>{_list(comparison.steps)}</div>"


def cluster_html(cluster: Cluster) -> str:
    """One group of spellings, the chosen one first.

    Args:
        cluster: one of those that `cluster` returned.

    Returns:
        A fragment of HTML without script and style sheet.

    >>> "Gorbatschow" in cluster_html(Cluster("Gorbachev", ("Gorbachev", "Gorbatschow")))
    True
    """
    shown = [_name(m) for m in cluster.members if m != cluster.canonical][:MAX_ROWS]
    more = _more(len(set(cluster.members) - {cluster.canonical}) - len(shown), "members")
    listed = f": {', '.join(shown)}" if shown else ""
    return f"<div><p>{_strong(cluster.canonical)}{listed}{more}</p>{_folded(cluster.steps)}</div>"


def cleaned_html(cleaned: Cleaned) -> str:
    """A cleaned text: what was rewritten struck out beside what replaced it; then every mention with its reason.

    Args:
        cleaned: what `clean` returned.

    Returns:
        A fragment of HTML without script and style sheet.

    >>> mention = Mention(3, 7, "Kiev", "Kyiv", "place")
    >>> "<del>Kiev</del> <ins>Kyiv</ins>" in cleaned_html(Cleaned("To Kyiv", (mention,), "To Kiev"))
    True
    """
    rows = [_mention_cells(m) for m in cleaned.mentions[:MAX_ROWS]]
    table = _table(("at", "in the text", "becomes", "kind", "reason"), rows)
    body = f'<p style="white-space:pre-wrap" dir="auto">{_marked(cleaned)}</p>'
    more = _more(len(cleaned.mentions) - len(rows), "mentions")
    return f"<div>{body}{table}{f'<p>{more}</p>' if more else ''}</div>"


def info_html(info: Sequence[Mapping[str, Any]]) -> str:
    """What is in the open gazetteers, one table for each.

    Args:
        info: what `Normalizer.info` holds.

    Returns:
        A fragment of HTML without script and style sheet.

    >>> info_html([])
    '<div><p>no gazetteer: rules alone</p></div>'
    """
    if not info:
        return "<div><p>no gazetteer: rules alone</p></div>"
    return "<div>" + "".join(_table((), [(_text(k), _value(v)) for k, v in one.items()]) for one in info) + "</div>"


def _candidate_cells(candidate: Candidate) -> tuple[str, ...]:
    entity, matched = candidate.entity, candidate.matched
    facts = " ".join(x for x in (entity.kind, entity.feature, entity.country) if x)
    about = ", ".join(x for x in (matched.lang, matched.role, matched.source) if x)
    recorded = _name(matched.text) + (f" ({_text(about)})" if about else "")
    return _name(candidate.canonical), _text(entity.id), _text(facts), recorded, f"{candidate.score:.2f}"


def _mention_cells(mention: Mention) -> tuple[str, ...]:
    becomes = _name(mention.replacement) if mention.changed else "left"
    place = f"{mention.start}–{mention.end}"
    return place, _name(mention.surface), becomes, _text(mention.kind), _text(mention.reason)


def _marked(cleaned: Cleaned) -> str:
    text, out, at = cleaned.original, [], 0
    for mention in cleaned.mentions:
        if mention.end > MAX_TEXT:
            break
        out += [_text(text[at : mention.start]), _marked_mention(mention)]
        at = mention.end
    out.append(_text(text[at : max(at, MAX_TEXT)]))
    return "".join(out) + _more(len(text) - max(at, MAX_TEXT), "code points")


def _marked_mention(mention: Mention) -> str:
    if mention.changed:
        return f"<del>{_text(mention.surface)}</del> <ins>{_text(mention.replacement)}</ins>"
    return f'<span style="border-bottom:1px dotted" title="{_text(mention.reason)}">{_text(mention.surface)}</span>'


def _value(value: Any) -> str:
    """A value of `info`: a nested table for what has parts, a number with its thousands apart."""
    if isinstance(value, Mapping):
        return _table((), [(_text(k), _value(v)) for k, v in value.items()])
    if isinstance(value, list | tuple):
        shown = "".join(f"<div>{_value(v)}</div>" for v in value[:MAX_ROWS])
        return shown + _more(len(value) - MAX_ROWS, "entries")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    return f"{_TABLE}{_row('th', heads) if heads else ''}{''.join(_row('td', row) for row in rows)}</table>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}{_CELL}>{cell}</{tag}>' for cell in cells)}</tr>"


def _folded(steps: Sequence[Step]) -> str:
    return f"<details><summary>why</summary>{_list(steps)}</details>" if steps else ""


def _list(steps: Sequence[Step]) -> str:
    return f"<ul>{''.join(f'<li>{_text(step_sentence(s))}</li>' for s in steps)}</ul>" if steps else ""


def _more(count: int, what: str) -> str:
    return f" … and {count:,} more {what}, not shown here" if count > 0 else ""


def _strong(name: str) -> str:
    return f"<b>{_name(name)}</b>"


def _name(name: str) -> str:
    return f"<bdi>{_text(name)}</bdi>"


def _text(value: object) -> str:
    """Any value as text that HTML reads as text; a lone surrogate, which no page can carry, is shown as U+FFFD."""
    return escape(str(value).encode("utf-8", "replace").decode("utf-8"))
