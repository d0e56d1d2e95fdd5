from __future__ import annotations

from dataclasses import replace

from gazetteer.merge import (
    CITY_POPULATION,
    HISTORIC_WEIGHT,
    REGION_CEILING,
    REGION_WEIGHT,
    add_names,
    gather,
    merge_records,
    weigh_territories,
    zone_names,
)
from gazetteer.model import Entity, Name, Record
from gazetteer.sources.cldr import CldrNames, ZoneCity
from gazetteer.sources.geonames_cities import CityRecord
from gazetteer.sources.territories import TerritoryRecord


def record(identifier: str, *names: Name, same_as: tuple[str, ...] = (), weight: int = 0) -> Record:
    return Record(Entity(identifier, "place", "", "", weight, same_as), names)


def city(identifier: str, name: str, country: str, people: int, admin1: str = "", zone: str = "") -> CityRecord:
    entity = Entity(identifier, "place", "city", country, people)
    return CityRecord(Record(entity, (Name(name, script="Latn"),)), zone, admin1)


def territory(code: str, name: str, feature: str = "region", identifier: str = "") -> TerritoryRecord:
    country = code[:2].upper()
    entity = Entity(identifier or f"iso:{code.upper()}", "place", feature, country)
    return TerritoryRecord(Record(entity, (Name(name, "en", "Latn"),)), code, "")


def test_records_that_share_an_id_become_one_and_keep_where_each_name_is_from() -> None:
    one = record("gn:1", Name("Kyiv", source="geonames"), same_as=("wd:Q1",), weight=5)
    other = record("wd:Q1", Name("Kyiv", "en", source="wikidata"), Name("Kiev", "de", source="wikidata"), weight=9)
    alone = record("x:1", Name("Else"))
    first, second = merge_records([one, alone, other])
    assert first.entity == Entity("gn:1", "place", "", "", 9, ("wd:Q1",))
    assert [(name.text, name.lang, name.source) for name in first.names] == [
        ("Kyiv", "en", "wikidata"), ("Kiev", "de", "wikidata")
    ]  # fmt: skip
    assert second == alone


def test_a_record_can_tie_two_others_together() -> None:
    records = [record("a:1"), record("b:1"), record("c:1", same_as=("a:1", "b:1"))]
    (merged,) = merge_records(records)
    assert merged.entity.id == "a:1"
    assert set(merged.entity.same_as) == {"b:1", "c:1"}


def test_names_that_say_different_things_stay_side_by_side() -> None:
    base = record("x:1", Name("Kiew", "de", source="a"))
    joined = add_names(base, [Name("Kiew", "nl", source="b"), Name("Kiew", "de", source="a")])
    assert [(name.lang, name.source) for name in joined.names] == [("de", "a"), ("nl", "b")]


def test_a_country_outranks_every_city_in_it() -> None:
    facts = gather([city("gn:1", "Bigtown", "AB", 900), city("gn:2", "Smalltown", "AB", 100)])
    (country,) = weigh_territories([territory("ab", "Bigtown", "country")], facts)
    assert country.entity.weight == 1001


def test_a_region_comes_right_after_the_city_that_it_is_named_after() -> None:
    facts = gather([city("gn:1", "Luhansk", "UA", 400_000)])
    (region,) = weigh_territories([territory("ua-09", "Luhansk")], facts)
    assert region.entity.weight == 399_999


def test_a_region_outranks_a_village_of_its_name() -> None:
    facts = gather([city("gn:1", "Peninsula", "UA", 4_475), city("gn:2", "Peninsula", "RU", 2_000_000)])
    (region,) = weigh_territories([territory("ua-43", "Peninsula")], facts)
    assert region.entity.weight == REGION_WEIGHT


def test_a_town_outside_a_region_does_not_hold_it_down_where_districts_are_known() -> None:
    facts = gather([city("gn:1", "Wyoming", "US", 76_000, "MI"), city("gn:2", "Cheyenne", "US", 65_000, "WY")])
    rows = [territory("us-wy", "Wyoming"), territory("us-mi", "Michigan")]
    wyoming, michigan = weigh_territories(rows, facts)
    assert wyoming.entity.weight == 65_000
    assert michigan.entity.weight == 76_000


