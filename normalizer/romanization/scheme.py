"""Schemes as values, read from their files: what a scheme is, where it comes from, and its function.

One scheme, one file, `schemes/<id>.toml`; a file is read when its scheme is first asked for, and all of
them only when somebody wants the list. The id starts with the ISO 639-3 code of the language, or `und`
for schemes that are not tied to one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer.values import NamedTuple
from normalizer.errors import SchemeError, UnknownSchemeError
from normalizer.romanization import table
from normalizer.romanization.context import Alphabet, Rule

SCHEME_DIR = Path(__file__).parent / "schemes"
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
    import tomllib  # when a scheme is read: most look-ups need none

    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{path.name}: {error}") from None
    _check_fields(data, path)
    where = path.name
    form = data.get("normalize", "NFC")
    blocks = {
        name: table.parse_rules(data.get(name, ""), _block_line(text, name), where, form)
        for name in ("pre", "rules", "post")
    }
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


def _check_fields(data: dict[str, Any], path: Path) -> None:
    missing = [key for key in _REQUIRED if key not in data]
    unknown = sorted(data.keys() - _KNOWN)
    if missing or unknown:
        raise SchemeError(f"{path.name}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}")
    if data["id"] != path.stem:
        raise SchemeError(f"{path.name}: id is {data['id']!r}; it must be the file's name, {path.stem!r}")
    if data["status"] not in STATUSES:
        raise SchemeError(f"{path.name}: status {data['status']!r} is not one of {', '.join(STATUSES)}")


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
    path = SCHEME_DIR / f"{scheme_id}.toml"
    if not scheme_id or "/" in scheme_id or "\\" in scheme_id or "\0" in scheme_id or not path.is_file():
        raise UnknownSchemeError(_unknown(scheme_id))
    return read_scheme(path)


def _unknown(scheme_id: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(scheme_id, scheme_ids(), n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "`normalizer schemes` lists them all."
    return f"Unknown romanisation scheme {scheme_id!r}: {hint}"


@cache
def scheme_ids() -> tuple[str, ...]:
    """The ids of all schemes that have a file, sorted."""
    return tuple(sorted(path.stem for path in SCHEME_DIR.glob("*.toml")))


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
    lines = (SCHEME_DIR.parent / "languages.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
