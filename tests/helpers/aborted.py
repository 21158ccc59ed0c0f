"""A process of its own: a batch that is computed in parts is cancelled in one of the last of them.

Prints how many tokens the context says it has read, whether they are in its memory, and whether the
logits behind them are those of a context that was never cancelled.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys

import llama_cpp

from engine.messages import Tuning
from engine.worker import context as contexts
from engine.worker.context import Context
from engine.worker.model import Cancelled, Job
from engine.worker.native_log import NativeLog

READ, BATCH, PART = 400, 512, 64


def main(path: str) -> None:
    log = NativeLog()
    llama_cpp.llama_backend_init()
    model = llama_cpp.llama_model_load_from_file(
        os.fsencode(path), llama_cpp.llama_model_default_params()
    )
    size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    job, asked, most = Job(1), 0, sys.maxsize

    @llama_cpp.ggml_abort_callback
    def aborts(_: object) -> bool:
        nonlocal asked
        asked += 1
        return asked > most

    contexts.part_size = lambda *_: PART  # as with many heads and a long context
    contexts.abort_with = lambda pointer, _: llama_cpp.llama_set_abort_callback(
        pointer, aborts, None
    )
    tuning = Tuning(flash=False, n_batch=BATCH)
    one, other = (Context(model, 2048, 1, tuning, lambda: job, log) for _ in range(2))
    tokens = [5 + 7 * i % 250 for i in range(READ + BATCH)]
    for context in (other, one):
        context.decode(tokens[:READ])
    asked = 0
    other.decode(tokens[READ:])
    most, asked = asked - PART // 2, 0  # in the last part
    job.cancelled, cancelled = True, False
    try:
        one.decode(tokens[READ:])
    except Cancelled:
        cancelled = True
    most, job.cancelled = sys.maxsize, False
    length = len(one.tokens)
    whole = one._newest() == length - 1
    for start in range(length, READ + BATCH, PART):
        one.decode(tokens[start : start + PART])
    a, b = (
        ctypes.string_at(llama_cpp.llama_get_logits_ith(c.pointer, -1), 4 * size)
        for c in (one, other)
    )
    far = max(abs(x - y) for x, y in zip(*(memoryview(d).cast("f") for d in (a, b)), strict=True))
    seen = {"cancelled": cancelled, "length": length, "whole": whole, "same": far < 1e-3}
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
