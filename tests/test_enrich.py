"""What is recovered by rule: languages, official forms, English forms."""

from __future__ import annotations

from gazetteer.canonical import choose
from gazetteer.model import Entity, Name, Record
from normalizer.enrich import enrich


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
