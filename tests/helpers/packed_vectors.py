"""A child process that makes vectors of random tokens one by one and packed: prints JSON.

    python packed_vectors.py MODEL POOLING

`groups` is how many times llama.cpp computed when packed, `worst` the least cosine between both.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import llama_cpp
import numpy as np

from engine.messages import Tuning
from engine.worker.embedding_context import EmbeddingContext, Floats
from engine.worker.native_log import NativeLog

TEXTS, LONGEST = 150, 60


class Counting(EmbeddingContext):
    """Counts what it computes."""

    groups = 0

    def _compute(self, group: list[list[int]]) -> list[Floats]:
        self.groups += 1
        return super()._compute(group)


def main(path: str, pooling: int) -> None:
    llama_cpp.llama_backend_init()
    log = NativeLog()
    model = llama_cpp.llama_model_load_from_file(
        path.encode(), llama_cpp.llama_model_default_params()
    )
    generator = random.Random(0)
    texts = [
        [generator.randrange(5, 80) for _ in range(generator.randrange(1, LONGEST + 1))]
        for _ in range(TEXTS)
    ]
    made, groups = [], []
    for packed in (False, True):
        encoder = Counting(model, 64, 1, Tuning(), pooling, packed, lambda: False, log)
        assert encoder.opened, log.last_error
        rows = np.array(list(encoder.encode(texts)))
        made.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
        groups.append(encoder.groups)
        encoder.close()
    cosines = (made[0] * made[1]).sum(axis=1)
    sys.stdout.write(json.dumps({"groups": groups, "worst": float(cosines.min())}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
