"""The thousand names of test_same_answers.py, each an entity of a document."""

from __future__ import annotations

from typing import Any

import pytest

from normalizer import Normalizer
from normalizer.adapters.columns import answer_of

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")


def test_a_thousand_names_have_the_answers_of_the_library(
    nz: Normalizer, thousand_names: list[str | None], thousand_answers: list[Any]
) -> None:
    pytest.importorskip("normalizer.adapters.spacy_")
    nlp = spacy.blank("xx")
    nlp.add_pipe("name_normalizer", config={"find": "never"})
    asked = 0
    for name, answer in zip(thousand_names, thousand_answers, strict=True):
        if name is None or not name.strip():  # no entity is made of nothing
            continue
        doc = nlp.make_doc(name)
        doc.set_ents([spacy.tokens.Span(doc, 0, len(doc), label="NAME")])
        (ent,) = nlp(doc).ents
        assert ent.text == name
        assert answer_of(ent._.resolution) == answer
        assert (ent.kb_id_ or None, ent._.canonical) == (answer.id, answer.canonical)
        asked += 1
    assert asked > 900
