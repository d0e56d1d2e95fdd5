"""Two lists, row by row: which row of the second names what a row of the first does, and how sure that is.

Each name of the first list asks the second one, as a crowd (`crowd`), for its likeliest partners; these are compared
(`scoring`), and the rows that have them are candidates, best first. Exact spellings are found like all others: they
share the rarest parts of all. Countries and kinds, where both rows have one, speak too: a place in another country is
hardly the place however equal the names, and a person is no firm.

In a long list somebody always looks alike, so the score of a row is not the likeness of two names but the chance that
this is the right row: it falls with the number of names that the best one was chosen from, and rises with its distance
to the next one (fitted and checked in docs/joining.md). Letters that are equal count more than any likeness. Above a
high chance the row is a match, below a low one there is none, and what lies between is for a person to look at. One to
one, a row that another one of the first list has the better claim to is no rival. Every row of the first list comes
back.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from normalizer.errors import UsageError
from normalizer.lists.assignment import one_to_one
from normalizer.lists.crew import in_crew
from normalizer.lists.crowd import Crowd, asked
from normalizer.lists.decisions import DIFFERENT, SAME, Decisions
from normalizer.lists.scoring import log_odds, pair_score
from normalizer.lists.spill import Texts, scratch
from normalizer.matching.compare import compare_names
from normalizer.matching.evidence import NameParts
from normalizer.matching.model import probability
from normalizer.policy import (
    FOLDED_LOG_ODDS,
    IDENTICAL_LOG_ODDS,
    JOIN_CLAIM,
    JOIN_CROWD,
    JOIN_RIVAL,
    JOIN_RIVAL_MOST,
    JOIN_THRESHOLD,
    LISTED_THRESHOLD,
    OTHER_COUNTRY_LOG_ODDS,
    REVIEW_THRESHOLD,
    SAME_COUNTRY_LOG_ODDS,
    check_country,
    check_kind,
)
from normalizer.result import Match, MatchStatus, Step, Steps
from normalizer.text.unicode import fold_letters

CHUNK = 200  # names of one task
ROWS_KEPT = 5  # candidate rows of a row that are kept: the best, the runner-up, and some to choose from one to one
NAMES_KEPT = 12  # candidate names of a name that are handed back: their rows may be of other countries
NOBODY = -math.inf  # the claim of the rival of a row that has none
DECIDED_CLAIM = 50.0  # of a row that a person decided: above all that letters say
BEST, ONE_TO_ONE, MANY = "best", "one-to-one", "many"


Report = Callable[[int, int | None], object]
Named = str | tuple[str, ...]


class Row(NamedTuple):
    """A name with what is known of it: ISO 3166-1 alpha-2 country and kind, "" when unknown."""

    name: str
    country: str = ""
    kind: str = ""


class Found(NamedTuple):
    """A row of the second list that may be the one.

    likeness: 0..1, of the names. claim: the log-odds by which it is ranked among its rivals, which know more than the
    likeness: equal letters and countries. decided: what a person said, "" for nothing.
    """

    likeness: float
    claim: float
    row: int
    decided: str = ""


def rows_of(names: Iterable[Named]) -> list[Row]:
    """Rows from names, or from tuples of a name, its country and its kind, as far as they are known (None, "").

    Raises:
        UsageError: something is neither; the message says which.

    >>> rows_of(["Kyiv", ("Berlin", "DE")])
    [Row(name='Kyiv', country='', kind=''), Row(name='Berlin', country='DE', kind='')]
    """
    return [_row(name, number) for number, name in enumerate(names)]


def _row(named: object, number: int) -> Row:
    if isinstance(named, str):
        return Row(named)
    if isinstance(named, tuple) and 0 < len(named) <= len(Row._fields) and all(isinstance(x or "", str) for x in named):
        return Row(*(value or "" for value in named))
    raise UsageError(
        f"Name {number} (from 0) is {named!r}: give text, or a tuple of name, country and kind, each text or None."
    )


def match_rows(
    left: Sequence[Row],
    right: Sequence[Row],
    known: NameParts | None = None,
    kind: str | None = None,
    how: str = BEST,
    decisions: Decisions | None = None,
    workers: int = 1,
    reopen: Callable[[], NameParts | None] | None = None,
    report: Report | None = None,
) -> Iterator[Match]:
    """For each row of the first list what it is in the second, in order; with `MANY` all rows that it is.

    Args:
        known: what a gazetteer knows about names; None for rules alone.
        kind: of all names whose row says none. how: BEST, ONE_TO_ONE or MANY.
        decisions: of a person, which count whatever the letters say.
        workers: processes. reopen: makes `known` in each of them.
        report: told how far the work is: names done, of how many.
    Raises:
        UsageError: `kind` or that of a row is not one of them, or a country is no country.

    >>> [(m.a, m.b, m.status) for m in match_rows([Row("Lisyansky")], [Row("Kirov"), Row("Лисянский")])]
    [('Lisyansky', 'Лисянский', 'match')]
    """
    check_kind(kind)
    left, right = _checked(left, kind), _checked(right, kind)
    decided = decisions or Decisions()
    of_name: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(right):
        if row.name.strip():  # a row without a name is nobody
            of_name[row.name].append(number)
    near = _near(left, right, list(of_name), known, workers, reopen, report)
    candidates = (_candidates(row, names, right, of_name, decided) for row, names in zip(left, near, strict=True))
    join = _Join(left, right, len(of_name), known)
    if how == ONE_TO_ONE:
        yield from _taken_once(join, list(candidates))
    elif how == MANY:
        yield from chain.from_iterable(join.all(number, found) for number, found in enumerate(candidates))
    else:
        yield from (join.best(number, found) for number, found in enumerate(candidates))


def _checked(rows: Sequence[Row], kind: str | None) -> list[Row]:
    made = [Row(row.name, (check_country(row.country or None) or ""), row.kind or kind or "") for row in rows]
    for one in {row.kind for row in made if row.kind}:
        check_kind(one)
    return made


# --- names near a name -------------------------------------------------------------------------------------


class Bench(NamedTuple):
    """What it takes to find the names of the second list that are near a name, in any process."""

    crowd: Crowd
    names: Sequence[str] | Texts
    known: NameParts | None


def _open_bench(folder: Path, reopen: Callable[[], NameParts | None] | None) -> Bench:
    return Bench(Crowd.stored(folder), Texts.stored(folder, "names"), reopen() if reopen else None)


def _near(
    left: Sequence[Row],
    right: Sequence[Row],
    names: Sequence[str],
    known: NameParts | None,
    workers: int,
    reopen: Callable[[], NameParts | None] | None,
    report: Report | None,
) -> Iterator[list[tuple[float, str]]]:
    """For each row the names of the second list that are near its name, with their scores; best first."""
    kinds = _kinds(right)
    questions = list(dict.fromkeys((row.name, row.kind) for row in left if row.name.strip()))
    with scratch(len(names), workers) as folder:
        crowd = Crowd.of(((name, kinds.get(name)) for name in names), known, folder, len(names), fewest=1)
        make: Callable[[], Bench] = partial(Bench, crowd, names, known)
        if folder and workers > 1:  # each process opens what this one has written
            stored = Texts(folder, "names")
            for name in names:
                stored.append(name)
            stored.seal()
            make = partial(_open_bench, folder, reopen)
        tasks = [questions[at : at + CHUNK] for at in range(0, len(questions), CHUNK)]
        answers: dict[tuple[str, str], list[tuple[float, int]]] = {}
        for task, found in zip(tasks, in_crew(make, _asked_about, tasks, workers), strict=True):
            answers.update(zip(task, found, strict=True))
            if report:
                report(len(answers), len(questions))
    for row in left:
        yield [(score, names[j]) for score, j in answers.get((row.name, row.kind), ())]


def _kinds(rows: Iterable[Row]) -> dict[str, str | None]:
    """The kind under which a name of the second list is read: that of all its rows, when they agree."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.name].add(row.kind)
    return {name: next(iter(kinds)) or None for name, kinds in found.items() if len(kinds) == 1}


