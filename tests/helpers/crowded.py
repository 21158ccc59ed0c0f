"""A process of its own: a batch during which the cores are taken away, as `Context` meets it.

Prints a JSON object: with how many threads tokens were read, how often the batch was begun, and
whether its logits are those of a batch that was read with one thread from the start.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
import time

import llama_cpp

from engine.messages import Tuning
from engine.worker.context import Context
from engine.worker.model import Cancelled, Job
from engine.worker.native_log import NativeLog

TOKENS = 400


def main(path: str) -> None:
    log = NativeLog()
    llama_cpp.llama_backend_init()
    model = llama_cpp.llama_model_load_from_file(
        os.fsencode(path), llama_cpp.llama_model_default_params()
    )
    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    usable, job, counted = [2.0], Job(1), [0]

    def working() -> Job:
        counted[0] += 1
        return job

    def cores(_seconds: float, _since: float) -> float:
        return usable[0]

    tuning = Tuning(n_batch=512, flash=False)  # then the number of threads changes no bit
    context = Context(model, 1024, 2, tuning, working, log, cores)
    tokens = [(37 * i) % 9000 + 300 for i in range(TOKENS)]

    def logits() -> bytes:
        return ctypes.string_at(llama_cpp.llama_get_logits_ith(context.pointer, -1), 4 * vocabulary)

    def take_cores() -> None:
        while context._began is None:
            time.sleep(0.001)
        usable[0] = 0.5
        while not begun.wait(0.005):
            context.reconsider()

    context.decode(tokens[:50])
    counted[0] = 0
    begun = threading.Event()
    taker = threading.Thread(target=take_cores)
    taker.start()
    context.decode(tokens[50:])
    begun.set()
    taker.join()
    crowded, threads, begins = logits(), context.threads.log(), counted[0]
    context.clear()
    context.repeat_threads(((0, 2), (50, 1)))
    context.decode(tokens[:50])
    context.decode(tokens[50:])
    same = logits() == crowded and context.threads.log() == threads
    job.cancelled = True
    try:
        context.decode([1])
        cancelled = False
    except Cancelled:
        cancelled = True
    context.close()
    answer = {"threads": threads, "begins": begins, "same": same, "cancelled": cancelled}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
