"""Language evidence: letters prove, pairs of letters weigh, and doubt stays doubt."""

from __future__ import annotations

import pytest

from normalizer.romanization.language import (
    LETTERS_DIR,
    alphabet,
    grams,
    language_name,
    languages,
    letters_table,
    likely_languages,
    plausibility,
)

UKRAINIAN = [
    "Київ",
    "Запоріжжя",
    "Луганськ",
    "Харків",
    "Зеленський",
    "Володимир",
    "Скрипнюк",
    "Ґалаґан",
    "Олександр",
    "Дмитро Кулеба",
    "Шевченко Тарас Григорович",
]
OTHERS = {
    "ru": ["Лисянский", "Рыбинск", "Екатеринбург", "Сергей Есенин", "Горбачёв"],
    "be": ["Магілёў", "Быкаў"],
    "bg": ["Търново", "Димитър Пенчев"],
    "sr": ["Ђоковић", "Слободан Милошевић"],
    "mk": ["Ѓорѓи", "Ќурчиев"],
    "kk": ["Қарағанды"],
    "fa": ["تهران پاسداران", "پهلوی"],
    "ur": ["ڈیرہ غازی خان"],
    "ar": ["القاهرة", "أبو ظبي"],
    "he": ["ירושלים"],
    "el": ["Αθήνα"],
    "ka": ["თბილისი"],
    "hy": ["Երևան"],
    "ko": ["서울"],
    "ja": ["さくら", "山田タロウ"],
    "zh": ["習近平", "毛泽东"],
    "th": ["กรุงเทพ"],
}


def best(name: str) -> str:
    return likely_languages(name)[0].language


@pytest.mark.parametrize("name", UKRAINIAN)
def test_ukrainian_is_not_called_russian(name: str) -> None:
    assert best(name) == "uk"


@pytest.mark.parametrize(("language", "name"), [(code, name) for code, names in OTHERS.items() for name in names])
def test_a_name_with_its_languages_own_letters_is_recognised(language: str, name: str) -> None:
    assert best(name) == language


@pytest.mark.parametrize("name", ["Петренко", "Иван", "Харьков", "東京", "محمد", "Анна"])
def test_shares_add_up_to_one_and_are_sorted(name: str) -> None:
    likely = likely_languages(name)
    assert sum(x.score for x in likely) == pytest.approx(1.0)
    assert [x.score for x in likely] == sorted((x.score for x in likely), reverse=True)


def test_a_name_common_to_several_languages_stays_in_doubt() -> None:
    assert likely_languages("Иван Иванов")[0].score < 0.9


@pytest.mark.parametrize("name", ["", " ", "3", "Smith", "Лugansk", "\ud800", "\0", "🙂", "٣٤", "a" * 1_000_000])
def test_what_tells_no_language_has_none(name: str) -> None:
    assert likely_languages(name) == ()


@pytest.mark.parametrize("name", ["ж" * 1_000_000, "ѣѳѵ", "ا" * 500, "\u0301ї", "Київ\ud800", "漢" * 9])
def test_odd_strings_do_not_raise(name: str) -> None:
    likely_languages(name)


def test_old_letters_do_not_make_a_language_possible() -> None:
    assert "і" not in alphabet("ru")
    assert {"і", "ї", "є", "ґ"} <= alphabet("uk")


def test_orthography_decides_plausibility() -> None:
    assert plausibility("зеленський", "uk", "Cyrl") > plausibility("зеленськыы", "uk", "Cyrl")
    assert plausibility("", "uk", "Cyrl") == letters_table("Cyrl").unseen


def test_grams_have_the_edges_of_every_word() -> None:
    assert list(grams("ян чи", "Cyrl")) == ["^я", "ян", "н$", "^ч", "чи", "и$"]


def test_language_codes_have_names() -> None:
    assert language_name("uk") == "Ukrainian"
    assert language_name("xx") == "xx"
    assert len({row.code for row in languages()}) == len(languages())


def test_letter_tables_are_small_and_say_where_they_come_from() -> None:
    files = sorted(LETTERS_DIR.glob("letters-*.tsv"))
    assert files
    assert sum(file.stat().st_size for file in files) < 150_000
    for file in files:
        head = file.read_text(encoding="utf-8").splitlines()[:6]
        assert any("Source:" in line for line in head)
        assert any("Command:" in line for line in head)
