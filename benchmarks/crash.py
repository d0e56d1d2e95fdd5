"""Kills, flipped bytes and forged numbers: what a gazetteer file survives. `python benchmarks/crash.py`

    python benchmarks/crash.py [--kills 200] [--flips 10000] [--forged 2000] [--seed S]

* **kills**: a builder writes one file over and over, each time as another edition, and is killed (SIGKILL) at a random
  moment; a second builder works on the same file all the while. Readers open the file, keep the one they had before
  open as well, and ask both. Every name of an edition says which edition it is of, so an answer that mixes two, or
  lacks something, is seen.
* **flips**: one random byte of a file is given another value; each time everything that can be asked is asked of one of
  the readers. Each answer must be that of the whole file, or a refusal in a sentence (`GazetteerError`).
* **forged**: a byte of the body or of the table of sections is changed and all checksums made right again, as a hostile
  writer would. Such a file may answer otherwise, but must not raise anything but a refusal: every number that points
  somewhere is checked.

Ends with 1 and says what happened if any promise is broken.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from gazetteer.compiled import is_built
from gazetteer.container import BLOCK, PREAMBLE
from gazetteer.errors import GazetteerError
from gazetteer.index import write_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.model import Entity, KeyForm, Name, Record
from gazetteer.readers import ReaderChoice
from gazetteer.sharing import Limits

ENTITIES = 400
"""Entities of an edition: a build takes about a tenth of a second, so that a random moment meets every stage."""
READERS = 2
LONGEST_WAIT = 0.35
"""Seconds a builder lives at most: three builds or so."""
SYLLABLES = ("ba", "ri", "do", "lem", "ko", "sta", "vu", "gor", "ne", "shi")


def word(number: int) -> str:
    """A word for a number, six letters and more, the same in every run."""
    rng = random.Random(number)
    return "".join(rng.choices(SYLLABLES, k=4))


def keys(record: Record) -> Iterator[tuple[int, KeyForm]]:
    """Keys in every layer, without any rule of spelling."""
    for position, name in enumerate(record.names):
        low = name.text.casefold()
        yield position, KeyForm("exact", low, (), typo=True)
        yield position, KeyForm("sorted", " ".join(sorted(low.split())))
        yield position, KeyForm("skeleton", "".join(c for c in low if c not in "aeiou"))
        yield position, KeyForm("part", "=" + low.split()[0])
        yield position, KeyForm("exact", low[::-1], ("one", "two")[: 1 + position % 2])


def edition(mark: int) -> Iterator[Record]:
    """The records of an edition: every name ends with its mark."""
    for number in range(ENTITIES):
        names = (Name(f"{word(number)} {mark}", "en", "Latn", "canonical"), Name(f"{word(-number - 1)} {mark}"))
        yield Record(Entity(f"x:{number}", "place", "city", "UA", number, (f"y:{number}",)), names)


def build(path: Path, mark: int) -> None:
    write_gazetteer(path, edition(mark), keys, fingerprint=str(mark))


# --- kills ------------------------------------------------------------------------------------------------


def build_for_ever(path: Path, mark: int) -> None:
    """A builder: says that it starts, then writes one edition after the other."""
    print("ready", flush=True)
    while True:
        build(path, mark)
        mark += 1


def read_for_ever(path: Path, seed: int) -> None:
    """A reader: asks the newest file and the one before; ends with 1 at the first wrong answer."""
    rng, asked = random.Random(seed), 0
    before: Gazetteer | None = None
    while not path.with_suffix(".stop").exists():
        now = Gazetteer.open(path, reader="standard")
        for gazetteer in filter(None, (before, now)):
            asked += 1
            check(gazetteer, rng)
        if rng.random() < 0.05 and now.doctor():
            raise SystemExit(f"doctor: {now.doctor()}")
        if before is not None:
            before.close()
        before = now
    print(asked)


def check(gazetteer: Gazetteer, rng: random.Random) -> None:
    """Ask a few questions whose answers are known from the mark of the edition."""
    mark = gazetteer.info["fingerprint"]
    for number in rng.sample(range(ENTITIES), 8):
        text = f"{word(number)} {mark}"
        ids = {gazetteer.entity(p.entity_no).id for p in gazetteer.exact(text).postings}
        near = {gazetteer.name(p.name_no).text for p in gazetteer.near("z" + text[1:], 2).postings}
        at = gazetteer.find(f"y:{number}")
        if f"x:{number}" not in ids or text not in near or at is None or gazetteer.names(at)[0].text != text:
            raise SystemExit(f"wrong answer for {text!r}: {ids}, {near}, {at}")


def child(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)


def kills(count: int, seed: int) -> list[str]:
    """Kill builders at random moments; returns what went wrong."""
    rng, wrong = random.Random(seed), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "busy.gaz"
        build(path, 0)
        other = child("--builder", str(path), str(1 << 40))
        readers = [child("--reader", str(path), str(number)) for number in range(READERS)]
        for attempt in range(count):
            builder = child("--builder", str(path), str((attempt + 1) << 20))
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(rng.uniform(0, LONGEST_WAIT))
            builder.kill()
            builder.wait()
            builder.stdout.close()
            wrong += [f"a reader ended with {r.returncode} after {attempt + 1} kills" for r in readers if r.poll()]
            if wrong:
                break
        other.kill()
        other.wait()
        path.with_suffix(".stop").touch()
        asked = [r.communicate()[0].strip() for r in readers]
        wrong += [f"a reader ended with {r.returncode}" for r in readers if r.returncode]
        left = len(list(Path(folder).glob(".*.building")))
        with Gazetteer.open(path) as gazetteer:
            wrong += gazetteer.doctor()
        print(f"kills: {count}; files asked by the readers: {' + '.join(asked)}; half-written files left: {left}")
        build(path, 1)
        wrong += swept(path)
    return wrong


def swept(path: Path) -> list[str]:
    """Whether the next build sweeps what killed builders left, once it is old enough."""
    leftovers = list(path.parent.glob(".*.building"))
    for leftover in leftovers:
        os.utime(leftover, (0, 0))
    build(path, 2)
    return [f"{leftover.name} was not swept" for leftover in leftovers if leftover.exists()]


# --- flipped and forged bytes -----------------------------------------------------------------------------


REFUSED = object()


def questions(gazetteer: Gazetteer) -> Iterator[Callable[[], object]]:
    """All kinds of questions, each asked by itself: one that is refused must not spoil the next."""
    ask = gazetteer
    for number in range(0, ENTITIES, 29):
        low = f"{word(number)} 0"
        yield lambda: ask.exact(low)  # noqa: B023 (asked before the next turn)
        yield lambda: ask.exact(low[::-1])  # noqa: B023
        yield lambda: ask.near(low[1:], 2)  # noqa: B023
        yield lambda: ask.far_keys(low[2:])  # noqa: B023
        yield lambda: ask.exact("=" + low.split()[0], "part")  # noqa: B023
        yield lambda: ask.find(f"y:{number}")  # noqa: B023
        yield lambda: list(ask.leads(*ask.span("0 " + low[:-2], "sorted"), "sorted"))  # noqa: B023
        yield lambda: shared(ask, low)  # noqa: B023
        yield lambda: (ask.entity(number), ask.names(number), ask.class_of(number))  # noqa: B023
    yield lambda: list(ask.records())


def shared(gazetteer: Gazetteer, low: str) -> object:
    """What a wide look-up asks: where keys stand, and the names of the entities under several of them."""
    keys = [f"={part}" for part in low.split()]
    wanted = [(key, 1 << at, 1.0) for at, key in enumerate(keys)]
    return gazetteer.spans(keys, "part"), gazetteer.pool(wanted, 1 << len(keys), Limits(128, 1000, 200, 3), near=[5])


def everything(path: Path, reader: ReaderChoice) -> list[object]:
    """The answers of a file, REFUSED where it says that it is damaged."""
    found: list[object] = []
    with Gazetteer.open(path, reader=reader) as gazetteer:
        for question in questions(gazetteer):
            try:
                found.append(question())
            except GazetteerError:
                found.append(REFUSED)
        gazetteer.doctor()
    return found


def readers() -> tuple[ReaderChoice, ...]:
    """Those that are installed: numpy for one, the compiled core for the other."""
    found: list[ReaderChoice] = ["standard"]
    if find_spec("numpy"):
        found.append("vector")
    if is_built():
        found.append("compiled")
    return tuple(found)


def flip(data: bytes, place: int, value: int) -> bytes:
    changed = bytearray(data)
    changed[place] = value
    return bytes(changed)


def forge(data: bytes, place: int, value: int) -> bytes:
    """The file with a byte of its body or of its table of sections changed, and all checksums right."""
    changed = bytearray(flip(data, place, value))
    fields = list(PREAMBLE.unpack(bytes(changed[: PREAMBLE.size])))
    body_end, meta_size, checks_at, checks_size = fields[3], fields[4], fields[7], fields[8]
    if place < body_end:
        block = (place - PREAMBLE.size) // BLOCK
        start = PREAMBLE.size + block * BLOCK
        crc = zlib.crc32(changed[start : min(start + BLOCK, body_end)])
        changed[checks_at + 4 * block : checks_at + 4 * block + 4] = crc.to_bytes(4, "little")
    fields[5] = zlib.crc32(changed[body_end : body_end + meta_size])
    fields[9] = zlib.crc32(changed[checks_at : checks_at + checks_size])
    head = PREAMBLE.pack(*fields)[:-4]
    changed[: PREAMBLE.size] = head + zlib.crc32(head).to_bytes(4, "little")
    return bytes(changed)


def tamper(
    what: str, count: int, rng: random.Random, change: Callable[[bytes, int, int], bytes], forged: bool
) -> list[str]:
    """Change one random byte at a time; a forged file (`forged`) may answer, but not crash."""
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flipped.gaz"
        build(path, 0)
        data = path.read_bytes()
        table = PREAMBLE.unpack(data[: PREAMBLE.size])[3]
        choices = readers()
        expected = everything(path, "standard")
        first, last = (PREAMBLE.size, PREAMBLE.unpack(data[: PREAMBLE.size])[7]) if forged else (0, len(data))
        for _ in range(count):
            place = rng.randrange(table if rng.random() < 0.1 else first, last)
            value = (data[place] + rng.randrange(1, 256)) % 256
            path.write_bytes(change(data, place, value))
            reader = rng.choice(choices)
            try:
                answers = everything(path, reader)
                other = sum(a is not REFUSED and a != e for a, e in zip(answers, expected, strict=True))
                outcomes["answered"] += sum(a is not REFUSED for a in answers)
                outcomes["refused"] += sum(a is REFUSED for a in answers)
                outcomes["answered otherwise"] += other
                if other and not forged:
                    wrong.append(f"{what}: byte {place} = {value}, {reader}: {other} wrong answers")
            except GazetteerError:
                outcomes["files refused"] += 1
            except Exception as error:
                wrong.append(f"{what}: byte {place} = {value}, {reader}: {type(error).__name__}: {error}")
        print(f"{what}: {count} in a file of {len(data)} bytes: {dict(outcomes)}, broken promises: {len(wrong)}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description="What a gazetteer file survives.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--forged", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--builder", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--reader", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.builder:
        build_for_ever(Path(arguments.builder[0]), int(arguments.builder[1]))
    elif arguments.reader:
        read_for_ever(Path(arguments.reader[0]), int(arguments.reader[1]))
    else:
        rng = random.Random(arguments.seed)
        wrong = kills(arguments.kills, arguments.seed) if arguments.kills else []
        wrong += tamper("flips", arguments.flips, rng, flip, False) if arguments.flips else []
        wrong += tamper("forged", arguments.forged, rng, forge, True) if arguments.forged else []
        for line in wrong[:20]:
            print("BROKEN", line)
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
