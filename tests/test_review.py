"""The review page as a file: complete, quiet, and safe whatever the names are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from normalizer.lists.cluster import cluster_names
from normalizer.lists.join import match_rows, rows_of
from normalizer.result import Cluster
from normalizer.review import MOST_CHOICES, Choice, Item, cluster_items, match_items, page

HOSTILE = "</script><script>alert(1)</script>\u2028\ud800 & \"'"


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_groups_come_the_least_sure_first_and_lone_names_not_at_all() -> None:
    sure, unsure = Cluster("A", ("A", "B"), (), (0.99, 0.99)), Cluster("C", ("C", "D"), (), (0.8, 0.8))
    items, left_out = cluster_items([sure, Cluster("E", ("E",)), unsure])
    assert [item.title for item in items] == ["C", "A"]
    assert left_out == 0
    assert cluster_items([sure, unsure], most=1)[1] == 1


def test_a_group_too_large_for_a_page_says_so() -> None:
    names = tuple(f"n{i}" for i in range(MOST_CHOICES + 2))
    (item,), _ = cluster_items([Cluster("n0", names, (), (0.9,) * len(names))])
    assert len(item.choices) == MOST_CHOICES
    assert "least sure are shown" in item.about


def test_the_reasons_of_the_members_are_on_the_page() -> None:
    items, _ = cluster_items(cluster_names(["Lisyansky", "Лисянский"]))
    assert "rus-press-en" in items[0].choices[0].why


def test_unsure_rows_offer_the_two_best_once_for_each_name() -> None:
    matches = list(match_rows(rows_of(["Anna Schmitt"] * 2), rows_of(["Anna Schmidt", "Anne Schmitt"]), kind="person"))
    items, _ = match_items(matches)
    assert [(item.title, {choice.name for choice in item.choices}) for item in items] == [
        ("Anna Schmitt", {"Anna Schmidt", "Anne Schmitt"})
    ]


def test_a_hostile_name_is_data_and_nothing_is_loaded() -> None:
    html = page("x", [Item(HOSTILE, "", (Choice(HOSTILE, "", "", True),))], 3, [("same", "A", HOSTILE)])
    assert html.count("</script>") == 2
    found = data_of(html)
    assert found["items"][0]["title"] == HOSTILE
    assert found["left_out"] == 3
    html.encode("utf-8")  # no lone surrogate is left
    assert not re.search(r"(?:src|href)=|https?:", html)


def test_the_template_has_one_place_for_the_data() -> None:
    from normalizer import review

    assert Path(review.TEMPLATE).read_text("utf-8").count("@@DATA@@") == 1
