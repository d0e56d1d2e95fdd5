"""The review page: groups and rows that a person should look at, and a way to hand the decisions back.

One HTML file with everything in it: it loads nothing, sends nothing, works from a disk and on a telephone. Names go in
as data and come onto the page as text, so that no name can do anything there. What a person decides stays in the
browser until it is downloaded as a decisions file, which `--decisions` obeys in later runs (`lists.decisions`). The
page is for people, so it holds as many items as people look at, the least sure first; it says how many it left out.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from normalizer.explain import step_sentence
from normalizer.result import Cluster, Match

MOST_ITEMS = 2_000  # on one page: some hours of work; the rest is surer, and comes up when these are decided
MOST_CHOICES = 200  # members of one group that are shown; nobody ticks more
TEMPLATE = Path(__file__).with_name("review.html")
_PLACE = "@@DATA@@"


class Choice(NamedTuple):
    """A spelling that may be the same name as the title of its item; checked: that it is, is the proposal."""

    name: str
    score: str
    why: str
    checked: bool


class Item(NamedTuple):
    """A question: which of these are the same name as the title?"""

    title: str
    about: str
    choices: tuple[Choice, ...]


def cluster_items(clusters: Iterable[Cluster], most: int = MOST_ITEMS) -> tuple[list[Item], int]:
    """The groups of several members as questions, the least sure first, and how many are left out.

    >>> from normalizer.lists.cluster import cluster_names
    >>> items, left_out = cluster_items(cluster_names(["Lisyansky", "Kirov", "Lisjanski"]))
    >>> items[0].title, [choice.name for choice in items[0].choices], left_out
    ('Lisyansky', ['Lisjanski'], 0)
    """
    groups = [cluster for cluster in clusters if len(cluster.members) > 1]
    chosen = heapq.nsmallest(most, groups, key=lambda cluster: min(cluster.scores, default=1.0))
    return [_of_cluster(cluster) for cluster in chosen], len(groups) - len(chosen)


def _of_cluster(cluster: Cluster) -> Item:
    why = {step.before: step_sentence(step) for step in cluster.steps[:-1]}
    scores = dict(zip(cluster.members, cluster.scores, strict=False))
    others = sorted((m for m in cluster.members if m != cluster.canonical), key=lambda name: scores.get(name, 1.0))
    choices = [Choice(name, _shown(scores.get(name)), why.get(name, ""), True) for name in others[:MOST_CHOICES]]
    about = f"{len(cluster.members)} spellings"
    if len(others) > MOST_CHOICES:
        about += f"; the {MOST_CHOICES} least sure are shown"
    return Item(cluster.canonical, about, tuple(choices))


def match_items(matches: Iterable[Match], most: int = MOST_ITEMS) -> tuple[list[Item], int]:
    """The unsure rows of a join as questions, the likeliest first, each pair of names once; and how many are left out.

    >>> items, _ = match_items([Match(0, 4, "Smirnov", "Smyrnow", 0.7, "unsure")])
    >>> items[0].title, items[0].choices[0].name, items[0].choices[0].checked
    ('Smirnov', 'Smyrnow', False)
    """
    found: dict[str, Match] = {}
    for match in matches:
        if match.status == "unsure" and match.a not in found:
            found[match.a] = match
    asked = {name: match for name, match in found.items() if _choices(match)}
    chosen = heapq.nlargest(most, asked.values(), key=lambda match: match.score)
    return [Item(m.a, f"row {m.row + 1}", _choices(m)) for m in chosen], len(asked) - len(chosen)


def _choices(match: Match) -> tuple[Choice, ...]:
    """The rows that may be meant, by their names; a decision is about names, so equal ones are no question."""
    found = {match.b: Choice(match.b or "", _shown(match.score), match.reason, False)}
    if match.second is not None:
        found.setdefault(match.second, Choice(match.second, _shown(match.second_score), "the runner-up", False))
    return tuple(choice for choice in found.values() if choice.name not in ("", match.a))


def page(title: str, items: Sequence[Item], left_out: int = 0, earlier: Iterable[tuple[str, str, str]] = ()) -> str:
    """The page.

    Args:
        left_out: items that are not on it. earlier: decisions (verdict, a, b) that the downloaded file repeats.

    >>> "Lisyansky" in page("Names", [Item("Lisyansky", "", ())])
    True
    """
    data = {
        "title": title,
        "help": "Tick what is the same name as the heading, and accept. The decisions stay in this browser until you "
        "download them; give the file to the next run with --decisions.",
        "items": [{**item._asdict(), "choices": [choice._asdict() for choice in item.choices]} for item in items],
        "left_out": left_out,
        "earlier": [list(one) for one in earlier],
    }
    data["key"] = hashlib.blake2b(json.dumps(data).encode(), digest_size=8).hexdigest()
    head, tail = TEMPLATE.read_text("utf-8").split(_PLACE)
    return head + _embedded(data) + tail


def _embedded(data: object) -> str:
    """JSON that can end no script element and holds no lone surrogate: both are written as escapes."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode("utf-8", "backslashreplace").decode()


def _shown(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
