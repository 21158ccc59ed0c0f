"""A child process that has llama.cpp read rows of tokens, and keeps the logits of every token.

    logits([Job(model, rows), Job(model, rows, adapter)])

All jobs go to one child, since llama.cpp may end the process. `packed` and `divergence` are what
is needed to compare with the decoder of the trainer.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Rows = list[list[int]]


@dataclass(frozen=True)
class Job:
    """Rows are tokens, or texts for llama.cpp to tokenise."""

    model: Path
    rows: Sequence[Sequence[int] | str]
    adapter: Path | None = None


def logits(jobs: Sequence[Job], seconds: float = 110.0) -> list[tuple[Rows, Any]]:
    """For each job its rows as tokens, and what llama.cpp computes for them with one thread: f32 of
    shape (tokens of all rows, n_vocab)."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [
            {"model": str(job.model), "adapter": str(job.adapter or ""), "rows": job.rows}
            for job in jobs
        ]
        done = subprocess.run(
            [sys.executable, __file__, folder],
            input=json.dumps(asked),
            text=True,
            check=False,
            timeout=seconds,
            capture_output=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "GGML_NO_BACKTRACE": "1"},
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found = []
        for number, rows in enumerate(json.loads(done.stdout)):
            data = np.fromfile(Path(folder, str(number)), np.float32)
            found.append((rows, data.reshape(sum(map(len, rows)), -1)))
        return found


def packed(rows: Rows) -> tuple[Any, Any, Any]:
    """Tokens, positions and segments of rows one behind the other."""
    import torch

    tokens = torch.tensor([token for row in rows for token in row])
    positions = torch.cat([torch.arange(len(row)) for row in rows])
    segments = torch.cat([torch.full((len(row),), number) for number, row in enumerate(rows)])
    return tokens, positions, segments


def divergence(reference: Any, mine: Any) -> float:
    """Mean KL in nats a token of `mine` from `reference`, both logits (n, n_vocab)."""
    import torch

    total = 0.0
    for one, other in zip(torch.as_tensor(reference), mine, strict=True):
        p, q = torch.log_softmax(one, -1), torch.log_softmax(other, -1)
        total += float(((p - q) * p.exp()).sum(dtype=torch.float64))
    return total / len(mine)


def main(folder: Path, jobs: list[dict[str, Any]]) -> None:
    import llama_cpp

    llama_cpp.llama_backend_init()
    answers = []
    for number, job in enumerate(jobs):
        params = llama_cpp.llama_model_default_params()
        model = llama_cpp.llama_model_load_from_file(job["model"].encode(), params)
        assert model, f"{job['model']} was not loaded"
        vocab = llama_cpp.llama_model_get_vocab(model)
        rows = [_tokens(vocab, row) if isinstance(row, str) else row for row in job["rows"]]
        options = llama_cpp.llama_context_default_params()
        options.n_ctx = options.n_batch = options.n_ubatch = -(-max(map(len, rows)) // 256) * 256
        options.n_threads = options.n_threads_batch = 1
        context = llama_cpp.llama_init_from_model(model, options)
        assert context, "the context was not made"
        if job["adapter"]:
            adapter = llama_cpp.llama_adapter_lora_init(model, job["adapter"].encode())
            assert adapter, "the adapter was not loaded"
            handles = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
            scales = (ctypes.c_float * 1)(1.0)
            assert llama_cpp.llama_set_adapters_lora(context, handles, 1, scales) == 0
        with (folder / str(number)).open("wb") as file:
            for row in rows:
                file.write(_read(context, row, llama_cpp.llama_vocab_n_tokens(vocab)))
        llama_cpp.llama_free(context)
        llama_cpp.llama_model_free(model)
        answers.append(rows)
    sys.stdout.write(json.dumps(answers))


def _tokens(vocab: Any, text: str) -> list[int]:
    import llama_cpp

    data = text.encode()
    tokens = (llama_cpp.llama_token * (len(data) + 2))()
    count = llama_cpp.llama_tokenize(vocab, data, len(data), tokens, len(tokens), True, True)
    return list(tokens[:count])


def _read(context: Any, row: Sequence[int], n_vocab: int) -> bytes:
    import llama_cpp

    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
    batch = llama_cpp.llama_batch_init(len(row), 0, 1)
    batch.n_tokens = len(row)
    for at, token in enumerate(row):
        batch.token[at], batch.pos[at], batch.logits[at] = token, at, 1
        batch.n_seq_id[at], batch.seq_id[at][0] = 1, 0
    assert llama_cpp.llama_decode(context, batch) == 0
    data = ctypes.string_at(llama_cpp.llama_get_logits(context), 4 * len(row) * n_vocab)
    llama_cpp.llama_batch_free(batch)
    return data


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.stdin.read()))
