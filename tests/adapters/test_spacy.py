"""The spaCy component in real pipelines: blank ones, behind a recogniser, over processes, through bytes and disk."""

from __future__ import annotations

import doctest
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.errors import GazetteerError, UsageError

spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install 'name-normalizer[spacy]')")

from spacy import displacy  # noqa: E402
from spacy.tokens import DocBin  # noqa: E402

from normalizer.adapters import spacy_  # noqa: E402

PAGE = Path(__file__).parent.parent.parent / "docs" / "spacy.md"
TEXT = "From Lugansk to Moskau, and on to Rostov on Monday."


@pytest.fixture
def blank(small_gazetteer: Path) -> Any:
    """A blank pipeline: nothing but the tokeniser and the component."""
    nlp = spacy.blank("en")
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(small_gazetteer)})
    return nlp


def recognising(gazetteer: Path, language: str = "en", **config: Any) -> Any:
    """A pipeline with a recogniser of entities before the component."""
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    labels = {"Lugansk": "GPE", "Moskau": "LOC", "Rostov": "GPE", "Monday": "DATE", "Луганську": "LOC", "Киев": "LOC"}
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in labels.items()])
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(gazetteer), **config})
    return nlp


def told(doc: Any) -> list[tuple[str, str, str, str | None]]:
    return [(e.text, e.label_, e.kb_id_, e._.canonical) for e in doc.ents]


def test_a_blank_pipeline_finds_the_names_of_the_gazetteer(blank: Any) -> None:
    assert told(blank("From Lugansk to Moskau, and on to Saporischschja.")) == [
        ("Lugansk", "GPE", "gn:702658", "Luhansk"),
        ("Moskau", "GPE", "gn:524901", "Moscow"),
        ("Saporischschja", "GPE", "gn:687700", "Zaporizhzhia"),
    ]


def test_entities_of_a_recogniser_are_resolved_and_the_rest_is_left(small_gazetteer: Path, small: Normalizer) -> None:
    doc = recognising(small_gazetteer)(TEXT)
    by_text = {e.text: e for e in doc.ents}
    assert by_text["Lugansk"].kb_id_ == "gn:702658"
    assert by_text["Moskau"]._.canonical == "Moscow"
    assert by_text["Moskau"].label_ == "LOC"
    assert by_text["Monday"].kb_id_ == "" and by_text["Monday"]._.resolution is None
    for name in ("Lugansk", "Moskau", "Rostov"):
        assert by_text[name]._.resolution == small.lookup(name, kind="place")


def test_an_unsure_answer_leaves_the_id_empty_and_lists_the_candidates(nz: Normalizer) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Georgia"}])
    nlp.add_pipe("name_normalizer")
    (ent,) = nlp("In Georgia.").ents
    assert (ent.kb_id_, ent._.canonical, ent._.resolution.status) == ("", None, "ambiguous")
    assert len(ent._.resolution.candidates) > 1


def test_the_policy_and_the_language_of_the_pipeline_are_free(small_gazetteer: Path) -> None:
    doc = recognising(small_gazetteer, "uk", policy="native")("Їхати в Киев.")
    assert told(doc) == [("Киев", "LOC", "gn:703448", "Київ")]
    assert [e._.canonical for e in recognising(small_gazetteer, "xx", policy="de")("Киев").ents] == ["Kyiv"]


def test_only_the_kinds_asked_for_are_touched(small_gazetteer: Path) -> None:
    doc = recognising(small_gazetteer, only=["person"])(TEXT)
    assert {e.kb_id_ for e in doc.ents} == {""}
    nlp = spacy.blank("en")
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(small_gazetteer), "only": ["person"]})
    assert nlp(TEXT).ents == ()


def test_labels_of_other_recognisers_can_be_named(small_gazetteer: Path) -> None:
    doc = recognising(small_gazetteer, kinds={"DATE": "any"})(TEXT)
    (monday,) = [e for e in doc.ents if e.text == "Monday"]
    assert monday._.resolution.status == "unknown"


def test_names_beside_those_of_the_recogniser_are_found_on_request(small_gazetteer: Path) -> None:
    text = "Monday in Lugansk, Tuesday in Saporischschja."
    assert [e.text for e in recognising(small_gazetteer)(text).ents] == ["Monday", "Lugansk"]
    doc = recognising(small_gazetteer, find="always")(text)
    assert told(doc)[-1] == ("Saporischschja", "GPE", "gn:687700", "Zaporizhzhia")
    assert [e.text for e in doc.ents] == ["Monday", "Lugansk", "Saporischschja"]
    nlp = spacy.blank("en")
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(small_gazetteer), "find": "never"})
    assert nlp(text).ents == ()


def test_an_id_from_an_entity_linker_stays_unless_told_otherwise(small_gazetteer: Path) -> None:
    @spacy.Language.component("test_linker")
    def linker(doc: Any) -> Any:
        for token in doc:
            if token.ent_type_ == "GPE":
                token.ent_kb_id_ = "Q1"
        return doc

    for overwrite, expected in ((False, "Q1"), (True, "gn:702658")):
        nlp = recognising(small_gazetteer, overwrite=overwrite)
        nlp.add_pipe("test_linker", before="name_normalizer")
        assert nlp("Lugansk").ents[0].kb_id_ == expected


