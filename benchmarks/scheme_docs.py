"""Write docs/schemes.md: a table of all schemes, from their files.

Run: python benchmarks/scheme_docs.py           # writes it
     python benchmarks/scheme_docs.py --check   # exit 1 when a row differs from its file
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from normalizer.romanization.language import language_name
from normalizer.romanization.scheme import Scheme, all_schemes

PAGE = Path(__file__).parents[1] / "docs" / "schemes.md"
INTRODUCTION = """# Romanisation schemes

Generated from `normalizer/romanization/schemes/*.toml` by `python benchmarks/scheme_docs.py`; do not edit.

A *verified* scheme agrees with an independent implementation, published test vectors, or a second source; its
file says with which, how far, and where they differ. *Press* is the language of the newspapers that write so.
*Samples* are the pairs in the file that the tests run. How the schemes do on published test vectors stands in
`docs/scheme-vectors.md`.
"""


def page(schemes: tuple[Scheme, ...]) -> str:
    """The whole page."""
    by_language: dict[str, list[Scheme]] = defaultdict(list)
    for scheme in schemes:
        by_language[language_name(scheme.languages[0])].append(scheme)
    parts = [INTRODUCTION, *summary(schemes)]
    for language in sorted(by_language):
        parts += [
            "",
            f"## {language}",
            "",
            "| id | system | authority | year | status | press | verified | samples |",
            "|---|---|---|---|---|---|---|---|",
            *map(row, by_language[language]),
        ]
    return "\n".join(parts) + "\n"


def summary(schemes: tuple[Scheme, ...]) -> list[str]:
    """Totals by status and by verification."""
    status = Counter(s.status for s in schemes)
    languages = {code for s in schemes for code in s.languages}
    return [
        f"{len(schemes)} schemes, {len(languages)} languages: "
        + ", ".join(f"{count} {name}" for name, count in status.most_common())
        + f"; {sum(s.verified for s in schemes)} verified; "
        + f"{sum(bool(s.convention) for s in schemes)} press conventions."
    ]


def row(scheme: Scheme) -> str:
    """One line of a table."""
    cells = (
        f"`{scheme.id}`",
        scheme.title,
        scheme.authority,
        str(scheme.year or ""),
        scheme.status,
        scheme.convention,
        "yes" if scheme.verified else "no",
        str(len(scheme.samples)),
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def stale_rows(current: str, wanted: str) -> list[str]:
    """Rows of the page that no longer say what the files say. A new scheme may still be missing: it is one file."""
    true_rows = set(wanted.splitlines())
    return [row for row in current.splitlines() if row.startswith("| `") and row not in true_rows]


def main() -> int:
    parser = argparse.ArgumentParser(description="Write docs/schemes.md from the scheme files.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a row is out of date")
    wanted = page(all_schemes())
    if parser.parse_args().check:
        stale = stale_rows(PAGE.read_text(encoding="utf-8") if PAGE.is_file() else "", wanted)
        for row in stale:
            print(f"{PAGE.name} is out of date, run python benchmarks/scheme_docs.py: {row}", file=sys.stderr)
        return int(bool(stale))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
