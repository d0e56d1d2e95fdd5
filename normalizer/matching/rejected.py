"""Why the names nearest to a query are not meant: what a reader who is told of one entity asks next.

Of each entity that the first cut listed the recorded name is shown that is its canonical form, or else its first in the
script of the query. What looks little like the query is left out; the rest stands by likeness and importance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from itertools import islice

from gazetteer.model import Name
from normalizer import policy
from normalizer.matching.compare import compare_names
from normalizer.matching.find import Find
from normalizer.matching.keys import fold_native
from normalizer.result import Comparison, Step
from normalizer.text.unicode import script_of


class Rejected:
    """The steps that say why other names are not meant.

    Args:
        key: the folded query. text: the query. shown: the canonical form of what was found.
    """

    def __init__(self, key: str, text: str, shown: Callable[[Find], str]) -> None:
        self._key, self._text, self._shown, self._script = key, text, shown, script_of(text)

    def steps(self, others: Iterable[Find]) -> list[Step]:
        """At most REJECTED_SHOWN steps, the likeliest and most important names first.

        Args:
            others: finds of other entities than those of the answer, the best of each first.
        """
        near: dict[str, tuple[float, Find]] = {}
        for find in others:
            if find.entity.id not in near and (name := self._name_of(find)):
                near[find.entity.id] = self._likeness(name), find.with_name(name)
        alike = [x for x in near.values() if x[0] >= policy.REJECTED_LIKENESS]
        alike.sort(key=lambda x: (-x[0] * math.log10(x[1].entity.weight + 10), x[1].entity.id))
        compared = ((find, compare_names(self._text, find.name.text, find.entity.kind)) for _, find in alike)
        told = (self._step(find, comparison) for find, comparison in compared if not comparison.same)
        return list(islice(told, policy.REJECTED_SHOWN))

    def _name_of(self, find: Find) -> Name | None:
        names = find.gazetteer.names(find.posting.entity_no)
        rivals = [n for n in names if n.script == self._script and n.role not in ("generated", "code")]
        return min(rivals, key=lambda n: n.text != self._shown(find), default=None)

    def _likeness(self, name: Name) -> float:
        return SequenceMatcher(None, self._key, fold_native(name.text)).ratio()

    def _step(self, find: Find, comparison: Comparison) -> Step:
        why = "; ".join(dict.fromkeys(s.detail for s in comparison.steps if s.detail)) or "the letters differ"
        score = f"(score {comparison.score:.2f})"
        return Step(
            "rejected",
            self._text,
            f"{self._shown(find)} ({find.entity.id})",
            "evidence",
            f"its recorded name {find.name.text!r} is another name {score}: {why}",
        )
