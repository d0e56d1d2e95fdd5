"""What `make demo` shows: one text cleaned, three look-ups explained, one comparison.

python docs/demo.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from normalizer import Normalizer
from normalizer.cleaning.report import marked

TEXT = Path(__file__).with_name("demo.txt")


def heading(title: str) -> None:
    print(f"\n=== {title} " + "=" * max(0, 90 - len(title)))


def main() -> None:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    nz = Normalizer()
    text = TEXT.read_text(encoding="utf-8")
    heading("The text")
    print(text)
    cleaned = nz.clean(text)
    heading(f"Cleaned: {len(cleaned.changes)} changes, marked [-before-]{{+after+}}")
    print(marked(cleaned, colour))
    heading("Names that were found and left alone, with the reason")
    for mention in cleaned.mentions:
        if not mention.changed:
            print(f"  {mention.surface}: {mention.reason}")
    for name in ("Lugansk", "Saporischschja", "القذافي"):
        heading(f"normalizer lookup {name} --explain")
        print(nz.lookup(name, rejected=True, limit=2).explain())
    heading("normalizer compare Lisyansky Lisjanski")
    print(nz.compare("Lisyansky", "Lisjanski", kind="person").explain())


if __name__ == "__main__":
    main()
