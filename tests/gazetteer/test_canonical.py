from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gazetteer.canonical import choose, country_languages
from gazetteer.model import Entity, Name

CITY = Entity("gn:1", "place", "city", "UA")
NAMES = (
    Name("Zaporizhzhya", "", "Latn", "alternate", "geonames"),
    Name("zaporoje", "", "Latn", "generated", "geonames"),
    Name("OZH", "", "Latn", "code", "geonames"),
    Name("Zaporizhzhia", "uk", "Latn", "official", "geonames"),
    Name("Запоріжжя", "uk", "Cyrl", "alternate", "geonames"),
    Name("Запорожье", "ru", "Cyrl", "alternate", "geonames"),
    Name("Saporischschja", "de", "Latn", "alternate", "cldr"),
    Name("Aleksandrovsk", "en", "Latn", "former", "overrides", 1806, 1921),
    Name("Александровск", "ru", "Cyrl", "former", "overrides", 1806, 1921),
)


def text(policy: str, as_of: int | None = None, names: tuple[Name, ...] = NAMES, entity: Entity = CITY) -> str:
    return choose(names, entity, policy, as_of).text


def test_the_english_policy_takes_the_official_romanisation_where_no_form_is_established() -> None:
    assert choose(NAMES, CITY, "en") == (
        "Zaporizhzhia",
        "official romanisation of the native form",
        "geonames",
    )


def test_an_established_english_form_comes_first() -> None:
    assert text("en", names=(*NAMES, Name("Zapor", "en", "Latn", "canonical"))) == "Zapor"
    assert text("official", names=(*NAMES, Name("Zapor", "en", "Latn", "canonical"))) == "Zaporizhzhia"


def test_the_native_policy_takes_the_main_language_of_the_country() -> None:
    assert text("native") == "Запоріжжя"
    assert text("native", entity=Entity("gn:1", "place", "city", "RU")) == "Запорожье"


def test_a_language_policy_takes_that_language_and_falls_back_to_the_official_form() -> None:
    assert text("de") == "Saporischschja"
    assert text("ru") == "Запорожье"
    assert choose(NAMES, CITY, "fr").step == "official romanisation of the native form"


def test_keys_and_former_names_are_never_shown_unasked() -> None:
    shown = {text(policy) for policy in ("en", "official", "native", "de", "fr", "xx")}
    assert shown.isdisjoint({"zaporoje", "OZH", "Aleksandrovsk", "Александровск"})


def test_a_year_brings_up_the_name_in_use_then() -> None:
    assert text("en", 1900) == "Aleksandrovsk"
    assert text("native", 1900) == "Александровск"
    assert text("en", 1921) == "Zaporizhzhia"
    assert choose(NAMES, CITY, "en", 1900).step == "former name, in use 1806–1921"


def test_name_parts_get_capitals() -> None:
    part = Entity("wd:Q1", "person", "name-part")
    assert text("en", names=(Name("o'neil-smith", script="Latn"),), entity=part) == "O'neil-Smith"


def test_an_entity_always_has_something_to_show() -> None:
    assert choose((), CITY).text == "gn:1"
    assert choose((Name("KBP", role="code"),), CITY).step == "the only name there is"


def test_untagged_names_in_the_script_of_the_country_are_native() -> None:
    japan = Entity("gn:2", "place", "city", "JP")
    names = (Name("Tsukuba", "", "Latn"), Name("つくば市", "", "Jpan"))
    assert text("native", names=names, entity=japan) == "つくば市"


def test_the_table_of_languages_covers_the_world() -> None:
    table = country_languages()
    assert len(table) > 240
    assert table["UA"][0] == ("uk", "Cyrl")
    assert table["CH"][0] == ("de", "Latn")
    assert all(pairs for pairs in table.values())


SERBIAN = Entity("gn:3", "place", "city", "RS")
DIGRAPHIC = (
    Name("Belgrade", "en", "Latn", "canonical"),
    Name("Београд", "sr", "Cyrl"),
    Name("Beograd", "sr", "Latn"),
    Name("貝爾格勒", "zh-Hant", "Hani"),
    Name("贝尔格莱德", "zh", "Hani"),
    Name("Belgrado", "pt", "Latn"),
)


def test_a_code_may_name_a_script_or_a_region() -> None:
    shown = {
        p: text(p, names=DIGRAPHIC, entity=SERBIAN) for p in ("sr", "sr-Latn", "sr-Cyrl", "zh-Hant", "zh", "pt-BR")
    }
    assert shown == {
        "sr": "Београд", "sr-Latn": "Beograd", "sr-Cyrl": "Београд",
        "zh-Hant": "貝爾格勒", "zh": "貝爾格勒", "pt-BR": "Belgrado",
    }  # fmt: skip
    assert text("SR-latn".lower(), names=DIGRAPHIC, entity=SERBIAN) == "Beograd"


def test_policies_are_asked_in_their_order_and_the_last_falls_back() -> None:
    assert text("de,ru") == "Saporischschja"
    assert text("fr,ru") == "Запорожье"
    assert text("fr,native") == "Запоріжжя"
    assert text("fr,official") == "Zaporizhzhia"
    assert choose(DIGRAPHIC, SERBIAN, "de,en").step == "established English form"


def test_a_year_asks_for_the_language_of_the_policy() -> None:
    assert text("ru", 1900) == "Александровск"
    assert text("de,ru", 1900) == "Александровск"
    assert text("de", 1900) == text("official", 1900) == "Aleksandrovsk"


def test_a_name_whose_years_nobody_recorded_answers_for_no_year() -> None:
    undated = (Name("Kyiv", "en", "Latn", "canonical"), Name("Sambatas", "en", "Latn", "former"))
    assert text("en", 900, undated) == "Kyiv"


def test_the_usual_script_of_a_language_comes_first() -> None:
    tashkent = Entity("gn:4", "place", "city", "UZ")
    names = (Name("Тошкент", "uz", "Cyrl"), Name("Toshkent", "uz", "Latn"))
    assert text("native", names=names, entity=tashkent) == "Toshkent"


def test_the_official_form_of_a_language_with_two_scripts_is_the_latin_one() -> None:
    assert text("official", names=DIGRAPHIC, entity=SERBIAN) == "Beograd"


def test_a_native_former_name_is_in_a_native_script() -> None:
    names = (
        Name("Voroshylovhrad", "uk", "Latn", "former", "", 1935, 1990),
        Name("Ворошиловград", "ru", "Cyrl", "former", "", 1935, 1990),
        *NAMES,
    )
    assert text("native", 1940, names) == "Ворошиловград"
    assert text("uk-Cyrl", 1940, names) == "Voroshylovhrad"


def test_a_recorded_romanisation_is_official_where_no_rule_makes_one() -> None:
    xian = Entity("gn:5", "place", "city", "CN")
    names = (Name("Sian", "en", "Latn", "canonical"), Name("Xi'an", "zh-Latn-pinyin", "Latn"))
    assert choose(names, xian, "official")[:2] == ("Xi'an", "romanisation recorded for the entity's own language")
    english = (Name("Harbin", "en", "Latn", "canonical"), Name("Harbin", "zh-Latn-pinyin", "Latn"))
    assert choose(english, xian, "official").step == "established English form"


@given(st.text(alphabet="abENnatiofcl-,1é\ud800", max_size=12), st.integers(-3000, 3000) | st.none())
def test_any_policy_has_an_answer(policy: str, as_of: int | None) -> None:
    assert choose(NAMES, CITY, policy, as_of).text
