"""Arguments without an option, as argparse would read them, without its start: that is a tenth of a look-up.

Most calls name names and nothing else (`normalizer lookup Lugansk`). A command then says what arguments it takes to a
stand-in for the parser, which notes what each option is when it is not given. Whatever it cannot tell surely is left to
argparse itself, and so is every error (tests/cli/test_plain_arguments.py holds both to the same answers).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from gazetteer.hints import Any

_ABSENT = {None: None, "append": None, "store_const": None, "store_true": False, "store_false": True}
"""Actions of options, each with what an option is that is not given and has no default of its own."""


class _Noted:
    """Stands in for a parser, and for its groups."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.positional: list[str] = []
        self.is_plain = True

    def add_argument(self, *names: str, **said: Any) -> None:
        if not names[0].startswith("-"):
            self.positional.append(names[0])
            self.is_plain &= said.keys() <= {"nargs", "metavar", "help"} and said.get("nargs") == "+"
            return
        action, default = said.get("action"), said.get("default")
        long = next((name for name in names if name.startswith("--")), names[0])
        self.is_plain &= (
            action in _ABSENT and not said.get("required") and not isinstance(default, str if "type" in said else ())
        )
        self.values.setdefault(
            said.get("dest") or long.lstrip("-").replace("-", "_"),
            default if "default" in said else _ABSENT.get(action),
        )

    def add_mutually_exclusive_group(self) -> _Noted:
        return self

    def __getattr__(self, name: str) -> Any:
        self.is_plain = False
        return lambda *_, **__: self


def plain_arguments(add_arguments: Callable[[Any], None], argv: Sequence[str]) -> SimpleNamespace | None:
    """What argparse makes of names alone; None when argparse has to be asked.

    Args:
        add_arguments: of the command. argv: its arguments.

    >>> from normalizer.cli import variants
    >>> plain_arguments(variants.add_arguments, ["Kyiv", "-"])
    namespace(names=['Kyiv', '-'], lang=None, format=None)
    >>> plain_arguments(variants.add_arguments, ["--lang", "de", "Kyiv"]) is None
    True
    """
    if not argv or any(argument.startswith("-") and argument != "-" for argument in argv):
        return None
    noted = _Noted()
    add_arguments(noted)
    if not noted.is_plain or len(noted.positional) != 1:
        return None
    return SimpleNamespace(**{noted.positional[0]: list(argv)}, **noted.values)
