"""Promises of room 3: what part each word of a name plays, alone and beside another name."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.matching.settle import settle_parts
from normalizer.matching.tables import DATA, read_rows
from normalizer.matching.words import is_usual, parse_name, word_classes
from normalizer.text.guard import guard_name
from normalizer.text.tokens import words
from normalizer.text.unicode import fold_accents, fold_letters

KINDS = ("person", "place", "org", None)


def roles(name: str, kind: str | None) -> list[tuple[str, str, str]]:
    return [part[:3] for part in parse_name(name, kind).parts]


@pytest.mark.parametrize("name", ["Skrypniuk, Oleksandr", "Oleksandr Skrypniuk"])
def test_a_comma_form_is_read_given_name_first(name: str) -> None:
    assert [part.text for part in parse_name(name, "person").parts] == ["Oleksandr", "Skrypniuk"]


@pytest.mark.parametrize("name", ["Skrypniuk, jr.", "Henry Heinz, III", "Ivan, Petro, Maria", ", Ivan", "Ivan,"])
def test_a_comma_that_parts_no_family_name_changes_no_order(name: str) -> None:
    parsed = [part.text for part in parse_name(name, "person").parts]
    assert parsed == [token.text for token in words(name)]


@pytest.mark.parametrize(
    ("name", "last"), [("Stephen King", "King"), ("Li Bin", "Bin"), ("Duc Le", "Le"), ("Michael Lord", "Lord")]
)
def test_a_person_is_never_named_by_a_title_or_particle_at_the_end(name: str, last: str) -> None:
    assert parse_name(name, "person").parts[-1][:2] == (last, "name")


def test_a_hyphen_ties_a_double_surname() -> None:
    assert [part.tied for part in parse_name("Anna Smith-Jones", "person").parts] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "value"), [("2-й Ростов", "2"), ("1st Avenue", "1"), ("3rd Reich", "3"), ("Louis 014", "14"), ("2a", "2a")]
)
def test_ordinals_have_the_value_of_their_digits(name: str, value: str) -> None:
    assert [part.meaning for part in parse_name(name, "place").having("number")] == [value]


@pytest.mark.parametrize(
    ("name", "name_part", "generic"),
    [("서울시", "서울", "city"), ("東京都", "東京", "region"), ("朝阳区", "朝阳", "district")],
)
def test_han_and_hangul_part_with_their_generic_word(name: str, name_part: str, generic: str) -> None:
    parts = parse_name(name, "place").parts
    assert parts[0][:2] == (name_part, "name")
    assert parts[1].role == "generic" and parts[1].meaning == generic


@pytest.mark.parametrize("name", ["京都", "鹿児島", "대구", "黑龙江"])
def test_a_short_or_natural_name_keeps_its_last_character(name: str) -> None:
    assert [part.text for part in parse_name(name, "place").parts] == [name]


@pytest.mark.parametrize("word", ["St.", "Saint", "Sankt", "San", "Święty", "Санкт", "Свети", "聖"])
def test_saint_stays_in_the_name_and_means_the_same_everywhere(word: str) -> None:
    assert parse_name(f"{word} Petersburg", "place").parts[0][1:3] == ("name", "saint")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Новый Оскол", "Novyi Oskol"),
        ("Nowa Sól", "Nová Sol"),
        ("Верхня Тура", "Verkhnyaya Tura"),
    ],
)
def test_directions_of_two_languages_agree_or_read_alike(a: str, b: str) -> None:
    left, right = settle_parts(parse_name(a, "place").parts, parse_name(b, "place").parts)
    assert left[0].role == right[0].role


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Velike Lašče", "Веліке Лашче", "place"),
        ("Sirdaryo viloyati", "Sirdaryo vilojati", "place"),
        ("Kasa Grande", "კასა გრანდე", "place"),
        ("First Bank", "1st Bank", "org"),
        ("Первый канал", "Channel 1", "org"),
    ],
)
def test_a_word_plays_the_part_that_it_plays_in_the_other_name(a: str, b: str, kind: str) -> None:
    left, right = settle_parts(parse_name(a, kind).parts, parse_name(b, kind).parts)
    assert sorted(part.role for part in left) == sorted(part.role for part in right)


def test_settling_leaves_names_alone_that_share_nothing() -> None:
    a, b = parse_name("Nova Gorica", "place").parts, parse_name("Upper Heyford", "place").parts
    assert settle_parts(a, b) == (a, b)


def test_usual_words_are_usual_for_their_kind_only() -> None:
    part = parse_name("Kowalski International", "org").parts[1]
    assert is_usual(part, "org") and not is_usual(part, "person")


@pytest.mark.parametrize("table", sorted(path.name for path in DATA.glob("*.tsv")))
def test_tables_have_a_source_and_rows_of_one_width(table: str) -> None:
    text = (DATA / table).read_text(encoding="utf-8")
    header = next(line for line in text.split("\n") if not line.startswith("#"))
    assert text.startswith("#")
    assert {len(row) for row in read_rows(table)} == {len(header.split("\t"))}


FOLDED_TABLES = ["words.tsv", "org_words.tsv", "org_types.tsv", "numbers.tsv", "directions.tsv", "genders.tsv"]


@pytest.mark.parametrize("table", FOLDED_TABLES)
def test_words_of_tables_are_folded_and_stand_once(table: str) -> None:
    listed = [row[0] for row in read_rows(table)]
    assert [word for word in listed if fold_accents(fold_letters(word)) != word] == []
    assert table in ("genders.tsv", "directions.tsv") or len(listed) == len(set(listed))


def test_every_class_of_words_is_one_that_is_known() -> None:
    known = {"title", "suffix", "particle", "legal", "name", "generic", "size", "direction"}
    assert {role for role, _ in word_classes().values()} == known


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_string_has_parts_that_are_its_words(name: str, kind: str | None) -> None:
    parsed = parse_name(name, kind)
    letters = "".join(c for part in parsed.parts for c in part.text if c.isalnum())
    whole = "".join(c for token in words(guard_name(name).text)[:24] for c in token.text if c.isalnum())
    assert sorted(letters) == sorted(whole)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="abcXIV жшЖ京都市ابת", max_size=30), st.sampled_from(KINDS))
def test_the_short_way_of_plain_names_gives_what_the_long_way_gives(name: str, kind: str | None) -> None:
    from normalizer.matching.words import _in_full, _with_a_name

    if unicodedata.normalize("NFC", name) == name:
        assert parse_name(name, kind).parts == _with_a_name(_in_full(name, kind), kind)


@pytest.mark.parametrize(
    "name", ["", "\ud800", "\0", "a" * 1_000_000, "Лugansk", "a b " * 3000, ",", ",,", "-", "1-", "ـ"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_odd_names_are_parsed_without_error(name: str, kind: str | None) -> None:
    assert len(parse_name(name, kind).parts) <= 24 + 24
