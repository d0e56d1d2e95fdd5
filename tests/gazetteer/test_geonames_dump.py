"""GeoNames' dumps in their true formats: 19 columns of places, 10 or 8 of names, and the small tables."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Name, Record
from gazetteer.sources.geonames_dump import read_geonames
from gazetteer.sources.geonames_tables import read_admin_codes, read_country_info
from gazetteer.sources.sorting import Sorter
from gazetteer.sources.tally import TRIED_ROWS, Tally


def place(
    number: object, name: str, alternates: str = "", kind: str = "P.PPL", cc: str = "UA", people: str = "0"
) -> str:
    feature_class, _, code = kind.partition(".")
    cells = [str(number), name, name, alternates, "48.5", "39.3", feature_class, code, cc, "", "14", "", "", "", people]
    return "\t".join([*cells, "", "103", "Europe/Kyiv", "2024-05-01"]) + "\n"


def name(place: object, lang: str, text: str, flags: str = "", start: str = "", end: str = "") -> str:
    marks = ["1" if flag in flags else "" for flag in "pscH"]  # preferred, short, colloquial, historic
    return "\t".join(["1", str(place), lang, text, *marks, start, end]) + "\n"


PLACES = (
    place(702658, "Luhansk", "VSG,lu gan si ke,Луганськ,Lugansk", "P.PPLA", people="397677")
    + place(690791, "Ukraine", "", "A.PCLI", people="44622516")
    + place(703883, "Avtonomna Respublika Krym", "", "A.ADM1", people="2000000")
    + place(2950159, "Berlin", "", "P.PPLC", "DE", "3426354")
    + place(12158243, "Old Luhansk", "", "P.PPLH")
    + place(77, "Hotel", "", "S.HTL")
)
NAMES = (
    name(2950159, "de", "Berlin", "p")
    + name(702658, "uk", "Луганськ", "p")
    + name(702658, "", "Lugansk")
    + name(702658, "en", "Luhansk", "p")
    + name(702658, "en", "Luga", "c")
    + name(702658, "ru", "Ворошиловград", "H", "1970", "1990-05-04")
    + name(702658, "uk", "Ворошиловград", "", "5 Nov 1935", "last century")
    + name(702658, "wkdt", "Q171965")
    + name(702658, "link", "https://en.wikipedia.org/wiki/Luhansk")
    + name(702658, "post", "91000")
    + name(702658, "iata", "VSG")
    + name(702658, "abbr", "Lug.")
    + name(702658, "zh-CN", "卢甘斯克", "s")
    + name(77, "en", "The Hotel")
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    places, names = tmp_path / "UA.txt", tmp_path / "alternateNamesV2.txt"
    places.write_text(PLACES, encoding="utf-8")
    names.write_text(NAMES, encoding="utf-8")
    return places, names


def by_id(records: Iterator[Record]) -> dict[str, Record]:
    return {record.entity.id: record for record in records}


def test_places_are_read_with_their_untagged_names(files: tuple[Path, Path]) -> None:
    tally = Tally("UA.txt")
    read = by_id(read_geonames(files[0], tally))
    luhansk = read["gn:702658"]
    assert (luhansk.entity.feature, luhansk.entity.country, luhansk.entity.weight) == ("city", "UA", 397677)
    assert [(n.text, n.script, n.role, n.source) for n in luhansk.names] == [
        ("Luhansk", "Latn", "alternate", "geonames"), ("VSG", "Latn", "code", "geonames"),
        ("lu gan si ke", "Latn", "generated", "geonames"), ("Луганськ", "Cyrl", "alternate", "geonames"),
        ("Lugansk", "Latn", "alternate", "geonames"),
    ]  # fmt: skip
    assert read["gn:690791"].entity.same_as == ("iso:UA",)
    assert [read[f"gn:{n}"].entity.feature for n in (690791, 703883, 12158243)] == ["country", "region", "historic"]
    assert (tally.read, tally.kept, tally.left_out) == (6, 5, {"another feature class": 1})


def test_alternate_names_bring_languages_roles_dates_and_the_wikidata_id(files: tuple[Path, Path]) -> None:
    tally = Tally("alternateNamesV2.txt")
    read = by_id(read_geonames(files[0], alternate_names=files[1], names_tally=tally))
    luhansk = read["gn:702658"]
    assert luhansk.entity.same_as == ("wd:Q171965",)
    assert luhansk.names == (
        Name("Luhansk", "", "Latn", "alternate", "geonames"),
        Name("Луганськ", "uk", "Cyrl", "alternate", "geonames"),
        Name("Luhansk", "en", "Latn", "canonical", "geonames"),
        Name("Lugansk", "", "Latn", "alternate", "geonames"),
        Name("Ворошиловград", "ru", "Cyrl", "former", "geonames", 1970, 1990),
        Name("Ворошиловград", "uk", "Cyrl", "former", "geonames", 1935, None),
        Name("VSG", "", "Latn", "code", "geonames"),
        Name("Lug.", "", "Latn", "short", "geonames"),
        Name("卢甘斯克", "zh-CN", "Hani", "short", "geonames"),
        Name("Luga", "en", "Latn", "alternate", "geonames"),
    )
    assert (tally.read, tally.kept) == (14, 11)
    assert tally.left_out == {
        "a link, not a name": 1, "a postal code, not a name": 1, "of a place that is not read": 1,
    }  # fmt: skip
    assert tally.noted == {"a date that tells no year": 1}


def test_the_older_file_of_names_has_eight_columns(files: tuple[Path, Path]) -> None:
    eight = "".join("\t".join(line.split("\t")[:8]) + "\n" for line in NAMES.splitlines())
    files[1].write_text(eight, encoding="utf-8")
    luhansk = by_id(read_geonames(files[0], alternate_names=files[1]))["gn:702658"]
    assert Name("Ворошиловград", "ru", "Cyrl", "former", "geonames") in luhansk.names


def test_places_come_by_rising_id_and_however_the_files_are_ordered(files: tuple[Path, Path]) -> None:
    first = list(read_geonames(files[0], alternate_names=files[1]))
    files[0].write_text("".join(reversed(PLACES.splitlines(keepends=True))), encoding="utf-8")
    assert list(read_geonames(files[0], alternate_names=files[1])) == first
    assert [record.entity.id for record in first] == [
        "gn:690791", "gn:702658", "gn:703883", "gn:2950159", "gn:12158243",
    ]  # fmt: skip


def test_archives_are_read_as_they_are_published(tmp_path: Path, files: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("readme.txt", "The data format is tab-delimited text in utf8 encoding.")
        archive.writestr("UA.txt", PLACES)
    (tmp_path / "names.gz").write_bytes(gzip.compress(NAMES.encode()))
    packed = list(read_geonames(tmp_path / "UA.zip", alternate_names=tmp_path / "names.gz"))
    assert packed == list(read_geonames(files[0], alternate_names=files[1]))


def test_filters_leave_out_and_count(files: tuple[Path, Path]) -> None:
    def kept(**filters: object) -> tuple[list[str], dict[str, int]]:
        tally = Tally()
        records = list(read_geonames(files[0], tally, **filters))  # type: ignore[arg-type]
        assert tally.read == tally.kept + tally.left_out_rows
        return [record.entity.id for record in records], dict(tally.left_out)

    assert kept(countries=["de"])[0] == ["gn:2950159"]
    assert kept(feature_classes=["S"])[0] == ["gn:77"]
    assert kept(feature_classes=[], min_population=1)[1] == {"less weight than asked for": 2}
    assert kept(feature_codes=["PPLA", "PPLC"])[0] == ["gn:702658", "gn:2950159"]


def test_names_in_other_languages_are_left_out_and_those_without_stay(files: tuple[Path, Path]) -> None:
    tally = Tally()
    luhansk = by_id(read_geonames(files[0], alternate_names=files[1], languages=["uk"], names_tally=tally))["gn:702658"]
    assert {n.lang for n in luhansk.names} == {"", "uk"}
    assert luhansk.entity.same_as == ("wd:Q171965",)
    assert tally.left_out["another language"] == 5


BAD = (
    "too\tfew\n" + place("x1", "Name") + place("9" * 12, "Name") + place(1, " ") + place(1, "N", people="many")
    + place(1, "Good", "Good,,", people="") + "\n"
)  # fmt: skip


def test_bad_rows_are_refused_by_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "XX.txt").write_bytes(BAD.encode() + b"\xff\n")
    tally = Tally()
    (record,) = read_geonames(tmp_path / "XX.txt", tally)
    assert [n.text for n in record.names] == ["Good"]
    assert tally.refused == {
        "not 19 columns": 1, "the geonameid is no number": 2, "the name has no letter or is far too long": 1,
        "the population is no number": 1, "this is not UTF-8": 1,
    }  # fmt: skip
    assert tally.read == tally.kept + tally.refused_rows == 7
    assert tally.problems[0].startswith("XX.txt, line 1: not 19 columns; there are 2")


def test_bad_rows_of_names_are_refused_by_reason(tmp_path: Path, files: tuple[Path, Path]) -> None:
    bad = "1\t2\n" + name("x", "en", "N") + name(702658, "en", "") + name(702658, "wkdt", "171965")
    files[1].write_text(bad + NAMES, encoding="utf-8")
    tally = Tally()
    list(read_geonames(files[0], alternate_names=files[1], names_tally=tally))
    assert tally.refused == {
        "not 8 or 10 columns": 1, "the geonameid is no number": 1, "the name has no letter or is far too long": 1,
        "the Wikidata id is none": 1,
    }  # fmt: skip
    assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


@pytest.mark.parametrize("text", ["a,b\n1,2\n" * TRIED_ROWS, NAMES, "x\n", ""])
def test_a_file_of_another_format_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"wrong\.txt: this is not a file of GeoNames places"):
        list(read_geonames(tmp_path / "wrong.txt"))


def test_the_two_files_are_not_taken_for_each_other(files: tuple[Path, Path]) -> None:
    with pytest.raises(SourceError, match=r"UA\.txt: this is not a file of GeoNames alternate names"):
        list(read_geonames(files[0], alternate_names=files[0]))


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, between: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(PLACES.encode() + data if between else data)
    for reader in (read_geonames, read_country_info, read_admin_codes):
        tally = Tally()
        try:
            list(reader(path, tally))
            list(read_geonames(path, alternate_names=path))
        except SourceError:
            continue
        assert tally.read == tally.kept + tally.refused_rows + tally.left_out_rows


@given(
    st.lists(st.tuples(st.integers(0, 40), st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
)
def test_sorting_on_disk_is_sorting_in_memory(rows: list[tuple[int, str]]) -> None:
    with Sorter(held=20) as sorter:
        for number, line in rows:
            sorter.add(number, line)
        assert list(sorter) == sorted(rows, key=lambda row: row[0])


COUNTRIES = (
    "# ================================\n"
    "#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\tArea(in sq km)\tPopulation\tContinent\ttld\tCurrencyCode\t"
    "CurrencyName\tPhone\tPostal Code Format\tPostal Code Regex\tLanguages\tgeonameid\tneighbours\t"
    "EquivalentFipsCode\n"
    "UA\tUKR\t804\tUP\tUkraine\tKyiv\t603700\t44622516\tEU\t.ua\tUAH\tHryvnia\t380\t#####\t^(\\d{5})$\t"
    "uk,ru-UA,rom,pl,hu\t690791\tPL,MD,HU,SK,BY,RO,RU\t\n"
    "CS\tSCG\t891\tYI\tSerbia and Montenegro\tBelgrade\t102350\t10829175\tEU\t.cs\tRSD\tDinar\t381\t\t\t"
    "cu,hu\t0\t\t\n"
)


def test_countries_bring_their_iso_codes(tmp_path: Path) -> None:
    (tmp_path / "countryInfo.txt").write_text(COUNTRIES, encoding="utf-8")
    tally = Tally()
    (ukraine,) = read_country_info(tmp_path / "countryInfo.txt", tally)
    assert ukraine.entity.same_as == ("iso:UA",)
    assert (ukraine.entity.id, ukraine.entity.weight, ukraine.entity.country) == ("gn:690791", 44622516, "UA")
    assert [(n.text, n.lang, n.role) for n in ukraine.names] == [
        ("Ukraine", "en", "canonical"), ("UA", "", "code"), ("UKR", "", "code"),
    ]  # fmt: skip
    assert tally.refused == {"there is no geonameid": 1}


def test_administrative_areas_of_both_levels(tmp_path: Path) -> None:
    path = tmp_path / "admin.txt"
    path.write_text(
        "UA.14\tLuhansk Oblast\tLuhansk Oblast\t702657\nUS.CA.037\tLos Angeles\tLos Angeles\t5368381\n"
        "UA\tUkraine\tUkraine\t1\nUA.15\tX\tX\tx\n", encoding="utf-8",
    )  # fmt: skip
    tally = Tally()
    read = list(read_admin_codes(path, tally))
    assert [(r.entity.id, r.entity.feature, r.entity.country) for r in read] == [
        ("gn:702657", "region", "UA"), ("gn:5368381", "district", "US"),
    ]  # fmt: skip
    assert tally.refused == {"the code is none": 1, "the geonameid is no number": 1}
    assert [r.entity.id for r in read_admin_codes(path, countries=["US"])] == ["gn:5368381"]


@pytest.mark.parametrize("text", [PLACES, "", "# only a comment\n"])
def test_the_small_tables_refuse_other_files(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.txt").write_text(text, encoding="utf-8")
    for reader in (read_country_info, read_admin_codes):
        with pytest.raises(SourceError, match=r"wrong\.txt: this is not GeoNames' table"):
            list(reader(tmp_path / "wrong.txt"))
