"""How fast names are found in running text, beside other programs, in one run with the same names and the same text.

    python benchmarks/text_speed.py [DATA] [--names N] [--megabytes N] [--peers PYTHON]

Names: N spellings of places from the default gazetteer (300,000 unless told), built into a gazetteer of their own, and
the default gazetteer as it is. Text: the annotated news (benchmarks/finding.py), repeated to the length asked for;
repeated text flatters caches, so that the first pass over fresh texts, one by one, is printed too. Peers run in an
environment of their own: flashtext, ahocorasick_rs, pyahocorasick; those that are not there are left out, and the
script says so. CPU seconds of one process, the median of RUNS runs.

Without the evaluation data the script says so and ends.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 3
FEW = 4
BETWEEN = "\x1e"  # between texts in a file of them: the separator of records, which no text has
PEERS = ("flashtext", "ahocorasick_rs", "pyahocorasick")


def measured(work: Callable[[], object]) -> float:
    """CPU seconds of the median run."""
    times = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return statistics.median(times)


def peer(which: str, names: list[str], text: str) -> dict[str, float]:
    """Start-up and speed of one peer; runs in the peers' environment."""
    before = time.process_time()
    if which == "flashtext":
        from flashtext import KeywordProcessor

        processor = KeywordProcessor(case_sensitive=False)
        for name in names:
            processor.add_keyword(name)
        find: Callable[[], int] = lambda: len(processor.extract_keywords(text, span_info=True))  # noqa: E731
    elif which == "ahocorasick_rs":
        from ahocorasick_rs import AhoCorasick, MatchKind

        automaton = AhoCorasick([name.lower() for name in names], matchkind=MatchKind.LeftmostLongest)
        lower = text.lower()
        find = lambda: len(automaton.find_matches_as_indexes(lower))  # noqa: E731
    else:
        import ahocorasick

        tree = ahocorasick.Automaton()
        for name in names:
            tree.add_word(name.lower(), len(name))
        tree.make_automaton()
        lower = text.lower()
        find = lambda: sum(1 for _ in tree.iter_long(lower))  # noqa: E731
    start = time.process_time() - before
    return {"start": start, "seconds": measured(find), "found": find(), "memory": _memory()}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _row(name: str, size: float, answer: dict[str, float]) -> str:
    speed = size / answer["seconds"]
    return f"{name:<38}{answer['start']:>9.2f}{speed:>9.1f}{answer['memory']:>9.0f}{answer['found']:>10.0f}"


def ours(gazetteer: str, text: str, whole: bool) -> dict[str, float]:
    """Start-up and speed of finding (or of cleaning as a whole) with a gazetteer."""
    from normalizer import Normalizer
    from normalizer.cleaning.scan import TextScanner

    before = time.process_time()
    nz = Normalizer(gazetteer)
    if whole:
        start = time.process_time() - before
        found = len(nz.clean(text).mentions)
        return {"start": start, "seconds": measured(lambda: nz.clean(text)), "found": found, "memory": _memory()}
    scanner = TextScanner(nz._gazetteers)
    start = time.process_time() - before
    return {
        "start": start,
        "seconds": measured(lambda: scanner.exact(text)),
        "found": len(scanner.exact(text)),
        "memory": _memory(),
    }


def first_pass(gazetteer: str, texts: list[str]) -> dict[str, float]:
    """Cleaning texts that nothing is remembered of, one by one."""
    from normalizer import Normalizer

    nz = Normalizer(gazetteer)
    before = time.process_time()
    found = sum(len(nz.clean(text).mentions) for text in texts)
    return {"start": 0.0, "seconds": time.process_time() - before, "found": found, "memory": _memory()}


def place_names(count: int) -> list[str]:
    """So many distinct shown names of places, the most important first."""
    from normalizer import Normalizer

    found: dict[str, None] = {}
    for record in Normalizer()._gazetteers[0].records():
        if record.entity.kind == "place":
            found.update(dict.fromkeys(n.text for n in record.names if n.role not in ("generated", "code")))
        if len(found) >= count:
            break
    return list(found)[:count]