def _asked_about(bench: Bench, questions: Sequence[tuple[str, str]]) -> list[list[tuple[float, int]]]:
    return [_nearest(bench, name, kind or None) for name, kind in questions]


def _nearest(bench: Bench, name: str, kind: str | None) -> list[tuple[float, int]]:
    partners = bench.crowd.partners(*asked(name, kind, bench.known))
    scored = ((pair_score(name, bench.names[j], kind, bench.known), -j) for j in partners)
    best = sorted(((score, j) for score, j in scored if score >= LISTED_THRESHOLD), reverse=True)
    return [(score, -j) for score, j in best[:NAMES_KEPT]]


# --- candidate rows of a row -------------------------------------------------------------------------------


def _candidates(
    row: Row, near: list[tuple[float, str]], right: Sequence[Row], of_name: dict[str, list[int]], decided: Decisions
) -> list[Found]:
    """The rows of the second list that may be meant, best first: what was decided, then by score, then in order."""
    found: list[Found] = []
    scores = {name: score for score, name in near}
    for name in dict.fromkeys([*scores, *decided.same_as(row.name)]):
        verdict = decided.about(row.name, name) or ""
        for number in of_name.get(name, ()) if verdict != DIFFERENT else ():
            if verdict == SAME:
                found.append(Found(1.0, DECIDED_CLAIM, number, SAME))
            elif not (row.kind and right[number].kind) or row.kind == right[number].kind:
                found.append(Found(scores[name], _claim(scores[name], row, right[number]), number))
    return sorted(found, key=lambda one: (-one.claim, one.row))[:ROWS_KEPT]


