"""What was found in many texts, entity by entity: for the summary of a run and for the cards of the report.

Mentions are counted and forgotten. What is kept grows with the number of distinct names, not with the length of the
texts; the first mention of each spelling stays as the example whose reason is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from normalizer.result import Cleaned, Mention

SHOWN = 20
"""Entities listed in a summary; the rest are counted in its last line."""
EXAMPLES = 50
"""Spellings of one entity whose reasons are kept."""


@dataclass(slots=True)
class Group:
    """One entity, or one name that no gazetteer knows, with the spellings that were met.

    number: in the order of first appearance, from 1. title: the canonical form (the surface when it is not decided).
    id: "" without an entity. spellings: surface -> how often. changed: surface -> how often it was rewritten.
    examples: the first mention of each spelling.
    """

    number: int
    title: str
    id: str
    kind: str
    spellings: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Mention] = field(default_factory=dict)

    @property
    def mentions(self) -> int:
        """How often the entity is mentioned."""
        return self.spellings.total()

    @property
    def changes(self) -> int:
        """How many of the mentions were rewritten."""
        return self.changed.total()


class Summary:
    """Counts of a run.

    >>> from normalizer.cleaning.rewrite import rewrite
    >>> summary = Summary()
    >>> summary.add(rewrite("Kiev", [Mention(0, 4, "Kiev", "Kyiv", "place")]))
    >>> summary.texts, summary.mentions, summary.changes, [group.title for group in summary.groups]
    (1, 1, 1, ['Kyiv'])
    """

    def __init__(self) -> None:
        self.texts = 0
        self.mentions = 0
        self.changes = 0
        self._groups: dict[tuple[str, str], Group] = {}

    @property
    def groups(self) -> list[Group]:
        """The entities, in the order of their first appearance."""
        return list(self._groups.values())

    def ranked(self) -> list[Group]:
        """The entities with most changes first, then those with most mentions."""
        return sorted(self._groups.values(), key=lambda g: (-g.changes, -g.mentions, g.number))

    def add(self, cleaned: Cleaned, starts_text: bool = True) -> None:
        """Count the mentions of a text (or, with starts_text=False, of the next block of the same text)."""
        self.texts += starts_text
        for mention in cleaned.mentions:
            self.group_of(mention)
            self._count(mention)

    def group_of(self, mention: Mention) -> Group:
        """The group of a mention; it is made when this is its first."""
        key, title, entity = _identity(mention)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(len(self._groups) + 1, title, entity, mention.kind)
        return group

    def _count(self, mention: Mention) -> None:
        group = self.group_of(mention)
        self.mentions += 1
        group.spellings[mention.surface] += 1
        if mention.changed:
            self.changes += 1
            group.changed[mention.surface] += 1
        if mention.surface not in group.examples and len(group.examples) < EXAMPLES:
            group.examples[mention.surface] = mention

    def lines(self) -> Iterator[str]:
        """The summary as lines of text: totals, then what changed by entity."""
        yield f"{self.texts:,} text{'s' * (self.texts != 1)}, {self.mentions:,} mentions, {self.changes:,} changed"
        changed = [group for group in self.ranked() if group.changes]
        for group in changed[:SHOWN]:
            spellings = ", ".join(f"{surface} ×{count:,}" for surface, count in group.changed.most_common(5))
            more = f" and {len(group.changed) - 5} more spellings" if len(group.changed) > 5 else ""
            yield f"  {group.changes:6,}  {group.title}{f' ({group.id})' if group.id else ''}: {spellings}{more}"
        if len(changed) > SHOWN:
            rest = sum(group.changes for group in changed[SHOWN:])
            yield f"  {rest:6,}  {len(changed) - SHOWN} other names"

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "texts": self.texts,
            "mentions": self.mentions,
            "changes": self.changes,
            "entities": [
                {"canonical": g.title, "id": g.id, "kind": g.kind, "spellings": g.spellings, "changed": g.changed}
                for g in self.ranked()
            ],
        }


def _identity(mention: Mention) -> tuple[tuple[str, str], str, str]:
    """A key, the title, and the id of what a mention names."""
    resolution = mention.resolution
    if resolution is None:
        return ("name", mention.replacement), mention.replacement, ""
    if resolution.status == "match" and resolution.candidates:
        best = resolution.candidates[0]
        return ("entity", best.entity.id), best.canonical, best.entity.id
    return (resolution.status, mention.surface), mention.surface, ""
