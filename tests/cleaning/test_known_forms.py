"""What is sorted out before a word is read as an inflected form, or resolved, is what nothing would have come of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.cleaning.context import is_adjective
from normalizer.matching.inflection import lemmas
from normalizer.matching.inflection.phrases import lemma_words, split_words

WORDS = st.sampled_from(
    [
        "Києва", "Львову", "Луганську", "Ростова", "Дону", "Росії", "Росією", "Києвом", "Харкова", "Velike", "Moskvě",
        "Kyjeva", "Krakowa", "Londynem", "Великої", "Британії", "Spojených", "Rosją", "Nova", "El", "Kyiv", "О'Нил",
    ]
)  # fmt: skip
NAMES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.lists(WORDS, min_size=2, max_size=3).map("-".join)
)
LANGUAGES = st.sampled_from(["uk", "ru", "cs", "pl", "sl", "bg", "hr", "sr", "tr", "hu"])


@given(name=NAMES, language=LANGUAGES)
def test_the_words_of_every_lemma_are_among_those_that_may_be(name: str, language: str) -> None:
    words = lemma_words(name, language, "place")
    for reading in lemmas(name, language, "place"):
        assert all(word in row for word, row in zip(split_words(reading.lemma)[1], words, strict=True))


@given(name=NAMES, language=LANGUAGES)
def test_a_name_of_which_a_lemma_is_known_is_read(small: Normalizer, name: str, language: str) -> None:
    search = small._text_cleaner().search
    if any(search.look(reading.lemma).candidates for reading in lemmas(name, language, "place")):
        assert search.inflections._may_be_known(name, language)


@given(word=WORDS, language=LANGUAGES)
def test_an_adjective_is_what_its_likeliest_readings_say(word: str, language: str) -> None:
    readings = lemmas(word, language, "place")[:2]
    assert is_adjective(word, language) == any("adj" in r.rule or r.case == "def" for r in readings)


def test_a_word_that_is_recorded_for_people_alone_leads_to_people(small: Normalizer) -> None:
    search = small._text_cleaner().search
    for record in small._gazetteers[0].records():
        for name in record.names:
            if search._recorded.people_alone(name.text):
                assert {c.entity.kind for c in search.look(name.text).candidates} <= {"person"}
