"""Finding names in running text: what is meant as a place, and what is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.build import build_table
from normalizer.cleaning.around import AROUND, beside, may_favour
from normalizer.cleaning.likely import card
from normalizer.cleaning.mentions import runs_at

OWN = """id\tname\tlang\tkind\tcountry
t:1\tLuhansk\ten\tplace\tUA
t:1\tЛуганськ\tuk\tplace\tUA
t:1\tЛуганск\tru\tplace\tUA
t:2\tKyiv\ten\tplace\tUA
t:2\tКиїв\tuk\tplace\tUA
t:3\tLviv\ten\tplace\tUA
t:3\tLvov\t\tplace\tUA
t:3\tЛьвов\tru\tplace\tUA
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Normalizer]:
    """A user's own list of three towns, without weights."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.tsv").write_text(OWN, encoding="utf-8")
    build_table([folder / "own.tsv"], folder / "own.gaz")
    with Normalizer(folder / "own.gaz") as nz:
        yield nz


def places(nz: Normalizer, text: str) -> list[str]:
    return [m.surface for m in nz.find(text).mentions if m.kind == "place"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We live in Lugansk.", "We live in Luhansk."),
        ("Lugansk", "Luhansk"),
        ("We moved from Lugansk to Lvov.", "We moved from Luhansk to Lviv."),
        ("Kyjiw is old.", "Kyiv is old."),
    ],
)
def test_the_names_of_a_list_without_weights_are_meant(own: Normalizer, text: str, expected: str) -> None:
    assert own.clean(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Kharkov to Lvov", "From Kharkiv to Lviv"),
        ("Saporischschja", "Zaporizhzhia"),
        ("War in Lugansk", "War in Luhansk"),
    ],
)
def test_a_heading_is_enough(nz: Normalizer, text: str, expected: str) -> None:
    assert nz.clean(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Casa",
        "Lao",
        "The people of Saint Lucia were there.",
        "It was said in Cote d'Ivoire and in Côte d'Ivoire.",
        "It was Ivanov and Ivanova who were there with the others.",
        "One Catholic and two Catholics.",
        "I've seen that I’ve been there.",
    ],
)
def test_what_no_rule_makes_a_spelling_of_a_place_stays(nz: Normalizer, text: str) -> None:
    assert nz.clean(text).text == text


@pytest.mark.parametrize("word", ["German", "Pakistani", "Ukrainian", "Philippine", "Chinese"])
def test_words_for_the_people_of_a_country_are_no_places(nz: Normalizer, word: str) -> None:
    assert places(nz, f"They said that the {word} government was there with the others.") == []


def test_capitals_are_no_word_of_another_script(nz: Normalizer) -> None:
    """US is in Auch's list of keys as what a scheme makes of Уш."""
    text = "They said that the USDA was there with the others, in the US and elsewhere."
    assert not {"US", "USDA"} & set(places(nz, text))


def test_the_last_point_of_an_abbreviation_belongs_to_it(nz: Normalizer) -> None:
    assert places(nz, "He has lived in the U.S. for many years.") == ["U.S."]


def test_whoever_is_named_with_an_initial_is_a_person(nz: Normalizer) -> None:
    text = "Ashley L. Evans was there with the others. They said that Evans was the first of them."
    assert places(nz, text) == []


def test_a_country_named_beside_speaks_for_its_places(nz: Normalizer) -> None:
    alone = "They said that the man called Chashniki was there with the others."
    assert "Chashniki" not in places(nz, alone)
    assert "Chashniki" in places(nz, alone + " It was in Minsk, in Belarus.")


def test_german_nouns_beside_a_place_are_no_part_of_its_name(nz: Normalizer) -> None:
    text = "Die Stadt Cherson liegt an einem Fluss, der nicht weit von der Grenze ist."
    assert nz.clean(text).text == text.replace("Cherson", "Kherson")


@pytest.mark.parametrize(
    "text",
    [
        "Rozmowy z Rosją i z Francją są już tylko dla tych, którzy nie byli tam jak inni.",
        "Komisja mówi, że nie jest tak. Rozmowy z Komisją są już tylko dla tych, którzy byli.",
        "Ve Velké Británii je to tak, a s Británií se to ještě nestalo, ale v Británii bylo.",
    ],
)
def test_cases_of_one_name_are_left_alone(nz: Normalizer, text: str) -> None:
    assert nz.clean(text).text == text


