"""Scores of nomenklatura's logic-v2, for peers.py: a JSON list of [name, name, schema] in, scores and seconds out.

Runs in an environment that has nomenklatura and nothing of this project. Seconds of processor time are those of the
comparisons alone; loading its data, on the first call, is not counted.
"""

from __future__ import annotations

import json
import sys
import time

from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig


def main() -> None:
    matcher, config = get_algorithm("logic-v2"), ScoringConfig.defaults()

    def score(a: str, b: str, schema: str) -> float:
        entities = []
        for name in (a, b):
            entity = model.make_entity(schema)
            entity.id = name
            entity.add("name", name)
            entities.append(entity)
        return float(matcher.compare(*entities, config).score)

    score("Mykola Azarov", "Николай Азаров", "Person")
    pairs = json.load(sys.stdin)
    began = time.process_time()
    scores = [score(a, b, schema) for a, b, schema in pairs]
    print(json.dumps({"scores": scores, "seconds": time.process_time() - began}))


if __name__ == "__main__":
    main()
