"""Learn three tables of normalizer/matching/data/inflection: how names end (lemmas-*.tsv), and which are usual.

From the names of a gazetteer (the default one: GeoNames, CLDR, name parts of Wikidata), by kind and language:

* places: names tagged with the language, and, for languages in Latin letters, the names of places of its country
  that are written in its alphabet;
* people: given and family names; in Cyrillic those whose letters may be the language's (romanization.language); for
  Latin letters one table serves all languages, since names of the news are of all.

Of each word the last DEPTH letters are counted, as a tree: how many names end in -ськ, and how many of those in
-нськ. What fewer than FEWEST names share is left out. Serbian names count in both alphabets.

Beside them names-*.tsv, for each language: its words in the names of countries, continents and the cities of time zones
(CLDR), so that the commonest names are known without a gazetteer.

And given.tsv: the usual given names of men and of women in the countries of languages that decline both words of a
full name (the lists of Faker, MIT), without those that both bear.

Run: python benchmarks/learn_endings.py [FILE.gaz]      # a minute; needs the packages babel and faker
     python benchmarks/learn_endings.py --names         # the names alone
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from gazetteer.lookup import Gazetteer
from normalizer.locations import default_gazetteer
from normalizer.matching.inflection.endings import DEPTH, EDGE, file_of, names_file
from normalizer.matching.inflection.given import given_file
from normalizer.matching.inflection.paradigms import CYRILLIC, LANGUAGES
from normalizer.romanization.language import alphabet, likely_languages
from normalizer.text.unicode import fold_letters

FEWEST = {"place": 4, "person": 5}
SHARE = 0.08  # a name of people counts for a language from this share of its evidence on
HOME = {
    "pl": ("PL",),
    "cs": ("CZ",),
    "sk": ("SK",),
    "sl": ("SI",),
    "hr": ("HR", "BA"),
    "lt": ("LT",),
    "lv": ("LV",),
    "fi": ("FI",),
    "hu": ("HU",),
    "tr": ("TR",),
}
FAKER = "Faker 40.54.0"
LOCALES = {
    "uk": "uk_UA",
    "ru": "ru_RU",
    "bg": "bg_BG",
    "pl": "pl_PL",
    "cs": "cs_CZ",
    "sk": "sk_SK",
    "sl": "sl_SI",
    "hr": "hr_HR",
    "lv": "lv_LV",
}
WORDS = 2  # words of a CLDR name whose words are all taken; longer ones hold genitives after the first
CONTINENTS = ("Europe/", "Asia/", "Africa/", "America/", "Australia/", "Pacific/")
TAGGED = 3  # what a tagged name counts beside one of the country: names of the world are what texts inflect
LETTERS = {  # letters beside a-z without q w x
    "pl": "ąćęłńóśźżw",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "fi": "äåö",
    "hu": "áéíóöőúüű",
    "tr": "çğıöşüİ",
}


def names(gazetteer: Gazetteer) -> Iterator[tuple[str, str, float]]:
    """(table, word, count) for each word of each recorded name."""
    for number in range(len(gazetteer)):
        entity = gazetteer.entity(number)
        for name in gazetteer.names(number):
            if name.role in ("generated", "code"):
                continue
            words = [w for w in fold_letters(name.text).replace("-", " ").split() if len(w) > 2 and w.isalpha()]
            if entity.kind == "person":
                yield from people(words, name.script)
            elif entity.kind == "place":
                yield from places(words, name.lang, name.script, entity.country)


def people(words: list[str], script: str) -> Iterator[tuple[str, str, float]]:
    for word in words:
        if script == "Latn":
            yield "person-Latn", word, 1.0
        elif script == "Cyrl":
            for language, share in likely_languages(word):
                if language in CYRILLIC and share >= SHARE:
                    yield f"person-{language}", word, 1.0


def places(words: list[str], lang: str, script: str, country: str) -> Iterator[tuple[str, str, float]]:
    table = LANGUAGES.get(lang, "")
    if (script == "Cyrl") == (table in CYRILLIC) and table:
        for word in words:
            if table not in CYRILLIC or set(word) <= alphabet(table):
                yield f"place-{table}", word, TAGGED
    elif script == "Latn" and lang in ("", "en"):
        for table, countries in HOME.items():
            if country in countries:
                usual = set("abcdefghijklmnoprstuvyz" + LETTERS[table])
                yield from ((f"place-{table}", word, 1.0) for word in words if set(word) <= usual)


def cldr_words(code: str) -> list[tuple[str, str]]:
    """The words of the names of countries, continents and cities, as the language writes them."""
    from babel import Locale
    from babel.core import get_global

    data = Locale.parse(code)
    cities = {zone: z["city"] for zone, z in data.time_zones.items() if "city" in z}
    if code not in CYRILLIC:  # a city that the language writes as its zone is called is not listed
        zones = (zone for zone in get_global("zone_territories") if zone.startswith(CONTINENTS))
        cities = {zone: zone.rpartition("/")[2].replace("_", " ") for zone in zones} | cities
    shown = [*data.territories.values(), *cities.values()]
    split = [re.split("[ -]", name) for name in shown if not re.search(r"[(),&./]|\d", name)]
    found: dict[str, str] = {}
    for words in split:
        for at, word in enumerate(words if len(words) <= WORDS else words[:1]):
            if len(word) > 2 and word[0].isupper():
                found[word] = "first" if at + 1 < len(words) and found.get(word) != "last" else "last"
    return sorted(found.items())


def write_names() -> None:
    for code in sorted(set(LANGUAGES.values())):
        listed = cldr_words(code)
        lines = [
            f"# Words of place names in {code}, in the nominative: countries, continents, cities of time zones.",
            "# place: where in the name the word stands; first words of two are mostly adjectives.",
            "# Learned by benchmarks/learn_endings.py from CLDR as packed in Babel 2.18.0 (Unicode-3.0).",
            "word\tplace",
            *("\t".join(row) for row in listed),
        ]
        Path(names_file(code)).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{Path(names_file(code)).name}: {len(listed)} words")


def given_names(language: str) -> dict[str, list[str]]:
    """Gender -> the given names that are usual for it in the country of a language, and for it alone."""
    provider = import_module(f"faker.providers.person.{LOCALES[language]}").Provider
    listed = {
        gender: {word for name in getattr(provider, which) for word in fold_letters(name).split() if word.isalpha()}
        for gender, which in (("f", "first_names_female"), ("m", "first_names_male"))
    }
    both = listed["f"] & listed["m"]
    return {gender: sorted(names - both) for gender, names in listed.items()}


def write_given() -> None:
    lines = [
        "# Given names that are usual for men (m) and for women (f) in the country of a language, in small letters.",
        f"# Learned by benchmarks/learn_endings.py from the lists of {FAKER} (MIT).",
        "language\tgender\tnames",
    ]
    for language in LOCALES:
        lines += [f"{language}\t{gender}\t{' '.join(names)}" for gender, names in given_names(language).items()]
    Path(given_file()).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{Path(given_file()).name}: {sum(line.count(' ') + 1 for line in lines[3:])} names")


def tree(words: Mapping[str, float]) -> dict[str, float]:
    """How many words end in each group of at most DEPTH letters; the edge before the first letter counts as one."""
    found: dict[str, float] = defaultdict(float)
    for word, count in words.items():
        edged = EDGE + word
        for length in range(min(DEPTH, len(edged)) + 1):
            found[edged[len(edged) - length :]] += count
    return found


def main() -> None:
    write_names()
    write_given()
    if "--names" in sys.argv:
        return
    gazetteer = Gazetteer.open(sys.argv[1] if len(sys.argv) > 1 else default_gazetteer())
    words: dict[str, dict[str, float]] = defaultdict(dict)
    for table, word, count in names(gazetteer):
        words[table][word] = max(words[table].get(word, 0.0), count)
    for table, counted in sorted(words.items()):
        kind, _, which = table.partition("-")
        rows = {s: round(n) for s, n in tree(counted).items() if n >= FEWEST[kind] or not s}
        lines = [
            f"# Endings of {kind} names in the nominative, {which}: how many of {len(counted)} names end in these",
            "# letters; ^ is the edge before the first letter, the row without letters counts all. Learned by",
            "# benchmarks/learn_endings.py from GeoNames (CC BY 4.0), CLDR (Unicode-3.0), rigour (MIT; Wikidata, CC0).",
            "letters\tnames",
            *(f"{s}\t{n}" for s, n in sorted(rows.items(), key=lambda x: x[0][::-1])),
        ]
        file = Path(file_of(kind, which))
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file.name}: {len(counted)} names, {len(rows)} rows")


if __name__ == "__main__":
    main()