def test_a_region_never_outgrows_the_countries() -> None:
    facts = gather([city("gn:1", "Atlanta", "US", 5_000_000, "GA")])
    (region,) = weigh_territories([territory("us-ga", "Georgia")], facts)
    assert region.entity.weight == REGION_CEILING


def test_a_country_does_not_keep_the_names_of_its_large_cities() -> None:
    weak = "rigour-territories-weak"
    names = (
        Name("Aland"),
        Name("Bigtown", source=weak),
        Name("ALAND", source=weak),
        Name("Alandia", source=weak),
    )
    row = TerritoryRecord(Record(Entity("iso:AB", "place", "country", "AB"), names), "ab", "")
    places = [city("gn:1", "Bigtown", "AB", CITY_POPULATION), city("gn:2", "Aland", "AB", CITY_POPULATION)]
    (country,) = weigh_territories([row], gather(places))
    assert [name.text for name in country.names] == ["Aland", "ALAND", "Alandia"]


def test_a_state_that_is_no_more_has_a_weight_of_its_own() -> None:
    (old,) = weigh_territories([territory("olhh", "Old", "historic", "wd:Q4")], gather([]))
    assert old.entity.weight == HISTORIC_WEIGHT


def cldr(*cities: ZoneCity) -> CldrNames:
    names = (
        Name("Aland", "en", "Latn", "canonical", "cldr"),
        Name("Aland", "de", "Latn"),
        Name("Алэнд", "ru", "Cyrl"),
    )
    return CldrNames({"AB": names}, cities, {"AB": ("de",)}, {"Europe/Old": "Europe/New"})


def test_a_time_zone_that_is_called_after_the_country_names_no_city() -> None:
    names = cldr(ZoneCity("America/New", "AB", "Newland", (Name("Newland", "en"),)))
    place = city("gn:1", "Newton", "AB", 10, zone="America/New")
    called = replace(place, record=replace(place.record, names=(*place.record.names, Name("Newland", script="Latn"))))
    assert zone_names(gather([called], names), names) == {}


def test_a_time_zone_city_is_the_biggest_place_of_that_name_in_its_country_and_zone() -> None:
    zone_city = ZoneCity("Europe/New", "AB", "Newton", (Name("Newton", "en"), Name("Njuton", "ru")))
    names = cldr(zone_city)
    facts = gather(
        [
            city("gn:1", "Newton", "AB", 10, zone="Europe/Old"),
            city("gn:2", "Néwton", "AB", 99, zone="Europe/New"),
            city("gn:3", "Newton", "AB", 999, zone="Europe/Other"),
            city("gn:4", "Newton", "CD", 999, zone="Europe/New"),
        ],
        names,
    )  # fmt: skip
    assert zone_names(facts, names) == {"gn:2": zone_city.names}


def test_names_that_repeat_the_english_one_are_left_to_the_fall_back_but_not_the_own_language() -> None:
    repeated = ZoneCity(
        "Europe/New", "AB", "Newton", (Name("Newton", "en"), Name("Newton", "fr"), Name("Newton", "de"))
    )
    names = cldr(repeated)
    facts = gather([city("gn:1", "Newton", "AB", 10, zone="Europe/New")], names)
    assert [name.lang for name in zone_names(facts, names)["gn:1"]] == ["en", "de"]


def test_cldr_names_join_the_territory_of_the_same_code() -> None:
    (country,) = weigh_territories([territory("ab", "Aland", "country")], gather([]), cldr())
    assert [(name.text, name.lang, name.role) for name in country.names] == [
        ("Aland", "en", "alternate"), ("Aland", "en", "canonical"), ("Aland", "de", "alternate"),
        ("Алэнд", "ru", "alternate"),
    ]  # fmt: skip
