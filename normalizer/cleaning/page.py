"""The report of a cleaning as one HTML page: the text with its names marked, and a card for each of them.

The page carries its own style and needs nothing else: no script, no font, no picture, nothing from elsewhere, and a
policy in its head forbids the browser to fetch anything. What is folded is folded by HTML itself. A mark in
the text leads to the card of its entity, which has every spelling with its count as a bar, the reasons in sentences,
and, unfolded, the evidence. Changes are shown by both spellings and not by colour alone.

Blocks of text are written to a temporary file as they come, since the cards, which stand before them, are known at the
end. So the memory taken grows with the number of distinct names, not with the length of the text; and of a text
that is too long to be read as a page, only the lines with something to see are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePath
from tempfile import SpooledTemporaryFile
from types import TracebackType

from normalizer.cleaning.summary import Group, Summary
from normalizer.explain import candidate_title, step_sentence
from normalizer.result import Cleaned, Mention
from normalizer.version import __version__

WHOLE_TEXT = 300_000
"""Code points up to which a text is shown whole: some 100 printed pages."""
CARDS = 500
"""Entities that get a card, those with most changes first; browsers of telephones manage so many."""
CHART = 20
"""Spellings in the chart at the top."""
_SPOOLED = 1 << 22
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="name-normalizer {version}">
<title>Names in {title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>Names in {title}</h1>
"""
_LEGEND = """<h2 id="legend">Legend</h2>
<ul class="legend">
<li><del>Kiev</del> <ins>Kyiv</ins> changed: the old spelling, the new one</li>
<li><span class="same">Kyiv</span> recognised, and as it should be</li>
<li><span class="left">Artemivsk</span> recognised and left, for the reason on its card</li>
<li class="quiet">Striped bars: spellings that were changed.</li>
</ul>
"""
_FOOT = '<p class="quiet">Made by name-normalizer {version}. This page holds no script and loads nothing.</p>\n'


class Page:
    """A report in the making; use it as a context manager.

    Args:
        summary: counts the same texts: whoever cleans them adds each to it before it comes here.

    >>> from normalizer.cleaning.rewrite import rewrite
    >>> summary = Summary()
    >>> once = rewrite("In Kiev.", [Mention(3, 7, "Kiev", "Kyiv", "place")])
    >>> with Page(summary) as page:
    ...     page.begin("letter.txt")
    ...     summary.add(once)
    ...     page.add(once)
    ...     text = b"".join(page.parts()).decode()
    >>> '<a href="#n1" title="Kyiv"><del>Kiev</del><ins>Kyiv</ins></a>' in text
    True
    """

    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._names: list[str] = []
        self._texts: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_SPOOLED)  # noqa: SIM115
        self._length = 0
        self._open = False

    def __enter__(self) -> Page:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._texts.close()

    def begin(self, name: str) -> None:
        """Begin the next text."""
        self._end()
        title = "standard input" if name == "-" else name
        self._names.append(title)
        self._length = 0
        self._open = True
        self._write(f'<h2 id="t{len(self._names)}">{shown(title)}</h2>\n<div class="text">')

    def add(self, cleaned: Cleaned) -> None:
        """Add a text, or the next block of it."""
        self._length += len(cleaned.original)
        whole = self._length <= WHOLE_TEXT
        for part in self._marked(cleaned) if whole else self._excerpts(cleaned):
            self._write(part)

    def parts(self) -> Iterator[bytes]:
        """The page, in pieces."""
        self._end()
        yield self._head().encode()
        yield from (part.encode() for part in self._chart())
        yield _LEGEND.encode()
        yield from (part.encode() for part in self._cards())
        self._texts.seek(0)
        while data := self._texts.read(_SPOOLED):
            yield data
        yield (_FOOT.format(version=__version__) + "</main>\n</body>\n</html>\n").encode()

    def _end(self) -> None:
        if self._open:
            self._write("</div>\n")
            self._open = False

    def _write(self, part: str) -> None:
        self._texts.write(part.encode())

    def _marked(self, cleaned: Cleaned) -> Iterator[str]:
        last = 0
        for mention in cleaned.mentions:
            yield shown(cleaned.original[last : mention.start])
            yield self._mark(mention)
            last = mention.end
        yield shown(cleaned.original[last:])

    def _excerpts(self, cleaned: Cleaned) -> Iterator[str]:
        """Only lines with a mention that is not yet as it should be."""
        text, shown_to = cleaned.original, 0
        worth = [m for m in cleaned.mentions if m.changed or _left(m)]
        at = 0
        while at < len(worth):
            start = text.rfind("\n", 0, worth[at].start) + 1
            end = text.find("\n", worth[at].end)
            end = len(text) if end < 0 else end
            if start > shown_to:
                yield '<span class="gap">… lines without anything to see …</span>'
            last = start = max(start, shown_to)
            while at < len(worth) and worth[at].start < end:
                yield shown(text[last : worth[at].start])
                yield self._mark(worth[at])
                last = worth[at].end
                at += 1
            shown_to = max(end, last)
            yield shown(text[last:shown_to])

    def _mark(self, mention: Mention) -> str:
        group = self._summary.group_of(mention)
        link = f'href="#n{group.number}" title="{shown(group.title)}"'
        if mention.changed:
            return f"<a {link}><del>{shown(mention.surface)}</del><ins>{shown(mention.replacement)}</ins></a>"
        sort = "left" if _left(mention) else "same"
        return f'<a {link} class="{sort}">{shown(mention.surface)}</a>'

    def _head(self) -> str:
        title = shown(", ".join(PurePath(name).name or name for name in self._names[:3]))
        title += f" and {len(self._names) - 3} more" if self._names[3:] else ""
        style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
        summary = self._summary
        tiles = "".join(
            f"<li><b>{number:,}</b>{name}</li>"
            for number, name in (
                (summary.texts, "text" if summary.texts == 1 else "texts"),
                (summary.mentions, "mentions"),
                (summary.changes, "changed"),
                (len(summary.groups), "names"),
            )
        )
        texts = " · ".join(f'<a href="#t{n}">{shown(name)}</a>' for n, name in enumerate(self._names[:50], 1))
        head = _HEAD.format(policy=_POLICY, version=__version__, title=title, style=style)
        return f'{head}<ul class="tiles">{tiles}</ul>\n<nav class="quiet"><p>To the text: {texts}</p></nav>\n'

    def _chart(self) -> Iterator[str]:
        """The spellings of names that are spelt in several ways or were changed, those of one name together."""
        counts = [
            (count, surface, group)
            for group in self._summary.ranked()
            if len(group.spellings) > 1 or group.changes
            for surface, count in group.spellings.most_common()
        ]
        if not counts:
            return
        yield '<h2 id="spellings">Spellings</h2>\n<ul class="bars">\n'
        most = max(count for count, _, _ in counts[:CHART])
        for count, surface, group in counts[:CHART]:
            yield _bar(surface, count, most, bool(group.changed[surface]), group)
        yield "</ul>\n"
        if len(counts) > CHART:
            yield f'<p class="quiet">{len(counts) - CHART:,} more spellings stand on the cards.</p>\n'

    def _cards(self) -> Iterator[str]:
        groups = self._summary.ranked()
        if not groups:
            yield '<p class="quiet">No name was recognised.</p>\n'
            return
        yield '<h2 id="names">Names</h2>\n<div class="cards">\n'
        for group in groups[:CARDS]:
            yield _card(group)
        yield "</div>\n"
        if len(groups) > CARDS:
            yield f'<p class="quiet">{len(groups) - CARDS:,} more names have no card.</p>\n'


