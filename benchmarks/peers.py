"""The methods that quality.py sets beside the project's: plain scorers, a sound code, the best open matcher.

* rapidfuzz (MIT) ratio, WRatio and Jaro-Winkler, of names in plain lower-case Latin letters (anyascii): always there.
* Daitch-Mokotoff Soundex as in talisman (MIT, JavaScript, on npm): no Python package with a permissive licence has it.
  The score is the share of the words, of the name with more of them, that share a code with a word of the other.
* nomenklatura's logic-v2 (MIT), for people and organisations; it does not judge names of places. It needs its own
  environment, since it brings another build of ICU, and runs in a process of its own (peer_logic_v2.py).

The last two are looked for in a folder: FOLDER/node_modules/talisman (and `node` on the path), FOLDER/bin/python.
`make bench-peers` makes such a folder; what is not there is left out, with a sentence that says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

Names = Sequence[tuple[str, str, str]]  # name, name, schema of FollowTheMoney or ""
PATIENCE = 600  # seconds that a peer's process may take
CODES = """
const codes = require(process.argv[1] + "/talisman/phonetics/daitch-mokotoff");
const words = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(words.map(word => codes(word))));
"""


class Scores(NamedTuple):
    """A peer's scores in order (0..1; None where it does not apply), and pairs a second of processor time."""

    scores: list[float] | None
    speed: float


class Peer(NamedTuple):
    """A method: how it scores pairs, and the threshold at which it is usually taken to say `same`."""

    name: str
    score: Callable[[Names], Scores]
    threshold: float


def plain(name: str) -> str:
    """A name in lower-case ASCII."""
    return str(anyascii(name)).lower()


def _plain_peer(name: str, scorer: Callable[[str, str], float], highest: float, threshold: float) -> Peer:
    def score(pairs: Names) -> Scores:
        began = time.process_time()
        found = [scorer(plain(a), plain(b)) / highest for a, b, _ in pairs]
        return Scores(found, len(pairs) / max(time.process_time() - began, 1e-9))

    return Peer(name, score, threshold)


def peers(folder: Path) -> tuple[list[Peer], list[str]]:
    """All methods that are there, and a sentence for each that is not.

    Args:
        folder: where talisman and an environment with nomenklatura may be.
    """
    found = [
        _plain_peer("ratio", fuzz.ratio, 100, 0.80),
        _plain_peer("WRatio", fuzz.WRatio, 100, 0.85),
        _plain_peer("Jaro-Winkler", JaroWinkler.similarity, 1, 0.88),
    ]
    missing = []
    node, modules = shutil.which("node"), folder / "node_modules"
    if node and (modules / "talisman").is_dir():
        found.append(Peer("Daitch-Mokotoff", lambda pairs: _daitch_mokotoff(pairs, node, modules), 1.0))
    else:
        missing.append(f"Without Daitch-Mokotoff: needs node and {modules}/talisman (make bench-peers).")
    python = folder / "bin" / "python"
    if python.is_file() and subprocess.run([python, "-c", "import nomenklatura"], capture_output=True).returncode == 0:
        found.append(Peer("logic-v2", lambda pairs: _logic_v2(pairs, python), 0.7))
    else:
        missing.append(f"Without logic-v2: needs nomenklatura for {python} (make bench-peers).")
    return found, missing


def _ask(command: Sequence[str | Path], question: object) -> Any:
    done = subprocess.run(
        command, input=json.dumps(question), capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return json.loads(done.stdout.splitlines()[-1])


def _daitch_mokotoff(pairs: Names, node: str, modules: Path) -> Scores:
    names = {name: plain(name).split() for a, b, _ in pairs for name in (a, b)}
    words = sorted({word for listed in names.values() for word in listed})
    began = _seconds()
    codes = dict(zip(words, map(set, _ask([node, "-e", CODES, str(modules.resolve())], words)), strict=True))
    found = [_shared([codes[w] for w in names[a]], [codes[w] for w in names[b]]) for a, b, _ in pairs]
    return Scores(found, len(pairs) / max(_seconds() - began, 1e-9))


def _seconds() -> float:
    """Processor time of this process and of those it has waited for."""
    return sum(os.times()[:4])


def _shared(a: list[set[str]], b: list[set[str]]) -> float:
    left, agreeing = list(b), 0
    for word in a:
        partner = next((other for other in left if word & other), None)
        if partner is not None:
            left.remove(partner)
            agreeing += 1
    return agreeing / max(len(a), len(b), 1)


def _logic_v2(pairs: Names, python: Path) -> Scores:
    if not all(schema for _, _, schema in pairs):
        return Scores(None, 0.0)
    found = _ask([python, Path(__file__).with_name("peer_logic_v2.py")], list(pairs))
    return Scores(found["scores"], len(pairs) / found["seconds"])
