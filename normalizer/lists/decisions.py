"""What a person has decided about pairs of names, so that later runs obey it.

A decision says that two spellings are one name ("same") or are not ("different"). The file is JSON Lines, as the review
page writes it, or a table with tabs, as a person does:

    {"decision": "same", "a": "Lugansk", "b": "Luhansk"}            decision<TAB>a<TAB>b
                                                                    different<TAB>Anna Smirnova<TAB>Olga Smirnova

Further fields are left alone. Spellings are taken letter by letter: a decision about one says nothing of another.
"Same"
carries over (A = B and B = C make A = C), and so two names that are different keep all spellings of the two apart. Of
two decisions about the very same pair the later one counts, so that a file can be added to; decisions that contradict
each other by way of others are refused, since obeying one would mean to ignore the other.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from normalizer.errors import SourceError

SAME, DIFFERENT = "same", "different"
COLUMNS = ("decision", "a", "b")


class Decision(NamedTuple):
    """Two spellings are one name ("same"), or are not ("different"). where: the file and line, for messages."""

    verdict: str
    a: str
    b: str
    where: str = ""


class Decisions:
    """Decisions that agree with each other.

    >>> decided = Decisions([Decision("same", "Lugansk", "Luhansk"), Decision("different", "Luhansk", "Luga")])
    >>> decided.about("Luhansk", "Lugansk"), decided.about("Luga", "Lugansk"), decided.about("Luga", "Kiev")
    ('same', 'different', None)
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        latest: dict[frozenset[str], Decision] = {}
        for decision in decisions:
            if decision.a != decision.b:
                latest[frozenset((decision.a, decision.b))] = decision
            elif decision.verdict == DIFFERENT:
                raise SourceError(f"{_place(decision)}{decision.a!r} cannot be another name than itself; leave it out.")
        self._group: dict[str, str] = {}
        for decision in latest.values():
            if decision.verdict == SAME:
                self._join(decision.a, decision.b)
        self._apart: set[frozenset[str]] = set()
        for decision in latest.values():
            if decision.verdict == DIFFERENT:
                groups = frozenset((self.group(decision.a), self.group(decision.b)))
                if len(groups) == 1:
                    raise SourceError(
                        f"{_place(decision)}{decision.a!r} and {decision.b!r} are decided to be different, but other "
                        "decisions make them one name; take out one of them."
                    )
                self._apart.add(groups)
        self._members: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(name for decision in latest.values() for name in (decision.a, decision.b)):
            self._members[self.group(name)].append(name)
        self._decided = tuple(latest.values())

    def __len__(self) -> int:
        return len(self._decided)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._decided)

    def group(self, name: str) -> str:
        """One spelling that stands for all that are decided to be this name; the name itself when nothing is."""
        while (parent := self._group.get(name, name)) != name:
            name = parent
        return name

    def about(self, a: str, b: str) -> str | None:
        """What was decided about two spellings: "same", "different", or None."""
        group_a, group_b = self.group(a), self.group(b)
        if group_a == group_b:
            return SAME if a != b else None
        return DIFFERENT if frozenset((group_a, group_b)) in self._apart else None

    def same_as(self, name: str) -> list[str]:
        """The other spellings that are decided to be this name."""
        return [other for other in self._members.get(self.group(name), ()) if other != name]

    def names(self) -> Iterator[str]:
        """All spellings that something is decided about."""
        return (name for members in self._members.values() for name in members)

    def kept_apart(self, groups: Iterable[str], others: Iterable[str]) -> bool:
        """Whether a spelling of one set is decided to be another name than one of the other set.

        Args:
            groups, others: what `group` says of the members of each set.
        """
        if not self._apart:
            return False
        two = set(others)
        return any(frozenset((one, other)) in self._apart for one in set(groups) for other in two)

    def _join(self, a: str, b: str) -> None:
        self._group[self.group(b)] = self.group(a)
        self._group.setdefault(self.group(a), self.group(a))


def open_decisions(path: str | os.PathLike[str]) -> Decisions:
    """The decisions of a file; see `read_decisions`.

    Raises:
        SourceError: it cannot be read, or not be understood.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: the decisions cannot be read ({error}); give a file in UTF-8.") from None
    return read_decisions(text.split("\n"), os.fspath(path))


def as_decisions(given: Decisions | str | os.PathLike[str] | None) -> Decisions | None:
    """Decisions that were given as such, or as the path of their file."""
    return open_decisions(given) if isinstance(given, str | os.PathLike) else given


def read_decisions(lines: Iterable[str], name: str) -> Decisions:
    """The decisions of a file, JSON Lines or a table with tabs and a header.

    Args:
        lines: without their ends. name: of the file, for messages.
    Raises:
        SourceError: a line cannot be understood, or decisions contradict each other; the message has the line.

    >>> read_decisions(["decision\\ta\\tb", "same\\tLugansk\\tLuhansk"], "d.tsv").about("Luhansk", "Lugansk")
    'same'
    """
    return Decisions(_read(lines, name))


def _read(lines: Iterable[str], name: str) -> Iterator[Decision]:
    header: list[str] | None = None
    for number, line in enumerate((line.removesuffix("\r") for line in lines), 1):
        where = f"{name}, line {number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.lstrip().startswith("{"):
            yield _of_json(line, where)
        elif header is None:
            header = _header(line.split("\t"), where)
        else:
            cells = line.split("\t")
            yield _checked(dict(zip(header, cells, strict=False)), where)


def _header(cells: list[str], where: str) -> list[str]:
    if set(COLUMNS) <= set(cells):
        return cells
    raise SourceError(
        f"{where}: a decisions file has JSON objects with decision, a and b, one a line, or begins with these three "
        "as the header of a table with tabs."
    )


def _of_json(line: str, where: str) -> Decision:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where}: this is no JSON object ({error}); give one object a line.") from None
    return _checked(found, where)


def _checked(found: dict[str, object], where: str) -> Decision:
    verdict, a, b = (found.get(column) for column in COLUMNS)
    if verdict not in (SAME, DIFFERENT) or not isinstance(a, str) or not isinstance(b, str):
        raise SourceError(
            f'{where}: a decision is "same" or "different" about two spellings a and b; given is '
            f"decision={verdict!r}, a={a!r}, b={b!r}."
        )
    return Decision(str(verdict), a, b, where)


def _place(decision: Decision) -> str:
    return f"{decision.where}: " if decision.where else ""