def _claim(likeness: float, a: Row, b: Row) -> float:
    """What speaks for two rows, in log-odds; equal letters do not outweigh another country."""
    claim = log_odds(likeness)
    if a.country and b.country and a.country != b.country:
        return claim + OTHER_COUNTRY_LOG_ODDS["place" if "place" in (a.kind, b.kind) else "other"]
    if a.country and b.country:
        claim += SAME_COUNTRY_LOG_ODDS
    if a.name == b.name:
        return claim + IDENTICAL_LOG_ODDS
    return claim + FOLDED_LOG_ODDS if fold_letters(a.name) == fold_letters(b.name) else claim


def chance(one: Found, rival: float, names: int) -> float:
    """The chance that a row is the right one, 0..1: at most that of the two names, and its share beside a rival.

    Args:
        rival: the claim of the best other row. names: of how many the row was chosen from.

    >>> alone, beside = (chance(Found(0.98, 3.9, 0), rival, 1000) for rival in (-math.inf, 3.9))
    >>> round(alone, 2), round(beside, 2)
    (0.98, 0.5)
    """
    if one.decided:
        return 1.0
    ahead = one.claim - rival
    odds = JOIN_CLAIM * one.claim + JOIN_RIVAL * max(min(ahead, JOIN_RIVAL_MOST), -JOIN_RIVAL_MOST)
    sure = probability(odds - JOIN_CROWD * math.log(max(names, 1)))
    return min(sure, probability(one.claim), probability(ahead))


# --- the answer for a row ----------------------------------------------------------------------------------


class _Join(NamedTuple):
    """What it takes to tell the answer for a row."""

    left: Sequence[Row]
    right: Sequence[Row]
    names: int
    known: NameParts | None

    def best(self, number: int, found: list[Found]) -> Match:
        """The best row, or none."""
        return self.made(number, found, found[1].claim if len(found) > 1 else NOBODY)

    def all(self, number: int, found: list[Found]) -> list[Match]:
        """All rows that are a match when each is judged by itself; when there is none, the best one."""
        same = [one for one in found if chance(one, NOBODY, self.names) >= JOIN_THRESHOLD]
        if not same:
            return [self.best(number, found)]
        return [self.made(number, [one, *(other for other in found if other is not one)], NOBODY) for one in same]

    def made(self, number: int, found: list[Found], rival: float, status: MatchStatus | None = None) -> Match:
        """The answer that the first of these rows is, which has this rival; `status` where it is known already."""
        row = self.left[number]
        if not found:
            return Match(number, None, row.name, None, 0.0, "none")
        best, second = found[0], found[1] if len(found) > 1 else None
        score = chance(best, rival, self.names)
        other = self.right[best.row]
        return Match(
            number,
            best.row,
            row.name,
            other.name,
            score,
            status or _status(score),
            best.likeness,
            second.row if second else None,
            self.right[second.row].name if second else None,
            chance(second, best.claim, self.names) if second else 0.0,
            partial(_steps, row, other, best.decided, status == "none", self.known),
        )


def _status(score: float) -> MatchStatus:
    return "match" if score >= JOIN_THRESHOLD else "unsure" if score >= REVIEW_THRESHOLD else "none"


def _steps(a: Row, b: Row, decided: str, taken: bool, known: NameParts | None) -> Steps:
    """The reasons for a pair of rows, worked out when they are read."""
    if decided:
        steps: Steps = (Step(f"decision:{decided}", a.name, b.name, "evidence", "the decisions say so"),)
    else:
        steps = compare_names(a.name, b.name, a.kind or b.kind or None, known).steps
    if a.country and b.country and a.country != b.country:
        steps = (*steps, Step("contradiction:country", a.country, b.country, "evidence", "another country"))
    return (Step("taken", a.name, b.name, "evidence", "another row has it"), *steps) if taken else steps


# --- one to one --------------------------------------------------------------------------------------------


def _taken_once(join: _Join, candidates: list[list[Found]]) -> Iterator[Match]:
    """Each row of the second list for one row at most: the choice with the greatest total of evidence.

    A row that another one of the first list has the better claim to is no rival; one that has got none, with a claim
    as good, is.
    """
    claims = {(number, one.row): one.claim for number, found in enumerate(candidates) for one in found if one.claim > 0}
    chosen = one_to_one(claims)
    owner = {row: number for number, row in chosen.items()}
    rivals: dict[int, float] = defaultdict(lambda: NOBODY)
    for (number, row), claim in claims.items():
        if number not in chosen:
            rivals[row] = max(rivals[row], claim)
    for number, found in enumerate(candidates):
        mine = next((one for one in found if one.row == chosen.get(number)), None)
        free = [one for one in found if one.row not in owner or claims[owner[one.row], one.row] <= one.claim]
        if mine:
            free = [one for one in free if one is not mine]
            rival = max(rivals[mine.row], free[0].claim if free else NOBODY)
            yield join.made(number, [mine, *free], rival)
        elif free:
            yield join.made(number, free, free[0].claim)
        else:
            taken = claims[owner[found[0].row], found[0].row] if found else NOBODY
            yield join.made(number, found, taken, "none")
