"""Which entities and names of a source the caller wants: one filter for all readers.

An empty set asks for nothing in particular. What a source does not say is treated so: a name without a language
passes a filter of languages, since it may be in any of them, and an entity without a country does not pass a
filter of countries, nor one without a weight a least weight. What does not pass is left out and counted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gazetteer.model import Kind, Name
from gazetteer.sources.language_codes import bcp47


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter. countries: ISO 3166-1 alpha-2. languages: primary BCP 47 codes. min_weight: as `Entity.weight`."""

    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    min_weight: int = 0

    @classmethod
    def of(
        cls,
        countries: Collection[str] = (),
        languages: Collection[str] = (),
        kinds: Collection[Kind] = (),
        min_weight: int = 0,
    ) -> Wanted:
        """A filter of what a caller gives, codes in any case.

        Example:
            >>> wanted = Wanted.of(countries=["ua"], languages=["ukr"])
            >>> wanted.misses("place", "UA", 5), wanted.misses("place", "RU", 5)
            ('', 'another country')
            >>> wanted.language("uk-Latn"), wanted.language(""), wanted.language("ru")
            (True, True, False)
        """
        return cls(
            frozenset(country.upper() for country in countries),
            frozenset(bcp47(language).partition("-")[0] for language in languages),
            frozenset(kinds),
            min_weight,
        )

    def misses(self, kind: Kind, country: str, weight: int) -> str:
        """Why an entity is not wanted; "" where it is."""
        if self.kinds and kind not in self.kinds:
            return "another kind"
        if self.countries and country not in self.countries:
            return "another country"
        return "less weight than asked for" if weight < self.min_weight else ""

    def language(self, lang: str) -> bool:
        """Whether names in this language are wanted."""
        return not self.languages or not lang or lang.partition("-")[0] in self.languages

    def name(self, name: Name) -> bool:
        """Whether a name is wanted."""
        return self.language(name.lang)