def test_in_a_long_text_names_are_unified_only_beside_the_same_name(rules: Normalizer) -> None:
    short = "They saw that Lisjanski was there. It was said that Lisyansky came."
    beside = "They saw that Borys Lisjanski was there. It was said that Borys Lisyansky came."
    filler = " It was so for all of them." * 1_000
    assert rules.clean(short).changes
    assert not rules.clean(short + filler).changes
    assert rules.clean(beside + filler).changes


def test_every_fact_of_the_text_is_on_the_card() -> None:
    assert set(AROUND) <= set(card())


NAMES = ["Lugansk", "Lvov", "Kyjiw", "Луганск", "Luhansk", "Lviv", "Lvova", "Mr", "J.", "Evans", "St.", "U.S."]
WORDS = st.sampled_from([*NAMES, "in", "from", "and", "the", "of", "de", "12", ";", ",", ".", "\n", "“", "”"])


@given(st.lists(WORDS, max_size=16).map(" ".join))
def test_mentions_are_in_order_apart_and_undone_exactly(own: Normalizer, text: str) -> None:
    cleaned = own.clean(text)
    ends = 0
    rest, last = [], 0
    for mention in cleaned.mentions:
        assert mention.start >= ends
        assert text[mention.start : mention.end] == mention.surface
        ends = mention.end
        rest += [text[last : mention.start], mention.replacement]
        last = mention.end
    assert "".join(rest) + text[last:] == cleaned.text
    assert own.clean(cleaned.text).text == cleaned.text


def test_a_month_is_no_town(nz: Normalizer) -> None:
    assert places(nz, "They said that it was in August and in April, as it had been on Monday.") == []


@pytest.mark.parametrize(
    ("beside", "meant"), [("Kharkiv and Dnipro", True), ("Dallas and Houston", False), ("Kharkiv and Dallas", False)]
)
def test_the_country_that_a_text_speaks_of_settles_which_place_is_meant(
    nz: Normalizer, beside: str, meant: bool
) -> None:
    text = f"They went from Odessa to {beside}, as they had said to the others."
    assert (nz.clean(text).text != text) is meant


def test_a_place_whose_name_goes_on_to_another_is_not_meant(nz: Normalizer) -> None:
    text = "They said that the fire was first seen in {} and that it was put out by the others."
    assert places(nz, text.format("Houston")) == ["Houston"]
    assert places(nz, text.format("Houston County")) == []
    assert places(nz, text.format("Houston Street")) == []


def test_an_oblast_bears_the_name_of_its_town(nz: Normalizer) -> None:
    text = "They said that the fire was first seen in Kharkov Oblast and that it was put out by the others."
    assert places(nz, text) == ["Kharkov"]


def test_whoever_says_something_is_rather_a_person(nz: Normalizer) -> None:
    text = "It was not far from there. Chandler {} with the others, and they knew that Chandler was not."
    assert places(nz, text.format("was")) == ["Chandler", "Chandler"]
    assert places(nz, text.format("said that he had been")) == []


def test_a_hyphen_before_another_capital_makes_a_name_of_its_own(nz: Normalizer) -> None:
    text = "They said that it was not what {} had at the time."
    assert places(nz, text.format("Preston")) == ["Preston"]
    assert places(nz, text.format("Skrypniuk-Preston")) == []


def test_people_of_a_country_in_the_plural_are_no_place(nz: Normalizer) -> None:
    assert places(nz, "They said that most of the Canadians and the Germans were there with the others.") == []


def test_digits_are_no_name(nz: Normalizer) -> None:
    assert places(nz, "It was 29 in the city, and マッチョ29 was there with the others.") == []


def test_an_age_or_a_family_makes_a_person_of_a_name(nz: Normalizer) -> None:
    said = "The police said that they found it near the house of the man. "
    assert places(nz, said + "Fairfield, 34, was there. It was said of Fairfield that he had been in the house.") == []
    assert (
        places(nz, said + "It was in Fairfield that they met, and from Fairfield that they came.") == ["Fairfield"] * 2
    )


def test_a_translated_phrase_of_ordinary_words_is_no_town(nz: Normalizer) -> None:
    assert (
        places(nz, "A statement was issued by the White House late in the evening, and it was said to be long.") == []
    )


