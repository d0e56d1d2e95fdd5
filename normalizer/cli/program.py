"""From arguments to a command, and from whatever goes wrong to one sentence and an exit code.

The table of commands is the only place that lists them. The parser of one command is built when that
command is given, so that eleven commands cost no more than one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module

from normalizer.cli.plain import plain_arguments
from normalizer.cli.streams import close_stdout, prepare_stdout
from normalizer.errors import GazetteerError, NormalizerError

COMMANDS = {
    "lookup": "which entity a spelling names, and its canonical form",
    "compare": "whether two spellings are one name, and why",
    "clean": "rewrite the variant spellings in a text",
    "check": "a linter for the spelling of names in files",
    "cluster": "group the spellings of one name",
    "match": "join two lists by name: which row of one is which of the other",
    "romanize": "write a text in another script under a scheme",
    "variants": "the spellings to expect of a name, each with its scheme",
    "schemes": "list the romanisation schemes",
    "build": "build a gazetteer: the default one, or from files of names",
    "export": "write a gazetteer, or a part of it, as a table or in a format that others read",
    "info": "what is in a gazetteer, with its sources and licences",
    "doctor": "whether a gazetteer file is whole and of use to this version",
}

USAGE, GAZETTEER, DEFECT, INTERRUPTED, READER_GONE = 2, 3, 70, 130, 141
"""Exit codes (see the package's docstring); 70 is EX_SOFTWARE, the others are 128 + the signal's number."""


def run_guarded(argv: Sequence[str] | None) -> int:
    """Run, and turn every way of failing into its exit code."""
    prepare_stdout()
    code = _guarded(lambda: _run(list(sys.argv[1:] if argv is None else argv)))
    return _guarded(sys.stdout.flush) or code


def _guarded(work: Callable[[], int | None]) -> int:
    try:
        return work() or 0
    except SystemExit as stop:  # argparse leaves so after --help
        return stop.code if isinstance(stop.code, int) else 0
    except BrokenPipeError:
        close_stdout()
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except NormalizerError as error:
        return _fail(str(error), GAZETTEER if isinstance(error, GazetteerError) else USAGE)
    except OSError as error:
        close_stdout()
        return _fail(_system_sentence(error), USAGE)
    except Exception as error:
        return _foreign(error)


def _system_sentence(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else "input or output failed: "
    return f"{where}{error.strerror or error}; check the path, the space left and your permissions."


def _foreign(error: Exception) -> int:
    """The other package's errors, and defects; the former are imported only to be told from the latter."""
    from gazetteer import errors as gazetteer_errors

    if isinstance(error, gazetteer_errors.SourceError):
        return _fail(str(error), USAGE)
    if isinstance(error, gazetteer_errors.GazetteerError):
        return _fail(str(error), GAZETTEER)
    if os.environ.get("NORMALIZER_DEBUG"):
        raise error
    return _fail(
        f"this is a defect of the program ({type(error).__name__}: {error}); please report it with the "
        "command that you gave, and with what NORMALIZER_DEBUG=1 in the environment makes it print.",
        DEFECT,
    )


def _fail(sentence: str, code: int) -> int:
    if sys.stderr is not None:
        with suppress(OSError):  # nobody can be told; the exit code still says it
            print(f"normalizer: {sentence}", file=sys.stderr)
    return code


def _run(argv: list[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        return _without_command(argv)
    name, *rest = argv
    module = import_module(f"normalizer.cli.{name}")
    if (plain := plain_arguments(module.add_arguments, rest)) is not None:
        return int(module.run(plain))
    from normalizer.cli.parser import Parser

    parser = Parser(prog=f"normalizer {name}", description=COMMANDS[name], epilog=module.NOTES)
    module.add_arguments(parser)
    return int(module.run(parser.parse_mixed(rest)))


def _without_command(argv: list[str]) -> int:
    from normalizer.cli.parser import Parser

    parser = Parser(
        prog="normalizer",
        description="Which entity a spelling names, its canonical form, and why.",
        epilog=_epilog(),
    )
    parser.add_argument("--version", action="store_true", help="print the version and the sources of the data")
    parser.add_argument("command", metavar="COMMAND", nargs="?", help="one of those below; COMMAND --help explains it")
    given, others = parser.parse_known_args(argv)
    if given.version:
        from normalizer.cli.info import print_version

        return print_version()
    if given.command is None:
        return parser.error(f"{others[0]!r} is not an option" if others else "no command is given")
    return parser.error(f"{given.command!r} is not a command; use one of {', '.join(COMMANDS)}")


def _epilog() -> str:
    lines = [f"  {name:9} {summary}" for name, summary in COMMANDS.items()]
    codes = "exit codes: 0 found or clean, 1 nothing found or differences, 2 usage or input, 3 gazetteer"
    return "\n".join(["commands:", *lines, "", codes])
