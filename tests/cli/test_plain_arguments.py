"""Arguments without an option are the same, whether argparse reads them or its stand-in."""

from __future__ import annotations

from importlib import import_module

import pytest

from normalizer.cli.parser import Parser
from normalizer.cli.plain import plain_arguments
from normalizer.cli.program import COMMANDS

CALLS = (
    ["Kyiv"],
    ["Kyiv", "-", ""],
    ["a b", "Київ", "x=y", "@z"],
    [],
    ["--json", "Kyiv"],
    ["-x"],
    ["--", "-x"],
    ["-1"],
)


@pytest.mark.parametrize("command", COMMANDS)
def test_names_alone_are_what_argparse_reads(command: str) -> None:
    module = import_module(f"normalizer.cli.{command}")
    for argv in CALLS:
        plain = plain_arguments(module.add_arguments, argv)
        if plain is not None:
            parser = Parser(prog=command, description="", epilog=None)
            module.add_arguments(parser)
            assert vars(plain) == vars(parser.parse_mixed(argv)), argv


def test_look_ups_are_read_so_and_options_are_not() -> None:
    add_arguments = import_module("normalizer.cli.lookup").add_arguments
    assert [plain_arguments(add_arguments, argv) is not None for argv in CALLS] == [True] * 3 + [False] * 5
