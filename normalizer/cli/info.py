"""`normalizer info`: what is in a gazetteer, where it comes from, and what its licences ask to be said."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

from gazetteer.lookup import Gazetteer
from normalizer.cli.output import print_document
from normalizer.errors import GazetteerError
from normalizer.locations import default_gazetteer
from normalizer.version import __version__

NOTES = """\
Exit code: 0, or 3 when there is no gazetteer that can be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="default", help="a gazetteer (default: the embedded one)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Describe the file."""
    with Gazetteer.open(gazetteer_file(arguments.file)) as gazetteer:
        info = {**gazetteer.info, "kinds": _kinds(gazetteer)}
    if arguments.json:
        print_document(info)
    else:
        _print(info)
    return 0


def _kinds(gazetteer: Gazetteer) -> dict[str, int]:
    """Entities by kind, counted one by one: two seconds for the embedded file."""
    return dict(Counter(gazetteer.entity(number).kind for number in range(len(gazetteer))))


def gazetteer_file(name: str) -> str | os.PathLike[str]:
    """The path of a gazetteer given by a user; "default" is the embedded one."""
    return default_gazetteer() if name == "default" else name


def _print(info: Mapping[str, Any]) -> None:
    print(f"{info['path']}: {info['size'] / 1e6:.1f} MB, keys made by {info.get('fingerprint')}")
    for what, count in info.get("counts", {}).items():
        print(f"  {what.replace('_', ' ')}: {_number(count)}")
    print(f"  by kind: {_number(info['kinds'])}")
    for fact, value in info.get("facts", {}).items():
        print(f"  {fact}: {_number(value)}")
    print("sources:")
    for source in info.get("sources", []):
        print(f"  {_source_line(source)}")


def _number(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_number(each)}" for key, each in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def _source_line(source: Mapping[str, str]) -> str:
    title = " ".join(x for x in (source["title"] or source["id"], source["version"]) if x)
    licence = f" ({source['licence']})" if source["licence"] else ""
    return f"{title}{licence}: {source['attribution']}" if source["attribution"] else title + licence


def print_version() -> int:
    """The version of the program, and the attribution of the embedded data where it is there."""
    print(f"name-normalizer {__version__}")
    try:
        path = default_gazetteer()
    except GazetteerError:
        return 0
    with Gazetteer.open(path) as gazetteer:
        for source in gazetteer.info.get("sources", []):
            if source["attribution"]:
                print(_source_line(source))
    return 0
