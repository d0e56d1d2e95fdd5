"""`python -m normalizer`: the same program as `normalizer`."""

from __future__ import annotations

import sys

from normalizer.cli import main

if __name__ == "__main__":
    sys.exit(main())
