"""The review page in a browser: ticked, accepted, split, remembered, downloaded, and obeyed by the next run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizer.lists.cluster import cluster_names
from normalizer.lists.decisions import open_decisions
from normalizer.review import Choice, Item, cluster_items, page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
NAMES = ["Lisyansky", "Lisjanski", "Лисянский", "Tymoshenko", "Timoschenko", "Kirov"]
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A page of two groups on a telephone; what it complains of, or asks the network for, fails the test."""
    (tmp_path / "review.html").write_text(page("Names", *cluster_items(cluster_names(NAMES))), "utf-8")
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None)
    opened.goto((tmp_path / "review.html").as_uri())
    yield opened
    context.close()
    assert complaints == []


def downloaded(tab: Any, to: Path) -> Path:
    with tab.expect_download() as waiting:
        tab.click("#save")
    waiting.value.save_as(to)
    return to


def test_a_group_is_split_and_the_next_run_obeys(tab: Any, tmp_path: Path) -> None:
    group = tab.locator("article", has=tab.locator("h2", has_text="Lisyansky"))
    group.locator("li", has=tab.locator(".name", has_text="Лисянский")).locator("input").uncheck()
    group.get_by_text("Accept as ticked").click()
    assert "1 of 2 decided" in tab.inner_text("#count")
    found = open_decisions(downloaded(tab, tmp_path / "decisions.jsonl"))
    assert found.about("Lisyansky", "Lisjanski") == "same"
    assert found.about("Lisyansky", "Лисянский") == "different"
    groups = [set(one.members) for one in cluster_names(NAMES, decisions=found)]
    assert {"Lisyansky", "Lisjanski"} in groups
    assert {"Лисянский"} in groups


def test_decisions_are_remembered_undone_and_hidden(tab: Any) -> None:
    tab.locator("article").first.get_by_text("None of these").click()
    assert "1 of 2 decided" in tab.inner_text("#count")
    tab.wait_for_timeout(500)  # a browser hands on what a page remembers a moment later
    tab.reload()
    assert "1 of 2 decided" in tab.inner_text("#count")
    tab.click("#open")
    assert tab.locator("article").count() == 1
    tab.click("#open")
    tab.get_by_text("Undo").click()
    assert "0 of 2 decided" in tab.inner_text("#count")
    assert tab.is_disabled("#save")


def test_a_name_is_found_and_the_page_fits_a_telephone(tab: Any) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.fill("#find", "timo")
    assert tab.locator("article").count() == 1


def test_a_hostile_name_is_text(browser: Any, tmp_path: Path) -> None:
    name = "</script><img src=x onerror=\"document.title='hit'\">"
    choice = Choice(name, "0.50", name, False)
    (tmp_path / "review.html").write_text(page("Names", [Item(name, "", (choice,))] * 60), "utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "review.html").as_uri())
    assert opened.locator("h2").first.inner_text() == name
    assert opened.locator("article").count() < 60
    opened.click("#more")
    assert opened.locator("article").count() == 60
    assert opened.title() == "Names to review"
    opened.close()
