"""`python -m normalizer`: the same program as `normalizer`."""

from __future__ import annotations

from normalizer.cli import run_process

if __name__ == "__main__":
    run_process()
