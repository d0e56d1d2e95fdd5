"""Types of the compiled core; what each does is said in its twin, plain.py or plain_rules.py, or in ready.py."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, final

from normalizer.matching import plain_card, plain_edits, plain_rules
from normalizer.matching.assign import Pairs
from normalizer.matching.plain import Rows
from normalizer.matching.plain_rules import Rule
from normalizer.matching.plain_signs import Piece

INTERFACE: int

@final
class Word:
    def __new__(cls, codes: Sequence[int], gaps: Sequence[float]) -> Word: ...
    @property
    def codes(self) -> tuple[int, ...]: ...
    @property
    def gaps(self) -> tuple[float, ...]: ...

@final
class Side:
    def __new__(
        cls,
        letters: str,
        drop: Sequence[float],
        before: Sequence[Sequence[float]],
        after: Sequence[Sequence[float]],
        limit: int,
    ) -> Side: ...
    def encode(self, letters: str, bare: Callable[[str], str], /) -> Word: ...

@final
class Table:
    def __new__(
        cls, pair: Sequence[Sequence[float]], first: float, scale: float, shift: float, pad: float, empty: float
    ) -> Table: ...
    def evidence(self, x: Word, y: Word, /) -> float: ...
    def log_odds(self, x: Word, y: Word, /) -> float: ...
    def matrix(self, a: Sequence[Word], b: Sequence[Word], turned: bool = False, /) -> Rows: ...
    def pair_up(
        self, a: Sequence[Word], b: Sequence[Word], turned: bool = False, bonus: float = 0.0, /
    ) -> tuple[Rows, Pairs]: ...

@final
class Card:
    def __new__(cls, bias: float, curves: Sequence[tuple[int, Sequence[float], Sequence[float]]]) -> Card: ...
    def total(self, row: tuple[float, ...], /) -> float: ...

@final
class Edits:
    def __new__(cls, more: Sequence[int], other: Sequence[int]) -> Edits: ...
    def points(self, a: str, b: str, /) -> float: ...

@final
class Rules:
    def __new__(cls, rules: Sequence[Rule], highest: float, doubled: float) -> Rules: ...
    def cheapest(self, a: str, b: str, unwritten: bool, /) -> tuple[float, tuple[int, ...]] | None: ...

@final
class Levels:
    def __new__(
        cls,
        graphemes: Mapping[str, str],
        sounds: Mapping[str, str],
        no_vowels: str,
        twin: Callable[[str], tuple[str, str, str]],
    ) -> Levels: ...
    def fold(self, letters: str, /) -> tuple[str, str, str]: ...

@final
class Term:
    def __new__(
        cls,
        part: tuple[str, str, str, bool],
        low: str,
        last: str,
        role: int,
        group: int,
        script: int,
        flags: int,
        weight: float,
        rarity: float,
        says: int = 0,
        plain: str = ...,
    ) -> Term: ...
    @property
    def known(self) -> tuple[Any, ...]: ...

@final
class Name:
    def __new__(
        cls,
        profile: object,
        sketch: tuple[Any, ...],
        core: tuple[Any, ...],
        terms: tuple[Term, ...],
        fathers: tuple[int, ...],
        fathers_of_any: tuple[int, ...],
        script: int,
        script_class: int,
        flags: int,
    ) -> Name: ...
    @property
    def roles(self) -> tuple[int, ...]: ...
    @property
    def known(self) -> tuple[Any, ...]: ...

@final
class Marks:
    def __new__(
        cls,
        endings: Mapping[str, tuple[int, ...]],
        given: Callable[[str], dict[str, str]],
        added: tuple[str, ...],
        forms: Mapping[str, Any],
        families: Mapping[str, Any],
        longest_family: int,
        replacements: tuple[tuple[str, str], ...],
        letters: Mapping[str, str],
        syllables: Mapping[str, tuple[int, ...]],
        lasts: frozenset[str],
        letter: Callable[[int], tuple[Any, ...] | None],
    ) -> Marks: ...
    def of(self, low: str, folded: str, /) -> tuple[int, int] | None: ...

@final
class Reader:
    def __new__(
        cls,
        marks: Marks,
        levels: Levels,
        special: frozenset[str],
        words: Callable[[str, int], tuple[tuple[Term, ...] | None, bool]],
        spans: Callable[[str], bool],
        forms: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]],
        legal: Callable[[str, str], Term],
        raised: Callable[[Any], Term],
        script: Callable[[str], tuple[int, int, int]],
        patronymic: Callable[[str], bool],
        rarity: Callable[[str], float],
        rarities: Callable[[], dict[str, float] | None],
        rare: float,
        starts: Mapping[str, tuple[int, ...]],
        ends: Mapping[str, tuple[int, ...]],
        attached: Callable[[], tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]],
        of_people: bool,
        orders: bool,
        group: int,
        plain: tuple[int, int, int],
        shortest_rest: int,
        most_tokens: int,
        remembered: int,
        letters: bool,
    ) -> Reader: ...
    def read(self, name: str, /) -> Name | None: ...

@final
class Scales:
    def __new__(
        cls,
        kind: int,
        numbers: Mapping[str, float],
        asks: Mapping[str, Callable[..., Any]],
        cards: tuple[Card | plain_card.Card, ...],
        rules: Rules | plain_rules.Rules,
        groups: tuple[tuple[Rules | plain_rules.Rules, bool, float], ...],
        reader: Reader,
        edits: tuple[Edits | plain_edits.Edits | None, ...],
        derivations: frozenset[str],
        remembered: int,
        tails: str,
    ) -> Scales: ...
    def weigh(self, a: Name, b: Name, known: object = None, /) -> float | None: ...
    def ready(self, name: str, /) -> Name | None: ...
    def compare(self, a: str, b: str, known: object, /) -> float | None: ...
    def compare_many(
        self,
        pairs: list[tuple[str, str]],
        known: object,
        type: type,
        names: tuple[str, ...],
        reasons: object,
        highest: float,
        threshold: float,
        /,
    ) -> list[Any]: ...

def alike(a: tuple[Any, ...], b: tuple[Any, ...], /) -> tuple[float, ...] | None: ...
def assign(gains: Sequence[Sequence[float]], /) -> Pairs: ...
def cuts(
    listed: tuple[tuple[Piece, ...], ...],
    word: str,
    chance: tuple[float, ...],
    silent: float,
    unlisted: float,
    longest: int,
    inserted: float,
    /,
) -> float: ...
def spelling(a: str, b: str, /) -> tuple[float, float, float, float, float, float]: ...
