"""The elements of one big JSON document, one at a time.

GeoJSON and its kin are a single object of any size. Its members are walked from a sliding window over the
text: the one that is asked for gives its elements one by one, the others are passed over. What is held is the
window, which grows to the largest single element and no further than `LARGEST`.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from gazetteer.errors import SourceError

LARGEST = 1 << 27
"""Characters of one element: a coastline as one feature has some tens of millions."""
_CHUNK = 1 << 16
_BLANK = re.compile(r"[ \t\n\r]*")
_DECODE = json.JSONDecoder().raw_decode


class JsonStream:
    """A window over the text of a JSON document.

    Example:
        >>> import io
        >>> stream = JsonStream(io.BufferedReader(io.BytesIO(b'{"a": 1, "list": [{"x": 1}, {"x": 2}]}')), "a.json")
        >>> list(stream.elements("list"))
        [('', {'x': 1}), ('', {'x': 2})]
    """

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        self._stream, self._name = stream, name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._window, self._at, self._ended = "", 0, False
        self._size = _CHUNK

    def elements(self, member: str) -> Iterator[tuple[str, Any]]:
        """The elements of one member of the document: (key, value) of an object, ("", value) of an array.

        Raises:
            SourceError: this is no JSON object, it ends early, or it has no such member.
        """
        found = False
        self._expect("{")
        while self._peek() != "}":
            key = self._key()
            if key == member and self._peek() in "[{":
                found = True
                yield from self._inside()
            else:
                self._value()
            self._skip_comma("}")
        if not found:
            raise SourceError(f'{self._name}: there is no list "{member}" in this JSON; give a file of the format.')

    def _inside(self) -> Iterator[tuple[str, Any]]:
        opening = self._take()
        closing = "]" if opening == "[" else "}"
        while self._peek() != closing:
            key = self._key() if opening == "{" else ""
            yield key, self._value()
            self._skip_comma(closing)
        self._take()

    def _key(self) -> str:
        key = self._value()
        if not isinstance(key, str):
            raise self._broken()
        self._expect(":")
        return key

    def _skip_comma(self, closing: str) -> None:
        if self._peek() == ",":
            self._take()
            if self._peek() != closing:
                return
        if self._peek() != closing:
            raise self._broken()

    def _value(self) -> Any:
        """Decode one value; a number or word at the edge of the window may go on beyond it."""
        self._peek()
        while True:
            try:
                value, end = _DECODE(self._window, self._at)
                if end < len(self._window) or self._ended:
                    self._at = end
                    return value
            except RecursionError:
                raise SourceError(f"{self._name}: this JSON is nested too deeply; give another file.") from None
            except ValueError:
                if self._ended or len(self._window) - self._at > LARGEST:
                    raise self._broken() from None
            self._more()

    def _peek(self) -> str:
        while True:
            blank = _BLANK.match(self._window, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._window):
                return self._window[self._at]
            if self._ended:
                raise self._broken()
            self._more()

    def _take(self) -> str:
        letter = self._peek()
        self._at += 1
        return letter

    def _expect(self, letter: str) -> None:
        if self._take() != letter:
            raise self._broken()

    def _more(self) -> None:
        """Read on; twice as much each time that one value asks again, so that a large one costs no square."""
        held = len(self._window) - self._at
        self._size = max(_CHUNK, held)
        data = self._stream.read(self._size)
        self._ended = not data
        try:
            text = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise SourceError(f"{self._name}: this is not UTF-8; save the file as UTF-8.") from error
        self._window, self._at = self._window[self._at :] + text, 0

    def _broken(self) -> SourceError:
        return SourceError(f"{self._name}: this is no JSON document, or it ends early; fetch it again.")