def test_the_adjective_of_a_country_at_the_start_of_a_sentence_is_no_place(nz: Normalizer) -> None:
    text = "Nizozemská vláda oznámila, že se na tom nic nemění. Loni to bylo jinak, ale letos je to tak, jak má být."
    assert places(nz, text) == []


def test_the_letters_of_a_short_text_tell_its_language(nz: Normalizer) -> None:
    assert places(nz, "У Харкові та у Львові лунали вибухи, повідомили в Києві.") == ["Харкові", "Львові", "Києві"]
    assert places(nz, "У Београду ће се то догодити, а то је било речено.") == ["Београду"]


def test_a_river_is_not_rewritten_as_a_town(nz: Normalizer) -> None:
    assert nz.clean("Am Dnepr wurde gekämpft; die Truppen haben den Dnepr überquert.").changes == ()
    assert nz.clean("They crossed the Dnepr at night, and it was said that they had been seen.").changes == ()
    assert nz.clean("Die Stadt Dnepr wurde beschossen, auch in Dnepr gab es das.").text.count("Dnipro") == 2


def test_whoever_has_an_age_or_a_family_is_not_rewritten(nz: Normalizer) -> None:
    text = "They met in Kharkov. Chernigov, 34, said that he would wait, and so would Chernigov's wife."
    assert nz.clean(text).text == text.replace("Kharkov", "Kharkiv")


SAID = "The police said that they found it near the house of the man, and that he was there with the others. "


@pytest.mark.parametrize(
    ("text", "name", "fact"),
    [
        ("They flew from South Lebanon to Paris.", "Lebanon", "direction"),
        ("They came to south-Lebanon from Paris.", "Lebanon", "direction"),
        ("They lived in St. Paris then.", "Paris", "direction"),
        ("They lived in the South. Paris was far.", "Paris", ""),
        ("It was at Kennedy Elementary School.", "Kennedy", "school"),
        ("It was sold to Martinsville Roofing.", "Martinsville", "firm"),
        ("It was read in China Daily.", "China", "paper"),
        ("It was at Wilson's Farm.", "Wilson", "possessor"),
        ("It was the Webster.", "Webster", "article"),
        ("It was the Webster theatre.", "Webster", ""),
        ("It was in the Philippines.", "Philippines", ""),
        ("They lived in the city of Saida.", "Saida", "of_before"),
        ("It was said of Fairfield, that it was near.", "Fairfield", ""),
        ("It was in Etowah and Gainesville.", "Etowah", "and_place"),
    ],
)
def test_the_word_beside_a_name_tells_what_bears_it(nz: Normalizer, text: str, name: str, fact: str) -> None:
    search = nz._text_cleaner().search
    context = search.context(SAID + text)
    run = next(
        found
        for at, mask, _ in context.words.capitals()
        for found in runs_at(context.words, at, mask, search.look)
        if found.surface == name
    )
    told = {"direction", "school", "firm", "paper", "possessor", "article", "of_before", "and_place"}
    assert told & set(beside(run, context)) == ({fact} if fact else set())


def test_a_direction_makes_a_name_that_of_a_part(nz: Normalizer) -> None:
    assert places(nz, SAID + "They flew from South Lebanon to Paris.") == ["Paris"]
    assert places(nz, SAID + "They flew from Lebanon to Paris.") == ["Lebanon", "Paris"]


def test_a_preposition_that_belongs_to_another_word_says_nothing_of_a_name(nz: Normalizer) -> None:
    search = nz._text_cleaner().search
    alone, attribute = (
        search.context(SAID + text) for text in ("He was in Springfield.", "He was in Springfield fashion.")
    )
    assert alone.is_placed_alone("Springfield")
    assert attribute.times_placed("Springfield")
    assert not attribute.is_placed_alone("Springfield")


def test_what_is_told_beside_a_name_cheaply_holds_all_that_speaks_for_it(nz: Normalizer) -> None:
    search = nz._text_cleaner().search
    text = SAID + "Paris, Texas, and London and Berlin. The city of Rome, President Lincoln, at Moscow, Oslo or Bonn."
    context = search.context(text)
    runs = [
        f for at, mask, _ in context.words.capitals() if mask for f in runs_at(context.words, at, mask, search.look)
    ]
    for found in runs:
        spoken = {fact for fact in beside(found, context) if card()[fact] > 0}
        assert spoken <= set(may_favour(found, context))