def shown(text: str) -> str:
    """Text as HTML may have it: signs of the markup escaped, control characters and lone surrogates as U+FFFD.

    >>> shown("<b> \\x00")
    '&lt;b&gt; �'
    """
    return escape(_CONTROL.sub("\ufffd", text))


def _left(mention: Mention) -> bool:
    """Whether a mention that stayed is not as it should be, or not decided."""
    if mention.changed or mention.resolution is None:
        return False
    return mention.resolution.canonical != mention.surface


def _bar(surface: str, count: int, most: int, changed: bool, group: Group | None = None) -> str:
    name = shown(surface)
    if group is not None:
        entity = "" if surface == group.title else f" <small>{shown(group.title)}</small>"
        name = f'<a href="#n{group.number}">{name}</a>{entity}'
    return (
        f'<li{" class=was" if changed else ""}><span dir="auto">{name}</span>'
        f'<span class="bar" style="width:{max(1, round(100 * count / most))}%"></span>'
        f'<span class="count">{count:,}</span></li>\n'
    )


def _card(group: Group) -> str:
    facts = " · ".join(shown(x) for x in (group.kind, _facts(group), group.id) if x)
    most = max(group.spellings.values())
    bars = "".join(_bar(s, n, most, bool(group.changed[s])) for s, n in group.spellings.most_common(12))
    rest = len(group.spellings) - 12
    reasons = dict.fromkeys(f"{m.surface}: {m.reason}" for m in group.examples.values() if m.reason)
    parts = [
        f'<section class="card" id="n{group.number}">\n<h3 dir="auto">{shown(group.title)}</h3>\n',
        f'<p class="quiet">{facts}</p>\n' if facts else "",
        f'<p class="quiet">{group.mentions:,} mentions, {group.changes:,} changed</p>\n',
        f'<ul class="bars">\n{bars}</ul>\n',
        f'<p class="quiet">and {rest:,} more spellings</p>\n' if rest > 0 else "",
        "<ul>" + "".join(f"<li>{shown(reason)}</li>" for reason in list(reasons)[:8]) + "</ul>\n" if reasons else "",
        _evidence(group),
        "</section>\n",
    ]
    return "".join(parts)


def _facts(group: Group) -> str:
    first = next(iter(group.examples.values()), None)
    entity = first.resolution.entity if first and first.resolution else None
    return " ".join(x for x in (entity.feature, entity.country) if x) if entity else ""


def _evidence(group: Group) -> str:
    """What was found in the gazetteer, folded away; "" for a name that is in none."""
    lines = []
    for surface, mention in list(group.examples.items())[:5]:
        resolution = mention.resolution
        if resolution is None or not resolution.candidates:
            continue
        if resolution.status == "match":
            listed = [step_sentence(step) for step in resolution.candidates[0].steps]
            head = f"{surface} (score {resolution.score:.2f})"
        else:
            listed = [candidate_title(candidate) for candidate in resolution.candidates[:5]]
            head = f"{surface} is {resolution.status}"
        items = "".join(f"<li>{shown(line)}</li>" for line in listed)
        lines.append(f"<p>{shown(head)}</p><ul>{items}</ul>")
    return f"<details><summary>Evidence</summary>{''.join(lines)}</details>\n" if lines else ""
