"""The arguments that several commands share, so that they are spelt and explained alike everywhere."""

from __future__ import annotations

from gazetteer.hints import TYPE_CHECKING
from normalizer.cli.terminal import note
from normalizer.errors import GazetteerError, UsageError

if TYPE_CHECKING:
    import argparse

    from normalizer.api import Normalizer


def add_gazetteer(parser: argparse.ArgumentParser, without: str = "") -> None:
    """`--gazetteer`; `without` says what the command does without one, "" that it needs one."""
    none = f"'default', or 'none' ({without})" if without else "or 'default'"
    parser.add_argument(
        "--gazetteer",
        metavar="FILE",
        action="append",
        help=f"a gazetteer file, {none}; of several, the later ones win (default: the embedded one)",
    )


def add_policy(parser: argparse.ArgumentParser) -> None:
    """`--policy` and `--house`, which both say what is canonical."""
    parser.add_argument(
        "--policy",
        metavar="P",
        default="en",
        help="which form is canonical: en, official, native, or a language code such as de (default: en)",
    )
    parser.add_argument(
        "--house",
        metavar="FILE",
        help="a house file: names pinned, added or blocked by hand, above all gazetteers (docs/gazetteers.md)",
    )


def add_kind(parser: argparse.ArgumentParser) -> None:
    """`--kind`."""
    parser.add_argument(
        "--kind", metavar="K", help="what the names are: place, person or org (lookup: only such entities)"
    )


_FORMATS = {
    "json": "one JSON document",
    "jsonl": "one JSON object a line",
    "csv": "comma-separated values with a header line",
    "tsv": "tab-separated values with a header line; tabs and line ends inside a value become spaces",
}


def add_formats(parser: argparse.ArgumentParser) -> None:
    """`--json`, `--jsonl`, `--csv`, `--tsv`; kept as `arguments.format`, None when none is given."""
    group = parser.add_mutually_exclusive_group()
    for name, meaning in _FORMATS.items():
        group.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=meaning)


def chosen_gazetteers(arguments: argparse.Namespace) -> list[str] | None:
    """What `--gazetteer` says: paths and "default", or None for no gazetteer.

    Raises:
        UsageError: 'none' stands beside files.
    """
    given: list[str] = arguments.gazetteer or ["default"]
    if "none" not in given:
        return given
    if len(set(given)) > 1:
        raise UsageError("--gazetteer none stands beside other gazetteers; leave one of the two out.")
    return None


def gazetteers_if_any(arguments: argparse.Namespace) -> list[str] | None:
    """As `chosen_gazetteers`; when nothing is asked, the embedded one if it is there, else rules alone.

    For commands whose answers a gazetteer only improves. One that is there and cannot be used is an error
    still: two installations must not differ in silence.
    """
    if arguments.gazetteer:
        return chosen_gazetteers(arguments)
    from normalizer.locations import default_file

    try:
        default_file()
    except GazetteerError:
        note("the default gazetteer is not there, so rules alone decide; `normalizer build default` makes it")
        return None
    return ["default"]


def open_normalizer(arguments: argparse.Namespace) -> Normalizer:
    """The Normalizer that `--gazetteer`, `--policy` and `--house` ask for."""
    from normalizer.api import Normalizer

    return Normalizer(
        chosen_gazetteers(arguments), getattr(arguments, "policy", "en"), house=getattr(arguments, "house", None)
    )
