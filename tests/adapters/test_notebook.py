"""What a notebook shows: the HTML of each result, and the tour of docs/notebooks, run in a kernel from start to end."""

from __future__ import annotations

import copy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.model import Entity, Name
from normalizer import Normalizer, explain_html
from normalizer.result import Candidate, Cleaned, Cluster, Comparison, Info, Mention, Resolution, Step

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "docs" / "notebooks").glob("*.ipynb"))
VOID = {"br"}


class Page(HTMLParser):
    """The tags and the text of a fragment; fails where tags are not closed in their order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)
        assert all(not name.startswith("on") and name not in ("href", "src") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


TAGS = {"div", "p", "b", "bdi", "span", "table", "tr", "th", "td", "details", "summary", "ul", "li", "del", "ins"}
any_text = st.text(st.characters(codec=None), max_size=30)


def candidate(text: str) -> Candidate:
    entity = Entity(f"x:{text}", "place", text, "UA", 5)
    return Candidate(entity, text, Name(text, "uk", "Cyrl", "alternate", text), 0.5, (Step("x:" + text, text, text),))


@given(any_text)
def test_any_text_is_shown_as_text(text: str) -> None:
    step = Step("letters", text, text, "evidence", text)
    mention = Mention(0, len(text), text, text + "x", "place", None, text)
    for value in (
        Resolution(text, "ambiguous", (candidate(text), candidate(text)), 0.5, 0.1, (step,)),
        Comparison(text, text, 0.5, False, (step,)),
        Cluster(text, (text, text + "y"), (step,)),
        Cleaned(text + "x", (mention,), text),
        Info([{text: text, "sources": [{"title": text}], "n": 3}]),
    ):
        page = Page(value._repr_html_())
        assert page.tags <= TAGS
        assert text.encode("utf-8", "replace").decode().replace("\r", "").strip("\0\n") in page.text.replace("\r", "")


def test_a_match_shows_what_it_is_and_why(small: Normalizer) -> None:
    page = Page(small.lookup("Lugansk")._repr_html_())
    for shown in ("match", "Luhansk", "gn:702658", "place city UA", "0.97", "why", "Луганск"):
        assert shown in page.text


def test_an_unsure_answer_shows_all_candidates(small: Normalizer) -> None:
    answer = small.lookup("Rostow")
    page = Page(answer._repr_html_())
    assert answer.status in page.text
    assert all(c.entity.id in page.text for c in answer.candidates)


def test_a_cleaned_text_shows_both_spellings_and_each_reason(small: Normalizer) -> None:
    cleaned = small.clean("From Lugansk <b> & Moscow.")
    html = cleaned._repr_html_()
    assert "From <del>Lugansk</del> <ins>Luhansk</ins> &lt;b&gt; &amp; " in html
    assert all(m.reason in Page(html).text for m in cleaned.mentions)


def test_a_long_text_is_cut_and_says_so(rules: Normalizer) -> None:
    text = "word " * 10_000
    page = Page(Cleaned(text, (), text)._repr_html_())
    assert len(page.text) < explain_html.MAX_TEXT + 100
    assert f"and {len(text) - explain_html.MAX_TEXT:,} more code points" in page.text
    mentions = tuple(Mention(at, at + 1, "w", "w", "place", None, "r") for at in range(150))
    assert "and 50 more mentions" in Page(Cleaned(text, mentions, text)._repr_html_()).text
    members = tuple(f"n{number}" for number in range(200))
    assert "and 99 more members" in Page(Cluster("n0", members)._repr_html_()).text


def test_a_yes_a_no_and_a_group_are_shown(rules: Normalizer) -> None:
    assert "spellings of one name" in Page(rules.compare("Lisyansky", "Lisjanski")._repr_html_()).text
    assert "not shown to be one name" in Page(rules.compare("Ivanov", "Petrov")._repr_html_()).text
    (group,) = rules.cluster(["Skrypniuk", "Skrypnyuk"])
    assert all(member in Page(group._repr_html_()).text for member in group.members)


def test_a_normaliser_shows_its_gazetteers(small: Normalizer, rules: Normalizer) -> None:
    assert small._repr_html_() == small.info._repr_html_()
    assert isinstance(small.info, list)
    assert "entities" in Page(small._repr_html_()).text
    assert "rules alone" in Page(rules._repr_html_()).text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs_from_start_to_end_and_shows_what_it_did_before(nz: Normalizer, path: Path) -> None:
    pytest.importorskip("pandas")
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(path, as_version=4)
    again = copy.deepcopy(notebook)
    client.NotebookClient(again, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert "text/html" in again.cells[-1]["outputs"][0]["data"]  # the gazetteer; not kept, since it names its own path
    for old, new in zip(notebook.cells[:-1], again.cells[:-1], strict=True):
        assert shown(new) == shown(old), old["source"]


def shown(cell: Any) -> list[Any]:
    """The outputs as text; of HTML, only that there is some."""
    outputs = [o for o in cell.get("outputs", []) if o.get("name") != "stderr"]
    return [o.get("text") or ("html" if "text/html" in o["data"] else o["data"]["text/plain"]) for o in outputs]


def test_there_are_notebooks_to_run() -> None:
    assert NOTEBOOKS
