"""The compiled core where it was built, and tests of it and of its plain twins by turns."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

compiled: Any
try:
    from normalizer.matching import _align as compiled
except ImportError:
    compiled = None

needs_compiled = pytest.mark.skipif(compiled is None, reason="the compiled core was not built here")


def either_of(plain: ModuleType) -> pytest.MarkDecorator:
    """The argument `made` of a test: the plain module, then the compiled one."""
    compiled_too = pytest.param(compiled, id="compiled", marks=needs_compiled)
    return pytest.mark.parametrize("made", [pytest.param(plain, id="plain"), compiled_too])
