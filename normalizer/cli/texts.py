"""What `clean` and `check` share on the command line: which names change, what stays, and where that is configured."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizer.cleaning.options import FORMERS, MARKUP_CHOICES, SCRIPTS, TextOptions
from normalizer.cli.arguments import add_gazetteer, add_policy, open_normalizer
from normalizer.cli.config import Config, find_config, load_config
from normalizer.cli.terminal import note
from normalizer.policy import KINDS, check_kind

if TYPE_CHECKING:
    from normalizer.api import Normalizer


def add_text_options(parser: argparse.ArgumentParser) -> None:
    """The options of `TextOptions`, the policy, the gazetteers and `--config`; what is not given is None."""
    group = parser.add_argument_group("what may change")
    group.add_argument("--only", metavar="KINDS", help=f"only names of these kinds, with commas: {', '.join(KINDS)}")
    group.add_argument(
        "--script", choices=SCRIPTS, help="mentions in the script of the canonical form only, or in all (default: same)"
    )
    group.add_argument("--former", choices=FORMERS, help="what is done with former names (default: keep)")
    group.add_argument(
        "--min-score", metavar="X", type=float, help="only mentions that are at least this sure, from 0 to 1"
    )
    kept = parser.add_argument_group("what stays")
    kept.add_argument(
        "--protect", metavar="TEXT", action="append", help="a word or phrase that stays as it is; repeat it for several"
    )
    kept.add_argument("--quoted", action="store_const", const=True, help="what stands in quotation marks stays")
    kept.add_argument(
        "--markup",
        choices=MARKUP_CHOICES,
        help="whose code and tags stay; auto goes by the ending of the file's name (default: auto)",
    )
    add_policy(parser)
    add_gazetteer(parser, "names are only unified within a text")
    parser.add_argument("--config", metavar="FILE", help="a configuration file (docs/cleaning-files.md)")
    parser.set_defaults(policy=None)


def configuration(arguments: argparse.Namespace, search: bool) -> Config:
    """The file that `--config` names; with `search`, else the one of the working folder; else an empty one."""
    path = Path(arguments.config) if arguments.config else find_config(Path.cwd()) if search else None
    if path is None:
        return Config()
    if not arguments.config:
        note(f"configured by {path}")
    return load_config(path)


def text_options(arguments: argparse.Namespace, config: Config) -> TextOptions:
    """What the command line says, else the configuration, else the defaults.

    Raises:
        UsageError: a value cannot be meant.
    """
    given: dict[str, Any] = {
        "only": [kind.strip() for kind in arguments.only.split(",")] if arguments.only is not None else None,
        "script": arguments.script,
        "former": arguments.former,
        "min_score": arguments.min_score,
        "quoted": arguments.quoted,
        "markup": arguments.markup,
    }
    chosen = {
        name: config.values.get(name.replace("_", "-")) if value is None else value for name, value in given.items()
    }
    chosen["protect"] = [*config.values.get("protect", ()), *(arguments.protect or ())]
    for kind in chosen["only"] or ():
        check_kind(kind)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()
    }
    return TextOptions(**{name: value for name, value in values.items() if value is not None})


def open_configured(arguments: argparse.Namespace, config: Config) -> Normalizer:
    """The Normalizer that the command line and the configuration ask for."""
    arguments.policy = arguments.policy or config.values.get("policy", "en")
    arguments.house = arguments.house or config.values.get("house")
    arguments.gazetteer = arguments.gazetteer or config.values.get("gazetteer")
    return open_normalizer(arguments)
