"""Tables that are printed, and kept in a document: between `<!-- table KEY -->` and `<!-- end -->`, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class Table(NamedTuple):
    """A table with a key, by which a document asks for it."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def plain(self) -> str:
        """For the terminal: columns as wide as their widest cell."""
        lines = [self.heads, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.heads))]
        made = [
            "  ".join(cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(cells))
            for cells in ([*zip(line, widths, strict=True)] for line in lines)
        ]
        return "\n".join([self.title, *made])

    def markdown(self) -> str:
        """For a document."""
        lines = [self.heads, ["---"] * len(self.heads), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def keep(path: Path, tables: Iterable[Table]) -> None:
    """Write the tables that the document at `path` asks for into it; all else stays."""
    made = {table.key: table.markdown() for table in tables}
    text = path.read_text(encoding="utf-8")
    place = re.compile(r"(<!-- table (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
    path.write_text(
        place.sub(lambda found: found[1] + (made[found[2]] + "\n" if found[2] in made else found[3]) + found[4], text),
        encoding="utf-8",
    )