def test_a_name_inside_a_token_is_widened_and_its_true_place_kept(small_gazetteer: Path) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(small_gazetteer)})
    nlp.tokenizer = spacy.tokenizer.Tokenizer(nlp.vocab)  # words end at spaces alone
    doc = nlp("to Lugansk, Moskau–Saporischschja!")
    assert [e.text for e in doc.ents] == ["Lugansk,", "Moskau–Saporischschja!"]
    assert [doc.text[m.start : m.end] for m in doc._.mentions] == ["Lugansk", "Moskau", "Saporischschja"]


def test_names_unified_in_a_text_need_no_gazetteer() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("name_normalizer", config={"gazetteer": None})
    doc = nlp("Said Lisyansky. Later Lisjanski left.")
    assert told(doc) == [("Lisyansky", "PERSON", "", "Lisyansky"), ("Lisjanski", "PERSON", "", "Lisyansky")]


def test_two_processes_give_the_same_answers_as_one(small_gazetteer: Path) -> None:
    nlp = recognising(small_gazetteer, find="always")
    texts = [f"{TEXT} Text {i} from Saporischschja." for i in range(20)]
    alone, shared = list(nlp.pipe(texts)), list(nlp.pipe(texts, n_process=2, batch_size=5))
    assert [told(d) for d in shared] == [told(d) for d in alone]
    assert [[e._.resolution for e in d.ents] for d in shared] == [[e._.resolution for e in d.ents] for d in alone]
    assert [d._.mentions for d in shared] == [d._.mentions for d in alone]


def test_a_process_that_is_started_and_not_forked_opens_the_component_anew(small_gazetteer: Path) -> None:
    nlp = recognising(small_gazetteer)
    again = pickle.loads(pickle.dumps(nlp.get_pipe("name_normalizer")))
    doc = spacy.blank("en")(TEXT)
    doc.set_ents([doc.char_span(5, 12, label="GPE")])
    assert told(again(doc)) == [("Lugansk", "GPE", "gn:702658", "Luhansk")]


def test_the_answers_travel_in_a_docbin(blank: Any) -> None:
    doc = blank(TEXT)
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (read,) = DocBin().from_bytes(stored).get_docs(blank.vocab)
    assert told(read) == told(doc)
    assert [e._.resolution for e in read.ents] == [e._.resolution for e in doc.ents]
    assert [e._.resolution.as_dict() for e in read.ents] == [e._.resolution.as_dict() for e in doc.ents]


def test_bytes_of_other_values_are_read_as_before() -> None:
    import srsly

    data = {"name_normalizer": "os.system", "fields": [1, {"a": b"x"}]}
    assert srsly.msgpack_loads(srsly.msgpack_dumps(data)) == data


def test_a_pipeline_on_disk_carries_its_settings(small_gazetteer: Path, tmp_path: Path) -> None:
    recognising(small_gazetteer, policy="native").to_disk(tmp_path / "model")
    program = "import json, sys, spacy, normalizer.adapters.spacy_\nnlp = spacy.load(sys.argv[1])\n"
    program += "print(json.dumps([e._.canonical for e in nlp(sys.argv[2]).ents]))"
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "model"), "in Lugansk"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["Луганськ"]


def test_a_wrong_setting_is_refused_with_a_sentence(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    with pytest.raises(UsageError, match="city"):
        nlp.add_pipe("name_normalizer", config={"gazetteer": None, "only": ["city"]})
    with pytest.raises(UsageError, match="EVENT"):
        nlp.add_pipe("name_normalizer", config={"gazetteer": None, "kinds": {"EVENT": "happening"}})
    with pytest.raises(UsageError, match="normalizer build"):
        spacy_.NameNormalizer(gazetteer=[[("r:1", "Rivertown")]])  # type: ignore[list-item]
    with pytest.raises(GazetteerError, match=r"none\.gaz"):
        nlp.add_pipe("name_normalizer", config={"gazetteer": str(tmp_path / "none.gaz")})
    with pytest.raises(Exception, match="sometimes"):
        nlp.add_pipe("name_normalizer", config={"gazetteer": None, "find": "sometimes"})


def test_displacy_draws_the_canonical_form_and_a_link(blank: Any) -> None:
    data = spacy_.displacy_data(blank("In Lugansk."))
    html = displacy.render(data, style="ent", manual=True, jupyter=False)
    assert "https://www.geonames.org/702658" in html
    assert "Luhansk gn:702658" in html


def test_displacy_gets_nothing_that_could_be_markup(tmp_path: Path) -> None:
    from normalizer.build import build_table

    (tmp_path / "names.tsv").write_text(
        "id\tname\tkind\tweight\nx:<i>\tRiver<b>town\tplace\t90000\nx:<i>\tRivertown\tplace\t90000\n", encoding="utf-8"
    )
    build_table([tmp_path / "names.tsv"], tmp_path / "names.gaz")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE<u>", "pattern": "Rivertown"}])
    nlp.add_pipe("name_normalizer", config={"gazetteer": str(tmp_path / "names.gaz"), "kinds": {"GPE<u>": "place"}})
    html = displacy.render(spacy_.displacy_data(nlp("Rivertown")), style="ent", manual=True, jupyter=False)
    assert "x:&lt;i&gt;" in html
    assert not {"<i>", "<b>", "<u>"} & set(html.split()) and "<i>" not in html and "<u>" not in html


@pytest.mark.parametrize("text", ["", " ", "\u202eKiev\u200b", "İstanbul\r\n👩‍👩‍👧 Kiev", "Ки\u0301ев" * 50])
def test_any_text_goes_through(blank: Any, text: str) -> None:
    assert blank(text).text == text


def test_the_examples_of_the_page_on_spacy_run(nz: Normalizer) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert tried > 20
    assert failed == 0
