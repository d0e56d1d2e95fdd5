"""docs/api.md shows the whole public interface, and what it shows is so."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path

import normalizer
from normalizer import Normalizer, errors

PAGE = Path(__file__).parent.parent / "docs" / "api.md"


def test_the_examples_of_the_page_run(nz: Normalizer) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert tried > 25
    assert failed == 0


def test_no_public_name_is_missing_on_the_page() -> None:
    named = set(re.findall(r"`(\w+)", PAGE.read_text(encoding="utf-8")))
    methods = {name for name, _ in inspect.getmembers(Normalizer) if not name.startswith("_")}
    raised = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert methods | raised | set(normalizer.__all__) <= named
