"""`normalizer romanize`: a text in another script, by a published system or a press convention."""

from __future__ import annotations

import argparse
import sys

from normalizer.cli.streams import STDIN, text_lines
from normalizer.errors import UsageError
from normalizer.romanization import romanize

NOTES = """\
Each TEXT gives one line; "-" stands for standard input, a filter that keeps
line ends and all that the scheme does not cover. Without --scheme and --lang
the letters of each line decide the language. `normalizer schemes` lists the
schemes.
Exit code: 0."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("texts", metavar="TEXT", nargs="+", help="a text, or - for standard input")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--scheme", metavar="ID", help="the scheme, such as ukr-kmu-2010 or icu:Ukrainian-Latin/BGN")
    choice.add_argument("--lang", metavar="LL", help="the language of the text (BCP 47), for its default scheme")


def run(arguments: argparse.Namespace) -> int:
    """Romanize every text."""
    if arguments.scheme == "" or arguments.lang == "":
        raise UsageError("--scheme and --lang must not be empty; leave them out to let the letters decide.")
    romanize("", arguments.scheme, lang=arguments.lang)  # an unknown scheme is found out before anything is read
    for text in arguments.texts:
        if text == STDIN:
            sys.stdout.writelines(_line(line, arguments) for line in text_lines(STDIN))
        else:
            print(romanize(text, arguments.scheme, lang=arguments.lang))
    return 0


def _line(line: str, arguments: argparse.Namespace) -> str:
    """A line with its end as it was; the end is no part of what a scheme sees."""
    body = line.rstrip("\r\n")
    return romanize(body, arguments.scheme, lang=arguments.lang) + line[len(body) :]
