"""A child process that asks llama.cpp itself, without our checks, whether it can use a file.

Reads a path a line from standard input and answers each with a line of JSON: `{"ok": true}`, or
what went wrong. Every file is loaded in a fork of its own, made before any thread is: a crash, a
hang and a hunger for memory end that fork only. `RawLlama` is the other side.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

TOKENS = 8
SECONDS = 20.0
MEMORY = 6 << 30
"""Bytes of address space of a fork; the models take less than half a gigabyte."""


class RawLlama:
    """Asks one file after another; `begin` and `end` let the caller work meanwhile."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "GGML_NO_BACKTRACE": "1", "OPENBLAS_NUM_THREADS": "1"},
        )

    def begin(self, path: Path) -> None:
        self._process.stdin.write(json.dumps(str(path)) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, object]:
        """`ok`, `why` (null, context, decode, SIGSEGV, hang, ...) and `seconds`."""
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> RawLlama:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(2 * SECONDS)
        self._process.stdout.close()


def use(path: bytes) -> str:
    """Load and answer with 8 tokens as the shortest program would; why not, else nothing."""
    import llama_cpp

    llama_cpp.llama_backend_init()
    model = llama_cpp.llama_model_load_from_file(path, llama_cpp.llama_model_default_params())
    if not model:
        return "not loaded"
    params = llama_cpp.llama_context_default_params()
    params.n_ctx, params.n_threads, params.n_threads_batch = 512, 1, 1
    context = llama_cpp.llama_init_from_model(model, params)
    if not context:
        return "no context"
    vocab = llama_cpp.llama_model_get_vocab(model)
    tokens = (llama_cpp.llama_token * 64)()
    n = llama_cpp.llama_tokenize(vocab, b"Hello, who are you?", 19, tokens, 64, True, True)
    if n < 1:
        return "no tokens"
    params = llama_cpp.llama_sampler_chain_default_params()
    sampler = llama_cpp.llama_sampler_chain_init(params)
    llama_cpp.llama_sampler_chain_add(sampler, llama_cpp.llama_sampler_init_greedy())
    for _ in range(TOKENS):
        if llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(tokens, n)):
            return "not decoded"
        token = llama_cpp.llama_sampler_sample(sampler, context, -1)
        if llama_cpp.llama_vocab_is_eog(vocab, token):
            break
        tokens[0], n = token, 1
    return ""


def judge(path: bytes, seconds: float) -> str:
    """Why llama.cpp cannot use a file, found out in a fork; empty when it can."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            os.write(write, use(path).encode() or b"ok")
        except MemoryError:
            os.write(write, b"memory")
        os._exit(0)
    os.close(write)
    until = time.monotonic() + seconds
    while not (ended := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < until:
        time.sleep(0.005)
    if not ended[0]:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        return "hang"
    said = os.read(read, 100).decode()
    os.close(read)
    if os.WIFSIGNALED(ended[1]):
        return signal.Signals(os.WTERMSIG(ended[1])).name
    return "" if said == "ok" else said or "ended"


def main(seconds: float) -> None:
    import llama_cpp  # noqa: F401  # once, for all forks

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for line in sys.stdin:
        began = time.monotonic()
        why = judge(os.fsencode(json.loads(line)), seconds)
        taken = round(time.monotonic() - began, 2)
        answers.write(json.dumps({"ok": not why, "why": why, "seconds": taken}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
