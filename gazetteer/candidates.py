"""Keys near a key: the readers of the typo-tolerant layer, with the same answers.

A query is within `max_edits` of a key if at least one piece of the key stands in it (see
`gazetteer.pieces`). All readers look up the same pieces in the same order, stop at the same limits, reject
by the same signatures, and compare what is left; so they return the same keys. `FastReader` lets _near.c do all of it,
where that was built. Without it `StandardReader` needs the standard library alone, for one look-up from the command
line, where importing numpy would cost more than the look-up; `VectorReader` does the rejecting in numpy and the
comparing in rapidfuzz, imported late.

Work is bounded: a piece that very many keys share is read up to a limit, nearest lengths come first, and
the answer says when something was left unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gazetteer.compiled import CompiledReader
from gazetteer.container import Container
from gazetteer.ends import Ends
from gazetteer.hints import Any
from gazetteer.pieces import LONGEST_KEY, MOST_EDITS, edits_for, probes, signature
from gazetteer.values import NamedTuple

MAX_PER_PIECE = 4096
"""Keys read for one piece; on a million keys of names the most common piece has about this many."""
MAX_READ = 40_000
"""Keys read for one query; bounds a standard-library look-up to some 20 ms before comparing."""


class Near(NamedTuple):
    """Keys near a query: (edits, number of the key, its text), nearest first; cut: some were left unread."""

    keys: list[tuple[int, int, str]]
    cut: bool


def edits(query: str) -> Callable[[str], int]:
    """A function that gives the edits between a text and `query`, two neighbours exchanged being one.

    The bit-parallel algorithm of Hyyrö (2003): Python's integers have any width, so one column of the matrix is a
    handful of operations for a query of any length.

    Example:
        >>> edits("kitten")("sitting"), edits("river")("rievr")
        (3, 1)
    """
    size = len(query)
    mask, last = (1 << size) - 1, 1 << size >> 1
    places: dict[str, int] = {}
    for at, letter in enumerate(query):
        places[letter] = places.get(letter, 0) | 1 << at

    def distance(text: str) -> int:
        if not size:
            return len(text)
        plus, minus, diagonal, before, score = mask, 0, 0, 0, size
        for letter in text:
            equal = places.get(letter, 0)
            exchanged = (~diagonal & equal) << 1 & before
            diagonal = ((equal & plus) + plus ^ plus | equal | minus | exchanged) & mask
            up = minus | ~(diagonal | plus) & mask
            down = plus & diagonal
            if up & last:
                score += 1
            elif down & last:
                score -= 1
            up = up << 1 | 1
            plus = (down << 1 | ~(diagonal | up)) & mask
            minus = up & diagonal & mask
            before = equal
        return score

    return distance


class StandardReader:
    """Finds keys near a query with the standard library alone."""

    def __init__(self, container: Container) -> None:
        self._text = container.section("typo.text")
        self._end = Ends(container, "typo")
        self._layers = container.section("typo.layers")
        self._signature = container.section("typo.signature")
        self._length = container.section("typo.length")
        self._bucket = container.section("piece.bucket")
        self._piece = container.section("piece.key")
        self._shift = 32 - (len(self._bucket) - 1).bit_length() + 1
        self._count = len(self._layers)

    def text(self, key_no: int) -> str:
        """The text of a key."""
        return self._text.text(*self._end.pair(key_no))

    def layers(self, key_no: int) -> int:
        """In which layers a key is recorded: bit n for layer n."""
        return self._layers[key_no]

    def find(self, query: str, max_edits: int) -> Near:
        """All keys that differ from `query` by 1 to `max_edits` edits, within what their length allows.

        Args:
            query: text in the form in which keys are recorded.
            max_edits: at most this many insertions, deletions, substitutions of code points, exchanges of neighbours.

        Returns:
            Keys ordered by distance, then number; whether a limit was met.
        """
        if len(query) > LONGEST_KEY + MOST_EDITS or max_edits < 1 or not self._count:
            return Near([], False)
        max_edits = min(max_edits, MOST_EDITS)
        ranges, cut = self._ranges(query, max_edits)
        found = []
        numbers = self._survivors(ranges, signature(query), max_edits)
        for distance, number, text in self._compare(query, numbers, max_edits):
            if 0 < distance <= min(max_edits, edits_for(len(text))):
                found.append((distance, number, text))
        found.sort()
        return Near(found, cut)

    def far(self, query: str) -> Near:
        """Keys that are farther away, as far as they kept one of their pieces (`gazetteer.far`); nearer ones, too.

        Args:
            query: text in the form in which keys are recorded.

        Returns:
            Keys ordered by distance, then number; whether some were left unread or not compared.
        """
        from gazetteer.far import FAR_COMPARED, FAR_LETTERS, far_edits_for

        if len(query) > FAR_LETTERS or not self._count:
            return Near([], False)
        numbers, cut = self._likest(query)
        distance = edits(query)
        found = []
        for number in numbers[:FAR_COMPARED]:
            text = self.text(number)
            if 0 < (away := distance(text)) <= far_edits_for(len(text)):
                found.append((away, number, text))
        return Near(sorted(found), cut or len(numbers) > FAR_COMPARED)

    def _likest(self, query: str) -> tuple[list[int], bool]:
        """Numbers of the keys that share a piece, the likest letters first; whether some were left unread."""
        from gazetteer.far import FAR_EDITS, FAR_READ, far_probes

        ranges: set[tuple[int, int]] = set()
        for length, hashes in far_probes(query):
            first, last = self._length.pair(length)
            if first < last:
                ranges.update(self._bucket.pair(digest >> self._shift) for digest in hashes)
        left, wanted = FAR_READ, signature(query)
        numbers: set[int] = set()
        for start, stop in sorted(ranges, key=lambda found: (found[1] - found[0], found[0])):
            left -= stop - start
            if left < 0:
                break
            numbers.update(self._piece.slice(start, stop))
        rows = []
        for number in numbers:
            bits = self._signature[number]
            more, less = (bits & ~wanted).bit_count(), (wanted & ~bits).bit_count()
            if more <= FAR_EDITS and less <= FAR_EDITS:
                rows.append((more + less, number))
        return [number for _, number in sorted(rows)], left < 0

    def _ranges(self, query: str, max_edits: int) -> tuple[list[tuple[int, int]], bool]:
        """The ranges of `piece.key` to read, within the limits, nearest lengths first."""
        ranges: list[tuple[int, int]] = []
        read, cut = 0, False
        asked = len(query)
        for length, hashes in sorted(probes(query, max_edits), key=lambda probe: abs(probe[0] - asked)):
            first, last = self._length.pair(length)
            if first == last:
                continue
            for digest in hashes:
                start, stop = self._bucket.pair(digest >> self._shift)
                if start == stop:
                    continue
                allowed = min(MAX_PER_PIECE, MAX_READ - read)
                if stop - start > allowed:
                    stop, cut = start + allowed, True
                read += stop - start
                ranges.append((start, stop))
        return ranges, cut

    def _survivors(self, ranges: list[tuple[int, int]], wanted: int, max_edits: int) -> Iterable[int]:
        """Numbers of the keys in the ranges whose signature allows so few edits."""
        numbers: set[int] = set()
        for start, stop in ranges:
            numbers.update(self._piece.slice(start, stop))
        self._signature.check_all()
        self._check_numbers(max(numbers, default=0))
        view = self._signature.view
        unwanted = ~wanted
        return [
            number
            for number in numbers
            if ((bits := view[number]) & unwanted).bit_count() <= max_edits
            and (wanted & ~bits).bit_count() <= max_edits
        ]

    def _check_numbers(self, highest: int) -> None:
        self._layers.check(highest, highest + 1)

    def _compare(self, query: str, numbers: Iterable[int], max_edits: int) -> Iterator[tuple[int, int, str]]:
        """(distance, number, text) of each key; a distance above the limit may be any such number."""
        distance = edits(query)
        for number in numbers:
            text = self.text(number)
            yield distance(text), number, text


class FastReader(StandardReader):
    """The same answers from the compiled reader."""

    def __init__(self, container: Container, compiled: CompiledReader) -> None:
        super().__init__(container)
        self._compiled = compiled

    def find(self, query: str, max_edits: int) -> Near:
        """As `StandardReader.find`."""
        return Near(*self._compiled.near(query, max_edits, MAX_PER_PIECE, MAX_READ))

    def far(self, query: str) -> Near:
        """As `StandardReader.far`."""
        from gazetteer.far import FAR_COMPARED, FAR_READ

        keys, cut = self._compiled.far(query, FAR_READ, FAR_COMPARED)
        return Near(sorted(keys), cut)


class VectorReader(StandardReader):
    """The same answers with numpy and rapidfuzz, for many look-ups in one process.

    Raises:
        ImportError: numpy or rapidfuzz is not installed.
    """

    def __init__(self, container: Container) -> None:
        import numpy
        from rapidfuzz.distance import OSA

        super().__init__(container)
        self._np: Any = numpy
        self._distance = OSA.distance
        self._signatures = numpy.frombuffer(self._signature.view, dtype=numpy.uint64)
        self._popcount: Any = getattr(numpy, "bitwise_count", None) or _byte_count(numpy)

    def _survivors(self, ranges: list[tuple[int, int]], wanted: int, max_edits: int) -> Iterable[int]:
        np = self._np
        if not ranges:
            return ()
        self._signature.check_all()
        numbers = np.concatenate([np.asarray(self._piece.slice(start, stop)) for start, stop in ranges])
        self._check_numbers(int(numbers.max()))
        bits, asked = self._signatures[numbers], np.uint64(wanted)
        kept = (self._popcount(bits & ~asked) <= max_edits) & (self._popcount(asked & ~bits) <= max_edits)
        return set(numbers[kept].tolist())

    def _compare(self, query: str, numbers: Iterable[int], max_edits: int) -> Iterator[tuple[int, int, str]]:
        distance = self._distance
        for number in numbers:
            text = self.text(number)
            yield distance(query, text, score_cutoff=max_edits), number, text


def _byte_count(numpy: Any) -> Callable[[Any], Any]:
    """Population count for numpy before 2.0, by a table of bytes."""
    table = numpy.array([byte.bit_count() for byte in range(256)], dtype=numpy.uint8)

    def count(values: Any) -> Any:
        return table[values.view(numpy.uint8).reshape(-1, 8)].sum(axis=1)

    return count
