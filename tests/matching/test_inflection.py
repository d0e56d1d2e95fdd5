"""Forms of names in their cases: read back to the lemma, chosen by what is known, written for another lemma."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.inflection import Reading, choose, inflect, lemmas, same_word, together
from normalizer.matching.inflection.paradigms import FOLDER, LANGUAGES, table
from normalizer.text.unicode import script_of

# Form, lemma, language, kind, case; from the examples of school grammars, none of them from an evaluation set.
FORMS = [
    ("Луганську", "Луганськ", "uk", "place", "loc"),
    ("Тернополя", "Тернопіль", "uk", "place", "gen"),
    ("Чернівцях", "Чернівці", "uk", "place", "loc"),
    ("Івано-Франківську", "Івано-Франківськ", "uk", "place", "dat"),
    ("Ліни Костенко", "Ліна Костенко", "uk", "person", "gen"),
    ("Тараса Шевченка", "Тарас Шевченко", "uk", "person", "gen"),
    ("Нижним Новгородом", "Нижний Новгород", "ru", "place", "ins"),
    ("Фёдором Достоевским", "Фёдор Достоевский", "ru", "person", "ins"),
    ("Антоном Чеховым", "Антон Чехов", "ru", "person", "ins"),
    ("Магілёве", "Магілёў", "be", "place", "loc"),
    ("Якубам Коласам", "Якуб Колас", "be", "person", "ins"),
    ("Wrocławiu", "Wrocław", "pl", "place", "loc"),
    ("Nowej Zelandii", "Nowa Zelandia", "pl", "place", "gen"),
    ("Adama Mickiewicza", "Adam Mickiewicz", "pl", "person", "gen"),
    ("Tony'ego Blaira", "Tony Blair", "pl", "person", "gen"),
    ("Jožeta Pučnika", "Jože Pučnik", "sl", "person", "gen"),
    ("Bratuškove", "Bratušek", "sl", "person", "gen"),
    ("Karmenin", "Karmen", "sl", "person", "poss"),
    ("demokratičnih unionistov", "demokratični unionisti", "sl", "person", "gen"),
    ("Olomouci", "Olomouc", "cs", "place", "loc"),
    ("Karla Čapka", "Karel Čapek", "cs", "person", "gen"),
    ("Boženy Němcové", "Božena Němcová", "cs", "person", "gen"),
    ("Košiciach", "Košice", "sk", "place", "loc"),
    ("Milanom Štefánikom", "Milan Štefánik", "sk", "person", "ins"),
    ("Novem mestu", "Novo mesto", "sl", "place", "loc"),
    ("Ivana Cankarja", "Ivan Cankar", "sl", "person", "gen"),
    ("Dubrovniku", "Dubrovnik", "hr", "place", "dat"),
    ("Miroslava Krleže", "Miroslav Krleža", "hr", "person", "gen"),
    ("Новом Саду", "Нови Сад", "sr", "place", "dat"),
    ("Черното море", "Черно море", "bg", "place", "def"),
    ("Црното Море", "Црно Море", "mk", "place", "def"),
    ("Kaune", "Kaunas", "lt", "place", "loc"),
    ("Rīgā", "Rīga", "lv", "place", "loc"),
    ("Helsingissä", "Helsinki", "fi", "place", "ine"),
    ("Tampereella", "Tampere", "fi", "place", "ade"),
    ("Debrecenben", "Debrecen", "hu", "place", "ine"),
    ("İzmir'den", "İzmir", "tr", "place", "abl"),
]


@pytest.mark.parametrize(("form", "lemma", "language", "kind", "case"), FORMS, ids=[f[0] for f in FORMS])
def test_a_form_is_read_back_to_its_lemma(form: str, lemma: str, language: str, kind: str, case: str) -> None:
    reading = next((r for r in lemmas(form, language, kind)[:5] if r.lemma == lemma), None)
    assert reading is not None, [(r.lemma, r.rule) for r in lemmas(form, language, kind)]
    assert case in reading.cases
    assert reading.inflected


@pytest.mark.parametrize(("form", "lemma", "language", "kind", "case"), FORMS, ids=[f[0] for f in FORMS])
def test_the_way_back_gives_the_form_or_nothing(form: str, lemma: str, language: str, kind: str, case: str) -> None:
    reading = next(r for r in lemmas(form, language, kind) if r.lemma == lemma)
    assert inflect(lemma, reading) in (form, None)


@pytest.mark.parametrize(
    ("form", "language", "kind", "wanted", "written"),
    [
        ("Луганску", "uk", "place", "Луганськ", "Луганську"),
        ("Луганска", "uk", "place", "Луганськ", "Луганська"),
        ("Харковом", "uk", "place", "Харків", "Харковом"),
        ("Володимира Зеленского", "uk", "person", "Володимир Зеленський", "Володимира Зеленського"),
        ("ЛУГАНСКУ", "uk", "place", "ЛУГАНСЬК", "ЛУГАНСЬКУ"),
        ("Ljubljano", "sl", "place", "Gorica", "Gorico"),
        ("Kiev'de", "tr", "place", "Kyiv", "Kyiv'de"),
    ],
)
def test_another_lemma_is_written_in_the_same_case(
    form: str, language: str, kind: str, wanted: str, written: str
) -> None:
    assert inflect(wanted, lemmas(form, language, kind)[0]) == written


@pytest.mark.parametrize(
    ("form", "language", "wanted", "why"),
    [
        ("Владивостоку", "uk", "Білосток", "fleeting or fixed о"),
        ("Krakowie", "pl", "Wrocław", "hard or soft w"),
        ("Луганську", "uk", "Luhansk", "another script"),
        ("Великої Британії", "uk", "Сполучене Королівство Великої Британії", "other words"),
    ],
)
def test_where_the_rules_leave_a_choice_nothing_is_written(form: str, language: str, wanted: str, why: str) -> None:
    reading = next(r for r in lemmas(form, language, "place") if r.inflected)
    assert inflect(wanted, reading) is None, why


def test_a_nominative_is_written_as_the_lemma() -> None:
    reading = next(r for r in lemmas("Краків", "uk", "place") if r.cases[0] == "nom")
    assert inflect("Львів", Reading(**{**_fields(reading), "cases": ("nom",)})) == "Львів"


def _fields(reading: Reading) -> dict[str, object]:
    return {name: getattr(reading, name) for name in Reading._fields}


def test_words_of_a_name_agree() -> None:
    alone = {r.lemma for r in lemmas("Великої", "uk", "place")}
    assert {"Велика"} <= alone
    assert lemmas("Великої Британії", "uk", "place")[0].lemma == "Велика Британія"


def test_what_follows_a_preposition_stays_as_it_is() -> None:
    assert lemmas("Ústí nad Labem", "cs", "place")[0].lemma == "Ústí nad Labem"
    assert lemmas("Ростове-на-Дону", "ru", "place")[0].lemma.endswith("-на-Дону")


def test_only_the_last_word_takes_an_ending_in_turkish_and_hungarian() -> None:
    assert all(r.lemma.startswith("New ") for r in lemmas("New York'ta", "tr", "place"))
    assert lemmas("New Yorkban", "hu", "place")[0].lemma == "New York"


def test_initials_and_numerals_are_not_declined() -> None:
    assert lemmas("Павла II", "ru", "person")[0].lemma == "Павел II"
    assert all(r.lemma.startswith("Т. Г. ") for r in lemmas("Т. Г. Шевченка", "uk", "person"))


def test_a_known_lemma_wins() -> None:
    read = lemmas("Зоряни", "uk", "place")
    for wanted in [r.lemma for r in read[:2]]:
        known = {wanted: 1.0}
        assert choose(read, lambda lemma, known=known: known.get(lemma, 0.0))[0].lemma == wanted


def test_shares_are_a_distribution() -> None:
    for form, _, language, kind, _ in FORMS:
        shares = [r.share for r in lemmas(form, language, kind)]
        assert shares == sorted(shares, reverse=True)
        assert 0 < sum(shares) <= 1.0001


def test_the_forms_of_one_text_help_one_another() -> None:
    forms = ["Марина Коваль", "Марини Коваль", "Мариною Коваль"]
    read = together(forms, "uk", "person")
    assert {read[form][0].lemma for form in forms} == {"Марина Коваль"}


def test_two_words_are_forms_of_one() -> None:
    reading = same_word("Lisjanskog", "Lisjanski", "hr", "person")
    assert reading is not None
    assert reading.case == "gen"
    assert same_word("Lisjanski", "Lisjanskog", "hr", "person") == reading
    assert same_word("Krakowie", "Warszawa", "pl") is None
    assert same_word("Warszawa", "Warszawa", "pl") is None


def test_a_language_without_a_table_has_no_readings() -> None:
    assert lemmas("Londons", "en", "place") == ()
    assert lemmas("東京", None, None) == ()
    assert lemmas("Луганську", "uk", "org") == ()


def test_the_language_is_told_by_the_letters() -> None:
    assert {r.language for r in lemmas("Києву")} == {"uk"}
    assert lemmas("Києву")[0].lemma == "Київ"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_every_table_is_whole(language: str) -> None:
    rules = table(language)
    assert rules is not None
    source = "hr" if language == "sr" else language
    text = (FOLDER / f"{source}.tsv").read_text(encoding="utf-8")
    assert "# Source:" in text
    for paradigm in rules.paradigms:
        assert paradigm.forms["nom"] == (paradigm.lemma,)
        assert set(paradigm.forms) <= set(rules.cases)
        assert 0 < paradigm.share <= 1
        letters = "".join(e for endings in paradigm.forms.values() for e in endings)
        scripts = {script_of(c) for c in letters if c.isalpha()}
        assert scripts <= {"Cyrl" if language in ("uk", "ru", "be", "bg", "mk", "sr") else "Latn"}, paradigm.name


@given(st.text(max_size=40), st.sampled_from([*sorted(LANGUAGES), None]), st.sampled_from(["place", "person", None]))
def test_any_text_is_accepted(text: str, language: str | None, kind: str | None) -> None:
    for reading in lemmas(text, language, kind):
        assert inflect(reading.lemma, reading) is None or reading.form
        assert 0 <= reading.share <= 1.0001


_LETTERS = {"uk": "абвгдеєжзиіїйклмнопрстуфхцчшщьюя", "pl": "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"}


@given(st.data())
def test_a_lemma_keeps_the_script_and_the_capitals_of_its_form(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(_LETTERS)))
    word = data.draw(st.text(_LETTERS[language], min_size=3, max_size=12)).capitalize()
    for reading in lemmas(word, language, "place"):
        assert script_of(reading.lemma) == script_of(word)
        assert reading.lemma.istitle()


@given(st.data())
def test_the_lemmas_of_a_form_are_the_same_however_often_asked(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(_LETTERS)))
    word = data.draw(st.text(_LETTERS[language], min_size=3, max_size=12))
    assert lemmas(word, language, None) == lemmas((word,), language, None)


def test_a_full_name_makes_no_possessive_adjective() -> None:
    assert lemmas("Bojko Borisov", "sl", "person")[0].lemma == "Bojko Borisov"
    assert lemmas("Mayeva", "sl", "person")[0].lemma == "May"


def test_a_womans_possessive_tells_that_the_full_name_is_hers() -> None:
    name = "Zorande May"  # a given name that no list has
    alone = together([name], "sl", "person")
    beside = together([name, "Mayeva"], "sl", "person")
    with_man = together([name, "Mayeva", "Mayju"], "sl", "person")
    assert alone[name][0].lemma == name
    assert beside[name][0].lemma == "Zoranda May"
    assert with_man[name][0].lemma == name


def test_a_given_name_is_read_with_the_gender_that_it_usually_has() -> None:
    assert lemmas("Mateje Logar", "sl", "person")[0].lemma == "Mateja Logar"
    assert lemmas("Olge Novak", "sl", "person")[0].gender == "f"
    assert lemmas("Mike Pence", "sl", "person")[0].lemma == "Mike Pence"
    assert lemmas("Zuzany Kowal", "pl", "person")[0].lemma == "Zuzana Kowal"


def test_a_generic_noun_agrees_with_its_adjective() -> None:
    assert lemmas("irskem otoku", "sl", "place")[0].lemma == "irski otok"


def test_a_man_whose_given_name_ends_in_a_consonant_is_no_woman() -> None:
    assert lemmas("Dominic Grieve", "sl", "person")[0].lemma == "Dominic Grieve"
