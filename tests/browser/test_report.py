"""The report in a real browser: a telephone, print, the dark; nothing fetched, nothing complained about.

Needs Chromium (Debian: `apt-get install chromium`) and playwright; without one of them the tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.cleaning.page import Page
from normalizer.cleaning.summary import Summary

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"width": 360, "height": 740}
TEXT = (
    "From Lugansk to the sea, and Luhansk again. Voroshilovgrad was its name.\n"
    "A" + "very" * 60 + "longword, <b>&amp;</b> and Луганськ \x00\n"
) * 4


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, small: Normalizer) -> Path:
    summary = Summary()
    with Page(summary) as page:
        page.begin("a-very-long-name-of-a-file-that-is-longer-than-a-telephone-is-wide.txt")
        cleaned = small.clean(TEXT)
        summary.add(cleaned)
        page.add(cleaned)
        path = tmp_path_factory.mktemp("report") / "report.html"
        path.write_bytes(b"".join(page.parts()))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with playwright.sync_playwright() as driver:
        # A container has no sandbox for the sandbox; the page is our own.
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any, report: Path) -> Iterator[tuple[Any, list[str], list[str]]]:
    """The page at the width of a telephone, with what the console said and what was asked of the network."""
    page = browser.new_page(viewport=PHONE)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    yield page, said, asked
    page.close()


def test_nothing_is_fetched_and_nothing_goes_wrong(opened: tuple[Any, list[str], list[str]], report: Path) -> None:
    page, said, asked = opened
    page.wait_for_load_state("networkidle")
    assert said == []
    assert asked == [report.as_uri()]


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone_and_paper(opened: tuple[Any, list[str], list[str]], media: str, scheme: str) -> None:
    page = opened[0]
    page.emulate_media(media=media, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    ink, ground = page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))")
    assert ink != ground


def test_a_mark_leads_to_its_card(opened: tuple[Any, list[str], list[str]]) -> None:
    page = opened[0]
    page.click(".text a:has(del)")
    assert page.locator(".card:target h3").inner_text() == "Luhansk"
    assert page.locator(".card:target .bars li").count() >= 2


def test_the_text_is_there_to_the_letter(opened: tuple[Any, list[str], list[str]]) -> None:
    page = opened[0]
    page.evaluate("document.querySelectorAll('.text del').forEach(old => old.remove())")
    expected = TEXT.replace("Lugansk", "Luhansk").replace("\x00", "\ufffd")
    assert page.locator(".text").evaluate("node => node.textContent") == expected


def test_evidence_unfolds_without_a_script(opened: tuple[Any, list[str], list[str]]) -> None:
    page = opened[0]
    first = page.locator("details").first
    assert first.locator("p").first.is_hidden()
    first.locator("summary").click()
    assert first.locator("p").first.is_visible()


def test_print_has_every_card_and_the_whole_text(opened: tuple[Any, list[str], list[str]]) -> None:
    page = opened[0]
    data = page.pdf()
    assert data.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert all(card.is_visible() for card in page.locator(".card").all())
