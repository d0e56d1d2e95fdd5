"""Schemes as values, read from their files: what a scheme is, where it comes from, and its function.

One scheme, one file, `schemes/<id>.toml`; a file is read when its scheme is first asked for, and all of
them only when somebody wants the list. The id starts with the ISO 639-3 code of the language, or `und`
for schemes that are not tied to one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from gazetteer.beside import as_paths, beside, is_file, rows_of, text_of
from gazetteer.hints import TYPE_CHECKING, Any
from gazetteer.values import NamedTuple
from normalizer.derived import derived
from normalizer.errors import SchemeError, UnknownSchemeError
from normalizer.romanization import table
from normalizer.romanization.context import Alphabet, Rule

if TYPE_CHECKING:
    from pathlib import Path

    SCHEME_DIR: Path

SCHEMES = beside(__file__, "schemes")
"""Where the files are; `SCHEME_DIR` is the same as a `Path`."""
__getattr__ = as_paths(__name__, SCHEME_DIR=SCHEMES)
_BLOCKS = ("pre", "rules", "post")
STATUSES = ("official", "standard", "press", "historic", "adhoc")
_REQUIRED = (
    "id",
    "title",
    "languages",
    "source_script",
    "target_script",
    "authority",
    "status",
    "verified",
    "verification",
    "rules",
)
_KNOWN = {
    *_REQUIRED,
    "year",
    "url",
    "note",
    "equivalents",
    "convention",
    "default_for",
    "rank",
    "normalize",
    "vowels",
    "signs",
    "classes",
    "capitals",
    "pre",
    "post",
    "sample",
    "reversible",
}


class Scheme(NamedTuple):
    """A published romanisation system, or a press convention, with its rules compiled.

    id: "ukr-kmu-2010". languages: BCP 47 of the source. convention: BCP 47 of the press that writes so
    ("de" for German newspapers), "" for a system that is not of one press. year: 0 when unknown.
    status: one of STATUSES. rank: 1 most usual .. 9 rare; orders variants. equivalents: ids of the same system in other
    public collections. samples: (source, target) pairs which the tests run.
    """

    id: str
    title: str
    languages: tuple[str, ...]
    source_script: str
    target_script: str
    authority: str
    status: str
    verified: bool
    verification: str
    year: int = 0
    url: str = ""
    note: str = ""
    convention: str = ""
    default_for: tuple[str, ...] = ()
    rank: int = 5
    reversible: bool = True
    equivalents: tuple[str, ...] = ()
    samples: tuple[tuple[str, str], ...] = ()
    pre: tuple[Rule, ...] = ()
    rules: tuple[Rule, ...] = ()
    post: tuple[Rule, ...] = ()
    form: table.Form = "NFC"
    alphabet: Alphabet = Alphabet("", "", {})
    apply: Callable[[str], str] = str


def read_scheme(path: Path) -> Scheme:
    """Read one file.

    Raises:
        SchemeError: the file is not TOML, lacks a field, has an unknown one, or a rule cannot be read;
            the message names file and line.
    """
    return _scheme(*_read(str(path)), path.name)


_Read = tuple[dict[str, Any], dict[str, int]]
"""What a file says, and the line on which each block of rules begins."""


def _read(path: str) -> _Read:
    import tomllib  # when a file is first read: what it says is kept (`normalizer.derived`)

    text, name = text_of(path), os.path.basename(path)  # noqa: PTH119
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{name}: {error}") from None
    _check_fields(data, name)
    return data, {block: _block_line(text, block) for block in _BLOCKS}


def _scheme(data: dict[str, Any], lines: dict[str, int], where: str) -> Scheme:
    form = data.get("normalize", "NFC")
    blocks = {name: table.parse_rules(data.get(name, ""), lines[name], where, form) for name in _BLOCKS}
    marks = table.marks_of(blocks["pre"] + blocks["rules"])
    alphabet = Alphabet(data.get("vowels", ""), data.get("signs", ""), data.get("classes", {}), marks)
    return Scheme(
        **{key: data[key] for key in _REQUIRED if key not in ("rules", "languages")},
        languages=tuple(data["languages"]),
        **{key: data[key] for key in ("year", "url", "note", "convention", "rank", "reversible") if key in data},
        default_for=tuple(data.get("default_for", ())),
        equivalents=tuple(data.get("equivalents", ())),
        samples=tuple((s["source"], s["target"]) for s in data.get("sample", ())),
        pre=blocks["pre"],
        rules=blocks["rules"],
        post=blocks["post"],
        form=form,
        alphabet=alphabet,
        apply=table.compile_blocks(list(blocks.values()), alphabet, form, where, data.get("capitals", False)),
    )


def _check_fields(data: dict[str, Any], name: str) -> None:
    missing = [key for key in _REQUIRED if key not in data]
    unknown = sorted(data.keys() - _KNOWN)
    if missing or unknown:
        raise SchemeError(f"{name}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}")
    if data["id"] != (stem := name.removesuffix(".toml")):
        raise SchemeError(f"{name}: id is {data['id']!r}; it must be the file's name, {stem!r}")
    if data["status"] not in STATUSES:
        raise SchemeError(f"{name}: status {data['status']!r} is not one of {', '.join(STATUSES)}")


def _block_line(text: str, name: str) -> int:
    """The line on which the block's own first line stands (the one that ends with the opening quotes)."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(name) and line.rstrip().endswith(('"""', "'''")):
            return number + 1
    return 1


@cache
def get_scheme(scheme_id: str) -> Scheme:
    """The scheme with this id.

    Raises:
        UnknownSchemeError: no file has this id; the message lists near ones.
    """
    path = f"{SCHEMES}/{scheme_id}.toml"
    if not scheme_id or "/" in scheme_id or "\\" in scheme_id or "\0" in scheme_id or not is_file(path):
        raise UnknownSchemeError(_unknown(scheme_id))
    return _scheme(*derived(f"scheme-{scheme_id}", "1", [path], lambda: _read(path)), f"{scheme_id}.toml")


def _unknown(scheme_id: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(scheme_id, scheme_ids(), n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "`normalizer schemes` lists them all."
    return f"Unknown romanisation scheme {scheme_id!r}: {hint}"


@cache
def scheme_ids() -> tuple[str, ...]:
    """The ids of all schemes that have a file, sorted."""
    return tuple(sorted(name[:-5] for name in os.listdir(SCHEMES) if name.endswith(".toml")))  # noqa: PTH208


@cache
def all_schemes() -> tuple[Scheme, ...]:
    """All schemes that have a file, by id."""
    return tuple(get_scheme(scheme_id) for scheme_id in scheme_ids())


@cache
def default_scheme(language: str) -> Scheme:
    """The scheme used for a language when none is named: the one whose file says `default_for`.

    Raises:
        UnknownSchemeError: no scheme is the default of this language.
    """
    for scheme in all_schemes():
        if language in scheme.default_for:
            return scheme
    known = sorted({lang for s in all_schemes() for lang in s.default_for})
    raise UnknownSchemeError(
        f"No default romanisation scheme for language {language!r}: name one with scheme=, or "
        f"use one of {', '.join(known)}."
    )


@cache
def schemes_of(language: str) -> tuple[Scheme, ...]:
    """The schemes of one source language (BCP 47), most usual first.

    Only files whose id starts with the language's ISO 639-3 code are read.
    """
    prefix = _iso639_3().get(language, language) + "-"
    found = (get_scheme(i) for i in scheme_ids() if i.startswith(prefix))
    return tuple(sorted((s for s in found if language in s.languages), key=lambda s: (s.rank, s.id)))


@cache
def _iso639_3() -> dict[str, str]:
    return {code: iso for code, iso, *_ in rows_of(beside(__file__, "languages.tsv"))}
