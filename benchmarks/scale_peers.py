"""Other ways to find a name in a long list, each behind the same door: build from folded names, then ask.

Each is used as its own manual recommends for approximate look-up of short strings. A peer gets names and queries in
plain Latin letters (anyascii, lower case), which is more than it does itself. One that is not installed is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

Ask = Callable[[str], str]
"""A folded query -> the folded name that is found first, or ""."""


def extract_one(names: list[str], folder: Path) -> Ask:
    """rapidfuzz.process.extractOne with the plain ratio: every name, every time."""
    from rapidfuzz import fuzz, process

    def ask(query: str) -> str:
        found = process.extractOne(query, names, scorer=fuzz.ratio, score_cutoff=70)
        return found[0] if found else ""

    return ask


def cdist(names: list[str], folder: Path) -> Ask:
    """rapidfuzz.process.cdist on one core, asked for one name at a time; it needs numpy."""
    import numpy
    from rapidfuzz import fuzz, process

    def ask(query: str) -> str:
        scores = process.cdist([query], names, scorer=fuzz.ratio, score_cutoff=70, dtype=numpy.uint8)[0]
        best = int(scores.argmax())
        return names[best] if scores[best] else ""

    return ask


def symspell(names: list[str], folder: Path) -> Ask:
    """symspellpy with two edits and a prefix of seven letters, its defaults."""
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(2, 7)
    for name in names:
        speller.create_dictionary_entry(name, 1)

    def ask(query: str) -> str:
        found = speller.lookup(query, Verbosity.TOP, 2)
        return found[0].term if found else ""

    return ask


def sqlite(names: list[str], folder: Path) -> Ask:
    """SQLite FTS5 with the trigram tokenizer: names that share trigrams, the ten best by bm25, then by ratio."""
    from rapidfuzz import fuzz, process

    database = sqlite3.connect(folder / "peer.sqlite")
    database.execute("CREATE VIRTUAL TABLE name USING fts5(text, tokenize='trigram', detail='none')")
    database.executemany("INSERT INTO name VALUES (?)", ((name,) for name in names))
    database.commit()

    def ask(query: str) -> str:
        trigrams = dict.fromkeys(query[at : at + 3] for at in range(len(query) - 2))
        wanted = " OR ".join('"' + t.replace('"', "") + '"' for t in trigrams)
        rows = database.execute("SELECT text FROM name WHERE name MATCH ? ORDER BY rank LIMIT 10", (wanted,))
        found = process.extractOne(query, [row[0] for row in rows], scorer=fuzz.ratio, score_cutoff=70)
        return found[0] if found else ""

    return ask


def tantivy(names: list[str], folder: Path) -> Ask:
    """tantivy: the whole name as one term, fuzzy query of two edits."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="raw")
    schema = builder.build()
    index = engine.Index(schema)
    writer = index.writer(heap_size=256_000_000)
    for name in names:
        writer.add_document(engine.Document(name=name))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> str:
        wanted = engine.Query.fuzzy_term_query(schema, "name", query, distance=2)
        hits = searcher.search(wanted, 1).hits
        return str(searcher.doc(hits[0][1])["name"][0]) if hits else ""

    return ask


PEERS: dict[str, Callable[[list[str], Path], Ask]] = {
    "rapidfuzz extractOne": extract_one,
    "rapidfuzz cdist": cdist,
    "symspellpy": symspell,
    "SQLite FTS5 trigram": sqlite,
    "tantivy fuzzy": tantivy,
}
