"""A child process that has llama.cpp read rows of tokens, and keeps the logits of every token.

    logits(jobs)      with jobs of (model, adapter or None, rows)

All jobs go to one child, since llama.cpp may end the process; the logits of a job are f32 of shape
(tokens of all its rows, n_vocab).
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

Job = tuple[Path, Path | None, Sequence[Sequence[int]]]


def logits(jobs: Sequence[Job], seconds: float = 100.0) -> list[Any]:
    """The logits of each job, computed by llama.cpp with one thread."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [
            {"model": str(model), "adapter": str(adapter or ""), "rows": rows, "out": f"{number}"}
            for number, (model, adapter, rows) in enumerate(jobs)
        ]
        subprocess.run(
            [sys.executable, __file__, folder],
            input=json.dumps(asked),
            text=True,
            check=True,
            timeout=seconds,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        found = []
        for number, (_, _, rows) in enumerate(jobs):
            data = np.fromfile(Path(folder, str(number)), np.float32)
            found.append(data.reshape(sum(map(len, rows)), -1))
        return found


def main(folder: Path, jobs: list[dict[str, Any]]) -> None:
    import llama_cpp

    llama_cpp.llama_backend_init()
    for job in jobs:
        params = llama_cpp.llama_model_default_params()
        model = llama_cpp.llama_model_load_from_file(job["model"].encode(), params)
        assert model, "the model was not loaded"
        options = llama_cpp.llama_context_default_params()
        longest = max(map(len, job["rows"]))
        options.n_ctx = options.n_batch = options.n_ubatch = -(-longest // 256) * 256
        options.n_threads = options.n_threads_batch = 1
        context = llama_cpp.llama_init_from_model(model, options)
        assert context, "the context was not made"
        if job["adapter"]:
            adapter = llama_cpp.llama_adapter_lora_init(model, job["adapter"].encode())
            assert adapter, "the adapter was not loaded"
            handles = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
            scales = (ctypes.c_float * 1)(1.0)
            assert llama_cpp.llama_set_adapters_lora(context, handles, 1, scales) == 0
        n_vocab = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
        with (folder / job["out"]).open("wb") as file:
            for row in job["rows"]:
                file.write(_read(context, row, n_vocab))
        llama_cpp.llama_free(context)
        llama_cpp.llama_model_free(model)


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
