"""What a country's languages say about evidence: is its own name written in Latin, is a scheme of its language.

`gazetteer/data/country_languages.tsv` has the languages (CLDR territory data).
"""

from __future__ import annotations

from gazetteer.canonical import country_languages
from normalizer.romanization.providers import ANYASCII
from normalizer.romanization.scheme import get_scheme


def writes_latin(country: str) -> bool:
    """Whether the main language of a country is written in Latin letters; False when unknown.

    >>> writes_latin("DE"), writes_latin("UA"), writes_latin("")
    (True, False, False)
    """
    rows = country_languages().get(country, ())
    return bool(rows) and rows[0][1] == "Latn"


def of_country(scheme_id: str, country: str) -> bool:
    """Whether a scheme writes names of a language of the country.

    >>> of_country("rus-bgn-plain", "UA"), of_country("kat-press-en", "UA")
    (True, False)
    """
    own = {language for language, _ in country_languages().get(country, ())}
    return scheme_id != ANYASCII and not own.isdisjoint(get_scheme(scheme_id).languages)
