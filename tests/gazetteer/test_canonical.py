from __future__ import annotations

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
