"""What is recovered by rule: languages, official forms, English forms."""

from __future__ import annotations

from gazetteer.canonical import choose, country_languages
from gazetteer.model import Entity, Name, Record
from normalizer.enrich import enrich, official_systems, official_table
from normalizer.romanization.scheme import get_scheme, scheme_ids


def enriched(country: str, *texts: str, kind: str = "place", feature: str = "city") -> Record:
    names = tuple(Name(t, script="Latn" if t.isascii() else "Cyrl") for t in texts)
    record = Record(Entity("x:1", kind, feature, country, 1000), names)  # type: ignore[arg-type]
    return next(enrich([record]))


def languages(record: Record) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in record.names:
        if name.role == "alternate" and name.lang:
            found.setdefault(name.text, set()).add(name.lang)
    return found


def test_the_official_romanisation_wins_over_another_one() -> None:
    record = enriched("UA", "Mykolayiv", "Миколаїв", "Николаев", "Nikolaev")
    assert choose(record.names, record.entity, "en").text == "Mykolaiv"
    assert choose(record.names, record.entity, "official").text == "Mykolaiv"
    assert choose(record.names, record.entity, "native").text == "Миколаїв"


def test_an_established_english_form_stays() -> None:
    record = enriched("RU", "Moscow", "Москва", "Moskva")
    assert choose(record.names, record.entity, "en").text == "Moscow"


def test_cyrillic_names_are_told_apart_by_letters_and_attested_romanisations() -> None:
    found = languages(enriched("UA", "Luhansk", "Луганськ", "Луганск", "Lugansk"))
    assert found["Луганськ"] == {"uk"}
    assert found["Луганск"] == {"ru"}


def test_a_form_that_two_languages_share_is_in_both() -> None:
    record = enriched("UA", "Kherson", "Херсон", "Cherson")
    assert choose(record.names, record.entity, "native").text == "Херсон"
    assert "uk" in languages(record)["Херсон"]


def test_the_form_in_use_is_the_native_one_not_an_older_or_a_foreign_one() -> None:
    record = enriched("UA", "Dnipro", "Дніпропетровськ", "Днипро", "Дніпро", "Кейӳ")
    assert choose(record.names, record.entity, "native").text == "Дніпро"
    assert all("uk" not in langs for text, langs in languages(record).items() if "ӳ" in text)


def test_a_name_part_gets_its_usual_english_spelling() -> None:
    record = enriched(
        "", "gorbatschow", "gorbačov", "gorbachev", "gorbatchev", "горбачёв", kind="person", feature="name-part"
    )
    assert choose(record.names, record.entity, "en").text == "Gorbachev"


def test_enriching_twice_changes_nothing_more() -> None:
    record = enriched("UA", "Mykolayiv", "Миколаїв", "Николаев")
    assert choose(next(enrich([record])).names, record.entity, "en").text == "Mykolaiv"


def test_the_table_of_official_romanisations_can_be_relied_on() -> None:
    table, countries = official_table(), country_languages()
    assert len(table) >= 40
    assert {"UA", "BG", "GR", "GE", "JP", "KR", "CN"} <= set(table)
    for country, row in table.items():
        assert row.scheme in scheme_ids(), country
        spoken = {language for language, _ in countries[country]}
        assert row.language in spoken | set(get_scheme(row.scheme).languages), country
        assert row.source, country


def test_no_official_form_is_made_where_letters_do_not_tell_the_sounds() -> None:
    scripts = {get_scheme(row.scheme).source_script for row in official_systems().values()}
    assert scripts.isdisjoint({"Arab", "Hebr", "Hani", "Bopo", "Deva", "Beng", "Khmr"})
    record = Record(Entity("x:1", "place", "city", "IR"), (Name("Tehran", "", "Latn"), Name("تهران", "fa", "Arab")))
    assert all(name.role != "official" for name in next(enrich([record])).names)


def test_only_an_official_name_in_latin_letters_stands_for_the_romanisation() -> None:
    names = (Name("Mykolayiv", "", "Latn"), Name("Миколаїв", "uk", "Cyrl", "official"), Name("Миколаїв", "uk", "Cyrl"))
    (record,) = enrich([Record(Entity("x:1", "place", "city", "UA"), names)])
    assert choose(record.names, record.entity, "official").text == "Mykolaiv"
    kept = (*names, Name("Nykolaiv", "uk", "Latn", "official"))
    (record,) = enrich([Record(Entity("x:1", "place", "city", "UA"), kept)])
    assert choose(record.names, record.entity, "official").text == "Nykolaiv"


def test_a_main_name_in_another_language_is_no_english_form() -> None:
    (record,) = enrich([Record(Entity("x:1", "place", "city", "UA"), (Name("Lemberg", "de", "Latn"),))])
    assert all(name.lang != "en" for name in record.names)
    assert choose(record.names, record.entity, "en").text == "Lemberg"


def test_no_official_form_is_made_of_a_neighbours_spelling() -> None:
    names = (Name("Tashkent", "", "Latn"), Name("Ташкент", "", "Cyrl"), Name("Toshkent", "uz", "Latn"))
    (record,) = enrich([Record(Entity("x:1", "place", "city", "UZ"), names)])
    assert choose(record.names, record.entity, "en").text == "Tashkent"
    assert choose(record.names, record.entity, "official").text == "Toshkent"


def test_letters_with_accents_and_syllables_are_letters_of_their_language() -> None:
    greek = (Name("Thessaloníki", "", "Latn"), Name("Θεσσαλονίκη", "", "Grek"), Name("Σαλονικη", "", "Grek"))
    (record,) = enrich([Record(Entity("x:1", "place", "city", "GR"), greek)])
    assert choose(record.names, record.entity, "native").text == "Θεσσαλονίκη"
    korean = (Name("Seoul", "", "Latn"), Name("서울", "", "Hang"))
    (record,) = enrich([Record(Entity("x:1", "place", "city", "KR"), korean)])
    assert choose(record.names, record.entity, "native")[:2] == ("서울", "name in the entity's own language")
    belarusian = languages(enriched("UA", "Bakhmut", "Бахмут", "Ў"))
    assert "uk" not in belarusian.get("Ў", set())