def in_process(python: str, job: dict[str, object], folder: Path) -> dict[str, float] | None:
    """Run one measurement in a process of its own; None when it cannot be imported there."""
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    done = subprocess.run(
        [python, __file__, "--job", str(folder / "job.json")], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{job['which']}: not measured ({done.stderr.strip().splitlines()[-1] if done.stderr else 'no reason'})")
        return None
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def run_job(path: Path) -> None:
    """The other side of `in_process`."""
    job = json.loads(path.read_text(encoding="utf-8"))
    text = Path(job["text"]).read_text(encoding="utf-8")
    if job["which"] in PEERS:
        names = Path(job["names"]).read_text(encoding="utf-8").split("\n")
        answer = peer(job["which"], names, text)
    elif job["which"] == "first":
        answer = first_pass(job["gazetteer"], text.split(BETWEEN))
    else:
        answer = ours(job["gazetteer"], text, job["which"] == "clean")
    print(json.dumps(answer))


def news(data: Path) -> tuple[list[str], list[str]]:
    """(English news, news in six Slavic languages of which every FEW-th text is taken)."""
    files = sorted((data / "text").rglob("*.txt"))
    english = [f.read_text(encoding="utf-8") for f in files if "slavicner" not in f.parts]
    return english, [f.read_text(encoding="utf-8") for f in files if "slavicner" in f.parts][::FEW]


def size_of(text: str) -> float:
    """Megabytes of UTF-8."""
    return len(text.encode()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    default = os.environ.get("NORMALIZER_EVAL_DATA", Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("data", nargs="?", type=Path, default=Path(default) / "dev")
    parser.add_argument("--names", type=int, default=300_000)
    parser.add_argument("--megabytes", type=float, default=5.0)
    parser.add_argument("--peers", default=sys.executable, help="the Python of the peers' environment")
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        run_job(arguments.job)
        return
    if not (arguments.data / "text").exists():
        sys.exit(f"No evaluation data in {arguments.data}: give its folder as the argument; nothing was measured.")
    from normalizer.build import build_table

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        english, slavic = news(arguments.data)
        once = "\n\n".join(english)
        text = once * max(1, round(arguments.megabytes / size_of(once)))
        names = place_names(arguments.names)
        (folder / "text.txt").write_text(text, encoding="utf-8")
        (folder / "names.txt").write_text("\n".join(names), encoding="utf-8")
        rows = "\n".join(f"n:{number}\t{name}\tplace\t20000" for number, name in enumerate(names) if "\t" not in name)
        (folder / "names.tsv").write_text(f"id\tname\tkind\tweight\n{rows}\n", encoding="utf-8")
        build_table([folder / "names.tsv"], folder / "names.gaz")
        size = size_of(text)
        print(f"{len(names)} names, {size:.1f} MB of text; CPU seconds, median of {RUNS}")
        print(f"{'':<38}{'start s':>9}{'MB/s':>9}{'MB':>9}{'found':>10}")
        job: dict[str, object] = {"text": str(folder / "text.txt"), "names": str(folder / "names.txt")}
        for which in PEERS:
            answer = in_process(arguments.peers, {**job, "which": which}, folder)
            if answer:
                print(_row(which, size, answer))
        for name, gazetteer in (("these names", str(folder / "names.gaz")), ("default gazetteer", "default")):
            for which, title in (("exact", "finding, "), ("clean", "the whole of clean, ")):
                answer = in_process(sys.executable, {**job, "which": which, "gazetteer": gazetteer}, folder)
                if answer:
                    print(_row(title + name, size, answer))
        job["text"] = str(folder / "fresh.txt")
        for title, texts in (("English", english), ("Slavic", slavic)):
            (folder / "fresh.txt").write_text(BETWEEN.join(texts), encoding="utf-8")
            answer = in_process(sys.executable, {**job, "which": "first", "gazetteer": "default"}, folder)
            if answer:
                fresh = sum(map(size_of, texts))
                print(_row(f"clean, fresh texts, {title} ({fresh:.1f} MB)", fresh, answer))


if __name__ == "__main__":
    main()
